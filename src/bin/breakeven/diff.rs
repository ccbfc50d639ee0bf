//! `diff`: what changed from one side to the other, and why.

use crate::args::{Diff as Args, Format, PriceChoice};
use crate::exit::Failure;
use crate::report::{csv, price, text};
use crate::{books, files, git};
use breakeven::difference::{DifferenceError, Side, difference};
use breakeven::estimate::Selection;
use breakeven::saved::{Saved, SavedError};
use breakeven::scenario::Scenario;
use breakeven::syntax::{MAX_BYTES, Source};
use breakeven::{render, report};
use std::path::Path;

pub fn run(args: &Args) -> Result<(), Failure> {
    if args.base == "-" && args.head == "-" {
        return Err(Failure::input(
            "standard input can be one side only; name a file for the other",
        ));
    }
    let mut base_prices = args.prices.clone();
    if let Some(prices) = &args.base_prices {
        // A lock pins the prices of HEAD.
        (base_prices.prices, base_prices.price_lock) = (prices.clone(), None);
    }
    let (base, head) = (read(&args.base)?, read(&args.head)?);
    let selection = Selection {
        architectures: args.select.architecture.clone(),
        traffic: args.select.traffic.clone(),
    };
    let base = side(&base, &base_prices, &selection)?;
    let head = side(&head, &args.prices, &selection)?;
    let difference = difference(&base, &head, &selection)?;
    let text = match args.format {
        Format::Json => render::diff_json(&difference)?,
        Format::Csv => csv(&report::difference_records(&difference))?,
        Format::Markdown => render::comment(&report::difference(&difference), args.max_bytes),
        format => text(&report::difference(&difference), format, &args.output)?,
    };
    files::write(&text, args.output.output.as_deref())
}

/// A side as it was read.
enum Read {
    Scenario(Source, Box<Scenario>),
    Saved(Source),
}

/// Reads a side from a file, a revision or standard input.
fn read(side: &str) -> Result<Read, Failure> {
    let path = Path::new(side);
    // A file whose name has a colon is a file.
    let revision = git::revision(side).filter(|_| !path.exists());
    let source = match revision {
        Some((revision, path)) => git::show(revision, path, files::MAX_SAVED_BYTES)?,
        None => files::read(path, files::MAX_SAVED_BYTES)?,
    };
    if Saved::is_one(&source.text) {
        return Ok(Read::Saved(source));
    }
    if source.text.len() > MAX_BYTES {
        return Err(Failure::input(format!(
            "{} has more than {MAX_BYTES} bytes; is this the right file?",
            source.name
        )));
    }
    let source = match revision {
        Some((revision, path)) => {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            files::attach(source, &[], &|file| {
                let path = match folder {
                    "" => file.to_owned(),
                    folder => format!("{folder}/{file}"),
                };
                git::show(revision, &path, files::MAX_TRAFFIC_BYTES)
            })
        }
        None => files::with_files(source, path, &[]),
    };
    let scenario = Scenario::parse(source.clone())?;
    Ok(Read::Scenario(source, Box::new(scenario)))
}

/// Prices a side, as far as it has what is selected.
fn side(read: &Read, prices: &PriceChoice, selection: &Selection) -> Result<Side, Failure> {
    let (source, scenario) = match read {
        Read::Saved(source) => return Ok(Side::of_saved(&source.name, &source.text)?),
        Read::Scenario(source, scenario) => (source, scenario),
    };
    let catalog = books::catalog(prices, scenario.as_ref(), scenario.own_prices())?;
    let known = |asked: &[String], names: Vec<&str>| -> Vec<String> {
        let known = asked.iter().filter(|name| names.contains(&name.as_str()));
        known.cloned().collect()
    };
    let own = Selection {
        architectures: known(
            &selection.architectures,
            scenario.architectures.0.names().collect(),
        ),
        traffic: known(&selection.traffic, scenario.traffic.0.names().collect()),
    };
    // Nothing of what is selected is not everything.
    let lacks = |asked: &[String], found: &[String]| !asked.is_empty() && found.is_empty();
    let estimates = match lacks(&selection.architectures, &own.architectures)
        || lacks(&selection.traffic, &own.traffic)
    {
        true => Vec::new(),
        false => price(scenario, &catalog, &own, Some(source))?.1,
    };
    Ok(Side::of_scenario(
        &source.name,
        scenario,
        &catalog,
        &estimates,
    ))
}

impl From<SavedError> for Failure {
    fn from(error: SavedError) -> Failure {
        Failure::input(error.to_string())
    }
}

impl From<DifferenceError> for Failure {
    fn from(error: DifferenceError) -> Failure {
        match error {
            DifferenceError::Catalog(error) => error.into(),
            error => Failure::input(error.to_string()),
        }
    }
}
