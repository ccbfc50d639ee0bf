//! The cheapest configurations as tables, and as flat records for a spreadsheet.

use super::wording::{terms, traffic_level};
use super::{
    Cell, Column, Field, Item, Records, Report, Row, RowKind, Section, ShownMoney, Table,
    price_footer,
};
use crate::catalog::Catalog;
use crate::optimize::{Choice, Configuration, Level, Optimum, Reason, Search, Searched};
use crate::scenario::{Quality, Scenario};
use crate::units::{Measure, Money, Percent, Size, Spread, number::grouped};
use rust_decimal::Decimal;

/// Most of the front that a table shows; the JSON has all of it.
const SHOWN: usize = 30;

/// What a search found: how much was looked at, the cheapest, and what is better for more money.
#[must_use]
pub fn optimization(scenario: &Scenario, catalog: &Catalog, search: &Search) -> Report {
    let mut sections = Vec::new();
    for optimum in &search.levels {
        sections.push(Section::Heading {
            text: optimum.traffic.clone(),
            remark: traffic_level(scenario, &optimum.traffic, &optimum.requests_per_month),
        });
        sections.push(Section::Table(looked_at(optimum)));
        sections.extend(left_out(optimum));
        if optimum.best.is_empty() {
            continue;
        }
        sections.push(heading("Cheapest", ""));
        sections.push(Section::Table(listed(&optimum.best, search, SHOWN)));
        let more = optimum.front.len().saturating_sub(SHOWN);
        let remark = match more {
            0 => "none is both as cheap and as good".to_owned(),
            more => format!("none is both as cheap and as good; {more} more in JSON"),
        };
        sections.push(heading("Better for more money", &remark));
        sections.push(Section::Table(listed(&optimum.front, search, SHOWN)));
    }
    if !search.assumptions.is_empty() {
        sections.push(list("Assumptions", search.assumptions.clone()));
    }
    Report {
        title: scenario.name.clone(),
        subtitle: terms(scenario),
        sections,
        footer: vec![price_footer(catalog, &[])],
    }
}

fn heading(text: &str, remark: &str) -> Section {
    Section::Heading {
        text: text.to_owned(),
        remark: remark.to_owned(),
    }
}

fn list(title: &str, texts: Vec<String>) -> Section {
    let items = texts.into_iter().map(|text| Item { code: None, text });
    Section::List {
        title: title.to_owned(),
        items: items.collect(),
    }
}

fn looked_at(optimum: &Optimum) -> Table {
    let columns = vec![
        Column::text("Architecture"),
        Column::number("Configurations"),
        Column::number("Not possible"),
        Column::number("Not allowed"),
        Column::number("Cheapest"),
    ];
    let number = |count: u64| Cell::text(grouped(count.into()));
    let row = |searched: &Searched| {
        let cheapest = searched.cheapest.as_ref();
        let cells = vec![
            Cell::text(&searched.title),
            number(searched.configurations),
            number(Searched::left_out(&searched.impossible)),
            number(Searched::left_out(&searched.excluded)),
            cheapest.map_or(Cell::Empty, |found| money(found.monthly_cost)),
        ];
        Row::new(RowKind::Line, cells)
    };
    Table {
        columns,
        rows: optimum.searched.iter().map(row).collect(),
    }
}

/// Why configurations are left out, a sentence each.
fn left_out(optimum: &Optimum) -> Option<Section> {
    let mut texts = Vec::new();
    for searched in &optimum.searched {
        let impossible = searched
            .impossible
            .iter()
            .map(|reason| (reason, "not possible"));
        let excluded = searched
            .excluded
            .iter()
            .map(|reason| (reason, "not allowed"));
        for (reason, what) in impossible.chain(excluded) {
            texts.push(sentence(&searched.title, reason, what));
        }
    }
    (!texts.is_empty()).then(|| list("Left out", texts))
}

fn sentence(title: &str, reason: &Reason, what: &str) -> String {
    let count = grouped(reason.configurations.into());
    let missing: Vec<String> = reason
        .missing
        .iter()
        .map(|key| format!("`{key}`"))
        .collect();
    let missing = match missing.len() {
        0 | 1 => String::new(),
        _ => format!("; missing in all: {}", missing.join(", ")),
    };
    format!(
        "{title}: {count} {what} ({}): {}{missing}",
        reason.code, reason.example
    )
}

fn listed(configurations: &[Configuration], search: &Search, most: usize) -> Table {
    let mut columns = vec![
        Column::number("No."),
        Column::number("Monthly"),
        Column::text("Architecture"),
    ];
    let qualities = search.qualities.iter();
    columns.extend(qualities.map(|quality| Column::number(name(*quality))));
    columns.push(Column::text("Configuration"));
    let row = |(number, found): (usize, &Configuration)| {
        let mut cells = vec![
            Cell::text(number.to_string()),
            money(found.monthly_cost),
            Cell::text(&found.title),
        ];
        let levels = search.qualities.iter().zip(&found.qualities);
        cells.extend(levels.map(|(quality, level)| Cell::text(shown(*quality, *level))));
        let choices: Vec<String> = found.choices.iter().map(choice).collect();
        cells.push(Cell::text(choices.join(", ")));
        Row::new(RowKind::Line, cells)
    };
    Table {
        columns,
        rows: (1..).zip(configurations).take(most).map(row).collect(),
    }
}

/// `api.memory 512 MB`.
fn choice(choice: &Choice) -> String {
    let setting = choice.setting.as_str();
    let below = setting.split_once(".components.");
    let short = below.map_or(setting, |(_, below)| below);
    format!("{short} {}", choice.value)
}

fn name(quality: Quality) -> &'static str {
    match quality {
        Quality::Cost => "Cost",
        Quality::Headroom => "To spare",
        Quality::Redundancy => "Tasks",
        Quality::Latency => "Takes",
        Quality::ColdStarts => "Cold",
        Quality::Memory => "Memory",
    }
}

/// A level as readers know the quality: what is better when it is less has lost its minus.
fn shown(quality: Quality, level: Level) -> String {
    let value = match level {
        Level::Unknown => return "?".to_owned(),
        Level::Unlimited => return "–".to_owned(),
        Level::Known(value) => value,
    };
    let percent = |part: Decimal| {
        let percent = part.saturating_mul(Decimal::ONE_HUNDRED).round_dp(1);
        format!("{} %", percent.normalize())
    };
    match quality {
        Quality::Cost | Quality::Redundancy => grouped(value),
        Quality::Headroom => percent(value),
        Quality::ColdStarts => Percent::shown(value.abs()).to_string(),
        Quality::Latency => {
            let milliseconds = value.abs().saturating_mul(Decimal::ONE_THOUSAND);
            format!("{} ms", grouped(milliseconds.round_dp(0)))
        }
        Quality::Memory => Size::of(value).to_string(),
    }
}

fn money(exact: Spread<Money>) -> Cell {
    Cell::Money(ShownMoney {
        cents: exact.map(Money::cents),
        exact,
    })
}

const COLUMNS: &[&str] = &[
    "traffic",
    "list",
    "rank",
    "architecture",
    "region",
    "cost_low",
    "cost_expected",
    "cost_high",
    "currency",
    "headroom",
    "redundancy",
    "latency_seconds",
    "cold_starts",
    "memory_bytes",
    "configuration",
];

/// One record for each configuration that is listed.
#[must_use]
pub fn optimization_records(search: &Search) -> Records {
    let mut rows = Vec::new();
    for optimum in &search.levels {
        let lists = [("cheapest", &optimum.best), ("front", &optimum.front)];
        for (list, configurations) in lists {
            for (rank, found) in (1_u32..).zip(configurations) {
                rows.push(record(search, &optimum.traffic, (list, rank), found));
            }
        }
    }
    Records {
        columns: COLUMNS.to_vec(),
        rows,
    }
}

fn record(
    search: &Search,
    traffic: &str,
    (list, rank): (&str, u32),
    found: &Configuration,
) -> Vec<Field> {
    let level = |wanted: Quality| {
        let mut levels = search.qualities.iter().zip(&found.qualities);
        match levels.find(|(quality, _)| **quality == wanted) {
            Some((Quality::Latency | Quality::ColdStarts, Level::Known(value))) => {
                Field::Number(value.abs())
            }
            Some((_, Level::Known(value))) => Field::Number(*value),
            _ => Field::None,
        }
    };
    let changes = found.changes.iter();
    let changes = changes.map(|change| format!("{}={}", change.path, change.value));
    let cost = found.monthly_cost;
    vec![
        Field::Text(traffic.to_owned()),
        Field::Text(list.to_owned()),
        Field::Number(rank.into()),
        Field::Text(found.architecture.clone()),
        Field::Text(found.region.clone()),
        Field::Number(cost.low.amount()),
        Field::Number(cost.expected.amount()),
        Field::Number(cost.high.amount()),
        Field::Text(search.currency.code().to_owned()),
        level(Quality::Headroom),
        level(Quality::Redundancy),
        level(Quality::Latency),
        level(Quality::ColdStarts),
        level(Quality::Memory),
        Field::Text(changes.collect::<Vec<_>>().join("; ")),
    ]
}
