//! The sheet of charges, which every total adds up.

use super::{Column, Styles, figures, filtered, number, shown, table, words};
use crate::estimate::{Charge, Estimate};
use crate::report::{charge_line, tier_prices};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Its name, as formulas write it.
pub(super) const SHEET: &str = "Charges";

const COLUMNS: &[Column] = &[
    words("No.", 6),
    words("Architecture", 18),
    words("Traffic", 12),
    words("Component", 20),
    words("Service", 20),
    words("Line", 20),
    words("Category", 12),
    words("Charge", 36),
    words("Formula", 48),
    figures("Quantity, low", 15),
    figures("Quantity", 15),
    figures("Quantity, high", 15),
    words("Unit", 14),
    figures("Unit price", 16),
    figures("Cost, low", 13),
    figures("Cost", 13),
    figures("Cost, high", 13),
    words("Price key", 30),
    words("SKU", 20),
    words("Allowance", 24),
    words("Price read", 12),
    words("Evidence", 12),
];

/// The columns that formulas name.
pub(super) const ESTIMATE: &str = "A";
pub(super) const LINE: &str = "F";
pub(super) const CATEGORY: &str = "G";
pub(super) const LOW: &str = "O";
pub(super) const EXPECTED: &str = "P";
pub(super) const HIGH: &str = "Q";

/// How many rows of charges there are.
pub(super) fn count(estimates: &[Estimate]) -> usize {
    estimates
        .iter()
        .map(|estimate| estimate.charges.len())
        .sum()
}

pub(super) fn write(
    sheet: &mut Worksheet,
    estimates: &[Estimate],
    styles: &Styles,
) -> Result<(), XlsxError> {
    table(sheet, SHEET, COLUMNS, styles)?;
    let mut row = 0;
    for (at, estimate) in (1_u32..).zip(estimates) {
        for charge in &estimate.charges {
            row += 1;
            write_charge(sheet, row, at, estimate, charge, styles)?;
        }
    }
    filtered(sheet, row, COLUMNS)
}

fn write_charge(
    sheet: &mut Worksheet,
    row: u32,
    at: u32,
    estimate: &Estimate,
    charge: &Charge,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, 0, at, &styles.index)?;
    let label = charge_line(charge);
    let before = [
        estimate.architecture.as_str(),
        &estimate.traffic,
        &charge.component,
        charge.service,
        label,
        charge.category.word(),
        &charge.description,
        &charge.formula,
    ];
    for (column, text) in (1..).zip(before) {
        sheet.write_string(row, column, shown(text))?;
    }
    let quantity = &charge.quantity.amount;
    for (column, amount) in (9..).zip([quantity.low, quantity.expected, quantity.high]) {
        let style = styles.of_quantity(amount);
        sheet.write_number_with_format(row, column, number(amount), style)?;
    }
    sheet.write_string(row, 12, charge.quantity.unit.name())?;
    match charge.tiers.as_slice() {
        [] => {}
        [one] => {
            let price = number(one.unit_price);
            sheet.write_number_with_format(row, 13, price, &styles.unit_price)?;
        }
        _ => {
            sheet.write_string(row, 13, tier_prices(charge))?;
        }
    }
    let cost = &charge.cost;
    for (column, money) in (14..).zip([cost.low, cost.expected, cost.high]) {
        let amount = number(money.amount());
        sheet.write_number_with_format(row, column, amount, &styles.money)?;
    }
    let price = &charge.price;
    let after = [
        Some(charge.key.as_str()),
        price.sku.as_deref(),
        charge.allowance.as_deref(),
        Some(price.as_of.as_str()),
        Some(price.evidence.name()),
    ];
    for (column, text) in (17..).zip(after) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            sheet.write_string(row, column, shown(text))?;
        }
    }
    Ok(())
}
