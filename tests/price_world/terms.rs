//! How products are sold: tiers, the free ones among them, and reserved terms.

use super::unit_of;
use breakeven::catalog::{AllowanceKind, Catalog, KeySpec, Price, PriceBook, PriceKey};
use breakeven::purchase::{Payment, Term, reserved_key};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// Products whose free amount is a first tier at no price; of the others it is a product of its own.
const FREE_IN_BAND: &[&str] = &[
    "cloudfront.functions",
    "dynamodb.provisioned.read",
    "dynamodb.provisioned.write",
    "dynamodb.storage.standard",
    "dynamodb.streams",
    "eventbridge.scheduler",
    "route53.healthcheck.aws",
    "sns.delivery.email",
    "sns.delivery.http",
    "sns.publish",
];

pub(super) fn of_price(book: &PriceBook, spec: &KeySpec, price: &Price, sku: &str) -> Value {
    let currency = book.currency().code();
    let free = free_band(price);
    let mut tiers: Vec<(String, String, String)> = Vec::new();
    if let Some(free) = free {
        tiers.push(("0".to_owned(), free.to_string(), "0.0000000000".to_owned()));
    }
    for tier in price.tiers.tiers() {
        let from = free.map_or(tier.from, |free| tier.from.max(free));
        let to = tier
            .to
            .map_or_else(|| "Inf".to_owned(), |to| to.to_string());
        tiers.push((from.to_string(), to, written(tier.price.of_one())));
    }
    // In no order, as they come.
    tiers.reverse();
    let tiers: Vec<_> = tiers
        .iter()
        .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()))
        .collect();
    let mut terms = on_demand(sku, unit_of(spec), currency, &tiers);
    let reserved = reserved(book, price, sku);
    if !reserved.is_empty() {
        terms["Reserved"] = Value::Object(reserved);
    }
    terms
}

/// A price with ten decimals, or more where it has more.
fn written(price: Decimal) -> String {
    match price.normalize().scale() > 10 {
        true => price.normalize().to_string(),
        false => format!("{price:.10}"),
    }
}

fn free_band(price: &Price) -> Option<Decimal> {
    let key = price.key.as_str();
    let about = FREE_IN_BAND
        .contains(&key)
        .then(|| Catalog::embedded("us-east-1").unwrap())?;
    let mut list = about.allowances().list.iter();
    let found = list.find(|allowance| {
        allowance.kind == AllowanceKind::Always && allowance.keys.contains(&price.key)
    });
    Some(
        found
            .unwrap_or_else(|| panic!("{key} has no allowance"))
            .amount,
    )
}

/// A term on demand with tiers: first quantity, first beyond, price.
pub fn on_demand(sku: &str, unit: &str, currency: &str, tiers: &[(&str, &str, &str)]) -> Value {
    let term = format!("{sku}.JRTCKXETXF");
    let mut dimensions = Map::new();
    for (at, (begin, end, price)) in tiers.iter().enumerate() {
        let rate = match tiers.len() {
            1 => format!("{term}.6YS6EN2CT7"),
            _ => format!("{term}.TIER{at:06}"),
        };
        let dimension = dimension(&rate, unit, Some((begin, end)), currency, price);
        dimensions.insert(rate, dimension);
    }
    json!({"OnDemand": {term: {
        "offerTermCode": "JRTCKXETXF",
        "sku": sku,
        "effectiveDate": "2026-11-01T00:00:00Z",
        "priceDimensions": dimensions,
        "termAttributes": {},
    }}})
}

/// A price dimension; one without a range is paid once.
pub fn dimension(
    rate: &str,
    unit: &str,
    range: Option<(&str, &str)>,
    currency: &str,
    price: &str,
) -> Value {
    let mut dimension = json!({
        "rateCode": rate,
        "description": format!("{currency}{price} per {unit}"),
        "unit": unit,
        "pricePerUnit": {currency: price},
        "appliesTo": [],
    });
    if let Some((begin, end)) = range {
        dimension["beginRange"] = begin.into();
        dimension["endRange"] = end.into();
    }
    dimension
}

/// The reserved terms of a product: what the book says an hour costs, as AWS sells it.
fn reserved(book: &PriceBook, price: &Price, sku: &str) -> Map<String, Value> {
    let currency = book.currency().code();
    let sold = [
        ("4NA7Y494T4", Term::OneYear, Payment::NoUpfront),
        ("HU7G6KETJZ", Term::OneYear, Payment::PartialUpfront),
        ("6QCMYABX3D", Term::OneYear, Payment::AllUpfront),
        ("BPH4J8HBKS", Term::ThreeYears, Payment::NoUpfront),
        ("38NPMPTW36", Term::ThreeYears, Payment::PartialUpfront),
        ("NQ3QZPMQV9", Term::ThreeYears, Payment::AllUpfront),
    ];
    let mut terms = Map::new();
    for (code, length, payment) in sold {
        let Some(hourly) = reserved_price(book, &price.key, length, payment) else {
            continue;
        };
        let years = Decimal::from(length.months() / 12);
        let hours = years * Decimal::from(8_760);
        let (upfront, hourly) = match payment {
            Payment::NoUpfront => (Decimal::ZERO, hourly),
            Payment::AllUpfront => (hourly * hours, Decimal::ZERO),
            Payment::PartialUpfront => {
                let half = hourly / Decimal::TWO;
                (half * hours, half)
            }
        };
        let (lease, option) = match (length, payment) {
            (Term::OneYear, Payment::NoUpfront) => ("1yr", "No Upfront"),
            (Term::OneYear, Payment::PartialUpfront) => ("1yr", "Partial Upfront"),
            (Term::OneYear, Payment::AllUpfront) => ("1yr", "All Upfront"),
            (Term::ThreeYears, Payment::NoUpfront) => ("3yr", "No Upfront"),
            (Term::ThreeYears, Payment::PartialUpfront) => ("3yr", "Partial Upfront"),
            (Term::ThreeYears, Payment::AllUpfront) => ("3yr", "All Upfront"),
        };
        let term = format!("{sku}.{code}");
        let mut dimensions = Map::new();
        let rate = format!("{term}.6YS6EN2CT7");
        let range = Some(("0", "Inf"));
        let dimension_of_hours = dimension(&rate, "Hrs", range, currency, &written(hourly));
        dimensions.insert(rate, dimension_of_hours);
        if !upfront.is_zero() {
            let rate = format!("{term}.2TG2D8R56U");
            let fee = upfront.normalize().to_string();
            dimensions.insert(
                rate.clone(),
                dimension(&rate, "Quantity", None, currency, &fee),
            );
        }
        terms.insert(
            term,
            json!({
                "offerTermCode": code,
                "sku": sku,
                "effectiveDate": "2026-11-01T00:00:00Z",
                "priceDimensions": dimensions,
                "termAttributes": {
                    "LeaseContractLength": lease,
                    "OfferingClass": "standard",
                    "PurchaseOption": option,
                },
            }),
        );
    }
    terms
}

fn reserved_price(
    book: &PriceBook,
    usage: &PriceKey,
    length: Term,
    payment: Payment,
) -> Option<Decimal> {
    let (_, key) = reserved_key(usage, length, payment)?;
    let price = book.price(&key).unwrap()?;
    Some(price.tiers.tiers()[0].price.of_one())
}
