//! Several scenarios as flat records.

use super::super::{Field, Records};
use crate::portfolio::{Part, Portfolio};
use std::collections::BTreeMap;

const COLUMNS: &[&str] = &[
    "scenario",
    "file",
    "region",
    "currency",
    "architecture",
    "architecture_from",
    "traffic",
    "traffic_from",
    "free_tier",
    "month_hours",
    "monthly_low",
    "monthly_expected",
    "monthly_high",
    "yearly_low",
    "yearly_expected",
    "yearly_high",
    "tags",
];

/// The heads of the columns of the records: those of every portfolio, and the tags asked for.
#[must_use]
pub fn portfolio_heads(portfolio: &Portfolio) -> Vec<String> {
    let fixed = COLUMNS.iter().map(|head| (*head).to_owned());
    let tags = portfolio.by().iter().map(|tag| format!("tag_{tag}"));
    fixed.chain(tags).collect()
}

/// One row for each scenario.
#[must_use]
pub fn portfolio_records(portfolio: &Portfolio) -> Records {
    let row = |part: &Part| {
        let text = |text: &str| Field::Text(text.to_owned());
        let mut row = vec![
            text(&part.scenario),
            text(&part.file),
            text(&part.region),
            text(part.currency.code()),
            text(&part.architecture.0),
            text(part.architecture.1.word()),
            text(&part.traffic.0),
            text(part.traffic.1.word()),
            text(&part.free_tier),
            Field::Number(part.month.hours()),
        ];
        for spread in [part.monthly, part.yearly] {
            let ends = [spread.low, spread.expected, spread.high];
            row.extend(ends.map(|end| Field::Number(end.amount())));
        }
        let tags: BTreeMap<&str, &str> = part.tags.iter().collect();
        row.push(match tags.is_empty() {
            true => Field::None,
            // Text by text never fails.
            false => Field::Text(serde_json::to_string(&tags).unwrap_or_default()),
        });
        let tag = |tag: &String| part.tags.get(tag).map_or(Field::None, text);
        row.extend(portfolio.by().iter().map(tag));
        row
    };
    Records {
        columns: Vec::new(),
        rows: portfolio.parts().iter().map(row).collect(),
    }
}
