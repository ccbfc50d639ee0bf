//! Regions of one currency at one traffic level, in order, and compared with the own one.

use super::RankedRegion;
use crate::compare::Comparison;
use crate::units::{ArithmeticError, Money, Spread, arithmetic};
use rust_decimal::Decimal;

/// A region with its architectures and the requests of the month at one traffic level.
pub(super) type AtLevel<'p> = (&'p str, &'p (Comparison, Spread<Decimal>));

/// What the architectures are expected to cost, cheapest first.
fn costs(comparison: &Comparison) -> Vec<Money> {
    let ranking = comparison.ranking.iter();
    ranking.map(|r| r.monthly_cost.expected).collect()
}

/// Ranks them, cheapest first, those priced in part among the others.
pub(super) fn rank(
    own: &str,
    at_level: &[AtLevel<'_>],
) -> Result<Vec<RankedRegion>, ArithmeticError> {
    let base = at_level.iter().find(|(region, _)| *region == own);
    let base = base.map(|(_, (comparison, _))| comparison);
    let mut ranked = at_level.to_vec();
    // The sort is stable: regions that cost the same stay in the order they came.
    ranked.sort_by_cached_key(|(_, (comparison, _))| costs(comparison));
    let region = |(region, (comparison, _)): AtLevel<'_>| {
        let both = base.and_then(|base| cheapest_of_both(base, comparison));
        let difference = both
            .map(|(base, here)| here.checked_sub(base))
            .transpose()?;
        let difference_ratio = match (both, difference) {
            (Some((base, _)), Some(difference)) if base > Money::ZERO => {
                Some(arithmetic::div(difference.amount(), base.amount())?)
            }
            _ => None,
        };
        Ok(RankedRegion {
            region: region.to_owned(),
            architectures: comparison.ranking.clone(),
            difference,
            difference_ratio,
            is_same: both.is_some() && base.is_some_and(|base| is_same(base, comparison)),
        })
    };
    ranked.into_iter().map(region).collect()
}

fn cost_of<'c>(comparison: &'c Comparison, name: &str) -> Option<&'c Spread<Money>> {
    let mut ranking = comparison.ranking.iter();
    let found = ranking.find(|ranked| ranked.architecture == name);
    found.map(|ranked| &ranked.monthly_cost)
}

/// What the cheapest costs in the own region and here, when each can be priced in the other as well:
/// then both are the cheapest of the same architectures.
fn cheapest_of_both(base: &Comparison, here: &Comparison) -> Option<(Money, Money)> {
    // Of several that cost the same, one that is priced in both will do.
    let of_both = |own: &Comparison, other: &Comparison| {
        let mut cheapest = own.cheapest().iter();
        let found = cheapest.find(|ranked| cost_of(other, &ranked.architecture).is_some())?;
        Some(found.monthly_cost.expected)
    };
    Some((of_both(base, here)?, of_both(here, base)?))
}

/// True when every architecture priced in both costs the same.
fn is_same(base: &Comparison, here: &Comparison) -> bool {
    here.ranking.iter().all(|ranked| {
        let ours = cost_of(base, &ranked.architecture);
        ours.is_none_or(|ours| *ours == ranked.monthly_cost)
    })
}
