//! Prices from products of the Price List, and books as text.

#[path = "../common/mod.rs"]
mod common;
mod round_trip;
mod synthetic;
#[path = "../price_world/mod.rs"]
mod world;

use breakeven::catalog::{Allowances, Catalog, PriceBook};
use breakeven::price_list::Reading;
use breakeven::units::Date;
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn allowances() -> &'static Allowances {
    static ALLOWANCES: OnceLock<Allowances> = OnceLock::new();
    ALLOWANCES.get_or_init(|| Catalog::embedded("us-east-1").unwrap().allowances().clone())
}

/// Against a book, on a day, with nothing accepted beforehand.
fn reading(base: &PriceBook) -> Reading<'_> {
    static NONE: BTreeSet<String> = BTreeSet::new();
    Reading {
        base,
        allowances: allowances(),
        today: Date::parse("2026-11-21").unwrap(),
        accepted: &NONE,
    }
}
