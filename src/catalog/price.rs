//! A price with what is known of its origin.

use super::currency::Currency;
use super::key::PriceKey;
use crate::units::{TierSchedule, Unit};
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
