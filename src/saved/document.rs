//! The document as it is written; what its first version did not have may be missing.

use super::{Saved, SavedCharge, SavedComponent, SavedEstimate, SavedPrices};
use crate::estimate::Category;
use crate::units::{Case, Money, Spread, Tier, TierSchedule, UnitPrice, arithmetic};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub(super) struct Document {
    scenario: String,
    region: String,
    currency: String,
    free_tier: String,
    month: Month,
    #[serde(default)]
    as_of: Option<String>,
    prices: SavedPrices,
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
    components: Vec<SavedComponent>,
    #[serde(default)]
    purchase_mark: Option<String>,
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

impl Document {
    pub(super) fn saved(self, name: &str) -> Saved {
        let known = self.price_tiers.into_iter();
        let schedules: BTreeMap<String, TierSchedule> = known
            .filter_map(|(key, tiers)| Some((key, schedule(&tiers)?)))
            .collect();
        let marks = self.traffic.into_iter();
        let estimates = self.estimates.into_iter();
        Saved {
            name: name.to_owned(),
            scenario: self.scenario,
            region: self.region,
            currency: self.currency,
            free_tier: self.free_tier,
            month_hours: self.month.hours.0.normalize(),
            month: self.month.description,
            as_of: self.as_of,
            prices: self.prices,
            traffic_marks: marks.map(|level| (level.name, level.mark)).collect(),
            estimates: estimates.map(|of| of.saved(&schedules)).collect(),
        }
    }
}

impl Estimate {
    fn saved(self, schedules: &BTreeMap<String, TierSchedule>) -> SavedEstimate {
        let charges = self.charges.into_iter();
        SavedEstimate {
            architecture: self.architecture,
            title: self.title,
            traffic: self.traffic,
            requests: self.requests_per_month.decimal(),
            monthly_cost: self.monthly_cost.money(),
            charges: charges.map(|charge| charge.saved(schedules)).collect(),
            components: self.components,
            purchase_mark: self.purchase_mark,
        }
    }
}

impl Charge {
    fn saved(self, schedules: &BTreeMap<String, TierSchedule>) -> SavedCharge {
        let ends = (self.tiers.first(), self.tiers.last());
        let known = schedules.get(&self.price_key).cloned();
        SavedCharge {
            unit_prices: match ends {
                (Some(first), Some(last)) => Some((first.unit_price.0, last.unit_price.0)),
                _ => None,
            },
            schedule: known.or_else(|| reached(&self.tiers)),
            component: self.component,
            service: self.service,
            category: self.category.0,
            price_key: self.price_key,
            allowance: self.allowance,
            description: self.description,
            // Earlier versions saved the digits that were cut on the way as well.
            quantity: self.quantity_range.decimal().map(arithmetic::settled),
            unit: self.unit,
            formula: self.formula,
            cost: self.cost.money(),
        }
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
