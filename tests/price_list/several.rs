//! No product, several, and twins that count as one.

use crate::common::dec;
use crate::products::taken_for;
use crate::world::product_of;
use crate::{fault, price, read, renamed, said, sold, tiers, with, world};
use breakeven::price_list::KeyFault;
use serde_json::Value;

#[test]
fn several_products_are_several_and_none_is_taken() {
    for key in [
        "alb.lcu",
        "fargate.linux.x86.vcpu",
        "rds.mysql.t3.micro.single",
        "s3.standard.tier1",
    ] {
        let product = product_of("us-east-1", key);
        let second = renamed(&product, "ANOTHER");
        let service = world::service(&product);
        for products in [[product.clone(), second.clone()], [second, product.clone()]] {
            let collected = read("us-east-1", service, &products);
            let mut skus = vec!["ANOTHER".to_owned(), world::sku(&product).to_owned()];
            skus.sort();
            assert_eq!(fault(&collected, key), Some(&KeyFault::Several(skus)));
        }
    }
}

#[test]
fn a_product_that_is_gone_is_said_to_be() {
    let mut products = world::by_service(world::products("us-east-1"));
    let lambda = products.remove("AWSLambda").unwrap();
    let whole = read("us-east-1", "AWSLambda", &lambda);
    assert_eq!(whole.faults, []);
    let gone = "lambda.requests.arm";
    let left: Vec<Value> = lambda
        .into_iter()
        .filter(|product| taken_for("us-east-1", product) != [gone])
        .collect();
    let collected = read("us-east-1", "AWSLambda", &left);
    assert_eq!(collected.faults.len(), 1);
    assert_eq!(
        said(&collected, gone),
        "no product matches its selector any more"
    );
    assert_eq!(collected.prices.len() + 1, whole.prices.len());
}

/// Products known to be listed twice at one price: with and without a prefix, or with the free amount
/// as a tier and without.
#[test]
fn known_twins_count_as_one_while_they_agree() {
    for (key, usagetype, terms) in [
        (
            "cloudwatch.logs.ingest",
            "DataProcessing-Bytes",
            ("GB", "0.5"),
        ),
        (
            "cloudwatch.metrics",
            "CW:MetricMonitorUsage",
            ("Metrics", ""),
        ),
        (
            "cloudwatch.logs.storage",
            "TimedStorage-ByteHrs",
            ("GB-Mo", "0.03"),
        ),
        ("dt.interaz", "DataTransfer-Regional-Bytes", ("GB", "0.01")),
        // The second has no free gigabytes.
        (
            "dynamodb.storage.standard",
            "USE1-TimedStorage-ByteHrs",
            ("GB-Mo", "0.25"),
        ),
    ] {
        let product = product_of("us-east-1", key);
        let service = world::service(&product);
        let twin = with(
            renamed(&product, "AAATWIN"),
            &[("usagetype", Some(usagetype))],
        );
        let (unit, amount) = terms;
        let twin = match amount {
            "" => twin,
            amount => sold(&twin, unit, "USD", &[("0", "Inf", amount)]),
        };
        let alone = read("us-east-1", service, std::slice::from_ref(&product));
        let both = read("us-east-1", service, &[twin.clone(), product.clone()]);
        assert_eq!(alone, both, "the one the book knows is taken: {key}");
        // One cent apart, and they are two.
        let dearer = price(&alone, key).tiers.tiers()[0].price.of_one() + dec("0.01");
        let other = sold(&twin, unit, "USD", &[("0", "Inf", &dearer.to_string())]);
        let collected = read("us-east-1", service, &[other, product.clone()]);
        let mut skus = vec!["AAATWIN".to_owned(), world::sku(&product).to_owned()];
        skus.sort();
        assert_eq!(
            fault(&collected, key),
            Some(&KeyFault::Several(skus)),
            "{key}"
        );
        // The same in another unit are two as well.
        let other = sold(&twin, "Else", "USD", &[("0", "Inf", "0.01")]);
        let collected = read("us-east-1", service, &[product.clone(), other]);
        assert!(
            said(&collected, key).starts_with("several products"),
            "{key}"
        );
    }
    // Of twins nobody knows, the first by SKU is taken, whichever comes first.
    let product = renamed(&product_of("us-east-1", "dt.interaz"), "BBB");
    let twin = renamed(&product, "AAA");
    for products in [[product.clone(), twin.clone()], [twin, product]] {
        let collected = read("us-east-1", "AWSDataTransfer", &products);
        assert_eq!(tiers(&collected, "dt.interaz"), "0 0.01");
        assert_eq!(price(&collected, "dt.interaz").sku.as_deref(), Some("AAA"));
    }
}
