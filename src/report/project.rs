//! The months to come as a table, and as flat records for a spreadsheet.

use super::estimate::AT_LIST;
use super::wording::terms;
use super::{
    Cell, Column, Field, Item, Records, Report, Row, RowKind, Section, ShownMoney, Table, foot,
    foot_to_sum, price_footer,
};
use crate::catalog::Catalog;
use crate::project::{Forecast, MonthCost, Period, ProjectedMonth};
use crate::scenario::Scenario;
use crate::units::{Money, Spread, number::grouped};
use crate::warning::Warning;
use rust_decimal::Decimal;

/// Every month of a projection, with the sums of its years.
#[must_use]
pub fn projection(scenario: &Scenario, catalog: &Catalog, forecast: &Forecast) -> Report {
    let span = match (forecast.months.first(), forecast.months.last()) {
        (Some(first), Some(last)) => format!("{} to {}", first.planned.name(), last.planned.name()),
        _ => String::new(),
    };
    let calendar = scenario.projection.as_ref().is_some_and(|p| p.calendar);
    let mut sections = vec![
        Section::Heading {
            text: span,
            remark: match calendar {
                true => "each month by its real hours".to_owned(),
                false => String::new(),
            },
        },
        Section::Table(table(forecast)),
    ];
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
    let first = forecast.months.first().map(|month| month.planned.name());
    let warning = |(month, warning): &(String, Warning)| {
        let since = match Some(month) == first.as_ref() {
            true => String::new(),
            false => format!("{month}: "),
        };
        let mut item = super::warnings::item(warning, catalog.book().currency());
        item.text.insert_str(0, &since);
        item
    };
    if !forecast.warnings.is_empty() {
        sections.push(Section::List {
            title: "Warnings".to_owned(),
            items: forecast.warnings.iter().map(warning).collect(),
        });
    }
    Report {
        title: scenario.name.clone(),
        // Every month has a day of its own.
        subtitle: terms(&Scenario {
            as_of: None,
            ..scenario.clone()
        }),
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
    // From the top down: the years add up to the total, and the months of each to it.
    let by_year: Vec<Vec<Decimal>> = money
        .iter()
        .map(|(column, _)| {
            let years = forecast.years.iter();
            let costs: Vec<Money> = years.map(|y| column.of(&y.costs).expected).collect();
            foot(&costs)
        })
        .collect();
    let mut rows = Vec::new();
    let mut months = forecast.months.as_slice();
    for (at, year) in forecast.years.iter().enumerate() {
        let length = usize::try_from(year.months).unwrap_or(usize::MAX);
        let (of_year, rest) = months.split_at(length.min(months.len()));
        months = rest;
        let sums = by_year.iter().map(|years| years.get(at).copied());
        let sums: Vec<Decimal> = sums.map(Option::unwrap_or_default).collect();
        rows.extend(month_rows(of_year, &sums, &money));
        let kind = match forecast.years.len() {
            1 => RowKind::Total,
            _ => RowKind::Subtotal,
        };
        rows.push(sum_row(year, kind, &sums, &money));
    }
    if forecast.years.len() > 1 {
        let sums = by_year.iter().map(|years| {
            let cents = years.iter().copied();
            cents.fold(Decimal::ZERO, Decimal::saturating_add)
        });
        let sums: Vec<Decimal> = sums.collect();
        rows.push(sum_row(&forecast.total, RowKind::Total, &sums, &money));
    }
    rows.extend(at_list(&forecast.total, &money));
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

/// The months of a year, in the cents that add up to those of the year.
fn month_rows(
    months: &[ProjectedMonth],
    sums: &[Decimal],
    money: &[(MoneyColumn, String)],
) -> Vec<Row> {
    let columns: Vec<Vec<Decimal>> = money
        .iter()
        .zip(sums)
        .map(|((column, _), sum)| {
            let costs = months.iter().map(|month| column.of(&month.costs).expected);
            foot_to_sum(&costs.collect::<Vec<Money>>(), *sum)
        })
        .collect();
    let row = |(at, month): (usize, &ProjectedMonth)| {
        let mut cells = vec![
            Cell::text(month.planned.name()),
            Cell::text(&month.planned.traffic),
            Cell::text(requests(&month.requests)),
        ];
        let cents = columns
            .iter()
            .map(|column| column.get(at).copied().unwrap_or_default());
        let both = cents.zip(money);
        cells.extend(both.map(|(cents, (column, _))| shown(cents, column.of(&month.costs))));
        Row::new(RowKind::Line, cells)
    };
    months.iter().enumerate().map(row).collect()
}

/// What the usage costs at list prices, when it is not bought so.
fn at_list(total: &Period, money: &[(MoneyColumn, String)]) -> Option<Row> {
    let bought = |cost: &MonthCost| !cost.is_at_list;
    if !total.costs.iter().any(bought) {
        return None;
    }
    let mut cells = vec![Cell::text(AT_LIST), Cell::Empty, Cell::Empty];
    cells.extend(money.iter().map(|(column, _)| {
        match (column.billed, total.costs.get(column.at)) {
            (false, Some(cost)) => money_cell(expected(cost.list_cost)),
            _ => Cell::Empty,
        }
    }));
    Some(Row::new(RowKind::Remark, cells))
}

fn shown(cents: Decimal, cost: Spread<Money>) -> Cell {
    Cell::Money(ShownMoney {
        cents: Spread::exact(cents),
        exact: expected(cost),
    })
}

fn sum_row(
    period: &Period,
    kind: RowKind,
    sums: &[Decimal],
    money: &[(MoneyColumn, String)],
) -> Row {
    let months = match period.months {
        1 => "1 month".to_owned(),
        count => format!("{count} months"),
    };
    let mut cells = vec![Cell::text(&period.name), Cell::text(months), Cell::Empty];
    let both = sums.iter().zip(money);
    cells.extend(both.map(|(cents, (column, _))| shown(*cents, column.of(&period.costs))));
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
    "list_cost",
    "commitment_used",
    "commitment_unused",
    "credits_low",
    "credits_expected",
    "credits_high",
    "currency",
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
                money(cost.list_cost.expected),
                money(cost.commitment_used.expected),
                money(cost.commitment_unused.expected),
                money(cost.credits.low),
                money(cost.credits.expected),
                money(cost.credits.high),
                Field::Text(forecast.currency.code().to_owned()),
            ]);
        }
    }
    Records {
        columns: COLUMNS.to_vec(),
        rows,
    }
}
