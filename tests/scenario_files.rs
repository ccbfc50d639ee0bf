//! Laws of scenario files: written as they were read, and never worse than a list of faults.

use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use proptest::prelude::*;

/// Scenario files as people write them, with every kind of setting.
fn written() -> impl Strategy<Value = String> {
    let requests = prop::sample::select(vec![
        "100 per day",
        "'10,000 per day'",
        "3M per month",
        "1..5 per second",
        "1.5k per hour",
        "10..20..90 per week",
    ]);
    let month = prop::sample::select(vec![
        "730 h",
        "30 days",
        "2026-02",
        "{ hours: 730 h, days: 30 days }",
    ]);
    let tasks = prop::sample::select(vec!["1", "2..3", "{ low: 1, high: 2..2..9 }"]);
    let running = prop::sample::select(vec!["always", "50 h per week", "10 min per day"]);
    let volume = prop::sample::select(vec!["10 GB", "1.5 KB per request", "2 GB per day", "1 TB"]);
    let price = prop::sample::select(vec![
        "$0.02 per hour",
        "$16 per 730 hours",
        "[ { up_to: 100, price: $1 per hour }, { price: $0.5 per hour } ]",
    ]);
    let tier = prop::sample::select(vec!["none", "always", "credits $140", "legacy-12-month"]);
    (requests, month, tasks, running, volume, price, tier).prop_map(
        |(requests, month, tasks, running, volume, price, tier)| {
            format!(
                "
name: 'Round: trip'
description: \"a \\\"quoted\\\" one # not a comment\"
region: us-east-1
free_tier: {tier}
month: {month}
request: {{ duration: 100..500 ms, response: 20 KB, payload: 300 B }}
traffic:
  low: {{ requests: {requests}, shape: diurnal, peak: 3x }}
  high: {{ requests: 5 per second }}
architectures:
  a-1:
    title: \"First = 1\"
    components:
      - fargate: {{ name: api, cpu: 0.5 vCPU, memory: 1 GB, tasks: {tasks}, running: {running} }}
      - alb: {{ zones: 3, requests_per_connection: 2..4 }}
      - nat_gateway: {{ processed: {volume}, only_at: [high] }}
      - rds: {{ engine: postgresql, class: db.t3.micro, storage: 20..40 GB gp3, backup: 5 GB }}
      - rds_proxy: {{ for: rds }}
      - lambda: {{ memory: 512 MB, init: 2 s, cold_starts: 1%, provisioned_concurrency: {{ environments: 2 }} }}
prices: {{ source: mine, overrides: {{ alb.hour: {price} }} }}
published:
  document: A document
  figures:
    - {{ architecture: a-1, traffic: low, monthly: $300..$350 }}
    - {{ architecture: a-1, traffic: low, saving: spot, monthly: $8.10 }}
  cheapest: {{ low: a-1 }}
budgets: [ {{ name: b, monthly: '$1,200.5', warn_at: 80% }} ]
"
            )
        },
    )
}

proptest! {
    #[test]
    fn a_scenario_is_written_as_it_was_read(text in written()) {
        let read = |text: &str| {
            Scenario::parse(Source::new("t", text)).map_err(|f| TestCaseError::fail(f.to_string()))
        };
        let first = read(&text)?;
        let again = read(&first.to_yaml())?;
        prop_assert_eq!(&first, &again, "{}", first.to_yaml());
        prop_assert_eq!(first.to_yaml(), again.to_yaml());
    }

    #[test]
    fn no_text_makes_the_reader_fail_otherwise(text in "\\PC{0,200}") {
        // Any text is a scenario or a list of faults with places in it; it never panics.
        if let Err(faults) = Scenario::parse(Source::new("t", text)) {
            prop_assert!(!faults.is_empty());
            prop_assert!(!faults.to_string().is_empty());
        }
    }

    #[test]
    fn damaged_scenarios_are_faults_not_panics(at in 0_usize..4_000, with in "\\PC{0,3}") {
        let mut text = std::fs::read_to_string("scenarios/habit-tracker.yaml").unwrap();
        let at = text.floor_char_boundary(at.min(text.len()));
        let end = text.ceil_char_boundary((at + 2).min(text.len()));
        text.replace_range(at..end, &with);
        if let Err(faults) = Scenario::parse(Source::new("t", text)) {
            prop_assert!(!faults.is_empty());
        }
    }
}
