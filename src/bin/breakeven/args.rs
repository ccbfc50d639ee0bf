//! The command line.

mod formats;
mod studies;

pub use formats::{CheckFormat, Format, added_up, reported};
pub use studies::{Drivers, Optimize, Project, Simulate, Sweep};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};

/// What an AWS architecture costs per month at a given traffic, and which alternative is cheaper.
#[derive(Debug, Parser)]
#[command(name = "breakeven", version, after_help = crate::exit::HELP)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Every architecture at every traffic level, line by line.
    #[command(
        after_help = "Example:\n  breakeven estimate scenarios/small-api.yaml --architecture functions"
    )]
    Estimate(Estimate),
    /// Architectures side by side: subtotals, totals, the cheapest, and differences.
    #[command(
        after_help = "Example:\n  breakeven compare scenarios/habit-tracker.yaml --format markdown\n  \
                      breakeven compare scenarios/habit-tracker.yaml --region all --traffic steady"
    )]
    Compare(Report),
    /// Each figure from its formula to its SKU.
    #[command(
        after_help = "Example:\n  breakeven explain scenarios/habit-tracker.yaml --traffic high --component api"
    )]
    Explain(Explain),
    /// What changed from one scenario, saved estimate or git revision to another, and why.
    #[command(
        after_help = "Example:\n  breakeven diff scenarios/small-api.yaml scenarios/spontime-poc.yaml"
    )]
    Diff(Diff),
    /// Budgets judged, of the scenarios and of policies; exit code 1 when one fails.
    #[command(after_help = "Example:\n  breakeven check scenarios/habit-tracker.yaml")]
    Check(Check),
    /// Several scenarios and folders in one table, with totals by tag.
    #[command(
        after_help = "Example:\n  breakeven portfolio scenarios/services --by team --by environment"
    )]
    Portfolio(crate::portfolio::Args),
    /// Month by month over years: growth, events, free tiers and credits that end, support dates.
    #[command(
        after_help = "Example:\n  breakeven project scenarios/mycandidate.yaml --months 12 --start 2027-01"
    )]
    Project(Project),
    /// Costs along one input, as a curve, and where the cheapest changes.
    #[command(
        after_help = "Example:\n  breakeven sweep scenarios/small-api.yaml --from 1000 --to 1M --points 20\n  \
                      breakeven sweep scenarios/small-api.yaml --over month --values 720h,744h"
    )]
    Sweep(Sweep),
    /// Which inputs decide between two architectures, widest first, and where the answer turns.
    #[command(
        after_help = "Example:\n  breakeven drivers scenarios/small-api.yaml --traffic grown"
    )]
    Drivers(Drivers),
    /// The cheapest configurations of all that the scenario allows, and those better for more money.
    #[command(
        after_help = "Example:\n  breakeven optimize scenarios/small-api.yaml --traffic grown --top 5"
    )]
    Optimize(Optimize),
    /// Many draws of what is not known for sure: quantiles of the costs, and who is cheapest how often.
    #[command(
        after_help = "Example:\n  breakeven simulate scenarios/habit-tracker.yaml --traffic high"
    )]
    Simulate(Simulate),
    /// The JSON Schema of scenario or policy files, for editors, or of what a command prints as JSON.
    #[command(
        after_help = "Example:\n  breakeven schema --output scenarios/scenario.schema.json\n  \
                      breakeven schema --of estimate"
    )]
    Schema(Schema),
    /// The price book.
    #[command(after_help = "Example:\n  breakeven prices show alb.hour")]
    Prices(Prices),
    /// A script that lets a shell complete commands, options and their values.
    #[command(after_help = "Example:\n  breakeven completions bash")]
    Completions(Completions),
    /// The manual: one page of all commands, or with --output a page for each.
    #[command(after_help = "Example:\n  breakeven man")]
    Man(Man),
}

impl Command {
    /// The files it writes, standard output among them, which may be one; folders and what it rewrites
    /// in its place left out.
    pub fn outputs(&self) -> impl Iterator<Item = &Path> {
        let (output, also) = match self {
            Command::Estimate(args) => (&args.report.output.output, &args.save),
            Command::Sweep(args) => (&args.output.output, &args.svg),
            Command::Compare(args) => (&args.output.output, &None),
            Command::Explain(args) => (&args.report.output.output, &None),
            Command::Diff(args) => (&args.output.output, &None),
            Command::Check(args) => (&args.output.output, &None),
            Command::Portfolio(args) => (&args.output.output, &None),
            Command::Project(args) => (&args.output.output, &None),
            Command::Drivers(args) => (&args.output.output, &None),
            Command::Optimize(args) => (&args.output.output, &None),
            Command::Simulate(args) => (&args.output.output, &None),
            Command::Schema(args) => (&args.output.output, &None),
            Command::Completions(args) => (&args.output.output, &None),
            Command::Prices(args) => (args.command.output(), &None),
            Command::Man(_) => (&None, &None),
        };
        let output = output.as_deref().filter(|path| *path != Path::new("-"));
        let output = output.unwrap_or(Path::new("/dev/stdout"));
        std::iter::once(output).chain(also.as_deref())
    }
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    pub shell: clap_complete::Shell,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Man {
    /// Write a page for each command into this folder, for `man`; it is made where it is missing.
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// What it describes: scenario files, policy files, or the JSON of a command.
    #[arg(long, value_parser = described(), default_value = "scenario")]
    pub of: String,
    #[command(flatten)]
    pub output: Output,
}

/// What there is a schema of.
fn described() -> PossibleValuesParser {
    let outputs = breakeven::render::schema::OUTPUTS.iter();
    let outputs = outputs.map(|output| PossibleValue::new(output.name));
    let files = ["scenario", "policy"].map(PossibleValue::new);
    PossibleValuesParser::new(files.into_iter().chain(outputs))
}

/// A scenario and how to read it.
#[derive(Debug, Args)]
pub struct Input {
    /// The scenario file; `-` reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Price the scenario in another region; `all`, for `compare`, ranks the regions.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Price with another free tier: none, always, legacy-12-month, credits, "credits $140".
    #[arg(long, value_name = "KIND")]
    pub free_tier: Option<String>,
    /// The day for whatever AWS's dates decide, such as extended support: 2026-11-21.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    #[command(flatten)]
    pub prices: PriceChoice,
    /// Change one value of the scenario, such as traffic.steady.requests="20000 per day" or
    /// architectures.fargate.components.api.tasks=3 (components by name or number).
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
}

/// Which prices to use.
#[derive(Debug, Clone, Args)]
pub struct PriceChoice {
    /// `auto` (cached ones while they are fresh, else those inside the program), `embedded`, `cache`,
    /// `live` (asks AWS; `live:bulk` without credentials), a price book, or an overlay of prices.
    #[arg(
        long,
        value_name = "auto|embedded|cache|live|PATH",
        default_value = "auto"
    )]
    #[arg(env = "BREAKEVEN_PRICES", hide_env_values = true, value_parser = prices_or_auto)]
    pub prices: String,
    /// End with exit code 3 when a price that is used was last seen longer ago, such as 30d.
    #[arg(long, value_name = "DAYS")]
    pub max_price_age: Option<Days>,
    /// End with exit code 3 unless the price book is the one this file pins (`prices lock` writes it).
    #[arg(long, value_name = "FILE")]
    pub price_lock: Option<PathBuf>,
}

/// A variable of the environment that is set to nothing is as good as unset.
#[allow(clippy::unnecessary_wraps)] // as a parser has to
fn prices_or_auto(text: &str) -> Result<String, String> {
    Ok(match text {
        "" => "auto",
        text => text,
    }
    .to_owned())
}

/// A number of days: `30d`, `30 days` or `30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(pub i64);

impl std::str::FromStr for Days {
    type Err = String;

    fn from_str(text: &str) -> Result<Days, String> {
        let number = ["days", "day", "d"]
            .iter()
            .find_map(|unit| text.strip_suffix(unit));
        let days = number.unwrap_or(text).trim().parse::<u16>();
        days.map(|days| Days(days.into()))
            .map_err(|_| "expected a number of days, such as `30d`".to_owned())
    }
}

/// Which part of a scenario to look at.
#[derive(Debug, Args)]
pub struct Select {
    /// Only this architecture; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub architecture: Vec<String>,
    /// Only this traffic level; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub traffic: Vec<String>,
}

/// Where the report goes.
#[derive(Debug, Args)]
pub struct Output {
    /// Write to a file; `-` is standard output.
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

impl Output {
    /// True unless the report goes to standard output.
    pub fn is_file(&self) -> bool {
        let path = self.output.as_deref();
        path.is_some_and(|path| path != std::path::Path::new("-"))
    }
}

#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub select: Select,
    /// How to write the report.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    #[command(flatten)]
    pub output: Output,
    /// End with exit code 1 when the report has a warning the scenario does not accept.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
pub struct Estimate {
    #[command(flatten)]
    pub report: Report,
    /// Write the estimate to a file as well, for `breakeven diff` to compare later ones with.
    #[arg(long, value_name = "PATH")]
    pub save: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// What it was: a scenario file, a saved estimate, `REVISION:PATH` of a git repository, or `-`.
    #[arg(value_name = "BASE")]
    pub base: String,
    /// What it is: the same.
    #[arg(value_name = "HEAD")]
    pub head: String,
    #[command(flatten)]
    pub select: Select,
    #[command(flatten)]
    pub prices: PriceChoice,
    /// What --prices is, for BASE alone: what new prices change.
    #[arg(long, value_name = "auto|embedded|cache|live|PATH")]
    pub base_prices: Option<String>,
    /// How to write the report; Markdown is made for comments on pull requests.
    #[arg(long, value_parser = reported(), default_value = "table")]
    pub format: Format,
    /// The most bytes of Markdown; what does not fit is left out, smallest changes first.
    #[arg(long, value_name = "N", default_value_t = 60_000, value_parser = max_bytes)]
    pub max_bytes: usize,
    #[command(flatten)]
    pub output: Output,
}

fn max_bytes(text: &str) -> Result<usize, String> {
    let least = breakeven::render::LEAST_BYTES;
    let bytes = text.parse().ok().filter(|bytes| *bytes >= least);
    bytes.ok_or_else(|| format!("expected a number of bytes from {least} on"))
}

#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    pub report: Report,
    /// Only this component.
    #[arg(long, value_name = "NAME")]
    pub component: Option<String>,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Scenario files, and folders of them: every .yaml and .yml inside, by name, policies and
    /// overlays of prices left out; `-` reads standard input.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Budgets in a file of their own; may be given several times.
    #[arg(long, value_name = "POLICY.yaml")]
    pub policy: Vec<PathBuf>,
    /// What the scenario cost earlier, as `estimate --save` wrote it, for limits on growth; for several
    /// scenarios one each, found by the name of the scenario.
    #[arg(long, value_name = "FILE.json")]
    pub baseline: Vec<PathBuf>,
    /// Price the scenarios in another region.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Price with another free tier: none, always, legacy-12-month, credits, "credits $140".
    #[arg(long, value_name = "KIND")]
    pub free_tier: Option<String>,
    /// The day for whatever dates decide, the age of prices among it; today for that unless given.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    #[command(flatten)]
    pub prices: PriceChoice,
    /// Change one value of every scenario, as for `estimate`.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// How to write the findings; Markdown is made for comments and step summaries.
    #[arg(long, value_enum, default_value_t = CheckFormat::Table)]
    pub format: CheckFormat,
    /// The most bytes of Markdown; what does not fit is left out, what passes first.
    #[arg(long, value_name = "N", default_value_t = 60_000, value_parser = max_bytes)]
    pub max_bytes: usize,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Prices {
    #[command(subcommand)]
    pub command: crate::prices::Command,
}
