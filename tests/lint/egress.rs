//! Responses on their way to the internet that nothing counts, or that are counted twice, against
//! figures worked by hand from the price list of us-east-1.

use crate::common::{components_with, dec, only, price, refused, scenario, shipped, usage};
use breakeven::estimate::Estimate;
use breakeven::warning::Warning;

const NOT_STATED: &str = "egress-not-stated";
const TWICE: &str = "egress-counted-twice";
const LAMBDA: &str = "lambda: { name: f, memory: 512 MB }";
const HTTP: &str = "api_gateway: { name: api, kind: http }";

/// 3 × 2^20 requests of 1 KB: 3 GB of responses.
fn three_gigabytes(list: &str) -> Estimate {
    only(&components_with(
        &format!("[ {list} ]"),
        "free_tier: none",
        "3145728 per month",
    ))
}

fn found(list: &str, code: &str) -> Option<Warning> {
    let warnings = three_gigabytes(list).warnings;
    warnings.into_iter().find(|w| w.code.code() == code)
}

/// The amount and the settings that settle it.
fn open(list: &str, code: &str, names: &[&str]) -> (String, String) {
    let warning = found(list, code).unwrap_or_else(|| panic!("no {code} for {list}"));
    for name in names {
        assert!(warning.message.contains(name), "{name}: {warning:?}");
    }
    let amount = warning.amount.unwrap().to_string();
    (amount, warning.settled_by.unwrap())
}

fn tasks(settings: &str) -> String {
    format!("fargate: {{ name: web, cpu: 0.25 vCPU, memory: 512 MB, tasks: 2, {settings} }}")
}

/// 3 × 0.09, whatever stands at the front.
#[test]
fn responses_that_nothing_counts() {
    let settings = "`data_transfer` or `cloudfront`".to_owned();
    let expected = ("0.27".to_owned(), settings);
    for (list, doors) in [
        (format!("{LAMBDA}, {HTTP}"), "`api` sends"),
        (
            format!("alb: {{}}, {}", tasks("public_ipv4: 0")),
            "`alb` sends",
        ),
        (
            "nlb: {}, alb: { name: b }".to_owned(),
            "`nlb` and `b` send ",
        ),
        (tasks("public_ipv4: 1"), "`web` sends"),
        (tasks("subnets: public"), "`web` sends"),
        (
            "ec2: { class: t3.micro, public_ipv4: 1 }".to_owned(),
            "`ec2` sends",
        ),
        (LAMBDA.to_owned(), "`f` sends"),
        // An API in front of what is otherwise internal.
        (
            format!("alb: {{ scheme: internal }}, {HTTP}"),
            "`api` sends",
        ),
    ] {
        assert_eq!(open(&list, NOT_STATED, &[doors]), expected, "{list}");
    }
    // A distribution that does not say what it sends.
    let silent = format!("{HTTP}, cloudfront: {{ name: cdn, requests: 1 per request }}");
    let (amount, settings) = open(&silent, NOT_STATED, &["`api`"]);
    assert_eq!(
        (amount.as_str(), settings.as_str()),
        ("0.27", "`data_transfer` or `cdn.out`")
    );
}

#[test]
fn responses_that_are_counted_or_do_not_leave() {
    let plan = "cloudfront_plan: { plan: free, out: 1 GB, requests: 1 per request }";
    for list in [
        format!("{HTTP}, data_transfer: {{}}"),
        format!("{HTTP}, data_transfer: {{ internet_out: 0 GB }}"),
        format!("{HTTP}, cloudfront: {{ out: 1 KB per request }}"),
        format!("{HTTP}, {plan}"),
        format!("alb: {{ scheme: internal }}, {}", tasks("public_ipv4: 1")),
        "nlb: { scheme: internal }".to_owned(),
        tasks("public_ipv4: 0"),
        "ec2: { class: t3.micro }".to_owned(),
        "eks_fargate: { cpu: 1 vCPU, memory: 1 GB }".to_owned(),
        "fargate: { cpu: 0.25 vCPU, memory: 512 MB, tasks: 0, public_ipv4: 1 }".to_owned(),
        // The instance is there for the tasks, and the functions for the queue.
        format!(
            "{}, ec2: {{ class: t4g.nano, public_ipv4: 1 }}",
            tasks("public_ipv4: 0")
        ),
        format!("{LAMBDA}, sqs: {{ messages: 1 per request }}"),
        "s3: { storage: 1 GB }".to_owned(),
    ] {
        assert_eq!(found(&list, NOT_STATED), None, "{list}");
    }
    // Nobody comes, or nothing is known of the responses.
    for (request, requests) in [
        ("response: 1 KB", "0 per day"),
        ("duration: 1 s", "9 per day"),
    ] {
        let text = format!(
            "name: Test\nregion: us-east-1\nrequest: {{ {request} }}\n\
             traffic: {{ t: {{ requests: {requests} }} }}\n\
             architectures: {{ a: {{ components: [ {HTTP} ] }} }}\n"
        );
        let warnings = only(&scenario(&text)).warnings;
        let codes: Vec<_> = warnings.iter().map(|w| w.code.code()).collect();
        assert!(!codes.contains(&NOT_STATED), "{codes:?}");
    }
}

/// All 3 GB are counted at 0.09 each, and those CloudFront sends a second time.
#[test]
fn responses_that_are_counted_twice() {
    let with = |out: &str, transfer: &str| {
        format!(
            "{HTTP}, cloudfront: {{ name: cdn, out: {out} }}, data_transfer: {{ name: dt{transfer} }}"
        )
    };
    let settings = "`dt.through_cloudfront` or `dt.internet_out`";
    for (out, amount) in [
        // 1 GB of them, all of them, and more than there are.
        ("1 GB", "0.09"),
        ("1 KB per request", "0.27"),
        ("50 GB", "0.27"),
    ] {
        let twice = open(&with(out, ""), TWICE, &["`cdn` sends", "`dt`"]);
        assert_eq!(twice, (amount.to_owned(), settings.to_owned()), "{out}");
    }
    let warning = found(&with("1 GB", ""), TWICE).unwrap();
    assert!(warning.is_included);
    assert_eq!(
        usage(&three_gigabytes(&with("1 GB", "")), "dt.out.internet"),
        dec("0.27")
    );
    // Two distributions, one of them on a plan.
    let plan = "cloudfront_plan: { name: p, plan: pro, out: 1 GB, requests: 1 per request }";
    let both = format!("{}, {plan}", with("1 GB", ""));
    assert_eq!(open(&both, TWICE, &["`cdn` and `p` send "]).0, "0.18");
    assert_eq!(
        open(&format!("{plan}, data_transfer: {{}}"), TWICE, &["`p`"]).0,
        "0.09"
    );
    for settled in [
        with("1 GB", ", through_cloudfront: 40%"),
        with("1 GB", ", through_cloudfront: 0%"),
        with("1 GB", ", internet_out: 2 GB"),
        with("0 GB", ""),
        format!("{HTTP}, cloudfront: {{ requests: 1 per request }}, data_transfer: {{}}"),
        format!("{HTTP}, data_transfer: {{}}"),
    ] {
        assert_eq!(found(&settled, TWICE), None, "{settled}");
    }
    // Said to be none, the share changes nothing else: 3 × 0.09.
    let none = three_gigabytes(&with("1 GB", ", through_cloudfront: 0%"));
    assert_eq!(usage(&none, "dt.out.internet"), dec("0.27"));
    assert!(
        none.assumptions
            .iter()
            .any(|a| a.starts_with("`dt`: all responses leave"))
    );
    let useless = refused("[ data_transfer: { internet_out: 1 GB, through_cloudfront: 0% } ]");
    assert!(
        useless.contains("`through_cloudfront` has no meaning"),
        "{useless}"
    );
}

/// The document of the habit tracker counts transfer at one of its levels only.
#[test]
fn the_shipped_scenarios_count_each_response_once() {
    for (name, expected) in [
        ("habit-tracker", &[][..]),
        ("free-tier-demo", &[]),
        ("small-api", &[]),
        ("spontime-poc", &[]),
        ("apranova", &[]),
        ("apranova-as-documented", &[]),
        ("mycandidate", &[]),
        ("habit-tracker-as-documented", &["low", "steady", "high"]),
    ] {
        for estimate in price(&shipped(name)) {
            let has = |code| estimate.warnings.iter().any(|w| w.code.code() == code);
            assert!(!has(TWICE), "{name}");
            let is_open = expected.contains(&estimate.traffic.as_str());
            assert_eq!(has(NOT_STATED), is_open, "{name} {}", estimate.traffic);
        }
    }
}

/// Several send, one reaches: the sentence says so in the plural too.
#[test]
fn sentences_about_several_are_in_the_plural() {
    let cache = "elasticache: { engine: valkey, node: cache.t3.micro }";
    let code = "zone-traffic-not-stated";
    let one = found(&format!("{LAMBDA}, {cache}"), code).unwrap();
    assert!(
        one.message.contains("where `f` reaches `elasticache`"),
        "{one:?}"
    );
    let second = "lambda: { name: l, memory: 512 MB }";
    let two = found(&format!("{LAMBDA}, {second}, {cache}"), code).unwrap();
    assert!(
        two.message
            .contains("where `f` and `l` reach `elasticache`"),
        "{two:?}"
    );
}
