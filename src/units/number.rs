//! Numbers as people write them, read exactly.

use rust_decimal::Decimal;

/// Why a text is not a value: what is wrong with it, and what would be accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}; expected {accepted}")]
pub struct ValueError {
    /// What is wrong, without the offending text.
    pub problem: String,
    /// What would be accepted, with an example.
    pub accepted: String,
}

impl ValueError {
    /// An error that says what is wrong and what would be accepted.
    pub fn new(problem: impl Into<String>, accepted: impl Into<String>) -> Self {
        ValueError {
            problem: problem.into(),
            accepted: accepted.into(),
        }
    }
}

impl ValueError {
    /// The same problem, where something larger was expected.
    #[must_use]
    pub fn expecting(mut self, accepted: &str) -> ValueError {
        accepted.clone_into(&mut self.accepted);
        self
    }
}

/// Reads a non-negative number: `0.5`, `10_000`, `10,000`, `1e6`, `3M`.
///
/// The suffixes `k` or `K`, `M` and `B` stand for thousand, million and billion, which may be written
/// out. Nothing is rounded: a number with more digits than 28 is refused.
///
/// # Errors
/// [`ValueError`] when the text is not such a number; `accepted` goes into it.
///
/// ```
/// use breakeven::units::number;
/// assert_eq!(number::parse("10,000", "a number")?.to_string(), "10000");
/// assert_eq!(number::parse("3M", "a number")?.to_string(), "3000000");
/// assert!(number::parse("1,5", "a number").is_err()); // a comma groups thousands
/// # Ok::<(), breakeven::units::ValueError>(())
/// ```
pub fn parse(text: &str, accepted: &str) -> Result<Decimal, ValueError> {
    let (number, rest) = split(text, accepted)?;
    if rest.is_empty() {
        return Ok(number);
    }
    Err(ValueError::new(
        format!("`{rest}` is not part of a number"),
        accepted,
    ))
}

/// Reads a number and returns it with the text that follows it.
///
/// # Errors
/// As [`parse`].
pub fn split<'t>(text: &'t str, accepted: &str) -> Result<(Decimal, &'t str), ValueError> {
    let (number, rest) = scan(text, accepted)?;
    let (multiplier, rest) = suffix(rest);
    let number = number
        .checked_mul(Decimal::from(multiplier))
        .ok_or_else(|| ValueError::new("the number is too large", accepted))?;
    Ok((number.normalize(), rest.trim_start()))
}

/// [`split`] without the suffixes `k`, `M` and `B`, for values whose units start with them.
///
/// # Errors
/// As [`parse`].
pub fn split_plain<'t>(text: &'t str, accepted: &str) -> Result<(Decimal, &'t str), ValueError> {
    scan(text, accepted).map(|(number, rest)| (number, rest.trim_start()))
}

/// How many decimals the number at the start of a text is written with: two in `$12.40`.
pub(super) fn decimals(text: &str) -> u32 {
    let text = text.trim_start();
    let (number, _) = text.split_at(number_length(text));
    let fraction = number.split_once('.').map_or("", |(_, fraction)| fraction);
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    u32::try_from(digits).unwrap_or(u32::MAX)
}

/// The number at the start of a text, and what follows it, spaces included.
fn scan<'t>(text: &'t str, accepted: &str) -> Result<(Decimal, &'t str), ValueError> {
    let text = text.trim();
    if text.starts_with('-') {
        return Err(ValueError::new(
            "negative values make no sense here",
            accepted,
        ));
    }
    let (digits, rest) = text.split_at(number_length(text));
    if !digits.contains(|c: char| c.is_ascii_digit()) {
        return Err(ValueError::new("there is no number", accepted));
    }
    let plain = ungroup(digits).ok_or_else(|| {
        ValueError::new("a comma may only separate groups of three digits", accepted)
    })?;
    let number = exact(&plain).ok_or_else(|| {
        ValueError::new("the number has too many digits or is too large", accepted)
    })?;
    Ok((number.normalize(), rest))
}

/// How many bytes at the start of `text` belong to a number; an exponent counts only when
/// digits follow it, and `..` starts a range.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    let mut i = 0;
    loop {
        match at(i) {
            b'0'..=b'9' | b'_' | b',' => i += 1,
            b'.' if at(i + 1) != b'.' => i += 1,
            b'e' | b'E' if i > 0 => {
                let digits_at = if matches!(at(i + 1), b'+' | b'-') {
                    i + 2
                } else {
                    i + 1
                };
                if !at(digits_at).is_ascii_digit() {
                    return i;
                }
                i = digits_at;
            }
            _ => return i,
        }
    }
}

fn ungroup(digits: &str) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let grouped_well = !fraction.contains(',')
        && whole.split(',').enumerate().all(|(i, group)| {
            !whole.contains(',') || group.len() == 3 || (i == 0 && (1..=3).contains(&group.len()))
        });
    grouped_well.then(|| digits.chars().filter(|c| !matches!(c, ',' | '_')).collect())
}

/// The decimal a text stands for, or `None` when it would have to be rounded.
fn exact(text: &str) -> Option<Decimal> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Decimal::from_str_exact(text).ok();
    };
    let mantissa = Decimal::from_str_exact(mantissa).ok()?;
    let exponent: i32 = exponent.parse().ok()?;
    if mantissa.is_zero() {
        return Some(mantissa);
    }
    let power = Decimal::TEN.checked_powi_exact(exponent.unsigned_abs())?;
    if exponent >= 0 {
        mantissa.checked_mul(power)
    } else {
        let quotient = mantissa.checked_div(power)?;
        (quotient.checked_mul(power)? == mantissa).then_some(quotient)
    }
}

/// Integer powers of ten by repeated checked multiplication.
trait PowerOfTen {
    fn checked_powi_exact(self, exponent: u32) -> Option<Decimal>;
}

impl PowerOfTen for Decimal {
    fn checked_powi_exact(self, exponent: u32) -> Option<Decimal> {
        // 10^28 is the largest power a decimal holds; a longer loop could only fail.
        if exponent > 28 {
            return None;
        }
        (0..exponent).try_fold(Decimal::ONE, |power, _| power.checked_mul(self))
    }
}

/// How many of it are meant: letters follow a number at once, words may stand apart.
const MULTIPLIERS: &[(&str, u64)] = &[
    ("k", 1_000),
    ("K", 1_000),
    ("M", 1_000_000),
    ("B", 1_000_000_000),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
];

fn suffix(rest: &str) -> (u64, &str) {
    let read = MULTIPLIERS.iter().find_map(|(word, multiplier)| {
        let text = if word.len() > 1 {
            rest.trim_start()
        } else {
            rest
        };
        let after = text.strip_prefix(word)?;
        let ends = after.is_empty() || after.starts_with([' ', '.', '\t', '/']);
        ends.then_some((*multiplier, after))
    });
    read.unwrap_or((1, rest))
}

/// A number with thousands separated: `304,166.666667`. Digits beyond the sixth decimal are
/// rounded, for reading; anything that fits is exact.
#[must_use]
pub fn grouped(number: Decimal) -> String {
    let number = number.normalize();
    let shown = if number.scale() > 6 && number.abs() >= Decimal::ONE {
        number.round_dp(6).normalize()
    } else {
        number
    };
    group_digits(&shown.to_string())
}

/// Puts a comma between groups of three digits of the whole part.
#[must_use]
pub fn group_digits(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::with_capacity(number.len() + 4);
    out.push_str(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse(text, "a number").ok().map(|n| n.to_string())
    }

    #[test]
    fn numbers_are_read_exactly_or_refused() {
        for (text, value) in [
            ("0.0000166667", Some("0.0000166667")),
            ("10,000", Some("10000")),
            ("1_000.5", Some("1000.5")),
            ("1e-7", Some("0.0000001")),
            ("2.5e3", Some("2500")),
            ("3M", Some("3000000")),
            ("1,00", None),
            ("1,5", None),
            ("-1", None),
            ("1e30", None),
            ("1e999999999999", None),
            ("0.12345678901234567890123456789", None),
            ("", None),
            ("abc", None),
            ("5 x", None),
        ] {
            assert_eq!(read(text).as_deref(), value, "{text}");
        }
    }

    #[test]
    fn numbers_are_shown_in_groups() {
        assert_eq!(grouped(Decimal::new(304_166_666_667, 6)), "304,166.666667");
        assert_eq!(grouped(Decimal::new(-1_234_567, 0)), "-1,234,567");
        assert_eq!(grouped(Decimal::new(166_667, 10)), "0.0000166667");
    }
}
