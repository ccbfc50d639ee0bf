//! Where the cheapest architecture changes: published and hand-worked crossings, and brute force.

mod brute_force;
mod habit_tracker;
#[path = "../program/mod.rs"]
mod program;
mod test_case;

use breakeven::catalog::Catalog;
use breakeven::compare::break_even::{BreakEven, along_requests};
use breakeven::estimate::{Bound, Terms, bind};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;

/// Every architecture of a scenario at its first traffic level.
pub fn bounds(text: &str) -> Vec<Bound> {
    let scenario = Scenario::parse(Source::new("t", text)).unwrap_or_else(|f| panic!("{f}"));
    let catalog = Catalog::embedded("us-east-1")
        .unwrap()
        .with_own(scenario.own_prices());
    let terms = Terms {
        month: scenario.month,
        free_tier: scenario.free_tier,
    };
    let level = scenario.traffic.0.names().next().unwrap().to_owned();
    let architectures = scenario.architectures.0.iter();
    let bound = |(name, architecture)| {
        bind(&scenario, name, architecture, &level, &catalog, terms)
            .unwrap_or_else(|e| panic!("{e}"))
    };
    architectures.map(bound).collect()
}

pub fn solve(text: &str, from: u64, to: u64) -> BreakEven {
    along_requests(&bounds(text).iter().collect::<Vec<_>>(), from, to)
        .unwrap()
        .unwrap()
}

/// Crossings as `1,130,343 fargate`.
pub fn shown(found: &BreakEven) -> Vec<String> {
    let crossings = found.crossings.iter();
    crossings.map(|c| format!("{} {}", c.at, c.above)).collect()
}

#[test]
fn two_that_cost_the_same_have_no_cheaper_one() {
    let of = |second: &str| {
        format!(
            "name: T\nregion: us-east-1\nfree_tier: none\nrequest: {{ duration: 100 ms }}\n\
             traffic: {{ t: {{ requests: 1000 per day }} }}\narchitectures:\n  \
             a: {{ components: [ api_gateway: {{ kind: http }} ] }}\n  \
             b: {{ components: [ api_gateway: {{ kind: {second} }} ] }}\n"
        )
    };
    let same = solve(&of("http"), 1, 1_000_000);
    assert!(same.is_even && same.crossings.is_empty());
    // REST costs 3.50 for HTTP's 1.00: never the same.
    let other = solve(&of("rest"), 1, 1_000_000);
    assert!(!other.is_even && other.crossings.is_empty());
    assert_eq!(other.first, "a");
}
