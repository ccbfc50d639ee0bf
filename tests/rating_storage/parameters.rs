//! Parameter Store: parameters, calls, and how many of them a region admits.

use crate::common::{dec, only, scenario, total, usage};
use crate::{keys, listed};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;

/// 10 × 730 × 0.00007; 300,000 calls at 0.05 per 10,000, where they are charged.
#[test]
fn standard_parameters_are_free_at_standard_throughput() {
    let estimate = listed(
        "parameter_store: { standard: 20, standard_calls: 1 per request, advanced: 10,
                            advanced_calls: 2 per request }",
    );
    assert_eq!(keys(&estimate), ["ssm.advanced.param", "ssm.api.advanced"]);
    assert_eq!(usage(&estimate, "ssm.advanced.param"), dec("0.511"));
    assert_eq!(usage(&estimate, "ssm.api.advanced"), dec("3"));
    let higher = listed("parameter_store: { throughput: higher, standard_calls: 1 per request }");
    assert_eq!(usage(&higher, "ssm.api.higher"), dec("1.5"));
}

/// A region admits 40 interactions a second at standard throughput. At 100 a second, `higher` is
/// charged: 100 × 2,628,000 s × 0.05 ÷ 10,000 = 1,314.
#[test]
fn a_region_admits_forty_parameters_a_second() {
    let at = |requests: &str, stores: &str| {
        format!(
            "name: T\nregion: us-east-1\nfree_tier: none\ntraffic: {{ t: {{ requests: {requests} }} }}\n\
             architectures: {{ a: {{ components: [ {stores} ] }} }}\n"
        )
    };
    let store = |settings: &str| format!("parameter_store: {{ standard: 1, {settings} }}");
    let flat = |rate: u32| format!("{rate} per second, shape: flat, burst: 1x");
    let refused = |requests: &str, stores: &str| {
        let read = Scenario::parse(Source::new("t.yaml", at(requests, stores)));
        read.err().map(|faults| faults.to_string())
    };
    let each = store("standard_calls: 1 per request");
    assert_eq!(refused(&flat(40), &each), None);
    let fault = refused(&flat(41), &each).unwrap();
    assert!(fault.contains("41 calls a second"), "{fault}");
    assert!(fault.contains("throughput: higher"), "{fault}");
    // The busiest minutes count: 20 × 1.8 × 1.5 = 54.
    let fault = refused("20 per second, shape: diurnal, burst: 1.5x", &each).unwrap();
    assert!(fault.contains("54 calls a second"), "{fault}");
    // All of the region share it.
    let two = format!(
        "{each}, {}",
        each.replace("{ standard", "{ name: more, standard")
    );
    assert!(
        refused(&flat(21), &two)
            .unwrap()
            .contains("42 calls a second")
    );
    let even = store("standard_calls: 39 per second");
    assert_eq!(refused("20 per second, shape: diurnal", &even), None);
    let higher = store("standard_calls: 1 per request, throughput: higher");
    let higher = only(&scenario(&at(&flat(100), &higher)));
    assert_eq!(usage(&higher, "ssm.api.higher"), dec("1314"));
}

#[test]
fn a_free_component_costs_nothing_and_says_so() {
    let estimate = listed("parameter_store: { standard: 20, standard_calls: 1 per request }");
    assert_eq!(total(&estimate), dec("0"));
    assert_eq!(
        estimate.assumptions,
        [
            "`parameter_store`: standard parameters are free.",
            "`parameter_store`: calls for standard parameters are free at standard throughput.",
        ]
    );
}
