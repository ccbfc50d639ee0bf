//! What things cost: price key → unit, tiers, provenance; free allowances; instance classes; until
//! when engine versions are supported.
//!
//! Pure data and lookup. A missing, ambiguous or wrong-unit price is an error, never zero.

mod allowance;
mod book;
mod changes;
mod classes;
mod currency;
mod discount;
mod document;
mod embedded;
mod error;
mod head;
mod key;
mod overrides;
mod price;
mod region;
mod row;
mod seal;
mod selector;
mod support;
mod unify;
mod write;

pub use allowance::{
    Allowance, AllowanceKind, AllowanceScope, Allowances, CreditRules, Doubt, FreeTier,
    FreeTierTerms,
};
pub use book::PriceBook;
pub use changes::{PriceChange, price_changes};
pub use classes::{Class, Classes};
pub use currency::Currency;
pub use discount::Discount;
pub use error::{CatalogError, MissingPrice};
pub use head::{FORMAT as BOOK_FORMAT, OfferRecord, is_source_id, source_id};
pub(crate) use key::RESERVED;
pub use key::{KeySpec, Pooling, PriceKey, Variables};
pub use overrides::{OverridePrice, OverrideTier, OwnPrices, PriceOverrides};
pub use price::{Evidence, Price};
pub use region::{Partition, REGIONS, region};
pub use seal::{seal, sha256};
pub use selector::{Product, RegionName, Selector};
pub use support::{SupportDates, SupportPhase, SupportTable, SupportedVersion};
pub use write::BookDraft;

use crate::syntax::nearest;
use std::fmt;
use std::sync::Arc;

/// Books by region, for a catalog that goes from one region to another.
pub trait Shelf: fmt::Debug + Send + Sync {
    /// The book of a region.
    ///
    /// # Errors
    /// When there is none, or it can't be used.
    fn book(&self, region: &str) -> Result<PriceBook, CatalogError>;
}

/// The books inside the program.
#[derive(Debug, Clone, Copy)]
pub struct Embedded;

impl Shelf for Embedded {
    fn book(&self, region: &str) -> Result<PriceBook, CatalogError> {
        embedded::book(region)
    }
}

/// Prices, allowances and classes a scenario is priced with.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Shared, so that a catalog with prices of its own costs next to nothing.
    book: Arc<PriceBook>,
    /// Where the books of other regions are; nowhere for a book that came alone.
    shelf: Option<Arc<dyn Shelf>>,
    overrides: Vec<Arc<Price>>,
    discounts: Vec<Discount>,
    allowances: Arc<Allowances>,
}

impl Catalog {
    /// The embedded catalog of a region.
    ///
    /// # Errors
    /// [`CatalogError::NoBook`] when no book of the region is embedded.
    pub fn embedded(region: &str) -> Result<Catalog, CatalogError> {
        let catalog = Catalog::new(embedded::book(region)?, embedded::allowances()?);
        Ok(catalog.beside(Arc::new(Embedded)))
    }

    /// A catalog of a book, with the embedded allowances.
    ///
    /// # Errors
    /// When the embedded allowances can't be read (a defect of the program).
    pub fn of_book(book: PriceBook) -> Result<Catalog, CatalogError> {
        Ok(Catalog::new(book, embedded::allowances()?))
    }

    /// A catalog of a book and allowances.
    #[must_use]
    pub fn new(book: PriceBook, allowances: Allowances) -> Catalog {
        Catalog {
            book: Arc::new(book),
            shelf: None,
            overrides: Vec::new(),
            discounts: Vec::new(),
            allowances: Arc::new(allowances),
        }
    }

    /// Where the books of other regions are.
    #[must_use]
    pub fn shelf(&self) -> Option<Arc<dyn Shelf>> {
        self.shelf.clone()
    }

    /// The same catalog with other books at hand for other regions.
    #[must_use]
    pub fn beside(mut self, shelf: Arc<dyn Shelf>) -> Catalog {
        self.shelf = Some(shelf);
        self
    }

    /// The same catalog with the book of another region in place of its own.
    ///
    /// # Errors
    /// When there is no book of the region.
    pub fn in_region(&self, region: &str) -> Result<Catalog, CatalogError> {
        let book = match &self.shelf {
            _ if self.book.region() == region => Arc::clone(&self.book),
            Some(shelf) => Arc::new(shelf.book(region)?),
            None => {
                return Err(CatalogError::OtherRegion {
                    book: self.book.name().to_owned(),
                    found: self.book.region().to_owned(),
                    region: region.to_owned(),
                });
            }
        };
        Ok(Catalog {
            book,
            ..self.clone()
        })
    }

    /// The catalog with some prices replaced or added.
    #[must_use]
    pub fn with_overrides(mut self, overrides: Vec<Price>) -> Catalog {
        for price in overrides {
            self.overrides.retain(|earlier| earlier.key != price.key);
            self.overrides.push(Arc::new(price));
        }
        self
    }

    /// The catalog with prices and discounts of one's own.
    #[must_use]
    pub fn with_own(self, own: OwnPrices) -> Catalog {
        let mut catalog = self.with_overrides(own.prices);
        catalog.discounts.extend(own.discounts);
        catalog
    }

    /// The catalog with other discounts in place of its own.
    #[must_use]
    pub fn with_discounts(mut self, discounts: Vec<Discount>) -> Catalog {
        self.discounts = discounts;
        self
    }

    /// Discounts given with the prices.
    #[must_use]
    pub fn discounts(&self) -> &[Discount] {
        &self.discounts
    }

    /// The group of regions the book is of.
    #[must_use]
    pub fn partition(&self) -> Partition {
        Partition::of_region(self.book.region())
    }

    /// The book the prices come from, where they are not overridden.
    #[must_use]
    pub fn book(&self) -> &PriceBook {
        &self.book
    }

    /// Every price, by key: those of the book, and those given by the user in their place.
    ///
    /// # Errors
    /// A price that can't be read.
    pub fn prices(&self) -> Result<Vec<&Price>, CatalogError> {
        let mut prices = self.book.prices()?;
        prices.retain(|price| !self.overrides.iter().any(|own| own.key == price.key));
        prices.extend(self.overrides());
        prices.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(prices)
    }

    /// Prices given by the user.
    pub fn overrides(&self) -> impl Iterator<Item = &Price> {
        self.overrides.iter().map(Arc::as_ref)
    }

    /// The free allowances.
    #[must_use]
    pub fn allowances(&self) -> &Allowances {
        &self.allowances
    }

    /// The priced key most like this one, if any is close. Where keys share its first part, it is one
    /// of them, and close in the rest.
    #[must_use]
    pub fn nearest(&self, key: &str) -> Option<String> {
        let known: Vec<&str> = self.book.keys().map(PriceKey::as_str).collect();
        if let Some((first, rest)) = key.split_once('.') {
            let alike = known.iter().filter_map(|known| known.split_once('.'));
            let alike = alike.filter(|(part, _)| part.eq_ignore_ascii_case(first));
            let alike: Vec<&str> = alike.map(|(_, rest)| rest).collect();
            if !alike.is_empty() {
                let near = nearest(rest, &alike);
                return near.map(|near| format!("{}.{near}", first.to_lowercase()));
            }
        }
        nearest(key, &known).map(str::to_owned)
    }

    /// The price of a key, if there is one that may be used for it. Costs little where there is none,
    /// because it looks for no suggestion.
    #[must_use]
    pub fn price_if_known(&self, key: &PriceKey, spec: &KeySpec) -> Option<&Arc<Price>> {
        let price = self.stated_price(key).ok()??;
        self.checked(price, spec).ok()
    }

    /// The user's price of a key, or the book's.
    fn stated_price(&self, key: &PriceKey) -> Result<Option<&Arc<Price>>, CatalogError> {
        let overridden = self.overrides.iter().find(|price| price.key == *key);
        match overridden {
            Some(price) => Ok(Some(price)),
            None => self.book.price(key),
        }
    }

    /// The price of a key.
    ///
    /// # Errors
    /// [`CatalogError::Missing`], [`CatalogError::Stated`] for a key no book prices, or
    /// [`CatalogError::WrongUnit`] when the price is in another unit than the key.
    pub fn price(&self, key: &PriceKey, spec: &KeySpec) -> Result<&Arc<Price>, CatalogError> {
        let found = self.stated_price(key)?;
        if found.is_none() && spec.stated {
            return Err(CatalogError::Stated {
                key: key.to_string(),
            });
        }
        let price = found.ok_or_else(|| {
            CatalogError::Missing(Box::new(MissingPrice {
                key: key.to_string(),
                region: self.book.region().to_owned(),
                book: self.book.name().to_owned(),
                near: self.nearest(key.as_str()),
                known_gap: self.book.is_gap(spec),
                update: spec.update_command(self.book.region()),
                fetch: spec.fetch_command(key, self.book.region()),
            }))
        })?;
        self.checked(price, spec)
    }

    /// A price, if it may be used for a key in the region of the book.
    ///
    /// # Errors
    /// [`CatalogError::WrongUnit`] or [`CatalogError::OtherCurrency`].
    pub fn checked<'p>(
        &self,
        price: &'p Arc<Price>,
        spec: &KeySpec,
    ) -> Result<&'p Arc<Price>, CatalogError> {
        let key = &price.key;
        if price.unit != spec.unit {
            return Err(CatalogError::WrongUnit {
                key: key.to_string(),
                book: self.book.name().to_owned(),
                expected: spec.unit,
                found: price.unit.to_string(),
            });
        }
        if price.currency != self.book.currency() {
            return Err(CatalogError::OtherCurrency {
                key: key.to_string(),
                region: self.book.region().to_owned(),
                expected: self.book.currency(),
                found: price.currency,
            });
        }
        Ok(price)
    }
}

/// The vCPUs and memory of an instance class, if it is known.
///
/// # Errors
/// When the embedded data can't be read (a defect of the program).
pub fn class(name: &str) -> Result<Option<Class>, CatalogError> {
    embedded::class(name)
}

/// Every instance class known.
///
/// # Errors
/// When the embedded data can't be read (a defect of the program).
pub fn classes() -> Result<Classes, CatalogError> {
    embedded::classes()
}

/// Until when engine versions are supported.
///
/// # Errors
/// When the embedded data can't be read (a defect of the program).
pub fn support_table() -> Result<&'static SupportTable, CatalogError> {
    embedded::support_table()
}

/// Every key the embedded book of some region prices.
#[must_use]
pub fn embedded_keys() -> std::collections::BTreeSet<&'static str> {
    embedded::keys()
}

/// The embedded allowances.
///
/// # Errors
/// When the embedded data can't be read (a defect of the program).
pub fn embedded_allowances() -> Result<Allowances, CatalogError> {
    embedded::allowances()
}

/// The embedded book of a region.
///
/// # Errors
/// [`CatalogError::NoBook`] when no book of the region is embedded.
pub fn embedded_book(region: &str) -> Result<PriceBook, CatalogError> {
    embedded::book(region)
}

/// Regions with an embedded price book.
#[must_use]
pub fn embedded_regions() -> Vec<&'static str> {
    embedded::regions()
}
