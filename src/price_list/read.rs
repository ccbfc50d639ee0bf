//! What a product costs: its terms as prices of ours, or why they can't be.

use super::entry::{Entry, PlanOffer, Rate, Term, TermKind};
use super::unit;
use crate::catalog::{AllowanceKind, Allowances, Currency, KeySpec, PriceKey};
use crate::purchase;
use crate::units::{Tier, TierError, TierSchedule, UnitPrice};
use rust_decimal::Decimal;

/// Why the Price List has no usable price of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFault {
    /// No product is the one.
    #[error("no product matches its selector any more")]
    NotListed,
    /// Several products are.
    #[error("several products match its selector: {}", .0.join(", "))]
    Several(Vec<String>),
    /// The product is not sold on demand.
    #[error("SKU {0} is not sold on demand")]
    NotSold(String),
    /// The product is sold on demand in several ways.
    #[error("SKU {0} has several prices on demand")]
    SeveralTerms(String),
    /// Its price is for another unit.
    #[error("it is priced per `{found}` now, expected one of: {expected}")]
    Unit {
        /// What the Price List says.
        found: String,
        /// What would be understood.
        expected: String,
    },
    /// Its price is in another currency.
    #[error("it is priced in {found}, not in {expected}")]
    Currency {
        /// What the Price List says.
        found: String,
        /// What the bills of the region are in.
        expected: Currency,
    },
    /// A number can't be read.
    #[error("`{0}` is not a number")]
    Number(String),
    /// A code is longer than any of AWS's.
    #[error("its {0} is longer than any of AWS's")]
    Malformed(&'static str),
    /// Its price is zero, as those of rows that stand beside the real ones are.
    #[error("its price is zero")]
    Zero,
    /// Its price is below zero.
    #[error("its price is negative: {0}")]
    Negative(Decimal),
    /// Its tiers leave gaps or overlap.
    #[error("its tiers are not a schedule: {0}")]
    Tiers(TierError),
    /// Its first tier is free, but not for as much as the allowance known.
    #[error("its first {band} are free, but the allowance known is {}", .allowance.map_or_else(|| "none".to_owned(), |amount| amount.to_string()))]
    FreeBand {
        /// What the Price List gives.
        band: Decimal,
        /// What `free-tier.json` gives.
        allowance: Option<Decimal>,
    },
    /// Its price is far from what it was.
    #[error("its price went from {before} to {now}, {} times; take it with `--accept {key}` if that is right", .times)]
    Absurd {
        /// The key.
        key: PriceKey,
        /// The price in the book.
        before: Decimal,
        /// The price read.
        now: Decimal,
        /// The larger over the smaller, for people.
        times: String,
    },
}

/// Hours of a year, over which payments upfront are spread: 365 days, as AWS computes effective rates.
const HOURS_OF_A_YEAR: i64 = 8_760;

/// The term code of free-tier products, which offset others and are sold to nobody.
const FREE_TERM: &str = "A429C66SYZ";

/// Prices as they are read: the tiers, and the codes they came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    pub tiers: TierSchedule,
    pub rate_code: String,
    pub effective: String,
}

/// The price of a product on demand.
pub(super) fn on_demand(
    entry: &Entry,
    spec: &KeySpec,
    key: &PriceKey,
    currency: Currency,
    allowances: &Allowances,
) -> Result<Read, KeyFault> {
    let sold = |term: &&Term| term.kind == TermKind::OnDemand && term.code != FREE_TERM;
    let mut terms = entry.terms.iter().filter(sold);
    let term = terms
        .next()
        .ok_or_else(|| KeyFault::NotSold(entry.sku.clone()))?;
    if terms.next().is_some() {
        return Err(KeyFault::SeveralTerms(entry.sku.clone()));
    }
    let mut tiers = Vec::new();
    for rate in &term.rates {
        check_unit(rate, spec)?;
        let end = rate.end.as_deref().unwrap_or("Inf");
        let tier = Tier {
            from: number(rate.begin.as_deref().unwrap_or("0"))?,
            to: match end {
                "Inf" => None,
                end => Some(number(end)?),
            },
            price: UnitPrice::per_unit(amount(rate, currency)?),
        };
        tiers.push((tier, rate.code.as_str()));
    }
    tiers.sort_by(|(a, a_code), (b, b_code)| (a.from, a_code).cmp(&(b.from, b_code)));
    if let [(free, _), (next, _), ..] = tiers.as_mut_slice()
        && free.price.amount().is_zero()
        && let Some(band) = free.to
    {
        check_band(key, band, allowances)?;
        // What is free is an allowance here, which takes off the start of the first tier.
        next.from = free.from;
        tiers.remove(0);
    }
    if tiers.iter().any(|(tier, _)| tier.price.amount().is_zero()) {
        return Err(KeyFault::Zero);
    }
    let rate_code = tiers.first().map_or("", |(_, code)| code).to_owned();
    let tiers = tiers.into_iter().map(|(tier, _)| tier).collect();
    Ok(Read {
        tiers: TierSchedule::new(tiers).map_err(KeyFault::Tiers)?,
        rate_code,
        effective: day(&term.effective),
    })
}

/// The length and the payment of a reserved term. `None` for terms of another offering class, which
/// are bought elsewhere.
pub(super) fn reserved_terms(term: &Term) -> Option<(purchase::Term, purchase::Payment)> {
    let attribute = |name: &str| term.attributes.get(name).map(String::as_str);
    if !matches!(attribute("OfferingClass"), None | Some("standard")) {
        return None;
    }
    let length = length(attribute("LeaseContractLength")?)?;
    Some((length, payment(attribute("PurchaseOption")?)?))
}

/// A reserved term as an hourly price, what is paid upfront spread over its hours.
pub(super) fn hourly(
    term: &Term,
    length: purchase::Term,
    spec: &KeySpec,
    currency: Currency,
) -> Result<Read, KeyFault> {
    let mut total = Decimal::ZERO;
    let mut code = String::new();
    let years = i64::from(length.months() / 12);
    for rate in &term.rates {
        let amount = amount(rate, currency)?;
        let share = match rate.unit.as_str() {
            "Quantity" => amount.checked_div(Decimal::from(HOURS_OF_A_YEAR * years)),
            _ => {
                check_unit(rate, spec)?;
                code.clone_from(&rate.code);
                Some(amount)
            }
        };
        let sum = share.and_then(|share| total.checked_add(share));
        total = sum.ok_or_else(|| KeyFault::Number(amount.to_string()))?;
    }
    if total.is_zero() {
        return Err(KeyFault::Zero);
    }
    Ok(Read {
        tiers: TierSchedule::flat(UnitPrice::per_unit(total.normalize()))
            .map_err(KeyFault::Tiers)?,
        rate_code: code,
        effective: day(&term.effective),
    })
}

/// The rate of a Savings Plan.
pub(super) fn plan(rate: &PlanOffer, spec: &KeySpec, currency: Currency) -> Result<Read, KeyFault> {
    if rate.currency != currency.code() {
        return Err(KeyFault::Currency {
            found: rate.currency.clone(),
            expected: currency,
        });
    }
    if !unit::is(spec, &rate.unit) {
        return Err(other_unit(spec, &rate.unit));
    }
    let price = positive(number(&rate.price)?)?;
    if price.is_zero() {
        return Err(KeyFault::Zero);
    }
    Ok(Read {
        tiers: TierSchedule::flat(UnitPrice::per_unit(price)).map_err(KeyFault::Tiers)?,
        rate_code: rate.rate_code.clone(),
        effective: day(&rate.effective),
    })
}

/// A plan by its usage type, `ComputeSP:1yrNoUpfront`.
pub(super) fn plan_terms(usagetype: &str) -> Option<(purchase::Term, purchase::Payment)> {
    let (_, terms) = usagetype.rsplit_once(':')?;
    let (years, payment_word) = terms.split_once("yr")?;
    Some((length(&format!("{years}yr"))?, payment(payment_word)?))
}

fn length(text: &str) -> Option<purchase::Term> {
    match text.replace(' ', "").as_str() {
        "1yr" => Some(purchase::Term::OneYear),
        "3yr" => Some(purchase::Term::ThreeYears),
        _ => None,
    }
}

fn payment(text: &str) -> Option<purchase::Payment> {
    match text.replace(' ', "").as_str() {
        "NoUpfront" => Some(purchase::Payment::NoUpfront),
        "PartialUpfront" => Some(purchase::Payment::PartialUpfront),
        "AllUpfront" => Some(purchase::Payment::AllUpfront),
        _ => None,
    }
}

fn check_unit(rate: &Rate, spec: &KeySpec) -> Result<(), KeyFault> {
    match unit::is(spec, &rate.unit) {
        true => Ok(()),
        false => Err(other_unit(spec, &rate.unit)),
    }
}

fn other_unit(spec: &KeySpec, found: &str) -> KeyFault {
    KeyFault::Unit {
        found: found.to_owned(),
        expected: unit::spellings(spec).join(", "),
    }
}

/// A band that is free must be the allowance known, which is pooled and shown as a line of its own.
fn check_band(key: &PriceKey, band: Decimal, allowances: &Allowances) -> Result<(), KeyFault> {
    let mut about = allowances.list.iter().filter(|allowance| {
        allowance.kind == AllowanceKind::Always && allowance.keys.contains(key)
    });
    let amount = about.next().map(|allowance| allowance.amount);
    match amount == Some(band) {
        true => Ok(()),
        false => Err(KeyFault::FreeBand {
            band,
            allowance: amount,
        }),
    }
}

fn amount(rate: &Rate, currency: Currency) -> Result<Decimal, KeyFault> {
    let text = rate.price.get(currency.code());
    let text = text.ok_or_else(|| KeyFault::Currency {
        found: rate.price.keys().cloned().collect::<Vec<_>>().join(", "),
        expected: currency,
    })?;
    positive(number(text)?)
}

fn positive(amount: Decimal) -> Result<Decimal, KeyFault> {
    match amount < Decimal::ZERO {
        true => Err(KeyFault::Negative(amount)),
        false => Ok(amount.normalize()),
    }
}

/// A decimal of the list. Some are a binary float printed in full, beyond 28 digits: rounded there.
fn number(text: &str) -> Result<Decimal, KeyFault> {
    let text = text.trim();
    let read = match text.contains(['e', 'E']) {
        // The parser of decimals takes underscores.
        _ if text.contains('_') => return Err(KeyFault::Number(text.to_owned())),
        true => Decimal::from_scientific(text),
        false => text.parse(),
    };
    read.map_err(|_| KeyFault::Number(text.to_owned()))
}

/// The day of a timestamp.
fn day(timestamp: &str) -> String {
    timestamp.chars().take(10).collect()
}
