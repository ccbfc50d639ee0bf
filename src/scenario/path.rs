//! Changing one value of a scenario file by its path, before the file is read.

use super::Change;
use super::place::component_name;
use crate::syntax::{Entry, Fault, Faults, Kind, Node, Reader, Source, Span};

/// Applies a change; its value becomes a source of its own, so that faults in it show it.
pub(super) fn apply(
    root: &mut Node,
    change: &Change,
    sources: &mut Vec<Source>,
) -> Result<(), Faults> {
    let number = u32::try_from(sources.len()).unwrap_or(u32::MAX);
    let source = Source::new(&change.name, &change.value);
    sources.push(source.clone());
    let whole = Span {
        source: number,
        start: 0,
        end: u32::try_from(change.value.len()).unwrap_or(u32::MAX),
    };
    let failed = |fault: Fault, sources: &[Source]| {
        let mut faults = Faults::none(sources.to_vec());
        faults.push(fault);
        faults
    };
    let value = Node::parse(&source, number).map_err(|fault| failed(fault, sources))?;
    check_name(root, &change.path, whole, sources)?;
    put(root, &change.path, value, whole)
        .map(drop)
        .map_err(|message| {
            let fault = Fault {
                code: "bad-path",
                message,
                span: whole,
                help: Some("a path looks like `traffic.steady.requests`".to_owned()),
                command: None,
            };
            failed(fault, sources)
        })
}

/// Refuses a traffic level or architecture the file does not have: a slip in its name would add one,
/// and leave the one that was meant unchanged.
pub(super) fn check_name(
    root: &Node,
    path: &str,
    span: Span,
    sources: &[Source],
) -> Result<(), Faults> {
    let mut parts = path.split('.');
    let (Some(group), Some(name)) = (parts.next(), parts.next()) else {
        return Ok(());
    };
    let what = match group {
        "traffic" => "traffic level",
        "architectures" => "architecture",
        _ => return Ok(()),
    };
    let entries = root.get(group).and_then(Node::entries).unwrap_or_default();
    let known: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    if name.trim().is_empty() || known.contains(&name) {
        return Ok(());
    }
    let mut reader = Reader::new(sources.to_vec());
    reader.unknown(what, name, span, &known);
    reader.finish()
}

/// More parts than any value of a scenario has above it.
const DEEPEST: usize = 20;

/// Sets what `path` leads to; where what it replaces was written, if there was something.
pub(super) fn put(
    root: &mut Node,
    path: &str,
    value: Node,
    span: Span,
) -> Result<Option<Span>, String> {
    set(root, "", path, value, span)
}

/// Sets what `path` leads to below `node`, which stands under the key `above`.
fn set(
    node: &mut Node,
    above: &str,
    path: &str,
    value: Node,
    span: Span,
) -> Result<Option<Span>, String> {
    if path.split('.').any(|part| part.trim().is_empty()) {
        return Err("the path has an empty part".to_owned());
    }
    if path.matches('.').count() > DEEPEST {
        return Err("the path has too many parts".to_owned());
    }
    if let Kind::Sequence(items) = &mut node.kind {
        let (head, rest) = path.split_once('.').unwrap_or((path, ""));
        let known = item_names(items);
        let item = find_item(items, (above, head, rest))
            .ok_or_else(|| format!("there is no `{head}` here; there are {known}"))?;
        if rest.is_empty() {
            return Ok(exchange(item, value));
        }
        return set(item, head, rest, value, span);
    }
    if node.kind == Kind::Null {
        node.kind = Kind::Mapping(Vec::new());
    }
    let Kind::Mapping(entries) = &mut node.kind else {
        return Err(format!(
            "there is nothing below the value in front of `{path}`"
        ));
    };
    // A price key has dots of its own: prefer the longest key that is there.
    let ends = path.match_indices('.').map(|(i, _)| i).rev();
    for end in std::iter::once(path.len()).chain(ends) {
        let (key, rest) = (
            path.get(..end).unwrap_or(path),
            path.get(end + 1..).unwrap_or(""),
        );
        if let Some(entry) = entries.iter_mut().find(|entry| entry.key == key) {
            if rest.is_empty() {
                return Ok(exchange(&mut entry.value, value));
            }
            return set(&mut entry.value, key, rest, value, span);
        }
    }
    // Nothing is there yet: one new key, or new groups down to it.
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    let (key, rest) = match above {
        "overrides" => (path, ""),
        _ => (key, rest),
    };
    let mut new = Node {
        kind: Kind::Null,
        span,
        written: span,
    };
    match rest {
        "" => new = value,
        rest => {
            set(&mut new, key, rest, value, span)?;
        }
    }
    entries.push(Entry {
        key: key.to_owned(),
        key_span: span,
        value: new,
    });
    Ok(None)
}

/// Puts a value where another stands, and says where that was written.
fn exchange(node: &mut Node, value: Node) -> Option<Span> {
    let old = std::mem::replace(node, value);
    (old.kind != Kind::Null).then_some(old.written)
}

/// What `path` leads to below `node`, which stands under the key `above`: what [`apply`] would replace.
pub(super) fn find<'n>(node: &'n Node, above: &str, path: &str) -> Option<&'n Node> {
    if let Kind::Sequence(items) = &node.kind {
        let (head, rest) = path.split_once('.').unwrap_or((path, ""));
        let (at, into_settings) = place_of(items, (above, head, rest))?;
        let item = items.get(at)?;
        let item = match (into_settings, item.entries()) {
            (true, Some([entry])) => &entry.value,
            _ => item,
        };
        return match rest {
            "" => Some(item),
            rest => find(item, head, rest),
        };
    }
    let entries = node.entries()?;
    let ends = path.match_indices('.').map(|(i, _)| i).rev();
    std::iter::once(path.len()).chain(ends).find_map(|end| {
        let (key, rest) = (path.get(..end)?, path.get(end + 1..).unwrap_or(""));
        let entry = entries.iter().find(|entry| entry.key == key)?;
        match rest {
            "" => Some(&entry.value),
            rest => find(&entry.value, key, rest),
        }
    })
}

/// The first few names an item of a list can be reached by.
fn item_names(items: &[Node]) -> String {
    let name = |item: &Node| match item.entries()? {
        [entry] => Some(format!("`{}`", component_name(entry))),
        _ => None,
    };
    let mut names: Vec<String> = items.iter().take(10).filter_map(name).collect();
    match items.len() {
        0 => names.push("no items".to_owned()),
        count => names.push(format!("the numbers 0 to {}", count - 1)),
    }
    names.join(", ")
}

/// An item of a list: the settings of a component by its name, or anything by its number.
fn find_item<'n>(items: &'n mut [Node], path: (&str, &str, &str)) -> Option<&'n mut Node> {
    let (at, into_settings) = place_of(items, path)?;
    let item = items.get_mut(at)?;
    if !into_settings {
        return Some(item);
    }
    match &mut item.kind {
        Kind::Mapping(entries) => entries.first_mut().map(|entry| &mut entry.value),
        _ => None,
    }
}

/// The number of an item of a list, and whether the path goes on from the settings of the component it
/// is.
fn place_of(items: &[Node], (above, head, rest): (&str, &str, &str)) -> Option<(usize, bool)> {
    let named = |item: &Node| match item.entries() {
        Some([entry]) => component_name(entry) == head,
        _ => false,
    };
    let by_name = items.iter().position(named);
    let at = by_name.or_else(|| head.parse().ok())?;
    let item = items.get(at)?;
    // A component is its service with the settings below: the path goes on from the settings.
    let into_settings = by_name.is_some() || (above == "components" && !rest.is_empty());
    let first = rest.split('.').next().unwrap_or_default();
    let step = matches!(item.entries(), Some([entry]) if entry.key != first);
    Some((at, into_settings && step))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str, path: &str, value: &str) -> Result<String, String> {
        let mut root = Node::parse(&Source::new("t", text), 0).unwrap();
        let change = Change {
            name: format!("--set {path}"),
            path: path.to_owned(),
            value: value.to_owned(),
        };
        let mut sources = vec![Source::new("t", text)];
        apply(&mut root, &change, &mut sources).map_err(|faults| faults.to_string())?;
        Ok(root.to_string())
    }

    #[test]
    fn values_are_changed_by_path_name_and_number() {
        let text = "t: { low: { requests: 1 } }\ncomponents:\n- alb: { zones: 2 }\n- fargate: { name: api, cpu: 1 }\n";
        let after = |path, value| changed(text, path, value).unwrap();
        assert!(after("t.low.requests", "20 per day").contains("requests: 20 per day"));
        assert!(after("components.api.cpu", "2").contains("cpu: 2"));
        assert!(after("components.alb.zones", "3").contains("zones: 3"));
        let by_number = after("components.0.zones", "3");
        assert!(by_number.contains("zones: 3") && !by_number.contains("zones: 2"));
        assert!(!after("components.0", "{ nat_gateway: {} }").contains("alb"));
        assert!(changed(text, "t.low.", "3").is_err());
        assert!(changed(text, "", "3").is_err());
        assert!(after("request.duration", "1 s").contains("duration: 1 s"));
        assert!(changed(text, "components.nothing.zones", "3").is_err());
        assert!(changed(text, "t.low.requests.deep", "3").is_err());
    }

    #[test]
    fn a_level_or_architecture_that_is_not_there_is_not_added() {
        let text = "traffic: { low: { requests: 1 per day }, high: { requests: 9 per day } }\n\
                    architectures: { ecs: { components: [] } }\nrequest: {}\n";
        for (path, message) in [
            (
                "traffic.nope.requests",
                "unknown traffic level `nope`; known: low, high",
            ),
            (
                "traffic.hihg.requests",
                "did you mean `high`? known: low, high",
            ),
            ("traffic.nope", "unknown traffic level `nope`"),
            ("architectures.eks.title", "unknown architecture `eks`"),
        ] {
            let refused = changed(text, path, "1 per day").unwrap_err();
            assert!(refused.contains(message), "{path}: {refused}");
        }
        // What is optional may be absent until it is set.
        for path in [
            "traffic.low.peak",
            "architectures.ecs.title",
            "budgets",
            "purchase.x.y",
        ] {
            assert!(
                changed(text, path, "new").unwrap().contains("new"),
                "{path}"
            );
        }
    }

    #[test]
    fn price_keys_keep_their_dots() {
        let text = "overrides: { alb.hour: $1 per hour }\n";
        let after = changed(text, "overrides.alb.hour", "$2 per hour").unwrap();
        assert!(after.contains("alb.hour: $2 per hour"), "{after}");
        let after = changed(text, "overrides.nat.hour", "$2 per hour").unwrap();
        assert!(after.contains("nat.hour: $2 per hour"), "{after}");
        for empty in [
            "prices: { source: s }\n",
            "prices: { source: s, overrides: {} }\n",
        ] {
            let after = changed(empty, "prices.overrides.alb.hour", "$2 per hour").unwrap();
            assert!(after.contains("alb.hour: $2 per hour"), "{after}");
        }
    }
}
