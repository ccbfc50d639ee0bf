//! Reserved terms and rates of plans: checked as prices on demand are.

use crate::common::dec;
use crate::terms::price_of;
use crate::world::{self, product_of};
use crate::{fault, offer, price, read, reading, said, tiers};
use breakeven::price_list::{Collected, KeyFault, PlanOffer, collect_plan};
use breakeven::purchase::PlanKind;
use serde_json::{Map, Value, json};

const CLASS: &str = "rds.postgresql.t4g.medium.single";
const YEAR: &str = "reserved.rds.postgresql.t4g.medium.single.1yr.no";
const THREE_YEARS: &str = "reserved.rds.postgresql.t4g.medium.single.3yr.partial";

/// The reserved terms of a product, changed.
fn reserved(change: &dyn Fn(&mut Map<String, Value>)) -> Collected {
    let mut product = product_of("us-east-1", CLASS);
    change(product["terms"]["Reserved"].as_object_mut().unwrap());
    read("us-east-1", "AmazonRDS", &[product])
}

#[test]
fn reserved_terms_are_checked_like_prices() {
    let whole = reserved(&|_| ());
    assert_eq!(
        tiers(&whole, YEAR),
        format!("0 {}", price_of("us-east-1", YEAR))
    );
    assert_eq!(
        tiers(&whole, THREE_YEARS),
        format!("0 {}", price_of("us-east-1", THREE_YEARS))
    );
    let gone = reserved(&|terms| terms.retain(|_, term| term["offerTermCode"] != "4NA7Y494T4"));
    assert_eq!(said(&gone, YEAR), KeyFault::NotListed.to_string());
    assert_eq!(price(&gone, THREE_YEARS), price(&whole, THREE_YEARS));
    assert_eq!(price(&gone, CLASS), price(&whole, CLASS));
    let twice = reserved(&|terms| {
        let year = terms
            .values()
            .find(|term| term["offerTermCode"] == "4NA7Y494T4")
            .cloned();
        terms.insert("again".to_owned(), year.unwrap());
    });
    assert!(matches!(
        fault(&twice, YEAR),
        Some(KeyFault::SeveralTerms(_))
    ));
    // Convertible terms are another offer.
    let convertible = reserved(&|terms| {
        let mut year = terms
            .values()
            .find(|term| term["offerTermCode"] == "4NA7Y494T4")
            .cloned()
            .unwrap();
        year["termAttributes"]["OfferingClass"] = "convertible".into();
        terms.insert("convertible".to_owned(), year);
    });
    assert_eq!(convertible, whole);
    let change = |field: &'static str, value: Value| {
        reserved(&move |terms| {
            for term in terms.values_mut() {
                for dimension in term["priceDimensions"]
                    .as_object_mut()
                    .unwrap()
                    .values_mut()
                {
                    if dimension["unit"] == "Hrs" {
                        dimension[field] = value.clone();
                    }
                }
            }
        })
    };
    assert!(said(&change("unit", "Days".into()), YEAR).contains("`Days`"));
    let free = json!({"USD": "0.0000000000"});
    assert_eq!(
        said(&change("pricePerUnit", free), YEAR),
        "its price is zero"
    );
    let yuan = json!({"CNY": "1"});
    assert!(said(&change("pricePerUnit", yuan), YEAR).contains("priced in CNY"));
    let absurd = json!({"USD": "99"});
    assert!(said(&change("pricePerUnit", absurd), YEAR).contains("--accept reserved.rds"));
}

#[test]
fn rates_of_plans_are_checked_like_prices() {
    let base = world::book("us-east-1");
    let rates = world::plan_offers(&base, PlanKind::Compute);
    let key = "sp.compute.fargate.x86.vcpu.1yr.no";
    let of_key = |rate: &PlanOffer| {
        rate.plan == "ComputeSP:1yrNoUpfront" && rate.discounted_sku == "8CESGAFWKAJ98PME"
    };
    let at = rates.iter().position(of_key).unwrap();
    let collected = |change: &dyn Fn(&mut Vec<PlanOffer>)| {
        let mut rates = rates.clone();
        change(&mut rates);
        collect_plan(
            PlanKind::Compute,
            &offer("AWSComputeSavingsPlan"),
            &rates,
            reading(&base),
        )
    };
    let whole = collected(&|_| ());
    assert_eq!(whole.faults, []);
    assert_eq!(
        tiers(&whole, key),
        format!("0 {}", price_of("us-east-1", key))
    );
    assert_eq!(price(&whole, key).sku.as_deref(), Some("8CESGAFWKAJ98PME"));
    assert_eq!(collected(&|rates| rates.reverse()), whole);
    let gone = collected(&|rates| drop(rates.remove(at)));
    assert_eq!(said(&gone, key), KeyFault::NotListed.to_string());
    assert_eq!(gone.faults.len(), 1);
    let twice = collected(&|rates| {
        let mut second = rates[at].clone();
        second.rate_code = "AAA".to_owned();
        rates.push(second);
    });
    let codes = vec!["AAA".to_owned(), rates[at].rate_code.clone()];
    assert_eq!(fault(&twice, key), Some(&KeyFault::Several(codes)));
    let set = |set: &dyn Fn(&mut PlanOffer)| said(&collected(&|rates| set(&mut rates[at])), key);
    assert!(set(&|rate| rate.unit = "GB".to_owned()).contains("priced per `GB`"));
    assert!(set(&|rate| rate.currency = "CNY".to_owned()).contains("in CNY, not in USD"));
    assert!(set(&|rate| rate.price = "-1".to_owned()).contains("negative"));
    assert!(set(&|rate| rate.price = "0".to_owned()).contains("zero"));
    assert!(set(&|rate| rate.price = "33".to_owned()).contains("--accept sp.compute"));
    // Rates of what the book has no price of are nobody's.
    let stranger = collected(&|rates| {
        let mut other = rates[at].clone();
        other.discounted_sku = "STRANGER".to_owned();
        rates.push(other);
    });
    assert_eq!(stranger, whole);
    assert_eq!(
        dec(&price_of("us-east-1", key)),
        price(&whole, key).tiers.tiers()[0].price.of_one()
    );
}
