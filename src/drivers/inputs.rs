//! The values an input is moved through, and its name for readers.

use super::plausible::Range;
use crate::units::arithmetic;
use crate::vary::{Axis, MOST_VALUES, Quantity};
use rust_decimal::Decimal;

/// `serverless: api.memory`, `traffic: requests`, `cloudwatch.logs` in both architectures.
pub(super) fn label(paths: &[String], level: &str) -> String {
    let short = |path: &String| {
        let own = path
            .strip_suffix(level)
            .and_then(|rest| rest.strip_suffix('.'));
        let path = own.unwrap_or(path);
        if let Some(rest) = path.strip_prefix("architectures.") {
            let (architecture, rest) = rest.split_once('.').unwrap_or((rest, ""));
            let rest = rest.strip_prefix("components.").unwrap_or(rest);
            return (Some(architecture.to_owned()), rest.to_owned());
        }
        match path
            .strip_prefix("traffic.")
            .and_then(|rest| rest.split_once('.'))
        {
            Some((_, setting)) => (None, format!("traffic: {setting}")),
            None => (None, path.to_owned()),
        }
    };
    let mut names: Vec<(Option<String>, String)> = paths.iter().map(short).collect();
    let first = names.first().cloned().unwrap_or_default();
    names.retain(|(architecture, _)| *architecture != first.0);
    match first {
        (Some(architecture), rest) if names.is_empty() => format!("{architecture}: {rest}"),
        (_, rest) => rest,
    }
}

/// A share of a number in per cent.
pub(super) fn share(number: Decimal, percent: u32) -> Option<Decimal> {
    arithmetic::mul_div(number, Decimal::from(percent), Decimal::ONE_HUNDRED).ok()
}

/// The smallest multiple of a step that is not below a number.
pub(super) fn up(number: Decimal, step: Decimal) -> Option<Decimal> {
    let steps = arithmetic::div(number, step).ok()?.ceil();
    arithmetic::mul(steps, step).ok()
}

/// The largest multiple of a step that is not above a number.
fn down(number: Decimal, step: Decimal) -> Option<Decimal> {
    let steps = arithmetic::div(number, step).ok()?.floor();
    arithmetic::mul(steps, step).ok()
}

/// The step in which a setting comes, in its unit: 1 ms, 1 MB, 1 %, one task; finer where the values are.
pub(super) fn step(like: &Quantity, values: &[&Quantity]) -> Decimal {
    let tail = like.unit();
    let natural = match like.measure() {
        "s" => Decimal::new(1, 3),
        "GB" | "TB" | "GiB" | "TiB" | "h" | "hours" => Decimal::new(1, 2),
        "vCPU" | "vCPUs" => Decimal::new(25, 2),
        "x" | "×" | "ACU" => Decimal::new(1, 1),
        _ if like.is_money() => Decimal::new(1, 2),
        "" if tail == "per request" || tail == "per miss" => Decimal::new(1, 1),
        _ => Decimal::ONE,
    };
    let places = values.iter().map(|value| value.last_place());
    places.fold(natural, Decimal::min)
}

/// The values of a range of the scenario: in the steps the setting comes in, or in a hundred thousand
/// where those would be too many.
pub(super) fn stated(path: &str, low: &Quantity, high: &Quantity) -> Option<Axis> {
    let width = arithmetic::sub(high.number, low.number).ok()?;
    let natural = step(low, &[low, high]);
    let step = match arithmetic::div(width, natural).ok()? < Decimal::from(MOST_VALUES) {
        true => natural,
        false => arithmetic::div(width, Decimal::from(100_000)).ok()?,
    };
    Axis::between(path, low, high.number, step).ok()
}

/// The values of a range around what is expected.
pub(super) fn axis(path: &str, expected: &Quantity, range: Range) -> Option<Axis> {
    let number = expected.number;
    let natural = step(expected, &[]);
    let one_of = |low: Decimal, high: Decimal, step: Decimal| {
        let low = match down(low, step)? {
            zero if zero.is_zero() => step,
            low => low,
        };
        Axis::between(path, &expected.with(low), up(high, step)?, step).ok()
    };
    match range {
        Range::Share(low, high) => {
            let (low, high) = (share(number, low)?, share(number, high)?);
            // A hundred values at least, for what is small in its unit: 0.5 KB, 0.1 %.
            let width = arithmetic::sub(high, low).ok()?;
            let mut step = natural.min(place_of(width));
            // Millions of requests are moved by ten, or a hundred.
            while arithmetic::div(width, step).ok()? >= Decimal::from(MOST_VALUES) {
                step = step.saturating_mul(Decimal::TEN);
            }
            one_of(low, high, step)
        }
        Range::Points(points) => {
            let points = Decimal::from(points);
            let low = arithmetic::sub(number, points).ok()?.max(Decimal::ZERO);
            let high = number.saturating_add(points).min(Decimal::ONE_HUNDRED);
            Axis::between(path, &expected.with(low.floor()), high.ceil(), Decimal::ONE).ok()
        }
        Range::Between(low, high) => {
            let (low, high) = (Quantity::parse(low).ok()?, Quantity::parse(high).ok()?);
            let [low, expected, high] = Quantity::alike([&low, expected, &high])?;
            let least = low.number.min(expected.number);
            let most = high.number.max(expected.number);
            let step = step(&expected, &[&low, &high]);
            let low = down(least, step)?;
            Axis::between(path, &expected.with(low), up(most, step)?, step).ok()
        }
        Range::Whole => {
            let low = share(number, 50)?.floor().max(Decimal::ONE);
            let high = share(number, 200)?.ceil();
            Axis::between(path, &expected.with(low), high, Decimal::ONE).ok()
        }
        Range::Words(_) => None,
    }
}

/// A power of ten about a hundredth of a width.
fn place_of(width: Decimal) -> Decimal {
    let mut place = Decimal::ONE;
    for _ in 0..6 {
        if width >= place.saturating_mul(Decimal::from(20)) {
            break;
        }
        place = place.saturating_mul(Decimal::new(1, 1));
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short() {
        let of = |paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
            label(&paths, "high")
        };
        assert_eq!(of(&["request.duration"]), "request.duration");
        assert_eq!(of(&["traffic.high.requests"]), "traffic: requests");
        let tasks = "architectures.ecs.components.api.tasks.high";
        assert_eq!(of(&[tasks]), "ecs: api.tasks");
        let logs = [
            "architectures.a.components.cloudwatch.logs",
            "architectures.b.components.cloudwatch.logs",
        ];
        assert_eq!(of(&logs), "cloudwatch.logs");
    }

    #[test]
    fn ranges_lie_around_what_is_expected() {
        let ends = |text: &str, range: Range| {
            let axis = axis("p", &Quantity::parse(text).unwrap(), range).unwrap();
            let last = axis.at(axis.count() - 1);
            format!(
                "{} {} {}",
                axis.text(axis.at(0)),
                axis.text(last),
                axis.step()
            )
        };
        let half = Range::Share(50, 150);
        assert_eq!(ends("500 ms", half), "250 ms 750 ms 1");
        assert_eq!(ends("35 KB", half), "17 KB 53 KB 1");
        assert_eq!(
            ends("2 KB per request", half),
            "1 KB per request 3 KB per request 0.1"
        );
        assert_eq!(
            ends("100000 per day", Range::Share(50, 200)),
            "50000 per day 200000 per day 1"
        );
        assert_eq!(
            ends("3M per month", Range::Share(50, 200)),
            "1500000 per month 6000000 per month 10"
        );
        assert_eq!(ends("90%", Range::Points(20)), "70% 100% 1");
        let between = Range::Between("50%", "85%");
        assert_eq!(ends("70%", between), "50% 85% 1");
        assert_eq!(ends("90%", between), "50% 90% 1");
        assert_eq!(
            ends("1 s", Range::Between("300 ms", "2000 ms")),
            "300 ms 2000 ms 1"
        );
        assert_eq!(ends("1.5x", Range::Between("1x", "3x")), "1x 3x 0.1");
        assert_eq!(ends("1", Range::Whole), "1 2 1");
        assert_eq!(ends("5", Range::Whole), "2 10 1");
    }
}
