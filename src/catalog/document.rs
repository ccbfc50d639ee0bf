//! What all data files of the catalog have in common: a format they must be in, and sources, which
//! are named in short by every row and spelled out once.

use super::error::CatalogError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Display;

/// The error of a file that can't be read, and why.
pub(super) fn unreadable(name: &str, problem: impl Display) -> CatalogError {
    CatalogError::Unreadable {
        book: name.to_owned(),
        problem: problem.to_string(),
    }
}

pub(super) fn from_json<'d, D: Deserialize<'d>>(
    name: &str,
    text: &'d str,
) -> Result<D, CatalogError> {
    serde_json::from_str(text).map_err(|error| unreadable(name, error))
}

pub(super) fn check_format(name: &str, found: &str, expected: &str) -> Result<(), CatalogError> {
    if found == expected {
        return Ok(());
    }
    let problem = format!("its format is `{found}`, not `{expected}`");
    Err(unreadable(name, problem))
}

/// Whether every source a row names is one of those spelled out.
pub(super) fn check_sources(
    name: &str,
    row: impl Display,
    named: &[impl AsRef<str>],
    known: &BTreeMap<String, String>,
) -> Result<(), CatalogError> {
    let mut named = named.iter().map(AsRef::as_ref);
    match named.find(|source| !known.contains_key(*source)) {
        None => Ok(()),
        Some(unknown) => {
            let problem = format!("`{row}` names the unknown source `{unknown}`");
            Err(unreadable(name, problem))
        }
    }
}
