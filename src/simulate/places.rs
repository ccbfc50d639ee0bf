//! Quantiles: the exact cost of the draw that has a place in the order of all draws.

use super::contender::{Contender, Exact};
use super::filter::{BLOCK, Block, Signature, count_below, select, window};
use super::inputs::{Drawn, Inputs};
use crate::units::{ArithmeticError, Money};
use std::collections::BTreeMap;

/// What draws that cost the same have in common.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Alike {
    /// What the program made of their inputs.
    Made(Signature),
    /// Their inputs.
    Drawn(Vec<u32>),
}

/// The exact costs at some places of the order of all draws, counted from zero.
///
/// The doubles leave open the order of costs that lie within their errors of each other: all that may
/// have the place are worked out in decimals, those that are alike once, and put in order.
pub(super) fn exact_places(
    contender: &Contender<'_>,
    inputs: &Inputs<'_>,
    costs: &[f64],
    places: &[usize],
) -> Result<Vec<Money>, ArithmeticError> {
    let error = contender.error(costs);
    let mut exact = Exact::new(contender, inputs);
    let mut result = Vec::with_capacity(places.len());
    for (place, near) in places.iter().zip(select(costs, places)) {
        let (low, high) = window(near, error);
        let mut points = Vec::new();
        for (point, cost) in (0_u32..).zip(costs) {
            if *cost >= low && *cost <= high {
                points.push(point);
            }
        }
        let mut order = Vec::new();
        for (point, count) in alike(contender, inputs, &points).into_values() {
            let steps = inputs.steps_at(point);
            let cost = exact.cost(|slot| steps.get(slot).copied().unwrap_or_default())?;
            order.push((cost, count));
        }
        order.sort_unstable();
        let mut passed = count_below(costs, low);
        let at = order.iter().find(|(_, count)| {
            passed += count;
            passed > *place
        });
        result.push(at.map_or(Money::ZERO, |(cost, _)| *cost));
    }
    Ok(result)
}

/// One of the points that are alike, and how many there are.
fn alike(
    contender: &Contender<'_>,
    inputs: &Inputs<'_>,
    points: &[u32],
) -> BTreeMap<Alike, (u32, usize)> {
    let mut groups: BTreeMap<Alike, (u32, usize)> = BTreeMap::new();
    let mut drawn: Drawn = inputs.room();
    let mut work = contender.work();
    let (mut costs, mut certainty): (Block, Block) = ([0.0; BLOCK], [-1.0; BLOCK]);
    for points in points.chunks(BLOCK) {
        inputs.fill_with(points.iter().copied(), &mut drawn);
        if let (Ok(program), Some(work)) = (&contender.program, &mut work) {
            program.run(&drawn.above, work, &mut costs, &mut certainty);
        }
        for (lane, (point, certain)) in points.iter().zip(&certainty).enumerate() {
            let key = match (&contender.program, &work) {
                (Ok(program), Some(work)) if *certain >= 0.0 => {
                    Alike::Made(program.signature(work, lane))
                }
                _ => Alike::Drawn(contender.key(|slot| drawn.step(slot, lane))),
            };
            groups.entry(key).or_insert((*point, 0)).1 += 1;
        }
    }
    groups
}
