//! `prices update`: from AWS into the cache.

use super::each::{Each, complete};
use crate::exit::Failure;
use crate::{books, files};
use breakeven::catalog::{PriceBook, embedded_book};
use breakeven::sources::{Cache, CacheError, cached_with};
use breakeven::{render, report};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub each: Each,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let wanted = args.each.wanted()?;
    let cache = books::cache()?;
    cache.prepare()?;
    let read = args.each.read(
        &wanted,
        "each region is as it was or up to date",
        |region| at_hand(&cache, region),
        |region, before, updated| {
            if !updated.is_any() {
                return Ok(before.clone());
            }
            cache.replace(region, |current| -> Result<String, Failure> {
                // Another program may have put other services in meanwhile.
                let current = cached_with(&embedded_book(region)?, current)?;
                Ok(updated.applied_to(&current)?)
            })?;
            Ok(cache.read(region)?.named("cache"))
        },
    )?;
    args.each
        .write(&read, render::updates_json, report::updates)?;
    complete(
        &read,
        "not everything could be brought up to date; what is named above is as it was",
    )
}

/// The book to start from: the cached one, else the embedded one.
fn at_hand(cache: &Cache, region: &str) -> Result<PriceBook, Failure> {
    let cached = match books::cached_book(cache, region) {
        Ok(book) => Some(book),
        Err(CacheError::Absent(_)) => None,
        Err(error) => {
            let why = match error {
                // Its own remedy is this command.
                CacheError::Book { error, .. } => format!("cached prices can't be used: {error}"),
                error => error.to_string(),
            };
            files::note(&format!("{why}; it is made anew from the embedded one"));
            None
        }
    };
    Ok(cached_with(&embedded_book(region)?, cached)?)
}
