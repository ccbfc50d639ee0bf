//! One row of a price book.

use super::currency::Currency;
use super::document;
use super::error::CatalogError;
use super::head::{OfferRecord, offer_of};
use super::key::PriceKey;
use super::price::{Evidence, Price, is_date};
use crate::units::{Tier, TierSchedule, Unit, UnitPrice};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row<'d> {
    key: &'d str,
    unit: &'d str,
    #[serde(default)]
    price: Option<&'d str>,
    #[serde(default, borrow)]
    tiers: Vec<TierRow<'d>>,
    #[serde(default)]
    sku: Option<String>,
    #[serde(default)]
    rate_code: Option<String>,
    #[serde(default)]
    effective: Option<String>,
    /// That of the offer it was read from, unless given.
    #[serde(default)]
    as_of: Option<String>,
    evidence: Evidence,
    sources: Vec<String>,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TierRow<'d> {
    from: &'d str,
    to: Option<&'d str>,
    price: &'d str,
}

impl Row<'_> {
    /// The price a row states, in the currency of its book.
    pub(super) fn price(
        self,
        book: &str,
        currency: Currency,
        offers: &BTreeMap<String, OfferRecord>,
    ) -> Result<Price, CatalogError> {
        let unreadable =
            |problem: String| document::unreadable(book, format!("`{}`: {problem}", self.key));
        let unit = Unit::from_name(self.unit)
            .ok_or_else(|| unreadable(format!("unknown unit `{}`", self.unit)))?;
        let decimal = |text: &str| {
            Decimal::from_str_exact(text)
                .map_err(|_| unreadable(format!("`{text}` is not a decimal number")))
        };
        let tiers = match (self.price, self.tiers.is_empty()) {
            (Some(price), true) => vec![Tier {
                from: Decimal::ZERO,
                to: None,
                price: UnitPrice::per_unit(decimal(price)?),
            }],
            (None, false) => {
                let tier = |row: &TierRow<'_>| {
                    Ok(Tier {
                        from: decimal(row.from)?,
                        to: row.to.map(decimal).transpose()?,
                        price: UnitPrice::per_unit(decimal(row.price)?),
                    })
                };
                self.tiers
                    .iter()
                    .map(tier)
                    .collect::<Result<_, CatalogError>>()?
            }
            _ => return Err(unreadable("needs either `price` or `tiers`".to_owned())),
        };
        let of_offer = || Some(offer_of(&self.sources, offers)?.checked.clone());
        let as_of = self.as_of.clone().or_else(of_offer);
        let as_of = as_of.ok_or_else(|| unreadable("needs `as_of`, a date".to_owned()))?;
        if !is_date(&as_of) {
            let problem = format!("`{as_of}` is no date such as 2026, 2026-11 or 2026-11-21");
            return Err(unreadable(problem));
        }
        // AWS has zero-price rows beside the real ones (capacity reservations, EC2 launch type); a
        // zero here is such a row taken by mistake.
        if tiers.iter().any(|tier| tier.price.amount().is_zero()) {
            return Err(unreadable("a price of zero".to_owned()));
        }
        let tiers = TierSchedule::new(tiers).map_err(|fault| CatalogError::Tiers {
            key: self.key.to_owned(),
            book: book.to_owned(),
            fault,
        })?;
        Ok(Price {
            key: PriceKey::new(self.key),
            unit,
            currency,
            tiers,
            sku: self.sku,
            rate_code: self.rate_code,
            effective: self.effective,
            as_of,
            evidence: self.evidence,
            sources: self.sources,
            note: self.note,
        })
    }
}
