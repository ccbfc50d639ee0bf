//! CloudFront plans: a price whatever is used, and whether usage is within the plan.

mod common;

use breakeven::estimate::Estimate;
use breakeven::warning::{Warning, WarningCode};
use common::{components, components_with, dec, only, refused, total};

/// A plan with usage, at 300,000 requests a month of 1 KB.
fn plan(settings: &str) -> Estimate {
    only(&components(&format!(
        "[ cloudfront_plan: {{ name: cdn, {settings} }} ]"
    )))
}

fn exceeded(estimate: &Estimate) -> Option<&str> {
    let of_plan = |w: &&Warning| w.code == WarningCode::PlanExceeded;
    estimate
        .warnings
        .iter()
        .find(of_plan)
        .map(|w| w.message.as_str())
}

#[test]
fn a_plan_costs_the_same_whatever_is_used() {
    for (name, price) in [("pro", "15"), ("business", "200"), ("premium", "1000")] {
        for requests in ["0 per month", "1 per request", "3000 per request"] {
            let estimate = plan(&format!(
                "plan: {name}, out: 1 KB per request, requests: {requests}"
            ));
            assert_eq!(total(&estimate), dec(price));
            assert_eq!(estimate.charges.len(), 1);
        }
    }
    assert!(
        plan("plan: free, out: 1 GB, requests: 1 per request")
            .charges
            .is_empty()
    );
}

#[test]
fn usage_up_to_the_allowance_is_within_the_plan() {
    for settings in [
        "plan: free, out: 100 GB, requests: 1M per month",
        "plan: pro, out: 50 TB, requests: 10M per month",
        "plan: business, out: 50 TB, requests: 125M per month",
        "plan: premium, out: 50 TB, requests: 500M per month",
    ] {
        let estimate = plan(settings);
        assert_eq!(exceeded(&estimate), None, "{settings}");
        let within = |text: &String| text.starts_with("`cdn`: usage at `t` is within the plan");
        assert!(estimate.assumptions.iter().any(within), "{settings}");
    }
    for settings in [
        "plan: free, out: 100.01 GB, requests: 1M per month",
        "plan: free, out: 100 GB, requests: 1000001 per month",
        "plan: pro, out: 51201 GB, requests: 10M per month",
        "plan: pro, out: 50 TB, requests: 10000001 per month",
        "plan: business, out: 50 TB, requests: 125000001 per month",
        "plan: premium, out: 50 TB, requests: 500000001 per month",
    ] {
        assert!(exceeded(&plan(settings)).is_some(), "{settings}");
    }
}

#[test]
fn what_exceeds_a_plan_is_named_beside_what_it_includes() {
    let estimate = plan("plan: pro, out: 10 GB, requests: 12M per month");
    assert_eq!(
        exceeded(&estimate).unwrap(),
        "`cdn` exceeds the plan `pro` at `t`: 12,000,000 requests of 10,000,000 included. AWS charges \
         no more, but may deliver more slowly or ask for a larger plan; the plan `business` includes \
         as much"
    );
    assert_eq!(
        estimate.assumptions,
        [
            "`cdn`: usage at `t` exceeds the plan `pro`, which includes 10,000,000 requests and 51,200 \
          GB a month and charges nothing beyond."
        ]
    );
    // Both at once, and nothing larger.
    let both = plan("plan: premium, out: 60 TB, requests: 501M per month");
    let message = exceeded(&both).unwrap();
    let above = "501,000,000 requests of 500,000,000 included and 61,440 GB of 51,200 included.";
    assert!(message.contains(above), "{message}");
    assert!(message.ends_with("a larger plan"), "{message}");
    // A part of a request above the limit is not shown as the limit.
    let barely = plan("plan: free, out: 1 GB, requests: 1000000.1 per month");
    let message = exceeded(&barely).unwrap();
    assert!(
        message.contains("1,000,001 requests of 1,000,000 included"),
        "{message}"
    );
}

/// 8 to 12 million requests: 10 million expected, and 12 million possible.
#[test]
fn a_range_that_reaches_above_a_plan_may_exceed_it() {
    let estimate = plan("plan: pro, out: 10 GB, requests: 8M..12M per month");
    let message = exceeded(&estimate).unwrap();
    assert!(
        message.starts_with("`cdn` may exceed the plan `pro`"),
        "{message}"
    );
    assert!(
        message.contains("8,000,000..12,000,000 requests"),
        "{message}"
    );
    assert!(estimate.assumptions[0].contains("usage at `t` may exceed the plan `pro`"));
    // Of transfer alone, with requests that do exceed: the plan is exceeded.
    let both = plan("plan: pro, out: 40..60 TB, requests: 11M per month");
    assert!(exceeded(&both).unwrap().starts_with("`cdn` exceeds"));
    // A range may come from the traffic, too.
    let list = "[ cloudfront_plan: { plan: pro, out: 1 GB, requests: 1 per request } ]";
    let ranged = only(&components_with(
        list,
        "free_tier: none",
        "1M..12M per month",
    ));
    assert!(exceeded(&ranged).unwrap().contains("may exceed"));
}

#[test]
fn usage_of_a_plan_that_does_not_fit_is_an_error() {
    let huge = "70000000000000000000000000000 per request";
    let faults = refused(&format!(
        "[ cloudfront_plan: {{ plan: free, out: 1 GB, requests: {huge} }} ]"
    ));
    assert!(faults.contains("too large"), "{faults}");
}

#[test]
fn a_plan_takes_an_account_on_the_paid_plan() {
    let list = "[ cloudfront_plan: { name: cdn, plan: free, out: 1 GB, requests: 1 per request } ]";
    let says = |terms: &str| {
        let options = format!("free_tier: {terms}");
        let estimate = only(&components_with(list, &options, "300000 per month"));
        let sentence = "`cdn`: the account is on AWS's paid plan; accounts on its free plan can't \
                        subscribe to a CloudFront plan.";
        estimate.assumptions.iter().any(|a| a == sentence)
    };
    assert!(says("credits"));
    assert!(says("credits $140"));
    assert!(!says("always"));
    assert!(!says("legacy-12-month"));
}
