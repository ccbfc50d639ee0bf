//! `optimize`: the cheapest configurations, and those that are better for more money.

use crate::args::{Format, Optimize as Args};
use crate::exit::{Exit, Failure};
use crate::report::{as_read, changes, csv, one_region, text};
use crate::{books, files};
use breakeven::estimate::Selection;
use breakeven::optimize::{OptimizeError, Options, Search, optimize};
use breakeven::scenario::{Scenario, Template};
use breakeven::{render, report};
use std::io::{IsTerminal, Write};
use std::num::NonZero;
use std::path::Path;
use std::thread;

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = &args.input;
    one_region(input)?;
    let source = files::read_scenario(&input.file, &changes(input)?)?;
    let changes = changes(input)?;
    let scenario = Scenario::parse_with(source.clone(), &changes)?;
    let template = Template::new(source.clone(), &changes)?;
    let own = scenario.own_prices();
    let catalog = books::catalog(&input.prices, &scenario, own)?;
    let options = Options {
        selection: Selection {
            architectures: args.select.architecture.clone(),
            traffic: args.select.traffic.clone(),
        },
        top: args.top,
        threads: thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
    };
    let shows = std::io::stderr().is_terminal();
    let progress = |done: u64| {
        if shows && done.is_multiple_of(500) {
            // Progress that can't be shown is no reason to stop.
            let _ = write!(std::io::stderr(), "\r{done} combinations priced\u{1b}[K");
        }
    };
    let search = optimize(&template, &catalog, &options, &progress);
    if shows {
        let _ = write!(std::io::stderr(), "\r\u{1b}[K");
    }
    let search = search.map_err(|error| match error {
        OptimizeError::Faults(faults) => faults.into(),
        OptimizeError::Estimate(error) => Failure::estimating(&error, as_read(&source, &changes)),
        OptimizeError::Catalog(error) => error.into(),
        error @ OptimizeError::Disagrees { .. } => Failure::system(error.to_string()),
        error => Failure::input(error.to_string()),
    })?;
    if let Some(folder) = &args.save {
        save(&search, folder)?;
    }
    let text = match args.format {
        Format::Json => render::optimize_json(&scenario, &catalog, &search)?,
        Format::Csv => csv(&report::optimization_records(&search))?,
        format => text(
            &report::optimization(&scenario, &catalog, &search),
            format,
            &args.output,
        )?,
    };
    files::write(&text, args.output.output.as_deref())?;
    let nothing = |level: &breakeven::optimize::Optimum| level.best.is_empty() && args.top > 0;
    match search.levels.iter().find(|level| nothing(level)) {
        None => Ok(()),
        Some(level) => Err(Failure::Message(
            Exit::Check,
            format!(
                "no configuration is possible and keeps to the constraints at `{}`",
                level.traffic
            ),
        )),
    }
}

/// Writes each listed configuration as a file of its own: `high-cheapest-01.yaml`.
fn save(search: &Search, folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::system(format!("{} can't be made: {error}", folder.display())))?;
    let mut saved = Vec::new();
    for level in &search.levels {
        for (list, configurations) in [("cheapest", &level.best), ("front", &level.front)] {
            for (number, found) in (1..).zip(configurations) {
                let name = format!("{}-{list}-{number:02}.yaml", level.traffic);
                saved.push((folder.join(name), &found.yaml));
            }
        }
    }
    files::claim(saved.iter().map(|(path, _)| path.as_path()))?;
    let mut saved = saved.iter();
    saved.try_for_each(|(path, yaml)| files::write(yaml, Some(path)))
}
