//! When a function runs: with the requests, hour by hour, evenly over time, or at fixed times.
//!
//! What comes with requests follows the profile of the traffic and its bursts. What is stated over time
//! (`300000 per month`) says nothing of its hours, and is taken to come evenly, without bursts.

use super::Lambda;
use crate::formula::{Conditions, Each, Formula, HourSum, environments, symbol};
use crate::services::Context;
use crate::units::{ArithmeticError, Case, Measure, arithmetic};
use crate::workload::{Occurrence, Period, Profile, Workload, mean_slices};
use rust_decimal::Decimal;
use std::sync::Arc;

/// How much of a function runs at once in the busiest minutes, by Little's law: rate × duration. INIT is
/// left out; environments are so many that 99 of 100 moments need no more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Concurrency {
    /// Invocations a second.
    pub rate: Decimal,
    /// Invocations at once, on average.
    pub in_flight: Decimal,
    /// Environments that suffice.
    pub environments: Decimal,
}

impl Lambda {
    /// True when it runs with the requests.
    pub(crate) fn runs_with_requests(&self) -> bool {
        match &self.invocations {
            Occurrence::At(rate) => matches!(rate.per, Period::Request | Period::Miss),
            Occurrence::On(_) => false,
        }
    }

    /// True when its figures depend on the hours the traffic comes in.
    pub(crate) fn follows_the_hours(&self) -> bool {
        let scheduled = self.provisioned_concurrency.as_ref();
        let scheduled = scheduled.is_some_and(|kept| kept.handles.is_none());
        self.runs_with_requests() && (self.starts_follow_traffic() || scheduled)
    }

    /// The hours it runs in.
    pub(super) fn profile(&self, workload: &Workload) -> Arc<Profile> {
        match self.runs_with_requests() {
            true => Arc::clone(&workload.profile),
            false => Arc::new(Profile::flat()),
        }
    }

    /// The burst inside an hour.
    pub(super) fn burst(&self, workload: &Workload) -> Result<Decimal, ArithmeticError> {
        match self.runs_with_requests() {
            true => workload.burst_factor(),
            false => Ok(Decimal::ONE),
        }
    }

    /// Some quantity of the month added up over its hours. The hours are those requests are counted
    /// for, so that those of all hours are the requests of the month.
    pub(super) fn over_hours(
        &self,
        unit: &'static str,
        in_month: Formula,
        each: Each,
        bound: impl Fn(usize) -> Decimal,
        context: &Context<'_>,
    ) -> HourSum {
        let month = context.workload.month.counted_hours();
        let profile = self.profile(context.workload);
        HourSum {
            unit,
            load: in_month / symbol(month, "h"),
            each,
            slices: mean_slices(&profile, bound),
            period: Decimal::from(profile.len()).saturating_mul(Decimal::from(3_600)),
            month,
        }
    }

    /// What runs at once in the busiest minutes; `None` when it can't be told.
    pub(crate) fn concurrency(&self, workload: &Workload, case: Case) -> Option<Concurrency> {
        let duration = self.duration.or(workload.request.duration)?.at(case);
        let context = Context {
            workload,
            name: "",
            peers: &[],
        };
        let conditions = Conditions {
            requests: workload.requests_per_month().ok()?,
            case,
            draws: &[],
        };
        if let Occurrence::On(schedule) = &self.invocations {
            let shortest = schedule.shortest_gap();
            let in_flight = arithmetic::div(duration.amount(), shortest.amount()).ok()?;
            return Some(Concurrency {
                rate: arithmetic::div(Decimal::ONE, shortest.seconds()).ok()?,
                in_flight,
                environments: in_flight.ceil().max(Decimal::ONE),
            });
        }
        let in_month = context.occurrences(&self.invocations, "invocation");
        let in_month = in_month.value(conditions).ok()?;
        let concurrency = || {
            let busiest = match self.runs_with_requests() {
                true => workload.profile.highest(),
                false => Decimal::ONE,
            };
            let over_mean = arithmetic::mul(self.burst(workload)?, busiest)?;
            let month = arithmetic::mul(workload.month.counted_hours(), Decimal::from(3_600))?;
            let rate = arithmetic::mul_div(in_month, over_mean, month)?;
            let in_flight = arithmetic::mul_div(rate, duration.amount(), Decimal::from(1_000))?;
            Ok::<_, ArithmeticError>(Concurrency {
                rate,
                in_flight,
                environments: environments(in_flight)?,
            })
        };
        concurrency().ok()
    }
}
