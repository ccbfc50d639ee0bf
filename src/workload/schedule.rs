//! Hours of the week by name: `mon-fri 8-18`.

use super::profile::WEEK;
use crate::syntax::text_setting;
use crate::units::ValueError;
use std::fmt;

/// Some of the 168 hours of a week that starts on Monday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursOfWeek {
    text: String,
    hours: Vec<bool>,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl HoursOfWeek {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "days and hours, such as `mon-fri 8-18`, `daily 7-23` or `sat,sun 10-16`; 18 is where 18:00 begins";

    /// Reads `mon-fri 8-18`.
    ///
    /// # Errors
    /// [`ValueError`] for unknown days or hours that run backwards.
    pub fn parse(text: &str) -> Result<HoursOfWeek, ValueError> {
        let refuse = |problem: String| ValueError::new(problem, Self::ACCEPTED);
        let (days, hours) = text
            .trim()
            .split_once(' ')
            .ok_or_else(|| refuse("the days or the hours are missing".to_owned()))?;
        let (from, to) = hours
            .trim()
            .split_once('-')
            .ok_or_else(|| refuse("the hours are no range".to_owned()))?;
        let hour = |text: &str| {
            let plain = text.trim().trim_end_matches(":00");
            let hour = plain.parse::<usize>().ok().filter(|hour| *hour <= 24);
            hour.ok_or_else(|| refuse(format!("`{}` is no hour of the day", text.trim())))
        };
        let (from, to) = (hour(from)?, hour(to)?);
        if from >= to {
            let problem = "the hours run backwards; write a night as two windows".to_owned();
            return Err(refuse(problem));
        }
        let mut chosen = [false; 7];
        for part in days.split(',') {
            let (first, last) = match part.trim() {
                "daily" => (0, 6),
                part => {
                    let (first, last) = part.split_once('-').unwrap_or((part, part));
                    let day = |name: &str| {
                        let name = name.trim().to_lowercase();
                        let known = DAYS.iter().position(|day| name.starts_with(day));
                        known.ok_or_else(|| refuse(format!("`{name}` is no day of the week")))
                    };
                    (day(first)?, day(last)?)
                }
            };
            // `sat-mon` runs over the end of the week.
            let days = (last + 7 - first) % 7;
            for day in first..=first + days {
                if let Some(chosen) = chosen.get_mut(day % 7) {
                    *chosen = true;
                }
            }
        }
        let is_inside = |at: usize| {
            let day = chosen.get(at / 24).copied().unwrap_or(false);
            day && (from..to).contains(&(at % 24))
        };
        Ok(HoursOfWeek {
            text: text.trim().to_owned(),
            hours: (0..WEEK).map(is_inside).collect(),
        })
    }

    /// Whether an hour of a profile that starts on Monday is one of them.
    #[must_use]
    pub fn contains(&self, hour: usize) -> bool {
        self.hours.get(hour % WEEK).copied().unwrap_or(false)
    }
}

impl fmt::Display for HoursOfWeek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

text_setting!(HoursOfWeek);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_read_by_day_and_hour() {
        let hours = |text: &str| {
            let hours = HoursOfWeek::parse(text).unwrap();
            (0..WEEK).filter(|at| hours.contains(*at)).count()
        };
        assert_eq!(hours("mon-fri 8-18"), 50);
        assert_eq!(hours("daily 0-24"), 168);
        assert_eq!(hours("sat,sun 10:00-16:00"), 12);
        assert_eq!(hours("fri-mon 9-10"), 4);
        for bad in ["mon-fri", "mon 18-8", "xyz 8-18", "mon 8-25", "mon 8"] {
            assert!(HoursOfWeek::parse(bad).is_err(), "{bad}");
        }
    }
}
