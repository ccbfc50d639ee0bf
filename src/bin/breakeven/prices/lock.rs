//! `prices lock`, `prices seal`.

use super::check_region;
use crate::args::{Output, PriceChoice};
use crate::exit::Failure;
use crate::{books, files, locks};
use breakeven::catalog::{OwnPrices, PriceBook, seal as sealed};
use std::path::PathBuf;

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

pub fn run(args: &Args) -> Result<(), Failure> {
    let mut pinned = Vec::new();
    for region in &args.region {
        check_region(region)?;
        let catalog = books::catalog(&args.prices, region.as_str(), OwnPrices::default())?;
        pinned.push(catalog.book().clone());
    }
    files::write(&locks::text(&pinned)?, args.output.output.as_deref())
}

pub fn seal(paths: &[PathBuf]) -> Result<(), Failure> {
    for path in paths {
        let source = files::read(path, books::MAX_BOOK_BYTES)?;
        let text = sealed(&source.text);
        // A book that could not be used is not sealed.
        PriceBook::parse_sealed(source.name, text.clone())?;
        files::replace(path, &text)?;
    }
    Ok(())
}
