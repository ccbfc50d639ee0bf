//! What the integration tests share.
#![allow(dead_code)] // each test file uses a part

pub mod exact;

use breakeven::catalog::Catalog;
use breakeven::compare::{Audit, Comparison, audit, compare};
use breakeven::estimate::{Category, Estimate, Selection, estimate};
use breakeven::scenario::{Change, Scenario};
use breakeven::syntax::Source;
use rust_decimal::Decimal;

pub fn dec(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or_else(|_| panic!("{text} is not a decimal"))
}

pub fn scenario(text: &str) -> Scenario {
    Scenario::parse(Source::new("test.yaml", text)).unwrap_or_else(|faults| panic!("{faults}"))
}

pub fn shipped(name: &str) -> Scenario {
    shipped_with(name, &[])
}

/// A shipped scenario with some of its values changed: `("free_tier", "none")`.
pub fn shipped_with(name: &str, changes: &[(&str, &str)]) -> Scenario {
    let path = format!("scenarios/{name}.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let change = |(path, value): &(&str, &str)| Change {
        name: (*path).to_owned(),
        path: (*path).to_owned(),
        value: (*value).to_owned(),
    };
    let changes: Vec<Change> = changes.iter().map(change).collect();
    Scenario::parse_with(Source::new(path, text), &changes)
        .unwrap_or_else(|faults| panic!("{faults}"))
}

pub fn catalog(scenario: &Scenario) -> Catalog {
    Catalog::embedded(scenario.region.as_str())
        .unwrap()
        .with_own(scenario.own_prices())
}

pub fn price(scenario: &Scenario) -> Vec<Estimate> {
    estimate(scenario, &catalog(scenario), &Selection::default())
        .unwrap_or_else(|error| panic!("{error}"))
}

pub fn compared(scenario: &Scenario) -> (Vec<Comparison>, Option<Audit>) {
    let comparisons = compare(&price(scenario)).unwrap();
    let audit = audit(scenario, &catalog(scenario), &comparisons).unwrap();
    (comparisons, audit)
}

/// Why a list of components (YAML) is refused.
pub fn refused(list: &str) -> String {
    let text = format!(
        "name: Test\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
         architectures: {{ a: {{ components: {list} }} }}\n"
    );
    match Scenario::parse(Source::new("test.yaml", text)) {
        Ok(_) => panic!("{list} is accepted"),
        Err(faults) => faults.to_string(),
    }
}

/// One architecture with these components (YAML of the list), at 300,000 requests a month.
pub fn components(list: &str) -> Scenario {
    components_with(list, "free_tier: none", "300000 per month")
}

pub fn components_with(list: &str, options: &str, requests: &str) -> Scenario {
    scenario(&format!(
        "name: Test\nregion: us-east-1\n{options}\nrequest: {{ duration: 500 ms, response: 1 KB }}\n\
         traffic: {{ t: {{ requests: {requests} }} }}\n\
         architectures: {{ a: {{ components: {list} }} }}\n"
    ))
}

/// One architecture with these components in a region.
pub fn in_region(region: &str, options: &str, list: &str) -> String {
    format!(
        "name: Test\nregion: {region}\n{options}\nrequest: {{ duration: 200 ms, response: 1 KB }}\n\
         traffic: {{ t: {{ requests: 3M per month }} }}\n\
         architectures: {{ a: {{ components: {list} }} }}\n"
    )
}

pub fn only(scenario: &Scenario) -> Estimate {
    let mut estimates = price(scenario);
    assert_eq!(estimates.len(), 1);
    estimates.remove(0)
}

pub fn of<'e>(estimates: &'e [Estimate], architecture: &str, traffic: &str) -> &'e Estimate {
    estimates
        .iter()
        .find(|e| e.architecture == architecture && e.traffic == traffic)
        .unwrap_or_else(|| panic!("no {architecture} at {traffic}"))
}

/// The expected cost of the usage of one key.
pub fn usage(estimate: &Estimate, key: &str) -> Decimal {
    cost(estimate, key, Category::Usage)
}

/// The expected cost of the usage of one component, of every key or of one.
pub fn usage_of(estimate: &Estimate, component: &str, key: Option<&str>) -> Decimal {
    let wanted = |c: &breakeven::estimate::Charge| {
        c.component == component
            && key.is_none_or(|key| c.key.as_str() == key)
            && c.category == Category::Usage
    };
    assert!(
        estimate.charges.iter().any(wanted),
        "no {key:?} of {component}"
    );
    estimate.sum_of(wanted).unwrap().expected.amount()
}

/// What allowances and what comes with a resource take off one key, as a negative number.
pub fn free(estimate: &Estimate, key: &str) -> Decimal {
    match estimate
        .charges
        .iter()
        .any(|c| c.category == Category::Included && c.key.as_str() == key)
    {
        true => cost(estimate, key, Category::Included),
        false => cost(estimate, key, Category::FreeTier),
    }
}

fn cost(estimate: &Estimate, key: &str, category: Category) -> Decimal {
    let wanted = |c: &breakeven::estimate::Charge| c.key.as_str() == key && c.category == category;
    assert!(
        estimate.charges.iter().any(wanted),
        "no {category:?} of {key}"
    );
    estimate.sum_of(wanted).unwrap().expected.amount()
}

pub fn total(estimate: &Estimate) -> Decimal {
    estimate.monthly_cost.expected.amount()
}
