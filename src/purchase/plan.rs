//! Savings Plans: an hourly commitment in dollars, spent on eligible usage at the plan's rates.

use super::keys;
use crate::catalog::{KeySpec, PriceKey};
use crate::syntax::{Check, Fields, Reader, keyword_setting, settings, text_setting};
use crate::units::{Dollars, Measure, ValueError};
use rust_decimal::Decimal;
use std::fmt;

keyword_setting! {
    /// What a plan covers.
    pub enum PlanKind {
        /// EC2, Fargate and Lambda.
        Compute "compute",
        /// Managed databases of the newer generations; one year, nothing upfront.
        Database "database",
    }
}

keyword_setting! {
    /// How long a commitment lasts.
    pub enum Term {
        /// One year.
        OneYear "1 year",
        /// Three years.
        ThreeYears "3 years",
    }
}

impl Term {
    /// The word in price keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Term::OneYear => "1yr",
            Term::ThreeYears => "3yr",
        }
    }

    /// Months it lasts.
    #[must_use]
    pub fn months(self) -> u32 {
        match self {
            Term::OneYear => 12,
            Term::ThreeYears => 36,
        }
    }
}

keyword_setting! {
    /// How a commitment is paid. Here it is always spread evenly over its hours.
    pub enum Payment {
        /// Month by month.
        NoUpfront "no upfront",
        /// Part of it at the start.
        PartialUpfront "partial upfront",
        /// All of it at the start.
        AllUpfront "all upfront",
    }
}

impl Payment {
    /// The word in price keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Payment::NoUpfront => "no",
            Payment::PartialUpfront => "partial",
            Payment::AllUpfront => "all",
        }
    }
}

/// Money per hour, as a commitment is stated: `$0.05 per hour`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerHour(Dollars);

/// More than AWS bills anyone.
const MOST_PER_HOUR: u32 = 1_000_000;

impl PerHour {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str = "an amount per hour, such as `$0.05 per hour`";

    /// Reads `$0.05 per hour`.
    ///
    /// # Errors
    /// [`ValueError`] for anything else.
    pub fn parse(text: &str) -> Result<PerHour, ValueError> {
        let per_hour = ["per hour", "per h", "/h"];
        let amount = per_hour
            .iter()
            .find_map(|end| text.trim().strip_suffix(end));
        let amount =
            amount.ok_or_else(|| ValueError::new("there is no ` per hour`", Self::ACCEPTED))?;
        let amount = Dollars::parse(amount)?;
        // AWS: three decimals, one tenth of a cent at least.
        if amount.amount() > Decimal::from(MOST_PER_HOUR) {
            return Err(ValueError::new(
                "more than a million an hour",
                Self::ACCEPTED,
            ));
        }
        if amount.amount() < Decimal::new(1, 3) || amount.amount().normalize().scale() > 3 {
            let problem = "AWS takes commitments from $0.001 in steps of $0.001";
            return Err(ValueError::new(problem, Self::ACCEPTED));
        }
        Ok(PerHour(amount))
    }

    /// Dollars in an hour.
    #[must_use]
    pub fn amount(self) -> Decimal {
        self.0.amount()
    }
}

impl fmt::Display for PerHour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} per hour", self.0)
    }
}

text_setting!(PerHour);

settings! {
    /// A Savings Plan.
    pub struct SavingsPlan {
        /// `compute` or `database`.
        kind: PlanKind,
        /// What is committed to, in every hour of the term.
        commitment: PerHour,
        /// `1 year` or `3 years`.
        term: Term = Term::OneYear,
        /// `no upfront`, `partial upfront` or `all upfront`.
        payment: Payment = Payment::NoUpfront,
    }
}

impl Check for SavingsPlan {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.kind != PlanKind::Database {
            return;
        }
        for (wrong, key) in [
            (self.term != Term::OneYear, "term"),
            (self.payment != Payment::NoUpfront, "payment"),
        ] {
            if wrong {
                let message =
                    "Database Savings Plans last one year, with nothing upfront".to_owned();
                let help = Some("leave it out".to_owned());
                reader.fault("invalid-configuration", fields.place(key), message, help);
            }
        }
    }
}

/// Whether a plan covers usage of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanRate {
    /// It does, at the price of this key.
    Covered(&'static KeySpec, PriceKey),
    /// It belongs to a service the plan is for, but is left out, and why.
    Excluded(&'static str),
    /// It has nothing to do with the plan.
    Other,
}

impl SavingsPlan {
    /// Its name for readers.
    #[must_use]
    pub fn title(&self) -> String {
        let kind = match self.kind {
            PlanKind::Compute => "Compute Savings Plan",
            PlanKind::Database => "Database Savings Plan",
        };
        format!("{kind}, {}, {}", self.term, self.payment)
    }

    /// Whether it covers usage of a key.
    #[must_use]
    pub fn rate(&self, usage: &str) -> PlanRate {
        match self.kind {
            PlanKind::Compute => keys::compute_rate(usage, self.term, self.payment),
            PlanKind::Database => keys::database_rate(usage),
        }
    }
}
