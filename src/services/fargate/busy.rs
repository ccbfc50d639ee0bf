//! How busy tasks are: the part of their vCPUs that requests use.

use super::Fargate;
use super::capacity::{percent, short};
use crate::formula::{Formula, symbol};
use crate::services::{Capacity, Context, Meter, MeterError};
use crate::syntax::PerTraffic;
use crate::units::{Count, Measure, Percent, Spread};
use crate::warning::WarningCode;
use rust_decimal::Decimal;

/// Below a tenth, most of what is paid for is idle.
const LOW: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

impl Fargate {
    /// How busy stated tasks are, where it is known what a request takes, and whether they suffice.
    pub(super) fn note_use_of_stated(
        &self,
        tasks: &PerTraffic<Spread<Count>>,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let workload = context.workload;
        let Some(cpu_time) = workload.cpu_time() else {
            return Ok(());
        };
        let counted = context.count(tasks, "tasks", "task")?;
        let hours = counted.clone() * self.running_hours(context)?;
        self.note_utilisation(&hours, &cpu_time, context, meter)?;
        if workload.request.cpu_time.is_none() {
            return Ok(());
        }
        let vcpu = context.at(&self.cpu, "cpu")?.amount();
        let busiest = self.peak_rate(workload) * cpu_time / symbol(1_000, "ms/s");
        let has = tasks.at(&workload.level).map(|tasks| tasks.high.amount());
        let (Some(wanted), Some(has)) = (context.expected(&busiest), has) else {
            return Ok(());
        };
        let has = has.saturating_mul(vcpu);
        meter.capacity = carried(has, Some(wanted), context).map(Capacity::AtMost);
        if wanted > has && !has.is_zero() {
            let message = format!(
                "`{}`: the busiest minutes want {} vCPU, and the stated tasks have {}; what is charged \
                 does not carry the traffic",
                context.name,
                short(wanted),
                short(has)
            );
            meter.warn(WarningCode::CapacitySaturated, message);
        }
        Ok(())
    }

    /// The part of their vCPUs that tasks use on average.
    pub(super) fn note_utilisation(
        &self,
        task_hours: &Formula,
        cpu_time: &Formula,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let vcpu = context.at(&self.cpu, "cpu")?.amount();
        let worked = Formula::Requests * cpu_time.clone() / symbol(1_000, "ms/s");
        let paid = task_hours.clone() * symbol(3_600, "s/h") * symbol(vcpu, "vCPU");
        let (Some(worked), Some(paid)) = (context.expected(&worked), context.expected(&paid))
        else {
            return Ok(());
        };
        let Some(used) = worked.checked_div(paid).filter(|_| !paid.is_zero()) else {
            return Ok(());
        };
        let is_bound = context.workload.request.cpu_time.is_none()
            && self
                .scaling
                .as_ref()
                .is_none_or(|scaling| scaling.cpu_time.is_none());
        let at_most = if is_bound { "at most " } else { "" };
        let shown = percent(Percent::of(used));
        let message = format!(
            "`{}` uses {at_most}{shown} of its vCPUs on average",
            context.name
        );
        if used < LOW {
            meter.warn(WarningCode::LowUtilisation, message);
        } else if self.scaling.is_some() {
            meter.assume(format!("{message}."));
        }
        Ok(())
    }
}

/// Requests a day of which the busiest minutes want what there is, when those of this traffic want
/// `wanted`.
pub(super) fn carried(
    has: Decimal,
    wanted: Option<Decimal>,
    context: &Context<'_>,
) -> Option<Decimal> {
    let month = context.expected(&Formula::Requests)?;
    let hours = context.workload.month.counted_hours();
    let day = month.checked_mul(Decimal::from(24))?.checked_div(hours)?;
    let wanted = wanted.filter(|wanted| !wanted.is_zero())?;
    Some(day.checked_mul(has)?.checked_div(wanted)?.floor())
}
