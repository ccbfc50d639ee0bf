//! A day of the calendar, as an input: nothing here reads a clock.

use super::number::ValueError;
use std::fmt;

/// A day, such as 2026-11-21.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "a day such as `2026-11-21`";

    /// Reads `2026-11-21`.
    ///
    /// # Errors
    /// [`ValueError`] when the text is not year, month and day, or there is no such day.
    pub fn parse(text: &str) -> Result<Date, ValueError> {
        let refused = |problem: &str| ValueError::new(problem, Self::ACCEPTED);
        let text = text.trim();
        // The calendar library reads `20261121` and times of day too, which nobody means here.
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return Err(refused("this is not year, month and day"));
        }
        text.parse()
            .map(Date)
            .map_err(|_| refused("there is no such day"))
    }

    /// The first day of a month from 1 to 12.
    pub(super) fn first_of(year: i16, month: i8) -> Date {
        let day = jiff::civil::Date::new(year, month, 1);
        Date(day.unwrap_or(jiff::civil::Date::MAX))
    }

    /// How many days its month has.
    pub(super) fn days_in_month(self) -> i8 {
        self.0.days_in_month()
    }

    /// How many days lie between; negative when `earlier` is later.
    #[must_use]
    pub fn days_since(self, earlier: Date) -> i64 {
        let span = earlier.0.until(self.0);
        span.map_or(i64::MAX, |span| i64::from(span.get_days()))
    }

    /// The same day of the next year; 28 February for 29 February.
    #[must_use]
    pub fn a_year_later(self) -> Date {
        let later = self.0.checked_add(jiff::Span::new().years(1));
        // The calendar ends with the year 9999.
        Date(later.unwrap_or(jiff::civil::Date::MAX))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_strictly_and_shown_as_read() {
        assert_eq!(
            Date::parse(" 2026-11-21 ").unwrap().to_string(),
            "2026-11-21"
        );
        for text in [
            "2026-11",
            "20261121",
            "2026-02-29",
            "2026-11-21T10:00",
            "21.11.2026",
            "2026-13-01",
            "",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let day = |text: &str| Date::parse(text).unwrap();
        let days = |to: &str, from: &str| day(to).days_since(day(from));
        assert_eq!(days("2026-11-21", "2026-11-21"), 0);
        assert_eq!(days("2026-11-21", "2026-10-01"), 30 + 21);
        assert_eq!(days("2028-03-01", "2028-02-01"), 29);
        assert_eq!(days("2027-01-01", "2028-01-01"), -365);
    }

    #[test]
    fn a_year_later_is_a_day_of_the_calendar() {
        let later = |text: &str| Date::parse(text).unwrap().a_year_later().to_string();
        assert_eq!(later("2026-11-21"), "2027-11-21");
        assert_eq!(later("2028-02-29"), "2029-02-28");
        assert_eq!(later("9999-06-01"), "9999-12-31");
    }
}
