//! Figures worked out by hand.

use super::common::{dec, price, shipped};
use super::{HTTP, draws, only, read, run, text};
use breakeven::scenario::UncertainScenario;
use breakeven::simulate::simulate;
use breakeven::syntax::Source;
use rust_decimal::Decimal;

fn near(found: Decimal, expected: &str, by: &str) {
    assert!(
        (found - dec(expected)).abs() <= dec(by),
        "{found}, not {expected}"
    );
}

/// Where nothing varies, every draw is the estimate.
#[test]
fn without_inputs_every_figure_is_the_estimate() {
    for name in [
        "small-api",
        "habit-tracker",
        "free-tier-demo",
        "spontime-poc",
    ] {
        let path = format!("scenarios/{name}.yaml");
        let source = Source::new(&path, std::fs::read_to_string(&path).unwrap());
        let uncertain = UncertainScenario::parse(source, &[]).unwrap();
        let catalog = super::catalog(&uncertain.scenario);
        let simulation = simulate(&uncertain, &catalog, &draws(300), &|_| {}).unwrap();
        let estimates = price(&shipped(name));
        let costs = simulation.levels.iter().flat_map(|level| {
            level
                .architectures
                .iter()
                .map(|cost| (level.traffic.as_str(), cost))
        });
        let mut exact = 0;
        for (traffic, cost) in costs {
            let estimate = estimates
                .iter()
                .find(|e| e.traffic == traffic && e.architecture == cost.architecture)
                .unwrap();
            assert_eq!(cost.expected, estimate.monthly_cost.expected);
            assert!(cost.least >= estimate.monthly_cost.low);
            assert!(cost.most <= estimate.monthly_cost.high);
            if estimate.monthly_cost.is_exact() {
                let all = [
                    cost.least, cost.p10, cost.p50, cost.p90, cost.most, cost.mean,
                ];
                assert_eq!(all, [estimate.monthly_cost.expected; 6], "{name} {traffic}");
                exact += 1;
            }
        }
        assert!(exact > 0, "{name}");
    }
}

/// 1 to 3 million requests, each number as likely as the others: P10 at 1.2, P50 at 2, P90 at 2.8.
#[test]
fn quantiles_of_a_uniform_input_lie_on_a_line() {
    let uncertainty = "uncertainty: [{ input: traffic.t.requests, between: 1M..3M per month, \
                       distribution: uniform }]";
    let simulation = run(&text("2M per month", HTTP, uncertainty), &draws(100_000));
    let cost = only(&simulation, 0);
    near(cost.p10.amount(), "1.2", "0.0001");
    near(cost.p50.amount(), "2", "0.0001");
    near(cost.p90.amount(), "2.8", "0.0001");
    near(cost.mean.amount(), "2", "0.01");
    assert_eq!(cost.expected.amount(), dec("2"));
}

/// A triangle over 1..3 with its top at 1: 3 − 2√(1 − p), so 1.1026, 1.5858 and 2.3675; its mean is 5/3.
#[test]
fn quantiles_of_a_triangle_are_roots() {
    let simulation = run(&text("1M..1M..3M per month", HTTP, ""), &draws(100_000));
    let cost = only(&simulation, 0);
    near(cost.p10.amount(), "1.102633", "0.0001");
    near(cost.p50.amount(), "1.585786", "0.0001");
    near(cost.p90.amount(), "2.367544", "0.0001");
    near(cost.mean.amount(), "1.666667", "0.01");
    near(cost.least.amount(), "1", "0.0001");
    near(cost.most.amount(), "3", "0.02");
}

/// The 5 %, 50 % and 95 % quantile of a log-normal input are what states it; P10 and P90 lie 1.2816 of
/// 1.6449 of the way in logarithms: 2 × 2^∓0.7791.
#[test]
fn a_log_normal_input_has_the_median_between_its_ends() {
    let uncertainty = "uncertainty: [{ input: traffic.t.requests, between: 1M..4M per month, \
                       distribution: log-normal }]";
    let simulation = run(&text("2M per month", HTTP, uncertainty), &draws(100_000));
    let cost = only(&simulation, 0);
    near(cost.p50.amount(), "2", "0.0005");
    near(cost.p10.amount(), "1.16545", "0.0005");
    near(cost.p90.amount(), "3.43215", "0.001");
    // Cut at 2^∓1.8787, to four digits.
    assert_eq!(cost.least.amount(), dec("0.5439"));
    assert_eq!(cost.most.amount(), dec("7.355"));
}

/// The API costs more than $1.50 in three of four draws.
#[test]
fn the_probability_of_being_cheapest_is_that_of_a_threshold() {
    let both = format!(
        "{HTTP}\n  flat: {{ components: [ other: {{ title: Flat, monthly: $1.50, source: test }} ] }}"
    );
    let uncertainty = "uncertainty: [{ input: traffic.t.requests, between: 1M..3M per month, \
                       distribution: uniform }]";
    let simulation = run(&text("2M per month", &both, uncertainty), &draws(65_536));
    let (http, flat) = (only(&simulation, 0), only(&simulation, 1));
    assert!(flat.cheapest.abs_diff(49_152) <= 1, "{}", flat.cheapest);
    assert_eq!(
        http.cheapest + flat.cheapest - simulation.levels[0].ties,
        65_536
    );
    near(simulation.probability(flat), "0.75", "0.0001");
    assert_eq!((flat.least, flat.most), (flat.expected, flat.expected));
}

/// 2, 2, 3 or 4 tasks: half of the draws have two.
#[test]
fn values_seen_are_drawn_as_often_as_they_were_seen() {
    let tasks =
        "  ecs: { components: [ fargate: { name: api, cpu: 1 vCPU, memory: 2 GB, tasks: 2 } ] }";
    let uncertainty = "uncertainty: [{ input: architectures.ecs.components.api.tasks, \
                       values: [4, 2, 3, 2] }]";
    let simulation = run(&text("1 per day", tasks, uncertainty), &draws(4_096));
    let cost = only(&simulation, 0);
    let task = cost.least.amount() / Decimal::TWO;
    assert_eq!(cost.p50.amount(), task * Decimal::TWO);
    assert_eq!(cost.p90.amount(), task * Decimal::from(4));
    // (2 + 2 + 3 + 4) ÷ 4, exactly: the first 1,024 points fill every quarter alike.
    assert_eq!(cost.mean.amount(), task * dec("2.75"));
}

/// Whole milliseconds: a draw of 100..102 ms is one of three.
#[test]
fn draws_are_whole_milliseconds() {
    let function = "  f: { components: [ lambda: { memory: 1024 MB } ] }";
    let read = read(
        &text("1M per month", function, ""),
        &[("request.duration", "100..102 ms")],
    );
    let uncertain = read.unwrap();
    let catalog = super::catalog(&uncertain.scenario);
    let found = simulate(&uncertain, &catalog, &draws(999), &|_| {}).unwrap();
    let cost = only(&found, 0);
    // Requests $0.20; 1,000,000 × 0.1 s × 1 GB × $0.0000166667, and so on.
    assert_eq!(cost.least.amount(), dec("1.86667"));
    assert_eq!(cost.p50.amount(), dec("1.8833367"));
    assert_eq!(cost.most.amount(), dec("1.9000034"));
}
