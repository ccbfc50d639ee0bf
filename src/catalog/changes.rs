//! What differs between two price books.

use super::book::PriceBook;
use super::error::CatalogError;
use super::key::PriceKey;
use super::price::Price;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// A key whose price differs between two books. Other sources, dates or SKUs of the same price are no
/// change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceChange {
    /// The key.
    pub key: PriceKey,
    /// Its price in the earlier book.
    pub before: Option<Price>,
    /// Its price in the later one.
    pub after: Option<Price>,
}

impl PriceChange {
    /// The first price after over the first price before, less one; `None` where there is no before or
    /// no after.
    #[must_use]
    pub fn share(&self) -> Option<Decimal> {
        let first = |price: &Option<Price>| {
            let tier = price.as_ref()?.tiers.tiers().first()?;
            Some(tier.price.of_one())
        };
        let ratio = first(&self.after)?.checked_div(first(&self.before)?)?;
        ratio.checked_sub(Decimal::ONE)
    }
}

/// The prices that differ, by key.
///
/// # Errors
/// [`CatalogError::OtherRegion`] for books of two regions; a row that can't be read.
pub fn price_changes(
    before: &PriceBook,
    after: &PriceBook,
) -> Result<Vec<PriceChange>, CatalogError> {
    if before.region() != after.region() {
        return Err(CatalogError::OtherRegion {
            book: after.name().to_owned(),
            found: after.region().to_owned(),
            region: before.region().to_owned(),
        });
    }
    let keys: BTreeSet<&PriceKey> = before.keys().chain(after.keys()).collect();
    let mut changes = Vec::new();
    for key in keys {
        let (old, new) = (before.price(key)?, after.price(key)?);
        let same = match (old, new) {
            (Some(old), Some(new)) => {
                (&old.tiers, old.unit, old.currency) == (&new.tiers, new.unit, new.currency)
            }
            _ => false,
        };
        if !same {
            changes.push(PriceChange {
                key: key.clone(),
                before: old.map(|price| price.as_ref().clone()),
                after: new.map(|price| price.as_ref().clone()),
            });
        }
    }
    Ok(changes)
}
