//! Whole units along the traffic.

use super::along::Part;
use super::ints::{Line, Wide, add, ceil, floor, mul, of_big, scaled, to_u64};
use super::nodes::Piece;
use super::terms::Step;
use ethnum::I256;
use num_bigint::BigInt;

/// `part × clamp(⌈n × numerator ÷ denominator⌉, least, most)`.
#[derive(Debug, Clone)]
pub(super) struct StepNode {
    numerator: I256,
    denominator: I256,
    least: u64,
    most: Option<u64>,
    part: I256,
    /// One unit more, where the figures are short enough.
    stride: Option<Stride>,
    /// Units from one value to another.
    count: u64,
    from: u64,
    until: u64,
    value: I256,
    /// `count × denominator − until × numerator`, where `until` was not cut.
    rest: Option<u128>,
}

/// `denominator ÷ numerator` as a whole number and a rest: how much further another unit carries.
#[derive(Debug, Clone, Copy)]
struct Stride {
    whole: u64,
    rest: u128,
    numerator: u128,
}

/// So many units are gone through one by one before they are worked out anew.
const ONE_BY_ONE: u64 = 16;

impl Stride {
    fn new(numerator: I256, denominator: I256) -> Option<Stride> {
        // Two rests are added up.
        let short = |value: I256| u128::try_from(value).ok().filter(|value| *value < 1 << 126);
        let (numerator, denominator) = (short(numerator)?, short(denominator)?);
        Some(Stride {
            whole: u64::try_from(denominator.checked_div(numerator)?).ok()?,
            rest: denominator.checked_rem(numerator)?,
            numerator,
        })
    }
}

impl StepNode {
    pub fn new(step: &Step, scale: &BigInt) -> Wide<StepNode> {
        let numerator = of_big(step.each.numer())?;
        let denominator = of_big(step.each.denom())?;
        Ok(StepNode {
            stride: Stride::new(numerator, denominator),
            numerator,
            denominator,
            least: step.least,
            most: step.most,
            part: scaled(&step.part, scale)?,
            count: 0,
            // Nothing is known yet.
            from: 1,
            until: 0,
            value: I256::ZERO,
            rest: None,
        })
    }

    /// Units at a value.
    fn count(&self, n: u64) -> Wide<u64> {
        let wanted = ceil(mul(self.numerator, I256::from(n))?, self.denominator)?;
        let wanted = to_u64(wanted).max(self.least);
        Ok(self.most.map_or(wanted, |most| wanted.min(most)))
    }

    pub fn value_at(&self, n: u64) -> Wide<I256> {
        mul(self.part, I256::from(self.count(n)?))
    }

    fn is_full(&self, count: u64) -> bool {
        self.most.is_some_and(|most| count >= most)
    }

    /// Goes on by whole units; false when that is too far, or there is an end to them.
    fn go_on(&mut self, n: u64) -> Wide<bool> {
        let (Some(stride), Some(mut rest)) = (self.stride, self.rest) else {
            return Ok(false);
        };
        if n <= self.until {
            return Ok(false); // Back to where it comes from.
        }
        let (mut count, mut until) = (self.count, self.until);
        let most = count.saturating_add(ONE_BY_ONE);
        while until < n {
            rest += stride.rest;
            let carry = u64::from(rest >= stride.numerator);
            if carry == 1 {
                rest -= stride.numerator;
            }
            let Some(next) = until.checked_add(stride.whole + carry) else {
                return Ok(false);
            };
            (count, until) = (count + 1, next);
            if count > most || self.is_full(count) {
                return Ok(false);
            }
        }
        let more = mul(self.part, I256::from(count - self.count))?;
        self.value = add(self.value, more)?;
        (self.count, self.until, self.rest) = (count, until, Some(rest));
        Ok(true)
    }
}

impl Part for StepNode {
    type Shared = ();

    fn at(&mut self, n: u64, _: &mut ()) -> Wide<Piece> {
        if (self.from..=self.until).contains(&n) {
            return Ok(Piece::line(Line::constant(self.value), self.until));
        }
        if !self.go_on(n)? {
            self.count = self.count(n)?;
            self.value = mul(self.part, I256::from(self.count))?;
            self.rest = None;
            self.until = u64::MAX;
            if self.numerator > I256::ZERO && !self.is_full(self.count) {
                // The last n with ⌈n × numerator ÷ denominator⌉ ≤ count.
                let reached = mul(I256::from(self.count), self.denominator)?;
                let until = floor(reached, self.numerator)?;
                self.until = to_u64(until);
                let rest = reached - mul(until, self.numerator)?;
                let is_cut = u64::try_from(until).is_err();
                self.rest = u128::try_from(rest).ok().filter(|_| !is_cut);
            }
        }
        self.from = n;
        Ok(Piece::line(Line::constant(self.value), self.until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::exact::{Fraction, whole};

    #[test]
    fn going_on_agrees_with_starting_anew() {
        for (numerator, denominator) in [(3_u64, 1_000_u64), (7, 3), (1, 1), (1_000, 999), (50, 1)]
        {
            let step = Step {
                each: whole(numerator) / whole(denominator),
                least: 2,
                most: Some(90),
                part: Fraction::from_integer(BigInt::from(5)),
            };
            let one = BigInt::from(1);
            let mut along = StepNode::new(&step, &one).unwrap();
            let up = (0..40_000).filter(|n| n % 7 < 3 || n % 1_000 < 20);
            for n in up.chain([3, 2, 900, 0, 39_999]) {
                let own = along.at(n, &mut ()).unwrap();
                let mut anew = StepNode::new(&step, &one).unwrap();
                let other = anew.at(n, &mut ()).unwrap();
                assert_eq!((own.line, own.until), (other.line, other.until), "{n}");
            }
        }
    }
}
