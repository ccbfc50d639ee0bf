//! Regions as flat records.

use crate::catalog::region;
use crate::compare::{RegionComparison, Why};
use crate::report::{Field, Records};
use crate::units::Money;

const COLUMNS: &[&str] = &[
    "traffic",
    "rank",
    "region",
    "location",
    "currency",
    "architecture",
    "cost_low",
    "cost_expected",
    "cost_high",
    "is_cheapest",
    "difference",
    "difference_ratio",
    "missing_prices",
];

/// Regions as flat records: one for each architecture in each region and traffic level; those left
/// out have no rank and no cost.
#[must_use]
pub fn region_records(comparison: &RegionComparison) -> Records {
    let location = |code: &str| {
        let known = region(code).map(|region| region.location.to_owned());
        known.map_or(Field::None, Field::Text)
    };
    let money = |amount: Option<Money>| amount.map_or(Field::None, |m| Field::Number(m.amount()));
    let mut rows = Vec::new();
    for ranking in &comparison.rankings {
        for (rank, ranked) in (1_u32..).zip(&ranking.regions) {
            for (at, architecture) in ranked.architectures.iter().enumerate() {
                let cost = architecture.monthly_cost;
                let ratio = ranked.difference_ratio.filter(|_| at == 0);
                rows.push(vec![
                    Field::Text(ranking.traffic.clone()),
                    Field::Number(rank.into()),
                    Field::Text(ranked.region.clone()),
                    location(&ranked.region),
                    Field::Text(ranking.currency.code().to_owned()),
                    Field::Text(architecture.architecture.clone()),
                    Field::Number(cost.low.amount()),
                    Field::Number(cost.expected.amount()),
                    Field::Number(cost.high.amount()),
                    Field::Text(if at == 0 { "yes" } else { "no" }.to_owned()),
                    money(ranked.difference.filter(|_| at == 0)),
                    ratio.map_or(Field::None, Field::Number),
                    Field::None,
                ]);
            }
        }
    }
    for left in &comparison.left_out {
        let missing = match &left.why {
            Why::Currency(why) => why.to_string(),
            Why::Prices(gaps) => {
                let keys: Vec<&str> = gaps.iter().map(|gap| gap.key.as_str()).collect();
                keys.join(" ")
            }
        };
        let mut row = vec![Field::None; COLUMNS.len()];
        let known = [
            (2, Field::Text(left.region.clone())),
            (3, location(&left.region)),
            (4, Field::Text(left.currency.code().to_owned())),
            (12, Field::Text(missing)),
        ];
        for (at, field) in known {
            if let Some(slot) = row.get_mut(at) {
                *slot = field;
            }
        }
        rows.push(row);
    }
    Records {
        columns: COLUMNS.to_vec(),
        rows,
    }
}
