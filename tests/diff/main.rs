//! What two estimates differ in, and why: hand-worked parts, laws, saved estimates, revisions, reports.

#[path = "../common/mod.rs"]
mod common;
mod hostile;
mod laws;
#[path = "../program/mod.rs"]
mod program;
mod revisions;
mod saved;
mod shown;
mod worked;

use breakeven::catalog::Catalog;
use breakeven::difference::{
    Cause, Causes, Difference, DifferenceError, PairDifference, Side, difference,
};
use breakeven::estimate::{Selection, estimate};
use breakeven::scenario::Scenario;
use breakeven::units::{Case, Money, Spread};
use rust_decimal::Decimal;
use std::sync::LazyLock;

const CASES: [Case; 3] = [Case::Low, Case::Expected, Case::High];

/// The embedded books, read once.
static BOOKS: LazyLock<Vec<Catalog>> = LazyLock::new(|| {
    let regions = ["us-east-1", "eu-central-1", "cn-north-1"];
    let books = regions.map(|region| Catalog::embedded(region).unwrap());
    books.to_vec()
});

fn catalog(scenario: &Scenario) -> Catalog {
    let region = scenario.region.as_str();
    let book = BOOKS
        .iter()
        .find(|catalog| catalog.book().region() == region);
    book.unwrap().clone().with_own(scenario.own_prices())
}

fn side(text: &str) -> Side {
    let scenario = common::scenario(text);
    side_of(&scenario, &catalog(&scenario))
}

fn side_of(scenario: &Scenario, catalog: &Catalog) -> Side {
    let estimates = estimate(scenario, catalog, &Selection::default());
    let estimates = estimates.unwrap_or_else(|error| panic!("{error}"));
    Side::of_scenario("test.yaml", scenario, catalog, &estimates)
}

/// What `estimate --save` writes of a scenario.
fn saved_text(text: &str) -> String {
    let scenario = common::scenario(text);
    let catalog = catalog(&scenario);
    let estimates = estimate(&scenario, &catalog, &Selection::default()).unwrap();
    breakeven::render::estimate_json(&scenario, &catalog, &estimates).unwrap()
}

fn saved(text: &str) -> Side {
    Side::of_saved("base.json", &saved_text(text)).unwrap_or_else(|error| panic!("{error}"))
}

fn diff(base: &Side, head: &Side) -> Difference {
    let all = Selection::default();
    difference(base, head, &all).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(base: &Side, head: &Side) -> DifferenceError {
    difference(base, head, &Selection::default()).unwrap_err()
}

/// The only architecture at the only traffic level.
fn only(difference: &Difference) -> &PairDifference {
    let [one] = difference.pairs.as_slice() else {
        panic!("{} pairs", difference.pairs.len());
    };
    one
}

/// The parts that are not nothing, as expected.
fn parts(causes: &Causes) -> Vec<(Cause, Decimal)> {
    let parts = causes.iter().filter(|(_, part)| *part != Spread::default());
    parts
        .map(|(cause, part)| (cause, part.expected.amount().normalize()))
        .collect()
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    Money::sum(amounts).unwrap()
}

/// Every part of a difference adds up to what it is a part of, in each case, to the last digit.
fn check_sums(difference: &Difference) {
    for pair in &difference.pairs {
        for case in CASES {
            let side = |cost: Option<Spread<Money>>| cost.unwrap_or_default().at(case);
            let (base, head) = (side(pair.base), side(pair.head));
            let change = head.checked_sub(base).unwrap();
            let parts = |causes: &Causes| causes.sum().unwrap().at(case);
            assert_eq!(pair.change.at(case), change);
            assert_eq!(parts(&pair.causes), change, "{case:?} {pair:#?}");
            let components = &pair.components;
            assert_eq!(sum(components.iter().map(|c| c.base.at(case))), base);
            assert_eq!(sum(components.iter().map(|c| c.head.at(case))), head);
            assert_eq!(sum(components.iter().map(|c| c.change.at(case))), change);
            for cause in Cause::ALL {
                let of = components.iter().map(|c| c.causes.at(cause).at(case));
                assert_eq!(sum(of), pair.causes.at(cause).at(case));
            }
            for component in components {
                let charges = &component.charges;
                let change = component.change.at(case);
                assert_eq!(sum(charges.iter().map(|c| c.change.at(case))), change);
                assert_eq!(parts(&component.causes), change);
                for charge in charges {
                    assert_eq!(parts(&charge.causes), charge.change.at(case));
                }
            }
        }
    }
}
