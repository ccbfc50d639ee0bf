//! Ranges of a measure as text: `2..3`, `100..500 ms`.

use super::measure::Measure;
use super::number::{self, ValueError};
use super::spread::{self, Input, Spread};

/// Reads one value or a range: `2`, `2..3`, `100..500 ms`, `2..2..5` (low, expected, high).
///
/// The expected value of a range is its middle unless three parts are given.
///
/// # Errors
/// [`ValueError`] when a part is not a value or the parts are not in order.
pub fn parse_spread<M: Measure>(text: &str) -> Result<Spread<M>, ValueError> {
    if !text.contains("..") {
        return M::parse(text).map(Spread::exact);
    }
    let accepted = || format!("{}, or a range `low..high`", M::ACCEPTED);
    let parts: Vec<&str> = text.split("..").map(str::trim).collect();
    let unit = parts.last().map_or("", |last| unit_of(last));
    let has_suffix = |part: &&str| part.ends_with(['k', 'M', 'B']) && unit_of(part).is_empty();
    if unit.is_empty() && parts.iter().any(has_suffix) && !parts.iter().all(has_suffix) {
        let problem = "the suffix must stand on every part: `10..200k` can be read in two ways";
        return Err(ValueError::new(problem, accepted()));
    }
    let values = parts
        .iter()
        .map(|part| {
            let bare = unit_of(part).is_empty() && !unit.is_empty();
            if bare {
                M::parse(&format!("{part} {unit}"))
            } else {
                M::parse(part)
            }
        })
        .collect::<Result<Vec<M>, _>>()?;
    let spread = match values.as_slice() {
        [low, high] => Spread {
            low: *low,
            expected: spread::middle(low.amount(), high.amount())
                .map(M::of)
                .ok_or_else(|| ValueError::new("the range is too large", accepted()))?,
            high: *high,
            input: Input::NONE,
        },
        [low, expected, high] => Spread {
            low: *low,
            expected: *expected,
            high: *high,
            input: Input::NONE,
        },
        _ => {
            return Err(ValueError::new(
                "a range has two or three parts",
                accepted(),
            ));
        }
    };
    if spread.low > spread.expected || spread.expected > spread.high {
        return Err(ValueError::new("the range runs backwards", accepted()));
    }
    Ok(spread)
}

/// The text after the number of one part of a range.
fn unit_of(part: &str) -> &str {
    let part = part.strip_prefix('$').unwrap_or(part);
    number::split(part, "").map_or("", |(_, unit)| unit)
}

/// Writes a spread so that [`parse_spread`] reads it back.
pub fn show_spread<M: Measure>(spread: &Spread<M>) -> String {
    if spread.is_exact() {
        return spread.expected.to_string();
    }
    let middle = spread::middle(spread.low.amount(), spread.high.amount()).map(M::of);
    if middle == Some(spread.expected) {
        format!("{}..{}", spread.low, spread.high)
    } else {
        format!("{}..{}..{}", spread.low, spread.expected, spread.high)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Count, Dollars, Duration, Size};
    use super::*;

    #[test]
    fn ranges_take_the_unit_of_their_last_part_and_the_middle_as_expected() {
        let range = parse_spread::<Duration>("100..500 ms").unwrap();
        assert_eq!(range.expected, Duration::parse("300 ms").unwrap());
        let three = parse_spread::<Count>("2..2..8").unwrap();
        assert_eq!(three.expected, Count::parse("2").unwrap());
        assert!(parse_spread::<Count>("3..2").is_err());
        assert!(parse_spread::<Count>("1..2..3..4").is_err());
        assert!(parse_spread::<Count>("10..200k").is_err());
        assert!(parse_spread::<Count>("10k..200k").is_ok());
    }

    #[test]
    fn what_is_shown_is_read_back() {
        for text in ["1 KB", "1.5 GB", "20 GB", "300 B"] {
            let size = Size::parse(text).unwrap();
            assert_eq!(size.to_string(), text);
        }
        for text in ["$300..$350", "$1,234.5"] {
            let spread = parse_spread::<Dollars>(text).unwrap();
            assert_eq!(show_spread(&spread), text);
        }
        let range = parse_spread::<Duration>("100 ms..2 s").unwrap();
        assert_eq!(parse_spread(&show_spread(&range)), Ok(range));
    }
}
