//! Many scenarios checked against their budgets and a policy, on one and on two threads: from the text
//! of each to its findings, without files.

use breakeven::budget::{Against, Checked, Policy, Subject, check};
use breakeven::catalog::Catalog;
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::hint::black_box;

const POLICY: &str = "
name: Everywhere
budgets:
  - { name: production stays small, tags: { environment: prod }, monthly: $500, warn_at: 80%, judge: high }
  - { name: prices are known and fresh, unknown_prices: none, price_age: 365 days }
";

/// A scenario of a team: two architectures at two levels, no two alike.
fn scenario(number: usize) -> Source {
    let environment = ["prod", "test", "dev"][number % 3];
    let (tasks, memory, requests) = (1 + number % 4, 256 << (number % 3), 1_000 + number * 37);
    let text = format!(
        "name: Service {number}
region: us-east-1
as_of: 2026-11-21
tags: {{ environment: {environment}, team: team-{team} }}
request: {{ duration: 120 ms, response: 8 KB }}
traffic:
  steady: {{ requests: {requests} per day, shape: diurnal }}
  launch: {{ requests: {launch} per day, shape: diurnal, peak: 3x }}
architectures:
  containers:
    components:
      - fargate: {{ name: api, cpu: 0.5 vCPU, memory: 1 GB, tasks: {tasks}..{most}, public_ipv4: 1 }}
      - alb: {{}}
      - rds: {{ engine: postgres, version: 17, class: db.t3.micro, storage: 20 GB gp3 }}
      - data_transfer: {{}}
      - cloudwatch: {{ logs: 2 KB per request }}
  functions:
    components:
      - lambda: {{ name: api, memory: {memory} MB }}
      - api_gateway: {{ kind: http }}
      - rds: {{ engine: postgres, version: 17, class: db.t3.micro, storage: 20 GB gp3 }}
      - data_transfer: {{}}
      - cloudwatch: {{ logs: 2 KB per request, log_class: lambda }}
budgets:
  - {{ name: a month, monthly: $400, warn_at: 80% }}
  - {{ name: the tasks, component: api, architecture: containers, monthly: $200 }}
  - {{ name: the choice, cheapest: functions }}
",
        team = number % 7,
        most = tasks + 2,
        launch = requests * 10,
    );
    Source::new(format!("services/{number:04}.yaml"), text)
}

fn checked(source: &Source, catalog: &Catalog, policies: &[Policy]) -> Checked {
    let scenario = Scenario::parse(source.clone()).expect("a sound scenario");
    let catalog = catalog.clone().with_own(scenario.own_prices());
    let subject = Subject {
        scenario: &scenario,
        source,
        catalog: &catalog,
    };
    check(subject, policies, Against::default()).expect("priced")
}

fn files(criterion: &mut Criterion) {
    let catalog = Catalog::embedded("us-east-1").expect("the embedded book");
    let policies = [Policy::parse(Source::new("policy.yaml", POLICY)).expect("a sound policy")];
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    for count in [100, 1_000] {
        let sources: Vec<Source> = (0..count).map(scenario).collect();
        group.throughput(Throughput::Elements(count as u64));
        for threads in [1, 2] {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.expect("threads");
            let id = BenchmarkId::new(format!("{threads} threads"), count);
            group.bench_with_input(id, &sources, |bencher, sources| {
                bencher.iter(|| {
                    let one = |source| checked(source, &catalog, &policies);
                    let all: Vec<Checked> = pool.install(|| sources.par_iter().map(one).collect());
                    assert_eq!(all.len(), sources.len());
                    black_box(all)
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, files);
criterion_main!(benches);
