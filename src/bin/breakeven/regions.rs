//! `compare --region all`: where a scenario is cheapest.

use crate::args::{Format, Report as Args};
use crate::exit::{Exit, Failure};
use crate::report::{check_codes, csv, read, selection, text};
use crate::{books, files};
use breakeven::catalog::embedded_regions;
use breakeven::compare::{RegionComparison, RegionsError, Why, compare_regions};
use breakeven::{render, report};
use std::mem::ManuallyDrop;
use std::num::NonZero;
use std::thread;

/// Ranks every region with a price book.
pub fn compare(args: &Args) -> Result<(), Failure> {
    if !matches!(
        args.input.prices.prices.as_str(),
        "auto" | "embedded" | "cache"
    ) {
        return Err(Failure::input(
            "--region all prices the scenario with the book of each region; --prices gives those of \
             one region only: name that region, or leave --prices out",
        ));
    }
    if args.format.is_of_charges() {
        return Err(Failure::input(
            "a ranking of regions has no charges to be written as xlsx or focus; name one region, or \
             use html, csv or json",
        ));
    }
    let (scenario, source) = read(args)?;
    let catalog = books::catalog(&args.input.prices, &scenario, scenario.own_prices())?;
    let regions = match args.input.prices.prices.as_str() {
        "cache" => books::cache()?.regions(),
        _ => embedded_regions().into_iter().map(str::to_owned).collect(),
    };
    let regions: Vec<&str> = regions.iter().map(String::as_str).collect();
    let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let comparison = compare_regions(&scenario, &catalog, &regions, &selection(args), threads);
    let comparison = comparison.map_err(|error| match error {
        RegionsError::Catalog(error) => error.into(),
        RegionsError::Estimate(error) => Failure::estimating(&error, source.as_ref()),
        RegionsError::Compare(error) => error.into(),
        error => Failure::input(error.to_string()),
    })?;
    // Dropped with the process.
    let comparison = ManuallyDrop::new(comparison);
    if comparison.rankings.is_empty() {
        return Err(nowhere(&comparison));
    }
    let text = match args.format {
        Format::Json => render::regions_json(&scenario, &comparison)?,
        Format::Csv => csv(&report::region_records(&comparison))?,
        format => text(
            &report::regions(&scenario, &comparison),
            format,
            &args.output,
        )?,
    };
    files::write(&text, args.output.output.as_deref())?;
    let warnings = comparison.notes.iter().filter(|note| !note.is_accepted);
    check_codes(args.strict, warnings.filter_map(|note| note.code).collect())
}

/// Prices named of those that are missing.
const NAMED: usize = 3;

/// No region can price any architecture: what the scenario's own one misses.
fn nowhere(comparison: &RegionComparison) -> Failure {
    let mut left_out = comparison.left_out.iter();
    let own = left_out.find(|left| left.region == comparison.own);
    let why = own.map_or_else(String::new, |own| match &own.why {
        Why::Currency(why) => format!("; {why}"),
        Why::Prices(gaps) => {
            let named = gaps.iter().take(NAMED).map(|gap| format!("`{}`", gap.key));
            let named = named.collect::<Vec<_>>().join(", ");
            let more = match gaps.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let own = &own.region;
            format!(
                "; {own} misses {named}{more}: `breakeven prices show KEY --region {own}` says how to \
                 get one"
            )
        }
    });
    Failure::Message(
        Exit::Price,
        format!("no region has every price of any architecture{why}"),
    )
}
