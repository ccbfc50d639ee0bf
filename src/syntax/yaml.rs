//! The one place that talks to the YAML library.

use super::fault::{Fault, Source, Span};
use super::node::{Entry, Kind, Node};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use serde_yaml::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};
use std::fmt;

/// Most events aliases may replay: enough to share settings, too few to unfold a small file into
/// a tree that fills memory.
const MAX_REPLAYED: usize = 20_000;

/// Reads a text as a tree; `number` is its place among the sources.
pub(super) fn read(source: &Source, number: u32) -> Result<Node, Fault> {
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
            let (message, help) = reworded(&first_line(&error.to_string()));
            Err(Fault {
                code: "not-yaml",
                message,
                span: Span::at(number, start),
                help,
                command: None,
            })
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

/// Messages of the library that speak of its own functions and limits, in terms of the file.
fn reworded(message: &str) -> (String, Option<String>) {
    const KNOWN: &[(&str, &str, &str)] = &[
        (
            "multiple YAML documents",
            "there is more than one YAML document",
            "keep one; the second begins at a line `---`",
        ),
        (
            "recursive references",
            "an alias stands inside what it refers to",
            "write the value out",
        ),
        (
            "alias replay limit",
            "the aliases unfold to too many values",
            "write the values out, or share smaller ones",
        ),
        (
            "budget breached",
            "there are too many values, or they nest too deeply",
            "is this the right file?",
        ),
    ];
    match KNOWN.iter().find(|(theirs, _, _)| message.contains(theirs)) {
        Some((_, ours, help)) => ((*ours).to_owned(), Some((*help).to_owned())),
        None => (without_place(message).to_owned(), None),
    }
}

/// ` at line 1, column 4` at the end repeats what the span says.
fn without_place(message: &str) -> &str {
    match message.rsplit_once(" at line ") {
        Some((before, place)) if place.contains(", column ") => before,
        _ => message,
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
        Ok(Node {
            kind,
            span,
            written: defined,
        })
    }

    fn entry(&self, key: Spanned<Raw>, value: Spanned<Raw>) -> Result<Entry, Fault> {
        let key = self.node(key)?;
        let Kind::Scalar(text) = key.kind else {
            return Err(Fault {
                code: "not-yaml",
                message: format!("a key must be text, not {}", key.shape()),
                span: key.span,
                help: None,
                command: None,
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
