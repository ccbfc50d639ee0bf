//! Settings that remember where they are written, for what is found out after reading.

use super::fault::Span;
use super::node::Node;
use super::setting::{Reader, Setting};
use serde_json::Value;
use std::ops::Deref;

/// A value and the text it was read from. Two are equal when their values are, wherever they stand.
#[derive(Debug, Clone)]
pub struct Placed<T> {
    value: T,
    node: Node,
}

impl<T> Placed<T> {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        self.node.span
    }

    /// Where one of its keys has its value; where the whole stands for a key it does not have.
    #[must_use]
    pub fn place(&self, key: &str) -> Span {
        self.node
            .get(key)
            .map_or(self.node.span, |value| value.span)
    }
}

impl<T> Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Placed<T> {
    fn eq(&self, other: &Placed<T>) -> bool {
        self.value == other.value
    }
}

impl<T: Setting> Setting for Placed<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let value = T::read(node, reader)?;
        let node = node.clone();
        Some(Placed { value, node })
    }

    fn write(&self) -> Node {
        self.value.write()
    }

    fn schema() -> Value {
        T::schema()
    }
}
