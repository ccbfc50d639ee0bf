//! Reports and charts as bytes: one small writer per format, all reading the same value.

mod axis;
mod check;
mod comment;
mod csv;
mod html;
mod json;
mod markdown;
mod plain;
#[cfg(feature = "terminal")]
mod plot;
#[cfg(feature = "terminal")]
mod snippet;
mod svg;
#[cfg(feature = "terminal")]
mod terminal;
#[cfg(feature = "xlsx")]
mod workbook;

pub use check::{github_annotations, gitlab_code_quality, junit, sarif};
pub use comment::{LEAST_BYTES, comment};
pub use csv::{csv, csv_with};
pub use html::html;
pub use json::schema;
pub use json::{
    check_json, compare_json, diff_json, drivers_json, estimate_json, explain_json, optimize_json,
    portfolio_json, price_diff_json, price_list_json, prices_json, project_json, regions_json,
    simulate_json, sweep_json,
};
#[cfg(feature = "sources")]
pub use json::{updates_json, verification_json};
pub use markdown::markdown;
pub use plain::plain;
#[cfg(feature = "terminal")]
pub use plot::plot;
#[cfg(feature = "terminal")]
pub use snippet::snippets;
pub use svg::svg;
#[cfg(feature = "terminal")]
pub use terminal::{Terminal, terminal};
#[cfg(feature = "xlsx")]
pub use workbook::workbook;

use crate::report::{Cell, ShownMoney};
use crate::units::number::group_digits;
use rust_decimal::Decimal;

/// A cell as text, the same in every format people read.
fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Best(text) => plain(text),
        Cell::Money(money) => money_text(money),
    }
}

/// `52.47`, `52.47–70.49`, or `<0.01` for something that is not nothing.
fn money_text(money: &ShownMoney) -> String {
    let one = |cents: Decimal, exact: Decimal| {
        if cents.is_zero() && exact > Decimal::ZERO {
            return "<0.01".to_owned();
        }
        if cents.is_zero() {
            return "0.00".to_owned();
        }
        group_digits(&cents.to_string())
    };
    let low = one(money.cents.low, money.exact.low.amount());
    if money.exact.is_exact() {
        return low;
    }
    let high = one(money.cents.high, money.exact.high.amount());
    match (low == high, low.starts_with('-') || high.starts_with('-')) {
        (true, _) => low,
        (false, false) => format!("{low}–{high}"),
        // A dash beside a minus reads as two minuses.
        (false, true) => format!("{low} to {high}"),
    }
}
