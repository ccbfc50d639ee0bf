//! What is asked, and what is made of the answers.

use super::*;
use breakeven::price_list::TermKind;
use breakeven::sources::{PlanAnswer, PlanRequest};
use serde_json::Value;

/// Products of another version than they came in.
fn of_version(mut product: Value, version: &str) -> Value {
    product["version"] = version.into();
    product
}

#[test]
fn all_pages_are_read_and_told_of() {
    let server = PriceApi::start(ecs()).page(4);
    let mut ask = Ask::of("AmazonECS", "us-east-1");
    let (offer, origin, entries) = ask.read(&mut api(&server.url));
    // In the order of their SKUs, whatever order they came in.
    let expected = [
        "7KPDPTDSCT4J3Z64",
        "8CESGAFWKAJ98PME",
        "9D3ZWXRS2VXMZET6",
        "DQ8NT47B7YY2CGC5",
        "PBZNQUSEXZUC34C9",
        "RF2BUTAD289DREDC",
        "UNH9KPQP7W7C66C9",
        "VUZADW4HBG7NT6R7",
        "XSZATS4VYMDC9CYN",
    ];
    assert_eq!(skus(&entries), expected);
    assert_eq!(offer.service_code, "AmazonECS");
    assert_eq!(offer.version, "20260911124425");
    assert_eq!(offer.published, "2026-09-11T12:44:25Z");
    let host = server.url.trim_start_matches("http://");
    assert_eq!(origin, format!("Price List Query API ({host})"));
    let told = [
        "started AmazonECS of us-east-1 None",
        "read 1",
        "read 2",
        "read 3",
    ];
    assert_eq!(ask.told, told);
    let tokens: Vec<_> = server
        .requests()
        .into_iter()
        .map(|asked| asked.token)
        .collect();
    let tokens: Vec<_> = tokens.iter().map(Option::as_deref).collect();
    assert_eq!(tokens, [None, Some("page/4=="), Some("page/8==")]);
}

#[test]
fn conditions_are_filters() {
    let server = PriceApi::start(ecs());
    let mut ask = Ask::of("AmazonECS", "us-east-1");
    let windows = [
        ("regionCode", "us-east-1", false),
        ("productFamily", "Compute", false),
        ("usagetype", "Fargate-Windows-vCPU", true),
    ];
    ask.queries = vec![query(&windows)];
    let (_, _, entries) = ask.read(&mut api(&server.url));
    assert_eq!(skus(&entries), ["RF2BUTAD289DREDC"]);
    let asked = server.requests();
    assert_eq!(asked[0].service_code, "AmazonECS");
    let filter = |kind: &str, field: &str, value: &str| {
        (kind.to_owned(), field.to_owned(), value.to_owned())
    };
    let filters = [
        filter("TERM_MATCH", "regionCode", "us-east-1"),
        filter("TERM_MATCH", "productFamily", "Compute"),
        filter("CONTAINS", "usagetype", "Fargate-Windows-vCPU"),
    ];
    assert_eq!(asked[0].filters, filters);
}

#[test]
fn without_a_query_everything_of_the_region_is_asked_for() {
    let server = PriceApi::start(ecs());
    let (_, _, entries) = Ask::of("AmazonECS", "eu-west-1").read(&mut api(&server.url));
    assert!(entries.is_empty());
    let asked = server.requests();
    let region = (
        "TERM_MATCH".to_owned(),
        "regionCode".to_owned(),
        "eu-west-1".to_owned(),
    );
    assert_eq!(asked[0].filters, [region]);
}

#[test]
fn a_product_two_queries_find_comes_once() {
    let server = PriceApi::start(ecs());
    let mut ask = Ask::of("AmazonECS", "us-east-1");
    ask.queries = vec![
        query(&[("usagetype", "Fargate-ARM", true)]),
        query(&[("cpuArchitecture", "ARM", false)]),
        query(&[("usagetype", "Fargate-GB", true)]),
    ];
    let (_, _, entries) = ask.read(&mut api(&server.url));
    let expected = ["PBZNQUSEXZUC34C9", "UNH9KPQP7W7C66C9", "XSZATS4VYMDC9CYN"];
    assert_eq!(skus(&entries), expected);
    // Pages count over all queries.
    assert_eq!(ask.told[1..], ["read 1", "read 2", "read 3"]);
}

#[test]
fn only_what_is_wanted_is_kept() {
    let server = PriceApi::start(ecs());
    let mut ask = Ask::of("AmazonECS", "us-east-1");
    ask.wanted = &|product| product.family.as_deref() == Some("Compute Metering");
    let (offer, _, entries) = ask.read(&mut api(&server.url));
    assert_eq!(skus(&entries), ["DQ8NT47B7YY2CGC5"]);
    assert_eq!(offer.version, "20260911124425");
}

#[test]
fn reserved_terms_come_when_asked_for() {
    let server = PriceApi::start(vec![sample("rds-multi-az-mysql-with-reserved")]);
    let terms = |reserved| {
        let mut ask = Ask::of("AmazonRDS", "ap-northeast-1");
        // Products of 2018 have no region code.
        ask.queries = vec![query(&[("location", "Asia Pacific (Tokyo)", false)])];
        ask.reserved = reserved;
        let (_, _, entries) = ask.read(&mut api(&server.url));
        let kinds = entries[0].terms.iter().map(|term| term.kind);
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(terms(false), [TermKind::OnDemand]);
    assert_eq!(terms(true).len(), 6);
}

#[test]
fn the_oldest_version_names_an_answer_of_two() {
    let old = of_version(sample("fargate-linux-x86-vcpu"), "20260801000000");
    let mut twin = of_version(sample("fargate-linux-x86-vcpu"), "20260700000000");
    twin["product"]["attributes"]["cputype"] = "older".into();
    let new = sample("fargate-linux-x86-gb");
    for products in [[&twin, &new, &old], [&old, &new, &twin]] {
        let server = PriceApi::start(products.map(Clone::clone).to_vec());
        let (offer, _, entries) = Ask::of("AmazonECS", "us-east-1").read(&mut api(&server.url));
        // So that it is read again once AWS has published the rest.
        assert_eq!(offer.version, "20260700000000");
        assert_eq!(skus(&entries), ["8CESGAFWKAJ98PME", "PBZNQUSEXZUC34C9"]);
        // Of the product that came twice, the newer one.
        assert_eq!(entries[0].product.attributes["cputype"], "perCPU");
    }
}

#[test]
fn a_version_at_hand_ends_the_reading_at_the_first_page() {
    let server = PriceApi::start(ecs()).page(2);
    let mut ask = Ask::of("AmazonECS", "us-east-1");
    let known = |version: &str| {
        Some(Known {
            version: version.to_owned(),
            etag: None,
        })
    };
    ask.known = known("20260911124425");
    assert_eq!(ask.send(&mut api(&server.url)), Ok(Answer::Unchanged));
    assert_eq!(server.requests().len(), 1);
    ask.known = known("20260910000000");
    assert_eq!(ask.read(&mut api(&server.url)).2.len(), 9);
}

#[test]
fn a_first_page_of_two_versions_is_not_the_version_at_hand() {
    let old = of_version(sample("fargate-linux-x86-vcpu"), "20260801000000");
    let server = PriceApi::start(vec![old, sample("fargate-linux-x86-gb")]);
    let mut ask = Ask::of("AmazonECS", "us-east-1");
    let version = "20260911124425".to_owned();
    ask.known = Some(Known {
        version,
        etag: None,
    });
    assert_eq!(ask.read(&mut api(&server.url)).2.len(), 2);
}

#[test]
fn nothing_found_is_an_answer_without_version() {
    let server = PriceApi::start(ecs());
    let mut ask = Ask::of("AmazonEKS", "us-east-1");
    ask.known = Some(Known {
        version: String::new(),
        etag: None,
    });
    let (offer, _, entries) = ask.read(&mut api(&server.url));
    assert_eq!(
        (offer.service_code.as_str(), offer.version.as_str()),
        ("AmazonEKS", "")
    );
    assert!(entries.is_empty());
}

#[test]
fn each_partition_is_asked_at_its_own_endpoint() {
    let server = PriceApi::start(ecs());
    let mut api = api(&server.url);
    for region in ["eu-west-1", "us-gov-west-1", "cn-north-1", "us-east-1"] {
        Ask::of("AmazonECS", region).read(&mut api);
    }
    let signed: Vec<_> = server
        .requests()
        .into_iter()
        .map(|asked| asked.signed_for)
        .collect();
    assert_eq!(
        signed,
        ["us-east-1", "us-east-1", "cn-northwest-1", "us-east-1"]
    );
}

#[test]
fn there_are_no_rates_of_plans() {
    let mut api = api("http://127.0.0.1:9");
    let request = PlanRequest {
        plan: "AWSComputeSavingsPlan",
        region: "us-east-1",
        wanted: &|_| true,
        known: None,
    };
    let answer: Result<PlanAnswer, _> = api.plan_rates(&request, &mut |_| ());
    insta::assert_snapshot!(answer.unwrap_err(), @"AWSComputeSavingsPlan of us-east-1: the Query API has no rates of Savings Plans; read them from the public files: `--from bulk`");
    assert_eq!(api.name(), "api");
}
