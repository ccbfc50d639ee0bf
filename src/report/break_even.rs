//! Where the answer flips, in words and as a table.

use super::{Cell, Column, Item, Row, RowKind, Section, Table};
use crate::compare::break_even::{
    BreakEven, Certainty, Cheapest, Limit, MOST_PAIRED, REQUESTS_PER_DAY,
};
use crate::scenario::Scenario;
use crate::services::Capacity;
use crate::units::number::grouped;
use crate::units::{Count, Measure, show_spread};
use crate::workload::Period;
use rust_decimal::Decimal;

/// Most stretches shown of one search; the JSON has them all.
const MOST_SHOWN: usize = 24;

/// The sections about crossings; levels with the same answers share them.
pub(super) fn sections(scenario: &Scenario, found: &[BreakEven]) -> Vec<Section> {
    let mut groups: Vec<(Vec<&str>, Vec<&BreakEven>)> = Vec::new();
    for at_level in found.chunk_by(|a, b| a.traffic == b.traffic) {
        let Some(first) = at_level.first() else {
            continue;
        };
        let same = groups.iter_mut().find(|(_, known)| {
            known.len() == at_level.len() && known.iter().zip(at_level).all(|(a, b)| is_same(a, b))
        });
        match same {
            Some((levels, _)) => levels.push(&first.traffic),
            None => groups.push((vec![&first.traffic], at_level.iter().collect())),
        }
    }
    let mut sections = Vec::new();
    for (levels, searches) in groups {
        let Some((all, pairs)) = searches.split_first() else {
            continue;
        };
        sections.extend(whole(scenario, &levels, all));
        let items = pairs.iter().map(|pair| Item {
            code: None,
            text: format!(
                "{}: {}",
                names(scenario, pair).join(" against "),
                in_words(scenario, pair)
            ),
        });
        let items: Vec<Item> = items.collect();
        if !items.is_empty() {
            let title = "Two by two".to_owned();
            sections.push(Section::List { title, items });
        } else if all.architectures.len() > MOST_PAIRED {
            let text = format!(
                "Two by two is left out with more than {MOST_PAIRED} architectures; `breakeven compare` with \
                 --architecture twice has it of any two."
            );
            sections.push(Section::List {
                title: String::new(),
                items: vec![Item { code: None, text }],
            });
        }
    }
    sections
}

/// The whole of one search: a heading, the answer, its stretches.
pub(super) fn whole(scenario: &Scenario, levels: &[&str], one: &BreakEven) -> Vec<Section> {
    let mut sections = vec![Section::Heading {
        text: "Break-even".to_owned(),
        remark: format!("{}, {}", levels.join(", "), range(one)),
    }];
    let mut items = vec![Item {
        code: None,
        text: in_words(scenario, one),
    }];
    items.extend(limits(scenario, one));
    if one.is_cut_short() {
        let text = format!(
            "The search ended at {}, short of {}: it takes long here. `breakeven sweep` with --from and \
             --to looks further.",
            value(one, one.to),
            value(one, one.asked)
        );
        items.push(Item { code: None, text });
    }
    if let Certainty::Between { coarse } = one.certainty {
        let text = format!(
            "Values {} apart were looked at, and each change between two of them searched; a change there \
             and back between two is not seen.",
            value(one, coarse)
        );
        items.push(Item { code: None, text });
    }
    if let Some(claimed) = scenario
        .published
        .as_ref()
        .and_then(|p| p.break_even.as_ref())
        && one.variable == REQUESTS_PER_DAY
    {
        let published = scenario.published.as_ref();
        let per_day = published.and_then(|p| p.break_even_per_day(scenario.month).ok()?);
        let text = match per_day {
            Some(per_day) if claimed.per != Period::Day => format!(
                "The document puts it at {claimed}, {} a day.",
                show_spread(&per_day.map(|day| Count::of(day.round())))
            ),
            _ => format!("The document puts it at {claimed}."),
        };
        items.push(Item { code: None, text });
    }
    sections.push(Section::List {
        title: String::new(),
        items,
    });
    if one.crossings.len() > 1 {
        sections.push(Section::Table(stretches(scenario, one)));
    }
    sections
}

fn is_same(a: &BreakEven, b: &BreakEven) -> bool {
    let plain = |one: &BreakEven| BreakEven {
        traffic: String::new(),
        ..one.clone()
    };
    plain(a) == plain(b)
}

fn names<'s>(scenario: &'s Scenario, one: &'s BreakEven) -> Vec<&'s str> {
    let names = one.architectures.iter();
    names.map(|name| title(scenario, name)).collect()
}

/// The name of an architecture for readers.
pub(super) fn title<'s>(scenario: &'s Scenario, name: &'s str) -> &'s str {
    let architecture = scenario.architectures.0.get(name);
    architecture.map_or(name, |architecture| architecture.title_or(name))
}

/// A value of the variable with what it counts.
fn value(one: &BreakEven, at: Decimal) -> String {
    if let Some(label) = one.label(at) {
        return label.to_owned();
    }
    match (one.variable.as_str(), one.unit.as_str()) {
        (REQUESTS_PER_DAY, _) => format!("{} a day", grouped(at)),
        (_, "") => grouped(at),
        (_, "$") => format!("${}", grouped(at)),
        (_, "%" | "x") => format!("{}{}", grouped(at), one.unit),
        (_, unit) => format!("{} {unit}", grouped(at)),
    }
}

fn range(one: &BreakEven) -> String {
    let what = match one.variable.as_str() {
        REQUESTS_PER_DAY => "requests",
        path => path,
    };
    let from = match one.variable.as_str() {
        REQUESTS_PER_DAY => grouped(one.from),
        _ => value(one, one.from),
    };
    format!("{what} from {from} to {}", value(one, one.to))
}

/// The answer as a sentence.
pub(super) fn in_words(scenario: &Scenario, one: &BreakEven) -> String {
    let name = |name: &str| title(scenario, name).to_owned();
    let is_pair = one.architectures.len() == 2;
    // `A is cheaper`, `both cost the same`, `A and B cost the same and least`.
    let state = |cheapest: &Cheapest, starts: bool| match (cheapest.sole(), starts) {
        (Some(sole), _) if is_pair => format!("{} is cheaper", name(sole)),
        (Some(sole), _) => format!("{} is the cheapest", name(sole)),
        (None, true) if is_pair => "Both cost the same".to_owned(),
        (None, false) if is_pair => "both cost the same".to_owned(),
        (None, _) => format!("{} cost the same and least", joined(scenario, cheapest)),
    };
    let end = value(one, one.to);
    let beyond = match one.is_cut_short() {
        true => format!("; not decided beyond {end}"),
        false => String::new(),
    };
    let before = |at: Decimal| value(one, at.saturating_sub(one.step));
    match one.crossings.as_slice() {
        [] => {
            let state = state(&one.first, true);
            match (one.is_cut_short(), one.first.sole()) {
                (true, _) => format!("{state} up to {end}{beyond}."),
                (false, Some(_)) => format!("{state} all the way: never crosses."),
                (false, None) => format!("{state} all the way."),
            }
        }
        [only] => {
            let (up_to, from) = (before(only.at), value(one, only.at));
            let below = state(&only.below, true);
            match (only.below.sole(), only.above.sole()) {
                (Some(_), Some(above)) => {
                    format!(
                        "{below} up to {up_to}, {} from {from} on{beyond}.",
                        name(above)
                    )
                }
                _ => format!(
                    "{below} up to {up_to}, {} from {from} on{beyond}.",
                    state(&only.above, false)
                ),
            }
        }
        // A tie on the way from one to the other is a stretch of its own.
        [first, last] if is_pair && first.above.sole().is_none() => format!(
            "{} up to {}, {} from {} on; in between both cost the same{beyond}.",
            state(&first.below, true),
            before(first.at),
            last.above.sole().map(name).unwrap_or_default(),
            value(one, last.at),
        ),
        [first, .., last] => {
            let from_there = match one.is_cut_short() {
                true => format!("and from there up to {end}"),
                false => "and from there on".to_owned(),
            };
            format!(
                "{} up to {}; the answer changes {} times up to {}, {from_there} {}{beyond}.",
                state(&first.below, true),
                before(first.at),
                one.crossings.len(),
                value(one, last.at),
                state(&last.above, false)
            )
        }
    }
}

/// The names of several for readers.
fn joined(scenario: &Scenario, cheapest: &Cheapest) -> String {
    let names = cheapest.names().iter().map(|name| title(scenario, name));
    names.collect::<Vec<_>>().join(" and ")
}

/// The cheapest as an entry of a table: its name, or which cost the same.
pub(super) fn cheapest(scenario: &Scenario, cheapest: &Cheapest) -> String {
    match cheapest.sole() {
        Some(sole) => title(scenario, sole).to_owned(),
        None => format!("equal: {}", joined(scenario, cheapest)),
    }
}

/// What does not follow the traffic.
fn limits(scenario: &Scenario, one: &BreakEven) -> Vec<Item> {
    if one.variable != REQUESTS_PER_DAY {
        return Vec::new();
    }
    let sentence = |limit: &Limit| {
        let (title, component) = (title(scenario, &limit.architecture), &limit.component);
        match limit.capacity {
            Capacity::AtMost(requests) if requests < one.to => Some(format!(
                "{title} carries {} requests a day at most (`{component}`); what it costs beyond is not \
                 comparable.",
                grouped(requests)
            )),
            Capacity::AtMost(_) => None,
            Capacity::AsStated => Some(format!(
                "{title} keeps the stated capacity of `{component}` at any traffic; what that carries is \
                 not known."
            )),
        }
    };
    let texts = one.limits.iter().filter_map(sentence);
    texts.map(|text| Item { code: None, text }).collect()
}

fn stretches(scenario: &Scenario, one: &BreakEven) -> Table {
    let unit = match one.variable.as_str() {
        REQUESTS_PER_DAY => "requests a day",
        path => path,
    };
    let all = one.stretches();
    let mut rows: Vec<Row> = Vec::new();
    for stretch in all.iter().take(MOST_SHOWN) {
        let cells = vec![
            Cell::text(shown(one, stretch.from)),
            Cell::text(shown(one, stretch.to)),
            Cell::text(cheapest(scenario, &stretch.cheapest)),
        ];
        rows.push(Row::new(RowKind::Line, cells));
    }
    if all.len() > MOST_SHOWN {
        let more = format!("and {} more", all.len() - MOST_SHOWN);
        let cells = vec![Cell::text("…"), Cell::Empty, Cell::text(more)];
        rows.push(Row::new(RowKind::Remark, cells));
    }
    Table {
        columns: vec![
            Column::number(format!("{unit}, from")),
            Column::number("to"),
            Column::text("cheapest"),
        ],
        rows,
    }
}

pub(super) fn shown(one: &BreakEven, at: Decimal) -> String {
    match one.variable.as_str() {
        REQUESTS_PER_DAY => grouped(at),
        _ => value(one, at),
    }
}
