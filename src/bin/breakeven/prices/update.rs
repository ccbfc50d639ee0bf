//! `prices update`: from AWS into the cache.

use super::check_region;
use crate::args::{Format, Output};
use crate::exit::{Exit, Failure};
use crate::fetching::{self, Fetch, ProgressLines};
use crate::report::text;
use crate::{books, files};
use breakeven::catalog::{CatalogError, PriceBook, embedded_book};
use breakeven::sources::{CacheError, UpdateError, Updated, cached_with};
use breakeven::{render, report};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A region; may be given several times.
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    region: Vec<String>,
    #[command(flatten)]
    fetch: Fetch,
    /// How to write the report.
    #[arg(long, value_parser = crate::args::reported(), default_value = "table")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// Why a book could not be put into the cache.
enum PutError {
    Cache(CacheError),
    Update(UpdateError),
}

impl From<CacheError> for PutError {
    fn from(error: CacheError) -> PutError {
        PutError::Cache(error)
    }
}

impl From<PutError> for Failure {
    fn from(error: PutError) -> Failure {
        match error {
            PutError::Cache(error) => error.into(),
            PutError::Update(error) => error.into(),
        }
    }
}

pub fn run(args: &Args) -> Result<(), Failure> {
    for region in &args.region {
        check_region(region)?;
    }
    let wanted = args.fetch.wanted()?;
    let cache = books::cache()?;
    cache.prepare()?;
    let today = books::today()?;
    fetching::end_cleanly_on_ctrl_c("each region is as it was or up to date");
    let mut source = args.fetch.source()?;
    let mut lines = ProgressLines::new();
    let mut updates = Vec::new();
    for region in &args.region {
        let base = at_hand(&cache, region)?;
        let mut progress = |event: breakeven::sources::Progress<'_>| lines.show(event);
        let updated =
            breakeven::sources::update(source.as_mut(), &base, &wanted, today, &mut progress)?;
        let mut after = base.clone();
        if updated.is_any() {
            cache.replace(region, |current| {
                let embedded = embedded_book(region).map_err(update_error)?;
                let current = cached_with(&embedded, current).map_err(PutError::Update)?;
                updated.applied_to(&current).map_err(PutError::Update)
            })?;
            after = cache.read(region)?.named("cache");
        }
        updates.push((base, updated, after));
    }
    lines.finish();
    write(args, &updates)?;
    let complete = updates.iter().all(|(_, updated, _)| updated.is_complete());
    match complete {
        true => Ok(()),
        false => Err(Failure::Message(
            Exit::System,
            "not everything could be brought up to date; what is named above is as it was"
                .to_owned(),
        )),
    }
}

fn update_error(error: CatalogError) -> PutError {
    PutError::Update(error.into())
}

/// The book to start from: the cached one, else the embedded one.
fn at_hand(cache: &breakeven::sources::Cache, region: &str) -> Result<PriceBook, Failure> {
    let embedded = embedded_book(region)?;
    let cached = match cache.read(region) {
        Ok(book) => Some(book.named("cache")),
        Err(CacheError::Absent(_)) => None,
        Err(CacheError::Book { error, .. }) => {
            let error = format!("cached prices can't be used: {error}");
            files::note(&format!("{error}; it is made anew from the embedded one"));
            None
        }
        Err(error) => {
            files::note(&format!("{error}; it is made anew from the embedded one"));
            None
        }
    };
    Ok(cached_with(&embedded, cached)?)
}

fn write(args: &Args, updates: &[(PriceBook, Updated, PriceBook)]) -> Result<(), Failure> {
    let text = match args.format {
        Format::Json => render::updates_json(updates)?,
        Format::Csv => crate::report::csv(&report::update_records(updates))?,
        format => text(&report::updates(updates), format, &args.output)?,
    };
    files::write(&text, args.output.output.as_deref())
}
