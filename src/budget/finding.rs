//! What checking a budget gives: findings, by stable code.

use crate::catalog::Currency;
use crate::units::Money;
use crate::units::number::{group_digits, grouped};
use rust_decimal::Decimal;
use std::fmt;

/// How a finding ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Within the limit.
    Pass,
    /// Within the limit and close to it, or something that can't be judged and need not fail.
    Warning,
    /// Beyond the limit.
    Failure,
}

impl Severity {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Pass => "pass",
            Severity::Warning => "warning",
            Severity::Failure => "failure",
        }
    }
}

macro_rules! codes {
    ($($name:ident $code:literal $meaning:literal,)*) => {
        /// The stable code of a finding. Scripts may rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum FindingCode { $(#[doc = $meaning] $name,)* }

        impl FindingCode {
            /// Every code, in alphabetical order.
            pub const ALL: &'static [FindingCode] = &[$(FindingCode::$name,)*];

            /// The code as printed.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(FindingCode::$name => $code,)* }
            }

            /// What is limited.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(FindingCode::$name => $meaning,)* }
            }
        }
    };
}

codes! {
    BreakEven "break-even"
        "Where the cheapest of two architectures changes along the requests of a day.",
    Cheapest "cheapest"
        "The architecture that must be the cheapest, beside the cheapest other one.",
    CostPerRequest "cost-per-request"
        "What a month costs for each of its requests.",
    CostPerUser "cost-per-user"
        "What a month costs for each user.",
    MonthlyCost "monthly-cost"
        "What a month costs.",
    MonthlyGrowth "monthly-growth"
        "What a month costs more than in the baseline.",
    PercentGrowth "percent-growth"
        "What a month costs more than in the baseline, limited by a share of what it cost there.",
    PriceAge "price-age"
        "The days since the oldest price was read.",
    UnknownPrice "unknown-price"
        "Prices that are not known.",
    UnwantedWarning "unwanted-warning"
        "Warnings of a code there must not be.",
    YearlyCost "yearly-cost"
        "What twelve such months cost.",
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// What the amounts of a finding are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// Money, in the currency of the estimate.
    Money,
    /// The same for each request or user, which is seldom a whole cent.
    Each,
    /// Days.
    Days,
    /// Requests a day.
    RequestsPerDay,
    /// A number of prices or warnings.
    Count,
}

impl Measured {
    /// The word in JSON; money is named by its currency there.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Measured::Money | Measured::Each => "money",
            Measured::Days => "days",
            Measured::RequestsPerDay => "requests per day",
            Measured::Count => "count",
        }
    }
}

impl Measured {
    /// An amount for readers: `$36.50`, `90 days`, `300,000 per day`.
    #[must_use]
    pub fn show(self, amount: Decimal, currency: Currency) -> String {
        match self {
            Measured::Money => shown(amount, currency),
            Measured::Each => shown_each(amount, currency),
            Measured::Days if amount == Decimal::ONE => "1 day".to_owned(),
            Measured::Days => format!("{} days", grouped(amount)),
            Measured::RequestsPerDay => format!("{} per day", grouped(amount)),
            Measured::Count => grouped(amount),
        }
    }
}

/// Digits shown of an amount that is less than a cent, and of a price that is less than one.
const DIGITS: (u32, u32) = (2, 4);

/// An amount for readers: in cents, but for what would be shown as nothing.
pub(super) fn shown(amount: Decimal, currency: Currency) -> String {
    let cents = Money::new(amount).cents();
    match cents.is_zero() {
        true => rounded(amount, DIGITS.0, currency),
        false => currency.amount(group_digits(&cents.to_string())),
    }
}

/// An amount for each of something.
pub(super) fn shown_each(amount: Decimal, currency: Currency) -> String {
    match amount.abs() >= Decimal::ONE {
        true => shown(amount, currency),
        false => rounded(amount, DIGITS.1, currency),
    }
}

fn rounded(amount: Decimal, digits: u32, currency: Currency) -> String {
    let mut short = amount.round_sf(digits).unwrap_or(amount).normalize();
    if short.scale() < 2 {
        short.rescale(2);
    }
    currency.amount(group_digits(&short.to_string()))
}

/// On which side of the limit the actual amount has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The limit or less.
    AtMost,
    /// The limit or more.
    AtLeast,
}

/// Where a budget is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// What a component cost in the baseline and costs now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The component.
    pub component: String,
    /// Its service.
    pub service: String,
    /// What it cost in the baseline; `None` when it was not there.
    pub before: Option<Money>,
    /// What it costs now.
    pub after: Money,
}

/// How one limit of a budget stands for one architecture at one traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The stable code.
    pub code: FindingCode,
    /// How it ends.
    pub severity: Severity,
    /// The name of the budget.
    pub budget: String,
    /// The architecture; `None` for what is about several.
    pub architecture: Option<String>,
    /// The traffic level; `None` for what is about all.
    pub traffic: Option<String>,
    /// The component the budget is limited to.
    pub component: Option<String>,
    /// The service the budget is limited to.
    pub service: Option<String>,
    /// What the amounts are.
    pub measured: Measured,
    /// On which side of the limit the actual amount has to be.
    pub bound: Bound,
    /// The limit; `None` where there is nothing to hold against.
    pub limit: Option<Decimal>,
    /// The actual amount; `None` where there is none, or it can't be told.
    pub actual: Option<Decimal>,
    /// What is left up to the limit, negative beyond it: limit − actual of a limit from above, actual −
    /// limit of one from below.
    pub headroom: Option<Decimal>,
    /// All of it as a sentence that begins with the name of the budget.
    pub message: String,
    /// Components that cost more than in the baseline, most first; where the limit is failed and there
    /// is a baseline.
    pub changes: Vec<Change>,
    /// Where the budget is written.
    pub place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_never_shown_as_nothing() {
        for (amount, money, each) in [
            ("0", "$0.00", "$0.00"),
            ("36.5", "$36.50", "$36.50"),
            ("0.5", "$0.50", "$0.50"),
            ("1234.567", "$1,234.57", "$1,234.57"),
            ("0.06083", "$0.06", "$0.06083"),
            ("0.00449", "$0.0045", "$0.00449"),
            ("0.0000123456", "$0.000012", "$0.00001235"),
            ("-0.123456", "-$0.12", "-$0.1235"),
        ] {
            let amount = Decimal::from_str_exact(amount).unwrap();
            assert_eq!(shown(amount, Currency::Usd), money);
            assert_eq!(shown_each(amount, Currency::Usd), each);
        }
    }

    #[test]
    fn codes_are_unique_kebab_case_and_sorted() {
        let codes: Vec<&str> = FindingCode::ALL.iter().map(|c| c.code()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        let sound = |b: u8| b.is_ascii_lowercase() || b == b'-';
        assert!(codes.iter().all(|code| code.bytes().all(sound)));
    }
}
