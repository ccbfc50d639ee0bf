//! `project`: the months to come.

use crate::args::{Format, Project as Args};
use crate::exit::{Exit, Failure};
use crate::report::{changes, check_codes, csv, one_region, text};
use crate::{books, files};
use breakeven::estimate::{Selection, gaps};
use breakeven::project::{Plan, ProjectError, project};
use breakeven::scenario::Scenario;
use breakeven::units::CalendarMonth;
use breakeven::{render, report};

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = &args.input;
    one_region(input)?;
    let source = files::read_scenario(&input.file, &changes(input)?)?;
    let scenario = Scenario::parse_with(source.clone(), &changes(input)?)?;
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
    let forecast = project(&scenario, &catalog, &plan).map_err(|error| {
        // A missing price is seldom alone: look for all that the traffic levels need.
        let selection = Selection {
            architectures: args.architecture.clone(),
            traffic: Vec::new(),
        };
        match gaps(&scenario, &catalog, &selection) {
            Ok(gaps) if error.is_missing_price() && !gaps.is_empty() => {
                let selected = selection.architectures(&scenario).unwrap_or_default();
                let selected: Vec<&str> = selected.iter().map(|(name, _)| *name).collect();
                Failure::gaps(&gaps, Some(&source), &selected, scenario.region.as_str())
            }
            _ => failure(error),
        }
    })?;
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

fn failure(error: ProjectError) -> Failure {
    let ProjectError::Estimate {
        month,
        priced,
        error,
    } = &error
    else {
        return Failure::Message(Exit::Input, error.to_string());
    };
    let before = match priced {
        0 => String::new(),
        months => format!("; the months before have all their prices: --months {months}"),
    };
    match Failure::estimating(error, None) {
        Failure::Message(exit, message) => {
            Failure::Message(exit, format!("{month}: {message}{before}"))
        }
        other => other,
    }
}
