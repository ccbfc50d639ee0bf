//! Products as AWS publishes them, kept as files.

use crate::common::dec;
use crate::{price, read, said, tiers, world};
use breakeven::price_list::{Finder, KeyFault};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// A sample, in the shape of the Query API.
fn sample(name: &str) -> Value {
    let text = std::fs::read_to_string(format!("tests/fixtures/price-list-samples/{name}.json"));
    let file: Value = serde_json::from_str(&text.unwrap()).unwrap();
    let Some(products) = file["products"].as_object() else {
        return file;
    };
    let (sku, product) = products.iter().next().unwrap();
    let kinds = file["terms"].as_object().unwrap().iter();
    let terms: serde_json::Map<_, _> = kinds
        .map(|(kind, terms)| (kind.clone(), terms[sku].clone()))
        .collect();
    json!({"product": product, "serviceCode": file["offerCode"], "terms": terms})
}

#[test]
fn fargate_is_told_from_what_stands_beside_it() {
    let files = [
        "ecs-anywhere-free-band",
        "ecs-ec2-vcpu-zero-price",
        "fargate-ephemeral-storage",
        "fargate-linux-arm-gb",
        "fargate-linux-arm-vcpu",
        "fargate-linux-x86-gb",
        "fargate-linux-x86-vcpu",
        "fargate-windows-os",
        "fargate-windows-vcpu",
    ];
    let collected = read("us-east-1", "AmazonECS", &files.map(sample));
    let read: Vec<_> = collected.prices.iter().map(|p| p.key.as_str()).collect();
    let expected = [
        ("fargate.ephemeral", "0 0.000111"),
        ("fargate.linux.arm.memory", "0 0.00356"),
        ("fargate.linux.arm.vcpu", "0 0.03238"),
        ("fargate.linux.x86.memory", "0 0.004445"),
        ("fargate.linux.x86.vcpu", "0 0.04048"),
        ("fargate.windows.os", "0 0.046"),
        ("fargate.windows.vcpu", "0 0.046552"),
    ];
    assert_eq!(read, expected.map(|(key, _)| key));
    for (key, price) in expected {
        assert_eq!(tiers(&collected, key), price, "{key}");
    }
    let vcpu = price(&collected, "fargate.linux.x86.vcpu");
    assert_eq!(vcpu.sku.as_deref(), Some("8CESGAFWKAJ98PME"));
    assert_eq!(
        vcpu.rate_code.as_deref(),
        Some("8CESGAFWKAJ98PME.JRTCKXETXF.6YS6EN2CT7")
    );
    assert_eq!(vcpu.as_of, "2026-11-21");
    assert_eq!(vcpu.sources, ["price-list/AmazonECS"]);
    // No sample of it: that is said, and of nothing else.
    assert_eq!(collected.faults.len(), 1);
    let memory = said(&collected, "fargate.windows.memory");
    assert_eq!(memory, KeyFault::NotListed.to_string());
}

#[test]
fn free_first_tiers_are_allowances_and_the_paid_ones_start_at_zero() {
    let files = [
        "bulk-dynamodb-rcu-free-band",
        "bulk-dynamodb-storage-free-band",
    ];
    let collected = read("us-east-1", "AmazonDynamoDB", &files.map(sample));
    assert_eq!(tiers(&collected, "dynamodb.provisioned.read"), "0 0.00013");
    assert_eq!(tiers(&collected, "dynamodb.storage.standard"), "0 0.25");
    let read = price(&collected, "dynamodb.provisioned.read");
    let paid = "4V475Q49DCKGXQZ2.JRTCKXETXF.E63J5HTPNN";
    assert_eq!(
        read.rate_code.as_deref(),
        Some(paid),
        "not that of the free tier"
    );
    // Its reserved fees are floats of more than fifty digits, and nobody asked for them.
    assert!(
        !collected
            .prices
            .iter()
            .any(|p| p.key.as_str().starts_with("reserved"))
    );
}

#[test]
fn tiers_come_in_no_order_and_end_in_words() {
    let s3 = read(
        "us-east-1",
        "AmazonS3",
        &[sample("bulk-s3-standard-storage-tiers")],
    );
    let expected = "0 0.023, 51200 0.022, 512000 0.021";
    assert_eq!(tiers(&s3, "s3.standard.storage"), expected);
    let code = price(&s3, "s3.standard.storage").rate_code.as_deref();
    assert_eq!(code, Some("WP9ANXZGBYYSGJEA.JRTCKXETXF.PGHJ3S3EYE"));
    let out = [sample("bulk-cloudfront-us-data-out-tiers")];
    let collected = read("eu-central-1", "AmazonCloudFront", &out);
    assert_eq!(
        tiers(&collected, "cloudfront.dt.us"),
        "0 0.085, 10240 0.08, 51200 0.06, 153600 0.04, 512000 0.03, 1048576 0.025, 5242880 0.02"
    );
}

#[test]
fn products_without_a_region_are_those_of_every_region() {
    for region in ["us-east-1", "ap-southeast-2"] {
        let collected = read(
            region,
            "AmazonRoute53",
            &[sample("bulk-route53-hosted-zone")],
        );
        assert_eq!(
            tiers(&collected, "route53.zone"),
            "0 0.5, 25 0.1",
            "{region}"
        );
    }
}

#[test]
fn the_free_row_of_all_regions_is_nobodys_price() {
    let free = sample("bulk-kms-global-free-row");
    let both = [free.clone(), sample("bulk-kms-requests")];
    let collected = read("us-east-1", "awskms", &both);
    assert_eq!(tiers(&collected, "kms.requests"), "0 0.000003");
    let price = price(&collected, "kms.requests");
    assert_eq!(price.sku.as_deref(), Some("MFEBZPX8NHM5FY7Z"));
    // Not even where it looks like the regional product.
    let mut disguised = free;
    disguised["product"]["attributes"] = both[1]["product"]["attributes"].clone();
    disguised["product"]["productFamily"] = both[1]["product"]["productFamily"].clone();
    let collected = read("us-east-1", "awskms", &[disguised]);
    assert!(said(&collected, "kms.requests").contains("is not sold on demand"));
}

#[test]
fn the_free_rows_of_a_csv_file_are_of_no_region() {
    let text =
        std::fs::read_to_string("tests/fixtures/price-list-samples/csv-lambda-free-tier-rows.json");
    let file: Value = serde_json::from_str(&text.unwrap()).unwrap();
    let finder = Finder::new("AWSLambda", world::region_name("eu-west-1")).unwrap();
    let rows = file["rows"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        let entry = world::entry_of(&json!({
            "serviceCode": row["serviceCode"],
            "product": {
                "sku": row["SKU"],
                "productFamily": row["Product Family"],
                "attributes": {
                    "location": row["Location"],
                    "group": row["Group"],
                    "usagetype": row["usageType"],
                },
            },
            "terms": {},
        }));
        assert!(!finder.wants(&entry.product), "{row}");
    }
}

/// RDS for MySQL in Tokyo, from before entries had a code of their region, with five reserved terms.
#[test]
fn reserved_terms_become_hourly_prices() {
    let sample = sample("rds-multi-az-mysql-with-reserved");
    let collected = read("ap-northeast-1", "AmazonRDS", std::slice::from_ref(&sample));
    assert_eq!(tiers(&collected, "rds.mysql.r4.large.multi"), "0 0.57");
    for (terms, yearly, expected) in [
        // Fees and hours of the whole term over its years, and per hour of 8,760.
        ("1yr.no", dec("0.3893") * dec("8760"), "0.389300000000"),
        (
            "1yr.partial",
            dec("1624") + dec("0.1854") * dec("8760"),
            "0.370788127854",
        ),
        ("1yr.all", dec("3183"), "0.363356164384"),
        (
            "3yr.partial",
            dec("3373") / dec("3") + dec("0.1283") * dec("8760"),
            "0.256648554033",
        ),
        ("3yr.all", dec("6611") / dec("3"), "0.251560121766"),
    ] {
        let key = format!("reserved.rds.mysql.r4.large.multi.{terms}");
        let price = price(&collected, &key);
        let hourly = price.tiers.tiers()[0].price.of_one();
        assert_eq!(hourly.round_dp(12), dec(expected), "{terms}");
        let off = (hourly * dec("8760") - yearly).abs();
        assert!(off < Decimal::new(1, 20), "{terms}: {off}");
        assert_eq!(price.sku.as_deref(), Some("D8GBHQEK73G5ADCK"));
        assert_eq!(price.effective.as_deref(), Some("2017-10-31"));
    }
    // Three years without payment upfront were not sold.
    assert_eq!(collected.prices.len(), 6);
    // Elsewhere it is nobody's.
    let finder = Finder::new("AmazonRDS", world::region_name("us-east-1")).unwrap();
    assert!(!finder.wants(&world::entry_of(&sample).product));
}

#[test]
fn offers_of_old_are_not_taken_for_those_of_today() {
    let node = sample("bulk-elasticache-t2micro-redis");
    let collected = read("us-east-1", "AmazonElastiCache", &[node]);
    assert_eq!(tiers(&collected, "elasticache.redis.t2.micro"), "0 0.017");
    // Heavy Utilization is no payment that is offered here.
    assert_eq!(collected.prices.len(), 1);
}
