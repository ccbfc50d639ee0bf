//! `portfolio`: several scenarios in one table, with totals by tag.

use crate::args::{Format, Input, Output, PriceChoice, added_up};
use crate::exit::Failure;
use crate::files::{self, Stream};
use crate::many::{Books, scenario_files};
use crate::report::{as_read, changes, csv_under, one_region, price, text};
use breakeven::estimate::{Estimate, Selection};
use breakeven::portfolio::{Counted, Portfolio, PortfolioError, Priced, Unpriced, Wanted, counted};
use breakeven::scenario::{Change, Scenario};
use breakeven::syntax::Source;
use breakeven::{render, report};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario files, and folders of them, as for `check`; `-` reads standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The architecture that counts in scenarios that state none under `portfolio`; the only one unless
    /// given.
    #[arg(long, value_name = "NAME")]
    architecture: Option<String>,
    /// The traffic level that counts in scenarios that state none under `portfolio`; that of the
    /// projection, or the only one, unless given.
    #[arg(long, value_name = "NAME")]
    traffic: Option<String>,
    /// Totals for each text of a tag, such as team; may be given several times.
    #[arg(long, value_name = "TAG")]
    by: Vec<String>,
    /// Price the scenarios in another region.
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Price with another free tier: none, always, legacy-12-month, credits, "credits $140".
    #[arg(long, value_name = "KIND")]
    free_tier: Option<String>,
    /// The day for whatever AWS's dates decide, such as extended support: 2026-11-21.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[command(flatten)]
    prices: PriceChoice,
    /// Change one value of every scenario, as for `estimate`.
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// How to write the report.
    #[arg(long, value_parser = added_up(), default_value = "table")]
    format: Format,
    #[command(flatten)]
    pub output: Output,
}

/// How many files are priced before what is left of them is added up. The rows of more than that many
/// are never held at once.
const AT_ONCE: usize = 256;

pub fn run(args: &Args) -> Result<(), Failure> {
    let input = input(args);
    one_region(&input)?;
    let files = scenario_files(&args.files)?;
    only_once(&files)?;
    files.iter().try_for_each(|file| files::protect(file))?;
    let run = Run {
        books: Books::new(&args.prices),
        changes: changes(&input)?,
        wanted: Wanted {
            architecture: args.architecture.clone(),
            traffic: args.traffic.clone(),
        },
        rows: args.format == Format::Focus,
    };
    let mut portfolio = Portfolio::new(&args.by);
    let mut rows = Rows::new(args);
    let mut failures = Vec::new();
    for files in files.chunks(AT_ONCE) {
        let results: Vec<_> = files.par_iter().map(|file| run.price(file)).collect();
        for (file, result) in files.iter().zip(results) {
            match result {
                Ok((priced, charges)) => {
                    portfolio.add(priced).map_err(failure)?;
                    rows.write(charges)?;
                }
                Err(failure) => {
                    portfolio.leave_out(Unpriced {
                        file: file.display().to_string(),
                        message: failure.text(),
                        exit: failure.exit() as u8,
                    });
                    failures.push(failure);
                }
            }
        }
    }
    rows.close()?;
    // Where files are left out, the tag may be one of theirs.
    if failures.is_empty() {
        failures.extend(portfolio.check_tags().err().map(failure));
    }
    if !run.rows && !portfolio.parts().is_empty() {
        match files::write(&rendered(&portfolio, args)?, args.output.output.as_deref()) {
            // A reader that goes away does not make the rest priced.
            Ok(()) | Err(Failure::OutputClosed) => {}
            Err(failure) => failures.push(failure),
        }
    }
    match failures.len() {
        0 => Ok(()),
        _ => Err(Failure::Several(failures)),
    }
}

fn rendered(portfolio: &Portfolio, args: &Args) -> Result<String, Failure> {
    match args.format {
        Format::Json => {
            let totals = portfolio.totals().map_err(failure)?;
            Ok(render::portfolio_json(portfolio, &totals)?)
        }
        Format::Csv => csv_under(
            &report::portfolio_heads(portfolio),
            &report::portfolio_records(portfolio),
        ),
        format => {
            let report = report::portfolio(portfolio).map_err(failure)?;
            text(&report, format, &args.output)
        }
    }
}

fn failure(error: PortfolioError) -> Failure {
    Failure::input(error.to_string())
}

/// The command line as one of the other commands has it.
fn input(args: &Args) -> Input {
    Input {
        file: PathBuf::new(),
        region: args.region.clone(),
        free_tier: args.free_tier.clone(),
        as_of: args.as_of.clone(),
        prices: args.prices.clone(),
        set: args.set.clone(),
    }
}

/// Refuses a file that is named twice, or named beside its folder: it would be added twice.
fn only_once(files: &[PathBuf]) -> Result<(), Failure> {
    let mut seen: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    for file in files {
        // One that is not there is reported when it is read.
        let real = std::fs::canonicalize(file).unwrap_or_else(|_| file.clone());
        if let Some(other) = seen.insert(real, file) {
            let (file, other) = (file.display(), other.display());
            return Err(Failure::input(if file.to_string() == other.to_string() {
                format!("{file} is given twice, and would be added up twice; give it once")
            } else {
                format!("{other} and {file} are one file, which would be added up twice; give one")
            }));
        }
    }
    Ok(())
}

/// Everything the files are priced with.
struct Run<'r> {
    books: Books<'r>,
    changes: Vec<Change>,
    wanted: Wanted,
    /// Whether the rows of the charges are wanted.
    rows: bool,
}

impl Run<'_> {
    /// What is left of a scenario, and its charges as rows.
    fn price(&self, file: &Path) -> Result<(Priced, Option<String>), Failure> {
        let source = files::read_scenario(file, &self.changes)?;
        let scenario = Scenario::parse_with(source.clone(), &self.changes)?;
        let name = source.name.as_str();
        let of_file = |error: PortfolioError| Failure::input(format!("{name}: {error}"));
        let counted = counted(&scenario, &self.wanted)
            .map_err(|errors| Failure::Several(errors.into_iter().map(of_file).collect()))?;
        let catalog = self.books.catalog(&scenario)?;
        let estimate = self.estimate(&scenario, &catalog, counted, &source)?;
        self.books.check_age_of(&scenario, &estimate)?;
        let priced = Priced::new(&scenario, name, counted, &catalog, &estimate);
        let rows = match self.rows {
            false => None,
            true => {
                let estimates = std::slice::from_ref(&estimate);
                Some(crate::formats::focus(&scenario, &catalog, estimates)?)
            }
        };
        Ok((priced.map_err(of_file)?, rows))
    }

    /// The estimate of what counts.
    fn estimate(
        &self,
        scenario: &Scenario,
        catalog: &breakeven::catalog::Catalog,
        counted: Counted<'_>,
        source: &Source,
    ) -> Result<Estimate, Failure> {
        let selection = Selection {
            architectures: vec![counted.architecture.to_owned()],
            traffic: vec![counted.traffic.to_owned()],
        };
        let source_as_read = as_read(source, &self.changes);
        let (_, estimates) = price(scenario, catalog, &selection, source_as_read)?;
        let estimate = estimates.into_iter().next();
        estimate.ok_or_else(|| Failure::input(format!("{} has nothing to price", source.name)))
    }
}

/// Rows of charges, written as they come: all scenarios under one head.
struct Rows<'r> {
    output: Option<&'r Path>,
    stream: Option<Stream>,
    /// True when nobody reads them any more.
    closed: bool,
}

impl<'r> Rows<'r> {
    fn new(args: &'r Args) -> Rows<'r> {
        Rows {
            output: args.output.output.as_deref(),
            stream: None,
            closed: false,
        }
    }

    fn write(&mut self, rows: Option<String>) -> Result<(), Failure> {
        let Some(rows) = rows.filter(|_| !self.closed) else {
            return Ok(());
        };
        let written = match &mut self.stream {
            None => {
                let stream = self.stream.insert(Stream::open(self.output)?);
                stream.write(rows.as_bytes())
            }
            // The heads stand there already, on a line of their own.
            Some(stream) => match rows.split_once('\n') {
                Some((_, rows)) => stream.write(rows.as_bytes()),
                None => Ok(()),
            },
        };
        self.unless_closed(written)
    }

    fn close(mut self) -> Result<(), Failure> {
        let closed = match self.stream.take() {
            Some(stream) => stream.close(),
            None => Ok(()),
        };
        self.unless_closed(closed)
    }

    /// A reader that goes away does not make the rest priced.
    fn unless_closed(&mut self, result: Result<(), Failure>) -> Result<(), Failure> {
        match result {
            Err(Failure::OutputClosed) => {
                self.closed = true;
                Ok(())
            }
            result => result,
        }
    }
}
