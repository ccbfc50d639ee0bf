//! Budgets beside what is estimated. They are shown, not
//! enforced: `breakeven check` does that, and judges what is no limit of a whole month too.

use super::{Item, Section};
use crate::estimate::Estimate;
use crate::scenario::{Budget, Scenario};
use crate::units::{Dollars, Measure, Money, number::group_digits};
use rust_decimal::Decimal;

/// Where a cost stands against a limit.
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
    // Part of an estimate is for `breakeven check`.
    let is_narrowed = budget.service.is_some() || budget.component.is_some();
    let Some(limit) = budget.monthly.filter(|_| !is_narrowed) else {
        return Vec::new();
    };
    let is_for = |estimate: &&Estimate| {
        let architecture = budget.architecture.as_ref();
        let traffic = budget.traffic.as_ref();
        architecture.is_none_or(|name| *name == estimate.architecture)
            && traffic.is_none_or(|name| *name == estimate.traffic)
    };
    let estimates: Vec<&Estimate> = estimates.iter().filter(is_for).collect();
    let of = |wanted: Standing| {
        let stands = estimates
            .iter()
            .filter(|e| standing(budget, limit, e) == wanted);
        let named = stands.map(|estimate| {
            let cents = estimate.monthly_cost.at(budget.judge.case()).cents();
            let cost = group_digits(&cents.to_string());
            format!("{} · {} at ${cost}", estimate.title, estimate.traffic)
        });
        named.collect::<Vec<_>>()
    };
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

fn standing(budget: &Budget, limit: Dollars, estimate: &Estimate) -> Standing {
    let cost = estimate.monthly_cost.at(budget.judge.case());
    let limit = Money::new(limit.amount());
    let share = budget.warn_at.map_or(Decimal::ONE, Measure::amount);
    // Limits and shares are bounded where they are read; a product that does not fit warns of nothing.
    let near = limit.amount().checked_mul(share).map_or(limit, Money::new);
    match (cost > limit, cost > near) {
        (true, _) => Standing::Over,
        (false, true) => Standing::Near,
        (false, false) => Standing::Within,
    }
}
