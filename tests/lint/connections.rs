//! Functions and the connections a database has for them.

use super::{added, of_code};
use crate::common::{only, scenario};

/// db.t3.micro has 1 GiB: 2^30 ÷ 9,531,392 = 112 connections of PostgreSQL, 80 % of them 89.6, and
/// 2^30 ÷ 12,582,880 = 85 of MySQL, 80 % of them 68. Requests take 0.5 s, so that a rate of 140 a second
/// has 70 in flight, which take 70 + 2.33 × √70 = 89.49, or 90 environments; 139 take 88.92.
#[test]
fn functions_and_the_connections_of_their_database() {
    let code = "connections-near-limit";
    let at = |traffic: &str, list: &str| {
        only(&scenario(&format!(
            "name: Test\nregion: us-east-1\nfree_tier: none\n\
             request: {{ duration: 500 ms, response: 1 KB }}\ntraffic: {{ t: {{ {traffic} }} }}\n\
             architectures: {{ a: {{ components: {list} }} }}\n"
        )))
        .warnings
    };
    let list = |engine: &str, class: &str| {
        format!(
            "[ lambda: {{ name: f, memory: 512 MB }}, \
                 rds: {{ engine: {engine}, class: {class}, storage: 20 GB gp3 }} ]"
        )
    };
    let postgres = list("postgres", "db.t3.micro");
    // A proxy of two vCPU: 2 × 0.015 × 730.
    let near = at(
        "requests: 140 per second, shape: flat, burst: 1x",
        &postgres,
    );
    assert_eq!(
        added(&near, code, &["`f`", "90 connections", "takes 112"]),
        "21.9"
    );
    assert_eq!(
        of_code(
            &at(
                "requests: 139 per second, shape: flat, burst: 1x",
                &postgres
            ),
            code
        ),
        None
    );
    // The same peak: 51.85 × 1.8 × 1.5 = 140; and 46.67 × 3.
    let diurnal = at("requests: 51.852 per second", &postgres);
    assert_eq!(added(&diurnal, code, &["90 connections"]), "21.9");
    let peak = at("requests: 46.667 per second, peak: 3x", &postgres);
    assert_eq!(added(&peak, code, &["90 connections"]), "21.9");
    // 50.5 + 2.33 × √50.5 = 67.06, and 50 + 2.33 × √50 = 66.48.
    let mysql = list("mysql", "db.t3.micro");
    let flat = |requests: u32| format!("requests: {requests} per second, shape: flat, burst: 1x");
    assert!(of_code(&at(&flat(101), &mysql), code).is_some());
    assert_eq!(of_code(&at(&flat(100), &mysql), code), None);
    // 16 GiB are 1,802 connections; four vCPU: 4 × 0.015 × 730. 1,500 + 2.33 × √1,500 = 1,590.2, of
    // which the account runs 1,000 unless it says otherwise.
    let large = list("postgres", "db.m5.xlarge");
    assert_eq!(of_code(&at(&flat(3_000), &large), code), None);
    let raised = large.replace("512 MB }", "512 MB, account_concurrency: 5000 }");
    let large_near = at(&flat(3_000), &raised);
    assert_eq!(
        added(&large_near, code, &["1,591 connections", "takes 1802"]),
        "43.8"
    );
    // A reservation limits the connections too.
    let reserved = postgres.replace("512 MB }", "512 MB, reserved_concurrency: 50 }");
    assert_eq!(of_code(&at(&flat(140), &reserved), code), None);
    let proxied = postgres.replace(" ]", ", rds_proxy: { for: rds } ]");
    for settled in [&proxied, &large] {
        assert_eq!(of_code(&at(&flat(140), settled), code), None);
    }
}

/// db.r6g.large has 16 GiB, 1,802 connections, of which 80 % are 1,441.6. 2,711 requests a second of
/// 0.5 s: 1,355.5 + 2.33 × √1,355.5 = 1,441.28; 2,710: 1,440.77. Its two vCPU: 2 × 0.015 × 730.
#[test]
fn functions_and_the_connections_of_a_cluster() {
    let code = "connections-near-limit";
    let at = |requests: u32| {
        only(&scenario(&format!(
            "name: Test\nregion: us-east-1\nrequest: {{ duration: 500 ms, response: 1 KB }}\n\
             traffic: {{ t: {{ requests: {requests} per second, shape: flat, burst: 1x }} }}\n\
             prices: {{ source: s, overrides: {{ \
             aurora.instance.postgresql.r6g.large: $0.26 per hour }} }}\n\
             architectures: {{ a: {{ components: [ \
             lambda: {{ name: f, memory: 512 MB, account_concurrency: 5000 }}, \
             aurora: {{ name: db, engine: postgres, class: db.r6g.large }} ] }} }}\n"
        )))
        .warnings
    };
    assert_eq!(
        added(
            &at(2_711),
            code,
            &["`f`", "1,442 connections", "takes 1802"]
        ),
        "21.9"
    );
    assert_eq!(of_code(&at(2_710), code), None);
}

/// Ten tasks of four workers with a pool of two: 80 connections of the 112, of which 89.6 are near. A
/// thousand functions at once are more than there are.
#[test]
fn tasks_open_connections_too() {
    let code = "connections-near-limit";
    let with = |users: &str| {
        only(&scenario(&format!(
            "name: Test\nregion: us-east-1\n\
             request: {{ duration: 500 ms, cpu_time: 50 ms, response: 1 KB }}\n\
             traffic: {{ t: {{ requests: 4000 per second, shape: flat, burst: 1x }} }}\n\
             architectures: {{ a: {{ components: [ {users}, \
             rds: {{ engine: postgres, class: db.t3.micro, storage: 20 GB gp3 }} ] }} }}\n"
        )))
        .warnings
    };
    let tasks = |more: &str| format!("fargate: {{ name: w, cpu: 1 vCPU, memory: 2 GB, {more} }}");
    let stated = |number: u32| tasks(&format!("tasks: {number}, connections: 8"));
    assert_eq!(of_code(&with(&stated(10)), code), None);
    let twelve = with(&stated(12));
    assert_eq!(added(&twelve, code, &["`w`", "96 connections"]), "21.9");
    // Nothing says how many: nothing is said.
    assert_eq!(of_code(&with(&tasks("tasks: 500")), code), None);
    // 4,000 × 50 ms ÷ 700 ms = 285.7 tasks for their vCPUs; 4,000 × 0.5 s ÷ (4 × 0.7) = 714.3 for their
    // workers: 715 of four connections.
    let scaled = with(&tasks(
        "scaling: { workers: 4, scale_in: 0 s, scale_out: 0 s }",
    ));
    assert_eq!(added(&scaled, code, &["`w`", "2,860 connections"]), "21.9");
    // 2,000 in flight, of which the account runs 1,000.
    let function = "lambda: { name: f, memory: 512 MB }";
    let functions = with(function);
    assert_eq!(added(&functions, code, &["1,000 connections"]), "21.9");
    let both = with(&format!("{function}, {}", stated(10)));
    assert_eq!(
        added(&both, code, &["`f` and `w`", "1,080 connections"]),
        "21.9"
    );
}
