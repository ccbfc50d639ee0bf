//! What is varied: along an input, over months, over draws.

use super::compared::cheapest_all;
use super::shapes::{
    break_even, by_name, count, decimal, exactly, flag, list, object, of_scenario, one_of, range,
    text, warning_fields,
};
use serde_json::{Value, json};

pub(super) fn sweep() -> Value {
    let point = object(
        [("at", decimal()), ("costs", by_name(decimal()))],
        [("value", text())],
    );
    let skipped = object([("value", text()), ("reason", text())], []);
    of_scenario(
        [
            ("traffic", text()),
            ("variable", text()),
            ("points", list(point)),
            ("break_even", exactly(1, break_even())),
        ],
        [("unit", text()), ("skipped", list(skipped))],
    )
}

pub(super) fn drivers() -> Value {
    let both = || exactly(2, decimal());
    let end = || {
        object(
            [
                ("value", text()),
                ("costs", both()),
                ("difference", decimal()),
            ],
            [],
        )
    };
    let turn = object(
        [("value", text()), ("below", text()), ("above", text())],
        [],
    );
    let driver = object(
        [
            ("input", text()),
            ("paths", list(text())),
            ("range", one_of(&["stated", "assumed"])),
            ("expected", text()),
            ("low", end()),
            ("high", end()),
            ("width", decimal()),
            ("turns", list(turn)),
            ("certainty", one_of(&["every", "between"])),
        ],
        [("reason", text())],
    );
    let left_out = object([("input", text()), ("reason", text())], []);
    let level = object(
        [
            ("traffic", text()),
            ("between", exactly(2, text())),
            ("costs", both()),
            ("difference", decimal()),
            ("drivers", list(driver)),
            ("without_effect", list(text())),
            ("left_out", list(left_out)),
        ],
        [],
    );
    of_scenario([("levels", list(level))], [])
}

pub(super) fn project() -> Value {
    let month = || json!({ "type": "string", "pattern": "^([0-9]{4}-[0-9]{2}|month [0-9]+)$" });
    let costs = || {
        let cost = object(
            [
                ("architecture", text()),
                ("cost", range()),
                ("credits", range()),
            ],
            [],
        );
        list(cost)
    };
    let of_month = object(
        [
            ("month", month()),
            ("traffic", text()),
            ("factor", decimal()),
            ("requests", range()),
            ("costs", costs()),
        ],
        [("cheapest_all", cheapest_all())],
    );
    let period = || {
        object(
            [("period", text()), ("months", count()), ("costs", costs())],
            [],
        )
    };
    let milestone = object(
        [("month", month()), ("text", text())],
        [("cheapest_all", cheapest_all())],
    );
    of_scenario(
        [
            ("months", list(of_month)),
            ("years", list(period())),
            ("total", period()),
            ("milestones", list(milestone)),
            ("assumptions", list(text())),
            ("warnings", list(warning_fields([("month", month())]))),
        ],
        [],
    )
}

pub(super) fn simulate() -> Value {
    let input = object(
        [
            ("path", text()),
            ("range", text()),
            ("distribution", text()),
            ("drawn", range()),
            ("listed", flag()),
            ("used", flag()),
        ],
        [],
    );
    let cost = object(
        [
            ("architecture", text()),
            ("title", text()),
            ("expected", decimal()),
            ("p10", decimal()),
            ("p50", decimal()),
            ("p90", decimal()),
            ("mean", decimal()),
            ("least", decimal()),
            ("most", decimal()),
            ("cheapest_draws", count()),
            ("probability_cheapest", decimal()),
        ],
        [],
    );
    let level = object(
        [
            ("traffic", text()),
            ("requests_per_month", range()),
            ("architectures", list(cost)),
            ("ties", count()),
        ],
        [],
    );
    of_scenario(
        [
            ("draws", count()),
            ("seed", json!({ "type": "string", "pattern": "^[0-9]+$" })),
            ("mean_of_draws", count()),
            ("inputs", list(input)),
            ("levels", list(level)),
        ],
        [],
    )
}
