//! Results as reports: titles, typed tables and notes, with wording and rounding decided once.
//!
//! A report is a value. Every renderer reads the same one, so the same words and cents appear in
//! every format.

mod audit;
mod audit_claim;
mod break_even;
mod budgets;
mod chart;
mod check;
mod compare;
mod diff;
mod diff_cents;
mod diff_records;
mod diff_wording;
mod drivers;
mod estimate;
mod explain;
mod focus;
mod footing;
mod optimize;
mod portfolio;
mod price_changes;
mod prices;
mod project;
mod regions;
mod simulate;
mod sweep;
#[cfg(feature = "sources")]
mod updates;
mod warnings;
mod wording;

pub use chart::{Chart, Mark, Scale, Series};
pub use check::{checks, checks_comment};
pub use compare::{charge_line, charge_lines, comparison};
pub use diff::difference;
pub use diff_records::difference_records;
pub(crate) use drivers::origin;
pub use drivers::{driver_records, drivers};
pub use estimate::{charge_records, estimates, tier_prices};
pub use explain::explain;
pub use focus::{ACCOUNT, FocusError, ServiceKind, filed_month, focus_records, service_kind};
pub use footing::{foot, foot_spreads, foot_to_sum};
pub use optimize::{optimization, optimization_records};
pub use portfolio::{portfolio, portfolio_heads, portfolio_records};
pub use price_changes::{TotalChange, price_change_records, price_diff};
pub use prices::{price_list, price_records, price_sheet};
pub use project::{projection, projection_records};
pub use regions::{region_records, regions};
pub use simulate::{simulation, simulation_records};
pub use sweep::{sweep, sweep_chart, sweep_heads, sweep_records};
#[cfg(feature = "sources")]
pub use updates::{RegionUpdate, fault_word, update_records, updates, verification};
pub use warnings::{SharedWarning, warnings};

use crate::catalog::Catalog;
use crate::estimate::{Estimate, price_dates};
use crate::units::{Money, Spread};
use rust_decimal::Decimal;

/// A report, ready to be rendered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// What it is about.
    pub title: String,
    /// Region, free tier, month: what every figure in it rests on.
    pub subtitle: Vec<String>,
    /// Its parts, in order.
    pub sections: Vec<Section>,
    /// Where the prices come from.
    pub footer: Vec<String>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Section {
    /// A heading with an optional remark.
    Heading {
        /// The heading.
        text: String,
        /// A remark beside it.
        remark: String,
    },
    /// A table.
    Table(Table),
    /// A list under a title.
    List {
        /// The title.
        title: String,
        /// The items.
        items: Vec<Item>,
    },
    /// Names and values, one to a line.
    Facts(Vec<(String, String)>),
    /// A chart.
    Chart(Chart),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// A stable code, where it has one.
    pub code: Option<&'static str>,
    /// The sentence.
    pub text: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The heads of the columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// True for numbers, which stand right.
    pub numeric: bool,
    /// True for names that are copied, which are never broken.
    pub is_whole: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Its part in the table.
    pub kind: RowKind,
}

/// What a row is in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A line.
    Line,
    /// What a free allowance takes off.
    Offset,
    /// The sum of some of the lines above.
    Subtotal,
    /// The sum of the lines above.
    Total,
    /// A remark below the total.
    Remark,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// Money, as it is shown.
    Money(ShownMoney),
    /// Text that stands out: the cheapest.
    Best(String),
}

/// An amount of money as it is shown: cents that foot, and whether they hide something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShownMoney {
    /// The cents.
    pub cents: Spread<Decimal>,
    /// The exact amount.
    pub exact: Spread<Money>,
}

/// Flat records for programs: exact decimals, one row per charge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Records {
    /// The heads of the columns.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Field>>,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Text that may come from a user.
    Text(String),
    /// An exact number.
    Number(Decimal),
    /// Nothing.
    None,
}

impl Column {
    pub(crate) fn text(title: impl Into<String>) -> Column {
        Column {
            title: title.into(),
            numeric: false,
            is_whole: false,
        }
    }

    pub(crate) fn names(title: impl Into<String>) -> Column {
        Column {
            is_whole: true,
            ..Column::text(title)
        }
    }

    pub(crate) fn number(title: impl Into<String>) -> Column {
        Column {
            numeric: true,
            ..Column::text(title)
        }
    }
}

impl Row {
    pub(crate) fn new(kind: RowKind, cells: Vec<Cell>) -> Row {
        Row { cells, kind }
    }
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }
}

/// `2026-10`, or `2025-06-18 to 2026-10-06`; months where only one of them is a day.
fn from_to((oldest, newest): (&str, &str)) -> String {
    let month = |date| str::get(date, .."2026-10".len()).unwrap_or(date);
    let (oldest, newest) = match oldest.len() == newest.len() {
        true => (oldest, newest),
        false => (month(oldest), month(newest)),
    };
    match oldest == newest {
        true => oldest.to_owned(),
        false => format!("{oldest} to {newest}"),
    }
}

/// The line that says where prices come from, and when those that matter here were read.
fn price_footer(catalog: &Catalog, estimates: &[Estimate]) -> String {
    let book = catalog.book();
    let read = match price_dates(estimates) {
        None => format!("read up to {}", book.as_of()),
        Some(dates) => format!("those used here read {}", from_to(dates)),
    };
    format!(
        "Prices: {} price book, {}; {read}; {} before tax.",
        book.name(),
        book.region(),
        book.currency(),
    )
}

#[cfg(test)]
mod tests {
    use super::from_to;

    #[test]
    fn dates_are_shown_at_one_precision() {
        for (oldest, newest, shown) in [
            ("2026-10", "2026-10", "2026-10"),
            ("2025-06-18", "2026-10-06", "2025-06-18 to 2026-10-06"),
            ("2025-06", "2026-10-06", "2025-06 to 2026-10"),
            ("2025-06-18", "2026-10", "2025-06 to 2026-10"),
            ("2026-10", "2026-10-06", "2026-10"),
        ] {
            assert_eq!(from_to((oldest, newest)), shown);
        }
    }
}
