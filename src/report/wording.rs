//! Words shared by the reports.

use super::{Item, Section};
use crate::catalog::FreeTier;
use crate::estimate::{CommitmentUse, Estimate};
use crate::scenario::Scenario;
use crate::services::service;
use crate::units::{Spread, number::grouped};
use rust_decimal::Decimal;

/// Region, free tier and month, as one line each.
pub(super) fn terms(scenario: &Scenario) -> Vec<String> {
    let kind = match scenario.free_tier.kind {
        FreeTier::None => "none".to_owned(),
        FreeTier::Always => "always free".to_owned(),
        FreeTier::Legacy12Month => "legacy 12-month".to_owned(),
        FreeTier::Credits => "credits, and always free".to_owned(),
    };
    vec![format!(
        "{} · free tier: {kind} · month: {} · USD",
        scenario.region.as_str(),
        scenario.month.describe(),
    )]
}

/// `10,000 requests per day (304,167 a month)`.
pub(super) fn traffic(scenario: &Scenario, estimate: &Estimate) -> String {
    let stated = scenario.traffic.0.get(&estimate.traffic);
    let stated = stated.map_or_else(String::new, |level| level.requests.to_string());
    let stated = match stated.split_once(" per ") {
        Some(("1", period)) => format!("1 request per {period}"),
        Some((amount, period)) => format!("{amount} requests per {period}"),
        None => stated,
    };
    if stated.ends_with("month") {
        return stated;
    }
    format!(
        "{stated} ({} a month)",
        rounded(&estimate.requests_per_month)
    )
}

/// The quantities a tier holds for.
pub(super) fn band(from: Decimal, to: Option<Decimal>) -> String {
    match (from.is_zero(), to) {
        (true, None) => "any quantity".to_owned(),
        (_, Some(to)) => format!("{} to {}", grouped(from), grouped(to)),
        (false, None) => format!("from {}", grouped(from)),
    }
}

/// A number of requests without decimals.
fn rounded(requests: &Spread<Decimal>) -> String {
    let whole = |value: Decimal| grouped(value.round_dp(0));
    match requests.is_exact() {
        true => whole(requests.expected),
        false => format!("{} to {}", whole(requests.low), whole(requests.high)),
    }
}

/// What became of each commitment of an estimate, a sentence each.
pub(super) fn commitments(estimate: &Estimate, title: &str) -> Option<Section> {
    let percent = |ratio: Option<Decimal>| {
        let percent = ratio
            .unwrap_or_default()
            .saturating_mul(Decimal::ONE_HUNDRED);
        format!("{} %", grouped(percent.round_dp(1).normalize()))
    };
    let sentence = |used: &CommitmentUse| {
        let (fee, covered) = (used.fee.cents(), used.covered.expected.cents());
        let mut text = format!(
            "{}: ${fee} a month, {} used. It covers ${covered} of usage on demand, {} of what it \
             could",
            used.title,
            percent(used.utilisation()),
            percent(used.coverage()),
        );
        if let Some(rate) = used.effective_rate() {
            text.push_str(&format!(
                ", and pays {} of list for it",
                rate.round_dp(3).normalize()
            ));
        }
        text.push('.');
        if let Some(best) = used.best_per_hour {
            let best = best.amount().normalize();
            text.push_str(&match best.is_zero() {
                true => " None at all would cost least.".to_owned(),
                false => format!(" ${best} per hour would cost least."),
            });
        }
        Item { code: None, text }
    };
    let items: Vec<Item> = estimate.commitments.iter().map(sentence).collect();
    (!items.is_empty()).then(|| Section::List {
        title: title.to_owned(),
        items,
    })
}

/// The name of a service for readers.
pub(super) fn service_title(name: &str) -> &str {
    match name {
        "commitment" => "Commitment",
        _ => service(name).map_or(name, |service| service.title),
    }
}

/// Assumptions and warnings of several estimates, each once.
pub(super) fn notes(scenario: &Scenario, estimates: &[Estimate]) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut assumptions: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        if !assumptions.iter().any(|known| known == text) {
            assumptions.push(text.to_owned());
        }
    };
    for estimate in estimates {
        estimate
            .assumptions
            .iter()
            .for_each(|assumption| add(assumption));
    }
    if estimates.iter().any(|e| !e.monthly_cost.is_exact()) {
        add("The expected value of a range is its middle unless three parts are given.");
    }
    let shaped = scenario
        .traffic
        .0
        .iter()
        .any(|(_, t)| t.shape.is_some() || t.peak.is_some());
    if shaped {
        add(
            "Capacity is as stated (tasks, nodes): shape and peak of the traffic do not change it. \
             All usage metered here follows the number of requests, not the hour they come in.",
        );
    }
    if !scenario.budgets.is_empty() {
        add("The budgets of the scenario are not checked here.");
    }
    if !assumptions.is_empty() {
        let items = assumptions
            .into_iter()
            .map(|text| Item { code: None, text });
        sections.push(Section::List {
            title: "Assumptions".to_owned(),
            items: items.collect(),
        });
    }
    sections.extend(super::warnings::section(estimates));
    sections
}
