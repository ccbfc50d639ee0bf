//! Estimates that were saved, by this version and by earlier ones.

use super::common::dec;
use super::{check_sums, diff, only, parts, saved, saved_text, side};
use breakeven::difference::{Cause, Side};
use breakeven::saved::Saved;
use breakeven::units::Case;

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("tests/fixtures/baselines/{name}")).unwrap()
}

fn text(memory: u32, requests: &str, more: &str) -> String {
    format!(
        "name: T\nregion: us-east-1\nfree_tier: none\nrequest: {{ duration: 500 ms }}\n{more}\n\
         traffic: {{ t: {{ requests: {requests} per month }} }}\n\
         architectures: {{ a: {{ components: [ lambda: {{ memory: {memory} MB, architecture: x86 }}, \
         fargate: {{ cpu: 0.5 vCPU, memory: 2 GB, tasks: 1..3 }} ] }} }}\n"
    )
}

#[test]
fn a_saved_estimate_differs_in_nothing_from_its_scenario() {
    for name in ["small-api", "habit-tracker", "mycandidate"] {
        let text = std::fs::read_to_string(format!("scenarios/{name}.yaml")).unwrap();
        for (base, head) in [(saved(&text), side(&text)), (side(&text), saved(&text))] {
            let difference = diff(&base, &head);
            check_sums(&difference);
            assert!(
                !difference.pairs.iter().any(|pair| pair.is_changed()),
                "{name}"
            );
        }
    }
}

#[test]
fn changed_settings_are_usage_and_changed_requests_traffic() {
    let base = text(512, "3M", "");
    let more_memory = diff(&saved(&base), &side(&text(1024, "3M", "")));
    check_sums(&more_memory);
    // 3M × 0.5 s × half a GB more.
    let gb_seconds = dec("750000") * dec("0.0000166667");
    let causes = parts(&only(&more_memory).causes);
    assert_eq!(causes, [(Cause::Usage, gb_seconds.normalize())]);

    let more_requests = diff(&saved(&base), &side(&text(512, "6M", "")));
    check_sums(&more_requests);
    let traffic = gb_seconds + dec("0.6");
    let causes = parts(&only(&more_requests).causes);
    assert_eq!(causes, [(Cause::Traffic, traffic.normalize())]);
}

#[test]
fn a_changed_price_is_price_alone_even_in_ranges() {
    let price =
        "prices: { source: me, overrides: { fargate.linux.x86.vcpu: $0.05 per vCPU-hour } }";
    let head = side(&text(512, "3M", price));
    let difference = diff(&saved(&text(512, "3M", "")), &head);
    check_sums(&difference);
    let pair = only(&difference);
    // 365 vCPU-hours of each task at 0.00952 more.
    assert_eq!(parts(&pair.causes), [(Cause::Price, dec("6.9496"))]);
    assert_eq!(
        pair.causes.at(Cause::Price).at(Case::High).amount(),
        dec("10.4244")
    );
}

#[test]
fn price_and_quantity_are_told_apart_at_the_tiers_of_the_head() {
    // Price list: 6 billion GB-seconds at 0.0000166667, the next 9 billion at 0.000015.
    let prices = |first: &str| {
        format!(
            "prices: {{ source: me, overrides: {{ lambda.duration.x86: [ \
             {{ up_to: 1M, price: ${first} per GB-second }}, {{ price: $1 per GB-second }} ] }} }}"
        )
    };
    let base = text(1024, "1M", &prices("3"));
    let head = text(1024, "3M", &prices("2"));
    for base in [saved(&base), side(&base)] {
        let difference = diff(&base, &side(&head));
        check_sums(&difference);
        // 500,000 at 1 less; then 500,000 more at 2, 500,000 at 1, and two million requests.
        assert_eq!(
            parts(&only(&difference).causes),
            [
                (Cause::Price, dec("-500000")),
                (Cause::Traffic, dec("1500000.4"))
            ]
        );
    }
}

#[test]
fn totals_are_those_of_the_scenarios() {
    let (base, head) = (text(512, "3M", ""), text(1024, "7M", "free_tier: always"));
    let head = head.replace("free_tier: none\n", "");
    let of_scenarios = diff(&side(&base), &side(&head));
    for (base, head) in [
        (saved(&base), side(&head)),
        (side(&base), saved(&head)),
        (saved(&base), saved(&head)),
    ] {
        let difference = diff(&base, &head);
        check_sums(&difference);
        let (a, b) = (only(&difference), only(&of_scenarios));
        assert_eq!((a.base, a.head, a.change), (b.base, b.head, b.change));
    }
}

#[test]
fn the_first_version_is_still_read() {
    for (kind, changes) in [("estimate", 0), ("compare", 0)] {
        let base = Side::of_saved("base.json", &fixture(&format!("{kind}-v1-first.json"))).unwrap();
        let scenario = fixture(&format!("{kind}-v1-first.yaml"));
        let difference = diff(&base, &side(&scenario));
        check_sums(&difference);
        let changed = difference.pairs.iter().filter(|pair| pair.is_changed());
        assert_eq!(changed.count(), changes, "{kind}");
        assert_eq!(difference.pairs.len(), 4);
    }
    let base = Side::of_saved("base.json", &fixture("estimate-v1-first.json")).unwrap();
    let head = fixture("estimate-v1-first.yaml")
        .replace(
            "cpu: 0.25 vCPU, memory: 512 MB",
            "cpu: 0.5 vCPU, memory: 1 GB",
        )
        .replace("2000 per day", "4000 per day");
    let difference = diff(&base, &side(&head));
    check_sums(&difference);
    let pair = |architecture: &str| {
        let mut pairs = difference.pairs.iter();
        pairs
            .find(|p| p.architecture == architecture && p.traffic == "launch")
            .unwrap()
    };
    let tasks = pair("containers")
        .components
        .iter()
        .find(|c| c.component == "fargate")
        .unwrap();
    // Two tasks with a quarter vCPU and half a GB more: their hours follow no requests.
    let more = dec("365") * dec("0.04048") + dec("730") * dec("0.004445");
    assert_eq!(parts(&tasks.causes), [(Cause::Usage, more.normalize())]);
    // 2,000 more calls a day of 730 ÷ 24 days, at 1.00 a million.
    let calls = pair("functions")
        .causes
        .at(Cause::Traffic)
        .expected
        .amount();
    assert_eq!(calls.round_dp(12), dec("0.060833333333"));
}

#[test]
fn what_is_no_saved_estimate_is_refused_with_a_remedy() {
    let read = |text: &str| Side::of_saved("base.json", text).unwrap_err().to_string();
    let document = saved_text(&text(512, "3M", ""));
    let newer = document.replace("breakeven/estimate/v1", "breakeven/estimate/v2");
    let message = read(&newer);
    assert!(message.contains("a newer breakeven wrote"), "{message}");
    assert!(message.contains("breakeven/estimate/v1"), "{message}");
    let sweep = document.replace("breakeven/estimate/v1", "breakeven/sweep/v1");
    assert!(read(&sweep).contains("not a saved estimate"));
    assert!(read("{").contains("base.json"));
    let no_number = document.replacen("\"hours\": \"730\"", "\"hours\": \"many\"", 1);
    assert!(read(&no_number).contains("`many` is no decimal"));
    let forged = document.replacen(
        "\"cost\": {\n            \"low\": \"",
        "\"cost\": {\n            \"low\": \"1",
        1,
    );
    assert_ne!(forged, document);
    assert!(read(&forged).contains("do not add up"), "{}", read(&forged));
    for text in [
        "{ name: T, region: us-east-1 }",
        "{\"name\": \"T\"}",
        "name: T",
    ] {
        assert!(!Saved::is_one(text));
    }
    assert!(Saved::is_one(&document));
}

/// What a plan covers follows the free tier and the month, while no price moves.
#[test]
fn what_is_bought_does_not_blame_the_prices() {
    let plan = "purchase: { savings_plans: [ { kind: compute, term: 1 year, payment: no upfront, \
                commitment: $0.05 per hour } ] }";
    let of = |more: &str| {
        format!(
            "name: Bought\nregion: us-east-1\nrequest: {{ duration: 500 ms }}\n{more}\n{plan}\n\
             traffic: {{ t: {{ requests: 3000000 per month }} }}\narchitectures:\n  one: {{ components: \
             [ lambda: {{ memory: 512 MB, architecture: x86 }} ] }}\n"
        )
    };
    let none = of("free_tier: none");
    for (head, cause) in [
        (of("free_tier: always"), Cause::FreeTier),
        (of("free_tier: none\nmonth: 720 h"), Cause::Usage),
    ] {
        let difference = diff(&saved(&none), &saved(&head));
        let causes = &only(&difference).causes;
        assert!(only(&difference).is_changed());
        let named: Vec<Cause> = parts(causes).into_iter().map(|(cause, _)| cause).collect();
        assert!(!named.contains(&Cause::Price), "{named:?}");
        assert!(named.contains(&cause), "{named:?}");
    }
}
