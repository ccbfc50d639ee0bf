//! Quantities as exact functions of the requests of a day: a line, and terms with corners and steps.

use super::terms::{Bend, Cold, Step, Term};
use crate::formula::{Each, Formula, HourSum};
use crate::units::Case;
use crate::units::exact::{Fraction, fraction, positive, quotient};
use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A formula can't be followed exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotFollowed;

/// `fixed + slope × n`, and terms that are not lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    pub fixed: Fraction,
    pub slope: Fraction,
    pub terms: Vec<Term>,
}

impl Quantity {
    pub fn zero() -> Quantity {
        Quantity::constant(Fraction::zero())
    }

    fn constant(fixed: Fraction) -> Quantity {
        Quantity {
            fixed,
            slope: Fraction::zero(),
            terms: Vec::new(),
        }
    }

    /// The value, when it does not depend on traffic.
    fn as_constant(&self) -> Option<&Fraction> {
        (self.slope.is_zero() && self.terms.is_empty()).then_some(&self.fixed)
    }

    /// The slope of a line through zero.
    pub fn as_proportion(&self) -> Option<&Fraction> {
        (self.fixed.is_zero() && self.terms.is_empty()).then_some(&self.slope)
    }

    pub fn add(&mut self, other: Quantity) {
        self.fixed += other.fixed;
        self.slope += other.slope;
        self.terms.extend(other.terms);
    }

    /// Steps at the same values become one.
    pub fn merge(&mut self) {
        let mut steps: BTreeMap<(Fraction, u64, Option<u64>), Fraction> = BTreeMap::new();
        self.terms.retain(|term| match term {
            Term::Steps(own) => {
                for step in own {
                    let at = (step.each.clone(), step.least, step.most);
                    *steps.entry(at).or_default() += &step.part;
                }
                false
            }
            _ => true,
        });
        let steps = steps.into_iter().map(|((each, least, most), part)| Step {
            each,
            least,
            most,
            part,
        });
        let steps: Vec<Step> = steps.collect();
        if !steps.is_empty() {
            self.terms.push(Term::Steps(steps));
        }
    }

    /// This, so many times.
    pub fn times(mut self, factor: &Fraction) -> Result<Quantity, NotFollowed> {
        if factor.is_negative() {
            return Err(NotFollowed);
        }
        self.fixed *= factor;
        self.slope *= factor;
        if factor.is_zero() {
            self.terms.clear();
        }
        for term in &mut self.terms {
            term.scale(factor);
        }
        Ok(self)
    }

    /// The quantity a formula describes, `per_day` being the requests of the month for one a day.
    pub fn of(formula: &Formula, case: Case, per_day: &Fraction) -> Result<Quantity, NotFollowed> {
        let of = |part: &Formula| Quantity::of(part, case, per_day);
        Ok(match formula {
            Formula::Amount { value, .. } => Quantity::constant(fraction(value.at(case))),
            Formula::Requests => Quantity {
                fixed: Fraction::zero(),
                slope: per_day.clone(),
                terms: Vec::new(),
            },
            Formula::Product(factors) => product(factors.iter().map(of))?,
            Formula::Sum(parts) => {
                let mut sum = Quantity::zero();
                for part in parts {
                    sum.add(of(part)?);
                }
                sum
            }
            Formula::Quotient(dividend, divisor) => {
                let divisor = Quantity::of(divisor, case.opposite(), per_day)?;
                let divisor = divisor.as_constant().ok_or(NotFollowed)?;
                let one = quotient(&Fraction::from_integer(BigInt::from(1)), divisor);
                of(dividend)?.times(&one.ok_or(NotFollowed)?)?
            }
            Formula::Excess(value, floor) => {
                let floor = Quantity::of(floor, case.opposite(), per_day)?;
                above(of(value)?, floor)?
            }
            Formula::Largest(parts) => {
                let parts = parts.iter().map(|(_, part)| of(part));
                largest(parts.collect::<Result<Vec<_>, _>>()?)
            }
            Formula::RoundedUp(part) => rounded_up(of(part)?)?,
            Formula::Hours(sum) => hours(sum, case, per_day)?,
        })
    }
}

/// A product has one factor at most that depends on traffic.
fn product(
    factors: impl Iterator<Item = Result<Quantity, NotFollowed>>,
) -> Result<Quantity, NotFollowed> {
    let mut constant = Fraction::from_integer(BigInt::from(1));
    let mut varying: Option<Quantity> = None;
    for factor in factors {
        let factor = factor?;
        match factor.as_constant() {
            Some(value) => constant *= value,
            None if varying.is_some() => return Err(NotFollowed),
            None => varying = Some(factor),
        }
    }
    match varying {
        Some(varying) => varying.times(&constant),
        None => Ok(Quantity::constant(constant)),
    }
}

fn largest(parts: Vec<Quantity>) -> Quantity {
    let constants = parts.iter().map(Quantity::as_constant);
    if let Some(values) = constants.collect::<Option<Vec<_>>>() {
        let most = values.into_iter().max().cloned();
        return Quantity::constant(positive(most.unwrap_or_default()));
    }
    let slopes = parts.iter().map(Quantity::as_proportion);
    if let Some(slopes) = slopes.collect::<Option<Vec<_>>>() {
        // Lines through zero keep their order.
        let steepest = slopes.into_iter().max().cloned().unwrap_or_default();
        return Quantity {
            fixed: Fraction::zero(),
            slope: positive(steepest),
            terms: Vec::new(),
        };
    }
    Quantity {
        terms: vec![Term::Largest(parts)],
        ..Quantity::zero()
    }
}

fn above(value: Quantity, floor: Quantity) -> Result<Quantity, NotFollowed> {
    if let (Some(value), Some(floor)) = (value.as_constant(), floor.as_constant()) {
        return Ok(Quantity::constant(positive(value - floor)));
    }
    if !floor.terms.is_empty() {
        return Err(NotFollowed);
    }
    let mut difference = value;
    difference.fixed -= floor.fixed;
    difference.slope -= floor.slope;
    Ok(Quantity {
        terms: vec![Term::Largest(vec![difference, Quantity::zero()])],
        ..Quantity::zero()
    })
}

fn rounded_up(value: Quantity) -> Result<Quantity, NotFollowed> {
    if let Some(value) = value.as_constant() {
        return Ok(Quantity::constant(value.ceil()));
    }
    let per_day = value.as_proportion().ok_or(NotFollowed)?;
    let one = Fraction::from_integer(BigInt::from(1));
    let step = Step::new(per_day, Decimal::ZERO, None, one).ok_or(NotFollowed)?;
    Ok(Quantity {
        terms: vec![Term::Steps(vec![step])],
        ..Quantity::zero()
    })
}

fn hours(sum: &HourSum, case: Case, per_day: &Fraction) -> Result<Quantity, NotFollowed> {
    let load = Quantity::of(&sum.load, case, per_day)?;
    let load = load.as_proportion().ok_or(NotFollowed)?;
    let scale = quotient(&fraction(sum.month), &fraction(sum.period)).ok_or(NotFollowed)?;
    let mut quantity = Quantity::zero();
    let (mut steps, mut bends, mut colds) = (Vec::new(), Vec::new(), Vec::new());
    for slice in &sum.slices {
        let weight = load * fraction(slice.weight);
        let part = fraction(slice.seconds) * &scale;
        match &sum.each {
            Each::Whole { most } => {
                let step = Step::new(&weight, slice.bound, *most, part);
                steps.push(step.ok_or(NotFollowed)?);
            }
            Each::UpTo | Each::Above => {
                let is_above = sum.each == Each::Above;
                let bend = Bend::new(&weight, &fraction(slice.bound), is_above, &part);
                bends.push(bend.ok_or(NotFollowed)?);
            }
            Each::Cold(cold) | Each::ColdAbove(cold) => {
                let before = load * fraction(slice.before);
                let served = match sum.each {
                    Each::ColdAbove(_) => fraction(slice.bound),
                    _ => Fraction::zero(),
                };
                let cold = Cold::new((&weight, &before), served, cold, part);
                colds.push(cold.ok_or(NotFollowed)?);
            }
        }
    }
    let terms = [
        (!steps.is_empty()).then_some(Term::Steps(steps)),
        (!bends.is_empty()).then_some(Term::Bends(bends)),
        (!colds.is_empty()).then_some(Term::Colds(colds)),
    ];
    quantity.terms.extend(terms.into_iter().flatten());
    Ok(quantity)
}
