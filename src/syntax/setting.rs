//! Settings: values that can be read from a file, written back, and described to an editor.
//!
//! Reading never stops at the first fault: a value that can't be read notes what is wrong and
//! where, and the reader goes on. [`settings!`] declares a group of settings once; the reader, the
//! writer and the JSON Schema come from that one declaration and can't drift apart.

use super::fault::{Attachments, Fault, Faults, Source, Span};
use super::input::InputRange;
use super::node::{Kind, Node};
use crate::units::number::group_digits;
use crate::units::{Measure, Spread, ValueError, parse_spread, show_spread};
use serde_json::{Value, json};
use std::sync::Arc;

/// State of one reading: what has been found wrong, and the names later values may refer to.
#[derive(Debug)]
pub struct Reader {
    faults: Faults,
    /// The traffic levels of the scenario, once known.
    pub traffic_levels: Vec<String>,
    /// The architectures of the scenario, once known.
    pub architectures: Vec<String>,
    /// Files the scenario refers to.
    pub attachments: Arc<Attachments>,
    /// The ranges of the scenario, by the number of their input.
    pub inputs: Vec<InputRange>,
}

impl Reader {
    /// A reader for these sources.
    #[must_use]
    pub fn new(sources: Vec<Source>) -> Reader {
        Reader {
            attachments: sources
                .first()
                .map(|s| Arc::clone(&s.attachments))
                .unwrap_or_default(),
            faults: Faults::none(sources),
            traffic_levels: Vec::new(),
            architectures: Vec::new(),
            inputs: Vec::new(),
        }
    }

    /// Notes a fault.
    pub fn fault(&mut self, code: &'static str, span: Span, message: String, help: Option<String>) {
        self.faults.push(Fault {
            code,
            message,
            span,
            help,
            command: None,
        });
    }

    /// Whether something is wrong at exactly this place already.
    #[must_use]
    pub fn has_fault_at(&self, span: Span) -> bool {
        self.faults.faults().iter().any(|fault| fault.span == span)
    }

    /// Notes a value that could not be read, quoting it.
    pub fn bad_value(&mut self, node: &Node, error: &ValueError) {
        let message = match &node.kind {
            Kind::Scalar(text) => format!("`{}`: {}", shorten(text), error.problem),
            _ => format!("{}: {}", node.shape(), error.problem),
        };
        let help = format!("expected {}", error.accepted);
        self.fault("bad-value", node.span, message, Some(help));
    }

    /// Notes a name that is none of those known, with the nearest one.
    pub fn unknown(&mut self, what: &str, name: &str, span: Span, known: &[&str]) {
        if self.faults.is_full() {
            return; // looking for the nearest name is what takes time
        }
        let message = format!("unknown {what} `{}`", shorten(name));
        let mut help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`? "),
            None => String::new(),
        };
        // A long list buries the suggestion.
        if help.is_empty() || known.len() <= MOST_NAMES {
            help.push_str(&format!("known: {}", known.join(", ")));
        }
        let help = help.trim_end().to_owned();
        self.fault("unknown-name", span, message, Some(help));
    }

    /// How many faults have been noted so far.
    #[must_use]
    pub fn fault_count(&self) -> usize {
        self.faults.len()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// Everything that was noted.
    pub fn finish(self) -> Result<(), Faults> {
        self.faults.into_result()
    }
}

/// How many names are listed beside a suggestion.
const MOST_NAMES: usize = 20;

/// Long values are cut in messages; the place is given anyway.
fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// The known name most like `name`, if any is close.
pub fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let likeness = |candidate: &str| strsim::jaro_winkler(&name.to_lowercase(), candidate);
    known
        .iter()
        .map(|candidate| (likeness(candidate), *candidate))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// A value that can be read from a file, written back, and described to an editor.
pub trait Setting: Sized {
    /// Reads the value; `None` after noting at least one fault.
    fn read(node: &Node, reader: &mut Reader) -> Option<Self>;

    /// Reads the value of a key; faults about the value as a whole may point at the key.
    fn read_named(node: &Node, key: Span, reader: &mut Reader) -> Option<Self> {
        let _ = key;
        Self::read(node, reader)
    }

    /// Writes the value so that [`Setting::read`] gives it back.
    fn write(&self) -> Node;

    /// Its JSON Schema (draft-07).
    fn schema() -> Value;
}

/// The text of a single value, or a fault naming what was expected.
pub fn text_of<'n>(node: &'n Node, accepted: &str, reader: &mut Reader) -> Option<&'n str> {
    if let Kind::Scalar(text) = &node.kind {
        return Some(text);
    }
    let error = ValueError::new("this must be a single value", accepted);
    reader.bad_value(node, &error);
    None
}

/// A schema for a value written as text, with what it accepts as description; `bare` when it may be
/// a number without a unit, which YAML takes for a number.
#[must_use]
pub fn text_schema(accepted: &str, bare: bool) -> Value {
    match bare {
        true => json!({ "type": ["string", "number"], "description": accepted }),
        false => json!({ "type": "string", "description": accepted }),
    }
}

impl Setting for String {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        const ACCEPTED: &str = "text of at most 1,000 characters";
        let text = text_of(node, ACCEPTED, reader)?.trim();
        let problem = match text.chars().count() {
            0 => "this is empty".to_owned(),
            1..=1_000 => return Some(text.to_owned()),
            long => format!("this has {} characters", group_digits(&long.to_string())),
        };
        reader.bad_value(node, &ValueError::new(problem, ACCEPTED));
        None
    }

    fn write(&self) -> Node {
        Node::scalar(self)
    }

    fn schema() -> Value {
        json!({ "type": ["string", "number", "boolean"], "maxLength": 1_000 })
    }
}

impl Setting for bool {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        const ACCEPTED: &str = "`true` or `false`";
        match text_of(node, ACCEPTED, reader)? {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => {
                let error = ValueError::new("this is neither yes nor no", ACCEPTED);
                reader.bad_value(node, &error);
                None
            }
        }
    }

    fn write(&self) -> Node {
        Node::scalar(self.to_string())
    }

    fn schema() -> Value {
        json!({ "type": "boolean" })
    }
}

impl<T: Setting> Setting for Option<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        T::read(node, reader).map(Some)
    }

    fn write(&self) -> Node {
        self.as_ref().map_or(
            Node {
                kind: Kind::Null,
                span: Span::default(),
                written: Span::default(),
            },
            T::write,
        )
    }

    fn schema() -> Value {
        T::schema()
    }
}

impl<T: Setting> Setting for Vec<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Kind::Sequence(items) = &node.kind else {
            reader.bad_value(
                node,
                &ValueError::new("this must be a list", "a list: `- item`"),
            );
            return None;
        };
        // Read every item before giving up, so that each fault is noted.
        let read: Vec<Option<T>> = items.iter().map(|item| T::read(item, reader)).collect();
        read.into_iter().collect()
    }

    fn write(&self) -> Node {
        Node::sequence(self.iter().map(T::write))
    }

    fn schema() -> Value {
        json!({ "type": "array", "items": T::schema() })
    }
}

impl<M: Measure> Setting for Spread<M> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = text_of(node, M::ACCEPTED, reader)?;
        let read = parse_spread(text).map_err(|error| reader.bad_value(node, &error));
        let mut spread: Spread<M> = read.ok()?;
        if !spread.is_exact() {
            spread.input = reader.input(node.written, &spread, M::STEP);
        }
        Some(spread)
    }

    fn write(&self) -> Node {
        Node::scalar(show_spread(self))
    }

    fn schema() -> Value {
        let reads = |text: &str| parse_spread::<M>(text).is_ok();
        let ranges = [
            "2..3",
            "2..3 GB",
            "2..3 s",
            "2..3 MB/s",
            "2..3 ACU",
            "2..3x",
            "$2..3",
        ];
        let range = ranges.into_iter().find(|range| reads(range));
        let range = range.map_or_else(String::new, |range| {
            format!(", or a range such as `{range}`")
        });
        text_schema(&format!("{}{range}", M::ACCEPTED), reads("2"))
    }
}

/// Implements [`Setting`] for types that are read from one text and shown by `Display`. Of a type with a
/// range in it, the field is named behind `=>`, so that the range becomes an input of the scenario.
macro_rules! text_setting {
    ($($type:ty $(=> $range:ident)?),+ $(,)?) => {
        $(impl $crate::syntax::Setting for $type {
            fn read(
                node: &$crate::syntax::Node,
                reader: &mut $crate::syntax::Reader,
            ) -> Option<Self> {
                let text = $crate::syntax::text_of(node, Self::ACCEPTED, reader)?;
                let read = Self::parse(text).map_err(|error| reader.bad_value(node, &error));
                #[allow(unused_mut)]
                let mut value = read.ok()?;
                $(if !value.$range.is_exact() {
                    value.$range.input = reader.input(node.written, &value.$range, value.step());
                })?
                Some(value)
            }

            fn write(&self) -> $crate::syntax::Node {
                $crate::syntax::Node::scalar(self.to_string())
            }

            fn schema() -> serde_json::Value {
                $crate::syntax::text_schema(Self::ACCEPTED, Self::parse("2").is_ok())
            }
        })+
    };
}
pub(crate) use text_setting;

text_setting!(
    crate::units::Date,
    crate::units::Size,
    crate::units::Duration,
    crate::units::Vcpu,
    crate::units::Throughput,
    crate::units::Count,
    crate::units::Percent,
    crate::units::Factor,
    crate::units::Dollars,
);

/// Declares an enum that is written as one of a few words.
///
/// `Postgres "postgres" | "postgresql"`: the first word is the one written back.
macro_rules! keyword_setting {
    ($(#[$doc:meta])* pub enum $name:ident {
        $($(#[$vdoc:meta])* $variant:ident $word:literal $(| $alias:literal)*,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// The word written in a file.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// What a word, or another name for it, stands for.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word $(| $alias)* => Some($name::$variant),)+
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl $crate::syntax::Setting for $name {
            fn read(
                node: &$crate::syntax::Node,
                reader: &mut $crate::syntax::Reader,
            ) -> Option<Self> {
                const WORDS: &[&str] = &[$($word,)+];
                let word = $crate::syntax::text_of(node, &WORDS.join(", "), reader)?;
                let setting = $name::from_word(word);
                if setting.is_none() {
                    reader.unknown("value", word, node.span, WORDS);
                }
                setting
            }

            fn write(&self) -> $crate::syntax::Node {
                $crate::syntax::Node::scalar(self.word())
            }

            fn schema() -> serde_json::Value {
                serde_json::json!({ "enum": [$($word $(, $alias)*,)+] })
            }
        }
    };
}
pub(crate) use keyword_setting;
