//! `drivers`: which inputs decide between two architectures.

use crate::args::{Drivers as Args, Format};
use crate::exit::{Failure, of_all_architectures};
use crate::report::{as_read, changes, csv, one_region, text};
use crate::{books, files};
use breakeven::drivers::{DriversError, drivers};
use breakeven::estimate::Selection;
use breakeven::scenario::Template;
use breakeven::syntax::Source;
use breakeven::vary::VaryError;
use breakeven::{render, report};
use std::num::NonZero;
use std::thread;

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = &args.input;
    one_region(input)?;
    let changes = changes(input)?;
    let source = files::read_scenario(&input.file, &changes)?;
    let template = Template::new(source.clone(), &changes)?;
    let source = as_read(&source, &changes);
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
    let found = levels.into_iter().map(|level| {
        drivers(&template, &prices, level, named, threads).map_err(|error| failure(error, source))
    });
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

fn failure(error: DriversError, source: Option<&Source>) -> Failure {
    match error {
        DriversError::Vary(VaryError::Scenario(error)) => {
            Failure::estimating(&of_all_architectures(error), source)
        }
        DriversError::Vary(error) => varying(error, source),
        error => Failure::input(error.to_string()),
    }
}

/// Why a scenario can't be varied, with the exit code of its reason; `source` is its text, when what
/// stands in it is what is priced.
pub fn varying(error: VaryError, source: Option<&Source>) -> Failure {
    match error {
        VaryError::Catalog(error) => error.into(),
        VaryError::Scenario(error) => Failure::estimating(&error, source),
        VaryError::Refused { faults, .. } => Failure::from(*faults),
        // It names the value, and ends as the estimate of that value would.
        VaryError::Estimate { path, text, error } => match Failure::estimating(&error, None) {
            Failure::Message(exit, message) => {
                Failure::Message(exit, format!("{path} = {text}: {message}"))
            }
            other => other.closing_with(format!("with {path} = {text}")),
        },
        error => Failure::input(error.to_string()),
    }
}
