//! Words shared by the reports.

use super::{Item, Section};
use crate::catalog::{Currency, FreeTier, Partition};
use crate::estimate::{CommitmentUse, Estimate};
use crate::scenario::Scenario;
use crate::services::service;
use crate::units::{Spread, number::grouped};
use rust_decimal::Decimal;

/// Region, free tier, month, currency and day.
pub(super) fn terms(scenario: &Scenario) -> Vec<String> {
    let region = scenario.region.as_str();
    let kind = free_tier_in(region, scenario.free_tier.kind);
    let mut lines = vec![format!(
        "{region} · free tier: {kind} · month: {} · {}",
        scenario.month.describe(),
        Currency::of_region(region),
    )];
    lines.extend(scenario.as_of.map(|day| format!("as of {day}")));
    lines
}

/// A kind of free tier for readers, as far as there is one in a region.
pub(super) fn free_tier_in(region: &str, kind: FreeTier) -> &'static str {
    match (kind, Partition::of_region(region)) {
        (FreeTier::None, _) => "none",
        (_, Partition::China) => "none known",
        (_, Partition::GovCloud) => "Lambda only",
        (kind, Partition::Commercial) => free_tier(kind),
    }
}

/// A kind of free tier for readers.
pub(super) fn free_tier(kind: FreeTier) -> &'static str {
    match kind {
        FreeTier::None => "none",
        FreeTier::Always => "always free",
        FreeTier::Legacy12Month => "legacy 12-month",
        FreeTier::Credits => "credits, and always free",
    }
}

/// `10,000 requests per day (304,167 a month)`.
pub(super) fn traffic(scenario: &Scenario, estimate: &Estimate) -> String {
    traffic_level(scenario, &estimate.traffic, &estimate.requests_per_month)
}

/// The same for a traffic level without an estimate at hand.
pub(super) fn traffic_level(
    scenario: &Scenario,
    level: &str,
    requests_per_month: &Spread<Decimal>,
) -> String {
    let stated = scenario.traffic.0.get(level);
    let stated = stated.map_or_else(String::new, |level| level.requests.to_string());
    let stated = match stated.split_once(" per ") {
        Some(("1", period)) => format!("1 request per {period}"),
        Some((amount, period)) => format!("{amount} requests per {period}"),
        None => stated,
    };
    if stated.ends_with("month") {
        return stated;
    }
    format!("{stated} ({} a month)", rounded(requests_per_month))
}

/// Decimals of a unit price in a table; the smallest prices of AWS have ten.
const PRICE_DECIMALS: u32 = 12;

/// A unit price in a table; where it has no end, as the share of a month, it is cut short there alone.
pub(super) fn unit_price(price: Decimal) -> String {
    let shown = price.round_dp(PRICE_DECIMALS);
    grouped(if shown.is_zero() { price } else { shown })
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
        format!("{}\u{a0}%", grouped(percent.round_dp(1).normalize()))
    };
    let sentence = |used: &CommitmentUse| {
        let amount = |money: Decimal| estimate.currency.amount(money);
        let (fee, covered) = (
            amount(used.fee.cents()),
            amount(used.covered.expected.cents()),
        );
        let mut text = format!(
            "{}: {fee} a month, {} used. It covers {covered} of usage on demand, {} of what it \
             could",
            used.title,
            percent(used.utilisation()),
            percent(used.coverage()),
        );
        if let Some(rate) = used.effective_rate() {
            let rate_shown = rate.round_dp(3).normalize();
            text.push_str(&match rate <= Decimal::ONE {
                true => format!(", and costs {} of that", percent(Some(rate))),
                false => format!(", and costs {rate_shown} times that"),
            });
        }
        if used.on_demand.expected.cents() > Decimal::ZERO {
            let left = amount(used.on_demand.expected.cents());
            text.push_str(&format!("; {left} stays on demand"));
        }
        text.push('.');
        if let Some(best) = used.best_per_hour {
            let best = best.amount().normalize();
            text.push_str(&match best.is_zero() {
                true => " None at all would cost least.".to_owned(),
                false => format!(" {} per hour would cost least.", amount(best)),
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
    let assumptions = estimates.iter().flat_map(|estimate| &estimate.assumptions);
    let warnings = super::warnings::items(estimates).into_iter();
    let ranged = estimates.iter().any(|e| !e.monthly_cost.is_exact());
    note_sections(scenario, assumptions.cloned(), warnings, ranged)
}

/// True when some figure depends on the hours the traffic comes in.
fn follows_the_hours(scenario: &Scenario) -> bool {
    let architectures = scenario.architectures.0.iter();
    let mut components = architectures.flat_map(|(_, architecture)| &architecture.components);
    components.any(|component| component.settings.follows_the_hours())
}

/// Assumptions and warnings, each once, with those that follow from the scenario. `ranged` says
/// whether some cost is a range.
pub(super) fn note_sections(
    scenario: &Scenario,
    stated: impl Iterator<Item = String>,
    warnings: impl Iterator<Item = Item>,
    ranged: bool,
) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut assumptions: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        if !assumptions.iter().any(|known| known == text) {
            assumptions.push(text.to_owned());
        }
    };
    stated.for_each(|assumption| add(&assumption));
    if ranged {
        add("The expected value of a range is its middle unless three parts are given.");
    }
    let shaped = scenario
        .traffic
        .0
        .iter()
        .any(|(_, t)| t.shape.is_some() || t.peak.is_some() || t.burst.is_some());
    if shaped && !follows_the_hours(scenario) {
        add(
            "Capacity is as stated (tasks, nodes): shape and peak of the traffic do not change it, and \
             no usage here depends on the hour requests come in.",
        );
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
    let mut items: Vec<Item> = Vec::new();
    for item in warnings {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    if !items.is_empty() {
        sections.push(Section::List {
            title: "Warnings".to_owned(),
            items,
        });
    }
    sections
}
