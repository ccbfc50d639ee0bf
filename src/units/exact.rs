//! Exact fractions, for questions that must not depend on where a decimal was cut.
//!
//! 730 ÷ 24 days never ends as a decimal. A figure may be cut at its 28th digit; the traffic at which
//! two costs cross, or a task is added, may not depend on it.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use rust_decimal::Decimal;

/// A fraction of whole numbers of any size.
pub type Fraction = BigRational;

/// A decimal as a fraction; every decimal is one.
#[must_use]
pub fn fraction(value: Decimal) -> Fraction {
    let ten = BigInt::from(10_u32);
    let denominator = ten.pow(value.scale());
    Fraction::new(BigInt::from(value.mantissa()), denominator)
}

/// A whole number as a fraction.
#[must_use]
pub fn whole(value: u64) -> Fraction {
    Fraction::from_integer(BigInt::from(value))
}

/// `a ÷ b`; `None` when `b` is zero.
#[must_use]
pub fn quotient(a: &Fraction, b: &Fraction) -> Option<Fraction> {
    (!b.is_zero()).then(|| a / b)
}

/// The larger of a fraction and zero.
#[must_use]
pub fn positive(value: Fraction) -> Fraction {
    match value.is_negative() {
        true => Fraction::zero(),
        false => value,
    }
}

/// The smallest whole number that turns both a fraction and whatever `multiple` turns whole into whole
/// numbers.
#[must_use]
pub fn common_multiple(multiple: &BigInt, value: &Fraction) -> BigInt {
    match value.denom().is_one() {
        true => multiple.clone(),
        false => num_integer::lcm(multiple.clone(), value.denom().clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_fractions_in_lowest_terms() {
        let half = fraction(Decimal::new(50, 2));
        assert_eq!(half.to_string(), "1/2");
        assert_eq!(fraction(Decimal::new(-3, 0)).to_string(), "-3");
        let third = quotient(&whole(1), &whole(3)).unwrap();
        assert_eq!(common_multiple(&BigInt::from(4), &third), BigInt::from(12));
        assert_eq!(quotient(&third, &whole(0)), None);
        assert_eq!(positive(fraction(Decimal::NEGATIVE_ONE)), whole(0));
    }
}
