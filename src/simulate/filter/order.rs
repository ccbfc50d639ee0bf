//! Order among draws and architectures, as far as the bounds of the errors tell.

use super::node::{DECIMAL, ROUNDING};
use super::program::{BLOCK, Block};

/// How far the doubles nearest to some costs are off at most.
pub(in crate::simulate) fn nearest_error(costs: &[f64]) -> f64 {
    let most = costs
        .iter()
        .fold(0.0, |most: f64, cost| most.max(cost.abs()));
    most * ROUNDING + DECIMAL
}

/// Who is cheapest in the draws of a block.
pub(in crate::simulate) struct Contest {
    /// The least a cost can be at most: whoever may be below it may be the cheapest.
    least: Block,
    /// How many may be the cheapest.
    rivals: Block,
}

impl Contest {
    pub fn new() -> Contest {
        Contest {
            least: [f64::INFINITY; BLOCK],
            rivals: [0.0; BLOCK],
        }
    }

    /// Compares the costs of each architecture, each with its error, and counts where one alone is the
    /// cheapest. The draws that leave more than one are left to be told apart.
    pub fn judge(
        &mut self,
        costs: &[Block],
        errors: &[f64],
        lanes: usize,
        wins: &mut [u64],
    ) -> Vec<usize> {
        self.least = [f64::INFINITY; BLOCK];
        self.rivals = [0.0; BLOCK];
        for (costs, error) in costs.iter().zip(errors) {
            for (least, cost) in self.least.iter_mut().zip(costs) {
                let most = cost + error;
                *least = if most < *least { most } else { *least };
            }
        }
        for (costs, error) in costs.iter().zip(errors) {
            for ((rivals, cost), least) in self.rivals.iter_mut().zip(costs).zip(&self.least) {
                *rivals += if cost - error <= *least { 1.0 } else { 0.0 };
            }
        }
        let rivals = || self.rivals.iter().take(lanes);
        for ((costs, error), wins) in costs.iter().zip(errors).zip(wins) {
            let draws = costs.iter().zip(&self.least).zip(rivals());
            let alone = draws.map(|((cost, least), rivals)| {
                u64::from((cost - error <= *least) & (*rivals < 1.5))
            });
            *wins += alone.sum::<u64>();
        }
        let several = rivals().enumerate().filter(|(_, rivals)| **rivals > 1.5);
        several.map(|(lane, _)| lane).collect()
    }

    /// Whether a cost may be the cheapest of its draw.
    pub fn is_rival(&self, lane: usize, cost: f64, error: f64) -> bool {
        self.least
            .get(lane)
            .is_some_and(|least| cost - error <= *least)
    }
}

/// Where a cost may lie whose double has a place in the order: so far below and above it.
pub(in crate::simulate) fn window(place: f64, error: f64) -> (f64, f64) {
    (place - 2.0 * error, place + 2.0 * error)
}

/// How many costs a first look takes.
const SAMPLE: usize = 1 << 14;

/// The costs at some places of their order, counted from zero.
pub(in crate::simulate) fn select(costs: &[f64], places: &[usize]) -> Vec<f64> {
    if costs.len() <= 4 * SAMPLE {
        let mut sorted = costs.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |place: &usize| sorted.get(*place).copied().unwrap_or(f64::NAN);
        return places.iter().map(at).collect();
    }
    let last = costs.len() - 1;
    let mut sample: Vec<f64> = costs
        .iter()
        .step_by(costs.len() / SAMPLE)
        .copied()
        .collect();
    sample.sort_unstable_by(f64::total_cmp);
    places
        .iter()
        .map(|place| match *place {
            0 => costs.iter().fold(
                f64::INFINITY,
                |least, cost| if *cost < least { *cost } else { least },
            ),
            place if place == last => {
                costs.iter().fold(
                    f64::NEG_INFINITY,
                    |most, cost| if *cost > most { *cost } else { most },
                )
            }
            place => near(costs, place, &sample),
        })
        .collect()
}

/// How many costs lie below a bound.
pub(in crate::simulate) fn count_below(costs: &[f64], bound: f64) -> usize {
    // Four short counts at a time are what the processor adds up quickly.
    let parts = costs.chunks(1 << 20).map(|costs| {
        let count: u32 = costs.iter().map(|cost| u32::from(*cost < bound)).sum();
        count as usize
    });
    parts.sum()
}

/// The cost at a place, found among those between two of a sample that most likely enclose it.
fn near(costs: &[f64], place: usize, sample: &[f64]) -> f64 {
    let per = costs.len() / sample.len().max(1);
    let at = place / per.max(1);
    let slack = SAMPLE / 100;
    let low = at
        .checked_sub(slack)
        .and_then(|at| sample.get(at))
        .copied()
        .unwrap_or(f64::NEG_INFINITY);
    let high = sample.get(at + slack).copied().unwrap_or(f64::INFINITY);
    let below = count_below(costs, low);
    let mut inside = Vec::with_capacity(costs.len() / 16);
    inside.extend(costs.iter().filter(|cost| **cost >= low && **cost <= high));
    let within = place
        .checked_sub(below)
        .filter(|within| *within < inside.len());
    let (mut all, within) = match within {
        Some(within) => (inside, within),
        // The sample was not like the whole.
        None => (costs.to_vec(), place),
    };
    match within < all.len() {
        true => *all.select_nth_unstable_by(within, f64::total_cmp).1,
        false => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_as_by_sorting() {
        let mut costs: Vec<f64> = (0..200_000_u64)
            .map(|i| ((i.wrapping_mul(2_654_435_761)) % 50_000) as f64)
            .collect();
        let places = [0, 1, 19_999, 99_999, 179_999, 199_999];
        let found = select(&costs, &places);
        costs.sort_unstable_by(f64::total_cmp);
        let expected: Vec<f64> = places.iter().map(|place| costs[*place]).collect();
        assert_eq!(found, expected);
        costs.reverse();
        assert_eq!(select(&costs, &places), expected);
        // A run of equal costs, and an order the sample does not see.
        let flat = vec![7.0; 100_000];
        assert_eq!(select(&flat, &[0, 50_000]), [7.0, 7.0]);
    }

    #[test]
    fn a_contest_leaves_open_what_the_errors_do_not_tell() {
        let mut contest = Contest::new();
        let (mut one, two) = ([10.0; BLOCK], [11.0; BLOCK]);
        one[3] = 11.0 + 1e-12;
        one[4] = 12.0;
        let mut wins = [0, 0];
        let open = contest.judge(&[one, two], &[1e-9, 1e-9], 10, &mut wins);
        assert_eq!((open, wins), (vec![3], [8, 1]));
    }
}
