//! The settings that vary, and the changes each of their values makes.

use super::error::OptimizeError;
use super::group::MOST_PRICED;
use super::{defaults, duration, too_many_in_all};
use crate::architecture::Architecture;
use crate::estimate::Selection;
use crate::scenario::{Change, Optimize, SIZE, SIZED, Scenario, Values, Vary};
use crate::services::{Component, fargate};
use crate::syntax::{Fault, Faults, Source, Span};
use crate::units::{Measure, Vcpu};
use rust_decimal::Decimal;

/// Where a setting belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// To every architecture.
    Everywhere,
    /// To one, as a whole.
    Architecture(String),
    /// To one component of one.
    Component(String, String),
}

/// A setting and its values.
#[derive(Debug, Clone)]
pub(super) struct Dial {
    pub setting: String,
    pub scope: Scope,
    pub options: Vec<Value>,
}

/// A value of a setting, and what it changes.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub text: String,
    pub changes: Vec<Change>,
}

/// All settings that vary, in the order of the scenario.
#[derive(Debug, Clone)]
pub(super) struct Space {
    pub dials: Vec<Dial>,
    pub assumptions: Vec<String>,
}

/// Most configurations of a whole search: some seconds of adding up.
const MOST_IN_ALL: u64 = 4_000_000_000;

/// The largest size that is tried of `all`.
const UP_TO: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

impl Space {
    pub fn new(
        scenario: &Scenario,
        rules: &Optimize,
        selection: &Selection,
    ) -> Result<Space, OptimizeError> {
        let selected: Vec<&str> = selection
            .architectures(scenario)?
            .iter()
            .map(|(name, _)| *name)
            .collect();
        let mut assumptions = Vec::new();
        let mut vary = rules.vary.clone();
        if vary.is_empty() {
            vary = defaults::of(scenario, rules, &selected);
            assumptions.push(
                "What varies follows from the components (`optimize.vary` not given).".to_owned(),
            );
        }
        let regions = &rules.constraints.regions;
        if !regions.is_empty() && !vary.iter().any(|vary| vary.setting == "region") {
            let codes = regions.iter().map(|region| region.as_str());
            vary.insert(0, defaults::each("region", codes));
        }
        let mut dials = Vec::new();
        for vary in &vary {
            let scope = scope(&vary.setting);
            let is_selected = match &scope {
                Scope::Everywhere => true,
                Scope::Architecture(name) | Scope::Component(name, _) => {
                    selected.contains(&name.as_str())
                }
            };
            if is_selected {
                dials.push(dial(scenario, rules, vary, scope, &mut assumptions)?);
            }
        }
        if dials.is_empty() {
            let architectures = selected.iter().map(|name| format!("`{name}`"));
            let architectures = architectures.collect::<Vec<_>>().join(", ");
            return Err(OptimizeError::NothingVaries { architectures });
        }
        Ok(Space { dials, assumptions })
    }

    /// Refuses a search that has too much to do, before any of it is done.
    pub fn check(
        &self,
        architectures: &[(&str, &Architecture)],
        levels: usize,
    ) -> Result<(), OptimizeError> {
        let all = |dials: &dyn Fn(&str) -> usize| {
            let each = architectures.iter().map(|(name, _)| dials(name));
            let all = each.fold(0, usize::saturating_add);
            u64::try_from(all.saturating_mul(levels)).unwrap_or(u64::MAX)
        };
        let product = |dials: Vec<&Dial>| {
            let counts = dials.into_iter().map(|dial| dial.options.len());
            counts.fold(1, usize::saturating_mul)
        };
        let outer = all(&|name| product(self.outer_dials(name)));
        if outer > MOST_PRICED {
            let what = "regions and ways of buying";
            return Err(too_many_in_all(what, outer, MOST_PRICED));
        }
        match all(&|name| product(self.of(name))) {
            all if all <= MOST_IN_ALL => Ok(()),
            all => Err(too_many_in_all("configurations", all, MOST_IN_ALL)),
        }
    }

    /// The settings that concern an architecture.
    pub fn of(&self, architecture: &str) -> Vec<&Dial> {
        let concerns = |dial: &&Dial| match &dial.scope {
            Scope::Everywhere => true,
            Scope::Architecture(name) | Scope::Component(name, _) => name == architecture,
        };
        self.dials.iter().filter(concerns).collect()
    }

    /// The settings of components of an architecture.
    pub fn inner(&self, architecture: &str) -> Vec<&Dial> {
        let inner = |dial: &&Dial| matches!(dial.scope, Scope::Component(..));
        self.of(architecture).into_iter().filter(inner).collect()
    }

    /// Every combination of the settings that concern an architecture as a whole, as the place of the
    /// value of each.
    pub fn outer(&self, architecture: &str) -> Vec<Vec<usize>> {
        let counts = self.outer_dials(architecture);
        let counts: Vec<usize> = counts.iter().map(|dial| dial.options.len()).collect();
        combinations(&counts).collect()
    }

    pub fn outer_dials(&self, architecture: &str) -> Vec<&Dial> {
        let outer = |dial: &&Dial| !matches!(dial.scope, Scope::Component(..));
        self.of(architecture).into_iter().filter(outer).collect()
    }
}

/// Every combination of some counts, the last running fastest.
pub(super) fn combinations(counts: &[usize]) -> impl Iterator<Item = Vec<usize>> + use<> {
    let counts = counts.to_vec();
    let mut next = (!counts.contains(&0)).then(|| vec![0; counts.len()]);
    std::iter::from_fn(move || {
        let current = next.take()?;
        let mut following = current.clone();
        for (place, count) in following.iter_mut().zip(&counts).rev() {
            *place += 1;
            if *place < *count {
                next = Some(following);
                break;
            }
            *place = 0;
        }
        Some(current)
    })
}

fn scope(setting: &str) -> Scope {
    let parts: Vec<&str> = setting.split('.').collect();
    match parts.as_slice() {
        ["architectures", name, "components", component, ..] => {
            Scope::Component((*name).to_owned(), (*component).to_owned())
        }
        ["architectures", name, ..] => Scope::Architecture((*name).to_owned()),
        _ => Scope::Everywhere,
    }
}

fn component<'s>(scenario: &'s Scenario, scope: &Scope) -> Option<&'s Component> {
    let Scope::Component(architecture, name) = scope else {
        return None;
    };
    let architecture = scenario.architectures.0.get(architecture)?;
    architecture.components.iter().find(|c| c.name == *name)
}

/// A change a search makes.
pub(super) fn change(path: &str, value: &str) -> Change {
    Change {
        name: format!("optimize: {path}"),
        path: path.to_owned(),
        value: value.to_owned(),
    }
}

fn dial(
    scenario: &Scenario,
    rules: &Optimize,
    vary: &Vary,
    scope: Scope,
    assumptions: &mut Vec<String>,
) -> Result<Dial, OptimizeError> {
    let found = component(scenario, &scope);
    let is_size = vary.setting.ends_with(&format!(".{SIZE}"))
        && found.is_some_and(|component| SIZED.contains(&component.service()));
    let plain = |value: String| Value {
        changes: vec![change(&vary.setting, &value)],
        text: value,
    };
    let options = match is_size {
        true => sizes(vary, assumptions)?,
        false => vary.values().into_iter().map(plain).collect(),
    };
    let mut dial = Dial {
        setting: vary.setting.clone(),
        scope,
        options,
    };
    if let Some(function) = found {
        duration::follow_memory(scenario, rules, function, &mut dial, assumptions);
    }
    Ok(dial)
}

/// Sizes of tasks: vCPU and memory together.
fn sizes(vary: &Vary, assumptions: &mut Vec<String>) -> Result<Vec<Value>, OptimizeError> {
    let above = vary.setting.strip_suffix(SIZE).unwrap_or(&vary.setting);
    let size = |cpu: &str, memory: &str| Value {
        text: format!("{cpu} with {memory}"),
        changes: vec![
            change(&format!("{above}cpu"), cpu),
            change(&format!("{above}memory"), memory),
        ],
    };
    if vary.values == Some(Values::All) {
        let most = vary.up_to.map_or(UP_TO, Vcpu::amount);
        assumptions.push(format!(
            "`{}`: every size Fargate sells up to {most} vCPU{}.",
            vary.setting,
            if vary.up_to.is_some() {
                ""
            } else {
                " (`up_to` not given)"
            },
        ));
        let sold = fargate::sizes_sold().into_iter();
        let small = sold.filter(|(cpu, _)| *cpu <= most);
        let shown = small.map(|(cpu, gb)| size(&format!("{cpu} vCPU"), &format!("{gb} GB")));
        return Ok(shown.collect());
    }
    let read = |text: String| {
        let parts = text.split_once("vCPU").map(|(cpu, memory)| {
            let memory = memory.trim().trim_start_matches("with").trim();
            (format!("{} vCPU", cpu.trim()), memory.to_owned())
        });
        match parts {
            Some((cpu, memory)) if !memory.is_empty() => Ok(size(&cpu, &memory)),
            _ => Err(not_a_size(vary, &text)),
        }
    };
    vary.values().into_iter().map(read).collect()
}

fn not_a_size(vary: &Vary, text: &str) -> OptimizeError {
    let source = Source::new(format!("optimize: {}", vary.setting), text);
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let fault = Fault {
        code: "bad-value",
        message: format!("`{text}` is not a size"),
        span: Span {
            source: 0,
            start: 0,
            end,
        },
        help: Some("a size is vCPU with memory, such as `0.5 vCPU with 1 GB`".to_owned()),
        command: None,
    };
    OptimizeError::Faults(Faults::one(source, fault))
}
