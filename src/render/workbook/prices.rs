//! The sheet of prices, each tier a row.

use super::{Column, Styles, figures, filtered, number, shown, table, words};
use crate::catalog::{Catalog, Price};
use crate::estimate::Estimate;
use crate::services::key_spec;
use rust_xlsxwriter::{Worksheet, XlsxError};
use std::collections::BTreeMap;

const COLUMNS: &[Column] = &[
    words("Price key", 34),
    words("Price of", 36),
    figures("From", 16),
    figures("To", 16),
    figures("Unit price", 18),
    words("Unit", 14),
    words("Currency", 10),
    words("SKU", 20),
    words("Rate code", 42),
    words("Read", 12),
    words("Evidence", 12),
    words("Sources", 60),
    words("Note", 60),
];

pub(super) fn write(
    sheet: &mut Worksheet,
    catalog: &Catalog,
    estimates: &[Estimate],
    styles: &Styles,
) -> Result<(), XlsxError> {
    table(sheet, "Prices", COLUMNS, styles)?;
    let charges = estimates.iter().flat_map(|estimate| &estimate.charges);
    // The same key may be priced twice where two components state a price of their own.
    let mut prices: BTreeMap<&str, Vec<&Price>> = BTreeMap::new();
    for charge in charges {
        let known = prices.entry(charge.key.as_str()).or_default();
        if !known.contains(&charge.price.as_ref()) {
            known.push(&charge.price);
        }
    }
    let mut row = 0;
    for price in prices.into_values().flatten() {
        for tier in price.tiers.tiers() {
            row += 1;
            let from = styles.of_quantity(tier.from);
            sheet.write_number_with_format(row, 2, number(tier.from), from)?;
            if let Some(to) = tier.to {
                sheet.write_number_with_format(row, 3, number(to), styles.of_quantity(to))?;
            }
            let amount = number(tier.price.of_one());
            sheet.write_number_with_format(row, 4, amount, &styles.unit_price)?;
            let text = texts(catalog, price);
            for (column, text) in text {
                if !text.is_empty() {
                    sheet.write_string(row, column, shown(&text))?;
                }
            }
        }
    }
    filtered(sheet, row, COLUMNS)
}

/// What stands in the columns of words.
fn texts(catalog: &Catalog, price: &Price) -> [(u16, String); 10] {
    let key = price.key.as_str();
    let source = |id: &String| catalog.book().source(id).unwrap_or(id).to_owned();
    let sources: Vec<String> = price.sources.iter().map(source).collect();
    [
        (0, key.to_owned()),
        (
            1,
            key_spec(key).map_or_else(String::new, |spec| spec.title_of(&price.key)),
        ),
        (5, price.unit.name().to_owned()),
        (6, price.currency.code().to_owned()),
        (7, price.sku.clone().unwrap_or_default()),
        (8, price.rate_code.clone().unwrap_or_default()),
        (9, price.as_of.clone()),
        (10, price.evidence.name().to_owned()),
        (11, sources.join("; ")),
        (12, price.note.clone().unwrap_or_default()),
    ]
}
