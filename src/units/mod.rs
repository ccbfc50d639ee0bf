//! What numbers mean: money, quantities with units, tier schedules, ranges, months.
//!
//! Nothing here knows AWS. Decimal throughout; overflow is an error, never a wrapped or rounded
//! figure.

#![deny(clippy::float_arithmetic)]

pub mod arithmetic;
mod measure;
mod money;
mod month;
pub mod number;
mod range;
mod spread;
mod tier;
mod unit;

pub use arithmetic::ArithmeticError;
pub use measure::{Count, Dollars, Duration, Factor, Measure, Percent, Size, Throughput, Vcpu};
pub use money::Money;
pub use month::Month;
pub use number::ValueError;
pub use range::{parse_spread, show_spread};
pub use spread::{Case, Spread};
pub use tier::{Slice, Tier, TierError, TierSchedule, UnitPrice};
pub use unit::Unit;

use rust_decimal::Decimal;
use std::fmt;

/// An amount of something AWS charges for: 730 hours, 75,000 GB-seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// How much.
    pub amount: Decimal,
    /// Of what.
    pub unit: Unit,
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", number::grouped(self.amount), self.unit)
    }
}
