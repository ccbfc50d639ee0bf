//! A calendar day.

use super::number::ValueError;
use jiff::civil::Date;
use std::fmt;

const ACCEPTED: &str = "a day such as `2026-11-21`";

/// A calendar day, always given, never read from a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = ACCEPTED;

    /// Reads `2026-11-21`.
    ///
    /// # Errors
    /// [`ValueError`] for anything else.
    pub fn parse(text: &str) -> Result<Day, ValueError> {
        let text = text.trim();
        // The library takes other spellings too (`20261121`), which no one means here.
        let plain = text.len() == 10 && text.bytes().filter(|b| *b == b'-').count() == 2;
        match text.parse::<Date>() {
            Ok(date) if plain => Ok(Day(date)),
            _ => Err(ValueError::new("this is not a day", ACCEPTED)),
        }
    }

    /// The date.
    #[must_use]
    pub fn date(self) -> Date {
        self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_days_are_read() {
        assert_eq!(
            Day::parse("2026-11-21").map(|day| day.to_string()),
            Ok("2026-11-21".to_owned())
        );
        for text in [
            "2026-11",
            "20261121",
            "2026-02-30",
            "21.11.2026",
            "",
            "2026-11-21T00:00",
        ] {
            assert!(Day::parse(text).is_err(), "{text}");
        }
        assert!(Day::parse("2026-02-01").unwrap() < Day::parse("2026-02-28").unwrap());
    }
}
