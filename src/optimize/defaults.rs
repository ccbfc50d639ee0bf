//! What varies where the scenario does not say: what follows from its components.

use crate::scenario::{Optimize, Scenario, Values, Vary};
use crate::services::{Component, Settings, api_gateway, fargate, rds};
use crate::syntax::Node;
use crate::units::Measure;
use rust_decimal::Decimal;

/// Families whose Graviton sibling has the same sizes.
const SIBLINGS: &[(&str, &str)] = &[
    ("t3", "t4g"),
    ("m5", "m6g"),
    ("r5", "r6g"),
    ("m6i", "m6g"),
    ("r6i", "r6g"),
    ("m7i", "m7g"),
    ("r7i", "r7g"),
];

/// A setting with some values.
pub(super) fn each<'v>(setting: &str, values: impl Iterator<Item = &'v str>) -> Vary {
    Vary {
        setting: setting.to_owned(),
        values: Some(Values::Each(values.map(Node::scalar).collect())),
        from: None,
        to: None,
        step: None,
        up_to: None,
    }
}

fn range(setting: &str, [from, to, step]: [&str; 3]) -> Vary {
    Vary {
        values: None,
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
        step: Some(step.to_owned()),
        ..each(setting, std::iter::empty())
    }
}

fn all(setting: &str) -> Vary {
    Vary {
        values: Some(Values::All),
        ..each(setting, std::iter::empty())
    }
}

/// The settings that vary by themselves.
pub(super) fn of(scenario: &Scenario, rules: &Optimize, selected: &[&str]) -> Vec<Vary> {
    let mut vary = Vec::new();
    let zones = rules.constraints.zones.map(Measure::amount);
    let several = zones.is_some_and(|zones| zones > Decimal::ONE);
    for (name, architecture) in scenario.architectures.0.iter() {
        if !selected.contains(&name) {
            continue;
        }
        for component in &architecture.components {
            let path = format!("architectures.{name}.components.{}", component.name);
            of_component(component, &path, several, &mut vary);
        }
    }
    vary
}

fn of_component(component: &Component, path: &str, several: bool, vary: &mut Vec<Vary>) {
    let at = |key: &str| format!("{path}.{key}");
    match &component.settings {
        Settings::Fargate(tasks) => {
            vary.push(all(&at("size")));
            if tasks.tasks.is_none() && tasks.scaling.is_some() {
                vary.push(each(&at("scaling.min"), ["1", "2", "3"].into_iter()));
            }
            if tasks.platform != fargate::Platform::Windows {
                let platforms = ["linux-x86", "linux-arm"];
                vary.push(each(&at("platform"), platforms.into_iter()));
            }
        }
        Settings::Lambda(_) => {
            vary.push(range(&at("memory"), ["128 MB", "3008 MB", "64 MB"]));
            vary.push(each(&at("architecture"), ["x86", "arm"].into_iter()));
        }
        Settings::ApiGateway(api)
            if api.kind != api_gateway::Kind::WebSocket && api.cache.is_none() =>
        {
            vary.push(each(&at("kind"), ["rest", "http"].into_iter()));
        }
        Settings::Rds(database) => {
            vary.extend(siblings(&at("class"), &database.class));
            if several && database.deployment == rds::Deployment::Single {
                let deployments = ["single-az", "multi-az"];
                vary.push(each(&at("deployment"), deployments.into_iter()));
            }
        }
        Settings::ElastiCache(cache) => {
            vary.extend(siblings(&at("node"), &cache.node));
            if several {
                vary.push(each(&at("nodes"), ["1", "2"].into_iter()));
            }
        }
        _ => {}
    }
}

/// A class and its sibling on Graviton.
fn siblings(setting: &str, class: &str) -> Option<Vary> {
    let mut parts = class.split('.');
    let (kind, family, size) = (parts.next()?, parts.next()?, parts.next()?);
    let (_, sibling) = SIBLINGS.iter().find(|(known, _)| *known == family)?;
    let sibling = format!("{kind}.{sibling}.{size}");
    Some(each(setting, [class, sibling.as_str()].into_iter()))
}
