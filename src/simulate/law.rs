//! From a point of the sequence to a draw of an input, in whole steps and whole numbers.
//!
//! A value is drawn in the smallest step that means something where it stands: a millisecond, a byte, a
//! task. Each step takes the part of the distribution half a step to either side of it, so that of `2..4`
//! tasks, uniform, each number is as likely as the others.

use super::normal::{logarithm, quantile};
use crate::scenario::{Distribution, InputShape, UncertainInput};
use crate::syntax::InputRange;
use crate::units::{ArithmeticError, Draw, Spread, arithmetic};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, MathematicalOps};

/// How an input is drawn.
#[derive(Debug, Clone)]
pub(super) struct Law {
    kind: Kind,
    /// The highest step; of values seen, the last of them.
    highest: u32,
    /// Steps from the low end to the high end.
    of: Decimal,
}

#[derive(Debug, Clone)]
enum Kind {
    Uniform,
    /// Where the top of the triangle lies, as a fraction of 2³².
    Triangular(u64),
    /// Steps, times 2¹⁶, at the knots.
    Knots(Vec<u64>),
    /// Distances from the lowest value.
    Values(Vec<Decimal>),
}

const ONE: u64 = 1 << 32;

/// Most steps of a range; a longer one has longer steps.
const MOST_STEPS: u32 = 1 << 30;

/// Knots of a log-normal distribution: between them it is drawn from straight lines.
const KNOT_BITS: u32 = 12;

impl Law {
    /// How an input is drawn, from its range and its distribution.
    ///
    /// # Errors
    /// When a figure does not fit.
    pub fn new(input: &UncertainInput) -> Result<Law, ArithmeticError> {
        if let InputShape::Empirical(values) = &input.shape {
            return empirical(values);
        }
        let range = &input.range;
        let width = arithmetic::sub(range.ends.high, range.ends.low)?;
        let step = step_of(range, width)?;
        let of = arithmetic::div(width, step)?;
        let highest = of.floor().to_u32().unwrap_or(MOST_STEPS);
        let kind = match (&input.shape, input.distribution) {
            (InputShape::LogNormal { drawn, low, high }, _) => knots(drawn, *low, *high, of)?,
            (_, Distribution::Uniform) => Kind::Uniform,
            _ => {
                let above = arithmetic::sub(range.ends.expected, range.ends.low)?;
                let top = arithmetic::div(above, step)?;
                let half = Decimal::from_parts(5, 0, 0, false, 1);
                let top = arithmetic::mul_div(
                    arithmetic::add(top, half)?,
                    Decimal::from(ONE),
                    Decimal::from(u64::from(highest) + 1),
                )?;
                Kind::Triangular(top.floor().to_u64().unwrap_or(0).min(ONE))
            }
        };
        Ok(Law { kind, highest, of })
    }

    /// The step a point draws; of values seen, which of them.
    #[inline]
    pub fn step(&self, point: u32) -> u32 {
        let count = u64::from(self.highest) + 1;
        let step = match &self.kind {
            Kind::Uniform | Kind::Values(_) => (u64::from(point) * count) >> 32,
            Kind::Triangular(top) => (triangular(point, *top) * count) >> 32,
            Kind::Knots(knots) => interpolated(knots, point),
        };
        (step.min(u64::from(self.highest))) as u32
    }

    /// Where in the range a step lies.
    pub fn draw(&self, step: u32) -> Draw {
        Draw {
            above: self.above(step),
            of: self.of,
        }
    }

    /// How far a step lies above the low end.
    pub fn above(&self, step: u32) -> Decimal {
        match &self.kind {
            Kind::Values(values) => values.get(step as usize).copied().unwrap_or_default(),
            _ => Decimal::from(step),
        }
    }

    /// From the low end to the high end, in what [`Law::above`] counts.
    pub fn of(&self) -> Decimal {
        self.of
    }

    /// The distances of values seen, where steps are not distances themselves.
    pub fn values(&self) -> Option<&[Decimal]> {
        match &self.kind {
            Kind::Values(values) => Some(values),
            _ => None,
        }
    }
}

fn empirical(values: &[Decimal]) -> Result<Law, ArithmeticError> {
    let low = values.first().copied().unwrap_or_default();
    let above = values.iter().map(|value| arithmetic::sub(*value, low));
    let above = above.collect::<Result<Vec<_>, _>>()?;
    Ok(Law {
        highest: u32::try_from(above.len().saturating_sub(1)).unwrap_or(MOST_STEPS),
        of: above.last().copied().unwrap_or(Decimal::ONE),
        kind: Kind::Values(above),
    })
}

/// The step of a range: that of its measure where all its numbers are such steps, thousandths of their
/// last digit where they are finer.
fn step_of(range: &InputRange, width: Decimal) -> Result<Decimal, ArithmeticError> {
    let mut step = range.step;
    let ends = [range.ends.low, range.ends.high];
    let fits = |step: Decimal| {
        let mut fits = true;
        for end in ends {
            fits &= arithmetic::div(end, step)?.fract().is_zero();
        }
        Ok::<bool, ArithmeticError>(fits)
    };
    if !fits(step)? {
        for _ in 0..10 {
            step = arithmetic::div(step, Decimal::TEN)?;
            if fits(step)? {
                break;
            }
        }
        step = arithmetic::div(step, Decimal::ONE_THOUSAND)?;
    }
    while arithmetic::div(width, step)? > Decimal::from(MOST_STEPS) {
        step = arithmetic::mul(step, Decimal::TEN)?;
    }
    Ok(step)
}

/// The quantile of a triangle over 0..2³² with its top there.
#[inline]
fn triangular(point: u32, top: u64) -> u64 {
    let point = u64::from(point);
    match point < top {
        // √(p × top) up to the top; both are below 2³², or the point is all of the range.
        true => root(point.saturating_mul(top)),
        false => ONE - root((ONE - point).saturating_mul(ONE - top)),
    }
}

/// The whole part of a square root. The processor's own root is within one of it, and is then set right
/// in whole numbers.
#[inline]
fn root(square: u64) -> u64 {
    let mut root = ((square as f64).sqrt() as u64).min(ONE - 1);
    while root.saturating_mul(root) > square {
        root -= 1;
    }
    while root < ONE - 1 && (root + 1).saturating_mul(root + 1) <= square {
        root += 1;
    }
    root
}

/// The knots of a log-normal distribution over a range of `of` steps.
fn knots(
    drawn: &Spread<Decimal>,
    low: Decimal,
    high: Decimal,
    of: Decimal,
) -> Result<Kind, ArithmeticError> {
    let overflow = ArithmeticError::Overflow;
    let ratio = arithmetic::div(high, low)?.sqrt().ok_or(overflow)?;
    let median = arithmetic::mul(low, ratio)?;
    let upper = quantile(Decimal::from_parts(95, 0, 0, false, 2))?;
    let sigma = arithmetic::div(logarithm(ratio)?, upper)?.round_dp(15);
    let width = arithmetic::sub(drawn.high, drawn.low)?;
    let fraction = Decimal::from(1_u64 << 16);
    let count = 1_u32 << KNOT_BITS;
    let mut knots = vec![0; count as usize + 1];
    let mut set = |at: u32, value: Decimal| {
        let above = arithmetic::sub(value.clamp(drawn.low, drawn.high), drawn.low)?;
        let steps = arithmetic::mul(arithmetic::mul_div(above, of, width)?, fraction)?;
        if let Some(knot) = knots.get_mut(at as usize) {
            *knot = steps.round().to_u64().ok_or(overflow)?;
        }
        Ok::<(), ArithmeticError>(())
    };
    set(0, drawn.low)?;
    set(count, drawn.high)?;
    for at in 1..=count / 2 {
        let p = arithmetic::div(Decimal::from(at), Decimal::from(count))?;
        // Below the median z is negative, and 1 ÷ e^σz is the factor above it.
        let z = arithmetic::mul(sigma, -quantile(p)?)?.round_dp(15);
        let factor = z.checked_exp_with_tolerance(Decimal::from_parts(1, 0, 0, false, 18));
        let factor = factor.ok_or(overflow)?.round_dp(15);
        set(at, arithmetic::div(median, factor)?)?;
        set(count - at, arithmetic::mul(median, factor)?)?;
    }
    Ok(Kind::Knots(knots))
}

/// The step at a point between two knots, rounded.
#[inline]
fn interpolated(knots: &[u64], point: u32) -> u64 {
    let bits = 32 - KNOT_BITS;
    let at = (point >> bits) as usize;
    let within = u64::from(point & ((1 << bits) - 1));
    let knot = |at: usize| knots.get(at).copied().unwrap_or_default();
    let (below, above) = (knot(at), knot(at + 1));
    let rise = (u128::from(above - below.min(above)) * u128::from(within)) >> bits;
    (below + rise as u64 + (1 << 15)) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Span;

    fn input(ends: [u32; 3], distribution: Distribution) -> UncertainInput {
        let [low, expected, high] = ends.map(Decimal::from);
        UncertainInput {
            path: String::new(),
            text: String::new(),
            distribution,
            is_listed: true,
            range: InputRange {
                place: Span::default(),
                ends: Spread {
                    low,
                    expected,
                    high,
                    ..Spread::exact(low)
                },
                step: Decimal::ONE,
            },
            shape: InputShape::Range,
        }
    }

    /// How many of the points `0, 1/n, 2/n, …` draw each step.
    fn counts(law: &Law, points: u64) -> Vec<u32> {
        let mut counts = vec![0; law.highest as usize + 1];
        for point in 0..points {
            counts[law.step((point * ONE / points) as u32) as usize] += 1;
        }
        counts
    }

    #[test]
    fn whole_counts_are_drawn_as_often_as_the_distribution_says() {
        let uniform = Law::new(&input([2, 3, 4], Distribution::Uniform)).unwrap();
        let near = |found: Vec<u32>, expected: [u32; 3]| {
            let each = found.iter().zip(expected);
            assert!(
                each.clone()
                    .all(|(found, expected)| found.abs_diff(expected) <= 2),
                "{found:?}"
            );
        };
        near(counts(&uniform, 3_000), [1_000; 3]);
        // The triangle over 1.5..4.5 with its top at 3: 2/9 below 2.5, 5/9 up to 3.5, 2/9 above.
        let triangular = Law::new(&input([2, 3, 4], Distribution::Triangular)).unwrap();
        near(counts(&triangular, 9_000), [2_000, 5_000, 2_000]);
        // 2..3 with 2.5 expected: one as often as the other.
        let mut two = input([2, 2, 3], Distribution::Triangular);
        two.range.ends.expected = Decimal::new(25, 1);
        assert_eq!(counts(&Law::new(&two).unwrap(), 1_000), [500, 500]);
    }

    /// Of 100..900 with 9/10 of its points below q: (q − 100)² = 0.9 × 640,000 for a top at 900.
    #[test]
    fn a_triangle_with_its_top_at_an_end_is_a_root() {
        let law = Law::new(&input([100, 900, 900], Distribution::Triangular)).unwrap();
        let step = law.step((ONE / 10 * 9) as u32);
        // 100 + 800 × √0.9 = 858.9, to a step.
        assert!((758..=760).contains(&step), "{step}");
        let law = Law::new(&input([100, 100, 900], Distribution::Triangular)).unwrap();
        assert!((40..=42).contains(&law.step((ONE / 10) as u32)));
    }

    /// The 5 %, 50 % and 95 % quantile of 8,000..20,000: 8,000, √(8,000 × 20,000) = 12,649 and 20,000.
    #[test]
    fn a_log_normal_distribution_has_the_quantiles_it_is_stated_by() {
        let mut log_normal = input([5_348, 12_649, 29_920], Distribution::LogNormal);
        let (low, high) = (Decimal::from(8_000), Decimal::from(20_000));
        let drawn = log_normal.range.ends;
        log_normal.shape = InputShape::LogNormal { drawn, low, high };
        let law = Law::new(&log_normal).unwrap();
        for (percent, value) in [(5, 8_000), (50, 12_649), (95, 20_000)] {
            let at = 5_348 + law.step((ONE / 100 * percent) as u32);
            assert!(at.abs_diff(value) <= 2, "{percent} %: {at}");
        }
        assert_eq!((law.step(0), law.step(u32::MAX)), (0, 29_920 - 5_348));
    }

    #[test]
    fn roots_are_whole() {
        for square in [
            0,
            1,
            2,
            3,
            4,
            u64::from(u32::MAX),
            (1 << 62) - 1,
            1 << 62,
            u64::MAX,
        ] {
            assert_eq!(root(square), square.isqrt(), "{square}");
        }
    }

    #[test]
    fn a_range_finer_than_its_measure_is_drawn_in_thousandths() {
        let mut fine = input([0, 0, 0], Distribution::Uniform);
        fine.range.ends.low = Decimal::new(1, 1);
        fine.range.ends.high = Decimal::new(5, 1);
        let law = Law::new(&fine).unwrap();
        assert_eq!((law.highest, law.of), (4_000, Decimal::from(4_000)));
    }
}
