//! Results as JSON, in the shape scripts rely on.
//!
//! Decimals are strings, exact and never rounded. Fields may be added, none is renamed.

mod audit;
mod break_even;
mod check;
mod commitment;
mod comparison;
mod diff;
mod drivers;
mod escape;
mod estimate;
mod made_from;
mod optimize;
mod portfolio;
mod price_changes;
mod prices;
mod project;
mod regions;
pub mod schema;
mod simulate;
mod sources;
mod sweep;
#[cfg(feature = "sources")]
mod updates;
mod warnings;

pub use check::check_json;
pub use diff::diff_json;
pub use drivers::drivers_json;
pub use optimize::optimize_json;
pub use portfolio::portfolio_json;
pub use price_changes::price_diff_json;
pub use prices::{price_list_json, prices_json};
pub use project::project_json;
pub use regions::regions_json;
pub use simulate::simulate_json;
pub use sweep::sweep_json;
#[cfg(feature = "sources")]
pub use updates::{updates_json, verification_json};

use audit::{AuditJson, published};
use sources::{Sources, sources};
use warnings::is_false;

use crate::catalog::Catalog;
use crate::compare::break_even::BreakEven;
use crate::compare::{Audit, Comparison};
use crate::estimate::Estimate;
use crate::scenario::Scenario;
use crate::units::{Money, Spread};
use rust_decimal::Decimal;
use serde::Serialize;

fn text(decimal: Decimal) -> String {
    decimal.normalize().to_string()
}

#[derive(Serialize)]
struct Range {
    low: String,
    expected: String,
    high: String,
}

impl Range {
    fn money(spread: &Spread<Money>) -> Range {
        Range::decimal(&spread.map(Money::amount))
    }

    fn decimal(spread: &Spread<Decimal>) -> Range {
        Range {
            low: text(spread.low),
            expected: text(spread.expected),
            high: text(spread.high),
        }
    }
}

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    scenario: &'r str,
    region: &'r str,
    currency: &'r str,
    free_tier: String,
    month: Month,
    /// The day the dates of AWS were looked at, where one was stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    prices: Prices<'r>,
    sources: Sources<'r>,
    #[serde(flatten)]
    made_from: made_from::MadeFrom<'r>,
    estimates: Vec<estimate::EstimateJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparisons: Option<Vec<comparison::ComparisonJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    break_even: Option<Vec<break_even::BreakEvenJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<AuditJson<'r>>,
}

#[derive(Serialize)]
struct Month {
    hours: String,
    description: String,
}

impl Month {
    fn of(scenario: &Scenario) -> Month {
        Month {
            hours: text(scenario.month.hours()),
            description: scenario.month.describe(),
        }
    }
}

#[derive(Serialize)]
struct Prices<'r> {
    source: &'r str,
    as_of: &'r str,
    sha256: String,
    /// Keys priced by the user instead of the book.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overridden: Vec<&'r str>,
}

impl<'r> Prices<'r> {
    fn of(catalog: &'r Catalog) -> Prices<'r> {
        let book = catalog.book();
        let overridden = catalog.overrides().map(|price| price.key.as_str());
        Prices {
            source: book.name(),
            as_of: book.as_of(),
            sha256: book.sha256(),
            overridden: overridden.collect(),
        }
    }
}

/// What `estimate --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn estimate_json(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
) -> Result<String, serde_json::Error> {
    pretty(&document(
        "breakeven/estimate/v1",
        scenario,
        catalog,
        estimates,
    ))
}

/// What `explain --format json` prints: the shape of an estimate, with the charges asked for.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn explain_json(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
) -> Result<String, serde_json::Error> {
    pretty(&document(
        "breakeven/explain/v1",
        scenario,
        catalog,
        estimates,
    ))
}

/// What `compare --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn compare_json(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
    comparisons: &[Comparison],
    break_even: &[BreakEven],
    audit: Option<&Audit>,
) -> Result<String, serde_json::Error> {
    let mut document = document("breakeven/compare/v1", scenario, catalog, estimates);
    document.comparisons = Some(comparisons.iter().map(comparison::comparison).collect());
    document.break_even = Some(break_even.iter().map(break_even::break_even).collect());
    document.published = audit.map(published);
    pretty(&document)
}

fn pretty(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(value).map(|text| escape::harmless(text) + "\n")
}

fn document<'r>(
    schema: &'static str,
    scenario: &'r Scenario,
    catalog: &'r Catalog,
    estimates: &'r [Estimate],
) -> Document<'r> {
    let book = catalog.book();
    let charges = estimates.iter().flat_map(|estimate| &estimate.charges);
    let one = |of| estimate::estimate(of, made_from::made(scenario, catalog, of));
    Document {
        schema,
        scenario: &scenario.name,
        region: scenario.region.as_str(),
        currency: book.currency().code(),
        free_tier: scenario.free_tier.kind.word().to_owned(),
        month: Month::of(scenario),
        as_of: scenario.as_of.map(|day| day.to_string()),
        prices: Prices::of(catalog),
        sources: sources(catalog, charges.flat_map(|charge| &charge.price.sources)),
        made_from: made_from::made_from(scenario, estimates),
        estimates: estimates.iter().map(one).collect(),
        comparisons: None,
        break_even: None,
        published: None,
    }
}
