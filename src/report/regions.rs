//! Regions ranked for a scenario.

mod left_out;
mod records;
mod remarks;

pub use records::region_records;

use super::warnings::of_regions;
use super::wording::{free_tier, note_sections, traffic_level};
use super::{Cell, Column, Item, Report, Row, RowKind, Section, ShownMoney, Table, from_to};
use crate::catalog::Currency;
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
        let traffic = traffic_level(scenario, level, &ranking.requests_per_month);
        for block in blocks(ranking) {
            sections.push(Section::Heading {
                text: ranking.currency.column(level),
                remark: match block.is_part {
                    false => traffic.clone(),
                    true if ranking.regions.is_empty() => format!("{traffic}; {NOT_EVERY}"),
                    true => NOT_EVERY.to_owned(),
                },
            });
            sections.push(Section::Table(table(scenario, comparison, ranking, block)));
            let remarks = remarks::remarks(scenario, comparison, ranking, block);
            if !remarks.is_empty() {
                sections.push(list("", remarks));
            }
        }
    }
    if !comparison.in_part.is_empty() {
        let items = left_out::in_part(scenario, &comparison.in_part);
        sections.push(list("Priced in part", items));
    }
    if !comparison.left_out.is_empty() {
        let items = left_out::texts(scenario, &comparison.left_out);
        sections.push(list("Left out", items));
    }
    if !comparison.in_part.is_empty() || !comparison.left_out.is_empty() {
        let text = "`breakeven prices show KEY --region REGION` says how to get a price.";
        sections.push(list("", vec![text.to_owned()]));
    }
    sections.extend(notes(scenario, comparison));
    let part = comparison.in_part.len();
    let priced = priced(comparison);
    let total = priced + comparison.left_out.len();
    let in_part = match part {
        0 => String::new(),
        part => format!(", {part} more in part"),
    };
    let read = comparison
        .read
        .as_ref()
        .map_or_else(String::new, |(oldest, newest)| {
            format!("those used here read {}; ", from_to((oldest, newest)))
        });
    Report {
        title: scenario.name.clone(),
        subtitle: vec![
            format!(
                "{} of {total} regions{in_part} · {}",
                priced.saturating_sub(part),
                currencies(comparison),
            ),
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

/// How many regions were priced, some of them in part.
fn priced(comparison: &RegionComparison) -> usize {
    let rankings = comparison.rankings.iter();
    let ranked = rankings.flat_map(RegionRanking::all);
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

/// Beside the table of regions that lack prices of some architectures.
const NOT_EVERY: &str = "not every architecture has a price there";

/// Regions of a ranking in one table.
#[derive(Clone, Copy)]
struct Block<'r> {
    regions: &'r [RankedRegion],
    /// True when they lack prices of some architectures.
    is_part: bool,
}

/// The tables of a ranking: what is priced in full, then what is priced in part.
fn blocks(ranking: &RegionRanking) -> impl Iterator<Item = Block<'_>> {
    let block = |(regions, is_part)| Block { regions, is_part };
    [
        (ranking.regions.as_slice(), false),
        (ranking.in_part.as_slice(), true),
    ]
    .into_iter()
    .filter(|(regions, _)| !regions.is_empty())
    .map(block)
}

/// The selected architectures of a ranking, in the order of the scenario, as key and title.
fn architectures<'s>(
    scenario: &'s Scenario,
    comparison: &RegionComparison,
    ranking: &RegionRanking,
) -> Vec<(&'s str, &'s str)> {
    let priced = ranking.all().flat_map(|region| &region.architectures);
    let priced = priced.map(|known| known.architecture.as_str());
    let gaps = comparison.in_part.iter().flat_map(|part| &part.gaps);
    let unpriced = gaps.flat_map(|gap| &gap.architectures).map(String::as_str);
    let selected: BTreeSet<&str> = priced.chain(unpriced).collect();
    let all = scenario.architectures.0.iter();
    all.filter(|(name, _)| selected.contains(name))
        .map(|(name, architecture)| (name, architecture.title_or(name)))
        .collect()
}

fn table(
    scenario: &Scenario,
    comparison: &RegionComparison,
    ranking: &RegionRanking,
    block: Block<'_>,
) -> Table {
    let architectures = architectures(scenario, comparison, ranking);
    let ranged = block.regions.iter().any(|region| {
        let cheapest = region.cheapest();
        cheapest.iter().any(|one| !one.monthly_cost.is_exact())
    });
    let compared = block.regions.iter().any(|r| r.difference.is_some());
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
    let no_price = || Cell::text("–");
    let row = |region: &RankedRegion| {
        let mut cells = vec![Cell::text(&region.region)];
        for (name, _) in &architectures {
            let mut ranked = region.architectures.iter();
            let found = ranked.find(|ranked| ranked.architecture == *name);
            cells.push(found.map_or_else(no_price, |ranked| money(ranked.monthly_cost)));
        }
        if ranged {
            let expected = region
                .cheapest()
                .first()
                .map(|c| Spread::exact(c.monthly_cost.expected));
            cells.push(expected.map_or(Cell::Empty, money));
        }
        if compared {
            cells.push(Cell::text(difference(region, comparison, ranking.currency)));
        }
        Row::new(RowKind::Line, cells)
    };
    Table {
        rows: block.regions.iter().map(row).collect(),
        columns,
    }
}

/// `+12 %`, `-0.4 %`, `same` where every architecture costs the same; a dash for the own region itself,
/// and nothing for one that is not compared.
fn difference(region: &RankedRegion, comparison: &RegionComparison, currency: Currency) -> String {
    if region.region == comparison.own {
        return "–".to_owned();
    }
    if region.is_same {
        return "same".to_owned();
    }
    // The cheapest may cost nothing in both.
    let equal = (region.difference == Some(Money::ZERO)).then_some(Decimal::ZERO);
    match region.difference_ratio.or(equal) {
        Some(ratio) if ratio.is_zero() => "0 %".to_owned(),
        Some(ratio) => {
            let percent = ratio.saturating_mul(Decimal::ONE_HUNDRED);
            let digits = if percent.abs() < Decimal::TEN { 1 } else { 0 };
            let mut shown = percent.abs().round_dp(digits);
            shown.rescale(digits);
            let sign = match ratio.is_sign_negative() {
                _ if shown.is_zero() => "",
                true => "-",
                false => "+",
            };
            format!("{sign}{} %", group_digits(&shown.to_string()))
        }
        // No percentage of nothing.
        None => region.difference.map_or_else(String::new, |difference| {
            format!("+{}", currency.amount(difference.cents()))
        }),
    }
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
    let ranked = comparison.rankings.iter().flat_map(RegionRanking::all);
    let mut costs = ranked.flat_map(|region| &region.architectures);
    let ranged = costs.any(|ranked| !ranked.monthly_cost.is_exact());
    note_sections(scenario, stated.into_iter(), warnings, ranged)
}
