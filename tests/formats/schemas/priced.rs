//! Schemas of what happens to price books.

use super::faults;
use crate::program::{Folder, run};
use breakeven::catalog::{BookDraft, Catalog, Price, PriceBook, PriceKey};
use breakeven::price_list::{Faulty, KeyFault};
use breakeven::render::{updates_json, verification_json};
use breakeven::report::RegionUpdate;
use breakeven::sources::{FetchError, FetchFault, ServiceOutcome, ServiceResult, Updated};
use breakeven::units::{Tier, TierSchedule, UnitPrice};
use serde_json::Value;

fn embedded() -> PriceBook {
    Catalog::embedded("us-east-1").unwrap().book().clone()
}

/// The embedded book with one price changed: $0.03 for an hour of a load balancer.
fn changed() -> PriceBook {
    let book = embedded();
    let price = book.price(&PriceKey::new("alb.hour")).unwrap().unwrap();
    let tier = Tier {
        from: 0.into(),
        to: None,
        price: UnitPrice::per_unit("0.03".parse().unwrap()),
    };
    let price = Price {
        tiers: TierSchedule::new(vec![tier]).unwrap(),
        sku: None,
        ..price.as_ref().clone()
    };
    let mut draft = BookDraft::of(&book).unwrap();
    draft.set(price);
    PriceBook::parse_sealed("changed", draft.text().unwrap()).unwrap()
}

#[test]
fn differences_of_books_are_as_their_schema_says() {
    let folder = Folder::new("schema-books");
    let draft = BookDraft::of(&changed()).unwrap();
    let path = folder.file("book.json", &draft.text().unwrap());
    let ran = run(&[
        "prices",
        "diff",
        "embedded",
        &path,
        "--scenario",
        "scenarios/small-api.yaml",
        "--format",
        "json",
    ]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(faults("prices-diff", &document), [""; 0]);
    let change = &document["changes"][0];
    assert_eq!(change["price_key"], "alb.hour");
    assert_eq!(change["before"]["tiers"][0]["unit_price"], "0.0225");
    assert_eq!(change["after"]["tiers"][0]["unit_price"], "0.03");
    // 730 hours at 0.0075 more, in the one architecture that has a load balancer.
    let totals = document["totals"].as_array().unwrap();
    let changed: Vec<&str> = totals.iter().filter_map(|t| t["change"].as_str()).collect();
    assert_eq!(changed, ["5.475", "0", "5.475", "0"]);
    // A price that is new is null before, one that is gone is null after.
    let mut without = document.clone();
    without["changes"][0]["before"] = Value::Null;
    assert_eq!(faults("prices-diff", &without), [""; 0]);
    without["changes"][0]["after"] = serde_json::json!("gone");
    assert!(!faults("prices-diff", &without).is_empty());
}

#[test]
fn updates_and_comparisons_are_as_their_schemas_say() {
    let outcome = |code: &str, version: Option<&str>, result, faults| ServiceOutcome {
        service_code: code.to_owned(),
        version: version.map(str::to_owned),
        result,
        faults,
    };
    let key = PriceKey::new("nat.hour");
    let failed = FetchError {
        what: "AWSLambda of us-east-1".to_owned(),
        fault: FetchFault::UnknownHost("pricing.example".to_owned()),
    };
    let updated = Updated {
        changes: Vec::new(),
        services: vec![
            outcome(
                "AmazonECS",
                Some("20261001"),
                ServiceResult::Unchanged,
                Vec::new(),
            ),
            outcome(
                "AmazonEC2",
                Some("20261001"),
                ServiceResult::Read(12),
                vec![
                    Faulty {
                        key: key.clone(),
                        fault: KeyFault::NotListed,
                    },
                    Faulty {
                        key,
                        fault: KeyFault::Several(vec!["A".to_owned(), "B".to_owned()]),
                    },
                ],
            ),
            outcome("AWSLambda", None, ServiceResult::Failed(failed), Vec::new()),
        ],
    };
    let updates: [RegionUpdate; 1] = [(embedded(), updated, changed())];
    for (name, text) in [
        ("prices-update", updates_json(&updates).unwrap()),
        ("prices-verify", verification_json(&updates).unwrap()),
    ] {
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["schema"], format!("breakeven/{name}/v1"));
        assert_eq!(faults(name, &document), [""; 0], "{name}");
        let region = &document["regions"][0];
        assert_eq!(region["changes"].as_array().unwrap().len(), 1);
        let results: Vec<&str> = region["services"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|service| service["result"].as_str())
            .collect();
        assert_eq!(results, ["unchanged", "read", "failed"]);
        // The one is not the other.
        let other = if name == "prices-update" {
            "prices-verify"
        } else {
            "prices-update"
        };
        assert!(!faults(other, &document).is_empty());
    }
}
