//! What a component breaks of the constraints.

use super::quality::{self, Level};
use crate::scenario::Constraints;
use crate::services::{Component, Context, Metered, Settings, fargate, lambda};
use crate::units::{Measure, Percent};
use crate::warning::WarningCode;
use crate::workload::Workload;
use rust_decimal::Decimal;

/// A code, and what is broken.
pub(super) type Broken = (&'static str, String);

/// The first constraint a component breaks.
pub(super) fn broken(
    constraints: &Constraints,
    component: &Component,
    context: &Context<'_>,
) -> Option<Broken> {
    let (name, workload) = (&component.name, context.workload);
    if !constraints.arm && runs_on_arm(component) {
        return Some(("arm", format!("`{name}` runs on Arm, which is not allowed")));
    }
    if let Some(needed) = constraints.zones.map(Measure::amount)
        && let Some(zones) = zones(component, workload)
        && zones < needed
    {
        let message = format!("`{name}` is in {zones} zones at most, and {needed} are needed");
        return Some(("zones", message));
    }
    if !constraints.saturated && is_saturated(component, context) {
        let message = format!("`{name}` can't carry the traffic of every hour");
        return Some((WarningCode::CapacitySaturated.code(), message));
    }
    if let Some(needed) = constraints.peak_headroom.map(Measure::amount) {
        let message = match quality::headroom(component, workload) {
            Level::Unknown => Some(format!(
                "it is not known what `{name}` has to spare (`request.cpu_time`, `scaling`)"
            )),
            Level::Known(spare) if spare < needed => {
                let shown = |part: Decimal| Percent::of(part.round_dp(3));
                let (spare, needed) = (shown(spare), shown(needed));
                Some(format!(
                    "`{name}` has {spare} to spare, and {needed} are needed"
                ))
            }
            Level::Known(_) | Level::Unlimited => None,
        };
        if let Some(message) = message {
            return Some(("peak-headroom", message));
        }
    }
    if let Settings::Lambda(function) = &component.settings
        && let Some(broken) = of_function(constraints, name, function, workload)
    {
        return Some(broken);
    }
    let most = constraints.cold_starts?;
    let share = match component.settings.cold_starts(context) {
        Ok(None) => return None,
        Ok(Some(share)) if share <= most.amount() => return None,
        Ok(Some(share)) => Percent::shown(share).to_string(),
        Err(_) => "a part not known".to_owned(),
    };
    let message = format!("{share} of the invocations of `{name}` start cold, {most} are allowed");
    Some(("cold-starts", message))
}

fn of_function(
    constraints: &Constraints,
    name: &str,
    function: &lambda::Lambda,
    workload: &Workload,
) -> Option<Broken> {
    if let Some(needed) = workload.request.memory
        && function.memory < needed
    {
        let message = format!(
            "`{name}` has {}, and a request needs {needed} (`request.memory`)",
            function.memory
        );
        return Some(("memory", message));
    }
    if let Some(most) = constraints.duration.map(|most| most.seconds()) {
        let seconds = quality::seconds(function, workload);
        if seconds.is_none_or(|seconds| seconds > most) {
            let takes =
                seconds.map_or_else(|| "a time not stated".to_owned(), |s| format!("{s} s"));
            let message = format!("`{name}` takes {takes}, and {most} s are allowed");
            return Some(("duration", message));
        }
    }
    None
}

/// Whether code of the application runs on Arm. What AWS runs, databases and caches, is left out.
fn runs_on_arm(component: &Component) -> bool {
    match &component.settings {
        Settings::Fargate(tasks) => tasks.platform == fargate::Platform::LinuxArm,
        Settings::Lambda(function) => function.architecture == lambda::Architecture::Arm,
        Settings::Ec2(instances) => {
            // `t4g.nano`, `m7gd.large`, `a1.large`: a `g` behind the generation, or the first family.
            let family = instances.class.split('.').next().unwrap_or_default();
            let generation = family.find(|c: char| c.is_ascii_digit());
            let behind = generation.and_then(|at| family.get(at + 1..));
            family == "a1" || behind.is_some_and(|behind| behind.starts_with('g'))
        }
        _ => false,
    }
}

/// Zones a component can be in; `None` for what AWS spreads over zones by itself.
fn zones(component: &Component, workload: &Workload) -> Option<Decimal> {
    use crate::services::rds::Deployment;
    if let Some(copies) = quality::copies(component, workload) {
        return Some(copies.unwrap_or_default());
    }
    let level = &workload.level;
    match &component.settings {
        Settings::Rds(database) => Some(match database.deployment {
            Deployment::Single => Decimal::ONE,
            Deployment::Multi => Decimal::TWO,
        }),
        Settings::Aurora(cluster) => {
            let readers = cluster.readers.at(level)?.low.amount();
            Some(Decimal::ONE.saturating_add(readers))
        }
        Settings::ElastiCache(cache) => Some(cache.nodes.at(level)?.low.amount()),
        _ => None,
    }
}

fn is_saturated(component: &Component, context: &Context<'_>) -> bool {
    if !matches!(component.settings, Settings::Fargate(_)) {
        return false;
    }
    let mut metered = Metered::default();
    // What can't be metered at all is found where it is priced.
    let stated = component.settings.meter(context, &mut metered);
    let saturated = |code| code == WarningCode::CapacitySaturated;
    stated.is_ok() && metered.warnings.iter().any(|w| saturated(w.code))
}
