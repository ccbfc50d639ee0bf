//! The law of a line: quantity times price is cost, and tiers add up to their line, to the last digit.
//!
//! Figures are compared as fractions, so that the check cannot round.
#![allow(dead_code)] // each test file uses a part

use breakeven::estimate::Estimate;
use breakeven::units::exact::{Fraction, fraction, whole};
use num_traits::Signed;
use rust_decimal::Decimal;

fn exactly(text: &str) -> Fraction {
    fraction(Decimal::from_str_exact(text).unwrap_or_else(|_| panic!("{text} is not a decimal")))
}

/// Money and quantities keep 18 decimal places: a cost is its quantity times its price but for the last of
/// them, of the cost and of the quantity.
pub fn assert_priced(quantity: &str, price: &str, cost: &str, what: &str) {
    let (quantity, price, cost) = (exactly(quantity), exactly(price), exactly(cost));
    let last_place = whole(1) / whole(1_000_000_000_000_000_000);
    let allowed = last_place * (whole(1) + price.abs());
    let off = (&quantity * &price - &cost).abs();
    assert!(
        off <= allowed,
        "{what}: {quantity} × {price} = {cost}, off by {off}"
    );
}

/// Nothing is lost or added.
pub fn assert_sum<'s>(parts: impl IntoIterator<Item = &'s str>, sum: &str, what: &str) {
    let added: Fraction = parts.into_iter().map(exactly).sum();
    assert_eq!(added, exactly(sum), "{what}");
}

/// The law for every line of an estimate with tiers, and for its total.
pub fn assert_exact(estimate: &Estimate) {
    for charge in &estimate.charges {
        let what = format!("{} of {}: {}", charge.key, charge.component, charge.formula);
        if charge.tiers.is_empty() {
            continue;
        }
        for tier in &charge.tiers {
            let (quantity, price) = (tier.quantity.to_string(), tier.unit_price.to_string());
            assert_priced(&quantity, &price, &tier.cost.amount().to_string(), &what);
        }
        let quantities: Vec<String> = charge
            .tiers
            .iter()
            .map(|t| t.quantity.to_string())
            .collect();
        let quantity = charge.quantity.amount.expected.to_string();
        assert_sum(quantities.iter().map(String::as_str), &quantity, &what);
        let costs: Vec<String> = charge
            .tiers
            .iter()
            .map(|t| t.cost.amount().to_string())
            .collect();
        let cost = charge.cost.expected.amount().to_string();
        assert_sum(costs.iter().map(String::as_str), &cost, &what);
    }
    let costs = estimate
        .charges
        .iter()
        .map(|c| c.cost.expected.amount().to_string());
    let costs: Vec<String> = costs.collect();
    let total = estimate.monthly_cost.expected.amount().to_string();
    assert_sum(
        costs.iter().map(String::as_str),
        &total,
        &estimate.architecture,
    );
}
