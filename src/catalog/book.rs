//! A price book: the prices of one region, read from a JSON document.

use super::currency::Currency;
use super::document::{check_format, check_sources, from_json, unreadable};
use super::error::CatalogError;
use super::key::{KeySpec, PriceKey};
use super::price::{Price, days_since};
use super::row::Row;
use super::seal::{check_seal, seal_of};
use crate::units::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The format this program reads and writes.
pub const FORMAT: &str = "breakeven/price-book/v1";

/// How the document of an embedded book is laid out: a head, then one price per line, sorted by key.
const ROWS_START: &str = "\n\"prices\": [\n";
pub(super) const ROW_START: &str = "  {\"key\": \"";

/// The prices of one region, from one document.
///
/// A book from outside is read and checked whole. The embedded one was checked when the program was
/// built, so only the rows asked for are read: a scenario needs twenty of some hundreds.
#[derive(Debug, Clone)]
pub struct PriceBook {
    name: String,
    text: Cow<'static, str>,
    head: Head,
    rows: Vec<Slot>,
}

/// A row of the document, read when it is asked for.
#[derive(Debug, Clone)]
struct Slot {
    key: PriceKey,
    row: Range<usize>,
    price: OnceLock<Result<Arc<Price>, CatalogError>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    format: String,
    region: String,
    currency: Currency,
    as_of: String,
    /// Keys whose price nobody could be found to state for this region, as patterns.
    #[serde(default)]
    unpriced: Vec<String>,
    sources: BTreeMap<String, String>,
    /// What was read from the Price List, by service code.
    #[serde(default)]
    offers: BTreeMap<String, OfferRecord>,
    /// The seal: SHA-256 of the document without this line.
    #[serde(default)]
    sha256: Option<String>,
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

/// The rows of a whole document, each as its text.
#[derive(Deserialize)]
struct Rows<'d> {
    #[serde(borrow)]
    prices: Vec<&'d RawValue>,
}

impl PriceBook {
    /// Reads a book and checks it whole: format, order, units, tiers, sources.
    ///
    /// # Errors
    /// [`CatalogError::Unreadable`] and its siblings, naming the book.
    pub fn parse(
        name: impl Into<String>,
        text: impl Into<Cow<'static, str>>,
    ) -> Result<PriceBook, CatalogError> {
        let (name, text) = (name.into(), text.into());
        let head = Head::parse(&name, &text)?;
        let rows: Rows<'_> = from_json(&name, &text)?;
        let mut slots: Vec<Slot> = Vec::with_capacity(rows.prices.len());
        for raw in rows.prices {
            let price = read_row(&name, raw.get(), &head)?;
            if let Some(earlier) = slots.last().filter(|earlier| earlier.key >= price.key) {
                return Err(if earlier.key == price.key {
                    CatalogError::Ambiguous {
                        key: price.key.to_string(),
                        book: name,
                    }
                } else {
                    let problem = format!("`{}` stands after `{}`", price.key, earlier.key);
                    unreadable(&name, format!("{problem}: sort by key"))
                });
            }
            slots.push(Slot {
                key: price.key.clone(),
                row: 0..0,
                price: OnceLock::from(Ok(Arc::new(price))),
            });
        }
        Ok(PriceBook {
            name,
            head,
            rows: slots,
            text,
        })
    }

    /// Opens an embedded book without reading its rows.
    pub(super) fn embedded(text: &'static str) -> Result<PriceBook, CatalogError> {
        PriceBook::open("embedded", Cow::Borrowed(text))
    }

    /// Opens a book that is sealed, as this program writes them, after checking the seal. Its rows
    /// were checked when it was written, and are read when they are asked for.
    ///
    /// # Errors
    /// [`CatalogError::Damaged`] when there is no seal or it does not fit the text, and the errors of
    /// [`parse`](PriceBook::parse).
    pub fn sealed(
        name: impl Into<String>,
        text: impl Into<Cow<'static, str>>,
    ) -> Result<PriceBook, CatalogError> {
        let (name, text) = (name.into(), text.into());
        check_format_first(&name, &text)?;
        check_seal(&name, &text)?;
        PriceBook::open(&name, text)
    }

    /// Reads a book that is sealed, and checks it whole: someone may have sealed what they edited.
    ///
    /// # Errors
    /// Those of [`sealed`](PriceBook::sealed) and [`parse`](PriceBook::parse).
    pub fn parse_sealed(
        name: impl Into<String>,
        text: impl Into<Cow<'static, str>>,
    ) -> Result<PriceBook, CatalogError> {
        let (name, text) = (name.into(), text.into());
        check_format_first(&name, &text)?;
        check_seal(&name, &text)?;
        PriceBook::parse(name, text)
    }

    fn open(name: &str, text: Cow<'static, str>) -> Result<PriceBook, CatalogError> {
        let start = text
            .find(ROWS_START)
            .ok_or_else(|| unreadable(name, "its rows do not stand one to a line"))?;
        // The head is a document of its own once its last comma is taken off and a brace put on.
        let head = text.get(..start).unwrap_or_default().trim_end_matches(',');
        let head = Head::parse(name, &format!("{head}}}"))?;
        let mut rows = Vec::with_capacity(512);
        let mut at = start + ROWS_START.len();
        for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
            if let Some((key, _)) = line
                .strip_prefix(ROW_START)
                .and_then(|rest| rest.split_once('"'))
            {
                let length = line.trim_end().trim_end_matches(',').len();
                rows.push(Slot {
                    key: PriceKey::new(key),
                    row: at..at + length,
                    price: OnceLock::new(),
                });
            }
            at += line.len();
        }
        Ok(PriceBook {
            name: name.to_owned(),
            text,
            head,
            rows,
        })
    }

    /// The same book under another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> PriceBook {
        self.name = name.into();
        self
    }

    /// What users call it: `embedded`, `cache`, `live` or a path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The region whose prices these are.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.head.region
    }

    /// The currency of every price in it.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.head.currency
    }

    /// Keys known to have no sourced price in this region, as patterns of [`KeySpec`].
    pub fn unpriced(&self) -> impl Iterator<Item = &str> {
        self.head.unpriced.iter().map(String::as_str)
    }

    /// True when the book records that no source states prices of these keys in its region.
    #[must_use]
    pub fn is_gap(&self, spec: &KeySpec) -> bool {
        self.unpriced().any(|pattern| pattern == spec.pattern)
    }

    /// The newest date at which one of the prices was read.
    #[must_use]
    pub fn as_of(&self) -> &str {
        &self.head.as_of
    }

    /// SHA-256 of the document without its seal, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        // The seal of an embedded book was checked when the program was built.
        match (&self.head.sha256, &self.text) {
            (Some(seal), Cow::Borrowed(_)) => seal.clone(),
            _ => seal_of(&self.text),
        }
    }

    /// What was read from the Price List, by service code.
    pub fn offers(&self) -> &BTreeMap<String, OfferRecord> {
        &self.head.offers
    }

    /// The day on which all that was read from the Price List was last found to be the newest;
    /// `None` for a book that was not read from there.
    #[must_use]
    pub fn checked(&self) -> Option<&str> {
        let days = self
            .head
            .offers
            .values()
            .map(|offer| offer.checked.as_str());
        days.min()
    }

    /// How many days ago it was last compared with the Price List; its newest price, for a book that
    /// was not read from there.
    #[must_use]
    pub fn age(&self, today: Date) -> Option<i64> {
        days_since(self.checked().unwrap_or(self.as_of()), today)
    }

    /// Every key priced, in order.
    pub fn keys(&self) -> impl Iterator<Item = &PriceKey> {
        self.rows.iter().map(|slot| &slot.key)
    }

    /// Every price, by key.
    ///
    /// # Errors
    /// A row that can't be read.
    pub fn prices(&self) -> Result<Vec<&Price>, CatalogError> {
        self.rows
            .iter()
            .map(|slot| self.read(slot).map(Arc::as_ref))
            .collect()
    }

    /// The price of a key, if the book has one.
    ///
    /// # Errors
    /// A row that can't be read.
    pub fn price(&self, key: &PriceKey) -> Result<Option<&Arc<Price>>, CatalogError> {
        let found = self.rows.binary_search_by(|slot| slot.key.cmp(key)).ok();
        let slot = found.and_then(|at| self.rows.get(at));
        slot.map(|slot| self.read(slot)).transpose()
    }

    fn read<'b>(&'b self, slot: &'b Slot) -> Result<&'b Arc<Price>, CatalogError> {
        let read = slot.price.get_or_init(|| {
            let row = self.text.get(slot.row.clone()).unwrap_or_default();
            read_row(&self.name, row, &self.head).map(Arc::new)
        });
        read.as_ref().map_err(Clone::clone)
    }

    /// The sources its rows name, spelled out.
    #[must_use]
    pub fn sources(&self) -> &BTreeMap<String, String> {
        &self.head.sources
    }

    /// The full description of a source.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&str> {
        self.head.sources.get(id).map(String::as_str)
    }
}

impl Head {
    fn parse(name: &str, text: &str) -> Result<Head, CatalogError> {
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
fn check_format_first(name: &str, text: &str) -> Result<(), CatalogError> {
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

fn read_row(book: &str, text: &str, head: &Head) -> Result<Price, CatalogError> {
    let row: Row<'_> = from_json(book, text)?;
    let price = row.price(book, head.currency)?;
    check_sources(book, &price.key, &price.sources, &head.sources)?;
    Ok(price)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(prices: &str) -> Result<PriceBook, CatalogError> {
        let text = format!(
            r#"{{"format": "{FORMAT}", "region": "us-east-1", "currency": "USD",
                "as_of": "2026-10", "sources": {{"s": "somewhere"}}, "prices": [{prices}]}}"#
        );
        PriceBook::parse("test", text)
    }

    fn row(key: &str, rest: &str) -> String {
        format!(
            r#"{{"key": "{key}", "unit": "hour", {rest}, "as_of": "2026-10",
                "evidence": "price-list", "sources": ["s"]}}"#
        )
    }

    #[test]
    fn a_price_is_found_by_its_key() {
        let book = book(
            &[
                row("a.b", r#""price": "0.1""#),
                row("c.d", r#""price": "0.2""#),
            ]
            .join(","),
        );
        let book = book.unwrap();
        let price = book.price(&PriceKey::new("c.d")).unwrap().unwrap();
        assert_eq!(price.tiers.cost(10.into()), Ok(2.into()));
        assert_eq!(book.price(&PriceKey::new("x")), Ok(None));
    }

    #[test]
    fn damaged_books_are_refused_with_the_reason() {
        let reason = |prices: &str| book(prices).unwrap_err().to_string();
        let twice = [row("a", r#""price": "1""#), row("a", r#""price": "2""#)].join(",");
        assert!(reason(&twice).contains("priced more than once"));
        let unsorted = [row("b", r#""price": "1""#), row("a", r#""price": "2""#)].join(",");
        assert!(reason(&unsorted).contains("sort by key"));
        assert!(reason(&row("a", r#""price": "0""#)).contains("price of zero"));
        assert!(reason(&row("a", r#""price": "1e-3""#)).contains("not a decimal"));
        assert!(reason(&row("a", r#""tiers": []"#)).contains("needs either"));
        let gap = r#""tiers": [{"from": "0", "to": "5", "price": "1"}, {"from": "6", "to": null, "price": "1"}]"#;
        assert!(reason(&row("a", gap)).contains("the next starts at 6"));
        assert!(reason(&row("a", r#""price": 0.1"#)).contains("invalid type"));
        assert!(
            PriceBook::parse("x", "{")
                .unwrap_err()
                .to_string()
                .contains("EOF")
        );
        let future = r#"{"format": "breakeven/price-book/v9", "region": "r", "currency": "USD",
            "as_of": "", "sources": {}, "prices": []}"#;
        assert!(
            PriceBook::parse("x", future)
                .unwrap_err()
                .to_string()
                .contains("v9")
        );
    }
}
