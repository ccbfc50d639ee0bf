//! EC2, EKS and its pods, and what Lambda and API Gateway charge beside requests, against figures
//! worked by hand.

mod common;

use breakeven::estimate::{Estimate, Selection, estimate};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use common::{catalog, components, components_with, dec, free, only, total, usage};
use rust_decimal::Decimal;

/// One component at 300,000 requests in a month of 30 days, without free allowances.
fn priced(component: &str) -> Estimate {
    let options = "month: 30 days\nfree_tier: none";
    let list = format!("[ {component} ]");
    only(&components_with(&list, options, "300000 per month"))
}

/// What the reader or the estimate says against a component.
fn refused(component: &str) -> String {
    let text = format!(
        "name: Test\nregion: us-east-1\nrequest: {{ duration: 500 ms }}\n\
         traffic: {{ t: {{ requests: 1000 per month }} }}\n\
         architectures: {{ a: {{ components: [ {component} ] }} }}\n"
    );
    let scenario = match Scenario::parse(Source::new("test.yaml", text)) {
        Ok(scenario) => scenario,
        Err(faults) => return faults.to_string(),
    };
    match estimate(&scenario, &catalog(&scenario), &Selection::default()) {
        Ok(_) => panic!("{component} is accepted"),
        Err(error) => error.to_string(),
    }
}

fn assumes(estimate: &Estimate, sentence: &str) -> bool {
    estimate.assumptions.iter().any(|a| a.contains(sentence))
}

fn charges(estimate: &Estimate, key: &str) -> bool {
    estimate.charges.iter().any(|c| c.key.as_str() == key)
}

/// 730 × (0.0042 + 0.005), and nothing per gigabyte.
#[test]
fn a_nat_instance_is_a_small_instance_with_an_address() {
    let estimate = only(&components("[ ec2: { class: t4g.nano, public_ipv4: 1 } ]"));
    assert_eq!(usage(&estimate, "ec2.linux.t4g.nano"), dec("3.066"));
    assert_eq!(usage(&estimate, "ipv4.inuse"), dec("3.65"));
    assert_eq!(total(&estimate), dec("6.716"));
    assert!(assumes(&estimate, "volumes, the root volume among them"));
}

/// 30 starts of 30 s: the instance is billed for 60 s each, 0.5 h; the address for 0.25 h.
#[test]
fn an_instance_is_billed_for_a_minute_at_least() {
    let estimate = priced("ec2: { class: t4g.nano, public_ipv4: 1, running: 30 s per day }");
    assert_eq!(usage(&estimate, "ec2.linux.t4g.nano"), dec("0.0021"));
    assert_eq!(usage(&estimate, "ipv4.inuse"), dec("0.00125"));
}

/// 2 instances × 720 h × 0.3 vCPU × 0.05, beside 2 × 720 × 0.0104.
#[test]
fn cpu_above_the_baseline_is_charged_by_the_vcpu_hour() {
    let estimate = priced("ec2: { class: t3.micro, instances: 2, cpu_above_baseline: 0.3 vCPU }");
    assert_eq!(usage(&estimate, "ec2.credits.t3"), dec("21.6"));
    assert_eq!(usage(&estimate, "ec2.linux.t3.micro"), dec("14.976"));
    // Only T3 has a sourced rate; the others are not priced at it.
    let t4g = refused("ec2: { class: t4g.nano, cpu_above_baseline: 0.3 vCPU }");
    assert!(t4g.contains("ec2.credits.t4g"), "{t4g}");
}

/// 2 × 730 h of t3.micro, 750 of them free: 710 × 0.0104. A t3.small is never free.
#[test]
fn the_legacy_free_tier_covers_micro_instances() {
    let list = "[ ec2: { class: t3.micro, instances: 2 }, ec2: { name: b, class: t3.small } ]";
    let options = "free_tier: legacy-12-month";
    let estimate = only(&components_with(list, options, "0 per month"));
    let micro = usage(&estimate, "ec2.linux.t3.micro") + free(&estimate, "ec2.linux.t3.micro");
    assert_eq!(micro, dec("7.384"));
    assert_eq!(usage(&estimate, "ec2.linux.t3.small"), dec("15.184"));
    assert_eq!(total(&estimate), dec("22.568"));
}

/// 730 × 0.10, and 730 × 0.60 in extended support: the surcharge is on top.
#[test]
fn extended_support_comes_on_top_of_the_cluster() {
    assert_eq!(total(&only(&components("[ eks: {} ]"))), dec("73"));
    let extended = only(&components("[ eks: { support: extended } ]"));
    assert_eq!(usage(&extended, "eks.extended"), dec("365"));
    assert_eq!(total(&extended), dec("438"));
    // A bill has parts of hours.
    let short = priced("eks: { clusters: 2, running: 90 min per month }");
    assert_eq!(total(&short), dec("0.3"));
}

/// The user guide's pod: 1 vCPU and 8 GB need 8.25 GB and run as 2 vCPU and 9 GB. Two of them:
/// 2 × 730 × (2 × 0.04048 + 9 × 0.004445).
#[test]
fn a_pod_is_billed_by_the_size_it_runs_with() {
    let estimate = only(&components(
        "[ eks_fargate: { pods: 2, cpu: 1 vCPU, memory: 8 GB } ]",
    ));
    assert_eq!(total(&estimate), dec("176.6089"));
    let sentence = "a pod that asks for 1 vCPU and 8 GB runs with 2 vCPU and 9 GB";
    assert!(assumes(&estimate, sentence), "{:?}", estimate.assumptions);
    // 10 s count as a minute: 30 × 60 s are 0.5 h of 0.25 vCPU and 0.5 GB.
    let short = priced("eks_fargate: { cpu: 0.25 vCPU, memory: 256 MB, running: 10 s per day }");
    assert_eq!(usage(&short, "eks.fargate.vcpu"), dec("0.00506"));
    assert_eq!(usage(&short, "eks.fargate.memory"), dec("0.00111125"));
}

/// Two versions for an hour a day count as three hours: 2 × 3 h × 30 × 3,600 s × 0.5 GB =
/// 324,000 GB-seconds × 0.0000015046. 2 % of 300,000 restores of 0.5 GB: 3,000 × 0.0001397998.
#[test]
fn snapshots_are_kept_for_three_hours_at_least_and_charged_when_restored() {
    let function = |runtime: &str| {
        priced(&format!(
            "lambda: {{ memory: 512 MB, cold_starts: 2%, init: 100 ms, snap_start: {{ \
             runtime: {runtime}, versions: 2, running: 1 h per day }} }}"
        ))
    };
    for runtime in ["python", "dotnet"] {
        let estimate = function(runtime);
        assert_eq!(usage(&estimate, "lambda.snapstart.cache"), dec("0.4874904"));
        assert_eq!(
            usage(&estimate, "lambda.snapstart.restore"),
            dec("0.4193994")
        );
        // The time of a restore is billed: 300,000 × (0.5 + 2 % × 0.1) s × 0.5 GB.
        let duration = dec("75300") * dec("0.0000166667");
        assert_eq!(usage(&estimate, "lambda.duration.x86"), duration);
    }
    let java = function("java");
    assert!(!charges(&java, "lambda.snapstart.cache"));
    assert!(!charges(&java, "lambda.snapstart.restore"));
    assert!(assumes(&java, "SnapStart costs nothing extra for Java"));
}

/// 300,000 responses of 7 MB: 1 MB of each is charged, 292.96875 GB, of which 100 GB are free.
#[test]
fn streaming_is_charged_beyond_six_megabytes_of_each_response() {
    let function = |response: &str, free_tier: &str| {
        let list = format!(
            "[ lambda: {{ memory: 128 MB, architecture: arm, response_streaming: true, \
             response: {response} }} ]"
        );
        let options = format!("free_tier: {free_tier}");
        only(&components_with(&list, &options, "300000 per month"))
    };
    let key = "lambda.streaming.arm";
    assert_eq!(usage(&function("7 MB", "none"), key), dec("2.34375"));
    let allowed = function("7 MB", "always");
    assert_eq!(usage(&allowed, key) + free(&allowed, key), dec("1.54375"));
    assert!(!charges(&function("6 MB", "none"), key));
    // Nothing, or 2 MB of each.
    let range = function("5..8 MB", "none");
    let cost = range.sum_of(|c| c.key.as_str() == key).unwrap();
    assert_eq!(cost.low.amount(), Decimal::ZERO);
    assert_eq!(cost.high.amount(), dec("4.6875"));
    // `components` states responses of 1 KB, which are streamed free of charge.
    let small = only(&components(
        "[ lambda: { memory: 128 MB, response_streaming: true } ]",
    ));
    assert!(!charges(&small, "lambda.streaming.x86"));
}

/// 800 and 8,000 unit-hours at 0.185 and 0.00925.
#[test]
fn event_pollers_of_kafka_and_sqs_have_their_own_rates() {
    let estimate =
        priced("lambda: { memory: 128 MB, event_poller_hours: 800, sqs_event_poller_hours: 8000 }");
    assert_eq!(usage(&estimate, "lambda.esm.provisioned"), dec("148"));
    assert_eq!(usage(&estimate, "lambda.esm.provisioned.sqs"), dec("74"));
}

#[test]
fn messages_are_metered_in_steps_of_32_kilobytes() {
    let of = |payload: &str, messages: &str| {
        let estimate = priced(&format!(
            "api_gateway: {{ kind: websocket, payload: {payload}, messages: {messages}, \
             connections: 1 }}"
        ));
        // One client for 43,200 minutes.
        assert_eq!(usage(&estimate, "apigw.ws.minutes"), dec("0.0108"));
        usage(&estimate, "apigw.ws.messages")
    };
    assert_eq!(of("32 KB", "20 per request"), dec("6"));
    assert_eq!(of("33 KB", "20 per request"), dec("12"));
    assert_eq!(of("0 KB", "20 per request"), dec("6"));
    assert_eq!(of("128 KB", "20 per request"), dec("24"));
    // 1B × 1.00 + 200M × 0.80 per million.
    assert_eq!(of("1 KB", "1200M per month"), dec("1160"));
}

/// 6M − 1M messages and 1,000 × 60 min × 30 − 750,000 connection minutes.
#[test]
fn the_legacy_free_tier_covers_messages_and_connection_minutes() {
    let list = "[ api_gateway: { kind: websocket, messages: 200000 per day, connections: 1000, \
                connected: 1 h per day } ]";
    let options = "month: 30 days\nfree_tier: legacy-12-month";
    let estimate = only(&components_with(list, options, "0 per month"));
    assert_eq!(total(&estimate), dec("5") + dec("1.05") * dec("0.25"));
}

/// 730 × 0.02, 730 × 3.80, beside 300,000 calls at 3.50 per million.
#[test]
fn the_cache_of_a_rest_api_is_charged_by_the_hour() {
    let of = |cache: &str| {
        let list = format!("[ api_gateway: {{ kind: rest, cache: {cache} }} ]");
        total(&only(&components(&list))) - dec("1.05")
    };
    assert_eq!(of("0.5 GB"), dec("14.6"));
    assert_eq!(of("237 GB"), dec("2774"));
}

#[test]
fn what_aws_refuses_is_refused() {
    let function = "lambda: { memory: 512 MB";
    let snapshot = "snap_start: { runtime: python }, cold_starts: 1%";
    let socket = "api_gateway: { kind: websocket, messages: 1 per request, connections: 1";
    for (component, expected) in [
        ("ec2: { class: t4g }".to_owned(), "is not an instance type"),
        (
            "ec2: { class: db.t3.micro }".to_owned(),
            "is not an instance type",
        ),
        (
            "ec2: { class: m7g.large, cpu_above_baseline: 1 vCPU }".to_owned(),
            "has no CPU baseline",
        ),
        (
            "ec2: { class: t3.micro, cpu_above_baseline: 2 vCPU }".to_owned(),
            "at most 1.8 vCPU above its baseline",
        ),
        (
            "eks_fargate: { cpu: 16 vCPU, memory: 120 GB }".to_owned(),
            "no pod of so much",
        ),
        (
            format!("{function}, {snapshot}, provisioned_concurrency: {{ environments: 1 }} }}"),
            "exclude each other",
        ),
        (
            format!("{function}, {snapshot}, ephemeral_storage: 1 GB }}"),
            "512 MB of ephemeral storage",
        ),
        (
            format!("{function}, {snapshot}, tenant_environments: 5 }}"),
            "tenant isolation excludes",
        ),
        (
            format!("{function}, snap_start: {{ runtime: dotnet }} }}"),
            "needs `cold_starts`",
        ),
        (
            format!("{function}, response: 7 MB }}"),
            "without `response_streaming`",
        ),
        (
            format!("{function}, response_streaming: true }}"),
            "the size of a response is needed",
        ),
        (
            format!("{function}, response_streaming: true, response: 201 MB }}"),
            "at most 200 MB",
        ),
        (
            "api_gateway: { kind: websocket, messages: 1 per request }".to_owned(),
            "needs `connections`",
        ),
        (
            format!("{socket}, calls: 1 per request }}"),
            "`calls` has no meaning with `kind: websocket`",
        ),
        (format!("{socket}, payload: 129 KB }}"), "up to 128 KB"),
        (
            format!("{socket}, connected: 800 h per month }}"),
            "longer than the month",
        ),
        (
            "api_gateway: { kind: http, cache: 0.5 GB }".to_owned(),
            "`cache` has no meaning with `kind: http`",
        ),
        (
            "api_gateway: { kind: rest, cache: 1 GB }".to_owned(),
            "AWS sells 0.5, 1.6",
        ),
        (
            "api_gateway: { kind: rest, cache_running: 1 h per day }".to_owned(),
            "without `cache`",
        ),
        (
            "api_gateway: { kind: rest, payload: 11 MB }".to_owned(),
            "up to 10 MB",
        ),
    ] {
        let message = refused(&component);
        assert!(message.contains(expected), "{component}: {message}");
    }
}

/// 730 × 0.005: the 750 free hours of instances are not taken off, because load balancers, gateways
/// and tasks, which have none, are charged under the same key.
#[test]
fn addresses_of_instances_are_said_to_be_charged_in_full() {
    let with = |list: &str, terms: &str| {
        let options = format!("free_tier: {terms}");
        only(&components_with(list, &options, "300000 per month"))
    };
    let sentence = "`ec2`: its public addresses are charged in full; the twelve-month tier has 750 \
                    free hours of them, for EC2 instances alone.";
    let instance = "[ ec2: { class: t3.micro, public_ipv4: 1 } ]";
    let legacy = with(instance, "legacy-12-month");
    assert_eq!(total(&legacy), dec("3.65"));
    assert!(assumes(&legacy, sentence));
    let none = "[ ec2: { class: t3.micro, public_ipv4: 1, instances: 0 } ]";
    let balanced = "[ ec2: { class: t3.micro, public_ipv4: 0 }, alb: {} ]";
    for (list, terms) in [
        (instance, "always"),
        (none, "legacy-12-month"),
        (balanced, "legacy-12-month"),
    ] {
        assert!(
            !assumes(&with(list, terms), "charged in full"),
            "{list} {terms}"
        );
    }
}

/// The EC2 guide: a t3.medium has 2 vCPU with a baseline of 20 % each, so 1.6 vCPU are above it at
/// most: 1.6 × 730 × 0.05 = 58.40. T2 differs: a t2.xlarge has 4 with 22.5 %, a t3.xlarge 4 with 40 %.
#[test]
fn no_more_is_above_the_baseline_than_there_is() {
    let at = |class: &str, above: &str| {
        format!("[ ec2: {{ class: {class}, cpu_above_baseline: {above} vCPU }} ]")
    };
    let most = only(&components(&at("t3.medium", "1.6")));
    assert_eq!(usage(&most, "ec2.credits.t3"), dec("58.4"));
    for (class, above, least) in [
        ("t3.medium", "1.99", "at most 1.6 vCPU"),
        ("t3.medium", "1.61", "at most 1.6 vCPU"),
        ("t4g.nano", "1.95", "at most 1.9 vCPU"),
        ("t2.small", "0.9", "at most 0.8 vCPU"),
        ("t2.xlarge", "3.2", "at most 3.1 vCPU"),
        ("t3.xlarge", "2.5", "at most 2.4 vCPU"),
        ("t2.2xlarge", "6.7", "at most 6.64 vCPU"),
    ] {
        let text = format!(
            "name: T\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: {} }} }}\n",
            at(class, above)
        );
        let found = Scenario::parse(Source::new("t", text)).unwrap_err();
        let found = found.to_string();
        assert!(found.contains(least), "{class} {above}: {found}");
    }
}
