//! The JSON Schemas of what the program prints as JSON.
//!
//! Each says which fields there are, which of them may be missing or null, and what they look like:
//! decimals are strings of digits. Further fields are allowed, because fields may be added. A new output
//! is a row of [`OUTPUTS`] and a function beside the others; a test holds every output against its schema.

mod added;
mod compared;
mod differed;
mod estimated;
mod judged;
mod priced;
mod searched;
mod shapes;
mod varied;

use serde_json::{Value, json};
use shapes::{described, shared};

/// An output of the program with a schema.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// The command it comes from.
    pub name: &'static str,
    /// Its version, as in the field `schema`: `breakeven/estimate/v1`.
    pub version: u32,
    title: &'static str,
    fields: fn() -> Value,
}

const fn output(name: &'static str, title: &'static str, fields: fn() -> Value) -> Output {
    Output {
        name,
        version: 1,
        title,
        fields,
    }
}

/// Every output with a schema.
pub const OUTPUTS: &[Output] = &[
    output("check", "budgets that were judged", judged::check),
    output("compare", "architectures side by side", estimated::compare),
    output("diff", "what changed, and why", differed::diff),
    output("drivers", "which inputs decide", varied::drivers),
    output(
        "estimate",
        "every charge of every architecture",
        estimated::estimate,
    ),
    output("explain", "charges from formula to SKU", estimated::explain),
    output(
        "optimize",
        "the cheapest configurations",
        searched::optimize,
    ),
    output(
        "portfolio",
        "several scenarios and their totals",
        added::portfolio,
    ),
    output("prices", "prices of the price book", priced::prices),
    output(
        "prices-diff",
        "what two price books differ in",
        priced::differences,
    ),
    output(
        "prices-update",
        "a price book brought up to date",
        priced::updates,
    ),
    output(
        "prices-verify",
        "a price book compared with AWS",
        priced::updates,
    ),
    output("project", "the months to come", varied::project),
    output(
        "regions",
        "regions ranked for a scenario",
        compared::regions,
    ),
    output(
        "simulate",
        "draws of what is not known for sure",
        varied::simulate,
    ),
    output("sweep", "costs along one input", varied::sweep),
];

impl Output {
    /// The output of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Output> {
        OUTPUTS.iter().find(|output| output.name == name)
    }

    /// Its schema, which refers to nothing outside itself.
    #[must_use]
    pub fn schema(&self) -> Value {
        let Output { name, version, .. } = self;
        let mut schema = described((self.fields)(), self.title);
        let marker = json!({ "const": format!("breakeven/{name}/v{version}") });
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert("schema".to_owned(), marker);
        }
        if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
            required.insert(0, json!("schema"));
        }
        let head = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": format!("urn:breakeven:{name}:v{version}"),
            "title": format!("breakeven {name}"),
            "$defs": shared(&schema),
        });
        if let (Some(schema), Value::Object(head)) = (schema.as_object_mut(), head) {
            schema.extend(head);
        }
        schema
    }
}
