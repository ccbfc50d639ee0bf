//! How bringing price books up to date, or comparing them with AWS, came out.

use super::price_changes::{COLUMNS, change_table, list, price_change_records};
use super::{Cell, Column, Field, Records, Report, Row, RowKind, Section, Table};
use crate::catalog::{PriceBook, PriceChange, price_changes};
use crate::price_list::{Faulty, KeyFault};
use crate::sources::{ServiceOutcome, ServiceResult, Updated};

/// A region: the book before, what was read, and the book after.
pub type RegionUpdate = (PriceBook, Updated, PriceBook);

/// Above what AWS has no usable price of.
const UNUSABLE: &str =
    "Not usable: the price at hand stays; state one of your own in an overlay (`--prices`)";

/// What was fetched.
#[must_use]
pub fn updates(updates: &[RegionUpdate]) -> Report {
    report("Prices fetched", updates)
}

/// How books compare with AWS.
#[must_use]
pub fn verification(updates: &[RegionUpdate]) -> Report {
    report("Prices compared with AWS", updates)
}

fn report(title: &str, updates: &[RegionUpdate]) -> Report {
    let mut sections = Vec::new();
    for (before, updated, after) in updates {
        let changes = price_changes(before, after).unwrap_or_default();
        sections.push(Section::Heading {
            text: before.region().to_owned(),
            remark: format!("{} price book of {}", before.name(), before.as_of()),
        });
        sections.push(Section::Table(Table {
            columns: vec![
                Column::names("Service"),
                Column::text("Version"),
                Column::number("Same"),
                Column::number("Changed"),
                Column::number("New"),
                Column::number("Not usable"),
            ],
            rows: updated
                .services
                .iter()
                .map(|service| row(service, updated, &changes))
                .collect(),
        }));
        if !changes.is_empty() {
            sections.push(Section::Heading {
                text: "Changed".to_owned(),
                remark: String::new(),
            });
        }
        sections.extend(change_table(&changes, before.currency()));
        sections.extend(list("Not read", failures(updated)));
        sections.extend(list(UNUSABLE, faults(updated)));
    }
    Report {
        title: title.to_owned(),
        sections,
        ..Report::default()
    }
}

fn row(service: &ServiceOutcome, updated: &Updated, changes: &[PriceChange]) -> Row {
    let counted = |count: usize| Cell::text(count.to_string());
    let (same, changed, new) = match &service.result {
        ServiceResult::Unchanged => {
            let unchanged = Cell::text("unchanged");
            (unchanged, Cell::Empty, Cell::Empty)
        }
        ServiceResult::NotSold => (Cell::text("not sold here"), Cell::Empty, Cell::Empty),
        ServiceResult::Failed(_) => (Cell::text("not read"), Cell::Empty, Cell::Empty),
        ServiceResult::Read(read) => {
            let of_service = |change: &&PriceChange| {
                let mut prices = updated.prices_of(&service.service_code);
                prices.any(|price| price.key == change.key)
            };
            let of_service: Vec<_> = changes.iter().filter(of_service).collect();
            let new = of_service
                .iter()
                .filter(|change| change.before.is_none())
                .count();
            let changed = of_service.len().saturating_sub(new);
            let same = read.saturating_sub(of_service.len());
            (counted(same), counted(changed), counted(new))
        }
    };
    let faults = match service.faults.len() {
        0 => Cell::Empty,
        count => counted(count),
    };
    let version = service.version.clone().unwrap_or_default();
    let cells = vec![
        Cell::text(&service.service_code),
        Cell::text(version),
        same,
        changed,
        new,
        faults,
    ];
    Row::new(RowKind::Line, cells)
}

/// Why services were not read; those with one reason together.
fn failures(updated: &Updated) -> Vec<String> {
    let mut by_reason: Vec<(String, Vec<&str>)> = Vec::new();
    for service in &updated.services {
        let ServiceResult::Failed(error) = &service.result else {
            continue;
        };
        let (reason, code) = (error.fault.to_string(), service.service_code.as_str());
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, codes)) => codes.push(code),
            None => by_reason.push((reason, vec![code])),
        }
    }
    let line = |(reason, codes): (String, Vec<&str>)| format!("{}: {reason}", codes.join(", "));
    by_reason.into_iter().map(line).collect()
}

fn faults(updated: &Updated) -> Vec<String> {
    let all = updated.services.iter().flat_map(|service| &service.faults);
    all.map(|Faulty { key, fault }| format!("`{key}` ({}): {fault}", fault_word(fault)))
        .collect()
}

/// The word for a fault, for programs.
#[must_use]
pub fn fault_word(fault: &KeyFault) -> &'static str {
    match fault {
        KeyFault::NotListed | KeyFault::NotSold(_) => "gone",
        KeyFault::Several(_) | KeyFault::SeveralTerms(_) => "ambiguous",
        KeyFault::Unit { .. } => "other-unit",
        KeyFault::Currency { .. } => "other-currency",
        KeyFault::Absurd { .. } => "absurd",
        _ => "unusable",
    }
}

/// What changed, what has no usable price and what was not read, as records.
#[must_use]
pub fn update_records(updates: &[RegionUpdate]) -> Records {
    let mut rows = Vec::new();
    for (before, updated, after) in updates {
        let changes = price_changes(before, after).unwrap_or_default();
        let prices = price_change_records(&changes).rows.into_iter();
        let lead = |word: &str| {
            vec![
                Field::Text(before.region().to_owned()),
                Field::Text(word.to_owned()),
            ]
        };
        rows.extend(prices.map(|fields| {
            let reason = [Field::None];
            lead("changed")
                .into_iter()
                .chain(fields)
                .chain(reason)
                .collect::<Vec<_>>()
        }));
        let named = |word: &str, name: &str, reason: String| {
            let blank = COLUMNS.iter().skip(1).map(|_| Field::None);
            let name = std::iter::once(Field::Text(name.to_owned()));
            let reason = std::iter::once(Field::Text(reason));
            let fields = lead(word).into_iter().chain(name).chain(blank);
            fields.chain(reason).collect::<Vec<_>>()
        };
        for service in &updated.services {
            if let ServiceResult::Failed(error) = &service.result {
                let reason = error.fault.to_string();
                rows.push(named("not-read", &service.service_code, reason));
            }
            for Faulty { key, fault } in &service.faults {
                rows.push(named(fault_word(fault), key.as_str(), fault.to_string()));
            }
        }
    }
    let lead = ["region", "result"].into_iter();
    let columns = lead.chain(COLUMNS.iter().copied()).chain(["reason"]);
    Records {
        columns: columns.collect(),
        rows,
    }
}
