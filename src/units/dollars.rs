//! Sums of money as people write them.

use super::measure::Measure;
use super::number::{self, ValueError, group_digits};
use rust_decimal::Decimal;
use std::fmt;

/// A sum of money as written in a file: `$120` or `120 USD`. It keeps the decimals it is written
/// with, which say how far it is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dollars(Decimal);

impl Measure for Dollars {
    const ACCEPTED: &'static str = "an amount of US dollars, such as `$120` or `0.04 USD`";
    const STEP: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

    fn parse(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let (digits, signed) = match text.strip_prefix('$') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let (mut amount, unit) = number::split(digits, Self::ACCEPTED)?;
        let named = unit.eq_ignore_ascii_case("USD");
        if !(signed && unit.is_empty() || named) {
            return Err(ValueError::new(
                "the currency is missing or unknown",
                Self::ACCEPTED,
            ));
        }
        amount.rescale(number::decimals(digits).max(amount.scale()));
        Ok(Dollars(amount))
    }

    fn amount(self) -> Decimal {
        self.0.normalize()
    }

    fn of(amount: Decimal) -> Self {
        Dollars(amount.normalize())
    }
}

impl Dollars {
    /// Half of the last place it is written with: half a dollar of `$12`, half a cent of `$12.40`.
    /// What lies no further away is written the same.
    #[must_use]
    pub fn half_of_last_place(self) -> Decimal {
        let places = self.0.scale().saturating_add(1).min(Decimal::MAX_SCALE);
        Decimal::new(5, places)
    }
}

impl fmt::Display for Dollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${}", group_digits(&self.0.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_keep_the_decimals_they_are_written_with() {
        for (text, half) in [
            ("$12", "0.5"),
            ("$12.4", "0.05"),
            ("$12.40", "0.005"),
            ("$1,200.00", "0.005"),
            ("$2k", "0.5"),
        ] {
            let written = Dollars::parse(text).unwrap();
            assert_eq!(written.half_of_last_place().to_string(), half, "{text}");
            assert_eq!(Dollars::parse(&written.to_string()), Ok(written));
        }
        assert!(Dollars::parse("120").is_err());
        assert_eq!(Dollars::parse("$1,200"), Dollars::parse("1200 USD"));
        let equal = ["$12", "$12.00", "12.0 USD"].map(|text| Dollars::parse(text).unwrap());
        assert!(equal.iter().all(|dollars| *dollars == equal[0]));
        assert_eq!(equal[1].to_string(), "$12.00");
        assert_eq!(equal[1].amount().to_string(), "12");
    }
}
