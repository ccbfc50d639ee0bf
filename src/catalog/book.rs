//! A price book: the prices of one region, read from a JSON document.

use super::error::CatalogError;
use super::key::PriceKey;
use super::price::{Evidence, Price};
use crate::units::{Tier, TierSchedule, Unit, UnitPrice};
use rust_decimal::Decimal;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The format this program reads and writes.
pub const FORMAT: &str = "breakeven/price-book/v1";

/// The prices of one region, from one document.
#[derive(Debug, Clone)]
pub struct PriceBook {
    name: String,
    text: Cow<'static, str>,
    region: String,
    currency: String,
    as_of: String,
    sources: BTreeMap<String, String>,
    prices: Vec<Price>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'d> {
    format: &'d str,
    region: String,
    currency: String,
    as_of: String,
    sources: BTreeMap<String, String>,
    #[serde(borrow)]
    prices: Vec<Row<'d>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row<'d> {
    key: &'d str,
    unit: &'d str,
    #[serde(default)]
    usd: Option<&'d str>,
    #[serde(default, borrow)]
    tiers: Vec<TierRow<'d>>,
    #[serde(default)]
    sku: Option<String>,
    #[serde(default)]
    rate_code: Option<String>,
    as_of: String,
    evidence: Evidence,
    sources: Vec<String>,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TierRow<'d> {
    from: &'d str,
    to: Option<&'d str>,
    usd: &'d str,
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
        let unreadable = |problem: String| CatalogError::Unreadable {
            book: name.clone(),
            problem,
        };
        let document: Document<'_> =
            serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
        if document.format != FORMAT {
            let problem = format!("its format is `{}`, not `{FORMAT}`", document.format);
            return Err(unreadable(problem));
        }
        if document.currency != "USD" {
            let problem = format!("its currency is {}; only USD is supported", document.currency);
            return Err(unreadable(problem));
        }
        let mut prices = Vec::with_capacity(document.prices.len());
        for row in document.prices {
            let price = row.price(&name)?;
            if let Some(unknown) = price.sources.iter().find(|s| !document.sources.contains_key(*s))
            {
                let problem = format!("`{}` names the unknown source `{unknown}`", price.key);
                return Err(unreadable(problem));
            }
            prices.push(price);
        }
        if let Some([a, b]) = prices.array_windows().find(|[a, b]| a.key >= b.key) {
            return Err(if a.key == b.key {
                CatalogError::Ambiguous {
                    key: a.key.to_string(),
                    book: name,
                }
            } else {
                unreadable(format!("`{}` stands after `{}`: sort by key", b.key, a.key))
            });
        }
        let (region, as_of) = (document.region, document.as_of);
        let (currency, sources) = (document.currency, document.sources);
        Ok(PriceBook {
            name,
            region,
            currency,
            as_of,
            sources,
            prices,
            text,
        })
    }

    /// What users call it: `embedded` or a path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The region whose prices these are.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The currency of every price in it.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// The newest date at which one of the prices was read.
    #[must_use]
    pub fn as_of(&self) -> &str {
        &self.as_of
    }

    /// SHA-256 of the document, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        let digest = Sha256::digest(self.text.as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Every price, by key.
    #[must_use]
    pub fn prices(&self) -> &[Price] {
        &self.prices
    }

    /// The price of a key.
    #[must_use]
    pub fn price(&self, key: &PriceKey) -> Option<&Price> {
        let at = self.prices.binary_search_by(|price| price.key.cmp(key)).ok()?;
        self.prices.get(at)
    }

    /// The full description of a source.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&str> {
        self.sources.get(id).map(String::as_str)
    }
}

impl Row<'_> {
    fn price(self, book: &str) -> Result<Price, CatalogError> {
        let unreadable = |problem: String| CatalogError::Unreadable {
            book: book.to_owned(),
            problem: format!("`{}`: {problem}", self.key),
        };
        let unit = Unit::from_name(self.unit)
            .ok_or_else(|| unreadable(format!("unknown unit `{}`", self.unit)))?;
        let decimal = |text: &str| {
            Decimal::from_str_exact(text)
                .map_err(|_| unreadable(format!("`{text}` is not a decimal number")))
        };
        let tiers = match (self.usd, self.tiers.is_empty()) {
            (Some(usd), true) => vec![Tier {
                from: Decimal::ZERO,
                to: None,
                price: UnitPrice::per_unit(decimal(usd)?),
            }],
            (None, false) => {
                let tier = |row: &TierRow<'_>| {
                    Ok(Tier {
                        from: decimal(row.from)?,
                        to: row.to.map(decimal).transpose()?,
                        price: UnitPrice::per_unit(decimal(row.usd)?),
                    })
                };
                self.tiers.iter().map(tier).collect::<Result<_, CatalogError>>()?
            }
            _ => return Err(unreadable("needs either `usd` or `tiers`".to_owned())),
        };
        // AWS has zero-price rows beside the real ones (capacity reservations, EC2 launch type); a
        // zero here is such a row taken by mistake.
        if tiers.iter().any(|tier| tier.price.amount().is_zero()) {
            return Err(unreadable("a price of zero".to_owned()));
        }
        let tiers = TierSchedule::new(tiers).map_err(|fault| CatalogError::Tiers {
            key: self.key.to_owned(),
            book: book.to_owned(),
            fault,
        })?;
        Ok(Price {
            key: PriceKey::new(self.key),
            unit,
            tiers,
            sku: self.sku,
            rate_code: self.rate_code,
            as_of: self.as_of,
            evidence: self.evidence,
            sources: self.sources,
            note: self.note,
        })
    }
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
        let book = book(&[row("a.b", r#""usd": "0.1""#), row("c.d", r#""usd": "0.2""#)].join(","));
        let book = book.unwrap();
        let price = book.price(&PriceKey::new("c.d")).unwrap();
        assert_eq!(price.tiers.cost(10.into()), Ok(2.into()));
        assert!(book.price(&PriceKey::new("x")).is_none());
    }

    #[test]
    fn damaged_books_are_refused_with_the_reason() {
        let reason = |prices: &str| book(prices).unwrap_err().to_string();
        let twice = [row("a", r#""usd": "1""#), row("a", r#""usd": "2""#)].join(",");
        assert!(reason(&twice).contains("priced more than once"));
        let unsorted = [row("b", r#""usd": "1""#), row("a", r#""usd": "2""#)].join(",");
        assert!(reason(&unsorted).contains("sort by key"));
        assert!(reason(&row("a", r#""usd": "0""#)).contains("price of zero"));
        assert!(reason(&row("a", r#""usd": "1e-3""#)).contains("not a decimal"));
        assert!(reason(&row("a", r#""tiers": []"#)).contains("needs either"));
        let gap = r#""tiers": [{"from": "0", "to": "5", "usd": "1"}, {"from": "6", "to": null, "usd": "1"}]"#;
        assert!(reason(&row("a", gap)).contains("the next starts at 6"));
        assert!(reason(&row("a", r#""usd": 0.1"#)).contains("invalid type"));
        assert!(PriceBook::parse("x", "{").unwrap_err().to_string().contains("EOF"));
        let future = r#"{"format": "breakeven/price-book/v9", "region": "r", "currency": "USD",
            "as_of": "", "sources": {}, "prices": []}"#;
        assert!(PriceBook::parse("x", future).unwrap_err().to_string().contains("v9"));
    }
}
