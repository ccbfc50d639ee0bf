//! What changed in price books, and what an update did, as reports.

use super::wording::unit_price;
use super::{Cell, Column, Field, Records, Report, Row, RowKind, Section, Table};
use crate::catalog::{Currency, Price, PriceBook, PriceChange};
use crate::units::number::group_digits;
use crate::units::{Money, Spread};
use rust_decimal::{Decimal, RoundingStrategy};

/// What other prices do to the total of an architecture at a traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalChange {
    /// The architecture.
    pub architecture: String,
    /// The traffic level.
    pub traffic: String,
    /// Its total with the earlier prices.
    pub before: Spread<Money>,
    /// Its total with the later ones.
    pub after: Spread<Money>,
}

impl TotalChange {
    /// The difference, as expected.
    #[must_use]
    pub fn change(&self) -> Decimal {
        let (before, after) = (self.before.expected.amount(), self.after.expected.amount());
        after.checked_sub(before).unwrap_or_default()
    }
}

/// The columns of changed prices as records.
pub(super) const COLUMNS: &[&str] = &["price_key", "unit", "before", "after", "change", "currency"];

/// What changed from one book to another.
#[must_use]
pub fn price_diff(
    before: &PriceBook,
    after: &PriceBook,
    changes: &[PriceChange],
    totals: &[TotalChange],
) -> Report {
    let of = |book: &PriceBook| format!("{} ({})", book.name(), book.as_of());
    let mut sections = vec![Section::Heading {
        text: match changes.len() {
            0 => "No price differs".to_owned(),
            1 => "1 price differs".to_owned(),
            many => format!("{many} prices differ"),
        },
        remark: String::new(),
    }];
    sections.extend(change_table(changes, before.currency()));
    if !totals.is_empty() {
        sections.push(Section::Heading {
            text: "What that does to a month".to_owned(),
            remark: String::new(),
        });
    }
    sections.extend(total_table(totals, before.currency()));
    Report {
        title: format!("Prices in {}", before.region()),
        subtitle: vec![format!("from {} to {}", of(before), of(after))],
        sections,
        footer: Vec::new(),
    }
}

/// Totals with the prices of both books; nothing for none.
fn total_table(totals: &[TotalChange], currency: Currency) -> Option<Section> {
    let cents = |money: &Spread<Money>| currency.amount(grouped_cents(money.expected.amount()));
    let row = |total: &TotalChange| {
        let change = total.change();
        let sign = if change > Decimal::ZERO { "+" } else { "" };
        let cells = vec![
            Cell::text(&total.architecture),
            Cell::text(&total.traffic),
            Cell::text(cents(&total.before)),
            Cell::text(cents(&total.after)),
            Cell::text(format!("{sign}{}", grouped_cents(change))),
        ];
        Row::new(RowKind::Line, cells)
    };
    (!totals.is_empty()).then(|| {
        Section::Table(Table {
            columns: vec![
                Column::names("Architecture"),
                Column::names("Traffic"),
                Column::number("Before"),
                Column::number("After"),
                Column::number("Change"),
            ],
            rows: totals.iter().map(row).collect(),
        })
    })
}

fn grouped_cents(amount: Decimal) -> String {
    let cents = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    group_digits(&format!("{cents:.2}"))
}

/// Changed prices as a table; nothing for none.
pub(super) fn change_table(changes: &[PriceChange], currency: Currency) -> Option<Section> {
    if changes.is_empty() {
        return None;
    }
    Some(Section::Table(Table {
        columns: vec![
            Column::names("Price key"),
            Column::text("Unit"),
            Column::number(currency.column("Before")),
            Column::number(currency.column("After")),
            Column::number("Change"),
        ],
        rows: changes.iter().map(row).collect(),
    }))
}

fn row(change: &PriceChange) -> Row {
    let price = change.after.as_ref().or(change.before.as_ref());
    let unit = price.map_or("", |price| price.unit.name());
    let cells = vec![
        Cell::text(change.key.as_str()),
        Cell::text(unit),
        Cell::text(shown(change.before.as_ref())),
        Cell::text(shown(change.after.as_ref())),
        Cell::text(share(change)),
    ];
    Row::new(RowKind::Line, cells)
}

/// Every tier: a change of the second is a change too.
fn shown(price: Option<&Price>) -> String {
    let Some(price) = price else {
        return "–".to_owned();
    };
    let tiers = price.tiers.tiers().iter();
    let tiers: Vec<String> = tiers.map(|tier| unit_price(tier.price.of_one())).collect();
    tiers.join(" / ")
}

fn share(change: &PriceChange) -> String {
    match (&change.before, &change.after) {
        (None, _) => "new".to_owned(),
        (_, None) => "gone".to_owned(),
        _ => match change.share().filter(|share| !share.is_zero()) {
            Some(share) => {
                let percent = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share);
                let sign = if percent > Decimal::ZERO { "+" } else { "" };
                format!("{sign}{} %", percent.round_dp(1).normalize())
            }
            None => "tiers".to_owned(),
        },
    }
}

/// Changed prices as records: the first price of each, exact.
#[must_use]
pub fn price_change_records(changes: &[PriceChange]) -> Records {
    let first = |price: Option<&Price>| {
        let tier = price.and_then(|price| price.tiers.tiers().first());
        tier.map_or(Field::None, |tier| Field::Number(tier.price.of_one()))
    };
    let record = |change: &PriceChange| {
        let price = change.after.as_ref().or(change.before.as_ref());
        vec![
            Field::Text(change.key.to_string()),
            Field::Text(price.map_or_else(String::new, |price| price.unit.to_string())),
            first(change.before.as_ref()),
            first(change.after.as_ref()),
            share_field(change),
            Field::Text(price.map_or_else(String::new, |p| p.currency.code().to_owned())),
        ]
    };
    Records {
        columns: COLUMNS.to_vec(),
        rows: changes.iter().map(record).collect(),
    }
}

/// The share of the price before, or a word where there is none.
fn share_field(change: &PriceChange) -> Field {
    match change.share().filter(|share| !share.is_zero()) {
        Some(share) => Field::Number(share.round_dp(6).normalize()),
        None => Field::Text(share(change)),
    }
}

/// A list of sentences under a title; nothing for none.
#[cfg(feature = "sources")]
pub(super) fn list(title: &str, items: Vec<String>) -> Option<Section> {
    let items = items.into_iter();
    let items: Vec<super::Item> = items.map(|text| super::Item { code: None, text }).collect();
    (!items.is_empty()).then(|| Section::List {
        title: title.to_owned(),
        items,
    })
}
