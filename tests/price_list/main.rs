//! Prices from products of the Price List, and books as text.

#[path = "../common/mod.rs"]
mod common;
mod round_trip;
