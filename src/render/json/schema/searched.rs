//! Configurations that are looked for.

use super::shapes::{
    by_name, code, count, list, object, of_scenario, or_null, range, region, text,
};
use serde_json::Value;

pub(super) fn optimize() -> Value {
    let level = object(
        [
            ("traffic", text()),
            ("requests_per_month", range()),
            ("searched", list(searched())),
            ("cheapest", list(found())),
            ("front", list(found())),
        ],
        [],
    );
    of_scenario(
        [
            ("qualities", list(text())),
            ("levels", list(level)),
            ("assumptions", list(text())),
        ],
        [],
    )
}

fn searched() -> Value {
    let reason = || {
        object(
            [
                ("code", code()),
                ("example", text()),
                ("missing", list(text())),
                ("configurations", count()),
            ],
            [],
        )
    };
    let setting = object([("setting", text()), ("values", count())], []);
    object(
        [
            ("architecture", text()),
            ("title", text()),
            ("settings", list(setting)),
            ("configurations", count()),
            ("valid", count()),
            ("impossible", list(reason())),
            ("excluded", list(reason())),
            ("priced", count()),
            ("cheapest", or_null(range())),
        ],
        [],
    )
}

fn found() -> Value {
    let choice = object([("setting", text()), ("value", text())], []);
    let change = object([("path", text()), ("value", text())], []);
    object(
        [
            ("architecture", text()),
            ("title", text()),
            ("region", region()),
            ("monthly_cost", range()),
            ("qualities", by_name(text())),
            ("choices", list(choice)),
            ("changes", list(change)),
            ("yaml", text()),
        ],
        [],
    )
}
