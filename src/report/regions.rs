//! Regions ranked for a scenario.

mod left_out;
mod records;

pub use records::region_records;

use super::warnings::of_regions;
use super::wording::{free_tier, note_sections, traffic_level};
use super::{Cell, Column, Item, Report, Row, RowKind, Section, ShownMoney, Table, from_to};
use crate::compare::{Note, RankedRegion, RegionComparison, RegionRanking};
use crate::scenario::Scenario;
use crate::units::{Money, Spread, number::group_digits};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Regions ranked by what the cheapest architecture costs, and those left out with the reason.
#[must_use]
pub fn regions(scenario: &Scenario, comparison: &RegionComparison) -> Report {
    let mut sections = Vec::new();
    for ranking in &comparison.rankings {
        let level = &ranking.traffic;
        sections.push(Section::Heading {
            text: ranking.currency.column(level),
            remark: traffic_level(scenario, level, &ranking.requests_per_month),
        });
        sections.push(Section::Table(table(scenario, comparison, ranking)));
        let remarks = remarks(scenario, comparison, ranking);
        if !remarks.is_empty() {
            sections.push(list("", remarks));
        }
    }
    if !comparison.left_out.is_empty() {
        let mut items = left_out::texts(scenario, &comparison.left_out);
        items.push(
            "`breakeven prices show KEY --region REGION` says how to get a price.".to_owned(),
        );
        sections.push(list("Left out", items));
    }
    sections.extend(notes(scenario, comparison));
    let priced = priced(comparison);
    let total = priced + comparison.left_out.len();
    let read = comparison
        .read
        .as_ref()
        .map_or_else(String::new, |(oldest, newest)| {
            format!("those used here read {}; ", from_to((oldest, newest)))
        });
    Report {
        title: scenario.name.clone(),
        subtitle: vec![
            format!("{priced} of {total} regions · {}", currencies(comparison)),
            format!(
                "free tier: {} · month: {}",
                free_tier(scenario.free_tier.kind),
                scenario.month.describe(),
            ),
        ],
        sections,
        footer: vec![match priced {
            1 => format!("Prices: embedded price book of 1 region; {read}before tax."),
            _ => format!("Prices: embedded price books of {priced} regions; {read}before tax."),
        }],
    }
}

/// `USD`, or `USD and CNY`.
fn currencies(comparison: &RegionComparison) -> String {
    let mut codes: Vec<&str> = Vec::new();
    for ranking in &comparison.rankings {
        if !codes.contains(&ranking.currency.code()) {
            codes.push(ranking.currency.code());
        }
    }
    codes.join(" and ")
}

/// How many regions were priced.
fn priced(comparison: &RegionComparison) -> usize {
    let rankings = comparison.rankings.iter();
    let ranked = rankings.flat_map(|ranking| &ranking.regions);
    let regions: BTreeSet<&str> = ranked.map(|ranked| ranked.region.as_str()).collect();
    regions.len()
}

fn list(title: &str, items: Vec<String>) -> Section {
    Section::List {
        title: title.to_owned(),
        items: items
            .into_iter()
            .map(|text| Item { code: None, text })
            .collect(),
    }
}

/// The architectures of a ranking, in the order of the scenario, as key and title.
fn architectures<'s>(scenario: &'s Scenario, ranking: &RegionRanking) -> Vec<(&'s str, &'s str)> {
    let first = ranking.regions.first();
    let ranked = |name: &str| {
        let mut priced = first.iter().flat_map(|region| &region.architectures);
        priced.any(|known| known.architecture == name)
    };
    let all = scenario.architectures.0.iter();
    all.filter(|(name, _)| ranked(name))
        .map(|(name, architecture)| (name, architecture.title_or(name)))
        .collect()
}

fn table(scenario: &Scenario, comparison: &RegionComparison, ranking: &RegionRanking) -> Table {
    let architectures = architectures(scenario, ranking);
    let ranged = ranking.regions.iter().any(|region| {
        let cheapest = region.cheapest();
        cheapest.is_some_and(|cheapest| !cheapest.monthly_cost.is_exact())
    });
    let compared = ranking.regions.iter().any(|r| r.difference.is_some());
    let mut columns = vec![Column::text(ranking.currency.column("Region"))];
    columns.extend(
        architectures
            .iter()
            .map(|(_, title)| Column::number(*title)),
    );
    if ranged {
        columns.push(Column::number("Cheapest, expected"));
    }
    if compared {
        columns.push(Column::number(format!("vs {}", comparison.own)));
    }
    let money = |exact: Spread<Money>| {
        Cell::Money(ShownMoney {
            cents: exact.map(Money::cents),
            exact,
        })
    };
    let row = |region: &RankedRegion| {
        let mut cells = vec![Cell::text(&region.region)];
        for (name, _) in &architectures {
            let mut ranked = region.architectures.iter();
            let found = ranked.find(|ranked| ranked.architecture == *name);
            cells.push(found.map_or(Cell::Empty, |ranked| money(ranked.monthly_cost)));
        }
        if ranged {
            let expected = region
                .cheapest()
                .map(|c| Spread::exact(c.monthly_cost.expected));
            cells.push(expected.map_or(Cell::Empty, money));
        }
        if compared {
            cells.push(Cell::text(difference(region, comparison)));
        }
        Row::new(RowKind::Line, cells)
    };
    Table {
        rows: ranking.regions.iter().map(row).collect(),
        columns,
    }
}

/// `+12 %`, `-0.4 %`, `same`; a dash for the own region itself.
fn difference(region: &RankedRegion, comparison: &RegionComparison) -> String {
    if region.region == comparison.own {
        return "–".to_owned();
    }
    if region.difference == Some(Money::ZERO) {
        return "same".to_owned();
    }
    match region.difference_ratio {
        Some(ratio) => {
            let percent = ratio.saturating_mul(Decimal::ONE_HUNDRED);
            let digits = if percent.abs() < Decimal::TEN { 1 } else { 0 };
            let sign = if ratio.is_sign_negative() { "-" } else { "+" };
            let mut shown = percent.abs().round_dp(digits);
            shown.rescale(digits);
            format!("{sign}{} %", group_digits(&shown.to_string()))
        }
        None => String::new(),
    }
}

/// Which architecture is the cheapest where, and why nothing is compared.
fn remarks(
    scenario: &Scenario,
    comparison: &RegionComparison,
    ranking: &RegionRanking,
) -> Vec<String> {
    let mut remarks = Vec::new();
    let architectures = architectures(scenario, ranking);
    let cheapest_in = |name: &str| -> Vec<&str> {
        let regions = ranking.regions.iter();
        let won = regions.filter(|r| r.cheapest().is_some_and(|c| c.architecture == name));
        won.map(|region| region.region.as_str()).collect()
    };
    let mut won: Vec<(&str, Vec<&str>)> = architectures
        .iter()
        .map(|(name, title)| (*title, cheapest_in(name)))
        .filter(|(_, regions)| !regions.is_empty())
        .collect();
    won.sort_by_key(|(_, regions)| std::cmp::Reverse(regions.len()));
    if let [(title, _), others @ ..] = won.as_slice()
        && architectures.len() > 1
    {
        let others: Vec<String> = others
            .iter()
            .map(|(title, regions)| format!("{title} is the cheapest in {}", regions.join(", ")))
            .collect();
        remarks.push(match others.is_empty() {
            true => match ranking.regions.as_slice() {
                [alone] => format!("{title} is the cheapest in {}.", alone.region),
                _ => format!("{title} is the cheapest everywhere."),
            },
            false => format!("{}; {title} everywhere else.", others.join("; ")),
        });
    }
    if ranking
        .regions
        .iter()
        .all(|region| region.difference.is_none())
    {
        let own = &comparison.own;
        let left_out = comparison.left_out.iter().any(|left| left.region == *own);
        remarks.push(match left_out {
            true => format!("{own} itself can't be priced, so nothing is compared with it."),
            false => format!(
                "Not compared with {own}, which is billed in another currency: no exchange rate is \
                 assumed."
            ),
        });
    }
    remarks
}

/// Regions named in a note.
const REGIONS_NAMED: usize = 4;

fn notes(scenario: &Scenario, comparison: &RegionComparison) -> Vec<Section> {
    let text = |note: &Note| {
        let named = note.regions.iter().take(REGIONS_NAMED).cloned();
        let more = note.regions.len().saturating_sub(REGIONS_NAMED);
        let more = (more > 0).then(|| format!("{more} more"));
        let named: Vec<String> = named.chain(more).collect();
        match named.is_empty() {
            true => note.text.clone(),
            false => format!("{}: {}", named.join(", "), note.text),
        }
    };
    let (warnings, assumptions): (Vec<&Note>, Vec<&Note>) = comparison
        .notes
        .iter()
        .partition(|note| note.code.is_some());
    let mut stated = vec![
        "Usage is the same in every region; traffic between regions, latency and taxes are not \
         weighed."
            .to_owned(),
    ];
    if scenario.prices.is_some() {
        stated.push("Prices of one's own count in every region.".to_owned());
    }
    if scenario.published.is_some() {
        stated.push("The published figures of the scenario are not priced again here.".to_owned());
    }
    stated.extend(assumptions.into_iter().map(&text));
    let warnings = warnings.into_iter().map(|note| Item {
        code: note.code.map(|code| code.code()),
        text: of_regions(note, &text(note)),
    });
    let ranked = comparison
        .rankings
        .iter()
        .flat_map(|ranking| &ranking.regions);
    let mut costs = ranked.flat_map(|region| &region.architectures);
    let ranged = costs.any(|ranked| !ranked.monthly_cost.is_exact());
    note_sections(scenario, stated.into_iter(), warnings, ranged)
}
