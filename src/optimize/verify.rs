//! Configurations priced in full, as `breakeven compare` prices them.

use super::found::{Choice, Configuration};
use super::section::Section;
use super::space::{Space, change};
use super::trial::grid;
use super::walk::Place;
use super::{Job, Level, OptimizeError, trial};
use crate::estimate::{Estimate, Selection, estimate};
use crate::scenario::{Change, Scenario};
use crate::syntax::Source;
use crate::units::Money;
use rust_decimal::Decimal;

/// Configurations of each section that are priced in full, beside those that are listed.
const SAMPLE: u64 = 24;

/// Prices a sample of all configurations in full.
pub(super) fn sample(
    job: &Job<'_>,
    space: &Space,
    sections: &[Section],
    level: &str,
) -> Result<(), OptimizeError> {
    for (number, section) in sections.iter().enumerate() {
        if section.valid == 0 {
            continue;
        }
        // The same sample every time: a congruence is as good as chance here, and repeats.
        let mut seed = section.valid;
        for _ in 0..SAMPLE.min(section.valid) {
            let (mut cost, mut ordinal) = (section.start, 0_u64);
            for group in &section.groups {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let count = u64::try_from(group.combinations.len()).unwrap_or(1).max(1);
                let at = usize::try_from((seed >> 33) % count).unwrap_or_default();
                if let Some(combination) = group.combinations.get(at) {
                    cost += combination.added;
                    ordinal += combination.ordinal;
                }
            }
            let place = Place {
                cost,
                section: number,
                ordinal,
            };
            let changes = all_changes(job, space, section, ordinal);
            let scenario = job.template.with(&changes)?;
            check(section, &scenario, &place, &changes, level)?;
        }
    }
    Ok(())
}

fn all_changes(job: &Job<'_>, space: &Space, section: &Section, ordinal: u64) -> Vec<Change> {
    let own = section.changes(space, ordinal);
    job.pinned.iter().cloned().chain(own).collect()
}

/// Prices a configuration in full; an error when it costs anything else.
fn check(
    section: &Section,
    scenario: &Scenario,
    place: &Place,
    changes: &[Change],
    level: &str,
) -> Result<Estimate, OptimizeError> {
    let selection = Selection {
        architectures: vec![section.architecture.clone()],
        traffic: vec![level.to_owned()],
    };
    let estimates = estimate(scenario, &section.catalog, &selection)?;
    let disagrees = |exact: String| {
        let changes = changes.iter().map(|c| format!("{} = {}", c.path, c.value));
        let unit = Decimal::new(1, 18);
        let found = Decimal::try_from_i128_with_scale(place.cost, 18).unwrap_or(unit);
        OptimizeError::Disagrees {
            architecture: section.architecture.clone(),
            changes: changes.collect::<Vec<_>>().join(", "),
            found: found.normalize().to_string(),
            exact,
        }
    };
    let Some(estimate) = estimates.into_iter().next() else {
        return Err(disagrees("nothing".to_owned()));
    };
    let exact: Money = estimate.monthly_cost.expected;
    match grid(exact)? == place.cost {
        true => Ok(estimate),
        false => Err(disagrees(exact.to_string())),
    }
}

/// A configuration as it is listed: read back from its own text, priced in full.
pub(super) fn listed(
    job: &Job<'_>,
    space: &Space,
    sections: &[Section],
    level: &str,
    place: &Place,
) -> Result<Configuration, OptimizeError> {
    let section = sections.get(place.section);
    let section = section.ok_or(crate::units::ArithmeticError::Overflow)?;
    let changes = all_changes(job, space, section, place.ordinal);
    let yaml = text(job, section, &changes)?;
    let scenario = Scenario::parse(Source::new("configuration.yaml", yaml.clone()))?;
    let estimate = check(section, &scenario, place, &changes, level)?;
    let inner = section.values(place.ordinal);
    let chosen = section.outer.iter().copied().map(Some).chain(inner);
    let dials = space.outer_dials(&section.architecture);
    let dials = dials.into_iter().chain(space.inner(&section.architecture));
    let choices = dials.zip(chosen).filter_map(|(dial, value)| {
        Some(Choice {
            setting: dial.setting.clone(),
            value: dial.options.get(value?)?.text.clone(),
        })
    });
    Ok(Configuration {
        architecture: section.architecture.clone(),
        title: estimate.title,
        region: scenario.region.as_str().to_owned(),
        choices: choices.collect(),
        monthly_cost: estimate.monthly_cost,
        qualities: qualities(job, section, &scenario, level),
        changes,
        yaml,
    })
}

/// The whole scenario with its changes.
fn text(job: &Job<'_>, section: &Section, changes: &[Change]) -> Result<String, OptimizeError> {
    let scenario = job.template.with(changes)?;
    let mut all = changes.to_vec();
    let name = format!("{}, {} as found", scenario.name, section.architecture);
    all.push(change("name", &quoted(&name)));
    Ok(job.template.text(&all)?)
}

/// A text as YAML that is nothing but text.
fn quoted(text: &str) -> String {
    // Between double quotes YAML takes what JSON writes, and escapes for what may not stand there.
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn qualities(job: &Job<'_>, section: &Section, scenario: &Scenario, level: &str) -> Vec<Level> {
    let architecture = scenario.architectures.0.get(&section.architecture);
    let (Some(architecture), Some(workload)) = (architecture, scenario.workload(level)) else {
        return Vec::new();
    };
    let place = trial::Place {
        job,
        catalog: &section.catalog,
        architecture: &section.architecture,
        level,
        outer: Vec::new(),
    };
    let names: Vec<&str> = architecture
        .components
        .iter()
        .map(|c| c.name.as_str())
        .collect();
    let read = trial::Read {
        scenario: scenario.clone(),
        workload,
    };
    place.look(&read, architecture, &names).0
}
