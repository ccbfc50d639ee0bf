//! Functions: how many run at once, and how many start cold.

use super::{Case, PLAIN, assert_near, assumes, quantity, warned};
use crate::common::{dec, usage};
use breakeven::formula::{ColdStarts, Each, Slice, environments};
use rust_decimal::Decimal;

const GB_SECONDS: &str = "lambda.duration.x86";

/// 3.4722 requests/s of 500 ms: 1.7361 in flight; 1.7361 + 2.33 × √1.7361 = 4.806.
#[test]
fn environments_follow_from_the_rate_and_the_time() {
    assert_eq!(environments(dec("1.7361")).unwrap(), dec("5"));
    let estimate = Case {
        traffic: "requests: 100000 per day, peak: 3x",
        components: "lambda: { name: f, memory: 512 MB, init: 2 s }",
        ..PLAIN
    }
    .priced();
    let words = [
        "`f` at `t`: 1.74 invocations run at once",
        "5 environments suffice",
    ];
    assert!(assumes(&estimate, &words), "{:?}", estimate.assumptions);
    assert_eq!(warned(&estimate, "concurrency-near-limit"), None);
}

/// The share of cold starts, from GB-seconds of a function of 1 GB whose INIT takes a second: what is
/// above the time of the handlers.
fn cold(requests: &str, shape: &str) -> Decimal {
    let traffic = format!("requests: {requests}, shape: {shape}");
    let estimate = Case {
        traffic: &traffic,
        components: "lambda: { memory: 1 GB, init: 1 s }",
        ..PLAIN
    }
    .priced();
    let requests = quantity(&estimate, "lambda.requests.x86");
    (quantity(&estimate, GB_SECONDS) - requests * dec("0.5")) / requests
}

/// e^(−100 × 360 ÷ 86,400) = e^(−0.41667) = 0.65924; e^(−4.1667) = 0.01550. Of a wave the hours weigh by
/// their requests: Σ w e^(−0.41667 w) ÷ 24 = 0.58856.
#[test]
fn rare_requests_find_no_environment() {
    assert_near(cold("100 per day", "flat"), "0.65924");
    assert_near(cold("1000 per day", "flat"), "0.01550");
    assert_near(cold("100 per day", "diurnal"), "0.58856");
    // The same traffic, stated in another way.
    assert_near(cold("700 per week", "flat"), "0.65924");
    assert_near(cold("10000 per day", "flat"), "0.000000000000");
}

/// 100,000 a day in the hour with twice the mean: 8,333 requests, of which each has 1.5 × 0.5 ÷ 3,600 in
/// flight. Environments rise from 4 (1.3021 in flight) to 5 (1.7361), and 5 × 3,600 ÷ 7,200 are replaced:
/// 3.5 ÷ 8,333 = 0.042 %.
#[test]
fn busy_environments_start_cold_when_more_are_needed() {
    let model = ColdStarts {
        in_flight: dec("1.5") * dec("0.5") / dec("3600"),
        idle: dec("360"),
        life: dec("7200"),
    };
    let load = dec("100000") / dec("24");
    let hour = |weight: &str, before: &str| {
        let slice = Slice {
            weight: dec(weight),
            before: dec(before),
            bound: Decimal::ZERO,
            seconds: dec("3600"),
        };
        let cold = Each::Cold(model).of(load, &slice).unwrap();
        cold / (load * dec(weight))
    };
    assert_near(hour("2", "1.5"), "0.000420");
    // Falling traffic starts none: 2.5 ÷ 8,333.
    assert_near(hour("2", "2"), "0.000300");
    // A rise from nothing to 5 of so few requests would be more than one in a hundred.
    let few = Each::Cold(ColdStarts {
        in_flight: dec("0.01"),
        ..model
    });
    let slice = Slice {
        weight: Decimal::ONE,
        before: Decimal::ZERO,
        bound: Decimal::ZERO,
        seconds: dec("3600"),
    };
    assert_eq!(few.of(dec("100"), &slice).unwrap(), dec("1"));
}

/// 100 requests a day, flat, with 2 s of INIT and 500 ms at 512 MB. 30 days: 3,000 × 0.65924 × 2 × 0.5 =
/// 1,977.7 beside 750; 730 hours: 2,005.2 beside 760.4.
#[test]
fn init_of_cold_starts_is_added_to_the_time() {
    let function = |month: &str| {
        Case {
            month,
            traffic: "requests: 100 per day, shape: flat",
            components: "lambda: { name: f, memory: 512 MB, init: 2 s }",
            ..PLAIN
        }
        .priced()
    };
    let thirty = function("30 days");
    assert_near(quantity(&thirty, GB_SECONDS) - dec("750"), "1977.7");
    let usual = function("730 h");
    assert_near(quantity(&usual, GB_SECONDS) - dec("760.4166667"), "2005.2");
    assert_eq!(warned(&usual, "cold-starts-not-counted"), None);
    assert!(assumes(
        &usual,
        &["`f` at `t`: 65.92 % of invocations start cold, in every hour"]
    ));
    // Hours for 730, requests for 30 days: those of the requests count.
    let mixed = function("{ hours: 730 h, days: 30 days }");
    assert_near(quantity(&mixed, GB_SECONDS) - dec("750"), "1977.7");
    // A stated share wins: 3,000 × (0.5 + 0.01 × 2) × 0.5.
    let stated = Case {
        month: "30 days",
        traffic: "requests: 100 per day, shape: flat",
        components: "lambda: { memory: 512 MB, init: 2 s, cold_starts: 1% }",
        ..PLAIN
    }
    .priced();
    assert_eq!(quantity(&stated, GB_SECONDS), dec("780"));
}

/// Six times the lifetime: e^(−2.5) = 0.0820850. Of the wave the hours differ: e^(−0.41667 × 1.8) =
/// 0.47237, and e^(−0.08333) = 0.92004 at night.
#[test]
fn the_lifetime_of_environments_can_be_stated() {
    let estimate = |settings: &str, shape: &str| {
        let components = format!("lambda: {{ name: f, memory: 1 GB, init: 1 s{settings} }}");
        let traffic = format!("requests: 100 per day, shape: {shape}");
        Case {
            month: "30 days",
            traffic: &traffic,
            components: &components,
            ..PLAIN
        }
        .priced()
    };
    let longer = estimate(", idle_lifetime: 36 min", "flat");
    let share = (quantity(&longer, GB_SECONDS) - dec("1500")) / dec("3000");
    assert_near(share, "0.082085");
    assert!(assumes(&longer, &["an idle environment lives 36 min"]));
    let wave = estimate("", "diurnal");
    let words = [
        "58.86 % of invocations",
        "47.24 % to 92 % by the hour of the week",
    ];
    assert!(assumes(&wave, &words), "{:?}", wave.assumptions);
}

/// 1,000 requests/s at any time, 500 in flight: 500 + 2.33 × √500 = 552.1, so 553 environments. Replaced
/// every hour instead of every two: 553 of 3,600,000 requests, instead of half as many.
#[test]
fn busy_environments_are_replaced() {
    let gigabyte_seconds = |settings: &str| {
        let components = format!("lambda: {{ memory: 1 GB, init: 1 s{settings} }}");
        let estimate = Case {
            traffic: "requests: 1000 per second, shape: flat, burst: 1x",
            components: &components,
            ..PLAIN
        }
        .priced();
        quantity(&estimate, GB_SECONDS) - dec("730") * dec("1800000")
    };
    assert_near(gigabyte_seconds(""), "201845.0");
    assert_near(gigabyte_seconds(", environment_life: 1 h"), "403690.0");
}

/// What runs over time comes evenly: 3,000 in 30 days, as the flat traffic above; requests a million
/// times as many change nothing.
#[test]
fn invocations_over_time_do_not_follow_the_requests() {
    let estimate = Case {
        month: "30 days",
        traffic: "requests: 100M per day",
        components: "lambda: { name: f, memory: 512 MB, init: 2 s, invocations: 100 per day }",
        ..PLAIN
    }
    .priced();
    assert_near(quantity(&estimate, GB_SECONDS) - dec("750"), "1977.7");
    assert!(assumes(&estimate, &["`f` runs evenly over time"]));
    // Two with each of half as many requests come as often as one.
    let twice = Case {
        month: "30 days",
        traffic: "requests: 50 per day, shape: flat",
        components: "lambda: { memory: 512 MB, init: 2 s, invocations: 2 per request }",
        ..PLAIN
    }
    .priced();
    assert_near(quantity(&twice, GB_SECONDS) - dec("750"), "1977.7");
}

/// Without `init` the amount is for 2 s: 2,005.2 GB-seconds at 0.0000166667 are 0.03342.
#[test]
fn what_is_not_counted_has_an_amount() {
    let estimate = Case {
        traffic: "requests: 100 per day, shape: flat",
        components: "lambda: { name: f, memory: 512 MB }",
        ..PLAIN
    }
    .priced();
    let warning = warned(&estimate, "cold-starts-not-counted").unwrap();
    assert_near(warning.amount.unwrap().amount(), "0.03342");
    assert_eq!(warning.settled_by.as_deref(), Some("`f.init`"));
    assert_near(usage(&estimate, GB_SECONDS), "0.012674");
}

/// Storage above 512 MB is charged for INIT too: (750 ÷ 0.5 + 1,977.7 ÷ 0.5) s × 0.5 GB more.
#[test]
fn storage_is_charged_while_environments_start() {
    let estimate = Case {
        month: "30 days",
        traffic: "requests: 100 per day, shape: flat",
        components: "lambda: { memory: 512 MB, init: 2 s, ephemeral_storage: 1 GB }",
        ..PLAIN
    }
    .priced();
    assert_near(quantity(&estimate, "lambda.ephemeral.x86"), "2727.7");
}

/// 1,000 environments of the account: 1,456 requests/s of 500 ms at the peak have 728 in flight, which
/// take 728 + 2.33 × √728 = 790.9; 1,480 have 740 and take 803.4. 80 % are 800.
#[test]
fn what_comes_near_the_limit_of_the_account_is_warned_of() {
    let at = |requests: &str, duration: &str, settings: &str| {
        let traffic = format!("requests: {requests} per second, shape: flat, burst: 1x");
        let components =
            format!("lambda: {{ name: f, memory: 512 MB, duration: {duration}{settings} }}");
        let estimate = Case {
            traffic: &traffic,
            components: &components,
            ..PLAIN
        }
        .priced();
        warned(&estimate, "concurrency-near-limit").map(|w| (w.message, w.settled_by.unwrap()))
    };
    assert_eq!(at("1456", "500 ms", ""), None);
    let (near, settled_by) = at("1480", "500 ms", "").unwrap();
    assert!(
        near.contains("`f`: the busiest minutes take 804 environments of the 1,000"),
        "{near}"
    );
    assert_eq!(settled_by, "`f.account_concurrency`");
    // 1,000 + 2.33 × √1,000 = 1,073.7.
    let (above, _) = at("2000", "500 ms", "").unwrap();
    assert!(
        above.contains("take 1,074 environments, and there may be 1,000"),
        "{above}"
    );
    assert_eq!(at("2000", "500 ms", ", account_concurrency: 5000"), None);
    // 10 ms each: 120 in flight take 146, but 12,000 requests/s are more than 10 for each of 1,000.
    let (rate, _) = at("12000", "10 ms", "").unwrap();
    assert!(
        rate.contains("bring 12,000 requests/s, and 1,000 environments take 10,000"),
        "{rate}"
    );
    assert_eq!(at("10000", "10 ms", ""), None);
    // A reservation is a limit of its own.
    let (reserved, settled_by) = at("2000", "500 ms", ", reserved_concurrency: 900").unwrap();
    assert!(
        reserved.contains("take 1,074 environments, and there may be 900"),
        "{reserved}"
    );
    assert_eq!(settled_by, "`f.reserved_concurrency`");
}

/// Two functions of 430 environments each (385 in flight: 385 + 2.33 × √385 = 430.7, so 431) are near
/// the thousand of an account together; what one reserves is not there for the others.
#[test]
fn functions_share_the_limit_of_the_account() {
    let two = |first: &str, second: &str| {
        let components = format!(
            "lambda: {{ name: f, memory: 512 MB{first} }}, lambda: {{ name: g, memory: 512 MB{second} }}"
        );
        let estimate = Case {
            traffic: "requests: 770 per second, shape: flat, burst: 1x",
            components: &components,
            ..PLAIN
        }
        .priced();
        let warnings = estimate.warnings.into_iter();
        let of_code = warnings.filter(|w| w.code.code() == "concurrency-near-limit");
        of_code.map(|w| w.message).collect::<Vec<_>>()
    };
    let both = two("", "");
    assert_eq!(both.len(), 1);
    assert!(
        both[0].starts_with("`f`, `g`: the busiest minutes take 862 environments"),
        "{both:?}"
    );
    let reserved = two(", reserved_concurrency: 600", "");
    assert_eq!(reserved.len(), 1);
    assert!(
        reserved[0]
            .starts_with("`g`: the busiest minutes take 431 environments, and there may be 400"),
        "{reserved:?}"
    );
}

/// Every 20 minutes: 3 in each of 730 hours are 2,190, and each finds no environment after 6 minutes:
/// 2,190 × (0.5 s + 2 s) × 0.5 GB. Requests at random would start e^(−3 × 360 ÷ 3,600) = 74 % cold.
#[test]
fn what_runs_on_a_schedule_starts_cold_after_each_gap() {
    let function = |settings: &str| {
        let components = format!("lambda: {{ name: f, memory: 512 MB, init: 2 s, {settings} }}");
        Case {
            traffic: "requests: 100M per day",
            components: &components,
            ..PLAIN
        }
        .priced()
    };
    let rare = function("invocations: every 20 minutes");
    assert_eq!(quantity(&rare, "lambda.requests.x86"), dec("2190"));
    assert_eq!(quantity(&rare, GB_SECONDS), dec("2737.5"));
    assert!(assumes(
        &rare,
        &["`f` at `t`: 100 % of invocations start cold; an idle environment"]
    ));
    assert!(assumes(&rare, &["`f` runs every 20 minutes."]));
    assert!(assumes(&rare, &["for which 1 environment suffices"]));
    let same = function("invocations: cron(0/20 * * * ? *)");
    assert_eq!(quantity(&same, GB_SECONDS), dec("2737.5"));
    // An environment that lives for 20 minutes is only replaced every two hours: 365 of 2,190 starts.
    let kept = function("invocations: every 20 minutes, idle_lifetime: 20 min");
    assert_near(quantity(&kept, GB_SECONDS), "912.5"); // 2,190 × 0.25 + 365 × 1
    assert!(assumes(&kept, &["16.67 % of invocations start cold"]));
    // One kept ready serves them all.
    let ready =
        function("invocations: every 20 minutes, provisioned_concurrency: { environments: 1 }");
    assert_eq!(quantity(&ready, GB_SECONDS), dec("0"));
    let scheduler = Case {
        components: "eventbridge: { schedules: every 20 minutes }",
        ..PLAIN
    }
    .priced();
    assert_eq!(quantity(&scheduler, "eventbridge.scheduler"), dec("2190"));
    let wrong = Case {
        components: "lambda: { memory: 512 MB, invocations: every now and then }",
        ..PLAIN
    };
    assert!(wrong.refused().contains("`every 20 minutes`"));
}

/// A job of 15 minutes every 5 has three at once, without the spread of random arrivals.
#[test]
fn runs_of_a_schedule_overlap_by_their_length() {
    let estimate = Case {
        components: "lambda: { name: f, memory: 1 GB, duration: 15 min, init: 1 s, invocations: every 5 minutes }",
        ..PLAIN
    }
    .priced();
    let words = ["3 invocations run at once", "3 environments suffice"];
    assert!(assumes(&estimate, &words), "{:?}", estimate.assumptions);
    // Each of the three is replaced every two hours: 3 × 365 starts beside 8,760 × 900 s.
    assert_near(quantity(&estimate, GB_SECONDS), "7885095");
}
