//! Free allowances as data: what is free, for whom, and how it is known.

use super::document::{check_format, check_sources, from_json, unreadable};
use super::error::CatalogError;
use super::key::PriceKey;
use super::price::Evidence;
use super::region::Partition;
use crate::syntax::{keyword_setting, text_setting};
use crate::units::{Date, Dollars, Measure, Unit, ValueError};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

keyword_setting! {
    /// Which free allowances an account has.
    pub enum FreeTier {
        /// None: the worst case, or a shared payer account that has used them up.
        None "none",
        /// What every account has for ever.
        Always "always",
        /// The above, and the twelve-month offers of accounts opened before 2025-07-15.
        Legacy12Month "legacy-12-month" | "legacy12",
        /// The first, and the credits of accounts opened since 2025-07-15.
        Credits "credits",
    }
}

/// The free tier of a scenario, with the credits left where that is what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreeTierTerms {
    /// Which allowances apply.
    pub kind: FreeTier,
    /// Credits left; `None` for the amount granted at sign-up.
    pub balance: Option<Dollars>,
}

impl FreeTierTerms {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str =
        "`none`, `always`, `legacy-12-month`, `credits`, or `credits $140` with the balance left";

    /// The default: what every account has for ever.
    pub const ALWAYS: FreeTierTerms = FreeTierTerms {
        kind: FreeTier::Always,
        balance: None,
    };

    /// Reads a kind of free tier, and for credits the balance.
    ///
    /// # Errors
    /// [`ValueError`] with the kinds there are.
    pub fn parse(text: &str) -> Result<FreeTierTerms, ValueError> {
        let (word, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let unknown = || ValueError::new("there is no such free tier", Self::ACCEPTED);
        let kind = FreeTier::from_word(word).ok_or_else(unknown)?;
        let balance = match (kind, rest) {
            (_, "") => None,
            (FreeTier::Credits, amount) => Some(Dollars::parse(amount)?),
            _ => {
                return Err(ValueError::new(
                    "only credits have a balance",
                    Self::ACCEPTED,
                ));
            }
        };
        Ok(FreeTierTerms { kind, balance })
    }
}

impl fmt::Display for FreeTierTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.word())?;
        self.balance
            .map_or(Ok(()), |balance| write!(f, " {balance}"))
    }
}

text_setting!(FreeTierTerms);

/// Which free tier an allowance belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AllowanceKind {
    /// Every account, for ever.
    Always,
    /// Accounts opened before 2025-07-15, in their first twelve months.
    #[serde(rename = "legacy-12-month")]
    Legacy12Month,
}

/// Over what an allowance is granted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AllowanceScope {
    /// The payer account, all regions together.
    Account,
    /// Each region of the payer account.
    Region,
}

/// An amount that is free every month.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// Stable name.
    pub id: String,
    /// What the user reads: service and amount.
    pub title: String,
    /// Which free tier it belongs to.
    pub kind: AllowanceKind,
    /// How much is free in a month.
    #[serde(deserialize_with = "decimal")]
    pub amount: Decimal,
    /// Of what.
    #[serde(deserialize_with = "unit")]
    pub unit: Unit,
    /// The keys that share the amount.
    #[serde(deserialize_with = "keys")]
    pub keys: Vec<PriceKey>,
    /// Over what it is granted once.
    pub scope: AllowanceScope,
    /// When the source showed it.
    pub as_of: String,
    /// How it is known.
    pub evidence: Evidence,
    /// Where it was read.
    pub sources: Vec<String>,
    /// Anything else worth knowing.
    #[serde(default)]
    pub note: Option<String>,
    /// A part of the rule that is assumed.
    #[serde(default)]
    pub doubt: Option<Doubt>,
}

/// A part of an allowance's rule that is assumed, to be said when it matters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// The keys it is about.
    #[serde(deserialize_with = "keys")]
    pub keys: Vec<PriceKey>,
    /// The assumption, as a sentence.
    pub text: String,
}

/// What AWS gives new accounts as credits.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditRules {
    /// Granted at sign-up, in dollars.
    #[serde(deserialize_with = "decimal")]
    pub signup: Decimal,
    /// What more can be earned.
    #[serde(deserialize_with = "decimal")]
    pub earned_at_most: Decimal,
    /// Credits lapse this many months after the account was opened.
    pub expire_after_months: u32,
    /// The free plan ends after this many months, or when the credits are used up.
    pub free_plan_ends_after_months: u32,
    /// How it is known.
    pub evidence: Evidence,
    /// When the source showed it.
    pub as_of: String,
    /// Anything else worth knowing.
    #[serde(default)]
    pub note: Option<String>,
}

/// Every free allowance known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowances {
    /// Amounts that are free every month.
    pub list: Vec<Allowance>,
    /// The day from which no account is in its first twelve months of the former free tier.
    pub legacy_ends: Date,
    /// Credits of new accounts.
    pub credits: CreditRules,
    /// What the short names of sources stand for.
    pub sources: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    sources: BTreeMap<String, String>,
    #[serde(deserialize_with = "date")]
    legacy_ends: Date,
    credits: CreditRules,
    allowances: Vec<Allowance>,
}

const FORMAT: &str = "breakeven/free-tier/v1";

impl Allowances {
    /// Reads the document of allowances.
    ///
    /// # Errors
    /// [`CatalogError::Unreadable`].
    pub fn parse(name: &str, text: &str) -> Result<Allowances, CatalogError> {
        let document: Document = from_json(name, text)?;
        check_format(name, &document.format, FORMAT)?;
        for allowance in &document.allowances {
            check_sources(name, &allowance.id, &allowance.sources, &document.sources)?;
            if allowance.amount <= Decimal::ZERO {
                let problem = format!("`{}` is not positive", allowance.id);
                return Err(unreadable(name, problem));
            }
        }
        Ok(Allowances {
            list: document.allowances,
            legacy_ends: document.legacy_ends,
            credits: document.credits,
            sources: document.sources,
        })
    }

    /// The allowances of a kind of free tier, wherever they are granted.
    pub fn of(&self, tier: FreeTier) -> impl Iterator<Item = &Allowance> {
        self.list.iter().filter(move |allowance| match tier {
            FreeTier::None => false,
            FreeTier::Always | FreeTier::Credits => allowance.kind == AllowanceKind::Always,
            FreeTier::Legacy12Month => true,
        })
    }
}

impl Allowance {
    /// True when accounts of a partition get it.
    ///
    /// The FAQ of the free tier (`aws.amazon.com/free/free-tier-faqs/`, as quoted in 2025-12) leaves
    /// GovCloud out "with the exception of Lambda". China has offers of its own, under its own terms
    /// (`amazonaws.cn/en/free/terms/`); no source here states their amounts.
    #[must_use]
    pub fn is_granted_in(&self, partition: Partition) -> bool {
        match partition {
            Partition::Commercial => true,
            Partition::China => false,
            Partition::GovCloud => {
                let of_lambda = |key: &PriceKey| key.as_str().starts_with("lambda.");
                self.keys.iter().all(of_lambda)
            }
        }
    }
}

fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    Decimal::from_str_exact(&text).map_err(serde::de::Error::custom)
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    Date::parse(&text).map_err(serde::de::Error::custom)
}

fn unit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Unit, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    Unit::from_name(&text).ok_or_else(|| serde::de::Error::custom(format!("unknown unit {text}")))
}

fn keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PriceKey>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    Ok(names.into_iter().map(PriceKey::new).collect())
}
