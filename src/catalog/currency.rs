//! The currencies AWS bills in.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The currency of a price list. Amounts of different currencies are never added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// US dollars: every region outside mainland China.
    #[serde(rename = "USD")]
    Usd,
    /// Chinese yuan: the regions of Beijing and Ningxia, which two Chinese companies operate.
    #[serde(rename = "CNY")]
    Cny,
}

impl Currency {
    /// The currency the Price List of a region is in.
    #[must_use]
    pub fn of_region(code: &str) -> Currency {
        if code.starts_with("cn-") {
            Currency::Cny
        } else {
            Currency::Usd
        }
    }

    /// The ISO 4217 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Currency::Usd => "USD",
            Currency::Cny => "CNY",
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}
