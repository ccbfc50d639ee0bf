//! What the request profile drives: connections, logs, responses through a CDN, cache misses.

use super::{Case, PLAIN, assert_near, assumes, quantity, warned};
use crate::common::{dec, usage};

/// 100,000 requests a day of 25,000 bytes in and out: 0.10417 GB an hour, 0.10417 × 730 × 0.008 = 0.6083.
/// 4 requests over a connection open for 60 s: 0.2894 new ones a second are 0.01157 of 25, 17.4 open
/// ones 0.0058 of 3,000.
#[test]
fn load_balancers_take_connections_from_the_request_profile() {
    let units = |request: &str, component: &str| {
        let request = format!("response: 24000 B, payload: 1000 B{request}");
        let estimate = Case {
            request: &request,
            components: component,
            ..PLAIN
        }
        .priced();
        (usage(&estimate, "alb.lcu").round_dp(4), estimate)
    };
    let (usual, estimate) = units("", "alb: {}");
    assert_eq!(usual, dec("0.6083"));
    let sentence = "clients send 4 requests over a connection and keep it open for 1 min";
    let not_given = "`request.per_connection` and `request.connection_time` not given";
    assert!(assumes(&estimate, &[sentence, not_given]));
    // One request each, open for 10 min: 1.1574 × 600 ÷ 3,000 = 0.23148 LCU × 730 × 0.008.
    let (request, estimate) = units(", per_connection: 1, connection_time: 10 min", "alb: {}");
    assert_eq!(request, dec("1.3519"));
    assert!(assumes(
        &estimate,
        &["clients send 1 requests", "for 10 min."]
    ));
    // The component's own settings win: 8 requests, 0.02894.
    let own = "alb: { requests_per_connection: 8, connection_time: 1 s }";
    assert_eq!(
        units(", per_connection: 1, connection_time: 10 min", own).0,
        dec("0.6083")
    );
    let (half, estimate) = units(", per_connection: 1", "alb: {}");
    // 1.1574 new ones a second are 0.0463, 69.4 open ones 0.0231: the bytes stay the largest.
    assert_eq!(half, dec("0.6083"));
    assert!(assumes(
        &estimate,
        &["(`request.connection_time` not given)"]
    ));
    // Of an NLB for TCP: 1.1574 × 600 ÷ 100,000 = 0.0069; the bytes 0.10417 × 730.
    let nlb = Case {
        request: "response: 24000 B, payload: 1000 B, per_connection: 1, connection_time: 10 min",
        components: "nlb: { protocol: tls }",
        ..PLAIN
    }
    .priced();
    // TLS holds 3,000 too.
    assert_near(quantity(&nlb, "nlb.nlcu"), "168.98");
}

/// 3,000,000 × 1 KB = 2.861 GB, and 3,000,000 × 400 B = 1.1176 GB of Lambda's own lines.
#[test]
fn logs_come_from_the_requests() {
    let priced = |request: &str, components: &str| {
        let request = format!("duration: 100 ms, response: 1 KB{request}");
        Case {
            request: &request,
            traffic: "requests: 3M per month",
            components,
            ..PLAIN
        }
        .priced()
    };
    let plain = priced(", logs: 1 KB", "cloudwatch: { logs: from requests }");
    assert_near(quantity(&plain, "cloudwatch.logs.ingest"), "2.861");
    // One kilobyte is what is taken unless stated.
    let usual = priced("", "cloudwatch: { logs: from requests }");
    assert_near(quantity(&usual, "cloudwatch.logs.ingest"), "2.861");
    assert!(assumes(
        &usual,
        &["a request writes 1 KB of logs (`request.logs` not given)"]
    ));
    let function =
        "lambda: { memory: 128 MB }, cloudwatch: { logs: from requests, log_class: lambda }";
    let lambda = priced(", logs: 1 KB", function);
    assert_near(quantity(&lambda, "cloudwatch.logs.vended"), "3.979");
    assert!(assumes(
        &lambda,
        &["Lambda adds 400 bytes to each invocation"]
    ));
    // Two functions with each request, one over time: 2.861 + 2 × 1.1176.
    let two = "lambda: { name: f, memory: 128 MB }, lambda: { name: g, memory: 128 MB }, \
               lambda: { name: h, memory: 128 MB, invocations: 1 per day }, \
               cloudwatch: { logs: from requests, log_class: lambda }";
    assert_near(
        quantity(&priced(", logs: 1 KB", two), "cloudwatch.logs.vended"),
        "5.096",
    );
    // Logs of containers are not those of functions.
    let standard = "lambda: { memory: 128 MB }, cloudwatch: { logs: from requests }";
    assert_near(
        quantity(&priced(", logs: 1 KB", standard), "cloudwatch.logs.ingest"),
        "2.861",
    );
}

/// 3,000,000 × 20 KB = 57.22 GB. 70 % of it through a distribution: 40.05 there, 17.17 directly.
#[test]
fn responses_through_a_cdn_do_not_leave_directly() {
    let priced = |share: &str, components: &str| {
        let request = format!("response: 20 KB{share}");
        Case {
            request: &request,
            traffic: "requests: 3M per month",
            components,
            ..PLAIN
        }
        .priced()
    };
    let all = priced("", "data_transfer: {}");
    assert_near(quantity(&all, "dt.out.internet"), "57.22");
    let both = "data_transfer: {}, cloudfront: { requests: 1 per request }";
    let share = priced(", cdn_share: 70%", both);
    assert_near(quantity(&share, "dt.out.internet"), "17.17");
    assert_near(quantity(&share, "cloudfront.dt.us"), "40.05");
    assert_eq!(warned(&share, "egress-counted-twice"), None);
    assert!(assumes(
        &share,
        &["30% of the responses leave to the internet directly, 70% through"]
    ));
    // Without a distribution there is no share of it.
    let alone = priced(", cdn_share: 70%", "data_transfer: {}");
    assert_near(quantity(&alone, "dt.out.internet"), "57.22");
    // What the components say wins.
    let own = "data_transfer: { through_cloudfront: 50% }, cloudfront: { out: 10 KB per request }";
    let own = priced(", cdn_share: 70%", own);
    assert_near(quantity(&own, "dt.out.internet"), "28.61");
    assert_near(quantity(&own, "cloudfront.dt.us"), "28.61");
    // A distribution that says nothing, and no share: as before, requests alone.
    let silent = priced("", "cloudfront: { requests: 1 per request }");
    assert_near(quantity(&silent, "cloudfront.dt.us"), "0");
    // On a plan, 40.05 GB of the 100 included.
    let plan = priced(
        ", cdn_share: 70%",
        "cloudfront_plan: { plan: pro, requests: 1 per request }",
    );
    assert_eq!(warned(&plan, "plan-exceeded"), None);
    let more = "cloudfront_plan: { plan: free, requests: 0 per month }, alb: {}";
    let above = priced(", cdn_share: 70%", more);
    assert_eq!(warned(&above, "plan-exceeded"), None);
}

/// What neither the distribution nor data transfer counts: 30 % of 57.22 GB at 0.09.
#[test]
fn the_rest_of_the_responses_is_asked_for() {
    let open = |more: &str| {
        let components = format!("alb: {{}}, cloudfront: {{ requests: 1 per request }}{more}");
        Case {
            request: "response: 20 KB, cdn_share: 70%",
            traffic: "requests: 3M per month",
            components: &components,
            ..PLAIN
        }
        .priced()
    };
    let warning = warned(&open(""), "egress-not-stated").unwrap();
    assert_near(warning.amount.unwrap().amount(), "1.54495");
    assert!(
        warning
            .message
            .contains("what the distribution does not send"),
        "{warning:?}"
    );
    assert_eq!(
        warned(&open(", data_transfer: {}"), "egress-not-stated"),
        None
    );
}

/// 3,000,000 requests, of which a cache answers 80 %: two reads for each of 600,000.
#[test]
fn misses_are_what_a_cache_does_not_answer() {
    let estimate = Case {
        request: "cache_hits: 80%",
        traffic: "requests: 3M per month",
        components: "dynamodb: { storage: 1 GB, reads: 2 per miss, writes: 1 per request }",
        ..PLAIN
    }
    .priced();
    assert_eq!(quantity(&estimate, "dynamodb.ondemand.read"), dec("600000"));
    let front = Case {
        request: "cache_hits: 80%",
        traffic: "requests: 3M per month",
        components: "api_gateway: { kind: rest }",
        ..PLAIN
    }
    .priced();
    // The front door sees every request.
    assert_eq!(quantity(&front, "apigw.rest"), dec("3000000"));
}

/// 90 % of 3,000,000 × 2 KB between an application in three zones and its database: two thirds cross,
/// and each end is charged: 5.722 × 2 ÷ 3 × 2 = 7.629 GB at 0.01.
#[test]
fn what_crosses_zones_is_charged_at_both_ends() {
    let estimate = Case {
        request: "response: 1 KB",
        traffic: "requests: 3M per month",
        components: "data_transfer: { internet_out: 0 GB, \
                     between_zones: { traffic: 2 KB per request, zones: 3 } }",
        ..PLAIN
    }
    .priced();
    assert_near(quantity(&estimate, "dt.interaz"), "7.629");
    assert_near(usage(&estimate, "dt.interaz"), "0.07629");
}
