//! A Price List made up from an embedded book: for each price one product that AWS could have, with its
//! tiers, free bands, units and reserved terms, and beside them the products that have been taken for
//! it. What is read from it must be the book again.
#![allow(dead_code, unused_imports)] // each test file uses a part

mod attributes;
mod files;
mod terms;

pub use attributes::{USAGE_PREFIXES, unit_of};
pub use files::{PlanRates, entry_of, offer_json, plan_json, plan_offers, plan_rates};
pub use terms::{dimension, on_demand};

use breakeven::catalog::{Catalog, KeySpec, Price, PriceBook, RegionName, region};
use breakeven::services::key_spec;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The version and the publication of every offer made up here.
pub const VERSION: &str = "20261120120000";
pub const PUBLISHED: &str = "2026-11-20T12:00:00Z";

pub fn book(region: &str) -> PriceBook {
    Catalog::embedded(region).unwrap().book().clone()
}

pub fn region_name(code: &str) -> RegionName<'static> {
    region(code).unwrap_or_else(|| panic!("{code} is no region"))
}

/// True when the price of a key stands on a product of its own that its selector can tell from others.
pub fn is_fetchable(spec: &KeySpec) -> bool {
    let selector = &spec.selector;
    let reserved = spec.pattern.starts_with("reserved.");
    !spec.stated && !reserved && !selector.is_plan() && selector.is_selective()
}

/// The SKU of a key's product: the one the book has, else one made up, the same each time.
pub fn sku_of(price: &Price, region: &str) -> String {
    price
        .sku
        .clone()
        .unwrap_or_else(|| made_up_sku(price.key.as_str(), region))
}

/// Sixteen letters and digits, as SKUs have, from a name and a region.
pub fn made_up_sku(name: &str, region: &str) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    // FNV-1a: all that matters is that it spreads and stays.
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in name.bytes().chain(*b"@").chain(region.bytes()) {
        hash ^= u128::from(byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B);
    }
    let letter = |at: u32| char::from(LETTERS[usize::try_from((hash >> (at * 5)) & 31).unwrap()]);
    (4..20).map(letter).collect()
}

/// Every product of every service of a region, as the Query API answers them: each an object
/// `{product, serviceCode, terms, version, publicationDate}`, by SKU.
pub fn products(region: &str) -> Vec<Value> {
    let book = book(region);
    let mut seen = BTreeSet::new();
    let mut products = Vec::new();
    for price in book.prices().unwrap() {
        let spec = key_spec(price.key.as_str()).unwrap();
        if !is_fetchable(spec) {
            continue;
        }
        let product = product(&book, spec, price);
        assert!(
            seen.insert(sku(&product).to_owned()),
            "two products of one SKU: {}",
            price.key
        );
        products.push(product);
    }
    for decoy in decoys(&book) {
        assert!(
            seen.insert(sku(&decoy).to_owned()),
            "a decoy has the SKU of a product: {decoy}"
        );
        products.push(decoy);
    }
    products.sort_by(|a, b| sku(a).cmp(sku(b)));
    products
}

/// The product of one key.
pub fn product_of(region: &str, key: &str) -> Value {
    let book = book(region);
    let key = breakeven::catalog::PriceKey::new(key);
    let price = book
        .price(&key)
        .unwrap()
        .unwrap_or_else(|| panic!("{key} has no price"));
    product(&book, key_spec(key.as_str()).unwrap(), price)
}

pub fn sku(product: &Value) -> &str {
    product["product"]["sku"].as_str().unwrap()
}

pub fn service(product: &Value) -> &str {
    product["serviceCode"].as_str().unwrap()
}

/// The products of each service.
pub fn by_service(products: Vec<Value>) -> BTreeMap<String, Vec<Value>> {
    let mut services: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for product in products {
        services
            .entry(service(&product).to_owned())
            .or_default()
            .push(product);
    }
    services
}

/// An entry as the Query API answers it.
pub fn entry(
    service: &str,
    sku: &str,
    family: Option<&str>,
    attributes: &BTreeMap<String, String>,
    terms: &Value,
) -> Value {
    let mut product = json!({"attributes": attributes, "sku": sku});
    if let Some(family) = family {
        product["productFamily"] = family.into();
    }
    json!({
        "product": product,
        "serviceCode": service,
        "terms": terms,
        "version": VERSION,
        "publicationDate": PUBLISHED,
    })
}

fn product(book: &PriceBook, spec: &KeySpec, price: &Price) -> Value {
    let region = region_name(book.region());
    let sku = sku_of(price, book.region());
    let attributes = attributes::of_key(region, spec, price.key.as_str());
    let service = spec.selector.service_code;
    let family = attributes::family_of(spec, price.key.as_str());
    let terms = terms::of_price(book, spec, price, &sku);
    entry(service, &sku, family.as_deref(), &attributes, &terms)
}

/// Products that have been taken for others. Their price would be noticed.
fn decoys(book: &PriceBook) -> Vec<Value> {
    let region = region_name(book.region());
    let decoys = attributes::decoys(region).into_iter();
    decoys
        .map(|decoy| {
            let name = format!("{} {:?}", decoy.why, decoy.attributes);
            let sku = made_up_sku(&name, book.region());
            let unit = "Quantity of a decoy";
            let price = [("0", "Inf", "7777.7700000000")];
            let terms = terms::on_demand(&sku, unit, book.currency().code(), &price);
            let family = decoy.family.as_deref();
            entry(&decoy.service, &sku, family, &decoy.attributes, &terms)
        })
        .collect()
}
