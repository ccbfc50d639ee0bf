//! The month in which another architecture becomes the cheapest.

use breakeven::project::{Plan, project};

use crate::common::{catalog, scenario};

/// An HTTP API costs 1.00 per million requests: 1.00, 2.00 and 4.00 as they double, beside 2.00 a month.
#[test]
fn the_month_in_which_the_cheapest_changes_is_marked() {
    let of = |first: &str, second: &str| {
        let text = format!(
            "name: T\nregion: us-east-1\nfree_tier: none\nrequest: {{ duration: 100 ms }}\n\
             traffic: {{ t: {{ requests: 1M per month }} }}\n\
             projection: {{ growth: 100% per month }}\narchitectures:\n{first}{second}"
        );
        let plan = Plan {
            months: 3,
            ..Plan::default()
        };
        let scenario = scenario(&text);
        project(&scenario, &catalog(&scenario), &plan).unwrap()
    };
    let api = "  api: { components: [ api_gateway: { kind: http } ] }\n";
    let fixed =
        "  fixed: { components: [ other: { name: f, title: F, monthly: $2, source: test } ] }\n";
    for forecast in [of(api, fixed), of(fixed, api)] {
        let cheapest: Vec<String> = forecast
            .months
            .iter()
            .map(|m| m.cheapest.join(" "))
            .collect();
        assert_eq!(cheapest, ["api", "api fixed", "fixed"]);
        let marked = forecast.milestones.iter();
        let marked: Vec<(&str, &str)> = marked
            .map(|m| (m.month.as_str(), m.text.as_str()))
            .collect();
        assert_eq!(
            marked,
            [
                (
                    "month 2",
                    "the cheapest changes from api to api and fixed alike"
                ),
                (
                    "month 3",
                    "the cheapest changes from api and fixed alike to fixed"
                ),
            ]
        );
        assert_eq!(forecast.milestones[1].cheapest, ["fixed"]);
    }
}
