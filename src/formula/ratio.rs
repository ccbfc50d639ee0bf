//! Quantities as fractions while they are worked out: multiplied first, divided once.
//!
//! 2,592,000,000 requests ÷ 90,000 × 2 is exact in this order and in no other. A product and its divisor
//! are kept apart as long as both have room for all their digits.

use crate::units::{ArithmeticError, arithmetic};
use rust_decimal::Decimal;

/// A number over a divisor that is not zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ratio {
    over: Decimal,
    under: Decimal,
}

impl Ratio {
    pub fn whole(value: Decimal) -> Ratio {
        Ratio {
            over: value,
            under: Decimal::ONE,
        }
    }

    /// The quotient, cut at its 28th digit where it does not end.
    pub fn value(self) -> Result<Decimal, ArithmeticError> {
        match self.under == Decimal::ONE {
            true => Ok(self.over),
            false => arithmetic::div(self.over, self.under),
        }
    }

    pub fn divisor(self) -> Decimal {
        self.under
    }

    pub fn dividend(self) -> Decimal {
        self.over
    }

    pub fn times(self, other: Ratio) -> Result<Ratio, ArithmeticError> {
        Ratio::exactly(
            arithmetic::mul_exactly(self.over, other.over),
            arithmetic::mul_exactly(self.under, other.under),
        )
        .map_or_else(
            || {
                Ok(Ratio::whole(arithmetic::mul(
                    self.value()?,
                    other.value()?,
                )?))
            },
            Ok,
        )
    }

    pub fn over(self, other: Ratio) -> Result<Ratio, ArithmeticError> {
        if other.over.is_zero() {
            return Err(ArithmeticError::DivisionByZero);
        }
        Ratio::exactly(
            arithmetic::mul_exactly(self.over, other.under),
            arithmetic::mul_exactly(self.under, other.over),
        )
        .map_or_else(
            || {
                Ok(Ratio::whole(arithmetic::div(
                    self.value()?,
                    other.value()?,
                )?))
            },
            Ok,
        )
    }

    pub fn plus(self, other: Ratio) -> Result<Ratio, ArithmeticError> {
        if self.under == other.under {
            let over = arithmetic::add(self.over, other.over)?;
            return Ok(Ratio { over, ..self });
        }
        let whole = arithmetic::add(self.value()?, other.value()?)?;
        Ok(Ratio::whole(whole))
    }

    fn exactly(over: Option<Decimal>, under: Option<Decimal>) -> Option<Ratio> {
        // Trailing zeros would leave less room for what follows.
        Some(Ratio {
            over: over?.normalize(),
            under: under?.normalize(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_divided_once() {
        let whole = |value: u64| Ratio::whole(value.into());
        let units = whole(2_592_000_000).over(whole(90_000)).unwrap();
        assert_eq!(units.times(whole(2)).unwrap().value(), Ok(57_600.into()));
        let third = whole(1).over(whole(3)).unwrap();
        assert_eq!(third.times(whole(3)).unwrap().value(), Ok(Decimal::ONE));
        assert_eq!(third.over(third).unwrap().value(), Ok(Decimal::ONE));
        assert_eq!(
            third.plus(third).unwrap().times(whole(3)).unwrap().value(),
            Ok(Decimal::TWO)
        );
        let zero = whole(0);
        assert_eq!(third.over(zero), Err(ArithmeticError::DivisionByZero));
        // What has too many digits is cut, and goes on.
        let long = Ratio::whole(Decimal::ONE / Decimal::from(3));
        let squared = long.times(long).unwrap().value().unwrap();
        assert_eq!(
            squared.round_dp(20),
            Decimal::from(1).checked_div(9.into()).unwrap().round_dp(20)
        );
    }
}
