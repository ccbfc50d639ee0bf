//! Fewer points that look the same.

/// Points up to this many are all drawn.
pub(super) const MOST_POINTS: usize = 2_000;
/// Points kept of each column.
const KEPT: usize = 4;

/// A point of a drawing.
pub(super) type Point = (i64, i64);

/// At most [`MOST_POINTS`] of these points, x ascending from 0 to `end`.
///
/// Of the points within a column no wider than two pixels the first, the lowest, the highest and
/// the last are kept: a step between two of them stays as high and as steep, and a spike stays.
pub(super) fn thinned(points: &[Point], end: i64) -> Vec<Point> {
    if points.len() <= MOST_POINTS {
        return points.to_vec();
    }
    let columns = i64::try_from(MOST_POINTS / KEPT).unwrap_or(1);
    let column = |point: &Point| point.0 * columns / (end + 1).max(1);
    let mut kept = Vec::with_capacity(MOST_POINTS);
    for group in points.chunk_by(|one, other| column(one) == column(other)) {
        let indexed = || group.iter().enumerate();
        let lowest = indexed().min_by_key(|(_, point)| point.1);
        // Of equals the last is taken: from the back that is the first.
        let highest = indexed().rev().max_by_key(|(_, point)| point.1);
        let mut wanted = [indexed().next(), lowest, highest, indexed().next_back()];
        wanted.sort_by_key(|found| found.map(|(at, _)| at));
        let mut wanted: Vec<(usize, &Point)> = wanted.into_iter().flatten().collect();
        wanted.dedup_by_key(|(at, _)| *at);
        kept.extend(wanted.into_iter().map(|(_, point)| *point));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_points_are_all_kept() {
        let points: Vec<Point> = (0..2_000).map(|x| (x, x % 7)).collect();
        assert_eq!(thinned(&points, 2_000), points);
    }

    #[test]
    fn a_spike_and_both_sides_of_a_step_are_kept() {
        let end = 70_000;
        let height = |x| match x {
            40_001 => 9_000,
            x if x < 50_003 => 100,
            _ => 600,
        };
        let points: Vec<Point> = (0..=end).map(|x| (x, height(x))).collect();
        let kept = thinned(&points, end);
        assert!(kept.len() <= MOST_POINTS, "{}", kept.len());
        for wanted in [(0, 100), (40_001, 9_000), (50_003, 600), (end, 600)] {
            assert!(kept.contains(&wanted), "{wanted:?}");
        }
        // The point before the step is in the same column as the step.
        let step = kept.windows(2).find(|pair| pair[1] == (50_003, 600));
        let before = step.unwrap()[0];
        assert!(
            before.1 == 100 && 50_003 - before.0 < end / 500,
            "{before:?}"
        );
        assert!(kept.is_sorted_by_key(|point| point.0));
    }
}
