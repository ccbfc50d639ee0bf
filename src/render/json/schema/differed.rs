//! What two sides differ in.

use super::shapes::{
    count, currency, day, decimal, exactly, free_tier, list, month, object, one_of, or_null, range,
    region, sha256, text,
};
use crate::difference::{Cause, Origin};
use crate::estimate::Category;
use serde_json::Value;

pub(super) fn diff() -> Value {
    object(
        [
            ("currency", currency()),
            ("base", side()),
            ("head", side()),
            ("differences", list(pair())),
        ],
        [],
    )
}

fn side() -> Value {
    let prices = object(
        [("source", text()), ("as_of", text()), ("sha256", sha256())],
        [],
    );
    object(
        [
            ("name", text()),
            (
                "origin",
                one_of(&[Origin::Scenario, Origin::Saved].map(Origin::word)),
            ),
            ("scenario", text()),
            ("region", region()),
            ("free_tier", free_tier()),
            ("month", month()),
            ("prices", prices),
        ],
        [("as_of", day())],
    )
}

/// An architecture at a traffic level, on either side or both.
fn pair() -> Value {
    let both = object([("base", or_null(range())), ("head", or_null(range()))], []);
    let cause = || one_of(&Cause::ALL.map(Cause::word));
    let merged = object(
        [
            ("causes", list(cause())),
            ("counted_as", cause()),
            ("reason", text()),
        ],
        [],
    );
    let unchanged = object([("components", count()), ("cost", range())], []);
    object(
        [
            ("architecture", text()),
            ("title", text()),
            ("traffic", text()),
            (
                "status",
                one_of(&["added", "removed", "changed", "unchanged"]),
            ),
            ("requests_per_month", both),
            ("base", or_null(range())),
            ("head", or_null(range())),
            ("change", range()),
            ("change_ratio", or_null(decimal())),
            ("causes", causes()),
            ("components", list(component())),
            ("unchanged", unchanged),
        ],
        [("merged", merged)],
    )
}

/// The parts of a change, which add up to it.
fn causes() -> Value {
    object(
        [
            ("usage", range()),
            ("price", range()),
            ("architecture", range()),
            ("traffic", range()),
            ("free_tier", range()),
            ("commitment", range()),
        ],
        [],
    )
}

fn component() -> Value {
    let services = object([("base", list(text())), ("head", list(text()))], []);
    object(
        [
            ("component", text()),
            ("status", one_of(&["added", "removed", "changed"])),
            ("services", services),
            ("base", range()),
            ("head", range()),
            ("change", range()),
            ("causes", causes()),
            ("charges", list(charge())),
        ],
        [("renamed_from", text())],
    )
}

fn charge() -> Value {
    let line = || {
        object(
            [
                ("quantity", range()),
                ("unit", text()),
                ("formula", text()),
                ("unit_prices", or_null(exactly(2, decimal()))),
                ("cost", range()),
            ],
            [],
        )
    };
    object(
        [
            ("price_key", text()),
            ("category", one_of(&Category::ALL.map(Category::word))),
            ("description", text()),
            ("base", or_null(line())),
            ("head", or_null(line())),
            ("change", range()),
            ("causes", causes()),
        ],
        [("label", text())],
    )
}
