//! `prices lock`, `prices seal`.

use super::check_region;
use crate::args::{Output, PriceChoice};
use crate::exit::Failure;
use crate::locks::Lock;
use crate::{books, files};
use breakeven::catalog::{BookDraft, OwnPrices, PriceBook};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A region; may be given several times.
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    region: Vec<String>,
    #[command(flatten)]
    prices: PriceChoice,
    #[command(flatten)]
    output: Output,
}

/// Adds to a lock that is there: CI has one file for all regions.
pub fn run(args: &Args) -> Result<(), Failure> {
    let output = args
        .output
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    let mut lock = match output {
        Some(path) if files::is_kept(path) => Lock::read(path)?,
        _ => Lock::new(output.unwrap_or(Path::new("-"))),
    };
    for region in &args.region {
        check_region(region)?;
        let catalog = books::catalog(&args.prices, region.as_str(), OwnPrices::default())?;
        let overlay = books::overlay_sha256(&args.prices)?;
        lock.pin(catalog.book(), overlay.as_deref())?;
    }
    match output {
        Some(path) => files::rewrite(path, &lock.text()?),
        None => files::write(&lock.text()?, None),
    }
}

/// Writes books as this program writes them, with their checksums. A book that could not be used is
/// refused, and stays as it is.
pub fn seal(paths: &[PathBuf]) -> Result<(), Failure> {
    for path in paths {
        let source = files::read_file(path, books::MAX_BOOK_BYTES)?;
        let book = PriceBook::parse(source.name, source.text)?;
        files::rewrite(path, &BookDraft::of(&book)?.text()?)?;
    }
    Ok(())
}
