//! What a price book says of itself before its rows.

use super::currency::Currency;
use super::document::{check_format, from_json, unreadable};
use super::error::CatalogError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format this program reads and writes.
pub const FORMAT: &str = "breakeven/price-book/v1";

/// The head of a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) format: String,
    pub(super) region: String,
    pub(super) currency: Currency,
    pub(super) as_of: String,
    /// Keys whose price nobody could be found to state for this region, as patterns.
    #[serde(default)]
    pub(super) unpriced: Vec<String>,
    pub(super) sources: BTreeMap<String, String>,
    /// What was read from the Price List, by service code.
    #[serde(default)]
    pub(super) offers: BTreeMap<String, OfferRecord>,
    /// The seal: SHA-256 of the document without this line.
    #[serde(default)]
    pub(super) sha256: Option<String>,
    /// Present in a whole document, empty in the head of an embedded one.
    #[serde(default, rename = "prices")]
    _prices: serde::de::IgnoredAny,
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

impl Head {
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
