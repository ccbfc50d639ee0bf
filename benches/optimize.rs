//! How long a search takes over millions of configurations, and how the time grows with their number.
//!
//! Beside it, in the same run and on one core, the naive way: a scalar loop over every configuration in
//! floats, with the 168 hours of a week each, prices as constants, no allowances, no tiers and no lags.
//! The loop runs over a sample and is scaled up. `cargo bench --bench optimize` prints both.

use breakeven::catalog::Catalog;
use breakeven::estimate::Selection;
use breakeven::optimize::{Options, Search, optimize};
use breakeven::scenario::Template;
use breakeven::syntax::Source;
use breakeven::workload::Preset;
use std::hint::black_box;
use std::num::NonZero;
use std::thread;
use std::time::{Duration, Instant};

/// Sizes of storage in the smallest space; larger ones have ten and a hundred times as many.
const STORAGES: [usize; 3] = [1, 10, 100];

fn text(storages: usize) -> String {
    let storage: Vec<String> = (0..storages)
        .map(|i| format!("{} GB gp3", 20 + i))
        .collect();
    let storage = storage.join(", ");
    let shared = "- rds: { engine: postgres, version: 17, class: db.t3.micro, storage: 20 GB gp3 }
      - elasticache: { engine: valkey, node: cache.t3.micro }
      - s3: { storage: 10 GB, puts: 4000 per month }
      - data_transfer: {}
      - cloudwatch: { logs: 17 KB per request }";
    let vary_shared = |name: &str| {
        format!(
            "    - {{ setting: architectures.{name}.components.rds.class, values: [db.t3.micro, db.t4g.micro, db.t3.small, db.t4g.small, db.t3.medium, db.t4g.medium] }}
    - {{ setting: architectures.{name}.components.rds.storage, values: [{storage}] }}
    - {{ setting: architectures.{name}.components.rds.deployment, values: [single-az, multi-az] }}
    - {{ setting: architectures.{name}.components.elasticache.node, values: [cache.t3.micro, cache.t4g.micro, cache.t3.small, cache.t4g.small] }}
    - {{ setting: architectures.{name}.components.elasticache.nodes, values: [1, 2] }}
"
        )
    };
    format!(
        "name: Bench
region: us-east-1
as_of: 2026-11-21
request: {{ duration: 500 ms, cpu_time: 100 ms, response: 35 KB }}
traffic: {{ high: {{ requests: 3M per day, shape: diurnal }} }}
architectures:
  fargate:
    components:
      - fargate: {{ name: api, cpu: 0.5 vCPU, memory: 1 GB, scaling: {{ min: 2 }}, public_ipv4: 1 }}
      - alb: {{}}
      {shared}
  serverless:
    components:
      - lambda: {{ name: api, memory: 512 MB }}
      - api_gateway: {{ kind: rest }}
      - rds_proxy: {{ for: rds }}
      - dynamodb: {{ name: sessions, reads: 1 per request, writes: 1 per request, read_consistency: strong }}
      {shared}
optimize:
  vary:
    - {{ setting: architectures.fargate.components.api.size, values: all }}
    - {{ setting: architectures.fargate.components.api.scaling.min, values: [1, 2, 3, 4, 5] }}
    - {{ setting: architectures.fargate.components.api.scaling.utilisation, values: [50%, 60%, 70%, 80%] }}
    - {{ setting: architectures.fargate.components.api.platform, values: [linux-x86, linux-arm] }}
{}    - {{ setting: architectures.serverless.components.api.memory, from: 128 MB, to: 3008 MB, step: 64 MB }}
    - {{ setting: architectures.serverless.components.api.architecture, values: [x86, arm] }}
    - {{ setting: architectures.serverless.components.api_gateway.kind, values: [rest, http] }}
{}",
        vary_shared("fargate"),
        vary_shared("serverless"),
    )
}

fn search(text: &str, catalog: &Catalog, threads: NonZero<usize>) -> (Search, Duration) {
    let options = Options {
        selection: Selection::default(),
        top: 10,
        threads,
    };
    let start = Instant::now();
    let template = Template::new(Source::new("bench", text), &[]).expect("YAML");
    let found = optimize(&template, catalog, &options, &|_| {}).expect("a search");
    (found, start.elapsed())
}

/// Configurations of the naive loop.
const SAMPLE: usize = 200_000;

/// One configuration after the other in floats: tasks of each hour of the week, then the rest.
fn naive() -> Duration {
    let weights: Vec<f64> = Preset::Diurnal
        .profile()
        .hours()
        .iter()
        .map(|hour| hour.surge.to_string().parse().expect("a number"))
        .collect();
    let start = Instant::now();
    let mut best = f64::INFINITY;
    for at in 0..SAMPLE {
        let vcpu = [0.25, 0.5, 1.0, 2.0, 4.0][at % 5];
        let memory = vcpu * [2.0, 4.0, 8.0][at / 5 % 3];
        let least = (1 + at / 15 % 5) as f64;
        let busy = [0.5, 0.6, 0.7, 0.8][at / 75 % 4];
        let instance = [0.018, 0.016, 0.036, 0.032, 0.072, 0.065][at / 300 % 6];
        let storage = 20.0 + (at / 1_800 % 10) as f64;
        let node = [0.017, 0.016, 0.034, 0.032][at / 18_000 % 4];
        let load = 3e6 / 86_400.0 * 1.5 * 0.1 / (vcpu * busy);
        let mut cost = 0.0;
        for weight in black_box(&weights) {
            let tasks = (load * weight).ceil().max(least);
            let an_hour = tasks * (vcpu * 0.04048 + memory * 0.004445 + 0.005);
            cost += an_hour + instance + node + 0.0225 + storage * 0.115 / 730.0;
        }
        best = best.min(cost * 730.0 / 168.0);
    }
    black_box(best);
    start.elapsed()
}

fn main() {
    // `cargo test` runs benches too, to see that they work; it wants no figures.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let catalog = Catalog::embedded("us-east-1").expect("the embedded book");
    let cores = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let naive = naive().as_secs_f64() / SAMPLE as f64;
    println!("naive, floats: {:.0} ns a configuration", naive * 1e9);
    for storages in STORAGES {
        let text = text(storages);
        for threads in [NonZero::<usize>::MIN, cores] {
            let mut best = Duration::MAX;
            let mut all = (0, 0);
            for _ in 0..5 {
                let (found, took) = search(&text, &catalog, threads);
                let searched = &found.levels[0].searched;
                all = (
                    searched.iter().map(|s| s.configurations).sum(),
                    searched.iter().map(|s| s.priced).sum(),
                );
                best = best.min(took);
            }
            let (took, count) = (best.as_secs_f64(), all.0 as f64);
            println!(
                "{} configurations, {} priced, {threads} threads: {took:.3} s, {:.0} ns each; naive {:.3} s, \
                 {:.2} times as long",
                all.0,
                all.1,
                took / count * 1e9,
                naive * count,
                naive * count / took
            );
        }
    }
}
