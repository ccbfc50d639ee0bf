//! What holds for any scenarios and any tags.

use super::common::{catalog, scenario};
use breakeven::estimate::{Selection, estimate};
use breakeven::portfolio::{Portfolio, Priced, Wanted, counted};
use breakeven::units::{Case, Money};
use proptest::prelude::*;

const TEAMS: [&str; 4] = ["", "team: a,", "team: b,", "team: (none),"];
const ENVIRONMENTS: [&str; 3] = ["", "environment: prod", "environment: test"];
const REGIONS: [&str; 3] = ["us-east-1", "eu-west-1", "cn-north-1"];

fn priced(number: usize, kind: &Kind) -> Priced {
    let (one, other) = kind.requests;
    let (low, high) = (one.min(other), one.max(other));
    let (team, environment) = (TEAMS[kind.team], ENVIRONMENTS[kind.environment]);
    let scenario = scenario(&format!(
        "name: Number {number}\nregion: {}\ntags: {{ {team} {environment} }}\n\
         request: {{ duration: 700 ms }}\n\
         traffic: {{ t: {{ requests: {low}..{high} per month }} }}\n\
         architectures: {{ a: {{ components: [ lambda: {{ memory: 1 GB }} ] }} }}\n",
        REGIONS[kind.region]
    ));
    let wanted = Wanted::default();
    let counted = counted(&scenario, &wanted).unwrap();
    let catalog = catalog(&scenario);
    let estimates = estimate(&scenario, &catalog, &Selection::default()).unwrap();
    assert_eq!(estimates.len(), 1);
    Priced::new(&scenario, "s.yaml", counted, &catalog, &estimates[0]).unwrap()
}

#[derive(Debug, Clone)]
struct Kind {
    team: usize,
    environment: usize,
    region: usize,
    requests: (u32, u32),
}

fn kinds() -> impl Strategy<Value = Vec<Kind>> {
    let requests = 1_u32..3_000_000;
    let kind = (
        0_usize..4,
        0_usize..3,
        0_usize..3,
        (requests.clone(), requests),
    );
    let kind = kind.prop_map(|(team, environment, region, requests)| Kind {
        team,
        environment,
        region,
        requests,
    });
    prop::collection::vec(kind, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn totals_and_groups_are_the_sums_of_their_parts(kinds in kinds()) {
        let tags = ["team".to_owned(), "environment".to_owned(), "nobody".to_owned()];
        let mut portfolio = Portfolio::new(&tags);
        for (number, kind) in kinds.iter().enumerate() {
            portfolio.add(priced(number, kind)).unwrap();
        }
        let totals = portfolio.totals().unwrap();
        prop_assert_eq!(totals.iter().map(|t| t.sum.scenarios).sum::<usize>(), kinds.len());
        for total in &totals {
            let of_currency: Vec<_> = portfolio.parts().iter()
                .filter(|part| part.currency == total.currency).collect();
            for case in [Case::Low, Case::Expected, Case::High] {
                let sum = Money::sum(of_currency.iter().map(|p| p.monthly.at(case))).unwrap();
                prop_assert_eq!(total.sum.monthly.at(case), sum);
                let year = Money::new(sum.amount() * rust_decimal::Decimal::from(12));
                prop_assert_eq!(total.sum.yearly.at(case), year);
                for (tag, groups) in tags.iter().zip(&total.by) {
                    let of_groups = Money::sum(groups.iter().map(|g| g.sum.monthly.at(case)));
                    prop_assert_eq!(of_groups.unwrap(), sum);
                    for group in groups {
                        let of_group = of_currency.iter()
                            .filter(|part| part.tags.get(tag) == group.text.as_deref());
                        let parts: Vec<Money> = of_group.map(|p| p.monthly.at(case)).collect();
                        prop_assert_eq!(parts.len(), group.sum.scenarios);
                        prop_assert_eq!(Money::sum(parts).unwrap(), group.sum.monthly.at(case));
                    }
                }
            }
            prop_assert!(total.sum.monthly.low <= total.sum.monthly.expected);
            prop_assert!(total.sum.monthly.expected <= total.sum.monthly.high);
            for again in &total.counted_again {
                prop_assert!(again.taken > again.granted && again.scenarios > 1);
                prop_assert!(again.worth > Money::ZERO);
            }
        }
    }

    /// Adding in another order changes the order of the rows and nothing else.
    #[test]
    fn the_order_of_the_files_moves_no_total(kinds in kinds()) {
        let add = |kinds: &mut dyn Iterator<Item = (usize, &Kind)>| {
            let mut portfolio = Portfolio::new(&["team".to_owned()]);
            for (number, kind) in kinds {
                portfolio.add(priced(number, kind)).unwrap();
            }
            portfolio.totals().unwrap()
        };
        let forth = add(&mut kinds.iter().enumerate());
        let back = add(&mut kinds.iter().enumerate().rev());
        prop_assert_eq!(forth, back);
    }
}
