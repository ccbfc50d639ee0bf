//! Where the parts of a scenario stand in its text.

use crate::services::MeterError;
use crate::syntax::{Entry, Kind, Node, Source, Span};

/// Where a component stands in the text of a scenario, for what is found wrong after reading it.
#[must_use]
pub fn component_span(source: &Source, architecture: &str, component: &str) -> Option<Span> {
    let root = Node::parse(source, 0).ok()?;
    let components = root
        .get("architectures")?
        .get(architecture)?
        .get("components")?;
    let Kind::Sequence(items) = &components.kind else {
        return None;
    };
    items.iter().find_map(|item| {
        let [entry] = item.entries()? else {
            return None;
        };
        (component_name(entry) == component).then_some(entry.key_span)
    })
}

/// The name of a component: the one it is given, or its service.
pub(super) fn component_name(entry: &Entry) -> &str {
    match entry.value.get("name").map(|name| &name.kind) {
        Some(Kind::Scalar(name)) => name.trim(),
        _ => &entry.key,
    }
}

/// Where the setting of a component stands that an error is about.
pub(super) fn component_place(
    root: &Node,
    architecture: &str,
    index: usize,
    error: &MeterError,
) -> Span {
    let components = root
        .get("architectures")
        .and_then(|all| all.get(architecture))
        .and_then(|one| one.get("components"));
    let Some(Kind::Sequence(nodes)) = components.map(|node| &node.kind) else {
        return root.span;
    };
    let Some(entry) = nodes
        .get(index)
        .and_then(|n| n.entries())
        .and_then(|e| e.first())
    else {
        return root.span;
    };
    let field = error.field.and_then(|field| entry.value.get(field));
    field.map_or(entry.key_span, |node| node.span)
}
