//! How much traffic: what a traffic level means for one month.
//!
//! Today a level is a number of requests in the month, with the profile of one request. The shape
//! over the week is read and kept; everything metered so far is proportional to the requests, so
//! its cost does not depend on the shape. An hour-by-hour curve will enter here, and reach the
//! services as further formulas over the same variable.

mod rates;
mod uptime;

pub use rates::{Period, Rate, RequestRate, Volume};
pub use uptime::{Granularity, Uptime};

use crate::formula::{Conditions, Formula, symbol};
use crate::syntax::{Check, keyword_setting, settings};
use crate::units::{Date, Duration, Factor, Month, Size, Spread};
use rust_decimal::Decimal;

settings! {
    /// What one average request is.
    pub struct RequestProfile {
        /// Time the application works on a request.
        duration: Option<Spread<Duration>> = None,
        /// Size of the response.
        response: Option<Spread<Size>> = None,
        /// Size of the request itself. 1 KB unless said otherwise.
        payload: Option<Spread<Size>> = None,
    }
}

impl Check for RequestProfile {}

impl RequestProfile {
    /// Nothing known about a request.
    pub const UNKNOWN: RequestProfile = RequestProfile {
        duration: None,
        response: None,
        payload: None,
    };

    /// The size of the request itself, and whether it is our default.
    #[must_use]
    pub fn payload_or_default(&self) -> (Spread<Size>, bool) {
        use crate::units::Measure;
        match self.payload {
            Some(payload) => (payload, false),
            None => (Spread::exact(Size::of(Decimal::from(1024))), true),
        }
    }
}

keyword_setting! {
    /// How traffic spreads over the week.
    pub enum Shape {
        /// The same in every hour.
        Flat "flat",
        /// A daily wave.
        Diurnal "diurnal",
        /// A morning and an evening peak.
        TwoPeak "two-peak",
        /// Office hours.
        Business "business",
        /// More on Saturday and Sunday.
        Weekend "weekend",
    }
}

settings! {
    /// A named amount of traffic.
    pub struct TrafficLevel {
        /// Requests over time, such as `10000 per day`.
        requests: RequestRate,
        /// How the requests spread over the week. Kept for capacity models; the charges computed
        /// today do not depend on it.
        shape: Option<Shape> = None,
        /// Provisioned over mean traffic, such as `3x`. Kept for capacity models; the warning about
        /// database connections looks at it.
        peak: Option<Factor> = None,
    }
}

impl Check for TrafficLevel {}

/// One traffic level as numbers for one month.
#[derive(Debug, Clone, PartialEq)]
pub struct Workload {
    /// The name of the traffic level.
    pub level: String,
    /// The month that is priced.
    pub month: Month,
    /// The day for whatever AWS's dates decide, such as extended support; none when not stated.
    pub as_of: Option<Date>,
    /// One average request.
    pub request: RequestProfile,
    /// The traffic, as it was stated.
    pub requests: RequestRate,
    /// Provisioned over mean traffic; none when not stated.
    pub peak: Option<Factor>,
}

impl Workload {
    /// Requests in the month.
    ///
    /// # Errors
    /// When the number does not fit.
    pub fn requests_per_month(&self) -> Result<Spread<Decimal>, crate::units::ArithmeticError> {
        let formula = self.requests.per_month(self.month);
        let none = Spread::exact(Decimal::ZERO);
        Spread::try_from_cases(|case| {
            formula.value(Conditions {
                requests: none,
                case,
            })
        })
    }

    /// How the requests of the month come about: `10,000 requests per day × 730 h ÷ 24 h per day`.
    #[must_use]
    pub fn derivation(&self) -> String {
        let none = Spread::exact(Decimal::ZERO);
        self.requests.per_month(self.month).show(&none)
    }

    /// Billed hours of the month.
    #[must_use]
    pub fn hours(&self) -> Formula {
        symbol(self.month.hours(), "h")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Count;
    use crate::units::Measure;

    fn workload(requests: RequestRate, month: Month) -> Workload {
        Workload {
            level: "test".to_owned(),
            month,
            as_of: None,
            request: RequestProfile::UNKNOWN,
            requests,
            peak: None,
        }
    }

    #[test]
    fn requests_per_day_follow_the_month() {
        let per_day = RequestRate::per_day(Decimal::from(10_000));
        let thirty = Month::parse("30 days").unwrap();
        let monthly = |month| {
            workload(per_day, month)
                .requests_per_month()
                .unwrap()
                .expected
        };
        assert_eq!(monthly(thirty), Decimal::from(300_000));
        assert_eq!(
            monthly(Month::default()).round_dp(4),
            Decimal::new(3_041_666_667, 4)
        );
        assert_eq!(
            monthly(Month::mixed(Month::default(), thirty)),
            Decimal::from(300_000)
        );
    }

    #[test]
    fn the_derivation_is_a_calculation_the_reader_can_follow() {
        let per_day = RequestRate::per_day(Decimal::from(10_000));
        assert_eq!(
            workload(per_day, Month::default()).derivation(),
            "10,000 requests/day × 730 h ÷ 24 h/day"
        );
        let monthly = RequestRate {
            amount: Spread::exact(Count::of(Decimal::from(5))),
            per: Period::Month,
        };
        assert_eq!(
            workload(monthly, Month::default()).derivation(),
            "5 requests"
        );
    }
}
