//! A distribution as it is written, as the range it is drawn from.

use super::{Distribution, InputShape, Uncertainty};
use crate::units::{Spread, number};
use rust_decimal::{Decimal, MathematicalOps};

/// The text of the range a value is drawn from, and what a distribution knows beside it.
pub(super) struct Written {
    /// As a value of the scenario: `4,500..30,000 per day`.
    pub range: String,
    /// As it was written, for people.
    pub text: String,
    /// One value of it, to find out whether one is accepted where a range is not.
    pub single: String,
    /// A range from that value to itself, for the same.
    pub point: String,
    pub shape: InputShape,
}

/// A number as it is written, and what follows it.
struct Part<'t> {
    dollar: bool,
    number: Decimal,
    unit: &'t str,
}

/// Why a distribution can't be read: the problem, and what to do.
type Problem = (String, String);

const EXAMPLE: &str = "such as `300..900 ms`";

fn part(text: &str) -> Result<Part<'_>, Problem> {
    let text = text.trim();
    let (dollar, digits) = match text.strip_prefix('$') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (number, unit) = number::split(digits, EXAMPLE).map_err(|error| {
        (
            format!("`{text}`: {}", error.problem),
            format!("expected a value {EXAMPLE}"),
        )
    })?;
    Ok(Part {
        dollar,
        number,
        unit,
    })
}

/// Parts in one unit: that of the last, which the others may leave out.
fn in_one_unit<'t>(texts: &[&'t str]) -> Result<(Vec<Decimal>, &'t str, bool), Problem> {
    let parts = texts
        .iter()
        .map(|text| part(text))
        .collect::<Result<Vec<_>, _>>()?;
    let unit = parts.last().map_or("", |part| part.unit);
    let dollar = parts.iter().any(|part| part.dollar);
    if let Some(other) = parts
        .iter()
        .find(|part| !part.unit.is_empty() && part.unit != unit)
    {
        let problem = format!("`{}` and `{unit}` are two units", other.unit);
        return Err((problem, "state all of them in one".to_owned()));
    }
    Ok((parts.iter().map(|part| part.number).collect(), unit, dollar))
}

fn with_unit(numbers: &[Decimal], unit: &str, dollar: bool) -> String {
    let dollar = if dollar { "$" } else { "" };
    let numbers: Vec<String> = numbers
        .iter()
        .map(|number| {
            format!(
                "{dollar}{}",
                number::group_digits(&number.normalize().to_string())
            )
        })
        .collect();
    let gap = if unit.is_empty() || unit.starts_with('%') {
        ""
    } else {
        " "
    };
    format!("{}{gap}{unit}", numbers.join(".."))
}

impl Written {
    pub fn new(entry: &Uncertainty) -> Result<Written, Problem> {
        match (entry.spread(), &entry.between) {
            (Distribution::Empirical, _) => empirical(&entry.values),
            (kind, Some(between)) => ranged(kind, between),
            // Noted when it was read.
            (_, None) => Err(("the range is missing".to_owned(), EXAMPLE.to_owned())),
        }
    }
}

fn empirical(values: &[String]) -> Result<Written, Problem> {
    let texts: Vec<&str> = values.iter().map(String::as_str).collect();
    let (mut numbers, unit, dollar) = in_one_unit(&texts)?;
    numbers.sort();
    let (Some(low), Some(high)) = (numbers.first().copied(), numbers.last().copied()) else {
        return Err((
            "there are no values".to_owned(),
            "such as `[2, 2, 3, 4]`".to_owned(),
        ));
    };
    if low == high {
        return Err((
            "all values are the same".to_owned(),
            "state that value where it belongs".to_owned(),
        ));
    }
    let middle = numbers.get((numbers.len() - 1) / 2).copied().unwrap_or(low);
    Ok(Written {
        range: with_unit(&[low, middle, high], unit, dollar),
        single: with_unit(&[low], unit, dollar),
        point: with_unit(&[low, low], unit, dollar),
        text: match values.len() {
            1..=8 => texts.join(", "),
            many => format!(
                "{} and {} more",
                texts.get(..6).unwrap_or_default().join(", "),
                many - 6
            ),
        },
        shape: InputShape::Empirical(numbers),
    })
}

fn ranged(kind: Distribution, between: &str) -> Result<Written, Problem> {
    let texts: Vec<&str> = between.split("..").map(str::trim).collect();
    let [first, .., last] = texts.as_slice() else {
        let problem = format!("`{between}` is one value");
        return Err((problem, format!("state its low and high end, {EXAMPLE}")));
    };
    if kind != Distribution::Triangular && texts.len() != 2 {
        let problem = format!("a {kind} distribution has no most likely value to state");
        return Err((problem, format!("state its low and high end, {EXAMPLE}")));
    }
    let unit = part(last)?.unit;
    let lowest = part(first)?;
    let own = if lowest.unit.is_empty() {
        unit
    } else {
        lowest.unit
    };
    let single = with_unit(&[lowest.number], own, lowest.dollar);
    let point = with_unit(&[lowest.number; 2], own, lowest.dollar);
    if kind != Distribution::LogNormal {
        return Ok(Written {
            range: between.to_owned(),
            text: between.to_owned(),
            single,
            point,
            shape: InputShape::Range,
        });
    }
    let (numbers, unit, dollar) = in_one_unit(&texts)?;
    let (Some(low), Some(high)) = (numbers.first().copied(), numbers.last().copied()) else {
        return Err(("the range is missing".to_owned(), EXAMPLE.to_owned()));
    };
    if low.is_zero() {
        return Err((
            "a log-normal distribution lies above zero".to_owned(),
            "raise the low end, or take another distribution".to_owned(),
        ));
    }
    if low >= high {
        return Err((
            "the range runs backwards".to_owned(),
            "state the low end first".to_owned(),
        ));
    }
    let ends = drawn(low, high)
        .ok_or_else(|| ("the range is too large".to_owned(), EXAMPLE.to_owned()))?;
    Ok(Written {
        range: with_unit(&[ends.low, ends.expected, ends.high], unit, dollar),
        text: between.to_owned(),
        single,
        point,
        shape: InputShape::LogNormal {
            drawn: ends,
            low,
            high,
        },
    })
}

/// Significant digits of the ends a log-normal distribution is cut at.
const DIGITS: u32 = 4;

/// How far beyond the geometric mean draws go, over how far the 5 % and 95 % quantile lie: the 0.1 % over
/// the 5 % quantile of the normal distribution, 3.0902 ÷ 1.6449. Source: any table of it.
const REACH: Decimal = Decimal::from_parts(18_787, 0, 0, false, 4);

/// The least, the median and the most that is drawn: the 0.1 % and the 99.9 % quantile, to four digits.
fn drawn(low: Decimal, high: Decimal) -> Option<Spread<Decimal>> {
    let ratio = high.checked_div(low)?.sqrt()?;
    let median = low.checked_mul(ratio)?;
    let reach = ratio.checked_powd(REACH)?;
    let round = |value: Decimal| value.round_sf(DIGITS);
    let (least, most) = (median.checked_div(reach)?, median.checked_mul(reach)?);
    let (low, high) = (round(least)?.min(low), round(most)?.max(high));
    let expected = median.round_sf(12)?.clamp(low, high);
    Some(Spread {
        low,
        expected,
        high,
        ..Spread::exact(expected)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(between: Option<&str>, values: &[&str], kind: Distribution) -> Uncertainty {
        Uncertainty {
            input: "x".to_owned(),
            between: between.map(str::to_owned),
            values: values.iter().map(|v| (*v).to_owned()).collect(),
            distribution: Some(kind),
        }
    }

    /// √(8,000 × 20,000) = 12,649.11; (20,000 ÷ 12,649.11)^1.8787 = 2.36486: 5,348.8 to 29,913.
    #[test]
    fn a_log_normal_range_is_widened_to_what_is_drawn() {
        let written = Written::new(&entry(
            Some("8000..20000 per day"),
            &[],
            Distribution::LogNormal,
        ));
        let written = written.unwrap_or_else(|_| unreachable!());
        assert_eq!(written.range, "5,349..12,649.1106407..29,910 per day");
        assert_eq!(written.single, "8,000 per day");
    }

    #[test]
    fn values_are_put_in_order_in_their_unit() {
        let written = Written::new(&entry(
            None,
            &["900 ms", "300", "500 ms"],
            Distribution::Empirical,
        ));
        assert_eq!(
            written.unwrap_or_else(|_| unreachable!()).range,
            "300..500..900 ms"
        );
        let mixed = entry(None, &["1 s", "300 ms"], Distribution::Empirical);
        assert!(Written::new(&mixed).is_err());
        let upside_down = entry(Some("9..3"), &[], Distribution::LogNormal);
        assert!(Written::new(&upside_down).is_err());
    }
}
