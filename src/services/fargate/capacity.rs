//! Task-hours of a month: as stated, or from the traffic of each hour.

use super::busy::carried;
use super::{Fargate, Scaling};
use crate::formula::{Each, Formula, HourSum, Label, Slice, largest, spread, symbol};
use crate::services::public_ipv4::METERED;
use crate::services::{Capacity, Context, Meter, MeterError};
use crate::syntax::PerTraffic;
use crate::units::number::grouped;
use crate::units::{Count, Duration, Measure, Percent, Spread, arithmetic};
use crate::warning::WarningCode;
use crate::workload::{Lags, Workload, capacity_slices};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::sync::{Arc, LazyLock};

/// One task where nothing says how many.
static ONE: LazyLock<PerTraffic<Spread<Count>>> =
    LazyLock::new(|| PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))));

/// What says how many tasks run.
pub(super) enum Tasks<'a> {
    /// The scenario does.
    Stated(&'a PerTraffic<Spread<Count>>),
    /// The traffic does.
    Scaled(&'a Scaling),
}

impl Fargate {
    pub(super) fn counted(&self) -> Tasks<'_> {
        match (&self.tasks, &self.scaling) {
            (Some(tasks), _) => Tasks::Stated(tasks),
            (None, Some(scaling)) => Tasks::Scaled(scaling),
            (None, None) => Tasks::Stated(&ONE),
        }
    }

    /// The fewest and the most tasks at a traffic level; `None` when they can't be told.
    pub(crate) fn copies(&self, workload: &Workload) -> Option<(Decimal, Decimal)> {
        match self.counted() {
            Tasks::Stated(tasks) => {
                let tasks = tasks.at(&workload.level)?;
                Some((tasks.low.amount(), tasks.high.amount()))
            }
            Tasks::Scaled(scaling) => {
                let context = Context {
                    workload,
                    name: "",
                    peers: &[],
                };
                let sum = self.sum(scaling, &context).ok()?;
                let load = context.expected(&sum.load)?;
                let in_slices = sum.slices.iter().map(|slice| sum.each.of(load, slice));
                let counts: Vec<Decimal> = in_slices.collect::<Result<_, _>>().ok()?;
                Some((*counts.iter().min()?, *counts.iter().max()?))
            }
        }
    }

    /// True unless there are no tasks at any time.
    pub(super) fn runs_at_all(&self, context: &Context<'_>) -> Result<bool, MeterError> {
        match self.counted() {
            Tasks::Stated(tasks) => Ok(!context.at(tasks, "tasks")?.high.amount().is_zero()),
            Tasks::Scaled(_) => Ok(true),
        }
    }

    /// Hours of one task in the month, deployments included.
    pub(super) fn task_hours(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<Formula, MeterError> {
        match self.counted() {
            Tasks::Stated(tasks) => {
                if self.scaling.is_some() {
                    let name = context.name;
                    meter.assume(format!(
                        "`{name}`: the stated number of tasks is used, not its `scaling`."
                    ));
                }
                let counted = context.count(tasks, "tasks", "task")?;
                let hours = self.running_hours(context)?;
                meter.capacity = Some(Capacity::AsStated);
                self.note_use_of_stated(tasks, context, meter)?;
                Ok(self.with_deployments(counted, hours, context))
            }
            Tasks::Scaled(scaling) => {
                let sum = Arc::new(self.sum(scaling, context)?);
                self.note_scaling(scaling, &sum, context, meter)?;
                let task_hours = Formula::Hours(sum);
                let month = || context.workload.hours();
                Ok(match self.deploying(context) {
                    Some(deploying) => task_hours * (month() + deploying) / month(),
                    None => task_hours,
                })
            }
        }
    }

    /// Hours tasks hold an address: those they run, without the minimum a task is billed for.
    pub(super) fn address_hours(
        &self,
        task_hours: &Formula,
        context: &Context<'_>,
    ) -> Result<Formula, MeterError> {
        match self.counted() {
            Tasks::Stated(tasks) => {
                let counted = context.count(tasks, "tasks", "task")?;
                let hours = context.hours(&self.running, METERED)?;
                Ok(self.with_deployments(counted, hours, context))
            }
            Tasks::Scaled(_) => Ok(task_hours.clone()),
        }
    }

    /// Hours of a stated number of tasks, each of so many.
    fn with_deployments(&self, tasks: Formula, hours: Formula, context: &Context<'_>) -> Formula {
        match self.deploying(context) {
            Some(deploying) => tasks * (hours + deploying),
            None => tasks * hours,
        }
    }

    /// Hours of the month in which a deployment doubles the tasks.
    fn deploying(&self, context: &Context<'_>) -> Option<Formula> {
        let deployments = context.events(&self.deployments?, "deployment");
        let hours = symbol(self.deployment_time.hours(), "h/deployment");
        Some(deployments * hours)
    }

    /// The task-hours that follow from the traffic.
    pub(super) fn sum(
        &self,
        scaling: &Scaling,
        context: &Context<'_>,
    ) -> Result<HourSum, MeterError> {
        let workload = context.workload;
        let limit = |limits: &PerTraffic<Count>, field| {
            let limit = limits.at(&workload.level);
            limit.map(|limit| limit.amount()).ok_or_else(|| {
                let message = format!("`{field}` has no value for `{}`", workload.level);
                MeterError::new("scaling", message, "give every traffic level a value")
            })
        };
        let least = limit(&scaling.min, "min")?;
        let most = scaling
            .max
            .as_ref()
            .map(|max| limit(max, "max"))
            .transpose()?;
        let least_at = |hour: usize| {
            let windows = scaling.schedule.iter();
            let scheduled = windows.filter(|window| window.hours.contains(hour));
            scheduled
                .map(|window| window.min.amount())
                .max()
                .unwrap_or(least)
        };
        let is_open = |hour: usize| scaling.open.as_ref().is_none_or(|open| open.contains(hour));
        let seconds = |lag: Duration| lag.seconds().to_u32().unwrap_or(0);
        let lags = Lags {
            scale_out: seconds(scaling.scale_out),
            scale_in: seconds(scaling.scale_in),
            start_up: seconds(scaling.start_up),
        };
        let profile = &workload.profile;
        Ok(HourSum {
            unit: "task-hours",
            load: self.load(scaling, context)?,
            each: Each::Whole { most },
            slices: capacity_slices(profile, lags, least_at, is_open),
            period: Decimal::from(profile.len()).saturating_mul(Decimal::from(3_600)),
            month: workload.month.hours(),
        })
    }

    /// Tasks an hour of weight one wants: the most of what vCPUs and workers ask for.
    fn load(&self, scaling: &Scaling, context: &Context<'_>) -> Result<Formula, MeterError> {
        let workload = context.workload;
        let vcpu = context.at(&self.cpu, "cpu")?.amount();
        let busy = || {
            let percent = scaling.utilisation.map(hundredths);
            spread(percent, Label::Symbol("%".into())) / symbol(100, "%")
        };
        let cpu_time = self.cpu_time(scaling, context)?;
        let a_second = symbol(vcpu, "vCPU") * symbol(1_000, "ms/s");
        let by_cpu = self.provisioned_rate(workload) * cpu_time / (a_second * busy());
        let Some(workers) = self.workers(scaling, context)? else {
            return Ok(by_cpu);
        };
        let duration = workload.request.duration.ok_or_else(|| MeterError {
            field: Some("scaling"),
            message: "how long a request keeps a worker is not given".to_owned(),
            help: "state `duration` under `request`".to_owned(),
        })?;
        let duration = spread(duration.map(Duration::seconds), Label::Symbol("s".into()));
        let at_a_time = symbol(workers, "workers") * symbol(scaling.threads.amount(), "threads");
        let by_workers = self.provisioned_rate(workload) * duration / (at_a_time * busy());
        Ok(largest(vec![("cpu", by_cpu), ("workers", by_workers)]))
    }

    /// Milliseconds of a vCPU one request takes.
    pub(super) fn cpu_time(
        &self,
        scaling: &Scaling,
        context: &Context<'_>,
    ) -> Result<Formula, MeterError> {
        if let Some(own) = scaling.cpu_time {
            return Ok(spread(own.map(Measure::amount), Label::Symbol("ms".into())));
        }
        context.workload.cpu_time().ok_or_else(|| {
            let message = "what a request takes of a vCPU is not given";
            let help = "state `cpu_time` under `request`, such as `cpu_time: 100 ms`; it is worked out \
                        where a function serves the same requests";
            MeterError::new("scaling", message, help)
        })
    }

    /// Workers of a task: as stated, or what the memory holds if that is less. `None` when neither
    /// limits it.
    pub(super) fn workers(
        &self,
        scaling: &Scaling,
        context: &Context<'_>,
    ) -> Result<Option<Decimal>, MeterError> {
        let request = &context.workload.request;
        let Some(each) = scaling.worker_memory.or(request.memory) else {
            return Ok(scaling.workers.map(Measure::amount));
        };
        let memory = context.at(&self.memory, "memory")?.amount();
        let free = memory.saturating_sub(scaling.base_memory.amount());
        let held = match each.amount().is_zero() {
            true => return Ok(scaling.workers.map(Measure::amount)),
            false => free.checked_div(each.amount()).unwrap_or_default().floor(),
        };
        if held < Decimal::ONE {
            let message = format!(
                "a task of {} holds no worker of {each} beside {}",
                context.at(&self.memory, "memory")?,
                scaling.base_memory
            );
            let help = "give the task more memory; a task that holds no worker carries nothing";
            return Err(MeterError::new("scaling", message, help));
        }
        let stated = scaling.workers.map(Measure::amount);
        Ok(Some(stated.map_or(held, |stated| stated.min(held))))
    }

    /// Says what the tasks carry, how many there are, how busy they are and what they can't carry.
    fn note_scaling(
        &self,
        scaling: &Scaling,
        sum: &HourSum,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let (name, workload) = (context.name, context.workload);
        self.note_traffic(context, meter);
        if scaling.cpu_time.is_none() && workload.request.cpu_time.is_none() {
            meter.assume(
                "A request takes as much of a vCPU as the smallest function that serves it could give \
                 it: duration × memory ÷ 1,769 MB, an upper bound (`request.cpu_time` not given).",
            );
        }
        let (Some(load), Some(rate)) = (
            context.expected(&sum.load),
            context.expected(&self.provisioned_rate(workload)),
        ) else {
            return Ok(());
        };
        let wanted = |slice: &Slice| sum.each.of(load, slice).unwrap_or_default();
        let counts = sum.slices.iter().map(wanted);
        let (fewest, most) = (counts.clone().min(), counts.max());
        let carries = match load.is_zero() {
            true => String::new(),
            false => {
                let each = arithmetic::div(rate, load).unwrap_or_default();
                format!(
                    "a task carries {} requests/s at {}; ",
                    short(each),
                    percent(scaling.utilisation.expected)
                )
            }
        };
        let range = match (fewest, most) {
            (Some(fewest), Some(most)) if fewest == most => format!("{} run", tasks(fewest)),
            (Some(fewest), Some(most)) => format!("{} to {} run", grouped(fewest), tasks(most)),
            _ => String::new(),
        };
        meter.assume(format!(
            "`{name}`: {carries}{range}, {} after the need and {} beyond it; a start is paid for {}.",
            scaling.scale_out, scaling.scale_in, scaling.start_up
        ));
        self.note_saturation(sum, load, context, meter);
        let cpu_time = self.cpu_time(scaling, context)?;
        self.note_utilisation(
            &Formula::Hours(Arc::new(sum.clone())),
            &cpu_time,
            context,
            meter,
        )
    }

    /// Whether tasks run at all in an hour of the profile.
    fn is_open(&self, hour: usize) -> bool {
        let open = self
            .scaling
            .as_ref()
            .and_then(|scaling| scaling.open.as_ref());
        open.is_none_or(|open| open.contains(hour))
    }

    /// Hours in which the traffic wants more tasks than there may be.
    fn note_saturation(
        &self,
        sum: &HourSum,
        load: Decimal,
        context: &Context<'_>,
        meter: &mut Meter,
    ) {
        let Each::Whole { most: Some(most) } = sum.each else {
            return;
        };
        let highest = context.workload.profile.highest();
        meter.capacity = carried(most, load.checked_mul(highest), context).map(Capacity::AtMost);
        let unlimited = Each::Whole { most: None };
        let wants = |surge: Decimal| {
            let slice = Slice {
                weight: surge,
                before: surge,
                bound: Decimal::ZERO,
                seconds: Decimal::ZERO,
            };
            unlimited.of(load, &slice).unwrap_or_default()
        };
        let hours = context.workload.profile.hours().iter().enumerate();
        let is_open = |at: usize| self.is_open(at);
        let wanted: Vec<Decimal> = hours
            .map(|(at, hour)| match is_open(at) {
                true => wants(hour.surge),
                false => Decimal::ZERO,
            })
            .collect();
        let saturated = wanted.iter().filter(|wanted| **wanted > most).count();
        if saturated == 0 {
            return;
        }
        let share = Decimal::from(saturated).checked_div(Decimal::from(wanted.len()));
        let hours = share.and_then(|share| share.checked_mul(sum.month));
        let message = format!(
            "`{}`: in {} hours of the month the traffic wants up to {}, and there are {} at most; what \
             is charged does not carry it",
            context.name,
            short(hours.unwrap_or_default()),
            tasks(wanted.iter().max().copied().unwrap_or_default()),
            grouped(most),
        );
        meter.warn(WarningCode::CapacitySaturated, message);
    }
}

pub(super) fn hundredths(share: Percent) -> Decimal {
    share
        .amount()
        .saturating_mul(Decimal::ONE_HUNDRED)
        .normalize()
}

pub(super) fn percent(share: Percent) -> String {
    format!("{} %", short(hundredths(share)))
}

/// Three significant digits or so, for sentences.
pub(super) fn short(value: Decimal) -> String {
    let places = if value >= Decimal::ONE_HUNDRED { 0 } else { 2 };
    grouped(value.round_dp(places))
}

fn tasks(count: Decimal) -> String {
    let plural = if count == Decimal::ONE { "" } else { "s" };
    format!("{} task{plural}", grouped(count))
}
