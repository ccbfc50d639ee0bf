//! A case worked out apart from this program, by brute force over every whole number and by a search
//! piece by piece: half a vCPU and 1 GB, 145 ms of a vCPU per request at 70 %, two tasks at least, no lag,
//! against 512 MB and 500 ms behind an HTTP API, under a daily wave with bursts of 1.5.

use crate::{shown, solve};

fn case(month: &str, cpu: &str, kind: &str, more: &str) -> String {
    format!(
        "
name: Test case
region: us-east-1
month: {month}
request: {{ duration: 500 ms, cpu_time: {cpu} }}
traffic: {{ t: {{ requests: 1000 per day, shape: diurnal, burst: 1.5x }} }}
architectures:
  fargate:
    components:
      - fargate:
          cpu: 0.5 vCPU
          memory: 1 GB
          public_ipv4: 0
          scaling: {{ min: 2, utilisation: 70%, scale_out: 0 s, scale_in: 0 s, start_up: 0 s }}
      - alb: {{ capacity_units: 0 }}
  serverless:
    components:
      - lambda: {{ memory: 512 MB }}
      - api_gateway: {{ kind: {kind} }}
{more}"
    )
}

const MIXED: &str = "{ hours: 730 h, days: 30 days }";

#[test]
fn a_consistent_month_has_seven_crossings() {
    let found = solve(&case("730 h", "145 ms", "http", ""), 1, 100_000_000);
    assert_eq!(found.first.sole(), Some("serverless"));
    assert_eq!(
        shown(&found),
        [
            "1130343 fargate",
            "1154414 serverless",
            "1157941 fargate",
            "1158621 serverless",
            "1171740 fargate",
            "1176437 serverless",
            "1180939 fargate",
        ]
    );
}

#[test]
fn a_mixed_month_has_nineteen_crossings() {
    let found = solve(&case(MIXED, "145 ms", "http", ""), 1, 100_000_000);
    assert_eq!(
        shown(&found),
        [
            "1146042 fargate",
            "1149847 serverless",
            "1206668 fargate",
            "1231978 serverless",
            "1234650 fargate",
            "1235863 serverless",
            "1239313 fargate",
            "1243215 serverless",
            "1248640 fargate",
            "1251311 serverless",
            "1276622 fargate",
            "1280496 serverless",
            "1285949 fargate",
            "1291035 serverless",
            "1295276 fargate",
            "1411725 serverless",
            "1411865 fargate",
            "1420817 serverless",
            "1421192 fargate",
        ]
    );
}

#[test]
fn light_requests_cross_once() {
    let light = |month| shown(&solve(&case(month, "50 ms", "http", ""), 1, 100_000_000));
    assert_eq!(light("730 h"), ["408193 fargate"]);
    assert_eq!(light(MIXED), ["413862 fargate"]);
}

#[test]
fn rest_crosses_earlier() {
    let found = solve(&case("730 h", "145 ms", "rest", ""), 1, 100_000_000);
    assert_eq!(
        shown(&found),
        ["382022 fargate", "397242 serverless", "397712 fargate"]
    );
    let found = solve(&case(MIXED, "145 ms", "rest", ""), 1, 100_000_000);
    let at: Vec<String> = shown(&found);
    assert_eq!(at.len(), 5);
    assert_eq!(at[0], "390509 fargate");
    assert_eq!(at[4], "403235 fargate");
}

/// Two tasks that suffice for all of it: 36.0401 + 16.425 + 7.30 = 59.7651 a month, against
/// 0.20 + 4.166675 + 3.50 (REST) or 1.00 (HTTP) per million, less 6.86668 that are free.
#[test]
fn one_straight_piece_is_the_classical_formula() {
    let closed = |month, kind, proxy: &str| {
        let mut text = case(month, "1 ms", kind, "");
        if !proxy.is_empty() {
            text.push_str(proxy);
        }
        shown(&solve(&text, 1, 100_000_000)).remove(0)
    };
    // The same proxy hours as an item of its own, so that no database has to be priced.
    let proxy = "      - other: { name: proxy, title: RDS Proxy, monthly: $21.90, source: test }\n";
    for (month, kind, plain, with_proxy) in [
        (MIXED, "rest", "282338", "189542"),
        (MIXED, "http", "413862", "277837"),
        ("730 h", "rest", "278471", "186945"),
        ("730 h", "http", "408193", "274031"),
    ] {
        assert_eq!(closed(month, kind, ""), format!("{plain} fargate"));
        assert_eq!(closed(month, kind, proxy), format!("{with_proxy} fargate"));
    }
}

#[test]
fn the_free_tier_moves_it() {
    let without = |kind| {
        let text =
            case(MIXED, "1 ms", kind, "").replace("name: Test case", "name: T\nfree_tier: none");
        shown(&solve(&text, 1, 100_000_000)).remove(0)
    };
    assert_eq!(without("rest"), "253242 fargate");
    assert_eq!(without("http"), "371212 fargate");
}
