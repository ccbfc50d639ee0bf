//! `estimate`, `compare`, `explain`: from a scenario file to a report.

use crate::args::{Estimate as EstimateArgs, Explain, Format, Input, Output, Report as Args};
use crate::exit::{Exit, Failure};
use crate::{books, files, formats, regions};
use breakeven::catalog::Catalog;
use breakeven::compare::break_even::{USUAL_RANGE, at_levels};
use breakeven::compare::{audit, compare as rank};
use breakeven::estimate::{Bound, Estimate, Selection, bind_all, estimate_bound};
use breakeven::render::{self, Terminal};
use breakeven::report::{self, Records, Report};
use breakeven::scenario::{Change, Scenario};
use breakeven::syntax::Source;
use breakeven::warning::WarningCode;
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;

/// A scenario, the catalog it is priced with, and its estimates.
///
/// The commands never drop it: the process ends right after, and giving back thousands of small
/// allocations one by one would be a tenth of its time.
struct Priced {
    scenario: Scenario,
    catalog: Catalog,
    /// Each architecture at each level, ready for other traffic.
    bounds: Vec<Bound>,
    estimates: Vec<Estimate>,
    /// The text, when what stands in it is what is priced.
    source: Option<Source>,
}

pub fn estimate(args: &EstimateArgs) -> Result<(), Failure> {
    let EstimateArgs { report: args, save } = args;
    let priced = ManuallyDrop::new(prepare(args)?);
    let Priced {
        scenario,
        catalog,
        estimates,
        ..
    } = &*priced;
    if let Some(save) = save {
        let json = render::estimate_json(scenario, catalog, estimates)?;
        files::write(&json, Some(save))?;
    }
    let text = match args.format {
        Format::Json => render::estimate_json(scenario, catalog, estimates)?,
        Format::Csv => csv(&report::charge_records(estimates))?,
        Format::Focus => formats::focus(scenario, catalog, estimates)?,
        format => {
            let report = report::estimates(scenario, catalog, estimates);
            if format == Format::Xlsx {
                formats::workbook(scenario, catalog, estimates, &report, &args.output)?;
                return check_warnings(args, estimates);
            }
            text(&report, format, &args.output)?
        }
    };
    files::write(&text, args.output.output.as_deref())?;
    check_warnings(args, estimates)
}

pub fn compare(args: &Args) -> Result<(), Failure> {
    if is_every_region(&args.input) {
        return regions::compare(args);
    }
    let priced = ManuallyDrop::new(prepare(args)?);
    let Priced {
        scenario,
        catalog,
        bounds,
        estimates,
        source,
    } = &*priced;
    let comparisons = rank(estimates)?;
    let audit = audit(scenario, catalog, &comparisons)
        .map_err(|error| Failure::estimating(&error, source.as_ref()))?;
    let audit = audit.as_ref();
    let flips = at_levels(bounds, USUAL_RANGE)?;
    let text = match args.format {
        Format::Json => {
            render::compare_json(scenario, catalog, estimates, &comparisons, &flips, audit)?
        }
        Format::Csv => csv(&report::charge_records(estimates))?,
        Format::Focus => formats::focus(scenario, catalog, estimates)?,
        format => {
            let report =
                report::comparison(scenario, catalog, estimates, &comparisons, &flips, audit)?;
            if format == Format::Xlsx {
                formats::workbook(scenario, catalog, estimates, &report, &args.output)?;
                return check_warnings(args, estimates);
            }
            text(&report, format, &args.output)?
        }
    };
    files::write(&text, args.output.output.as_deref())?;
    check_warnings(args, estimates)
}

pub fn explain(args: &Explain) -> Result<(), Failure> {
    let Explain {
        report: args,
        component,
    } = args;
    let priced = ManuallyDrop::new(prepare(args)?);
    let Priced {
        scenario,
        catalog,
        estimates,
        ..
    } = &*priced;
    if let Some(name) = component {
        let known = |estimate: &Estimate| estimate.charges.iter().any(|c| c.component == *name);
        if !estimates.iter().any(known) {
            return Err(Failure::input(unknown_component(name, estimates)));
        }
    }
    let wanted = only(estimates, component.as_deref())?;
    let text = match args.format {
        Format::Json => render::explain_json(scenario, catalog, &wanted)?,
        Format::Csv => csv(&report::charge_records(&wanted))?,
        Format::Focus => formats::focus(scenario, catalog, &wanted)?,
        format => {
            let report = report::explain(scenario, catalog, &wanted);
            if format == Format::Xlsx {
                formats::workbook(scenario, catalog, &wanted, &report, &args.output)?;
                return check_warnings(args, estimates);
            }
            text(&report, format, &args.output)?
        }
    };
    files::write(&text, args.output.output.as_deref())?;
    check_warnings(args, estimates)
}

fn check_warnings(args: &Args, estimates: &[Estimate]) -> Result<(), Failure> {
    let warnings = report::warnings(estimates).into_iter();
    let warnings = warnings.filter(|warning| !warning.is_accepted);
    check_codes(args.strict, warnings.map(|warning| warning.code).collect())
}

/// With `--strict`, any warning of the report fails, once that is written; given are the codes of
/// those that are not accepted.
pub fn check_codes(strict: bool, warnings: Vec<WarningCode>) -> Result<(), Failure> {
    if !strict || warnings.is_empty() {
        return Ok(());
    }
    let codes: BTreeSet<&str> = warnings.iter().map(|warning| warning.code()).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let count = match warnings.len() {
        1 => "1 warning".to_owned(),
        many => format!("{many} warnings"),
    };
    let message = format!("{count} with --strict: {}", codes.join(", "));
    Err(Failure::Message(Exit::Check, message))
}

fn unknown_component(name: &str, estimates: &[Estimate]) -> String {
    let mut known: Vec<&str> = Vec::new();
    for charge in estimates.iter().flat_map(|estimate| &estimate.charges) {
        if !known.contains(&charge.component.as_str()) {
            known.push(&charge.component);
        }
    }
    format!(
        "there is no component `{name}`; there are {}",
        known.join(", ")
    )
}

/// The estimates with the charges of one component only, and what those add up to.
fn only(estimates: &[Estimate], component: Option<&str>) -> Result<Vec<Estimate>, Failure> {
    let mut wanted = estimates.to_vec();
    if let Some(name) = component {
        for estimate in &mut wanted {
            estimate.charges.retain(|charge| charge.component == name);
            estimate.monthly_cost = estimate.sum_of(|_| true)?;
            estimate.list_cost = estimate.sum_of(|charge| charge.category.is_listed())?;
        }
    }
    Ok(wanted)
}

/// True for `--region all`.
fn is_every_region(input: &Input) -> bool {
    input.region.as_deref() == Some("all")
}

/// Refuses `--region all` where one region is priced.
pub fn one_region(input: &Input) -> Result<(), Failure> {
    match is_every_region(input) {
        true => Err(Failure::input(
            "--region all ranks regions, which only `breakeven compare` does; name one region here",
        )),
        false => Ok(()),
    }
}

/// The scenario of the command line, and its text when what stands in it is what is priced.
pub fn read(args: &Args) -> Result<(Scenario, Option<Source>), Failure> {
    let input = &args.input;
    let source = files::read_scenario(&input.file, &changes(input)?)?;
    let changes = changes(input)?;
    let scenario = Scenario::parse_with(source.clone(), &changes)?;
    let source = as_read(&source, &changes).cloned();
    Ok((scenario, source))
}

/// The part of the scenario the command line asks for.
pub fn selection(args: &Args) -> Selection {
    Selection {
        architectures: args.select.architecture.clone(),
        traffic: args.select.traffic.clone(),
    }
}

fn prepare(args: &Args) -> Result<Priced, Failure> {
    one_region(&args.input)?;
    formats::check(args.format, &args.output)?;
    let (scenario, source) = read(args)?;
    let own = scenario.own_prices();
    let catalog = books::catalog(&args.input.prices, &scenario, own)?;
    let (bounds, estimates) = price(&scenario, &catalog, &selection(args), source.as_ref())?;
    Ok(Priced {
        scenario,
        catalog,
        bounds,
        estimates,
        source,
    })
}

/// Binds and estimates a scenario; `source` is its text, when what stands in it is what is priced.
pub fn price(
    scenario: &Scenario,
    catalog: &Catalog,
    selection: &Selection,
    source: Option<&Source>,
) -> Result<(Vec<Bound>, Vec<Estimate>), Failure> {
    let bounds = bind_all(scenario, catalog, selection);
    let priced = bounds.and_then(|bounds| {
        let estimates = estimate_bound(scenario, catalog, selection, &bounds)?;
        Ok((bounds, estimates))
    });
    priced.map_err(|error| Failure::estimating(&error, source))
}

/// The text of a scenario, when what stands in it is what is priced: a changed component does not.
pub fn as_read<'s>(source: &'s Source, changes: &[Change]) -> Option<&'s Source> {
    let is_changed = changes.iter().any(|c| c.path.starts_with("architectures"));
    (!is_changed).then_some(source)
}

/// What the command line changes in the scenario: `--set`, `--region`, `--free-tier`, `--as-of`.
pub fn changes(input: &Input) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for set in &input.set {
        let (path, value) = set
            .split_once('=')
            .ok_or_else(|| Failure::input(format!("--set {set}: expected PATH=VALUE")))?;
        changes.push(Change {
            name: format!("--set {path}"),
            path: path.trim().to_owned(),
            value: value.to_owned(),
        });
    }
    let region = input.region.clone().filter(|_| !is_every_region(input));
    let flags = [
        ("--region", "region", &region),
        ("--free-tier", "free_tier", &input.free_tier),
        ("--as-of", "as_of", &input.as_of),
    ];
    for (name, path, value) in flags {
        changes.extend(value.as_ref().map(|value| Change {
            name: name.to_owned(),
            path: path.to_owned(),
            value: value.clone(),
        }));
    }
    Ok(changes)
}

/// Records as CSV.
pub fn csv(records: &Records) -> Result<String, Failure> {
    render::csv(records)
        .map_err(|error| Failure::system(format!("the report can't be written: {error}")))
}

/// The same under other heads.
pub fn csv_under(heads: &[String], records: &Records) -> Result<String, Failure> {
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    render::csv_with(&heads, records)
        .map_err(|error| Failure::system(format!("the report can't be written: {error}")))
}

/// A report for people: as Markdown or a page, or for the terminal or file it goes to.
pub fn text(report: &Report, format: Format, output: &Output) -> Result<String, Failure> {
    match format {
        Format::Markdown => return Ok(render::markdown(report)),
        Format::Html => return formats::page(report),
        _ => {}
    }
    let terminal = match output.is_file() {
        true => Terminal {
            width: 100,
            styled: false,
        },
        false => Terminal {
            width: files::width(),
            styled: files::stdout_styled(),
        },
    };
    Ok(render::terminal(report, terminal))
}
