//! Laws of every difference, over scenarios drawn at random.

use super::common::scenario;
use super::{catalog, check_sums, diff, saved, side, side_of};
use breakeven::difference::{Cause, Difference};
use breakeven::estimate::{Selection, estimate};
use breakeven::units::Spread;
use proptest::prelude::*;
use proptest::sample::select;

/// What a scenario is made of.
#[derive(Debug, Clone)]
struct Parts {
    region: &'static str,
    free_tier: &'static str,
    month: &'static str,
    request: String,
    traffic: String,
    purchase: &'static str,
    prices: &'static str,
    components: Vec<String>,
    others: Vec<String>,
}

impl Parts {
    fn text(&self) -> String {
        format!(
            "name: T\nregion: {}\nfree_tier: {}\nmonth: {}\nrequest: {}\ntraffic: {}\n{}\n{}\n\
             architectures:\n  a: {{ components: [ {} ] }}\n  b: {{ components: [ {} ] }}\n",
            self.region,
            self.free_tier,
            self.month,
            self.request,
            self.traffic,
            self.purchase,
            self.prices,
            self.components.join(", "),
            self.others.join(", "),
        )
    }

    /// False for what can't be priced, as a plan in a region without its rates.
    fn is_priced(&self) -> bool {
        let scenario = scenario(&self.text());
        estimate(&scenario, &catalog(&scenario), &Selection::default()).is_ok()
    }
}

/// A component under one of a few names, each at most once.
fn component(number: usize) -> impl Strategy<Value = String> {
    let name = format!("c{number}");
    let (a, b, c, d) = (name.clone(), name.clone(), name.clone(), name.clone());
    let (e, f, g) = (name.clone(), name.clone(), name);
    prop_oneof![
        (select(vec![128, 512, 1024]), 1_u32..2000).prop_map(move |(memory, ms)| format!(
            "lambda: {{ name: {a}, memory: {memory} MB, duration: {ms} ms }}"
        )),
        (select(vec!["0.5", "1"]), 1_u32..4, 0_u32..4).prop_map(move |(cpu, low, more)| format!(
            "fargate: {{ name: {b}, cpu: {cpu} vCPU, memory: 2 GB, tasks: {low}..{} }}",
            low + more
        )),
        select(vec!["http", "rest"])
            .prop_map(move |kind| format!("api_gateway: {{ name: {c}, kind: {kind} }}")),
        (1_u32..90, 0_u32..50).prop_map(move |(reads, storage)| format!(
            "dynamodb: {{ name: {d}, reads: {reads} per request, storage: {storage} GB }}"
        )),
        (1_u32..50).prop_map(move |kb| format!(
            "cloudwatch: {{ name: {e}, logs: 1..{kb} KB per request }}"
        )),
        Just(format!("alb: {{ name: {f} }}")),
        (20_u32..200).prop_map(move |storage| format!(
            "rds: {{ name: {g}, engine: postgres, class: db.t3.micro, storage: {storage} GB gp3 }}"
        )),
    ]
}

fn components() -> impl Strategy<Value = Vec<String>> {
    let each = (0..5_usize).map(|number| prop::option::of(component(number)).boxed());
    let some = each
        .collect::<Vec<_>>()
        .prop_map(|all| all.into_iter().flatten().collect());
    some.prop_map(|mut all: Vec<String>| {
        all.push("data_transfer: { name: out }".to_owned());
        all
    })
}

const PRICES: [&str; 4] = [
    "",
    "prices: { source: me, overrides: { alb.hour: $0.03 per hour } }",
    "prices: { source: me, overrides: { lambda.duration.x86: [ { up_to: 1M, price: $0.001 per \
     GB-second }, { price: $0.0001 per GB-second } ] } }",
    "prices: { source: me, discounts: [ { discount: 7% } ], overrides: { fargate.linux.x86.vcpu: $0.05 \
     per vCPU-hour } }",
];

const PURCHASES: [&str; 4] = [
    "",
    "purchase: { discounts: [ { service: lambda, discount: 13%, source: me } ] }",
    "purchase: { savings_plans: [ { kind: compute, commitment: $0.02 per hour } ] }",
    "purchase: { fargate_spot: { share: 50%, discount: 60%, as_of: 2026-10-01 } }",
];

fn parts() -> impl Strategy<Value = Parts> {
    let terms = (
        select(vec!["us-east-1", "us-east-1", "eu-central-1"]),
        select(vec!["none", "always", "legacy-12-month"]),
        select(vec!["730 h", "720 h"]),
        select(PURCHASES.to_vec()),
        select(PRICES.to_vec()),
    );
    let traffic = (1_u64..50_000_000, 1_u64..3, 100_u32..900, 1_u32..90);
    let all = (terms, traffic, components(), components());
    let made = all.prop_map(
        |(terms, (requests, times, ms, kb), components, others)| Parts {
            region: terms.0,
            free_tier: terms.1,
            month: terms.2,
            request: format!("{{ duration: {ms} ms, response: {kb} KB }}"),
            traffic: format!(
                "{{ t: {{ requests: {requests}..{} per month }} }}",
                requests * times
            ),
            purchase: terms.3,
            prices: terms.4,
            components,
            others,
        },
    );
    made.prop_filter("can be priced", Parts::is_priced)
}

/// The only causes a difference may have.
fn only_for(difference: &Difference, allowed: &[Cause]) -> Result<(), TestCaseError> {
    for pair in &difference.pairs {
        for (cause, part) in pair.causes.iter() {
            let is_fine = part == Spread::default() || allowed.contains(&cause);
            prop_assert!(is_fine, "{cause:?} {part:?} in {pair:#?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_two_scenarios_decompose_exactly(base in parts(), head in parts()) {
        let (base, head) = (base.text(), head.text());
        let of_scenarios = diff(&side(&base), &side(&head));
        check_sums(&of_scenarios);
        // Saved estimates lead to the same totals.
        let of_saved = diff(&saved(&base), &side(&head));
        check_sums(&of_saved);
        let totals = |difference: &Difference| -> Vec<_> {
            difference.pairs.iter().map(|p| (p.architecture.clone(), p.base, p.head, p.change)).collect()
        };
        prop_assert_eq!(totals(&of_scenarios), totals(&of_saved));
        // The way back is the way there, turned round.
        let back = diff(&side(&head), &side(&base));
        for pair in &of_scenarios.pairs {
            let other = back.pairs.iter().find(|p| p.architecture == pair.architecture).unwrap();
            prop_assert_eq!(pair.change.map(|m| m.negated()), other.change);
        }
    }

    #[test]
    fn a_side_does_not_differ_from_itself(parts in parts()) {
        let text = parts.text();
        let difference = diff(&side(&text), &side(&text));
        prop_assert!(!difference.pairs.iter().any(|pair| pair.is_changed()));
    }

    #[test]
    fn one_input_is_one_cause(base in parts(), other in parts()) {
        let (with, of) = (side(&base.text()), side);
        let changed = |head: Parts| head.is_priced().then(|| diff(&with, &of(&head.text())));
        let by = [
            (Parts { traffic: other.traffic.clone(), request: other.request.clone(), ..base.clone() },
             Cause::Traffic),
            (Parts { free_tier: other.free_tier, ..base.clone() }, Cause::FreeTier),
            (Parts { month: other.month, ..base.clone() }, Cause::Usage),
            (Parts { purchase: other.purchase, ..base.clone() }, Cause::Commitment),
            (Parts { region: other.region, ..base.clone() }, Cause::Price),
        ];
        for (head, cause) in by {
            if let Some(difference) = changed(head) {
                check_sums(&difference);
                only_for(&difference, &[cause])?;
            }
        }
        let head = Parts { components: other.components, others: other.others, ..base };
        if let Some(difference) = changed(head) {
            only_for(&difference, &[Cause::Usage, Cause::Architecture])?;
        }
    }

    #[test]
    fn prices_alone_are_price_alone(parts in parts(), price in 1_u32..1000) {
        let scenario = scenario(&parts.text());
        let own = catalog(&scenario);
        let mut prices = own.prices().unwrap().into_iter().cloned().collect::<Vec<_>>();
        prices.retain(|p| p.key.as_str() == "data_transfer.out" || p.key.as_str() == "alb.hour");
        for other in &mut prices {
            let price = breakeven::units::UnitPrice::per_unit(rust_decimal::Decimal::new(price.into(), 3));
            other.tiers = breakeven::units::TierSchedule::flat(price).unwrap();
        }
        let dearer = own.clone().with_overrides(prices);
        let (base, head) = (side_of(&scenario, &own), side_of(&scenario, &dearer));
        let difference = diff(&base, &head);
        check_sums(&difference);
        only_for(&difference, &[Cause::Price])?;
    }
}
