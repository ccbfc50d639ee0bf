//! From an empty cache to a comparison with the prices of today.

use super::desk::{COMPUTE, DATABASE, Desk, FIRST, SECOND, files, of_service, products, whole};
use super::price_files::{Files, PriceFiles};
use super::price_server::PriceApi;
use serde_json::Value;

/// A function with ten million requests a month.
const FUNCTION: &str = "\
name: Function
region: us-east-1
free_tier: none
request: { duration: 100 ms }
traffic: { steady: { requests: 10000000 per month } }
architectures: { one: { components: [ lambda: { memory: 128 MB } ] } }
";

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
        assert_eq!(
            totals(desk, &scenario, prices, None),
            embedded,
            "{scenario}"
        );
    }
}

#[test]
fn the_public_files_give_the_totals_of_the_embedded_book() {
    let server = PriceFiles::start(whole("us-east-1", FIRST));
    let desk = Desk::at(&server.url);
    desk.ok(&["prices", "update", "--region", "us-east-1"]);
    assert_same_totals(&desk, "cache");
    assert_same_totals(&desk, "live:bulk");
}

#[test]
fn the_api_gives_the_totals_of_the_embedded_book() {
    let server = PriceApi::start(products("us-east-1"));
    let desk = Desk::at(&server.url);
    desk.ok(&["prices", "update", "--from", "api"]);
    assert_same_totals(&desk, "cache");
    let before = desk.files();
    let scenario = "scenarios/small-api.yaml";
    let embedded = totals(&desk, scenario, "embedded", None);
    for live in ["live", "live:api"] {
        assert_eq!(totals(&desk, scenario, live, None), embedded);
    }
    assert!(desk.files() == before, "live prices are kept nowhere");
}

#[test]
fn another_region_and_another_currency() {
    let folder = super::program::Folder::new("regions");
    let scenario = &folder.file("function.yaml", FUNCTION);
    let files = PriceFiles::start(whole("eu-west-1", FIRST));
    let api = PriceApi::start(products("cn-north-1"));
    for (region, url, from, currency) in [
        ("eu-west-1", &files.url, "bulk", "USD"),
        ("cn-north-1", &api.url, "api", "CNY"),
    ] {
        let desk = Desk::at(url);
        desk.ok(&["prices", "update", "--region", region, "--from", from]);
        let cached = totals(&desk, scenario, "cache", Some(region));
        assert_eq!(cached, totals(&desk, scenario, "embedded", Some(region)));
        assert_eq!(desk.cached(region).currency().code(), currency);
        // Each region has its own book.
        assert!(!desk.book("us-east-1").exists());
    }
}

/// What a dearer price costs, worked out by hand: the test would notice embedded prices.
#[test]
fn a_comparison_uses_what_was_fetched() {
    let mut products = of_service("AWSLambda");
    let mut changed = 0;
    for product in &mut products {
        let text = product.to_string();
        if text.contains("\"0.0000002000\"") {
            changed += 1;
            let dearer = text.replace("\"0.0000002000\"", "\"0.0000003000\"");
            *product = serde_json::from_str(&dearer).unwrap();
        }
    }
    assert!(changed > 0);
    let server = PriceFiles::start(files("us-east-1", products, SECOND));
    let desk = Desk::at(&server.url);
    desk.ok(&["prices", "update", "--service", "lambda"]);
    let scenario = desk.folder.file("function.yaml", FUNCTION);
    let total = |prices: &str| -> rust_decimal::Decimal {
        let json = desk.json(&[
            "estimate", &scenario, "--format", "json", "--prices", prices,
        ]);
        let cost = &json["estimates"][0]["monthly_cost"]["expected"];
        cost.as_str().unwrap().parse().unwrap()
    };
    // Ten million requests at 0.1 per million more.
    assert_eq!(
        total("cache") - total("embedded"),
        rust_decimal::Decimal::ONE
    );
}

#[test]
fn what_has_not_changed_costs_a_small_request_each() {
    let server = PriceFiles::start(whole("us-east-1", FIRST));
    let desk = Desk::at(&server.url);
    desk.ok(&["prices", "update"]);
    let services = products("us-east-1");
    let services = super::price_world::by_service(services);
    let first = server.all_hits();
    let before = desk.cached("us-east-1");
    let again = desk.ok(&["prices", "update"]);
    assert!(again.stdout.contains("unchanged"), "{}", again.stdout);
    // An index per service and per plan, and no file of prices.
    assert_eq!(server.all_hits() - first, services.len() + 2);
    for service in services.keys() {
        assert_eq!(
            server.hits(&Files::index_path(service)),
            hits_of_index(service),
            "{service}"
        );
        let offer = Files::offer_path(service, "us-east-1", FIRST);
        assert!(server.hits(&offer) <= 1, "{service}");
    }
    for plan in [COMPUTE, DATABASE] {
        assert_eq!(
            server.hits(&Files::plan_path(plan, "us-east-1", FIRST)),
            1,
            "{plan}"
        );
    }
    assert_eq!(
        desk.cached("us-east-1").prices().unwrap(),
        before.prices().unwrap()
    );
    // Asked to, it reads all of it again.
    desk.ok(&["prices", "update", "--service", "AmazonECS", "--anew"]);
    assert_eq!(
        server.hits(&Files::offer_path("AmazonECS", "us-east-1", FIRST)),
        2
    );
}

/// Two for two updates, and one more where the file without a region was looked up.
fn hits_of_index(service: &str) -> usize {
    match service {
        "AmazonCloudWatch" => 3,
        _ => 2,
    }
}
