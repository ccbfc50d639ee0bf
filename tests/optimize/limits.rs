//! Constraints leave out what they should, and say so.

use crate::{choices, search, text};
use breakeven::optimize::{Level, Optimum};
use rust_decimal::Decimal;

fn excluded(found: &Optimum) -> Vec<(&'static str, u64)> {
    let reasons = found.searched[0].excluded.iter();
    reasons
        .map(|reason| (reason.code, reason.configurations))
        .collect()
}

fn kept(found: &Optimum) -> Vec<String> {
    let mut kept: Vec<String> = found.best.iter().map(choices).collect();
    kept.sort();
    kept
}

const TASKS: &str = "[ fargate: { name: api, cpu: 0.25 vCPU, memory: 1 GB, scaling: { min: 1 }, public_ipv4: 0 }, \
                     rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 } ]";

fn tasks(vary: &str, constraints: &str) -> Optimum {
    let search_over = format!("{{ vary: [ {vary} ], constraints: {constraints} }}");
    search(&text(TASKS, &search_over), 100)
}

const MIN: &str = "{ setting: architectures.a.components.api.scaling.min, values: [1, 2, 3] }";
const ZONES: &str =
    "{ setting: architectures.a.components.rds.deployment, values: [single-az, multi-az] }";

#[test]
fn zones_want_as_many_tasks_and_a_database_in_several() {
    let found = tasks(&format!("{MIN}, {ZONES}"), "{ zones: 2 }");
    assert_eq!(
        kept(&found),
        ["min=2 deployment=multi-az", "min=3 deployment=multi-az"]
    );
    assert_eq!(excluded(&found), [("zones", 4)]);
    // What does not vary breaks it everywhere.
    let found = tasks(MIN, "{ zones: 2 }");
    assert_eq!(excluded(&found), [("zones", 3)]);
    assert!(found.best.is_empty() && found.front.is_empty());
}

/// 3 M a month are 1.1416 a second on average; 1.8 times that in the busiest hour, 1.5 times in its
/// busiest minutes: 3.082. At 40 ms that is 0.1233 vCPU; one task of 0.25 has 50.7 % to spare, two
/// have 75.3 %, three 83.6 %.
#[test]
fn headroom_is_what_tasks_have_to_spare_at_the_peak() {
    let found = tasks(MIN, "{ peak_headroom: 75% }");
    assert_eq!(kept(&found), ["min=2", "min=3"]);
    assert_eq!(excluded(&found), [("peak-headroom", 1)]);
    let spare: Vec<Level> = found.front.iter().map(|c| c.qualities[0]).collect();
    let [Level::Known(two), Level::Known(three)] = spare[..] else {
        panic!("{spare:?}");
    };
    let shown = |spare: Decimal| spare.round_dp(3).to_string();
    assert_eq!((shown(two), shown(three)), ("0.753".into(), "0.836".into()));
}

#[test]
fn tasks_that_can_not_carry_the_traffic_are_left_out_unless_allowed() {
    let components = "[ fargate: { name: api, cpu: 0.25 vCPU, memory: 1 GB, scaling: { min: 1, cpu_time: 400 ms }, public_ipv4: 0 } ]";
    let most = "vary: [ { setting: architectures.a.components.api.scaling.max, values: [1, 20] } ]";
    let found = search(&text(components, &format!("{{ {most} }}")), 9);
    assert_eq!(kept(&found), ["max=20"]);
    assert_eq!(excluded(&found), [("capacity-saturated", 1)]);
    let allowed = format!("{{ {most}, constraints: {{ saturated: true }} }}");
    assert_eq!(search(&text(components, &allowed), 9).best.len(), 2);
}

const FUNCTION: &str = "[ lambda: { memory: 512 MB, init: 1 s, cold_starts: 2% } ]";

fn function(vary: &str, more: &str) -> Optimum {
    let path = "architectures.a.components.lambda";
    let search_over = format!("{{ vary: [ {{ setting: {path}.{vary} }} ], {more} }}");
    search(&text(FUNCTION, &search_over), 100)
}

#[test]
fn functions_keep_to_duration_cold_starts_and_processor() {
    // 200 ms with 512 MB; 400 ms with 256 MB, 800 ms with 128 MB when all of it takes the CPU.
    let found = function(
        "memory, values: [128 MB, 256 MB, 512 MB]",
        "cpu_bound: 100%, constraints: { duration: 400 ms }",
    );
    assert_eq!(kept(&found), ["memory=256 MB", "memory=512 MB"]);
    assert_eq!(excluded(&found), [("duration", 1)]);
    let cold = "constraints: { cold_starts: 5% }";
    let found = function("cold_starts, values: [1%, 5%, 6%]", cold);
    assert_eq!(kept(&found), ["cold_starts=1%", "cold_starts=5%"]);
    let found = function(
        "architecture, values: [x86, arm]",
        "constraints: { arm: false }",
    );
    assert_eq!(
        (kept(&found), excluded(&found)),
        (vec!["architecture=x86".to_owned()], vec![("arm", 1)])
    );
}

/// Twenty a day come 1.2 hours apart: nearly each finds its environment gone after six minutes. At 3 M
/// a month environments are kept busy.
#[test]
fn cold_starts_follow_the_traffic_where_they_are_not_stated() {
    let cold = |requests: &str| {
        let search_over = "{ vary: [ { setting: architectures.a.components.lambda.architecture, values: [x86, arm] } ], \
                           qualities: [cold_starts] }";
        let text = text("[ lambda: { memory: 512 MB } ]", search_over);
        let found = search(&text.replace("3M per month", requests), 1);
        match found.best[0].qualities[0] {
            Level::Known(share) => -share,
            other => panic!("{other:?}"),
        }
    };
    assert!(cold("20 per day") > Decimal::new(8, 1));
    assert!(cold("3M per month") < Decimal::new(1, 2));
}

#[test]
fn without_a_list_of_settings_they_follow_from_the_components() {
    let components = "[ fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, scaling: {}, public_ipv4: 1 }, alb: {}, \
                      rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 } ]";
    let found = search(&text(components, "{}"), 3);
    let varied: Vec<String> = found.searched[0]
        .varied
        .iter()
        .map(|v| format!("{} {}", v.setting.rsplit('.').next().unwrap(), v.values))
        .collect();
    // 3 + 4 + 7 + 13 + 23 sizes up to 4 vCPU.
    assert_eq!(varied, ["size 50", "min 3", "platform 2", "class 2"]);
    assert_eq!(found.searched[0].configurations, 600);
    assert_eq!(found.searched[0].priced, 302);
}
