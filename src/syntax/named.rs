//! Named values in file order: traffic levels, architectures.

use super::node::Node;
use super::setting::{Reader, Setting};
use crate::units::ValueError;
use serde_json::{Value, json};

/// Values by name, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<T>(Vec<(String, T)>);

impl<T> Named<T> {
    /// The value with this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// Names and values, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The names, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(name, _)| name)
    }
}

impl<T> FromIterator<(String, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(values: I) -> Self {
        Named(values.into_iter().collect())
    }
}

/// Names appear in paths, JSON and file names, so they are kept simple.
fn problem(name: &str) -> Option<String> {
    let simple = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    match name.chars().count() {
        _ if !simple => Some("this is not a name".to_owned()),
        0..=LONGEST => None,
        long => Some(format!("this name has {long} characters")),
    }
}

/// Most characters of a name.
const LONGEST: usize = 60;

/// Most traffic levels or architectures of a scenario; each is priced with each of the others.
pub(super) const MOST: usize = 64;

const NAME: &str = "a name of letters, digits, `-` and `_`";

impl<T: Setting> Setting for Named<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let entries = match node.entries() {
            Some(entries) if !entries.is_empty() => entries,
            _ => {
                let accepted = "a mapping from name to settings";
                reader.bad_value(
                    node,
                    &ValueError::new("this must name at least one", accepted),
                );
                return None;
            }
        };
        if entries.len() > MOST {
            let message = format!("there are {} names here; at most {MOST} fit", entries.len());
            reader.fault("too-many", node.span, message, None);
            return None;
        }
        let mut values = Vec::new();
        for (i, entry) in entries.iter().enumerate() {
            if let Some(problem) = problem(&entry.key) {
                let key = Node::scalar(&entry.key);
                let at = Node {
                    span: entry.key_span,
                    ..key
                };
                let accepted = format!("{NAME}, {LONGEST} characters at most");
                reader.bad_value(&at, &ValueError::new(problem, accepted));
            }
            if entries
                .iter()
                .take(i)
                .any(|earlier| earlier.key == entry.key)
            {
                let message = format!("the name `{}` is given twice", entry.key);
                reader.fault("duplicate-key", entry.key_span, message, None);
            }
            let value = T::read_named(&entry.value, entry.key_span, reader);
            values.push(value.map(|value| (entry.key.clone(), value)));
        }
        values.into_iter().collect::<Option<_>>().map(Named)
    }

    fn write(&self) -> Node {
        Node::mapping(
            self.0
                .iter()
                .map(|(name, value)| (name.clone(), value.write())),
        )
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "minProperties": 1,
            "propertyNames": { "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$" },
            "additionalProperties": T::schema(),
        })
    }
}
