//! Warnings a scenario accepts, by their codes.

use crate::syntax::{Node, Reader, Setting};
use crate::warning::WarningCode;
use serde_json::Value;

impl Setting for WarningCode {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let text = String::read(node, reader)?;
        let found = WarningCode::ALL.iter().find(|code| code.code() == text);
        if found.is_none() {
            let known: Vec<&str> = codes().collect();
            reader.unknown("warning", &text, node.span, &known);
        }
        found.copied()
    }

    fn write(&self) -> Node {
        Node::scalar(self.code())
    }

    fn schema() -> Value {
        serde_json::json!({ "enum": codes().collect::<Vec<_>>() })
    }
}

fn codes() -> impl Iterator<Item = &'static str> {
    WarningCode::ALL.iter().map(|code| code.code())
}
