//! The same products in the shapes AWS hands them out in, and as they are read.

use super::{PUBLISHED, VERSION, sku_of};
use breakeven::catalog::{PriceBook, Product};
use breakeven::price_list::{Entry, PlanOffer, Rate, Term, TermKind};
use breakeven::purchase::{self, Payment, PlanKind, plan_key};
use breakeven::services::key_spec;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// An offer file of a service: its products apart from their terms, both by SKU.
pub fn offer_json(service: &str, entries: &[Value], version: &str) -> Value {
    let mut products = Map::new();
    let mut terms: Map<String, Value> = Map::new();
    for entry in entries {
        let sku = entry["product"]["sku"].as_str().unwrap();
        products.insert(sku.to_owned(), entry["product"].clone());
        for (kind, sold) in entry["terms"].as_object().unwrap() {
            let of_kind = terms.entry(kind.clone()).or_insert_with(|| json!({}));
            of_kind[sku] = sold.clone();
        }
    }
    json!({
        "formatVersion": "v1.0",
        "disclaimer": "This pricing list is for informational purposes only.",
        "offerCode": service,
        "version": version,
        "publicationDate": PUBLISHED,
        "products": products,
        "terms": terms,
    })
}

/// An entry as the readers of both shapes make it.
pub fn entry_of(value: &Value) -> Entry {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let texts = |value: &Value| -> BTreeMap<String, String> {
        let fields = value.as_object().into_iter().flatten();
        fields
            .map(|(name, value)| (name.clone(), text(value)))
            .collect()
    };
    let mut terms = Vec::new();
    for (name, kind) in [
        ("OnDemand", TermKind::OnDemand),
        ("Reserved", TermKind::Reserved),
    ] {
        let sold = value["terms"][name].as_object().into_iter().flatten();
        for (_, term) in sold {
            let dimensions = term["priceDimensions"].as_object().unwrap();
            let rates = dimensions.values().map(|rate| Rate {
                code: text(&rate["rateCode"]),
                unit: text(&rate["unit"]),
                begin: rate["beginRange"].as_str().map(str::to_owned),
                end: rate["endRange"].as_str().map(str::to_owned),
                price: texts(&rate["pricePerUnit"]),
            });
            terms.push(Term {
                kind,
                code: text(&term["offerTermCode"]),
                effective: text(&term["effectiveDate"]),
                attributes: texts(&term["termAttributes"]),
                rates: rates.collect(),
            });
        }
    }
    let product = &value["product"];
    let service_code = value["serviceCode"].as_str().unwrap_or_default();
    Entry {
        sku: text(&product["sku"]),
        product: Product {
            service_code: service_code.to_owned(),
            family: product["productFamily"].as_str().map(str::to_owned),
            attributes: texts(&product["attributes"]),
        },
        terms,
    }
}

/// The rates of one plan: its usage type, and what it asks for each product.
pub struct PlanRates {
    pub usagetype: String,
    pub rates: Vec<PlanOffer>,
    /// Service and usage type of the product each rate is for.
    products: Vec<(String, String)>,
}

/// Every plan of a kind, with a rate for each price of the book it covers.
pub fn plan_rates(book: &PriceBook, kind: PlanKind) -> Vec<PlanRates> {
    let lengths = [
        ("1yr", purchase::Term::OneYear),
        ("3yr", purchase::Term::ThreeYears),
    ];
    let payments = [
        ("NoUpfront", Payment::NoUpfront),
        ("PartialUpfront", Payment::PartialUpfront),
        ("AllUpfront", Payment::AllUpfront),
    ];
    let product = match kind {
        PlanKind::Compute => "ComputeSP",
        PlanKind::Database => "DatabaseSP",
    };
    let mut plans = Vec::new();
    for (years, length) in lengths {
        for (paid, payment) in payments {
            let mut plan = PlanRates {
                usagetype: format!("{product}:{years}{paid}"),
                rates: Vec::new(),
                products: Vec::new(),
            };
            for price in book.prices().unwrap() {
                let covered = plan_key(kind, &price.key, length, payment);
                let Some((spec, key)) = covered else { continue };
                let Some(rate) = book.price(&key).unwrap() else {
                    continue;
                };
                let sku = sku_of(price, book.region());
                plan.rates.push(PlanOffer {
                    plan: plan.usagetype.clone(),
                    discounted_sku: sku.clone(),
                    rate_code: format!("{}.{sku}", super::made_up_sku(&plan.usagetype, "any")),
                    effective: "2026-11-01T00:00:00Z".to_owned(),
                    unit: plan_unit(spec.unit.name()).to_owned(),
                    price: rate.tiers.tiers()[0].price.of_one().to_string(),
                    currency: book.currency().code().to_owned(),
                });
                let usage = key_spec(price.key.as_str()).unwrap().selector;
                plan.products.push((
                    usage.service_code.to_owned(),
                    usage.usagetype.unwrap_or_default().to_owned(),
                ));
            }
            if !plan.rates.is_empty() {
                plans.push(plan);
            }
        }
    }
    plans
}

/// The units of rates, of which there are few.
fn plan_unit(ours: &str) -> &'static str {
    match ours {
        "GB-second" => "Lambda-GB-Second",
        "ACU-hour" => "ACU-Hr",
        "ECPU" => "ElastiCacheProcessingUnit",
        _ => "Hrs",
    }
}

/// The rates of every plan of a kind, one after the other.
pub fn plan_offers(book: &PriceBook, kind: PlanKind) -> Vec<PlanOffer> {
    let plans = plan_rates(book, kind).into_iter();
    plans.flat_map(|plan| plan.rates).collect()
}

/// A Savings Plan file of a region.
pub fn plan_json(book: &PriceBook, kind: PlanKind) -> Value {
    let plans = plan_rates(book, kind);
    let service = match kind {
        PlanKind::Compute => "ComputeSavingsPlans",
        PlanKind::Database => "DatabaseSavingsPlans",
    };
    let mut products = Vec::new();
    let mut sold = Vec::new();
    for plan in &plans {
        let sku = super::made_up_sku(&plan.usagetype, "any");
        let terms = plan.usagetype.split_once(':').unwrap().1;
        let (years, option) = terms.split_once("yr").unwrap();
        products.push(json!({
            "sku": sku,
            "productFamily": service,
            "serviceCode": service,
            "usageType": plan.usagetype,
            "operation": "",
            "attributes": {
                "purchaseOption": option,
                "granularity": "hourly",
                "locationType": "AWS Region",
                "purchaseTerm": format!("{years}yr"),
                "location": "Any",
            },
        }));
        let rate = |(rate, (service, usagetype)): (&PlanOffer, &(String, String))| {
            json!({
                "discountedSku": rate.discounted_sku,
                "discountedUsageType": usagetype,
                "discountedOperation": "",
                "discountedServiceCode": service,
                "rateCode": rate.rate_code,
                "unit": rate.unit,
                "discountedRate": {"price": rate.price, "currency": rate.currency},
            })
        };
        let rates: Vec<Value> = plan.rates.iter().zip(&plan.products).map(rate).collect();
        sold.push(json!({
            "sku": sku,
            "description": format!("{years} year {option} {service}"),
            "effectiveDate": "2026-11-01T00:00:00Z",
            "leaseContractLength": {"duration": years.parse::<u8>().unwrap(), "unit": "year"},
            "rates": rates,
        }));
    }
    json!({
        "version": VERSION,
        "publicationDate": PUBLISHED,
        "products": products,
        "terms": {"savingsPlan": sold},
    })
}
