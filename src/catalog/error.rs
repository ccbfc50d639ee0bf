//! Why a price can't be given.

use super::currency::Currency;
use crate::units::{TierError, Unit};

/// Why a price can't be given. Always names the key, the region and the book, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// The book has no price for a key.
    #[error("{0}")]
    Missing(Box<MissingPrice>),
    /// A scenario states the price of the key with its usage: no book has one.
    #[error("the price of `{key}` is stated in the scenario that uses it; no price book has one")]
    Stated {
        /// The key.
        key: String,
    },
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
    /// A price is in another currency than the bills of the region.
    #[error(
        "the price given for `{key}` is in {found}, but {region} is billed in {expected}; amounts of \
         two currencies are never added up"
    )]
    OtherCurrency {
        /// The key.
        key: String,
        /// The region.
        region: String,
        /// The currency of its bills.
        expected: Currency,
        /// The currency of the price.
        found: Currency,
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
    /// A price book is not as it was written.
    #[error("the price book {book} {problem}")]
    Damaged {
        /// The book's name.
        book: String,
        /// How it was noticed, and what to do.
        problem: String,
    },
    /// A price book of a later program.
    #[error(
        "the price book {book} has the format `{found}`; this program reads `{known}`: use a newer one"
    )]
    Future {
        /// The book's name.
        book: String,
        /// Its format.
        found: String,
        /// The newest format understood.
        known: String,
    },
    /// Prices of a region are there and must not be used.
    #[error("prices of {region} are not used: {problem}")]
    Refused {
        /// The region.
        region: String,
        /// Why, and what to do.
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
    #[error("the price book {book} is for {found}, not for {region}")]
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
#[error("{}: {}: {fetch}", self.summary(), self.help())]
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
    /// The command that looks for it in the AWS Price List; `None` where no list states it.
    pub update: Option<String>,
    /// The command of the AWS CLI that asks for it.
    pub fetch: String,
}

impl MissingPrice {
    /// What is missing, on one line.
    #[must_use]
    pub fn summary(&self) -> String {
        format!("no price for `{}` in {}", self.key, self.region)
    }

    /// The reason: a gap the book records, or a key it has never heard of.
    fn reason(&self) -> String {
        let book = &self.book;
        match (self.known_gap, &self.near) {
            (true, _) => format!(
                "the price book ({book}) records it as a gap: no source found states it for the region"
            ),
            (false, Some(near)) => {
                format!("the price book ({book}) does not have it; the nearest it has is `{near}`")
            }
            (false, None) => format!("the price book ({book}) does not have it"),
        }
    }

    /// Remedies, the nearest first, and the reason; [`fetch`](MissingPrice::fetch) is the command the
    /// sentence ends with.
    #[must_use]
    pub fn help(&self) -> String {
        let reason = self.reason();
        let by_hand = "give it under `prices.overrides` in the scenario, or ask AWS for it";
        match &self.update {
            Some(update) => {
                format!("`{update}` looks for it in the AWS Price List; {reason}; or {by_hand}")
            }
            None => format!("{reason}; {by_hand}"),
        }
    }
}
