//! The command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

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
    /// The JSON Schema of scenario files, for editors, or of what a command prints as JSON.
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
    /// What it describes: scenario files, or the JSON of a command.
    #[arg(long, value_parser = described(), default_value = "scenario")]
    pub of: String,
    #[command(flatten)]
    pub output: Output,
}

/// What there is a schema of.
fn described() -> PossibleValuesParser {
    let outputs = breakeven::render::schema::OUTPUTS.iter();
    let outputs = outputs.map(|output| PossibleValue::new(output.name));
    PossibleValuesParser::new([PossibleValue::new("scenario")].into_iter().chain(outputs))
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
    #[arg(env = "BREAKEVEN_PRICES", hide_env_values = true)]
    pub prices: String,
    /// End with exit code 3 when a price that is used was last seen longer ago, such as 30d.
    #[arg(long, value_name = "DAYS")]
    pub max_price_age: Option<Days>,
    /// End with exit code 3 unless the price book is the one this file pins (`prices lock` writes it).
    #[arg(long, value_name = "FILE")]
    pub price_lock: Option<PathBuf>,
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
    #[arg(long, value_enum, default_value_t = Format::Table)]
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
    /// What the scenario cost earlier, as `estimate --format json` wrote it, for limits on growth; for
    /// several scenarios one each, found by the name of the scenario.
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
    /// How to write the findings.
    #[arg(long, value_enum, default_value_t = CheckFormat::Table)]
    pub format: CheckFormat,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For a terminal.
    Table,
    /// For documents and comments.
    Markdown,
    /// For scripts: exact decimals as strings.
    Json,
    /// JUnit XML, for test reports.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
}

#[derive(Debug, Args)]
pub struct Project {
    #[command(flatten)]
    pub input: Input,
    /// End with exit code 1 when there is any warning the scenario does not accept.
    #[arg(long)]
    pub strict: bool,
    /// How many months.
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub months: u32,
    /// The first month, such as 2027-01; the one of the scenario unless given.
    #[arg(long, value_name = "MONTH")]
    pub start: Option<String>,
    /// The traffic level of an ordinary month; the one of the scenario unless given.
    #[arg(long, value_name = "NAME")]
    pub traffic: Option<String>,
    /// Only this architecture; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub architecture: Vec<String>,
    /// How to write the report.
    #[arg(long, value_parser = reported(), default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Sweep {
    #[command(flatten)]
    pub input: Input,
    /// The input that is varied: requests_per_day, or the path of a setting as in --set.
    #[arg(long, value_name = "INPUT", default_value = "requests_per_day")]
    pub over: String,
    /// Its first value; with its unit where it is a setting.
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Its last value.
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// How many points to show along requests_per_day, both ends included; 50 unless given. Crossings
    /// are exact whatever their number.
    #[arg(long, value_name = "K")]
    pub points: Option<u64>,
    /// Points at equal ratios instead of equal distances.
    #[arg(long)]
    pub log: bool,
    /// The distance of two values of a setting; each of them is decided.
    #[arg(long, value_name = "VALUE", conflicts_with = "points")]
    pub step: Option<String>,
    /// The values of a setting, separated by commas, instead of a range.
    #[arg(long, value_name = "LIST", conflicts_with_all = ["from", "to", "step", "points"])]
    pub values: Option<String>,
    /// The traffic level; that of the projection, or the first, unless given.
    #[arg(long, value_name = "NAME")]
    pub traffic: Option<String>,
    /// Only this architecture; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub architecture: Vec<String>,
    /// How to write the report.
    #[arg(long, value_parser = reported(), default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub output: Output,
    /// Write the curves to an SVG file too.
    #[arg(long, value_name = "PATH")]
    pub svg: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Drivers {
    #[command(flatten)]
    pub input: Input,
    /// Only this traffic level; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub traffic: Vec<String>,
    /// One of the two architectures; the cheapest unless given.
    #[arg(long, value_name = "NAME")]
    pub between: Option<String>,
    /// The other; the cheapest beside it unless given.
    #[arg(long, value_name = "NAME")]
    pub and: Option<String>,
    /// How to write the report.
    #[arg(long, value_parser = reported(), default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Optimize {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub select: Select,
    /// How many of the cheapest are listed.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub top: usize,
    /// Write each configuration that is listed into this folder, as a scenario.
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,
    /// How to write the report.
    #[arg(long, value_parser = reported(), default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Simulate {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub select: Select,
    /// How many draws: 1 to 10,000,000.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub draws: u32,
    /// Which draws; the same seed gives the same report.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How to write the report.
    #[arg(long, value_parser = reported(), default_value = "table")]
    pub format: Format,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, Args)]
pub struct Prices {
    #[command(subcommand)]
    pub command: crate::prices::Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal.
    Table,
    /// For documents and comments.
    Markdown,
    /// For scripts: exact decimals as strings.
    Json,
    /// For spreadsheets: one row per charge.
    Csv,
    /// A page that needs nothing else.
    Html,
    /// A workbook with formulas; with --output, or piped.
    Xlsx,
    /// Rows of the FinOps cost and usage specification, as CSV.
    Focus,
}

impl Format {
    /// True for what only charges can be written as.
    pub fn is_of_charges(self) -> bool {
        matches!(self, Format::Xlsx | Format::Focus)
    }
}

/// The formats of commands that have something else to show than charges.
fn reported() -> impl TypedValueParser<Value = Format> {
    let formats = Format::value_variants().iter();
    let formats = formats.filter(|format| !format.is_of_charges());
    let names = formats.filter_map(ValueEnum::to_possible_value);
    PossibleValuesParser::new(names).try_map(|name| Format::from_str(&name, false))
}
