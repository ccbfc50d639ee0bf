//! The head of a price book: whose prices these are, and where they come from.

use super::currency::Currency;
use super::document::{check_format, from_json, unreadable};
use super::error::CatalogError;
use super::price::is_date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format this program reads and writes.
pub const FORMAT: &str = "breakeven/price-book/v1";

/// The source id of rows read from the newest version of a service that a book has. A row that stays
/// when a newer version has no usable price of it names its own version: `price-list/AWSELB@2026…`.
#[must_use]
pub fn source_id(service_code: &str) -> String {
    format!("{OFFER_SOURCE}{service_code}")
}

/// Whether a source id is one of the Price List.
#[must_use]
pub fn is_source_id(id: &str) -> bool {
    id.starts_with(OFFER_SOURCE)
}

const OFFER_SOURCE: &str = "price-list/";

/// The offer a row with these sources was read from, if the book still has that version.
pub(super) fn offer_of<'o>(
    sources: &[String],
    offers: &'o BTreeMap<String, OfferRecord>,
) -> Option<&'o OfferRecord> {
    let mut codes = sources
        .iter()
        .filter_map(|id| id.strip_prefix(OFFER_SOURCE));
    codes.find_map(|code| offers.get(code))
}

/// What a book has read of a service of the Price List.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferRecord {
    /// The version of the offer.
    pub version: String,
    /// When AWS published it.
    pub published: String,
    /// Where it was read: a URL, or the name of the API.
    pub origin: String,
    /// The day on which it was last found to be the newest.
    pub checked: String,
    /// The entity tag of the index that named the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// SHA-256 over the keys and selectors it was read with: another program may look for others.
    pub selectors: String,
}

/// All of a book but its prices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub format: String,
    pub region: String,
    pub currency: Currency,
    pub as_of: String,
    /// Keys whose price nobody could be found to state for this region, as patterns.
    #[serde(default)]
    pub unpriced: Vec<String>,
    pub sources: BTreeMap<String, String>,
    /// What was read from the Price List, by service code.
    #[serde(default)]
    pub offers: BTreeMap<String, OfferRecord>,
    /// SHA-256 of the embedded book it was made from, for a cached one.
    #[serde(default)]
    pub made_from: Option<String>,
    /// The seal: SHA-256 of the document without this line.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Present in a whole document, empty in the head of an embedded one.
    #[serde(default, rename = "prices")]
    _prices: serde::de::IgnoredAny,
}

impl Head {
    /// Reads a head, and checks format and currency.
    pub(super) fn parse(name: &str, text: &str) -> Result<Head, CatalogError> {
        let head: Head = from_json(name, text)?;
        check_format(name, &head.format, FORMAT)?;
        let expected = Currency::of_region(&head.region);
        if head.currency != expected {
            let problem = format!(
                "its currency is {}, but {} is billed in {expected}",
                head.currency, head.region
            );
            return Err(unreadable(name, problem));
        }
        let mut offers = head.offers.iter();
        if let Some((code, offer)) = offers.find(|(_, offer)| !is_date(&offer.checked)) {
            let problem = format!(
                "`{}` of {code} is no date such as 2026-11-21",
                offer.checked
            );
            return Err(unreadable(name, problem));
        }
        Ok(head)
    }
}

/// A book of a later program says so before anything else is held against it.
pub(super) fn check_format_first(name: &str, text: &str) -> Result<(), CatalogError> {
    const FIELD: &str = "\"format\":";
    let stated = text.find(FIELD).and_then(|at| text.get(at + FIELD.len()..));
    let Some(stated) = stated.and_then(|rest| rest.split('"').nth(1)) else {
        return Ok(());
    };
    let version = |format: &str| format.rsplit_once("/v")?.1.parse::<u32>().ok();
    let ours = FORMAT.rsplit_once('/').map_or(FORMAT, |(family, _)| family);
    match version(stated) > version(FORMAT) && stated.starts_with(ours) {
        true => Err(CatalogError::Future {
            book: name.to_owned(),
            found: stated.to_owned(),
            known: FORMAT.to_owned(),
        }),
        false => Ok(()),
    }
}
