//! A setting that may differ by traffic level.

use super::node::{Kind, Node};
use super::setting::{Reader, Setting};
use serde_json::{Value, json};

/// One value for every traffic level, or one for each: `{ low: 1, steady: 2..3, high: 5..8 }`.
#[derive(Debug, Clone, PartialEq)]
pub enum PerTraffic<T> {
    /// The same at every level.
    Same(T),
    /// By name of the level, in file order.
    Each(Vec<(String, T)>),
}

impl<T> PerTraffic<T> {
    /// The value at a traffic level; `None` only for a level the scenario does not have.
    pub fn at(&self, level: &str) -> Option<&T> {
        match self {
            PerTraffic::Same(value) => Some(value),
            PerTraffic::Each(values) => values
                .iter()
                .find(|(name, _)| name == level)
                .map(|(_, value)| value),
        }
    }

    /// Every value given.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        let (one, each) = match self {
            PerTraffic::Same(value) => (Some(value), None),
            PerTraffic::Each(values) => (None, Some(values.iter().map(|(_, value)| value))),
        };
        one.into_iter().chain(each.into_iter().flatten())
    }
}

/// As many as a scenario may have traffic levels.
const MOST_LEVELS: usize = super::named::MOST;

impl<T: Setting> Setting for PerTraffic<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Kind::Mapping(entries) = &node.kind else {
            return T::read(node, reader).map(PerTraffic::Same);
        };
        if entries.len() > MOST_LEVELS {
            let message = format!(
                "there are {} values here; at most {MOST_LEVELS} fit",
                entries.len()
            );
            reader.fault("too-many", node.span, message, None);
            return None;
        }
        let levels = reader.traffic_levels.clone();
        let known: Vec<&str> = levels.iter().map(String::as_str).collect();
        let mut values = Vec::new();
        for (i, entry) in entries.iter().enumerate() {
            if !levels.contains(&entry.key) {
                reader.unknown("traffic level", &entry.key, entry.key_span, &known);
            }
            if entries
                .iter()
                .take(i)
                .any(|earlier| earlier.key == entry.key)
            {
                let message = format!("the traffic level `{}` is given twice", entry.key);
                reader.fault("duplicate-key", entry.key_span, message, None);
            }
            values.push(T::read(&entry.value, reader).map(|value| (entry.key.clone(), value)));
        }
        for level in &levels {
            if !entries.iter().any(|entry| entry.key == *level) {
                let message = format!("there is no value for the traffic level `{level}`");
                let help = "give every traffic level a value, or one value for all".to_owned();
                reader.fault("missing-key", node.span, message, Some(help));
            }
        }
        values
            .into_iter()
            .collect::<Option<_>>()
            .map(PerTraffic::Each)
    }

    fn write(&self) -> Node {
        match self {
            PerTraffic::Same(value) => value.write(),
            PerTraffic::Each(values) => Node::mapping(
                values
                    .iter()
                    .map(|(name, value)| (name.clone(), value.write())),
            ),
        }
    }

    fn schema() -> Value {
        let one = T::schema();
        let accepts = one
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or("a value");
        let description = format!("{accepts}, or one value per traffic level");
        json!({
            "description": description,
            "anyOf": [one, {
                "type": "object",
                "description": "One value per traffic level.",
                "minProperties": 1,
                "additionalProperties": one,
            }],
        })
    }
}
