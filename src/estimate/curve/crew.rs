//! How many environments suffice, along the traffic: the smallest count with `L + 2.33·√L ≤ count`.
//!
//! The root is never taken: a count suffices where `(count − L)² ≥ 2.33² · L`, which whole numbers decide.

use super::chances::Known;
use super::ints::{Line, TooWide, Wide, add, floor, mul, of_big, sub, to_decimal, to_u64};
use crate::formula::environments;
use crate::units::exact::{Fraction, common_multiple};
use ethnum::I256;
use num_traits::ToPrimitive;

/// 2.33² in ten-thousandths.
const DEVIATIONS_SQUARED: i128 = 54_289;
const TEN_THOUSAND: i128 = 10_000;

/// Environments for `each × n − served` in flight; it remembers where it is.
#[derive(Debug, Clone)]
pub(super) struct Crew {
    /// In flight, over the denominator.
    load: Line,
    denominator: I256,
    from: u64,
    until: u64,
    count: u64,
}

/// The environments of every different load, each followed once; and a second and a third time for both
/// ends of an interval.
#[derive(Debug, Clone, Default)]
pub(super) struct Crews {
    crews: Vec<[Crew; 3]>,
    /// The chance worked out last; neighbours of equal weight have the same.
    pub known: Known,
}

/// Which of the three is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked {
    Along,
    From,
    To,
}

impl Crews {
    /// The place of a load, new or known.
    pub fn place(&mut self, each: &Fraction, served: &Fraction) -> Wide<usize> {
        let crew = Crew::new(each, served)?;
        let is_same = |other: &[Crew; 3]| {
            let [other, ..] = other;
            (other.load, other.denominator) == (crew.load, crew.denominator)
        };
        if let Some(place) = self.crews.iter().position(is_same) {
            return Ok(place);
        }
        self.crews.push([crew.clone(), crew.clone(), crew]);
        Ok(self.crews.len() - 1)
    }

    /// Environments at a value, and the last value with as many.
    pub fn at(&mut self, place: usize, asked: Asked, n: u64) -> Wide<(u64, u64)> {
        let [along, from, to] = self.crews.get_mut(place).ok_or(TooWide)?;
        match asked {
            Asked::Along => along.at(n),
            Asked::From => from.at(n),
            Asked::To => to.at(n),
        }
    }
}

impl Crew {
    pub fn new(each: &Fraction, served: &Fraction) -> Wide<Crew> {
        let denominator = common_multiple(each.denom(), served);
        let over = |value: &Fraction| super::ints::scaled(value, &denominator);
        Ok(Crew {
            load: Line {
                a: -over(served)?,
                b: over(each)?,
            },
            denominator: of_big(&denominator)?,
            // Nothing is known yet.
            from: 1,
            until: 0,
            count: 0,
        })
    }

    fn load_at(&self, n: u64) -> Wide<I256> {
        Ok(self.load.at(n)?.max(I256::ZERO))
    }

    fn suffices(&self, count: u64, load: I256) -> Wide<bool> {
        let left = sub(mul(I256::from(count), self.denominator)?, load)?;
        if left < I256::ZERO {
            return Ok(false);
        }
        let square = mul(mul(left, left)?, I256::new(TEN_THOUSAND))?;
        let needed = mul(mul(load, self.denominator)?, I256::new(DEVIATIONS_SQUARED))?;
        Ok(square >= needed)
    }

    /// Environments at a value, and the last value with as many.
    pub fn at(&mut self, n: u64) -> Wide<(u64, u64)> {
        if (self.from..=self.until).contains(&n) {
            return Ok((self.count, self.until));
        }
        let load = self.load_at(n)?;
        // Mostly one more than before.
        let next = self.count.saturating_add(1);
        let is_next = n == self.until.saturating_add(1) && self.suffices(next, load)?;
        let mut count = match is_next {
            true => next,
            false => {
                let near = environments(to_decimal(load, self.denominator)?);
                near.map_err(|_| TooWide)?.to_u64().ok_or(TooWide)?
            }
        };
        while count > 0 && self.suffices(count - 1, load)? {
            count -= 1;
        }
        while !self.suffices(count, load)? {
            count = count.checked_add(1).ok_or(TooWide)?;
        }
        self.from = n;
        self.count = count;
        self.until = self.last(count, n)?;
        Ok((self.count, self.until))
    }

    /// The last value from `n` on for which a count suffices.
    fn last(&self, count: u64, n: u64) -> Wide<u64> {
        if self.load.b <= I256::ZERO {
            return Ok(u64::MAX);
        }
        // √L = (√(2.33² + 4·count) − 2.33) ÷ 2, in 10⁻¹²; near enough to start from.
        let inner = 40_000_u128
            .checked_mul(u128::from(count))
            .and_then(|inner| inner.checked_add(54_289))
            .and_then(|inner| inner.checked_mul(100_000_000_000_000_000_000));
        let root = inner.ok_or(TooWide)?.isqrt();
        let root = root.saturating_sub(2_330_000_000_000) / 2;
        let root = I256::from(root);
        let trillion = I256::new(1_000_000_000_000);
        let load = floor(
            mul(mul(root, root)?, self.denominator)?,
            mul(trillion, trillion)?,
        )?;
        let near = floor(sub(load, self.load.a)?, self.load.b)?;
        let mut last = to_u64(add(near, I256::ZERO)?).max(n);
        while last > n && !self.suffices(count, self.load_at(last)?)? {
            last -= 1;
        }
        while last < u64::MAX && self.suffices(count, self.load_at(last + 1)?)? {
            last += 1;
        }
        Ok(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::exact::{fraction, whole};
    use num_traits::Zero;
    use rust_decimal::Decimal;

    #[test]
    fn going_up_agrees_with_every_value_on_its_own() {
        let each = fraction(Decimal::new(37, 3)) / whole(7);
        for served in [Fraction::zero(), fraction(Decimal::new(25, 1))] {
            let mut crew = Crew::new(&each, &served).unwrap();
            let mut ends = Vec::new();
            for n in 0..5_000_u64 {
                let (count, until) = crew.at(n).unwrap();
                let load = (fraction(Decimal::from(n)) * &each - &served).max(Fraction::zero());
                let load = Decimal::from_str_exact(&format!("{:.12}", load.to_f64().unwrap()));
                let expected = environments(load.unwrap()).unwrap();
                assert_eq!(Decimal::from(count), expected, "{n}");
                assert!(until >= n);
                ends.push(until);
            }
            assert!(ends.is_sorted());
        }
    }
}
