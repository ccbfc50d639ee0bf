//! Spot, Savings Plans, reservations and discounts: hand-worked figures, and laws.

#[path = "../common/mod.rs"]
mod common;
mod discounts;
mod laws;
mod plans;
mod reservations;
mod spot;

use breakeven::estimate::{Category, CommitmentUse, Estimate};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::units::Money;
use common::{dec, only, price, scenario, total};
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
