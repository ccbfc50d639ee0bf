//! Units taken for others: a price per GB-hour read as one per GB-month.
//!
//! A price per one unit read as a price per another is wrong by as many times as one goes into the other.
//! Few such ratios have no other likely reason, and only those are named, each where the unit a key is
//! priced in allows it: the hours of a month, seconds of an hour, milliseconds, 1,024 of a size, and the
//! thousand or million requests that a price is stated for.

use super::causes::{Cause, ROUNDING, is_rounded};
use super::{Computed, Figure};
use crate::catalog::PriceKey;
use crate::estimate::Charge;
use crate::units::{Dollars, Measure, Unit, arithmetic};
use rust_decimal::Decimal;

/// A unit a document took for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitError {
    /// What it is about.
    pub key: PriceKey,
    /// The unit that was meant, such as `GB-hour`.
    pub meant: String,
    /// The unit it was read as, such as `GB-month`.
    pub read_as: String,
}

/// A published figure is more than so many times its rounding, or nothing can be said of its ratio.
const DISTINCT: Decimal = Decimal::from_parts(10, 0, 0, false, 0);

/// The unit error that explains a figure: the cost of one of its keys, or a quantity or price.
pub(super) fn unit_error(
    figure: &Figure,
    causes: &[Cause],
    (usage, hours): (&[&Charge], Decimal),
    bases: &[Computed],
) -> Option<UnitError> {
    let of = |charge: &Charge, ratio: Decimal, tolerance: Decimal| {
        let (meant, read_as) = slip(charge.quantity.unit, ratio, hours, tolerance)?;
        let key = charge.key.clone();
        Some(UnitError {
            key,
            meant,
            read_as,
        })
    };
    let stated = causes.iter().find_map(|cause| match cause {
        Cause::Quantity(ratio) | Cause::UnitPrice(ratio) => Some(*ratio),
        _ => None,
    });
    if let (Some(ratio), Some(charge)) = (stated, usage.first()) {
        return of(charge, ratio, ROUNDING);
    }
    // The sum of a whole architecture has too many parts: one of them would explain it by chance.
    let published = figure.monthly.filter(|monthly| monthly.is_exact())?;
    if causes.is_empty() || figure.component.is_none() {
        return None;
    }
    let published = published.expected;
    bases.iter().find_map(|computed| {
        usage.iter().find_map(|charge| {
            let (ratio, rounding) = ratio_of(charge, published, computed)?;
            let alone = usage.len() == 1;
            let tolerance = if alone {
                rounding.max(ROUNDING)
            } else {
                rounding
            };
            of(charge, ratio, tolerance)
        })
    })
}

/// How many times its cost a charge has in a published figure whose other charges are right, and how far
/// the figure is rounded in comparison; `None` where rounding hides it.
fn ratio_of(
    charge: &Charge,
    published: Dollars,
    computed: &Computed,
) -> Option<(Decimal, Decimal)> {
    let cost = charge.cost.expected.amount();
    let others = computed.monthly.expected.amount().checked_sub(cost)?;
    let left = published.amount().checked_sub(others)?;
    let half = published.half_of_last_place();
    if left < half.checked_mul(DISTINCT)? || is_rounded(published, Some(others)) {
        return None;
    }
    let ratio = arithmetic::div(left, cost).ok()?;
    Some((ratio, arithmetic::div(half, left).ok()?))
}

/// What was meant and what it was read as, when a ratio says so.
fn slip(
    unit: Unit,
    ratio: Decimal,
    hours: Decimal,
    tolerance: Decimal,
) -> Option<(String, String)> {
    let near = |times: Decimal| {
        let off = arithmetic::div(ratio, times).ok()?;
        let distance = off.checked_sub(Decimal::ONE)?.abs();
        (distance <= tolerance).then_some(distance)
    };
    let mut found: Vec<(Decimal, Slip)> = slips(unit, hours)
        .into_iter()
        .filter_map(|(times, slip)| Some((near(times)?, slip)))
        .collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().next().map(|(_, slip)| slip)
}

/// What is meant, and what it is read as.
type Slip = (String, String);

/// The slips a unit allows, each with how many times too much it gives.
fn slips(unit: Unit, hours: Decimal) -> Vec<(Decimal, Slip)> {
    let name = unit.name();
    let mut slips = Vec::new();
    // As many times too much as the first factor over the second.
    let mut add = |times: Decimal, over: Decimal, meant: &str, read_as: &str| {
        let times = arithmetic::div(times, over).ok();
        slips.extend(times.map(|times| (times, (meant.to_owned(), read_as.to_owned()))));
    };
    let one = Decimal::ONE;
    if let Some(stem) = name.strip_suffix("hour") {
        for month in months(hours) {
            add(one, month, name, &format!("{stem}month"));
        }
        let second = format!("{stem}second");
        add(Decimal::from(3_600), one, name, &second);
        add(one, Decimal::from(3_600), &second, name);
    }
    if let Some(stem) = name.strip_suffix("month") {
        for month in months(hours) {
            add(month, one, name, &format!("{stem}hour"));
        }
    }
    if let Some(stem) = name.strip_suffix("second") {
        add(one, Decimal::from(3_600), name, &format!("{stem}hour"));
        add(
            Decimal::ONE_THOUSAND,
            one,
            name,
            &format!("{stem}millisecond"),
        );
    }
    if let Some(rest) = name.strip_prefix("GB") {
        let size = Decimal::from(1_024);
        add(size, one, name, &format!("MB{rest}"));
        add(one, size, name, &format!("TB{rest}"));
    }
    if is_counted(unit) {
        let million = Decimal::from(1_000_000);
        let many = |number: &str| format!("{number} {}", unit.counted(false));
        let (thousands, millions) = (many("1,000"), many("1,000,000"));
        add(million, one, &millions, name);
        add(one, million, name, &millions);
        add(Decimal::ONE_THOUSAND, one, &millions, &thousands);
        add(one, Decimal::ONE_THOUSAND, &thousands, &millions);
    }
    slips
}

/// The hours of the month, and those of other conventions.
fn months(hours: Decimal) -> Vec<Decimal> {
    let mut all = vec![hours];
    for usual in [730, 720, 744] {
        let usual = Decimal::from(usual);
        if !all.contains(&usual) {
            all.push(usual);
        }
    }
    all
}

/// True for what is priced by the thousand or million.
fn is_counted(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Call
            | Unit::Event
            | Unit::Invocation
            | Unit::Message
            | Unit::Notification
            | Unit::Operation
            | Unit::Query
            | Unit::ReadRequestUnit
            | Unit::ReplicatedWriteRequestUnit
            | Unit::Request
            | Unit::RequestedMetric
            | Unit::Trace
            | Unit::Transition
            | Unit::WriteRequestUnit
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(unit: Unit, ratio: &str) -> Option<String> {
        let ratio: Decimal = ratio.parse().unwrap();
        let found = slip(unit, ratio, Decimal::from(730), ROUNDING)?;
        Some(format!("{} as {}", found.0, found.1))
    }

    /// 1 ÷ 730 = 0.00136986; 1 ÷ 3,600 = 0.000277778.
    #[test]
    fn ratios_name_the_units_they_come_from() {
        let is = |unit, ratio, text: &str| assert_eq!(read(unit, ratio).as_deref(), Some(text));
        is(Unit::GbHour, "0.00136986", "GB-hour as GB-month");
        is(Unit::GbMonth, "730", "GB-month as GB-hour");
        is(Unit::GbMonth, "744", "GB-month as GB-hour");
        is(Unit::Hour, "3600", "hour as second");
        is(Unit::VcpuHour, "0.000277778", "vCPU-second as vCPU-hour");
        is(Unit::GbSecond, "1000", "GB-second as GB-millisecond");
        is(Unit::GbSecond, "1024", "GB-second as MB-second");
        is(Unit::Gb, "1024", "GB as MB");
        is(Unit::Request, "1000000", "1,000,000 requests as request");
        is(
            Unit::Request,
            "1000",
            "1,000,000 requests as 1,000 requests",
        );
    }

    #[test]
    fn other_ratios_name_nothing() {
        for (unit, ratio) in [
            (Unit::GbHour, "2"),
            (Unit::GbHour, "700"),
            (Unit::GbMonth, "0.00136986"),
            (Unit::Request, "730"),
            (Unit::Hour, "1000"),
            (Unit::SecretMonth, "1024"),
        ] {
            assert_eq!(read(unit, ratio), None, "{unit} {ratio}");
        }
    }
}
