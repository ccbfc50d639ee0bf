//! Spot, Savings Plans, reservations and discounts: hand-worked figures, and laws.

mod common;

use breakeven::catalog::Catalog;
use breakeven::estimate::{Category, CommitmentUse, Estimate, Selection, estimate};
use breakeven::purchase::PlanRate;
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::units::{Measure, Money, Percent};
use common::{catalog, dec, only, price, scenario, total};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// One architecture with these components, bought this way.
fn bought(purchase: &str, components: &str) -> Scenario {
    scenario(&text(purchase, components))
}

fn text(purchase: &str, components: &str) -> String {
    format!(
        "name: Test\nregion: us-east-1\nfree_tier: none\nrequest: {{ duration: 500 ms }}\n\
         traffic: {{ t: {{ requests: 300000 per month }} }}\npurchase: {purchase}\n\
         architectures: {{ a: {{ components: {components} }} }}\n"
    )
}

fn of(estimate: &Estimate, category: Category) -> Decimal {
    let sum = estimate.sum_of(|charge| charge.category == category);
    sum.unwrap().expected.amount()
}

fn single(estimate: &Estimate) -> &CommitmentUse {
    let [one] = estimate.commitments.as_slice() else {
        panic!("{:?}", estimate.commitments);
    };
    one
}

fn cents(money: Money) -> String {
    money.cents().to_string()
}

const TWO_TASKS: &str = "[fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, tasks: 2 }]";

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

/// Of two architectures with one plan each says which it is about.
#[test]
fn warnings_of_a_purchase_name_their_architecture() {
    let plan = "{ savings_plans: [{ kind: compute, commitment: $0.05 per hour }, \
                { kind: database, commitment: $0.01 per hour }], fargate_spot: { share: 50%, \
                discount: 70%, as_of: 2026-07-01 } }";
    let components = "[fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, tasks: 1 }, \
                      rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 }]";
    let text = text(plan, components);
    let first = text.split("architectures: { ").nth(1).unwrap();
    let first = first.trim_end().strip_suffix('}').unwrap();
    let both = text.replace(first, &format!("{first}, b{}", &first[1..]));
    let estimates = price(&scenario(&both));
    assert_eq!(estimates.len(), 2);
    for estimate in &estimates {
        let prefix = format!("`{}`: ", estimate.architecture);
        for code in [
            "commitment-unused",
            "commitment-excludes",
            "spot-single-task",
        ] {
            let mut found = estimate.warnings.iter().filter(|w| w.code.code() == code);
            assert!(found.clone().count() > 0, "{code}: {:?}", estimate.warnings);
            assert!(
                found.all(|w| w.message.starts_with(&prefix)),
                "{code}: {:?}",
                estimate.warnings
            );
        }
    }
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

/// A reserved db.t4g.medium (2 units) covers four micro instances' worth: here one small Multi-AZ
/// (1 × 2 units). 730 × 0.0465 = 33.945.
#[test]
fn a_reservation_covers_other_sizes_of_its_family() {
    let reserved = "{ reserved: [{ engine: postgres, class: db.t4g.medium, count: 1 }] }";
    let database = "[rds: { engine: postgres, class: db.t4g.small, deployment: multi-az, storage: 20 GB gp3 }]";
    let estimate = only(&bought(reserved, database));
    // db.t4g.small Multi-AZ at 0.065 an hour.
    assert_eq!(of(&estimate, Category::Covered), dec("-47.45"));
    assert_eq!(of(&estimate, Category::Commitment), dec("33.945"));
    assert_eq!(total(&estimate), dec("38.545")); // + 20 GB × 0.23
    assert_eq!(single(&estimate).best_per_hour, None);
}

/// Two reserved for one running: half the fee is wasted. Storage is never covered.
#[test]
fn a_reservation_nothing_runs_on_is_unused() {
    let reserved = "{ reserved: [{ engine: postgres, class: db.t4g.medium, count: 2 }] }";
    let database = "[rds: { engine: postgres, class: db.t4g.medium, storage: 20 GB gp3 }]";
    let estimate = only(&bought(reserved, database));
    assert_eq!(of(&estimate, Category::Commitment), dec("33.945"));
    assert_eq!(of(&estimate, Category::UnusedCommitment), dec("33.945"));
    assert_eq!(total(&estimate), dec("70.19")); // 67.89 + 2.30
}

/// The published effective rate of db.t3.large MySQL: 99.28 on demand, 69.861 reserved.
#[test]
fn a_published_reservation_is_reproduced() {
    let reserved = "{ reserved: [{ engine: mysql, class: db.t3.large, count: 1 }] }";
    let database = "[rds: { engine: mysql, class: db.t3.large, storage: 20 GB gp2 }]";
    let estimate = only(&bought(reserved, database));
    assert_eq!(of(&estimate, Category::Covered), dec("-99.28"));
    assert_eq!(of(&estimate, Category::Commitment), dec("69.861"));
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

/// 70 % of two tasks on Spot at 68 % off: 36.0401 × 0.7 × 0.68 = 17.1550876 less. What is on Spot is
/// out of the plan's reach: 30 % of the usage costs 730 × 0.3 × 0.039496 = 8.649624 at plan rates.
#[test]
fn spot_comes_first_and_takes_part_in_nothing_else() {
    let spot = "fargate_spot: { share: 70%, discount: 68%, as_of: 2026-10-01 }";
    let alone = only(&bought(&format!("{{ {spot} }}"), TWO_TASKS));
    assert_eq!(total(&alone), dec("18.8850124"));
    let plan = "savings_plans: [{ kind: compute, commitment: $0.02 per hour }]";
    let both = only(&bought(&format!("{{ {spot}, {plan} }}"), TWO_TASKS));
    assert_eq!(single(&both).used.expected.amount(), dec("8.649624"));
    assert_eq!(of(&both, Category::Covered), dec("-10.81203")); // 36.0401 × 0.3
    assert!(alone.assumptions.iter().any(|a| a.contains("2026-10-01")));
}

#[test]
fn a_single_task_on_spot_is_warned_of() {
    let warned = |spot: &str, api: &str| {
        let components = format!(
            "[fargate: {{ name: api, cpu: 1 vCPU, memory: 2 GB, {api} }}, \
             fargate: {{ name: worker, cpu: 1 vCPU, memory: 2 GB }}]"
        );
        let purchase =
            format!("{{ fargate_spot: {{ {spot}, discount: 68%, as_of: 2026-10-01 }} }}");
        let warnings = only(&bought(&purchase, &components)).warnings;
        let of_spot = warnings
            .iter()
            .filter(|w| w.code.code() == "spot-single-task");
        let names = of_spot.map(|w| w.message.split('`').nth(3).unwrap().to_owned());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(warned("share: 50%", "tasks: 1"), "api worker");
    assert_eq!(warned("share: 50%", "tasks: 1..4"), "api worker");
    assert_eq!(warned("share: 50%", "tasks: 2"), "worker");
    assert_eq!(warned("share: 50%, components: [api]", "tasks: 1"), "api");
    assert_eq!(warned("share: 0%", "tasks: 1"), "");
    // Windows tasks do not run on Spot.
    assert_eq!(warned("share: 50%", "platform: windows"), "worker");
}

/// 5 % off Fargate, then 3 % off everything that is left: 36.0401 × 0.95 × 0.97.
#[test]
fn discounts_apply_one_after_the_other() {
    let discounts = "{ discounts: [{ service: fargate, discount: 5%, source: a }, { discount: 3%, source: b }] }";
    let estimate = only(&bought(discounts, TWO_TASKS));
    assert_eq!(total(&estimate), dec("33.21095215"));
    assert_eq!(estimate.list_cost.expected.amount(), dec("36.0401"));
    // Given with the prices, it is the same discount.
    let text = format!(
        "{}prices: {{ source: agreement, discounts: [{{ discount: 5% }}] }}\n",
        text("{}", TWO_TASKS)
    );
    let estimate = only(&scenario(&text));
    assert_eq!(total(&estimate), dec("34.238095"));
    let line = estimate
        .charges
        .iter()
        .find(|c| c.category == Category::Discount);
    assert!(line.unwrap().description.contains("agreement"));
}

/// The architecture's own purchase replaces the scenario's.
#[test]
fn an_architecture_may_buy_for_itself() {
    let text = text(
        "{ discounts: [{ discount: 50%, source: scenario }] }",
        "[fargate: { cpu: 0.5 vCPU, memory: 1 GB }], purchase: {}",
    );
    assert_eq!(total(&only(&scenario(&text))), dec("18.02005"));
}

#[test]
fn purchases_aws_does_not_sell_are_refused() {
    let faults = |purchase: &str, part: &str| {
        let text = text(purchase, TWO_TASKS);
        let faults = Scenario::parse(Source::new("t", text.as_str()))
            .unwrap_err()
            .to_string();
        assert!(faults.contains(part), "{purchase}: {faults}");
    };
    let plan = |settings: &str| format!("{{ savings_plans: [{{ {settings} }}] }}");
    faults(
        &plan("kind: database, commitment: $1 per hour, term: 3 years"),
        "one year",
    );
    faults(
        &plan("kind: compute, commitment: $0.0001 per hour"),
        "steps of $0.001",
    );
    faults(&plan("kind: compute, commitment: $1"), "per hour");
    let reserved = |settings: &str| format!("{{ reserved: [{{ {settings} }}] }}");
    faults(
        &reserved("engine: postgres, class: cache.m7g.large, count: 1"),
        "not a class",
    );
    faults(
        &reserved("engine: postgres, class: db.m7g.large, count: 1.5"),
        "number of instances",
    );
    faults(
        &reserved("engine: postgres, class: db.m7g.large, count: 1, term: 3 years"),
        "upfront",
    );
    faults(
        &reserved("engine: redis, class: cache.m7g.large, count: 1, multi_az: true"),
        "one by one",
    );
    faults(
        "{ fargate_spot: { share: 50%, discount: 80%, as_of: 2026-10-01 } }",
        "up to 70 %",
    );
    faults(
        "{ fargate_spot: { share: 50%, discount: 60%, as_of: yesterday } }",
        "not year, month and day",
    );
    faults("{ discounts: [{ discount: 5% }] }", "needs its source");
}

/// What AWS does not sell is not discounted by its agreement, unless it is named.
#[test]
fn an_agreement_is_about_aws() {
    let model = "[other: { name: model, title: A model API, monthly: $100, source: quote }]";
    let all = "{ discounts: [{ discount: 10%, source: agreement }] }";
    assert_eq!(total(&only(&bought(all, model))), dec("100"));
    let named = "{ discounts: [{ service: other, discount: 10%, source: reseller }] }";
    assert_eq!(total(&only(&bought(named, model))), dec("90"));
}

/// A mixed scenario: Spot of one architecture has nothing to say about another.
#[test]
fn a_component_on_spot_is_looked_for_in_all_architectures() {
    let text = |names: &str| {
        format!(
            "name: T\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             purchase: {{ fargate_spot: {{ share: 100%, discount: 50%, as_of: 2026-10-01, components: {names} }} }}\n\
             architectures:\n  a: {{ components: [fargate: {{ name: f, cpu: 0.5 vCPU, memory: 1 GB }}] }}\n  \
             b: {{ components: [sqs: {{ requests: 3M per month }}] }}\n"
        )
    };
    let estimates = common::price(&scenario(&text("[f]")));
    assert_eq!(total(&estimates[0]), dec("9.010025")); // half of 18.02005
    let faults = Scenario::parse(Source::new("t", text("[g]").as_str()))
        .unwrap_err()
        .to_string();
    assert!(faults.contains("`g`") && faults.contains("f"), "{faults}");
    assert!(faults.contains(":4:"), "{faults}");
}

/// Discounts name services, in their place.
#[test]
fn a_discount_on_nothing_is_a_fault() {
    let text = text(
        "{ discounts: [{ service: fargat, discount: 5%, source: x }] }",
        TWO_TASKS,
    );
    let faults = Scenario::parse(Source::new("t", text.as_str()))
        .unwrap_err()
        .to_string();
    assert!(faults.contains("did you mean `fargate`"), "{faults}");
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
    // Fargate 6, EKS 2, EC2 1, Lambda 6; RDS 2, ElastiCache 1 + 2, Aurora 2, DynamoDB 4.
    assert_eq!(
        covered,
        26 * 6,
        "the keys that plans are about are those of the services"
    );
}

fn priced(purchase: &str, components: &str) -> Estimate {
    only(&bought(purchase, components))
}

const MIXED: &str = "[fargate: { name: a, cpu: 0.5 vCPU, memory: 1 GB, tasks: 2..4 }, \
    fargate: { name: b, cpu: 1 vCPU, memory: 2 GB, tasks: 1, running: 60 h per week }, \
    lambda: { memory: 512 MB }, \
    rds: { engine: postgres, class: db.t4g.medium, storage: 20 GB gp3 }]";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A commitment never raises the cost above on demand plus what goes unused, covered usage never
    /// costs more than on demand, and fee = used + unused.
    #[test]
    fn a_commitment_costs_at_most_its_waste(mills in 1_u32..200, term in 0..2) {
        let term = ["1 year", "3 years"][term as usize];
        let amount = Decimal::new(i64::from(mills), 3);
        let plan = format!("{{ savings_plans: [{{ kind: compute, term: {term}, commitment: ${amount} per hour }}] }}");
        let (with, without) = (priced(&plan, MIXED), priced("{}", MIXED));
        let used = single(&with);
        for case in [breakeven::units::Case::Low, breakeven::units::Case::Expected, breakeven::units::Case::High] {
            let unused = used.fee.amount() - used.used.at(case).amount();
            prop_assert!(unused >= Decimal::ZERO);
            prop_assert!(used.used.at(case) <= used.covered.at(case));
            let (with, without) = (with.monthly_cost.at(case), without.monthly_cost.at(case));
            prop_assert!(with.amount() <= without.amount() + unused);
        }
        prop_assert_eq!(used.fee.amount(), amount * Decimal::from(730));
        prop_assert_eq!(with.list_cost, without.list_cost);
    }

    /// More commitment never means less waste, and above the usage all that is added is wasted.
    #[test]
    fn more_commitment_wastes_more(mills in 1_u32..150) {
        let unused = |mills: u32| {
            let amount = Decimal::new(i64::from(mills), 3);
            let plan = format!("{{ savings_plans: [{{ kind: compute, commitment: ${amount} per hour }}] }}");
            of(&priced(&plan, MIXED), Category::UnusedCommitment)
        };
        let (one, more) = (unused(mills), unused(mills + 1));
        prop_assert!(more >= one);
        prop_assert!(more - one <= dec("0.73")); // 730 × 0.001
        // Far above the usage of any hour: 4 × 0.019748 + 0.039496 + Lambda.
        prop_assert_eq!(unused(1_000 + mills + 1) - unused(1_000 + mills), dec("0.73"));
    }

    /// Spot share 0 and 1 are the ends of a line.
    #[test]
    fn the_share_on_spot_is_a_line(percent in 0_u32..=100, discount in 0_u32..=70) {
        let at = |percent: u32| {
            let spot = format!("{{ fargate_spot: {{ share: {percent}%, discount: {discount}%, as_of: 2026-10-01 }} }}");
            priced(&spot, MIXED).monthly_cost.expected.amount()
        };
        let share = Percent::of(Decimal::new(i64::from(percent), 2)).amount();
        let line = at(0) + (at(100) - at(0)) * share;
        prop_assert!((at(percent) - line).abs() < dec("0.000000000000001"));
        prop_assert_eq!(at(0), priced("{}", MIXED).monthly_cost.expected.amount());
    }

    /// The best amount is no worse than its neighbours or any other tried.
    #[test]
    fn the_best_commitment_is_the_best(mills in 1_u32..300) {
        let total_at = |amount: Decimal| {
            let plan = format!("{{ savings_plans: [{{ kind: compute, commitment: ${amount} per hour }}] }}");
            priced(&plan, MIXED)
        };
        let tried = total_at(Decimal::new(i64::from(mills), 3));
        let best = single(&tried).best_per_hour.unwrap().amount();
        prop_assume!(best > Decimal::ZERO);
        prop_assert!(total_at(best).monthly_cost.expected <= tried.monthly_cost.expected);
    }

    /// The quick total agrees with the detailed estimate.
    #[test]
    fn the_fast_path_agrees(mills in 1_u32..200, percent in 0_u32..=100) {
        let purchase = format!(
            "{{ fargate_spot: {{ share: {percent}%, discount: 60%, as_of: 2026-10-01 }}, \
             savings_plans: [{{ kind: compute, commitment: $0.{mills:03} per hour }}], \
             reserved: [{{ engine: postgres, class: db.t4g.medium, count: 1 }}], \
             discounts: [{{ discount: 4%, source: test }}] }}"
        );
        let scenario = bought(&purchase, MIXED);
        let detailed = only(&scenario);
        let catalog = Catalog::embedded("us-east-1").unwrap();
        let (name, architecture) = scenario.architectures.0.iter().next().unwrap();
        let terms = breakeven::estimate::Terms { month: scenario.month, free_tier: scenario.free_tier };
        let bound = breakeven::estimate::bind(&scenario, name, architecture, "t", &catalog, terms).unwrap();
        for case in [breakeven::units::Case::Low, breakeven::units::Case::Expected, breakeven::units::Case::High] {
            let requests = detailed.requests_per_month.at(case);
            let quick = bound.monthly_cost(requests, case).unwrap();
            let difference = quick.amount() - detailed.monthly_cost.at(case).amount();
            prop_assert!(difference.abs() < dec("0.000000000000001"), "{}", difference);
        }
    }
}
