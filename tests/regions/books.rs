//! The price books of the regions.

use super::assert_is_copyable;
use crate::common::{dec, in_region, only, scenario, shipped, total};
use crate::program::{json, run};
use breakeven::catalog::{Catalog, Currency, PriceKey, embedded_regions};
use breakeven::compare::compare_regions;
use breakeven::estimate::Selection;
use breakeven::services::key_spec;
use serde_json::Value;
use std::num::NonZero;

#[test]
fn prices_are_those_of_their_sources() {
    // Drawn once with the seed the file names; copied from the sources, not from the books.
    let fixture = std::fs::read_to_string("tests/fixtures/regional-prices.json").unwrap();
    let fixture: Value = serde_json::from_str(&fixture).unwrap();
    let rows = fixture["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 24);
    for row in rows {
        let text = |name: &str| row[name].as_str().unwrap();
        let catalog = Catalog::embedded(text("region")).unwrap();
        let spec = key_spec(text("key")).unwrap();
        let price = catalog.price(&PriceKey::new(text("key")), spec).unwrap();
        assert_eq!(price.currency.code(), text("currency"), "{row}");
        assert_eq!(price.unit.name(), text("unit"), "{row}");
        assert_eq!(price.as_of, text("as_of"), "{row}");
        let expected: Vec<_> = row["tiers"].as_array().unwrap().iter().collect();
        let tiers = price.tiers.tiers();
        assert_eq!(tiers.len(), expected.len(), "{row}");
        for (tier, expected) in tiers.iter().zip(expected) {
            let stated = |name: &str| expected[name].as_str().map(dec);
            assert_eq!(Some(tier.from), stated("from"), "{row}");
            assert_eq!(tier.to, stated("to"), "{row}");
            assert_eq!(Some(tier.price.of_one()), stated("price"), "{row}");
        }
        let sources: Vec<Value> = price.sources.iter().map(|s| s.as_str().into()).collect();
        assert_eq!(&sources, row["sources"].as_array().unwrap(), "{row}");
    }
    let currency = |code: &str| rows.iter().filter(|row| row["currency"] == code).count();
    assert_eq!((currency("USD"), currency("CNY")), (23, 1));
}

/// One task of 0.5 vCPU and 1 GB is 365 vCPU-hours and 730 GB-hours in a month of 730 hours. Each pair
/// of rates stands in two sources that do not copy each other: the feed of AWS's pricing page
/// (github.com/lamngockhuong/aws-price, ecs.json of 2025-10-27) and the one named here.
#[test]
fn a_fargate_task_costs_what_two_sources_say() {
    for (region, other_source, vcpu_hour, gb_hour, monthly) in [
        // 15.51396 + 3.4070925
        (
            "mx-central-1",
            "price survey quoting Price List versions, 2026-07-29",
            "0.042504",
            "0.00466725",
            "18.9210525",
        ),
        // 16.2644 + 3.55145
        (
            "ca-central-1",
            "production plan from the regional price lists, 2026-09-19",
            "0.04456",
            "0.004865",
            "19.81585",
        ),
        // 18.4544 + 4.0369
        (
            "ap-southeast-1",
            "bill of 2025-05, github.com/rahmat-ullah/DocParser",
            "0.05056",
            "0.00553",
            "22.4913",
        ),
        // 16.2425 + 3.577
        (
            "eu-north-1",
            "cost documentation, 2026-04-12",
            "0.0445",
            "0.0049",
            "19.8195",
        ),
        // 16.9944 + 3.7303
        (
            "eu-west-2",
            "hosting costs quoting Price List usage types, 2026-10-06",
            "0.04656",
            "0.00511",
            "20.7247",
        ),
        // 18.4544 + 4.0369
        (
            "ap-northeast-1",
            "study of the Price List bulk files, 2026-09-09",
            "0.05056",
            "0.00553",
            "22.4913",
        ),
        // 15.5344 + 3.39815
        (
            "ap-south-1",
            "study of the Price List bulk files, 2026-09-09",
            "0.04256",
            "0.004655",
            "18.93255",
        ),
        // 14.7752 + 3.24485
        (
            "us-west-2",
            "FOCUS sample bill of 2024-09",
            "0.04048",
            "0.004445",
            "18.02005",
        ),
    ] {
        let by_hand = dec("365") * dec(vcpu_hour) + dec("730") * dec(gb_hour);
        assert_eq!(by_hand, dec(monthly), "{region}");
        let task = "[ fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1, public_ipv4: 0 } ]";
        let estimate = only(&scenario(&in_region(region, "free_tier: none", task)));
        assert_eq!(total(&estimate), by_hand, "{region}, {other_source}");
    }
}

#[test]
fn gaps_of_a_book_are_listed_and_explained() {
    let list = ["prices", "list", "--region", "us-gov-east-1"];
    let book = Catalog::embedded("us-gov-east-1").unwrap();
    let gaps: Vec<&str> = book.book().unpriced().collect();
    assert!(gaps.contains(&"cloudfront.functions"));
    let shown = json(&[&list[..], &["--format", "json"]].concat());
    assert_eq!(shown["unpriced"], serde_json::json!(gaps));
    let table = run(&list).stdout;
    assert!(table.contains("Not priced: no source found states these"));
    for gap in &gaps {
        assert!(table.contains(&format!("`{gap}`")), "{gap}");
    }
    let one = json(&[
        "prices",
        "show",
        "alb.hour",
        "--region",
        "us-gov-east-1",
        "--format",
        "json",
    ]);
    assert!(one.get("unpriced").is_none());
    for format in ["table", "json", "csv"] {
        let show = [
            "prices",
            "show",
            "cloudfront.functions",
            "--region",
            "us-gov-east-1",
        ];
        let ran = run(&[&show[..], &["--format", format]].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{format}");
        assert!(
            ran.stderr
                .contains("no price for `cloudfront.functions` in us-gov-east-1")
        );
        assert!(ran.stderr.contains("records it as a gap"), "{}", ran.stderr);
        assert_is_copyable(
            &ran,
            "aws pricing get-products --region us-east-1 --service-code AmazonCloudFront --filters \
             Type=TERM_MATCH,Field=productFamily,Value=Request \
             Type=CONTAINS,Field=usagetype,Value=Executions-CloudFrontFunctions",
        );
    }
    // China has a Price List API of its own.
    let ran = run(&["prices", "show", "alb.hour", "--region", "cn-north-1"]);
    assert!(
        ran.stderr.contains("get-products --region cn-northwest-1 "),
        "{}",
        ran.stderr
    );
}

#[test]
fn every_region_has_a_book_and_a_ranking_has_them_all() {
    let known: Vec<&str> = breakeven::catalog::REGIONS.iter().map(|r| r.code).collect();
    assert_eq!(embedded_regions(), known);
    let habit = shipped("habit-tracker");
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let ranked = compare_regions(
        &habit,
        &catalog,
        &known,
        &Selection::default(),
        NonZero::<usize>::MIN,
    )
    .unwrap();
    for ranking in &ranked.rankings {
        assert_eq!(
            ranking.currency,
            Currency::Usd,
            "China lacks prices the scenario needs"
        );
        let ranked_here = ranking.all().count();
        assert_eq!(ranked_here + ranked.left_out.len(), known.len());
    }
}
