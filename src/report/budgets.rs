//! Budgets beside what is estimated. They are shown, not enforced: no exit code follows from them.

use super::{Item, Section};
use crate::estimate::Estimate;
use crate::scenario::{Budget, Scenario};
use crate::units::{Dollars, Measure, Money, number::group_digits};
use rust_decimal::Decimal;

/// Where the expected cost stands against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Within,
    Near,
    Over,
}

/// How each budget stands in the estimates it is for; those nothing was estimated for are left out.
pub(super) fn section(scenario: &Scenario, estimates: &[Estimate]) -> Option<Section> {
    let items: Vec<Item> = scenario
        .budgets
        .iter()
        .flat_map(|budget| items(budget, estimates))
        .collect();
    (!items.is_empty()).then(|| Section::List {
        title: "Budgets".to_owned(),
        items,
    })
}

fn items(budget: &Budget, estimates: &[Estimate]) -> Vec<Item> {
    let is_for = |estimate: &&Estimate| {
        let architecture = budget.architecture.as_ref();
        let traffic = budget.traffic.as_ref();
        architecture.is_none_or(|name| *name == estimate.architecture)
            && traffic.is_none_or(|name| *name == estimate.traffic)
    };
    let estimates: Vec<&Estimate> = estimates.iter().filter(is_for).collect();
    let of = |wanted: Standing| {
        let stands = estimates.iter().filter(|e| standing(budget, e) == wanted);
        let named = stands.map(|estimate| {
            let cents = estimate.monthly_cost.expected.cents();
            let cost = group_digits(&cents.to_string());
            format!("{} · {} at ${cost}", estimate.title, estimate.traffic)
        });
        named.collect::<Vec<_>>()
    };
    let limit = budget.monthly;
    let (over, near) = (of(Standing::Over), of(Standing::Near));
    let mut parts = Vec::new();
    if !over.is_empty() {
        parts.push(format!("over {limit}: {}", over.join(", ")));
    }
    if !near.is_empty() {
        let share = budget.warn_at.map(|share| share.to_string());
        let share = share.unwrap_or_default();
        parts.push(format!("above {share} of {limit}: {}", near.join(", ")));
    }
    if parts.is_empty() && !estimates.is_empty() {
        parts.push(format!("within {limit}"));
    }
    let text = |part| Item {
        code: None,
        text: format!("{}: {part}", budget.name),
    };
    parts.into_iter().map(text).collect()
}

fn standing(budget: &Budget, estimate: &Estimate) -> Standing {
    let cost = estimate.monthly_cost.expected;
    let limit = Money::new(Dollars::amount(budget.monthly));
    let share = budget.warn_at.map_or(Decimal::ONE, Measure::amount);
    // Limits and shares are bounded where they are read; a product that does not fit warns of nothing.
    let near = limit.amount().checked_mul(share).map_or(limit, Money::new);
    match (cost > limit, cost > near) {
        (true, _) => Standing::Over,
        (false, true) => Standing::Near,
        (false, false) => Standing::Within,
    }
}
