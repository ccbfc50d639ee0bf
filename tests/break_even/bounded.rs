//! Functions that share the free tier of two processors and start cold: the crossing is found, or the search
//! says how far it got.

use crate::program::run_with;
use crate::{bounds, shown, solve};
use breakeven::compare::break_even::{Effort, along_requests_within};
use breakeven::units::Case;
use rust_decimal::Decimal;

fn mixed(tier: &str, purchase: &str) -> String {
    format!(
        "name: Mixed\nregion: us-east-1\nfree_tier: {tier}\nrequest: {{ duration: 200 ms, response: 4 KB }}\n\
         traffic: {{ t: {{ requests: 1000000 per day }} }}\n{purchase}architectures:\n  functions:\n    \
         components:\n      - lambda: {{ name: a, memory: 512 MB, architecture: arm, init: 1 s }}\n      \
         - lambda: {{ name: b, memory: 512 MB }}\n  containers:\n    components:\n      \
         - fargate: {{ cpu: 1 vCPU, memory: 2 GB, tasks: 4, public_ipv4: 0 }}\n"
    )
}

/// Four tasks: 4 × 730 × (0.04048 + 2 × 0.004445) = 144.1604. A million requests: 100,000 GB-seconds each at
/// 0.0000133334 and 0.0000166667, and 0.40: 3.40001. Without cold starts both cost the same at 144.1604 ÷
/// 3.40001 × 12 ÷ 365 = 1,394,001 a day; with 0.20 and 400,000 GB-seconds free, half of each, at 150.3604 ÷
/// 3.40001 × 12 ÷ 365 = 1,453,954. The cold starts of `a`, up to 0.023 % of a second each, come on top.
#[test]
fn mixed_functions_with_cold_starts_cross() {
    for (tier, at_most) in [("none", 1_394_001), ("always", 1_453_954)] {
        let text = mixed(tier, "");
        let found = solve(&text, 1, 100_000_000);
        assert!(!found.is_cut_short());
        let at = found.crossings[0].at;
        assert!(at < at_most.into() && at > (at_most - 400).into(), "{at}");
        assert_eq!(shown(&found), [format!("{at} containers")]);
        // An estimate on either side agrees.
        let bounds = bounds(&text);
        let cost = |at: usize, n: Decimal| {
            let month = bounds[at].requests_for(n).unwrap();
            bounds[at].monthly_cost(month, Case::Expected).unwrap()
        };
        assert!(cost(0, at) > cost(1, at));
        assert!(cost(0, at - Decimal::ONE) < cost(1, at - Decimal::ONE));
    }
}

/// Commitments have no bounds where functions start cold: number by number, up to the limit.
#[test]
fn a_search_that_ends_early_says_so_and_no_more() {
    let text = mixed(
        "always",
        "purchase: { savings_plans: [{ kind: compute, commitment: $0.020 per hour }] }\nprices: { source: t, \
         overrides: { sp.compute.lambda.arm.duration.1yr.no: $0.0000117 per GB-second } }\n",
    );
    let all = bounds(&text);
    let all: Vec<_> = all.iter().collect();
    let found = along_requests_within(&all, (1, 100_000_000), Effort(100_000))
        .unwrap()
        .unwrap();
    assert!(found.is_cut_short() && found.to > Decimal::ONE);
    let ran = run_with(&["compare", "-"], &text);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stdout.contains("never crosses"), "{}", ran.stdout);
    assert!(ran.stdout.contains("not decided beyond"), "{}", ran.stdout);
}

#[test]
fn efforts_are_shared() {
    assert_eq!(Effort(100).shared(4), Effort(25));
    assert_eq!(Effort(100).shared(0), Effort(100));
    assert_eq!(Effort(1).shared(4), Effort(1));
}

#[test]
fn pairs_of_many_architectures_are_said_to_be_left_out() {
    let functions: String = (1..=7)
        .map(|at| format!("  f{at}: {{ components: [ {{ lambda: {{ memory: {at} GB }} }} ] }}\n"))
        .collect();
    let text = format!(
        "name: Seven\nregion: us-east-1\nrequest: {{ duration: 200 ms }}\n\
         traffic: {{ t: {{ requests: 1M per month }} }}\narchitectures:\n{functions}"
    );
    let said = |more: &[&str]| run_with(&[&["compare", "-"], more].concat(), &text).stdout;
    assert!(said(&[]).contains("Two by two is left out with more than 6 architectures"));
    let two = said(&["--architecture", "f1", "--architecture", "f2"]);
    assert!(two.contains("Both cost the same up to"), "{two}");
}
