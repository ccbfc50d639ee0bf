//! Formulas made ready for many evaluations.
//!
//! Almost every quantity is a constant, or a constant plus so much per request. Such a formula is
//! reduced once to those two numbers and what both are divided by; then a new request rate costs one
//! multiplication, one addition and one division at most. What can't be reduced is kept as it is and evaluated step by step.

use super::{Conditions, Formula, Ratio};
use crate::units::exact::{Fraction, fraction, quotient};
use crate::units::{ArithmeticError, Case, Spread, arithmetic};
use rust_decimal::Decimal;

/// A formula at one end of its ranges, ready to be evaluated for any number of requests.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    line: Line,
    /// Terms that are no line.
    rest: Vec<(Formula, Case)>,
}

/// A quantity that follows the requests in a straight line, divided last.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    /// The part that does not depend on traffic, times the divisor.
    fixed: Decimal,
    /// What each request adds, times the divisor.
    per_request: Decimal,
    divisor: Decimal,
}

impl Compiled {
    /// Nothing.
    pub const ZERO: Compiled = Compiled {
        line: Line::ZERO,
        rest: Vec::new(),
    };

    /// Compiles a formula.
    ///
    /// # Errors
    /// When a constant part overflows, vanishes or divides by zero.
    pub fn new(formula: &Formula, case: Case) -> Result<Compiled, ArithmeticError> {
        Ok(match Line::of(formula, case)? {
            Some(line) => Compiled {
                line,
                rest: Vec::new(),
            },
            None => Compiled {
                rest: vec![(formula.clone(), case)],
                ..Compiled::ZERO
            },
        })
    }

    /// The fixed part and what each request adds, when there is nothing else.
    #[must_use]
    pub fn line(&self) -> Option<(Fraction, Fraction)> {
        let divided = |value| quotient(&fraction(value), &fraction(self.line.divisor));
        match self.rest.is_empty() {
            true => Some((divided(self.line.fixed)?, divided(self.line.per_request)?)),
            false => None,
        }
    }

    /// Adds another quantity.
    ///
    /// # Errors
    /// On overflow.
    pub fn add(&mut self, other: Compiled) -> Result<(), ArithmeticError> {
        self.line = self.line.plus(other.line)?;
        self.rest.extend(other.rest);
        Ok(())
    }

    /// True when the value does not depend on traffic.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.line.per_request.is_zero() && self.rest.is_empty()
    }

    /// The value for a number of requests in the month, as a quantity is delivered.
    ///
    /// # Errors
    /// When the value does not fit.
    pub fn value(&self, requests: Decimal) -> Result<Decimal, ArithmeticError> {
        let mut value = arithmetic::settled(self.line.value(requests)?);
        for (formula, case) in &self.rest {
            let conditions = Conditions {
                requests: Spread::exact(requests),
                case: *case,
                draws: &[],
            };
            value = arithmetic::add(value, formula.value(conditions)?)?;
        }
        Ok(value)
    }
}

impl Line {
    const ZERO: Line = Line::whole(Decimal::ZERO, Decimal::ZERO);

    const fn whole(fixed: Decimal, per_request: Decimal) -> Line {
        Line {
            fixed,
            per_request,
            divisor: Decimal::ONE,
        }
    }

    fn value(&self, requests: Decimal) -> Result<Decimal, ArithmeticError> {
        let sum = match (self.fixed.is_zero(), self.per_request.is_zero()) {
            (_, true) => self.fixed,
            (true, false) => arithmetic::mul(requests, self.per_request)?,
            (false, false) => {
                arithmetic::add(self.fixed, arithmetic::mul(requests, self.per_request)?)?
            }
        };
        match self.divisor == Decimal::ONE {
            true => Ok(sum),
            false => arithmetic::div(sum, self.divisor),
        }
    }

    /// The formula as a line, or `None` when it is not a straight one.
    fn of(formula: &Formula, case: Case) -> Result<Option<Line>, ArithmeticError> {
        if formula.is_fixed() {
            let conditions = Conditions {
                requests: Spread::exact(Decimal::ZERO),
                case,
                draws: &[],
            };
            let fixed = Line::whole(Decimal::ONE, Decimal::ZERO);
            return fixed.times(formula.ratio(conditions)?).map(Some);
        }
        Ok(match formula {
            Formula::Requests => Some(Line::whole(Decimal::ZERO, Decimal::ONE)),
            Formula::Product(factors) => product(factors, case)?,
            Formula::Sum(terms) => {
                let mut sum: Option<Line> = None;
                for term in terms {
                    let Some(line) = Line::of(term, case)? else {
                        return Ok(None);
                    };
                    sum = Some(match sum {
                        Some(sum) => sum.plus(line)?,
                        None => line,
                    });
                }
                sum
            }
            Formula::Quotient(dividend, divisor) if divisor.is_fixed() => {
                let conditions = Conditions {
                    requests: Spread::exact(Decimal::ZERO),
                    case: case.opposite(),
                    draws: &[],
                };
                match Line::of(dividend, case)? {
                    Some(line) => {
                        let one = Ratio::whole(Decimal::ONE);
                        Some(line.times(one.over(divisor.ratio(conditions)?)?)?)
                    }
                    None => None,
                }
            }
            Formula::Largest(parts) => steepest(parts, case)?,
            Formula::Amount { .. }
            | Formula::Quotient(..)
            | Formula::Excess(..)
            | Formula::RoundedUp(..)
            | Formula::Hours(..) => None,
        })
    }

    fn plus(self, other: Line) -> Result<Line, ArithmeticError> {
        if self == Line::ZERO || other == Line::ZERO {
            return Ok(if self == Line::ZERO { other } else { self });
        }
        let (one, other) = match self.divisor == other.divisor {
            true => (self, other),
            false => (self.undivided()?, other.undivided()?),
        };
        Ok(Line {
            fixed: arithmetic::add(one.fixed, other.fixed)?,
            per_request: arithmetic::add(one.per_request, other.per_request)?,
            divisor: one.divisor,
        })
    }

    /// The same over one, cut at its 28th digit where it does not end.
    fn undivided(self) -> Result<Line, ArithmeticError> {
        Ok(Line::whole(
            arithmetic::div(self.fixed, self.divisor)?,
            arithmetic::div(self.per_request, self.divisor)?,
        ))
    }

    /// The line times a number, or the other way round where digits would be cut: divided first.
    fn times(self, factor: Ratio) -> Result<Line, ArithmeticError> {
        let exactly = |value| arithmetic::mul_exactly(value, factor.dividend());
        let divisor = arithmetic::mul_exactly(self.divisor, factor.divisor());
        if let (Some(fixed), Some(per_request), Some(divisor)) =
            (exactly(self.fixed), exactly(self.per_request), divisor)
        {
            // Trailing zeros would make every later product longer than it is.
            return Ok(Line {
                fixed: fixed.normalize(),
                per_request: per_request.normalize(),
                divisor: divisor.normalize(),
            });
        }
        let (line, factor) = (self.undivided()?, factor.value()?);
        Ok(Line::whole(
            arithmetic::mul(line.fixed, factor)?.normalize(),
            arithmetic::mul(line.per_request, factor)?.normalize(),
        ))
    }
}

/// A product is a line when at most one factor depends on traffic.
fn product(factors: &[Formula], case: Case) -> Result<Option<Line>, ArithmeticError> {
    let conditions = Conditions {
        requests: Spread::exact(Decimal::ZERO),
        case,
        draws: &[],
    };
    let mut constant = Ratio::whole(Decimal::ONE);
    let mut varying = None;
    for factor in factors {
        if factor.is_fixed() {
            constant = constant.times(factor.ratio(conditions)?)?;
            continue;
        }
        match Line::of(factor, case)? {
            None => return Ok(None),
            Some(_) if varying.is_some() => return Ok(None),
            Some(line) => varying = Some(line),
        }
    }
    varying.map(|line: Line| line.times(constant)).transpose()
}

/// Lines through zero keep their order at every traffic, so their maximum is the steepest one.
fn steepest(
    parts: &[(&'static str, Formula)],
    case: Case,
) -> Result<Option<Line>, ArithmeticError> {
    let mut steepest: Option<(Decimal, Line)> = None;
    for (_, part) in parts {
        let Some(line) = Line::of(part, case)?.filter(|line| line.fixed.is_zero()) else {
            return Ok(None);
        };
        let slope = arithmetic::div(line.per_request, line.divisor)?;
        if steepest.is_none_or(|(steep, _)| slope > steep) {
            steepest = Some((slope, line));
        }
    }
    Ok(steepest.map(|(_, line)| line))
}

#[cfg(test)]
mod tests {
    use super::super::{largest, number, symbol};
    use super::*;

    fn agree(formula: &Formula) -> Compiled {
        let compiled = Compiled::new(formula, Case::Expected).unwrap();
        for requests in [0, 1, 1_000, 3_041_667] {
            let requests = Decimal::from(requests);
            let conditions = Conditions {
                requests: Spread::exact(requests),
                case: Case::Expected,
                draws: &[],
            };
            assert_eq!(compiled.value(requests), formula.value(conditions));
        }
        compiled
    }

    #[test]
    fn straight_lines_are_reduced_and_agree_with_the_formula() {
        let seconds = Formula::Requests * symbol(Decimal::new(5, 1), "s");
        assert!(agree(&seconds).rest.is_empty());
        assert!(agree(&(seconds.clone() + symbol(7, "s"))).rest.is_empty());
        assert!(agree(&(seconds.clone() / number(4))).rest.is_empty());
        let parts = vec![("a", seconds.clone()), ("b", Formula::Requests * number(2))];
        assert!(agree(&largest(parts)).rest.is_empty());
        assert!(agree(&symbol(730, "h")).is_fixed());
    }

    #[test]
    fn steps_and_squares_are_kept_as_they_are() {
        let steps = (Formula::Requests / number(512)).rounded_up();
        assert_eq!(agree(&steps).rest.len(), 1);
        assert_eq!(
            agree(&(Formula::Requests * Formula::Requests)).rest.len(),
            1
        );
        assert_eq!(agree(&Formula::Requests.above(number(500))).rest.len(), 1);
    }
}
