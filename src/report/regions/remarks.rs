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
    let mut won: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for region in block.regions {
        let is_cheapest = |name: &str| region.cheapest().iter().any(|c| c.architecture == name);
        let cheapest = architectures.iter().filter(|(name, _)| is_cheapest(name));
        let titles: Vec<&str> = cheapest.map(|(_, title)| *title).collect();
        match won.iter_mut().find(|(known, _)| *known == titles) {
            Some((_, regions)) => regions.push(&region.region),
            None => won.push((titles, vec![&region.region])),
        }
    }
    // Those that won as often stay in the order of the scenario.
    let place = |title: &str| architectures.iter().position(|(_, other)| *other == title);
    won.sort_by_key(|(titles, regions)| {
        let places: Vec<_> = titles.iter().map(|title| place(title)).collect();
        (std::cmp::Reverse(regions.len()), places)
    });
    let is_cheapest = |titles: &[&str]| match titles {
        [sole] => format!("{sole} is the cheapest"),
        _ => format!("{} cost the same and least", titles.join(" and ")),
    };
    let [(titles, _), others @ ..] = won.as_slice() else {
        return None;
    };
    let winner = is_cheapest(titles);
    let others: Vec<String> = others
        .iter()
        .map(|(titles, regions)| format!("{} in {}", is_cheapest(titles), regions.join(", ")))
        .collect();
    let elsewhere = match titles.as_slice() {
        [sole] => (*sole).to_owned(),
        _ => winner.clone(),
    };
    // Below one of two tables, nothing is said of the regions in the other.
    let alone = ranking.regions.is_empty() || ranking.in_part.is_empty();
    let text = match (others.is_empty(), block.regions) {
        (true, [only]) => format!("{winner} in {}.", only.region),
        (true, _) if alone => format!("{winner} everywhere."),
        (true, _) => format!("{winner} in each of them."),
        (false, _) if alone => format!("{}; {elsewhere} everywhere else.", others.join("; ")),
        (false, _) => format!("{}; {elsewhere} in the others.", others.join("; ")),
    };
    Some(match block.is_part {
        true => format!("Of what has a price, {text}"),
        false => text,
    })
}
