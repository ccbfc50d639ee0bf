//! What `update`, `verify` and `refresh` have in common: each region is read from AWS in turn.

use super::check_region;
use crate::args::{Format, Output};
use crate::exit::{Exit, Failure};
use crate::fetching::{self, Fetch, ProgressLines};
use crate::report::{csv, text};
use crate::{books, files};
use breakeven::catalog::PriceBook;
use breakeven::report::{self, RegionUpdate};
use breakeven::sources::{Progress, Updated, Wanted, update};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Each {
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

impl Each {
    /// Where the report goes.
    pub fn output(&self) -> &Option<PathBuf> {
        &self.output.output
    }

    /// What is asked for, once the command line is known to be sound.
    pub fn wanted(&self) -> Result<Wanted, Failure> {
        for region in &self.region {
            check_region(region)?;
        }
        self.fetch.wanted()
    }

    /// Reads each region: `base` gives the book it starts from, `put` keeps what came and gives the book
    /// after it. `state` is what is true of the files whenever the user interrupts.
    pub fn read(
        &self,
        wanted: &Wanted,
        state: &'static str,
        base: impl Fn(&str) -> Result<PriceBook, Failure>,
        put: impl Fn(&str, &PriceBook, &Updated) -> Result<PriceBook, Failure>,
    ) -> Result<Vec<RegionUpdate>, Failure> {
        let today = books::today()?;
        fetching::end_cleanly_on_ctrl_c(state);
        let mut source = self.fetch.source()?;
        let mut lines = ProgressLines::new();
        let mut read = Vec::new();
        for region in &self.region {
            let before = base(region)?;
            let mut progress = |event: Progress<'_>| lines.show(event);
            let updated = update(source.as_mut(), &before, wanted, today, &mut progress)?;
            let after = put(region, &before, &updated)?;
            read.push((before, updated, after));
        }
        lines.finish();
        Ok(read)
    }

    /// Writes the report, as a page or as records; `json` is the document of the command.
    pub fn write(
        &self,
        read: &[RegionUpdate],
        json: impl Fn(&[RegionUpdate]) -> Result<String, serde_json::Error>,
        page: impl Fn(&[RegionUpdate]) -> report::Report,
    ) -> Result<(), Failure> {
        let text = match self.format {
            Format::Json => json(read)?,
            Format::Csv => csv(&report::update_records(read))?,
            format => text(&page(read), format, &self.output)?,
        };
        files::write(&text, self.output.output.as_deref())
    }
}

/// Fails unless all that was wanted came.
pub fn complete(read: &[RegionUpdate], otherwise: &str) -> Result<(), Failure> {
    match read.iter().all(|(_, updated, _)| updated.is_complete()) {
        true => Ok(()),
        false => Err(Failure::Message(Exit::System, otherwise.to_owned())),
    }
}
