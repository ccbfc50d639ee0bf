//! Functions and the connections a database has for them.

use super::{added, of_code};
use crate::common::{components_with, only, scenario};

/// db.t3.micro has 1 GiB: 2^30 ÷ 9,531,392 = 112 connections of PostgreSQL, 80 % of them 89.6, and
/// 2^30 ÷ 12,582,880 = 85 of MySQL, 80 % of them 68. Requests take 0.5 s.
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
    // 180 × 0.5 = 90 at once. A proxy of two vCPU: 2 × 0.015 × 730.
    let near = at("requests: 180 per second", &postgres);
    assert_eq!(
        added(&near, code, &["`f`", "90 times", "takes 112"]),
        "21.9"
    );
    assert_eq!(
        of_code(&at("requests: 179 per second", &postgres), code),
        None
    );
    // A third of it, but provisioned for three times the mean.
    let peak = at("requests: 60 per second, peak: 3x", &postgres);
    assert_eq!(added(&peak, code, &["90 times"]), "21.9");
    let mysql = list("mysql", "db.t3.micro");
    assert!(of_code(&at("requests: 136 per second", &mysql), code).is_some());
    assert_eq!(of_code(&at("requests: 135 per second", &mysql), code), None);
    // 16 GiB are 1,802 connections; four vCPU: 4 × 0.015 × 730.
    let large = list("postgres", "db.m5.xlarge");
    let large_near = at("requests: 3000 per second", &large);
    assert_eq!(
        added(&large_near, code, &["1,500 times", "takes 1802"]),
        "43.8"
    );
    let proxied = postgres.replace(" ]", ", rds_proxy: { for: rds } ]");
    for settled in [&proxied, &large] {
        assert_eq!(
            of_code(&at("requests: 180 per second", settled), code),
            None
        );
    }
}

/// db.r6g.large has 16 GiB, 1,802 connections, of which 80 % are 1,441.6: 2,884 requests a second of
/// 0.5 s. Its two vCPU: 2 × 0.015 × 730.
#[test]
fn functions_and_the_connections_of_a_cluster() {
    let code = "connections-near-limit";
    let at = |requests: &str, cluster: &str| {
        let prices = "prices: { source: s, overrides: { \
                      aurora.instance.postgresql.r6g.large: $0.26 per hour } }";
        let list = format!("[ lambda: {{ name: f, memory: 512 MB }}, aurora: {{ {cluster} }} ]");
        only(&components_with(&list, prices, requests)).warnings
    };
    let large = "name: db, engine: postgres, class: db.r6g.large";
    let near = at("2884 per second", large);
    assert_eq!(
        added(&near, code, &["`f`", "1,442 times", "takes 1802"]),
        "21.9"
    );
    assert_eq!(of_code(&at("2883 per second", large), code), None);
}
