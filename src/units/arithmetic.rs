//! Checked decimal arithmetic: the only place where two decimals meet.
//!
//! `rust_decimal` panics in its operators on overflow and silently turns a product that is too
//! small for 28 decimal places into zero. Both would break the promise that a figure is either
//! right or an error, so every calculation goes through these functions.
//!
//! It also cuts what has more than 28 digits, without a word. So, here, a result is either exact or cut
//! at its 28th digit or its 28th decimal place, never before. Two kinds of figure are delivered on a grid
//! on which sums are exact: money with 18 decimal places (see [`Money`](super::Money)), which is an error
//! beyond 79 billion, where they have no room; and quantities, see [`settled`].

use ethnum::I256;
use rust_decimal::Decimal;

/// Why a calculation has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArithmeticError {
    /// The result is larger than 79,228,162,514,264,337,593,543,950,335.
    #[error("the result is too large (above 7.9e28)")]
    Overflow,
    /// Two non-zero factors gave a result below 1e-28, which would be stored as zero.
    #[error("the result is too small (below 1e-28) and would vanish")]
    Underflow,
    /// An amount of money that has no room for its 18 decimal places.
    #[error("the amount is too large (above 79 billion) to be exact")]
    TooLargeForMoney,
    /// Something was divided by zero.
    #[error("division by zero")]
    DivisionByZero,
}

/// `a × b`.
///
/// # Errors
/// [`ArithmeticError::Overflow`], or [`ArithmeticError::Underflow`] when two non-zero factors
/// would give zero.
pub fn mul(a: Decimal, b: Decimal) -> Result<Decimal, ArithmeticError> {
    let product = a.checked_mul(b).ok_or(ArithmeticError::Overflow)?;
    match product.is_zero() && !a.is_zero() && !b.is_zero() {
        true => Err(ArithmeticError::Underflow),
        false => Ok(product),
    }
}

/// True when a product is exact.
fn is_product(a: Decimal, b: Decimal, product: Decimal) -> bool {
    let cut = (a.scale() + b.scale()).saturating_sub(product.scale());
    let whole = I256::from(a.mantissa()).checked_mul(I256::from(b.mantissa()));
    let kept = I256::from(10)
        .checked_pow(cut)
        .and_then(|cut| cut.checked_mul(I256::from(product.mantissa())));
    whole.is_some() && whole == kept
}

/// `a × b` when it has room for all its digits.
#[must_use]
pub fn mul_exactly(a: Decimal, b: Decimal) -> Option<Decimal> {
    let product = a.checked_mul(b)?;
    let kept = a.scale() + b.scale() == product.scale();
    (kept || is_product(a, b, product)).then_some(product)
}

/// Decimal places a quantity keeps, and digits it has at most.
const QUANTITY: (u32, u32) = (18, 26);

/// A quantity as it is delivered: 18 decimal places and 26 digits at most. Two digits fewer than a
/// calculation has take away what was cut on the way, so that 10,000 a day × 730 h ÷ 24 h × 12 is
/// 3,650,000; what then remains adds up exactly.
#[must_use]
pub fn settled(quantity: Decimal) -> Decimal {
    let (places, digits) = QUANTITY;
    if quantity.scale() <= places && quantity.mantissa().unsigned_abs() < TWENTY_SIX_DIGITS {
        return quantity;
    }
    let settled = quantity
        .round_sf(digits)
        .unwrap_or(quantity)
        .round_dp(places);
    // What is smaller than the grid is still something.
    match settled.is_zero() {
        true => quantity,
        false => settled.normalize(),
    }
}

/// A part of a quantity as it is delivered, with no more decimal places than the whole has room for: what
/// is left of the whole is exact.
#[must_use]
pub fn settled_part(part: Decimal, whole: Decimal) -> Decimal {
    let above_the_point = whole.trunc().mantissa().unsigned_abs().checked_ilog10();
    let digits = above_the_point.map_or(0, |log| log + 1);
    let room = Decimal::MAX_SCALE.saturating_sub(digits);
    settled(part).round_dp(room.min(QUANTITY.0))
}

/// The least number of twenty-seven digits.
const TWENTY_SIX_DIGITS: u128 = 100_000_000_000_000_000_000_000_000;

/// `a ÷ b`, to 28 significant digits where the quotient does not end.
///
/// # Errors
/// [`ArithmeticError::DivisionByZero`], [`ArithmeticError::Overflow`] or
/// [`ArithmeticError::Underflow`].
pub fn div(a: Decimal, b: Decimal) -> Result<Decimal, ArithmeticError> {
    if b.is_zero() {
        return Err(ArithmeticError::DivisionByZero);
    }
    let quotient = a.checked_div(b).ok_or(ArithmeticError::Overflow)?;
    if quotient.is_zero() && !a.is_zero() {
        return Err(ArithmeticError::Underflow);
    }
    Ok(quotient)
}

/// `a + b`.
///
/// # Errors
/// [`ArithmeticError::Overflow`].
pub fn add(a: Decimal, b: Decimal) -> Result<Decimal, ArithmeticError> {
    a.checked_add(b).ok_or(ArithmeticError::Overflow)
}

/// `a − b`.
///
/// # Errors
/// [`ArithmeticError::Overflow`].
pub fn sub(a: Decimal, b: Decimal) -> Result<Decimal, ArithmeticError> {
    a.checked_sub(b).ok_or(ArithmeticError::Overflow)
}

/// `a × b ÷ c`, multiplying first so that only the last step can be inexact.
///
/// # Errors
/// As [`mul`] and [`div`].
pub fn mul_div(a: Decimal, b: Decimal, c: Decimal) -> Result<Decimal, ArithmeticError> {
    div(mul(a, b)?, c)
}

/// The sum of many values, in the order given.
///
/// # Errors
/// [`ArithmeticError::Overflow`].
pub fn sum(values: impl IntoIterator<Item = Decimal>) -> Result<Decimal, ArithmeticError> {
    values.into_iter().try_fold(Decimal::ZERO, add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overflow_underflow_and_zero_divisors_are_errors() {
        let huge = Decimal::MAX;
        let tiny = Decimal::new(1, 28);
        assert_eq!(mul(huge, Decimal::TWO), Err(ArithmeticError::Overflow));
        assert_eq!(mul(tiny, tiny), Err(ArithmeticError::Underflow));
        assert_eq!(add(huge, huge), Err(ArithmeticError::Overflow));
        assert_eq!(sub(-huge, huge), Err(ArithmeticError::Overflow));
        assert_eq!(
            div(Decimal::ONE, Decimal::ZERO),
            Err(ArithmeticError::DivisionByZero)
        );
        assert_eq!(mul(Decimal::ZERO, tiny), Ok(Decimal::ZERO));
    }

    #[test]
    fn a_product_that_is_cut_is_known() {
        let third = div(Decimal::ONE, Decimal::from(3)).unwrap();
        assert_eq!(mul_exactly(third, third), None);
        assert_eq!(mul_exactly(third, Decimal::TWO), Some(third + third));
        // Trailing zeros are no digits: 0.5 with 28 places × 0.2.
        let half = Decimal::from_i128_with_scale(5 * 10_i128.pow(27), 28);
        assert_eq!(
            mul_exactly(half, Decimal::new(2, 1)),
            Some(Decimal::new(1, 1))
        );
    }

    /// A third is cut at its 28th digit, and three of them are one all the same.
    #[test]
    fn a_quantity_ends_where_its_calculation_does() {
        let third = div(Decimal::ONE, Decimal::from(3)).unwrap();
        let whole = mul(third, Decimal::from(3)).unwrap();
        assert_ne!(whole, Decimal::ONE);
        assert_eq!(settled(whole), Decimal::ONE);
        assert_eq!(settled(Decimal::new(5, 28)), Decimal::new(5, 28));
        let exact = Decimal::new(123_456_789_012_345, 6);
        assert_eq!(settled(exact), exact);
        // A part leaves of 10¹² and a third what is exact: 15 places have room beside 13 digits.
        let large = Decimal::from(1_000_000_000_000_u64) + third.round_dp(15);
        let part = settled_part(third, large);
        assert_eq!(part.scale(), 15);
        assert_eq!(sub(large, part).unwrap() + part, large);
    }

    #[test]
    fn multiplying_first_keeps_a_ratio_exact() {
        let (sixteen, hours) = (Decimal::from(16), Decimal::from(730));
        assert_eq!(mul_div(hours, sixteen, hours), Ok(sixteen));
    }
}
