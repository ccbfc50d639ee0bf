//! Quantiles: the exact cost of the draw that has a place in the order of all draws.

use super::contender::{Contender, Exact};
use super::filter::{count_below, select, window};
use super::inputs::Inputs;
use crate::units::{ArithmeticError, Money};
use std::collections::BTreeMap;

/// The exact costs at some places of the order of all draws, counted from zero.
///
/// The doubles leave open the order of costs that lie within their errors of each other: all that may
/// have the place are worked out in decimals, and put in order.
pub(super) fn exact_places(
    contender: &Contender<'_>,
    inputs: &Inputs<'_>,
    costs: &[f64],
    places: &[usize],
) -> Result<Vec<Money>, ArithmeticError> {
    let error = contender.error(costs);
    let mut exact = Exact::new(contender, inputs);
    let found = select(costs, places);
    let mut result = Vec::with_capacity(places.len());
    for (place, near) in places.iter().zip(found) {
        let (low, high) = window(near, error);
        let below = count_below(costs, low);
        // Draws of the same steps cost the same.
        let mut candidates: BTreeMap<Vec<u32>, (u32, usize)> = BTreeMap::new();
        for (point, cost) in (0_u32..).zip(costs) {
            if *cost >= low && *cost <= high {
                let steps = inputs.steps_at(point);
                let key = contender.key(|slot| steps.get(slot).copied().unwrap_or_default());
                candidates.entry(key).or_insert((point, 0)).1 += 1;
            }
        }
        let mut order = Vec::with_capacity(candidates.len());
        for (point, count) in candidates.into_values() {
            let steps = inputs.steps_at(point);
            let cost = exact.cost(|slot| steps.get(slot).copied().unwrap_or_default())?;
            order.push((cost, count));
        }
        order.sort_unstable();
        let mut passed = below;
        let at = order.iter().find(|(_, count)| {
            passed += count;
            passed > *place
        });
        result.push(at.map_or(Money::ZERO, |(cost, _)| *cost));
    }
    Ok(result)
}
