//! Negotiated discounts.

use super::{TWO_TASKS, bought, text};
use crate::common::{dec, only, scenario, total};
use breakeven::estimate::Category;
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;

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

/// What AWS does not sell is not discounted by its agreement, unless it is named.
#[test]
fn an_agreement_is_about_aws() {
    let model = "[other: { name: model, title: A model API, monthly: $100, source: quote }]";
    let all = "{ discounts: [{ discount: 10%, source: agreement }] }";
    assert_eq!(total(&only(&bought(all, model))), dec("100"));
    let named = "{ discounts: [{ service: other, discount: 10%, source: reseller }] }";
    assert_eq!(total(&only(&bought(named, model))), dec("90"));
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
