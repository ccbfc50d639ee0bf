//! Spot, which comes before all commitments.

use super::{TWO_TASKS, bought, of, single};
use crate::common::{dec, only, scenario, total};
use breakeven::estimate::Category;
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;

/// 70 % of two tasks on Spot at 68 % off: 36.0401 × 0.7 × 0.68 = 17.1550876 less. What is on Spot is
/// out of the plan's reach: 30 % of the usage costs 730 × 0.3 × 0.039496 = 8.649624 at plan rates.
#[test]
fn spot_comes_first_and_takes_part_in_nothing_else() {
    let spot = "fargate_spot: { share: 70%, discount: 68%, as_of: 2026-10-01 }";
    let alone = only(&bought(&format!("{{ {spot} }}"), TWO_TASKS));
    assert_eq!(total(&alone), dec("18.8850124"));
    let plan = "savings_plans: [{ kind: compute, commitment: $0.02 per hour }]";
    let both = only(&bought(&format!("{{ {spot}, {plan} }}"), TWO_TASKS));
    assert_eq!(single(&both).used.expected.amount(), dec("8.649624"));
    assert_eq!(of(&both, Category::Covered), dec("-10.81203")); // 36.0401 × 0.3
    assert!(alone.assumptions.iter().any(|a| a.contains("2026-10-01")));
}

#[test]
fn a_single_task_on_spot_is_warned_of() {
    let warned = |spot: &str, api: &str| {
        let components = format!(
            "[fargate: {{ name: api, cpu: 1 vCPU, memory: 2 GB, {api} }}, \
             fargate: {{ name: worker, cpu: 1 vCPU, memory: 2 GB }}]"
        );
        let purchase =
            format!("{{ fargate_spot: {{ {spot}, discount: 68%, as_of: 2026-10-01 }} }}");
        let warnings = only(&bought(&purchase, &components)).warnings;
        let of_spot = warnings
            .iter()
            .filter(|w| w.code.code() == "spot-single-task");
        let names = of_spot.map(|w| w.message.split('`').nth(3).unwrap().to_owned());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(warned("share: 50%", "tasks: 1"), "api worker");
    assert_eq!(warned("share: 50%", "tasks: 1..4"), "api worker");
    assert_eq!(warned("share: 50%", "tasks: 2"), "worker");
    assert_eq!(warned("share: 50%, components: [api]", "tasks: 1"), "api");
    assert_eq!(warned("share: 0%", "tasks: 1"), "");
    // Windows tasks do not run on Spot.
    assert_eq!(warned("share: 50%", "platform: windows"), "worker");
}

/// A mixed scenario: Spot of one architecture has nothing to say about another.
#[test]
fn a_component_on_spot_is_looked_for_in_all_architectures() {
    let text = |names: &str| {
        format!(
            "name: T\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             purchase: {{ fargate_spot: {{ share: 100%, discount: 50%, as_of: 2026-10-01, components: {names} }} }}\n\
             architectures:\n  a: {{ components: [fargate: {{ name: f, cpu: 0.5 vCPU, memory: 1 GB }}] }}\n  \
             b: {{ components: [sqs: {{ requests: 3M per month }}] }}\n"
        )
    };
    let estimates = crate::common::price(&scenario(&text("[f]")));
    assert_eq!(total(&estimates[0]), dec("9.010025")); // half of 18.02005
    let faults = Scenario::parse(Source::new("t", text("[g]").as_str()))
        .unwrap_err()
        .to_string();
    assert!(faults.contains("`g`") && faults.contains("f"), "{faults}");
    assert!(faults.contains(":4:"), "{faults}");
}
