//! From an empty cache to a comparison with the prices of today.

use super::desk::{Desk, FIRST, products, whole};
use super::price_files::PriceFiles;
use super::price_server::PriceApi;
use serde_json::Value;

/// The scenarios of this project, all of us-east-1.
fn scenarios() -> Vec<String> {
    let files = std::fs::read_dir("scenarios").unwrap();
    let paths = files.map(|file| file.unwrap().path().display().to_string());
    let mut paths: Vec<String> = paths.filter(|path| path.ends_with(".yaml")).collect();
    paths.sort();
    assert!(paths.len() >= 9, "{paths:?}");
    paths
}

/// Every amount a comparison comes to: all but where its prices are from.
fn totals(desk: &Desk, scenario: &str, prices: &str, region: Option<&str>) -> Value {
    let mut args = vec!["compare", scenario, "--format", "json", "--prices", prices];
    args.extend(region.into_iter().flat_map(|region| ["--region", region]));
    let mut json = desk.json(&args);
    let comparisons = json["comparisons"].take();
    assert!(!comparisons.as_array().unwrap().is_empty(), "{scenario}");
    comparisons
}

fn assert_same_totals(desk: &Desk, prices: &str) {
    for scenario in scenarios() {
        let embedded = totals(desk, &scenario, "embedded", None);
        assert_eq!(totals(desk, &scenario, prices, None), embedded, "{scenario}");
    }
}

#[test]
fn the_public_files_give_the_totals_of_the_embedded_book() {
    let server = PriceFiles::start(whole("us-east-1", FIRST));
    let desk = Desk::at(&server.url);
    let update = desk.ok(&["prices", "update", "--region", "us-east-1"]);
    println!("{}{}", update.stdout, update.stderr);
    assert_same_totals(&desk, "cache");
}

#[test]
fn the_api_gives_the_totals_of_the_embedded_book() {
    let server = PriceApi::start(products("us-east-1"));
    let desk = Desk::at(&server.url);
    let update = desk.ok(&["prices", "update", "--from", "api"]);
    println!("{}{}", update.stdout, update.stderr);
    assert_same_totals(&desk, "cache");
}
