//! Costs no service here prices.

mod common;

use breakeven::estimate::{Selection, estimate};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use common::{catalog, components, components_with, only, total};

const MODEL: &str = "[other: { name: model, title: A model API, monthly: $20..$30, per_request: $0.002, source: quote of 2026-10 }]";

/// $20 to $30 a month and 300,000 × $0.002 = $600.
#[test]
fn a_stated_cost_has_a_fixed_part_and_one_for_each_request() {
    let estimate = only(&components(MODEL));
    assert_eq!(total(&estimate), common::dec("625"));
    assert_eq!(estimate.monthly_cost.low.amount(), common::dec("620"));
    assert_eq!(estimate.monthly_cost.high.amount(), common::dec("630"));
    let charge = &estimate.charges[0];
    assert_eq!(charge.description, "A model API");
    assert_eq!(charge.key.as_str(), "other.model");
    assert_eq!(charge.price.sources, ["quote of 2026-10"]);
    // It is said to be no list price.
    assert!(
        estimate
            .warnings
            .iter()
            .any(|w| w.message.contains("`other.model`"))
    );
}

#[test]
fn a_cost_needs_an_amount_and_a_source() {
    let refused = |component: &str, part: &str| {
        let text = format!(
            "name: T\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: [other: {component}] }} }}\n"
        );
        let faults = Scenario::parse(Source::new("t", text.as_str())).unwrap_err();
        assert!(faults.to_string().contains(part), "{faults}");
    };
    refused("{ title: x, source: y }", "states no cost");
    refused("{ title: x, monthly: $5 }", "`source` is missing");
    refused("{ title: x, monthly: 5, source: y }", "US dollars");
}

/// Dollars are not added to yuan.
#[test]
fn dollars_have_no_place_in_a_bill_in_yuan() {
    let scenario = components_with(MODEL, "free_tier: none", "1 per day");
    let text = scenario.to_yaml().replace("us-east-1", "cn-north-1");
    let china = common::scenario(&text);
    let error = estimate(&china, &catalog(&china), &Selection::default()).unwrap_err();
    assert!(error.to_string().contains("CNY"), "{error}");
}
