//! What is added up: several scenarios.

use super::shapes::{
    by_name, code, count, currency, decimal, flag, list, month, object, one_of, or_null, range,
    region, text, with,
};
use crate::portfolio::Origin;
use serde_json::Value;

pub(super) fn portfolio() -> Value {
    let error = object(
        [
            ("file", text()),
            ("message", text()),
            ("exit_code", count()),
        ],
        [],
    );
    object(
        [
            ("complete", flag()),
            ("scenarios", list(part())),
            ("totals", list(total())),
        ],
        [("errors", list(error))],
    )
}

fn part() -> Value {
    let origins = [
        Origin::Scenario,
        Origin::Asked,
        Origin::Projection,
        Origin::Only,
    ];
    let origin = || one_of(&origins.map(Origin::word));
    object(
        [
            ("scenario", text()),
            ("file", text()),
            ("region", region()),
            ("currency", currency()),
            ("tags", by_name(text())),
            ("architecture", text()),
            ("architecture_from", origin()),
            ("traffic", text()),
            ("traffic_from", origin()),
            // Credits may have a balance.
            ("free_tier", text()),
            ("month", month()),
            ("monthly_cost", range()),
            ("yearly_cost", range()),
            ("warnings", list(code())),
        ],
        [],
    )
}

fn sum() -> Value {
    object(
        [
            ("scenarios", count()),
            ("monthly_cost", range()),
            ("yearly_cost", range()),
        ],
        [],
    )
}

fn total() -> Value {
    let group = with(sum(), [("value", or_null(text()))]);
    let by = object([("tag", text()), ("groups", list(group))], []);
    let again = object(
        [
            ("allowance", text()),
            ("title", text()),
            ("scenarios", count()),
            ("unit", text()),
            ("granted", decimal()),
            ("taken", decimal()),
            ("worth", decimal()),
        ],
        [("region", region())],
    );
    with(
        sum(),
        [
            ("currency", currency()),
            ("by", list(by)),
            ("free_tier_counted_again", list(again)),
        ],
    )
}
