//! What is refused, each at its place and with what to do.

use super::{Case, PLAIN, quantity};
use crate::common::dec;

#[track_caller]
fn refuses(request: &str, components: &str, expected: &str) {
    let message = Case {
        request,
        components,
        ..PLAIN
    }
    .refused();
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(message.contains(expected), "{components}: {message}");
}

const REQUEST: &str = "duration: 500 ms, response: 1 KB";

#[test]
fn settings_of_functions_that_make_no_sense() {
    let pc = "provisioned_concurrency";
    for (settings, expected) in [
        (
            "init: 1 s, idle_lifetime: 0 s".to_owned(),
            "an environment lives for some time",
        ),
        ("init: 1 s, idle_lifetime: 25 h".to_owned(), "24 h at most"),
        (
            "init: 1 s, environment_life: 0 s".to_owned(),
            "an environment lives for some time",
        ),
        (
            "init: 1 s, environment_life: 2 days".to_owned(),
            "24 h at most",
        ),
        (
            "init: 1 s, idle_lifetime: 360".to_owned(),
            "the unit is missing",
        ),
        (
            "init: 1 s, cold_starts: 1%, idle_lifetime: 5 min".to_owned(),
            "no meaning beside `cold_starts`",
        ),
        (
            "init: 1 s, cold_starts: 1%, environment_life: 5 min".to_owned(),
            "no meaning beside `cold_starts`",
        ),
        (
            "reserved_concurrency: 0".to_owned(),
            "a whole number, one at least",
        ),
        (
            "reserved_concurrency: 1.5".to_owned(),
            "a whole number, one at least",
        ),
        (
            "account_concurrency: 0".to_owned(),
            "a whole number, one at least",
        ),
        (
            "account_concurrency: -1".to_owned(),
            "negative values make no sense",
        ),
        (
            "reserved_concurrency: 901".to_owned(),
            "leaves less than 100 of the account's 1000",
        ),
        (
            format!("reserved_concurrency: 5, {pc}: {{ environments: 6 }}"),
            "more environments are kept ready than the 5 reserved",
        ),
        (
            format!("{pc}: {{ environments: 1, hours: mon-fri 8-18, running: 50 h per week }}"),
            "`hours` and `running` are two ways to say when",
        ),
        (
            format!("{pc}: {{ environments: 1, running: 50 h per week }}"),
            "does not say in which hours",
        ),
        (
            format!("{pc}: {{ environments: 1, hours: mon 18-8 }}"),
            "the hours run backwards",
        ),
        (
            format!("{pc}: {{ environments: 1, hours: 8-18 }}"),
            "missing",
        ),
        (
            format!("{pc}: {{ environments: 1, handles: 101% }}"),
            "above 100 %",
        ),
        (
            format!("{pc}: {{ environments: 2..3 }}"),
            "state one number, or the share",
        ),
    ] {
        let component = format!("lambda: {{ memory: 512 MB, {settings} }}");
        refuses(REQUEST, &component, expected);
    }
}

/// 512 MB have 512 ÷ 1,769 of a vCPU: in 500 ms 144.71 ms. 145 ms are that, rounded; 147 ms are not.
#[test]
fn a_request_uses_no_more_of_a_vcpu_than_the_function_has() {
    let function = "lambda: { memory: 512 MB }";
    let request =
        |cpu_time: &str| format!("duration: 500 ms, response: 1 KB, cpu_time: {cpu_time}");
    let priced = |cpu_time: &str, components: &str| {
        Case {
            request: &request(cpu_time),
            components,
            ..PLAIN
        }
        .priced()
    };
    priced("144.71 ms", function);
    priced("145 ms", function);
    // 144.7145 × 1.01 = 146.162.
    priced("146.16 ms", function);
    refuses(
        &request("146.17 ms"),
        function,
        "has 144.71 ms of one in 500 ms at most",
    );
    refuses(
        &request("200 ms"),
        function,
        "a request takes 200 ms of a vCPU, but a function of 512 MB",
    );
    refuses(&request("200 ms"), function, "lower `request.cpu_time`");
    // Twice the memory, a time of its own, or not with every request: nothing is said.
    priced("200 ms", "lambda: { memory: 1 GB }");
    priced("200 ms", "lambda: { memory: 512 MB, duration: 2 s }");
    priced(
        "200 ms",
        "lambda: { memory: 512 MB, invocations: 1 per day }",
    );
    // Of ranges, what can't be.
    let range =
        |cpu_time: &str| format!("duration: 100..500 ms, response: 1 KB, cpu_time: {cpu_time}");
    Case {
        request: &range("100..200 ms"),
        components: function,
        ..PLAIN
    }
    .priced();
    refuses(&range("150..200 ms"), function, "144.71 ms");
}

#[test]
fn requests_too_long_or_too_large_for_their_front_door() {
    let rest = "api_gateway: { kind: rest }";
    let http = "api_gateway: { kind: http }";
    let priced = |request: &str, components: &str| {
        Case {
            request,
            components,
            ..PLAIN
        }
        .priced();
    };
    let time = |seconds: &str| format!("duration: {seconds}, response: 1 KB");
    priced(&time("29 s"), rest);
    refuses(
        &time("29.5 s"),
        rest,
        "a request takes 29.5 s, and API Gateway waits for 29 s at most",
    );
    priced(&time("30 s"), http);
    refuses(&time("31 s"), http, "waits for 30 s at most");
    refuses(&time("1..31 s"), http, "waits for 30 s at most");
    // A quota that was raised; an API that is called otherwise.
    priced(&time("60 s"), "api_gateway: { kind: rest, timeout: 60 s }");
    refuses(
        &time("61 s"),
        "api_gateway: { kind: rest, timeout: 60 s }",
        "waits for 1 min at most",
    );
    refuses(
        &time("1 s"),
        "api_gateway: { kind: http, timeout: 60 s }",
        "no meaning with `kind: http`",
    );
    refuses(
        &time("1 s"),
        "api_gateway: { kind: rest, timeout: 0 s }",
        "waits for some time",
    );
    priced(
        &time("60 s"),
        "api_gateway: { kind: rest, calls: 10 per day }",
    );
    refuses(
        &time("901 s"),
        "lambda: { memory: 512 MB }",
        "at most 900 s",
    );

    refuses(
        "duration: 1 s, response: 1 KB, payload: 11 MB",
        rest,
        "requests of up to 10 MB",
    );
    refuses(
        "duration: 1 s, response: 11 MB",
        rest,
        "responses of up to 10 MB",
    );
    let function = "lambda: { memory: 512 MB }";
    priced("duration: 1 s, response: 6 MB, payload: 6 MB", function);
    refuses(
        "duration: 1 s, response: 7 MB",
        function,
        "`request.response`",
    );
    refuses("duration: 1 s, response: 7 MB", function, "up to 6 MB");
    refuses(
        "duration: 1 s, response: 1 KB, payload: 7 MB",
        function,
        "`request.payload`",
    );
    priced(
        "duration: 1 s, response: 7 MB",
        "lambda: { memory: 512 MB, response_streaming: true }",
    );
    priced(
        "duration: 1 s, response: 7 MB",
        "lambda: { memory: 512 MB, invocations: 1 per day }",
    );
}

#[test]
fn misses_need_to_know_the_hits() {
    let reads = "dynamodb: { storage: 1 GB, reads: 2 per miss, writes: 1 per request }";
    refuses(
        "response: 1 KB",
        reads,
        "`2 per miss` needs the share of requests that a cache answers",
    );
    refuses(
        "response: 1 KB",
        reads,
        "state `cache_hits` under `request`",
    );
    let volume = "data_transfer: { internet_out: 1 KB per miss }";
    refuses("response: 1 KB", volume, "`1 KB per miss` needs");
    let each = "lambda: { memory: 128 MB, invocations: 1/miss }";
    refuses(REQUEST, each, "`1/miss` needs");
    // Two places, two faults.
    let both = format!("{reads}, {volume}");
    refuses("response: 1 KB", &both, "`2 per miss` needs");
    refuses("response: 1 KB", &both, "`1 KB per miss` needs");
    let text = Case {
        request: "response: 1 KB, cache_hits: 100%",
        components: reads,
        ..PLAIN
    };
    assert_eq!(quantity(&text.priced(), "dynamodb.ondemand.read"), dec("0"));
}

#[test]
fn what_is_driven_by_the_requests_needs_the_requests() {
    refuses(
        "duration: 1 s",
        "cloudwatch: { logs: from request }",
        "`from requests`",
    );
    refuses(
        "duration: 1 s",
        "cloudwatch: { logs: 5 }",
        "`from requests`",
    );
    refuses(
        "cdn_share: 50%",
        "cloudfront: { requests: 1 per request }",
        "the size of a response is needed",
    );
    refuses("cdn_share: 50", "alb: {}", "the percent sign is missing");
    let plan = "cloudfront_plan: { plan: pro, requests: 1 per request }";
    refuses(
        "response: 1 KB",
        plan,
        "what the distribution sends to viewers is not given",
    );
    refuses(
        "per_connection: 0, response: 1 KB",
        "alb: {}",
        "at least one request",
    );
    let tasks = "fargate: { cpu: 1 vCPU, memory: 2 GB, tasks: 1, connections: 1.5 }";
    refuses("response: 1 KB", tasks, "connections are whole");
}

#[test]
fn nothing_starts_the_first_task_by_itself() {
    let scaling = |settings: &str| {
        format!("fargate: {{ cpu: 1 vCPU, memory: 2 GB, scaling: {{ {settings} }} }}")
    };
    let request = "duration: 500 ms, response: 1 KB, cpu_time: 100 ms";
    refuses(
        request,
        &scaling("min: 0"),
        "from zero tasks nothing scales out",
    );
    for accepted in [
        "min: 0, open: mon-fri 8-18",
        "min: 0, external_metric: true",
    ] {
        let components = scaling(accepted);
        Case {
            request,
            components: &components,
            ..PLAIN
        }
        .priced();
    }
}
