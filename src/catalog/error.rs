//! Why a price can't be given.

use crate::units::{TierError, Unit};

/// Why a price can't be given. Always names the key, the region and the book, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// The book has no price for a key.
    #[error("{0}")]
    Missing(Box<MissingPrice>),
    /// The book has more than one price for a key.
    #[error("`{key}` is priced more than once in the price book {book}; remove all but one")]
    Ambiguous {
        /// The key.
        key: String,
        /// The book's name.
        book: String,
    },
    /// A price is in another unit than the key is metered in.
    #[error("`{key}` is priced per {found} in the price book {book}, but metered in {expected}")]
    WrongUnit {
        /// The key.
        key: String,
        /// The book's name.
        book: String,
        /// The unit of the key.
        expected: Unit,
        /// The unit of the price.
        found: String,
    },
    /// The tiers of a price are not a schedule.
    #[error("`{key}` in the price book {book}: {fault}")]
    Tiers {
        /// The key.
        key: String,
        /// The book's name.
        book: String,
        /// What is wrong.
        fault: TierError,
    },
    /// A price book is not what it should be.
    #[error("{book} is not a price book this program can use: {problem}")]
    Unreadable {
        /// The book's name.
        book: String,
        /// What is wrong with it.
        problem: String,
    },
    /// There is no book for a region AWS has.
    #[error("there are no prices for {region} here; available: {available}")]
    NoBook {
        /// The region.
        region: String,
        /// Regions with a book.
        available: String,
    },
    /// The price book is for another region than the scenario.
    #[error("the price book {book} is for {found}, but the scenario is in {region}")]
    OtherRegion {
        /// The book's name.
        book: String,
        /// The region of the book.
        found: String,
        /// The region asked for.
        region: String,
    },
    /// The vCPUs and memory of an instance class are not known.
    #[error("the vCPUs of `{class}` are not known; state them with `vcpu`")]
    UnknownClass {
        /// The class.
        class: String,
    },
}

/// A price a book does not have, and how to get it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no {sourced}price for `{key}` in {region} (price book: {book}){hint}; give one under \
     `prices.overrides` in the scenario; AWS states it with: {fetch}",
    sourced = if *known_gap { "sourced " } else { "" },
    hint = near.as_ref().filter(|_| !known_gap)
        .map_or_else(String::new, |near| format!("; the nearest it has is `{near}`"))
)]
pub struct MissingPrice {
    /// The key.
    pub key: String,
    /// The region.
    pub region: String,
    /// The book's name.
    pub book: String,
    /// The priced key most like it.
    pub near: Option<String>,
    /// True when the book records that no source states this price in the region.
    pub known_gap: bool,
    /// The command of the AWS CLI that asks for it.
    pub fetch: String,
}
