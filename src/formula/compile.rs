//! Formulas made ready for many evaluations.
//!
//! Almost every quantity is a constant, or a constant plus so much per request. Such a formula is
//! reduced once to those two numbers; then a new request rate costs one multiplication and one
//! addition. What can't be reduced is kept as it is and evaluated step by step.

use super::{Conditions, Formula};
use crate::units::{ArithmeticError, Case, Spread, arithmetic};
use rust_decimal::Decimal;

/// A formula at one end of its ranges, ready to be evaluated for any number of requests.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// The part that does not depend on traffic.
    fixed: Decimal,
    /// What each request adds.
    per_request: Decimal,
    /// Terms that are neither.
    rest: Vec<(Formula, Case)>,
}

impl Compiled {
    /// Nothing.
    pub const ZERO: Compiled = Compiled {
        fixed: Decimal::ZERO,
        per_request: Decimal::ZERO,
        rest: Vec::new(),
    };

    /// Compiles a formula.
    ///
    /// # Errors
    /// When a constant part overflows, vanishes or divides by zero.
    pub fn new(formula: &Formula, case: Case) -> Result<Compiled, ArithmeticError> {
        if let Some((fixed, per_request)) = line(formula, case)? {
            // Trailing zeros would make every later product longer than it is.
            return Ok(Compiled {
                fixed: fixed.normalize(),
                per_request: per_request.normalize(),
                rest: Vec::new(),
            });
        }
        Ok(Compiled {
            rest: vec![(formula.clone(), case)],
            ..Compiled::ZERO
        })
    }

    /// The fixed part and what each request adds, when there is nothing else.
    #[must_use]
    pub fn line(&self) -> Option<(Decimal, Decimal)> {
        self.rest
            .is_empty()
            .then_some((self.fixed, self.per_request))
    }

    /// Adds another quantity.
    ///
    /// # Errors
    /// On overflow.
    pub fn add(&mut self, other: Compiled) -> Result<(), ArithmeticError> {
        self.fixed = arithmetic::add(self.fixed, other.fixed)?;
        self.per_request = arithmetic::add(self.per_request, other.per_request)?;
        self.rest.extend(other.rest);
        Ok(())
    }

    /// True when the value does not depend on traffic.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.per_request.is_zero() && self.rest.is_empty()
    }

    /// The value for a number of requests in the month.
    ///
    /// # Errors
    /// When the value does not fit.
    pub fn value(&self, requests: Decimal) -> Result<Decimal, ArithmeticError> {
        let mut value = match (self.fixed.is_zero(), self.per_request.is_zero()) {
            (_, true) => self.fixed,
            (true, false) => arithmetic::mul(requests, self.per_request)?,
            (false, false) => {
                arithmetic::add(self.fixed, arithmetic::mul(requests, self.per_request)?)?
            }
        };
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

/// The formula as (fixed, per request), or `None` when it is not a straight line.
type Line = Option<(Decimal, Decimal)>;

fn line(formula: &Formula, case: Case) -> Result<Line, ArithmeticError> {
    if formula.is_fixed() {
        let conditions = Conditions {
            requests: Spread::exact(Decimal::ZERO),
            case,
            draws: &[],
        };
        return Ok(Some((formula.value(conditions)?, Decimal::ZERO)));
    }
    Ok(match formula {
        Formula::Requests => Some((Decimal::ZERO, Decimal::ONE)),
        Formula::Product(factors) => product(factors, case)?,
        Formula::Sum(terms) => {
            let mut sum = (Decimal::ZERO, Decimal::ZERO);
            for term in terms {
                let Some((fixed, per_request)) = line(term, case)? else {
                    return Ok(None);
                };
                sum = (
                    arithmetic::add(sum.0, fixed)?,
                    arithmetic::add(sum.1, per_request)?,
                );
            }
            Some(sum)
        }
        Formula::Quotient(dividend, divisor) if divisor.is_fixed() => {
            match (line(dividend, case)?, line(divisor, case.opposite())?) {
                (Some((fixed, per_request)), Some((divisor, _))) => Some((
                    arithmetic::div(fixed, divisor)?,
                    arithmetic::div(per_request, divisor)?,
                )),
                _ => None,
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

/// A product is a line when at most one factor depends on traffic.
fn product(factors: &[Formula], case: Case) -> Result<Line, ArithmeticError> {
    let mut constant = Decimal::ONE;
    let mut varying = None;
    for factor in factors {
        match line(factor, case)? {
            None => return Ok(None),
            Some((fixed, per_request)) if per_request.is_zero() => {
                constant = arithmetic::mul(constant, fixed)?;
            }
            Some(_) if varying.is_some() => return Ok(None),
            Some(line) => varying = Some(line),
        }
    }
    let (fixed, per_request) = varying.unwrap_or((Decimal::ONE, Decimal::ZERO));
    Ok(Some((
        arithmetic::mul(constant, fixed)?,
        arithmetic::mul(constant, per_request)?,
    )))
}

/// Lines through zero keep their order at every traffic, so their maximum is the steepest one.
fn steepest(parts: &[(&'static str, Formula)], case: Case) -> Result<Line, ArithmeticError> {
    let mut steepest = Decimal::ZERO;
    for (_, part) in parts {
        match line(part, case)? {
            Some((fixed, per_request)) if fixed.is_zero() => steepest = steepest.max(per_request),
            _ => return Ok(None),
        }
    }
    Ok(Some((Decimal::ZERO, steepest)))
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
