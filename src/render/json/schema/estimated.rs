//! Estimates, explained or compared.

use super::compared::{comparison, published};
use super::shapes::{
    break_even, by_name, count, day, decimal, described, evidence, flag, list, object, of_scenario,
    one_of, or_null, range, text, warning, with,
};
use crate::estimate::Category;
use serde_json::{Value, json};

pub(super) fn estimate() -> Value {
    of_scenario(
        [
            ("sources", by_name(text())),
            ("estimates", list(estimate_of_one())),
        ],
        [
            ("as_of", day()),
            ("traffic", list(level())),
            ("price_tiers", by_name(list(schedule_tier()))),
        ],
    )
}

/// A traffic level, by which a later estimate tells whether it changed. Documents saved before there
/// were marks have none of these.
fn level() -> Value {
    object(
        [
            ("name", text()),
            ("requests_per_month", range()),
            ("mark", mark()),
        ],
        [],
    )
}

fn mark() -> Value {
    described(
        json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" }),
        "changes with what it is the mark of",
    )
}

/// A tier of a price, whether a charge reaches it or not.
fn schedule_tier() -> Value {
    object(
        [
            ("from", decimal()),
            ("to", or_null(decimal())),
            ("price", decimal()),
            ("per", decimal()),
        ],
        [],
    )
}

pub(super) fn explain() -> Value {
    estimate()
}

pub(super) fn compare() -> Value {
    let mut document = with(
        estimate(),
        [
            ("comparisons", list(comparison())),
            ("break_even", list(break_even())),
        ],
    );
    // Only where a document published figures.
    let fields = document.get_mut("properties");
    if let Some(fields) = fields.and_then(Value::as_object_mut) {
        fields.insert("published".to_owned(), published());
    }
    document
}

fn estimate_of_one() -> Value {
    let component = object(
        [("component", text()), ("service", text()), ("mark", mark())],
        [],
    );
    object(
        [
            ("architecture", text()),
            ("title", text()),
            ("traffic", text()),
            ("requests_per_month", range()),
            ("monthly_cost", range()),
            ("list_cost", range()),
            ("charges", list(charge())),
            ("assumptions", list(text())),
            ("warnings", list(warning())),
        ],
        [
            ("components", list(component)),
            ("purchase_mark", mark()),
            ("commitments", list(commitment())),
            ("credits", credits()),
        ],
    )
}

fn charge() -> Value {
    object(
        [
            ("component", text()),
            ("service", text()),
            ("category", one_of(&Category::ALL.map(Category::word))),
            ("price_key", text()),
            ("sku", or_null(text())),
            ("description", text()),
            ("quantity", decimal()),
            ("quantity_range", range()),
            ("unit", text()),
            ("formula", text()),
            ("tiers", list(tier())),
            ("cost", range()),
            ("rate_code", or_null(text())),
            ("price_as_of", or_null(text())),
            ("price_evidence", evidence()),
            ("price_sources", list(text())),
        ],
        [("allowance", text())],
    )
}

fn tier() -> Value {
    object(
        [
            ("from", decimal()),
            ("to", or_null(decimal())),
            ("quantity", decimal()),
            ("unit_price", decimal()),
            ("cost", decimal()),
        ],
        [],
    )
}

fn commitment() -> Value {
    object(
        [
            ("commitment", text()),
            ("fee", decimal()),
            ("used", range()),
            ("covered_on_demand_cost", range()),
            ("left_on_demand_cost", range()),
            ("utilisation", or_null(decimal())),
            ("coverage", or_null(decimal())),
            ("effective_rate", or_null(decimal())),
        ],
        [("best_per_hour", decimal())],
    )
}

fn credits() -> Value {
    let months = object(
        [
            ("low", or_null(count())),
            ("expected", or_null(count())),
            ("high", or_null(count())),
        ],
        [],
    );
    object(
        [
            ("balance", decimal()),
            ("assumed", flag()),
            ("runs_out_in_month", months),
            ("expire_after_months", count()),
            ("free_plan_ends_after_months", count()),
        ],
        [],
    )
}
