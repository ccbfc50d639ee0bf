//! The crossings of a scenario: at each traffic level, of all architectures and of each two.

use super::{BreakEven, Effort, contests_along_requests};
use crate::estimate::Bound;
use crate::units::ArithmeticError;

/// Up to so many architectures, each two are also compared with one another.
pub const MOST_PAIRED: usize = 6;

/// Where the cheapest of all architectures changes along the requests of a day, at each traffic level;
/// after it, the same for each two of more than two architectures.
///
/// # Errors
/// When a cost in the range does not fit.
pub fn at_levels(
    bounds: &[Bound],
    (from, to): (u64, u64),
) -> Result<Vec<BreakEven>, ArithmeticError> {
    let mut levels: Vec<&str> = Vec::new();
    for bound in bounds {
        if !levels.contains(&bound.traffic()) {
            levels.push(bound.traffic());
        }
    }
    let mut found = Vec::new();
    let effort = Effort::QUICK.shared(levels.len());
    for level in levels {
        let at_level = bounds.iter().filter(|bound| bound.traffic() == level);
        let at_level: Vec<&Bound> = at_level.collect();
        if at_level.len() < 2 {
            continue;
        }
        let count = at_level.len();
        let mut selections = vec![(0..count).collect::<Vec<usize>>()];
        if (3..=MOST_PAIRED).contains(&count) {
            let pairs = (0..count).flat_map(|one| (one + 1..count).map(move |two| vec![one, two]));
            selections.extend(pairs);
        }
        found.extend(contests_along_requests(
            &at_level,
            &selections,
            (from, to),
            effort,
        )?);
    }
    Ok(found)
}
