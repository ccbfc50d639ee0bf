//! Costs along the traffic, and where they cross, beside the naive way in the same run.
//!
//! The naive way is what one would write first: for each number of requests a day a loop over the hours
//! of the week in doubles, with the same formulas, prices, allowances and tiers, on one thread. It models
//! this pair of architectures only. Before anything is timed both are compared at some points; they
//! differ by less than a millionth of a dollar, or the bench stops.
//!
//! The naive search for crossings evaluates every whole number. It runs over a stated sample of them,
//! spread over the whole range, and the time printed for all of them is that of the sample scaled up.

use breakeven::catalog::Catalog;
use breakeven::compare::break_even::{USUAL_RANGE, along_requests, at_levels};
use breakeven::compare::{Grid, GridScale, sweep};
use breakeven::estimate::{Bound, Terms, bind};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::units::{ArithmeticError, Money};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rust_decimal::prelude::ToPrimitive;
use std::fmt::Write;
use std::hint::black_box;
use std::num::NonZero;
use std::time::{Duration, Instant};

const FIVE: &str = "scenarios/habit-tracker-break-even.yaml";

/// Fargate whose tasks follow the traffic, against functions without cold starts. What both have in
/// common stands as one item.
fn pair(shape: &str, more: &str) -> String {
    format!(
        "
name: Bench
region: us-east-1
free_tier: always
request: {{ duration: 500 ms, cpu_time: 145 ms, response: 35 KB }}
traffic: {{ t: {{ requests: 10000 per day, shape: {shape}, burst: 1.5x }} }}
architectures:
  fargate:
    components:
      - fargate:
          cpu: 0.5 vCPU
          memory: 1 GB
          public_ipv4: 1
          scaling: {{ min: 2, utilisation: 70%, scale_out: 0 s, scale_in: 0 s, start_up: 0 s }}
      - alb: {{}}
      - data_transfer: {{}}
{more}
  serverless:
    components:
      - lambda: {{ memory: 512 MB }}
      - api_gateway: {{ kind: rest }}
      - data_transfer: {{}}
{more}"
    )
}

/// So many hours of different weights, as one would measure them.
fn measured(hours: usize) -> String {
    let mut weights = String::from("{ weights: [");
    for hour in 0..hours {
        // A daily wave of whole numbers, and something of its own for every hour.
        let wave = [
            4, 3, 2, 2, 2, 3, 5, 8, 11, 13, 14, 14, 15, 15, 14, 14, 13, 13, 12, 11, 10, 8, 6, 5,
        ];
        let own = hour * 7_919 % hours.max(1);
        let separator = if hour == 0 { "" } else { ", " };
        write!(weights, "{separator}{}", wave[hour % 24] * 100_000 + own).expect("a string");
    }
    weights + "] }"
}

fn bound(text: &str) -> Vec<Bound> {
    let scenario = Scenario::parse(Source::new("bench", text)).expect("a sound scenario");
    let catalog = Catalog::embedded("us-east-1").expect("the embedded book");
    let terms = Terms {
        month: scenario.month,
        free_tier: scenario.free_tier,
    };
    let level = scenario
        .traffic
        .0
        .names()
        .next()
        .expect("a level")
        .to_owned();
    let architectures = scenario.architectures.0.iter();
    let bound = |(name, architecture)| {
        bind(&scenario, name, architecture, &level, &catalog, terms).expect("a priced architecture")
    };
    architectures.map(bound).collect()
}

fn weights(bounds: &[Bound], shape: &str) -> Vec<f64> {
    assert_eq!(bounds.len(), 2);
    let text = pair(shape, "");
    let scenario = Scenario::parse(Source::new("bench", text)).expect("a sound scenario");
    let shape = scenario
        .traffic
        .0
        .iter()
        .next()
        .and_then(|(_, traffic)| traffic.shape.clone());
    let profile = shape.expect("a shape").profile();
    let hours = profile.hours().iter();
    hours
        .map(|hour| hour.surge.to_f64().expect("a number"))
        .collect()
}

fn tiered(used: f64, tiers: &[(f64, f64, f64)]) -> f64 {
    let mut cost = 0.0;
    for (from, to, price) in tiers {
        if used > *from {
            cost += (used.min(*to) - from) * price;
        }
    }
    cost
}

/// Both costs at a number of requests a day, hour by hour.
fn naive(per_day: f64, weights: &[f64]) -> [f64; 2] {
    const END: f64 = f64::INFINITY;
    let requests = per_day * 730.0 / 24.0;
    // Tasks: the busiest minutes of each hour, at 70 % of half a vCPU.
    let wanted = per_day / 86_400.0 * 1.5 * 145.0 / (0.5 * 1_000.0 * 0.7);
    let mut tasks = 0.0;
    for weight in weights {
        // What rounding leaves over a whole number is no task.
        tasks += (wanted * weight - 1e-12).ceil().clamp(2.0, END);
    }
    let task_hours = tasks * 730.0 / weights.len() as f64;
    // A request brings 1 KB along.
    let units = (requests * 36.0 * 1_024.0 / 1e9).max(requests / 4.0 / 90_000.0);
    let fargate = task_hours * (0.5 * 0.04048 + 0.004445 + 0.005)
        + 730.0 * (0.0225 + 2.0 * 0.005)
        + units * 0.008;
    let out = requests * 35.0 / 1_048_576.0;
    let egress = [
        (0.0, 10_240.0, 0.09),
        (10_240.0, 51_200.0, 0.085),
        (51_200.0, 153_600.0, 0.07),
        (153_600.0, END, 0.05),
    ];
    let egress = tiered(out, &egress) - tiered(out.min(100.0), &egress);
    let calls = [
        (0.0, 333e6, 3.5e-6),
        (333e6, 1e9, 2.8e-6),
        (1e9, 20e9, 2.38e-6),
        (20e9, END, 1.51e-6),
    ];
    let duration = [
        (0.0, 6e9, 0.0000166667),
        (6e9, 15e9, 0.000015),
        (15e9, END, 0.0000133334),
    ];
    let gb_seconds = requests * 0.5 * 0.5;
    let lambda = (requests - 1e6).max(0.0) * 0.2e-6 + tiered(gb_seconds, &duration)
        - tiered(gb_seconds.min(4e5), &duration);
    [fargate + egress, lambda + tiered(requests, &calls) + egress]
}

fn refs(bounds: &[Bound]) -> Vec<&Bound> {
    bounds.iter().collect()
}

fn swept(bounds: &[&Bound], points: u64, threads: usize) -> Money {
    let (from, to) = USUAL_RANGE;
    let numbers = Grid::new(from, to, points, GridScale::Even)
        .expect("a grid")
        .numbers();
    let threads = NonZero::new(threads).expect("a thread");
    let mut last = Money::ZERO;
    sweep::<ArithmeticError>(bounds, numbers, threads, |_, costs| {
        last = black_box(costs).last().copied().unwrap_or(last);
        Ok(())
    })
    .expect("costs that fit");
    last
}

fn swept_naively(points: u64, weights: &[f64]) {
    let (from, to) = USUAL_RANGE;
    let numbers = Grid::new(from, to, points, GridScale::Even)
        .expect("a grid")
        .numbers();
    for number in numbers {
        black_box(naive(number as f64, black_box(weights)));
    }
}

/// Stops where the two ways differ.
fn agree(bounds: &[Bound], weights: &[f64]) {
    let (from, to) = USUAL_RANGE;
    let numbers = Grid::new(from, to, 200, GridScale::Log)
        .expect("a grid")
        .numbers();
    sweep::<ArithmeticError>(
        &refs(bounds),
        numbers,
        NonZero::<usize>::MIN,
        |number, costs| {
            let naive = naive(number as f64, weights);
            for (cost, naive) in costs.iter().zip(naive) {
                let cost = cost.amount().to_f64().expect("a number");
                let gap = (cost - naive).abs();
                assert!(gap < 1e-6, "{number} a day: {cost}, naively {naive}");
            }
            Ok(())
        },
    )
    .expect("costs that fit");
}

fn sweeps(c: &mut Criterion) {
    for (name, shape) in [
        ("diurnal week", "diurnal".to_owned()),
        ("measured week", measured(168)),
    ] {
        let bounds = bound(&pair(&shape, ""));
        let weights = weights(&bounds, &shape);
        agree(&bounds, &weights);
        let mut group = c.benchmark_group(format!("sweep/1,000,000 points, {name}"));
        group.sample_size(10);
        group.bench_function("naive, one thread", |b| {
            b.iter(|| swept_naively(1_000_000, &weights))
        });
        for threads in [1, 2] {
            group.bench_function(BenchmarkId::new("exact, threads", threads), |b| {
                b.iter(|| swept(&refs(&bounds), 1_000_000, threads))
            });
        }
    }
}

/// The naive search looks at one number in so many, and is charged for all of them.
const SAMPLED: u32 = 1_000;

fn crossings(c: &mut Criterion) {
    let (from, to) = USUAL_RANGE;
    for (name, shape) in [
        ("diurnal week", "diurnal".to_owned()),
        ("measured week", measured(168)),
    ] {
        let bounds = bound(&pair(&shape, ""));
        let weights = weights(&bounds, &shape);
        agree(&bounds, &weights);
        let mut group = c.benchmark_group(format!("crossings/1 to 100,000,000, {name}"));
        group.sample_size(10);
        group.bench_function("naive, scaled up", |b| {
            b.iter_custom(|times| {
                let start = Instant::now();
                for _ in 0..times {
                    let mut cheaper = false;
                    for number in (from..=to).step_by(SAMPLED as usize) {
                        let [one, two] = naive(number as f64, black_box(&weights));
                        cheaper = black_box(one < two || (cheaper && one <= two));
                    }
                }
                start.elapsed() * SAMPLED
            })
        });
        group.bench_function("exact, every number decided", |b| {
            b.iter(|| along_requests(&refs(&bounds), from, to).expect("costs that fit"))
        });
    }
    let text = std::fs::read_to_string(FIVE).expect("the shipped scenario");
    let five = bound(&text);
    let mut group = c.benchmark_group("crossings/five architectures with cold starts");
    group.sample_size(10);
    group.bench_function("all of them and each two", |b| {
        b.iter(|| at_levels(&five, USUAL_RANGE).expect("costs that fit"))
    });
}

/// How the time grows.
fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("sweep/growth, two threads");
    group.sample_size(10);
    let diurnal = bound(&pair("diurnal", ""));
    for points in [10_000, 100_000, 1_000_000] {
        group.bench_function(BenchmarkId::new("points", points), |b| {
            b.iter(|| swept(&refs(&diurnal), points, 2))
        });
    }
    for hours in [24, 168, 8_760] {
        let bounds = bound(&pair(&measured(hours), ""));
        group.bench_function(BenchmarkId::new("hours, 100,000 points", hours), |b| {
            b.iter(|| swept(&refs(&bounds), 100_000, 2))
        });
    }
    // The larger side has two, ten and twenty components more than the front.
    for components in [2, 10, 20] {
        let mut more = String::new();
        for at in 0..components {
            let component = match at % 5 {
                0 => "dynamodb: { name: table-@, reads: 2 per request, writes: 1 per request }",
                1 => "lambda: { name: worker-@, memory: 1024 MB, invocations: 0.1 per request }",
                2 => "s3: { name: files-@, storage: 10 GB, gets: 1 per request }",
                3 => "sqs: { name: queue-@, messages: 1 per request }",
                _ => {
                    "fargate: { name: tasks-@, cpu: 1 vCPU, memory: 2 GB, public_ipv4: 0, scaling: { min: 1 } }"
                }
            };
            let component = component.replace('@', &at.to_string());
            writeln!(more, "      - {component}").expect("a string");
        }
        let bounds = bound(&pair("diurnal", &more));
        group.bench_function(
            BenchmarkId::new("more components, 100,000 points", components),
            |b| b.iter(|| swept(&refs(&bounds), 100_000, 2)),
        );
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = sweeps, crossings, growth
}
criterion_main!(benches);
