//! How much traffic, and when: what a traffic level means for one month.
//!
//! A level states requests over time and the shape they come in. The requests of the month drive what
//! is billed by the request; the hours of the profile drive capacity, which comes in whole tasks and
//! kept environments. Cost follows the mean of each hour; capacity follows its surge times the burst
//! inside the hour. A month has the hours of the profile in proportion, whatever its length.

mod measured;
mod period;
mod preset;
mod profile;
mod rates;
mod schedule;
mod shape;
mod slices;
mod times;
mod uptime;
mod users;

pub use measured::{MeasuredError, profile as measured_profile};
pub use period::Period;
pub use preset::Preset;
pub use profile::{Hour, MOST_HOURS, Profile, ProfileError, WEEK};
pub use rates::{Rate, RequestRate, Volume};
pub use schedule::HoursOfWeek;
pub use shape::{Bursty, Event, Measured, Seasonal, Shape, Weights};
pub use slices::{Lags, capacity_slices, mean_slices};
pub use times::{Gap, Occurrence, Schedule};
pub use uptime::{Granularity, Uptime};
pub use users::Users;

use crate::formula::{Conditions, Formula, Label, spread, symbol};
use crate::syntax::{Check, Fields, Reader, settings};
use crate::units::{Count, Date, Duration, Factor, Measure, Month, Percent, Size, Spread};
use rust_decimal::Decimal;
use std::sync::Arc;

settings! {
    /// What one average request is.
    pub struct RequestProfile {
        /// Time the application works on a request.
        duration: Option<Spread<Duration>> = None,
        /// Time of one vCPU a request takes, such as `100 ms`. At most the duration times the memory of
        /// the function that serves it over 1,769 MB, which is taken where it is not given.
        cpu_time: Option<Spread<Duration>> = None,
        /// Memory one worker process holds while it serves requests.
        memory: Option<Size> = None,
        /// Size of the response.
        response: Option<Spread<Size>> = None,
        /// Size of the request itself. 1 KB unless said otherwise.
        payload: Option<Spread<Size>> = None,
        /// What the application writes to its log; `cloudwatch: { logs: from requests }` takes it in.
        logs: Option<Spread<Size>> = None,
        /// Requests a client sends over one connection. 4 unless said otherwise.
        per_connection: Option<Spread<Count>> = None,
        /// How long a connection stays open. 60 s unless said otherwise.
        connection_time: Option<Spread<Duration>> = None,
        /// Share of requests a cache answers; what happens `per miss` is left for the others.
        cache_hits: Option<Spread<Percent>> = None,
        /// Share of the response bytes a CDN serves; the rest leaves from the region.
        cdn_share: Option<Spread<Percent>> = None,
    }
}

impl Check for RequestProfile {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let connection = self.per_connection.map(|requests| requests.low.amount());
        if connection.is_some_and(|requests| requests <= Decimal::ZERO) {
            let message = "a connection carries at least one request".to_owned();
            let place = fields.place("per_connection");
            reader.fault("bad-value", place, message, None);
        }
        if let (Some(cpu), Some(_)) = (self.cpu_time, fields.get("cpu_time"))
            && cpu.low.amount().is_zero()
        {
            let message = "a request takes some time of a vCPU".to_owned();
            reader.fault("bad-value", fields.place("cpu_time"), message, None);
        }
    }
}

impl RequestProfile {
    /// Nothing known about a request.
    pub const UNKNOWN: RequestProfile = RequestProfile {
        duration: None,
        cpu_time: None,
        memory: None,
        response: None,
        payload: None,
        logs: None,
        per_connection: None,
        connection_time: None,
        cache_hits: None,
        cdn_share: None,
    };

    /// The size of the request itself, and whether it is our default.
    #[must_use]
    pub fn payload_or_default(&self) -> (Spread<Size>, bool) {
        match self.payload {
            Some(payload) => (payload, false),
            None => (Spread::exact(Size::of(Decimal::from(1024))), true),
        }
    }
}

settings! {
    /// A named amount of traffic.
    pub struct TrafficLevel {
        /// Requests over time, such as `10000 per day`: all of them, whatever the shape.
        requests: RequestRate,
        /// How the requests spread over time, `diurnal` unless said otherwise. What is billed by the
        /// request does not depend on it; capacity worked out from traffic does.
        shape: Option<Shape> = None,
        /// What capacity is provisioned for over the mean, such as `3x`.
        peak: Option<Factor> = None,
        /// Traffic of the busiest minutes of an hour over the mean of the hour, such as `1.5x`.
        burst: Option<Factor> = None,
    }
}

impl Check for TrafficLevel {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let Some(peak) = self.peak else { return };
        if self.burst.is_some() {
            let message = "`peak` and `burst` are two ways to say the same".to_owned();
            let help = Some("peak = burst × the busiest hour of the shape; keep one".to_owned());
            reader.fault(
                "invalid-configuration",
                fields.place("burst"),
                message,
                help,
            );
        }
        let shape = self.shape.as_ref().unwrap_or(&Shape::DEFAULT);
        let highest = shape.profile().highest();
        if peak.amount() < highest {
            let message = format!(
                "`peak: {peak}` is below the busiest hour of `{}`, which has {}x the mean",
                shape.name(),
                crate::units::number::grouped(highest)
            );
            let help = Some("state a higher peak, or a flatter shape".to_owned());
            reader.fault("bad-value", fields.place("peak"), message, help);
        }
    }
}

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
    /// Its shape; none when not stated.
    pub shape: Option<Shape>,
    /// The hours of the shape.
    pub profile: Arc<Profile>,
    /// Provisioned over mean traffic; none when not stated.
    pub peak: Option<Factor>,
    /// Busiest minutes over the mean of their hour; none when not stated.
    pub burst: Option<Factor>,
    /// The least memory of a function that serves every request, in any architecture of the scenario:
    /// with its share of a vCPU it bounds what a request can take.
    pub function_memory: Option<Size>,
}

impl Workload {
    /// One traffic level of a scenario, as numbers for a month.
    #[must_use]
    pub fn new(
        level: &str,
        traffic: &TrafficLevel,
        request: &RequestProfile,
        month: Month,
    ) -> Workload {
        let shape = traffic.shape.as_ref().unwrap_or(&Shape::DEFAULT);
        Workload {
            level: level.to_owned(),
            month,
            as_of: None,
            request: request.clone(),
            requests: traffic.requests,
            profile: Arc::new(shape.profile()),
            shape: traffic.shape.clone(),
            peak: traffic.peak,
            burst: traffic.burst,
            function_memory: None,
        }
    }

    /// Requests in the month.
    ///
    /// # Errors
    /// When the number does not fit.
    pub fn requests_per_month(&self) -> Result<Spread<Decimal>, crate::units::ArithmeticError> {
        let formula = self.requests.per_month(self.month);
        let requests = Spread::exact(Decimal::ZERO);
        let mut month = Spread::try_from_cases(|case| {
            formula.unsettled(Conditions {
                requests,
                case,
                draws: &[],
            })
        })?;
        month.input = self.requests.amount.input;
        Ok(month)
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

    /// Requests in the hours billed, for what is metered by the hour: those of the month, unless it
    /// bills more hours than it counts days for.
    #[must_use]
    pub fn requests_in_billed_hours(&self) -> Formula {
        match self.month.is_mixed() {
            false => Formula::Requests,
            true => Formula::Requests * self.hours() / symbol(self.month.counted_hours(), "h"),
        }
    }

    /// Requests in an hour of weight one.
    #[must_use]
    pub fn hourly_requests(&self) -> Formula {
        Formula::Requests / symbol(self.month.counted_hours(), "h")
    }

    /// Requests a second in an hour of weight one.
    #[must_use]
    pub fn mean_rate(&self) -> Formula {
        Formula::Requests / symbol(self.month.counted_hours(), "h") / symbol(3_600, "s/h")
    }

    /// Requests a second to provision for in an hour of weight one: the mean times the burst.
    #[must_use]
    pub fn provisioned_rate(&self) -> Formula {
        self.mean_rate() * self.burst_formula()
    }

    /// The burst inside an hour, as a formula: `3 ÷ 1.8` where the peak was stated.
    #[must_use]
    pub fn burst_formula(&self) -> Formula {
        match (self.burst, self.peak) {
            (Some(burst), _) => symbol(burst.amount(), "burst"),
            (None, Some(peak)) => {
                symbol(peak.amount(), "peak") / symbol(self.profile.highest(), "busiest hour")
            }
            (None, None) => {
                let shape = self.shape.as_ref().unwrap_or(&Shape::DEFAULT);
                symbol(shape.usual_burst(), "burst")
            }
        }
    }

    /// The burst inside an hour as a number.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn burst_factor(&self) -> Result<Decimal, crate::units::ArithmeticError> {
        let formula = self.burst_formula();
        formula.unsettled(Conditions::at(Decimal::ZERO, crate::units::Case::Expected))
    }

    /// Requests a second at the busiest minutes of the busiest hour.
    #[must_use]
    pub fn peak_rate(&self) -> Formula {
        self.provisioned_rate() * symbol(self.profile.highest(), "busiest hour")
    }

    /// What was taken for the shape of the traffic where it is not given, as a sentence.
    #[must_use]
    pub fn shape_default(&self) -> Option<String> {
        let text = "Traffic follows the daily wave `diurnal` (`shape` not given).";
        self.shape.is_none().then(|| text.to_owned())
    }

    /// What was taken for the shape and burst of the traffic where they are not given, as sentences.
    #[must_use]
    pub fn defaults(&self) -> Vec<String> {
        let mut sentences: Vec<String> = self.shape_default().into_iter().collect();
        if self.burst.is_none() && self.peak.is_none() {
            let shape = self.shape.as_ref().unwrap_or(&Shape::DEFAULT);
            if shape.usual_burst() == Decimal::ONE {
                return sentences; // its spikes are the bursts
            }
            sentences.push(format!(
                "The busiest minutes of an hour have {} times its mean (`burst` not given).",
                shape.usual_burst()
            ));
        }
        sentences
    }

    /// Time of one vCPU a request takes in milliseconds, where it is stated or can be bounded.
    #[must_use]
    pub fn cpu_time(&self) -> Option<Formula> {
        let milliseconds =
            |time: Spread<Duration>| spread(time.map(Measure::amount), Label::Symbol("ms".into()));
        if let Some(stated) = self.request.cpu_time {
            return Some(milliseconds(stated));
        }
        let (duration, memory) = (self.request.duration?, self.function_memory?);
        let share = symbol(memory.megabytes(), "MB") / symbol(FULL_VCPU_MB, "MB/vCPU");
        Some(milliseconds(duration) * share)
    }

    /// How often the cache can't answer, as a factor on the requests.
    #[must_use]
    pub fn misses(&self) -> Option<Formula> {
        let hits = self.request.cache_hits?;
        let percent = |hits: Percent| {
            let percent = hits.amount().saturating_mul(Decimal::ONE_HUNDRED);
            percent.normalize()
        };
        let hits = spread(hits.map(percent), Label::Symbol("% hits".into()));
        Some(symbol(100, "%").above(hits) / symbol(100, "%"))
    }
}

/// Memory at which a Lambda function has one full vCPU. Source: Lambda developer guide, "Configure Lambda
/// function memory".
pub const FULL_VCPU_MB: u32 = 1_769;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Count;
    use crate::units::Measure;

    fn workload(requests: RequestRate, month: Month) -> Workload {
        let traffic = TrafficLevel {
            requests,
            shape: None,
            peak: None,
            burst: None,
        };
        Workload::new("test", &traffic, &RequestProfile::UNKNOWN, month)
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
            users: None,
        };
        assert_eq!(
            workload(monthly, Month::default()).derivation(),
            "5 requests"
        );
    }
}
