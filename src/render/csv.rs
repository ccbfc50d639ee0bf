//! Records as CSV: one flat table of exact figures.

use super::plain;
use crate::report::{Field, Records};

/// Records as CSV.
///
/// Text that a spreadsheet would take for a formula is put behind an apostrophe; a record is a line.
/// Numbers are exact.
///
/// # Errors
/// Never for memory; the writer's own error otherwise.
pub fn csv(records: &Records) -> Result<String, csv::Error> {
    csv_with(&records.columns, records)
}

/// The same under other heads, which may come from a user.
///
/// # Errors
/// As [`csv()`].
pub fn csv_with(heads: &[&str], records: &Records) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(heads.iter().map(|head| words(head)))?;
    for row in &records.rows {
        writer.write_record(row.iter().map(field))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What formulas begin with, also where a spreadsheet is set to East Asian widths.
const FORMULAS: [char; 8] = [
    '=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
];

fn field(field: &Field) -> String {
    match field {
        Field::None => String::new(),
        Field::Number(number) => number.normalize().to_string(),
        Field::Text(text) => words(text),
    }
}

/// Text of a user as a field.
fn words(text: &str) -> String {
    let text = plain(text);
    match text.starts_with(FORMULAS) {
        true => format!("'{text}"),
        false => text,
    }
}
