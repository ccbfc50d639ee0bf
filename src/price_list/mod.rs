//! The AWS Price List as data: products with their terms, rates of Savings Plans, and which of them
//! is the price of which key.
//!
//! Both ways to the list, bulk files and the Query API, say the same in two shapes. Here each shape
//! becomes an [`Entry`]; entries become [`Price`](crate::catalog::Price)s through the selectors of
//! the registry, or a fault that names the key: no product, several, another unit, another currency,
//! a price that can't be meant. Nothing is guessed. No input or output but what a caller hands in as
//! text or as a reader.

mod answer;
mod entry;

pub use answer::{AnswerError, read_answer};
pub use entry::{Entry, Offer, PlanOffer, Rate, Term, TermKind};
