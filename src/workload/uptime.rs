//! How long something runs, and how AWS counts it: `50 h per week`.

use super::period::{Noun, Period};
use crate::formula::{Formula, symbol};
use crate::syntax::text_setting;
use crate::units::{Duration, Measure, Month, Spread, ValueError, parse_spread, show_spread};
use rust_decimal::Decimal;
use std::fmt;

/// How long something runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Uptime {
    /// All the time.
    Always,
    /// So long in each period: `50 h per week`.
    Part {
        /// How long.
        time: Spread<Duration>,
        /// In each of which period; never [`Period::Request`].
        per: Period,
    },
}

/// How AWS counts running time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granularity {
    /// Per second, with a minimum of so many seconds each time.
    Seconds {
        /// The minimum.
        minimum: u32,
    },
    /// Every hour begun is a full hour.
    WholeHours,
}

impl Uptime {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str =
        "`always`, or a time in each period, such as `50 h per week` or `10 min per day`";

    /// Reads `always` or `50 h per week`.
    ///
    /// # Errors
    /// [`ValueError`] when there is no time or no period, or the time is longer than the period.
    pub fn parse(text: &str) -> Result<Uptime, ValueError> {
        if text.trim() == "always" {
            return Ok(Uptime::Always);
        }
        let (time, per) = Period::split(text, Self::ACCEPTED)?;
        let time = parse_spread(time).map_err(|e| e.expecting(Self::ACCEPTED))?;
        let time: Spread<Duration> = time;
        let longest = match per {
            Some(Period::Hour) => 1,
            Some(Period::Day) => 24,
            Some(Period::Week) => 168,
            // The length of the month is checked when it is known; `month` may be a year.
            Some(Period::Month) => 8_784,
            None => return Err(ValueError::new("the period is missing", Self::ACCEPTED)),
            Some(_) => return Err(ValueError::new("the period is too short", Self::ACCEPTED)),
        };
        if time.high.hours() > Decimal::from(longest) {
            return Err(ValueError::new(
                "this is longer than the period",
                Self::ACCEPTED,
            ));
        }
        let per = per.unwrap_or(Period::Month);
        Ok(Uptime::Part { time, per })
    }

    /// True when it runs longer than the month has hours.
    #[must_use]
    pub fn exceeds(&self, month: Month) -> bool {
        match self {
            Uptime::Part {
                time,
                per: Period::Month,
            } => time.high.hours() > month.hours(),
            _ => false,
        }
    }

    /// Hours billed in a month.
    #[must_use]
    pub fn hours(&self, month: Month, granularity: Granularity) -> Formula {
        let Uptime::Part { time, per } = self else {
            return symbol(month.hours(), "h");
        };
        let (amount, unit, per_hour) = match granularity {
            Granularity::WholeHours => (time.map(|t| t.hours().ceil()), "h", 1),
            Granularity::Seconds { minimum } => {
                let least = Duration::of(Decimal::from(u64::from(minimum) * 1_000));
                // What never runs is not rounded up to a minimum.
                let billed = |t: Duration| match t.amount().is_zero() {
                    true => t,
                    false => t.max(least),
                };
                readable(&time.map(billed))
            }
        };
        // A share of the time is that share of the hours billed, so that `168 h per week` is `always`.
        let each = per.over_month(amount, Noun::Measure(unit), month.as_billed());
        match per_hour {
            1 => each,
            _ => each / symbol(per_hour, time_divisor(unit)),
        }
    }
}

/// A time in the largest unit that needs no division, with how many of it make an hour.
fn readable(time: &Spread<Duration>) -> (Spread<Decimal>, &'static str, u32) {
    let whole = |divisor: i64| {
        let divisor = Decimal::from(divisor);
        let exact = |t: Duration| t.amount().checked_rem(divisor).is_some_and(|r| r.is_zero());
        exact(time.low) && exact(time.expected) && exact(time.high)
    };
    let units = [
        (3_600_000, "h", 1),
        (60_000, "min", 60),
        (1_000, "s", 3_600),
    ];
    let found = units.into_iter().find(|(divisor, ..)| whole(*divisor));
    let (divisor, unit, per_hour) = found.unwrap_or((1, "ms", 3_600_000));
    let amount = time.map(|t| {
        t.amount()
            .checked_div(Decimal::from(divisor))
            .unwrap_or_default()
    });
    (amount, unit, per_hour)
}

fn time_divisor(unit: &str) -> &'static str {
    match unit {
        "min" => "min/h",
        "s" => "s/h",
        _ => "ms/h",
    }
}

impl fmt::Display for Uptime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Uptime::Always => f.write_str("always"),
            Uptime::Part { time, per } => {
                write!(f, "{} per {}", show_spread(time), per.name())
            }
        }
    }
}

text_setting!(Uptime);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Conditions;
    use crate::units::Case;

    const MINUTE: Granularity = Granularity::Seconds { minimum: 60 };

    fn value(formula: &Formula) -> String {
        let conditions = Conditions {
            requests: Spread::exact(Decimal::ZERO),
            case: Case::Expected,
            draws: &[],
        };
        formula.value(conditions).unwrap().normalize().to_string()
    }

    #[test]
    fn running_time_is_billed_by_its_granularity() {
        let thirty = Month::parse("30 days").unwrap();
        let hours = |text: &str, granularity| {
            value(&Uptime::parse(text).unwrap().hours(thirty, granularity))
        };
        assert_eq!(hours("10 min per day", MINUTE), "5");
        assert_eq!(hours("10 min per day", Granularity::WholeHours), "30");
        assert_eq!(hours("10 s per day", MINUTE), "0.5");
        assert_eq!(hours("always", MINUTE), "720");
        let week = Uptime::parse("50 h per week").unwrap();
        let hours = week.hours(Month::default(), MINUTE);
        assert_eq!(value(&hours).get(..6), Some("217.26"));
        assert_eq!(
            hours.show(&Spread::default()),
            "50 h/week × 730 h ÷ 168 h/week"
        );
        assert!(Uptime::parse("25 h per day").is_err());
        assert!(Uptime::parse("25 h").is_err());
    }

    #[test]
    fn what_is_shown_is_read_back() {
        assert_eq!(
            Uptime::parse("50 h per week").unwrap().to_string(),
            "50 h per week"
        );
        assert_eq!(Uptime::parse("always").unwrap().to_string(), "always");
    }
}
