//! Simulations: figures known in closed form, laws, and what is refused.

#[path = "../common/mod.rs"]
mod common;
mod faults;
mod inputs;
mod known;
mod laws;
#[path = "../program/mod.rs"]
mod program;
mod shown;

use breakeven::scenario::{Change, UncertainScenario};
use breakeven::simulate::{Draws, SimulatedCost, Simulation, simulate};
use breakeven::syntax::Source;
use common::catalog;
use std::num::NonZero;

/// A scenario with these architectures (YAML), and more at its end.
fn text(requests: &str, architectures: &str, more: &str) -> String {
    format!(
        "name: Test\nregion: us-east-1\nfree_tier: none\n\
         request: {{ duration: 500 ms, response: 1 KB }}\n\
         traffic: {{ t: {{ requests: {requests} }} }}\narchitectures:\n{architectures}\n{more}\n"
    )
}

fn read(text: &str, changes: &[(&str, &str)]) -> Result<UncertainScenario, String> {
    let change = |(path, value): &(&str, &str)| Change {
        name: (*path).to_owned(),
        path: (*path).to_owned(),
        value: (*value).to_owned(),
    };
    let changes: Vec<Change> = changes.iter().map(change).collect();
    UncertainScenario::parse(Source::new("test.yaml", text), &changes)
        .map_err(|faults| faults.to_string())
}

fn draws(count: u32) -> Draws {
    Draws {
        count,
        threads: NonZero::new(2).unwrap(),
        ..Draws::default()
    }
}

fn run(text: &str, draws: &Draws) -> Simulation {
    let uncertain = read(text, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let catalog = catalog(&uncertain.scenario);
    simulate(&uncertain, &catalog, draws, &|_| {}).unwrap_or_else(|error| panic!("{error}"))
}

fn only(simulation: &Simulation, at: usize) -> &SimulatedCost {
    &simulation.levels[0].architectures[at]
}

/// HTTP APIs cost $1 per million requests.
const HTTP: &str = "  http: { components: [ api_gateway: { kind: http } ] }";
