//! How warnings are settled, merged and shown.

use super::{TASKS, of_code, settled, warnings};
use crate::common::{components, components_with, dec, free, only, price, scenario, shipped};
use crate::program::run;
use breakeven::catalog::{Catalog, PriceBook};
use breakeven::estimate::{Estimate, Selection, estimate};
use breakeven::report;
use std::collections::BTreeSet;

#[test]
fn what_no_price_belongs_to_is_settled_too() {
    let lambda = |more: &str| format!("[ lambda: {{ memory: 512 MB{more} }} ]");
    let cold = of_code(&warnings(&lambda("")), "cold-starts-not-counted").unwrap();
    // 300,000 requests in the month follow the daily wave: an hour of weight w has 410.96 w of them, and
    // starts e^(−41.096 w) cold; over the month 1.19841, of 2 s and 0.5 GB at 0.0000166667.
    let amount = cold.amount.unwrap().amount();
    assert_eq!(amount.round_dp(9), dec("0.000019974"));
    assert!(
        cold.message.contains("the amount is for 2 s each"),
        "{cold:?}"
    );
    assert_eq!(cold.settled_by.as_deref(), Some("`lambda.init`"));
    // Worked out from the traffic, or as a share.
    settled("cold-starts-not-counted", &[&lambda(", init: 1 s")]);
    let counted = lambda(", init: 1 s, cold_starts: 1%");
    settled("cold-starts-not-counted", &[&counted]);
    let legacy = only(&components_with(
        &counted,
        "free_tier: legacy-12-month",
        "1 per day",
    ));
    let legacy = of_code(&legacy.warnings, "legacy-free-tier").unwrap();
    assert_eq!(legacy.settled_by.as_deref(), Some("`free_tier`"));
    // Functions have always-free allowances alone.
    assert_eq!((legacy.amount, legacy.is_included), (None, false));
    let mixed = "month: { hours: 730 h, days: 30 days }";
    let mixed = only(&components_with(&counted, mixed, "1 per day"));
    let mixed = of_code(&mixed.warnings, "mixed-month").unwrap();
    assert_eq!(mixed.settled_by.as_deref(), Some("`month`"));
}

/// Twelve months of a load balancer, beside a gigabyte of a table that is always free.
#[test]
fn the_twelve_month_tier_says_what_it_takes_off() {
    let at = |day: &str| {
        let list = "[ alb: {}, dynamodb: { storage: 1 GB, reads: 1 per request } ]";
        let under = format!("free_tier: legacy-12-month\n{day}");
        let estimate = only(&components_with(list, &under, "1 per day"));
        // 1 × 0.25 is always free.
        assert_eq!(free(&estimate, "dynamodb.storage.standard"), dec("-0.25"));
        of_code(&estimate.warnings, "legacy-free-tier").unwrap()
    };
    for (day, said) in [
        ("", "ended for every account on 2026-07-15"),
        ("as_of: 2026-07-14", "ends for every account on 2026-07-15"),
        ("as_of: 2026-07-15", "ended for every account on 2026-07-15"),
    ] {
        let warning = at(day);
        assert!(warning.message.contains(said), "{day}: {warning:?}");
        assert!(warning.is_included);
        // 730 × 0.0225 of hours; the capacity units of one request a day are far below a cent.
        assert_eq!(warning.amount.unwrap().cents(), dec("16.43"), "{day}");
    }
}

/// A price that is not known leaves the warning, or another way to settle it.
#[test]
fn a_missing_price_is_said_so() {
    let text = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let without = |keys: &[&str]| {
        let gone = keys.iter().fold(text.clone(), |text, key| {
            let key = format!("\"key\": \"{key}\"");
            assert!(text.contains(&key));
            text.replacen(&key, &key.replace(".hour", ".hoor"), 1)
        });
        Catalog::of_book(PriceBook::parse("cut", gone).unwrap()).unwrap()
    };
    let private = components(&format!("[ fargate: {{ {TASKS}, public_ipv4: 0 }} ]"));
    let warned = |keys: &[&str]| {
        let estimates = estimate(&private, &without(keys), &Selection::default()).unwrap();
        of_code(&estimates[0].warnings, "private-without-egress").unwrap()
    };
    let endpoints = warned(&["nat.hour"]);
    assert_eq!(endpoints.amount.unwrap().to_string(), "43.8");
    let neither = warned(&["nat.hour", "vpce.interface.hour"]);
    assert_eq!(neither.amount, None);
    assert!(
        neither
            .message
            .ends_with("its price is not known in this region"),
        "{neither:?}"
    );
    // A region without a sourced price of transfer between zones.
    let zurich = "
name: Test
region: eu-central-2
traffic: { t: { requests: 1 per day } }
architectures: { a: { components: [ fargate: { cpu: 1 vCPU, memory: 2 GB, tasks: 2, public_ipv4: 1 },
  rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 } ] } }";
    let warnings = only(&scenario(zurich)).warnings;
    let open = of_code(&warnings, "zone-traffic-not-stated").unwrap();
    assert!(
        open.message
            .ends_with("its price is not known in this region"),
        "{open:?}"
    );
    assert_eq!(open.amount, None);
}

#[test]
fn the_shipped_scenarios_leave_open_what_is_known() {
    let codes = |name: &str| {
        let estimates = price(&shipped(name));
        let of = |estimate: &Estimate| {
            let codes = estimate.warnings.iter().map(|w| w.code.code());
            let codes: Vec<&str> = codes.collect();
            let distinct: BTreeSet<&str> = codes.iter().copied().collect();
            assert_eq!(distinct.len(), codes.len(), "{name}: {codes:?}");
            distinct
        };
        estimates.iter().flat_map(of).collect::<BTreeSet<_>>()
    };
    let habit_tracker = [
        "cold-starts-not-counted",
        "container-insights-not-stated",
        "function-egress-not-stated",
        "log-storage-not-counted",
        "low-utilisation",
        "single-task",
        "zone-traffic-not-stated",
    ];
    assert_eq!(codes("habit-tracker"), BTreeSet::from(habit_tracker));
    let mut documented = BTreeSet::from(habit_tracker);
    documented.extend([
        // Its transfer is that of one level.
        "egress-not-stated",
        "mixed-month",
        "no-public-ipv4",
        "overridden-price",
        "private-without-egress",
    ]);
    assert_eq!(codes("habit-tracker-as-documented"), documented);
    assert_eq!(
        codes("small-api"),
        BTreeSet::from([
            "cold-starts-not-counted",
            "container-insights-not-stated",
            "low-utilisation",
        ])
    );
}

/// 17 KB × 12 × 0.03 of each request: at 36,500 ÷ 12, 3,650,000 ÷ 12 and 36,500,000 ÷ 12 requests.
#[test]
fn a_warning_of_several_estimates_is_shown_once() {
    let estimates = price(&shipped("habit-tracker"));
    let shared = report::warnings(&estimates);
    let logs = shared
        .iter()
        .filter(|w| w.code.code() == "log-storage-not-counted");
    let logs: Vec<_> = logs.collect();
    assert_eq!(logs.len(), 1);
    let (least, most) = logs[0].amounts.unwrap();
    assert_eq!((least.cents(), most.cents()), (dec("0.02"), dec("17.75")));
    let text = run(&["compare", "scenarios/habit-tracker.yaml"]).stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(
        "(+$0.02 to +$17.75 a month; settled by `cloudwatch.retention` or `cloudwatch.logs_stored`)"
    ));
    assert!(text.contains("(up to +$1.02 a month; settled by `data_transfer.inter_zone`"));
}
