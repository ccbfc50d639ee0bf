//! Estimates as a workbook: numbers are numbers, totals are formulas over the charges.
//!
//! A number of a workbook is a binary fraction of about 16 digits; every amount is the nearest there is
//! to the exact one, and a total carries the exact one as the result of its formula. JSON and CSV are
//! exact. Text is written as text, whatever it begins with.

mod charges;
mod notes;
mod prices;
mod summary;

use super::plain;
use crate::catalog::{Catalog, Currency};
use crate::estimate::Estimate;
use crate::report::{Report, filed_month};
use crate::scenario::Scenario;
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

/// The most characters a cell holds.
const LONGEST: usize = 32_767;

/// Estimates as a workbook of four sheets: a summary with totals as formulas, the charges these add
/// up, the assumptions of the report, and the prices.
///
/// # Errors
/// When there are more rows than a sheet has.
pub fn workbook(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
    report: &Report,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // No clock is read: the date is the month the figures are filed under.
    let month = filed_month(scenario, catalog);
    let (year, month) = month.map_or((2000, 1), |month| (month.year(), month.month()));
    let created = ExcelDateTime::from_ymd(
        u16::try_from(year).unwrap_or(2000),
        u8::try_from(month).unwrap_or(1),
        1,
    )?;
    let properties = DocProperties::new()
        .set_title(shown(&scenario.name))
        .set_author("breakeven")
        .set_comment("Costs a month, before tax. Amounts are rounded to 16 digits.")
        .set_creation_datetime(&created);
    book.set_properties(&properties);
    let styles = Styles::new(catalog.book().currency());
    let rows = charges::count(estimates);
    summary::write(
        book.add_worksheet(),
        scenario,
        estimates,
        report,
        rows,
        &styles,
    )?;
    charges::write(book.add_worksheet(), estimates, &styles)?;
    notes::write(book.add_worksheet(), catalog, report, &styles)?;
    prices::write(book.add_worksheet(), catalog, estimates, &styles)?;
    book.save_to_buffer()
}

/// How cells look.
struct Styles {
    title: Format,
    soft: Format,
    head: Format,
    number_head: Format,
    /// The number of an estimate, which is a name.
    index: Format,
    wrapped: Format,
    money: Format,
    total: Format,
    total_label: Format,
    unit_price: Format,
    whole: Format,
    quantity: Format,
}

impl Styles {
    fn new(currency: Currency) -> Styles {
        let sign = match currency {
            Currency::Usd => "\"$\"",
            Currency::Cny => "\"CNY \"",
        };
        let amount = format!("{sign}#,##0.00;-{sign}#,##0.00");
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_border_bottom(FormatBorder::Thin);
        let total = Format::new().set_bold().set_border_top(FormatBorder::Thin);
        Styles {
            title: Format::new().set_bold().set_font_size(14),
            soft: Format::new().set_font_color("#595959"),
            number_head: head.clone().set_align(FormatAlign::Right),
            head,
            index: Format::new().set_align(FormatAlign::Left),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            money: Format::new().set_num_format(&amount),
            total: total.clone().set_num_format(&amount),
            total_label: total,
            unit_price: Format::new().set_num_format(format!("{sign}#,##0.00##########")),
            whole: Format::new().set_num_format("#,##0"),
            quantity: Format::new().set_num_format("#,##0.0#####"),
        }
    }

    /// The style of a quantity: without a decimal point where it is whole.
    fn of_quantity(&self, quantity: Decimal) -> &Format {
        match quantity.fract().is_zero() {
            true => &self.whole,
            false => &self.quantity,
        }
    }
}

/// A column of a sheet that is a table.
struct Column {
    title: &'static str,
    numeric: bool,
    width: u32,
}

const fn words(title: &'static str, width: u32) -> Column {
    Column {
        title,
        numeric: false,
        width,
    }
}

const fn figures(title: &'static str, width: u32) -> Column {
    Column {
        title,
        numeric: true,
        width,
    }
}

/// Names a sheet and writes the heads of its columns, which stay in sight and are repeated in print.
fn table(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[Column],
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, column.width)?;
        let head = match column.numeric {
            true => &styles.number_head,
            false => &styles.head,
        };
        sheet.write_string_with_format(0, at, column.title, head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    printed(sheet);
    Ok(())
}

/// Lets whoever filters and sorts do so, over so many rows below the heads.
fn filtered(sheet: &mut Worksheet, rows: u32, columns: &[Column]) -> Result<(), XlsxError> {
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, rows, last)?;
    Ok(())
}

/// On paper, all columns fit the width of a page.
fn printed(sheet: &mut Worksheet) {
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
}

/// Text as a cell holds it.
fn shown(text: &str) -> String {
    plain(text).chars().take(LONGEST).collect()
}

/// The nearest number a workbook can hold.
fn number(decimal: Decimal) -> f64 {
    // By its digits, because that is the nearest there is.
    decimal.to_string().parse().unwrap_or_default()
}

/// A formula with the exact figure as its result.
fn formula(text: String, result: Decimal) -> Formula {
    Formula::new(text).set_result(result.normalize().to_string())
}
