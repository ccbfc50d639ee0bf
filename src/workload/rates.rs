//! Things that happen over time: `10000 per day`, `2 per request`, `10 GB`.

use super::users::Users;
use crate::formula::{Formula, Label, count, spread, symbol};
use crate::syntax::text_setting;
use crate::units::{
    Count, Measure, Month, Size, Spread, ValueError, counted_noun, parse_spread, plural,
    show_spread,
};
use rust_decimal::Decimal;
use std::fmt;

/// What a rate is counted over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Each request.
    Request,
    /// Each request the cache can't answer.
    Miss,
    /// Each second.
    Second,
    /// Each minute.
    Minute,
    /// Each hour.
    Hour,
    /// Each day.
    Day,
    /// Each week.
    Week,
    /// The month that is priced.
    Month,
}

const PERIODS: &[(Period, &str)] = &[
    (Period::Request, "request"),
    (Period::Miss, "miss"),
    (Period::Second, "second"),
    (Period::Minute, "minute"),
    (Period::Hour, "hour"),
    (Period::Day, "day"),
    (Period::Week, "week"),
    (Period::Month, "month"),
];

impl Period {
    pub(super) fn name(self) -> &'static str {
        PERIODS
            .iter()
            .find(|(p, _)| *p == self)
            .map_or("", |(_, name)| name)
    }

    fn named(word: &str) -> Option<Period> {
        let word = word.trim().to_lowercase();
        let is_named = |name: &str| word == name || word == plural(name);
        let known = PERIODS.iter().find(|(_, name)| is_named(name));
        known.map(|(period, _)| *period)
    }

    /// Reads `… per day` or `…/day`; returns the text before it and the period.
    pub(super) fn split<'t>(
        text: &'t str,
        accepted: &str,
    ) -> Result<(&'t str, Option<Period>), ValueError> {
        let (amount, period) = match text.rsplit_once(" per ") {
            Some(parts) => parts,
            // `1000/day` is understood too, but `MB/s` is a unit.
            None => match text.rsplit_once('/') {
                Some((amount, period)) if Period::named(period).is_some() => (amount, period),
                _ => return Ok((text, None)),
            },
        };
        match Period::named(period) {
            Some(period) => Ok((amount, Some(period))),
            None => {
                let known: Vec<&str> = PERIODS.iter().map(|(_, name)| *name).collect();
                let (period, known) = (period.trim(), known.join(", "));
                let problem = format!("`{period}` is none of the periods {known}");
                Err(ValueError::new(problem, accepted))
            }
        }
    }

    /// `amount` every period, over the month. The amount carries the period in its label.
    pub(super) fn over_month(self, amount: Spread<Decimal>, noun: Noun, month: Month) -> Formula {
        let labelled = |per: &str| {
            let label = match noun {
                Noun::Thing(word) => {
                    let one = amount.is_exact() && amount.expected == Decimal::ONE;
                    format!("{}/{per}", counted_noun(word, one))
                }
                Noun::Measure(unit) => format!("{unit}/{per}"),
            };
            spread(amount, Label::Symbol(label.into()))
        };
        let hours = || symbol(month.counted_hours(), "h");
        match (self, noun) {
            (Period::Request | Period::Miss, _)
                if amount.is_exact() && amount.expected == Decimal::ONE =>
            {
                Formula::Requests
            }
            (Period::Request | Period::Miss, Noun::Thing(what) | Noun::Measure(what)) => {
                Formula::Requests * spread(amount, Label::Symbol(what.into()))
            }
            (Period::Second, _) => labelled("s") * symbol(3_600, "s/h") * hours(),
            (Period::Minute, _) => labelled("min") * symbol(60, "min/h") * hours(),
            (Period::Hour, _) => labelled("h") * hours(),
            (Period::Day, _) => labelled("day") * hours() / symbol(24, "h/day"),
            (Period::Week, _) => labelled("week") * hours() / symbol(168, "h/week"),
            (Period::Month, Noun::Thing(word)) => spread(amount, Label::Word(word.into())),
            (Period::Month, Noun::Measure(unit)) => spread(amount, Label::Symbol(unit.into())),
        }
    }
}

/// What a rate counts: things, which have a plural, or a measure, which has none.
#[derive(Debug, Clone, Copy)]
pub(super) enum Noun {
    Thing(&'static str),
    Measure(&'static str),
}

/// Requests over time: the traffic of a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RequestRate {
    /// How many.
    pub amount: Spread<Count>,
    /// Over which period; never [`Period::Request`].
    pub per: Period,
    /// The users they come from, when it was stated so.
    pub users: Option<Users>,
}

impl RequestRate {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "requests over time, such as `10000 per day`, `3M per month`, `5 per second` or `5000 users × 20 per day`";

    /// A number of requests per day.
    #[must_use]
    pub fn per_day(requests: Decimal) -> RequestRate {
        RequestRate {
            amount: Spread::exact(Count::of(requests)),
            per: Period::Day,
            users: None,
        }
    }

    /// Reads `10000 per day` or `5000 users × 20 per day`.
    ///
    /// # Errors
    /// [`ValueError`] when there is no number or no period.
    pub fn parse(text: &str) -> Result<RequestRate, ValueError> {
        match Period::split(text, Self::ACCEPTED)? {
            (_, None) => Err(ValueError::new("the period is missing", Self::ACCEPTED)),
            (_, Some(Period::Request | Period::Miss)) => Err(ValueError::new(
                "traffic is counted over time",
                Self::ACCEPTED,
            )),
            (amount, Some(per)) => {
                let (amount, users) = Users::split(amount)?;
                Ok(RequestRate { amount, per, users })
            }
        }
    }

    /// The requests of a month.
    #[must_use]
    pub fn per_month(&self, month: Month) -> Formula {
        let over_month = |amount: Spread<Count>| {
            let amount = amount.map(Measure::amount);
            self.per.over_month(amount, Noun::Thing("request"), month)
        };
        match self.users {
            Some(users) => count(users.count.amount(), "user") * over_month(users.each),
            None => over_month(self.amount),
        }
    }
}

impl fmt::Display for RequestRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(users) = &self.users {
            let each = show_spread(&users.each);
            return write!(f, "{} users × {each} per {}", users.count, self.per.name());
        }
        write!(f, "{} per {}", show_spread(&self.amount), self.per.name())
    }
}

/// Events of a component: with each request, or over time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// How many.
    pub amount: Spread<Count>,
    /// With each request, or over which period.
    pub per: Period,
}

impl Rate {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "how often, such as `2 per request` or `300000 per month`";

    /// Once with every request.
    pub const EVERY_REQUEST: fn() -> Rate = || Rate {
        amount: Spread::exact(Count::of(Decimal::ONE)),
        per: Period::Request,
    };

    /// Reads `2 per request`.
    ///
    /// # Errors
    /// [`ValueError`] when there is no number or no period.
    pub fn parse(text: &str) -> Result<Rate, ValueError> {
        match Period::split(text, Self::ACCEPTED)? {
            (_, None) => Err(ValueError::new("the period is missing", Self::ACCEPTED)),
            (amount, Some(per)) => Ok(Rate {
                amount: parse_spread(amount).map_err(|e| e.expecting(Self::ACCEPTED))?,
                per,
            }),
        }
    }

    /// The events of a month.
    #[must_use]
    pub fn per_month(&self, what: &'static str, month: Month) -> Formula {
        self.per
            .over_month(self.amount.map(Measure::amount), Noun::Thing(what), month)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} per {}", show_spread(&self.amount), self.per.name())
    }
}

/// An amount of data: in the month, over another period, or with each request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Volume {
    /// How much.
    pub size: Spread<Size>,
    /// Over which period; the month when none is given.
    pub per: Period,
}

impl Volume {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str =
        "an amount of data, such as `10 GB` (a month), `1 KB per request` or `2 GB per day`";

    /// Reads `10 GB` or `1 KB per request`.
    ///
    /// # Errors
    /// [`ValueError`] when there is no size.
    pub fn parse(text: &str) -> Result<Volume, ValueError> {
        let (size, per) = Period::split(text, Self::ACCEPTED)?;
        Ok(Volume {
            size: parse_spread(size).map_err(|e| e.expecting(Self::ACCEPTED))?,
            per: per.unwrap_or(Period::Month),
        })
    }

    /// Gigabytes in a month.
    #[must_use]
    pub fn gigabytes(&self, month: Month) -> Formula {
        match self.per {
            Period::Request | Period::Miss => Formula::Requests * gigabytes(&self.size),
            Period::Month => gigabytes(&self.size),
            per => per.over_month(self.size.map(Size::gigabytes), Noun::Measure("GB"), month),
        }
    }
}

impl RequestRate {
    /// Whole requests over the period.
    fn step(&self) -> Decimal {
        Decimal::ONE
    }
}

impl Rate {
    /// Whole events over a period; thousandths of one as an average of many requests.
    fn step(&self) -> Decimal {
        match self.per {
            Period::Request | Period::Miss => Decimal::from_parts(1, 0, 0, false, 3),
            _ => Decimal::ONE,
        }
    }
}

impl Volume {
    /// Whole bytes.
    fn step(&self) -> Decimal {
        Decimal::ONE
    }
}

/// Sizes below a hundredth of a gigabyte are shown in kilobytes, so that a formula can be read.
fn gigabytes(size: &Spread<Size>) -> Formula {
    let hundredth = Decimal::new(1, 2);
    if size.high.gigabytes() >= hundredth || size.high.amount().is_zero() {
        return spread(size.map(Size::gigabytes), Label::Symbol("GB".into()));
    }
    spread(size.map(Size::kilobytes), Label::Symbol("KB".into())) / symbol(1_048_576, "KB/GB")
}

impl fmt::Display for Volume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&show_spread(&self.size))?;
        match self.per {
            Period::Month => Ok(()),
            per => write!(f, " per {}", per.name()),
        }
    }
}

text_setting!(RequestRate => amount, Rate => amount, Volume => size);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Conditions;
    use crate::units::Case;

    fn value(formula: &Formula) -> String {
        let conditions = Conditions {
            requests: Spread::exact(Decimal::from(1_000_000)),
            case: Case::Expected,
            draws: &[],
        };
        formula.value(conditions).unwrap().normalize().to_string()
    }

    #[test]
    fn volumes_are_read_per_request_or_per_period() {
        let gigabytes = |text: &str| {
            let volume = Volume::parse(text).unwrap();
            value(&volume.gigabytes(Month::parse("30 days").unwrap()))
        };
        assert_eq!(gigabytes("10 GB"), "10");
        assert_eq!(gigabytes("2 GB per day"), "60");
        assert_eq!(gigabytes("1 MB per request"), "976.5625");
        let small = Volume::parse("1 KB per request").unwrap();
        assert_eq!(
            small
                .gigabytes(Month::default())
                .show(&Spread::exact(Decimal::from(5))),
            "5 requests × 1 KB ÷ 1,048,576 KB/GB"
        );
    }

    #[test]
    fn what_is_shown_is_read_back() {
        let users = RequestRate::parse("5000 users × 20 per day").unwrap();
        assert_eq!(users.amount, Spread::exact(Count::of(100_000.into())));
        assert!(RequestRate::parse("5000 users per day").is_err());
        for text in [
            "10,000 per day",
            "100..200 per second",
            "5,000 users × 20..30 per day",
        ] {
            assert_eq!(RequestRate::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Rate::parse("2 per miss").unwrap().per, Period::Miss);
        assert_eq!(Rate::parse("2 per days").unwrap().per, Period::Day);
        for text in ["10 GB", "1 KB per request"] {
            assert_eq!(Volume::parse(text).unwrap().to_string(), text);
        }
        assert!(RequestRate::parse("10000").is_err());
        assert!(RequestRate::parse("1 per request").is_err());
        assert!(RequestRate::parse("-5 per day").is_err());
    }
}
