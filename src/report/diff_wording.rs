//! Words and signs for what changed.

use super::foot_to_sum;
use super::wording::unit_price;
use crate::difference::{Causes, ChargeDifference, ComponentDifference, Line, Presence};
use crate::units::number::{group_digits, grouped};
use crate::units::{Money, Spread};
use rust_decimal::Decimal;

/// `+14.78`, `-1.20`, `0.00`; a range with both its ends: `+8.50 (+8.00 to +9.00)`.
pub(super) fn signed(cents: Spread<Decimal>, exact: Spread<Money>) -> String {
    let expected = signed_one(cents.expected, exact.expected);
    if exact.is_exact() {
        return expected;
    }
    let (low, high) = (
        signed_one(cents.low, exact.low),
        signed_one(cents.high, exact.high),
    );
    match low == expected && high == expected {
        true => expected,
        false => format!("{expected} ({low} to {high})"),
    }
}

fn signed_one(cents: Decimal, exact: Money) -> String {
    if cents.is_zero() {
        return match exact.amount() {
            exact if exact > Decimal::ZERO => "<0.01".to_owned(),
            exact if exact < Decimal::ZERO => ">-0.01".to_owned(),
            _ => "0.00".to_owned(),
        };
    }
    let mut cents = cents;
    cents.rescale(2);
    let text = group_digits(&cents.to_string());
    match cents > Decimal::ZERO {
        true => format!("+{text}"),
        false => text,
    }
}

/// `+28.2 %`; nothing without a base.
pub(super) fn percent(ratio: Option<Decimal>) -> String {
    let Some(ratio) = ratio else {
        return String::new();
    };
    let percent = ratio.saturating_mul(Decimal::ONE_HUNDRED).round_dp(1);
    let sign = if percent > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{}\u{a0}%", grouped(percent.normalize()))
}

/// The causes of a change, with what each makes of it where there are several; shown parts add up to
/// the change shown.
pub(super) fn cause_words(causes: &Causes, change: Decimal) -> String {
    let none = Spread::default();
    let parts: Vec<_> = causes.iter().filter(|(_, part)| *part != none).collect();
    if let [(cause, _)] = parts.as_slice() {
        return cause.title().to_owned();
    }
    let exact: Vec<Money> = parts.iter().map(|(_, part)| part.expected).collect();
    let cents = foot_to_sum(&exact, change);
    let words = parts.iter().zip(cents).map(|((cause, part), cents)| {
        format!("{} {}", cause.title(), signed_one(cents, part.expected))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// The name of a component, with what became of it.
pub(super) fn name(component: &ComponentDifference) -> String {
    let name = &component.component;
    let services = |names: &[String]| names.join(", ");
    match component.presence {
        Presence::Added => format!("{name} (added)"),
        Presence::Removed => format!("{name} (removed)"),
        Presence::Both => match &component.was {
            Some(was) => format!("{name} (was {was})"),
            None => {
                let (base, head) = &component.services;
                match base.iter().any(|service| head.contains(service)) {
                    true => name.clone(),
                    false => format!("{name} ({} → {})", services(base), services(head)),
                }
            }
        },
    }
}

/// Why a component changed; quantities may move without costing anything, inside what is free.
pub(super) fn component_why(component: &ComponentDifference, change: Decimal) -> String {
    let causes = cause_words(&component.causes, change);
    match (causes.is_empty(), component.was.is_some()) {
        (false, _) => causes,
        (true, true) => "renamed".to_owned(),
        (true, false) => "quantities, at no cost".to_owned(),
    }
}

/// Why a charge changed, with its formula and unit price before and after, as far as they moved.
pub(super) fn charge_why(charge: &ChargeDifference, change: Decimal) -> String {
    let causes = cause_words(&charge.causes, change);
    let moved = match (&charge.base, &charge.head) {
        (Some(base), Some(head)) => moved(base, head),
        (None, Some(line)) | (Some(line), None) => stated(line),
        (None, None) => Vec::new(),
    };
    match (causes.is_empty(), moved.is_empty()) {
        (_, true) => causes,
        (true, false) => moved.join("; "),
        (false, false) => format!("{causes}: {}", moved.join("; ")),
    }
}

/// What is different about a charge.
fn moved(base: &Line, head: &Line) -> Vec<String> {
    let mut moved = Vec::new();
    if base.formula != head.formula {
        let (base, head) = (formula(base), formula(head));
        moved.push(format!("{base} → {head}"));
    }
    if let (Some(before), Some(after)) = (base.unit_prices, head.unit_prices)
        && before != after
    {
        moved.push(format!("at {} → {}", prices(before), prices(after)));
    }
    moved
}

/// What is charged on one side only.
fn stated(line: &Line) -> Vec<String> {
    let at = |both| format!(" at {}", prices(both));
    let at = line.unit_prices.map_or_else(String::new, at);
    vec![format!("{}{at}", formula(line))]
}

/// Most characters of a formula in a table; `explain` shows the whole.
const LONGEST_FORMULA: usize = 90;

fn formula(line: &Line) -> String {
    let formula = &line.formula;
    match formula.char_indices().nth(LONGEST_FORMULA) {
        None => formula.clone(),
        Some((end, _)) => format!("{}…", formula.get(..end).unwrap_or_default()),
    }
}

/// A unit price; the first and the last of the tiers reached.
fn prices((first, last): (Decimal, Decimal)) -> String {
    match first == last {
        true => unit_price(first),
        false => format!("{} to {}", unit_price(first), unit_price(last)),
    }
}
