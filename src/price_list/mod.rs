//! The AWS Price List as data: products with their terms, rates of Savings Plans, and which of them
//! is the price of which key.
//!
//! Both ways to the list, bulk files and the Query API, say the same in two shapes. Here each shape
//! becomes an [`Entry`]; entries become [`Price`](crate::catalog::Price)s through the selectors of
//! the registry, or a fault that names the key: no product, several, another unit, another currency,
//! a price that can't be meant. Nothing is guessed. No input or output but what a caller hands in as
//! text or as a reader.

mod answer;
mod collect;
mod entry;
mod fault;
mod find;
mod index;
mod offer;
mod plans;
mod query;
mod read;
mod stream;
mod terms;
mod unit;

pub use answer::{AnswerError, read_answer};
pub use collect::{Collected, Faulty, Reading, collect, collect_plan};
pub use entry::{Entry, Offer, PlanOffer, Rate, Term, TermKind};
pub use fault::OfferError;
pub use find::{Finder, selectors_digest, service_codes, service_codes_of};
pub use index::{RegionIndex, read_region_index};
pub use offer::read_offer;
pub use plans::read_plan;
pub use query::{Condition, Query};
pub use read::KeyFault;
