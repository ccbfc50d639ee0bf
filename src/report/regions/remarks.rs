//! What is said below a table of regions.

use super::{Block, architectures};
use crate::compare::{RegionComparison, RegionRanking};
use crate::scenario::Scenario;

/// Which architecture is the cheapest where, and why nothing is compared.
pub(super) fn remarks(
    scenario: &Scenario,
    comparison: &RegionComparison,
    ranking: &RegionRanking,
    block: Block<'_>,
) -> Vec<String> {
    let mut remarks = Vec::new();
    let architectures = architectures(scenario, comparison, ranking);
    if architectures.len() > 1 {
        remarks.extend(winners(&architectures, ranking, block));
    }
    let own = &comparison.own;
    let apart = block.regions.iter().filter(|r| r.difference.is_none());
    let apart: Vec<&str> = apart.map(|region| region.region.as_str()).collect();
    if ranking.all().all(|region| region.difference.is_none()) {
        let left_out = comparison.left_out.iter().any(|left| left.region == *own);
        remarks.push(match left_out {
            true => format!("{own} itself can't be priced, so nothing is compared with it."),
            false => format!(
                "Not compared with {own}, which is billed in another currency: no exchange rate is \
                 assumed."
            ),
        });
    } else if !apart.is_empty() {
        remarks.push(format!(
            "Not compared with {own}, as the cheapest of one has no price in the other: {}.",
            apart.join(", "),
        ));
    }
    remarks
}

/// `B is the cheapest in us-west-1; A everywhere else.`
fn winners(
    architectures: &[(&str, &str)],
    ranking: &RegionRanking,
    block: Block<'_>,
) -> Option<String> {
    let cheapest_in = |name: &str| -> Vec<&str> {
        let regions = block.regions.iter();
        let won = regions.filter(|r| r.cheapest().is_some_and(|c| c.architecture == name));
        won.map(|region| region.region.as_str()).collect()
    };
    let mut won: Vec<(&str, Vec<&str>)> = architectures
        .iter()
        .map(|(name, title)| (*title, cheapest_in(name)))
        .filter(|(_, regions)| !regions.is_empty())
        .collect();
    won.sort_by_key(|(_, regions)| std::cmp::Reverse(regions.len()));
    let [(title, _), others @ ..] = won.as_slice() else {
        return None;
    };
    let others: Vec<String> = others
        .iter()
        .map(|(title, regions)| format!("{title} is the cheapest in {}", regions.join(", ")))
        .collect();
    // Below one of two tables, nothing is said of the regions in the other.
    let alone = ranking.regions.is_empty() || ranking.in_part.is_empty();
    let text = match (others.is_empty(), block.regions) {
        (true, [only]) => format!("{title} is the cheapest in {}.", only.region),
        (true, _) if alone => format!("{title} is the cheapest everywhere."),
        (true, _) => format!("{title} is the cheapest in each of them."),
        (false, _) if alone => format!("{}; {title} everywhere else.", others.join("; ")),
        (false, _) => format!("{}; {title} in the others.", others.join("; ")),
    };
    Some(match block.is_part {
        true => format!("Of what has a price, {text}"),
        false => text,
    })
}
