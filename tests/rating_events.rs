//! SQS, SNS, EventBridge and Step Functions, against figures worked by hand. Without a rate of their
//! own, things happen with each of 300,000 requests a month.

mod common;

use breakeven::catalog::Catalog;
use breakeven::estimate::{Estimate, Selection, estimate};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use common::{components, components_with, dec, free, only, total, usage};
use rust_decimal::Decimal;

fn always_free(list: &str) -> Estimate {
    only(&components_with(
        list,
        "free_tier: always",
        "300000 per month",
    ))
}

/// What is wrong with the settings of one component, as the reader sees it.
fn faults(component: &str) -> String {
    let text = format!(
        "name: Test\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
         architectures: {{ a: {{ components: [ {component} ] }} }}\n"
    );
    let faults = Scenario::parse(Source::new("test.yaml", text)).expect_err(component);
    faults.to_string()
}

fn sqs(settings: &str) -> Decimal {
    let list = format!("[ sqs: {{ messages: 1 per request, {settings} }} ]");
    total(&only(&components(&list)))
}

#[test]
fn a_message_takes_three_requests_and_more_when_it_is_large() {
    // 3 × 300,000 × 0.40/M.
    assert_eq!(sqs(""), dec("0.36"));
    assert_eq!(sqs("payload: 64 KB"), dec("0.36"));
    // Two chunks are sent and received, nothing is deleted but the message: 2 + 2 + 1.
    assert_eq!(sqs("payload: 65 KB"), dec("0.6"));
    assert_eq!(sqs("payload: 1 MB"), dec("33") * dec("0.12"));
    // One retry: send, two receives, delete; with two chunks 2 + 4 + 1.
    assert_eq!(sqs("receives: 2"), dec("0.48"));
    assert_eq!(sqs("receives: 2, payload: 65 KB"), dec("0.84"));
}

#[test]
fn a_batch_is_one_request_of_the_payload_of_all_its_messages() {
    assert_eq!(sqs("batch: 10"), dec("0.036"));
    // 10 × 100 KB are 1,000 KB and begin 16 chunks: (16 + 16 + 1) ÷ 10 requests a message.
    assert_eq!(sqs("batch: 10, payload: 100 KB"), dec("0.396"));
    // Alone, each message begins 2: 2 + 2 + 1.
    assert_eq!(sqs("payload: 100 KB"), dec("0.6"));
}

#[test]
fn each_kind_of_queue_has_its_price_and_fair_queues_a_surcharge() {
    assert_eq!(sqs("kind: fifo"), dec("0.45"));
    let list = "[ sqs: { kind: fair, requests: 1M per month } ]";
    let fair = only(&components(list));
    assert_eq!(usage(&fair, "sqs.standard"), dec("0.4"));
    assert_eq!(usage(&fair, "sqs.fair"), dec("0.1"));
    // 100 billion at 0.40/M, 50 billion at 0.30/M.
    let list = "[ sqs: { requests: 150B per month } ]";
    assert_eq!(total(&only(&components(list))), dec("55000"));
}

/// Five pollers of 20 seconds, as Lambda starts with: 15 × 60 × 730 = 657,000 receives.
#[test]
fn receives_that_find_nothing_cost_as_much() {
    let list = "[ sqs: { messages: 0 per month, empty_receives: 15 per minute } ]";
    assert_eq!(total(&only(&components(list))), dec("0.2628"));
    let said = |list: &str| {
        let estimate = only(&components(list));
        estimate
            .assumptions
            .iter()
            .any(|a| a.contains("`empty_receives` not given"))
    };
    assert!(!said(list));
    assert!(said("[ sqs: { messages: 1 per request } ]"));
}

/// 2M + 2M requests share a million: half a million each.
#[test]
fn queues_share_the_free_million_whatever_their_kind() {
    let list = "[ sqs: { requests: 2M per month },
                  sqs: { name: ordered, kind: fifo, requests: 2M per month } ]";
    let estimate = always_free(list);
    assert_eq!(free(&estimate, "sqs.standard"), dec("-0.2"));
    assert_eq!(free(&estimate, "sqs.fifo"), dec("-0.25"));
}

#[test]
fn what_sqs_refuses_is_refused() {
    for (settings, expected) in [
        ("", "`messages` or `requests` is missing"),
        (
            "messages: 1 per day, requests: 3 per day",
            "`messages` has no meaning beside `requests`",
        ),
        (
            "requests: 3 per day, payload: 2 KB",
            "`payload` has no meaning beside `requests`",
        ),
        (
            "messages: 1 per day, batch: 11",
            "a request carries 1 to 10 messages",
        ),
        (
            "messages: 1 per day, batch: 0",
            "a request carries 1 to 10 messages",
        ),
        ("messages: 1 per day, payload: 1025 KB", "at most 1 MB"),
        (
            "messages: 1 per day, payload: 200 KB, batch: 6",
            "at most 1 MB",
        ),
        ("messages: 1 per day, receives: 0", "at least once"),
    ] {
        let faults = faults(&format!("sqs: {{ {settings} }}"));
        assert!(faults.contains(expected), "{settings}: {faults}");
    }
}

#[test]
fn a_topic_charges_publishes_and_deliveries_in_chunks() {
    let sns = |settings: &str| {
        let list = format!("[ sns: {{ published: 1 per request, {settings} }} ]");
        only(&components(&list))
    };
    assert_eq!(total(&sns("")), dec("0.15"));
    assert_eq!(total(&sns("payload: 65 KB")), dec("0.3"));
    // 10 × 10 KB are 100 KB and begin 2 chunks: 2 requests for 10 messages.
    assert_eq!(total(&sns("payload: 10 KB, batch: 10")), dec("0.03"));
    let fan_out =
        sns("payload: 256 KB, http_deliveries: 2 per request, email_deliveries: 100 per month");
    assert_eq!(usage(&fan_out, "sns.publish"), dec("0.6"));
    // 600,000 × 4 × 0.60/M; 100 × 4 × 0.00002.
    assert_eq!(usage(&fan_out, "sns.delivery.http"), dec("1.44"));
    assert_eq!(usage(&fan_out, "sns.delivery.email"), dec("0.008"));
    let expected = "messages above 256 KB go to AWS services only";
    let large = "sns: { published: 1 per day, payload: 300 KB, http_deliveries: 1 per day }";
    assert!(faults(large).contains(expected));
    assert!(faults("sns: {}").contains("`published` is missing"));
}

/// 300,000 of a million publishes; 300,000 − 100,000 deliveries by HTTP; 2,000 − 1,000 e-mails.
#[test]
fn a_topic_has_three_allowances() {
    let list = "[ sns: { published: 1 per request, http_deliveries: 1 per request,
                         email_deliveries: 2000 per month } ]";
    let estimate = always_free(list);
    assert_eq!(total(&estimate), dec("0.12") + dec("0.02"));
    assert_eq!(free(&estimate, "sns.publish"), dec("-0.15"));
}

#[test]
fn events_are_counted_in_chunks_and_schedules_have_an_allowance() {
    let bus = |settings: &str| {
        let list = format!("[ eventbridge: {{ {settings} }} ]");
        total(&always_free(&list))
    };
    assert_eq!(bus("custom_events: 5M per month"), dec("5"));
    // An event of 256 KB is four.
    assert_eq!(
        bus("custom_events: 5M per month, payload: 256 KB"),
        dec("20")
    );
    assert_eq!(bus("pipe_requests: 5M per month, payload: 65 KB"), dec("4"));
    // 20M − 14M.
    assert_eq!(bus("schedules: 20M per month"), dec("6"));
}

/// 20 KB begin three chunks of 8 KB. The price is an example: no source states one.
#[test]
fn schema_discovery_counts_in_eight_kilobytes() {
    let priced =
        "prices: { source: test, overrides: { eventbridge.discovery: $0.1 per 1M events } }";
    let list = "[ eventbridge: { discovered_events: 1M per month, payload: 20 KB } ]";
    let estimate = only(&components_with(
        list,
        &format!("free_tier: none\n{priced}"),
        "0 per month",
    ));
    assert_eq!(total(&estimate), dec("0.3"));
}

#[test]
fn a_key_no_source_prices_ends_the_estimate() {
    let list = "[ dynamodb: { class: standard-ia, capacity: provisioned, read_capacity: 5 } ]";
    let scenario = components(list);
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let error = estimate(&scenario, &catalog, &Selection::default()).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("dynamodb.provisioned.read.ia"), "{error}");
    assert!(error.contains("aws pricing get-products"), "{error}");
}

#[test]
fn what_eventbridge_refuses_is_refused() {
    let large = faults("eventbridge: { custom_events: 1 per day, payload: 1025 KB }");
    assert!(large.contains("an event has at most 1 MB"), "{large}");
    let alone = faults("eventbridge: { schedules: 1 per day, payload: 2 KB }");
    assert!(
        alone.contains("`payload` has no meaning without events"),
        "{alone}"
    );
}

/// The example of the price page: 100M executions of 10 s in 64 MB are 62.5M GB-seconds. At the
/// listed prices 3.6M × 0.00001667 + 14.4M × 0.00000833 + 44.5M × 0.00000456 = 60.012 + 119.952 +
/// 202.92; the page says 382.97, from prices per GB-hour.
#[test]
fn express_workflows_fall_through_three_tiers() {
    let list = "[ step_functions: { kind: express, executions: 100M per month, duration: 10 s } ]";
    let estimate = only(&components(list));
    assert_eq!(usage(&estimate, "sfn.express.requests"), dec("100"));
    assert_eq!(usage(&estimate, "sfn.express.duration"), dec("382.884"));
}

#[test]
fn express_workflows_are_billed_in_tenths_of_a_second_and_64_megabytes() {
    let duration = |settings: &str| {
        let list = format!(
            "[ step_functions: {{ kind: express, executions: 1M per month, {settings} }} ]"
        );
        usage(&only(&components(&list)), "sfn.express.duration")
    };
    let price = dec("0.00001667");
    // 1M × 0.1 s × 0.0625 GB.
    assert_eq!(duration("duration: 1 ms"), dec("6250") * price);
    assert_eq!(duration("duration: 100 ms"), dec("6250") * price);
    assert_eq!(duration("duration: 101 ms"), dec("12500") * price);
    // The price page bills a workflow of 62.85 MB as 64 MB.
    assert_eq!(
        duration("duration: 100 ms, memory: 62.85 MB"),
        dec("6250") * price
    );
    assert_eq!(
        duration("duration: 100 ms, memory: 65 MB"),
        dec("12500") * price
    );
}

/// 300,000 executions of 5 transitions less the free 4,000; express workflows have none.
#[test]
fn the_free_transitions_are_of_standard_workflows() {
    let list = "[ step_functions: { kind: standard, transitions: 5 } ]";
    assert_eq!(total(&always_free(list)), dec("37.4"));
    let list = "[ step_functions: { kind: express, duration: 100 ms } ]";
    let express = always_free(list);
    assert_eq!(
        total(&express),
        dec("0.3") + dec("1875") * dec("0.00001667")
    );
}

#[test]
fn what_step_functions_refuses_is_refused() {
    for (settings, expected) in [
        ("transitions: 3", "`kind` is missing"),
        ("kind: standard", "standard workflows need `transitions`"),
        ("kind: standard, transitions: 0", "at least one transition"),
        (
            "kind: standard, transitions: 3, duration: 1 s",
            "`duration` has no meaning in standard",
        ),
        ("kind: express", "express workflows need `duration`"),
        (
            "kind: express, duration: 1 s, transitions: 3",
            "`transitions` has no meaning in express",
        ),
        ("kind: express, duration: 301 s", "at most 5 min"),
        ("kind: express, duration: 0 s", "takes some time"),
        (
            "kind: express, duration: 1 s, memory: 0 MB",
            "takes some memory",
        ),
    ] {
        let faults = faults(&format!("step_functions: {{ {settings} }}"));
        assert!(faults.contains(expected), "{settings}: {faults}");
    }
}
