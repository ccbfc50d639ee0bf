//! Where the cheapest architecture changes: published and hand-worked crossings, and brute force.

mod bounded;
mod brute_force;
mod habit_tracker;
#[path = "../program/mod.rs"]
mod program;
mod test_case;
mod ties;

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
