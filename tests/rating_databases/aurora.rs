//! Aurora, provisioned and serverless, and its proxy.

use super::{codes, missing, priced};
use crate::common::{components_with, dec, only, scenario, total, usage};
use crate::program::{Folder, run};

const ACU: &str = "aurora.sv2.acu.postgresql";

/// 0.12 per ACU-hour.
#[test]
fn serverless_capacity_is_billed_by_its_average() {
    let cost = |capacity: &str, average: &str| {
        let list =
            format!("[aurora: {{ engine: postgres, capacity: {capacity}, average: {average} }}]");
        usage(&priced(&list), ACU)
    };
    // 1.5 × 730 × 0.12.
    assert_eq!(cost("0.5..4 ACU", "1.5 ACU"), dec("131.4"));
    // 0.5 × 730 × 0.12.
    assert_eq!(cost("0.5..4 ACU", "0.5 ACU"), dec("43.8"));
    assert_eq!(cost("2..4 ACU", "2 ACU"), dec("175.2"));
    // Paused four fifths of the time: 0.1 × 730 × 0.12.
    assert_eq!(cost("0..4 ACU", "0.1 ACU"), dec("8.76"));
}

#[test]
fn an_average_may_be_a_range_and_differ_by_traffic() {
    let text = "
name: Range
region: us-east-1
free_tier: none
traffic: { low: { requests: 1 per day }, high: { requests: 9 per day } }
architectures:
  a:
    components:
      - aurora:
          engine: postgres
          capacity: 0.5..8 ACU
          average: { low: 0.5..1 ACU, high: 4 ACU }
";
    let estimates = crate::common::price(&scenario(text));
    let low = &estimates[0].monthly_cost;
    // 0.5, 0.75 and 1 × 730 × 0.12.
    assert_eq!(low.low.amount(), dec("43.8"));
    assert_eq!(low.expected.amount(), dec("65.7"));
    assert_eq!(low.high.amount(), dec("87.6"));
    assert_eq!(total(&estimates[1]), dec("350.4"));
}

/// Readers are instances of their own, each with its least capacity: (2 + 1 + 1) × 730 × 0.12, and
/// (2 + 2 × 0.5) × 730 × 0.12.
#[test]
fn readers_are_further_instances() {
    let with = |readers: &str| {
        let list = format!(
            "[aurora: {{ engine: postgres, capacity: 0.5..4 ACU, average: 2 ACU, {readers} }}]"
        );
        usage(&priced(&list), ACU)
    };
    assert_eq!(with("readers: 2, reader_average: 1 ACU"), dec("350.4"));
    assert_eq!(with("readers: 2, reader_average: 0.5 ACU"), dec("262.8"));
    // Like the writer unless stated: 3 × 2 × 730 × 0.12.
    assert_eq!(with("readers: 2"), dec("525.6"));
}

#[test]
fn standard_clusters_pay_for_requests_and_io_optimized_ones_for_dearer_capacity() {
    let standard = priced(
        "[aurora: { engine: postgres, capacity: 2 ACU, storage: 100 GB,
            io_requests: 50M per month }]",
    );
    assert_eq!(usage(&standard, ACU), dec("175.2"));
    assert_eq!(usage(&standard, "aurora.storage.standard"), dec("10"));
    // 50 million × 0.20 per million.
    assert_eq!(usage(&standard, "aurora.io"), dec("10"));
    let optimized = priced(
        "[aurora: { engine: postgres, capacity: 2 ACU, storage: 100 GB,
            storage_type: io-optimized }]",
    );
    // 2 × 730 × 0.16.
    assert_eq!(
        usage(&optimized, "aurora.sv2.acu.io.postgresql"),
        dec("233.6")
    );
    assert_eq!(usage(&optimized, "aurora.storage.io"), dec("22.5"));
    assert_eq!(optimized.charges.len(), 2);
    assert!(codes(&optimized).is_empty());
    // Requests left out may be most of the bill, so their absence is not silent.
    let silent = priced("[aurora: { engine: postgres, capacity: 2 ACU, storage: 100 GB }]");
    assert_eq!(codes(&silent), ["io-requests-not-counted"]);
}

/// Backups are free up to the storage of each cluster: the second one's 150 GB are charged, although
/// the first one's storage would cover them. 150 × 0.021.
#[test]
fn free_backups_are_not_shared_between_clusters() {
    let list = "[
        aurora: { name: a, engine: postgres, capacity: 1 ACU, storage: 200 GB, backup: 10 GB,
                  io_requests: 0 per month },
        aurora: { name: b, engine: mysql, capacity: 1 ACU, storage: 50 GB, backup: 200 GB,
                  io_requests: 0 per month }]";
    assert_eq!(usage(&priced(list), "aurora.backup"), dec("3.15"));
}

/// 0.35 per million up to a billion, then 0.20; 35 KB count as two requests.
#[test]
fn data_api_requests_count_per_32_kilobytes() {
    let cost = |rest: &str| {
        let list = format!("[aurora: {{ engine: mysql, capacity: 1 ACU, data_api: {rest} }}]");
        usage(&priced(&list), "aurora.dataapi")
    };
    assert_eq!(cost("2M per month, data_api_size: 35 KB"), dec("1.4"));
    assert_eq!(cost("2M per month, data_api_size: 32 KB"), dec("0.7"));
    assert_eq!(cost("2B per month"), dec("550"));
}

const PROVISIONED: &str = "aurora: { engine: postgres, class: db.r6g.large, readers: 1,
    storage: 10 GB, storage_type: io-optimized }";

#[test]
fn provisioned_instances_need_a_price_of_ones_own() {
    assert_eq!(
        missing(&format!("[{PROVISIONED}]")),
        "aurora.instance-io.postgresql.r6g.large"
    );
    let standard = PROVISIONED.replace("io-optimized", "standard");
    assert_eq!(
        missing(&format!("[{standard}]")),
        "aurora.instance.postgresql.r6g.large"
    );
    let options = "free_tier: none\nprices:\n  source: Price List\n  overrides:\n    \
                   aurora.instance-io.postgresql.r6g.large: $0.338 per hour";
    let list = format!("[{PROVISIONED}]");
    let estimate = only(&components_with(&list, options, "1 per day"));
    // A writer and a reader: 2 × 730 × 0.338; 10 × 0.225.
    let instances = usage(&estimate, "aurora.instance-io.postgresql.r6g.large");
    assert_eq!(instances, dec("493.48"));
    assert_eq!(total(&estimate), dec("495.73"));
}

#[test]
fn a_missing_price_ends_the_program_with_3_and_tells_what_to_do() {
    let folder = Folder::new("aurora-provisioned");
    let text = format!(
        "name: A\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
         architectures: {{ a: {{ components: [ {PROVISIONED} ] }} }}\n"
    );
    let file = folder.file("a.yaml", &text);
    let ran = run(&["estimate", &file]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    for part in [
        "no price for `aurora.instance-io.postgresql.r6g.large` in us-east-1",
        "prices.overrides",
        "Field=instanceType,Value=db.r6g.large",
        "Value=Aurora PostgreSQL",
    ] {
        assert!(ran.stderr.contains(part), "{part}\n{}", ran.stderr);
    }
    let given = format!(
        "{text}prices: {{ source: me, overrides: {{ aurora.instance-io.postgresql.r6g.large: $0.338 per hour }} }}\n"
    );
    assert_eq!(run(&["estimate", &folder.file("b.yaml", &given)]).code, 0);
}

/// 0.015 per ACU-hour, eight at least: 8 × 730 × 0.015 = 87.60, which a public text has too.
#[test]
fn a_proxy_of_serverless_bills_eight_units_at_least() {
    let cost = |list: &str| usage(&priced(list), "rds.proxy.acu");
    let before = |average: &str| {
        format!(
            "[aurora: {{ name: db, engine: postgres, capacity: 0.5..16 ACU, average: {average} }},
              rds_proxy: {{ for: db }}]"
        )
    };
    assert_eq!(cost(&before("2 ACU")), dec("87.6"));
    assert_eq!(cost(&before("10 ACU")), dec("109.5"));
    // Readers count: (6 + 6) × 730 × 0.015.
    assert_eq!(cost(&before("6 ACU, readers: 1")), dec("131.4"));
    assert_eq!(cost("[rds_proxy: { acu: 12 ACU }]"), dec("131.4"));
    assert_eq!(cost("[rds_proxy: { acu: 0.5 ACU }]"), dec("87.6"));
}

/// All instances of a provisioned cluster: 2 × 2 vCPU × 730 × 0.015.
#[test]
fn a_proxy_of_provisioned_instances_bills_all_their_vcpus() {
    let options = "free_tier: none\nprices:\n  source: Price List\n  overrides:\n    \
                   aurora.instance-io.postgresql.r6g.large: $0.338 per hour";
    let list = format!(
        "[{}, rds_proxy: {{ for: db }}]",
        PROVISIONED.replace("engine:", "name: db, engine:")
    );
    let estimate = only(&components_with(&list, options, "1 per day"));
    assert_eq!(usage(&estimate, "rds.proxy"), dec("43.8"));
}

#[test]
fn a_proxy_keeps_a_database_from_pausing() {
    let list = "[aurora: { name: db, engine: postgres, capacity: 0..4 ACU, average: 0 ACU },
                 rds_proxy: { for: db }]";
    let estimate = priced(list);
    assert_eq!(usage(&estimate, ACU), dec("43.8"));
    assert_eq!(codes(&estimate), ["auto-pause-prevented"]);
    // Another database's proxy does not.
    let list = "[aurora: { name: db, engine: postgres, capacity: 0..4 ACU, average: 0 ACU },
                 rds_proxy: { vcpu: 2 }]";
    let estimate = priced(list);
    assert_eq!(usage(&estimate, ACU), dec("0"));
    assert!(codes(&estimate).is_empty());
}
