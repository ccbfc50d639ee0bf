//! Published worked examples of AWS prices, priced with their own inputs and unit prices.
//!
//! `tests/fixtures/worked-examples.json` holds what each source printed, what its own lines add up
//! to (rounded as published, and exactly, worked by hand), its free allowances, and where it erred.
//! The modules hold the inputs as scenarios. Every scenario is of us-east-1, whatever the region of
//! the example, because every price that matters is the example's own.

mod compute;
mod data;
mod databases;
mod edge;
mod events;
mod instances;
mod network;
mod routes;
mod serverless;
mod storage;
mod whole;

use breakeven::catalog::{Catalog, Evidence};
use breakeven::estimate::{Estimate, Selection, estimate};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

const FIXTURE: &str = include_str!("../fixtures/worked-examples.json");

/// The inputs of an example, in the words of a scenario.
struct Example {
    month: &'static str,
    requests: &'static str,
    request: &'static str,
    components: &'static str,
    /// Unit prices of the example by price key.
    prices: &'static [(&'static str, &'static str)],
}

/// What most examples leave out: no requests, and a month of 730 hours.
const PLAIN: Example = Example {
    month: "730 h",
    requests: "0 per month",
    request: "{}",
    components: "[]",
    prices: &[],
};

/// One test for each example; the test has the example's id, with underscores.
macro_rules! examples {
    ($($(#[$doc:meta])* $name:ident: $example:expr;)*) => {
        pub const TESTED: &[&str] = &[$(stringify!($name)),*];
        $($(#[$doc])* #[test] fn $name() { crate::check(stringify!($name), &$example); })*
    };
}
use examples;

/// What a source printed, and what it should have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    id: String,
    title: String,
    as_of: String,
    source: String,
    /// As the source states them, for one of its own units.
    unit_prices: BTreeMap<String, String>,
    published: String,
    /// The sum of the lines with correct arithmetic, rounded as published.
    recomputed: String,
    /// The same sum before rounding.
    exact: String,
    /// Free amounts the source takes off, by allowance; it has no others.
    #[serde(default)]
    free: BTreeMap<String, String>,
    error: Option<PublishedError>,
}

/// Why the published total differs from the recomputed one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishedError {
    what: String,
    /// The line that is wrong, where one printed line alone makes the difference.
    line: Option<WrongLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrongLine {
    key: String,
    printed: String,
    correct: String,
}

/// For failure messages: which example, and where to look it up.
impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Published { id, title, .. } = self;
        write!(f, "{id} ({title}; {}, {})", self.source, self.as_of)
    }
}

fn published() -> Vec<Published> {
    serde_json::from_str(FIXTURE).expect("the fixture is readable")
}

fn published_as(name: &str) -> Published {
    let id = id(name);
    let found = published().into_iter().find(|one| one.id == id);
    found.unwrap_or_else(|| panic!("{id}: not in the fixture"))
}

/// The id of the example a test is named after.
fn id(name: &str) -> String {
    name.replace('_', "-")
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// Rounded to as many digits as a published figure has, half away from zero.
fn rounded_like(amount: Decimal, figure: Decimal) -> Decimal {
    amount.round_dp_with_strategy(figure.scale(), RoundingStrategy::MidpointAwayFromZero)
}

impl Published {
    fn scenario(&self, example: &Example) -> Scenario {
        let free_tier = if self.free.is_empty() {
            "none"
        } else {
            "always"
        };
        let text = format!(
            "name: {id}\nregion: us-east-1\nfree_tier: {free_tier}\nmonth: {month}\n\
             request: {request}\n\
             traffic: {{ example: {{ requests: {requests} }} }}\n\
             architectures: {{ example: {{ components: {components} }} }}\n\
             {prices}",
            id = self.id,
            month = example.month,
            request = example.request,
            requests = example.requests,
            components = example.components,
            prices = self.prices(example),
        );
        let source = Source::new(self.id.as_str(), text);
        Scenario::parse(source).unwrap_or_else(|faults| panic!("{self}: {faults}"))
    }

    /// The prices of an example as a section of its scenario; none when its rows have none.
    fn prices(&self, example: &Example) -> String {
        if example.prices.is_empty() {
            return String::new();
        }
        let line = |(key, price): &(&str, &str)| format!("    {key}: {price}\n");
        let prices: String = example.prices.iter().map(line).collect();
        format!(
            "prices:\n  source: \"{}\"\n  overrides:\n{prices}",
            self.source
        )
    }

    /// The embedded catalog with no free amounts but those the source takes off.
    fn catalog(&self) -> Catalog {
        let embedded = Catalog::embedded("us-east-1").expect("the embedded catalog is readable");
        let mut allowances = embedded.allowances().clone();
        allowances.list.retain_mut(|allowance| {
            let amount = self.free.get(&allowance.id);
            amount
                .map(|text| allowance.amount = decimal(text))
                .is_some()
        });
        let (known, given) = (allowances.list.len(), self.free.len());
        assert_eq!(known, given, "{self}: it has an unknown allowance");
        Catalog::new(embedded.book().clone(), allowances)
    }

    fn estimate(&self, scenario: &Scenario) -> Estimate {
        let catalog = self.catalog().with_own(scenario.own_prices());
        let estimates = estimate(scenario, &catalog, &Selection::default());
        let mut estimates = estimates.unwrap_or_else(|error| panic!("{self}: {error}"));
        assert_eq!(estimates.len(), 1, "{self}");
        let estimate = estimates.remove(0);
        for charge in &estimate.charges {
            let free = charge.cost.expected.amount().is_zero();
            let own = charge.price.evidence == Evidence::Override;
            let key = &charge.key;
            assert!(free || own, "{self}: `{key}` is not at the example's price");
        }
        estimate
    }

    /// Prices an example; its total, which must not be a range.
    fn total(&self, example: &Example) -> Decimal {
        self.total_of(&self.estimate(&self.scenario(example)))
    }

    fn total_of(&self, estimate: &Estimate) -> Decimal {
        let total = estimate.monthly_cost;
        assert!(total.is_exact(), "{self}: the total is a range");
        total.expected.amount()
    }

    /// Every unit price the source states is one of the scenario's. Prices per second are given
    /// per hour there, because that is what our keys are metered in.
    fn check_unit_prices(&self, scenario: &Scenario) {
        let own: BTreeSet<Decimal> = (scenario.own_prices().prices.iter())
            .flat_map(|price| price.tiers.tiers().iter().map(|tier| tier.price.amount()))
            .collect();
        for (name, price) in &self.unit_prices {
            let price = decimal(price);
            let hourly = price * Decimal::from(3_600);
            let given = price.is_zero() || own.contains(&price) || own.contains(&hourly);
            assert!(
                given,
                "{self}: the scenario lacks the price of {name}, {price}"
            );
        }
    }

    /// The total agrees with the published one, or the fixture says why not; where one line is to
    /// blame, the printed line in place of the correct one gives the published total.
    fn check_published(&self, estimate: &Estimate) {
        let (total, figure) = (self.total_of(estimate), decimal(&self.published));
        let Some(PublishedError { what, line }) = &self.error else {
            assert_eq!(rounded_like(total, figure), figure, "{self}: published");
            return;
        };
        assert_ne!(
            figure,
            decimal(&self.recomputed),
            "{self}: no error ({what})"
        );
        let Some(WrongLine {
            key,
            printed,
            correct,
        }) = line
        else {
            return;
        };
        let cost = estimate.sum_of(|charge| charge.key.as_str() == key);
        let cost = cost.expect("a line fits a decimal").expected.amount();
        assert_eq!(cost, decimal(correct), "{self}: `{key}` ({what})");
        let explained = total - cost + decimal(printed);
        let apart = (explained - figure).abs();
        // Sources add up lines they have rounded.
        assert!(
            apart < decimal("0.05"),
            "{self}: {what} does not explain {figure}"
        );
    }
}

/// Prices an example and compares it with the fixture.
fn check(name: &str, example: &Example) {
    let published = published_as(name);
    let scenario = published.scenario(example);
    published.check_unit_prices(&scenario);
    let estimate = published.estimate(&scenario);
    let total = published.total_of(&estimate);
    assert_eq!(total, decimal(&published.exact), "{published}: exactly");
    let recomputed = decimal(&published.recomputed);
    assert_eq!(
        rounded_like(total, recomputed),
        recomputed,
        "{published}: rounded"
    );
    published.check_published(&estimate);
}

#[test]
fn every_example_is_tested_once() {
    let modules = [
        compute::TESTED,
        data::TESTED,
        databases::TESTED,
        edge::TESTED,
        events::TESTED,
        instances::TESTED,
        network::TESTED,
        routes::TESTED,
        serverless::TESTED,
        storage::TESTED,
        whole::TESTED,
    ];
    let tested: Vec<String> = modules.into_iter().flatten().map(|name| id(name)).collect();
    let published: Vec<String> = published().into_iter().map(|one| one.id).collect();
    let covered = tested.iter().map(String::as_str);
    let wrong: Vec<String> = (covered.clone())
        .chain(published.iter().map(String::as_str))
        .collect::<BTreeSet<&str>>()
        .into_iter()
        .filter_map(|id| {
            let places = covered.clone().filter(|one| *one == id).count();
            let known = published.iter().filter(|one| *one == id).count();
            let right = places == 1 && known == 1;
            (!right).then(|| format!("{id}: {places} times here, {known} in the fixture"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
