//! `prices refresh`: the embedded books of this project, from AWS. For those who maintain it.

use super::check_region;
use crate::args::{Format, Output};
use crate::exit::{Exit, Failure};
use crate::fetching::{self, Fetch, ProgressLines};
use crate::report::{csv, text};
use crate::{books, files};
use breakeven::catalog::PriceBook;
use breakeven::{render, report};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder of the price books.
    #[arg(long, value_name = "DIR", default_value = "pricing-data")]
    dir: PathBuf,
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

pub fn run(args: &Args) -> Result<(), Failure> {
    for region in &args.region {
        check_region(region)?;
    }
    let wanted = args.fetch.wanted()?;
    let today = books::today()?;
    fetching::end_cleanly_on_ctrl_c("a book is as it was or rewritten as a whole");
    let mut source = args.fetch.source()?;
    let mut lines = ProgressLines::new();
    let mut updates = Vec::new();
    for region in &args.region {
        let path = args.dir.join(format!("{region}.json"));
        let base = read(&path)?;
        let mut progress = |event: breakeven::sources::Progress<'_>| lines.show(event);
        let updated =
            breakeven::sources::update(source.as_mut(), &base, &wanted, today, &mut progress)?;
        let text = updated.applied_to(&base)?;
        let after = PriceBook::parse_sealed(path.display().to_string(), text.clone())?;
        if updated.is_any() {
            files::replace(&path, &text)?;
        }
        updates.push((base, updated, after));
    }
    lines.finish();
    let text = match args.format {
        Format::Json => render::updates_json(&updates)?,
        Format::Csv => csv(&report::update_records(&updates))?,
        format => text(&report::updates(&updates), format, &args.output)?,
    };
    files::write(&text, args.output.output.as_deref())?;
    match updates.iter().all(|(_, updated, _)| updated.is_complete()) {
        true => Ok(()),
        false => Err(Failure::Message(
            Exit::System,
            "not everything could be refreshed; what is named above is as it was".to_owned(),
        )),
    }
}

fn read(path: &Path) -> Result<PriceBook, Failure> {
    let source = files::read(path, books::MAX_BOOK_BYTES)?;
    Ok(PriceBook::parse_sealed(source.name, source.text)?)
}
