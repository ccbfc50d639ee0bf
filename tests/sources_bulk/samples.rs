//! Entries as AWS published them, each a whole offer file of one product.

use super::EVERYTHING;
use breakeven::catalog::Product;
use breakeven::price_list::{Entry, Offer, TermKind, read_offer};
use std::fs::File;

fn read(name: &str, reserved: bool) -> (Offer, Vec<Entry>) {
    let file = File::open(format!("tests/fixtures/offers/{name}.json")).unwrap();
    read_offer(file, EVERYTHING, reserved).unwrap()
}

#[test]
fn tiers_are_put_in_order() {
    let (offer, entries) = read("bulk-s3-standard-storage-tiers", false);
    assert_eq!(offer.service_code, "AmazonS3");
    assert_eq!(offer.version, "20160107021538");
    assert_eq!(offer.published, "2016-01-07T02:15:38Z");
    let [entry] = &entries[..] else {
        panic!("{entries:?}");
    };
    assert_eq!(entry.sku, "WP9ANXZGBYYSGJEA");
    // The file has them in another order; as text "5120000" would come before "51200".
    let tiers: Vec<(&str, &str, &str)> = entry.terms[0]
        .rates
        .iter()
        .map(|rate| {
            let [begin, end] = [&rate.begin, &rate.end].map(|edge| edge.as_deref().unwrap());
            (begin, end, rate.price["USD"].as_str())
        })
        .collect();
    assert_eq!(
        tiers,
        [
            ("0", "1024", "0.0300000000"),
            ("1024", "51200", "0.0295000000"),
            ("51200", "512000", "0.0290000000"),
            ("512000", "1024000", "0.0285000000"),
            ("1024000", "5120000", "0.0280000000"),
            ("5120000", "Inf", "0.0275000000"),
        ]
    );
}

#[test]
fn products_without_a_region_are_read() {
    let (_, entries) = read("bulk-kms-global-free-row", false);
    let entry = &entries[0];
    assert!(!entry.product.attributes.contains_key("regionCode"));
    assert_eq!(entry.terms[0].code, "A429C66SYZ");
    assert_eq!(entry.terms[0].rates[0].end.as_deref(), Some("20000"));
}

#[test]
fn reserved_terms_are_read_when_asked_for() {
    let kinds = |reserved| -> Vec<TermKind> {
        let (_, entries) = read("bulk-elasticache-t2micro-redis", reserved);
        entries[0].terms.iter().map(|term| term.kind).collect()
    };
    assert_eq!(kinds(false), [TermKind::OnDemand]);
    let with = kinds(true);
    assert_eq!(with[0], TermKind::OnDemand);
    assert!(with.len() > 1 && with[1..].iter().all(|kind| *kind == TermKind::Reserved));

    let (_, entries) = read("bulk-elasticache-t2micro-redis", true);
    let reserved = &entries[0].terms[1];
    assert!(
        reserved.attributes.contains_key("LeaseContractLength"),
        "{reserved:?}"
    );
    // The fee upfront has no range, and comes last.
    for term in &entries[0].terms[1..] {
        let ranges: Vec<bool> = term.rates.iter().map(|rate| rate.begin.is_some()).collect();
        assert!(ranges.is_sorted_by(|a, b| a >= b), "{term:?}");
    }
}

#[test]
fn only_what_is_wanted_is_kept() {
    let file = File::open("tests/fixtures/offers/bulk-dynamodb-rcu-free-band.json").unwrap();
    let none: &dyn Fn(&Product) -> bool = &|_| false;
    let (offer, entries) = read_offer(file, none, true).unwrap();
    assert_eq!(offer.service_code, "AmazonDynamoDB");
    assert!(entries.is_empty());
}
