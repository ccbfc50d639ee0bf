//! What holds for every ranking.

use crate::common::scenario;
use breakeven::catalog::{Catalog, Currency, embedded_regions};
use breakeven::compare::{RegionComparison, compare, compare_regions};
use breakeven::estimate::{Selection, estimate};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::num::NonZero;

/// Components with keys that some regions lack, classes among them.
fn components() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(
        vec![
            "lambda: { memory: 512 MB }",
            "lambda: { name: arm, memory: 512 MB, architecture: arm }",
            "fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1..3 }",
            "alb: {}",
            "api_gateway: { kind: http }",
            "data_transfer: {}",
            "rds: { engine: postgres, class: db.m7g.large, storage: 20 GB gp3 }",
            "elasticache: { engine: valkey, node: cache.t3.micro }",
            "dynamodb: { reads: 1 per request, storage: 30 GB }",
            "s3: { storage: 100 GB }",
            "cloudfront: { out: 5 KB per request, requests: 1 per request }",
            "cloudwatch: { logs: 1 KB per request }",
        ],
        1..6,
    )
}

/// Every region ranked or left out, once at each level, cheapest first, currencies apart.
fn check(ranked: &RegionComparison, regions: &[&str]) -> Result<(), TestCaseError> {
    let left_out: Vec<&str> = ranked.left_out.iter().map(|l| l.region.as_str()).collect();
    let levels: BTreeSet<&str> = ranked.rankings.iter().map(|r| r.traffic.as_str()).collect();
    for level in levels {
        let at_level = ranked.rankings.iter().filter(|r| r.traffic == level);
        let mut seen = left_out.clone();
        for ranking in at_level {
            let least =
                |r: &breakeven::compare::RankedRegion| r.cheapest()[0].monthly_cost.expected;
            prop_assert!(ranking.regions.is_sorted_by_key(least));
            // Both architectures are priced above, one of them below.
            prop_assert!(ranking.regions.iter().all(|r| r.architectures.len() == 2));
            prop_assert!(ranking.in_part.iter().all(|r| r.architectures.len() == 1));
            let own = ranking
                .all()
                .find(|r| r.region == ranked.own)
                .map(|own| (own, least(own)));
            for region in ranking.all() {
                prop_assert_eq!(Currency::of_region(&region.region), ranking.currency);
                let has = |r: &breakeven::compare::RankedRegion, name: &str| {
                    r.architectures
                        .iter()
                        .any(|known| known.architecture == name)
                };
                // Of several that cost the same, one that is priced in both will do.
                let of_both =
                    |one: &breakeven::compare::RankedRegion,
                     other: &breakeven::compare::RankedRegion| {
                        let mut cheapest = one.cheapest().iter();
                        cheapest.any(|ranked| has(other, &ranked.architecture))
                    };
                let compared = own.filter(|(own, _)| of_both(own, region) && of_both(region, own));
                let expected = compared.map(|(_, own)| least(region).checked_sub(own).unwrap());
                prop_assert_eq!(region.difference, expected);
                seen.push(&region.region);
            }
        }
        seen.sort_unstable();
        prop_assert_eq!(&seen, regions);
    }
    if ranked.rankings.is_empty() {
        prop_assert_eq!(&left_out, regions);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn regions_are_ranked_or_left_out(
        one in components(),
        two in components(),
        requests in 1_u64..100_000_000,
        own in prop::sample::select(embedded_regions()),
        threads in 1_usize..5,
    ) {
        let list = |components: &[&str]| format!("{{ components: [ {} ] }}", components.join(", "));
        let text = format!(
            "name: Any\nregion: {own}\nrequest: {{ duration: 100 ms, response: 2 KB }}\n\
             traffic: {{ t: {{ requests: {requests} per month }}, u: {{ requests: 5 per day }} }}\n\
             architectures: {{ one: {}, two: {} }}\n",
            list(&one),
            list(&two),
        );
        let any = scenario(&text);
        let catalog = Catalog::embedded(own).unwrap();
        let regions = embedded_regions();
        let ranked = compare_regions(
            &any, &catalog, &regions, &Selection::default(), NonZero::new(threads).unwrap(),
        )
        .unwrap();
        check(&ranked, &regions)?;
        // Whatever is ranked costs what it costs alone.
        if let Some(first) = ranked.rankings.first().and_then(|r| r.regions.last()) {
            let alone = Catalog::embedded(&first.region).unwrap();
            let estimates = estimate(&any, &alone, &Selection::default()).unwrap();
            let alone = compare(&estimates).unwrap();
            prop_assert_eq!(&first.architectures, &alone[0].ranking);
        }
    }
}
