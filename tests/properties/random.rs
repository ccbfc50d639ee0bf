//! Laws over scenarios put together at random from many services.

use crate::common::{catalog, components_with, only, price};
use breakeven::estimate::Estimate;
use breakeven::render::estimate_json;
use breakeven::saved::Saved;
use breakeven::units::Case;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// One component of each of these services, which none of the others needs.
const COMPONENTS: [&str; 16] = [
    "lambda: { memory: 512 MB }",
    "lambda: { name: slow, memory: 2 GB, duration: 3 s, invocations: 2M per month }",
    "api_gateway: { kind: http }",
    "fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1..3 }",
    "alb: {}",
    "nat_gateway: { gateways: 1, processed: 40 GB }",
    "s3: { gets: 2 per request, storage: 30 GB }",
    "dynamodb: { reads: 1 per request, writes: 1 per request, storage: 40 GB }",
    "rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3, backup: 5 GB }",
    "cloudwatch: { logs: 3 KB per request }",
    "cloudwatch: { name: more, logs: 12 GB }",
    "cloudfront: { requests: 1 per request }",
    "public_ipv4: { addresses: 1..2 }",
    "sqs: { requests: 3 per request }",
    "secrets_manager: { secrets: 3 }",
    "data_transfer: {}",
];

/// Some of the components, in some order.
fn components() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(COMPONENTS.to_vec(), 1..=COMPONENTS.len()).prop_shuffle()
}

fn priced(components: &[&str], tier: &str, requests: u64) -> Estimate {
    let list = format!("[ {} ]", components.join(", "));
    let options = format!("free_tier: {tier}");
    only(&components_with(
        &list,
        &options,
        &format!("{requests} per month"),
    ))
}

/// What each component costs in all.
fn by_component(estimate: &Estimate) -> BTreeMap<String, Vec<String>> {
    let mut costs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for charge in &estimate.charges {
        // Shares of a pool are cut at 28 digits.
        let amount = |case| charge.cost.at(case).amount().round_dp(12).normalize();
        let cost = [Case::Low, Case::Expected, Case::High].map(amount);
        let cost = format!("{} {:?} {cost:?}", charge.key, charge.category);
        costs
            .entry(charge.component.clone())
            .or_default()
            .push(cost);
    }
    costs.values_mut().for_each(|costs| costs.sort());
    costs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_components_moves_no_total(
        components in components(), requests in 0_u64..1_000_000_000,
    ) {
        let mut sorted = components.clone();
        sorted.sort_unstable();
        let (one, other) = (priced(&components, "none", requests), priced(&sorted, "none", requests));
        prop_assert_eq!(one.monthly_cost, other.monthly_cost);
        prop_assert_eq!(by_component(&one), by_component(&other));
        let free = |list: &[&str]| priced(list, "always", requests).monthly_cost;
        prop_assert_eq!(free(&components), free(&sorted));
    }

    #[test]
    fn a_free_tier_never_makes_anything_dearer(
        components in components(), requests in 0_u64..1_000_000_000,
    ) {
        let full = priced(&components, "none", requests).monthly_cost;
        for tier in ["always", "legacy-12-month", "credits"] {
            let free = priced(&components, tier, requests).monthly_cost;
            for case in [Case::Low, Case::Expected, Case::High] {
                prop_assert!(free.at(case) <= full.at(case), "{tier}");
            }
        }
    }

    #[test]
    fn what_is_saved_is_read_back_as_it_was(
        components in components(), requests in 0_u64..1_000_000_000,
    ) {
        let list = format!("[ {} ]", components.join(", "));
        let scenario = components_with(&list, "", &format!("{requests} per month"));
        let estimates = price(&scenario);
        let text = estimate_json(&scenario, &catalog(&scenario), &estimates).unwrap();
        let saved = Saved::parse("saved.json", &text).unwrap();
        prop_assert_eq!(saved.estimates.len(), estimates.len());
        for (saved, estimate) in saved.estimates.iter().zip(&estimates) {
            prop_assert_eq!(saved.monthly_cost, estimate.monthly_cost);
            let read = saved.charges.iter().map(|c| (c.price_key.clone(), c.quantity, c.cost));
            let written = estimate.charges.iter();
            let written = written.map(|c| (c.key.to_string(), c.quantity.amount, c.cost));
            prop_assert!(read.eq(written));
        }
    }

    #[test]
    fn a_component_more_never_makes_the_whole_cheaper(
        components in components(), requests in 0_u64..1_000_000_000,
    ) {
        let (_, fewer) = components.split_first().unwrap();
        prop_assume!(!fewer.is_empty());
        let (all, fewer) = (priced(&components, "none", requests), priced(fewer, "none", requests));
        prop_assert!(fewer.monthly_cost.expected <= all.monthly_cost.expected);
    }
}
