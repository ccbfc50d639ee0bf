//! Laws of usage that follows the traffic.

use super::{Case, PLAIN, quantity};
use crate::common::{dec, total};
use proptest::prelude::*;
use rust_decimal::Decimal;

const SHAPES: [&str; 7] = [
    "flat", "diurnal", "two-peak", "business", "weekend", "bursty", "event",
];

const SERVICES: [&str; 6] = [
    "lambda: { memory: 512 MB, init: 1 s, cold_starts: 1% }",
    "lambda: { memory: 512 MB, provisioned_concurrency: { environments: 2, hours: mon-fri 8-18 } }",
    "alb: {}",
    "api_gateway: { kind: rest }",
    "api_gateway: { kind: http, payload: 600 KB }",
    "fargate: { cpu: 0.5 vCPU, memory: 1 GB, public_ipv4: 1, scaling: { workers: 4 } }",
];

fn cost(component: &str, shape: &str, requests: u64) -> Decimal {
    let traffic = format!("requests: {requests} per day, shape: {shape}");
    total(
        &Case {
            request: "duration: 500 ms, response: 20 KB, cpu_time: 100 ms",
            traffic: &traffic,
            components: component,
            ..PLAIN
        }
        .priced(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn more_traffic_never_costs_less(
        component in prop::sample::select(SERVICES.to_vec()),
        shape in prop::sample::select(SHAPES.to_vec()),
        less in 0_u64..20_000_000,
        more in 1_u64..20_000_000,
    ) {
        let (below, above) = (cost(component, shape, less), cost(component, shape, less + more));
        prop_assert!(below <= above, "{component} {shape}: {less} costs {below}, {more} more {above}");
    }

    #[test]
    fn tasks_stay_between_their_limits(
        shape in prop::sample::select(SHAPES.to_vec()),
        requests in 0_u64..20_000_000,
        min in 1_u32..5,
        above in 0_u32..20,
        lags in 0_u32..7_200,
    ) {
        let max = min + above;
        let component = format!(
            "fargate: {{ cpu: 1 vCPU, memory: 2 GB, public_ipv4: 0, subnets: shared-egress, \
             scaling: {{ min: {min}, max: {max}, scale_in: {lags} s, scale_out: {lags} s, \
             start_up: 0 s }} }}"
        );
        let traffic = format!("requests: {requests} per day, shape: {shape}");
        let estimate = Case {
            request: "duration: 500 ms, response: 1 KB, cpu_time: 100 ms",
            traffic: &traffic,
            components: &component,
            ..PLAIN
        }
        .priced();
        let task_hours = quantity(&estimate, "fargate.linux.x86.vcpu");
        let month = dec("730");
        let slack = dec("0.000001");
        prop_assert!(task_hours >= month * Decimal::from(min) - slack, "{task_hours}");
        prop_assert!(task_hours <= month * Decimal::from(max) + slack, "{task_hours}");
    }

    /// What is kept and what overflows are all of the time, whatever the window.
    #[test]
    fn what_is_kept_and_what_overflows_are_all(
        shape in prop::sample::select(SHAPES.to_vec()),
        requests in 1_u64..20_000_000,
        environments in 1_u32..50,
        window in prop::sample::select(vec!["mon-fri 8-18", "daily 0-24", "sat,sun 10-16"]),
    ) {
        let component = format!(
            "lambda: {{ memory: 1 GB, duration: 500 ms, provisioned_concurrency: {{ \
             environments: {environments}, hours: '{window}' }} }}"
        );
        let traffic = format!("requests: {requests} per day, shape: {shape}");
        let estimate = Case { traffic: &traffic, components: &component, ..PLAIN }.priced();
        let handled = quantity(&estimate, "lambda.pc.duration.x86");
        let all = quantity(&estimate, "lambda.requests.x86") * dec("0.5");
        let sum = handled + quantity(&estimate, "lambda.duration.x86");
        prop_assert!((sum - all).abs() < dec("0.000001"), "{sum} {all}");
        prop_assert!(handled <= quantity(&estimate, "lambda.pc.x86") + dec("0.000001"));
    }

    /// No more start cold than come, and cold starts only add.
    #[test]
    fn cold_starts_are_some_of_the_invocations(
        shape in prop::sample::select(SHAPES.to_vec()),
        requests in 1_u64..20_000_000,
    ) {
        let traffic = format!("requests: {requests} per day, shape: {shape}");
        let components = "lambda: { memory: 1 GB, init: 1 s }";
        let estimate = Case { traffic: &traffic, components, ..PLAIN }.priced();
        let invocations = quantity(&estimate, "lambda.requests.x86");
        let cold = quantity(&estimate, "lambda.duration.x86") - invocations * dec("0.5");
        prop_assert!(cold >= -dec("0.000001") && cold <= invocations, "{cold} of {invocations}");
    }
}
