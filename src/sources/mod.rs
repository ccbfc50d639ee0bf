//! Where prices come from: the Price List over the network, and the cache on disk.
//!
//! The only module of the library that opens files and sockets, and only when a caller asks for a
//! source by name. Each source answers the same [`Request`] with the same [`Answer`]: products that
//! may be those of the keys asked for, as [`price_list`](crate::price_list) reads them. What they
//! mean is decided there, so that no source can disagree with another.

#![expect(clippy::disallowed_methods, reason = "sources are files and sockets")]
#[cfg(feature = "aws-sdk")]
pub mod api;
#[cfg(feature = "fetch")]
pub mod bulk;
mod cache;
mod error;
mod fetched;
mod update;
mod updated;

pub use cache::{Cache, CacheError};
pub use error::{FetchError, FetchFault};
pub use update::update;
pub use updated::{
    Change, Plan, ServiceOutcome, ServiceResult, UpdateError, Updated, Wanted, cached_with,
};

use crate::catalog::Product;
pub use crate::price_list::{Condition, Query};

use crate::price_list::{Entry, Offer, PlanOffer};
use std::time::Duration;

/// How long a source may take for everything it is asked, unless told otherwise.
pub const DEADLINE: Duration = Duration::from_secs(60 * 60);

/// One service in one region.
pub struct Request<'r> {
    /// `AmazonECS`.
    pub service_code: &'r str,
    /// `eu-west-1`.
    pub region: &'r str,
    /// What to ask for, for sources that can ask for less than everything.
    pub queries: &'r [Query],
    /// Which products are wanted, of all that come by.
    pub wanted: &'r dyn Fn(&Product) -> bool,
    /// True when reserved terms are wanted too.
    pub reserved: bool,
    /// The version at hand; a source that still has the same one answers [`Answer::Unchanged`].
    pub known: Option<&'r Known>,
}

/// What a book holds of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The version of the offer.
    pub version: String,
    /// The entity tag of the index that named it, for conditional requests.
    pub etag: Option<String>,
}

/// What a source answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The version at hand is the newest; nothing was read.
    Unchanged,
    /// What was read.
    Read {
        /// Of when it is.
        offer: Offer,
        /// Where it was read: a URL without its query, or the name of the API.
        origin: String,
        /// The entity tag of the index that named the version.
        etag: Option<String>,
        /// The products wanted.
        entries: Vec<Entry>,
    },
}

/// The rates of a Savings Plan in one region.
pub struct PlanRequest<'r> {
    /// `AWSComputeSavingsPlan` or `AWSDatabaseSavingsPlans`.
    pub plan: &'r str,
    /// `eu-west-1`.
    pub region: &'r str,
    /// Which products' rates are wanted, by SKU.
    pub wanted: &'r dyn Fn(&str) -> bool,
    /// The version at hand.
    pub known: Option<&'r Known>,
}

/// What a source answers about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanAnswer {
    /// The version at hand is the newest; nothing was read.
    Unchanged,
    /// What was read.
    Read {
        /// Of when it is.
        offer: Offer,
        /// Where it was read.
        origin: String,
        /// The entity tag of the index that named the version.
        etag: Option<String>,
        /// The rates wanted.
        rates: Vec<PlanOffer>,
    },
}

/// What happens while a source is read, for whoever waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'p> {
    /// A file or a query was begun.
    Started {
        /// What is read, in words: `AmazonEC2 of us-east-1`.
        what: &'p str,
        /// How many bytes will come, where that is known.
        bytes: Option<u64>,
    },
    /// So many bytes, or pages, have been read in all.
    Read(u64),
    /// Something failed and is tried again.
    Retry {
        /// Which attempt comes next, from 2.
        attempt: u32,
        /// Why.
        why: &'p str,
    },
}

/// A way to the AWS Price List.
pub trait Source {
    /// Its name on the command line: `api` or `bulk`.
    fn name(&self) -> &'static str;

    /// The pseudo-region under which products without a region stand, where they stand apart.
    fn global_region(&self) -> Option<&'static str> {
        None
    }

    /// Reads the products of a service in a region.
    ///
    /// # Errors
    /// [`FetchError`], which names the service, the region and the remedy.
    fn products(
        &mut self,
        request: &Request<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Answer, FetchError>;

    /// Reads the rates of a Savings Plan in a region.
    ///
    /// # Errors
    /// [`FetchError`]; [`FetchFault::Unsupported`] from a source that has none.
    fn plan_rates(
        &mut self,
        request: &PlanRequest<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<PlanAnswer, FetchError>;
}
