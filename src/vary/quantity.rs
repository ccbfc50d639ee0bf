//! A number with the text around it: `500 ms`, `70%`, `$0.20 per 1M requests`, `1 KB per request`.

use crate::units::number;
use crate::units::{Acu, Duration, Measure, Size, Throughput, Vcpu, arithmetic};
use rust_decimal::Decimal;

const ACCEPTED: &str = "a number with its unit, such as `500 ms`, `70%` or `$0.20 per 1M requests`";

/// A number with its unit, as a setting states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// A currency in front, as it is written.
    before: String,
    /// The number.
    pub number: Decimal,
    /// The unit; empty for a plain number.
    unit: String,
    /// What follows the unit: `per request`, `gp3`.
    tail: String,
}

impl Quantity {
    /// Reads one number with its unit.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Quantity, String> {
        let text = text.trim();
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let (before, rest) = text.split_at(start);
        if !matches!(before.trim(), "" | "$" | "CNY" | "\u{a5}" | "\u{ffe5}") {
            let message = format!("`{text}` does not start with a number; expected {ACCEPTED}");
            return Err(message);
        }
        let wrong = |problem: &str| format!("`{text}`: {problem}; expected {ACCEPTED}");
        let (number, rest) =
            number::split(rest, ACCEPTED).map_err(|error| wrong(&error.problem))?;
        if rest.starts_with("..") {
            return Err(wrong("this is a range"));
        }
        // A date, or a version.
        if rest.starts_with(['-', '.', ':']) {
            return Err(wrong("this is no number with a unit"));
        }
        let (unit, tail) = match rest.split_once(' ') {
            _ if rest.starts_with("per ") => ("", rest),
            Some((unit, tail)) => (unit, tail.trim()),
            None => (rest, ""),
        };
        Ok(Quantity {
            before: before.to_owned(),
            number,
            unit: unit.to_owned(),
            tail: tail.to_owned(),
        })
    }

    /// Reads both ends of a range and what is expected in it: `2..3`, `100..500 ms`, `2..2..5 GB`.
    #[must_use]
    pub fn range(text: &str) -> Option<[Quantity; 3]> {
        let mut parts: Vec<Quantity> = text
            .split("..")
            .map(|part| Quantity::parse(part).ok())
            .collect::<Option<_>>()?;
        one_unit(&mut parts).ok()?;
        match parts.as_slice() {
            [low, high] => {
                let sum = arithmetic::add(low.number, high.number).ok()?;
                let middle = arithmetic::div(sum, Decimal::TWO).ok()?;
                Some([low.clone(), low.with(middle), high.clone()])
            }
            [low, expected, high] => Some([low.clone(), expected.clone(), high.clone()]),
            _ => None,
        }
    }

    /// The same in one unit; `None` when they are of different measures.
    #[must_use]
    pub fn alike<const N: usize>(quantities: [&Quantity; N]) -> Option<[Quantity; N]> {
        let mut alike = quantities.map(Clone::clone);
        one_unit(&mut alike).ok()?;
        Some(alike)
    }

    /// The same with another number.
    #[must_use]
    pub fn with(&self, number: Decimal) -> Quantity {
        Quantity {
            number: number.normalize(),
            ..self.clone()
        }
    }

    /// The unit with all that is written beside the number, such as `ms` or `$ per 1M requests`.
    #[must_use]
    pub fn unit(&self) -> String {
        let parts = [self.before.trim(), &self.unit, &self.tail];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }

    /// The unit alone, such as `ms`.
    #[must_use]
    pub fn measure(&self) -> &str {
        &self.unit
    }

    /// True for an amount of money.
    #[must_use]
    pub fn is_money(&self) -> bool {
        !self.before.is_empty()
    }

    /// The smallest step of the places the number is written with: 1, 0.1, 0.01.
    #[must_use]
    pub fn last_place(&self) -> Decimal {
        Decimal::new(1, self.number.normalize().scale())
    }

    /// Takes over from another one what is left out here, as in `100..500 ms`.
    fn complete(&mut self, other: &Quantity) {
        if self.before.is_empty() {
            self.before.clone_from(&other.before);
        }
        if self.unit.is_empty() {
            self.unit.clone_from(&other.unit);
        }
        if self.tail.is_empty() {
            self.tail.clone_from(&other.tail);
        }
    }

    /// The same in another unit of the same measure.
    fn in_unit(&self, unit: &str) -> Option<Quantity> {
        let ((measure, from), (other, to)) = (scale(&self.unit)?, scale(unit)?);
        let number = arithmetic::mul_div(self.number, from, to).ok()?;
        (measure == other).then(|| Quantity {
            unit: unit.to_owned(),
            ..self.with(number)
        })
    }
}

/// As a scenario would state it.
impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.before, self.number.normalize())?;
        let close =
            matches!(self.unit.as_str(), "" | "%" | "x" | "×") || self.unit.starts_with('/');
        let gap = if close { "" } else { " " };
        write!(f, "{gap}{}", self.unit)?;
        match self.tail.as_str() {
            "" => Ok(()),
            tail => write!(f, " {tail}"),
        }
    }
}

/// Which measure a unit is of, and how much of its base unit it is.
fn scale(unit: &str) -> Option<(usize, Decimal)> {
    fn base<M: Measure>(unit: &str) -> Option<Decimal> {
        M::parse(&format!("1 {unit}")).ok().map(M::amount)
    }
    let measures = [
        base::<Duration>,
        base::<Size>,
        base::<Vcpu>,
        base::<Acu>,
        base::<Throughput>,
    ];
    let mut sizes = measures.iter().enumerate();
    sizes.find_map(|(at, base)| Some((at, base(unit)?)))
}

/// Brings quantities to one unit: the finest of them, in which each is a number that ends. What one
/// leaves out it takes from the others.
///
/// # Errors
/// A sentence, when they are of different measures.
pub(super) fn one_unit(quantities: &mut [Quantity]) -> Result<(), String> {
    let finest = quantities
        .iter()
        .filter_map(|quantity| Some((scale(&quantity.unit)?.1, quantity.clone())))
        .min_by(|one, other| one.0.cmp(&other.0))
        .map(|(_, quantity)| quantity);
    let unit = finest.as_ref().map(|quantity| quantity.unit.clone());
    // A bare number is in the finest unit.
    let all: Vec<Quantity> = finest.into_iter().chain(quantities.to_vec()).collect();
    for quantity in quantities.iter_mut() {
        for other in &all {
            quantity.complete(other);
        }
    }
    let Some((first, rest)) = quantities.split_first_mut() else {
        return Ok(());
    };
    let differ = |one: &Quantity, other: &Quantity| {
        format!("`{one}` and `{other}` are in different units; give both in one")
    };
    for other in rest.iter_mut() {
        if (&first.before, &first.tail) != (&other.before, &other.tail) {
            return Err(differ(first, other));
        }
        if first.unit == other.unit {
            continue;
        }
        let unit = unit.as_deref().unwrap_or_default();
        match (first.in_unit(unit), other.in_unit(unit)) {
            (Some(one), Some(two)) => (*first, *other) = (one, two),
            _ => return Err(differ(first, other)),
        }
    }
    // Those that agreed with the first before it changed.
    for other in rest {
        if first.unit != other.unit {
            let changed = other.in_unit(&first.unit);
            *other = changed.ok_or_else(|| differ(first, other))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_back() {
        for text in [
            "500 ms",
            "70%",
            "3x",
            "2",
            "0.5 vCPU",
            "$0.2 per 1M requests",
            "CNY 0.35 per hour",
            "1 KB per request",
            "20 GB gp3",
            "250 MB/s",
        ] {
            assert_eq!(Quantity::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(
            Quantity::parse("3M per month").unwrap().to_string(),
            "3000000 per month"
        );
        for text in ["", "arm", "db.t3.micro", "2..3", "2026-11-21", "-5 ms"] {
            assert!(Quantity::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn quantities_are_brought_to_the_finest_unit() {
        let brought = |texts: &[&str]| {
            let read = |text: &&str| Quantity::parse(text).unwrap();
            let mut quantities: Vec<Quantity> = texts.iter().map(read).collect();
            one_unit(&mut quantities)?;
            Ok::<_, String>(
                quantities
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>(),
            )
        };
        let ms = ["100 ms", "1000 ms", "5 ms"].map(str::to_owned);
        assert_eq!(brought(&["100 ms", "1 s", "5"]), Ok(ms.to_vec()));
        let mb = ["1024 MB", "3008 MB", "1024 MB"].map(str::to_owned);
        assert_eq!(brought(&["1 GB", "3008 MB", "1 GB"]), Ok(mb.to_vec()));
        let kb = ["1 KB per request", "2 KB per request"].map(str::to_owned);
        assert_eq!(brought(&["1 KB", "2 KB per request"]), Ok(kb.to_vec()));
        for apart in [
            ["1 s", "1 GB"],
            ["10%", "3x"],
            ["$1 per hour", "$1 per month"],
        ] {
            assert!(brought(&apart).is_err(), "{apart:?}");
        }
    }

    #[test]
    fn a_range_has_its_expected_value() {
        let shown = |text: &str| Quantity::range(text).map(|range| range.map(|q| q.to_string()));
        let all = |texts: [&str; 3]| Some(texts.map(str::to_owned));
        assert_eq!(shown("5..8"), all(["5", "6.5", "8"]));
        assert_eq!(shown("100..500 ms"), all(["100 ms", "300 ms", "500 ms"]));
        assert_eq!(
            shown("1..2..5 KB per request"),
            all(["1 KB per request", "2 KB per request", "5 KB per request"])
        );
        assert_eq!(shown("$2..3"), all(["$2", "$2.5", "$3"]));
        assert_eq!(shown("2"), None);
    }
}
