//! A million draws beside a plain loop that does the same sums, in one run.
//!
//! The reference is what one would write first: for each draw a loop over the 168 hours of the week in
//! doubles, on one thread, costs kept, quantiles by selection. It models the architectures of this
//! bench only, has no error bounds, and no figure it gives is exact.

use breakeven::catalog::Catalog;
use breakeven::scenario::UncertainScenario;
use breakeven::simulate::{Draws, Simulation, simulate};
use breakeven::syntax::Source;
use breakeven::workload::Shape;
use rust_decimal::prelude::ToPrimitive;
use std::hint::black_box;
use std::num::NonZero;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

const SCENARIO: &str = "
name: Bench
region: us-east-1
as_of: 2026-11-21
request: { duration: 100..300..500 ms, cpu_time: 40..80..150 ms, response: 35 KB }
traffic: { high: { requests: 600000..1000000..1600000 per day, shape: diurnal, burst: 1.5x } }
architectures:
  fargate:
    components:
      - fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, public_ipv4: 1, scaling: { max: 200 } }
      - alb: {}
      - rds: { engine: postgres, version: 17, class: db.t3.micro, storage: 20 GB gp3 }
      - elasticache: { engine: redis, version: 7, node: cache.t3.micro }
      - s3: { storage: 10 GB, puts: 4000 per month }
      - data_transfer: {}
      - cloudwatch: { logs: 17 KB per request }
  serverless:
    components:
      - lambda: { name: api, memory: 512 MB }
      - api_gateway: { kind: rest }
      - rds_proxy: { for: rds }
      - rds: { engine: postgres, version: 17, class: db.t3.micro, storage: 20 GB gp3 }
      - elasticache: { engine: redis, version: 7, node: cache.t3.micro }
      - dynamodb: { name: sessions, reads: 1 per request, writes: 1 per request }
      - s3: { storage: 10 GB, puts: 4000 per month }
      - cloudfront: { out: 5 KB per request, requests: 1 per request }
      - data_transfer: { internet_out: 30 KB per request }
      - cloudwatch: { logs: 17 KB per request, log_class: lambda }
";

fn simulated(text: &str, count: u32, threads: NonZero<usize>) -> (Simulation, Duration) {
    let uncertain = UncertainScenario::parse(Source::new("bench", text), &[]).expect("sound");
    let catalog = Catalog::embedded("us-east-1").expect("the embedded book");
    let draws = Draws {
        count,
        threads,
        ..Draws::default()
    };
    let start = Instant::now();
    let simulation = simulate(&uncertain, &catalog, &draws, &|_| {}).expect("priced");
    (simulation, start.elapsed())
}

/// The least of three times.
fn best(mut run: impl FnMut() -> Duration) -> Duration {
    (0..3).map(|_| run()).min().expect("three")
}

/// A triangle's quantile.
fn triangular(u: f64, [low, mode, high]: [f64; 3]) -> f64 {
    let top = (mode - low) / (high - low);
    match u < top {
        true => low + (u * (high - low) * (mode - low)).sqrt(),
        false => high - ((1.0 - u) * (high - low) * (high - mode)).sqrt(),
    }
}

/// The cost of both architectures in one draw, hour by hour.
fn reference(requests: f64, cpu_time: f64, duration: f64, weights: &[f64]) -> [f64; 2] {
    let month = 730.0;
    let hourly = requests / month;
    let per_task = 0.5 * 1_000.0 * 0.7;
    let mut task_hours = 0.0;
    let mut lcu_hours = 0.0;
    for weight in weights {
        let rate = hourly * weight / 3_600.0;
        let tasks = (rate * 1.5 * cpu_time / per_task).ceil().clamp(2.0, 200.0);
        task_hours += tasks;
        lcu_hours += (rate / 4.0 / 25.0).max(rate * 36.0 / 1_048_576.0 * 3_600.0);
    }
    let weeks = month / weights.len() as f64;
    let free = |used: f64, free: f64| (used - free).max(0.0);
    let gigabytes = requests * 35.0 / 1_048_576.0;
    let logs = free(requests * 17.0 / 1_048_576.0, 5.0) * 0.50;
    let fixed = 0.017 * 730.0 + 2.30 + 0.018 * 730.0 + 0.25;
    let tasks = task_hours * weeks * (0.5 * 0.04048 + 0.004445 + 0.005);
    let alb = 0.0225 * 730.0 + lcu_hours * weeks * 0.008;
    let fargate = tasks + alb + fixed + free(gigabytes, 100.0) * 0.09 + logs;
    let gb_seconds = requests * (duration / 1_000.0) * 0.5;
    let lambda = free(requests, 1e6) * 0.2e-6 + free(gb_seconds, 4e5) * 0.0000166667;
    let dynamodb = requests * (0.125e-6 + 0.625e-6);
    let cloudfront =
        free(requests, 1e7) * 1e-6 + free(requests * 5.0 / 1_048_576.0, 1_024.0) * 0.085;
    let out = free(requests * 30.0 / 1_048_576.0, 100.0) * 0.09;
    let gateway = requests * 3.5e-6;
    let serverless = lambda + gateway + dynamodb + cloudfront + out + logs + fixed + 0.03 * 730.0;
    [fargate, serverless]
}

/// The reference over all draws: costs, quantiles, and how often the first is cheaper.
fn naive(draws: usize, weights: &[f64]) -> Duration {
    let start = Instant::now();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut costs = [Vec::with_capacity(draws), Vec::with_capacity(draws)];
    let mut wins = 0_u32;
    for _ in 0..draws {
        let per_day = triangular(random(), [600_000.0, 1_000_000.0, 1_600_000.0]).round();
        let cpu_time = triangular(random(), [40.0, 80.0, 150.0]).round();
        let duration = triangular(random(), [100.0, 300.0, 500.0]).round();
        let [one, two] = reference(per_day * 730.0 / 24.0, cpu_time, duration, weights);
        wins += u32::from(one < two);
        costs[0].push(one);
        costs[1].push(two);
    }
    let mut quantiles = Vec::new();
    for costs in &mut costs {
        for tenths in [1, 5, 9] {
            let at = draws * tenths / 10;
            quantiles.push(*costs.select_nth_unstable_by(at, f64::total_cmp).1);
        }
    }
    black_box((wins, quantiles));
    start.elapsed()
}

fn main() {
    let all = available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let profile = Shape::DEFAULT.profile();
    let weights: Vec<f64> = profile
        .hours()
        .iter()
        .filter_map(|hour| hour.surge.to_f64())
        .collect();
    assert_eq!(weights.len(), 168);
    let million = 1_000_000;
    let plain = best(|| naive(million as usize, &weights));
    let two = best(|| simulated(SCENARIO, million, all).1);
    let one = best(|| simulated(SCENARIO, million, NonZero::<usize>::MIN).1);
    let ratio = |time: Duration| plain.as_secs_f64() / time.as_secs_f64();
    println!("1,000,000 draws, two architectures, three inputs");
    println!("  plain loop, doubles, one thread   {plain:>10.1?}");
    println!(
        "  simulate, {all} threads              {two:>10.1?}  {:.1} times as fast",
        ratio(two)
    );
    println!(
        "  simulate, one thread              {one:>10.1?}  {:.1} times as fast",
        ratio(one)
    );
    println!("Draws");
    for count in [10_000, 100_000, million] {
        let time = best(|| simulated(SCENARIO, count, all).1);
        println!("  {count:>9}                         {time:>10.1?}");
    }
    println!("Components, 100,000 draws");
    for times in [1, 2, 4] {
        let more: String = (1..times)
            .map(|n| format!(
                "      - lambda: {{ name: more-{n}, memory: 512 MB }}\n      \
                 - dynamodb: {{ name: table-{n}, reads: 2 per request }}\n      \
                 - s3: {{ name: files-{n}, storage: {n} GB, gets: 1 per request }}\n      \
                 - sqs: {{ name: queue-{n}, messages: 1 per request }}\n      \
                 - fargate: {{ name: worker-{n}, cpu: 1 vCPU, memory: 2 GB, scaling: {{ min: {n} }} }}\n"
            ))
            .collect();
        let text = format!("{SCENARIO}{more}");
        let time = best(|| simulated(&text, 100_000, all).1);
        println!(
            "  {:>3} in the second                {time:>10.1?}",
            10 + 5 * (times - 1)
        );
    }
    let (simulation, _) = simulated(SCENARIO, million, all);
    for cost in &simulation.levels[0].architectures {
        println!(
            "  {}: P50 {}, cheapest in {}",
            cost.architecture,
            cost.p50.cents(),
            cost.cheapest
        );
    }
}
