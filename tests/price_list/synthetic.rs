//! The list made up from a book is read as that book.

use crate::{offer, world};
use breakeven::catalog::{PriceBook, Product, embedded_regions};
use breakeven::price_list::{Entry, Finder, collect, collect_plan, service_codes};
use breakeven::purchase::PlanKind;
use breakeven::services::key_spec;
use std::collections::BTreeSet;

/// Keys whose product nobody has published in a way that tells it from its neighbours, by pattern.
const NOT_FETCHABLE: &[&str] = &[
    "aurora.dataapi",
    "aurora.sv2.extsupport.yr1-2",
    "aurora.sv2.extsupport.yr3",
    "cloudfront.plan.business",
    "cloudfront.plan.premium",
    "cloudfront.plan.pro",
    "lambda.tenant_isolation",
];

fn entries(region: &str) -> Vec<Entry> {
    world::products(region)
        .iter()
        .map(world::entry_of)
        .collect()
}

/// The entries of a service that its finder wants, as a source hands them over.
fn wanted(finder: &Finder, entries: &[Entry]) -> Vec<Entry> {
    let wanted = |entry: &&Entry| finder.wants(&entry.product);
    entries.iter().filter(wanted).cloned().collect()
}

#[test]
fn every_book_is_read_back_from_the_list_made_of_it() {
    let mut read = 0;
    let mut missing = BTreeSet::new();
    for code in embedded_regions() {
        let base = world::book(code);
        let all = entries(code);
        let mut fetched = BTreeSet::new();
        for service in service_codes() {
            let finder = Finder::new(service, world::region_name(code)).unwrap();
            let wanted = wanted(&finder, &all);
            let collected = collect(&finder, &offer(service), &wanted, crate::reading(&base));
            assert_eq!(collected.faults, [], "{code} {service}");
            for price in collected.prices {
                let expected = base.price(&price.key).unwrap();
                let expected = expected.unwrap_or_else(|| panic!("{code} {} is new", price.key));
                assert_eq!(price.tiers, expected.tiers, "{code} {}", price.key);
                assert_eq!(price.unit, expected.unit);
                assert_eq!(price.currency, expected.currency);
                assert!(price.sku.is_some() && price.rate_code.is_some());
                fetched.insert(price.key);
            }
        }
        for kind in [PlanKind::Compute, PlanKind::Database] {
            let with_skus = with_skus(&base);
            let rates = world::plan_offers(&base, kind);
            let reading = crate::reading(&with_skus);
            let collected = collect_plan(kind, &offer("plan"), &rates, reading);
            assert_eq!(collected.faults, [], "{code}");
            for price in collected.prices {
                let expected = base.price(&price.key).unwrap().unwrap();
                assert_eq!(price.tiers, expected.tiers, "{code} {}", price.key);
                fetched.insert(price.key);
            }
        }
        read += fetched.len();
        let left = base.keys().filter(|key| !fetched.contains(key));
        missing.extend(left.map(|key| key_spec(key.as_str()).unwrap().pattern));
    }
    let of_book = |code: &&str| world::book(code).keys().count();
    let prices: usize = embedded_regions().iter().map(of_book).sum();
    // 34 books have three flat-rate plans each; the other four are in one book.
    assert_eq!(prices, 13_961);
    assert_eq!(read, prices - 34 * 3 - 4);
    assert_eq!(missing, NOT_FETCHABLE.iter().copied().collect());
}

/// A book with the SKUs of the world made of it, as an update leaves it.
fn with_skus(book: &PriceBook) -> PriceBook {
    let mut draft = breakeven::catalog::BookDraft::of(book).unwrap();
    for price in book.prices().unwrap() {
        let mut price = price.clone();
        price.sku = Some(world::sku_of(&price, book.region()));
        draft.set(price);
    }
    PriceBook::parse("with SKUs", draft.text().unwrap()).unwrap()
}

#[test]
fn both_shapes_hold_the_same_products() {
    let products = world::by_service(world::products("eu-west-1"));
    for (service, products) in products {
        let file = world::offer_json(&service, &products, world::VERSION);
        assert_eq!(file["products"].as_object().unwrap().len(), products.len());
        for product in &products {
            let sku = world::sku(product);
            assert_eq!(file["products"][sku], product["product"]);
            for (kind, sold) in product["terms"].as_object().unwrap() {
                assert_eq!(&file["terms"][kind][sku], sold);
            }
        }
    }
}

#[test]
fn a_query_is_never_narrower_than_the_selector_it_was_made_of() {
    for region in ["us-east-1", "eu-west-1", "cn-north-1"] {
        let all = entries(region);
        for service in service_codes() {
            let finder = Finder::new(service, world::region_name(region)).unwrap();
            let queries = finder.queries();
            for entry in wanted(&finder, &all) {
                let found = queries.iter().any(|query| {
                    query.0.iter().all(|condition| {
                        let value = field(&entry.product, &condition.field);
                        match condition.contains {
                            true => value.contains(&condition.value),
                            false => value == condition.value,
                        }
                    })
                });
                assert!(found, "no query of {service} brings {:?}", entry.product);
            }
        }
    }
}

fn field<'p>(product: &'p Product, name: &str) -> &'p str {
    match name {
        "productFamily" => product.family.as_deref().unwrap_or_default(),
        name => product.attributes.get(name).map_or("", String::as_str),
    }
}
