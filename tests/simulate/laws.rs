//! What holds for every simulation.

use super::{HTTP, draws, only, read, run, text};
use breakeven::render;
use breakeven::simulate::{Draws, Simulation, simulate};
use std::num::NonZero;

const MIXED: &str = "  ecs:\n    components:\n      - fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, \
                     scaling: { min: 1, max: 30 } }\n      - alb: {}\n      - data_transfer: {}\n  \
                     rest:\n    components:\n      - lambda: { memory: 512 MB }\n      \
                     - api_gateway: { kind: rest }\n      - sqs: { messages: 1 per request, payload: \
                     1..200 KB }\n      - data_transfer: {}";

const REQUEST: [(&str, &str); 3] = [
    ("request.duration", "50..200..700 ms"),
    ("request.cpu_time", "20..40..90 ms"),
    ("request.response", "1..60 KB"),
];

fn mixed(draws: &Draws) -> Simulation {
    let uncertain = read(&text("20000..900000 per day", MIXED, ""), &REQUEST).unwrap();
    let catalog = super::catalog(&uncertain.scenario);
    simulate(&uncertain, &catalog, draws, &|_| {}).unwrap()
}

#[test]
fn a_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let json = |draws: &Draws| {
        let uncertain = read(&text("20000..900000 per day", MIXED, ""), &REQUEST).unwrap();
        let catalog = super::catalog(&uncertain.scenario);
        let simulation = simulate(&uncertain, &catalog, draws, &|_| {}).unwrap();
        render::simulate_json(&uncertain.scenario, &catalog, &simulation).unwrap()
    };
    let first = json(&draws(20_000));
    assert_eq!(first, json(&draws(20_000)));
    for threads in [1, 3] {
        let threads = NonZero::new(threads).unwrap();
        assert_eq!(
            first,
            json(&Draws {
                threads,
                ..draws(20_000)
            })
        );
    }
}

#[test]
fn another_seed_gives_other_draws_and_nearly_the_same_quantiles() {
    let one = mixed(&draws(20_000));
    let two = mixed(&Draws {
        seed: 2,
        ..draws(20_000)
    });
    for at in 0..2 {
        let (one, two) = (only(&one, at), only(&two, at));
        assert_ne!(one.mean, two.mean);
        for (a, b) in [(one.p10, two.p10), (one.p50, two.p50), (one.p90, two.p90)] {
            let apart = (a.amount() - b.amount()).abs() / a.amount();
            assert!(apart < super::common::dec("0.005"), "{a:?} {b:?}");
        }
    }
}

/// Floating point decides nothing: with decimals alone every figure and every count is the same.
#[test]
fn decimals_alone_give_the_same_figures() {
    let fast = mixed(&draws(3_000));
    let mut slow = mixed(&Draws {
        decimals_only: true,
        ..draws(3_000)
    });
    for cost in &mut slow.levels[0].architectures {
        assert!(std::mem::take(&mut cost.in_decimals));
    }
    assert_eq!(fast, slow);
    let cheapest: Vec<u64> = fast.levels[0]
        .architectures
        .iter()
        .map(|c| c.cheapest)
        .collect();
    assert!(cheapest.iter().all(|wins| *wins > 100), "{cheapest:?}");
}

/// An architecture beside itself: the inputs are drawn once, so each draw is a tie.
#[test]
fn architectures_share_their_draws() {
    let twice = format!("{HTTP}\n  again: {{ components: [ api_gateway: {{ kind: http }} ] }}");
    for draws in [
        draws(10_000),
        Draws {
            decimals_only: true,
            ..draws(1_000)
        },
    ] {
        let simulation = run(&text("1M..3M per month", &twice, ""), &draws);
        let (one, two) = (only(&simulation, 0), only(&simulation, 1));
        assert_eq!(simulation.levels[0].ties, u64::from(draws.count));
        assert_eq!(
            (one.cheapest, two.cheapest),
            (draws.count.into(), draws.count.into())
        );
        assert_eq!(
            (one.p10, one.p50, one.p90, one.mean),
            (two.p10, two.p50, two.p90, two.mean)
        );
    }
}

/// Commitments have no program; the figures are there all the same.
#[test]
fn what_is_bought_is_worked_out_in_decimals() {
    let tasks =
        "  ecs: { components: [ fargate: { name: api, cpu: 1 vCPU, memory: 2 GB, tasks: 2..4 } ] }";
    let plan = "purchase: { savings_plans: [{ kind: compute, commitment: $0.05 per hour }] }";
    let simulation = run(&text("1 per day", tasks, plan), &draws(300));
    let cost = only(&simulation, 0);
    assert!(cost.in_decimals);
    assert!(cost.least < cost.p50 && cost.p50 < cost.most);
    let plain = run(&text("1 per day", tasks, ""), &draws(300));
    assert!(!only(&plain, 0).in_decimals);
    assert!(cost.most < only(&plain, 0).most);
}

/// The share of the draws in an order statistic does not depend on how many there are.
#[test]
fn one_draw_is_a_simulation_too() {
    let simulation = run(&text("1M..3M per month", HTTP, ""), &draws(1));
    let cost = only(&simulation, 0);
    assert_eq!(
        [cost.least, cost.p10, cost.p50, cost.p90, cost.mean],
        [cost.most; 5]
    );
}

/// With so little traffic the fewest tasks run in every draw: one cost, whatever is drawn.
#[test]
fn draws_that_make_no_difference_cost_the_same() {
    let tasks = "  ecs: { components: [ fargate: { name: api, cpu: 1 vCPU, memory: 2 GB, \
                 scaling: { min: 2 } } ] }";
    let uncertain = read(
        &text("1000..90000 per day", tasks, ""),
        &[("request.cpu_time", "5..90 ms")],
    );
    let uncertain = uncertain.unwrap();
    let catalog = super::catalog(&uncertain.scenario);
    let found = simulate(&uncertain, &catalog, &draws(200_000), &|_| {}).unwrap();
    let cost = only(&found, 0);
    assert_eq!(found.inputs.len(), 2);
    assert_eq!(
        [cost.least, cost.p10, cost.p50, cost.p90, cost.mean],
        [cost.most; 5]
    );
}
