//! Savings Plans: what an hourly commitment covers, and what it wastes.

use super::{TWO_TASKS, bought, cents, of, single, text};
use crate::common::{catalog, dec, only, scenario, total};
use breakeven::estimate::{Category, Selection, estimate};
use breakeven::purchase::PlanRate;
use breakeven::units::Money;
use rust_decimal::Decimal;

/// Two tasks need 2 × (0.5 × 0.032384 + 0.003556) = 0.039496 an hour of a one-year plan. A plan of
/// 0.02 covers memory first, at the lower of two rates that save as much: 2 × 0.003556 = 0.007112;
/// the 0.012888 left buy 0.397974... of the vCPU.
#[test]
fn a_compute_plan_covers_what_its_hourly_amount_buys() {
    let plan = "{ savings_plans: [{ kind: compute, commitment: $0.02 per hour }] }";
    let estimate = only(&bought(plan, TWO_TASKS));
    let used = single(&estimate);
    assert_eq!(estimate.list_cost.expected.amount(), dec("36.0401"));
    assert_eq!(used.fee.amount(), dec("14.60")); // 730 × 0.02
    assert_eq!(used.used.expected, used.fee);
    // Both rates are 80 % of the price, so 14.60 buy 14.60 ÷ 0.8 on demand.
    assert_eq!(cents(used.covered.expected), "18.25");
    assert_eq!(used.covered.expected.amount().round_dp(15), dec("18.25"));
    assert_eq!(total(&estimate).round_dp(15), dec("32.3901")); // 36.0401 − 18.25 + 14.60
    assert_eq!(
        used.effective_rate().map(|r| r.round_dp(12)),
        Some(dec("0.8"))
    );
    assert_eq!(of(&estimate, Category::UnusedCommitment), Decimal::ZERO);
}

/// A plan of 0.05 meets usage of 0.039496 an hour: 730 × 0.010504 = 7.66792 go unused.
#[test]
fn a_commitment_above_the_usage_is_wasted_and_said_so() {
    let plan = "{ savings_plans: [{ kind: compute, commitment: $0.05 per hour }] }";
    let estimate = only(&bought(plan, TWO_TASKS));
    assert_eq!(of(&estimate, Category::Covered), dec("-36.0401"));
    assert_eq!(of(&estimate, Category::Commitment), dec("28.83208")); // 730 × 0.039496
    assert_eq!(of(&estimate, Category::UnusedCommitment), dec("7.66792"));
    assert_eq!(total(&estimate), dec("36.50"));
    let warning = estimate
        .warnings
        .iter()
        .find(|w| w.code.code() == "commitment-unused");
    assert!(
        warning.unwrap().message.contains("$7.67 of $36.50"),
        "{:?}",
        estimate.warnings
    );
    // In steps of a tenth of a cent: 0.039 leaves 0.000496 of the usage to be paid on demand, at
    // 0.00062; together 0.03962 an hour. 0.040 covers all and costs 0.04.
    assert_eq!(
        single(&estimate).best_per_hour.map(Money::amount),
        Some(dec("0.039"))
    );
}

/// A task for 50 of 168 hours leaves the plan idle for the other 118: of 730 × 0.019748 = 14.41604
/// only 50/168 are used.
#[test]
fn an_idle_hour_loses_its_commitment() {
    let office = "[fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1, running: 50 h per week }]";
    let plan = "{ savings_plans: [{ kind: compute, commitment: $0.02 per hour }] }";
    let estimate = only(&bought(plan, office));
    let used = single(&estimate);
    // 730 × 50/168 × 0.019748 = 4.290488095...
    assert_eq!(used.used.expected.amount().round_dp(9), dec("4.290488095"));
    assert_eq!(
        used.utilisation().map(|u| u.round_dp(6)),
        Some(dec("0.293869"))
    ); // ÷ 14.60
    // On demand 730 × 50/168 × 0.024685 = 5.363110...; no plan is worth its idle hours.
    assert_eq!(
        estimate.list_cost.expected.amount().round_dp(6),
        dec("5.363110")
    );
    assert_eq!(used.best_per_hour, Some(Money::ZERO));
}

/// The three-year plan at 45 % off, and Lambda at 12 %: Fargate saves more and is covered first.
#[test]
fn what_saves_most_is_covered_first() {
    let parts = "[fargate: { cpu: 0.5 vCPU, memory: 1 GB }, lambda: { memory: 1024 MB }]";
    // Fargate needs 0.5 × 0.022264 + 0.00244475 = 0.01357675 an hour, of which 0.013 are bought.
    let plan = "{ savings_plans: [{ kind: compute, term: 3 years, commitment: $0.013 per hour }] }";
    let estimate = only(&bought(plan, parts));
    let covered: Vec<&str> = estimate
        .charges
        .iter()
        .filter(|c| c.category == Category::Covered)
        .map(|c| c.service)
        .collect();
    assert_eq!(covered, ["fargate", "fargate"]);
    // 9.49 at 55 % of the price on demand.
    let used = single(&estimate);
    assert_eq!(
        used.covered.expected.amount().round_dp(9),
        dec("17.254545455")
    );
}

/// A Database Savings Plan leaves t3 out, and is then paid for nothing.
#[test]
fn a_database_plan_says_what_it_leaves_out() {
    let plan = "{ savings_plans: [{ kind: database, commitment: $0.01 per hour }] }";
    let database = "[rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 }]";
    let estimate = only(&bought(plan, database));
    assert_eq!(of(&estimate, Category::UnusedCommitment), dec("7.30"));
    let said = |code: &str, part: &str| {
        estimate
            .warnings
            .iter()
            .any(|w| w.code.code() == code && w.message.contains(part))
    };
    assert!(
        said("commitment-excludes", "seventh generation"),
        "{:?}",
        estimate.warnings
    );
    assert!(
        said("commitment-unused", "100 %"),
        "{:?}",
        estimate.warnings
    );
}

/// A rate that no source states ends the estimate: a percentage is never assumed. A rate of one's
/// own (Mumbai's ratio of 0.2176 to 0.272) is used.
#[test]
fn a_plan_without_a_rate_is_a_missing_price() {
    let plan = "{ savings_plans: [{ kind: database, commitment: $0.10 per hour }] }";
    let database = "[rds: { engine: postgres, class: db.m7g.large, storage: 20 GB gp3 }]";
    let scenario_without = bought(plan, database);
    let failed = estimate(
        &scenario_without,
        &catalog(&scenario_without),
        &Selection::default(),
    );
    let message = failed.unwrap_err().to_string();
    assert!(
        message.contains("sp.database.rds.postgresql.m7g.large.single"),
        "{message}"
    );
    assert!(message.contains("aws savingsplans"), "{message}");
    let own = "{ source: test, overrides: { sp.database.rds.postgresql.m7g.large.single: $0.1344 per hour } }";
    let with_rate = format!("{}prices: {own}\n", text(plan, database));
    let estimate = only(&scenario(&with_rate));
    // 0.168 an hour on demand; 0.10 an hour buy 0.10 ÷ 0.1344 of it.
    assert_eq!(single(&estimate).used.expected.amount(), dec("73.00"));
    assert_eq!(
        of(&estimate, Category::Covered).round_dp(6),
        dec("-91.250000")
    );
}

/// Many parts that run at different times have many levels; the best is found without trying all.
#[test]
fn the_best_commitment_of_many_parts_is_found() {
    let parts: Vec<String> = (1..=60)
        .map(|n| {
            format!(
                "fargate: {{ name: t{n}, cpu: 0.25 vCPU, memory: 512 MB, running: {n} h per week }}"
            )
        })
        .collect();
    let list = format!("[{}]", parts.join(", "));
    let plan = "{ savings_plans: [{ kind: compute, commitment: $0.01 per hour }] }";
    let estimate = only(&bought(plan, &list));
    let best = single(&estimate).best_per_hour.unwrap();
    // At 80 % of the price a level is worth its hours when it is used 80 % of them; none is.
    assert_eq!(best, Money::ZERO);
}

/// Every rate is in the unit of the usage it is for, and is a key of its own.
#[test]
fn rates_are_in_the_unit_of_what_they_cover() {
    let plans = [
        "{ kind: compute, commitment: $1 per hour }",
        "{ kind: database, commitment: $1 per hour }",
    ];
    let mut covered = 0;
    for plan in plans {
        let plan = bought(&format!("{{ savings_plans: [{plan}] }}"), TWO_TASKS)
            .purchase
            .savings_plans
            .remove(0);
        for spec in breakeven::services::REGISTRY.iter().flat_map(|s| s.keys) {
            // A seventh generation of every family.
            let sample = ["x86", "m7g", "large", "multi", "postgresql", "valkey"];
            for first in sample {
                let fill = |part: &str| match part {
                    "{engine}" if spec.pattern.starts_with("elasticache") => "valkey".to_owned(),
                    "{engine}" => "postgresql".to_owned(),
                    "{family}" => "m7g".to_owned(),
                    "{size}" => "large".to_owned(),
                    other if other.starts_with('{') => first.to_owned(),
                    other => other.to_owned(),
                };
                let key = spec
                    .pattern
                    .split('.')
                    .map(fill)
                    .collect::<Vec<_>>()
                    .join(".");
                if let PlanRate::Covered(rate, rate_key) = plan.rate(&key) {
                    assert_eq!(rate.unit, spec.unit, "{key}");
                    let found = breakeven::services::key_spec(rate_key.as_str());
                    assert_eq!(found.map(|f| f.pattern), Some(rate.pattern), "{key}");
                    covered += 1;
                }
            }
        }
    }
    // Fargate 6, EKS 2, EC2 1, Lambda 6; RDS 2, ElastiCache 1 + 2, Aurora 2 + 2, DynamoDB 4.
    assert_eq!(
        covered,
        28 * 6,
        "the keys that plans are about are those of the services"
    );
}
