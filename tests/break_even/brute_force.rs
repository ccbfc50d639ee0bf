//! Every number of requests evaluated on its own, on random scenarios: the search must agree.

use crate::{bounds, shown};
use breakeven::compare::break_even::along_requests;
use breakeven::estimate::Bound;
use breakeven::units::Case;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Costs that differ by rounding alone are equal; the smallest price of AWS is far above it.
const SAME: Decimal = Decimal::from_parts(1, 0, 0, false, 14);

/// The cheapest at first and the crossings, from the expected cost of every number of requests.
fn by_brute_force(bounds: &[Bound], from: u64, to: u64) -> Vec<String> {
    let costs = |n: u64| -> Vec<Decimal> {
        let costs = bounds.iter().map(|bound| {
            let month = bound.requests_for(Decimal::from(n)).unwrap();
            bound.monthly_cost(month, Case::Expected).unwrap().amount()
        });
        costs.collect()
    };
    let least = |n: u64| {
        let costs = costs(n);
        let least = costs.iter().min().unwrap();
        let places = (0..costs.len()).filter(|place| costs[*place] - least <= SAME);
        let mut names: Vec<&str> = places.map(|place| bounds[place].architecture()).collect();
        names.sort_unstable();
        names.join(" and ")
    };
    let mut before = least(from);
    let mut found = vec![format!("{from} {before}")];
    for n in from..=to {
        let now = least(n);
        if now != before {
            found.push(format!("{n} {now}"));
            before = now;
        }
    }
    found
}

fn agree(text: &str, from: u64, to: u64) {
    let bounds = bounds(text);
    let all: Vec<&Bound> = bounds.iter().collect();
    let found = along_requests(&all, from, to).unwrap().unwrap();
    let first = format!("{from} {}", found.first);
    let found: Vec<String> = std::iter::once(first).chain(shown(&found)).collect();
    assert_eq!(found, by_brute_force(&bounds, from, to), "{text}");
}

/// Heavy requests, so that much happens below ten thousand a day.
fn scenario() -> impl Strategy<Value = String> {
    let shape = prop_oneof![
        Just("flat"),
        Just("diurnal"),
        Just("two-peak"),
        Just("business"),
        Just("weekend"),
        Just("bursty"),
        Just("event"),
        Just("seasonal"),
    ];
    let month = prop_oneof![
        Just("730 h"),
        Just("30 days"),
        Just("2026-02"),
        Just("{ hours: 730 h, days: 30 days }"),
    ];
    let size = prop_oneof![
        Just("0.25 vCPU, memory: 512 MB"),
        Just("0.5 vCPU, memory: 1 GB"),
        Just("1 vCPU, memory: 2 GB"),
    ];
    let scaling = (0_u32..4, 0_u32..20, 1_u32..60, 30_u32..100, any::<bool>()).prop_map(
        |(min, more, cpu, busy, lag)| {
            let lags = if lag {
                ""
            } else {
                ", scale_in: 0 s, scale_out: 0 s, start_up: 0 s"
            };
            let max = if more > 10 {
                String::new()
            } else {
                format!(", max: {}", min + more + 1)
            };
            let metric = if min == 0 {
                ", external_metric: true"
            } else {
                ""
            };
            format!(
                "min: {min}{max}, cpu_time: {}00 ms, utilisation: {busy}%{lags}{metric}",
                cpu
            )
        },
    );
    let cold = prop_oneof![
        2 => Just(""),
        2 => Just(", init: 2 s"),
        1 => Just(", init: 500 ms, idle_lifetime: 600 s"),
        1 => Just(", init: 2 s, provisioned_concurrency: { environments: 1, hours: mon-fri 8-18 }"),
    ];
    let function = (1_u32..24, prop_oneof![Just("x86"), Just("arm")], cold);
    let purchase = prop_oneof![
        4 => Just(""),
        1 => Just("purchase: { discounts: [{ discount: 7%, source: t }] }"),
        1 => Just("purchase: { savings_plans: [{ kind: compute, commitment: $0.020 per hour }] }\nprices: { source: t, overrides: { sp.compute.lambda.arm.duration.1yr.no: $0.0000117 per GB-second, sp.compute.lambda.x86.pc.1yr.no: $0.000003 per GB-second, sp.compute.lambda.arm.pc.1yr.no: $0.000002 per GB-second, sp.compute.lambda.x86.pc-duration.1yr.no: $0.000008 per GB-second, sp.compute.lambda.arm.pc-duration.1yr.no: $0.000007 per GB-second } }"),
    ];
    let tier = prop_oneof![Just("always"), Just("none"), Just("legacy-12-month")];
    let more = prop_oneof![
        Just(""),
        Just(
            "      - lambda: { name: second, memory: 1024 MB, architecture: arm, invocations: 0.5 per request }\n"
        ),
        Just(
            "      - lambda: { name: second, memory: 1024 MB, invocations: 0.5 per request, provisioned_concurrency: { environments: 1, handles: 50% } }\n"
        ),
        Just("      - dynamodb: { reads: 3 per request, writes: 1 per request }\n"),
        Just(
            "      - rds_proxy: { for: rds }\n      - rds: { engine: postgres, version: 17, class: db.t3.micro, storage: 20 GB gp3 }\n"
        ),
    ];
    (shape, month, size, scaling, function, purchase, tier, more, 5_u32..250).prop_map(
        |(shape, month, size, scaling, (memory, arm, cold), purchase, tier, more, duration)| {
            let memory = memory * 128;
            format!(
                "
name: Random
region: us-east-1
month: {month}
free_tier: {tier}
as_of: 2026-11-21
request: {{ duration: {duration}00 ms, response: 300 KB }}
traffic: {{ t: {{ requests: 100 per day, shape: {shape} }} }}
{purchase}
architectures:
  tasks:
    components:
      - fargate: {{ cpu: {size}, public_ipv4: 1, scaling: {{ {scaling} }} }}
      - alb: {{}}
  functions:
    components:
      - lambda: {{ memory: {memory} MB, architecture: {arm}{cold} }}
      - api_gateway: {{ kind: rest }}
      - data_transfer: {{}}
{more}
  both:
    components:
      - lambda: {{ memory: 256 MB, invocations: 0.5 per request }}
      - fargate: {{ cpu: 0.25 vCPU, memory: 512 MB, public_ipv4: 0, scaling: {{ min: 1, cpu_time: 300 ms }} }}
      - api_gateway: {{ kind: http }}
"
            )
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_search_agrees_with_every_number_of_requests(text in scenario(), from in prop_oneof![1_u64..800, 800_u64..8_000]) {
        agree(&text, from, from + 700);
    }
}
