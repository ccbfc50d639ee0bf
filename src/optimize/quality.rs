//! How good a component is, in what can be weighed against cost.

use crate::scenario::Quality;
use crate::services::{Component, Context, Settings, lambda::Lambda};
use crate::units::{Count, Measure, Spread};
use crate::workload::Workload;
use rust_decimal::Decimal;

/// How good something is: more is better, whatever the quality. An architecture is as good as the
/// worst of its components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not known; worse than anything known.
    Unknown,
    /// So good. What is better when it is less has a minus.
    Known(Decimal),
    /// No component limits it: a function has no tasks.
    Unlimited,
}

impl Level {
    fn of(value: Option<Decimal>) -> Level {
        value.map_or(Level::Unknown, |value| Level::Known(value.normalize()))
    }
}

/// Decimal places of a share.
const PLACES: u32 = 12;

/// How good one component is.
pub(super) fn of(quality: Quality, component: &Component, context: &Context<'_>) -> Level {
    let workload = context.workload;
    match quality {
        Quality::Cost => Level::Unlimited,
        Quality::Headroom => headroom(component, workload),
        Quality::Redundancy => match copies(component, workload) {
            Some(copies) => Level::of(copies),
            None => Level::Unlimited,
        },
        Quality::Latency => match &component.settings {
            Settings::Lambda(function) => Level::of(seconds(function, workload).map(|s| -s)),
            _ => Level::Unlimited,
        },
        Quality::ColdStarts => match component.settings.cold_starts(context) {
            Ok(Some(share)) => Level::of(Some(-share)),
            Ok(None) => Level::Unlimited,
            Err(_) => Level::Unknown,
        },
        Quality::Memory => match &component.settings {
            Settings::Lambda(function) => Level::Known(function.memory.amount()),
            Settings::Fargate(tasks) => {
                let memory = tasks.memory.at(&workload.level);
                Level::of(memory.map(|memory| memory.amount()))
            }
            Settings::EksFargate(pods) => {
                let memory = pods.memory.at(&workload.level);
                Level::of(memory.map(|memory| memory.amount()))
            }
            _ => Level::Unlimited,
        },
    }
}

/// What tasks have to spare; pods and instances carry what nobody stated.
pub(super) fn headroom(component: &Component, workload: &Workload) -> Level {
    match &component.settings {
        Settings::Fargate(tasks) => Level::of(tasks.headroom(workload).map(|h| h.round_dp(PLACES))),
        Settings::EksFargate(_) | Settings::Ec2(_) => Level::Unknown,
        _ => Level::Unlimited,
    }
}

/// The fewest copies of what comes in copies; `None` for what does not.
pub(super) fn copies(component: &Component, workload: &Workload) -> Option<Option<Decimal>> {
    let least = |counts: Option<&Spread<Count>>| counts.map(|count| count.low.amount());
    match &component.settings {
        Settings::Fargate(tasks) => Some(tasks.copies(workload).map(|copies| copies.0)),
        Settings::EksFargate(pods) => Some(least(pods.pods.at(&workload.level))),
        Settings::Ec2(instances) => Some(least(instances.instances.at(&workload.level))),
        _ => None,
    }
}

/// Seconds an invocation takes, without its cold start.
pub(super) fn seconds(function: &Lambda, workload: &Workload) -> Option<Decimal> {
    let duration = function.duration.or(workload.request.duration)?;
    Some(duration.expected.seconds())
}
