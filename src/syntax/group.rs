//! Groups of settings: a mapping with known keys, declared once with [`settings!`].

use super::fault::Span;
use super::node::{Entry, Kind, Node};
use super::setting::{Reader, Setting};
use crate::units::ValueError;
use std::collections::BTreeSet;

/// A mapping being read key by key.
#[derive(Debug)]
pub struct Fields<'n> {
    entries: &'n [Entry],
    /// Where the group stands, for a missing key.
    pub span: Span,
}

impl<'n> Fields<'n> {
    /// Opens a mapping, noting unknown and repeated keys.
    pub fn open(
        node: &'n Node,
        known: &[&str],
        fault_span: Span,
        reader: &mut Reader,
    ) -> Option<Fields<'n>> {
        let Some(entries) = node.entries() else {
            let accepted = format!("a mapping with the keys {}", known.join(", "));
            reader.bad_value(node, &ValueError::new("this must be a mapping", accepted));
            return None;
        };
        let mut seen = BTreeSet::new();
        for entry in entries {
            if !known.contains(&entry.key.as_str()) {
                if entry.key.starts_with(|c: char| c.is_ascii_digit()) {
                    // `{ requests: 10,000 per day }` is two entries to YAML.
                    let message = format!("`{}` is no key", entry.key);
                    let help = "inside { } a comma ends a value: write 10000, or quote '10,000'";
                    let help = Some(help.to_owned());
                    reader.fault("unknown-name", entry.key_span, message, help);
                } else {
                    reader.unknown("key", &entry.key, entry.key_span, known);
                }
            } else if !seen.insert(&entry.key) {
                let message = format!("the key `{}` is given twice", entry.key);
                let help = Some("keep one of them".to_owned());
                reader.fault("duplicate-key", entry.key_span, message, help);
            } else if entry.value.kind == Kind::Null {
                let message = format!("`{}` has no value", entry.key);
                let help = Some("give it one, or leave the key out".to_owned());
                reader.fault("missing-value", entry.key_span, message, help);
            }
        }
        Some(Fields {
            entries,
            span: fault_span,
        })
    }

    /// The value of a key, if the file gives it. An empty value counts as not given.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    fn entry(&self, key: &str) -> Option<&'n Entry> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (entry.value.kind != Kind::Null).then_some(entry)
    }

    /// Where the value of a key stands, or the group when the key is not given.
    #[must_use]
    pub fn place(&self, key: &str) -> Span {
        self.get(key).map_or(self.span, |node| node.span)
    }

    /// Reads a key that must be given.
    pub fn required<T: Setting>(&self, key: &str, doc: &str, reader: &mut Reader) -> Option<T> {
        if let Some(entry) = self.entry(key) {
            return T::read_named(&entry.value, entry.key_span, reader);
        }
        if self.entries.iter().any(|entry| entry.key == key) {
            return None; // without a value, which has been noted
        }
        let doc = doc.trim();
        let summary = doc.split_once(". ").map_or(doc, |(first, _)| first);
        let help = Some(format!("`{key}`: {}", summary.trim_end_matches('.')));
        reader.fault(
            "missing-key",
            self.span,
            format!("`{key}` is missing"),
            help,
        );
        None
    }

    /// Reads a key that has a default.
    pub fn optional<T: Setting>(&self, key: &str, default: T, reader: &mut Reader) -> Option<T> {
        match self.entry(key) {
            Some(entry) => T::read_named(&entry.value, entry.key_span, reader),
            None => Some(default),
        }
    }
}

/// Rules between the keys of a group, checked after each has been read.
pub trait Check {
    /// Notes what does not fit together.
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let _ = (fields, reader);
    }
}

/// Declares a struct of settings with its reader, writer and JSON Schema.
///
/// A field with `= value` is optional. The doc comment of a field is its description in the
/// schema and in the message when it is missing.
macro_rules! settings {
    ($(#[doc = $doc:literal])* pub struct $name:ident {
        $($(#[doc = $fdoc:literal])* $field:ident: $type:ty $(= $default:expr)?,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name { $($(#[doc = $fdoc])* pub $field: $type,)* }

        impl $name {
            /// The keys of this group, in the order they are documented.
            pub const FIELDS: &'static [&'static str] = &[
                $($crate::syntax::field_key(stringify!($field)),)*
            ];

            /// Reads the group; faults about the group as a whole point at `span`.
            pub fn read_at(
                node: &$crate::syntax::Node,
                span: $crate::syntax::Span,
                reader: &mut $crate::syntax::Reader,
            ) -> Option<Self> {
                let fields = $crate::syntax::Fields::open(node, Self::FIELDS, span, reader)?;
                $(let $field = settings!(@read fields, reader, $field, $type,
                    concat!($($fdoc),*) $(, $default)?);)*
                let group = $name { $($field: $field?,)* };
                $crate::syntax::Check::check(&group, &fields, reader);
                Some(group)
            }
        }

        impl $crate::syntax::Setting for $name {
            fn read(
                node: &$crate::syntax::Node,
                reader: &mut $crate::syntax::Reader,
            ) -> Option<Self> {
                Self::read_at(node, node.span, reader)
            }

            fn read_named(
                node: &$crate::syntax::Node,
                key: $crate::syntax::Span,
                reader: &mut $crate::syntax::Reader,
            ) -> Option<Self> {
                Self::read_at(node, key, reader)
            }

            #[allow(clippy::vec_init_then_push)]
            fn write(&self) -> $crate::syntax::Node {
                let mut entries = Vec::new();
                $(settings!(@write self, entries, $field, $type $(, $default)?);)*
                $crate::syntax::Node::mapping(entries)
            }

            fn schema() -> serde_json::Value {
                let mut properties = serde_json::Map::new();
                #[allow(unused_mut)]
                let mut required: Vec<&str> = Vec::new();
                $(
                    let described = $crate::syntax::described(
                        <$type as $crate::syntax::Setting>::schema(),
                        concat!($($fdoc),*),
                    );
                    let key = $crate::syntax::field_key(stringify!($field));
                    properties.insert(key.to_owned(), described);
                    settings!(@required required, $field $(, $default)?);
                )*
                serde_json::json!({
                    "type": "object",
                    "description": $crate::syntax::tidy(concat!($($doc),*)),
                    "additionalProperties": false,
                    "properties": properties,
                    "required": required,
                })
            }
        }
    };
    (@read $fields:ident, $reader:ident, $field:ident, $type:ty, $doc:expr) => {
        $fields.required::<$type>($crate::syntax::field_key(stringify!($field)), $doc, $reader)
    };
    (@read $fields:ident, $reader:ident, $field:ident, $type:ty, $doc:expr, $default:expr) => {
        $fields.optional::<$type>($crate::syntax::field_key(stringify!($field)), $default, $reader)
    };
    (@write $self:ident, $entries:ident, $field:ident, $type:ty) => {
        $entries.push((
            $crate::syntax::field_key(stringify!($field)).to_owned(),
            $crate::syntax::Setting::write(&$self.$field),
        ));
    };
    (@write $self:ident, $entries:ident, $field:ident, $type:ty, $default:expr) => {
        let default: $type = $default;
        if $self.$field != default {
            settings!(@write $self, $entries, $field, $type);
        }
    };
    (@required $required:ident, $field:ident) => {
        $required.push($crate::syntax::field_key(stringify!($field)));
    };
    (@required $required:ident, $field:ident, $default:expr) => {};
}
pub(crate) use settings;

/// The key of a field: its name, without the underscore that keeps `for_` from being a keyword.
#[must_use]
pub const fn field_key(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [.., b'_'] => name.split_at(name.len() - 1).0,
        _ => name,
    }
}

/// A doc comment as one line of prose.
#[must_use]
pub fn tidy(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A schema with the description of the field in front of what its type accepts.
#[must_use]
pub fn described(mut schema: serde_json::Value, doc: &str) -> serde_json::Value {
    if let Some(object) = schema.as_object_mut() {
        let accepts = object
            .get("description")
            .and_then(|d| d.as_str())
            .unwrap_or("");
        let is_group = object.contains_key("properties");
        let text = if accepts.is_empty() || is_group {
            tidy(doc)
        } else {
            format!("{} Accepts {accepts}.", tidy(doc))
        };
        object.insert("description".to_owned(), text.into());
    }
    schema
}
