//! Offer files that are not as they should be.

use super::EVERYTHING;
use super::price_files::{entry, offer_text};
use breakeven::price_list::{Entry, OfferError, read_offer};
use std::io::Read;

const HEAD: &str = r#""offerCode": "AmazonECS", "version": "20260911124425", "publicationDate": "2026-09-11T12:44:25Z""#;

fn read(text: &str, reserved: bool) -> Result<Vec<Entry>, OfferError> {
    read_offer(text.as_bytes(), EVERYTHING, reserved).map(|(_, entries)| entries)
}

fn body(parts: &str) -> Result<Vec<Entry>, OfferError> {
    read(&format!("{{ {HEAD}, {parts} }}"), true)
}

fn sound() -> String {
    let entries = ["ONE", "TWO"].map(|sku| {
        entry(
            sku,
            "Compute",
            &[("usagetype", sku), ("escaped \" \\", "\u{e9}\n")],
            "hours",
            "0.5",
        )
    });
    offer_text("AmazonECS", "20260911124425", &entries)
}

#[test]
fn every_text_that_ends_early_is_told_from_a_wrong_one() {
    let text = sound();
    assert_eq!(read(&text, true).unwrap().len(), 2);
    for end in (0..text.len() - 1).filter(|end| text.is_char_boundary(*end)) {
        assert_eq!(
            read(&text[..end], true),
            Err(OfferError::EndsEarly),
            "{end}"
        );
    }
}

#[test]
fn reading_ends_with_the_prices_on_demand() {
    let text = sound();
    let end = text.rfind("}\n}").unwrap();
    let whole = read(&text, false).unwrap();
    // The bracket of `terms` and that of the file are never looked at.
    assert_eq!(read(&text[..end], false).unwrap(), whole);
    assert_eq!(read(&text[..end - 1], false), Err(OfferError::EndsEarly));
    assert_eq!(read(&text[..end], true), Err(OfferError::EndsEarly));
    assert!(matches!(
        read(&format!("{text} x"), true),
        Err(OfferError::NotJson(_))
    ));

    // With a head that is not complete yet, it does not end there.
    let late = text.replace("\"version\": \"20260911124425\",", "");
    assert_eq!(read(&late, false), Err(OfferError::Missing("version")));
    let last = late.strip_suffix('}').unwrap();
    let last = format!("{last}, \"version\": \"20260911124425\" }}");
    assert_eq!(read(&last, false).unwrap(), whole);
}

#[test]
fn prices_before_products_can_t_be_read_in_one_pass() {
    let wrong = body(r#""terms": {"OnDemand": {}}, "products": {}"#);
    assert_eq!(wrong, Err(OfferError::TermsFirst));
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(
        body(r#""terms2": {}"#),
        Err(OfferError::Missing("products"))
    );
    assert_eq!(body(r#""products": {}"#), Err(OfferError::Missing("terms")));
    assert_eq!(body(r#""products": {}, "terms": {}"#), Ok(Vec::new()));
    let headless = r#"{"products": {}, "terms": {}}"#;
    assert_eq!(read(headless, true), Err(OfferError::Missing("offerCode")));
}

#[test]
fn what_stands_twice_is_refused() {
    let product = r#"{"sku": "A", "attributes": {}}"#;
    let term = r#"{"A.T": {"priceDimensions": {}}}"#;
    let rates = r#"{"A.T.R": {}, "A.T.R": {}}"#;
    let products = format!(r#""products": {{"A": {product}}}"#);
    for (parts, twice) in [
        (
            format!(r#""products": {{"A": {product}, "A": {product}}}"#),
            "product `A`",
        ),
        (format!("{products}, {products}"), "`products`"),
        (
            format!(r#"{products}, "terms": {{}}, "terms": {{}}"#),
            "`terms`",
        ),
        (
            format!(r#"{products}, "terms": {{"OnDemand": {{}}, "OnDemand": {{}}}}"#),
            "`terms.OnDemand`",
        ),
        (
            format!(r#"{products}, "terms": {{"Reserved": {{"A": {term}, "A": {term}}}}}"#),
            "the price of `A`",
        ),
        (
            format!(
                r#"{products}, "terms": {{"OnDemand": {{"A": {{"A.T": {{}}, "A.T": {{}}}}}}}}"#
            ),
            "term `A.T`",
        ),
        (
            format!(
                r#"{products}, "terms": {{"OnDemand": {{"A": {{"A.T": {{"priceDimensions": {rates}}}}}}}}}"#
            ),
            "rate `A.T.R`",
        ),
        (
            r#""products": {"A": {"attributes": {"x": "1", "x": "2"}}}"#.to_owned(),
            "`x` of one object",
        ),
        (
            r#""products": {"A": {"attributes": {}, "attributes": {}}}"#.to_owned(),
            "`attributes` of one product",
        ),
    ] {
        let expected = OfferError::Duplicate(twice.to_owned());
        assert_eq!(body(&parts), Err(expected), "{parts}");
    }
}

#[test]
fn a_file_that_contradicts_itself_is_refused() {
    let product = body(r#""products": {"A": {"sku": "B"}}"#);
    let term = body(
        r#""products": {"A": {"sku": "A"}}, "terms": {"OnDemand": {"A": {"A.T": {"sku": "B"}}}}"#,
    );
    for read in [product, term] {
        let expected = OfferError::Contradiction {
            under: "A".to_owned(),
            says: "B".to_owned(),
        };
        assert_eq!(read, Err(expected));
    }
}

#[test]
fn numbers_are_taken_for_texts_and_null_for_nothing() {
    let entries = body(
        r#""products": {"A": {"sku": "A", "productFamily": null,
            "attributes": {"vcpu": 2, "below": -3, "ratio": 0.25, "current": true, "none": null}}},
          "terms": {"OnDemand": {"A": {"A.T": {"termAttributes": {}, "priceDimensions": {
            "A.T.2": {"beginRange": 10, "endRange": "Inf", "pricePerUnit": {"USD": 0.0000002}},
            "A.T.1": {"beginRange": 9.5, "endRange": 10, "unit": "Hrs", "pricePerUnit": {"USD": 1}},
            "A.T.4": {"unit": "Quantity", "pricePerUnit": {"CNY": "3373"}},
            "A.T.3": {"beginRange": "many", "pricePerUnit": {}}
          }}}}}"#,
    )
    .unwrap();
    let attributes: Vec<(&str, &str)> = entries[0]
        .product
        .attributes
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        attributes,
        [
            ("below", "-3"),
            ("current", "true"),
            ("ratio", "0.25"),
            ("vcpu", "2")
        ]
    );
    assert_eq!(entries[0].product.family, None);
    let term = &entries[0].terms[0];
    assert_eq!(term.code, "T");
    let codes: Vec<&str> = term.rates.iter().map(|rate| rate.code.as_str()).collect();
    assert_eq!(codes, ["A.T.1", "A.T.2", "A.T.3", "A.T.4"]);
    assert_eq!(term.rates[0].price["USD"], "1");
    assert_eq!(term.rates[1].price["USD"], "0.0000002");
    assert_eq!(term.rates[3].price["CNY"], "3373");
}

#[test]
fn another_shape_is_refused_with_its_place() {
    let wrong = body(r#""products": {"A": {"attributes": {"x": ["y"]}}}"#);
    assert!(
        matches!(&wrong, Err(OfferError::Shape(why)) if why.contains("a text at line 1")),
        "{wrong:?}"
    );
    let wrong = body(r#""products": ["A"]"#);
    assert!(
        matches!(&wrong, Err(OfferError::Shape(why)) if why.contains("expected products by SKU")),
        "{wrong:?}"
    );
}

/// Text that repeats without an end.
struct Endless<'t>(&'t str, usize);

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        for byte in buffer.iter_mut() {
            *byte = self.0.as_bytes()[self.1 % self.0.len()];
            self.1 += 1;
        }
        Ok(buffer.len())
    }
}

#[test]
fn nothing_without_an_end_is_held() {
    let heads = [
        "{\"disclaimer\": \"",
        "{\"disclaimer\": ",
        "{",
        &format!("{{ {HEAD}, \"products\": {{\"A\": {{\"attributes\": {{\"x\": \""),
        &format!("{{ {HEAD}, \"products\": {{\"A\": {{\"x\": "),
        &format!("{{ {HEAD}, \"products\": {{}}, \"terms\": {{\"Unknown\": {{\"x\": "),
    ];
    for head in heads {
        for endless in ["a", "[", " ", "{\"a\":", "\\\""] {
            let reader = head.as_bytes().chain(Endless(endless, 0));
            let read = read_offer(reader, EVERYTHING, true);
            let held = matches!(
                read,
                Err(OfferError::LongItem(_) | OfferError::NotJson(_) | OfferError::Shape(_))
            );
            assert!(held, "{head} {endless}: {read:?}");
        }
    }
    // Attributes without an end, all of one product.
    let head = format!("{{ {HEAD}, \"products\": {{\"A\": {{\"skipped\": [0");
    let read = read_offer(head.as_bytes().chain(Endless(",1", 0)), EVERYTHING, true);
    assert_eq!(read, Err(OfferError::LongItem(1024 * 1024)));
}

/// Products without an end, each another one, with so many attributes.
struct Products {
    number: u64,
    attributes: String,
    rest: Vec<u8>,
}

impl Read for Products {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.rest.is_empty() {
            self.number += 1;
            let (number, attributes) = (self.number, &self.attributes);
            self.rest = format!("\"{number}\": {{\"attributes\": {{{attributes}}}}},").into();
        }
        let count = self.rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest.drain(..count);
        Ok(count)
    }
}

#[test]
fn not_everything_can_be_wanted() {
    let head = format!("{{ {HEAD}, \"products\": {{");
    let attributes: Vec<String> = (0..1000).map(|n| format!("\"{n}\":\"\"")).collect();
    let products = Products {
        number: 0,
        attributes: attributes.join(","),
        rest: Vec::new(),
    };
    let reader = head.as_bytes().chain(products);
    let read = read_offer(reader, EVERYTHING, true);
    assert_eq!(read, Err(OfferError::TooMany(128 * 1024 * 1024)));
}
