//! `drivers`: which inputs decide between two architectures.

use crate::args::{Drivers as Args, Format};
use crate::exit::Failure;
use crate::report::{changes, csv, one_region, text};
use crate::{books, files};
use breakeven::drivers::{DriversError, drivers};
use breakeven::estimate::Selection;
use breakeven::scenario::Template;
use breakeven::vary::VaryError;
use breakeven::{render, report};
use std::num::NonZero;
use std::thread;

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = &args.input;
    one_region(input)?;
    let source = files::read_scenario(&input.file, &changes(input)?)?;
    let template = Template::new(source, &changes(input)?)?;
    let scenario = template.scenario();
    let prices = books::prices(&input.prices, scenario)?;
    let selection = Selection {
        architectures: Vec::new(),
        traffic: args.traffic.clone(),
    };
    let levels = selection.levels(scenario);
    let levels = levels.map_err(|error| Failure::estimating(&error, None))?;
    let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let named = [args.between.as_deref(), args.and.as_deref()];
    let found = levels
        .into_iter()
        .map(|level| drivers(&template, &prices, level, named, threads).map_err(failure));
    let found = found.collect::<Result<Vec<_>, Failure>>()?;
    let catalog = prices.of(scenario)?;
    let text = match args.format {
        Format::Json => render::drivers_json(scenario, &catalog, &found)?,
        Format::Csv => csv(&report::driver_records(catalog.book().currency(), &found))?,
        format => text(
            &report::drivers(scenario, &catalog, &found),
            format,
            &args.output,
        )?,
    };
    files::write(&text, args.output.output.as_deref())
}

fn failure(error: DriversError) -> Failure {
    match error {
        DriversError::Vary(error) => varying(error),
        error => Failure::input(error.to_string()),
    }
}

/// Why a scenario can't be varied, with the exit code of its reason.
pub fn varying(error: VaryError) -> Failure {
    let message = error.to_string();
    match error {
        VaryError::Catalog(error) => error.into(),
        VaryError::Scenario(error) => Failure::estimating(&error, None),
        VaryError::Refused { faults, .. } => Failure::from(*faults),
        // It names the value, and ends as the estimate of that value would.
        VaryError::Estimate { error, .. } => match Failure::estimating(&error, None) {
            Failure::Message(exit, _) => Failure::Message(exit, message),
            other => other,
        },
        _ => Failure::input(message),
    }
}
