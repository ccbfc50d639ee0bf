//! What a product costs: units, currencies, numbers and tiers as the Price List writes them, and the
//! prices that are not believed.

use crate::world::{self, product_of};
use crate::{fault, read, read_against, said, sold, tiers};
use breakeven::price_list::KeyFault;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What comes of one product sold at these terms.
fn outcome(key: &str, unit: &str, tiers_of: &[(&str, &str, &str)]) -> Result<String, String> {
    outcome_in("us-east-1", key, unit, "USD", tiers_of)
}

fn outcome_in(
    region: &str,
    key: &str,
    unit: &str,
    currency: &str,
    tiers_of: &[(&str, &str, &str)],
) -> Result<String, String> {
    let product = sold(&product_of(region, key), unit, currency, tiers_of);
    let collected = read(
        region,
        world::service(&product),
        std::slice::from_ref(&product),
    );
    match fault(&collected, key) {
        None => Ok(tiers(&collected, key)),
        Some(fault) => Err(fault.to_string()),
    }
}

fn flat(key: &str, unit: &str, amount: &str) -> Result<String, String> {
    outcome(key, unit, &[("0", "Inf", amount)])
}

#[test]
fn numbers_are_read_however_they_are_written() {
    let fee = "0.299999999999999988897769753748434595763683319091796875";
    let read = |amount| flat("rds.mysql.m5.large.multi", "Hrs", amount);
    assert_eq!(read(fee).as_deref(), Ok("0 0.2999999999999999888977697537"));
    assert_eq!(read("0.3420000000").as_deref(), Ok("0 0.342"));
    assert_eq!(read(" 0.342 ").as_deref(), Ok("0 0.342"));
    assert_eq!(read("3.42E-1").as_deref(), Ok("0 0.342"));
    assert_eq!(read("3.42e-1").as_deref(), Ok("0 0.342"));
    assert_eq!(
        flat("kms.requests", "Requests", "3E-6").as_deref(),
        Ok("0 0.000003")
    );
    for damaged in ["", "NaN", "free", "0,342", "0.3.4", "1E400", "Inf"] {
        let said = read(damaged).unwrap_err();
        assert_eq!(said, format!("`{damaged}` is not a number"));
    }
    assert_eq!(read("-0.342").unwrap_err(), "its price is negative: -0.342");
    assert_eq!(read("0.0000000000").unwrap_err(), "its price is zero");
}

#[test]
fn tiers_make_a_schedule_or_are_refused() {
    let storage = |tiers: &[(&str, &str, &str)]| outcome("s3.standard.storage", "GB-Mo", tiers);
    let (low, middle, high) = (
        ("0", "51200", "0.023"),
        ("51200", "512000", "0.022"),
        ("512000", "Inf", "0.021"),
    );
    let expected = Ok("0 0.023, 51200 0.022, 512000 0.021".to_owned());
    for order in [
        [low, middle, high],
        [high, middle, low],
        [middle, high, low],
    ] {
        assert_eq!(storage(&order), expected);
    }
    let gap = storage(&[low, high]).unwrap_err();
    assert!(
        gap.contains("one tier ends at 51200 and the next starts at 512000"),
        "{gap}"
    );
    let overlap = storage(&[low, ("1024", "Inf", "0.022")]).unwrap_err();
    assert!(
        overlap.contains("ends at 51200 and the next starts at 1024"),
        "{overlap}"
    );
    let open = storage(&[low]).unwrap_err();
    assert!(open.contains("open-ended"), "{open}");
    let late = storage(&[middle, high]).unwrap_err();
    assert!(late.contains("starts at 51200"), "{late}");
    let words = storage(&[("0", "many", "0.023")]).unwrap_err();
    assert_eq!(words, "`many` is not a number");
    let zero = storage(&[low, ("51200", "Inf", "0")]).unwrap_err();
    assert_eq!(zero, "its price is zero");
}

#[test]
fn a_free_first_tier_has_to_be_the_allowance_that_is_known() {
    let publishes = |band: &str| {
        outcome(
            "sns.publish",
            "Requests",
            &[("0", band, "0"), (band, "Inf", "0.0000005")],
        )
    };
    assert_eq!(publishes("1000000").as_deref(), Ok("0 0.0000005"));
    assert_eq!(
        publishes("2000000").unwrap_err(),
        "its first 2000000 are free, but the allowance known is 1000000"
    );
    let surprise = outcome(
        "fargate.linux.x86.vcpu",
        "hours",
        &[("0", "100", "0"), ("100", "Inf", "0.04048")],
    );
    assert_eq!(
        surprise.unwrap_err(),
        "its first 100 are free, but the allowance known is none"
    );
}

#[test]
fn a_unit_that_changed_is_noticed() {
    let throughput = |unit, amount| flat("ebs.gp3.throughput", unit, amount);
    assert_eq!(throughput("GiBps-mo", "40.96").as_deref(), Ok("0 40.96"));
    assert_eq!(
        throughput("MiBps-Mo", "0.04").unwrap_err(),
        "it is priced per `MiBps-Mo` now, expected one of: gibps-mo, gibps-month"
    );
    for (key, unit, other) in [
        ("s3.standard.storage", "GB-Mo", "GB"),
        ("eventbridge.custom", "64K-Chunks", "8K-Chunks"),
        ("ssm.advanced.param", "Hour", "Month"),
        ("alb.lcu", "LCU-Hrs", "ReservedLCU-Hr"),
    ] {
        let amount = price_of("us-east-1", key);
        assert!(flat(key, unit, &amount).is_ok(), "{key}");
        assert!(
            flat(key, other, &amount).unwrap_err().contains(other),
            "{key}"
        );
    }
    // In each tier.
    let mut product = product_of("us-east-1", "s3.standard.storage");
    let term = product["terms"]["OnDemand"]
        .as_object_mut()
        .unwrap()
        .values_mut()
        .next()
        .unwrap();
    let dimensions = term["priceDimensions"].as_object_mut().unwrap();
    dimensions.values_mut().last().unwrap()["unit"] = "TB-Mo".into();
    let collected = read("us-east-1", "AmazonS3", &[product]);
    assert!(said(&collected, "s3.standard.storage").contains("TB-Mo"));
}

pub fn price_of(region: &str, key: &str) -> String {
    let book = world::book(region);
    let price = book
        .price(&breakeven::catalog::PriceKey::new(key))
        .unwrap()
        .unwrap();
    price.tiers.tiers()[0]
        .price
        .of_one()
        .normalize()
        .to_string()
}

#[test]
fn china_is_priced_in_yuan_and_nothing_else_is() {
    let (china, key) = ("cn-north-1", "lambda.requests.x86");
    let amount = price_of(china, key);
    let read =
        |region, currency| outcome_in(region, key, "Requests", currency, &[("0", "Inf", &amount)]);
    assert_eq!(read(china, "CNY"), Ok(format!("0 {amount}")));
    assert_eq!(
        read(china, "USD").unwrap_err(),
        "it is priced in USD, not in CNY"
    );
    let home = price_of("us-east-1", key);
    let refused = outcome_in("us-east-1", key, "Requests", "CNY", &[("0", "Inf", &home)]);
    assert_eq!(refused.unwrap_err(), "it is priced in CNY, not in USD");
}

#[test]
fn a_price_far_from_what_it_was_is_taken_only_on_request() {
    let key = "fargate.linux.x86.vcpu";
    let base = world::book("us-east-1");
    let product = |amount: &str| {
        sold(
            &product_of("us-east-1", key),
            "hours",
            "USD",
            &[("0", "Inf", amount)],
        )
    };
    let accepted = BTreeSet::from([key.to_owned()]);
    let none = BTreeSet::new();
    // 0.04048 is in the book: ten times that, and a tenth, are the last that are believed.
    for (amount, times) in [
        ("40.48", "1000"),
        ("0.4049", "10"),
        ("0.00004048", "1000"),
        ("0.004047", "10"),
    ] {
        let products = [product(amount)];
        let collected = read_against(&base, "AmazonECS", &products, &none);
        let expected = format!(
            "its price went from 0.04048 to {amount}, {times} times; take it with `--accept {key}` if that is right"
        );
        assert_eq!(said(&collected, key), expected);
        let collected = read_against(&base, "AmazonECS", &products, &accepted);
        assert_eq!(tiers(&collected, key), format!("0 {amount}"));
    }
    for amount in ["0.4048", "0.004048", "0.046552"] {
        let collected = read_against(&base, "AmazonECS", &[product(amount)], &none);
        assert_eq!(tiers(&collected, key), format!("0 {amount}"));
    }
    // Nothing makes a negative price or one of zero right.
    for amount in ["-0.04048", "0"] {
        let collected = read_against(&base, "AmazonECS", &[product(amount)], &accepted);
        assert!(fault(&collected, key).is_some(), "{amount}");
    }
}

#[test]
fn a_product_is_sold_on_demand_in_one_way() {
    let key = "lambda.requests.x86";
    let read_with = |change: &dyn Fn(&mut Value)| {
        let mut product = product_of("us-east-1", key);
        change(&mut product["terms"]);
        let collected = read("us-east-1", "AWSLambda", &[product]);
        fault(&collected, key).cloned()
    };
    let sku = world::sku(&product_of("us-east-1", key)).to_owned();
    let first = |terms: &Value| {
        terms["OnDemand"]
            .as_object()
            .unwrap()
            .values()
            .next()
            .unwrap()
            .clone()
    };
    let sold_twice = read_with(&|terms| {
        let mut second = first(terms);
        second["offerTermCode"] = "ANOTHER".into();
        terms["OnDemand"][format!("{sku}.ANOTHER")] = second;
    });
    assert_eq!(sold_twice, Some(KeyFault::SeveralTerms(sku.clone())));
    let with_free_term = read_with(&|terms| {
        let mut second = first(terms);
        second["offerTermCode"] = "A429C66SYZ".into();
        terms["OnDemand"][format!("{sku}.A429C66SYZ")] = second;
    });
    assert_eq!(
        with_free_term, None,
        "the term of a free amount is none of sale"
    );
    let reserved_only = read_with(&|terms| {
        let term = first(terms);
        *terms = json!({"Reserved": {"x": term}});
    });
    assert_eq!(reserved_only, Some(KeyFault::NotSold(sku)));
}
