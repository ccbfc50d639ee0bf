//! Work that waits in a queue until a task takes it.
//!
//! What arrives in the busiest minutes of an hour waits, so that tasks are provisioned for the mean of the
//! hour: there is no burst unless the traffic states one. Tasks that follow a metric such as the length of a
//! queue take their work from there. A load balancer makes nobody wait. Source: Amazon ECS developer guide,
//! "Target tracking scaling policies"; AWS blog, "Amazon ECS and Amazon SQS: backlog per task".

use super::Fargate;
use crate::formula::{Formula, symbol};
use crate::services::{Context, Meter, Settings};
use crate::workload::Workload;

impl Fargate {
    /// True when tasks take their work from a queue.
    fn takes_from_queue(&self) -> bool {
        let by_its_length = || self.scaling.as_ref().is_some_and(|s| s.external_metric);
        self.from_queue.unwrap_or_else(by_its_length)
    }

    /// True when the queue levels the minutes: the traffic states no burst.
    fn is_levelled(&self, workload: &Workload) -> bool {
        self.takes_from_queue() && workload.burst.is_none() && workload.peak.is_none()
    }

    /// Requests a second to provision for in an hour of weight one.
    pub(super) fn provisioned_rate(&self, workload: &Workload) -> Formula {
        match self.is_levelled(workload) {
            true => workload.mean_rate(),
            false => workload.provisioned_rate(),
        }
    }

    /// Requests a second to provision for in the busiest hour.
    pub(super) fn peak_rate(&self, workload: &Workload) -> Formula {
        self.provisioned_rate(workload) * symbol(workload.profile.highest(), "busiest hour")
    }

    /// Says which traffic entered the figures, and whether a queue levels it.
    pub(super) fn note_traffic(&self, context: &Context<'_>, meter: &mut Meter) {
        let (name, workload) = (context.name, context.workload);
        if self.is_levelled(workload) {
            workload
                .shape_default()
                .into_iter()
                .for_each(|s| meter.assume(s));
            let why = match self.from_queue {
                Some(_) => "`from_queue`",
                None => "`scaling.external_metric`",
            };
            meter.assume(format!(
                "`{name}` takes its work from a queue ({why}), which levels the minutes of an hour."
            ));
            return;
        }
        workload
            .defaults()
            .into_iter()
            .for_each(|s| meter.assume(s));
        let is_queue = |settings: &Settings| matches!(settings, Settings::Sqs(_));
        let has_queue = context.peers.iter().any(|peer| is_queue(&peer.settings));
        let is_open = workload.burst.is_none() && workload.peak.is_none();
        if has_queue && is_open && self.from_queue.is_none() {
            meter.assume(format!(
                "`{name}` is called directly, so that it carries the busiest minutes; a queue would level \
                 them (`from_queue` not given)."
            ));
        }
    }
}
