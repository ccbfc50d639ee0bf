//! The data inside the program: `pricing-data/`, read when it is asked for.

use super::allowance::Allowances;
use super::book::PriceBook;
use super::classes::Classes;
use super::error::CatalogError;
use std::sync::OnceLock;

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
    let (_, text) = BOOKS.iter().find(|(code, _)| *code == region).ok_or_else(|| {
        CatalogError::NoBook {
            region: region.to_owned(),
            available: regions().join(", "),
        }
    })?;
    PriceBook::parse("embedded", *text)
}

pub(super) fn allowances() -> Result<Allowances, CatalogError> {
    Allowances::parse("free-tier.json", ALLOWANCES)
}

pub(super) fn classes() -> Result<&'static Classes, CatalogError> {
    static READ: OnceLock<Result<Classes, CatalogError>> = OnceLock::new();
    let read = READ.get_or_init(|| Classes::parse("instance-classes.json", CLASSES));
    read.as_ref().map_err(Clone::clone)
}
