//! What is not paid on demand: the terms an architecture buys under, and what they took off.

use crate::catalog::{Pooling, Price, PriceKey};
use crate::formula::Compiled;
use crate::units::{ArithmeticError, Money, Spread, UnitPrice};
use rust_decimal::Decimal;
use std::sync::Arc;

/// One usage line, as far as its purchase goes.
#[derive(Debug, Clone)]
pub(in crate::estimate) struct BuyLine {
    pub pool: usize,
    pub service: &'static str,
    pub quantity: Spread<Compiled>,
    /// Hours of the month it is spread over.
    pub hours: Spread<Compiled>,
    /// True when part of it runs on Spot.
    pub spot: bool,
    /// True when the scenario states its price: no service of AWS.
    pub stated: bool,
}

/// What part of the eligible lines runs on Spot, and how much less that costs.
#[derive(Debug, Clone)]
pub(in crate::estimate) struct SpotTerms {
    pub share: Decimal,
    pub discount: Decimal,
    pub title: String,
}

/// A discount, as a fraction, on one service or all.
#[derive(Debug, Clone)]
pub(in crate::estimate) struct DiscountTerms {
    pub service: Option<&'static str>,
    pub fraction: Decimal,
    pub title: String,
}

/// A commitment with its prices found.
#[derive(Debug, Clone)]
pub(in crate::estimate) struct Commitment {
    pub title: String,
    pub key: PriceKey,
    /// The price of the fee: one hour of the plan, or of one reserved instance.
    pub price: Arc<Price>,
    pub pooling: Pooling,
    /// How many hours of the fee each hour of the month brings.
    pub count: Decimal,
    /// What an hour brings: dollars of a plan, normalized units of a reservation.
    pub per_hour: Decimal,
    pub kind: CommitmentKind,
}

/// By line: what a unit of it takes of the hourly budget.
#[derive(Debug, Clone)]
pub(in crate::estimate) enum CommitmentKind {
    /// Dollars, at the rate of the plan.
    Plan(Vec<Option<UnitPrice>>),
    /// Normalized units.
    Reservation(Vec<Option<Decimal>>),
}

/// How the usage of an architecture is bought.
#[derive(Debug, Clone)]
pub(in crate::estimate) struct Buying {
    pub month: Decimal,
    pub lines: Vec<BuyLine>,
    pub spot: Option<SpotTerms>,
    pub commitments: Vec<Commitment>,
    pub discounts: Vec<DiscountTerms>,
}

/// What is taken off one line.
#[derive(Debug, Clone, Default)]
pub(in crate::estimate) struct LineBought {
    /// Quantity on Spot, and what it costs less.
    pub spot: Option<(Decimal, Money)>,
    /// By commitment: quantity covered, and its cost on demand.
    pub covered: Vec<(usize, Decimal, Money)>,
    /// By discount: how much less is paid.
    pub discounts: Vec<(usize, Money)>,
}

/// What became of one commitment in a month.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::estimate) struct Outcome {
    /// What it costs.
    pub fee: Money,
    /// The part of the fee that was used.
    pub used: Money,
    /// What the usage it covered would have cost on demand.
    pub covered: Money,
    /// What usage it could have covered costs on demand after all.
    pub on_demand: Money,
    /// The hourly amount of a plan that would have cost least, when asked for and alone.
    pub best_per_hour: Option<Money>,
}

/// What buying otherwise changes in a month.
#[derive(Debug, Clone, Default)]
pub(in crate::estimate) struct Bought {
    pub lines: Vec<LineBought>,
    pub outcomes: Vec<Outcome>,
}

impl Bought {
    /// What is added to the cost on demand; negative when buying so is worth it.
    pub fn change(&self) -> Result<Money, ArithmeticError> {
        let mut change = Money::sum(self.outcomes.iter().map(|outcome| outcome.fee))?;
        for line in &self.lines {
            let covered = line.covered.iter().map(|(_, _, value)| *value);
            let discounts = line.discounts.iter().map(|(_, value)| *value);
            let spot = line.spot.iter().map(|(_, value)| *value);
            for value in spot.chain(covered).chain(discounts) {
                change = change.checked_sub(value)?;
            }
        }
        Ok(change)
    }
}
