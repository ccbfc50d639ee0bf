//! The command lines of what studies a scenario: over months, along an input, over draws.

use super::{Format, Input, Output, Select, reported};
use clap::Args;
use std::path::PathBuf;

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
    #[arg(long, value_name = "N", default_value = "10", value_parser = at_least_one)]
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

fn at_least_one(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| "expected a whole number from 1 on".to_owned())
}
