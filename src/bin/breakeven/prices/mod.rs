//! `breakeven prices`: looking at price books, bringing them up to date, comparing and pinning them.

mod diff;
mod each;
mod list;
mod lock;
mod refresh;
mod update;
mod verify;

use crate::args::{Format, Output, PriceChoice};
use crate::exit::Failure;
use breakeven::catalog::region;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Every price, by service.
    #[command(after_help = "Example:\n  breakeven prices list --format csv")]
    List(PriceReport),
    /// Everything known of one price: tiers, SKU, offer version, source, date, age.
    #[command(after_help = "Example:\n  breakeven prices show lambda.duration.x86")]
    Show {
        /// The price key.
        key: String,
        #[command(flatten)]
        report: PriceReport,
    },
    /// Fetches prices from AWS into the cache; what fails is named, and what was there stays.
    #[command(
        after_help = "Example:\n  breakeven prices update --region eu-west-1 --service fargate"
    )]
    Update(update::Args),
    /// Compares a price book with AWS: same, changed, gone, ambiguous. Exit code 3 when they differ.
    #[command(
        after_help = "Example:\n  breakeven prices verify --prices embedded --service lambda"
    )]
    Verify(verify::Args),
    /// What changed from one price book to another, and what that does to a scenario.
    #[command(
        after_help = "Example:\n  breakeven prices diff embedded pricing-data/us-east-1.json"
    )]
    Diff(diff::Args),
    /// Pins the exact price book of each region, for `--price-lock`.
    #[command(
        after_help = "Example:\n  breakeven prices lock --region us-east-1 --prices embedded"
    )]
    Lock(lock::Args),
    /// Writes the checksum into price books that were edited on purpose.
    #[command(after_help = "Example:\n  breakeven prices seal my-prices.json")]
    Seal {
        /// The price books.
        #[arg(required = true, value_name = "BOOK")]
        books: Vec<PathBuf>,
    },
    /// Rewrites the price books of this project from AWS, so that git shows what changed.
    #[command(
        after_help = "Example:\n  breakeven prices refresh --dir pricing-data --region us-east-1"
    )]
    Refresh(refresh::Args),
}

impl Command {
    /// Where its report goes; a lock adds to the file that is there.
    pub fn output(&self) -> &Option<PathBuf> {
        match self {
            Command::List(args) | Command::Show { report: args, .. } => &args.output.output,
            Command::Update(args) => args.each.output(),
            Command::Verify(args) => args.each.output(),
            Command::Refresh(args) => args.each.output(),
            Command::Diff(args) => &args.output.output,
            Command::Lock(_) | Command::Seal { .. } => &None,
        }
    }
}

pub fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::List(args) => list::list(args),
        Command::Show { key, report } => list::show(key, report),
        Command::Update(args) => update::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Lock(args) => lock::run(args),
        Command::Seal { books } => lock::seal(books),
        Command::Refresh(args) => refresh::run(args),
    }
}

#[derive(Debug, Args)]
pub struct PriceReport {
    /// The region.
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    pub region: String,
    #[command(flatten)]
    pub prices: PriceChoice,
    /// How to write the report.
    #[arg(long, value_parser = crate::args::reported(), default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub output: Output,
}

/// Refuses what is no region before anything else happens.
fn check_region(code: &str) -> Result<(), Failure> {
    match region(code) {
        Some(_) => Ok(()),
        None => {
            let known = breakeven::catalog::REGIONS.iter().map(|region| region.code);
            let near = breakeven::syntax::nearest(code, &known.collect::<Vec<_>>());
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(Failure::input(format!(
                "`{code}` is not an AWS region{hint}"
            )))
        }
    }
}
