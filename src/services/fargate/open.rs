//! What the settings of a service leave open: a second task, the addresses of all.

use super::Fargate;
use crate::formula::{Formula, count};
use crate::services::egress::{self, Subnets};
use crate::services::public_ipv4::IN_USE;
use crate::services::{Context, Meter, MeterError, OpenQuestion, Usage};
use crate::units::{Count, Measure};
use crate::warning::WarningCode;
use crate::workload::Uptime;
use rust_decimal::Decimal;

impl Fargate {
    /// Notes defaults that entered the figures, and asks for what would change them.
    pub(super) fn note(
        &self,
        tasks: &Formula,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let name = context.name;
        let least = context.at(&self.tasks, "tasks")?.low.amount();
        if least == Decimal::ONE && self.running == Uptime::Always {
            let mut second = Meter::default();
            self.meter_tasks(&count(1, "task"), context, &mut second)?;
            meter.ask(OpenQuestion::second_of(name, "task", "tasks", second.usage));
        }
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
                let one = self.address_hours(Count::of(Decimal::ONE), tasks, context)?;
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
}
