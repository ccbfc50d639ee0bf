//! How the number of tasks follows the traffic, as a scenario states it.
//!
//! A task carries what its vCPUs, its workers and its memory allow at the target utilisation, whichever
//! is least. Target tracking adds tasks some minutes after they are needed and takes them away later;
//! it works on metrics of running tasks, so that it never starts the first one. Sources: ECS developer
//! guide, "Target tracking scaling policies" and "Scheduled scaling"; AWS measured 386 s to new capacity
//! with one-minute metrics, and 109 s with the 20-second metrics of 2026-06-18.

use super::Fargate;
use crate::services::Context;
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Count, Duration, Measure, Percent, Size, Spread};
use crate::workload::{HoursOfWeek, Period, Uptime, Workload};
use rust_decimal::Decimal;

settings! {
    /// Task counts from the traffic of each hour.
    pub struct Scaling {
        /// The fewest tasks, whatever the traffic.
        min: PerTraffic<Count> = PerTraffic::Same(Count::of(Decimal::TWO)),
        /// The most tasks; without a limit there are as many as the traffic wants.
        max: Option<PerTraffic<Count>> = None,
        /// How busy the policy keeps a task.
        utilisation: Spread<Percent> = Spread::exact(Percent::of(Decimal::from_parts(70, 0, 0, false, 2))),
        /// Time of one vCPU a request takes here; that of the request profile unless given.
        cpu_time: Option<Spread<Duration>> = None,
        /// Worker processes of a task; only its vCPUs limit it unless given.
        workers: Option<Count> = None,
        /// Requests a worker serves at a time.
        threads: Count = Count::of(Decimal::ONE),
        /// Memory of a worker; that of the request profile unless given.
        worker_memory: Option<Size> = None,
        /// Memory a task takes before its first worker.
        base_memory: Size = Size::of(Decimal::ZERO),
        /// From the need to new tasks: 386 s, or 109 s with 20-second metrics.
        scale_out: Duration = Duration::of(Decimal::from_parts(386_000, 0, 0, false, 0)),
        /// From the end of the need to fewer tasks.
        scale_in: Duration = Duration::of(Decimal::from_parts(900_000, 0, 0, false, 0)),
        /// Image pull and start of the application, paid for before the first request.
        start_up: Duration = Duration::of(Decimal::from_parts(45_000, 0, 0, false, 0)),
        /// Other minima in some hours of the week.
        schedule: Vec<ScheduledMinimum> = Vec::new(),
        /// Hours of the week in which tasks run at all; outside there are none, and requests go unanswered.
        open: Option<HoursOfWeek> = None,
        /// A metric that exists without tasks, such as the length of a queue, may start the first one.
        external_metric: bool = false,
    }
}

settings! {
    /// Another minimum in some hours of the week.
    pub struct ScheduledMinimum {
        /// The hours, such as `mon-fri 8-18`.
        hours: HoursOfWeek,
        /// The fewest tasks in them.
        min: Count,
    }
}

impl Check for ScheduledMinimum {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        check_whole(self.min, "min", fields, reader);
    }
}

/// Longest lag: a day. Longer ones would keep the peak of a day for ever.
const LONGEST_HOURS: u32 = 24;

fn check_whole(count: Count, field: &str, fields: &Fields<'_>, reader: &mut Reader) {
    if !count.amount().fract().is_zero() {
        let message = format!("`{field}: {count}`: tasks are whole");
        reader.fault("bad-value", fields.place(field), message, None);
    }
}

impl Check for Scaling {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        self.check_limits(fields, reader);
        let positive = [("threads", Some(self.threads)), ("workers", self.workers)];
        for (field, count) in positive {
            if let Some(count) = count {
                check_whole(count, field, fields, reader);
                if count.amount() < Decimal::ONE {
                    let message =
                        format!("`{field}` is one at least: with none a task carries nothing");
                    reader.fault("bad-value", fields.place(field), message, None);
                }
            }
        }
        if self.utilisation.low.amount().is_zero() {
            let message = "a task kept at 0 % carries nothing".to_owned();
            let help = Some("the policies in AWS's examples keep 70 % or 75 %".to_owned());
            reader.fault("bad-value", fields.place("utilisation"), message, help);
        }
        if self
            .cpu_time
            .is_some_and(|time| time.low.amount().is_zero())
        {
            let message = "a request takes some time of a vCPU".to_owned();
            reader.fault("bad-value", fields.place("cpu_time"), message, None);
        }
        let lags = [
            ("scale_out", self.scale_out),
            ("scale_in", self.scale_in),
            ("start_up", self.start_up),
        ];
        for (field, lag) in lags {
            let seconds = lag.seconds();
            if lag.hours() > Decimal::from(LONGEST_HOURS) || !seconds.fract().is_zero() {
                let message = format!("`{field}: {lag}`: whole seconds, and a day at most");
                reader.fault("bad-value", fields.place(field), message, None);
            }
        }
    }
}

impl Scaling {
    fn check_limits(&self, fields: &Fields<'_>, reader: &mut Reader) {
        for level in reader.traffic_levels.clone() {
            let Some(min) = self.min.at(&level) else {
                continue;
            };
            check_whole(*min, "min", fields, reader);
            let least = self.schedule.iter().map(|window| window.min);
            let least = least.chain([*min]).map(|min| min.amount()).max();
            if let Some(max) = self.max.as_ref().and_then(|max| max.at(&level)) {
                check_whole(*max, "max", fields, reader);
                if max.amount() < least.unwrap_or_default() {
                    let message = format!(
                        "`max: {max}` is below the minimum of {}",
                        least.unwrap_or_default()
                    );
                    let help = Some("raise `max`, or lower `min`".to_owned());
                    reader.fault("invalid-configuration", fields.place("max"), message, help);
                    return;
                }
                if max.amount().is_zero() {
                    let message = "with no tasks at most, nothing carries the traffic".to_owned();
                    reader.fault("invalid-configuration", fields.place("max"), message, None);
                    return;
                }
            }
            let starts_by_itself =
                self.external_metric || self.open.is_some() || !self.schedule.is_empty();
            if min.amount().is_zero() && !starts_by_itself {
                let message =
                    "from zero tasks nothing scales out: there are no tasks to measure".to_owned();
                let help = "state the hours with tasks (`open`, or a `schedule` with minima), or \
                            `external_metric: true` where another metric starts the first task";
                let place = fields.place("min");
                reader.fault(
                    "invalid-configuration",
                    place,
                    message,
                    Some(help.to_owned()),
                );
                return;
            }
        }
    }
}

impl Fargate {
    /// Connections one task opens to a database; `None` when nothing says how many.
    pub(crate) fn connections_of_one(&self, workload: &Workload) -> Option<Decimal> {
        if let Some(stated) = self.connections {
            return Some(stated.amount());
        }
        let context = Context {
            workload,
            name: "",
            peers: &[],
        };
        self.workers(self.scaling.as_ref()?, &context).ok()?
    }

    pub(super) fn check_scaling(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.scaling.is_some() && self.running != Uptime::Always {
            let message = "`running` has no meaning beside `scaling`".to_owned();
            let help = Some(
                "give `scaling` the hours in which tasks run: `open: mon-fri 8-18`".to_owned(),
            );
            reader.fault(
                "invalid-configuration",
                fields.place("running"),
                message,
                help,
            );
        }
        let per_request = self
            .deployments
            .is_some_and(|rate| matches!(rate.per, Period::Request | Period::Miss));
        if per_request {
            let message = "deployments happen over time, not with requests".to_owned();
            let help = Some("such as `20 per month`".to_owned());
            reader.fault("bad-value", fields.place("deployments"), message, help);
        }
        if fields.get("deployment_time").is_some() && self.deployments.is_none() {
            let message = "`deployment_time` has no meaning without `deployments`".to_owned();
            let place = fields.place("deployment_time");
            reader.fault("invalid-configuration", place, message, None);
        }
    }
}
