//! Cold starts as a quality and as a constraint: one model, that of the estimate.

use crate::{search, text};
use breakeven::optimize::{Level, Optimum};
use rust_decimal::Decimal;

/// 300 requests a day, spread evenly: 12.5 an hour.
fn rare(function: &str, more: &str) -> Optimum {
    let vary =
        "vary: [ { setting: architectures.a.components.lambda.architecture, values: [x86, arm] } ]";
    let search_over = format!("{{ {vary}, qualities: [cold_starts]{more} }}");
    let components = format!("[ lambda: {{ memory: 512 MB, init: 1 s{function} }} ]");
    let text = text(&components, &search_over);
    search(
        &text.replace(
            "requests: 3M per month",
            "requests: 300 per day, shape: flat",
        ),
        2,
    )
}

fn share(found: &Optimum) -> Decimal {
    match found.best[0].qualities[0] {
        Level::Known(share) => -share,
        other => panic!("{other:?}"),
    }
}

/// Arrivals are random: one finds its environment gone when none came in its idle lifetime, which has
/// the chance e^(−12.5 × idle ÷ 3,600): e^(−0.20833) = 0.81194 for a minute, e^(−1.25) = 0.28650 for
/// six, e^(−12.5) = 0.0000037 for an hour.
#[test]
fn they_follow_the_idle_lifetime() {
    let found = |idle: &str| share(&rare(&format!(", idle_lifetime: {idle}"), ""));
    assert_eq!(found("60 s").round_dp(4), Decimal::new(8_119, 4));
    assert_eq!(found("360 s").round_dp(4), Decimal::new(2_865, 4));
    assert_eq!(found("3600 s").round_dp(6), Decimal::new(4, 6));
}

/// 120,000 invocations of 200 ms an hour keep environments busy; with even traffic only those start that
/// replace one whose life is over: half the life means twice the starts.
#[test]
fn they_follow_the_life_of_an_environment() {
    let found = |life: &str| {
        let components =
            format!("[ lambda: {{ memory: 512 MB, init: 1 s, environment_life: {life} }} ]");
        let search_over = "{ vary: [ { setting: architectures.a.components.lambda.architecture, values: [x86, arm] } ], \
                           qualities: [cold_starts] }";
        let text = text(&components, search_over);
        let often = "requests: 2880000 per day, shape: flat";
        share(&search(&text.replace("requests: 3M per month", often), 1))
    };
    let (whole, half) = (found("2 h"), found("1 h"));
    assert!(whole > Decimal::ZERO, "{whole}");
    let twice = whole + whole;
    assert!(
        (half - twice).abs() <= Decimal::new(1, 12),
        "{half} {twice}"
    );
}

/// Five environments have time for 5 × 3,600 ÷ 0.2 = 90,000 invocations an hour, against 12.5: none
/// starts cold, and the constraint holds.
#[test]
fn provisioned_environments_start_none() {
    let kept = ", provisioned_concurrency: { environments: 5 }";
    let found = rare(kept, ", constraints: { cold_starts: 1% }");
    assert_eq!(found.best.len(), 2);
    assert_eq!(share(&found), Decimal::ZERO);
    assert_eq!(found.searched[0].excluded, []);
}

/// A quarter runs on demand, and of that the stated tenth starts cold: 2.5 % of all.
#[test]
fn of_a_stated_share_only_what_runs_on_demand_counts() {
    let kept = ", cold_starts: 10%, provisioned_concurrency: { environments: 1, handles: 75% }";
    assert_eq!(share(&rare(kept, "")), Decimal::new(25, 3));
    let found = rare(kept, ", constraints: { cold_starts: 2% }");
    assert_eq!(found.best, []);
    let excluded = &found.searched[0].excluded;
    assert_eq!(excluded[0].code, "cold-starts");
    assert!(
        excluded[0].example.starts_with("2.5% of the invocations"),
        "{excluded:?}"
    );
}
