//! The free-tier demo, against figures worked by hand from the price list.
//!
//! An hour of the small task is 0.25 × 0.04048 + 0.5 × 0.004445 = 0.0123425, and 0.0173425 with its
//! address; the month has 730.

mod common;
mod program;

use breakeven::compare::Cause;
use breakeven::estimate::Estimate;
use breakeven::scenario::Scenario;
use breakeven::units::Measure;
use common::{
    compared, components_with, dec, free, of, only, price, shipped, shipped_with, total, usage,
};
use program::run;
use rust_decimal::Decimal;

const DEMO: &str = "free-tier-demo";
const FILE: &str = "scenarios/free-tier-demo.yaml";

fn under(free_tier: &str) -> Vec<Estimate> {
    price(&shipped_with(DEMO, &[("free_tier", free_tier)]))
}

/// The document's own architecture, and what of it the $10 are for.
#[test]
fn nobody_visiting_costs_36_39_at_list_prices() {
    let estimates = under("none");
    let fargate = of(&estimates, "fargate", "idle");
    let task =
        usage(fargate, "fargate.linux.x86.vcpu") + usage(fargate, "fargate.linux.x86.memory");
    assert_eq!(task, dec("9.010025")); // 730 × 0.0123425
    assert_eq!(usage(fargate, "alb.hour"), dec("16.425")); // 730 × 0.0225
    // Two of the load balancer, one of the task: 3 × 730 × 0.005.
    assert_eq!(usage(fargate, "ipv4.inuse"), dec("10.95"));
    assert_eq!(usage(fargate, "alb.lcu"), Decimal::ZERO);
    let comparable = task + dec("16.425") + dec("10.95");
    assert_eq!(comparable, dec("36.385025"));
    // Besides: 1 GB in the table, three alarms, and 200 MB of images with 2 × 20 % of it changed,
    // which are 280 of 1,024 MB.
    assert_eq!(usage(fargate, "dynamodb.storage.standard"), dec("0.25"));
    assert_eq!(usage(fargate, "cloudwatch.alarm.standard"), dec("0.3"));
    assert_eq!(usage(fargate, "ecr.storage"), dec("0.02734375"));
    assert_eq!(total(fargate), comparable + dec("0.57734375"));
}

#[test]
fn free_tiers_leave_what_is_not_in_them() {
    // Always free: the table and the alarms.
    let always = price(&shipped(DEMO));
    assert_eq!(total(of(&always, "fargate", "idle")), dec("36.41236875"));
    // Twelve months: the hours of the load balancer and the images, too. 9.010025 + 3 × 3.65.
    let legacy = under("legacy-12-month");
    let fargate = of(&legacy, "fargate", "idle");
    assert_eq!(free(fargate, "alb.hour"), dec("-16.425"));
    assert_eq!(total(fargate), dec("19.960025"));
    // 7.30 + 0.0173425 × 50 × 730 ÷ 168: still above the budget of 10.
    let off_hours = total(of(&legacy, "fargate-off-hours", "idle"));
    assert_eq!(off_hours.round_dp(6), dec("11.067865"));
}

#[test]
fn stopped_tasks_leave_the_load_balancer_and_its_addresses() {
    let estimates = price(&shipped(DEMO));
    let off_hours = of(&estimates, "fargate-off-hours", "idle");
    // 1,460 hours of the load balancer's two addresses, 50 × 730 ÷ 168 of the task's.
    let addresses = usage(off_hours, "ipv4.inuse") - dec("7.3");
    assert_eq!(addresses.round_dp(6), dec("1.08631"));
    // 16.425 + 7.30 + 0.0173425 × 50 × 730 ÷ 168 + 0.02734375 of images.
    assert_eq!(total(off_hours).round_dp(6), dec("27.520208"));
    // With no hour at all: 16.425 + 7.30 + 0.02734375.
    let never = shipped_with(
        DEMO,
        &[(
            "architectures.fargate-off-hours.components.app.running",
            "0 h per week",
        )],
    );
    let never = price(&never);
    let stopped = of(&never, "fargate-off-hours", "idle");
    assert_eq!(total(stopped), dec("23.75234375"));
}

#[test]
fn the_other_architectures_with_nobody_visiting() {
    let estimates = price(&shipped(DEMO));
    let idle = |name: &str| total(of(&estimates, name, "idle"));
    // 9.010025 + 16.425 + 7.30, a gateway 730 × 0.045 with its address 3.65, images 0.02734375.
    assert_eq!(idle("fargate-nat"), dec("69.26236875"));
    // 2 × 9.010025 + 16.425 + 7.30 + 2 × 3.65, database 730 × 0.032 + 20 × 0.23 with its 10 GB of
    // backups included, ten metrics beyond the free ones 3.00, images 0.02734375.
    assert_eq!(idle("high-availability"), dec("80.03239375"));
    assert_eq!(idle("serverless"), Decimal::ZERO);
    // Not counting on anything free: the table and the alarms.
    let list = under("none");
    assert_eq!(total(of(&list, "serverless", "idle")), dec("0.55"));
}

/// 20,000 × 730 ÷ 24 = 608,333⅓ requests.
#[test]
fn busy_adds_little() {
    let estimates = price(&shipped(DEMO));
    let fargate = of(&estimates, "fargate", "busy");
    // 21 KB each way and back are 608,333⅓ × 21,504 B = 13.0816 GB, more than connections take.
    assert_eq!(usage(fargate, "alb.lcu").round_dp(7), dec("0.1046528"));
    // Reads of 1 KB take half a unit: 608,333⅓ × 0.125 and × 0.625 per million.
    let table =
        usage(fargate, "dynamodb.ondemand.read") + usage(fargate, "dynamodb.ondemand.write");
    assert_eq!(table.round_dp(8), dec("0.45625"));
    // Seven days of 20,000 × 2,048 B are kept, 0.267029 GB at 0.03, and thirty where two tasks run.
    let stored = |name| usage(of(&estimates, name, "busy"), "cloudwatch.logs.storage");
    assert_eq!(stored("fargate").round_dp(8), dec("0.00801086"));
    assert_eq!(stored("high-availability").round_dp(8), dec("0.03433228"));
    // Logs (1.2 GB, and those kept) and transfer (11.6 GB) are free: 36.41236875 + 0.1046528 + 0.45625.
    assert_eq!(total(fargate).round_dp(8), dec("36.97327155"));

    // Lambda stays within 1 million requests and, at 608,333⅓ × (0.1 + 1.6 % × 0.3) s × 0.5 GB =
    // 31,877 GB-seconds, within 400,000. HTTP API 0.608333 + table 0.45625.
    let serverless = of(&estimates, "serverless", "busy");
    assert_eq!(total(serverless).round_dp(6), dec("1.064583"));
    let duration = usage(serverless, "lambda.duration.x86");
    // 31,876.6667 × 0.0000166667.
    assert_eq!(duration.round_dp(6), dec("0.531279"));
    assert_eq!(free(serverless, "lambda.duration.x86"), -duration);
}

#[test]
fn serverless_is_cheapest_at_every_level_and_off_hours_next() {
    let (comparisons, _) = compared(&shipped(DEMO));
    assert_eq!(comparisons.len(), 3);
    for comparison in comparisons {
        let ranking: Vec<&str> = comparison
            .ranking
            .iter()
            .map(|ranked| ranked.architecture.as_str())
            .collect();
        let expected = [
            "serverless",
            "fargate-off-hours",
            "fargate",
            "fargate-nat",
            "high-availability",
        ];
        assert_eq!(ranking, expected, "{}", comparison.traffic);
        assert!(!comparison.is_close(), "{}", comparison.traffic);
    }
}

/// A NAT gateway and its address are 730 × (0.045 + 0.005) = 36.50; the document says 45.
#[test]
fn the_nat_gateway_is_cheaper_than_the_document_says() {
    let (_, audit) = compared(&shipped(DEMO));
    let audit = audit.unwrap();
    let [finding] = audit.findings.as_slice() else {
        panic!("one figure of the document can be checked");
    };
    assert_eq!(finding.monthly.expected.amount(), dec("36.5"));
    let [Cause::Cost(ratio)] = finding.causes.as_slice() else {
        panic!("{:?}", finding.causes);
    };
    assert_eq!(ratio.round_dp(4), dec("1.2329")); // 45 ÷ 36.5
}

/// What the comments of the scenario say about alternatives it does not have.
#[test]
fn the_comments_are_priced_too() {
    // 730 × 0.0116 + 730 × 0.005 + 8 × 0.10.
    let instance = "[ ec2: { class: t2.micro, public_ipv4: 1 }, ebs: { type: gp2, size: 8 GB } ]";
    let instance = components_with(instance, "free_tier: none", "1 per day");
    assert_eq!(total(&only(&instance)), dec("12.918"));
    let provisioned =
        "[ dynamodb: { capacity: provisioned, read_capacity: 25, write_capacity: 25 } ]";
    let provisioned = components_with(provisioned, "free_tier: always", "1 per day");
    assert_eq!(total(&only(&provisioned)), Decimal::ZERO);
}

#[test]
fn only_serverless_keeps_to_the_budget() {
    let over = |scenario: &Scenario, level: &str| -> Vec<String> {
        let estimates = price(scenario);
        let budgets = scenario.budgets.iter().filter(|budget| {
            let name = budget.architecture.as_deref().unwrap();
            let warn = budget.warn_at.unwrap().amount() * budget.monthly.unwrap().amount();
            assert_eq!(warn, Decimal::from(8));
            total(of(&estimates, name, level)) > warn
        });
        budgets.map(|b| b.architecture.clone().unwrap()).collect()
    };
    for free_tier in ["always", "legacy-12-month"] {
        let scenario = shipped_with(DEMO, &[("free_tier", free_tier)]);
        for level in ["idle", "demo", "busy"] {
            let over = over(&scenario, level);
            assert_eq!(
                over,
                ["fargate", "fargate-off-hours"],
                "{free_tier} {level}"
            );
        }
    }
}

#[test]
fn nothing_empty_is_shown() {
    // Beside an architecture that costs nothing there are no ratios.
    let idle = run(&["compare", FILE, "--traffic", "idle"]).stdout;
    let after = idle.split_once("cheapest\n").unwrap().1;
    assert!(after.starts_with("\nBreak-even"), "{after}");
    assert!(after.contains("\nPublished figures"), "{after}");
    // The document's only figure is about another level.
    let demo = run(&["compare", FILE, "--traffic", "demo"]).stdout;
    assert!(!demo.contains("Published figures"), "{demo}");
    let other = ["compare", FILE, "--architecture", "fargate"];
    assert!(!run(&other).stdout.contains("Published figures"));
}
