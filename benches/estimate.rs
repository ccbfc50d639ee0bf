//! What each stage costs: reading, binding, estimating, comparing, and the whole process.
//!
//! `cargo bench` prints the times. The process is measured beside one that only parses its
//! arguments, so that the two can be put in relation within one run.

use breakeven::catalog::{Catalog, embedded_regions};
use breakeven::compare::{compare, compare_regions};
use breakeven::estimate::{Bound, Selection, Terms, bind, estimate};
use breakeven::project::{Plan, project};
use breakeven::scenario::{Change, Scenario, Template};
use breakeven::syntax::Source;
use breakeven::units::Case;
use breakeven::vary::{Axis, Invalid, Prices, Study, sweep};
use criterion::{Criterion, criterion_group, criterion_main};
use rust_decimal::Decimal;
use std::hint::black_box;
use std::num::NonZero;
use std::process::{Command, Stdio};
use std::thread;

const PATH: &str = "scenarios/habit-tracker.yaml";

/// Fifteen components, as a middle-sized web application has.
const FIFTEEN: &str = "
name: Fifteen components
region: us-east-1
request: { duration: 200 ms, response: 20 KB }
traffic: { t: { requests: 100000 per day } }
architectures:
  a:
    components:
      - lambda: { name: api, memory: 512 MB }
      - lambda: { name: worker, memory: 1024 MB, invocations: 0.2 per request, architecture: arm }
      - api_gateway: { kind: http }
      - alb: {}
      - fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 2 }
      - nat_gateway: { processed: 5 KB per request }
      - public_ipv4: { addresses: 1 }
      - rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3, backup: 30 GB }
      - rds_proxy: { for: rds }
      - elasticache: { engine: valkey, node: cache.t3.micro }
      - dynamodb: { reads: 2 per request, writes: 1 per request, storage: 30 GB }
      - s3: { storage: 100 GB, gets: 1 per request }
      - cloudfront: { out: 20 KB per request, requests: 3 per request }
      - cloudwatch: { logs: 2 KB per request, metrics: 20 }
      - data_transfer: {}
";

/// Two commitments and a discount on top.
const PURCHASE: &str = "
purchase:
  savings_plans: [{ kind: compute, commitment: $0.020 per hour }]
  reserved: [{ engine: valkey, class: cache.t4g.medium, count: 1 }]
  discounts: [{ discount: 3%, source: bench }]
prices: { source: bench, overrides: { sp.compute.lambda.arm.duration.1yr.no: $0.0000117 per GB-second } }
";

fn scenario(text: &str) -> Scenario {
    Scenario::parse(Source::new("bench", text)).expect("a sound scenario")
}

fn bound_of(scenario: &Scenario, catalog: &Catalog) -> Bound {
    let (name, architecture) = scenario.architectures.0.iter().next().expect("one");
    let terms = Terms {
        month: scenario.month,
        free_tier: scenario.free_tier,
    };
    bind(scenario, name, architecture, "t", catalog, terms).expect("a priced architecture")
}

fn stages(c: &mut Criterion) {
    let text = std::fs::read_to_string(PATH).expect("the shipped scenario");
    let habit_tracker = scenario(&text);
    let fifteen = scenario(FIFTEEN);
    let catalog = Catalog::embedded("us-east-1").expect("the embedded book");
    let everything = Selection::default();

    c.bench_function("catalog/open", |b| {
        b.iter(|| Catalog::embedded(black_box("us-east-1")))
    });
    c.bench_function("scenario/parse habit-tracker", |b| {
        b.iter(|| scenario(black_box(&text)))
    });
    c.bench_function("bind/15 components", |b| {
        b.iter(|| bound_of(black_box(&fifteen), &catalog))
    });
    let bound = bound_of(&fifteen, &catalog);
    c.bench_function("evaluate/15 components, new request rate", |b| {
        let mut requests = Decimal::from(1_000_000);
        b.iter(|| {
            requests += Decimal::ONE;
            bound.monthly_cost(black_box(requests), Case::Expected)
        });
    });
    let committed = scenario(&format!("{FIFTEEN}{PURCHASE}"));
    let own = catalog.clone().with_own(committed.own_prices());
    let committed = bound_of(&committed, &own);
    c.bench_function("evaluate/15 components with commitments", |b| {
        let mut requests = Decimal::from(1_000_000);
        b.iter(|| {
            requests += Decimal::ONE;
            committed.monthly_cost(black_box(requests), Case::Expected)
        });
    });
    let year = Plan {
        months: 36,
        ..Plan::default()
    };
    c.bench_function("project/15 components, 36 months", |b| {
        b.iter(|| project(black_box(&fifteen), &catalog, &year))
    });
    c.bench_function("estimate/15 components, every charge", |b| {
        b.iter(|| bound.estimate())
    });
    c.bench_function("compare/habit-tracker, 3 × 3", |b| {
        b.iter(|| {
            let estimates = estimate(&habit_tracker, &catalog, &everything).expect("priced");
            compare(&estimates)
        });
    });
    let regions = embedded_regions();
    let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    c.bench_function("regions/all, habit-tracker", |b| {
        b.iter(|| {
            let regions = black_box(&regions);
            compare_regions(&habit_tracker, &catalog, regions, &everything, threads)
        })
    });
}

/// One setting varied: reading a variant, pricing it, and a thousand of them.
fn varied(c: &mut Criterion) {
    let text = std::fs::read_to_string(PATH).expect("the shipped scenario");
    let template = Template::new(Source::new(PATH, text), &[]).expect("a sound scenario");
    let change = Change {
        name: "request.duration".to_owned(),
        path: "request.duration".to_owned(),
        value: "237 ms".to_owned(),
    };
    c.bench_function("template/habit-tracker, one value changed", |b| {
        b.iter(|| template.with(black_box(std::slice::from_ref(&change))))
    });
    let catalog = Catalog::embedded("us-east-1").expect("the embedded book");
    let prices = Prices::new(catalog, Default::default());
    let study = Study::new(&template, &prices, "high", &[]).expect("a priced scenario");
    c.bench_function("study/habit-tracker, one value, 3 architectures", |b| {
        b.iter(|| study.costs("request.duration", black_box("237 ms")))
    });
    let axis = Axis::grid("request.duration", "1 ms", "1 s", None).expect("an axis");
    let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let mut group = c.benchmark_group("sweep");
    group.sample_size(10);
    group.bench_function("habit-tracker, 1,000 values", |b| {
        b.iter(|| sweep(&study, black_box(&axis), Invalid::Refuse, threads))
    });
    group.finish();
}

fn process(c: &mut Criterion) {
    let program = env!("CARGO_BIN_EXE_breakeven");
    let run = |args: &[&str]| {
        let status = Command::new(program)
            .args(args)
            .stdout(Stdio::null())
            .status();
        assert!(status.expect("the program starts").success());
    };
    let mut group = c.benchmark_group("process");
    group.sample_size(50);
    group.bench_function("arguments only (--version)", |b| {
        b.iter(|| run(&["--version"]))
    });
    group.bench_function("compare habit-tracker", |b| {
        b.iter(|| run(&["compare", PATH]))
    });
    group.bench_function("compare habit-tracker, every region", |b| {
        b.iter(|| run(&["compare", PATH, "--region", "all"]))
    });
    group.finish();
}

criterion_group!(benches, stages, varied, process);
criterion_main!(benches);
