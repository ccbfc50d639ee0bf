//! Comparisons as JSON.

use super::{Range, text};
use crate::compare::Comparison;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct ComparisonJson<'r> {
    traffic: &'r str,
    cheapest: Option<&'r str>,
    ranges_overlap: bool,
    ranking: Vec<RankedJson<'r>>,
}

#[derive(Serialize)]
struct RankedJson<'r> {
    architecture: &'r str,
    monthly_cost: String,
    monthly_cost_range: Range,
    difference: String,
    difference_ratio: Option<String>,
}

pub(super) fn comparison(comparison: &Comparison) -> ComparisonJson<'_> {
    ComparisonJson {
        traffic: &comparison.traffic,
        cheapest: comparison
            .cheapest()
            .map(|first| first.architecture.as_str()),
        ranges_overlap: comparison.is_close(),
        ranking: comparison
            .ranking
            .iter()
            .map(|ranked| RankedJson {
                architecture: &ranked.architecture,
                monthly_cost: text(ranked.monthly_cost.expected.amount()),
                monthly_cost_range: Range::money(&ranked.monthly_cost),
                difference: text(ranked.difference.amount()),
                difference_ratio: ranked.difference_ratio.map(text),
            })
            .collect(),
    }
}
