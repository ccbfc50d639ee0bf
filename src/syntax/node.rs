//! YAML text as a tree whose every node knows its place.
//!
//! The YAML library reads the text; this tree keeps each scalar as it was written, because
//! `0.0000166667` must not pass through a float, and keeps every place, because faults are
//! reported together after the whole file has been looked at.

use super::fault::{Fault, Faults, Source, Span};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use serde_yaml::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};
use std::fmt;

/// Largest input read. A scenario of a thousand components is a tenth of this.
pub const MAX_BYTES: usize = 1 << 20;

/// Most events aliases may replay: enough to share settings, too few to unfold a small file into
/// a tree that fills memory.
const MAX_REPLAYED: usize = 20_000;

/// A value in a file and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
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
        }
    }

    /// A list that comes from no file.
    pub fn sequence(items: impl IntoIterator<Item = Node>) -> Node {
        Node {
            kind: Kind::Sequence(items.into_iter().collect()),
            span: Span::default(),
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
        let fault = |code, message: String, help: Option<&str>, span| Fault {
            code,
            message,
            span,
            help: help.map(str::to_owned),
        };
        let at = |start: usize| Span {
            source: number,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(start + 1).unwrap_or(u32::MAX),
        };
        if source.text.len() > MAX_BYTES {
            let message = format!("the file has more than {MAX_BYTES} bytes");
            let help = "a scenario is a few kilobytes; is this the right file?";
            return Err(fault("file-too-large", message, Some(help), at(0)));
        }
        let options = serde_yaml::options! {
            duplicate_keys: DuplicateKeyPolicy::PassThrough,
            non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
            with_snippet: false,
            alias_limits: serde_yaml::alias_limits! {
                max_total_replayed_events: MAX_REPLAYED,
            },
        };
        match serde_yaml::from_str_with_options::<Spanned<Raw>>(&source.text, options) {
            Ok(raw) => Reader { source, number }.node(raw),
            Err(error) => {
                let start = error.location().map_or(0, |location| {
                    byte_offset(&source.text, location.line(), location.column())
                });
                let message = first_line(&error.to_string());
                Err(fault("not-yaml", message, None, at(start)))
            }
        }
    }
}

/// The library's message without its own position and snippet; ours come with the span.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or(message);
    let line = line.strip_prefix("error: ").unwrap_or(line);
    match line.split_once(": ") {
        Some((position, rest)) if position.starts_with("line ") => rest.to_owned(),
        _ => line.to_owned(),
    }
}

fn byte_offset(text: &str, line: u64, column: u64) -> usize {
    let mut offset = 0;
    for (number, content) in (1..).zip(text.split_inclusive('\n')) {
        if number == line {
            let before = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
            let inside = content
                .char_indices()
                .nth(before)
                .map_or(content.len(), |(i, _)| i);
            return offset + inside;
        }
        offset += content.len();
    }
    text.len()
}

/// A node as the YAML library hands it over. Plain scalars it took for numbers or booleans carry no
/// text: their text is cut from the source, where it is exact.
enum Raw {
    Null,
    Text(String),
    Plain,
    Sequence(Vec<Spanned<Raw>>),
    Mapping(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

struct Reader<'s> {
    source: &'s Source,
    number: u32,
}

impl Reader<'_> {
    fn node(&self, raw: Spanned<Raw>) -> Result<Node, Fault> {
        let defined = self.span(&raw.defined);
        let span = self.span(&raw.referenced);
        let kind = match raw.value {
            Raw::Null => Kind::Null,
            Raw::Text(text) => Kind::Scalar(text),
            Raw::Plain => Kind::Scalar(self.text(defined).to_owned()),
            Raw::Sequence(items) => {
                let items = items.into_iter().map(|item| self.node(item));
                Kind::Sequence(items.collect::<Result<_, _>>()?)
            }
            Raw::Mapping(entries) => {
                let entries = entries
                    .into_iter()
                    .map(|(key, value)| self.entry(key, value));
                Kind::Mapping(entries.collect::<Result<_, _>>()?)
            }
        };
        Ok(Node { kind, span })
    }

    fn entry(&self, key: Spanned<Raw>, value: Spanned<Raw>) -> Result<Entry, Fault> {
        let key = self.node(key)?;
        let Kind::Scalar(text) = key.kind else {
            return Err(Fault {
                code: "not-yaml",
                message: format!("a key must be text, not {}", key.shape()),
                span: key.span,
                help: None,
            });
        };
        Ok(Entry {
            key: text,
            key_span: key.span,
            value: self.node(value)?,
        })
    }

    fn text(&self, span: Span) -> &str {
        let text = &self.source.text;
        text.get(span.range(text.len())).unwrap_or_default()
    }

    fn span(&self, location: &serde_yaml::Location) -> Span {
        let bytes = location.span();
        let start = bytes.byte_offset().unwrap_or(0);
        let end = start + bytes.byte_len().unwrap_or(0);
        Span {
            source: self.number,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut sequence = Vec::new();
        while let Some(item) = items.next_element()? {
            sequence.push(item);
        }
        Ok(Raw::Sequence(sequence))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut mapping = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            mapping.push(entry);
        }
        Ok(Raw::Mapping(mapping))
    }
}

impl Faults {
    /// Faults of one source that could not be read at all.
    #[must_use]
    pub fn one(source: Source, fault: Fault) -> Faults {
        let mut faults = Faults::none(vec![source]);
        faults.push(fault);
        faults
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
