//! Books as text: what is written is read back, byte by byte and price by price.

use breakeven::catalog::{
    BookDraft, Catalog, Evidence, OfferRecord, Price, PriceBook, PriceKey, embedded_regions, seal,
};
use breakeven::units::{Tier, TierSchedule, Unit, UnitPrice};

use crate::common::dec;

fn written(book: &PriceBook) -> String {
    BookDraft::of(book).unwrap().text().unwrap()
}

fn flat(price: &str) -> TierSchedule {
    TierSchedule::flat(UnitPrice::per_unit(dec(price))).unwrap()
}

#[test]
fn a_written_book_opens_row_by_row_with_the_same_prices() {
    for region in embedded_regions() {
        let catalog = Catalog::embedded(region).unwrap();
        let book = catalog.book();
        let text = written(book);
        let opened = PriceBook::sealed("cache", text.clone()).unwrap();
        let whole = PriceBook::parse("cache", text.clone()).unwrap();
        for other in [&opened, &whole] {
            assert_eq!(other.prices(), book.prices(), "{region}");
            assert_eq!(other.sources(), book.sources(), "{region}");
            assert_eq!(other.offers(), book.offers(), "{region}");
            assert!(other.unpriced().eq(book.unpriced()), "{region}");
            assert_eq!(other.currency(), book.currency(), "{region}");
            assert_eq!(other.as_of(), book.as_of(), "{region}");
            assert_eq!(other.sha256(), book.sha256(), "{region}");
            assert_eq!(written(other), text, "{region}");
        }
    }
}

#[test]
fn a_book_with_an_offer_and_odd_characters_reads_the_same() {
    let catalog = Catalog::embedded("eu-west-1").unwrap();
    let mut draft = BookDraft::of(catalog.book()).unwrap();
    let price = Price {
        key: PriceKey::new("s3.standard.storage"),
        unit: Unit::GbMonth,
        currency: catalog.book().currency(),
        tiers: TierSchedule::new(vec![
            Tier {
                from: dec("0"),
                to: Some(dec("51200")),
                price: UnitPrice::per_unit(dec("0.0230000000")),
            },
            Tier {
                from: dec("51200"),
                to: None,
                price: UnitPrice::per_unit(dec("0.0000000000000000000000000022")),
            },
        ])
        .unwrap(),
        sku: Some("WP9ANXZGBYYSGJEA".to_owned()),
        rate_code: Some("WP9ANXZGBYYSGJEA.JRTCKXETXF.D42MF2PVJS".to_owned()),
        effective: Some("2026-10-01".to_owned()),
        as_of: "2026-11-21".to_owned(),
        evidence: Evidence::PriceList,
        sources: vec!["price-list/AmazonS3".to_owned()],
        note: Some("\"quoted\", a \\ and a\ttab, ü — 料金, and\n\"prices\": [".to_owned()),
    };
    draft.set(price.clone());
    let record = OfferRecord {
        version: "20261120120000".to_owned(),
        published: "2026-11-20T12:00:00Z".to_owned(),
        origin: "https://pricing.example/offers".to_owned(),
        checked: "2026-11-21".to_owned(),
        etag: Some("\"abc\"".to_owned()),
        selectors: "0".repeat(64),
    };
    draft.begin_offer("AmazonS3", record.clone());
    let text = draft.text().unwrap();
    for book in [
        PriceBook::sealed("cache", text.clone()).unwrap(),
        PriceBook::parse("cache", text.clone()).unwrap(),
    ] {
        let read = book.price(&price.key).unwrap().unwrap();
        // 0.0230000000 and 0.023 are one amount, so that a refresh does not change rows it need not.
        assert_eq!(**read, price);
        assert_eq!(book.offers()["AmazonS3"], record);
        assert_eq!(book.checked(), Some("2026-11-21"));
        assert_eq!(book.as_of(), "2026-11-21");
        assert_eq!(written(&book), text);
    }
    assert!(text.contains(r#""to": "51200", "price": "0.023"}"#));
    // Sources no row names any more are left out, and the rest of the book is as it was.
    let reread = PriceBook::parse("cache", text).unwrap();
    let others = |book: &PriceBook| -> Vec<Price> {
        let prices = book.prices().unwrap().into_iter();
        prices.filter(|p| p.key != price.key).cloned().collect()
    };
    assert_eq!(others(&reread), others(catalog.book()));
}

#[test]
fn a_price_that_is_set_fills_the_gap_its_pattern_names() {
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let pattern = "aurora.instance.{engine}.{family}.{size}";
    assert!(catalog.book().unpriced().any(|gap| gap == pattern));
    let mut draft = BookDraft::of(catalog.book()).unwrap();
    draft.set(Price {
        key: PriceKey::new("aurora.instance.postgresql.r6g.large"),
        unit: Unit::Hour,
        currency: catalog.book().currency(),
        tiers: flat("0.26"),
        sku: None,
        rate_code: None,
        effective: None,
        as_of: "2026-11-21".to_owned(),
        evidence: Evidence::PriceList,
        sources: vec!["Clarchy/aws".to_owned()],
        note: None,
    });
    let book = PriceBook::sealed("cache", draft.text().unwrap()).unwrap();
    let gaps: Vec<&str> = book.unpriced().collect();
    let expected: Vec<&str> = catalog.book().unpriced().collect();
    assert!(!gaps.contains(&pattern));
    assert_eq!(gaps.len() + 1, expected.len());
}

#[test]
fn an_offer_that_is_still_the_newest_moves_only_the_dates_of_its_prices() {
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let mut draft = BookDraft::of(catalog.book()).unwrap();
    let key = PriceKey::new("ecr.storage");
    let mut price = (**catalog.book().price(&key).unwrap().unwrap()).clone();
    price.sources = vec!["price-list/AmazonECR".to_owned()];
    price.as_of = "2026-11-01".to_owned();
    draft.set(price);
    let record = OfferRecord {
        version: "1".to_owned(),
        published: String::new(),
        origin: "here".to_owned(),
        checked: "2026-11-01".to_owned(),
        etag: Some("a".to_owned()),
        selectors: String::new(),
    };
    draft.begin_offer("AmazonECR", record);
    let before = PriceBook::parse("b", draft.text().unwrap()).unwrap();
    draft.still_newest("AmazonECR", "2026-11-21", None);
    let after = PriceBook::parse("b", draft.text().unwrap()).unwrap();
    for (before, after) in before
        .prices()
        .unwrap()
        .into_iter()
        .zip(after.prices().unwrap())
    {
        let mut expected = before.clone();
        if expected.key == key {
            expected.as_of = "2026-11-21".to_owned();
        }
        assert_eq!(*after, expected);
    }
    let offer = &after.offers()["AmazonECR"];
    assert_eq!(offer.checked, "2026-11-21");
    assert_eq!(
        offer.etag.as_deref(),
        Some("a"),
        "an index may answer without one"
    );
}

#[test]
fn a_book_edited_by_hand_is_refused_until_it_is_sealed_again() {
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let text = written(catalog.book());
    let edited = text.replace("\"price\": \"0.04048\"", "\"price\": \"0.04047\"");
    assert_ne!(edited, text);
    let refused = PriceBook::sealed("cache", edited.clone()).unwrap_err();
    assert!(refused.to_string().contains("prices seal"), "{refused}");
    let cut: String = text.chars().take(text.len() / 2).collect();
    let refused = PriceBook::sealed("cache", cut).unwrap_err();
    assert!(refused.to_string().contains("cut off"), "{refused}");
    let book = PriceBook::sealed("cache", seal(&edited)).unwrap();
    let key = PriceKey::new("fargate.linux.x86.vcpu");
    assert_eq!(book.price(&key).unwrap().unwrap().tiers, flat("0.04047"));
}
