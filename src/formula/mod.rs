//! Formulas: how a quantity comes about, as a value.
//!
//! A service does not compute a number, it states a formula: `0.5 vCPU × 2..3 tasks × 730 h`. The
//! same formula is shown to the reader, evaluated for the report, and compiled for the calls that
//! need millions of evaluations, so an explanation can't differ from the figure it explains.
//!
//! The variable is the number of requests in the month. Everything else is a number with a name and a
//! unit, known exactly or within a range; a range the scenario states keeps the number of its input, so
//! that a simulation can draw it once wherever it enters.

mod cold;
mod compile;
mod hours;
mod ratio;
mod show;

pub(crate) use cold::decay;
pub use cold::environments;
pub use compile::Compiled;
pub use hours::{ColdStarts, Each, HourSum, Slice};

use crate::units::{ArithmeticError, Case, Draw, Spread, arithmetic};
use ratio::Ratio;
use rust_decimal::{Decimal, RoundingStrategy};
use std::borrow::Cow;
use std::sync::Arc;

/// An expression over numbers with units and the requests of the month.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// A number with its unit: `0.5 vCPU`.
    Amount {
        /// The number, or its range.
        value: Spread<Decimal>,
        /// What it counts.
        label: Label,
    },
    /// The requests of the month.
    Requests,
    /// A product.
    Product(Vec<Formula>),
    /// A sum.
    Sum(Vec<Formula>),
    /// The first divided by the second.
    Quotient(Box<Formula>, Box<Formula>),
    /// What the first has above the second, or nothing.
    Excess(Box<Formula>, Box<Formula>),
    /// The largest of several named parts.
    Largest(Vec<(&'static str, Formula)>),
    /// Rounded up to a whole number.
    RoundedUp(Box<Formula>),
    /// Added up over the hours of the traffic profile.
    Hours(Arc<HourSum>),
}

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// A bare number.
    None,
    /// A symbol that never changes: `h`, `GB`, `%`.
    Symbol(Cow<'static, str>),
    /// A noun, which has a plural: `task`.
    Word(Cow<'static, str>),
}

/// The conditions a formula is evaluated under.
#[derive(Debug, Clone, Copy)]
pub struct Conditions<'d> {
    /// Requests in the month.
    pub requests: Spread<Decimal>,
    /// Which end of the ranges.
    pub case: Case,
    /// For each input of the scenario that is a range, in the order of their numbers, where in the
    /// range it lies. Ranges without one follow `case`.
    pub draws: &'d [Option<Draw>],
}

impl<'d> Conditions<'d> {
    /// A number of requests, with every range at one end.
    #[must_use]
    pub fn at(requests: Decimal, case: Case) -> Conditions<'static> {
        Conditions {
            requests: Spread::exact(requests),
            case,
            draws: &[],
        }
    }

    fn opposite(self) -> Conditions<'d> {
        Conditions {
            case: self.case.opposite(),
            ..self
        }
    }
}

/// A number with a unit symbol.
#[must_use]
pub fn symbol(value: impl Into<Decimal>, unit: &'static str) -> Formula {
    spread(Spread::exact(value.into()), Label::Symbol(unit.into()))
}

/// A number of things.
#[must_use]
pub fn count(value: impl Into<Decimal>, word: &'static str) -> Formula {
    spread(Spread::exact(value.into()), Label::Word(word.into()))
}

/// A bare number.
#[must_use]
pub fn number(value: impl Into<Decimal>) -> Formula {
    spread(Spread::exact(value.into()), Label::None)
}

/// A number known within a range.
#[must_use]
pub fn spread(value: Spread<Decimal>, label: Label) -> Formula {
    Formula::Amount { value, label }
}

/// The largest of several named parts.
#[must_use]
pub fn largest(parts: Vec<(&'static str, Formula)>) -> Formula {
    Formula::Largest(parts)
}

/// The value of a number under some conditions: where it was drawn, or at one end of its range.
fn amount(value: &Spread<Decimal>, conditions: Conditions<'_>) -> Result<Decimal, ArithmeticError> {
    let drawn = value
        .input
        .number()
        .and_then(|number| conditions.draws.get(number));
    match drawn {
        Some(Some(draw)) if !value.is_exact() => value.drawn(*draw),
        _ => Ok(value.at(conditions.case)),
    }
}

impl Formula {
    /// This, rounded up to a whole number.
    #[must_use]
    pub fn rounded_up(self) -> Formula {
        Formula::RoundedUp(Box::new(self))
    }

    /// What this has above `floor`, or nothing.
    #[must_use]
    pub fn above(self, floor: Formula) -> Formula {
        Formula::Excess(Box::new(self), Box::new(floor))
    }

    /// The value under some conditions, as a quantity is delivered: see [`arithmetic::settled`].
    ///
    /// # Errors
    /// When a step overflows, vanishes or divides by zero.
    pub fn value(&self, conditions: Conditions<'_>) -> Result<Decimal, ArithmeticError> {
        self.unsettled(conditions).map(arithmetic::settled)
    }

    /// The value with all the digits there are, for what is calculated with further.
    ///
    /// # Errors
    /// As [`Formula::value`].
    pub fn unsettled(&self, conditions: Conditions<'_>) -> Result<Decimal, ArithmeticError> {
        self.ratio(conditions)?.value()
    }

    fn ratio(&self, conditions: Conditions<'_>) -> Result<Ratio, ArithmeticError> {
        Ok(Ratio::whole(match self {
            Formula::Amount { value, .. } => amount(value, conditions)?,
            Formula::Requests => conditions.requests.at(conditions.case),
            Formula::Product(factors) => {
                let one = Ratio::whole(Decimal::ONE);
                return factors.iter().try_fold(one, |product, factor| {
                    product.times(factor.ratio(conditions)?)
                });
            }
            Formula::Sum(terms) => {
                let mut terms = terms.iter().map(|term| term.ratio(conditions));
                let Some(first) = terms.next() else {
                    return Ok(Ratio::whole(Decimal::ZERO));
                };
                return terms.try_fold(first?, |sum, term| sum.plus(term?));
            }
            Formula::Quotient(dividend, divisor) => {
                let divisor = divisor.ratio(conditions.opposite())?;
                return dividend.ratio(conditions)?.over(divisor);
            }
            Formula::Excess(value, floor) => {
                let floor = floor.unsettled(conditions.opposite())?;
                arithmetic::sub(value.unsettled(conditions)?, floor)?.max(Decimal::ZERO)
            }
            Formula::Largest(parts) => {
                parts.iter().try_fold(Decimal::ZERO, |largest, (_, part)| {
                    part.unsettled(conditions).map(|value| value.max(largest))
                })?
            }
            Formula::RoundedUp(value) => value
                .value(conditions)?
                .round_dp_with_strategy(0, RoundingStrategy::AwayFromZero),
            Formula::Hours(sum) => sum.value(conditions)?,
        }))
    }

    /// True when the value does not depend on the traffic.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        match self {
            Formula::Amount { .. } => true,
            Formula::Requests => false,
            Formula::Product(parts) | Formula::Sum(parts) => parts.iter().all(Formula::is_fixed),
            Formula::Quotient(a, b) | Formula::Excess(a, b) => a.is_fixed() && b.is_fixed(),
            Formula::Largest(parts) => parts.iter().all(|(_, part)| part.is_fixed()),
            Formula::RoundedUp(part) => part.is_fixed(),
            Formula::Hours(sum) => sum.load.is_fixed(),
        }
    }

    /// True when cold starts of functions enter, which become fewer as traffic grows.
    #[must_use]
    pub fn has_cold_starts(&self) -> bool {
        match self {
            Formula::Amount { .. } | Formula::Requests => false,
            Formula::Product(parts) | Formula::Sum(parts) => {
                parts.iter().any(Formula::has_cold_starts)
            }
            Formula::Quotient(a, b) | Formula::Excess(a, b) => {
                a.has_cold_starts() || b.has_cold_starts()
            }
            Formula::Largest(parts) => parts.iter().any(|(_, part)| part.has_cold_starts()),
            Formula::RoundedUp(part) => part.has_cold_starts(),
            Formula::Hours(sum) => matches!(sum.each, Each::Cold(_) | Each::ColdAbove(_)),
        }
    }

    /// Looks at every number in it, and whether the requests of the month are part of it.
    fn visit(&self, on_amount: &mut impl FnMut(&Spread<Decimal>), on_requests: &mut impl FnMut()) {
        match self {
            Formula::Amount { value, .. } => on_amount(value),
            Formula::Requests => on_requests(),
            Formula::Product(parts) | Formula::Sum(parts) => {
                parts
                    .iter()
                    .for_each(|part| part.visit(on_amount, on_requests));
            }
            Formula::Quotient(a, b) | Formula::Excess(a, b) => {
                a.visit(on_amount, on_requests);
                b.visit(on_amount, on_requests);
            }
            Formula::Largest(parts) => {
                parts
                    .iter()
                    .for_each(|(_, part)| part.visit(on_amount, on_requests));
            }
            Formula::RoundedUp(part) => part.visit(on_amount, on_requests),
            Formula::Hours(sum) => sum.load.visit(on_amount, on_requests),
        }
    }

    /// The numbers of the inputs whose ranges are part of it, each once; those of the requests of the
    /// month are not among them.
    #[must_use]
    pub fn inputs(&self) -> std::collections::BTreeSet<usize> {
        let mut found = std::collections::BTreeSet::new();
        let mut note = |value: &Spread<Decimal>| {
            found.extend(value.input.number().filter(|_| !value.is_exact()));
        };
        self.visit(&mut note, &mut || {});
        found
    }

    /// True when it follows the requests of the month.
    #[must_use]
    pub fn follows_requests(&self) -> bool {
        let mut follows = false;
        self.visit(&mut |_| {}, &mut || follows = true);
        follows
    }

    /// True when some number in it is a range.
    #[must_use]
    pub fn has_range(&self) -> bool {
        match self {
            Formula::Amount { value, .. } => !value.is_exact(),
            Formula::Requests => false,
            Formula::Product(parts) | Formula::Sum(parts) => parts.iter().any(Formula::has_range),
            Formula::Quotient(a, b) | Formula::Excess(a, b) => a.has_range() || b.has_range(),
            Formula::Largest(parts) => parts.iter().any(|(_, part)| part.has_range()),
            Formula::RoundedUp(part) => part.has_range(),
            Formula::Hours(sum) => sum.load.has_range(),
        }
    }
}

impl std::ops::Mul for Formula {
    type Output = Formula;

    /// The product; products of products stay flat.
    fn mul(self, other: Formula) -> Formula {
        match (self, other) {
            (Formula::Product(mut factors), Formula::Product(more)) => {
                factors.extend(more);
                Formula::Product(factors)
            }
            (Formula::Product(mut factors), factor) => {
                factors.push(factor);
                Formula::Product(factors)
            }
            (factor, Formula::Product(factors)) => {
                let all = std::iter::once(factor).chain(factors);
                Formula::Product(all.collect())
            }
            (a, b) => Formula::Product(vec![a, b]),
        }
    }
}

impl std::ops::Div for Formula {
    type Output = Formula;

    fn div(self, divisor: Formula) -> Formula {
        Formula::Quotient(Box::new(self), Box::new(divisor))
    }
}

impl std::ops::Add for Formula {
    type Output = Formula;

    /// The sum; sums of sums stay flat.
    fn add(self, other: Formula) -> Formula {
        match self {
            Formula::Sum(mut terms) => {
                terms.push(other);
                Formula::Sum(terms)
            }
            first => Formula::Sum(vec![first, other]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Input;

    fn conditions(case: Case) -> Conditions<'static> {
        Conditions {
            requests: Spread::exact(Decimal::from(1_000)),
            case,
            draws: &[],
        }
    }

    fn tasks() -> Formula {
        let value = Spread {
            low: 2.into(),
            expected: Decimal::new(25, 1),
            high: 3.into(),
            input: Input::NONE,
        };
        spread(value, Label::Word("task".into()))
    }

    #[test]
    fn ranges_give_bounds_in_the_right_direction() {
        let hours = symbol(730, "h");
        let product = tasks() * hours.clone();
        assert_eq!(product.value(conditions(Case::Low)), Ok(1_460.into()));
        assert_eq!(product.value(conditions(Case::High)), Ok(2_190.into()));
        // A divisor works the other way round: more tasks, fewer hours for each.
        let quotient = hours.clone() / tasks();
        assert_eq!(quotient.value(conditions(Case::High)), Ok(365.into()));
        let rest = hours.above(tasks());
        assert_eq!(rest.value(conditions(Case::Low)), Ok(727.into()));
    }

    #[test]
    fn an_excess_is_never_negative_and_rounding_up_is_exact() {
        let none = symbol(5, "GB").above(symbol(20, "GB"));
        assert_eq!(none.value(conditions(Case::Expected)), Ok(Decimal::ZERO));
        let whole = (symbol(1024, "KB") / symbol(512, "KB")).rounded_up();
        assert_eq!(whole.value(conditions(Case::Expected)), Ok(2.into()));
        let part = (symbol(1025, "KB") / symbol(512, "KB")).rounded_up();
        assert_eq!(part.value(conditions(Case::Expected)), Ok(3.into()));
    }
}
