//! Putting the ranges of the section `uncertainty` where they belong.

use super::find::replace;
use super::written::Written;
use super::{InputShape, Uncertainty};
use crate::scenario::path;
use crate::syntax::{Fault, Faults, Kind, Node, Source, Span};

/// An entry that stands in its place.
pub(in crate::scenario) struct Applied {
    /// Where its range is written: the place its input has.
    pub place: Span,
    /// Where its path is written.
    pub named_at: Span,
    pub path: String,
    pub text: String,
    pub shape: InputShape,
    pub distribution: super::Distribution,
    /// One value instead of the range.
    pub single: String,
    /// A range from that value to itself.
    pub point: String,
}

/// Puts every entry in its place, in the order they are written.
pub(in crate::scenario) fn apply(
    root: &mut Node,
    entries: &[Uncertainty],
    sources: &[Source],
) -> Result<Vec<Applied>, Faults> {
    let nodes: Vec<Node> = match root.get("uncertainty").map(|node| &node.kind) {
        Some(Kind::Sequence(items)) => items.clone(),
        _ => Vec::new(),
    };
    let mut faults = Faults::none(sources.to_vec());
    let mut applied: Vec<Applied> = Vec::new();
    for (entry, node) in entries.iter().zip(&nodes) {
        match apply_one(root, entry, node, sources, &applied) {
            Ok(one) => applied.push(one),
            Err(found) => found
                .faults()
                .iter()
                .for_each(|fault| faults.push(fault.clone())),
        }
    }
    faults.into_result()?;
    Ok(applied)
}

fn apply_one(
    root: &mut Node,
    entry: &Uncertainty,
    node: &Node,
    sources: &[Source],
    applied: &[Applied],
) -> Result<Applied, Faults> {
    let span = |key: &str| node.get(key).map_or(node.span, |node| node.span);
    let named_at = span("input");
    let place = match entry.values.is_empty() {
        true => span("between"),
        false => span("values"),
    };
    let fault = |code, (message, help): (String, String), span| {
        let mut faults = Faults::none(sources.to_vec());
        faults.push(Fault {
            code,
            message,
            span,
            help: Some(help),
            command: None,
        });
        faults
    };
    let written = Written::new(entry).map_err(|problem| fault("bad-value", problem, place))?;
    let path = entry.input.trim();
    let value = Node {
        kind: Kind::Scalar(written.range),
        span: place,
        written: place,
    };
    path::check_name(root, path, named_at, sources)?;
    let replaced = path::put(root, path, value.clone(), named_at).map_err(|problem| {
        let help = "a path looks like `request.duration` or \
                    `architectures.fargate.components.api.tasks`";
        fault("bad-path", (problem, help.to_owned()), named_at)
    })?;
    if let Some(earlier) = applied
        .iter()
        .find(|earlier| Some(earlier.place) == replaced)
    {
        let message = match earlier.path == path {
            true => format!("`{path}` is listed twice"),
            false => format!("`{path}` and `{}` are the same value", earlier.path),
        };
        let help = "keep one of the two entries".to_owned();
        return Err(fault("duplicate-key", (message, help), named_at));
    }
    if let Some(old) = replaced {
        replace(root, old, &value);
    }
    Ok(Applied {
        place,
        named_at,
        path: path.to_owned(),
        text: written.text,
        shape: written.shape,
        distribution: entry.spread(),
        single: written.single,
        point: written.point,
    })
}
