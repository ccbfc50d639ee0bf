//! Months of the calendar, for what is projected over years.

use super::date::Date;
use super::number::ValueError;
use std::fmt;

const ACCEPTED: &str = "a month of the calendar, such as `2027-01`";

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarMonth {
    year: i16,
    month: i8,
}

impl CalendarMonth {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = ACCEPTED;

    /// Reads `2027-01`.
    ///
    /// # Errors
    /// [`ValueError`] for anything else.
    pub fn parse(text: &str) -> Result<CalendarMonth, ValueError> {
        let wrong = || ValueError::new("this is not a month of the calendar", ACCEPTED);
        let text = text.trim();
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(wrong());
        }
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year) || !digits(month) {
            return Err(wrong());
        }
        let (year, month) = (year.parse(), month.parse());
        match (year, month) {
            (Ok(year @ 2000..=2199), Ok(month @ 1..=12)) => Ok(CalendarMonth { year, month }),
            _ => Err(wrong()),
        }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month of the year, from 1.
    #[must_use]
    pub fn month(self) -> i8 {
        self.month
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date::first_of(self.year, self.month)
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> i8 {
        self.first_day().days_in_month()
    }

    /// The month so many months later.
    #[must_use]
    pub fn plus(self, months: u32) -> CalendarMonth {
        let index = self
            .index()
            .saturating_add(i32::try_from(months).unwrap_or(i32::MAX));
        // Far beyond any projection; a year of five digits is no calendar month any more.
        let index = index.min(9999 * 12 + 11);
        CalendarMonth {
            year: i16::try_from(index / 12).unwrap_or(i16::MAX),
            month: i8::try_from(index % 12 + 1).unwrap_or(1),
        }
    }

    /// How many months lie between; negative when `earlier` is later.
    #[must_use]
    pub fn months_since(self, earlier: CalendarMonth) -> i32 {
        self.index() - earlier.index()
    }

    fn index(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month) - 1
    }
}

impl fmt::Display for CalendarMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_over_years() {
        let start = CalendarMonth::parse("2026-11").unwrap();
        assert_eq!(start.plus(0), start);
        assert_eq!(start.plus(1).to_string(), "2026-12");
        assert_eq!(start.plus(2).to_string(), "2027-01");
        assert_eq!(start.plus(36).to_string(), "2029-11");
        assert_eq!(start.plus(14).months_since(start), 14);
        assert_eq!(start.months_since(start.plus(3)), -3);
        for text in [
            "2026-13",
            "2026-00",
            "26-01",
            "2026-1",
            "2026-01-01",
            "",
            "+026-01",
        ] {
            assert!(CalendarMonth::parse(text).is_err(), "{text}");
        }
    }
}
