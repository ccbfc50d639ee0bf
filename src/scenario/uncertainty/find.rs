//! The place of a value, and the path to a place.

use crate::scenario::place::component_name;
use crate::syntax::{Kind, Node, Span};

/// The path to what stands at a place, as in `--set`: the first, where aliases repeat it.
pub(in crate::scenario) fn path_of(root: &Node, place: Span) -> Option<String> {
    let mut path = Vec::new();
    find(root, place, &mut path).then(|| path.join("."))
}

fn find(node: &Node, place: Span, path: &mut Vec<String>) -> bool {
    if node.written == place && !matches!(node.kind, Kind::Mapping(_) | Kind::Sequence(_)) {
        return true;
    }
    let mut below = |name: String, node: &Node| {
        path.push(name);
        let found = find(node, place, path);
        if !found {
            path.pop();
        }
        found
    };
    match &node.kind {
        Kind::Mapping(entries) => entries
            .iter()
            .any(|entry| below(entry.key.clone(), &entry.value)),
        Kind::Sequence(items) => items
            .iter()
            .enumerate()
            .any(|(at, item)| match item.entries() {
                // A component is reached by its name, and its settings right below.
                Some([entry]) if !matches!(entry.value.kind, Kind::Scalar(_)) => {
                    below(component_name(entry).to_owned(), &entry.value)
                }
                _ => below(at.to_string(), item),
            }),
        Kind::Null | Kind::Scalar(_) => false,
    }
}

/// Puts a value wherever the same place is repeated by aliases.
pub(super) fn replace(node: &mut Node, place: Span, value: &Node) {
    if node.written == place && node.kind != Kind::Null {
        *node = value.clone();
        return;
    }
    match &mut node.kind {
        Kind::Mapping(entries) => {
            entries
                .iter_mut()
                .for_each(|entry| replace(&mut entry.value, place, value));
        }
        Kind::Sequence(items) => items
            .iter_mut()
            .for_each(|item| replace(item, place, value)),
        Kind::Null | Kind::Scalar(_) => {}
    }
}
