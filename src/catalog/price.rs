//! A price with what is known of its origin.

use super::currency::Currency;
use super::key::PriceKey;
use crate::units::{Date, TierSchedule, Unit};
use serde::{Deserialize, Serialize};

/// How a price is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Read in a copy of the AWS Price List (bulk file or Query API).
    PriceList,
    /// Read in the data behind AWS's pricing pages, or on the page.
    AwsPage,
    /// Known from third parties only.
    ThirdParty,
    /// Known from memory; no source was found.
    Memory,
    /// Given by the user, in the scenario or a price overlay.
    Override,
    /// Set by the buyer: the hourly amount of a Savings Plan.
    Commitment,
}

impl Evidence {
    /// True when an estimate that rests on the price must say so.
    #[must_use]
    pub fn is_doubtful(self) -> bool {
        matches!(self, Evidence::ThirdParty | Evidence::Memory)
    }

    /// For tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Evidence::PriceList => "price-list",
            Evidence::AwsPage => "aws-page",
            Evidence::ThirdParty => "third-party",
            Evidence::Memory => "memory",
            Evidence::Override => "override",
            Evidence::Commitment => "commitment",
        }
    }
}

/// What one key costs in one region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// The key.
    pub key: PriceKey,
    /// What one unit buys.
    pub unit: Unit,
    /// The currency of the tiers.
    pub currency: Currency,
    /// The tiers.
    pub tiers: TierSchedule,
    /// The SKU of the Price List product, where it is known.
    pub sku: Option<String>,
    /// The rate code of the first tier, where it is known.
    pub rate_code: Option<String>,
    /// `effectiveDate` of the term, where it is known: a day.
    pub effective: Option<String>,
    /// When the source last showed this price: a month or a day.
    pub as_of: String,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it was read.
    pub sources: Vec<String>,
    /// Anything else worth knowing.
    pub note: Option<String>,
}

impl Price {
    /// How many days ago its source last showed it; a month counts from its first day. `None` for
    /// what has no date, such as a price of the user's own.
    #[must_use]
    pub fn age(&self, today: Date) -> Option<i64> {
        days_since(&self.as_of, today)
    }

    /// Why the price is in doubt, as the end of a sentence: `is from memory; no source was found`.
    #[must_use]
    pub fn doubt(&self) -> Option<String> {
        let parties = match self.sources.as_slice() {
            [_] => "one third party",
            _ => "third parties",
        };
        match self.evidence {
            Evidence::ThirdParty => Some(format!(
                "is known from {parties} only ({})",
                self.sources.join(", ")
            )),
            Evidence::Memory => Some("is from memory; no source was found".to_owned()),
            _ => None,
        }
    }
}

/// Days since a day, or the first day of a month or a year.
pub(super) fn days_since(as_of: &str, today: Date) -> Option<i64> {
    first_day(as_of).map(|day| today.days_since(day))
}

/// True for a day, a month or a year.
pub(super) fn is_date(as_of: &str) -> bool {
    first_day(as_of).is_some()
}

fn first_day(as_of: &str) -> Option<Date> {
    let day = match as_of.len() {
        4 => Date::parse(&format!("{as_of}-01-01")),
        7 => Date::parse(&format!("{as_of}-01")),
        _ => Date::parse(as_of),
    };
    day.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_count_from_the_day_or_the_first_of_the_month() {
        let today = Date::parse("2026-11-21").unwrap();
        assert_eq!(days_since("2026-11-21", today), Some(0));
        assert_eq!(days_since("2026-11", today), Some(20));
        // 2026 is no leap year: 28 days of February and 31 of January.
        assert_eq!(
            days_since("2026-01-01", Date::parse("2026-03-01").unwrap()),
            Some(59)
        );
        assert_eq!(days_since("", today), None);
    }
}
