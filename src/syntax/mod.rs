//! Input text: a YAML tree that knows its places, settings read from it, and the faults found.
//!
//! Faults of one file are collected and reported together, each with its place, the offending
//! text and what would be accepted.

mod fault;
mod group;
mod input;
mod named;
mod node;
mod per_traffic;
mod placed;
mod setting;
mod tags;
mod yaml;

pub use fault::{Attachments, Fault, Faults, Source, Span};
pub(crate) use group::settings;
pub use group::{Check, Fields, described, field_key, tidy};
pub use input::InputRange;
pub use named::Named;
pub use node::{Entry, Kind, MAX_BYTES, Node};
pub use per_traffic::PerTraffic;
pub use placed::Placed;
pub use setting::{Reader, Setting, nearest, text_of, text_schema};
pub(crate) use setting::{keyword_setting, text_setting};
pub use tags::Tags;
