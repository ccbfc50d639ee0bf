//! Terms of a quantity that are not lines, before they are brought to a common denominator.

use super::quantity::Quantity;
use crate::formula::ColdStarts;
use crate::units::exact::{Fraction, common_multiple, fraction, quotient, whole};
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};
use rust_decimal::Decimal;

/// A term that is not a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Term {
    /// Whole units by the hour.
    Steps(Vec<Step>),
    /// Kept capacity by the hour: a line up to a corner.
    Bends(Vec<Bend>),
    /// Cold starts by the hour.
    Colds(Vec<Cold>),
    /// The largest of several quantities.
    Largest(Vec<Quantity>),
}

/// `part × clamp(⌈n × each⌉, least, most)`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub each: Fraction,
    pub least: u64,
    pub most: Option<u64>,
    pub part: Fraction,
}

/// Up to a corner `slope × n`, then `constant`; or nothing up to it, and then what is above.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bend {
    pub slope: Fraction,
    pub constant: Fraction,
    /// The last value before the corner.
    pub corner: u64,
    pub is_above: bool,
}

/// `part` times the cold starts of an hour with `each × n` requests, after one with `before × n`; kept
/// environments serve `served` of either.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cold {
    pub each: Fraction,
    pub before: Fraction,
    pub served: Fraction,
    pub in_flight: Fraction,
    pub idle: Decimal,
    pub life: Decimal,
    pub part: Fraction,
}

fn count(value: Decimal) -> Option<u64> {
    value.fract().is_zero().then_some(value)?.to_u64()
}

impl Step {
    pub fn new(
        each: &Fraction,
        least: Decimal,
        most: Option<Decimal>,
        part: Fraction,
    ) -> Option<Step> {
        let most = match most {
            Some(most) => Some(count(most)?),
            None => None,
        };
        Some(Step {
            each: each.clone(),
            least: count(least)?,
            most,
            part,
        })
    }
}

impl Bend {
    pub fn new(each: &Fraction, bound: &Fraction, is_above: bool, part: &Fraction) -> Option<Bend> {
        let corner = match quotient(bound, each) {
            Some(corner) => corner.floor().to_integer().to_u64().unwrap_or(u64::MAX),
            None => u64::MAX,
        };
        Some(Bend {
            slope: each * part,
            constant: bound * part,
            corner,
            is_above,
        })
    }
}

/// A probability has 12 decimal places.
const CHANCES: u64 = 1_000_000_000_000;

impl Cold {
    pub fn new(
        (each, before): (&Fraction, &Fraction),
        served: Fraction,
        model: &ColdStarts,
        part: Fraction,
    ) -> Option<Cold> {
        let is_sound = !model.life.is_zero() && !model.idle.is_zero();
        is_sound.then(|| Cold {
            each: each.clone(),
            before: before.clone(),
            served,
            in_flight: fraction(model.in_flight),
            idle: model.idle,
            life: model.life,
            part,
        })
    }

    /// What a chance of one in 10¹² adds: for each `n`, and less for what is served.
    pub fn least_chance(&self) -> (Fraction, Fraction) {
        self.share(CHANCES)
    }

    /// What a hundredth of the requests adds: for each `n`, and less for what is served.
    pub fn hundredth(&self) -> (Fraction, Fraction) {
        self.share(100)
    }

    fn share(&self, of: u64) -> (Fraction, Fraction) {
        let part = &self.part / whole(of);
        (&part * &self.each, &part * &self.served)
    }

    /// What an environment adds in an hour for being renewed.
    pub fn renewal(&self) -> Fraction {
        let renewed = quotient(&whole(3_600), &fraction(self.life));
        &self.part * renewed.unwrap_or_default()
    }
}

impl Term {
    /// Makes it so many times as large.
    pub fn scale(&mut self, factor: &Fraction) {
        match self {
            Term::Steps(steps) => steps.iter_mut().for_each(|step| step.part *= factor),
            Term::Bends(bends) => {
                for bend in bends {
                    bend.slope *= factor;
                    bend.constant *= factor;
                }
            }
            Term::Colds(colds) => colds.iter_mut().for_each(|cold| cold.part *= factor),
            Term::Largest(parts) => {
                for part in parts {
                    part.fixed *= factor;
                    part.slope *= factor;
                    part.terms.iter_mut().for_each(|term| term.scale(factor));
                }
            }
        }
    }

    /// A number that clears the denominators of this and of what `multiple` clears.
    pub fn common(&self, multiple: BigInt) -> BigInt {
        let clear = |multiple: BigInt, value: &Fraction| match value.is_zero() {
            true => multiple,
            false => common_multiple(&multiple, value),
        };
        match self {
            Term::Steps(steps) => steps
                .iter()
                .fold(multiple, |multiple, step| clear(multiple, &step.part)),
            Term::Bends(bends) => bends.iter().fold(multiple, |multiple, bend| {
                clear(clear(multiple, &bend.slope), &bend.constant)
            }),
            Term::Colds(colds) => colds.iter().fold(multiple, |multiple, cold| {
                let (chance, hundredth) = (cold.least_chance(), cold.hundredth());
                let all = [
                    cold.part.clone(),
                    chance.0,
                    chance.1,
                    hundredth.0,
                    hundredth.1,
                    cold.renewal(),
                ];
                all.iter().fold(multiple, clear)
            }),
            Term::Largest(parts) => parts
                .iter()
                .fold(multiple, |multiple, part| part.common(multiple)),
        }
    }
}

impl Quantity {
    /// A number that clears the denominators of this and of what `multiple` clears.
    pub fn common(&self, multiple: BigInt) -> BigInt {
        let multiple = common_multiple(&multiple, &self.fixed);
        let multiple = common_multiple(&multiple, &self.slope);
        self.terms
            .iter()
            .fold(multiple, |multiple, term| term.common(multiple))
    }
}
