//! Sums over the hours of a traffic profile, where each hour has its own share of the requests.
//!
//! Tasks come in whole numbers, kept environments serve so much and no more: such quantities can't be
//! worked out from the requests of the month alone. What matters of an hour is its weight, so hours of
//! equal weight are one slice, and a week of 168 hours has often not more than 13 of them.

use super::{Conditions, Formula};
use crate::units::{ArithmeticError, arithmetic};
use rust_decimal::Decimal;

/// A quantity added up over the hours of a profile, in units of an hour.
#[derive(Debug, Clone, PartialEq)]
pub struct HourSum {
    /// What is added up, for readers: `task-hours`.
    pub unit: &'static str,
    /// The load of an hour of weight one; proportional to the requests, or fixed.
    pub load: Formula,
    /// What an hour makes of its load.
    pub each: Each,
    /// The hours, equal ones together.
    pub slices: Vec<Slice>,
    /// Seconds of the whole profile.
    pub period: Decimal,
    /// Hours of the month that is priced.
    pub month: Decimal,
}

/// Hours of equal weight and bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slice {
    /// Their load over that of the average hour.
    pub weight: Decimal,
    /// The weight of the hour before.
    pub before: Decimal,
    /// The least or most of [`Each`].
    pub bound: Decimal,
    /// How long they last together, in seconds of the profile; start-up time counts too, and what is
    /// taken off again is negative.
    pub seconds: Decimal,
}

/// What an hour makes of its load.
#[derive(Debug, Clone, PartialEq)]
pub enum Each {
    /// Whole units, the bound of the slice at least and `most` at most: tasks.
    Whole {
        /// The most there are, if there is a limit.
        most: Option<Decimal>,
    },
    /// The load, up to the bound of the slice: what kept capacity serves.
    UpTo,
    /// The load above the bound of the slice: what kept capacity leaves.
    Above,
    /// Requests that start a new environment; see [`ColdStarts`].
    Cold(ColdStarts),
    /// The same of the requests above the bound of the slice, which is what kept environments serve; the
    /// hour before is taken to have had as much of it.
    ColdAbove(ColdStarts),
}

/// How requests find an environment of a function, as measured from outside.
///
/// The load is requests in the hour. While fewer than one request is in flight on average, a request
/// finds none when the last one is longer ago than an environment lives idle: `exp(−rate × idle)`. With
/// more in flight, environments are kept busy; new ones start when more are needed than in the hour
/// before, and each lives so long. Sources: Mikhail Shilkov, "Cold Starts in AWS Lambda" (idle lifetime
/// of 5 to 7 minutes); AWS Lambda developer guide: under 1 % of production invocations. How long a request
/// takes only decides how many are in flight: of a range, its expected value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColdStarts {
    /// Requests in flight for each request in the hour: burst × duration ÷ 3,600 s.
    pub in_flight: Decimal,
    /// How long an idle environment lives, in seconds.
    pub idle: Decimal,
    /// How long a busy environment lives, in seconds.
    pub life: Decimal,
}

/// A ratio this near to a whole number is that number: what is left is the rounding of a month such as
/// 730 ÷ 24 days, never a part of a task.
const NEARLY: Decimal = Decimal::from_parts(1, 0, 0, false, 12);

/// Rounded up, unless it is a whole number but for the last digits.
pub(crate) fn ceil(value: Decimal) -> Decimal {
    let below = value.floor();
    match value.saturating_sub(below) <= NEARLY {
        true => below,
        false => value.ceil(),
    }
}

impl HourSum {
    /// The sum under some conditions.
    ///
    /// # Errors
    /// When a step overflows or vanishes.
    pub fn value(&self, conditions: Conditions<'_>) -> Result<Decimal, ArithmeticError> {
        let load = self.load.unsettled(conditions)?;
        self.at(load)
    }

    /// The sum for a load of the average hour.
    ///
    /// # Errors
    /// When a step overflows.
    pub fn at(&self, load: Decimal) -> Result<Decimal, ArithmeticError> {
        let mut seconds = Decimal::ZERO;
        for slice in &self.slices {
            let in_hour = self.each.of(load, slice)?;
            if !in_hour.is_zero() {
                seconds = arithmetic::add(seconds, arithmetic::mul(in_hour, slice.seconds)?)?;
            }
        }
        if seconds.is_zero() {
            return Ok(Decimal::ZERO);
        }
        arithmetic::mul_div(seconds, self.month, self.period)
    }
}

impl Each {
    /// What an hour of a slice has.
    ///
    /// # Errors
    /// When a step overflows.
    pub fn of(&self, load: Decimal, slice: &Slice) -> Result<Decimal, ArithmeticError> {
        let own = match load.is_zero() || slice.weight.is_zero() {
            true => Decimal::ZERO,
            false => arithmetic::mul(load, slice.weight)?,
        };
        match self {
            Each::Whole { most } => {
                let wanted = ceil(own).max(slice.bound);
                Ok(most.map_or(wanted, |most| wanted.min(most)))
            }
            Each::UpTo => Ok(own.min(slice.bound)),
            Each::Above => arithmetic::sub(own, slice.bound).map(|above| above.max(Decimal::ZERO)),
            Each::Cold(cold) | Each::ColdAbove(cold) => {
                let before = match load.is_zero() || slice.before.is_zero() {
                    true => Decimal::ZERO,
                    false => arithmetic::mul(load, slice.before)?,
                };
                let left = |requests: Decimal| match self {
                    Each::ColdAbove(_) => {
                        arithmetic::sub(requests, slice.bound).map(|above| above.max(Decimal::ZERO))
                    }
                    _ => Ok(requests),
                };
                cold.of(left(own)?, left(before)?)
            }
        }
    }
}
