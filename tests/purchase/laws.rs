//! What holds for every purchase.

use super::{bought, of, single};
use crate::common::{dec, only};
use breakeven::catalog::Catalog;
use breakeven::estimate::{Category, Estimate};
use breakeven::units::{Measure, Percent};
use proptest::prelude::*;
use rust_decimal::Decimal;

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
