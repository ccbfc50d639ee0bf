//! What holds for any limit.

use super::common;
use breakeven::budget::{Against, Checked, Severity, Subject, check};
use breakeven::catalog::Catalog;
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::sync::OnceLock;

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::embedded("us-east-1").unwrap())
}

/// The findings of one budget over two architectures with a range each.
fn checked(tasks: (u32, u32), gigabytes: u32, budget: &str) -> Checked {
    let (low, high) = (tasks.0.min(tasks.1), tasks.0.max(tasks.1));
    let text = format!(
        "name: Laws\nregion: us-east-1\nfree_tier: none\nas_of: 2026-11-21\n\
         traffic: {{ t: {{ requests: 100 users × 20 per day }} }}\narchitectures:\n  \
         a: {{ components: [ fargate: {{ cpu: 0.5 vCPU, memory: 1 GB, tasks: {low}..{high} }} ] }}\n  \
         b: {{ components: [ nat_gateway: {{ gateways: 1, processed: {gigabytes} GB }} ] }}\n\
         budgets: [{budget}]\n"
    );
    let source = Source::new("laws.yaml", text);
    let scenario = Scenario::parse(source.clone()).unwrap_or_else(|faults| panic!("{faults}"));
    let subject = Subject {
        scenario: &scenario,
        source: &source,
        catalog: catalog(),
    };
    check(subject, &[], Against::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// A limit of each kind with an amount.
fn limits(kind: usize, cents: u32) -> String {
    let dollars = Decimal::new(cents.into(), 2);
    let small = Decimal::new(cents.into(), 8);
    match kind {
        0 => format!("monthly: ${dollars}"),
        1 => format!("yearly: ${dollars}"),
        2 => format!("per_request: ${small}"),
        3 => format!("per_user: ${dollars}"),
        _ => format!("price_age: {cents} days"),
    }
}

const JUDGES: [&str; 3] = ["low", "expected", "high"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn headroom_is_the_limit_less_the_actual_and_severity_follows_it(
        tasks in (1_u32..9, 1_u32..9),
        gigabytes in 0_u32..2_000,
        kind in 0_usize..5,
        cents in 0_u32..30_000,
        share in proptest::option::of(0_u32..=100),
        judge in 0_usize..3,
    ) {
        let warn = share.map_or_else(String::new, |share| format!(", warn_at: {share}%"));
        let limit = limits(kind, cents);
        let budget = format!("{{ name: n, {limit}{warn}, judge: {} }}", JUDGES[judge]);
        let checked = checked(tasks, gigabytes, &budget);
        prop_assert_eq!(checked.findings.len(), 2);
        for finding in &checked.findings {
            let (limit, actual) = (finding.limit.unwrap(), finding.actual.unwrap());
            prop_assert_eq!(finding.headroom.unwrap(), limit - actual);
            let near = share.map_or(limit, |share| limit * Decimal::new(share.into(), 2));
            let expected = match (actual > limit, actual > near) {
                (true, _) => Severity::Failure,
                (false, true) => Severity::Warning,
                (false, false) => Severity::Pass,
            };
            prop_assert_eq!(finding.severity, expected);
            prop_assert!(finding.message.starts_with("n: "));
        }
    }

    #[test]
    fn a_higher_limit_is_never_failed_sooner(
        tasks in (1_u32..9, 1_u32..9),
        kind in 0_usize..5,
        (one, other) in (0_u32..30_000, 0_u32..30_000),
        share in 0_u32..=100,
        judge in 0_usize..3,
    ) {
        let severities = |cents| {
            let limit = limits(kind, cents);
            let budget = format!("{{ name: n, {limit}, warn_at: {share}%, judge: {} }}", JUDGES[judge]);
            let findings = checked(tasks, 100, &budget).findings;
            findings.iter().map(|f| f.severity).collect::<Vec<_>>()
        };
        let (low, high) = (severities(one.min(other)), severities(one.max(other)));
        for (low, high) in low.iter().zip(&high) {
            prop_assert!(high <= low, "{high:?} at the higher limit, {low:?} at the lower");
        }
    }

    #[test]
    fn the_cases_of_a_range_are_judged_in_order(
        tasks in (1_u32..9, 1_u32..9),
        cents in 0_u32..30_000,
    ) {
        let of = |judge: &str| {
            let dollars = Decimal::new(cents.into(), 2);
            let budget = format!("{{ name: n, architecture: a, monthly: ${dollars}, judge: {judge} }}");
            let finding = checked(tasks, 0, &budget).findings.remove(0);
            (finding.actual.unwrap(), finding.severity)
        };
        let [low, expected, high] = JUDGES.map(of);
        prop_assert!(low <= expected && expected <= high, "{low:?} {expected:?} {high:?}");
    }

    #[test]
    fn exactly_one_of_two_is_the_cheapest_or_both_cost_the_same(
        tasks in (1_u32..9, 1_u32..9),
        gigabytes in 0_u32..2_000,
    ) {
        let of = |name: &str| {
            let budget = format!("{{ name: n, cheapest: {name} }}");
            checked(tasks, gigabytes, &budget).findings.remove(0)
        };
        let (a, b) = (of("a"), of("b"));
        prop_assert_eq!(a.limit, b.actual);
        prop_assert_eq!(b.limit, a.actual);
        let both = a.severity == Severity::Pass && b.severity == Severity::Pass;
        prop_assert_eq!(both, a.actual == b.actual);
        prop_assert!(a.severity == Severity::Pass || b.severity == Severity::Pass);
    }

    #[test]
    fn break_even_headroom_is_the_actual_less_the_limit_from_below(per_day in 1_u64..3_000_000) {
        let text = format!(
            "name: Crossing\nregion: us-east-1\nfree_tier: none\n\
             traffic: {{ t: {{ requests: 1000 per day }} }}\narchitectures:\n  \
             api: {{ components: [ api_gateway: {{ kind: http }} ] }}\n  \
             gateway: {{ components: [ nat_gateway: {{ gateways: 1, processed: 0 GB }} ] }}\n\
             budgets: [{{ name: n, break_even: {{ between: [api, gateway], above: {per_day} per day }} }}]\n"
        );
        let source = Source::new("crossing.yaml", text.clone());
        let scenario = common::scenario(&text);
        let subject = Subject { scenario: &scenario, source: &source, catalog: catalog() };
        let finding = check(subject, &[], Against::default()).unwrap().findings.remove(0);
        let actual = Decimal::from(1_200_001);
        prop_assert_eq!(finding.actual, Some(actual));
        prop_assert_eq!(finding.headroom, Some(actual - Decimal::from(per_day)));
        prop_assert_eq!(finding.severity == Severity::Pass, per_day <= 1_200_001);
    }
}
