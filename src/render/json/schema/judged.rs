//! Budgets that were judged.

use super::shapes::{
    by_name, code, count, currency, decimal, described, list, object, one_of, or_null, text,
};
use crate::budget::{FindingCode, Severity};
use serde_json::{Value, json};

pub(super) fn check() -> Value {
    let scenario = object(
        [
            ("scenario", text()),
            ("file", text()),
            ("currency", currency()),
            ("tags", by_name(text())),
            ("summary", summary()),
        ],
        [],
    );
    let error = object(
        [
            ("file", text()),
            ("message", text()),
            (
                "exit_code",
                json!({ "type": "integer", "minimum": 1, "maximum": 4 }),
            ),
        ],
        [],
    );
    object(
        [
            ("summary", summary()),
            ("scenarios", list(scenario)),
            ("findings", list(finding())),
        ],
        [("errors", list(error))],
    )
}

fn summary() -> Value {
    object(
        [
            ("pass", count()),
            ("warning", count()),
            ("failure", count()),
        ],
        [],
    )
}

fn finding() -> Value {
    let change = object(
        [
            ("component", text()),
            ("service", text()),
            ("before", or_null(decimal())),
            ("after", decimal()),
        ],
        [],
    );
    let number = || json!({ "type": "integer", "minimum": 1 });
    let place = object(
        [("file", text()), ("line", number()), ("column", number())],
        [],
    );
    let severities = [Severity::Pass, Severity::Warning, Severity::Failure];
    object(
        [
            ("code", finding_code()),
            ("severity", one_of(&severities.map(Severity::word))),
            ("budget", text()),
            ("scenario", text()),
            ("file", text()),
            ("architecture", or_null(text())),
            ("traffic", or_null(text())),
            (
                "unit",
                one_of(&["USD", "CNY", "days", "requests per day", "count"]),
            ),
            ("bound", one_of(&["at_most", "at_least"])),
            ("limit", or_null(decimal())),
            ("actual", or_null(decimal())),
            ("headroom", or_null(decimal())),
            ("message", text()),
            ("place", place),
        ],
        [
            ("component", text()),
            ("service", text()),
            ("changes", list(change)),
        ],
    )
}

/// Codes may be added; those there are stay.
fn finding_code() -> Value {
    let known: Vec<&str> = FindingCode::ALL.iter().map(|code| code.code()).collect();
    described(code(), &format!("one of {}", known.join(", ")))
}
