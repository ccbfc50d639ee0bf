//! A charge of either side, wherever it comes from.

use crate::estimate::{Category, Charge};
use crate::units::{Money, Spread, TierSchedule};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What makes a charge of one side the same as one of the other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineKey {
    /// The component, by the name it has at the head.
    pub component: String,
    /// The price key.
    pub key: String,
    /// What kind of line it is.
    pub category: Category,
    /// The allowance, commitment or discount of a line that takes something off.
    pub label: String,
    /// Counts lines alike in everything else.
    pub number: usize,
}

/// A charge of one side.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The component.
    pub component: String,
    /// Its service.
    pub service: String,
    /// What kind of line it is.
    pub category: Category,
    /// The price key.
    pub key: String,
    /// The allowance, for a line that takes one off.
    pub allowance: Option<String>,
    /// What is charged.
    pub description: String,
    /// How much.
    pub quantity: Spread<Decimal>,
    /// Of what.
    pub unit: String,
    /// How the quantity comes about.
    pub formula: String,
    /// First and last of the unit prices reached; none where nothing is charged by the unit.
    pub unit_prices: Option<(Decimal, Decimal)>,
    /// The tiers of the price, as far as they are known.
    pub(super) schedule: Option<TierSchedule>,
    /// What it costs.
    pub cost: Spread<Money>,
}

impl Line {
    pub(super) fn of_charge(charge: &Charge) -> Line {
        let tiers = (charge.tiers.first(), charge.tiers.last());
        Line {
            component: charge.component.clone(),
            service: charge.service.to_owned(),
            category: charge.category,
            key: charge.key.to_string(),
            allowance: charge.allowance.clone(),
            description: charge.description.clone(),
            quantity: charge.quantity.amount,
            unit: charge.quantity.unit.name().to_owned(),
            formula: charge.formula.clone(),
            unit_prices: match tiers {
                (Some(first), Some(last)) => Some((first.unit_price, last.unit_price)),
                _ => None,
            },
            schedule: Some(charge.price.tiers.clone()),
            cost: charge.cost,
        }
    }

    /// True for the fee of a commitment, which stands for itself instead of a component.
    #[must_use]
    pub fn is_fee(&self) -> bool {
        matches!(
            self.category,
            Category::Commitment | Category::UnusedCommitment
        )
    }

    /// What tells lines apart that are about the same usage.
    fn label(&self) -> &str {
        match (&self.allowance, self.category) {
            (Some(allowance), _) => allowance,
            (None, Category::Spot | Category::Covered | Category::Discount) => &self.description,
            (None, _) => "",
        }
    }
}

/// The lines of one side, by what makes them the same on the other; `renamed` leads from the names of
/// components at the base to those at the head.
pub(super) fn keyed<'l>(
    lines: impl IntoIterator<Item = &'l Line>,
    renamed: &BTreeMap<String, String>,
) -> BTreeMap<LineKey, &'l Line> {
    let mut keyed = BTreeMap::new();
    let mut alike: BTreeMap<LineKey, usize> = BTreeMap::new();
    for line in lines {
        let component = renamed.get(&line.component).unwrap_or(&line.component);
        let mut key = LineKey {
            component: component.clone(),
            key: line.key.clone(),
            category: line.category,
            label: line.label().to_owned(),
            number: 0,
        };
        let seen = alike.entry(key.clone()).or_default();
        key.number = *seen;
        *seen += 1;
        keyed.insert(key, line);
    }
    keyed
}
