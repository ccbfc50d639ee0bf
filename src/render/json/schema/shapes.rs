//! The shapes schemas are made of.

use crate::catalog::{Evidence, FreeTier};
use serde_json::{Map, Value, json};

/// A field and what it looks like.
pub(super) type Field = (&'static str, Value);

/// An object with these fields, and others that may be missing.
pub(super) fn object<const N: usize, const M: usize>(
    fields: [Field; N],
    optional: [Field; M],
) -> Value {
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> = fields
        .into_iter()
        .chain(optional)
        .map(|(name, shape)| (name.to_owned(), shape))
        .collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// The same object with more fields that are always there.
pub(super) fn with<const N: usize>(mut object: Value, fields: [Field; N]) -> Value {
    for (name, shape) in fields {
        if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
            required.push(json!(name));
        }
        if let Some(known) = object.get_mut("properties").and_then(Value::as_object_mut) {
            known.insert(name.to_owned(), shape);
        }
    }
    object
}

pub(super) fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// A list of so many.
pub(super) fn exactly(many: usize, of: Value) -> Value {
    json!({ "type": "array", "items": of, "minItems": many, "maxItems": many })
}

/// Values by any name.
pub(super) fn by_name(of: Value) -> Value {
    json!({ "type": "object", "additionalProperties": of })
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn one_of(words: &[&str]) -> Value {
    json!({ "enum": words })
}

/// A number of things, which is no string.
pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn flag() -> Value {
    json!({ "type": "boolean" })
}

pub(super) fn or_null(shape: Value) -> Value {
    json!({ "anyOf": [shape, { "type": "null" }] })
}

pub(super) fn described(mut shape: Value, description: &str) -> Value {
    if let Some(shape) = shape.as_object_mut() {
        shape.insert("description".to_owned(), json!(description));
    }
    shape
}

/// A shape that several fields have.
fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

pub(super) fn decimal() -> Value {
    named("decimal")
}

pub(super) fn range() -> Value {
    named("range")
}

pub(super) fn region() -> Value {
    named("region")
}

pub(super) fn day() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
}

pub(super) fn currency() -> Value {
    one_of(&["USD", "CNY"])
}

pub(super) fn evidence() -> Value {
    let all = [
        Evidence::PriceList,
        Evidence::AwsPage,
        Evidence::ThirdParty,
        Evidence::Memory,
        Evidence::Override,
        Evidence::Commitment,
    ];
    one_of(&all.map(Evidence::name))
}

pub(super) fn free_tier() -> Value {
    let all = [
        FreeTier::None,
        FreeTier::Always,
        FreeTier::Legacy12Month,
        FreeTier::Credits,
    ];
    one_of(&all.map(FreeTier::word))
}

/// A code that is stable, such as `single-task`.
pub(super) fn code() -> Value {
    json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" })
}

pub(super) fn warning() -> Value {
    named("warning")
}

pub(super) fn break_even() -> Value {
    named("break_even")
}

/// What every document about a scenario begins with.
pub(super) fn of_scenario<const N: usize, const M: usize>(
    fields: [Field; N],
    optional: [Field; M],
) -> Value {
    let head = [
        ("scenario", text()),
        ("region", region()),
        ("currency", currency()),
        ("free_tier", free_tier()),
        ("month", named("month")),
        ("prices", named("prices")),
    ];
    with(with(object([], optional), head), fields)
}

pub(super) fn month() -> Value {
    named("month")
}

pub(super) fn prices() -> Value {
    named("prices")
}

/// The shared shapes a schema refers to, and those that these refer to.
pub(super) fn shared(schema: &Value) -> Value {
    let mut text = schema.to_string();
    let mut found = Map::new();
    // Those that refer to others come first.
    for (name, shape) in all() {
        if text.contains(&format!("#/$defs/{name}\"")) {
            text.push_str(&shape.to_string());
            found.insert(name.to_owned(), shape);
        }
    }
    Value::Object(found)
}

fn all() -> [(&'static str, Value); 7] {
    [
        ("break_even", super::compared::break_even()),
        ("warning", warning_fields([])),
        (
            "month",
            object([("hours", decimal()), ("description", text())], []),
        ),
        (
            "prices",
            described(
                object(
                    [("source", text()), ("as_of", text()), ("sha256", sha256())],
                    [("overridden", list(text()))],
                ),
                "the price book, and the keys priced by the user instead",
            ),
        ),
        (
            "range",
            described(
                object(
                    [
                        ("low", decimal()),
                        ("expected", decimal()),
                        ("high", decimal()),
                    ],
                    [],
                ),
                "a figure in the low, the expected and the high case",
            ),
        ),
        (
            "region",
            json!({ "type": "string", "pattern": "^[a-z]{2}(-[a-z]+)+-[0-9]+$" }),
        ),
        (
            "decimal",
            json!({
                "description": "an exact decimal, never rounded",
                "type": "string",
                "pattern": "^-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?$",
            }),
        ),
    ]
}

/// A warning, with more that is said of it.
pub(super) fn warning_fields<const N: usize>(more: [Field; N]) -> Value {
    let warning = object(
        [
            ("code", code()),
            ("message", text()),
            ("monthly_amount", or_null(decimal())),
            ("settled_by", or_null(text())),
        ],
        [("included", flag()), ("accepted", flag())],
    );
    with(warning, more)
}
