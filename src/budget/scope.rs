//! What a budget is about: the scenarios, architectures, traffic levels and parts it names.

use crate::estimate::Estimate;
use crate::scenario::{Budget, Scenario};
use crate::syntax::{Placed, Reader, Span};
use std::collections::BTreeSet;

/// Why a budget is about nothing in a scenario: what it names and is not there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Miss {
    /// How far it got: what is found missing later fits better.
    pub(super) step: Step,
    /// The name that is not there.
    pub(super) name: String,
    /// The names that are.
    pub(super) known: BTreeSet<String>,
}

/// What is looked for, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Scenario,
    Tag,
    Architecture,
    Cheapest,
    Between,
    Traffic,
    Component,
    Service,
    Users,
}

impl Step {
    fn key(self) -> &'static str {
        match self {
            Step::Scenario => "scenario",
            Step::Tag => "tags",
            Step::Architecture => "architecture",
            Step::Cheapest => "cheapest",
            Step::Between => "break_even",
            Step::Traffic => "traffic",
            Step::Component => "component",
            Step::Service => "service",
            Step::Users => "per_user",
        }
    }

    fn what(self) -> &'static str {
        match self {
            Step::Scenario => "scenario",
            Step::Tag => "tag",
            Step::Architecture | Step::Cheapest | Step::Between => "architecture",
            Step::Traffic => "traffic level",
            Step::Component => "component",
            Step::Service => "service",
            Step::Users => "users",
        }
    }
}

impl Miss {
    fn new<N: Into<String>>(step: Step, name: &str, known: impl IntoIterator<Item = N>) -> Miss {
        Miss {
            step,
            name: name.to_owned(),
            known: known.into_iter().map(Into::into).collect(),
        }
    }

    /// True when the scenario is one the budget is for, but has nothing it is about.
    pub(super) fn is_inside(&self) -> bool {
        self.step > Step::Tag
    }

    /// Notes the fault in the budget, whose places are moved to its source.
    pub(super) fn note(&self, budget: &Placed<Budget>, source: u32, reader: &mut Reader) {
        let span = moved(budget.place(self.step.key()), source);
        if self.step == Step::Users {
            let message = format!(
                "`{}` is about no traffic level that states users",
                budget.name
            );
            let help = "state its requests as `5000 users × 20 per day`, or use `per_request`";
            reader.fault("matches-nothing", span, message, Some(help.to_owned()));
            return;
        }
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        reader.unknown(self.step.what(), &self.name, span, &known);
    }
}

/// A place in the first source as the same place in another; a place in a change of the command line
/// stands in no file.
pub(super) fn moved(span: Span, source: u32) -> Span {
    match span.source {
        0 => Span { source, ..span },
        _ => Span {
            source: u32::MAX,
            ..span
        },
    }
}

/// What a budget is about in a scenario.
#[derive(Debug)]
pub(super) struct Scope<'s> {
    pub(super) architectures: Vec<&'s str>,
    pub(super) levels: Vec<&'s str>,
}

impl Scope<'_> {
    pub(super) fn has(&self, estimate: &Estimate) -> bool {
        self.architectures.contains(&estimate.architecture.as_str())
            && self.levels.contains(&estimate.traffic.as_str())
    }
}

/// Whether a budget is about a scenario at all.
pub(super) fn of_scenario(budget: &Budget, scenario: &Scenario) -> Result<(), Miss> {
    if let Some(pattern) = &budget.scenario
        && !matches(pattern, &scenario.name)
    {
        return Err(Miss::new(Step::Scenario, pattern, [&scenario.name]));
    }
    if !budget.tags.are_among(&scenario.tags) {
        let shown = |(name, text): (&str, &str)| format!("{name}: {text}");
        let missing = budget
            .tags
            .iter()
            .find(|(name, text)| scenario.tags.get(name) != Some(text));
        let missing = missing.map_or_else(String::new, shown);
        return Err(Miss::new(
            Step::Tag,
            &missing,
            scenario.tags.iter().map(shown),
        ));
    }
    Ok(())
}

/// What a budget is about in a scenario and its estimates.
pub(super) fn of<'s>(
    budget: &Budget,
    scenario: &'s Scenario,
    estimates: &[Estimate],
) -> Result<Scope<'s>, Miss> {
    of_scenario(budget, scenario)?;
    let mut architectures: Vec<&str> = scenario.architectures.0.names().collect();
    let mut levels: Vec<&str> = scenario.traffic.0.names().collect();
    let between = budget.break_even.iter().flat_map(|limit| &limit.between);
    let named = budget
        .architecture
        .iter()
        .map(|name| (Step::Architecture, name));
    let named = named.chain(budget.cheapest.iter().map(|name| (Step::Cheapest, name)));
    for (step, name) in named.chain(between.map(|name| (Step::Between, name))) {
        if !architectures.contains(&name.as_str()) {
            return Err(Miss::new(step, name, architectures));
        }
    }
    if let Some(name) = &budget.architecture {
        architectures.retain(|known| known == name);
    }
    if let Some(name) = &budget.traffic {
        if !levels.contains(&name.as_str()) {
            return Err(Miss::new(Step::Traffic, name, levels));
        }
        levels.retain(|known| known == name);
    }
    let parts: Vec<Part<'_>> = architectures
        .iter()
        .flat_map(|name| parts_of(name, scenario, estimates))
        .collect();
    if let Some(name) = &budget.component {
        if !parts.iter().any(|part| part.component == name) {
            let known = parts.iter().map(|part| part.component);
            return Err(Miss::new(Step::Component, name, known));
        }
        let has = |architecture: &str| {
            let mut parts = parts
                .iter()
                .filter(|part| part.architecture == architecture);
            parts.any(|part| part.component == name)
        };
        architectures.retain(|architecture| has(architecture));
    }
    if let Some(name) = &budget.service {
        let of_component = |part: &&Part<'_>| {
            let component = budget.component.as_deref();
            component.is_none_or(|component| component == part.component)
        };
        let parts: Vec<&Part<'_>> = parts.iter().filter(of_component).collect();
        if !parts.iter().any(|part| part.service == name) {
            let known = parts.iter().map(|part| part.service);
            return Err(Miss::new(Step::Service, name, known));
        }
        let has = |architecture: &str| {
            let mut parts = parts
                .iter()
                .filter(|part| part.architecture == architecture);
            parts.any(|part| part.service == name)
        };
        architectures.retain(|architecture| has(architecture));
    }
    if budget.per_user.is_some() {
        let has_users = |level: &&str| users(scenario, level).is_some();
        if !levels.iter().any(has_users) {
            return Err(Miss::new(Step::Users, "", [""; 0]));
        }
    }
    Ok(Scope {
        architectures,
        levels,
    })
}

/// How many users a traffic level comes from.
pub(super) fn users(scenario: &Scenario, level: &str) -> Option<rust_decimal::Decimal> {
    use crate::units::Measure;
    let users = scenario.traffic.0.get(level)?.requests.users?;
    Some(users.count.amount())
}

/// A component or what else is charged of an architecture.
struct Part<'p> {
    architecture: &'p str,
    component: &'p str,
    service: &'p str,
}

fn parts_of<'p>(name: &'p str, scenario: &'p Scenario, estimates: &'p [Estimate]) -> Vec<Part<'p>> {
    let architecture = scenario.architectures.0.get(name);
    let components = architecture.iter().flat_map(|a| &a.components);
    let stated = components.map(|component| Part {
        architecture: name,
        component: &component.name,
        service: component.service(),
    });
    // Commitments are charged beside the components.
    let estimates = estimates.iter().filter(|e| e.architecture == name);
    let charged = estimates.flat_map(|estimate| &estimate.charges);
    let charged = charged.map(|charge| Part {
        architecture: name,
        component: &charge.component,
        service: charge.service,
    });
    stated.chain(charged).collect()
}

/// Whether a name is of a pattern with `*` for any text and `?` for any character.
fn matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    // Where the last `*` stands, and the first character it does not stand for yet.
    let mut star: Option<(usize, usize)> = None;
    let (mut p, mut n) = (0, 0);
    while n < name.len() {
        let wanted = pattern.get(p);
        match wanted {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || name.get(n) == Some(c) => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((at, first)) => {
                    star = Some((at, first + 1));
                    p = at + 1;
                    n = first + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_stand_for_names() {
        for (pattern, name, wanted) in [
            ("Checkout", "Checkout", true),
            ("Checkout", "checkout", false),
            ("shop-*", "shop-eu", true),
            ("shop-*", "shop-", true),
            ("*-eu", "shop-eu-eu", true),
            ("*-eu", "shop-us", false),
            ("s?op", "shop", true),
            ("s?op", "sop", false),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b", "ab-a", false),
            ("*", "", true),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, name), wanted, "{pattern} {name}");
        }
    }
}
