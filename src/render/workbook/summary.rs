//! The first sheet: totals, and what they are made of by service, as formulas over the charges.

use super::charges::{CATEGORY, ESTIMATE, EXPECTED, HIGH, LINE, LOW, SHEET};
use super::{Column, Styles, figures, formula, number, printed, shown, words};
use crate::estimate::{Category, Charge, Estimate};
use crate::report::{Report, charge_line, charge_lines};
use crate::scenario::Scenario;
use crate::units::Money;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Worksheet, XlsxError};

const COLUMNS: &[Column] = &[
    words("Traffic", 26),
    words("No.", 18),
    words("Architecture", 20),
    words("Title", 28),
    figures("Requests a month", 18),
    figures("Low", 16),
    figures("Expected", 16),
    figures("High", 16),
    figures("At list price", 16),
    figures("Difference", 16),
];

/// The columns of the totals that formulas name.
const NUMBER: &str = "B";
const TOTAL: &str = "G";

pub(super) fn write(
    sheet: &mut Worksheet,
    scenario: &Scenario,
    estimates: &[Estimate],
    report: &Report,
    charges: usize,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_name("Summary")?;
    printed(sheet);
    sheet.write_string_with_format(0, 0, shown(&scenario.name), &styles.title)?;
    let mut row = 0;
    for line in report.subtitle.iter().chain(&report.footer) {
        row += 1;
        sheet.write_string_with_format(row, 0, shown(line), &styles.soft)?;
    }
    row += 2;
    for (at, column) in (0..).zip(COLUMNS) {
        sheet.set_column_width(at, column.width)?;
        let head = match column.numeric {
            true => &styles.number_head,
            false => &styles.head,
        };
        sheet.write_string_with_format(row, at, column.title, head)?;
    }
    let table = Totals {
        first: row + 1,
        charges,
        styles,
    };
    for (at, estimate) in (0_u32..).zip(estimates) {
        table.write(sheet, at, estimate, estimates)?;
    }
    row += u32::try_from(estimates.len())
        .unwrap_or(u32::MAX)
        .saturating_add(2);
    for level in levels(estimates) {
        row = table.parts(sheet, row, level, estimates)?;
    }
    Ok(())
}

/// The traffic levels, in their order.
fn levels(estimates: &[Estimate]) -> Vec<&str> {
    let mut levels: Vec<&str> = Vec::new();
    for estimate in estimates {
        if !levels.contains(&estimate.traffic.as_str()) {
            levels.push(&estimate.traffic);
        }
    }
    levels
}

/// The table of totals, a row for each estimate.
struct Totals<'s> {
    /// Its first row.
    first: u32,
    /// Rows of charges there are to add up.
    charges: usize,
    styles: &'s Styles,
}

impl Totals<'_> {
    /// The cells of a column of the charges, heads left out.
    fn cells(&self, column: &str) -> String {
        let last = self.charges.saturating_add(1).max(2);
        format!("{SHEET}!${column}$2:${column}${last}")
    }

    /// The cell of this sheet in the row of an estimate, as formulas write it.
    fn cell(&self, column: &str, at: u32) -> String {
        format!("${column}${}", self.first + at + 1)
    }

    /// The sum of one column of the charges of an estimate, under a further condition.
    fn sum(&self, column: &str, at: u32, condition: &str) -> String {
        format!(
            "SUMIFS({},{},{}{condition})",
            self.cells(column),
            self.cells(ESTIMATE),
            self.cell(NUMBER, at)
        )
    }

    fn write(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        estimate: &Estimate,
        all: &[Estimate],
    ) -> Result<(), XlsxError> {
        let (row, money) = (self.first + at, &self.styles.money);
        sheet.write_string(row, 0, &estimate.traffic)?;
        sheet.write_number_with_format(row, 1, at + 1, &self.styles.index)?;
        sheet.write_string(row, 2, &estimate.architecture)?;
        sheet.write_string(row, 3, shown(&estimate.title))?;
        let requests = estimate.requests_per_month.expected;
        sheet.write_number_with_format(row, 4, number(requests), &self.styles.whole)?;
        let total = &estimate.monthly_cost;
        let sums = [
            (LOW, total.low),
            (EXPECTED, total.expected),
            (HIGH, total.high),
        ];
        for (column, (summed, result)) in (5..).zip(sums) {
            let sum = formula(self.sum(summed, at, ""), result.amount());
            sheet.write_formula_with_format(row, column, sum, money)?;
        }
        let of = |category: Category| {
            let condition = format!(",{},\"{}\"", self.cells(CATEGORY), category.word());
            self.sum(EXPECTED, at, &condition)
        };
        let listed = Category::ALL
            .into_iter()
            .filter(|category| category.is_listed());
        let listed: Vec<String> = listed.map(of).collect();
        let list = formula(listed.join("+"), estimate.list_cost.expected.amount());
        sheet.write_formula_with_format(row, 8, list, money)?;
        let beside = (0_u32..)
            .zip(all)
            .filter(|(_, other)| other.traffic == estimate.traffic);
        let beside: Vec<(u32, Decimal)> = beside
            .map(|(at, other)| (at, other.monthly_cost.expected.amount()))
            .collect();
        let cells: Vec<String> = beside.iter().map(|(at, _)| self.cell(TOTAL, *at)).collect();
        let least = beside
            .iter()
            .map(|(_, total)| *total)
            .min()
            .unwrap_or_default();
        let own = self.cell(TOTAL, at);
        let difference = formula(
            format!("{own}-MIN({})", cells.join(",")),
            total.expected.amount().saturating_sub(least),
        );
        sheet.write_formula_with_format(row, 9, difference, money)?;
        Ok(())
    }

    /// What the architectures of a level are made of, side by side; the row after it.
    fn parts(
        &self,
        sheet: &mut Worksheet,
        mut row: u32,
        level: &str,
        all: &[Estimate],
    ) -> Result<u32, XlsxError> {
        let shown_here = (0_u32..).zip(all).filter(|(_, e)| e.traffic == level);
        let here: Vec<(u32, &Estimate)> = shown_here.collect();
        let estimates: Vec<&Estimate> = here.iter().map(|(_, estimate)| *estimate).collect();
        let head = format!("{level}, expected");
        sheet.write_string_with_format(row, 0, head, &self.styles.head)?;
        for (column, estimate) in (1..).zip(&estimates) {
            let title = shown(&estimate.title);
            sheet.write_string_with_format(row, column, title, &self.styles.number_head)?;
        }
        let first = row + 1;
        for label in charge_lines(&estimates) {
            row += 1;
            sheet.write_string(row, 0, label)?;
            for (column, (at, estimate)) in (1..).zip(&here) {
                let of_line = |charge: &&Charge| charge_line(charge) == label;
                let mut costs = estimate.charges.iter().filter(of_line).peekable();
                if costs.peek().is_none() {
                    continue;
                }
                let Ok(cost) = Money::sum(costs.map(|charge| charge.cost.expected)) else {
                    continue;
                };
                let condition = format!(",{},$A${}", self.cells(LINE), row + 1);
                let sum = formula(self.sum(EXPECTED, *at, &condition), cost.amount());
                sheet.write_formula_with_format(row, column, sum, &self.styles.money)?;
            }
        }
        let last = row;
        row += 1;
        sheet.write_string_with_format(row, 0, "Total", &self.styles.total_label)?;
        for (column, estimate) in (1_u16..).zip(&estimates) {
            let name = rust_xlsxwriter::utility::column_number_to_name(column);
            let sum = formula(
                format!("SUM({name}{}:{name}{})", first + 1, last + 1),
                estimate.monthly_cost.expected.amount(),
            );
            sheet.write_formula_with_format(row, column, sum, &self.styles.total)?;
        }
        Ok(row + 2)
    }
}
