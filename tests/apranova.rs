//! Apranova: the lines of its document, worked by hand; what its audit finds.

mod common;
mod program;

use breakeven::compare::{AuditFinding, Cause};
use breakeven::estimate::{Category, Estimate};
use breakeven::scenario::Saving;
use breakeven::units::Money;
use common::{
    compared, components, dec, free, of, only, price, shipped, shipped_with, total, usage, usage_of,
};

fn at_list() -> Vec<Estimate> {
    price(&shipped_with("apranova", &[("free_tier", "none")]))
}

/// What the document's breakdown costs at list prices, a line each, before free allowances.
const LINES: &[(&str, &str, &str)] = &[
    ("backend", "fargate.linux.x86.vcpu", "14.7752"), // 0.5 × 0.04048 × 730
    ("backend", "fargate.linux.x86.memory", "3.24485"), // 1 × 0.004445 × 730
    ("frontend", "fargate.linux.x86.vcpu", "7.3876"), // 0.25 × 0.04048 × 730
    ("frontend", "fargate.linux.x86.memory", "1.622425"), // 0.5 × 0.004445 × 730
    ("database", "rds.postgresql.t3.micro.single", "13.14"), // 0.018 × 730; MySQL is 0.017
    ("database", "rds.storage.gp2.single", "2.30"),   // 20 × 0.115
    ("cache", "elasticache.redis.t3.micro", "12.41"), // 0.017 × 730
    ("nat", "nat.hour", "32.85"),                     // 0.045 × 730
    ("nat", "nat.gb", "0.45"),                        // 10 × 0.045
    ("nat", "ipv4.inuse", "3.65"),                    // 0.005 × 730, not in the document
    ("load-balancer", "alb.hour", "16.425"),          // 0.0225 × 730
    ("load-balancer", "alb.lcu", "5.84"),             // 1 × 0.008 × 730
    ("load-balancer", "ipv4.inuse", "7.30"),          // two zones, not in the document
    ("files", "efs.standard.storage", "3.00"),        // 10 × 0.30
    ("images", "ecr.storage", "0.10"),                // 1 × 0.10
    ("monitoring", "cloudwatch.logs.ingest", "2.50"), // 5 × 0.50
    ("monitoring", "cloudwatch.metrics", "0.30"),     // 1 × 0.30
    ("egress", "dt.out.internet", "0.90"),            // 10 × 0.09
];

#[test]
fn every_line_of_the_document_at_list_prices() {
    let estimates = at_list();
    let fargate = of(&estimates, "fargate", "documented");
    for (component, key, expected) in LINES {
        let found = usage_of(fargate, component, Some(key));
        assert_eq!(found, dec(expected), "{component} {key}");
    }
    assert_eq!(
        fargate.charges.len(),
        LINES.len(),
        "nothing else is charged"
    );
    // 27.030075 + 15.44 + 12.41 + 36.95 + 29.565 + 3.00 + 0.10 + 2.50 + 0.30 + 0.90
    assert_eq!(total(fargate), dec("128.195075"));
}

/// The first 5 GB of logs, ten metrics and 100 GB out cost nothing, whatever the account's age.
#[test]
fn allowances_take_3_70_off() {
    let estimates = price(&shipped("apranova"));
    let fargate = of(&estimates, "fargate", "documented");
    assert_eq!(free(fargate, "cloudwatch.logs.ingest"), dec("-2.50"));
    assert_eq!(free(fargate, "cloudwatch.metrics"), dec("-0.30"));
    assert_eq!(free(fargate, "dt.out.internet"), dec("-0.90"));
    assert_eq!(total(fargate), dec("124.495075"));
}

/// The gateway goes (−36.95) and two addresses come (+7.30); Spot at 70 % off takes 27.030075 × 0.7;
/// 3 GB less of logs are 1.50 at list and nothing below the 5 GB that are free.
#[test]
fn the_documents_savings_worked_out() {
    let list = at_list();
    let optimised = of(&list, "optimised", "documented");
    let spot = optimised.sum_of(|charge| charge.category == Category::Spot);
    assert_eq!(spot.unwrap().expected.amount(), dec("-18.9210525"));
    assert_eq!(usage(optimised, "ipv4.inuse"), dec("14.60")); // 4 × 3.65
    // 128.195075 − 36.95 + 7.30 − 18.9210525 − 1.50
    assert_eq!(total(optimised), dec("78.1240225"));
    let always = price(&shipped("apranova"));
    // less 2 GB of logs (1.00), the metric (0.30) and the transfer (0.90)
    assert_eq!(
        total(of(&always, "optimised", "documented")),
        dec("75.9240225")
    );
}

/// What the scenario says of the endpoints it does not use: 3 services × 2 zones × 730 × 0.01.
#[test]
fn endpoints_cost_more_than_the_gateway_they_replace() {
    let endpoints = only(&components(
        "[ vpc_endpoint: { services: [ecr.api, ecr.dkr, logs], zones: 2, processed: 0 GB } ]",
    ));
    assert_eq!(total(&endpoints), dec("43.80"));
    let list = at_list();
    let gateway = usage_of(of(&list, "fargate", "documented"), "nat", None);
    assert_eq!(gateway, dec("36.95"));
}

/// 10,000 × 730 ÷ 24 = 304,166.67 requests. After allowances functions, CloudFront, logs and the
/// metric cost nothing, which leaves
///   HTTP API            304,166.67 × 0.000001                        0.304166667
///   S3                  0.023 + 304,166.67 × 0.0000004 + 1,000 × 0.000005   0.149666667
///   database and cache  15.44 + 12.41                               27.85
///   NAT gateway         32.85 + 1 × 0.045 + 3.65                    36.545
///   files and images    3.00 + 0.10                                  3.10
#[test]
fn serverless_worked_out() {
    let always = price(&shipped("apranova"));
    let serverless = of(&always, "serverless", "documented");
    assert_eq!(total(serverless).round_dp(9), dec("67.948833333"));
    // 304,166.67 × (0.2 s + 1 % × 3 s) × 1 GB = 69,958.33 GB-seconds at 0.0000166667.
    let duration = usage(serverless, "lambda.duration.x86");
    assert_eq!(duration.round_dp(9), dec("1.165974554")); // 69,958.3333… × 0.0000166667
    assert_eq!(duration + free(serverless, "lambda.duration.x86"), dec("0"));
    // At list prices: 0.060833333 + 1.165974554 for the functions, 0.85 + 0.304166667 for
    // CloudFront (10 × 0.085, and 0.000001 a request), 2.50 and 0.30.
    let list = at_list();
    let list = total(of(&list, "serverless", "documented"));
    assert_eq!(list.round_dp(9), dec("73.129807888"));
}

#[test]
fn serverless_is_cheapest_even_with_the_gateway_it_keeps() {
    for changes in [&[][..], &[("free_tier", "none")]] {
        let (comparisons, _) = compared(&shipped_with("apranova", changes));
        let [documented] = comparisons.as_slice() else {
            panic!("one level");
        };
        let order: Vec<&str> = documented
            .ranking
            .iter()
            .map(|ranked| ranked.architecture.as_str())
            .collect();
        assert_eq!(order, ["serverless", "optimised", "fargate"]);
        assert!(!documented.is_close());
    }
}

/// The document lets its services grow to ten tasks and prices one: ten of the backend are 180.2005.
#[test]
fn what_scaling_to_the_documented_limit_costs() {
    let ten = [("architectures.fargate.components.backend.tasks", "10")];
    let estimates = price(&shipped_with("apranova", &ten));
    let fargate = of(&estimates, "fargate", "documented");
    assert_eq!(usage_of(fargate, "backend", None), dec("180.2005"));
    assert_eq!(total(fargate), dec("286.675525")); // 124.495075 + 9 × 18.02005
}

/// Every figure of the audit with what is wrong with it, if anything is.
fn findings(name: &str) -> Vec<AuditFinding> {
    compared(&shipped(name)).1.unwrap().findings
}

fn about<'f>(
    findings: &'f [AuditFinding],
    architecture: &str,
    component: Option<&str>,
    key: Option<&str>,
) -> &'f AuditFinding {
    let wanted = |f: &&AuditFinding| {
        f.figure.architecture == architecture
            && f.figure.component.as_deref() == component
            && f.figure.price_key.as_deref() == key
            && f.figure.saving.is_none()
    };
    let mut found = findings.iter().filter(wanted);
    let first = found.next().unwrap();
    assert!(found.next().is_none());
    first
}

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

/// Of 24 figures at list prices seven are wrong, for four reasons.
#[test]
fn the_audit_finds_what_is_wrong_and_nothing_else() {
    let findings = findings("apranova");
    let causes = |component, key| {
        let finding = about(&findings, "fargate", component, key);
        finding.causes.as_slice()
    };
    // The price of MySQL: 12.41 ÷ 730 is 0.017, 17/18 of that of PostgreSQL.
    let instance = "rds.postgresql.t3.micro.single";
    let [Cause::UnitPrice(ratio)] = causes(Some("database"), Some(instance)) else {
        panic!("the unit price");
    };
    assert_eq!(ratio.round_dp(6), dec("0.944444"));
    let wrong = about(&findings, "fargate", Some("database"), Some(instance));
    let price_of: Vec<&str> = wrong.price_of.iter().map(|key| key.as_str()).collect();
    let same = ["rds.mariadb.t3.micro.single", "rds.mysql.t3.micro.single"];
    assert_eq!(price_of, same);
    // Three cents: 18.02 + 9.01 + 14.71 + 12.41 + 33.30 + 22.27 + 3.00 + 0.10 + 2.50 + 0.30 + 0.90.
    let [Cause::Cost(_), sum] = causes(None, None) else {
        panic!("the total");
    };
    assert_eq!(*sum, Cause::Addition(money("116.52")));
    // Addresses left out, and the totals that carry the errors.
    let wrong: Vec<(&str, Option<&str>)> = findings
        .iter()
        .filter(|finding| !finding.causes.is_empty())
        .map(|finding| {
            let figure = &finding.figure;
            (figure.architecture.as_str(), figure.component.as_deref())
        })
        .collect();
    let expected = [
        ("fargate", Some("database")),      // the instance
        ("fargate", Some("database")),      // 14.71 for 15.44
        ("fargate", Some("nat")),           // 33.30 for 36.95
        ("fargate", Some("load-balancer")), // 22.27 for 29.565
        ("fargate", None),                  // 116.55 for 128.195075
        ("optimised", None),                // Spot: 8.10 for 18.9210525
        ("optimised", None),                // 73.65 for 78.1240225
    ];
    assert_eq!(wrong, expected);
    assert_eq!(findings.len(), 24);
}

#[test]
fn the_spot_saving_was_taken_at_30_percent() {
    for (name, computed, holds) in [
        ("apranova", "18.9210525", false),             // 27.030075 × 0.70
        ("apranova-as-documented", "8.1090225", true), // × 0.30, the document's own
    ] {
        let findings = findings(name);
        let spot = findings
            .iter()
            .find(|f| f.figure.saving == Some(Saving::Spot));
        let spot = spot.unwrap();
        assert_eq!(spot.monthly.expected.amount(), dec(computed), "{name}");
        assert_eq!(spot.causes.is_empty(), holds, "{name}");
    }
}

/// With its own prices every line holds, so only the addition can be wrong.
#[test]
fn the_documents_own_inputs_leave_one_error() {
    let estimates = price(&shipped("apranova-as-documented"));
    let fargate = of(&estimates, "fargate", "documented");
    // 128.195075 − 0.73 for the engine − 10.95 for the addresses
    assert_eq!(total(fargate), dec("116.515075"));
    let optimised = of(&estimates, "optimised", "documented");
    // 116.515075 − 33.30 − 27.030075 × 0.30 − 1.50
    assert_eq!(total(optimised), dec("73.6060525"));
    let findings = findings("apranova-as-documented");
    let wrong: Vec<&AuditFinding> = findings.iter().filter(|f| !f.causes.is_empty()).collect();
    let [wrong] = wrong.as_slice() else {
        panic!("{wrong:?}");
    };
    assert_eq!(wrong.figure.component, None);
    assert_eq!(wrong.figure.architecture, "fargate");
    assert_eq!(wrong.causes, [Cause::Addition(money("116.52"))]);
}

#[test]
fn the_findings_read_well() {
    let printed = program::run(&["compare", "scenarios/apranova.yaml"]).stdout;
    let words: Vec<&str> = printed.split_whitespace().collect();
    let printed = words.join(" ");
    for expected in [
        "total $116.55 $128.20 9 % too low, its own lines add up to $116.52",
        "saved by Spot $8.10 $18.92 2.3 times too low",
        "backend: Fargate $14.78 $14.78 holds",
        "NAT gateway hours $32.85 $32.85 holds",
    ] {
        assert!(printed.contains(expected), "{expected}\n{printed}");
    }
    let markdown = ["compare", "scenarios/apranova.yaml", "--format", "markdown"];
    let printed = program::run(&markdown).stdout;
    let finding =
        "unit price 6 % too low: that of RDS MariaDB db.t3.micro or RDS MySQL db.t3.micro";
    assert!(printed.contains(finding), "{printed}");
}
