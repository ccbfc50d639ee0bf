//! `sweep`: costs along one input, and where the cheapest changes.

use crate::args::{Format, Sweep as Args};
use crate::exit::Failure;
use crate::report::{as_read, changes, one_region, text};
use crate::{books, drivers, files};
use breakeven::catalog::Catalog;
use breakeven::compare::break_even::{
    MOST_REQUESTS, REQUESTS_PER_DAY, USUAL_RANGE, along_requests,
};
use breakeven::compare::{Grid, GridScale, Swept, SweptPoint, sweep};
use breakeven::estimate::{Bound, Selection, bind_all};
use breakeven::scenario::{Scenario, Template};
use breakeven::units::{Money, number};
use breakeven::vary::{self, Axis, Invalid, Study};
use breakeven::{render, report};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::io::Write;
use std::num::NonZero;
use std::path::Path;
use std::thread;

/// Points of a report that is held in memory as a whole.
const MOST_HELD: u64 = 1_000_000;

/// Points of a stream.
const MOST_STREAMED: u64 = 1_000_000_000;

/// Points unless a number is given.
const USUAL_POINTS: u64 = 50;

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = &args.input;
    one_region(input)?;
    if args.over != REQUESTS_PER_DAY {
        return along_setting(args);
    }
    refuse_settings_of_others(args)?;
    let changes = changes(input)?;
    let source = files::read_scenario(&input.file, &changes)?;
    let scenario = Scenario::parse_with(source.clone(), &changes)?;
    let own = scenario.own_prices();
    let catalog = books::catalog(&input.prices, &scenario, own)?;
    let selection = Selection {
        architectures: args.architecture.clone(),
        traffic: vec![level(&scenario, args.traffic.as_deref())],
    };
    let bounds = bind_all(&scenario, &catalog, &selection)
        .map_err(|error| Failure::estimating(&error, as_read(&source, &changes)))?;
    let all: Vec<&Bound> = bounds.iter().collect();
    let (grid, scale) = grid(args)?;
    let (from, to) = (grid.from(), grid.to());
    let Some(break_even) = along_requests(&all, from, to)? else {
        return Err(Failure::input("the scenario has no architecture"));
    };
    let ends = [from, to].map(|end| costs_at(&all, end));
    let [first, last] = ends;
    if first? == last? && break_even.crossings.is_empty() && from < to {
        return Err(Failure::input(format!(
            "nothing changes from {from} to {to} requests a day: no architecture costs more or less; \
             give another range"
        )));
    }
    if args.format == Format::Csv && args.svg.is_none() {
        return stream(&all, grid, args.output.output.as_deref());
    }
    let mut points = Vec::new();
    sweep::<Failure>(&all, grid.numbers(), threads(), |at, costs| {
        points.push(SweptPoint {
            at: Decimal::from(at),
            text: String::new(),
            costs: costs.to_vec(),
        });
        Ok(())
    })?;
    let swept = Swept {
        architectures: break_even.architectures.clone(),
        points,
        skipped: Vec::new(),
        break_even,
    };
    write(args, &scenario, &catalog, &swept, scale)
}

/// Along any other input: each of its values is priced.
fn along_setting(args: &Args) -> Result<(), Failure> {
    let input = &args.input;
    for (flag, given) in [("--points", args.points.is_some()), ("--log", args.log)] {
        if given {
            return Err(Failure::input(format!(
                "{flag} is for {REQUESTS_PER_DAY}; along a setting, --step says how far apart its values are"
            )));
        }
    }
    let changes = changes(input)?;
    let source = files::read_scenario(&input.file, &changes)?;
    let template = Template::new(source.clone(), &changes)?;
    let varying = |error| drivers::varying(error, as_read(&source, &changes));
    let scenario = template.scenario();
    let prices = books::prices(&input.prices, scenario)?;
    let level = level(scenario, args.traffic.as_deref());
    let study = Study::new(&template, &prices, &level, &args.architecture);
    let study = study.map_err(varying)?;
    let axis = match (&args.values, &args.from, &args.to) {
        (Some(values), _, _) => Axis::list(&args.over, values),
        (None, Some(from), Some(to)) => Axis::grid(&args.over, from, to, args.step.as_deref()),
        _ => {
            return Err(Failure::input(format!(
                "--over {}: give --from and --to with their unit, or --values",
                args.over
            )));
        }
    };
    let axis = axis.map_err(varying)?;
    let found = vary::sweep(&study, &axis, Invalid::Skip, threads()).map_err(varying)?;
    let points = found.points.into_iter().map(|point| SweptPoint {
        at: point.at,
        text: point.text,
        costs: point.costs,
    });
    let skipped = found.skipped.into_iter();
    let swept = Swept {
        architectures: study.architectures().to_vec(),
        points: points.collect(),
        skipped: skipped.map(|skipped| (skipped.text, skipped.why)).collect(),
        break_even: found.break_even,
    };
    let catalog = prices.of(scenario)?;
    write(args, scenario, &catalog, &swept, GridScale::Even)
}

fn threads() -> NonZero<usize> {
    thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// Writes a sweep in the format asked for, and the chart.
fn write(
    args: &Args,
    scenario: &Scenario,
    catalog: &Catalog,
    swept: &Swept,
    scale: GridScale,
) -> Result<(), Failure> {
    if let Some(path) = args.svg.as_deref() {
        let chart = report::sweep_chart(scenario, swept, scale);
        files::write(&render::svg(&chart), Some(path))?;
    }
    let text = match args.format {
        Format::Json => render::sweep_json(scenario, catalog, swept)?,
        Format::Csv => csv(swept)?,
        format => text(
            &report::sweep(scenario, catalog, swept, scale),
            format,
            &args.output,
        )?,
    };
    files::write(&text, args.output.output.as_deref())
}

/// The traffic level that is varied: the one asked for, that of ordinary months, or the first.
fn level(scenario: &Scenario, asked: Option<&str>) -> String {
    let ordinary = scenario
        .projection
        .as_ref()
        .and_then(|p| p.traffic.as_deref());
    let first = scenario.traffic.0.names().next();
    asked.or(ordinary).or(first).unwrap_or_default().to_owned()
}

fn costs_at(bounds: &[&Bound], requests: u64) -> Result<Vec<Money>, Failure> {
    let mut found = Vec::new();
    sweep::<Failure>(bounds, std::iter::once(requests), threads(), |_, costs| {
        found = costs.to_vec();
        Ok(())
    })?;
    Ok(found)
}

fn refuse_settings_of_others(args: &Args) -> Result<(), Failure> {
    for (flag, given) in [("--step", &args.step), ("--values", &args.values)] {
        if given.is_some() {
            return Err(Failure::input(format!(
                "{flag} is for settings; along {REQUESTS_PER_DAY} every number is decided, and --points \
                 says how many are shown"
            )));
        }
    }
    Ok(())
}

fn grid(args: &Args) -> Result<(Grid, GridScale), Failure> {
    let number = |flag: &str, text: &Option<String>, usual: u64| {
        let Some(text) = text else { return Ok(usual) };
        let value = number::parse(text, "a whole number of requests a day")
            .map_err(|error| Failure::input(format!("{flag} {text}: {error}")))?;
        let whole = value.fract().is_zero().then(|| value.to_u64()).flatten();
        whole.filter(|value| *value <= MOST_REQUESTS).ok_or_else(|| {
            Failure::input(format!(
                "{flag} {text}: expected a whole number of requests a day, up to {MOST_REQUESTS}"
            ))
        })
    };
    let from = number("--from", &args.from, USUAL_RANGE.0)?;
    let to = number("--to", &args.to, USUAL_RANGE.1.max(from))?;
    let is_usual = args.from.is_none() && args.to.is_none();
    let scale = match args.log || is_usual {
        true => GridScale::Log,
        false => GridScale::Even,
    };
    let points = args.points.unwrap_or(USUAL_POINTS);
    let most = match args.format {
        Format::Csv if args.svg.is_none() => MOST_STREAMED,
        _ => MOST_HELD,
    };
    if points > most {
        return Err(Failure::input(format!(
            "--points {points}: at most {most} here; CSV without a chart takes up to {MOST_STREAMED}"
        )));
    }
    let grid = Grid::new(from, to, points, scale)
        .map_err(|error| Failure::input(format!("--from {from} --to {to}: {error}")))?;
    Ok((grid, scale))
}

/// Writes one row for each point as it comes: memory does not grow with the points.
fn stream(bounds: &[&Bound], grid: Grid, output: Option<&Path>) -> Result<(), Failure> {
    let mut out = files::Stream::open(output)?;
    let names = bounds.iter().map(|bound| bound.architecture());
    let heads: Vec<&str> = std::iter::once(REQUESTS_PER_DAY).chain(names).collect();
    let mut row = heads.join(",");
    row.push('\n');
    out.write(row.as_bytes())?;
    let mut row = Vec::with_capacity(128);
    sweep::<Failure>(bounds, grid.numbers(), threads(), |at, costs| {
        row.clear();
        let written = write!(row, "{at}").and_then(|()| {
            costs.iter().try_for_each(|cost| {
                row.push(b',');
                write!(row, "{}", cost.amount().normalize())
            })
        });
        written.map_err(|error| Failure::system(error.to_string()))?;
        row.push(b'\n');
        out.write(&row)
    })?;
    out.close()
}

/// One row for each point.
fn csv(swept: &Swept) -> Result<String, Failure> {
    let records = report::sweep_records(swept);
    let heads = report::sweep_heads(swept);
    render::csv_with(&heads, &records)
        .map_err(|error| Failure::system(format!("the report can't be written: {error}")))
}
