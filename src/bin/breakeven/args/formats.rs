//! The formats on the command line.

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal.
    Table,
    /// For documents and comments.
    Markdown,
    /// For scripts: exact decimals as strings.
    Json,
    /// For spreadsheets: exact decimals, one record to a row.
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
pub fn reported() -> impl TypedValueParser<Value = Format> {
    some_formats(|format| !format.is_of_charges())
}

/// Those of several scenarios, whose charges no workbook holds.
pub fn added_up() -> impl TypedValueParser<Value = Format> {
    some_formats(|format| format != Format::Xlsx)
}

fn some_formats(wanted: impl Fn(Format) -> bool) -> impl TypedValueParser<Value = Format> {
    let formats = Format::value_variants().iter();
    let formats = formats.filter(|format| wanted(**format));
    let names = formats.filter_map(ValueEnum::to_possible_value);
    PossibleValuesParser::new(names).try_map(|name| Format::from_str(&name, false))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For a terminal.
    Table,
    /// For comments and step summaries: failures first, in at most --max-bytes.
    Markdown,
    /// For scripts: exact decimals as strings.
    Json,
    /// A page that needs nothing else.
    Html,
    /// JUnit XML, for test reports.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
}
