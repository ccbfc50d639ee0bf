//! The capacity limits of Aurora Serverless v2.

use crate::syntax::text_setting;
use crate::units::{Acu, Measure, ValueError, parse_spread};
use rust_decimal::Decimal;
use std::fmt;

/// Limits of the capacity of an instance, as written: `0.5..4 ACU`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapacityRange {
    /// The least capacity; 0 where it may pause.
    pub minimum: Acu,
    /// The most capacity.
    pub maximum: Acu,
}

/// The least capacity of what does not pause, and the step between capacities.
pub(super) const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
/// The most capacity of any instance.
const MOST: u32 = 256;

impl CapacityRange {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str =
        "least and most capacity in steps of 0.5, such as `0.5..4 ACU`";

    /// Reads `0.5..4 ACU`, or one capacity for both.
    ///
    /// # Errors
    /// [`ValueError`] when there is no unit, or no capacity AWS offers.
    pub fn parse(text: &str) -> Result<CapacityRange, ValueError> {
        let refused = |problem: &str| Err(ValueError::new(problem, Self::ACCEPTED));
        if text.matches("..").count() > 1 {
            return refused("only the limits stand here, the average in `average`");
        }
        let limits = parse_spread::<Acu>(text).map_err(|e| e.expecting(Self::ACCEPTED))?;
        let range = CapacityRange {
            minimum: limits.low,
            maximum: limits.high,
        };
        let (least, most) = (range.minimum.amount(), range.maximum.amount());
        let in_steps = |acu: Decimal| acu.checked_rem(HALF).is_some_and(|rest| rest.is_zero());
        if !in_steps(least) || !in_steps(most) {
            return refused("capacity comes in steps of 0.5");
        }
        if most < Decimal::ONE {
            return refused("the most capacity is at least 1 ACU");
        }
        if most > Decimal::from(MOST) {
            return refused("the most capacity is at most 256 ACU");
        }
        Ok(range)
    }
}

impl fmt::Display for CapacityRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minimum == self.maximum {
            true => write!(f, "{}", self.maximum),
            false => write!(f, "{}..{}", self.minimum, self.maximum),
        }
    }
}

text_setting!(CapacityRange);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacity_is_what_aws_offers() {
        for text in ["0.5 ACU..4 ACU", "0 ACU..256 ACU", "5 ACU"] {
            assert_eq!(CapacityRange::parse(text).unwrap().to_string(), text);
        }
        let short = CapacityRange::parse("0.5..4 ACU").unwrap();
        assert_eq!(CapacityRange::parse(&short.to_string()), Ok(short));
        for (text, problem) in [
            ("0.5..4", "unit is missing"),
            ("0.3..4 ACU", "steps of 0.5"),
            ("0.5..4.2 ACU", "steps of 0.5"),
            ("0.5 ACU", "at least 1 ACU"),
            ("1..300 ACU", "at most 256 ACU"),
            ("0.5..1..4 ACU", "average"),
            ("4..0.5 ACU", "backwards"),
        ] {
            let error = CapacityRange::parse(text).unwrap_err().to_string();
            assert!(error.contains(problem), "{text}: {error}");
        }
    }
}
