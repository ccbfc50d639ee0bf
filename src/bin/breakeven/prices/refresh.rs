//! `prices refresh`: the embedded books of this project, from AWS. For those who maintain it.

use super::each::{Each, complete};
use crate::exit::Failure;
use crate::{books, files};
use breakeven::catalog::PriceBook;
use breakeven::{render, report};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder of the price books.
    #[arg(long, value_name = "DIR", default_value = "pricing-data")]
    dir: PathBuf,
    #[command(flatten)]
    pub each: Each,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let path = |region: &str| args.dir.join(format!("{region}.json"));
    let read = args.each.read(
        &args.each.wanted()?,
        "a book is as it was or rewritten as a whole",
        |region| {
            let source = files::read_file(&path(region), books::MAX_BOOK_BYTES)?;
            Ok(PriceBook::parse_sealed(source.name, source.text)?)
        },
        |region, before, updated| {
            let (path, text) = (path(region), updated.applied_to(before)?);
            let after = PriceBook::parse_sealed(path.display().to_string(), text.clone())?;
            if updated.is_any() {
                files::rewrite(&path, &text)?;
            }
            Ok(after)
        },
    )?;
    args.each
        .write(&read, render::updates_json, report::updates)?;
    complete(
        &read,
        "not everything could be refreshed; what is named above is as it was",
    )
}
