//! What becomes an input.

use super::{HTTP, draws, read, run, text};
use breakeven::scenario::Distribution;

/// Aliases are one place, hence one input, whichever path names it.
#[test]
fn an_alias_is_one_input() {
    let both = "  one: { components: [ s3: &files { storage: 100 GB } ] }\n  \
                two: { components: [ s3: *files ] }";
    let uncertainty = "uncertainty: [{ input: architectures.two.components.s3.storage, \
                       between: 100..900 GB }]";
    let simulation = run(&text("1 per day", both, uncertainty), &draws(2_000));
    assert_eq!(simulation.inputs.len(), 1);
    assert_eq!(simulation.levels[0].ties, 2_000);
    let cost = &simulation.levels[0].architectures[0];
    assert!(cost.least < cost.most);
}

#[test]
fn ranges_are_inputs_with_their_paths() {
    let tasks =
        "  ecs: { components: [ fargate: { name: api, cpu: 1 vCPU, memory: 2 GB, tasks: 2..3 } ] }";
    let simulation = run(
        &text("1M..3M per month", &format!("{HTTP}\n{tasks}"), ""),
        &draws(10),
    );
    let inputs: Vec<(&str, &str, Distribution)> = simulation
        .inputs
        .iter()
        .map(|one| {
            (
                one.input.path.as_str(),
                one.input.text.as_str(),
                one.input.distribution,
            )
        })
        .collect();
    let triangular = Distribution::Triangular;
    assert_eq!(
        inputs,
        [
            ("traffic.t.requests", "1M..3M per month", triangular),
            ("architectures.ecs.components.api.tasks", "2..3", triangular),
        ]
    );
}

/// A listed input no cost depends on is shown, and said to be that.
#[test]
fn an_input_that_changes_nothing_is_told() {
    let uncertainty = "uncertainty: [{ input: request.duration, between: 1..9 s }]";
    let simulation = run(&text("1M per month", HTTP, uncertainty), &draws(10));
    assert!(!simulation.inputs[0].is_used);
}

/// Payload and response are two ranges in one of the dimensions of a load balancer.
#[test]
fn two_ranges_that_are_added_are_both_drawn() {
    let balancer = "  a: { components: [ alb: {}, ] }";
    let uncertain = read(
        &text("90M per month", balancer, ""),
        &[
            ("request.payload", "1..90 KB"),
            ("request.response", "1..90 KB"),
        ],
    );
    let uncertain = uncertain.unwrap();
    let catalog = super::catalog(&uncertain.scenario);
    let found = breakeven::simulate::simulate(&uncertain, &catalog, &draws(500), &|_| {}).unwrap();
    assert_eq!(found.inputs.len(), 2);
    let cost = &found.levels[0].architectures[0];
    assert!(cost.p10 < cost.p50 && cost.p50 < cost.p90);
}
