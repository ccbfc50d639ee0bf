//! What numbers mean: money, quantities with units, tier schedules, ranges, months.
//!
//! Nothing here knows AWS. Decimal throughout; overflow is an error, never a wrapped or rounded
//! figure.

#![deny(clippy::float_arithmetic)]

pub mod arithmetic;
mod calendar;
mod date;
mod dollars;
pub mod exact;
mod measure;
mod money;
mod month;
pub mod number;
mod range;
mod spread;
mod tier;
mod unit;

pub use arithmetic::ArithmeticError;
pub use calendar::CalendarMonth;
pub use date::Date;
pub use dollars::Dollars;
pub use measure::{Acu, Count, Duration, Factor, Measure, Percent, Size, Throughput, Vcpu};
pub use money::Money;
pub use month::Month;
pub use number::ValueError;
pub use range::{parse_spread, show_spread};
pub use spread::{Case, Draw, Input, Spread};
pub use tier::{Slice, Tier, TierError, TierSchedule, UnitPrice};
pub use unit::{Unit, counted_noun, plural};

use rust_decimal::Decimal;
use std::fmt;

/// An amount of something AWS charges for, or its range: 730 hours, 75,000 GB-seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// How much.
    pub amount: Spread<Decimal>,
    /// Of what.
    pub unit: Unit,
}

/// For reading: `730 hours`, `1,460–2,190 GB-hours`; two decimals from one on, six below.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |value: Decimal| match value.abs() >= Decimal::ONE {
            true => number::grouped(value.round_dp(2)),
            false => number::grouped(value.round_dp(6)),
        };
        let one = self.amount == Spread::exact(Decimal::ONE);
        let unit = self.unit.counted(one);
        let (low, high) = (short(self.amount.low), short(self.amount.high));
        match (low == high, low.starts_with('-') || high.starts_with('-')) {
            (true, _) => write!(f, "{low} {unit}"),
            (false, false) => write!(f, "{low}–{high} {unit}"),
            // A dash beside a minus reads as two minuses.
            (false, true) => write!(f, "{low} to {high} {unit}"),
        }
    }
}
