//! What is looked for: configurations, prices.

use super::shapes::{
    by_name, code, count, currency, decimal, evidence, list, object, of_scenario, or_null,
    prices as book, range, region, text,
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

pub(super) fn prices() -> Value {
    let tier = object(
        [
            ("from", decimal()),
            ("to", or_null(decimal())),
            ("unit_price", decimal()),
        ],
        [],
    );
    let condition = object([("field", text()), ("value", text())], []);
    let price = object(
        [
            ("price_key", text()),
            ("service", text()),
            ("title", text()),
            ("unit", text()),
            ("tiers", list(tier)),
            ("sku", or_null(text())),
            ("rate_code", or_null(text())),
            ("as_of", text()),
            ("evidence", evidence()),
            ("sources", list(text())),
            ("price_sources", list(text())),
            ("note", or_null(text())),
            ("pooled_over", text()),
            ("price_list", list(condition)),
        ],
        [],
    );
    object(
        [
            ("region", region()),
            ("currency", currency()),
            ("prices", book()),
            ("sources", by_name(text())),
            ("list", list(price)),
        ],
        [("unpriced", list(text()))],
    )
}
