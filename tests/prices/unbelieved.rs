//! Prices that came and are not believed: each is named, the old one stays, the others are taken.

use super::desk::{Desk, SECOND, files, filled, of_service, said};
use super::price_files::PriceFiles;
use super::price_server::PriceApi;
use super::price_world::sku;
use serde_json::{Value, json};

const KEY: &str = "fargate.linux.x86.vcpu";
const SKU: &str = "8CESGAFWKAJ98PME";
/// Another price, which goes up meanwhile from 0.03238 to 0.0334.
const OTHER: &str = "fargate.linux.arm.vcpu";
const OTHER_SKU: &str = "XSZATS4VYMDC9CYN";

/// The first rate of a product on demand.
fn rate(product: &mut Value) -> &mut Value {
    let terms = product["terms"]["OnDemand"].as_object_mut().unwrap();
    let term = terms.values_mut().next().unwrap();
    let rates = term["priceDimensions"].as_object_mut().unwrap();
    rates.values_mut().next().unwrap()
}

fn edited(edit: &dyn Fn(&mut Vec<Value>)) -> Vec<Value> {
    let mut products = of_service("AmazonECS");
    let other = products
        .iter_mut()
        .find(|product| sku(product) == OTHER_SKU);
    rate(other.unwrap())["pricePerUnit"] = json!({"USD": "0.0334000000"});
    edit(&mut products);
    for product in &mut products {
        product["version"] = SECOND.into();
    }
    products
}

/// The same with the product of the key changed.
fn with_rate(edit: impl Fn(&mut Value)) -> Vec<Value> {
    edited(&|products| {
        let ours = products.iter_mut().find(|product| sku(product) == SKU);
        edit(rate(ours.unwrap()));
    })
}

fn price(desk: &Desk, key: &str) -> String {
    let json = desk.json(&[
        "prices", "show", key, "--prices", "cache", "--format", "json",
    ]);
    let tiers = &json["list"][0]["tiers"];
    assert_eq!(tiers.as_array().unwrap().len(), 1);
    tiers[0]["unit_price"].as_str().unwrap().to_owned()
}

/// From both sources, in the update and in the comparison.
fn unbelieved(products: &[Value], why: &str) {
    let bulk = PriceFiles::start(files("us-east-1", products.to_vec(), SECOND));
    let api = PriceApi::start(products.to_vec());
    for (url, from) in [(&bulk.url, "bulk"), (&api.url, "api")] {
        let desk = filled().set("AWS_ENDPOINT_URL_PRICING", url);
        let common = ["--service", "AmazonECS", "--from", from];
        let verified =
            desk.run(&[&["prices", "verify", "--prices", "cache"], &common[..]].concat());
        assert_eq!(verified.code, 3, "{}", said(&verified));
        assert!(said(&verified).contains(why), "{why}: {}", said(&verified));
        assert_eq!(price(&desk, OTHER), "0.03238", "verify writes nothing");
        let ran = desk.run(&[&["prices", "update"], &common[..]].concat());
        assert_eq!(ran.code, 4, "{}", said(&ran));
        let all = said(&ran);
        assert!(
            all.contains(KEY) && all.contains(why),
            "{why} is not in:\n{all}"
        );
        assert_eq!(price(&desk, KEY), "0.04048", "{why}");
        assert_eq!(price(&desk, OTHER), "0.0334", "{why}");
        desk.cached("us-east-1");
    }
}

#[test]
fn the_product_is_gone() {
    let products = edited(&|products| products.retain(|product| sku(product) != SKU));
    unbelieved(&products, "no product matches its selector any more");
}

#[test]
fn two_products_match() {
    let products = edited(&|products| {
        let ours = products.iter().find(|product| sku(product) == SKU).unwrap();
        let twin = ours.to_string().replace(SKU, "ZZZZZZZZZZZZZZZZ");
        products.push(serde_json::from_str(&twin).unwrap());
    });
    unbelieved(
        &products,
        "several products match its selector: 8CESGAFWKAJ98PME, ZZZZZZZZZZZZZZZZ",
    );
}

#[test]
fn another_unit() {
    let products = with_rate(|rate| rate["unit"] = "GB-Mo".into());
    unbelieved(&products, "it is priced per `GB-Mo` now, expected one of: ");
}

#[test]
fn another_currency() {
    let products = with_rate(|rate| rate["pricePerUnit"] = json!({"CNY": "0.29"}));
    unbelieved(&products, "it is priced in CNY, not in USD");
}

#[test]
fn prices_that_make_no_sense() {
    for (price, why) in [
        ("-0.0404800000", "its price is negative: -0.04048"),
        ("0.0000000000", "its price is zero"),
        ("free", "`free` is not a number"),
        ("NaN", "`NaN` is not a number"),
    ] {
        let products = with_rate(|rate| rate["pricePerUnit"] = json!({"USD": price}));
        unbelieved(&products, why);
    }
}

#[test]
fn a_hundred_times_the_price_needs_a_word() {
    let products = with_rate(|rate| rate["pricePerUnit"] = json!({"USD": "4.0480000000"}));
    unbelieved(
        &products,
        "its price went from 0.04048 to 4.048, 100 times; take it with",
    );
    let server = PriceFiles::start(files("us-east-1", products, SECOND));
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", &server.url);
    let update = [
        "prices",
        "update",
        "--service",
        "AmazonECS",
        "--accept",
        KEY,
    ];
    desk.ok(&update);
    assert_eq!(price(&desk, KEY), "4.048");
}

#[test]
fn tiers_with_a_hole() {
    let products = with_rate(|rate| rate["beginRange"] = "100".into());
    unbelieved(&products, "its tiers are not a schedule");
}

#[test]
fn prices_that_are_not_live_are_no_prices() {
    let products = edited(&|products| products.retain(|product| sku(product) != SKU));
    let server = PriceFiles::start(files("us-east-1", products, SECOND));
    let desk = Desk::at(&server.url);
    let ran = desk.ok(&["prices", "show", OTHER, "--prices", "embedded"]);
    assert!(ran.stderr.is_empty());
    let folder = &desk.folder;
    let scenario = folder.file(
        "fargate.yaml",
        "name: Fargate\nregion: us-east-1\nrequest: { duration: 100 ms }\n\
         traffic: { steady: { requests: 1000 per day } }\n\
         architectures:\n  one:\n    components:\n      - fargate: { cpu: 1 vCPU, memory: 2 GB, tasks: 1 }\n",
    );
    // An embedded price would not be live: there is none.
    let ran = desk.run(&["estimate", &scenario, "--prices", "live:bulk"]);
    let all = said(&ran);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{all}");
    let expected = format!("no live price of `{KEY}`: no product matches its selector any more");
    assert!(all.contains(&expected), "{all}");
    assert!(
        all.contains(&format!("no price for `{KEY}` in us-east-1")),
        "{all}"
    );
    assert!(desk.files().is_empty());
}
