//! The first real answer, against figures worked by hand from the price list.

mod common;

use breakeven::compare::Cause;
use common::{compared, components_with, dec, free, of, only, price, shipped, total, usage};
use rust_decimal::Decimal;

#[test]
fn serverless_is_cheapest_at_every_level() {
    let (comparisons, _) = compared(&shipped("habit-tracker"));
    assert_eq!(comparisons.len(), 3);
    for comparison in comparisons {
        let cheapest = comparison.sole().unwrap();
        assert_eq!(
            cheapest.architecture, "serverless",
            "{}",
            comparison.traffic
        );
        // Not a close call: even its high end is below every other low end.
        assert!(!comparison.is_close(), "{}", comparison.traffic);
    }
}

#[test]
fn the_audit_names_the_two_errors_that_turned_the_decision() {
    for name in ["habit-tracker", "habit-tracker-as-documented"] {
        let (_, audit) = compared(&shipped(name));
        let audit = audit.unwrap();
        let causes = |level: &str, key: &str| {
            let about = |f: &&breakeven::compare::AuditFinding| {
                f.figure.traffic == level && f.figure.price_key.as_deref() == Some(key)
            };
            audit.findings.iter().find(about).unwrap().causes.clone()
        };
        for level in ["low", "steady", "high"] {
            // 3,000,000 × 0.20/1M = 0.60, not 600.
            let thousand = Cause::UnitPrice(Decimal::from(1000));
            assert_eq!(
                causes(level, "lambda.requests.x86"),
                [thousand],
                "{name} {level}"
            );
            // 3,000,000 × 0.5 s × 0.5 GB = 750,000 GB-seconds, not 1,500,000.
            let doubled = Cause::Quantity(Decimal::TWO);
            assert_eq!(
                causes(level, "lambda.duration.x86"),
                [doubled],
                "{name} {level}"
            );
        }
        let wrong: Vec<&str> = audit
            .winners
            .iter()
            .filter(|w| !w.holds())
            .map(|w| w.traffic.as_str())
            .collect();
        let expected = match name {
            "habit-tracker" => vec!["steady", "high"],
            _ => vec!["steady", "high", "appendix"],
        };
        assert_eq!(wrong, expected, "{name}");
    }
}

/// The document's inputs with correct arithmetic: a 30-day month of requests beside 730 hours.
#[test]
fn the_documents_own_inputs_give_these_figures() {
    let estimates = price(&shipped("habit-tracker-as-documented"));
    let steady = of(&estimates, "serverless", "steady");
    assert_eq!(usage(steady, "lambda.requests.x86"), dec("0.06"));
    assert_eq!(usage(steady, "lambda.duration.x86"), dec("1.2500025"));
    assert_eq!(usage(steady, "apigw.rest"), dec("1.05"));
    assert_eq!(total(steady), dec("2.3600025"));
    for (level, serverless) in [("low", "0.023600025"), ("high", "23.600025")] {
        assert_eq!(total(of(&estimates, "serverless", level)), dec(serverless));
    }
    // Its own rounded unit prices: 0.04 per vCPU-hour, 0.004 per GB-hour, 16 for the ALB.
    for (level, low, high) in [
        ("low", "24.76", "24.76"),
        ("steady", "51.04", "68.56"),
        ("high", "191.2", "296.32"),
    ] {
        let fargate = of(&estimates, "fargate", level);
        assert_eq!(fargate.monthly_cost.low.amount(), dec(low), "{level}");
        assert_eq!(fargate.monthly_cost.high.amount(), dec(high), "{level}");
    }
    // The appendix prices three tasks as two: 2 × 730 × (0.5 × 0.04 + 0.004) = 35.04, not 52.56.
    let appendix = of(&estimates, "fargate", "appendix");
    let tasks =
        usage(appendix, "fargate.linux.x86.vcpu") + usage(appendix, "fargate.linux.x86.memory");
    assert_eq!(tasks, dec("35.04"));
}

#[test]
fn one_small_task_at_list_prices() {
    let scenario = components_with(
        "[ fargate: { cpu: 0.25 vCPU, memory: 512 MB } ]",
        "free_tier: none",
        "3000 per month",
    );
    let estimate = only(&scenario);
    assert_eq!(usage(&estimate, "fargate.linux.x86.vcpu"), dec("7.3876"));
    assert_eq!(
        usage(&estimate, "fargate.linux.x86.memory"),
        dec("1.622425")
    );
}

/// The appendix at list prices, after the allowances that never expire, with the two addresses of
/// the load balancer: 87.8651 against 51.275 (and the load balancer's capacity units on top).
#[test]
fn the_appendix_corrected() {
    let common = "
      - rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp2 }
      - elasticache: { engine: redis, node: cache.t3.micro }
      - s3: { storage: 10 GB, puts: 4000 per month }
      - data_transfer: { internet_out: 10 GB }";
    let text = format!(
        "
name: Appendix
region: us-east-1
month: {{ hours: 730 h, days: 30 days }}
request: {{ duration: 500 ms, response: 1 KB }}
traffic: {{ steady: {{ requests: 10000 per day }} }}
architectures:
  fargate:
    components:
      - fargate: {{ cpu: 0.5 vCPU, memory: 1 GB, tasks: 2 }}
      - alb: {{}}
      - cloudwatch: {{ logs: 5 GB }}{common}
  serverless:
    components:
      - lambda: {{ memory: 512 MB }}
      - api_gateway: {{ kind: rest }}
      - rds_proxy: {{ for: rds }}
      - dynamodb: {{ reads: 1 per request, writes: 1 per request, read_consistency: strong }}
      - cloudwatch: {{ logs: 5 GB, log_class: lambda }}{common}
"
    );
    let estimates = price(&common::scenario(&text));
    let fargate = of(&estimates, "fargate", "steady");
    assert_eq!(total(fargate) - usage(fargate, "alb.lcu"), dec("87.8651"));
    let serverless = of(&estimates, "serverless", "steady");
    assert_eq!(total(serverless), dec("51.275"));
    assert_eq!(usage(serverless, "rds.proxy"), dec("21.9"));
    assert_eq!(free(serverless, "lambda.duration.x86"), dec("-1.2500025"));
    assert_eq!(free(serverless, "dt.out.internet"), dec("-0.9"));
}

#[test]
fn right_sized_fargate_is_the_hand_worked_floor() {
    // 2 × 730 × (0.5 × 0.04048 + 1 × 0.004445) = 36.0401; hours 16.425; two addresses 7.30.
    let scenario = components_with(
        "[ fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 2 }, alb: {} ]",
        "free_tier: always",
        "100000 per day",
    );
    let estimate = only(&scenario);
    assert_eq!(
        total(&estimate) - usage(&estimate, "alb.lcu"),
        dec("59.7651")
    );
}
