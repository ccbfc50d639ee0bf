//! ElastiCache: extended support of its nodes, and ElastiCache Serverless.

use super::priced;
use crate::common::{dec, only, scenario, total, usage};

/// The floors of an empty cache: 0.1 × 0.084 × 730 = 6.132 and 1 × 0.125 × 730 = 91.25.
#[test]
fn a_serverless_cache_has_a_least_amount_of_data() {
    let cost = |engine: &str, data: &str| {
        let list = format!("[elasticache_serverless: {{ engine: {engine}, data: {data} }}]");
        total(&priced(&list))
    };
    assert_eq!(cost("valkey", "0 GB"), dec("6.132"));
    assert_eq!(cost("redis", "0 GB"), dec("91.25"));
    assert_eq!(cost("memcached", "1 MB"), dec("91.25"));
    // 5 × 0.084 × 730.
    assert_eq!(cost("valkey", "5 GB"), dec("306.6"));
    // A set least amount is billed even if unused: 2 × 0.084 × 730; above it, what is stored.
    assert_eq!(cost("valkey", "0 GB, minimum_data: 2 GB"), dec("122.64"));
    assert_eq!(cost("valkey", "5 GB, minimum_data: 2 GB"), dec("306.6"));
}

/// 0.0023 per million ECPUs of Valkey, 0.0034 of Redis OSS.
#[test]
fn a_command_is_an_ecpu_for_each_kilobyte_or_for_its_time() {
    let cost = |engine: &str, rest: &str| {
        let list = format!("[elasticache_serverless: {{ engine: {engine}, data: 1 GB, {rest} }}]");
        let key = format!("elasticache.serverless-ecpu.{engine}");
        usage(&priced(&list), &key)
    };
    assert_eq!(cost("valkey", "commands: 100M per month"), dec("0.23"));
    // 100M × 3.2 KB; fractions count.
    let large = "commands: 100M per month, command_size: 3.2 KB";
    assert_eq!(cost("valkey", large), dec("0.736"));
    assert_eq!(cost("redis", large), dec("1.088"));
    let small = "commands: 100M per month, command_size: 0.2 KB";
    assert_eq!(cost("valkey", small), dec("0.23"));
    // Three times the processor time of a GET is more than the 2 KB moved.
    let slow = "commands: 100M per month, command_size: 2 KB, ecpu: 3";
    assert_eq!(cost("valkey", slow), dec("0.69"));
    // A set least usage: 1,000 × 3,600 × 730 = 2.628 billion; 5 billion used are more.
    let idle = "commands: 100M per month, minimum_ecpu: 1000 per second";
    assert_eq!(cost("valkey", idle), dec("6.0444"));
    assert_eq!(
        cost("valkey", "minimum_ecpu: 1000 per second"),
        dec("6.0444")
    );
    let busy = "commands: 5B per month, minimum_ecpu: 1000 per second";
    assert_eq!(cost("valkey", busy), dec("11.5"));
}

/// 80 % of 0.149 is 0.1192, listed as 0.119, and 160 % is listed as 0.238: × 2 nodes × 730. In
/// Frankfurt no list was read: 80 % of 0.177 is 0.1416, so 0.142 by the same rounding, marked.
#[test]
fn every_redis_node_has_a_price_of_extended_support() {
    let on = |region: &str, day: &str, version: u32, nodes: u32| {
        only(&scenario(&format!(
            "name: T\nregion: {region}\nfree_tier: none\nas_of: {day}\n\
             traffic: {{ t: {{ requests: 1 per day }} }}\narchitectures: {{ a: {{ components: [ \
             elasticache: {{ engine: redis, version: {version}, node: cache.m6g.large, nodes: {nodes} }} \
             ] }} }}\n"
        )))
    };
    let first = "elasticache.extsupport.m6g.large.yr1-2";
    let listed = on("us-east-1", "2027-02-15", 5, 2);
    assert_eq!(usage(&listed, first), dec("173.74"));
    let third = on("us-east-1", "2028-02-01", 5, 2);
    let third = usage(&third, "elasticache.extsupport.m6g.large.yr3");
    assert_eq!(third, dec("347.48"));
    let derived = on("eu-central-1", "2027-02-15", 6, 1);
    assert_eq!(usage(&derived, first), dec("103.66"));
    let codes: Vec<&str> = derived.warnings.iter().map(|w| w.code.code()).collect();
    assert!(codes.contains(&"unverified-price"), "{codes:?}");
}
