//! Prices, and how they change.

use super::shapes::{
    by_name, code, count, currency, decimal, evidence, list, object, one_of, or_null,
    prices as book, region, sha256, text,
};
use serde_json::Value;

pub(super) fn prices() -> Value {
    let condition = object([("field", text()), ("value", text())], []);
    let price = object(
        [
            ("price_key", text()),
            ("service", text()),
            ("title", text()),
            ("unit", text()),
            ("tiers", list(tier())),
            ("sku", or_null(text())),
            ("rate_code", or_null(text())),
            ("effective", or_null(text())),
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

fn tier() -> Value {
    object(
        [
            ("from", decimal()),
            ("to", or_null(decimal())),
            ("unit_price", decimal()),
        ],
        [],
    )
}

/// `prices update` and `prices verify`: the book at hand, what AWS has, and each service asked for.
pub(super) fn updates() -> Value {
    let fault = object(
        [("price_key", text()), ("code", code()), ("message", text())],
        [],
    );
    let service = object(
        [
            ("service_code", text()),
            ("version", or_null(text())),
            ("result", one_of(&["unchanged", "read", "failed"])),
            ("read", or_null(count())),
            ("error", or_null(text())),
            ("faults", list(fault)),
        ],
        [],
    );
    let of_region = object(
        [
            ("region", region()),
            ("before", book_named()),
            ("after", book_named()),
            ("services", list(service)),
            ("changes", list(change())),
        ],
        [],
    );
    object([("regions", list(of_region))], [])
}

pub(super) fn differences() -> Value {
    let total = object(
        [
            ("architecture", text()),
            ("traffic", text()),
            ("before", decimal()),
            ("after", decimal()),
            ("change", decimal()),
        ],
        [],
    );
    object(
        [
            ("region", region()),
            ("currency", currency()),
            ("before", book_named()),
            ("after", book_named()),
            ("changes", list(change())),
        ],
        [("totals", list(total))],
    )
}

fn book_named() -> Value {
    object(
        [("source", text()), ("as_of", text()), ("sha256", sha256())],
        [],
    )
}

/// A price on one side is new, or gone.
fn change() -> Value {
    let side = || {
        object(
            [
                ("unit", text()),
                ("tiers", list(tier())),
                ("sku", or_null(text())),
                ("as_of", text()),
            ],
            [],
        )
    };
    object(
        [
            ("price_key", text()),
            ("before", or_null(side())),
            ("after", or_null(side())),
        ],
        [],
    )
}
