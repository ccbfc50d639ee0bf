//! Tags: names with a text each, as teams sort what they own.

use super::node::{Kind, Node};
use super::setting::{Reader, Setting};
use crate::units::ValueError;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Tags by name: `{ environment: prod, team: checkout }`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tags(BTreeMap<String, String>);

/// Most tags; AWS takes as many on a resource.
const MOST: usize = 50;
/// Most characters of a name.
const LONGEST: usize = 128;
const ACCEPTED: &str = "a mapping from name to text, such as `{ environment: prod }`";

impl Tags {
    /// No tags.
    pub const NONE: Tags = Tags(BTreeMap::new());

    /// The text of a tag.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Names and texts, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let tags = self.0.iter();
        tags.map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when every one of these tags is among `others`, with the same text.
    #[must_use]
    pub fn are_among(&self, others: &Tags) -> bool {
        self.iter()
            .all(|(name, text)| others.get(name) == Some(text))
    }
}

impl Setting for Tags {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Kind::Mapping(entries) = &node.kind else {
            reader.bad_value(node, &ValueError::new("this must be a mapping", ACCEPTED));
            return None;
        };
        if entries.len() > MOST {
            let message = format!("there are {} tags here; at most {MOST} fit", entries.len());
            reader.fault("too-many", node.span, message, None);
            return None;
        }
        let faults = reader.fault_count();
        let mut tags = BTreeMap::new();
        for entry in entries {
            let name = entry.key.trim();
            if name.is_empty() || name.chars().count() > LONGEST {
                let message = "this is not the name of a tag".to_owned();
                let help = format!("a name has 1 to {LONGEST} characters");
                reader.fault("bad-value", entry.key_span, message, Some(help));
            }
            let Some(text) = String::read(&entry.value, reader) else {
                continue;
            };
            if tags.insert(name.to_owned(), text).is_some() {
                let message = format!("the tag `{name}` is given twice");
                reader.fault("duplicate-key", entry.key_span, message, None);
            }
        }
        (reader.fault_count() == faults).then_some(Tags(tags))
    }

    fn write(&self) -> Node {
        let text = |(name, text): (&str, &str)| (name.to_owned(), Node::scalar(text));
        Node::mapping(self.iter().map(text))
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "description": ACCEPTED,
            "maxProperties": MOST,
            "propertyNames": { "minLength": 1, "maxLength": LONGEST },
            "additionalProperties": String::schema(),
        })
    }
}
