//! Files of Savings Plans.

use super::price_files::{Files, PriceFiles};
use super::{bulk, note};
use breakeven::price_list::{OfferError, PlanOffer, RegionIndex, read_plan, read_region_index};
use breakeven::sources::{FetchFault, Known, PlanAnswer, PlanRequest, Source};
use serde_json::{Value, json};
use std::cell::RefCell;

const PLAN: &str = "AWSComputeSavingsPlan";
const VERSION: &str = "20260422194203";

fn rate(plan: &str, sku: &str, price: Value) -> Value {
    json!({
        "discountedSku": sku,
        "discountedUsageType": "Fargate-GB-Hours",
        "discountedOperation": "",
        "discountedServiceCode": "AmazonECS",
        "rateCode": format!("{plan}.{sku}"),
        "unit": "hours",
        "discountedRate": { "price": price, "currency": "USD" },
    })
}

/// Two Compute plans, an EC2 Instance plan, a Database plan; two products.
fn file() -> Value {
    let plan = |sku: &str, usage: &str| {
        json!({
            "sku": sku,
            "productFamily": "ComputeSavingsPlans",
            "serviceCode": "ComputeSavingsPlans",
            "usageType": usage,
            "operation": "",
            "attributes": { "purchaseOption": "No Upfront", "purchaseTerm": "1yr" },
        })
    };
    let term = |sku: &str, rates: Vec<Value>| {
        json!({
            "description": "a plan",
            "effectiveDate": "2026-04-20T21:53:43Z",
            "leaseContractLength": { "duration": 1, "unit": "year" },
            "rates": rates,
            "sku": sku,
        })
    };
    json!({
        "publicationDate": "2026-04-22T19:42:03Z",
        "regionCode": "eu-west-1",
        "version": VERSION,
        "products": [
            plan("ONE", "ComputeSP:1yrNoUpfront"),
            plan("THREE", "ComputeSP:3yrAllUpfront"),
            plan("C1", "EU-EC2SP:c1.1yrNoUpfront"),
            plan("DB", "DatabaseSP:1yrNoUpfront"),
        ],
        "terms": { "savingsPlan": [
            term("ONE", vec![rate("ONE", "GB", json!("0.0000147")), rate("ONE", "CPU", json!("0.03"))]),
            term("C1", vec![rate("C1", "GB", json!("9"))]),
            term("THREE", vec![rate("THREE", "GB", json!(0.0025))]),
            term("DB", vec![rate("DB", "GB", json!("5.7440000000"))]),
        ] },
    })
}

fn of(plan: &str, sku: &str, price: &str, code: &str) -> PlanOffer {
    PlanOffer {
        plan: plan.to_owned(),
        discounted_sku: sku.to_owned(),
        rate_code: code.to_owned(),
        effective: "2026-04-20T21:53:43Z".to_owned(),
        unit: "hours".to_owned(),
        price: price.to_owned(),
        currency: "USD".to_owned(),
    }
}

#[test]
fn rates_of_known_plans_and_wanted_products_are_read() {
    let server = PriceFiles::start(Files::new().plan(PLAN, "eu-west-1", VERSION, &file()));
    let request = PlanRequest {
        plan: PLAN,
        region: "eu-west-1",
        wanted: &|sku| sku == "GB",
        known: None,
    };
    let mut notes = Vec::new();
    let answer = bulk(&server).plan_rates(&request, &mut note(&mut notes));
    let PlanAnswer::Read {
        offer,
        origin,
        etag,
        rates,
    } = answer.unwrap()
    else {
        panic!("unchanged");
    };
    assert_eq!(
        (offer.service_code.as_str(), offer.version.as_str()),
        (PLAN, VERSION)
    );
    assert_eq!(offer.published, "2026-04-22T19:42:03Z");
    assert!(origin.ends_with(&Files::plan_path(PLAN, "eu-west-1", VERSION)));
    // The plan of one instance family is left out, and so is the other product; a price that is a
    // number is taken for its text.
    assert_eq!(
        rates,
        [
            of("ComputeSP:1yrNoUpfront", "GB", "0.0000147", "ONE.GB"),
            of("ComputeSP:3yrAllUpfront", "GB", "0.0025", "THREE.GB"),
            of("DatabaseSP:1yrNoUpfront", "GB", "5.7440000000", "DB.GB"),
        ]
    );
    assert_eq!(notes[0], "AWSComputeSavingsPlan of eu-west-1, length known");

    for etag in [etag, None] {
        let known = Known {
            version: VERSION.to_owned(),
            etag,
        };
        let again = PlanRequest {
            known: Some(&known),
            ..request
        };
        assert_eq!(
            bulk(&server).plan_rates(&again, &mut |_| {}),
            Ok(PlanAnswer::Unchanged)
        );
    }
    assert_eq!(
        server.hits(&Files::plan_path(PLAN, "eu-west-1", VERSION)),
        1
    );
}

#[test]
fn a_region_without_the_plan_is_said() {
    let server = PriceFiles::start(Files::new().plan(PLAN, "eu-west-1", VERSION, &file()));
    let request = PlanRequest {
        plan: PLAN,
        region: "us-gov-west-1",
        wanted: &|_| true,
        known: None,
    };
    let error = bulk(&server).plan_rates(&request, &mut |_| {}).unwrap_err();
    assert_eq!(
        error.fault,
        FetchFault::NotListed("region `us-gov-west-1` of AWSComputeSavingsPlan".to_owned())
    );
}

fn read(file: &Value) -> Result<Vec<PlanOffer>, OfferError> {
    read_plan(file.to_string().as_bytes(), &|_| true).map(|(_, rates)| rates)
}

#[test]
fn plans_of_one_family_are_passed_over_unread() {
    // In the order of the documentation, where a plan is named before its rates.
    let rate = |sku: &str| {
        format!(
            r#"{{"discountedSku": "{sku}", "rateCode": "P.{sku}", "unit": "Hrs",
                "discountedRate": {{"price": "1.5", "currency": "USD"}}}}"#
        )
    };
    let term = |plan: &str, sku: &str| {
        let rate = rate(sku);
        format!(r#"{{"sku": "{plan}", "effectiveDate": "2026", "rates": [{rate}]}}"#)
    };
    let text = format!(
        r#"{{"version": "20260422194203", "publicationDate": "2026",
            "products": [{{"sku": "C1", "usageType": "EC2SP:c1.1yrNoUpfront"}},
                         {{"sku": "ONE", "usageType": "ComputeSP:1yrNoUpfront"}}],
            "terms": {{"savingsPlan": [{}, {}]}}}}"#,
        term("C1", "OF-C1"),
        term("ONE", "OF-ONE"),
    );
    let asked = RefCell::new(Vec::new());
    let wanted = |sku: &str| {
        asked.borrow_mut().push(sku.to_owned());
        true
    };
    let (_, rates) = read_plan(text.as_bytes(), &wanted).unwrap();
    assert_eq!(rates.len(), 1);
    assert_eq!(rates[0].rate_code, "P.OF-ONE");
    assert_eq!(asked.take(), ["OF-ONE"]);
    for end in 0..text.len() - 1 {
        let read = read_plan(&text.as_bytes()[..end], &|_| true);
        assert_eq!(read.unwrap_err(), OfferError::EndsEarly, "{end}");
    }
}

#[test]
fn two_rates_for_one_product_are_refused_unless_they_are_the_same() {
    let mut twice = file();
    let rates = twice["terms"]["savingsPlan"][0]["rates"]
        .as_array_mut()
        .unwrap();
    let again = rates[0].clone();
    rates.push(again);
    assert_eq!(read(&twice), read(&file()));
    twice["terms"]["savingsPlan"][0]["rates"][2]["discountedRate"]["price"] = json!("1");
    assert_eq!(
        read(&twice),
        Err(OfferError::Duplicate(
            "the rate of `GB` under ComputeSP:1yrNoUpfront".to_owned()
        ))
    );
}

#[test]
fn parts_that_are_missing_are_named() {
    for part in ["products", "terms", "version"] {
        let mut without = file();
        without.as_object_mut().unwrap().remove(part);
        let expected = match part {
            "products" => OfferError::TermsFirst,
            other => OfferError::Missing(other),
        };
        assert_eq!(read(&without), Err(expected));
    }
    let mut neither = file();
    neither.as_object_mut().unwrap().remove("products");
    neither.as_object_mut().unwrap().remove("terms");
    assert_eq!(read(&neither), Err(OfferError::Missing("products")));
}

#[test]
fn both_shapes_of_an_index_are_read() {
    let path = "/savingsPlan/v1.0/aws/AWSDatabaseSavingsPlans/20260422194203/ap-south-2/index.json";
    // As published for the Database plans, shortened: the format stands last.
    let array = json!({
        "disclaimer": "…",
        "publicationDate": "2026-04-22T19:42:03Z",
        "regions": [{ "regionCode": "ap-south-2", "versionUrl": path }],
        "formatVersion": "v1.0",
    });
    let object = json!({
        "publicationDate": "2026-04-22T19:42:03Z",
        "regions": { "ap-south-2": { "regionCode": "ap-south-2", "currentVersionUrl": path } },
    });
    for index in [array, object] {
        let read = read_region_index(index.to_string().as_bytes()).unwrap();
        assert_eq!(read.published, "2026-04-22T19:42:03Z");
        assert_eq!(read.files["ap-south-2"], path);
        assert_eq!(read.files.len(), 1);
    }
    assert_eq!(RegionIndex::version_of(path), Some("20260422194203"));
    for other in [
        "",
        "/",
        "/a/b/c",
        "/offers/v1.0/aws/AmazonECS/current/us-east-1/index.json",
    ] {
        assert_eq!(RegionIndex::version_of(other), None, "{other}");
    }
    for wrong in [
        json!({}),
        json!({ "regions": "none" }),
        json!({ "regions": [{ "regionCode": "x" }] }),
        json!({ "regions": [{ "versionUrl": "/x" }] }),
        json!({ "regions": { "x": { "regionCode": "y", "currentVersionUrl": "/x" } } }),
        json!({ "regions": [
            { "regionCode": "x", "versionUrl": "/x" },
            { "regionCode": "x", "versionUrl": "/y" },
        ] }),
    ] {
        assert!(
            read_region_index(wrong.to_string().as_bytes()).is_err(),
            "{wrong}"
        );
    }
}
