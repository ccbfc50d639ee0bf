//! How long a month is: the convention behind every monthly figure.

use super::CalendarMonth;
use super::number::{self, ValueError, grouped};
use rust_decimal::Decimal;
use std::fmt;

/// Hours and days of the month that is priced.
///
/// The default is 730 hours, AWS's own convention (8,760 ÷ 12), with the 30.4167 days that go with
/// it. Published figures use 720, 730 and 744 hours, and some count hours for 730 and requests for
/// 30 days: each can be stated, and every report prints which was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Month {
    hours: Decimal,
    /// Length for things counted per day, in hours, so that 730/24 days stays a ratio.
    counted_hours: Decimal,
    form: Form,
}

/// How the convention was written, so that it is printed the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Hours,
    Days,
    Calendar(CalendarMonth),
    Mixed,
}

const ACCEPTED: &str =
    "a month such as `730 h`, `30 days`, `2026-03`, or `{ hours: 730 h, days: 30 days }`";
const DAY: Decimal = Decimal::from_parts(24, 0, 0, false, 0);

impl Default for Month {
    fn default() -> Self {
        Month {
            hours: Decimal::from(730),
            counted_hours: Decimal::from(730),
            form: Form::Hours,
        }
    }
}

impl Month {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = ACCEPTED;

    /// Reads `730 h`, `30 days` or a calendar month such as `2026-03`.
    ///
    /// # Errors
    /// [`ValueError`] for anything else.
    pub fn parse(text: &str) -> Result<Month, ValueError> {
        let is_year = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if text
            .trim()
            .split_once('-')
            .is_some_and(|(year, _)| is_year(year))
        {
            let calendar = CalendarMonth::parse(text).map(Month::calendar);
            return calendar.map_err(|_| ValueError::new("there is no such month", ACCEPTED));
        }
        let (amount, unit) = number::split(text, ACCEPTED)?;
        match unit {
            "h" | "hours" => Month::of_hours(amount, Form::Hours),
            "d" | "days" => {
                let hours = amount.checked_mul(DAY);
                let hours = hours.ok_or_else(|| ValueError::new("the month is too long", ACCEPTED));
                Month::of_hours(hours?, Form::Days)
            }
            "" => Err(ValueError::new("the unit is missing", ACCEPTED)),
            other => Err(ValueError::new(
                format!("`{other}` is not a unit of a month"),
                ACCEPTED,
            )),
        }
    }

    /// A month that bills hours by one convention and counts days by another, as some documents do.
    #[must_use]
    pub fn mixed(hours: Month, days: Month) -> Month {
        Month {
            hours: hours.hours,
            counted_hours: days.counted_hours,
            form: Form::Mixed,
        }
    }

    /// A month of the calendar, with its real hours.
    #[must_use]
    pub fn calendar(month: CalendarMonth) -> Month {
        let hours = Decimal::from(month.days()) * DAY;
        Month {
            hours,
            counted_hours: hours,
            form: Form::Calendar(month),
        }
    }

    fn of_hours(hours: Decimal, form: Form) -> Result<Month, ValueError> {
        if hours <= Decimal::ZERO || hours > Decimal::from(8_784) {
            return Err(ValueError::new(
                "a month has more than 0 and at most 8,784 hours",
                ACCEPTED,
            ));
        }
        Ok(Month {
            hours,
            counted_hours: hours,
            form,
        })
    }

    /// The month of the calendar it is, where it is one.
    #[must_use]
    pub fn calendar_month(self) -> Option<CalendarMonth> {
        match self.form {
            Form::Calendar(month) => Some(month),
            _ => None,
        }
    }

    /// Hours billed.
    #[must_use]
    pub fn hours(self) -> Decimal {
        self.hours
    }

    /// Hours that make up the days counted; divide by 24 for days.
    #[must_use]
    pub fn counted_hours(self) -> Decimal {
        self.counted_hours
    }

    /// The month for what is metered by the hour, whatever its days: running time, capacity units.
    #[must_use]
    pub fn as_billed(self) -> Month {
        Month {
            counted_hours: self.hours,
            ..self
        }
    }

    /// Hours and days as two months, when they follow two conventions.
    #[must_use]
    pub fn parts(self) -> Option<(Month, Month)> {
        let of = |hours: Decimal| {
            // Whole days are how people state the days of a month.
            let whole = hours.checked_rem(DAY).is_some_and(|rest| rest.is_zero());
            Month {
                hours,
                counted_hours: hours,
                form: if whole { Form::Days } else { Form::Hours },
            }
        };
        let hours = Month {
            form: Form::Hours,
            ..of(self.hours)
        };
        self.is_mixed().then(|| (hours, of(self.counted_hours)))
    }

    /// True when hours and days follow two conventions.
    #[must_use]
    pub fn is_mixed(self) -> bool {
        self.form == Form::Mixed
    }

    /// A sentence for the report: `730 hours (30.4167 days)`.
    #[must_use]
    pub fn describe(self) -> String {
        let days = self.counted_hours.checked_div(DAY).unwrap_or_default();
        let days = grouped(days.round_dp(4));
        match self.form {
            Form::Mixed => format!("{} hours, but {days} days of requests", grouped(self.hours)),
            Form::Calendar(_) => format!("{self}: {} hours ({days} days)", grouped(self.hours)),
            Form::Hours | Form::Days => format!("{} hours ({days} days)", grouped(self.hours)),
        }
    }
}

/// The convention as it is written in a scenario.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Hours | Form::Mixed => write!(f, "{} h", self.hours.normalize()),
            Form::Days => {
                let days = self.hours.checked_div(DAY).unwrap_or_default();
                write!(f, "{} days", days.normalize())
            }
            Form::Calendar(month) => month.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_convention_has_its_hours() {
        let hours = |text: &str| Month::parse(text).map(|m| m.hours().to_string());
        assert_eq!(hours("730 h").as_deref(), Ok("730"));
        assert_eq!(hours("30 days").as_deref(), Ok("720"));
        assert_eq!(hours("2026-03").as_deref(), Ok("744"));
        assert_eq!(hours("2024-02").as_deref(), Ok("696"));
        assert!(hours("730").is_err());
        for wrong in ["2026-13", "2026-3", "+2026-03", "0000-01"] {
            assert!(hours(wrong).is_err(), "{wrong}");
        }
        assert!(hours("0 h").is_err());
    }

    #[test]
    fn the_convention_is_described() {
        assert_eq!(Month::default().describe(), "730 hours (30.4167 days)");
        let mixed = Month::mixed(Month::default(), Month::parse("30 days").unwrap());
        assert_eq!(mixed.describe(), "730 hours, but 30 days of requests");
    }
}
