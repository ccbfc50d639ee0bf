//! Cold starts: as a share that is stated, or from the traffic of each hour.
//!
//! An environment that has been idle for some minutes is gone, so that rare requests start cold; busy
//! environments are replaced after some hours, and more are needed when traffic rises. INIT is billed
//! for every kind of package since 2025-08-01 (AWS compute blog, 2025-04-29). The model, with its
//! sources, is that of [`ColdStarts`]; runs on a schedule do not come at random, and start cold whenever
//! they are further apart than an idle environment lives ([`Schedule::cold`](crate::workload::Schedule::cold)).

use super::keys::Keys;
use super::provisioned::Kept;
use super::{Lambda, percent, percent_of_one, seconds};
use crate::formula::{ColdStarts, Each, Formula, HourSum, symbol};
use crate::services::{Context, Meter, MeterError, OpenQuestion, Usage};
use crate::units::arithmetic;
use crate::warning::WarningCode;
use crate::workload::Occurrence;
use rust_decimal::Decimal;
use std::sync::Arc;

/// INIT of Django, Flask or Spring, in seconds; their measured ones are 1 to 5 s. Plain Python and Node
/// take 0.15 to 0.5 s.
const USUAL_INIT: u32 = 2;

/// Decimal places of a share of invocations.
const SHARE_PLACES: u32 = 12;

impl Lambda {
    /// True when its cold starts follow from the traffic.
    pub(super) fn starts_follow_traffic(&self) -> bool {
        self.init.is_some() && self.cold_starts.is_none()
    }

    /// States the time on demand: that of the handler, and INIT of cold starts.
    pub(super) fn on_demand(
        &self,
        kept: &Kept<'_>,
        invocations: &Formula,
        handler: &Formula,
        keys: &'static Keys,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        if kept.is_all() {
            return Ok(());
        }
        let time = match (kept, self.init, self.cold_starts) {
            (Kept::Capacity { .. }, Some(init), Some(cold)) => {
                let overflow = self.left(kept, invocations, context)?;
                self.seconds_left(kept, invocations, handler, context)
                    + overflow * percent(cold) * seconds(init)
            }
            (_, Some(init), Some(cold)) => {
                let each = handler.clone() + percent(cold) * seconds(init);
                self.left(kept, invocations, context)? * each
            }
            (_, Some(init), None) => {
                let starts = self.starts(kept, invocations, context)?;
                self.note_starts(kept, invocations, &starts, context, meter)?;
                self.seconds_left(kept, invocations, handler, context) + starts * seconds(init)
            }
            (_, None, _) => self.seconds_left(kept, invocations, handler, context),
        };
        meter.usage(&keys.duration, time * self.memory_gb());
        self.ask_for_init(kept, invocations, keys, context, meter)
    }

    /// The time of all invocations, on demand or not, with INIT.
    pub(super) fn all_time(
        &self,
        kept: &Kept<'_>,
        invocations: &Formula,
        handler: &Formula,
        context: &Context<'_>,
    ) -> Result<Formula, MeterError> {
        Ok(match (self.init, self.cold_starts) {
            (Some(init), Some(cold)) => {
                invocations.clone() * (handler.clone() + percent(cold) * seconds(init))
            }
            (Some(init), None) if !kept.is_all() => {
                let starts = self.starts(kept, invocations, context)?;
                invocations.clone() * handler.clone() + starts * seconds(init)
            }
            _ => invocations.clone() * handler.clone(),
        })
    }

    /// Cold starts as a part of all invocations, those of provisioned environments included.
    pub(super) fn cold_share(&self, context: &Context<'_>) -> Result<Decimal, MeterError> {
        let kept = self.kept(context)?;
        if kept.is_all() {
            return Ok(Decimal::ZERO);
        }
        let invocations = context.occurrences(&self.invocations, "invocation");
        let starts = match self.cold_starts {
            Some(cold) => self.left(&kept, &invocations, context)? * percent(cold),
            None => self.starts(&kept, &invocations, context)?,
        };
        let all = context.value(&invocations, "invocations")?.expected;
        if all.is_zero() {
            return Ok(Decimal::ZERO);
        }
        let starts = context.value(&starts, "invocations")?.expected;
        let share = arithmetic::div(starts, all).map_err(|error| {
            let help = "check the number of invocations";
            MeterError::new("invocations", error.to_string(), help)
        })?;
        Ok(share.round_dp(SHARE_PLACES))
    }

    /// Cold starts of the month: from the schedule, or the traffic on demand in each hour.
    fn starts(
        &self,
        kept: &Kept<'_>,
        invocations: &Formula,
        context: &Context<'_>,
    ) -> Result<Formula, MeterError> {
        if let Occurrence::On(schedule) = &self.invocations {
            let run = self.stated_duration(context)?.expected;
            let runs = self.left(kept, invocations, context)?;
            return Ok(schedule.cold(runs, self.idle_lifetime, self.environment_life, run));
        }
        let model = self.model(context)?;
        let bound = self.served_in_an_hour(kept, context)?;
        let load = match kept {
            Kept::Share(_) => self.left(kept, invocations, context)?,
            Kept::Nothing | Kept::Capacity { .. } => invocations.clone(),
        };
        let bound = |hour: usize| kept.bound(hour, bound);
        let each = match kept {
            Kept::Capacity { .. } => Each::ColdAbove(model),
            Kept::Nothing | Kept::Share(_) => Each::Cold(model),
        };
        let starts = self.over_hours("cold starts", load, each, bound, context);
        Ok(Formula::Hours(Arc::new(starts)))
    }

    fn model(&self, context: &Context<'_>) -> Result<ColdStarts, MeterError> {
        let duration = self.stated_duration(context)?.expected.seconds();
        let in_flight = self.burst(context.workload).and_then(|burst| {
            let hour = Decimal::from(3_600);
            match duration.is_zero() {
                true => Ok(Decimal::ZERO),
                false => arithmetic::mul_div(burst, duration, hour),
            }
        });
        let in_flight = in_flight.map_err(|error| {
            let help = "check the duration and its unit";
            MeterError::new("duration", error.to_string(), help)
        })?;
        Ok(ColdStarts {
            // A burst of 3 ÷ 1.8 never ends; what is cut here is a request in 10¹⁵.
            in_flight: in_flight.round_dp(15),
            idle: self.idle_lifetime.seconds(),
            life: self.environment_life.seconds(),
        })
    }

    /// Says how many start cold, over the month and in the best and worst hour.
    fn note_starts(
        &self,
        kept: &Kept<'_>,
        invocations: &Formula,
        starts: &Formula,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let left = self.left(kept, invocations, context)?;
        let (Some(left), Some(cold)) = (context.expected(&left), context.expected(starts)) else {
            return Ok(());
        };
        if left.is_zero() {
            return Ok(());
        }
        self.note_traffic(context, meter);
        let what = match kept {
            Kept::Nothing => "invocations",
            Kept::Share(_) | Kept::Capacity { .. } => "invocations on demand",
        };
        let (name, level, idle) = (context.name, &context.workload.level, self.idle_lifetime);
        let begins = format!("`{name}` at `{level}`");
        if cold.is_zero() {
            meter.assume(format!(
                "{begins}: no {what} start cold; an idle environment lives {idle}."
            ));
            return Ok(());
        }
        let hours = match starts {
            Formula::Hours(sum) => format!(", {}", by_the_hour(sum, context)),
            _ => String::new(),
        };
        meter.assume(format!(
            "{begins}: {} of {what} start cold{hours}; an idle environment lives {idle}.",
            percent_of_one(arithmetic::div(cold, left).unwrap_or_default()),
        ));
        Ok(())
    }

    /// Asks for the INIT time where none is stated.
    fn ask_for_init(
        &self,
        kept: &Kept<'_>,
        invocations: &Formula,
        keys: &'static Keys,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let name = context.name;
        if self.init.is_some() {
            return Ok(());
        }
        if self.cold_starts.is_some() {
            meter.assume(format!(
                "`{name}`: restoring a snapshot takes no time (`init` not given)."
            ));
            return Ok(());
        }
        let message = format!("`{name}`: INIT time of cold starts is billed but not counted here");
        let code = WarningCode::ColdStartsNotCounted;
        let settled_by = format!("`{name}.init`");
        if self.snap_start.is_some() {
            meter.ask(OpenQuestion::new(name, code, message, settled_by));
            return Ok(());
        }
        let message = format!(
            "{message}; the amount is for {USUAL_INIT} s each, as Django, Flask or Spring take (plain \
             Python or Node 0.3 s)"
        );
        let starts = self.starts(kept, invocations, context)?;
        let init = starts * symbol(USUAL_INIT, "s") * self.memory_gb();
        let question = OpenQuestion::new(name, code, message, settled_by);
        meter.ask(question.adding(vec![Usage::new(&keys.duration, &[], init)]));
        Ok(())
    }
}

/// How many of an hour's invocations start cold, in the best and the worst hour.
fn by_the_hour(starts: &HourSum, context: &Context<'_>) -> String {
    let load = context.expected(&starts.load).unwrap_or_default();
    let in_hours = starts.slices.iter().filter_map(|slice| {
        let own = arithmetic::mul(load, slice.weight).ok()?;
        let own = arithmetic::sub(own, slice.bound).ok()?;
        let cold = starts.each.of(load, slice).ok()?;
        (own > Decimal::ZERO).then(|| arithmetic::div(cold, own).unwrap_or_default())
    });
    let in_hours: Vec<Decimal> = in_hours.collect();
    let least = in_hours.iter().min().copied().unwrap_or_default();
    let most = in_hours.iter().max().copied().unwrap_or_default();
    let (least, most) = (percent_of_one(least), percent_of_one(most));
    match least == most {
        true => "in every hour".to_owned(),
        false => format!("{least} to {most} by the hour of the week"),
    }
}
