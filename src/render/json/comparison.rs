//! Comparisons as JSON.

use super::{Range, text};
use crate::compare::{Comparison, Ranked};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct ComparisonJson<'r> {
    traffic: &'r str,
    /// None where several cost the same.
    cheapest: Option<&'r str>,
    /// Every architecture that costs as little.
    cheapest_all: Vec<&'r str>,
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
        cheapest: comparison.sole().map(|first| first.architecture.as_str()),
        cheapest_all: names_of(comparison.cheapest()),
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

/// The names of architectures that cost the same, in order of the names.
pub(super) fn names_of(cheapest: &[Ranked]) -> Vec<&str> {
    let names = cheapest.iter().map(|ranked| ranked.architecture.as_str());
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}
