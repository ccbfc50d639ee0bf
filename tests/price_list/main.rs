//! Prices from products of the Price List, and books as text.

mod commitments;
#[path = "../common/mod.rs"]
mod common;
mod laws;
mod products;
mod round_trip;
mod samples;
mod several;
mod synthetic;
mod terms;
#[cfg(feature = "sources")]
mod updates;
#[path = "../price_world/mod.rs"]
mod world;

use breakeven::catalog::{Allowances, Catalog, Price, PriceBook};
use breakeven::price_list::{Collected, Entry, Finder, KeyFault, Offer, Reading, collect};
use breakeven::units::Date;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn allowances() -> &'static Allowances {
    static ALLOWANCES: OnceLock<Allowances> = OnceLock::new();
    ALLOWANCES.get_or_init(|| Catalog::embedded("us-east-1").unwrap().allowances().clone())
}

/// Against a book, on a day, with nothing accepted beforehand.
fn reading(base: &PriceBook) -> Reading<'_> {
    static NONE: BTreeSet<String> = BTreeSet::new();
    Reading {
        base,
        allowances: allowances(),
        today: Date::parse("2026-11-21").unwrap(),
        accepted: &NONE,
    }
}

/// What is made of the products of a service, against the embedded book of a region.
fn read(region: &str, service: &str, products: &[Value]) -> Collected {
    read_against(&world::book(region), service, products, &BTreeSet::new())
}

fn read_against(
    base: &PriceBook,
    service: &str,
    products: &[Value],
    accepted: &BTreeSet<String>,
) -> Collected {
    let finder = Finder::new(service, world::region_name(base.region())).unwrap();
    let entries: Vec<Entry> = products.iter().map(world::entry_of).collect();
    let reading = Reading {
        accepted,
        ..reading(base)
    };
    collect(&finder, &offer(service), &entries, reading)
}

fn offer(service: &str) -> Offer {
    Offer {
        service_code: service.to_owned(),
        version: world::VERSION.to_owned(),
        published: world::PUBLISHED.to_owned(),
    }
}

fn price<'c>(collected: &'c Collected, key: &str) -> &'c Price {
    let found = collected
        .prices
        .iter()
        .find(|price| price.key.as_str() == key);
    found.unwrap_or_else(|| panic!("no price of {key}: {:?}", fault(collected, key)))
}

/// Tiers as text: `0 0.023, 51200 0.022`.
fn tiers(collected: &Collected, key: &str) -> String {
    let tiers = price(collected, key).tiers.tiers().iter();
    let tiers: Vec<_> = tiers
        .map(|t| format!("{} {}", t.from, t.price.of_one()))
        .collect();
    tiers.join(", ")
}

fn fault<'c>(collected: &'c Collected, key: &str) -> Option<&'c KeyFault> {
    let priced = collected
        .prices
        .iter()
        .any(|price| price.key.as_str() == key);
    let found = collected
        .faults
        .iter()
        .find(|faulty| faulty.key.as_str() == key);
    assert!(
        !(priced && found.is_some()),
        "{key} has a price and a fault"
    );
    found.map(|faulty| &faulty.fault)
}

/// What is said of a key without a price.
fn said(collected: &Collected, key: &str) -> String {
    fault(collected, key)
        .unwrap_or_else(|| panic!("{key} has a price"))
        .to_string()
}

/// A product with some attributes changed; `None` takes one away.
fn with(mut product: Value, changes: &[(&str, Option<&str>)]) -> Value {
    for (name, value) in changes {
        let attributes = product["product"]["attributes"].as_object_mut().unwrap();
        match value {
            Some(value) => attributes.insert((*name).to_owned(), (*value).into()),
            None => attributes.remove(*name),
        };
    }
    product
}

/// The same product under another SKU.
fn renamed(product: &Value, sku: &str) -> Value {
    let text = product.to_string().replace(world::sku(product), sku);
    serde_json::from_str(&text).unwrap()
}

/// The same product sold on demand at other terms.
fn sold(product: &Value, unit: &str, currency: &str, tiers: &[(&str, &str, &str)]) -> Value {
    let mut product = product.clone();
    product["terms"] = world::on_demand(world::sku(&product), unit, currency, tiers);
    product
}
