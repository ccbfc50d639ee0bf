//! What the settings of a service leave open: a second task, the addresses of all.

use super::capacity::Tasks;
use super::{Fargate, Scaling};
use crate::formula::{Formula, count};
use crate::services::egress::{self, Subnets};
use crate::services::public_ipv4::{IN_USE, of_each};
use crate::services::{Context, Meter, MeterError, OpenQuestion, Usage};
use crate::syntax::PerTraffic;
use crate::units::{Count, Measure};
use crate::warning::WarningCode;
use crate::workload::Uptime;
use rust_decimal::Decimal;

impl Fargate {
    /// Notes defaults that entered the figures, and asks for what would change them.
    pub(super) fn note(
        &self,
        task_hours: &Formula,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let name = context.name;
        self.ask_for_a_second(context, meter)?;
        match (self.public_ipv4, self.subnets) {
            (Some(_), _) | (None, Some(Subnets::Private | Subnets::SharedEgress)) => {}
            (None, Some(Subnets::Public)) => meter.assume(format!(
                "`{name}`: each task has a public address (`subnets: public`)."
            )),
            (None, None) if egress::can_start_privately(context.peers, &context.workload.level) => {
                meter.assume(format!(
                    "`{name}`: tasks have no public address of their own (`public_ipv4` not given)."
                ));
            }
            (None, None) => {
                let held = self.address_hours(task_hours, context)?;
                let one = of_each(Count::of(Decimal::ONE), "task") * held;
                let message = format!(
                    "`{name}`: tasks are taken to have no public address; the amount is for one each"
                );
                let code = WarningCode::AddressNotStated;
                let settled_by = format!("`{name}.public_ipv4` or `{name}.subnets`");
                let question = OpenQuestion::new(name, code, message, settled_by);
                meter.ask(question.adding(vec![Usage::new(&IN_USE, &[], one)]));
            }
        }
        Ok(())
    }

    /// Whether one task is enough, where there is a time with one.
    fn ask_for_a_second(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let mut second = Meter::default();
        match self.counted() {
            Tasks::Stated(tasks) => {
                let least = context.at(tasks, "tasks")?.low.amount();
                if least == Decimal::ONE && self.running == Uptime::Always {
                    let one = count(1, "task") * self.running_hours(context)?;
                    self.meter_tasks(&one, context, &mut second)?;
                    let question =
                        OpenQuestion::second_of(context.name, "task", "tasks", second.usage);
                    meter.ask(question);
                }
            }
            Tasks::Scaled(scaling) => {
                let is_one = scaling
                    .min
                    .at(&context.workload.level)
                    .map(|min| min.amount());
                if is_one != Some(Decimal::ONE)
                    || self.copies(context.workload).map(|c| c.0) != is_one
                {
                    return Ok(());
                }
                let two = Fargate {
                    scaling: Some(Scaling {
                        min: PerTraffic::Same(Count::of(Decimal::TWO)),
                        max: None,
                        ..scaling.clone()
                    }),
                    ..self.clone()
                };
                let task_hours = two.task_hours(context, &mut Meter::default())?;
                self.meter_tasks(&task_hours, context, &mut second)?;
                let question =
                    OpenQuestion::second_of(context.name, "task", "scaling.min", second.usage);
                meter.ask(question.in_place_of(meter.usage.clone()));
            }
        }
        Ok(())
    }
}
