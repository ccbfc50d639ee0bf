//! Searches: against the price of every configuration one by one, by hand, and as they are shown.

mod cold_starts;
#[path = "../common/mod.rs"]
mod common;
mod exact;
mod faults;
mod limits;
#[path = "../program/mod.rs"]
mod program;
mod shown;

use breakeven::catalog::Catalog;
use breakeven::estimate::Selection;
use breakeven::optimize::{Configuration, OptimizeError, Optimum, Options, Search, optimize};
use breakeven::scenario::Template;
use breakeven::syntax::Source;
use std::num::NonZero;

/// Everything but the architectures and the search.
const HEAD: &str = "name: Test
region: us-east-1
free_tier: always
request: { duration: 200 ms, cpu_time: 40 ms, response: 20 KB }
traffic: { t: { requests: 3M per month } }
";

/// A scenario of one architecture.
fn text(components: &str, search: &str) -> String {
    format!("{HEAD}architectures: {{ a: {{ components: {components} }} }}\noptimize: {search}\n")
}

fn try_search(text: &str, top: usize) -> Result<Search, OptimizeError> {
    let template = Template::new(Source::new("test.yaml", text), &[])?;
    let catalog = Catalog::embedded("us-east-1").unwrap();
    let options = Options {
        selection: Selection::default(),
        top,
        threads: NonZero::new(2).unwrap(),
    };
    optimize(&template, &catalog, &options, &|_| {})
}

fn search(text: &str, top: usize) -> Optimum {
    let mut found = try_search(text, top).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.levels.len(), 1);
    found.levels.remove(0)
}

/// `memory=512 MB kind=http`: the last part of each setting with its value.
fn choices(found: &Configuration) -> String {
    let choices = found.choices.iter().map(|choice| {
        let setting = choice.setting.rsplit('.').next().unwrap();
        format!("{setting}={}", choice.value)
    });
    choices.collect::<Vec<_>>().join(" ")
}

fn cost(found: &Configuration) -> String {
    found.monthly_cost.expected.to_string()
}
