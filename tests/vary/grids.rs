//! Grids that are too fine to price every value.

use crate::common::dec;
use crate::{grid, shown, swept, text};
use breakeven::compare::break_even::Certainty;
use breakeven::vary::{Axis, Invalid};

/// 90,001 values: the crossing of $0.0001 for a request more is searched between values of a coarse grid.
///
/// (18.02005 − 5.00001) ÷ 3 = $4.340013…, so that the first value of a ten-thousandth above is $4.3401.
#[test]
fn a_fine_grid_is_searched_and_says_so() {
    let path = "prices.overrides.lambda.requests.x86";
    let axis = grid(
        path,
        "$1 per 1M requests",
        "$10 per 1M requests",
        Some("$0.0001"),
    );
    assert_eq!(axis.count(), 90_001);
    let found = swept(&text(), &axis, Invalid::Refuse).unwrap();
    assert_eq!(
        shown(&axis, &found),
        ["$4.3401 per 1M requests: function to task"]
    );
    // 10,000 stretches of 9 values.
    let certainty = Certainty::Between {
        coarse: dec("0.0009"),
    };
    assert_eq!(found.break_even.certainty, certainty);
    assert!(found.points.is_sorted_by_key(|point| point.at));
    assert_eq!(found.break_even.to, 10.into());
}

#[test]
fn values_are_in_the_finest_unit_given() {
    let axis = grid("request.duration", "100 ms", "1 s", None);
    assert_eq!((axis.count(), axis.unit().as_str()), (901, "ms"));
    assert_eq!(axis.text(axis.at(900)), "1000 ms");
    let axis = grid("p", "0.25 vCPU", "2 vCPU", Some("0.25"));
    assert_eq!(axis.count(), 8);
    assert_eq!(axis.text(axis.at(1)), "0.5 vCPU");
    // The last value is on the grid.
    let axis = grid("p", "10%", "25%", Some("10%"));
    assert_eq!(axis.text(axis.at(axis.count() - 1)), "20%");
    assert_eq!(grid("p", "1x", "3x", Some("0.5x")).text(dec("1.5")), "1.5x");
    let axis = Axis::list("p", "1,024 MB; 2,048 MB").unwrap();
    assert_eq!(axis.text(1.into()), "2,048 MB");
}
