//! Checked decimal arithmetic: the only place where two decimals meet.
//!
//! `rust_decimal` panics in its operators on overflow and silently turns a product that is too
//! small for 28 decimal places into zero. Both would break the promise that a figure is either
//! right or an error, so every calculation goes through these functions.

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
    if product.is_zero() && !a.is_zero() && !b.is_zero() {
        return Err(ArithmeticError::Underflow);
    }
    Ok(product)
}

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
    fn multiplying_first_keeps_a_ratio_exact() {
        let (sixteen, hours) = (Decimal::from(16), Decimal::from(730));
        assert_eq!(mul_div(hours, sixteen, hours), Ok(sixteen));
    }
}
