//! Architectures side by side: the face of the project.

use super::estimate::AT_LIST;
use super::wording::{commitments, notes, service_title, terms, traffic};
use super::{
    Cell, Column, Item, Report, Row, RowKind, Section, ShownMoney, Table, foot_spreads,
    price_footer,
};
use crate::catalog::{Catalog, Currency};
use crate::compare::break_even::BreakEven;
use crate::compare::{Audit, Comparison, Ranked};
use crate::estimate::{Category, Charge, Estimate};
use crate::scenario::Scenario;
use crate::units::number::{group_digits, grouped};
use crate::units::{ArithmeticError, Money, Spread};
use rust_decimal::Decimal;

/// Every architecture at every traffic level, side by side.
///
/// # Errors
/// When a subtotal does not fit.
pub fn comparison(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
    comparisons: &[Comparison],
    break_even: &[BreakEven],
    audit: Option<&Audit>,
) -> Result<Report, ArithmeticError> {
    let mut sections = Vec::new();
    for comparison in comparisons {
        let level = &comparison.traffic;
        let side_by_side: Vec<&Estimate> = estimates
            .iter()
            .filter(|estimate| estimate.traffic == *level)
            .collect();
        let Some(first) = side_by_side.first() else {
            continue;
        };
        sections.push(Section::Heading {
            text: level.clone(),
            remark: traffic(scenario, first),
        });
        sections.push(Section::Table(table(
            &side_by_side,
            comparison,
            catalog.book().currency(),
        )?));
        sections.extend(remarks(&side_by_side, comparison));
        for estimate in &side_by_side {
            let title = format!("Commitments of {}", estimate.title);
            sections.extend(commitments(estimate, &title));
        }
    }
    sections.extend(super::break_even::sections(scenario, break_even));
    if let Some(audit) = audit {
        sections.extend(super::audit::sections(scenario, audit));
    }
    sections.extend(super::budgets::section(scenario, estimates));
    sections.extend(notes(scenario, estimates));
    Ok(Report {
        title: scenario.name.clone(),
        subtitle: terms(scenario),
        sections,
        footer: vec![price_footer(catalog, estimates)],
    })
}

/// One service (or the free tier) in one architecture: what its charges add up to.
struct Line {
    label: String,
    kind: RowKind,
    /// By architecture; `None` where the architecture does not have the service.
    costs: Vec<Option<Spread<Money>>>,
}

fn table(
    estimates: &[&Estimate],
    comparison: &Comparison,
    currency: Currency,
) -> Result<Table, ArithmeticError> {
    let lines = lines(estimates)?;
    // Foot each architecture's column on its own.
    let columns: Vec<Vec<Spread<Decimal>>> = (0..estimates.len())
        .map(|at| {
            let stated = lines.iter().filter_map(|line| {
                let cost = (*line.costs.get(at)?)?;
                let equal = line.costs.iter().filter(|other| **other == Some(cost));
                Some((cost, equal.count() > 1))
            });
            let (costs, shared): (Vec<_>, Vec<_>) = stated.unzip();
            foot_spreads(&costs, &shared)
        })
        .collect();
    let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
    let mut rows = Vec::new();
    for line in &lines {
        let mut cells = vec![Cell::text(&line.label)];
        for (cost, column) in line.costs.iter().zip(&mut columns) {
            cells.push(match cost {
                None => Cell::text("–"),
                Some(exact) => Cell::Money(ShownMoney {
                    cents: column.next().unwrap_or_default(),
                    exact: *exact,
                }),
            });
        }
        rows.push(Row::new(line.kind, cells));
    }
    rows.extend(totals(estimates, comparison));
    let mut heads = vec![Column::text(currency.column(""))];
    heads.extend(
        estimates
            .iter()
            .map(|estimate| Column::number(&estimate.title)),
    );
    Ok(Table {
        columns: heads,
        rows,
    })
}

/// The lines below the services, and what stands in each.
const OTHERS: [(Category, &str); 6] = [
    (Category::FreeTier, "Free tier"),
    (Category::Spot, "Spot"),
    (Category::Covered, "Covered by commitments"),
    (Category::Discount, "Discounts"),
    (Category::Commitment, "Commitments, used"),
    (Category::UnusedCommitment, "Commitments, not used"),
];

/// The line of the side-by-side table a charge belongs to: its service, or what takes off.
#[must_use]
pub fn charge_line(charge: &Charge) -> &str {
    let other = OTHERS.iter().find(|(of, _)| *of == charge.category);
    // Without what comes with a resource, as on the bill.
    other.map_or_else(|| service_title(charge.service), |(_, label)| *label)
}

/// The lines of the side-by-side table: services in the order of the scenario, then what is taken off,
/// then commitments.
#[must_use]
pub fn charge_lines<'e>(estimates: &[&'e Estimate]) -> Vec<&'e str> {
    let charges = || estimates.iter().flat_map(|estimate| &estimate.charges);
    let mut lines: Vec<&str> = Vec::new();
    for charge in charges().filter(|charge| charge.category == Category::Usage) {
        let line = charge_line(charge);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    for (category, label) in OTHERS {
        if charges().any(|charge| charge.category == category) {
            lines.push(label);
        }
    }
    lines
}

fn lines(estimates: &[&Estimate]) -> Result<Vec<Line>, ArithmeticError> {
    let is_offset = |label: &str| {
        let other = OTHERS.iter().find(|(_, other)| *other == label);
        other.is_some_and(|(category, _)| category.offset_word().is_some())
    };
    let line = |label: &str| {
        Ok(Line {
            label: label.to_owned(),
            kind: match is_offset(label) {
                true => RowKind::Offset,
                false => RowKind::Line,
            },
            costs: costs(estimates, |charge| charge_line(charge) == label)?,
        })
    };
    charge_lines(estimates).into_iter().map(line).collect()
}

/// By architecture, what the wanted charges cost; `None` where there are none.
fn costs(
    estimates: &[&Estimate],
    wanted: impl Fn(&Charge) -> bool,
) -> Result<Vec<Option<Spread<Money>>>, ArithmeticError> {
    let cost = |estimate: &&Estimate| {
        let any = estimate.charges.iter().any(&wanted);
        any.then(|| estimate.sum_of(&wanted)).transpose()
    };
    estimates.iter().map(cost).collect()
}

fn totals(estimates: &[&Estimate], comparison: &Comparison) -> Vec<Row> {
    let shown = |exact: Spread<Money>| {
        Cell::Money(ShownMoney {
            cents: exact.map(Money::cents),
            exact,
        })
    };
    let row = |label: &str, kind: RowKind, cells: Vec<Cell>| {
        let cells = std::iter::once(Cell::text(label)).chain(cells).collect();
        Row::new(kind, cells)
    };
    let total = estimates
        .iter()
        .map(|estimate| shown(estimate.monthly_cost))
        .collect();
    let mut rows = vec![row("Total", RowKind::Total, total)];
    if estimates
        .iter()
        .any(|estimate| estimate.is_bought_otherwise())
    {
        let list = estimates.iter().map(|estimate| shown(estimate.list_cost));
        rows.push(row(AT_LIST, RowKind::Remark, list.collect()));
    }
    if estimates
        .iter()
        .any(|estimate| !estimate.monthly_cost.is_exact())
    {
        let expected = |estimate: &&Estimate| shown(Spread::exact(estimate.monthly_cost.expected));
        let cells = estimates.iter().map(expected).collect();
        rows.push(row("Expected", RowKind::Remark, cells));
    }
    let ranked = |estimate: &Estimate| {
        comparison
            .ranking
            .iter()
            .find(|ranked| ranked.architecture == estimate.architecture)
    };
    let difference = |estimate: &&Estimate| match ranked(estimate) {
        Some(ranked) if is_least(ranked, comparison) => match comparison.cheapest() {
            [_] => Cell::Best("cheapest".to_owned()),
            _ => Cell::text("equal"),
        },
        Some(ranked) => Cell::text(shown_difference(ranked, comparison)),
        None => Cell::Empty,
    };
    let percent = |estimate: &&Estimate| {
        let ranked = ranked(estimate).filter(|ranked| !is_least(ranked, comparison));
        ranked
            .and_then(|r| r.difference_ratio)
            .map_or(Cell::Empty, |ratio| Cell::text(more(ratio)))
    };
    if estimates.len() > 1 {
        let cells = estimates.iter().map(difference).collect();
        rows.push(row("Difference", RowKind::Remark, cells));
        let ratios: Vec<Cell> = estimates.iter().map(percent).collect();
        // Beside something that costs nothing there is no ratio.
        if ratios.iter().any(|cell| *cell != Cell::Empty) {
            rows.push(row("", RowKind::Remark, ratios));
        }
    }
    rows
}

/// The difference of the totals as they are shown, so that the reader's subtraction agrees.
fn shown_difference(ranked: &Ranked, comparison: &Comparison) -> String {
    let least = comparison
        .ranking
        .first()
        .map_or(Decimal::ZERO, |c| c.monthly_cost.expected.cents());
    let difference = ranked.monthly_cost.expected.cents().saturating_sub(least);
    format!("+{}", group_digits(&difference.to_string()))
}

/// `+29 %`; from ten times the price on, the multiple says more.
fn more(ratio: Decimal) -> String {
    if ratio < Decimal::TEN {
        let percent = ratio.saturating_mul(Decimal::ONE_HUNDRED).round_dp(0);
        return format!("+{} %", grouped(percent));
    }
    format!(
        "{} times",
        grouped(ratio.saturating_add(Decimal::ONE).round_dp(0))
    )
}

/// True for the cheapest, and for each of several that cost the same and least.
fn is_least(ranked: &Ranked, comparison: &Comparison) -> bool {
    let mut least = comparison.cheapest().iter();
    least.any(|one| one.architecture == ranked.architecture)
}

pub(super) fn cents(money: Money) -> String {
    group_digits(&money.cents().to_string())
}

/// What the table does not say: close calls and credits.
fn remarks(estimates: &[&Estimate], comparison: &Comparison) -> Vec<Section> {
    let mut items = Vec::new();
    if let several @ [_, _, ..] = comparison.cheapest() {
        let titles: Vec<&str> = several.iter().map(|one| one.title.as_str()).collect();
        items.push(format!(
            "{} cost the same: none of them is the cheapest.",
            titles.join(" and ")
        ));
    }
    if comparison.is_close() {
        let text = "The ranges overlap: inside them another architecture may be the cheapest.";
        items.push(text.to_owned());
    }
    for estimate in estimates {
        if let Some(credits) = &estimate.credits {
            items.push(format!("{}: {}", estimate.title, credits.describe()));
        }
    }
    if items.is_empty() {
        return Vec::new();
    }
    vec![Section::List {
        title: String::new(),
        items: items
            .into_iter()
            .map(|text| Item { code: None, text })
            .collect(),
    }]
}
