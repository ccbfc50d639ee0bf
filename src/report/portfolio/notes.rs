//! What a reader of a portfolio should know beside the figures.

use super::free_tier;
use crate::portfolio::{CountedAgain, Origin, Part, Total};
use crate::units::{Money, number};
use std::collections::BTreeMap;

pub(super) fn notes(parts: &[Part], totals: &[Total]) -> Vec<String> {
    let mut notes = Vec::new();
    for total in totals {
        notes.extend(counted_again(total));
    }
    for (what, option, of) in [
        (
            "architecture",
            "--architecture",
            (|part| &part.architecture) as fn(&Part) -> &(String, Origin),
        ),
        ("traffic level", "--traffic", |part| &part.traffic),
    ] {
        match parts
            .iter()
            .filter(|part| of(part).1 == Origin::Asked)
            .count()
        {
            0 => {}
            1 => notes.push(format!(
                "{option} decides the {what} of 1 scenario, which states none."
            )),
            many => notes.push(format!(
                "{option} decides the {what} of {many} scenarios, which state none."
            )),
        }
    }
    notes.extend(differing(parts, "Free tiers", free_tier));
    notes.extend(differing(parts, "Months", |part| part.month.describe()));
    notes.extend(warnings(parts));
    notes
}

/// What scenarios that share an account would get only once.
fn counted_again(total: &Total) -> Vec<String> {
    let worth = total.counted_again.iter().map(|again| again.worth);
    let Ok(worth) = Money::sum(worth) else {
        return Vec::new();
    };
    if total.counted_again.is_empty() {
        return Vec::new();
    }
    let shown = |amount: Money| match (amount.cents().is_zero(), total.currency) {
        (true, currency) => format!("less than {}", currency.amount("0.01")),
        (false, currency) => currency.amount(grouped_cents(amount)),
    };
    let mut notes = vec![format!(
        "Each scenario is priced with the free tier of an account of its own. Scenarios that share one \
         get it once: if all do, about {} a month more.",
        shown(worth)
    )];
    let again = |again: &CountedAgain| {
        let region = again.region.as_ref();
        let region = region.map_or_else(String::new, |region| format!(" in {region}"));
        format!(
            "{}{region}: {} scenarios take {} {} of {}, {} of it.",
            again.title,
            again.scenarios,
            number::grouped(again.taken),
            again.unit.counted(false),
            number::grouped(again.granted),
            shown(again.worth),
        )
    };
    notes.extend(total.counted_again.iter().map(again));
    notes
}

fn grouped_cents(amount: Money) -> String {
    number::group_digits(&amount.cents().to_string())
}

/// Terms that are not the same everywhere: `Months differ: 730 hours (3), 744 hours (1).`
fn differing(parts: &[Part], what: &str, of: impl Fn(&Part) -> String) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts {
        *counts.entry(of(part)).or_default() += 1;
    }
    if counts.len() < 2 {
        return None;
    }
    Some(format!("{what} differ: {}.", counted(&counts)))
}

fn counted(counts: &BTreeMap<String, usize>) -> String {
    let counts = counts
        .iter()
        .map(|(text, count)| format!("{text} ({count})"));
    counts.collect::<Vec<_>>().join(", ")
}

/// How many scenarios have which warnings.
fn warnings(parts: &[Part]) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for code in parts.iter().flat_map(|part| &part.warnings) {
        *counts.entry(code.to_string()).or_default() += 1;
    }
    if counts.is_empty() {
        return None;
    }
    Some(format!(
        "Warnings, by scenarios: {}; `breakeven estimate FILE` explains them.",
        counted(&counts)
    ))
}
