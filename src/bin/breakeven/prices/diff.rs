//! `prices diff`: two books, and what their difference does to a scenario.

use super::check_region;
use crate::args::{Format, Output};
use crate::exit::Failure;
use crate::report::{csv, text};
use crate::{books, files};
use breakeven::catalog::{Catalog, CatalogError, PriceBook, price_changes};
use breakeven::estimate::{Estimate, Selection, estimate};
use breakeven::report::TotalChange;
use breakeven::scenario::Scenario;
use breakeven::{render, report};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The earlier book: `embedded`, `cache`, or a path.
    #[arg(value_name = "OLD")]
    old: String,
    /// The later book.
    #[arg(value_name = "NEW")]
    new: String,
    /// The region of `embedded` and `cache`; that of the scenario or of a book given by path unless
    /// stated.
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Show what the change does to each architecture of a scenario.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// How to write the report.
    #[arg(long, value_parser = crate::args::reported(), default_value = "table")]
    format: Format,
    #[command(flatten)]
    pub output: Output,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let scenario = match &args.scenario {
        Some(path) => Some(Scenario::parse(files::read_scenario(path, &[])?)?),
        None => None,
    };
    let region = region(args, scenario.as_ref())?;
    check_region(&region)?;
    let (old, new) = (
        books::book(&args.old, &region)?,
        books::book(&args.new, &region)?,
    );
    for book in [&old, &new] {
        if scenario.is_some() && book.region() != region {
            return Err(CatalogError::OtherRegion {
                book: book.name().to_owned(),
                found: book.region().to_owned(),
                region,
            }
            .into());
        }
    }
    let changes = price_changes(&old, &new)?;
    let totals = match &scenario {
        Some(scenario) => totals(scenario, &old, &new)?,
        None => Vec::new(),
    };
    let text = match args.format {
        Format::Json => render::price_diff_json(&old, &new, &changes, &totals)?,
        Format::Csv => csv(&report::price_change_records(&changes))?,
        format => {
            let report = report::price_diff(&old, &new, &changes, &totals);
            text(&report, format, &args.output)?
        }
    };
    files::write(&text, args.output.output.as_deref())
}

/// The region both books are of.
fn region(args: &Args, scenario: Option<&Scenario>) -> Result<String, Failure> {
    let of_scenario = scenario.map(|scenario| scenario.region.as_str());
    match (&args.region, of_scenario) {
        (Some(region), Some(other)) if region != other => {
            return Err(Failure::input(format!(
                "--region {region} is not the region of the scenario, {other}; leave it out"
            )));
        }
        (Some(region), _) => return Ok(region.clone()),
        (None, Some(region)) => return Ok(region.to_owned()),
        (None, None) => {}
    }
    let mut paths = [&args.old, &args.new].into_iter();
    match paths.find(|name| !matches!(name.as_str(), "embedded" | "cache")) {
        // A book given by path is of its own region, whatever is asked for.
        Some(path) => Ok(books::book(path, "us-east-1")?.region().to_owned()),
        None => Ok("us-east-1".to_owned()),
    }
}

fn totals(
    scenario: &Scenario,
    old: &PriceBook,
    new: &PriceBook,
) -> Result<Vec<TotalChange>, Failure> {
    let (before, after) = (priced(scenario, old)?, priced(scenario, new)?);
    let pairs = before.into_iter().zip(after);
    Ok(pairs
        .map(|(before, after)| TotalChange {
            architecture: before.architecture.clone(),
            traffic: before.traffic.clone(),
            before: before.monthly_cost,
            after: after.monthly_cost,
        })
        .collect())
}

fn priced(scenario: &Scenario, book: &PriceBook) -> Result<Vec<Estimate>, Failure> {
    let catalog = Catalog::of_book(book.clone())?.with_own(scenario.own_prices());
    estimate(scenario, &catalog, &Selection::default())
        .map_err(|error| Failure::estimating(&error, None))
}
