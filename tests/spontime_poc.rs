//! The Spontime proof of concept, against figures worked by hand from the price list.
//!
//! The month has 730 hours; a task with 0.25 vCPU and 512 MB is 730 × (0.25 × 0.04048 + 0.5 ×
//! 0.004445) = 9.010025, an address 3.65. Five images of 300 MB, a fifth of each new, are 540 of
//! 1,024 MB: 0.052734375.

mod common;
mod program;

use common::{
    compared, components_with, dec, free, of, only, price, shipped, shipped_with, total, usage,
};
use program::run;
use rust_decimal::Decimal;

const POC: &str = "spontime-poc";
const FILE: &str = "scenarios/spontime-poc.yaml";

#[test]
fn nobody_visiting_costs_50_37_at_list_prices() {
    let estimates = price(&shipped_with(POC, &[("free_tier", "none")]));
    let poc = of(&estimates, "poc", "idle");
    let lines = [
        ("fargate.linux.x86.vcpu", "7.3876"),
        ("fargate.linux.x86.memory", "1.622425"),
        ("alb.hour", "16.425"),
        ("ipv4.inuse", "10.95"), // two of the load balancer, one of the task
        ("rds.postgresql.t4g.micro.single", "11.68"), // 730 × 0.016
        ("rds.storage.gp2.single", "2.3"), // 20 × 0.115
    ];
    let mut comparable = Decimal::ZERO;
    for (key, expected) in lines {
        assert_eq!(usage(poc, key), dec(expected), "{key}");
        comparable += dec(expected);
    }
    assert_eq!(comparable, dec("50.365025"));
    // Besides: images. Backups come with the database, also without a free tier.
    assert_eq!(usage(poc, "ecr.storage"), dec("0.052734375"));
    assert_eq!(usage(poc, "rds.backup"), dec("0.19"));
    assert_eq!(free(poc, "rds.backup"), dec("-0.19"));
    assert_eq!(total(poc), comparable + dec("0.052734375"));
}

/// The hours of load balancer and database and 20 GB of storage are free: 9.010025 + 3 × 3.65. Of
/// the images half a gigabyte is: 0.052734375 − 0.05.
#[test]
fn the_twelve_month_tier_leaves_19_96() {
    let estimates = price(&shipped_with(POC, &[("free_tier", "legacy-12-month")]));
    let poc = of(&estimates, "poc", "idle");
    let images = usage(poc, "ecr.storage") + free(poc, "ecr.storage");
    assert_eq!(images, dec("0.002734375"));
    assert_eq!(total(poc) - images, dec("19.960025"));
}

/// 200 ÷ 50.417759375 = 3.97: the fourth bill uses them up.
#[test]
fn credits_of_200_dollars_last_into_the_fourth_month() {
    let estimates = price(&shipped_with(POC, &[("free_tier", "credits $200")]));
    let credits = of(&estimates, "poc", "idle").credits.clone().unwrap();
    assert_eq!(credits.runs_out_in_month.expected, Some(4));
}

#[test]
fn doing_it_properly_is_mostly_the_nat_gateways() {
    let estimates = price(&shipped(POC));
    let proper = of(&estimates, "proper", "idle");
    let lines = [
        ("fargate.linux.x86.vcpu", "14.7752"),
        ("fargate.linux.x86.memory", "3.24485"),
        ("alb.hour", "16.425"),
        ("ipv4.inuse", "14.6"), // two of the load balancer, two of the gateways
        ("route53.zone", "0.5"),
        ("nat.hour", "65.7"),                        // 2 × 730 × 0.045
        ("rds.postgresql.t4g.micro.multi", "23.36"), // 730 × 0.032
        ("rds.storage.gp3.multi", "4.6"),            // 20 × 0.23
        ("secrets.secret", "0.8"),
        ("ecr.storage", "0.052734375"),
    ];
    let mut sum = Decimal::ZERO;
    for (key, expected) in lines {
        assert_eq!(usage(proper, key), dec(expected), "{key}");
        sum += dec(expected);
    }
    // Ten alarms and 14 GB of backups are free.
    assert_eq!(usage(proper, "cloudwatch.alarm.standard"), dec("1"));
    assert_eq!(free(proper, "rds.backup"), dec("-1.33"));
    assert_eq!(sum, dec("144.057784375"));
    assert_eq!(total(proper), sum);
}

#[test]
fn serverless_keeps_the_database_and_pays_for_its_proxy() {
    let estimates = price(&shipped(POC));
    // 730 × 2 × 0.015 for the proxy, 13.98 for the database, a secret, images.
    let poc = of(&estimates, "serverless", "idle");
    assert_eq!(usage(poc, "rds.proxy"), dec("21.9"));
    assert_eq!(total(poc), dec("36.332734375"));
    // 21.90, the Multi-AZ database 27.96, two secrets, a zone, images.
    let proper = of(&estimates, "serverless-proper", "idle");
    assert_eq!(total(proper), dec("51.212734375"));
}

/// 30,000 × 730 ÷ 24 = 912,500 requests.
#[test]
fn the_pilot_adds_little() {
    let estimates = price(&shipped(POC));
    // 16 KB each: 912,500 × 16,384 B = 14.9504 GB and as many capacity units, × 0.008 = 0.1196032.
    // Logs and transfer are free.
    let poc = of(&estimates, "poc", "pilot");
    assert_eq!(usage(poc, "alb.lcu"), dec("0.1196032"));
    assert_eq!(total(poc), dec("50.417759375") + dec("0.1196032"));
    // Kept of them: seven days of 30,000 × 2,048 B, 0.400543 GB at 0.03, or thirty.
    let stored = |name| usage(of(&estimates, name, "pilot"), "cloudwatch.logs.storage");
    assert_eq!(stored("poc").round_dp(8), dec("0.01201630"));
    assert_eq!(stored("proper").round_dp(8), dec("0.05149841"));
    // Lambda: under a million requests, and 912,500 × (0.15 + 1 % × 2) s × 0.5 GB = 77,562.5 of
    // 400,000 GB-seconds. HTTP API: 0.9125.
    let serverless = of(&estimates, "serverless", "pilot");
    assert_eq!(total(serverless), dec("36.332734375") + dec("0.9125"));
    // 77,562.5 × 0.0000166667.
    let duration = usage(serverless, "lambda.duration.x86");
    assert_eq!(duration, dec("1.29271091875"));
    assert_eq!(free(serverless, "lambda.duration.x86"), -duration);
    // Half of 8 KB crosses zones and is charged at both ends: 912,500 × 8 ÷ 1,048,576 GB × 0.01. The
    // gateways pass 4 KB at 0.045.
    let proper = of(&estimates, "proper", "pilot");
    assert_eq!(usage(proper, "dt.interaz").round_dp(6), dec("0.069618"));
    assert_eq!(usage(proper, "nat.gb").round_dp(6), dec("0.156641"));
    // The first of the gigabytes between zones is free: 0.01.
    let between_zones = dec("0.069618") - dec("0.01");
    let expected = dec("144.057784375") + dec("0.1196032") + between_zones + dec("0.156641");
    assert_eq!(total(proper).round_dp(5), expected.round_dp(5));
}

#[test]
fn serverless_is_cheapest_at_every_level() {
    let (comparisons, audit) = compared(&shipped(POC));
    assert_eq!(comparisons.len(), 3);
    // The document prints no figure.
    assert!(audit.is_none());
    for comparison in comparisons {
        let ranking: Vec<&str> = comparison
            .ranking
            .iter()
            .map(|ranked| ranked.architecture.as_str())
            .collect();
        let expected = ["serverless", "poc", "serverless-proper", "proper"];
        assert_eq!(ranking, expected, "{}", comparison.traffic);
        assert!(!comparison.is_close(), "{}", comparison.traffic);
    }
}

/// What the comments of the scenario say about alternatives it does not have.
#[test]
fn the_comments_are_priced_too() {
    let list = |components: &str| {
        let scenario = components_with(components, "free_tier: none", "1 per day");
        total(&only(&scenario))
    };
    // 4 endpoints × 2 zones × 730 × 0.01.
    let endpoints = "[ vpc_endpoint: { services: [ecr.api, ecr.dkr, logs, secretsmanager], zones: 2, \
                     processed: 0 GB } ]";
    assert_eq!(list(endpoints), dec("58.4"));
    assert_eq!(list("[ nat_gateway: { processed: 0 GB } ]"), dec("36.5"));
    assert_eq!(list("[ route53: { zones: 1 } ]"), dec("0.5"));
    let task = "[ fargate: { cpu: 0.25 vCPU, memory: 512 MB, public_ipv4: 1 } ]";
    assert_eq!(list(task), dec("12.660025"));
    assert_eq!(
        list("[ elasticache: { engine: redis, node: cache.t4g.micro } ]"),
        dec("11.68")
    );
    // gp2 and gp3 have one price, and a standby doubles both instance and storage.
    let database = |settings: &str| {
        list(&format!(
            "[ rds: {{ engine: postgres, class: db.t4g.micro, storage: 20 GB {settings} }} ]"
        ))
    };
    assert_eq!(database("gp2"), dec("13.98"));
    assert_eq!(database("gp3"), dec("13.98"));
    assert_eq!(database("gp2, deployment: multi-az"), dec("27.96"));
}

/// Backups up to the size of the storage are not part of a free tier, and are not called so.
#[test]
fn what_comes_with_a_resource_is_no_part_of_a_free_tier() {
    let shown = |free_tier: &str| {
        let args = [
            "compare",
            FILE,
            "--traffic",
            "idle",
            "--free-tier",
            free_tier,
        ];
        run(&args).stdout
    };
    let row = |text: &str, label: &str| -> Option<Vec<String>> {
        let line = text.lines().find(|line| line.starts_with(label))?;
        let figures = line[label.len()..].split_whitespace();
        Some(figures.map(str::to_owned).collect())
    };
    let expected = |figures: [&str; 4]| Some(figures.map(str::to_owned).to_vec());
    let none = shown("none");
    assert_eq!(row(&none, "Free tier"), None, "{none}");
    // Instance and storage, 13.98 and twice that with a standby; 2 GB and 14 GB of backups, 0.19 and
    // 1.33, come with them.
    let database = expected(["13.98", "27.96", "13.98", "27.96"]);
    assert_eq!(row(&none, "RDS "), database, "{none}");
    let always = shown("always");
    assert_eq!(row(&always, "RDS "), database);
    // Ten alarms.
    let alarms = expected(["–", "-1.00", "–", "-1.00"]);
    assert_eq!(row(&always, "Free tier"), alarms);
}
