//! The currencies AWS bills in.

use super::region::Partition;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The currency of a price list. Amounts of different currencies are never added up or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// US dollars: every region outside mainland China.
    #[serde(rename = "USD")]
    Usd,
    /// Chinese yuan: the regions of Beijing and Ningxia.
    #[serde(rename = "CNY")]
    Cny,
}

impl Currency {
    /// The currency the Price List of a region is in.
    #[must_use]
    pub fn of_region(code: &str) -> Currency {
        match Partition::of_region(code) {
            Partition::China => Currency::Cny,
            Partition::Commercial | Partition::GovCloud => Currency::Usd,
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

    /// A number as an amount of money, its sign in front: `$8.20`, `-CNY 8.20`. The yuan has no sign
    /// of its own: `¥` is the yen too.
    #[must_use]
    pub fn amount(self, number: impl fmt::Display) -> String {
        let number = number.to_string();
        let (minus, digits) = match number.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", number.as_str()),
        };
        match self {
            Currency::Usd => format!("{minus}${digits}"),
            Currency::Cny => format!("{minus}CNY {digits}"),
        }
    }

    /// The head of a column of amounts without signs: dollars are what is expected, other currencies
    /// are named.
    #[must_use]
    pub fn column(self, head: &str) -> String {
        match (self, head) {
            (Currency::Usd, head) => head.to_owned(),
            (other, "") => other.code().to_owned(),
            (other, head) => format!("{head}, {other}"),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_carry_their_currency_behind_the_sign() {
        assert_eq!(Currency::Usd.amount("-11.50"), "-$11.50");
        assert_eq!(Currency::Cny.amount("1,234.50"), "CNY 1,234.50");
        assert_eq!(Currency::Cny.amount("-8.20"), "-CNY 8.20");
        assert_eq!(Currency::Usd.column("Monthly"), "Monthly");
        assert_eq!(Currency::Cny.column("Monthly"), "Monthly, CNY");
    }

    #[test]
    fn mainland_china_alone_is_billed_in_yuan() {
        for region in crate::catalog::REGIONS {
            let china = region.location.starts_with("China");
            let expected = if china { Currency::Cny } else { Currency::Usd };
            assert_eq!(
                Currency::of_region(region.code),
                expected,
                "{}",
                region.code
            );
        }
    }
}
