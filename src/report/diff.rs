//! What two sides differ in: totals first, then each architecture, the largest change first.

use super::diff_cents::{Shown, cents_of, shown, sum};
use super::diff_wording::{cause_words, charge_why, component_why, name, percent, signed};
use super::{Cell, Column, Item, Report, Row, RowKind, Section, ShownMoney, Table};
use crate::difference::{
    ChargeDifference, ComponentDifference, Described, Difference, Line, PairDifference, Presence,
};
use crate::units::{Money, Spread};
use rust_decimal::Decimal;

/// What two sides differ in.
#[must_use]
pub fn difference(difference: &Difference) -> Report {
    let (base, head) = (&difference.base, &difference.head);
    let changed: Vec<&PairDifference> = difference
        .pairs
        .iter()
        .filter(|pair| pair.is_changed())
        .collect();
    let mut sections = Vec::new();
    if changed.is_empty() {
        sections.push(sentence("Nothing changed.".to_owned()));
    } else {
        sections.push(Section::Table(totals(difference, &changed)));
    }
    let notes: Vec<Item> = changed.iter().filter_map(|pair| merged(pair)).collect();
    if !notes.is_empty() {
        sections.push(Section::List {
            title: "Causes that can't be told apart".to_owned(),
            items: notes,
        });
    }
    for pair in changed {
        sections.push(Section::Heading {
            text: format!("{} · {}", pair.title, pair.traffic),
            remark: remark(pair),
        });
        sections.push(Section::Table(details(pair, &head.currency)));
    }
    Report {
        title: format!("{}: what changed", head.scenario),
        subtitle: subtitle(base, head),
        sections,
        footer: footer(base, head),
    }
}

fn sentence(text: String) -> Section {
    Section::List {
        title: String::new(),
        items: vec![Item { code: None, text }],
    }
}

/// The sides, and the terms they are priced under where those differ.
fn subtitle(base: &Described, head: &Described) -> Vec<String> {
    let both = |of: fn(&Described) -> String| {
        let (base, head) = (of(base), of(head));
        match base == head {
            true => head,
            false => format!("{base} → {head}"),
        }
    };
    let mut terms = vec![
        both(|side| side.region.clone()),
        format!("free tier: {}", both(|side| side.free_tier.clone())),
        format!("month: {}", both(|side| side.month.clone())),
        head.currency.clone(),
    ];
    if base.as_of.is_some() || head.as_of.is_some() {
        let day = |side: &Described| side.as_of.clone().unwrap_or_else(|| "no day".to_owned());
        terms.push(format!("as of {}", both(day)));
    }
    vec![format!("{} → {}", base.name, head.name), terms.join(" · ")]
}

fn footer(base: &Described, head: &Described) -> Vec<String> {
    let book = |side: &Described| {
        let prices = &side.prices;
        format!(
            "{} price book, {}, read up to {}",
            prices.source, side.region, prices.as_of
        )
    };
    let prices = match base.prices == head.prices && base.region == head.region {
        true => book(head),
        false => format!("{} → {}", book(base), book(head)),
    };
    vec![
        format!("Prices: {prices}; {} before tax.", head.currency),
        "Each change is priced in turn: prices, traffic, usage, architecture, free tier, \
         commitments. The parts add up to it exactly."
            .to_owned(),
    ]
}

fn merged(pair: &PairDifference) -> Option<Item> {
    let merged = pair.merged.as_ref()?;
    let causes: Vec<&str> = merged.causes.iter().map(|cause| cause.title()).collect();
    Some(Item {
        code: None,
        text: format!(
            "{} · {}: {} count as {}, because what lies between can't be priced: {}",
            pair.title,
            pair.traffic,
            causes.join(" and "),
            merged.counted_as.title(),
            merged.why
        ),
    })
}

fn money(side: Option<Spread<Money>>, cents: Spread<Decimal>) -> Cell {
    side.map_or(Cell::Empty, |exact| {
        Cell::Money(ShownMoney { cents, exact })
    })
}

fn totals(difference: &Difference, changed: &[&PairDifference]) -> Table {
    let row = |pair: &&PairDifference| {
        let shown = shown(pair);
        let why = match pair.presence {
            Presence::Both => cause_words(&pair.causes, shown.change.expected),
            Presence::Added => "added".to_owned(),
            Presence::Removed => "removed".to_owned(),
        };
        let cells = vec![
            Cell::text(&pair.title),
            Cell::text(&pair.traffic),
            money(pair.base, shown.base),
            money(pair.head, shown.head),
            Cell::text(signed(shown.change, pair.change)),
            Cell::text(percent(pair.change_ratio())),
            Cell::text(why),
        ];
        Row::new(RowKind::Line, cells)
    };
    let mut rows: Vec<Row> = changed.iter().map(row).collect();
    let unchanged = difference.pairs.len().saturating_sub(changed.len());
    if unchanged > 0 {
        let mut cells = vec![Cell::text(format!("{unchanged} unchanged"))];
        cells.resize(7, Cell::Empty);
        rows.push(Row::new(RowKind::Remark, cells));
    }
    Table {
        columns: vec![
            Column::text("Architecture"),
            Column::text("Traffic"),
            Column::number("Base"),
            Column::number("Head"),
            Column::number(format!("Change ({})", difference.head.currency)),
            Column::number("%"),
            Column::text("Why"),
        ],
        rows,
    }
}

fn remark(pair: &PairDifference) -> String {
    let shown = shown(pair);
    let change = signed(shown.change, pair.change);
    match pair.presence {
        Presence::Both => {
            let why = cause_words(&pair.causes, shown.change.expected);
            format!("{change} a month: {why}")
        }
        Presence::Added => format!("added: {change} a month"),
        Presence::Removed => format!("removed: {change} a month"),
    }
}

/// Components of which anything changed, each with its charges below.
fn details(pair: &PairDifference, currency: &str) -> Table {
    let cents = cents_of(pair);
    let mut cents = cents.as_slice();
    let mut rows = Vec::new();
    let mut unchanged = (0_usize, Spread::default(), Spread::default());
    for component in &pair.components {
        let (own, rest) = cents.split_at(component.charges.len().min(cents.len()));
        cents = rest;
        let all = sum(own);
        if !component.is_changed() {
            let add = |a: Spread<Decimal>, b: Spread<Decimal>| {
                Spread::from_cases(|case| a.at(case).saturating_add(b.at(case)))
            };
            unchanged = (
                unchanged.0.saturating_add(1),
                add(unchanged.1, all.base),
                add(unchanged.2, all.head),
            );
            continue;
        }
        rows.push(component_row(component, &all));
        if component.causes.is_nothing() {
            continue;
        }
        let charges = component.charges.iter().zip(own);
        let changed = charges.filter(|(charge, _)| charge.is_changed());
        rows.extend(changed.map(|(charge, shown)| charge_row(charge, shown)));
    }
    if unchanged.0 > 0 {
        let exact = |cents: Spread<Decimal>| Some(cents.map(Money::new));
        let cells = vec![
            Cell::text(format!("{} unchanged", unchanged.0)),
            Cell::Empty,
            money(exact(unchanged.1), unchanged.1),
            money(exact(unchanged.2), unchanged.2),
            Cell::Empty,
            Cell::Empty,
        ];
        rows.push(Row::new(RowKind::Line, cells));
    }
    let total = shown(pair);
    let cells = vec![
        Cell::text("Total"),
        Cell::Empty,
        money(pair.base, total.base),
        money(pair.head, total.head),
        Cell::text(signed(total.change, pair.change)),
        Cell::text(cause_words(&pair.causes, total.change.expected)),
    ];
    rows.push(Row::new(RowKind::Total, cells));
    Table {
        columns: vec![
            Column::text("Component"),
            Column::text("Charge"),
            Column::number("Base"),
            Column::number("Head"),
            Column::number(format!("Change ({currency})")),
            Column::text("Why"),
        ],
        rows,
    }
}

fn component_row(component: &ComponentDifference, shown: &Shown) -> Row {
    let there = |cost, other| (component.presence != other).then_some(cost);
    let cells = vec![
        Cell::text(name(component)),
        Cell::Empty,
        money(there(component.base, Presence::Added), shown.base),
        money(there(component.head, Presence::Removed), shown.head),
        Cell::text(signed(shown.change, component.change)),
        Cell::text(component_why(component, shown.change.expected)),
    ];
    Row::new(RowKind::Subtotal, cells)
}

fn charge_row(charge: &ChargeDifference, shown: &Shown) -> Row {
    let line = charge.line();
    let description = line.map_or(charge.key.key.as_str(), |line| &line.description);
    let offset = charge.key.category.offset_word();
    let cost = |line: &Option<_>| line.as_ref().map(|line: &Line| line.cost);
    let cells = vec![
        Cell::Empty,
        Cell::text(match offset {
            None => description.to_owned(),
            Some(word) => format!("{word}: {description}"),
        }),
        money(cost(&charge.base), shown.base),
        money(cost(&charge.head), shown.head),
        Cell::text(signed(shown.change, charge.change)),
        Cell::text(charge_why(charge, shown.change.expected)),
    ];
    let kind = match offset {
        None => RowKind::Line,
        Some(_) => RowKind::Offset,
    };
    Row::new(kind, cells)
}
