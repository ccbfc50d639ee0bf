//! What must not slip through: prices that are not what they are taken for.

use super::desk::{Desk, FIRST, SECOND, files, filled, of_service, said};
use super::price_files::{Files, PriceFiles};
use super::price_world::sku;
use serde_json::{Value, json};

const SCENARIO: &str = "scenarios/small-api.yaml";
const LCU: &str = "alb.lcu";

/// A user who has the first version of load balancers.
fn balanced() -> Desk {
    let server = PriceFiles::start(files("us-east-1", of_service("AWSELB"), FIRST));
    let desk = Desk::at(&server.url);
    desk.ok(&["prices", "update", "--service", "AWSELB"]);
    desk
}

/// The products of load balancers, with the rates of capacity units replaced.
fn with_tiers(tiers: &[(&str, &str, &str)]) -> Vec<Value> {
    let mut products = of_service("AWSELB");
    let is_lcu = |product: &&mut Value| {
        let attributes = &product["product"]["attributes"];
        let usage = attributes["usagetype"].as_str().unwrap();
        let operation = attributes["operation"].as_str().unwrap_or_default();
        usage.ends_with("LCUUsage") && operation == "LoadBalancing:Application"
    };
    let ours: Vec<&mut Value> = products.iter_mut().filter(is_lcu).collect();
    assert!(!ours.is_empty());
    for product in ours {
        let sku = sku(product).to_owned();
        let rate = |(at, (from, to, price)): (usize, &(&str, &str, &str))| {
            let code = format!("{sku}.JRTCKXETXF.RATE{at}");
            let rate = json!({ "rateCode": code, "unit": "LCU-Hrs", "beginRange": from,
                "endRange": to, "pricePerUnit": { "USD": price }, "appliesTo": [],
                "description": "" });
            (code, rate)
        };
        let rates: serde_json::Map<String, Value> = tiers.iter().enumerate().map(rate).collect();
        let terms = product["terms"]["OnDemand"].as_object_mut().unwrap();
        terms.values_mut().next().unwrap()["priceDimensions"] = rates.into();
    }
    for product in &mut products {
        product["version"] = SECOND.into();
    }
    products
}

#[test]
fn a_last_tier_is_judged_like_the_first() {
    for (tiers, times) in [
        (
            [("0", "10", "0.008"), ("10", "Inf", "8000")],
            "1000000 times",
        ),
        (
            [
                ("0", "0.000001", "0.008"),
                ("0.000001", "Inf", "0.0000000001"),
            ],
            "80000000 times",
        ),
    ] {
        let server = PriceFiles::start(files("us-east-1", with_tiers(&tiers), SECOND));
        let desk = balanced().set("AWS_ENDPOINT_URL_PRICING", &server.url);
        let ran = desk.run(&["prices", "update", "--service", "AWSELB"]);
        let all = said(&ran);
        assert_eq!(ran.code, 4, "{all}");
        assert!(
            all.contains(&format!("`{LCU}` (absurd)")) && all.contains(times),
            "{all}"
        );
        // What stays names the version it is of.
        let shown = desk.ok(&["prices", "show", LCU, "--prices", "cache"]);
        let shown = said(&shown);
        assert!(shown.contains(FIRST) && !shown.contains(SECOND), "{shown}");
        let other = said(&desk.ok(&["prices", "show", "alb.hour", "--prices", "cache"]));
        assert!(other.contains(SECOND), "{other}");
    }
}

#[test]
fn a_server_without_prices_gives_no_live_estimate() {
    let server = PriceFiles::start(Files::new());
    let desk = Desk::at(&server.url);
    let ran = desk.run(&["estimate", SCENARIO, "--prices", "live:bulk"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{}", said(&ran));
    assert!(
        said(&ran).contains("the Price List has no"),
        "{}",
        said(&ran)
    );
}

#[test]
fn an_older_offer_is_taken_only_when_asked_for() {
    let products = of_service("AWSELB");
    let older = "20200101000000";
    let server = PriceFiles::start(files("us-east-1", products, older));
    let desk = balanced().set("AWS_ENDPOINT_URL_PRICING", &server.url);
    let before = desk.files();
    let ran = desk.run(&["prices", "update", "--service", "AWSELB"]);
    assert_eq!(ran.code, 4);
    let expected = format!("the source has version {older}, older than {FIRST}, which is here");
    assert!(said(&ran).contains(&expected), "{}", said(&ran));
    assert_eq!(desk.files(), before);
    desk.ok(&["prices", "update", "--service", "AWSELB", "--anew"]);
}

#[test]
fn a_host_that_is_down_is_asked_once() {
    let desk = Desk::at("http://127.0.0.1:9");
    let ran = desk.run(&["prices", "update", "--attempts", "1"]);
    assert_eq!(ran.code, 4);
    let all = said(&ran);
    // Said once, for all services.
    assert_eq!(all.matches("can't be reached").count(), 1, "{all}");
    assert!(
        all.contains("AWSDataTransfer, AWSELB, AWSEvents, "),
        "{all}"
    );
}

#[test]
fn a_lock_holds_for_every_region_that_is_compared() {
    let desk = filled();
    let lock = desk.folder.0.join("prices.lock").display().to_string();
    let pin = ["prices", "lock", "--prices", "embedded", "--output", &lock];
    desk.ok(&pin);
    let compared = [
        "compare",
        SCENARIO,
        "--traffic",
        "launch",
        "--prices",
        "embedded",
    ];
    let locked = [&compared[..], &["--price-lock", &lock]].concat();
    desk.ok(&locked);
    let everywhere = [&locked[..], &["--region", "all"]].concat();
    let ran = desk.run(&everywhere);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", said(&ran));
    assert!(said(&ran).contains("pins no prices of "), "{}", said(&ran));
    // Another region is added to those that are pinned.
    desk.ok(&[&pin[..], &["--region", "eu-west-1"]].concat());
    desk.ok(&locked);
    desk.ok(&[&locked[..], &["--region", "eu-west-1"]].concat());
    let aged = [
        &compared[..],
        &["--region", "all", "--max-price-age", "9999d"],
    ]
    .concat();
    let ran = desk.run(&aged);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", said(&ran));
    assert!(
        said(&ran).contains("--max-price-age looks at one region"),
        "{}",
        said(&ran)
    );
}

#[test]
fn an_overlay_is_pinned_with_the_book() {
    let desk = Desk::at("http://127.0.0.1:9");
    let lock = desk.folder.0.join("prices.lock").display().to_string();
    let overlay = "source: a guess\noverrides:\n  alb.hour: $9 per hour\n";
    let overlay = desk.folder.file("own.yaml", overlay);
    let estimate = ["estimate", SCENARIO, "--price-lock", &lock, "--prices"];
    desk.ok(&["prices", "lock", "--prices", "embedded", "--output", &lock]);
    let ran = desk.run(&[&estimate[..], &[&overlay]].concat());
    assert_eq!(ran.code, 3, "{}", said(&ran));
    assert!(said(&ran).contains("without an overlay"), "{}", said(&ran));
    desk.ok(&["prices", "lock", "--prices", &overlay, "--output", &lock]);
    desk.ok(&[&estimate[..], &[&overlay]].concat());
    let ran = desk.run(&[&estimate[..], &["embedded"]].concat());
    assert_eq!(ran.code, 3, "{}", said(&ran));
}

#[test]
fn a_scenario_is_priced_with_books_of_its_region() {
    let desk = Desk::at("http://127.0.0.1:9");
    let books = [
        "prices",
        "diff",
        "pricing-data/eu-west-1.json",
        "pricing-data/eu-west-1.json",
    ];
    desk.ok(&books);
    let ran = desk.run(&[&books[..], &["--scenario", SCENARIO]].concat());
    assert_eq!(ran.code, 2);
    assert!(
        said(&ran).contains("is for eu-west-1, not for us-east-1"),
        "{}",
        said(&ran)
    );
    let ran = desk.run(&[
        "prices",
        "diff",
        "embedded",
        "embedded",
        "--scenario",
        SCENARIO,
        "--region",
        "eu-west-1",
    ]);
    assert_eq!(ran.code, 2);
}

#[test]
fn a_book_in_any_layout_can_be_sealed() {
    let desk = Desk::at("http://127.0.0.1:9");
    let shipped = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let value: Value = serde_json::from_str(&shipped).unwrap();
    for text in [
        value.to_string(),
        serde_json::to_string_pretty(&value).unwrap(),
    ] {
        let path = desk.folder.file("book.json", &text);
        assert_eq!(desk.run(&["prices", "list", "--prices", &path]).code, 2);
        desk.ok(&["prices", "seal", &path]);
        // As the program writes it, which is how the shipped one is written.
        assert_eq!(std::fs::read_to_string(&path).unwrap(), shipped);
    }
    let path = desk.folder.file("empty.json", "");
    let ran = desk.run(&["prices", "list", "--prices", &path]);
    assert_eq!(ran.code, 2);
    assert!(said(&ran).contains("is empty"), "{}", said(&ran));
}
