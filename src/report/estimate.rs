//! One estimate, line by line.

use super::wording::{commitments, notes, terms, traffic, unit_price as shown_price};
use super::{
    Cell, Column, Field, Item, Records, Report, Row, RowKind, Section, ShownMoney, Table,
    foot_spreads, price_footer,
};
use crate::catalog::Catalog;
use crate::estimate::{Category, Charge, Estimate};
use crate::scenario::Scenario;
use crate::units::{Money, Spread};

/// Every estimate as a table of its charges.
#[must_use]
pub fn estimates(scenario: &Scenario, catalog: &Catalog, estimates: &[Estimate]) -> Report {
    let mut sections = Vec::new();
    for estimate in estimates {
        sections.push(Section::Heading {
            text: format!("{} · {}", estimate.title, estimate.traffic),
            remark: traffic(scenario, estimate),
        });
        sections.push(Section::Table(table(estimate)));
        sections.extend(commitments(estimate, "Commitments"));
        if let Some(credits) = &estimate.credits {
            let item = Item {
                code: None,
                text: credits.describe(),
            };
            sections.push(Section::List {
                title: "Credits".to_owned(),
                items: vec![item],
            });
        }
    }
    sections.extend(super::budgets::section(scenario, estimates));
    sections.extend(notes(scenario, estimates));
    Report {
        title: scenario.name.clone(),
        subtitle: terms(scenario),
        sections,
        footer: vec![price_footer(catalog, estimates)],
    }
}

/// The row with what all usage costs at list prices.
pub(super) const AT_LIST: &str = "At list price";

fn table(estimate: &Estimate) -> Table {
    let costs: Vec<Spread<Money>> = estimate.charges.iter().map(|charge| charge.cost).collect();
    let cents = foot_spreads(&costs, &[]);
    let mut rows = Vec::new();
    let mut last = "";
    for (charge, cents) in estimate.charges.iter().zip(cents) {
        let money = Cell::Money(ShownMoney {
            cents,
            exact: charge.cost,
        });
        let offset = charge.category.offset_word();
        let (kind, component) = match offset {
            Some(_) => (RowKind::Offset, Cell::Empty),
            None if charge.component == last => (RowKind::Line, Cell::Empty),
            None => (RowKind::Line, Cell::text(&charge.component)),
        };
        last = &charge.component;
        let line = match offset {
            None => charge.description.clone(),
            Some(word) => format!("{word}: {}", charge.description),
        };
        // A discount takes off money, not usage.
        let quantity = match charge.category {
            Category::Discount => String::new(),
            _ => charge.quantity.to_string(),
        };
        let cells = vec![
            component,
            Cell::text(line),
            Cell::text(quantity),
            Cell::text(tier_prices(charge)),
            money,
        ];
        rows.push(Row::new(kind, cells));
    }
    let total = ShownMoney {
        cents: estimate.monthly_cost.map(Money::cents),
        exact: estimate.monthly_cost,
    };
    let blank = || Cell::Empty;
    let cells = vec![
        Cell::text("Total"),
        blank(),
        blank(),
        blank(),
        Cell::Money(total),
    ];
    rows.push(Row::new(RowKind::Total, cells));
    if estimate.is_bought_otherwise() {
        let shown = ShownMoney {
            cents: estimate.list_cost.map(Money::cents),
            exact: estimate.list_cost,
        };
        let cells = vec![
            Cell::text(AT_LIST),
            blank(),
            blank(),
            blank(),
            Cell::Money(shown),
        ];
        rows.push(Row::new(RowKind::Remark, cells));
    }
    if !estimate.monthly_cost.is_exact() {
        let expected = Spread::exact(estimate.monthly_cost.expected);
        let shown = ShownMoney {
            cents: expected.map(Money::cents),
            exact: expected,
        };
        let cells = vec![
            Cell::text("Expected"),
            blank(),
            blank(),
            blank(),
            Cell::Money(shown),
        ];
        rows.push(Row::new(RowKind::Remark, cells));
    }
    Table {
        columns: vec![
            Column::text("Component"),
            Column::text("Charge"),
            Column::number("Quantity"),
            Column::number("Unit price"),
            Column::number(estimate.currency.column("Monthly")),
        ],
        rows,
    }
}

/// The price of one unit: a single one, or the first and last of the tiers reached.
#[must_use]
pub fn tier_prices(charge: &Charge) -> String {
    match charge.tiers.as_slice() {
        [] => String::new(),
        [one] => shown_price(one.unit_price),
        [first, .., last] => {
            let (first, last) = (shown_price(first.unit_price), shown_price(last.unit_price));
            format!("{first} → {last}")
        }
    }
}

const COLUMNS: &[&str] = &[
    "architecture",
    "traffic",
    "component",
    "service",
    "category",
    "price_key",
    "sku",
    "description",
    "quantity_low",
    "quantity_expected",
    "quantity_high",
    "unit",
    "cost_low",
    "cost_expected",
    "cost_high",
    "allowance",
    "price_as_of",
    "price_evidence",
    "currency",
];

/// Every charge as a flat record.
#[must_use]
pub fn charge_records(estimates: &[Estimate]) -> Records {
    let optional = |text: &Option<String>| text.clone().map_or(Field::None, Field::Text);
    let record = |estimate: &Estimate, charge: &Charge| {
        vec![
            Field::Text(estimate.architecture.clone()),
            Field::Text(estimate.traffic.clone()),
            Field::Text(charge.component.clone()),
            Field::Text(charge.service.to_owned()),
            Field::Text(charge.category.word().to_owned()),
            Field::Text(charge.key.to_string()),
            optional(&charge.price.sku),
            Field::Text(charge.description.clone()),
            Field::Number(charge.quantity.amount.low),
            Field::Number(charge.quantity.amount.expected),
            Field::Number(charge.quantity.amount.high),
            Field::Text(charge.quantity.unit.to_string()),
            Field::Number(charge.cost.low.amount()),
            Field::Number(charge.cost.expected.amount()),
            Field::Number(charge.cost.high.amount()),
            optional(&charge.allowance),
            Field::Text(charge.price.as_of.clone()),
            Field::Text(charge.price.evidence.name().to_owned()),
            Field::Text(estimate.currency.code().to_owned()),
        ]
    };
    let rows = estimates.iter().flat_map(|estimate| {
        estimate
            .charges
            .iter()
            .map(move |charge| record(estimate, charge))
    });
    Records {
        columns: COLUMNS.to_vec(),
        rows: rows.collect(),
    }
}
