//! Any offer file reads the same as through a tree of values, whatever the order within its
//! sections.

use breakeven::catalog::Product;
use breakeven::price_list::{Entry, Rate, Term, TermKind, read_offer};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One price dimension: where its range begins, and its price.
type Dimension = (Option<u32>, String);
/// Terms by code, each with dimensions by code.
type Terms = BTreeMap<String, BTreeMap<String, Dimension>>;

#[derive(Debug, Clone)]
struct Described {
    family: Option<String>,
    attributes: BTreeMap<String, String>,
    on_demand: Terms,
    reserved: Terms,
}

fn word() -> impl Strategy<Value = String> {
    // With what JSON has to escape, and what is long in UTF-8.
    proptest::string::string_regex("[a-z\"\\\\/\u{e9}\u{1f600}\n ]{0,8}").unwrap()
}

fn code() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[A-Z0-9]{1,4}").unwrap()
}

fn terms() -> impl Strategy<Value = Terms> {
    let dimension = (proptest::option::of(0..200_000_u32), word());
    btree_map(code(), btree_map(code(), dimension, 0..4), 0..3)
}

fn described() -> impl Strategy<Value = Described> {
    let family = proptest::option::of(word());
    let attributes = btree_map(word(), word(), 0..6);
    (family, attributes, terms(), terms()).prop_map(|(family, attributes, on_demand, reserved)| {
        Described {
            family,
            attributes,
            on_demand,
            reserved,
        }
    })
}

/// An object with its fields in the order of the numbers drawn.
fn shuffled(fields: Vec<(String, String)>, order: &[u8]) -> String {
    let mut fields: Vec<(usize, (String, String))> = fields.into_iter().enumerate().collect();
    fields.sort_by_key(|(at, _)| order.get(at % order.len().max(1)).copied());
    let fields: Vec<String> = fields
        .into_iter()
        .map(|(_, (name, value))| format!("{}: {value}", Value::from(name)))
        .collect();
    format!("{{{}}}", fields.join(","))
}

fn terms_text(sku: &str, terms: &Terms, order: &[u8]) -> String {
    let text = |value: &str| Value::from(value).to_string();
    let terms = terms.iter().map(|(code, dimensions)| {
        let name = format!("{sku}.{code}");
        let dimensions = dimensions.iter().map(|(rate, (begin, price))| {
            let rate = format!("{name}.{rate}");
            let mut fields = vec![
                ("rateCode".to_owned(), text(&rate)),
                ("description".to_owned(), text("beginRange \"0\"")),
                ("unit".to_owned(), text("Hrs")),
                (
                    "pricePerUnit".to_owned(),
                    json!({ "USD": price }).to_string(),
                ),
                ("appliesTo".to_owned(), "[{\"a\": []}]".to_owned()),
            ];
            if let Some(begin) = begin {
                fields.push(("beginRange".to_owned(), text(&begin.to_string())));
                fields.push(("endRange".to_owned(), text("Inf")));
            }
            (rate, shuffled(fields, order))
        });
        let fields = vec![
            ("sku".to_owned(), text(sku)),
            ("offerTermCode".to_owned(), text(code)),
            ("effectiveDate".to_owned(), text("2026-09-01T00:00:00Z")),
            (
                "priceDimensions".to_owned(),
                shuffled(dimensions.collect(), order),
            ),
            (
                "termAttributes".to_owned(),
                "{\"OfferingClass\": \"standard\"}".to_owned(),
            ),
        ];
        (name, shuffled(fields, order))
    });
    shuffled(terms.collect(), order)
}

fn file_text(products: &BTreeMap<String, Described>, order: &[u8], reserved_first: bool) -> String {
    let described = products.iter().map(|(sku, product)| {
        let attributes = product
            .attributes
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.clone()).to_string()));
        let mut fields = vec![
            ("sku".to_owned(), Value::from(sku.clone()).to_string()),
            (
                "attributes".to_owned(),
                shuffled(attributes.collect(), order),
            ),
            ("unheard-of".to_owned(), "[1, {\"a\": null}]".to_owned()),
        ];
        if let Some(family) = &product.family {
            fields.push((
                "productFamily".to_owned(),
                Value::from(family.clone()).to_string(),
            ));
        }
        (sku.clone(), shuffled(fields, order))
    });
    let kind = |terms: fn(&Described) -> &Terms| {
        let by_sku = products
            .iter()
            .map(|(sku, product)| (sku.clone(), terms_text(sku, terms(product), order)));
        shuffled(by_sku.collect(), order)
    };
    let mut kinds = [
        format!("\"OnDemand\": {}", kind(|product| &product.on_demand)),
        format!("\"Reserved\": {}", kind(|product| &product.reserved)),
    ];
    if reserved_first {
        kinds.reverse();
    }
    format!(
        "{{ \"offerCode\": \"AmazonX\", \"publicationDate\": \"2026\", \"version\": \"1\", \
         \"products\": {}, \"terms\": {{ {} }} }}",
        shuffled(described.collect(), order),
        kinds.join(", ")
    )
}

/// The same, the plain way.
fn through_a_tree(text: &str, wanted: &dyn Fn(&Product) -> bool, reserved: bool) -> Vec<Entry> {
    let file: Value = serde_json::from_str(text).unwrap();
    let string = |value: &Value| value.as_str().map(str::to_owned);
    let strings = |value: &Value| -> BTreeMap<String, String> {
        let fields = value.as_object().unwrap().iter();
        fields
            .map(|(name, value)| (name.clone(), string(value).unwrap()))
            .collect()
    };
    let mut entries = Vec::new();
    for (sku, product) in file["products"].as_object().unwrap() {
        let product = Product {
            service_code: "AmazonX".to_owned(),
            family: string(&product["productFamily"]),
            attributes: strings(&product["attributes"]),
        };
        if !wanted(&product) {
            continue;
        }
        let mut terms = Vec::new();
        for kind in [TermKind::OnDemand, TermKind::Reserved] {
            if kind == TermKind::Reserved && !reserved {
                continue;
            }
            // The tree sorts its keys, as the reader sorts terms.
            for term in file["terms"][format!("{kind:?}")][sku]
                .as_object()
                .unwrap()
                .values()
            {
                let mut rates: Vec<Rate> = term["priceDimensions"]
                    .as_object()
                    .unwrap()
                    .values()
                    .map(|rate| Rate {
                        code: string(&rate["rateCode"]).unwrap(),
                        unit: string(&rate["unit"]).unwrap(),
                        begin: string(&rate["beginRange"]),
                        end: string(&rate["endRange"]),
                        price: strings(&rate["pricePerUnit"]),
                    })
                    .collect();
                // Sorting keeps the order by code among equals.
                rates.sort_by_key(|rate| match &rate.begin {
                    Some(begin) => begin.parse().unwrap(),
                    None => Decimal::MAX,
                });
                terms.push(Term {
                    kind,
                    code: string(&term["offerTermCode"]).unwrap(),
                    effective: string(&term["effectiveDate"]).unwrap(),
                    attributes: strings(&term["termAttributes"]),
                    rates,
                });
            }
        }
        entries.push(Entry {
            sku: sku.clone(),
            product,
            terms,
        });
    }
    entries
}

proptest! {
    #[test]
    fn streamed_and_whole_agree(
        products in btree_map(code(), described(), 0..5),
        order in vec(any::<u8>(), 1..12),
        reserved: bool,
        reserved_first: bool,
        everything: bool,
    ) {
        let text = file_text(&products, &order, reserved_first);
        let wanted = |product: &Product| everything || product.attributes.len().is_multiple_of(2);
        let (offer, entries) = read_offer(text.as_bytes(), &wanted, reserved).unwrap();
        prop_assert_eq!(offer.service_code, "AmazonX");
        prop_assert_eq!(entries, through_a_tree(&text, &wanted, reserved));
    }

    #[test]
    fn no_text_is_too_strange(text: Vec<u8>) {
        let _ = read_offer(&text[..], &|_| true, true);
    }

    #[test]
    fn no_change_of_one_byte_is_too_strange(
        products in btree_map(code(), described(), 1..3),
        at: prop::sample::Index,
        byte: u8,
    ) {
        let mut text = file_text(&products, &[1, 0, 2], false).into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        let _ = read_offer(&text[..], &|_| true, true);
    }
}
