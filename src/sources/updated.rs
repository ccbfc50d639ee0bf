//! What is asked of an update, and what it answers.

use super::FetchError;
use crate::catalog::{BookDraft, CatalogError, OfferRecord, Price, PriceBook};
use crate::price_list::Faulty;
use crate::purchase::PlanKind;
use crate::units::Date;
use std::collections::BTreeSet;

/// What is to be brought up to date.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Services, by their codes in the Price List.
    pub services: Vec<String>,
    /// Savings Plans, by their codes; rates are found for what the book has on demand.
    pub plans: Vec<Plan>,
    /// Keys whose price may be far from what it was.
    pub accepted: BTreeSet<String>,
    /// Whether to read again what has not changed.
    pub anew: bool,
}

/// A Savings Plan of the Price List.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plan {
    /// `AWSComputeSavingsPlan`.
    Compute,
    /// `AWSDatabaseSavingsPlans`.
    Database,
}

impl Plan {
    /// Both.
    pub const ALL: [Plan; 2] = [Plan::Compute, Plan::Database];

    /// Its code in the Price List.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Plan::Compute => "AWSComputeSavingsPlan",
            Plan::Database => "AWSDatabaseSavingsPlans",
        }
    }

    /// How the keys of its rates begin.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Plan::Compute => "sp.compute.",
            Plan::Database => "sp.database.",
        }
    }

    pub(super) fn kind(self) -> PlanKind {
        match self {
            Plan::Compute => PlanKind::Compute,
            Plan::Database => PlanKind::Database,
        }
    }
}

/// How a service came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceOutcome {
    /// Its code.
    pub service_code: String,
    /// The version read or confirmed; `None` when nothing came.
    pub version: Option<String>,
    /// What happened.
    pub result: ServiceResult,
    /// Keys without a usable price.
    pub faults: Vec<Faulty>,
}

/// What happened to the prices of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceResult {
    /// The version at hand is the newest.
    Unchanged,
    /// So many prices were read.
    Read(usize),
    /// The service is not sold in the region, and the book has no price of it.
    NotSold,
    /// Nothing came.
    Failed(FetchError),
}

/// What a source had to say about a book: what to change in it, and how it went.
#[derive(Debug, Clone)]
pub struct Updated {
    /// What changes, in order.
    pub changes: Vec<Change>,
    /// Each service, in the order asked for.
    pub services: Vec<ServiceOutcome>,
}

/// A change to a book.
#[derive(Debug, Clone)]
pub enum Change {
    /// An offer is still the newest.
    StillNewest {
        /// The service.
        service_code: String,
        /// The version.
        version: String,
        /// The day this was found.
        today: Date,
        /// The entity tag of the index that said so.
        etag: Option<String>,
    },
    /// Prices were read.
    Read {
        /// The service.
        service_code: String,
        /// True when they may take the place of newer ones.
        anew: bool,
        /// Of when they are.
        record: OfferRecord,
        /// The prices.
        prices: Vec<Price>,
    },
}

impl Updated {
    /// A book with the changes, sealed. It need not be the one they were read for: another program may
    /// have brought other services up to date meanwhile.
    ///
    /// # Errors
    /// [`UpdateError`] when the book can't be read.
    pub fn applied_to(&self, book: &PriceBook) -> Result<String, UpdateError> {
        applied(book, &self.changes)
    }

    /// The prices read, service by service.
    pub fn prices(&self) -> impl Iterator<Item = &Price> {
        self.changes.iter().flat_map(|change| match change {
            Change::Read { prices, .. } => prices.as_slice(),
            Change::StillNewest { .. } => &[],
        })
    }

    /// The prices read of a service.
    pub fn prices_of<'u>(&'u self, code: &'u str) -> impl Iterator<Item = &'u Price> {
        self.changes.iter().flat_map(move |change| match change {
            Change::Read {
                service_code,
                prices,
                ..
            } if service_code == code => prices.as_slice(),
            _ => &[],
        })
    }

    /// True when all that was wanted is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.services.iter().all(|service| {
            service.faults.is_empty() && !matches!(service.result, ServiceResult::Failed(_))
        })
    }

    /// True when anything came.
    #[must_use]
    pub fn is_any(&self) -> bool {
        !self.changes.is_empty()
    }
}

/// Why nothing could be brought up to date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateError {
    /// There is no such region.
    #[error("`{0}` is not an AWS region")]
    Region(String),
    /// A book or the embedded data can't be read.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A book can't be written as text.
    #[error("the price book can't be written: {0}")]
    Text(String),
}

/// The book a cache should hold: the cached one, or, where it is absent or was made from the embedded
/// book of another program, what was fetched together with the embedded book of this one. Prices that
/// were never fetched are then those this program brings.
///
/// # Errors
/// [`UpdateError`] when a book can't be read.
pub fn cached_with(
    embedded: &PriceBook,
    cached: Option<PriceBook>,
) -> Result<PriceBook, UpdateError> {
    if let Some(cached) = &cached
        && cached.made_from() == Some(embedded.sha256().as_str())
    {
        return Ok(cached.clone());
    }
    let name = if cached.is_some() {
        "cache"
    } else {
        "embedded"
    };
    let draft = BookDraft::for_cache(embedded, cached.as_ref())?;
    let text = draft
        .text()
        .map_err(|error| UpdateError::Text(error.to_string()))?;
    Ok(PriceBook::sealed(name, text)?)
}

fn applied(book: &PriceBook, changes: &[Change]) -> Result<String, UpdateError> {
    let mut draft = BookDraft::of(book)?;
    for change in changes {
        match change {
            Change::StillNewest {
                service_code,
                version,
                today,
                etag,
            } => {
                if draft.version(service_code) == Some(version.as_str()) {
                    draft.still_newest(service_code, &today.to_string(), etag.clone());
                }
            }
            // Another program may have put newer ones in meanwhile.
            Change::Read {
                service_code,
                anew: false,
                record,
                ..
            } if draft.has_newer(service_code, record) => {}
            Change::Read {
                service_code,
                record,
                prices,
                ..
            } => {
                draft.begin_offer(service_code, record.clone());
                for price in prices {
                    draft.set(price.clone());
                }
            }
        }
    }
    draft
        .text()
        .map_err(|error| UpdateError::Text(error.to_string()))
}
