//! Records as CSV: one flat table of exact figures.

use crate::report::{Field, Records};

/// Records as CSV.
///
/// Text that a spreadsheet would take for a formula is put behind an apostrophe. Numbers are exact.
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
    writer.write_record(heads)?;
    for row in &records.rows {
        writer.write_record(row.iter().map(field))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn field(field: &Field) -> String {
    match field {
        Field::None => String::new(),
        Field::Number(number) => number.normalize().to_string(),
        Field::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
            format!("'{text}")
        }
        Field::Text(text) => text.clone(),
    }
}
