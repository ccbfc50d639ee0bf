//! The sheet of what the figures rest on: terms, remarks, assumptions, warnings.

use super::{Column, Styles, filtered, shown, table, words};
use crate::catalog::Catalog;
use crate::report::{Report, Section};
use rust_xlsxwriter::{Worksheet, XlsxError};

const COLUMNS: &[Column] = &[words("Kind", 24), words("Code", 30), words("Text", 110)];

pub(super) fn write(
    sheet: &mut Worksheet,
    catalog: &Catalog,
    report: &Report,
    styles: &Styles,
) -> Result<(), XlsxError> {
    table(sheet, "Assumptions", COLUMNS, styles)?;
    let book = format!(
        "{}, sha256 {}",
        catalog.book().name(),
        catalog.book().sha256()
    );
    let mut lines: Vec<(&str, &str, &str)> = Vec::new();
    lines.extend(
        report
            .subtitle
            .iter()
            .map(|line| ("Terms", "", line.as_str())),
    );
    lines.push(("Price book", "", &book));
    for section in &report.sections {
        if let Section::List { title, items } = section {
            let title = if title.is_empty() { "Remark" } else { title };
            let item = items.iter();
            lines.extend(
                item.map(|item| (title, item.code.unwrap_or_default(), item.text.as_str())),
            );
        }
    }
    let mut row = 0;
    for (kind, code, text) in lines {
        row += 1;
        for (column, text) in (0..).zip([kind, code, text]) {
            if !text.is_empty() {
                sheet.write_string_with_format(row, column, shown(text), &styles.wrapped)?;
            }
        }
    }
    filtered(sheet, row, COLUMNS)
}
