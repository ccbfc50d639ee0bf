//! The data inside the program: `pricing-data/`, read when it is asked for.

use super::allowance::Allowances;
use super::book::PriceBook;
use super::classes::{Class, Classes};
use super::error::CatalogError;
use super::support::SupportTable;
use std::sync::OnceLock;

macro_rules! books {
    ($($region:literal,)*) => {
        /// One document per region. Only the one asked for is read, so more regions cost no
        /// start-up time.
        const BOOKS: &[(&str, &str)] = &[$(
            ($region, include_str!(concat!("../../pricing-data/", $region, ".json"))),
        )*];
    };
}

books! {
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
}

const ALLOWANCES: &str = include_str!("../../pricing-data/free-tier.json");
const CLASSES: &str = include_str!("../../pricing-data/instance-classes.json");
const SUPPORT: &str = include_str!("../../pricing-data/extended-support.json");

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

/// Every key some embedded book prices.
pub(super) fn keys() -> std::collections::BTreeSet<&'static str> {
    let lines = BOOKS.iter().flat_map(|(_, text)| text.lines());
    let rows = lines.filter_map(|line| line.strip_prefix(super::book::ROW_START));
    rows.filter_map(|row| row.split('"').next()).collect()
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

/// The table is asked for each component with a version, at each traffic level: read once.
pub(super) fn support_table() -> Result<&'static SupportTable, CatalogError> {
    static TABLE: OnceLock<Result<SupportTable, CatalogError>> = OnceLock::new();
    let read = TABLE.get_or_init(|| SupportTable::parse("extended-support.json", SUPPORT));
    read.as_ref().map_err(Clone::clone)
}
