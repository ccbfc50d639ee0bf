//! A simulation as tables, and as flat records for a spreadsheet.

use super::wording::{terms, traffic_level};
use super::{
    Cell, Column, Field, Item, Records, Report, Row, RowKind, Section, ShownMoney, Table,
    price_footer,
};
use crate::catalog::Catalog;
use crate::scenario::{Distribution, Scenario};
use crate::simulate::{SimulatedInput, SimulatedLevel, Simulation};
use crate::units::{Money, Spread, number::group_digits};
use rust_decimal::Decimal;

/// Quantiles of what each architecture costs, and how often each is the cheapest.
#[must_use]
pub fn simulation(scenario: &Scenario, catalog: &Catalog, simulation: &Simulation) -> Report {
    let mut sections = Vec::new();
    for level in &simulation.levels {
        sections.push(Section::Heading {
            text: level.traffic.clone(),
            remark: traffic(scenario, simulation, level),
        });
        sections.push(Section::Table(table(simulation, level)));
    }
    if simulation.inputs.is_empty() {
        sections.push(list("", vec![NOTHING_VARIES.to_owned()]));
    } else {
        sections.push(Section::Heading {
            text: "Inputs".to_owned(),
            remark: String::new(),
        });
        sections.push(Section::Table(inputs(simulation)));
    }
    sections.push(list("How it was drawn", method(simulation)));
    let mut subtitle = terms(scenario);
    subtitle.push(format!(
        "{} draws, seed {}",
        group_digits(&simulation.draws.to_string()),
        simulation.seed
    ));
    Report {
        title: scenario.name.clone(),
        subtitle,
        sections,
        footer: vec![price_footer(catalog, &[])],
    }
}

const NOTHING_VARIES: &str = "Nothing varies: the scenario has no range, and no section `uncertainty`. \
                              Every draw is the estimate.";

/// The requests of a level: as they are drawn, where the section `uncertainty` says so.
fn traffic(scenario: &Scenario, simulation: &Simulation, level: &SimulatedLevel) -> String {
    let path = format!("traffic.{}.requests", level.traffic);
    let drawn = simulation
        .inputs
        .iter()
        .find(|one| one.input.is_listed && one.input.path == path);
    match drawn {
        Some(one) => format!("requests: {}, {}", one.input.text, one.input.distribution),
        None => traffic_level(scenario, &level.traffic, &level.requests_per_month),
    }
}

fn list(title: &str, items: Vec<String>) -> Section {
    let items = items.into_iter().map(|text| Item { code: None, text });
    Section::List {
        title: title.to_owned(),
        items: items.collect(),
    }
}

fn table(simulation: &Simulation, level: &SimulatedLevel) -> Table {
    let mut columns = vec![Column::text("")];
    for title in ["P10", "P50", "P90", "Mean", "Least", "Most", "Cheapest"] {
        columns.push(Column::number(title));
    }
    let money = |amount: Money| {
        let exact = Spread::exact(amount);
        Cell::Money(ShownMoney {
            cents: exact.map(Money::cents),
            exact,
        })
    };
    let best = level.architectures.iter().map(|cost| cost.cheapest).max();
    let rows = level.architectures.iter().map(|cost| {
        let share = percent(simulation.probability(cost));
        let amounts = [
            cost.p10, cost.p50, cost.p90, cost.mean, cost.least, cost.most,
        ];
        let mut cells = vec![Cell::text(&cost.title)];
        cells.extend(amounts.map(money));
        cells.push(match Some(cost.cheapest) == best {
            true => Cell::Best(share),
            false => Cell::text(share),
        });
        Row::new(RowKind::Line, cells)
    });
    Table {
        rows: rows.collect(),
        columns,
    }
}

/// `97.3 %`; what is not all or nothing is not shown as that.
fn percent(share: Decimal) -> String {
    let percent = share.saturating_mul(Decimal::ONE_HUNDRED);
    let tenth = Decimal::from_parts(1, 0, 0, false, 1);
    if percent.is_zero() || percent == Decimal::ONE_HUNDRED {
        return format!("{} %", percent.normalize());
    }
    if percent < tenth {
        return "<0.1 %".to_owned();
    }
    if percent > Decimal::ONE_HUNDRED.saturating_sub(tenth) {
        return ">99.9 %".to_owned();
    }
    let mut shown = percent.round_dp(1);
    shown.rescale(1);
    format!("{shown} %")
}

fn inputs(simulation: &Simulation) -> Table {
    let row = |one: &SimulatedInput| {
        let drawn = match one.is_used {
            true => one.input.distribution.word().to_owned(),
            false => format!("{}; no cost here depends on it", one.input.distribution),
        };
        let cells = [&one.input.path, &one.input.text, &drawn].map(Cell::text);
        Row::new(RowKind::Line, cells.to_vec())
    };
    Table {
        columns: vec![
            Column::text("Input"),
            Column::text("Range"),
            Column::text("Distribution"),
        ],
        rows: simulation.inputs.iter().map(row).collect(),
    }
}

fn method(simulation: &Simulation) -> Vec<String> {
    let mut items = Vec::new();
    let used = || simulation.inputs.iter().filter(|one| one.is_used);
    let has = |kind: Distribution| used().any(|one| one.input.distribution == kind);
    if used().next().is_some() {
        items.push(
            "Each input is drawn once for all architectures, independent of the others; the draws are a \
             scrambled Sobol' sequence."
                .to_owned(),
        );
    }
    if used().any(|one| !one.input.is_listed) {
        items.push(
            "A range of the scenario is drawn from a triangle whose top is its expected value."
                .to_owned(),
        );
    }
    if has(Distribution::LogNormal) {
        items.push(
            "The ends of a log-normal range are its 5 % and 95 % quantile, its median is their geometric \
             mean; what lies beyond the 0.1 % and 99.9 % quantile is drawn as these."
                .to_owned(),
        );
    }
    items.push(format!(
        "P10, P50 and P90: a tenth, half and nine tenths of the draws cost no more. The mean is that of \
         the first {} draws.",
        group_digits(&simulation.mean_of.to_string())
    ));
    for level in &simulation.levels {
        if level.ties > 0 && level.architectures.len() > 1 {
            items.push(format!(
                "{}: in {} draws several architectures cost the same and least; each counts as cheapest.",
                level.traffic,
                group_digits(&level.ties.to_string())
            ));
        }
    }
    let mut slow: Vec<&str> = Vec::new();
    for cost in simulation
        .levels
        .iter()
        .flat_map(|level| &level.architectures)
    {
        if cost.in_decimals && !slow.contains(&cost.title.as_str()) {
            slow.push(&cost.title);
        }
    }
    if !slow.is_empty() {
        items.push(format!(
            "{}: every draw worked out in decimals, which takes longer: commitments, discounts and cold \
             starts have no faster way.",
            slow.join(", ")
        ));
    }
    items
}

const COLUMNS: &[&str] = &[
    "traffic",
    "architecture",
    "draws",
    "seed",
    "expected",
    "p10",
    "p50",
    "p90",
    "mean",
    "mean_of_draws",
    "least",
    "most",
    "cheapest_draws",
    "probability_cheapest",
    "currency",
];

/// One record for each architecture at each traffic level.
#[must_use]
pub fn simulation_records(catalog: &Catalog, simulation: &Simulation) -> Records {
    let number = |number: u64| Field::Number(Decimal::from(number));
    let money = |money: Money| Field::Number(money.amount());
    let mut rows = Vec::new();
    for level in &simulation.levels {
        for cost in &level.architectures {
            rows.push(vec![
                Field::Text(level.traffic.clone()),
                Field::Text(cost.architecture.clone()),
                number(simulation.draws.into()),
                number(simulation.seed),
                money(cost.expected),
                money(cost.p10),
                money(cost.p50),
                money(cost.p90),
                money(cost.mean),
                number(simulation.mean_of.into()),
                money(cost.least),
                money(cost.most),
                number(cost.cheapest),
                Field::Number(simulation.probability(cost)),
                Field::Text(catalog.book().currency().code().to_owned()),
            ]);
        }
    }
    Records {
        columns: COLUMNS.to_vec(),
        rows,
    }
}
