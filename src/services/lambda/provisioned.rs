//! Provisioned concurrency: execution environments kept ready, and what they handle.
//!
//! What they have no time for runs on demand, and may start cold. Without a stated share, the kept
//! environments serve in each hour they are kept as many requests as fit: environments × 3,600 s ÷
//! duration, of the mean traffic of the hour; so bursts inside an hour spill over a little earlier than
//! here. Only what spills over may start cold; of a duration that is a range, its expected value decides
//! how many requests that is. They pay for themselves where they are busy
//! for more than 60 % of the time (x86, first tier, beyond the free tier). Source:
//! aws.amazon.com/lambda/pricing, "Provisioned Concurrency Pricing"; configured time counts from five
//! minutes on.

use super::keys::Keys;
use super::{Lambda, percent_of_one, share};
use crate::formula::{Each, Formula, symbol};
use crate::services::{Context, Meter, MeterError};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Count, Duration, Measure, Percent, Spread, arithmetic};
use crate::warning::WarningCode;
use crate::workload::{Granularity, HoursOfWeek, Uptime};
use rust_decimal::Decimal;
use std::sync::Arc;

/// The setting, as faults name it.
const FIELD: &str = "provisioned_concurrency";

settings! {
    /// Execution environments kept ready.
    pub struct ProvisionedConcurrency {
        /// How many are kept ready.
        environments: PerTraffic<Spread<Count>>,
        /// Hours of the week in which they are, such as `mon-fri 8-18`; all unless given.
        hours: Option<HoursOfWeek> = None,
        /// How long they are configured, where the hours do not matter: then `handles` says what they serve.
        running: Uptime = Uptime::Always,
        /// Share of invocations they handle; the rest runs on demand. What they have time for in each
        /// hour unless given.
        handles: Option<Percent> = None,
    }
}

impl Check for ProvisionedConcurrency {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.running == Uptime::Always {
            return;
        }
        if self.hours.is_some() {
            let message = "`hours` and `running` are two ways to say when".to_owned();
            let place = fields.place("running");
            let help = Some("keep one".to_owned());
            reader.fault("invalid-configuration", place, message, help);
        } else if self.handles.is_none() {
            let message =
                "`running` does not say in which hours, so what they serve is not known".to_owned();
            let help = "state `hours` instead, such as `mon-fri 8-18`, or the share they serve: `handles: 100%`";
            let place = fields.place("running");
            reader.fault("missing-key", place, message, Some(help.to_owned()));
        }
    }
}

/// What kept environments serve of a function.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kept<'a> {
    /// There are none.
    Nothing,
    /// The share that is stated.
    Share(Decimal),
    /// What they have time for in the hours they are kept.
    Capacity {
        environments: Decimal,
        hours: Option<&'a HoursOfWeek>,
    },
}

impl Kept<'_> {
    /// True when nothing runs on demand.
    pub(super) fn is_all(&self) -> bool {
        matches!(self, Kept::Share(share) if *share >= Decimal::ONE)
    }

    /// What they serve in an hour of the profile, when it is so much while they are kept.
    pub(super) fn bound(&self, hour: usize, most: Decimal) -> Decimal {
        match self {
            Kept::Capacity { hours, .. } if hours.is_none_or(|hours| hours.contains(hour)) => most,
            _ => Decimal::ZERO,
        }
    }
}

impl Lambda {
    /// What provisioned environments serve.
    pub(super) fn kept<'a>(&'a self, context: &Context<'a>) -> Result<Kept<'a>, MeterError> {
        let Some(provisioned) = &self.provisioned_concurrency else {
            return Ok(Kept::Nothing);
        };
        let number = context.at(&provisioned.environments, FIELD)?;
        if number.high.amount().is_zero() {
            return Ok(Kept::Nothing);
        }
        if number.low.amount().is_zero() {
            let message = "a range of environments can't start at zero";
            let help = "without environments every invocation runs on demand; state the two apart";
            return Err(MeterError::new(FIELD, message, help));
        }
        if !number.is_exact() && provisioned.handles.is_none() {
            let message = "what a range of environments has time for is a range of its own shape";
            let help = "state one number, or the share of invocations they serve: `handles: 100%`";
            return Err(MeterError::new(FIELD, message, help));
        }
        Ok(match provisioned.handles {
            Some(handles) => Kept::Share(handles.amount()),
            None => Kept::Capacity {
                environments: number.expected.amount(),
                hours: provisioned.hours.as_ref(),
            },
        })
    }

    /// States what is kept ready and what it serves. That has no INIT: its environments are initialised
    /// beforehand.
    pub(super) fn provisioned<'a>(
        &'a self,
        context: &Context<'a>,
        keys: &'static Keys,
        invocations: &Formula,
        handler: &Formula,
        meter: &mut Meter,
    ) -> Result<Kept<'a>, MeterError> {
        let kept = self.kept(context)?;
        let (Some(provisioned), Kept::Share(_) | Kept::Capacity { .. }) =
            (&self.provisioned_concurrency, kept)
        else {
            return Ok(Kept::Nothing);
        };
        let environments = context.count(&provisioned.environments, FIELD, "environment")?;
        let hours = self.kept_hours(provisioned, context)?;
        let seconds_ready = environments * hours.clone() * symbol(3_600, "s/h");
        let ready = seconds_ready.clone() * self.memory_gb();
        meter.usage_during(&hours, &keys.provisioned, &[], ready);
        let seconds_handled = match kept {
            Kept::Share(handled) => invocations.clone() * share(handled) * handler.clone(),
            Kept::Nothing | Kept::Capacity { .. } => {
                self.in_seconds(&kept, Each::UpTo, invocations, handler, context)
            }
        };
        let handled = seconds_handled.clone() * self.memory_gb();
        meter.usage(&keys.provisioned_duration, handled);
        let (ready, handled, all) = (
            context.expected(&seconds_ready),
            context.expected(&seconds_handled),
            context.expected(&(invocations.clone() * handler.clone())),
        );
        if let (Some(ready), Some(handled), Some(all)) = (ready, handled, all) {
            self.note_kept(provisioned, [ready, handled, all], context, meter);
        }
        Ok(kept)
    }

    /// Hours of the month in which environments are kept.
    fn kept_hours(
        &self,
        provisioned: &ProvisionedConcurrency,
        context: &Context<'_>,
    ) -> Result<Formula, MeterError> {
        let Some(window) = &provisioned.hours else {
            // Configured time counts from five minutes on.
            let granularity = Granularity::Seconds { minimum: 300 };
            return context.hours(&provisioned.running, granularity);
        };
        let profile = self.profile(context.workload);
        let inside = (0..profile.len()).filter(|hour| window.contains(*hour));
        let kept = symbol(Decimal::from(inside.count()), "h");
        Ok(kept * context.workload.hours() / symbol(Decimal::from(profile.len()), "h"))
    }

    /// Says what they serve and how busy they are, and warns where they have no time for it.
    fn note_kept(
        &self,
        provisioned: &ProvisionedConcurrency,
        [ready, handled, all]: [Decimal; 3],
        context: &Context<'_>,
        meter: &mut Meter,
    ) {
        let name = context.name;
        let part = |of: Decimal, whole: Decimal| {
            let share = arithmetic::div(of, whole).unwrap_or_default();
            percent_of_one(share)
        };
        let Some(handles) = provisioned.handles else {
            self.note_traffic(context, meter);
            meter.assume(format!(
                "`{name}` at `{}`: provisioned environments have time for {} of the invocations, and \
                 are busy for {} of the time they are kept.",
                context.workload.level,
                part(handled, all),
                part(handled, ready)
            ));
            return;
        };
        meter.assume(format!(
            "`{name}`: provisioned environments handle {handles} of the invocations (`handles`)."
        ));
        if handled > ready {
            let message = format!(
                "`{name}`: the provisioned environments are ready for less time than the \
                 invocations they are said to handle take; lower `handles`"
            );
            meter.warn(WarningCode::ProvisionedTooSmall, message);
        }
    }

    /// Seconds of the handler, up to what kept environments have time for or above it.
    fn in_seconds(
        &self,
        kept: &Kept<'_>,
        each: Each,
        invocations: &Formula,
        handler: &Formula,
        context: &Context<'_>,
    ) -> Formula {
        let most = match kept {
            Kept::Capacity { environments, .. } => {
                environments.saturating_mul(Decimal::from(3_600))
            }
            Kept::Nothing | Kept::Share(_) => Decimal::ZERO,
        };
        let in_month = invocations.clone() * handler.clone();
        let bound = |hour: usize| kept.bound(hour, most);
        Formula::Hours(Arc::new(
            self.over_hours("s", in_month, each, bound, context),
        ))
    }

    /// Seconds of the handler on demand.
    pub(super) fn seconds_left(
        &self,
        kept: &Kept<'_>,
        invocations: &Formula,
        handler: &Formula,
        context: &Context<'_>,
    ) -> Formula {
        match kept {
            Kept::Nothing => invocations.clone() * handler.clone(),
            Kept::Share(handled) => {
                let others = Decimal::ONE.saturating_sub(*handled);
                let left = match handled.is_zero() {
                    true => invocations.clone(),
                    false => invocations.clone() * share(others),
                };
                left * handler.clone()
            }
            Kept::Capacity { .. } => {
                self.in_seconds(kept, Each::Above, invocations, handler, context)
            }
        }
    }

    /// Invocations on demand.
    pub(super) fn left(
        &self,
        kept: &Kept<'_>,
        invocations: &Formula,
        context: &Context<'_>,
    ) -> Result<Formula, MeterError> {
        Ok(match kept {
            Kept::Nothing => invocations.clone(),
            Kept::Share(handled) if handled.is_zero() => invocations.clone(),
            Kept::Share(handled) => {
                invocations.clone() * share(Decimal::ONE.saturating_sub(*handled))
            }
            Kept::Capacity { .. } => {
                let most = self.served_in_an_hour(kept, context)?;
                let bound = |hour: usize| kept.bound(hour, most);
                let left = self.over_hours(
                    "invocations",
                    invocations.clone(),
                    Each::Above,
                    bound,
                    context,
                );
                Formula::Hours(Arc::new(left))
            }
        })
    }

    /// Invocations kept environments have time for in an hour.
    pub(super) fn served_in_an_hour(
        &self,
        kept: &Kept<'_>,
        context: &Context<'_>,
    ) -> Result<Decimal, MeterError> {
        let Kept::Capacity { environments, .. } = kept else {
            return Ok(Decimal::ZERO);
        };
        // As billed: a millisecond at least.
        let shortest = Duration::of(Decimal::ONE);
        let duration = self.stated_duration(context)?.expected.max(shortest);
        let hour = Decimal::from(3_600_000);
        arithmetic::mul_div(*environments, hour, duration.amount().ceil()).map_err(|error| {
            let help = "check the number of environments";
            MeterError::new("provisioned_concurrency", error.to_string(), help)
        })
    }
}
