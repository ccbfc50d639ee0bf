//! The data inside the program: `pricing-data/`, read when it is asked for.

use super::allowance::Allowances;
use super::book::PriceBook;
use super::classes::{Class, Classes};
use super::error::CatalogError;

/// One document per region. Only the one asked for is read, so more regions cost no start-up time.
const BOOKS: &[(&str, &str)] = &[(
    "us-east-1",
    include_str!("../../pricing-data/us-east-1.json"),
)];

const ALLOWANCES: &str = include_str!("../../pricing-data/free-tier.json");
const CLASSES: &str = include_str!("../../pricing-data/instance-classes.json");

pub(super) fn regions() -> Vec<&'static str> {
    BOOKS.iter().map(|(region, _)| *region).collect()
}

pub(super) fn book(region: &str) -> Result<PriceBook, CatalogError> {
    let (_, text) = BOOKS
        .iter()
        .find(|(code, _)| *code == region)
        .ok_or_else(|| CatalogError::NoBook {
            region: region.to_owned(),
            available: regions().join(", "),
        })?;
    PriceBook::embedded(text)
}

pub(super) fn allowances() -> Result<Allowances, CatalogError> {
    Allowances::parse("free-tier.json", ALLOWANCES)
}

/// The row of one class, found by its name: reading all of them would cost more than the rest of a
/// small scenario.
pub(super) fn class(name: &str) -> Result<Option<Class>, CatalogError> {
    let start = format!("{{\"class\": \"{name}\",");
    let row = CLASSES
        .find(&start)
        .and_then(|at| CLASSES.get(at..)?.lines().next());
    row.map(|row| Class::parse(row.trim_end_matches(',')))
        .transpose()
}

pub(super) fn classes() -> Result<Classes, CatalogError> {
    Classes::parse("instance-classes.json", CLASSES)
}
