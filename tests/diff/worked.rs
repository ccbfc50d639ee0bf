//! Differences whose parts were worked out by hand.

use super::common::{dec, scenario};
use super::{catalog, check_sums, diff, only, parts, refused, side, side_of};
use breakeven::catalog::{Catalog, PriceBook};
use breakeven::difference::{Cause, PairDifference, Presence};
use breakeven::units::Case;
use rust_decimal::Decimal;

/// A scenario of one architecture at one level, 3M requests a month, with other lines beside.
fn text(components: &str, more: &str) -> String {
    let or = |key: &str, default: &str| match more.contains(key) {
        true => String::new(),
        false => format!("{default}\n"),
    };
    format!(
        "name: Test\n{}{}{}{}{more}\narchitectures: {{ a: {{ components: [ {components} ] }} }}\n",
        or("region:", "region: us-east-1"),
        or("free_tier:", "free_tier: none"),
        or("request:", "request: { duration: 500 ms, response: 1 KB }"),
        or("traffic:", "traffic: { t: { requests: 3M per month } }"),
    )
}

/// The one difference of two such scenarios, whose parts add up.
fn change(base: &str, head: &str) -> PairDifference {
    let difference = diff(&side(base), &side(head));
    check_sums(&difference);
    only(&difference).clone()
}

fn tasks(cpu: &str, tasks: &str) -> String {
    format!("fargate: {{ name: api, cpu: {cpu} vCPU, memory: 2 GB, tasks: {tasks} }}")
}

const DEARER: &str =
    "prices: { source: me, overrides: { fargate.linux.x86.vcpu: $0.05 per vCPU-hour } }";

#[test]
fn twice_the_cpu_is_usage_alone() {
    let pair = change(
        &text(&tasks("0.5", "2..3"), ""),
        &text(&tasks("1", "2..3"), ""),
    );
    // Half a vCPU more for each task: 0.04048 × 0.5 × 730 = 14.7752.
    let per_task = dec("14.7752");
    for (case, tasks) in [(Case::Low, "2"), (Case::Expected, "2.5"), (Case::High, "3")] {
        let more = per_task * dec(tasks);
        assert_eq!(pair.change.at(case).amount(), more);
        assert_eq!(pair.causes.at(Cause::Usage).at(case).amount(), more);
    }
    assert_eq!(parts(&pair.causes), [(Cause::Usage, dec("36.938"))]);
    // Memory did not change: the component has one changed charge.
    let changed = pair.components[0].charges.iter().filter(|c| c.is_changed());
    let keys: Vec<&str> = changed.map(|charge| charge.key.key.as_str()).collect();
    assert_eq!(keys, ["fargate.linux.x86.vcpu"]);
}

#[test]
fn a_price_of_ones_own_is_price_alone() {
    let components = tasks("0.5", "1");
    let pair = change(&text(&components, ""), &text(&components, DEARER));
    // 365 vCPU-hours at 0.00952 more.
    assert_eq!(parts(&pair.causes), [(Cause::Price, dec("3.4748"))]);
}

#[test]
fn a_price_that_is_given_no_longer_is_price_alone() {
    let components = format!("{}, {}", tasks("0.5", "1"), "alb: {}");
    let pair = change(&text(&components, DEARER), &text(&components, ""));
    assert_eq!(parts(&pair.causes), [(Cause::Price, dec("-3.4748"))]);
}

#[test]
fn another_book_is_price_alone() {
    let scenario = scenario(&text(
        "alb: {}",
        "traffic: { t: { requests: 0 per month } }",
    ));
    let own = catalog(&scenario);
    let book = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let dearer = book.replace(
        r#""alb.hour", "unit": "hour", "price": "0.0225""#,
        r#""alb.hour", "unit": "hour", "price": "0.03""#,
    );
    assert_ne!(dearer, book);
    let dearer = Catalog::of_book(PriceBook::parse("dearer.json", dearer).unwrap()).unwrap();
    let difference = diff(&side_of(&scenario, &own), &side_of(&scenario, &dearer));
    check_sums(&difference);
    // 730 hours at 0.0075 more.
    assert_eq!(
        parts(&only(&difference).causes),
        [(Cause::Price, dec("5.475"))]
    );
}

#[test]
fn another_region_is_price_alone() {
    let components = tasks("0.5", "1");
    let pair = change(
        &text(&components, ""),
        &text(&components, "region: eu-central-1"),
    );
    let parts = parts(&pair.causes);
    let causes: Vec<Cause> = parts.iter().map(|(cause, _)| *cause).collect();
    assert_eq!(causes, [Cause::Price]);
    assert_eq!(parts[0].1, pair.change.expected.amount().normalize());
}

#[test]
fn three_times_the_requests_are_traffic_alone() {
    let requests = |count: &str| {
        text(
            "api_gateway: { kind: http }",
            &format!("traffic: {{ t: {{ requests: {count} per month }} }}"),
        )
    };
    let pair = change(&requests("1M"), &requests("3M"));
    // Two million calls more, of up to 512 KB, at 1.00 a million.
    assert_eq!(parts(&pair.causes), [(Cause::Traffic, dec("2"))]);
}

#[test]
fn a_longer_request_is_traffic_and_a_longer_month_usage() {
    let lambda = "lambda: { memory: 1024 MB, architecture: x86 }";
    let longer = "request: { duration: 1 s, response: 1 KB }";
    let pair = change(&text(lambda, ""), &text(lambda, longer));
    // Half a second more of 1 GB in each of 3M requests, at 0.0000166667.
    assert_eq!(parts(&pair.causes), [(Cause::Traffic, dec("25.00005"))]);

    let tasks = tasks("0.5", "1");
    let pair = change(&text(&tasks, ""), &text(&tasks, "month: 720 h"));
    // Ten hours less of half a vCPU and 2 GB: 5 × 0.04048 + 20 × 0.004445.
    assert_eq!(parts(&pair.causes), [(Cause::Usage, dec("-0.2913"))]);
}

#[test]
fn the_free_tier_of_the_account_is_its_own_cause() {
    let lambda = "lambda: { memory: 128 MB, architecture: x86 }";
    let pair = change(&text(lambda, "free_tier: always"), &text(lambda, ""));
    // A million requests at 0.0000002, and 3M × 0.5 s × 0.125 GB = 187,500 of 400,000 GB-seconds.
    let free = dec("0.2") + dec("187500") * dec("0.0000166667");
    assert_eq!(parts(&pair.causes), [(Cause::FreeTier, free.normalize())]);
}

#[test]
fn what_an_allowance_takes_off_again_changes_nothing() {
    let lambda = |memory: u32| format!("lambda: {{ memory: {memory} MB, architecture: x86 }}");
    let requests = "free_tier: always\ntraffic: { t: { requests: 300000 per month } }";
    let pair = change(&text(&lambda(128), requests), &text(&lambda(256), requests));
    // 37,500 GB-seconds of 400,000 free ones: the usage costs more, and as much less.
    assert!(pair.is_changed());
    assert_eq!(parts(&pair.causes), []);
    let charges = &pair.components[0].charges;
    let moved: Decimal = charges
        .iter()
        .map(|c| c.change.expected.amount().abs())
        .sum();
    assert_eq!(moved, dec("0.3125006250") * dec("2"));
}

#[test]
fn prices_are_exchanged_before_usage() {
    let head = text(&tasks("1", "1"), DEARER);
    let pair = change(&text(&tasks("0.5", "1"), ""), &head);
    // The old 365 vCPU-hours at 0.00952 more, then 365 more of them at the new 0.05.
    assert_eq!(
        parts(&pair.causes),
        [(Cause::Price, dec("3.4748")), (Cause::Usage, dec("18.25"))]
    );
}

#[test]
fn traffic_is_exchanged_before_settings() {
    let lambda = |memory: u32| format!("lambda: {{ memory: {memory} MB, architecture: x86 }}");
    let more = "traffic: { t: { requests: 6M per month } }";
    let pair = change(&text(&lambda(512), ""), &text(&lambda(1024), more));
    // 3M more requests of 0.25 GB-seconds, and of 0.0000002; then 0.25 GB-seconds more in each of 6M.
    let traffic = dec("750000") * dec("0.0000166667") + dec("0.6");
    let usage = dec("1500000") * dec("0.0000166667");
    assert_eq!(
        parts(&pair.causes),
        [
            (Cause::Traffic, traffic.normalize()),
            (Cause::Usage, usage.normalize())
        ]
    );
}

#[test]
fn components_that_come_go_or_become_another_service_are_architecture() {
    let without = text(
        &tasks("0.5", "1"),
        "traffic: { t: { requests: 0 per month } }",
    );
    let with = text(
        &format!("{}, alb: {{ name: front }}", tasks("0.5", "1")),
        "traffic: { t: { requests: 0 per month } }",
    );
    // 730 hours at 0.0225, and two addresses at 0.005.
    let alb = dec("23.725");
    let pair = change(&without, &with);
    assert_eq!(parts(&pair.causes), [(Cause::Architecture, alb)]);
    assert_eq!(pair.components[0].presence, Presence::Added);
    let pair = change(&with, &without);
    assert_eq!(parts(&pair.causes), [(Cause::Architecture, -alb)]);
    assert_eq!(pair.components[0].presence, Presence::Removed);

    let nlb = with.replace("alb:", "nlb:");
    let pair = change(&with, &nlb);
    let causes: Vec<Cause> = parts(&pair.causes).into_iter().map(|(c, _)| c).collect();
    assert!(causes.is_empty() || causes == [Cause::Architecture]);
    let front = pair
        .components
        .iter()
        .find(|c| c.component == "front")
        .unwrap();
    assert_eq!(front.presence, Presence::Both);
    assert!(
        front
            .charges
            .iter()
            .all(|c| c.causes.at(Cause::Usage) == Default::default())
    );
}

#[test]
fn another_name_is_no_change() {
    let base = text(&format!("{}, alb: {{}}", tasks("0.5", "2")), "");
    let pair = change(&base, &base.replace("name: api", "name: web"));
    assert_eq!(parts(&pair.causes), []);
    let renamed = pair
        .components
        .iter()
        .find(|c| c.component == "web")
        .unwrap();
    assert_eq!(renamed.was.as_deref(), Some("api"));
    assert_eq!(renamed.presence, Presence::Both);
    assert!(!pair.components.iter().any(|c| c.component == "api"));
}

#[test]
fn discounts_and_commitments_are_commitment() {
    let discount = |percent: u32| {
        let discount =
            format!("discounts: [ {{ service: alb, discount: {percent}%, source: me }} ]");
        let none = "traffic: { t: { requests: 0 per month } }";
        text("alb: {}", &format!("{none}\npurchase: {{ {discount} }}"))
    };
    let pair = change(&discount(10), &discount(20));
    // Another tenth of the 16.425 of its hours; addresses are billed by another service.
    assert_eq!(
        pair.causes.at(Cause::Commitment).expected,
        pair.change.expected
    );
    assert_eq!(parts(&pair.causes).len(), 1);

    let plan = "purchase: { savings_plans: [ { kind: compute, commitment: $0.02 per hour } ] }";
    let components = tasks("0.5", "1");
    let pair = change(&text(&components, ""), &text(&components, plan));
    let causes = parts(&pair.causes);
    assert_eq!(causes.len(), 1);
    assert_eq!(causes[0].0, Cause::Commitment);
    assert!(causes[0].1 < Decimal::ZERO);
}

#[test]
fn a_discount_grows_with_usage() {
    let discount = "purchase: { discounts: [ { discount: 10%, source: me } ] }";
    let pair = change(
        &text(&tasks("0.5", "1"), discount),
        &text(&tasks("1", "1"), discount),
    );
    // Nine tenths of 14.7752.
    assert_eq!(parts(&pair.causes), [(Cause::Usage, dec("13.29768"))]);
}

#[test]
fn a_step_that_cant_be_made_yet_waits() {
    // The duration moves from the request profile to the function: without it, the old function has none.
    let base = text("lambda: { memory: 512 MB }", "");
    let head = text(
        "lambda: { memory: 512 MB, duration: 1 s }",
        "request: { response: 1 KB }",
    );
    let pair = change(&base, &head);
    assert_eq!(pair.merged, None);
    // 3M × 0.5 s more × 0.5 GB.
    let more = dec("750000") * dec("0.0000166667");
    assert_eq!(parts(&pair.causes), [(Cause::Usage, more.normalize())]);
}

#[test]
fn what_cant_be_told_apart_is_said() {
    // Neither can the old components be priced with the new request profile, nor the new ones with the old.
    let base = text(
        "lambda: { memory: 512 MB }",
        "request: { duration: 500 ms }",
    );
    let head = text("alb: {}", "request: { response: 1 KB }");
    let pair = change(&base, &head);
    let merged = pair.merged.clone().unwrap();
    assert_eq!(merged.causes, [Cause::Traffic, Cause::Architecture]);
    assert_eq!(merged.counted_as, Cause::Architecture);
    assert!(merged.why.contains("duration"), "{}", merged.why);
    assert_eq!(
        pair.causes.at(Cause::Architecture).expected,
        pair.change.expected
    );
}

#[test]
fn what_is_on_one_side_only_is_added_or_removed() {
    let both = "name: T\nregion: us-east-1\nfree_tier: none\n\
                request: { response: 1 KB }\n\
                traffic: { low: { requests: 1M per month }, high: { requests: 3M per month } }\n\
                architectures: { http: { components: [ api_gateway: { kind: http } ] }, \
                alb: { components: [ alb: {} ] } }\n";
    let one = both
        .replace(", high: { requests: 3M per month }", "")
        .replace(", alb: { components: [ alb: {} ] }", "");
    let difference = diff(&side(&one), &side(both));
    check_sums(&difference);
    let of = |architecture: &str, traffic: &str| {
        let mut pairs = difference.pairs.iter();
        let is_it = |p: &&PairDifference| p.architecture == architecture && p.traffic == traffic;
        pairs.find(is_it).unwrap()
    };
    assert!(!of("http", "low").is_changed());
    let level = of("http", "high");
    assert_eq!((level.presence, level.base), (Presence::Added, None));
    assert_eq!(parts(&level.causes), [(Cause::Traffic, dec("3"))]);
    for traffic in ["low", "high"] {
        let architecture = of("alb", traffic);
        assert_eq!(architecture.presence, Presence::Added);
        assert_eq!(parts(&architecture.causes)[0].0, Cause::Architecture);
        assert_eq!(parts(&architecture.causes).len(), 1);
    }
    let back = diff(&side(both), &side(&one));
    check_sums(&back);
    assert!(back.pairs.iter().all(|p| p.presence != Presence::Added));
    assert_eq!(back.pairs.last().unwrap().presence, Presence::Both);
}

#[test]
fn the_largest_change_comes_first_whichever_way_it_goes() {
    let architectures = |first: u32, second: u32| {
        format!(
            "name: T\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per month }} }}\n\
             architectures: {{ a: {{ components: [ {}, {} ] }}, b: {{ components: [ {} ] }} }}\n",
            tasks("1", &first.to_string()),
            tasks("0.5", &second.to_string()).replace("api", "worker"),
            tasks("1", "1"),
        )
    };
    let difference = diff(&side(&architectures(2, 5)), &side(&architectures(3, 1)));
    let pair = &difference.pairs[0];
    assert_eq!(pair.architecture, "a");
    // Four half tasks less outweigh one whole task more.
    let names: Vec<&str> = pair
        .components
        .iter()
        .map(|c| c.component.as_str())
        .collect();
    assert_eq!(names, ["worker", "api"]);
}

#[test]
fn two_currencies_are_never_mixed() {
    let lambda = "lambda: { memory: 512 MB, architecture: x86 }";
    let china = side(&text(lambda, "region: cn-north-1"));
    let message = refused(&side(&text(lambda, "")), &china).to_string();
    assert!(
        message.contains("USD") && message.contains("CNY"),
        "{message}"
    );
}
