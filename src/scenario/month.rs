//! The length of the month in a scenario file.

use crate::syntax::{Kind, Node, Reader, Setting, text_of};
use crate::units::{Month, ValueError};
use serde_json::{Value, json};

impl Setting for Month {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Kind::Mapping(entries) = &node.kind else {
            let text = text_of(node, Month::ACCEPTED, reader)?;
            return Month::parse(text)
                .map_err(|error| reader.bad_value(node, &error))
                .ok();
        };
        let keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        let (Some(hours), Some(days), 2) = (node.get("hours"), node.get("days"), keys.len()) else {
            let error = ValueError::new("this needs `hours` and `days`", Month::ACCEPTED);
            reader.bad_value(node, &error);
            return None;
        };
        let mut part = |node: &Node| Month::read(node, reader);
        let (hours, days) = (part(hours), part(days));
        Some(Month::mixed(hours?, days?))
    }

    fn write(&self) -> Node {
        match self.parts() {
            None => Node::scalar(self.to_string()),
            Some((hours, days)) => Node::mapping([
                ("hours".to_owned(), Node::scalar(hours.to_string())),
                ("days".to_owned(), Node::scalar(days.to_string())),
            ]),
        }
    }

    fn schema() -> Value {
        json!({
            "description": Month::ACCEPTED,
            "anyOf": [
                { "type": "string" },
                { "type": "object", "additionalProperties": false, "required": ["hours", "days"],
                  "properties": { "hours": { "type": "string" }, "days": { "type": "string" } } },
            ],
        })
    }
}
