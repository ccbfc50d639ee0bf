//! What is ranked or set beside each other.

use super::shapes::{
    code, currency, decimal, described, flag, free_tier, list, month, object, one_of, or_null,
    range, region, text,
};
use serde_json::Value;

pub(super) fn comparison() -> Value {
    let ranked = object(
        [
            ("architecture", text()),
            ("monthly_cost", decimal()),
            ("monthly_cost_range", range()),
            ("difference", decimal()),
            ("difference_ratio", or_null(decimal())),
        ],
        [],
    );
    object(
        [
            ("traffic", text()),
            (
                "cheapest",
                or_null(described(text(), "none where several cost the same")),
            ),
            ("ranges_overlap", flag()),
            ("ranking", list(ranked)),
        ],
        [("cheapest_all", cheapest_all())],
    )
}

/// Every architecture that costs least.
pub(super) fn cheapest_all() -> Value {
    described(
        list(text()),
        "every architecture that costs least, by name: with several, none is the cheapest",
    )
}

/// One of the architectures that cost least.
fn one() -> Value {
    described(text(), "of several that cost the same, the first by name")
}

/// Crossings; a value is its number, or its text where the values are those of a list.
pub(super) fn break_even() -> Value {
    let value = || described(text(), "a number, or a value of a list");
    let crossing = object(
        [("at", value()), ("below", one()), ("above", one())],
        [("below_all", cheapest_all()), ("above_all", cheapest_all())],
    );
    let stretch = object(
        [("from", value()), ("to", value()), ("cheapest", one())],
        [("cheapest_all", cheapest_all())],
    );
    let capacity = object(
        [
            ("architecture", text()),
            ("component", text()),
            ("carries_requests_per_day", or_null(decimal())),
        ],
        [],
    );
    object(
        [
            ("traffic", text()),
            ("architectures", list(text())),
            ("variable", text()),
            ("from", value()),
            ("to", value()),
            ("step", decimal()),
            ("cheapest_at_from", one()),
            ("cheapest_at_to", one()),
            ("crossings", list(crossing)),
            ("stretches", list(stretch)),
        ],
        [
            ("unit", text()),
            ("cheapest_at_from_all", cheapest_all()),
            ("cheapest_at_to_all", cheapest_all()),
            ("same_cost", flag()),
            ("asked_to", decimal()),
            ("coarse_step", decimal()),
            ("fixed_capacity", list(capacity)),
        ],
    )
}

pub(super) fn published() -> Value {
    let causes = [
        "quantity",
        "unit_price",
        "cost",
        "outside_range",
        "addition",
    ];
    let cause = object(
        [
            ("cause", one_of(&causes)),
            ("ratio", or_null(decimal())),
            ("sum", or_null(decimal())),
        ],
        [],
    );
    let unit_error = object(
        [
            ("price_key", text()),
            ("meant", text()),
            ("read_as", text()),
        ],
        [],
    );
    let figure = object(
        [
            ("architecture", text()),
            ("traffic", text()),
            ("component", or_null(text())),
            ("price_key", or_null(text())),
            ("saving", or_null(text())),
            ("quote", or_null(text())),
            ("published_quantity", or_null(range())),
            ("computed_quantity", or_null(range())),
            ("published_monthly", or_null(range())),
            ("computed_monthly", range()),
            ("holds", flag()),
            ("causes", list(cause)),
            ("price_of", list(text())),
        ],
        [
            ("computed_gross", range()),
            ("computed_net", range()),
            ("basis", or_null(one_of(&["gross", "net"]))),
            ("unit_error", or_null(unit_error)),
        ],
    );
    let break_even = object(
        [
            ("traffic", text()),
            ("published", text()),
            ("published_per_day", range()),
            ("computed_per_day", or_null(decimal())),
            ("below", or_null(text())),
            ("above", or_null(text())),
            ("searched_to", decimal()),
            ("ratio", or_null(decimal())),
            ("holds", flag()),
        ],
        [],
    );
    let winner = object(
        [
            ("traffic", text()),
            ("published", text()),
            ("computed", one()),
            ("holds", flag()),
        ],
        [("computed_all", cheapest_all())],
    );
    object(
        [
            ("document", text()),
            ("month", text()),
            ("free_tier", free_tier()),
            ("figures", list(figure)),
            ("cheapest", list(winner)),
        ],
        [("break_even", list(break_even))],
    )
}

pub(super) fn regions() -> Value {
    let ranking = object(
        [
            ("traffic", text()),
            ("currency", currency()),
            ("requests_per_month", range()),
            ("regions", list(ranked_region())),
            ("in_part", list(ranked_region())),
        ],
        [],
    );
    let dates = object([("oldest", text()), ("newest", text())], []);
    object(
        [
            ("scenario", text()),
            ("region", region()),
            ("free_tier", free_tier()),
            ("month", month()),
            ("rankings", list(ranking)),
            ("left_out", list(left_out())),
            ("assumptions", list(note())),
            ("warnings", list(note())),
            ("prices_read", or_null(dates)),
        ],
        [],
    )
}

fn ranked_region() -> Value {
    let cost = object(
        [
            ("architecture", text()),
            ("monthly_cost", or_null(decimal())),
            ("monthly_cost_range", or_null(range())),
        ],
        [("reasons", list(text())), ("missing", list(text()))],
    );
    object(
        [
            ("region", region()),
            ("location", or_null(text())),
            (
                "cheapest",
                or_null(described(text(), "none where several cost the same")),
            ),
            ("monthly_cost", or_null(decimal())),
            ("difference", or_null(decimal())),
            ("difference_ratio", or_null(decimal())),
            ("architectures", list(cost)),
        ],
        [("cheapest_all", cheapest_all())],
    )
}

fn left_out() -> Value {
    let missing = object(
        [
            ("price_key", text()),
            ("architectures", list(text())),
            ("recorded", flag()),
            ("fetch", text()),
        ],
        [],
    );
    object(
        [
            ("region", region()),
            ("location", or_null(text())),
            ("currency", currency()),
            ("missing", list(missing)),
        ],
        [("reasons", list(text()))],
    )
}

/// An assumption, or a warning where it has a code, over the regions it holds in.
fn note() -> Value {
    let added = object(
        [
            ("currency", currency()),
            ("low", decimal()),
            ("high", decimal()),
        ],
        [],
    );
    object(
        [("message", text())],
        [
            ("code", code()),
            ("monthly_amount", list(added)),
            ("included", flag()),
            ("accepted", flag()),
            ("settled_by", text()),
            ("regions", list(region())),
        ],
    )
}
