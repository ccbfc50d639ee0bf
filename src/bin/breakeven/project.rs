//! `project`: the months to come.

use crate::args::{Format, Project as Args};
use crate::exit::{Exit, Failure};
use crate::report::{as_read, changes, check_codes, csv, one_region, text};
use crate::{books, files};
use breakeven::project::{Plan, ProjectError, project};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::units::CalendarMonth;
use breakeven::{render, report};

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = &args.input;
    one_region(input)?;
    let changes = changes(input)?;
    let source = files::read_scenario(&input.file, &changes)?;
    let scenario = Scenario::parse_with(source.clone(), &changes)?;
    let own = scenario.own_prices();
    let catalog = books::catalog(&input.prices, &scenario, own)?;
    let start = args.start.as_deref().map(CalendarMonth::parse).transpose();
    let start = start.map_err(|error| {
        let given = args.start.as_deref().unwrap_or_default();
        Failure::input(format!("--start {given}: expected {}", error.accepted))
    })?;
    let plan = Plan {
        months: args.months,
        start,
        traffic: args.traffic.clone(),
        architectures: args.architecture.clone(),
    };
    let forecast = project(&scenario, &catalog, &plan)
        .map_err(|error| failure(error, as_read(&source, &changes)))?;
    let text = match args.format {
        Format::Json => render::project_json(&scenario, &catalog, &forecast)?,
        Format::Csv => csv(&report::projection_records(&forecast))?,
        format => text(
            &report::projection(&scenario, &catalog, &forecast),
            format,
            &args.output,
        )?,
    };
    files::write(&text, args.output.output.as_deref())?;
    let open = forecast.warnings.iter().filter(|(_, w)| !w.is_accepted);
    check_codes(args.strict, open.map(|(_, warning)| warning.code).collect())
}

fn failure(error: ProjectError, source: Option<&Source>) -> Failure {
    let ProjectError::Estimate {
        month,
        priced,
        error,
    } = &error
    else {
        return Failure::Message(Exit::Input, error.to_string());
    };
    let failure = match Failure::estimating(error, source) {
        Failure::Message(exit, message) => Failure::Message(exit, format!("{month}: {message}")),
        other => other,
    };
    match priced {
        0 => failure,
        months => failure.closing_with(format!(
            "the months before {month} have all their prices: --months {months}"
        )),
    }
}
