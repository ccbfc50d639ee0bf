//! Reports and charges in the formats other programs open: pages, workbooks, FOCUS rows.

use crate::args::{Format, Output};
use crate::exit::{Exit, Failure};
#[cfg(feature = "xlsx")]
use crate::files;
use crate::report::csv;
use breakeven::catalog::Catalog;
use breakeven::estimate::Estimate;
use breakeven::render;
use breakeven::report::{self, FocusError, Report};
use breakeven::scenario::Scenario;
use std::io::IsTerminal;

/// Refuses, before anything is computed, a workbook that nothing would hold.
pub fn check(format: Format, output: &Output) -> Result<(), Failure> {
    let is_workbook = format == Format::Xlsx;
    if is_workbook && cfg!(not(feature = "xlsx")) {
        return Err(Failure::input(
            "this build writes no workbooks; install it with the feature `xlsx`, or use csv",
        ));
    }
    if is_workbook && !output.is_file() && std::io::stdout().is_terminal() {
        return Err(Failure::input(
            "a workbook is no text for a terminal; give --output report.xlsx",
        ));
    }
    Ok(())
}

/// A report as a page.
pub fn page(report: &Report) -> Result<String, Failure> {
    render::html(report)
        .map_err(|error| Failure::system(format!("the page can't be written: {error}")))
}

/// Charges as FOCUS rows.
pub fn focus(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
) -> Result<String, Failure> {
    let records = report::focus_records(scenario, catalog, estimates);
    let records = records.map_err(|error| match error {
        FocusError::NoMonth { .. } => Failure::input(format!("--format focus: {error}")),
        error => Failure::Message(Exit::Input, error.to_string()),
    })?;
    csv(&records)
}

/// Charges and their report as a workbook, written to where it belongs.
#[cfg(feature = "xlsx")]
pub fn workbook(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
    report: &Report,
    output: &Output,
) -> Result<(), Failure> {
    let bytes = render::workbook(scenario, catalog, estimates, report);
    let bytes = bytes.map_err(|error| Failure::input(format!("--format xlsx: {error}")))?;
    files::write_bytes(&bytes, output.output.as_deref())
}

/// A build without workbooks refuses them before it gets here.
#[cfg(not(feature = "xlsx"))]
pub fn workbook(
    _: &Scenario,
    _: &Catalog,
    _: &[Estimate],
    _: &Report,
    output: &Output,
) -> Result<(), Failure> {
    check(Format::Xlsx, output)
}
