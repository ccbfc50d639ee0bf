//! Whether the settings a search is to vary are there.

use super::{Optimize, Scenario, Values, Vary};
use crate::services::service;
use crate::syntax::{Fields, Kind, Node, Reader, Span};
use serde_json::Value;
use std::collections::BTreeSet;

/// `cpu` and `memory` of a Fargate task or pod together.
pub(crate) const SIZE: &str = "size";

/// Services whose tasks come in sizes.
pub(crate) const SIZED: &[&str] = &["fargate", "eks_fargate"];

/// Notes settings that are not there, that are no choice, or that are named twice.
pub(super) fn check(scenario: &Scenario, fields: &Fields<'_>, reader: &mut Reader) {
    let Some(optimize) = &scenario.optimize else {
        return;
    };
    let nodes = fields.get("optimize").and_then(|node| node.get("vary"));
    let nodes: &[Node] = match nodes.map(|node| &node.kind) {
        Some(Kind::Sequence(nodes)) => nodes,
        _ => &[],
    };
    let mut seen = BTreeSet::new();
    for (vary, node) in optimize.vary.iter().zip(nodes) {
        let place = node.get("setting").map_or(node.span, |node| node.span);
        check_one(scenario, vary, place, reader);
        if !seen.insert(vary.setting.as_str()) {
            let message = format!("`{}` is varied twice", vary.setting);
            let help = Some("keep one of them, with the values of both".to_owned());
            reader.fault("duplicate-name", place, message, help);
        }
        let above = |part: &str| {
            let whole = vary.setting.strip_suffix(part);
            whole.map(|whole| format!("{whole}{SIZE}"))
        };
        let whole = above("cpu").or_else(|| above("memory"));
        if whole.is_some_and(|whole| is_varied(optimize, &whole)) {
            let message = format!(
                "`{}` is a part of the size that is varied too",
                vary.setting
            );
            reader.fault("invalid-configuration", place, message, None);
        }
    }
}

fn is_varied(optimize: &Optimize, setting: &str) -> bool {
    optimize.vary.iter().any(|vary| vary.setting == setting)
}

fn check_one(scenario: &Scenario, vary: &Vary, place: Span, reader: &mut Reader) {
    let parts: Vec<&str> = vary.setting.split('.').collect();
    let all_of_size = vary.values == Some(Values::All);
    let no_all = |reader: &mut Reader| {
        if all_of_size {
            let message = format!("`{}` has no list of all its values", vary.setting);
            let help = Some("name them; `all` is for the `size` of Fargate".to_owned());
            reader.fault("bad-value", place, message, help);
        }
    };
    match parts.as_slice() {
        ["region"] | ["purchase", ..] => no_all(reader),
        ["architectures", architecture, below @ ..] => {
            let Some(found) = scenario.architectures.0.get(architecture) else {
                let known: Vec<&str> = scenario.architectures.0.names().collect();
                return reader.unknown("architecture", architecture, place, &known);
            };
            let (name, setting) = match below {
                ["purchase", ..] => return no_all(reader),
                ["components", name, setting @ ..] if !setting.is_empty() => (name, setting),
                _ => return no_choice(&vary.setting, place, reader),
            };
            let Some(component) = found.components.iter().find(|c| c.name == **name) else {
                let components = found.components.iter();
                let known: Vec<&str> = components.map(|c| c.name.as_str()).collect();
                return reader.unknown("component", name, place, &known);
            };
            let sized = SIZED.contains(&component.service());
            if sized && setting == [SIZE] {
                return;
            }
            no_all(reader);
            let schema = service(component.service()).map(|service| (service.schema)());
            check_setting(schema.as_ref(), setting, sized, place, reader);
        }
        _ => no_choice(&vary.setting, place, reader),
    }
}

fn no_choice(setting: &str, place: Span, reader: &mut Reader) {
    let message = format!("`{setting}` is nothing a search may choose");
    let help = "it may be `architectures.NAME.components.NAME.SETTING`, \
                `architectures.NAME.purchase`, `purchase` or `region`";
    reader.fault("unknown-name", place, message, Some(help.to_owned()));
}

/// Follows the keys of a setting down the schema of its service.
fn check_setting(
    schema: Option<&Value>,
    setting: &[&str],
    sized: bool,
    place: Span,
    reader: &mut Reader,
) {
    let mut at = schema;
    for (depth, key) in setting.iter().enumerate() {
        let Some(properties) = at.and_then(|schema| schema.get("properties")?.as_object()) else {
            return; // what lies below is checked when it is read
        };
        if let Some(below) = properties.get(*key) {
            at = Some(below);
            continue;
        }
        let mut known: Vec<&str> = properties.keys().map(String::as_str).collect();
        if sized && depth == 0 {
            known.push(SIZE);
        }
        return reader.unknown("setting", key, place, &known);
    }
}
