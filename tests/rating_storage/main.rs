//! File systems, volumes, registries, secrets, parameters and keys: AWS's own examples, and figures
//! worked by hand.

#[path = "../common/mod.rs"]
mod common;
mod parameters;

use breakeven::estimate::Estimate;
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use common::{components, components_with, dec, free, only, scenario, total, usage};

/// One component at list prices.
fn listed(component: &str) -> Estimate {
    only(&components(&format!("[ {component} ]")))
}

/// One component in a month of 30 days, as AWS's examples count it.
fn in_thirty_days(component: &str) -> Estimate {
    let options = "free_tier: none\nmonth: 30 days";
    only(&components_with(
        &format!("[ {component} ]"),
        options,
        "0 per month",
    ))
}

fn keys(estimate: &Estimate) -> Vec<&str> {
    estimate.charges.iter().map(|c| c.key.as_str()).collect()
}

/// The example of the price page (quoted 2019-07): 100 GB include 5 MB/s, so 10 MB/s are charged as 5.
#[test]
fn provisioned_throughput_is_charged_above_what_the_storage_includes() {
    let efs = |storage: &str| {
        format!("efs: {{ throughput_mode: provisioned, throughput: 10 MB/s, storage: {storage} }}")
    };
    let estimate = listed(&efs("100 GB"));
    assert_eq!(usage(&estimate, "efs.standard.storage"), dec("30"));
    assert_eq!(usage(&estimate, "efs.provisioned"), dec("30"));
    // 400 GB include 20 MB/s.
    assert_eq!(usage(&listed(&efs("400 GB")), "efs.provisioned"), dec("0"));
    // Data in Infrequent Access includes none.
    let cold = efs("100 GB, infrequent_access: { storage: 300 GB }");
    assert_eq!(usage(&listed(&cold), "efs.provisioned"), dec("30"));
}

/// An estimate of AWS's calculator, $25.94: 80 GB Standard, 10 GB Infrequent Access, 10 GB Archive,
/// and 10 GB of everything that can be moved. 24.00 + 0.16 + 0.08 of storage, 0.30 + 0.60 of elastic
/// throughput, 2 × 0.10 and 2 × 0.30 in addition for the two cold classes.
#[test]
fn elastic_reads_of_cold_classes_are_charged_twice() {
    let estimate = only(&scenario(
        "name: Calculator
region: us-east-1
free_tier: none
traffic: { t: { requests: 0 per month } }
architectures:
  a:
    components:
      - efs:
          throughput_mode: elastic
          storage: 80 GB
          read: 10 GB
          written: 10 GB
          infrequent_access: { storage: 10 GB, read: 10 GB, tiered: 10 GB }
          archive: { storage: 10 GB, read: 10 GB, tiered: 10 GB }
prices:
  source: AWS Pricing Calculator, us-east-2
  overrides:
    efs.archive.read: $0.03 per GB
    efs.archive.write: $0.03 per GB
",
    ));
    assert_eq!(total(&estimate), dec("25.94"));
}

#[test]
fn infrequent_access_has_a_price_for_each_way_of_paying() {
    let cold = "storage: 0 GB, infrequent_access: { storage: 1000 GB, read: 50 GB }";
    let bursting = listed(&format!("efs: {{ throughput_mode: bursting, {cold} }}"));
    assert_eq!(usage(&bursting, "efs.ia.storage"), dec("25"));
    assert_eq!(usage(&bursting, "efs.ia.read"), dec("0.5"));
    let elastic = format!("throughput_mode: elastic, read: 50 GB, written: 0 GB, {cold}");
    let regional = listed(&format!("efs: {{ {elastic} }}"));
    assert_eq!(usage(&regional, "efs.ia.et.storage"), dec("16"));
    assert_eq!(usage(&regional, "efs.elastic.read"), dec("1.5"));
    let one_zone = listed(&format!("efs: {{ type: one-zone, {elastic} }}"));
    assert_eq!(usage(&one_zone, "efs.onezone.ia.storage"), dec("13.3"));
    assert_eq!(usage(&one_zone, "efs.onezone.storage"), dec("0"));
}

/// 400 MB are 0.390625 GB; nine further images add 30 % each: 0.390625 × (1 + 9 × 0.3) = 1.4453125.
#[test]
fn further_images_store_the_layers_they_changed() {
    let ecr = |images: &str| listed(&format!("ecr: {{ images: {{ {images} }} }}"));
    let shared = ecr("kept: 10, size: 400 MB, layer_change: 30%");
    assert_eq!(usage(&shared, "ecr.storage"), dec("0.14453125"));
    let whole = ecr("kept: 10, size: 400 MB");
    assert_eq!(usage(&whole, "ecr.storage"), dec("0.390625"));
    assert_eq!(
        whole.assumptions,
        ["`ecr`: images share no layers (`layer_change` not given)."]
    );
    let one = ecr("kept: 1, size: 400 MB, layer_change: 30%");
    assert_eq!(usage(&one, "ecr.storage"), dec("0.0390625"));
}

/// 12 GB less the 500 MB of the first twelve months: 11.5 × 0.10.
#[test]
fn the_twelve_month_tier_has_half_a_gigabyte_of_images() {
    let options = "free_tier: legacy-12-month";
    let estimate = only(&components_with(
        "[ ecr: { storage: 12 GB } ]",
        options,
        "0 per month",
    ));
    assert_eq!(usage(&estimate, "ecr.storage"), dec("1.2"));
    assert_eq!(free(&estimate, "ecr.storage"), dec("-0.05"));
}

/// The examples of the price page: 2,000 GB for 12 of 720 hours, a sixtieth of the month. gp3 with
/// 10,000 IOPS and 500 MB/s: 160 ÷ 60, 35 ÷ 60, 15 ÷ 60; io1 with 1,000 IOPS: 250 ÷ 60, 65 ÷ 60.
#[test]
fn volumes_are_charged_for_the_time_they_exist() {
    let common = "size: 2000 GB, running: 12 h per month";
    let gp3 = format!("ebs: {{ type: gp3, {common}, iops: 10000, throughput: 500 MB/s }}");
    let estimate = in_thirty_days(&gp3);
    let cost = |key| usage(&estimate, key).round_dp(6);
    assert_eq!(cost("ebs.gp3.storage"), dec("2.666667"));
    assert_eq!(cost("ebs.gp3.iops"), dec("0.583333"));
    assert_eq!(cost("ebs.gp3.throughput"), dec("0.25"));
    let estimate = in_thirty_days(&format!("ebs: {{ type: io1, {common}, iops: 1000 }}"));
    let cost = |key| usage(&estimate, key).round_dp(6);
    assert_eq!(cost("ebs.io1.storage"), dec("4.166667"));
    assert_eq!(cost("ebs.io1.iops"), dec("1.083333"));
}

/// Each of the three volumes has the included performance: 3 × 3,000 × 0.005, 3 × 125 × 0.04.
#[test]
fn every_gp3_volume_includes_its_performance() {
    let estimate = listed(
        "ebs: { type: gp3, size: 100 GB, volumes: 3, iops: 6000, throughput: 250 MB/s,
                snapshots: 50 GB }",
    );
    assert_eq!(usage(&estimate, "ebs.gp3.storage"), dec("24"));
    assert_eq!(usage(&estimate, "ebs.gp3.iops"), dec("45"));
    assert_eq!(usage(&estimate, "ebs.gp3.throughput"), dec("15"));
    // Of all volumes together.
    assert_eq!(usage(&estimate, "ebs.snapshot"), dec("2.5"));
    let included = listed("ebs: { type: gp3, size: 1 GB, iops: 3000, throughput: 125 MB/s }");
    assert_eq!(keys(&included), ["ebs.gp3.storage"]);
    let gp2 = listed("ebs: { type: gp2, size: 100 GB }");
    assert_eq!(usage(&gp2, "ebs.gp2.storage"), dec("10"));
}

/// 30 GB over 45 GB of gp3 and 15 GB of gp2: 22.5 × 0.08 and 7.5 × 0.10.
#[test]
fn both_general_purpose_kinds_share_the_twelve_month_tier() {
    let list =
        "[ ebs: { name: x, type: gp3, size: 45 GB }, ebs: { name: y, type: gp2, size: 15 GB } ]";
    let options = "free_tier: legacy-12-month";
    let estimate = only(&components_with(list, options, "0 per month"));
    assert_eq!(free(&estimate, "ebs.gp3.storage"), dec("-1.8"));
    assert_eq!(free(&estimate, "ebs.gp2.storage"), dec("-0.75"));
}

/// A secret for half the month counts half: 2.5 × 0.40; 300,000 calls at 0.05 per 10,000.
#[test]
fn secrets_are_averaged_and_calls_are_counted() {
    let estimate = listed("secrets_manager: { secrets: 2.5, calls: 1 per request }");
    assert_eq!(usage(&estimate, "secrets.secret"), dec("1"));
    assert_eq!(usage(&estimate, "secrets.api"), dec("1.5"));
}

/// Two keys rotated three times are billed as if twice: 2 × 3 × 1.00. 300,000 requests, 20,000 free.
#[test]
fn the_third_rotation_of_a_key_is_free() {
    let list = "[ kms: { keys: 2, rotations: 3, requests: 1 per request } ]";
    let estimate = only(&components_with(list, "", "300000 per month"));
    assert_eq!(usage(&estimate, "kms.key"), dec("6"));
    assert_eq!(usage(&estimate, "kms.requests"), dec("0.9"));
    assert_eq!(free(&estimate, "kms.requests"), dec("-0.06"));
    assert_eq!(usage(&listed("kms: {}"), "kms.key"), dec("1"));
}

#[test]
fn what_aws_refuses_is_refused() {
    let faults = |component: &str| {
        let text = format!(
            "name: Bad\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: [ {component} ] }} }}\n"
        );
        let parsed = Scenario::parse(Source::new("bad.yaml", text));
        parsed.map_or_else(|faults| faults.to_string(), |_| String::new())
    };
    for (component, expected) in [
        (
            "ebs: { type: gp3, size: 100 TB }",
            "gp3 volumes have 1 GB to 65,536 GB",
        ),
        (
            "ebs: { type: io1, size: 3 GB, iops: 100 }",
            "io1 volumes have 4 GB to 16,384 GB",
        ),
        (
            "ebs: { type: gp2, size: 1.5 GB }",
            "volumes come in whole gigabytes",
        ),
        (
            "ebs: { type: gp2, size: 10 GB, iops: 3000 }",
            "IOPS of gp2 volumes follow from their size",
        ),
        ("ebs: { type: io1, size: 10 GB }", "io1 volumes need `iops`"),
        (
            "ebs: { type: io1, size: 100 GB, iops: 5001 }",
            "at most 50 IOPS per GB: 5,000 with 100 GB",
        ),
        (
            "ebs: { type: gp3, size: 1 TB, iops: 2000 }",
            "gp3 volumes have 3,000 to 80,000 IOPS",
        ),
        (
            "ebs: { type: gp3, size: 5 GB, iops: 3001 }",
            "at most 500 IOPS per GB: 3,000 with 5 GB",
        ),
        (
            "ebs: { type: gp3, size: 1 TB, throughput: 100 MB/s }",
            "gp3 volumes have 125 MB/s to 2,000 MB/s",
        ),
        (
            "ebs: { type: gp3, size: 1 TB, throughput: 751 MB/s }",
            "4 IOPS for each MB/s: 3,004 here, not 3,000",
        ),
        (
            "ebs: { type: gp2, size: 1 TB, throughput: 250 MB/s }",
            "only gp3 volumes have provisioned throughput",
        ),
        (
            "efs: { storage: 1 GB, throughput_mode: provisioned }",
            "provisioned throughput needs `throughput`",
        ),
        (
            "efs: { storage: 1 GB, throughput_mode: elastic, read: 1 GB }",
            "elastic throughput needs `written`",
        ),
        (
            "efs: { storage: 1 GB, throughput_mode: bursting, read: 1 GB }",
            "`read` has no meaning with bursting throughput",
        ),
        (
            "efs: { storage: 1 GB, throughput_mode: bursting, archive: { storage: 1 GB } }",
            "the Archive class needs elastic throughput",
        ),
        (
            "efs: { storage: 1 GB, throughput_mode: provisioned, throughput: 4000 MB/s }",
            "1 MB/s to 3,414 MB/s",
        ),
        ("ecr: {}", "either `storage` or `images`"),
        (
            "ecr: { storage: 1 GB, images: { kept: 2, size: 1 GB } }",
            "either `storage` or `images`",
        ),
        (
            "ecr: { images: { kept: 11, size: 1 GB }, lifecycle: 10 images }",
            "more images are kept than the rule keeps, 10",
        ),
        (
            "ecr: { images: { kept: 0, size: 1 GB } }",
            "keeps at least one",
        ),
        (
            "ecr: { storage: 1 GB, lifecycle: 10 }",
            "the unit is missing",
        ),
        (
            "ecr: { storage: 1 GB, lifecycle: 1.5 days }",
            "whole images or days",
        ),
        (
            "parameter_store: { standard: 10001 }",
            "at most 10,000 standard parameters",
        ),
        (
            "parameter_store: { advanced_calls: 1 per request }",
            "`advanced_calls` has no meaning without advanced parameters",
        ),
    ] {
        let faults = faults(component);
        assert!(faults.contains(expected), "{component}: {faults:?}");
    }
    for component in [
        "ebs: { type: gp3, size: 64 TB, iops: 80000, throughput: 2000 MB/s }",
        "ebs: { type: gp3, size: 6 GB, iops: 3000, throughput: 750 MB/s }",
        "ebs: { type: io1, size: 4 GB, iops: 200 }",
        "ecr: { images: { kept: 10, size: 1 GB }, lifecycle: 10 images }",
        "ecr: { storage: 1 GB, lifecycle: 30 days }",
    ] {
        assert_eq!(faults(component), "", "{component}");
    }
}

/// 100 GB at 0.0125.
#[test]
fn infrequent_access_is_said_to_have_a_least_size_and_time() {
    let least = |settings: &str| {
        let estimate = listed(&format!("s3: {{ name: files, {settings} }}"));
        let mut assumptions = estimate.assumptions.iter();
        assumptions.any(|a| a.starts_with("`files`: objects are 128 KB or larger and stay 30 days"))
    };
    assert!(least("class: standard-ia, storage: 100 GB"));
    assert!(!least("class: standard-ia, retrieved: 1 GB"));
    assert!(!least("storage: 100 GB"));
    let stored = listed("s3: { class: standard-ia, storage: 100 GB }");
    assert_eq!(total(&stored), dec("1.25"));
}

/// 200 million objects of 4 KB take 762.939453125 GB and are billed as 128 KB each: 24,414.0625 GB at
/// 0.0125. The same in Standard, and objects of 1 MB, take what they take.
#[test]
fn small_objects_are_billed_as_128_kb_in_infrequent_access() {
    let cost = |settings: &str| total(&listed(&format!("s3: {{ {settings} }}")));
    for small in [
        "objects: 200M, object_size: 4 KB",
        "storage: 762.939453125 GB, objects: 200M",
        "storage: 762.939453125 GB, object_size: 4 KB",
    ] {
        let small = format!("class: standard-ia, {small}");
        assert_eq!(cost(&small), dec("305.17578125"), "{small}");
    }
    // 100 GB of 1 MB, in 102,400 objects: 1.25; in Standard 2.30.
    for large in ["objects: 102400", "object_size: 1 MB"] {
        let large = format!("storage: 100 GB, {large}");
        assert_eq!(cost(&format!("class: standard-ia, {large}")), dec("1.25"));
        assert_eq!(cost(&large), dec("2.3"));
    }
}

#[test]
fn what_is_stored_is_stated_once() {
    for (settings, expected) in [
        ("object_size: 4 KB", "`object_size` alone does not say"),
        ("objects: 5", "`objects` alone does not say"),
        (
            "storage: 1 GB, objects: 5, object_size: 4 KB",
            "given twice",
        ),
    ] {
        let text = format!(
            "name: Test\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: [ s3: {{ {settings} }} ] }} }}\n"
        );
        let faults = Scenario::parse(Source::new("test.yaml", text)).expect_err(settings);
        assert!(faults.to_string().contains(expected), "{faults}");
    }
}
