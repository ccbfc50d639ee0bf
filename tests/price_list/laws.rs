//! What holds of any list: the order of anything in it is nothing, strangers change nothing, and a
//! second product makes exactly its own key ambiguous.

use crate::world;
use crate::{allowances, offer, reading};
use breakeven::catalog::PriceBook;
use breakeven::price_list::{Collected, Entry, Finder, KeyFault, collect};
use proptest::prelude::*;
use std::sync::OnceLock;

const SERVICES: &[&str] = &[
    "AWSLambda",
    "AmazonCloudWatch",
    "AmazonDynamoDB",
    "AmazonECS",
    "AmazonRDS",
    "AmazonS3",
    "AmazonSNS",
];

struct World {
    base: PriceBook,
    entries: Vec<Entry>,
}

fn home() -> &'static World {
    static HOME: OnceLock<World> = OnceLock::new();
    HOME.get_or_init(|| World {
        base: world::book("us-east-1"),
        entries: world::products("us-east-1")
            .iter()
            .map(world::entry_of)
            .collect(),
    })
}

fn of_service(service: &str) -> Vec<Entry> {
    let entries = home().entries.iter();
    entries
        .filter(|entry| entry.product.service_code == service)
        .cloned()
        .collect()
}

fn collected(service: &str, entries: &[Entry]) -> Collected {
    let finder = Finder::new(service, world::region_name("us-east-1")).unwrap();
    let reading = reading(&home().base);
    assert_eq!(reading.allowances, allowances());
    collect(&finder, &offer(service), entries, reading)
}

/// Some of the entries of a service, with what is wrong with some of them.
fn some_entries() -> impl Strategy<Value = (&'static str, Vec<Entry>)> {
    prop::sample::select(SERVICES).prop_flat_map(|service| {
        let all = of_service(service);
        let most = all.len();
        let damaged = prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8), 0..4);
        (prop::sample::subsequence(all, most / 2..=most), damaged).prop_map(
            move |(mut entries, damaged)| {
                for (at, how) in damaged {
                    let entry = at.get(&entries).clone();
                    let place = entries.iter().position(|other| *other == entry).unwrap();
                    let rates = entries[place]
                        .terms
                        .iter_mut()
                        .flat_map(|term| &mut term.rates);
                    for rate in rates {
                        match how {
                            0 => rate.unit = "Else".to_owned(),
                            1 => rate.price = [("CNY".to_owned(), "1".to_owned())].into(),
                            2 => rate.begin = Some("7".to_owned()),
                            _ => rate.price = [("USD".to_owned(), "-1".to_owned())].into(),
                        }
                    }
                }
                (service, entries)
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn order_is_nothing(
        ((service, entries), mixed) in some_entries().prop_flat_map(|(service, entries)| {
            let mixed = Just(entries.clone()).prop_shuffle();
            (Just((service, entries)), mixed)
        }),
        turn in 0..7_usize,
    ) {
        let mut mixed = mixed;
        for entry in &mut mixed {
            entry.terms.reverse();
            for term in &mut entry.terms {
                let by = turn.min(term.rates.len());
                term.rates.rotate_left(by);
            }
        }
        prop_assert_eq!(collected(service, &entries), collected(service, &mixed));
    }

    #[test]
    fn strangers_change_nothing((service, entries) in some_entries(), other in some_entries()) {
        let (other_service, others) = other;
        prop_assume!(service != other_service);
        let mut beside = others;
        beside.extend(entries.iter().cloned());
        // The same service of another region is as strange as another service.
        let abroad = entries.iter().cloned().map(|mut entry| {
            for (field, value) in [("regionCode", "eu-west-3"), ("location", "EU (Paris)")] {
                entry.product.attributes.insert(field.to_owned(), value.to_owned());
            }
            entry.sku.push_str("ABROAD");
            entry
        });
        beside.extend(abroad);
        prop_assert_eq!(collected(service, &entries), collected(service, &beside));
    }

    #[test]
    fn a_second_product_is_noticed_at_its_key_and_nowhere_else(
        (service, entries) in some_entries(),
        which in any::<prop::sample::Index>(),
    ) {
        let finder = Finder::new(service, world::region_name("us-east-1")).unwrap();
        let of_key = |entry: &&Entry| finder.keys_of(&entry.product)
            .any(|(spec, _)| !spec.selector.twins);
        let ours: Vec<&Entry> = entries.iter().filter(of_key).collect();
        prop_assume!(!ours.is_empty());
        let first = (*which.get(&ours)).clone();
        let (_, key) = finder.keys_of(&first.product).next().unwrap();
        let mut second = first.clone();
        second.sku = "SECOND".to_owned();
        let mut both = entries.clone();
        both.push(second);

        let before = collected(service, &entries);
        let after = collected(service, &both);
        let mut skus = vec![first.sku.clone(), "SECOND".to_owned()];
        skus.sort();
        let fault = after.faults.iter().find(|faulty| faulty.key == key).map(|f| &f.fault);
        prop_assert_eq!(fault, Some(&KeyFault::Several(skus)));
        // Reserved prices are found through the product, so they go with it.
        let elsewhere = |other: &str| other != key.as_str()
            && !other.starts_with(&format!("reserved.{key}."));
        let prices = |of: &Collected| -> Vec<_> {
            of.prices.iter().filter(|p| elsewhere(p.key.as_str())).cloned().collect()
        };
        let faults = |of: &Collected| -> Vec<_> {
            of.faults.iter().filter(|f| elsewhere(f.key.as_str())).cloned().collect()
        };
        prop_assert_eq!(prices(&before), prices(&after));
        prop_assert_eq!(faults(&before), faults(&after));
        prop_assert!(!after.prices.iter().any(|price| price.key == key));
    }
}
