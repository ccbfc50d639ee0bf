//! Requests of a day, as a limit on where the cheapest changes.

use crate::syntax::text_setting;
use crate::units::{ValueError, number};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::fmt;

/// A whole number of requests a day: `300000 per day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestsPerDay(u64);

/// A trillion; beyond it nothing is searched.
const MOST: u64 = 1_000_000_000_000;

impl RequestsPerDay {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "requests a day, such as `300000 per day` or `3M per day`";

    /// Reads `300000 per day`.
    ///
    /// # Errors
    /// [`ValueError`] for anything else.
    pub fn parse(text: &str) -> Result<RequestsPerDay, ValueError> {
        let (amount, period) = number::split(text, Self::ACCEPTED)?;
        if period != "per day" {
            return Err(ValueError::new("` per day` is missing", Self::ACCEPTED));
        }
        let whole = amount
            .to_u64()
            .filter(|whole| Decimal::from(*whole) == amount);
        let whole = whole.filter(|whole| (1..=MOST).contains(whole));
        let problem = "this is not a whole number between 1 and a trillion";
        whole
            .map(RequestsPerDay)
            .ok_or_else(|| ValueError::new(problem, Self::ACCEPTED))
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> u64 {
        self.0
    }
}

impl fmt::Display for RequestsPerDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = number::group_digits(&self.0.to_string());
        write!(f, "{digits} per day")
    }
}

text_setting!(RequestsPerDay);
