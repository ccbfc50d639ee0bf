//! How long a function takes with other memory, and what a request takes of a vCPU meanwhile.
//!
//! A function has a full vCPU at 1,769 MB and its share of one below. The part of its time that takes
//! the CPU grows as that share shrinks; waiting for a database does not. Source: Lambda developer guide,
//! "Configure Lambda function memory".

use super::space::{Dial, Space, change};
use crate::scenario::{Change, Optimize, Scenario};
use crate::services::{Component, Settings, lambda};
use crate::units::{
    ArithmeticError, Duration, Measure, Percent, Size, Spread, arithmetic, show_spread,
};
use crate::workload::FULL_VCPU_MB;
use rust_decimal::Decimal;

/// Gives each memory of a function the duration that goes with it.
pub(super) fn follow_memory(
    scenario: &Scenario,
    rules: &Optimize,
    component: &Component,
    dial: &mut Dial,
    assumptions: &mut Vec<String>,
) {
    let Settings::Lambda(function) = &component.settings else {
        return;
    };
    let Some(above) = dial.setting.strip_suffix("memory") else {
        return;
    };
    let own = format!("{above}duration");
    let varied = rules.vary.iter().any(|vary| vary.setting == own);
    let Some(duration) = function.duration.or(scenario.request.duration) else {
        return;
    };
    if varied {
        return; // the scenario says how long it takes
    }
    let (bound, why) = cpu_bound(scenario, rules, function, duration);
    let name = &component.name;
    let percent = Percent::of(bound.round_dp(4));
    assumptions.push(format!(
        "`{name}`: {percent} of its duration at {} takes the CPU{why}, and takes longer with less \
         memory, up to 1,769 MB.",
        function.memory
    ));
    for value in &mut dial.options {
        let Ok(memory) = Size::parse(&value.text) else {
            continue; // is reported where it is read
        };
        if memory == function.memory || bound.is_zero() {
            continue;
        }
        let scaled = |time: Duration| with_memory(time, bound, function.memory, memory);
        let scaled = Spread::try_from_cases(|case| scaled(duration.at(case)));
        if let Ok(scaled) = scaled {
            value.changes.push(change(&own, &show_spread(&scaled)));
        }
    }
}

/// The part of the duration that takes the CPU, and where that is from.
fn cpu_bound(
    scenario: &Scenario,
    rules: &Optimize,
    function: &lambda::Lambda,
    duration: Spread<Duration>,
) -> (Decimal, &'static str) {
    if let Some(stated) = rules.cpu_bound {
        return (stated.amount(), "");
    }
    let of_request = || {
        let cpu_time = scenario.request.cpu_time?.expected.amount();
        let time = cpu_time.checked_mul(Decimal::from(FULL_VCPU_MB))?;
        let has = power(function.memory).checked_mul(duration.expected.amount())?;
        time.checked_div(has)
    };
    match of_request() {
        Some(part) => (part.min(Decimal::ONE), " (from `request.cpu_time`)"),
        None => (Decimal::ONE, " (`cpu_bound` not given)"),
    }
}

/// Memory as far as more of it makes a single thread faster, in MB.
fn power(memory: Size) -> Decimal {
    memory.megabytes().min(Decimal::from(FULL_VCPU_MB))
}

/// The time with other memory, in whole milliseconds, as it is billed.
fn with_memory(
    time: Duration,
    bound: Decimal,
    stated: Size,
    memory: Size,
) -> Result<Duration, ArithmeticError> {
    let busy = arithmetic::mul(time.amount(), bound)?;
    let waiting = arithmetic::sub(time.amount(), busy)?;
    let busy = arithmetic::mul_div(busy, power(stated), power(memory))?;
    Ok(Duration::of(arithmetic::add(waiting, busy)?.ceil()))
}

/// A request's time of a vCPU, fixed where tasks follow it and it would follow the memory of a function
/// that varies: what a request takes does not depend on what else is tried.
pub(super) fn pinned(scenario: &Scenario, space: &Space) -> Vec<Change> {
    let follows = |component: &Component| match &component.settings {
        Settings::Fargate(tasks) if tasks.tasks.is_none() => tasks
            .scaling
            .as_ref()
            .is_some_and(|scaling| scaling.cpu_time.is_none()),
        _ => false,
    };
    let architectures = scenario.architectures.0.iter();
    let mut components = architectures.flat_map(|(_, architecture)| &architecture.components);
    let is_memory = |dial: &Dial| {
        dial.setting.ends_with(".memory")
            || dial.setting.ends_with(".duration")
            || dial.setting.ends_with(".invocations")
    };
    let needed = scenario.request.cpu_time.is_none()
        && components.any(follows)
        && space.dials.iter().any(is_memory);
    if !needed {
        return Vec::new();
    }
    let level = scenario.traffic.0.names().next();
    let memory = level.and_then(|level| scenario.workload(level)?.function_memory);
    let (Some(memory), Some(duration)) = (memory, scenario.request.duration) else {
        return Vec::new();
    };
    let of = |time: Duration| {
        let full = Decimal::from(FULL_VCPU_MB);
        let time = arithmetic::mul_div(time.amount(), memory.megabytes(), full)?;
        // A thousandth of a millisecond more at most: still an upper bound.
        let places = rust_decimal::RoundingStrategy::AwayFromZero;
        Ok::<Duration, ArithmeticError>(Duration::of(time.round_dp_with_strategy(3, places)))
    };
    match Spread::try_from_cases(|case| of(duration.at(case))) {
        Ok(time) => vec![change("request.cpu_time", &show_spread(&time))],
        Err(_) => Vec::new(),
    }
}

/// What was fixed, as sentences.
pub(super) fn said(pinned: &[Change]) -> Option<String> {
    let fixed = pinned.first()?;
    Some(format!(
        "A request takes {} of a vCPU, as the functions stated could give it at most, whatever memory \
         is tried (`request.cpu_time` not given).",
        fixed.value
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str, bound: &str, stated: &str, memory: &str) -> String {
        let size = |text| Size::parse(text).unwrap();
        let duration = Duration::parse(text).unwrap();
        let bound = bound.parse().unwrap();
        let time = with_memory(duration, bound, size(stated), size(memory));
        time.unwrap().to_string()
    }

    /// 500 ms × 512 ÷ 128 = 2 s; half of it waiting: 250 + 1,000; more than a vCPU does not help:
    /// 500 × 512 ÷ 1,769 = 144.71.
    #[test]
    fn what_takes_the_cpu_takes_longer_with_less_memory() {
        assert_eq!(time("500 ms", "1", "512 MB", "128 MB"), "2 s");
        assert_eq!(time("500 ms", "0.5", "512 MB", "128 MB"), "1.25 s");
        assert_eq!(time("500 ms", "0", "512 MB", "128 MB"), "500 ms");
        assert_eq!(time("500 ms", "1", "512 MB", "1769 MB"), "145 ms");
        assert_eq!(time("500 ms", "1", "512 MB", "3008 MB"), "145 ms");
        assert_eq!(time("500 ms", "1", "3 GB", "2 GB"), "500 ms");
    }
}
