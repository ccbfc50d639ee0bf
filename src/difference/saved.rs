//! A saved estimate, read back from its JSON.
//!
//! What was added to the document after its first version may be missing.

use super::DifferenceError;
use super::line::Line;
use super::side::{Described, Origin, Priced, PricesOf, Side};
use crate::estimate::Category;
use crate::units::{Case, Money, Spread, Tier, TierSchedule, UnitPrice};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Documents that hold estimates, and their newest version that is read.
const READ: [(&str, u32); 2] = [("breakeven/estimate/v", 1), ("breakeven/compare/v", 1)];

#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

#[derive(Deserialize)]
struct Document {
    scenario: String,
    region: String,
    currency: String,
    free_tier: String,
    month: Month,
    #[serde(default)]
    as_of: Option<String>,
    prices: Prices,
    #[serde(default)]
    traffic: Vec<Level>,
    #[serde(default)]
    price_tiers: BTreeMap<String, Vec<ScheduleTier>>,
    estimates: Vec<Estimate>,
}

#[derive(Deserialize)]
struct Month {
    hours: Number,
    description: String,
}

#[derive(Deserialize)]
struct Prices {
    source: String,
    as_of: String,
    sha256: String,
}

#[derive(Deserialize)]
struct Level {
    name: String,
    mark: String,
}

#[derive(Deserialize)]
struct ScheduleTier {
    from: Number,
    to: Option<Number>,
    price: Number,
    per: Number,
}

#[derive(Deserialize)]
struct Estimate {
    architecture: String,
    title: String,
    traffic: String,
    requests_per_month: Range,
    monthly_cost: Range,
    charges: Vec<Charge>,
    #[serde(default)]
    components: Vec<Component>,
    #[serde(default)]
    purchase_mark: Option<String>,
}

#[derive(Deserialize)]
struct Component {
    component: String,
    service: String,
    mark: String,
}

#[derive(Deserialize)]
struct Charge {
    component: String,
    service: String,
    category: Word,
    price_key: String,
    description: String,
    quantity_range: Range,
    unit: String,
    formula: String,
    tiers: Vec<ReachedTier>,
    cost: Range,
    #[serde(default)]
    allowance: Option<String>,
}

#[derive(Deserialize)]
struct ReachedTier {
    from: Number,
    to: Option<Number>,
    unit_price: Number,
}

#[derive(Deserialize, Clone, Copy)]
struct Range {
    low: Number,
    expected: Number,
    high: Number,
}

impl Range {
    fn decimal(self) -> Spread<Decimal> {
        Spread::from_cases(|case| match case {
            Case::Low => self.low.0,
            Case::Expected => self.expected.0,
            Case::High => self.high.0,
        })
    }

    fn money(self) -> Spread<Money> {
        self.decimal().map(Money::new)
    }
}

/// A decimal written as a string.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Number(Decimal);

impl TryFrom<String> for Number {
    type Error = String;

    fn try_from(text: String) -> Result<Number, String> {
        let number = Decimal::from_str_exact(&text);
        let number = number.map_err(|_| format!("`{text}` is no decimal"))?;
        Ok(Number(number))
    }
}

/// A category by its word.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Word(Category);

impl TryFrom<String> for Word {
    type Error = String;

    fn try_from(text: String) -> Result<Word, String> {
        let category = Category::from_word(&text);
        let category =
            category.ok_or_else(|| format!("`{text}` is no category this breakeven knows"))?;
        Ok(Word(category))
    }
}

impl Side {
    /// True for text that is a document of this program rather than a scenario, which may be written in
    /// braces too.
    #[must_use]
    pub fn is_saved(text: &str) -> bool {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        text.starts_with('{')
            && serde_json::from_str::<Head>(text).is_ok_and(|h| h.schema.is_some())
    }

    /// An estimate that `breakeven estimate --save` wrote, or `estimate` or `compare` as JSON. `name` is
    /// how its user knows it.
    ///
    /// # Errors
    /// When it is something else, is of a newer version, or does not add up.
    pub fn of_saved(name: &str, text: &str) -> Result<Side, DifferenceError> {
        let text = text.trim_start_matches('\u{feff}');
        let unreadable = |error: serde_json::Error| DifferenceError::Unreadable {
            name: name.to_owned(),
            problem: error.to_string(),
        };
        let head: Head = serde_json::from_str(text).map_err(unreadable)?;
        check_schema(name, head.schema.as_deref().unwrap_or_default())?;
        let document: Document = serde_json::from_str(text).map_err(unreadable)?;
        let schedules: BTreeMap<&str, TierSchedule> = document
            .price_tiers
            .iter()
            .filter_map(|(key, tiers)| Some((key.as_str(), schedule(tiers)?)))
            .collect();
        let mut estimates = Vec::with_capacity(document.estimates.len());
        for estimate in &document.estimates {
            estimates.push(priced(name, estimate, &schedules)?);
        }
        let names = |of: fn(&Priced) -> &String| {
            let mut names: Vec<String> = Vec::new();
            for name in estimates.iter().map(of) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            names
        };
        let known = [
            names(|priced| &priced.architecture),
            names(|priced| &priced.traffic),
        ];
        let marks = document.traffic.into_iter();
        Ok(Side {
            described: Described {
                name: name.to_owned(),
                origin: Origin::Saved,
                scenario: document.scenario,
                region: document.region,
                currency: document.currency,
                free_tier: document.free_tier,
                month_hours: document.month.hours.0.normalize(),
                month: document.month.description,
                as_of: document.as_of,
                prices: PricesOf {
                    source: document.prices.source,
                    as_of: document.prices.as_of,
                    sha256: document.prices.sha256,
                },
            },
            known,
            estimates,
            traffic_marks: marks.map(|level| (level.name, level.mark)).collect(),
            inputs: None,
        })
    }
}

fn check_schema(name: &str, schema: &str) -> Result<(), DifferenceError> {
    let mut versions = READ.into_iter().filter_map(|(kind, newest)| {
        let version: u32 = schema.strip_prefix(kind)?.parse().ok()?;
        Some((kind, version, newest))
    });
    match versions.next() {
        Some((_, version, newest)) if (1..=newest).contains(&version) => Ok(()),
        Some((kind, version, newest)) if version > newest => Err(DifferenceError::Newer {
            name: name.to_owned(),
            schema: schema.to_owned(),
            known: format!("{kind}{newest}"),
        }),
        _ => Err(DifferenceError::OtherDocument {
            name: name.to_owned(),
            schema: schema.to_owned(),
        }),
    }
}

fn priced(
    name: &str,
    estimate: &Estimate,
    schedules: &BTreeMap<&str, TierSchedule>,
) -> Result<Priced, DifferenceError> {
    let lines: Vec<Line> = estimate
        .charges
        .iter()
        .map(|charge| line(charge, schedules))
        .collect();
    let cost = estimate.monthly_cost.money();
    let total = Spread::try_from_cases(|case| Money::sum(lines.iter().map(|l| l.cost.at(case))))?;
    if total != cost {
        return Err(DifferenceError::DoesNotAddUp {
            name: name.to_owned(),
            architecture: estimate.architecture.clone(),
            traffic: estimate.traffic.clone(),
        });
    }
    let components = estimate.components.iter();
    let components = components.map(|of| {
        let known = (of.service.clone(), of.mark.clone());
        (of.component.clone(), known)
    });
    Ok(Priced {
        architecture: estimate.architecture.clone(),
        title: estimate.title.clone(),
        traffic: estimate.traffic.clone(),
        requests: estimate.requests_per_month.decimal(),
        cost,
        lines,
        components: components.collect(),
        purchase_mark: estimate.purchase_mark.clone(),
    })
}

fn line(charge: &Charge, schedules: &BTreeMap<&str, TierSchedule>) -> Line {
    let ends = (charge.tiers.first(), charge.tiers.last());
    let known = schedules.get(charge.price_key.as_str()).cloned();
    Line {
        component: charge.component.clone(),
        service: charge.service.clone(),
        category: charge.category.0,
        key: charge.price_key.clone(),
        allowance: charge.allowance.clone(),
        description: charge.description.clone(),
        quantity: charge.quantity_range.decimal(),
        unit: charge.unit.clone(),
        formula: charge.formula.clone(),
        unit_prices: match ends {
            (Some(first), Some(last)) => Some((first.unit_price.0, last.unit_price.0)),
            _ => None,
        },
        schedule: known.or_else(|| reached(&charge.tiers)),
        cost: charge.cost.money(),
    }
}

/// The tiers of a price as they were saved.
fn schedule(tiers: &[ScheduleTier]) -> Option<TierSchedule> {
    let tier = |tier: &ScheduleTier| {
        Some(Tier {
            from: tier.from.0,
            to: tier.to.map(|to| to.0),
            price: UnitPrice::new(tier.price.0, tier.per.0)?,
        })
    };
    let tiers: Option<Vec<Tier>> = tiers.iter().map(tier).collect();
    TierSchedule::new(tiers?).ok()
}

/// The tiers a charge reached: all that is known of a price that was saved without its tiers. The last
/// one is taken to have no end.
fn reached(tiers: &[ReachedTier]) -> Option<TierSchedule> {
    let last = tiers.len().checked_sub(1)?;
    let tiers = tiers.iter().enumerate().map(|(at, tier)| Tier {
        from: tier.from.0,
        to: tier.to.map(|to| to.0).filter(|_| at < last),
        price: UnitPrice::per_unit(tier.unit_price.0),
    });
    TierSchedule::new(tiers.collect()).ok()
}
