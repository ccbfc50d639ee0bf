//! DynamoDB beyond standard tables in one region, against figures worked by hand.

mod common;

use breakeven::catalog::Catalog;
use breakeven::estimate::{Estimate, Selection, estimate};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use common::{components, components_with, dec, only, total, usage};

fn table(settings: &str) -> Estimate {
    only(&components(&format!("[ dynamodb: {{ {settings} }} ]")))
}

fn always_free(settings: &str) -> Estimate {
    let list = format!("[ dynamodb: {{ {settings} }} ]");
    only(&components_with(&list, "free_tier: always", "1 per month"))
}

/// Half a million eventual read units at 0.155/M, a million write units at 0.78/M, 100 GB at 0.10;
/// the free 25 GB are of standard tables.
#[test]
fn infrequent_access_has_cheap_storage_and_dear_requests() {
    let settings = "class: standard-ia, reads: 1M per month, writes: 1M per month, storage: 100 GB";
    let estimate = always_free(settings);
    assert_eq!(usage(&estimate, "dynamodb.ondemand.read.ia"), dec("0.0775"));
    assert_eq!(usage(&estimate, "dynamodb.ondemand.write.ia"), dec("0.78"));
    assert_eq!(usage(&estimate, "dynamodb.storage.ia"), dec("10"));
    assert_eq!(total(&estimate), dec("10.8575"));
}

/// Two units for each transaction of 1 KB: 2M × 0.625/M. 100 units for 730 hours at 0.00065; the
/// free 25 units are ordinary ones.
#[test]
fn writes_of_a_global_table_are_replicated_writes() {
    let estimate = table("replicated: true, writes: 1M per month, transactional_writes: true");
    assert_eq!(
        usage(&estimate, "dynamodb.ondemand.write.replicated"),
        dec("1.25")
    );
    let settings = "capacity: provisioned, replicated: true, write_capacity: 100";
    let estimate = always_free(settings);
    assert_eq!(
        usage(&estimate, "dynamodb.provisioned.write.replicated"),
        dec("47.45")
    );
    assert_eq!(total(&estimate), dec("47.45"));
    let said = "`dynamodb`: `write_capacity` are all replicated writes of this region; its \
                replicas elsewhere and the transfer to them are not counted.";
    assert!(
        estimate.assumptions.iter().any(|a| a == said),
        "{:?}",
        estimate.assumptions
    );
    // Reads are the same as of any table.
    let reads = table("replicated: true, reads: 1M per month, read_consistency: strong");
    assert_eq!(usage(&reads, "dynamodb.ondemand.read"), dec("0.125"));
}

#[test]
fn backups_and_transfers_have_their_prices() {
    let settings = "storage: 100 GB, point_in_time_recovery: true, backup: 50 GB, restored: 10 GB,
                    exported: 1 GB per day, imported: 20 GB";
    let estimate = table(settings);
    assert_eq!(usage(&estimate, "dynamodb.pitr"), dec("20"));
    assert_eq!(usage(&estimate, "dynamodb.backup"), dec("5"));
    assert_eq!(usage(&estimate, "dynamodb.restore"), dec("1.5"));
    // 730 ÷ 24 GB at 0.10.
    assert_eq!(
        usage(&estimate, "dynamodb.export").round_dp(6),
        dec("3.041667")
    );
    assert_eq!(usage(&estimate, "dynamodb.import"), dec("3"));
    assert_eq!(usage(&estimate, "dynamodb.storage.standard"), dec("25"));
}

/// 4M − 2.5M calls at 0.20/M.
#[test]
fn reads_of_a_stream_have_an_allowance() {
    assert_eq!(
        total(&always_free("stream_reads: 4M per month")),
        dec("0.3")
    );
    assert_eq!(total(&table("stream_reads: 4M per month")), dec("0.8"));
}

#[test]
fn a_key_no_source_prices_ends_the_estimate() {
    let settings = "class: standard-ia, capacity: provisioned, read_capacity: 10";
    let scenario = components(&format!("[ dynamodb: {{ {settings} }} ]"));
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let error = estimate(&scenario, &catalog, &Selection::default()).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("dynamodb.provisioned.read.ia"), "{error}");
}

#[test]
fn recovery_needs_the_size_of_the_table() {
    let text = "name: Test\nregion: us-east-1\ntraffic: { t: { requests: 1 per day } }\n\
                architectures: { a: { components: [ dynamodb: { point_in_time_recovery: true } ] } }\n";
    let faults = Scenario::parse(Source::new("test.yaml", text)).unwrap_err();
    let faults = faults.to_string();
    assert!(
        faults.contains("`point_in_time_recovery` needs `storage`"),
        "{faults}"
    );
}
