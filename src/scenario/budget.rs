//! Budgets: limits on what architectures cost, on how they grow, and on what their figures rest on.
//!
//! They are written in a scenario or, for many scenarios, in a policy file of their own. Here they are
//! read; [`crate::budget`] judges them.

use super::{RequestsPerDay, check_reference};
use crate::syntax::{
    Check, Fields, Kind, Node, Reader, Tags, keyword_setting, settings, text_setting,
};
use crate::units::{Case, Dollars, Percent, ValueError, number};
use crate::warning::WarningCode;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::fmt;

settings! {
    /// A limit on estimates: what they cost, how they grow, what they rest on. At least one limit is
    /// stated; each is judged on its own.
    pub struct Budget {
        /// Name of the budget.
        name: String,
        /// The scenarios it is for, by their name: `Checkout`, or `shop-*` with `*` for any text and `?`
        /// for any character; all unless given.
        scenario: Option<String> = None,
        /// The tags a scenario must have for the budget to be about it.
        tags: Tags = Tags::NONE,
        /// The architecture it is for; all unless given.
        architecture: Option<String> = None,
        /// The traffic level it is for; all unless given.
        traffic: Option<String> = None,
        /// The service it is for, such as `fargate`; all together unless given.
        service: Option<String> = None,
        /// The component it is for; all together unless given.
        component: Option<String> = None,
        /// The most a month may cost.
        monthly: Option<Dollars> = None,
        /// The most a year may cost: twelve such months.
        yearly: Option<Dollars> = None,
        /// The most a month may cost for each of its requests.
        per_request: Option<Dollars> = None,
        /// The most a month may cost for each user; for traffic stated as users.
        per_user: Option<Dollars> = None,
        /// The most a month may cost more than in the baseline.
        growth: Option<GrowthLimit> = None,
        /// The architecture that must be the cheapest.
        cheapest: Option<String> = None,
        /// Where the cheapest of two architectures may change along the traffic.
        break_even: Option<BreakEvenLimit> = None,
        /// The age of the oldest price, in days. A price dated by a month counts from its first day.
        price_age: Option<Days> = None,
        /// `none`: a price that is missing fails the budget.
        unknown_prices: Option<UnknownPrices> = None,
        /// Codes of warnings there must not be.
        warnings: Vec<WarningCode> = Vec::new(),
        /// Share of a limit from which to warn.
        warn_at: Option<Percent> = None,
        /// Which case of a range is judged.
        judge: Judge = Judge::Expected,
    }
}

settings! {
    /// How much a month may cost more than in the baseline.
    pub struct GrowthLimit {
        /// In money.
        monthly: Option<Dollars> = None,
        /// As a share of what the baseline costs.
        percent: Option<Increase> = None,
    }
}

settings! {
    /// Where the cheapest of two architectures may change along the traffic.
    pub struct BreakEvenLimit {
        /// The two architectures.
        between: Vec<String>,
        /// The fewest requests a day at which the cheapest may change.
        above: Option<RequestsPerDay> = None,
        /// The most requests a day at which it must have changed.
        below: Option<RequestsPerDay> = None,
    }
}

keyword_setting! {
    /// Which case of a range a budget judges.
    pub enum Judge {
        /// The case with the lowest total.
        Low "low",
        /// What is taken as most likely: the middle of a range unless it says otherwise.
        Expected "expected",
        /// The case with the highest total.
        High "high",
    }
}

keyword_setting! {
    /// Which prices may be missing.
    pub enum UnknownPrices {
        /// None.
        None "none",
    }
}

impl Judge {
    /// The case.
    #[must_use]
    pub fn case(self) -> Case {
        match self {
            Judge::Low => Case::Low,
            Judge::Expected => Case::Expected,
            Judge::High => Case::High,
        }
    }
}

impl Budget {
    /// The keys of which at least one is stated.
    pub const LIMITS: [&'static str; 10] = [
        "monthly",
        "yearly",
        "per_request",
        "per_user",
        "growth",
        "cheapest",
        "break_even",
        "price_age",
        "unknown_prices",
        "warnings",
    ];

    /// True when it states an amount of money, which is in dollars.
    #[must_use]
    pub fn has_money(&self) -> bool {
        let growth = self.growth.as_ref().and_then(|growth| growth.monthly);
        let amounts = [self.monthly, self.yearly, self.per_request, self.per_user];
        growth.is_some() || amounts.iter().any(Option::is_some)
    }

    /// True when part of a limit can be reached, so that `warn_at` means something.
    fn is_gradual(&self) -> bool {
        self.has_money() || self.growth.is_some() || self.price_age.is_some()
    }

    fn states(&self, key: &str) -> bool {
        match key {
            "monthly" => self.monthly.is_some(),
            "yearly" => self.yearly.is_some(),
            "per_request" => self.per_request.is_some(),
            "per_user" => self.per_user.is_some(),
            "growth" => self.growth.is_some(),
            "cheapest" => self.cheapest.is_some(),
            "break_even" => self.break_even.is_some(),
            "price_age" => self.price_age.is_some(),
            "unknown_prices" => self.unknown_prices.is_some(),
            _ => !self.warnings.is_empty(),
        }
    }
}

/// What narrows no limit of a kind: the keys that narrow, and the limits they say nothing about.
const NARROWS_NOT: [(&str, &[&str]); 5] = [
    ("architecture", &["cheapest", "break_even"]),
    ("traffic", &["unknown_prices"]),
    (
        "service",
        &["cheapest", "break_even", "unknown_prices", "warnings"],
    ),
    (
        "component",
        &["cheapest", "break_even", "unknown_prices", "warnings"],
    ),
    ("judge", &["break_even"]),
];

impl Check for Budget {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if !Budget::LIMITS.iter().any(|key| self.states(key)) {
            let message = format!("the budget `{}` limits nothing", self.name);
            let help = format!("state one of {}", Budget::LIMITS.join(", "));
            reader.fault("missing-key", fields.span, message, Some(help));
        }
        if self.warn_at.is_some() && !self.is_gradual() {
            let message = "`warn_at` is a share of an amount, and there is none".to_owned();
            let help = "state it with a limit in money, a growth or a `price_age`".to_owned();
            reader.fault("bad-value", fields.place("warn_at"), message, Some(help));
        }
        for (key, limits) in NARROWS_NOT {
            let stated = limits.iter().find(|limit| self.states(limit));
            if let (Some(node), Some(limit)) = (fields.get(key), stated) {
                let message = format!("`{key}` says nothing about `{limit}`");
                let help = "leave it out, or state the limits as two budgets".to_owned();
                reader.fault("bad-value", node.span, message, Some(help));
            }
        }
        check_reference(self.architecture.as_deref(), "architecture", fields, reader);
        check_reference(self.traffic.as_deref(), "traffic", fields, reader);
        let architectures = |name: Option<&str>, node: Option<&Node>, reader: &mut Reader| {
            let known = reader.architectures.clone();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            if let (Some(name), Some(node)) = (name, node)
                && !known.is_empty()
                && !known.contains(&name)
            {
                reader.unknown("architecture", name, node.span, &known);
            }
        };
        architectures(self.cheapest.as_deref(), fields.get("cheapest"), reader);
        let between = fields
            .get("break_even")
            .and_then(|node| node.get("between"));
        if let (Some(limit), Some(Kind::Sequence(nodes))) =
            (&self.break_even, between.map(|node| &node.kind))
        {
            for (name, node) in limit.between.iter().zip(nodes) {
                architectures(Some(name), Some(node), reader);
            }
        }
    }
}

impl Check for GrowthLimit {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.monthly.is_none() && self.percent.is_none() {
            let message = "this limits no growth".to_owned();
            let help = "state `monthly: $20`, `percent: 10%`, or both".to_owned();
            reader.fault("missing-key", fields.span, message, Some(help));
        }
    }
}

impl Check for BreakEvenLimit {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let is_pair = matches!(self.between.as_slice(), [one, other] if one != other);
        if !is_pair {
            let message = "a break-even is between two architectures".to_owned();
            let help = "name two that differ: `between: [fargate, serverless]`".to_owned();
            reader.fault("bad-value", fields.place("between"), message, Some(help));
        }
        if self.above.is_none() && self.below.is_none() {
            let message = "this limits no break-even".to_owned();
            let help = "state `above: 300000 per day`, or `below:`".to_owned();
            reader.fault("missing-key", fields.span, message, Some(help));
        }
    }
}

/// A number of days: `90 days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days(u32);

impl Days {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "whole days, such as `90 days`";

    /// Reads `90 days`.
    ///
    /// # Errors
    /// [`ValueError`] for anything else.
    pub fn parse(text: &str) -> Result<Days, ValueError> {
        let (amount, unit) = number::split(text, Self::ACCEPTED)?;
        if !matches!(unit, "day" | "days" | "d") {
            return Err(ValueError::new("the days are missing", Self::ACCEPTED));
        }
        let days = amount
            .to_u32()
            .filter(|days| Decimal::from(*days) == amount);
        let problem = "this is not a whole number of days";
        days.map(Days)
            .ok_or_else(|| ValueError::new(problem, Self::ACCEPTED))
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 day"),
            days => write!(f, "{days} days"),
        }
    }
}

/// An increase as a share of what there was, kept as a fraction: `10%`, `150%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Increase(Decimal);

impl Increase {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "a percentage up to 10,000 %, such as `10%`";

    /// Reads `10%`.
    ///
    /// # Errors
    /// [`ValueError`] for anything else.
    pub fn parse(text: &str) -> Result<Increase, ValueError> {
        let (amount, unit) = number::split(text, Self::ACCEPTED)?;
        if unit != "%" {
            return Err(ValueError::new(
                "the percent sign is missing",
                Self::ACCEPTED,
            ));
        }
        let fraction = amount.checked_div(Decimal::ONE_HUNDRED);
        let most = Decimal::ONE_HUNDRED;
        let fraction = fraction.filter(|fraction| *fraction <= most);
        let problem = "this is more than 10,000 %";
        fraction
            .map(|fraction| Increase(fraction.normalize()))
            .ok_or_else(|| ValueError::new(problem, Self::ACCEPTED))
    }

    /// As a fraction of what there was.
    #[must_use]
    pub fn amount(self) -> Decimal {
        self.0
    }
}

impl fmt::Display for Increase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.0.saturating_mul(Decimal::ONE_HUNDRED).normalize();
        write!(f, "{}%", number::group_digits(&percent.to_string()))
    }
}

text_setting!(Days, Increase);
