//! A value that may be known only within bounds.

use super::arithmetic::{self, ArithmeticError};
use rust_decimal::Decimal;
use std::fmt;

/// Low, expected and high of one figure; all three are equal when it is known exactly.
///
/// For a setting, `low ≤ expected ≤ high` in numbers. For a charge they are the charge *in* the
/// low, expected and high case of the estimate, so that each column adds up; the offset of a free
/// allowance is then more negative in the high case than in the low one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Spread<T> {
    /// In the case with the lowest total.
    pub low: T,
    /// In the case taken as most likely: the middle of a range unless it says otherwise.
    pub expected: T,
    /// In the case with the highest total.
    pub high: T,
    /// The range of the scenario it comes from, if it comes from one alone.
    pub input: Input,
}

/// Which range of a scenario a value comes from. It says nothing about the value: any two are equal.
#[derive(Debug, Clone, Copy, Default, Eq)]
pub struct Input(u16);

impl Input {
    /// No range of a scenario.
    pub const NONE: Input = Input(0);

    /// The range with this number, counted from zero; none for more than 65,534.
    #[must_use]
    pub fn numbered(number: usize) -> Input {
        Input(u16::try_from(number).map_or(0, |number| number.saturating_add(1)))
    }

    /// Its number, counted from zero.
    #[must_use]
    pub fn number(self) -> Option<usize> {
        usize::from(self.0).checked_sub(1)
    }
}

impl PartialEq for Input {
    fn eq(&self, _: &Input) -> bool {
        true
    }
}

impl std::hash::Hash for Input {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

/// Where in its range an input lies: `above` of `of` parts of the way from its low end to its high end.
/// Kept as a ratio, so that a whole number of milliseconds or tasks stays whole in any unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw {
    /// Parts above the low end.
    pub above: Decimal,
    /// Parts from the low end to the high end; never zero.
    pub of: Decimal,
}

/// Which end of every range a calculation looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Ranges at the end that makes the result small.
    Low,
    /// Ranges at their expected value.
    Expected,
    /// Ranges at the end that makes the result large.
    High,
}

impl Case {
    /// The case for a part that lowers the result when it grows (a divisor, a subtrahend).
    #[must_use]
    pub fn opposite(self) -> Case {
        match self {
            Case::Low => Case::High,
            Case::Expected => Case::Expected,
            Case::High => Case::Low,
        }
    }
}

impl<T: Copy> Spread<T> {
    /// A value known exactly.
    pub const fn exact(value: T) -> Self {
        Spread {
            low: value,
            expected: value,
            high: value,
            input: Input::NONE,
        }
    }

    /// The value in one case.
    pub fn at(&self, case: Case) -> T {
        match case {
            Case::Low => self.low,
            Case::Expected => self.expected,
            Case::High => self.high,
        }
    }

    /// The spread with `f` applied to each end.
    pub fn map<U>(&self, mut f: impl FnMut(T) -> U) -> Spread<U> {
        Spread {
            low: f(self.low),
            expected: f(self.expected),
            high: f(self.high),
            input: self.input,
        }
    }

    /// The spread of what `f` gives in each case.
    pub fn from_cases(mut f: impl FnMut(Case) -> T) -> Self {
        Spread {
            low: f(Case::Low),
            expected: f(Case::Expected),
            high: f(Case::High),
            input: Input::NONE,
        }
    }

    /// The spread of what `f` gives in each case, which may fail.
    ///
    /// # Errors
    /// The first error `f` returns.
    pub fn try_from_cases<E>(mut f: impl FnMut(Case) -> Result<T, E>) -> Result<Self, E> {
        Ok(Spread {
            low: f(Case::Low)?,
            expected: f(Case::Expected)?,
            high: f(Case::High)?,
            input: Input::NONE,
        })
    }
}

impl Spread<Decimal> {
    /// The value at a place in the range.
    ///
    /// # Errors
    /// When a step overflows or vanishes.
    pub fn drawn(&self, draw: Draw) -> Result<Decimal, ArithmeticError> {
        if draw.above.is_zero() || self.low == self.high {
            return Ok(self.low);
        }
        if draw.above == draw.of {
            return Ok(self.high);
        }
        let width = arithmetic::sub(self.high, self.low)?;
        arithmetic::add(self.low, arithmetic::mul_div(width, draw.above, draw.of)?)
    }
}

impl<T: PartialEq> Spread<T> {
    /// True when low, expected and high are the same.
    pub fn is_exact(&self) -> bool {
        self.low == self.expected && self.expected == self.high
    }
}

/// Halfway between two values; `None` when their sum does not fit.
pub(crate) fn middle(low: Decimal, high: Decimal) -> Option<Decimal> {
    low.checked_add(high)?.checked_div(Decimal::TWO)
}

/// `2`, `2..3`, or `2..2..3` when the expected value is not the middle.
impl fmt::Display for Spread<Decimal> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use super::number::grouped;
        if self.is_exact() {
            return f.write_str(&grouped(self.low));
        }
        if middle(self.low, self.high) == Some(self.expected) {
            return write!(f, "{}..{}", grouped(self.low), grouped(self.high));
        }
        let (low, expected, high) = (self.low, self.expected, self.high);
        write!(
            f,
            "{}..{}..{}",
            grouped(low),
            grouped(expected),
            grouped(high)
        )
    }
}
