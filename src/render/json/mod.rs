//! Results as JSON, in the shape scripts rely on.
//!
//! Decimals are strings, exact and never rounded. Fields may be added, none is renamed.

mod audit;
mod break_even;
mod check;
mod commitment;
mod diff;
mod drivers;
mod escape;
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
use commitment::{CommitmentJson, commitment};
use sources::{Sources, sources};
use warnings::{WarningJson, is_false, warning};

use crate::catalog::Catalog;
use crate::compare::break_even::BreakEven;
use crate::compare::{Audit, Comparison};
use crate::estimate::{Charge, Estimate};
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
    estimates: Vec<EstimateJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparisons: Option<Vec<ComparisonJson<'r>>>,
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

#[derive(Serialize)]
struct EstimateJson<'r> {
    architecture: &'r str,
    title: &'r str,
    traffic: &'r str,
    requests_per_month: Range,
    monthly_cost: Range,
    list_cost: Range,
    charges: Vec<ChargeJson<'r>>,
    #[serde(flatten)]
    made: made_from::Made<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    commitments: Vec<CommitmentJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits: Option<CreditsJson>,
    assumptions: &'r [String],
    warnings: Vec<WarningJson<'r>>,
}

#[derive(Serialize)]
struct ChargeJson<'r> {
    component: &'r str,
    service: &'r str,
    category: &'static str,
    price_key: &'r str,
    sku: Option<&'r str>,
    description: &'r str,
    quantity: String,
    quantity_range: Range,
    unit: &'static str,
    formula: &'r str,
    tiers: Vec<TierJson>,
    cost: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowance: Option<&'r str>,
    rate_code: Option<&'r str>,
    price_as_of: Option<&'r str>,
    price_evidence: &'static str,
    price_sources: &'r [String],
}

#[derive(Serialize)]
struct TierJson {
    from: String,
    to: Option<String>,
    quantity: String,
    unit_price: String,
    cost: String,
}

#[derive(Serialize)]
struct CreditsJson {
    balance: String,
    assumed: bool,
    runs_out_in_month: MonthRange,
    expire_after_months: u32,
    free_plan_ends_after_months: u32,
}

/// Months by case; the high case spends fastest.
#[derive(Serialize)]
struct MonthRange {
    low: Option<u64>,
    expected: Option<u64>,
    high: Option<u64>,
}

#[derive(Serialize)]
struct ComparisonJson<'r> {
    traffic: &'r str,
    cheapest: Option<&'r str>,
    ranges_overlap: bool,
    ranking: Vec<RankedJson<'r>>,
}

#[derive(Serialize)]
struct RankedJson<'r> {
    architecture: &'r str,
    monthly_cost: String,
    monthly_cost_range: Range,
    difference: String,
    difference_ratio: Option<String>,
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
    document.comparisons = Some(comparisons.iter().map(comparison).collect());
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
    let one = |of| estimate(of, made_from::made(scenario, catalog, of));
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

fn estimate<'r>(estimate: &'r Estimate, made: made_from::Made<'r>) -> EstimateJson<'r> {
    EstimateJson {
        architecture: &estimate.architecture,
        title: &estimate.title,
        traffic: &estimate.traffic,
        requests_per_month: Range::decimal(&estimate.requests_per_month),
        monthly_cost: Range::money(&estimate.monthly_cost),
        list_cost: Range::money(&estimate.list_cost),
        charges: estimate.charges.iter().map(charge).collect(),
        made,
        commitments: estimate.commitments.iter().map(commitment).collect(),
        credits: estimate.credits.as_ref().map(|credits| CreditsJson {
            balance: text(credits.balance.amount()),
            assumed: credits.assumed,
            runs_out_in_month: MonthRange {
                low: credits.runs_out_in_month.low,
                expected: credits.runs_out_in_month.expected,
                high: credits.runs_out_in_month.high,
            },
            expire_after_months: credits.expire_after_months,
            free_plan_ends_after_months: credits.free_plan_ends_after_months,
        }),
        assumptions: &estimate.assumptions,
        warnings: estimate.warnings.iter().map(warning).collect(),
    }
}

fn charge(charge: &Charge) -> ChargeJson<'_> {
    let tier = |tier: &crate::estimate::ChargedTier| TierJson {
        from: text(tier.from),
        to: tier.to.map(text),
        quantity: text(tier.quantity),
        unit_price: text(tier.unit_price),
        cost: text(tier.cost.amount()),
    };
    ChargeJson {
        component: &charge.component,
        service: charge.service,
        category: charge.category.word(),
        price_key: charge.key.as_str(),
        sku: charge.price.sku.as_deref(),
        description: &charge.description,
        quantity: text(charge.quantity.amount.expected),
        quantity_range: Range::decimal(&charge.quantity.amount),
        unit: charge.quantity.unit.name(),
        formula: &charge.formula,
        tiers: charge.tiers.iter().map(tier).collect(),
        cost: Range::money(&charge.cost),
        allowance: charge.allowance.as_deref(),
        rate_code: charge.price.rate_code.as_deref(),
        price_as_of: Some(charge.price.as_of.as_str()).filter(|date| !date.is_empty()),
        price_evidence: charge.price.evidence.name(),
        price_sources: &charge.price.sources,
    }
}

fn comparison(comparison: &Comparison) -> ComparisonJson<'_> {
    ComparisonJson {
        traffic: &comparison.traffic,
        cheapest: comparison
            .cheapest()
            .map(|first| first.architecture.as_str()),
        ranges_overlap: comparison.is_close(),
        ranking: comparison
            .ranking
            .iter()
            .map(|ranked| RankedJson {
                architecture: &ranked.architecture,
                monthly_cost: text(ranked.monthly_cost.expected.amount()),
                monthly_cost_range: Range::money(&ranked.monthly_cost),
                difference: text(ranked.difference.amount()),
                difference_ratio: ranked.difference_ratio.map(text),
            })
            .collect(),
    }
}
