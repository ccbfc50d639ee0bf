//! YAML text as a tree whose every node knows its place.
//!
//! The YAML library reads the text; this tree keeps each scalar as it was written, because
//! `0.0000166667` must not pass through a float, and keeps every place, because faults are
//! reported together after the whole file has been looked at.

use super::fault::{Fault, Source, Span};
use std::fmt;

/// Largest input read. A scenario of a thousand components is a tenth of this.
pub const MAX_BYTES: usize = 1 << 20;

/// A value in a file and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// Where it is written: the same, but for what an alias repeats, which stands at the alias and is
    /// written at its anchor.
    pub written: Span,
}

/// The three shapes of YAML.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// A single value, as it was written (without quotes).
    Scalar(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in file order; a key may occur twice until it is checked.
    Mapping(Vec<Entry>),
}

/// One key and value of a mapping.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// Nodes are equal when they say the same, wherever they stand.
impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.kind == other.kind
    }
}

/// Entries are equal when they say the same, wherever they stand.
impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.key == other.key && self.value == other.value
    }
}

impl Node {
    /// A scalar that comes from no file.
    pub fn scalar(text: impl Into<String>) -> Node {
        Node {
            kind: Kind::Scalar(text.into()),
            span: Span::default(),
            written: Span::default(),
        }
    }

    /// A mapping that comes from no file.
    pub fn mapping(entries: impl IntoIterator<Item = (String, Node)>) -> Node {
        let entry = |(key, value)| Entry {
            key,
            key_span: Span::default(),
            value,
        };
        Node {
            kind: Kind::Mapping(entries.into_iter().map(entry).collect()),
            span: Span::default(),
            written: Span::default(),
        }
    }

    /// A list that comes from no file.
    pub fn sequence(items: impl IntoIterator<Item = Node>) -> Node {
        Node {
            kind: Kind::Sequence(items.into_iter().collect()),
            span: Span::default(),
            written: Span::default(),
        }
    }

    /// The entries of a mapping; an empty value counts as a mapping without entries.
    #[must_use]
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.kind {
            Kind::Mapping(entries) => Some(entries),
            Kind::Null => Some(&[]),
            Kind::Scalar(_) | Kind::Sequence(_) => None,
        }
    }

    /// The value of a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.entries()?.iter().find(|entry| entry.key == key)?;
        Some(&entry.value)
    }

    /// What the node is, for messages.
    #[must_use]
    pub fn shape(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Scalar(_) => "a single value",
            Kind::Sequence(_) => "a list",
            Kind::Mapping(_) => "a mapping",
        }
    }

    /// Reads YAML text.
    ///
    /// Aliases and merge keys are resolved within the budget of the YAML library, so that a small
    /// file can't unfold into a huge one.
    ///
    /// # Errors
    /// One fault when the text is larger than [`MAX_BYTES`] or is not YAML.
    pub fn parse(source: &Source, number: u32) -> Result<Node, Fault> {
        if source.text.len() > MAX_BYTES {
            return Err(Fault {
                code: "file-too-large",
                message: format!("the file has more than {MAX_BYTES} bytes"),
                span: Span::at(number, 0),
                help: Some("a scenario is a few kilobytes; is this the right file?".to_owned()),
                command: None,
            });
        }
        super::yaml::read(source, number)
    }
}

/// Writes a tree as YAML text that [`Node::parse`] reads back to an equal tree.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_yaml::to_string(&Written(self)).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

struct Written<'n>(&'n Node);

impl serde::Serialize for Written<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.kind {
            Kind::Null => serializer.serialize_unit(),
            // A whole number needs no quotes: it is read back by its text either way.
            Kind::Scalar(text) => match text.parse::<i64>() {
                Ok(number) if number.to_string() == *text => serializer.serialize_i64(number),
                _ => serializer.serialize_str(text),
            },
            Kind::Sequence(items) => serializer.collect_seq(items.iter().map(Written)),
            Kind::Mapping(entries) => serializer.collect_map(
                entries
                    .iter()
                    .map(|entry| (&entry.key, Written(&entry.value))),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Node, Fault> {
        Node::parse(&Source::new("test.yaml", text), 0)
    }

    #[test]
    fn scalars_keep_their_text_and_place() {
        let root = parse("a: 0.0000166667 # c\nb: [1, '0.50', true]\n").unwrap();
        assert_eq!(
            root.get("a").unwrap().kind,
            Kind::Scalar("0.0000166667".into())
        );
        let Kind::Sequence(items) = &root.get("b").unwrap().kind else {
            panic!("not a list");
        };
        assert_eq!(items[1].kind, Kind::Scalar("0.50".into()));
        assert_eq!(items[2].kind, Kind::Scalar("true".into()));
        assert_eq!(
            items[2].span,
            Span {
                source: 0,
                start: 35,
                end: 39
            }
        );
    }

    #[test]
    fn aliases_and_merge_keys_are_resolved() {
        let root = parse("x: &x { k: 0.10 }\ny:\n  <<: *x\n  z: 1\n").unwrap();
        assert_eq!(
            root.get("y").unwrap().get("k").unwrap().kind,
            Kind::Scalar("0.10".into())
        );
    }

    #[test]
    fn what_is_not_yaml_is_one_fault_at_its_place() {
        let fault = parse("a: 1\nb: [").unwrap_err();
        assert_eq!(fault.code, "not-yaml");
        assert_eq!(fault.span.start, 8);
        assert!(parse(&"x".repeat(MAX_BYTES + 1)).is_err());
    }

    #[test]
    fn what_is_written_is_read_back() {
        let root =
            parse("a: 0.5 vCPU\nb: ['true', '2..3', '$5', '80%', '', 'x: y']\nc: {}\nd: ~\n");
        let root = root.unwrap();
        assert_eq!(parse(&root.to_string()).unwrap(), root);
    }
}
