//! Whole numbers wide enough for money times every denominator; all steps are checked.

use ethnum::I256;
use num_bigint::BigInt;
use num_integer::Integer;
use rust_decimal::Decimal;

/// A figure needs more digits than there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooWide;

pub(super) type Wide<T> = Result<T, TooWide>;

pub(super) fn of_big(value: &BigInt) -> Wide<I256> {
    let bytes = value.to_signed_bytes_le();
    if bytes.len() > 32 {
        return Err(TooWide);
    }
    let fill = match bytes.last().is_some_and(|last| last & 0x80 != 0) {
        true => 0xff,
        false => 0,
    };
    let mut all = [fill; 32];
    for (to, from) in all.iter_mut().zip(&bytes) {
        *to = *from;
    }
    Ok(I256::from_le_bytes(all))
}

/// Whole number of a fraction times a number that clears its denominator.
pub(super) fn scaled(value: &crate::units::exact::Fraction, scale: &BigInt) -> Wide<I256> {
    let product = value * scale;
    match product.is_integer() {
        true => of_big(product.numer()),
        false => Err(TooWide),
    }
}

pub(super) fn add(a: I256, b: I256) -> Wide<I256> {
    a.checked_add(b).ok_or(TooWide)
}

pub(super) fn sub(a: I256, b: I256) -> Wide<I256> {
    a.checked_sub(b).ok_or(TooWide)
}

pub(super) fn mul(a: I256, b: I256) -> Wide<I256> {
    // Most factors are short, and the check of a full product is what costs.
    if let (Ok(x), Ok(y)) = (i128::try_from(a), i128::try_from(b))
        && let Some(product) = x.checked_mul(y)
    {
        return Ok(I256::from(product));
    }
    match (small(a), small(b)) {
        (_, Some(n)) => times(a, n),
        (Some(n), _) => times(b, n),
        _ => a.checked_mul(b).ok_or(TooWide),
    }
}

fn small(value: I256) -> Option<u64> {
    let (high, low) = value.into_words();
    (high == 0).then(|| u64::try_from(low).ok())?
}

/// A number so many times, limb by limb.
fn times(value: I256, n: u64) -> Wide<I256> {
    const LIMB: u128 = u64::MAX as u128;
    let (high, low) = value.into_words();
    let low = low.cast_unsigned();
    let by = u128::from(n);
    let first = (low & LIMB) * by;
    let second = (low >> 64) * by + (first >> 64);
    let carry = i128::try_from(second >> 64).map_err(|_| TooWide)?;
    let high = high
        .checked_mul(i128::from(n))
        .and_then(|high| high.checked_add(carry))
        .ok_or(TooWide)?;
    let low = (second << 64) | (first & LIMB);
    Ok(I256::from_words(high, low.cast_signed()))
}

/// The quotient rounded down; `b` is positive.
pub(super) fn floor(a: I256, b: I256) -> Wide<I256> {
    a.checked_div_euclid(b).ok_or(TooWide)
}

/// The quotient rounded up; `b` is positive.
pub(super) fn ceil(a: I256, b: I256) -> Wide<I256> {
    let below = floor(a, b)?;
    match mul(below, b)? == a {
        true => Ok(below),
        false => add(below, I256::ONE),
    }
}

/// `a × b ÷ c` rounded down, whatever the digits of the product; `c` is positive.
pub(super) fn mul_div(a: I256, b: I256, c: I256) -> Wide<I256> {
    match mul(a, b) {
        Ok(product) => floor(product, c),
        Err(TooWide) => {
            let big = |value: I256| BigInt::from_signed_bytes_le(&value.to_le_bytes());
            of_big(&(big(a) * big(b)).div_floor(&big(c)))
        }
    }
}

/// The number, or the nearest that fits.
pub(super) fn to_u64(value: I256) -> u64 {
    match value < I256::ZERO {
        true => 0,
        false => u64::try_from(value).unwrap_or(u64::MAX),
    }
}

/// `a + b × n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Line {
    pub a: I256,
    pub b: I256,
}

impl Line {
    pub const ZERO: Line = Line {
        a: I256::ZERO,
        b: I256::ZERO,
    };

    pub fn constant(a: I256) -> Line {
        Line { a, b: I256::ZERO }
    }

    pub fn at(self, n: u64) -> Wide<I256> {
        match self.b == I256::ZERO {
            true => Ok(self.a),
            false => add(self.a, times(self.b, n)?),
        }
    }

    pub fn plus(self, other: Line) -> Wide<Line> {
        Ok(Line {
            a: add(self.a, other.a)?,
            b: add(self.b, other.b)?,
        })
    }

    pub fn minus(self, other: Line) -> Wide<Line> {
        Ok(Line {
            a: sub(self.a, other.a)?,
            b: sub(self.b, other.b)?,
        })
    }

    pub fn times(self, factor: I256) -> Wide<Line> {
        Ok(Line {
            a: mul(self.a, factor)?,
            b: mul(self.b, factor)?,
        })
    }

    /// The first value from `n` on at which the line is above zero; `None` when it never is.
    pub fn first_above(self, n: u64) -> Wide<Option<u64>> {
        if self.at(n)? > I256::ZERO {
            return Ok(Some(n));
        }
        if self.b <= I256::ZERO {
            return Ok(None);
        }
        // a + b m > 0 from m = ⌊−a ÷ b⌋ + 1 on.
        let root = floor(-self.a, self.b)?;
        let first = add(root, I256::ONE)?;
        Ok(u64::try_from(first).ok())
    }

    /// The last value from `n` on up to which the line stays at or below zero, given that it is so at
    /// `n`.
    pub fn last_not_above(self, n: u64) -> Wide<u64> {
        Ok(match self.first_above(n)? {
            Some(first) => first.saturating_sub(1).max(n),
            None => u64::MAX,
        })
    }
}

/// Significant decimal places that money keeps.
const PLACES: u32 = 18;

fn power_of_ten(places: u32) -> Wide<I256> {
    let power = 10_i128.checked_pow(places).ok_or(TooWide)?;
    Ok(I256::new(power))
}

/// A whole number over a denominator as a decimal, rounded half to even where it does not end.
pub(super) fn to_decimal(value: I256, denominator: I256) -> Wide<Decimal> {
    for places in (0..=PLACES).rev() {
        let Ok(scaled) = mul(value, power_of_ten(places)?) else {
            continue;
        };
        let mut quotient = floor(scaled, denominator)?;
        let rest = sub(scaled, mul(quotient, denominator)?)?;
        let twice = mul(rest, I256::new(2))?;
        let is_odd = quotient & I256::ONE == I256::ONE;
        if twice > denominator || (twice == denominator && is_odd) {
            quotient = add(quotient, I256::ONE)?;
        }
        if let Ok(mantissa) = i128::try_from(quotient)
            && let Ok(decimal) = Decimal::try_from_i128_with_scale(mantissa, places)
        {
            return Ok(decimal.normalize());
        }
    }
    Err(TooWide)
}

/// A line over a denominator, made ready to be rounded at many values.
///
/// `(a + b n) × 10¹⁸ ÷ d` is a whole line and the rest of two divisions; the rest is kept to 64 binary
/// places. Only where those can't tell which way to round is the quotient taken in full.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ready {
    line: Line,
    denominator: I256,
    /// Whole parts and fractions, or none where they do not fit.
    parts: Option<[(i128, u128); 2]>,
}

/// Up to here the fractions of [`Ready`] stay near enough: their error is below 2⁻²².
const READY_UP_TO: u64 = 1 << 41;

impl Ready {
    /// `before` is a line over the same denominator that was made ready already; its slope is often the
    /// same.
    pub fn new(line: Line, denominator: I256, before: Option<&Ready>) -> Ready {
        let part = |value: I256| {
            let ten = u64::try_from(power_of_ten(PLACES).ok()?).ok()?;
            let scaled = times(value, ten).ok()?;
            let whole = scaled.checked_div_euclid(denominator)?;
            let rest = scaled.checked_rem_euclid(denominator)?;
            let fraction = rest.checked_mul(I256::ONE << 64_u32)? / denominator;
            let whole = i128::try_from(whole).ok().filter(|w| w.abs() < 1 << 84)?;
            Some((whole, u128::try_from(fraction).ok()?))
        };
        let slope = match before.map(|before| (before.line.b == line.b, before.parts)) {
            Some((true, Some([_, slope]))) => Some(slope),
            _ => part(line.b),
        };
        Ready {
            line,
            denominator,
            parts: part(line.a).zip(slope).map(|(a, b)| [a, b]),
        }
    }

    /// The value, rounded half to even at the last place money keeps.
    #[inline]
    pub fn at(&self, n: u64) -> Wide<Decimal> {
        if let Some([(a, a_rest), (b, b_rest)]) = self.parts
            && n < READY_UP_TO
        {
            let whole = b.checked_mul(i128::from(n)).and_then(|b| b.checked_add(a));
            let rest = b_rest * u128::from(n) + a_rest;
            let (carry, fraction) = (rest >> 64, rest & u128::from(u64::MAX));
            // The true rest is at most n + 1 units above.
            let half = 1_u128 << 63;
            let is_clear = fraction + u128::from(n) + 1 < half || fraction > half;
            if let (Some(whole), true) = (whole, is_clear && fraction < u128::from(u64::MAX - n)) {
                let up = i128::from(fraction > half);
                let carry = i128::try_from(carry).map_err(|_| TooWide)?;
                let mantissa = whole + carry + up;
                if let Ok(decimal) = Decimal::try_from_i128_with_scale(mantissa, PLACES) {
                    return Ok(decimal);
                }
            }
        }
        to_decimal(self.line.at(n)?, self.denominator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn big_numbers_keep_their_sign() {
        for value in [0_i64, 1, -1, 255, -256, i64::MAX, i64::MIN] {
            assert_eq!(of_big(&BigInt::from(value)), Ok(I256::from(value)));
        }
        assert!(of_big(&(BigInt::from(1) << 300)).is_err());
    }

    #[test]
    fn products_limb_by_limb_are_those_of_whole_numbers() {
        for shift in [0_u32, 1, 63, 64, 65, 127, 128, 150, 190, 191, 192, 254] {
            for value in [(I256::ONE << shift) - 1, I256::ONE << shift] {
                for value in [value, -value] {
                    for n in [0, 1, 10, u64::MAX] {
                        let full = value.checked_mul(I256::from(n)).ok_or(TooWide);
                        assert_eq!(times(value, n), full, "{value} × {n}");
                        assert_eq!(mul(value, I256::from(n)), full, "{value} × {n}");
                    }
                }
            }
        }
    }

    #[test]
    fn quotients_round_as_they_say() {
        let int = I256::new;
        assert_eq!(floor(int(-7), int(2)), Ok(int(-4)));
        assert_eq!(ceil(int(7), int(2)), Ok(int(4)));
        assert_eq!(ceil(int(8), int(2)), Ok(int(4)));
        let shown = |a, b| to_decimal(int(a), int(b)).unwrap().to_string();
        assert_eq!(shown(1, 3), "0.333333333333333333");
        assert_eq!(shown(2, 3), "0.666666666666666667");
        assert_eq!(shown(-5, 2), "-2.5");
    }

    #[test]
    fn what_is_ready_rounds_as_the_full_quotient_does() {
        for (a, b, d) in [
            (7_i128, 3_i128, 9_i128),
            (-5, 1, 7),
            (0, 1, 2_000_000_000_000_000_000),
            (12_345, 678, 1_000_003),
            (1, 999_999_999, 48),
            (i128::from(u64::MAX), 77, 1_999_999_999_999_999_999),
        ] {
            let line = Line {
                a: I256::new(a),
                b: I256::new(b),
            };
            let first = Ready::new(line, I256::new(d), None);
            let ready = Ready::new(line, I256::new(d), Some(&first));
            for n in [0, 1, 2, 3, 10, 999, 123_456_789, 1 << 40, 1 << 50] {
                let full = to_decimal(line.at(n).unwrap(), I256::new(d));
                assert_eq!(ready.at(n), full, "{a} + {b} × {n} over {d}");
            }
        }
    }

    #[test]
    fn lines_know_where_they_rise_above_zero() {
        let line = |a, b| Line {
            a: I256::new(a),
            b: I256::new(b),
        };
        assert_eq!(line(-10, 3).first_above(0), Ok(Some(4)));
        assert_eq!(line(-9, 3).first_above(0), Ok(Some(4)));
        assert_eq!(line(1, 0).first_above(7), Ok(Some(7)));
        assert_eq!(line(0, 0).first_above(7), Ok(None));
        assert_eq!(line(-9, 3).last_not_above(0), Ok(3));
    }
}
