//! RDS storage: the performance that comes with it, and what is sold beyond it.

use super::{codes, faults, priced};
use crate::common::{dec, usage};
use breakeven::estimate::Estimate;
use rust_decimal::Decimal;

fn rds(storage: &str) -> String {
    format!("[ rds: {{ engine: mysql, version: 8.4, class: db.t4g.small, storage: {storage} }} ]")
}

fn keys(estimate: &Estimate) -> Vec<&str> {
    let charges = estimate.charges.iter();
    charges.map(|charge| charge.key.as_str()).collect()
}

fn storage_cost(storage: &str) -> Decimal {
    let estimate = priced(&rds(storage));
    let charges = estimate.charges.iter();
    let charges = charges.filter(|charge| !charge.key.as_str().contains(".t4g."));
    charges.map(|charge| charge.cost.expected.amount()).sum()
}

/// The RDS guide: gp3 of 400 GB and more has 12,000 IOPS and 500 MB/s, smaller has 3,000 and 125.
/// The API shows them on every such database, so they are stated, and free: 400 × 0.115 = 46.
#[test]
fn included_performance_may_be_stated_and_is_free() {
    for (storage, cost) in [
        ("400 GB gp3, iops: 12000", "46"),
        ("400 GB gp3, throughput: 500 MB/s", "46"),
        ("400 GB gp3, iops: 12000, throughput: 500 MB/s", "46"),
        ("100 GB gp3, iops: 3000, throughput: 125 MB/s", "11.5"),
        // gp2 has 3 IOPS a GB, 100 at least.
        ("100 GB gp2, iops: 300", "11.5"),
        ("20 GB gp2, iops: 100", "2.3"),
    ] {
        assert_eq!(storage_cost(storage), dec(cost), "{storage}");
        assert_eq!(keys(&priced(&rds(storage))).len(), 2, "{storage}");
    }
}

/// 500 × 0.115 + (15,000 − 12,000) × 0.02 + (600 − 500) × 0.08 = 57.50 + 60 + 8.
#[test]
fn performance_beyond_what_is_included_is_charged() {
    let cost = storage_cost("500 GB gp3, iops: 15000, throughput: 600 MB/s");
    assert_eq!(cost, dec("125.5"));
    let estimate = priced(&rds("500 GB gp3, iops: 15000, throughput: 600 MB/s"));
    assert_eq!(usage(&estimate, "rds.iops.gp3.single"), dec("60"));
}

#[test]
fn a_refusal_says_what_the_size_has() {
    for (storage, problem) in [
        ("100 GB gp3, iops: 4000", "below 400 GB has 3,000 IOPS"),
        ("100 GB gp3, iops: 2000", "below 400 GB has 3,000 IOPS"),
        ("399 GB gp3, throughput: 500 MB/s", "has 125 MB/s"),
        ("400 GB gp3, iops: 3000", "at least 12,000 IOPS"),
        ("400 GB gp3, throughput: 125 MB/s", "at least 500 MB/s"),
        ("100 GB gp2, iops: 3000", "has 300 IOPS"),
        ("100 GB gp2, throughput: 125 MB/s", "only gp3 storage"),
    ] {
        let found = faults(&rds(storage));
        assert!(found.contains(problem), "{storage}: {found}");
        assert!(!found.contains("included; state more"), "{found}");
    }
}

/// 5 GB of gp2 is billed as stated, 5 × 0.115; 5 GB of gp3 never was.
#[test]
fn storage_from_before_the_minimum_is_billed_with_a_warning() {
    let estimate = priced(&rds("5 GB gp2"));
    assert_eq!(usage(&estimate, "rds.storage.gp2.single"), dec("0.575"));
    assert!(codes(&estimate).contains(&"storage-below-minimum"));
    assert!(!codes(&priced(&rds("20 GB gp2"))).contains(&"storage-below-minimum"));
    assert!(faults(&rds("5 GB gp3")).contains("at least 20 GB"));
    assert!(faults(&rds("4 GB gp2")).contains("at least 20 GB"));
}
