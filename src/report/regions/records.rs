//! Regions as flat records.

use crate::catalog::region;
use crate::compare::{InPart, RegionComparison, Why};
use crate::estimate::Gap;
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

/// Regions as flat records: one for each architecture in each region and traffic level. Those priced in
/// part follow without a rank, an architecture without a price without a cost; those left out have
/// neither.
#[must_use]
pub fn region_records(comparison: &RegionComparison) -> Records {
    let location = |code: &str| {
        let known = region(code).map(|region| region.location.to_owned());
        known.map_or(Field::None, Field::Text)
    };
    let money = |amount: Option<Money>| amount.map_or(Field::None, |m| Field::Number(m.amount()));
    let mut rows = Vec::new();
    for ranking in &comparison.rankings {
        let ranks = (1_u32..).zip(&ranking.regions);
        let ranks = ranks.map(|(rank, ranked)| (Field::Number(rank.into()), ranked));
        let in_part = ranking.in_part.iter().map(|ranked| (Field::None, ranked));
        for (rank, ranked) in ranks.chain(in_part) {
            for (at, architecture) in ranked.architectures.iter().enumerate() {
                let cost = architecture.monthly_cost;
                let is_least = at < ranked.cheapest().len();
                let ratio = ranked.difference_ratio.filter(|_| is_least);
                let is_cheapest = match (is_least, ranked.cheapest().len()) {
                    (false, _) => "no",
                    (true, 1) => "yes",
                    (true, _) => "equal",
                };
                rows.push(vec![
                    Field::Text(ranking.traffic.clone()),
                    rank.clone(),
                    Field::Text(ranked.region.clone()),
                    location(&ranked.region),
                    Field::Text(ranking.currency.code().to_owned()),
                    Field::Text(architecture.architecture.clone()),
                    Field::Number(cost.low.amount()),
                    Field::Number(cost.expected.amount()),
                    Field::Number(cost.high.amount()),
                    Field::Text(is_cheapest.to_owned()),
                    money(ranked.difference.filter(|_| is_least)),
                    ratio.map_or(Field::None, Field::Number),
                    Field::None,
                ]);
            }
            let part = comparison.in_part.iter();
            let mut part = part.filter(|part| part.region == ranked.region);
            let unpriced = part.next().map(InPart::unpriced).unwrap_or_default();
            for (name, gaps) in unpriced {
                rows.push(sparse([
                    (0, Field::Text(ranking.traffic.clone())),
                    (2, Field::Text(ranked.region.clone())),
                    (3, location(&ranked.region)),
                    (4, Field::Text(ranking.currency.code().to_owned())),
                    (5, Field::Text(name.to_owned())),
                    (12, Field::Text(keys(gaps.into_iter()))),
                ]));
            }
        }
    }
    for left in &comparison.left_out {
        let missing = match &left.why {
            Why::Currency(why) => why.to_string(),
            Why::Prices(gaps) => keys(gaps.iter()),
        };
        rows.push(sparse([
            (2, Field::Text(left.region.clone())),
            (3, location(&left.region)),
            (4, Field::Text(left.currency.code().to_owned())),
            (12, Field::Text(missing)),
        ]));
    }
    Records {
        columns: COLUMNS.to_vec(),
        rows,
    }
}

/// Prices by their keys.
fn keys<'g>(gaps: impl Iterator<Item = &'g Gap>) -> String {
    let keys: Vec<&str> = gaps.map(|gap| gap.key.as_str()).collect();
    keys.join(" ")
}

/// A record with some fields only.
fn sparse<const N: usize>(known: [(usize, Field); N]) -> Vec<Field> {
    let mut row = vec![Field::None; COLUMNS.len()];
    for (at, field) in known {
        if let Some(slot) = row.get_mut(at) {
            *slot = field;
        }
    }
    row
}
