//! The China regions: amounts in CNY, free allowances of their own, and no way to mix currencies.

mod common;
mod program;

use breakeven::catalog::{Catalog, CatalogError, Currency, FreeTierTerms, PriceKey};
use breakeven::compare::{CompareError, compare, compare_regions};
use breakeven::estimate::{EstimateError, Selection, Terms, bind, estimate};
use breakeven::scenario::{Scenario, parse_overlay};
use breakeven::services::key_spec;
use breakeven::syntax::Source;
use common::{dec, in_region, only, scenario, total};
use program::{Folder, json, run_with};
use std::num::NonZero;

const FUNCTION: &str = "[ lambda: { memory: 512 MB } ]";

#[test]
fn a_china_region_is_shown_in_its_own_currency() {
    let text = in_region("cn-north-1", "", FUNCTION);
    let run = |command: &str, format: &str| {
        let ran = run_with(&[command, "-", "--format", format], &text);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(!ran.stdout.contains('$'), "{}", ran.stdout);
        ran.stdout
    };
    // 3,000,000 × 0.00000136 + 300,000 GB-seconds × 0.000113477 = 4.08 + 34.0431.
    for (command, format, part) in [
        ("compare", "table", " · CNY\n"),
        ("compare", "table", "\nCNY "),
        ("compare", "table", "38.12"),
        ("compare", "markdown", "| CNY | a |"),
        ("compare", "json", "\"currency\": \"CNY\""),
        ("compare", "csv", ",price-list,CNY\n"),
        ("estimate", "table", "Monthly, CNY"),
        ("estimate", "markdown", "| Monthly, CNY |"),
        ("estimate", "json", "\"currency\": \"CNY\""),
        (
            "explain",
            "table",
            "300,000 × CNY 0.000113477 = CNY 34.0431\n",
        ),
        ("explain", "markdown", "**Cost**: CNY 4.08\n"),
    ] {
        let shown = run(command, format);
        assert!(shown.contains(part), "{command} {format}: {part}: {shown}");
    }
    let show = [
        "prices",
        "show",
        "lambda.requests.x86",
        "--region",
        "cn-north-1",
    ];
    assert!(
        program::run(&show)
            .stdout
            .contains("CNY 0.00000136 (any quantity)")
    );
    let list = ["prices", "list", "--region", "cn-north-1"];
    assert!(program::run(&list).stdout.contains("Price, CNY"));
    assert_eq!(
        json(&[&list[..], &["--format", "json"]].concat())["currency"],
        "CNY"
    );
    let csv = program::run(&[&list[..], &["--format", "csv"]].concat()).stdout;
    assert!(
        csv.lines().skip(1).all(|line| line.ends_with(",CNY")),
        "{csv}"
    );
}

/// AWS grants China accounts offers of their own, of unknown size, and GovCloud only Lambda's.
#[test]
fn allowances_are_those_of_the_partition() {
    let list = "[ lambda: { memory: 256 MB }, data_transfer: { internet_out: 100 GB } ]";
    // 3M requests and 150,000 GB-seconds: 2M requests × 0.20 are not free.
    // The 100 GB are free in Ireland only; GovCloud charges 0.155 each.
    for (region, monthly) in [("eu-west-1", "0.4"), ("us-gov-west-1", "15.9")] {
        let estimate = only(&scenario(&in_region(region, "", list)));
        assert_eq!(total(&estimate), dec(monthly), "{region}");
        let said = estimate
            .assumptions
            .iter()
            .any(|a| a.contains("but Lambda's"));
        assert_eq!(
            said,
            region == "us-gov-west-1",
            "{:?}",
            estimate.assumptions
        );
    }
    let china = only(&scenario(&in_region("cn-north-1", "", FUNCTION)));
    assert!(
        china
            .charges
            .iter()
            .all(|charge| charge.allowance.is_none())
    );
    let says = |e: &breakeven::estimate::Estimate| {
        e.assumptions
            .iter()
            .any(|a| a.contains("China regions have offers of their own"))
    };
    assert!(says(&china), "{:?}", china.assumptions);
    // Nothing is said where nothing was expected.
    let none = only(&scenario(&in_region(
        "cn-north-1",
        "free_tier: none",
        FUNCTION,
    )));
    assert!(!says(&none));
    assert_eq!(total(&none), total(&china));
}

#[test]
fn dollars_and_yuan_are_never_mixed() {
    let budget = "budgets: [ { name: b, monthly: $5 } ]";
    let credits = "free_tier: credits $140";
    let price = "prices: { source: me, overrides: { lambda.requests.x86: $1 per 1M requests } }";
    let published =
        "published: { document: d, figures: [ { architecture: a, traffic: t, monthly: $5 } ] }";
    for (options, message) in [
        (
            budget,
            "budgets are in USD, but cn-north-1 is billed in CNY",
        ),
        (credits, "the credits of new accounts are in USD"),
        (
            "free_tier: credits",
            "the credits of new accounts are in USD",
        ),
        (price, "the price of `lambda.requests.x86` is in USD"),
        (published, "published costs are in USD"),
    ] {
        let text = in_region("cn-north-1", options, FUNCTION);
        let ran = run_with(&["compare", "-"], &text);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{options}");
        assert!(
            ran.stderr.contains("error[other-currency]"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("<stdin>:3:"),
            "no place: {}",
            ran.stderr
        );
        // The same file is sound where dollars are billed.
        assert_eq!(
            run_with(&["compare", "-", "--region", "us-west-2"], &text).code,
            0
        );
    }
    let yuan = price.replace("$1 per", "CNY 2 per");
    let ran = run_with(&["compare", "-"], &in_region("us-east-1", &yuan, FUNCTION));
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("is in CNY, but us-east-1 is billed in USD"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_price_of_ones_own_in_china_is_in_yuan() {
    for written in ["CNY 2", "2 CNY", "¥2"] {
        let options = format!(
            "prices: {{ source: me, overrides: {{ lambda.requests.x86: '{written} per 1M requests' }} }}"
        );
        let own = scenario(&in_region("cn-north-1", &options, FUNCTION));
        // 3M × 2 ÷ 1M + 300,000 × 0.000113477.
        assert_eq!(total(&only(&own)), dec("40.0431"), "{written}");
        let read_back = Scenario::parse(Source::new("again", own.to_yaml())).unwrap();
        assert_eq!(read_back, own);
    }
    let folder = Folder::new("yuan");
    let overlay = |price: &str| {
        let text =
            format!("source: me\noverrides:\n  lambda.requests.x86: {price} per 1M requests\n");
        folder.file("overlay.yaml", &text)
    };
    let text = in_region("cn-north-1", "", FUNCTION);
    let ran = run_with(&["compare", "-", "--prices", &overlay("CNY 2")], &text);
    assert!(
        ran.code == 0 && ran.stdout.contains("40.04"),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    let ran = run_with(&["compare", "-", "--prices", &overlay("$2")], &text);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("is in USD, but cn-north-1 is billed in CNY"),
        "{}",
        ran.stderr
    );
}

/// The library refuses what the reader of scenarios would, when it is put together by hand.
#[test]
fn the_library_does_not_mix_currencies_either() {
    let plain = scenario(&in_region("us-east-1", "", FUNCTION));
    let china = Catalog::embedded("cn-north-1").unwrap();
    let here = Catalog::embedded("us-east-1").unwrap();
    let everything = Selection::default();
    let [dollars, yuan] = [&here, &china].map(|c| estimate(&plain, c, &everything).unwrap());
    let mixed = [dollars, yuan].concat();
    let (one, other) = (Currency::Usd, Currency::Cny);
    assert_eq!(
        compare(&mixed),
        Err(CompareError::Currencies { one, other })
    );
    let terms = Terms {
        month: plain.month,
        free_tier: FreeTierTerms::parse("credits $140").unwrap(),
    };
    let architecture = plain.architectures.0.get("a").unwrap();
    let bound = bind(&plain, "a", architecture, "t", &china, terms);
    assert!(matches!(bound, Err(EstimateError::Currency { .. })));
    let overlay = "source: me\noverrides: { lambda.requests.x86: $1 per 1M requests }\n";
    let overlay = parse_overlay(Source::new("overlay", overlay)).unwrap();
    let own = china.with_own(overlay);
    let key = PriceKey::new("lambda.requests.x86");
    let price = own.price(&key, key_spec(key.as_str()).unwrap());
    assert!(matches!(price, Err(CatalogError::OtherCurrency { .. })));
    // Such a price leaves the region out of a ranking, with the reason.
    let ranked = compare_regions(
        &plain,
        &own,
        &["cn-north-1", "us-east-1"],
        &everything,
        NonZero::<usize>::MIN,
    )
    .unwrap();
    assert_eq!(ranked.left_out.len(), 1);
    assert_eq!(ranked.left_out[0].region, "cn-north-1");
}
