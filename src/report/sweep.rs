//! Costs along one input: a chart, where the cheapest changes, and the points.

use super::break_even::{cheapest, shown, title, whole};
use super::chart::{Chart, Mark, Scale, Series};
use super::wording::terms;
use super::{Cell, Column, Field, Item, Records, Report, Row, RowKind, Section, ShownMoney, Table};
use crate::catalog::{Catalog, Currency};
use crate::compare::break_even::{Leaders, REQUESTS_PER_DAY};
use crate::compare::{GridScale, Swept};
use crate::scenario::Scenario;
use crate::units::number::grouped;
use crate::units::{Money, Spread};
use rust_decimal::Decimal;

/// Most points listed in a table.
const MOST_LISTED: usize = 60;

/// Most values named that are left out.
const MOST_LEFT_OUT: usize = 5;

/// Most crossings marked in a chart.
const MOST_MARKED: usize = 8;

/// The curves of a sweep as a chart.
#[must_use]
pub fn sweep_chart(scenario: &Scenario, swept: &Swept, scale: GridScale) -> Chart {
    let series = swept.architectures.iter().enumerate().map(|(place, name)| {
        let points = swept.points.iter().filter_map(|point| {
            let cost = point.costs.get(place)?;
            Some((point.at, cost.amount()))
        });
        Series {
            title: title(scenario, name).to_owned(),
            points: points.collect(),
        }
    });
    let break_even = &swept.break_even;
    let marks = break_even.crossings.iter().take(MOST_MARKED);
    let marks = marks.map(|crossing| Mark {
        at: crossing.at,
        label: format!(
            "{}: {}",
            shown(break_even, crossing.at),
            cheapest(scenario, &crossing.above)
        ),
    });
    Chart {
        title: format!("{}, {}", scenario.name, break_even.traffic),
        x_title: match break_even.unit.as_str() {
            "" => variable(swept).to_owned(),
            unit => format!("{}, {unit}", variable(swept)),
        },
        y_title: format!("{} a month", Currency::of_region(scenario.region.as_str())),
        x_scale: match scale {
            GridScale::Even => Scale::Linear,
            GridScale::Log => Scale::Log,
        },
        series: series.collect(),
        marks: marks.collect(),
    }
}

/// The input for readers.
fn variable(swept: &Swept) -> &str {
    match swept.break_even.variable.as_str() {
        REQUESTS_PER_DAY => "requests per day",
        path => path,
    }
}

/// A sweep for people.
#[must_use]
pub fn sweep(scenario: &Scenario, catalog: &Catalog, swept: &Swept, scale: GridScale) -> Report {
    let break_even = &swept.break_even;
    let mut sections = Vec::new();
    // The values of a list have no distances to draw.
    if break_even.labels.is_empty() {
        sections.push(Section::Chart(sweep_chart(scenario, swept, scale)));
    }
    sections.extend(whole(scenario, &[&break_even.traffic], break_even));
    if swept.points.len() <= MOST_LISTED {
        sections.push(Section::Heading {
            text: "Points".to_owned(),
            remark: "expected cost of a month".to_owned(),
        });
        sections.push(Section::Table(table(scenario, swept)));
    } else {
        let count = grouped(Decimal::from(swept.points.len()));
        let text = format!("{count} points; --format csv lists them.");
        sections.push(Section::List {
            title: String::new(),
            items: vec![Item { code: None, text }],
        });
    }
    if !swept.skipped.is_empty() {
        let texts = swept.skipped.iter().take(MOST_LEFT_OUT);
        let mut texts: Vec<String> = texts
            .map(|(value, why)| format!("{value}: {why}"))
            .collect();
        if swept.skipped.len() > MOST_LEFT_OUT {
            let more = swept.skipped.len() - MOST_LEFT_OUT;
            texts.push(format!(
                "and {more} more; --format json has each with its reason"
            ));
        }
        let items = texts.into_iter().map(|text| Item { code: None, text });
        sections.push(Section::List {
            title: "Left out".to_owned(),
            items: items.collect(),
        });
    }
    let book = catalog.book();
    Report {
        title: scenario.name.clone(),
        subtitle: terms(scenario),
        sections,
        footer: vec![format!(
            "Prices: {} price book, {}; read up to {}; {} before tax.",
            book.name(),
            book.region(),
            book.as_of(),
            book.currency(),
        )],
    }
}

fn table(scenario: &Scenario, swept: &Swept) -> Table {
    let mut columns = vec![Column::number(variable(swept))];
    let titles = swept.architectures.iter();
    columns.extend(titles.map(|name| Column::number(title(scenario, name))));
    columns.push(Column::text("cheapest"));
    let rows = swept.points.iter().map(|point| {
        let text = match swept.break_even.variable.as_str() {
            REQUESTS_PER_DAY => grouped(point.at),
            _ => point.text.clone(),
        };
        let mut cells = vec![Cell::text(text)];
        cells.extend(point.costs.iter().map(|cost| {
            let exact = Spread::exact(*cost);
            Cell::Money(ShownMoney {
                cents: exact.map(Money::cents),
                exact,
            })
        }));
        let leaders = Leaders::of(&point.costs);
        let name = |place: usize| swept.architectures.get(place).map(String::as_str);
        let least = leaders.map(|leaders| leaders.named(name));
        cells.push(Cell::text(
            least.map_or_else(String::new, |least| cheapest(scenario, &least)),
        ));
        Row::new(RowKind::Line, cells)
    });
    Table {
        rows: rows.collect(),
        columns,
    }
}

/// The heads of the columns of a sweep: the input, and the architectures.
#[must_use]
pub fn sweep_heads(swept: &Swept) -> Vec<&str> {
    let variable = std::iter::once(swept.break_even.variable.as_str());
    let names = swept.architectures.iter().map(String::as_str);
    variable.chain(names).collect()
}

/// One row for each point.
#[must_use]
pub fn sweep_records(swept: &Swept) -> Records {
    let rows = swept.points.iter().map(|point| {
        let mut row = vec![match swept.break_even.variable.as_str() {
            REQUESTS_PER_DAY => Field::Number(point.at),
            _ => Field::Text(point.text.clone()),
        }];
        row.extend(point.costs.iter().map(|cost| Field::Number(cost.amount())));
        row
    });
    Records {
        columns: Vec::new(),
        rows: rows.collect(),
    }
}
