//! Estimates that were saved: what `breakeven estimate --save` wrote, and `estimate` and `compare` as
//! JSON, read back.
//!
//! What was added to these documents after their first version may be missing: old baselines stay
//! readable. What is read adds up: the charges of each estimate are its total.

mod document;
mod error;

pub use error::SavedError;

use crate::estimate::Category;
use crate::units::{Money, Spread, TierSchedule};
use document::Document;
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Documents that hold estimates, and their newest version that is read.
const READ: [(&str, u32); 2] = [("breakeven/estimate/v", 1), ("breakeven/compare/v", 1)];

/// Estimates as they were saved.
#[derive(Debug, Clone)]
pub struct Saved {
    /// How its user knows it: the file.
    pub name: String,
    /// The name of the scenario.
    pub scenario: String,
    /// The region.
    pub region: String,
    /// The currency, by its code.
    pub currency: String,
    /// The kind of free tier.
    pub free_tier: String,
    /// Length of the month in hours.
    pub month_hours: Decimal,
    /// The month for readers.
    pub month: String,
    /// The day its dates were looked at.
    pub as_of: Option<String>,
    /// Where its prices come from.
    pub prices: SavedPrices,
    /// By traffic level, the mark of what is known of it; empty in the first version.
    pub traffic_marks: BTreeMap<String, String>,
    /// The estimates.
    pub estimates: Vec<SavedEstimate>,
}

/// Where the prices of saved estimates come from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SavedPrices {
    /// The price book.
    pub source: String,
    /// When it was read.
    pub as_of: String,
    /// Its hash.
    pub sha256: String,
}

/// One estimate as it was saved.
#[derive(Debug, Clone)]
pub struct SavedEstimate {
    /// The architecture.
    pub architecture: String,
    /// Its title.
    pub title: String,
    /// The traffic level.
    pub traffic: String,
    /// Its requests a month.
    pub requests: Spread<Decimal>,
    /// What a month costs.
    pub monthly_cost: Spread<Money>,
    /// What that is made of.
    pub charges: Vec<SavedCharge>,
    /// Components with the marks of their settings; empty in the first version.
    pub components: Vec<SavedComponent>,
    /// The mark of how it is bought.
    pub purchase_mark: Option<String>,
}

/// A component as it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SavedComponent {
    /// Its name.
    pub component: String,
    /// Its service.
    pub service: String,
    /// The mark of its settings.
    pub mark: String,
}

/// A charge as it was saved.
#[derive(Debug, Clone)]
pub struct SavedCharge {
    /// The component.
    pub component: String,
    /// Its service.
    pub service: String,
    /// What kind of line it is.
    pub category: Category,
    /// The price key.
    pub price_key: String,
    /// The allowance, for a line that takes one off.
    pub allowance: Option<String>,
    /// What is charged.
    pub description: String,
    /// How much.
    pub quantity: Spread<Decimal>,
    /// Of what.
    pub unit: String,
    /// How the quantity comes about.
    pub formula: String,
    /// First and last of the unit prices reached; none where nothing is charged by the unit.
    pub unit_prices: Option<(Decimal, Decimal)>,
    /// The tiers of the price, as far as they are known.
    pub schedule: Option<TierSchedule>,
    /// What it costs.
    pub cost: Spread<Money>,
}

#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

impl Saved {
    /// True for text that is a document of this program rather than a scenario, which may be written in
    /// braces too.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        text.starts_with('{')
            && serde_json::from_str::<Head>(text).is_ok_and(|head| head.schema.is_some())
    }

    /// Reads saved estimates. `name` is how their user knows them.
    ///
    /// # Errors
    /// When the text is something else, is of a newer version, or does not add up.
    pub fn parse(name: &str, text: &str) -> Result<Saved, SavedError> {
        let text = text.trim_start_matches('\u{feff}');
        let unreadable = |error: serde_json::Error| SavedError::Unreadable {
            name: name.to_owned(),
            problem: error.to_string(),
        };
        let head: Head = serde_json::from_str(text).map_err(unreadable)?;
        check_schema(name, head.schema.as_deref().unwrap_or_default())?;
        let document: Document = serde_json::from_str(text).map_err(unreadable)?;
        let saved = document.saved(name);
        saved
            .estimates
            .iter()
            .try_for_each(|of| check_sum(name, of))?;
        Ok(saved)
    }
}

fn check_schema(name: &str, schema: &str) -> Result<(), SavedError> {
    let mut versions = READ.into_iter().filter_map(|(kind, newest)| {
        let version: u32 = schema.strip_prefix(kind)?.parse().ok()?;
        Some((kind, version, newest))
    });
    match versions.next() {
        Some((_, version, newest)) if (1..=newest).contains(&version) => Ok(()),
        Some((kind, version, newest)) if version > newest => Err(SavedError::Newer {
            name: name.to_owned(),
            schema: schema.to_owned(),
            known: format!("{kind}{newest}"),
        }),
        _ => Err(SavedError::OtherDocument {
            name: name.to_owned(),
            schema: schema.to_owned(),
        }),
    }
}

fn check_sum(name: &str, estimate: &SavedEstimate) -> Result<(), SavedError> {
    let charges = &estimate.charges;
    let total = Spread::try_from_cases(|case| Money::sum(charges.iter().map(|c| c.cost.at(case))));
    let total = total.map_err(|error| SavedError::Arithmetic {
        name: name.to_owned(),
        error,
    })?;
    if total == estimate.monthly_cost {
        return Ok(());
    }
    Err(SavedError::DoesNotAddUp {
        name: name.to_owned(),
        architecture: estimate.architecture.clone(),
        traffic: estimate.traffic.clone(),
    })
}
