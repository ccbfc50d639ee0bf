//! Pooling, allowances and tiers over several components, against figures worked by hand.

mod common;

use breakeven::catalog::Catalog;
use breakeven::estimate::{Category, Selection, estimate};
use common::{components, components_with, dec, free, only, price, scenario, total, usage};
use rust_decimal::Decimal;

/// Two functions of 6 million GB-seconds each: 12M − 0.4M = 11.6M × 0.0000166667 = 193.33372.
/// An allowance for each would give 186.66704.
#[test]
fn two_functions_share_one_allowance() {
    let function = |name: &str| {
        format!(
            "lambda: {{ name: {name}, memory: 1024 MB, duration: 1 s, invocations: 6M per month }}"
        )
    };
    let list = format!("[ {}, {} ]", function("a"), function("b"));
    let estimate = only(&components_with(&list, "free_tier: always", "0 per month"));
    let duration = usage(&estimate, "lambda.duration.x86") + free(&estimate, "lambda.duration.x86");
    assert_eq!(duration, dec("193.33372"));
    // 12M − 1M requests at 0.20 per million.
    let requests = usage(&estimate, "lambda.requests.x86") + free(&estimate, "lambda.requests.x86");
    assert_eq!(requests, dec("2.2"));
    // Each function carries half of both.
    let of_a = estimate
        .sum_of(|c| c.component == "a")
        .unwrap()
        .expected
        .amount();
    assert_eq!(of_a, dec("97.76686"));
}

/// Two functions of 4 billion GB-seconds: together 6B at 0.0000166667 and 2B at 0.000015.
#[test]
fn two_functions_reach_the_second_tier_together() {
    let function = |name: &str| {
        format!(
            "lambda: {{ name: {name}, memory: 1024 MB, duration: 1 s, invocations: 4B per month }}"
        )
    };
    let list = format!("[ {}, {} ]", function("a"), function("b"));
    let estimate = only(&components_with(&list, "free_tier: none", "0 per month"));
    assert_eq!(usage(&estimate, "lambda.duration.x86"), dec("130000.2"));
    let charge = estimate
        .charges
        .iter()
        .find(|c| c.component == "b" && c.key.as_str() == "lambda.duration.x86")
        .unwrap();
    assert_eq!(charge.cost.expected.amount(), dec("65000.1"));
    let slices: Vec<Decimal> = charge
        .tiers
        .iter()
        .map(|t| t.quantity.normalize())
        .collect();
    assert_eq!(slices, [dec("3000000000"), dec("1000000000")]);
}

/// 400,000 GB-seconds over both architectures: x86 uses 3M, Arm 1M, so they get 300,000 and 100,000.
#[test]
fn one_allowance_is_shared_by_x86_and_arm_in_proportion() {
    let list = "[ lambda: { name: x, memory: 1024 MB, duration: 1 s, invocations: 3M per month },
                  lambda: { name: y, memory: 1024 MB, duration: 1 s, invocations: 1M per month, architecture: arm } ]";
    let estimate = only(&components_with(list, "free_tier: always", "0 per month"));
    assert_eq!(free(&estimate, "lambda.duration.x86"), dec("-5.00001"));
    assert_eq!(free(&estimate, "lambda.duration.arm"), dec("-1.33334"));
    assert_eq!(free(&estimate, "lambda.requests.x86"), dec("-0.15"));
    assert_eq!(free(&estimate, "lambda.requests.arm"), dec("-0.05"));
}

/// The example of AWS: 1,000 environments of 1,024 MB for two hours, 1.2 million requests of a second.
/// 7,200,000 × 0.0000041667 + 1.2 × 0.20 + 1,200,000 × 0.0000097222 = 30.00024 + 0.24 + 11.66664, which
/// its page gives as $41.91.
#[test]
fn the_free_tier_does_not_cover_functions_with_provisioned_concurrency() {
    let list = "[ lambda: { memory: 1024 MB, duration: 1 s, provisioned_concurrency: { environments: 1000, \
                running: 2 h per month, handles: 100% } } ]";
    let estimate = only(&components_with(
        list,
        "free_tier: always",
        "1.2M per month",
    ));
    assert_eq!(total(&estimate), dec("41.90688"));
    let says = |sentence: &String| sentence.contains("the free tier covers none of its requests");
    assert!(estimate.assumptions.iter().any(says));
}

/// Two functions of 1 GB, 1.5 million requests of a second each: one with kept environments that serve two
/// thirds of them. The free million requests and 400,000 GB-seconds are all for the other.
#[test]
fn an_overflow_is_outside_the_free_tier_and_other_functions_are_not() {
    let list = "[ lambda: { name: kept, memory: 1024 MB, duration: 1 s, provisioned_concurrency: { \
                environments: 1, handles: 60% } }, lambda: { name: plain, memory: 1024 MB, duration: 1 s } ]";
    let estimate = only(&components_with(
        list,
        "free_tier: always",
        "1.5M per month",
    ));
    let of = |component: &str, key: &str, category: Category| -> Decimal {
        let charges = estimate.charges.iter().filter(|c| c.component == component);
        let wanted = charges.filter(|c| c.key.as_str() == key && c.category == category);
        wanted.map(|c| c.quantity.amount.expected).sum()
    };
    let (requests, duration) = ("lambda.requests.x86", "lambda.duration.x86");
    assert_eq!(of("kept", requests, Category::Usage), dec("1500000"));
    assert_eq!(of("kept", duration, Category::Usage), dec("600000")); // 40 % overflow
    for key in [requests, duration] {
        assert_eq!(of("kept", key, Category::FreeTier), dec("0"), "{key}");
    }
    assert_eq!(of("plain", requests, Category::FreeTier), dec("-1000000"));
    assert_eq!(of("plain", duration, Category::FreeTier), dec("-400000"));
    assert_eq!(free(&estimate, requests), dec("-0.2"));
    // Without its environments it shares what is free with the other.
    let none = list.replace("environments: 1,", "environments: 0,");
    let none = only(&components_with(
        &none,
        "free_tier: always",
        "1.5M per month",
    ));
    let shared = none.charges.iter().filter(|c| {
        c.component == "kept" && c.key.as_str() == requests && c.category == Category::FreeTier
    });
    let shared: Decimal = shared.map(|c| c.quantity.amount.expected).sum();
    assert_eq!(shared, dec("-500000"));
}

#[test]
fn provisioned_concurrency_has_no_free_duration() {
    let list = "[ lambda: { memory: 1024 MB, provisioned_concurrency: { environments: 1, handles: 100% } } ]";
    let estimate = only(&components_with(
        list,
        "free_tier: always",
        "1000 per month",
    ));
    let offsets: Vec<&str> = estimate
        .charges
        .iter()
        .filter(|c| c.category == Category::FreeTier)
        .map(|c| c.key.as_str())
        .collect();
    assert!(offsets.is_empty(), "{offsets:?}");
    // 730 × 3,600 s × 1 GB × 0.0000041667 = 10.9500876; 1,000 × 0.5 s × 1 GB × 0.0000097222.
    assert_eq!(usage(&estimate, "lambda.pc.x86"), dec("10.9500876"));
    assert_eq!(usage(&estimate, "lambda.pc.duration.x86"), dec("0.0048611"));
}

/// INIT of cold starts is billed: 3,000 × (0.5 + 66 % × 2) s × 0.5 GB = 2,730 GB-seconds.
#[test]
fn init_of_cold_starts_is_billed() {
    let list = "[ lambda: { memory: 512 MB, init: 2 s, cold_starts: 66% } ]";
    let estimate = only(&components_with(list, "free_tier: none", "3000 per month"));
    assert_eq!(
        usage(&estimate, "lambda.duration.x86"),
        dec("2730") * dec("0.0000166667")
    );
}

/// 100,000 requests a day of 25,000 bytes: 0.10417 GB an hour, 0.6083 dollars a month.
#[test]
fn capacity_units_follow_the_largest_dimension() {
    let lcu = |alb: &str| {
        let text = format!(
            "name: LCU\nregion: us-east-1\nfree_tier: none\n\
             request: {{ response: 24000 B, payload: 1000 B }}\n\
             traffic: {{ t: {{ requests: 100000 per day }} }}\n\
             architectures: {{ a: {{ components: [ alb: {{ {alb} }} ] }} }}\n"
        );
        usage(&only(&scenario(&text)), "alb.lcu").round_dp(4)
    };
    assert_eq!(lcu(""), dec("0.6083"));
    // 0.4 GB per unit in front of functions.
    assert_eq!(lcu("target: lambda"), dec("1.5208"));
    // 100,000 × 730/24 connections ÷ 90,000 × 0.008, when each carries one request.
    assert_eq!(
        lcu("requests_per_connection: 1, connection_time: 1 s"),
        dec("0.6083")
    );
    // Open for an hour: 3,041,667 ÷ 4 × 3,600 s ÷ 10,800,000 × 0.008.
    assert_eq!(lcu("connection_time: 1 h"), dec("2.0278"));
    // 60 rules, 50 of them paid: 3,041,667 × 50 ÷ 3,600,000 × 0.008 = 0.338: bytes stay largest.
    assert_eq!(lcu("rules: 60"), dec("0.6083"));
    assert_eq!(lcu("rules: 110"), dec("0.6759"));
}

#[test]
fn an_http_api_is_metered_in_steps_of_512_kilobytes() {
    let calls = |payload: &str| {
        let list = format!("[ api_gateway: {{ kind: http, payload: {payload} }} ]");
        usage(&only(&components(&list)), "apigw.http")
    };
    assert_eq!(calls("1 KB"), dec("0.3"));
    assert_eq!(calls("512 KB"), dec("0.3"));
    assert_eq!(calls("513 KB"), dec("0.6"));
    assert_eq!(calls("4.5 MB"), dec("2.7"));
}

/// Backups are free up to the storage of all databases in the region: 20 + 100 GB provisioned,
/// 150 GB kept, 30 GB charged.
#[test]
fn backups_are_free_up_to_the_storage_of_all_databases() {
    let list = "[ rds: { name: a, engine: postgres, class: db.t3.micro, storage: 20 GB gp3, backup: 140 GB },
                  rds: { name: b, engine: postgres, class: db.t3.micro, storage: 100 GB gp3, backup: 10 GB } ]";
    let estimate = only(&components(list));
    let backups = usage(&estimate, "rds.backup") + free(&estimate, "rds.backup");
    assert_eq!(backups, dec("2.85"));
}

#[test]
fn gp3_includes_iops_and_throughput() {
    let of = |storage: &str| {
        let list = format!(
            "[ rds: {{ engine: postgres, class: db.t3.micro, storage: {storage}, iops: 13000, throughput: 600 MB/s }} ]"
        );
        let estimate = only(&components(&list));
        (
            usage(&estimate, "rds.iops.gp3.single"),
            usage(&estimate, "rds.throughput.gp3.single"),
        )
    };
    // From 400 GB on 12,000 and 500 are included: (13,000 − 12,000) × 0.02 and (600 − 500) × 0.08.
    assert_eq!(of("400 GB gp3"), (dec("20"), dec("8")));
    assert_eq!(of("400..900 GB gp3"), (dec("20"), dec("8")));
}

#[test]
fn every_fargate_platform_and_its_extras() {
    let of = |settings: &str| {
        let list = format!("[ fargate: {{ cpu: 1 vCPU, memory: 2 GB, {settings} }} ]");
        total(&only(&components(&list)))
    };
    // 730 × (1 × vCPU-hour + 2 × GB-hour)
    assert_eq!(of("platform: linux-x86"), dec("36.0401"));
    assert_eq!(of("platform: linux-arm"), dec("28.835"));
    // 730 × (0.046552 + 0.046 + 2 × 0.00511175)
    assert_eq!(of("platform: windows"), dec("75.026115"));
    // 30 GB of ephemeral storage, ten of them paid: 730 × 10 × 0.000111
    assert_eq!(
        of("ephemeral_storage: 30 GB"),
        dec("36.0401") + dec("0.8103")
    );
    // A third of the month, with its address.
    assert_eq!(
        of("running: 8 h per day, public_ipv4: 1").round_dp(6),
        dec("13.230033")
    );
}

/// The free 25 units are of provisioned capacity, as 18,600 unit-hours; on demand has none.
#[test]
fn dynamodb_allowances_are_for_provisioned_capacity_and_storage() {
    let list = "[ dynamodb: { capacity: provisioned, read_capacity: 100, write_capacity: 25, storage: 30 GB } ]";
    let estimate = only(&components_with(
        list,
        "free_tier: always",
        "1000 per month",
    ));
    // 73,000 − 18,600 RCU-hours; 18,250 WCU-hours are all free; 30 − 25 GB.
    assert_eq!(
        total(&estimate),
        dec("54400") * dec("0.00013") + dec("5") * dec("0.25")
    );
    let list = "[ dynamodb: { reads: 1 per request, writes: 1 per request } ]";
    let estimate = only(&components_with(list, "free_tier: always", "1M per month"));
    // Eventual reads take half a unit: 0.5M × 0.125/M + 1M × 0.625/M.
    assert_eq!(total(&estimate), dec("0.6875"));
}

#[test]
fn nat_gateways_bring_their_addresses() {
    let list = "[ nat_gateway: { gateways: 2, processed: 100 GB } ]";
    // 2 × 730 × (0.045 + 0.005) + 100 × 0.045
    assert_eq!(total(&only(&components(list))), dec("77.5"));
}

#[test]
fn legacy_allowances_come_on_top_and_say_that_they_are_over() {
    let list = "[ alb: {}, rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp2 } ]";
    let scenario = components_with(list, "free_tier: legacy-12-month", "3000 per month");
    let estimate = only(&scenario);
    assert_eq!(
        usage(&estimate, "alb.hour") + free(&estimate, "alb.hour"),
        Decimal::ZERO
    );
    assert_eq!(
        free(&estimate, "rds.postgresql.t3.micro.single"),
        dec("-13.14")
    );
    assert_eq!(free(&estimate, "rds.storage.gp2.single"), dec("-2.3"));
    let codes: Vec<&str> = estimate.warnings.iter().map(|w| w.code.code()).collect();
    assert!(codes.contains(&"legacy-free-tier"));
    assert!(codes.contains(&"unverified-allowance"));
}

/// A bill of 2025-05 has gp2 under the free tier and gp3 charged in full: 20 GB at 0.115.
#[test]
fn the_legacy_allowance_of_databases_is_for_gp2_only() {
    let list = "[ rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 } ]";
    let estimate = only(&components_with(
        list,
        "free_tier: legacy-12-month",
        "1 per day",
    ));
    assert_eq!(total(&estimate), dec("2.3"));
}

#[test]
fn credits_last_until_a_month() {
    let list = "[ fargate: { cpu: 1 vCPU, memory: 2 GB } ]";
    // 36.0401 a month: 100 lasts into the third month, 140 into the fourth.
    for (terms, month) in [("credits", 3), ("credits $140", 4)] {
        let scenario = components_with(list, &format!("free_tier: {terms}"), "3000 per month");
        let credits = only(&scenario).credits.unwrap();
        assert_eq!(credits.runs_out_in_month.expected, Some(month), "{terms}");
    }
}

#[test]
fn a_price_that_rests_on_third_parties_is_said() {
    for (list, expected) in [
        (
            "[ elasticache: { engine: redis, node: cache.t3.micro, backup: 10 GB } ]",
            "the price of `elasticache.backup` is known from third parties only \
             (infracost/elasticache_cluster_test, terracost/2023-02-23-pricing.sql)",
        ),
        (
            "[ ebs: { type: gp2, size: 10 GB } ]",
            "the price of `ebs.gp2.storage` is known from one third party only \
             (infracost/ebs_volume_test)",
        ),
    ] {
        let warnings = only(&components(list)).warnings;
        let warnings = warnings.iter();
        let unverified = warnings.filter(|w| w.code.code() == "unverified-price");
        let messages: Vec<&str> = unverified.map(|w| w.message.as_str()).collect();
        assert_eq!(messages, [expected]);
    }
}

#[test]
fn a_missing_price_is_an_error_that_names_the_remedy() {
    let scenario =
        components("[ rds: { engine: postgres, class: db.x99.huge, storage: 20 GB gp3 } ]");
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let error = estimate(&scenario, &catalog, &Selection::default())
        .unwrap_err()
        .to_string();
    for part in [
        "rds.postgresql.x99.huge.single",
        "us-east-1",
        "embedded",
        "prices.overrides",
    ] {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_component_may_exist_at_some_levels_only() {
    let text = "
name: Levels
region: us-east-1
free_tier: none
traffic: { low: { requests: 1 per day }, high: { requests: 2 per day } }
architectures:
  a: { components: [ { s3: { storage: 100 GB } }, { nat_gateway: { processed: 1 GB, only_at: [high] } } ] }
";
    let estimates = price(&scenario(text));
    assert_eq!(total(&estimates[0]), dec("2.3"));
    assert_eq!(
        total(&estimates[1]),
        dec("2.3") + dec("36.5") + dec("0.045")
    );
}

/// A zero that is stated settles a question, and needs no price; where there is one it is shown.
#[test]
fn nothing_needs_no_price() {
    let insights = |count: u32| {
        components_with(
            &format!("[cloudwatch: {{ metrics: 1, container_insights_metrics: {count} }}]"),
            "free_tier: none",
            "1 per day",
        )
    };
    let ireland = Catalog::embedded("eu-west-1").unwrap();
    let price = |count| estimate(&insights(count), &ireland, &Selection::default());
    let none = price(0).unwrap();
    assert_eq!(none[0].charges.len(), 1);
    let missing = price(1).unwrap_err().to_string();
    assert!(missing.contains("containerinsights"), "{missing}");
    // In us-east-1 the zero is a line.
    assert_eq!(only(&insights(0)).charges.len(), 2);
}
