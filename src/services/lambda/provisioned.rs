//! Provisioned concurrency: execution environments kept ready, and what they handle.

use super::keys::Keys;
use super::{Lambda, share};
use crate::formula::{Formula, symbol};
use crate::services::{Context, Meter, MeterError};
use crate::syntax::{Check, PerTraffic, settings};
use crate::units::{Count, Measure, Percent, Spread};
use crate::warning::WarningCode;
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

settings! {
    /// Execution environments kept ready.
    pub struct ProvisionedConcurrency {
        /// How many are kept ready.
        environments: PerTraffic<Spread<Count>>,
        /// How long they are configured.
        running: Uptime = Uptime::Always,
        /// Share of invocations they handle; the rest runs on demand.
        handles: Percent = Percent::of(Decimal::ONE),
    }
}

impl Check for ProvisionedConcurrency {}

impl Lambda {
    /// States what is kept ready, and returns the share of invocations it handles. Those have no
    /// INIT: their environments are initialised beforehand.
    pub(super) fn provisioned(
        &self,
        context: &Context<'_>,
        keys: &'static Keys,
        invocations: &Formula,
        handler: &Formula,
        meter: &mut Meter,
    ) -> Result<Decimal, MeterError> {
        const FIELD: &str = "provisioned_concurrency";
        let Some(provisioned) = &self.provisioned_concurrency else {
            return Ok(Decimal::ZERO);
        };
        let kept = context.at(&provisioned.environments, FIELD)?;
        if kept.high.amount().is_zero() {
            return Ok(Decimal::ZERO);
        }
        if kept.low.amount().is_zero() {
            let message = "a range of environments can't start at zero";
            let help = "without environments every invocation runs on demand; state the two apart";
            return Err(MeterError::new(FIELD, message, help));
        }
        let environments = context.count(&provisioned.environments, FIELD, "environment")?;
        // Configured time counts from five minutes on.
        let hours = context.hours(&provisioned.running, Granularity::Seconds { minimum: 300 })?;
        let seconds_ready = environments * hours.clone() * symbol(3_600, "s/h");
        let ready = seconds_ready.clone() * self.memory_gb();
        meter.usage_during(&hours, &keys.provisioned, &[], ready);
        let handled = provisioned.handles.amount();
        let seconds_handled = invocations.clone() * share(handled) * handler.clone();
        meter.usage(
            &keys.provisioned_duration,
            seconds_handled.clone() * self.memory_gb(),
        );

        let name = context.name;
        meter.assume(format!(
            "`{name}`: provisioned environments handle {} of the invocations (`handles`).",
            provisioned.handles
        ));
        if let (Some(ready), Some(needed)) = (
            context.expected(&seconds_ready),
            context.expected(&seconds_handled),
        ) && needed > ready
        {
            let message = format!(
                "`{name}`: the provisioned environments are ready for less time than the \
                 invocations they are said to handle take; lower `handles`"
            );
            meter.warn(WarningCode::ProvisionedTooSmall, message);
        }
        Ok(handled)
    }
}
