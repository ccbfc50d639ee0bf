//! The JSON Schema of scenario files, in the dialect editors validate YAML with.

use serde_json::{Value, json};

/// The schema of a whole document.
pub(super) fn document(mut root: Value) -> Value {
    if let Some(object) = root.as_object_mut() {
        let head = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "breakeven scenario",
        });
        for (key, value) in head.as_object().into_iter().flatten() {
            object.insert(key.clone(), value.clone());
        }
    }
    root
}
