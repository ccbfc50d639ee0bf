//! How the months to come differ: growth, seasons, events, and what lapses.

use super::check_reference;
use crate::syntax::{Check, Fields, Kind, Node, Reader, Setting, settings, text_of, text_setting};
use crate::units::{CalendarMonth, Count, Measure, ValueError, number};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::fmt;

settings! {
    /// The months to come, for `breakeven project`.
    pub struct Projection {
        /// The first month, such as `2027-01`; needed by everything that has a date.
        start: Option<CalendarMonth> = None,
        /// The traffic level of an ordinary month; the only one unless there are several.
        traffic: Option<String> = None,
        /// How the requests grow: compounding every month, or in a step every twelve.
        growth: Option<Growth> = None,
        /// Twelve factors on the requests of ordinary months, January first.
        season: Option<Season> = None,
        /// Months with another traffic level.
        events: Vec<Event> = Vec::new(),
        /// When the account was opened, for free tiers and credits that end; the first month unless
        /// given.
        account_opened: Option<CalendarMonth> = None,
        /// True to bill each month by its real length instead of the month of the scenario.
        calendar: bool = false,
    }
}

impl Projection {
    /// Every month like the first.
    pub const ORDINARY: Projection = Projection {
        start: None,
        traffic: None,
        growth: None,
        season: None,
        events: Vec::new(),
        account_opened: None,
        calendar: false,
    };
}

impl Check for Projection {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        check_reference(self.traffic.as_deref(), "traffic", fields, reader);
    }
}

settings! {
    /// Months in which traffic is different.
    pub struct Event {
        /// The traffic level of these months.
        traffic: String,
        /// The months: `2027-11`, or `11` for every November.
        months: Vec<EventMonth>,
    }
}

impl Check for Event {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        check_reference(Some(&self.traffic), "traffic", fields, reader);
        if self.months.is_empty() {
            let message = "the event has no months".to_owned();
            reader.fault("missing-value", fields.place("months"), message, None);
        }
    }
}

/// A month of one year, or of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventMonth {
    /// Once.
    Once(CalendarMonth),
    /// Every year, counted from 1.
    Yearly(i8),
}

impl EventMonth {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "a month such as `2027-11`, or `11` for every November";

    /// Reads `2027-11` or `11`.
    ///
    /// # Errors
    /// [`ValueError`] for anything else.
    pub fn parse(text: &str) -> Result<EventMonth, ValueError> {
        match text.trim().parse::<i8>() {
            Ok(month @ 1..=12) => Ok(EventMonth::Yearly(month)),
            _ => CalendarMonth::parse(text)
                .map(EventMonth::Once)
                .map_err(|_| ValueError::new("this is not a month", Self::ACCEPTED)),
        }
    }

    /// True when a month is the one, or one of them.
    #[must_use]
    pub fn is(self, month: CalendarMonth) -> bool {
        match self {
            EventMonth::Once(once) => once == month,
            EventMonth::Yearly(number) => number == month.month(),
        }
    }
}

impl fmt::Display for EventMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EventMonth::Once(month) => write!(f, "{month}"),
            EventMonth::Yearly(month) => write!(f, "{month}"),
        }
    }
}

/// Growth of the requests: compounding every month, or a step every twelve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Growth {
    /// Every month.
    Monthly(Rate),
    /// Every twelfth.
    Yearly(Rate),
}

/// By how much requests grow, as a fraction; negative when they shrink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate(Decimal);

impl Rate {
    fn parse(text: &str) -> Result<Rate, ValueError> {
        let text = text.trim();
        let (shrinks, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (amount, unit) = number::split(digits, Growth::ACCEPTED)?;
        if unit != "%" {
            return Err(ValueError::new(
                "the percent sign is missing",
                Growth::ACCEPTED,
            ));
        }
        let most = if shrinks { 100 } else { 1_000 };
        if amount > Decimal::from(most) {
            let problem = "growth is between -100 % and 1,000 %";
            return Err(ValueError::new(problem, Growth::ACCEPTED));
        }
        let fraction = amount.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
        Ok(Rate(if shrinks { -fraction } else { fraction }.normalize()))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.0.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
        write!(f, "{}%", percent.normalize())
    }
}

impl Growth {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str =
        "growth such as `3% per month`, compounding, or `20% per year`, a step every twelve months";

    /// Reads `3% per month`.
    ///
    /// # Errors
    /// [`ValueError`] for anything else.
    pub fn parse(text: &str) -> Result<Growth, ValueError> {
        let (rate, per) = text.split_once(" per ").ok_or_else(|| {
            ValueError::new("there is no ` per month` or ` per year`", Self::ACCEPTED)
        })?;
        let rate = Rate::parse(rate)?;
        match per.trim() {
            "month" => Ok(Growth::Monthly(rate)),
            "year" => Ok(Growth::Yearly(rate)),
            _ => Err(ValueError::new(
                "growth is per month or per year",
                Self::ACCEPTED,
            )),
        }
    }

    /// What one step multiplies by, and after how many months the next step comes.
    #[must_use]
    pub fn step(self) -> (Decimal, u32) {
        let (rate, months) = match self {
            Growth::Monthly(rate) => (rate, 1),
            Growth::Yearly(rate) => (rate, 12),
        };
        // Bounded when it was read.
        (Decimal::ONE.saturating_add(rate.0), months)
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Growth::Monthly(rate) => write!(f, "{rate} per month"),
            Growth::Yearly(rate) => write!(f, "{rate} per year"),
        }
    }
}

text_setting!(CalendarMonth, EventMonth, Growth);

/// Factors on the requests, by month of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season(pub Vec<Decimal>);

impl Season {
    /// The factor of a month.
    #[must_use]
    pub fn factor(&self, month: CalendarMonth) -> Decimal {
        let at = usize::try_from(month.month() - 1).unwrap_or_default();
        self.0.get(at).copied().unwrap_or(Decimal::ONE)
    }
}

impl Setting for Season {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        const ACCEPTED: &str = "twelve factors, January first: `[1, 1, 1.2, …]`";
        let items = match &node.kind {
            Kind::Sequence(items) if items.len() == 12 => items,
            _ => {
                reader.bad_value(
                    node,
                    &ValueError::new("these are not twelve factors", ACCEPTED),
                );
                return None;
            }
        };
        let factor = |item: &Node, reader: &mut Reader| {
            let text = text_of(item, Count::ACCEPTED, reader)?;
            Count::parse(text)
                .map_err(|error| reader.bad_value(item, &error))
                .ok()
                .map(Measure::amount)
        };
        let factors: Vec<Option<Decimal>> = items.iter().map(|item| factor(item, reader)).collect();
        factors.into_iter().collect::<Option<Vec<_>>>().map(Season)
    }

    fn write(&self) -> Node {
        Node::sequence(self.0.iter().map(|factor| Count::of(*factor).write()))
    }

    fn schema() -> Value {
        json!({
            "type": "array", "minItems": 12, "maxItems": 12, "items": Count::schema(),
        })
    }
}
