//! The months to come as a table, and as flat records for a spreadsheet.

use super::wording::terms;
use super::{
    Cell, Column, Field, Item, Records, Report, Row, RowKind, Section, ShownMoney, Table,
    foot_spreads, price_footer,
};
use crate::catalog::Catalog;
use crate::project::{Forecast, MonthCost, Period, ProjectedMonth};
use crate::scenario::Scenario;
use crate::units::{Money, Spread, number::grouped};
use rust_decimal::Decimal;

/// Every month of a projection, with the sums of its years.
#[must_use]
pub fn projection(scenario: &Scenario, catalog: &Catalog, forecast: &Forecast) -> Report {
    let mut sections = vec![Section::Table(table(forecast))];
    let list = |title: &str, texts: Vec<String>| {
        let items = texts.into_iter().map(|text| Item { code: None, text });
        Section::List {
            title: title.to_owned(),
            items: items.collect(),
        }
    };
    if !forecast.milestones.is_empty() {
        let milestones = forecast.milestones.iter();
        let texts = milestones.map(|m| format!("{}: {}", m.month, m.text));
        sections.push(list("What changes", texts.collect()));
    }
    sections.push(list("Assumptions", forecast.assumptions.clone()));
    Report {
        title: scenario.name.clone(),
        subtitle: terms(scenario),
        sections,
        footer: vec![price_footer(catalog, &[])],
    }
}

/// A column of money: which architecture, and whether credits are taken off.
#[derive(Clone, Copy)]
struct MoneyColumn {
    at: usize,
    billed: bool,
}

impl MoneyColumn {
    fn of(self, costs: &[MonthCost]) -> Spread<Money> {
        let Some(cost) = costs.get(self.at) else {
            return Spread::exact(Money::ZERO);
        };
        match self.billed {
            // Credits never exceed the cost, so this does not fail.
            true => cost.billed().unwrap_or(cost.cost),
            false => cost.cost,
        }
    }
}

fn columns(forecast: &Forecast) -> Vec<(MoneyColumn, String)> {
    let mut columns = Vec::new();
    for (at, (_, title)) in forecast.architectures.iter().enumerate() {
        columns.push((MoneyColumn { at, billed: false }, title.clone()));
        let paid = forecast.total.costs.get(at).map(|total| total.credits);
        if paid.is_some_and(|paid| paid.high > Money::ZERO || paid.low > Money::ZERO) {
            let title = format!("{title}, after credits");
            columns.push((MoneyColumn { at, billed: true }, title));
        }
    }
    columns
}

fn table(forecast: &Forecast) -> Table {
    let money = columns(forecast);
    let mut rows = Vec::new();
    let mut months = forecast.months.as_slice();
    for year in &forecast.years {
        let length = usize::try_from(year.months).unwrap_or(usize::MAX);
        let (of_year, rest) = months.split_at(length.min(months.len()));
        months = rest;
        rows.extend(month_rows(of_year, &money));
        let kind = match forecast.years.len() {
            1 => RowKind::Total,
            _ => RowKind::Subtotal,
        };
        rows.push(sum_row(year, kind, &money));
    }
    if forecast.years.len() > 1 {
        rows.push(sum_row(&forecast.total, RowKind::Total, &money));
    }
    rows.extend(bounds(&forecast.total, &money));
    let mut heads = vec![
        Column::text("Month"),
        Column::text("Traffic"),
        Column::number("Requests"),
    ];
    heads.extend(money.into_iter().map(|(_, title)| Column::number(title)));
    Table {
        columns: heads,
        rows,
    }
}

/// The months of a year, rounded so that they add up to it.
fn month_rows(months: &[ProjectedMonth], money: &[(MoneyColumn, String)]) -> Vec<Row> {
    let exact = money.iter().map(|(column, _)| {
        let costs = months.iter().map(|month| expected(column.of(&month.costs)));
        costs.collect::<Vec<Spread<Money>>>()
    });
    let shown: Vec<Vec<ShownMoney>> = exact
        .map(|costs| {
            let cents = foot_spreads(&costs, &[]);
            let both = cents.into_iter().zip(costs);
            both.map(|(cents, exact)| ShownMoney { cents, exact })
                .collect()
        })
        .collect();
    let row = |(at, month): (usize, &ProjectedMonth)| {
        let mut cells = vec![
            Cell::text(month.planned.name()),
            Cell::text(&month.planned.traffic),
            Cell::text(requests(&month.requests)),
        ];
        let of_month = shown.iter().filter_map(|column| column.get(at));
        cells.extend(of_month.map(|money| Cell::Money(*money)));
        Row::new(RowKind::Line, cells)
    };
    months.iter().enumerate().map(row).collect()
}

fn sum_row(period: &Period, kind: RowKind, money: &[(MoneyColumn, String)]) -> Row {
    let months = match period.months {
        1 => "1 month".to_owned(),
        count => format!("{count} months"),
    };
    let mut cells = vec![Cell::text(&period.name), Cell::text(months), Cell::Empty];
    cells.extend(
        money
            .iter()
            .map(|(column, _)| money_cell(expected(column.of(&period.costs)))),
    );
    Row::new(kind, cells)
}

/// Ranges of a month do not fit beside each other for several architectures, so months show what is
/// expected, and the least and the most stand below their sum.
fn bounds(total: &Period, money: &[(MoneyColumn, String)]) -> Vec<Row> {
    let costs: Vec<Spread<Money>> = money.iter().map(|(c, _)| c.of(&total.costs)).collect();
    if costs.iter().all(Spread::is_exact) {
        return Vec::new();
    }
    let row = |label: &str, pick: fn(&Spread<Money>) -> Money| {
        let mut cells = vec![Cell::text(label), Cell::Empty, Cell::Empty];
        cells.extend(
            costs
                .iter()
                .map(|cost| money_cell(Spread::exact(pick(cost)))),
        );
        Row::new(RowKind::Remark, cells)
    };
    vec![
        row("at least", |c| c.low.min(c.high)),
        row("at most", |c| c.high.max(c.low)),
    ]
}

fn expected(cost: Spread<Money>) -> Spread<Money> {
    Spread::exact(cost.expected)
}

fn money_cell(exact: Spread<Money>) -> Cell {
    Cell::Money(ShownMoney {
        cents: exact.map(Money::cents),
        exact,
    })
}

fn requests(requests: &Spread<Decimal>) -> String {
    let whole = |value: Decimal| grouped(value.round_dp(0));
    match requests.is_exact() {
        true => whole(requests.expected),
        false => format!("{}–{}", whole(requests.low), whole(requests.high)),
    }
}

const COLUMNS: &[&str] = &[
    "month",
    "year",
    "traffic",
    "requests",
    "architecture",
    "cost_low",
    "cost_expected",
    "cost_high",
    "credits_low",
    "credits_expected",
    "credits_high",
];

/// One record for each month and architecture.
#[must_use]
pub fn projection_records(forecast: &Forecast) -> Records {
    let mut rows = Vec::new();
    for month in &forecast.months {
        for ((name, _), cost) in forecast.architectures.iter().zip(&month.costs) {
            let money = |money: Money| Field::Number(money.amount());
            rows.push(vec![
                Field::Text(month.planned.name()),
                Field::Text(month.planned.year()),
                Field::Text(month.planned.traffic.clone()),
                Field::Number(month.requests.expected),
                Field::Text(name.clone()),
                money(cost.cost.low),
                money(cost.cost.expected),
                money(cost.cost.high),
                money(cost.credits.low),
                money(cost.credits.expected),
                money(cost.credits.high),
            ]);
        }
    }
    Records {
        columns: COLUMNS.to_vec(),
        rows,
    }
}
