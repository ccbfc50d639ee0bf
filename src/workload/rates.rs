//! Things that happen over time: `10000 per day`, `2 per request`, `10 GB`.

use super::period::{Noun, Period, without_thing};
use super::users::Users;
use crate::formula::{Conditions, Formula, Label, count, spread, symbol};
use crate::syntax::text_setting;
use crate::units::{
    ArithmeticError, Count, Measure, Month, Size, Spread, ValueError, parse_spread, show_spread,
};
use rust_decimal::Decimal;
use std::fmt;

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
    pub const ACCEPTED: &'static str = "requests over time, such as `10000 per day`, `3M per month`, `5/s`, `50 rps` or `5000 users × 20 per day`";

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
                let (amount, users) = Users::split(without_thing(amount))?;
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

impl RequestRate {
    /// Requests a day on average, for what is stated over another period.
    ///
    /// # Errors
    /// When the number does not fit.
    pub fn in_a_day(&self, month: Month) -> Result<Spread<Decimal>, ArithmeticError> {
        let hours = symbol(month.counted_hours(), "h");
        let day = self.per_month(month) * symbol(24, "h/day") / hours;
        Spread::try_from_cases(|case| day.value(Conditions::at(Decimal::ZERO, case)))
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
                amount: parse_spread(without_thing(amount))
                    .map_err(|e| e.expecting(Self::ACCEPTED))?,
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
    fn rates_are_read_as_people_write_them() {
        for (text, plain) in [
            ("50 rps", "50 per second"),
            ("50/s", "50 per second"),
            ("50 req/s", "50 per second"),
            ("1200 qps", "1,200 per second"),
            ("60 rpm", "60 per minute"),
            ("5/min", "5 per minute"),
            ("10 per hr", "10 per hour"),
            ("1M/mo", "1,000,000 per month"),
            ("1.5M/month", "1,500,000 per month"),
            ("1 million per month", "1,000,000 per month"),
            ("1.5 million requests per month", "1,500,000 per month"),
            ("2 billion/mo", "2,000,000,000 per month"),
            ("20 thousand per day", "20,000 per day"),
            ("50K per day", "50,000 per day"),
            ("1M requests per month", "1,000,000 per month"),
            ("100..200 rps", "100..200 per second"),
            ("5000 users × 20 requests/day", "5,000 users × 20 per day"),
        ] {
            assert_eq!(
                RequestRate::parse(text).unwrap().to_string(),
                plain,
                "{text}"
            );
        }
        for (text, plain) in [
            ("2 calls per request", "2 per request"),
            ("3 messages/s", "3 per second"),
            ("1 million/mo", "1,000,000 per month"),
            ("50 tps", "50 per second"),
        ] {
            assert_eq!(Rate::parse(text).unwrap().to_string(), plain, "{text}");
        }
        assert_eq!(Volume::parse("2 GB/h").unwrap().per, Period::Hour);
        for bad in [
            "50 bps",
            "rps",
            "1m/mo",
            "5 apples per day",
            "5/fortnight",
            "1 millions per day",
        ] {
            assert!(RequestRate::parse(bad).is_err(), "{bad}");
        }
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
