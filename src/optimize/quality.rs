//! How good a component is, in what can be weighed against cost.

use crate::formula::{ColdStarts, Conditions, Each, HourSum};
use crate::scenario::Quality;
use crate::services::{Component, Context, Settings, lambda::Lambda};
use crate::units::{Case, Count, Measure, Spread};
use crate::workload::{Workload, mean_slices};
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

/// Idle lifetime of an environment: the middle of 5 to 7 minutes.
const IDLE: Decimal = Decimal::from_parts(360, 0, 0, false, 0);

/// How long a busy environment lives: two hours.
const LIFE: Decimal = Decimal::from_parts(7_200, 0, 0, false, 0);

/// Decimal places of a share.
const PLACES: u32 = 12;

/// How good one component is.
pub(super) fn of(quality: Quality, component: &Component, workload: &Workload) -> Level {
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
        Quality::ColdStarts => match &component.settings {
            Settings::Lambda(function) => Level::of(cold_starts(function, workload).map(|s| -s)),
            _ => Level::Unlimited,
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

/// The part of the invocations that starts an environment: as stated, or from the traffic.
pub(super) fn cold_starts(function: &Lambda, workload: &Workload) -> Option<Decimal> {
    if let Some(stated) = function.cold_starts {
        return Some(stated.expected.amount());
    }
    let requests = Spread::exact(workload.requests_per_month().ok()?.expected);
    let conditions = Conditions {
        requests,
        case: Case::Expected,
        draws: &[],
    };
    let context = Context {
        workload,
        name: "",
        peers: &[],
    };
    let invocations = context
        .occurrences(&function.invocations, "invocation")
        .value(conditions)
        .ok()?;
    if invocations.is_zero() {
        return Some(Decimal::ZERO);
    }
    let busy = workload.burst_factor().ok()?;
    let time = busy.checked_mul(seconds(function, workload)?)?;
    let sum = HourSum {
        unit: "cold starts",
        load: crate::formula::number(Decimal::ZERO),
        each: Each::Cold(ColdStarts {
            in_flight: time.checked_div(Decimal::from(3_600))?,
            idle: IDLE,
            life: LIFE,
        }),
        slices: mean_slices(&workload.profile, |_| Decimal::ZERO),
        period: Decimal::from(workload.profile.len()).checked_mul(Decimal::from(3_600))?,
        month: workload.month.hours(),
    };
    let hours = workload.month.counted_hours();
    let started = sum.at(invocations.checked_div(hours)?).ok()?;
    // Slices count seconds, and cold starts are those of whole hours.
    Some(started.checked_div(invocations)?.round_dp(PLACES))
}
