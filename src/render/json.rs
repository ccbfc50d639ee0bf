//! Results as JSON, in the shape scripts rely on.
//!
//! Decimals are strings, exact and never rounded. Fields may be added, none is renamed.

use crate::catalog::{Catalog, Price};
use crate::compare::{Audit, AuditFinding, Cause, Comparison};
use crate::estimate::{Category, Charge, Estimate};
use crate::scenario::Scenario;
use crate::services::{key_spec, service_of};
use crate::units::{Measure, Money, Spread};
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
    prices: Prices<'r>,
    estimates: Vec<EstimateJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparisons: Option<Vec<ComparisonJson<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    break_even: Option<Vec<()>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<AuditJson<'r>>,
}

#[derive(Serialize)]
struct Month {
    hours: String,
    description: String,
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

#[derive(Serialize)]
struct EstimateJson<'r> {
    architecture: &'r str,
    title: &'r str,
    traffic: &'r str,
    requests_per_month: Range,
    monthly_cost: Range,
    charges: Vec<ChargeJson<'r>>,
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
struct WarningJson<'r> {
    code: &'static str,
    message: &'r str,
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

#[derive(Serialize)]
struct AuditJson<'r> {
    document: &'r str,
    month: &'r str,
    figures: Vec<FindingJson<'r>>,
    cheapest: Vec<WinnerJson<'r>>,
}

#[derive(Serialize)]
struct FindingJson<'r> {
    architecture: &'r str,
    traffic: &'r str,
    component: Option<&'r str>,
    price_key: Option<&'r str>,
    quote: Option<&'r str>,
    published_quantity: Option<Range>,
    computed_quantity: Option<Range>,
    published_monthly: Option<Range>,
    computed_monthly: Range,
    holds: bool,
    causes: Vec<CauseJson>,
}

#[derive(Serialize)]
struct CauseJson {
    cause: &'static str,
    ratio: Option<String>,
}

#[derive(Serialize)]
struct WinnerJson<'r> {
    traffic: &'r str,
    published: &'r str,
    computed: &'r str,
    holds: bool,
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

/// What `compare --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn compare_json(
    scenario: &Scenario,
    catalog: &Catalog,
    estimates: &[Estimate],
    comparisons: &[Comparison],
    audit: Option<&Audit>,
) -> Result<String, serde_json::Error> {
    let mut document = document("breakeven/compare/v1", scenario, catalog, estimates);
    document.comparisons = Some(comparisons.iter().map(comparison).collect());
    // No pair is examined for a break-even yet; the list says so by being empty.
    document.break_even = Some(Vec::new());
    document.published = audit.map(published);
    pretty(&document)
}

fn pretty(value: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(value).map(|text| text + "\n")
}

fn document<'r>(
    schema: &'static str,
    scenario: &'r Scenario,
    catalog: &'r Catalog,
    estimates: &'r [Estimate],
) -> Document<'r> {
    let book = catalog.book();
    Document {
        schema,
        scenario: &scenario.name,
        region: scenario.region.as_str(),
        currency: book.currency(),
        free_tier: scenario.free_tier.kind.word().to_owned(),
        month: Month {
            hours: text(scenario.month.hours()),
            description: scenario.month.describe(),
        },
        prices: Prices {
            source: book.name(),
            as_of: book.as_of(),
            sha256: book.sha256(),
            overridden: catalog
                .overrides()
                .map(|price| price.key.as_str())
                .collect(),
        },
        estimates: estimates.iter().map(estimate).collect(),
        comparisons: None,
        break_even: None,
        published: None,
    }
}

fn estimate(estimate: &Estimate) -> EstimateJson<'_> {
    EstimateJson {
        architecture: &estimate.architecture,
        title: &estimate.title,
        traffic: &estimate.traffic,
        requests_per_month: Range::decimal(&estimate.requests_per_month),
        monthly_cost: Range::money(&estimate.monthly_cost),
        charges: estimate.charges.iter().map(charge).collect(),
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
        warnings: estimate
            .warnings
            .iter()
            .map(|warning| WarningJson {
                code: warning.code.code(),
                message: &warning.message,
            })
            .collect(),
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
        category: match charge.category {
            Category::Usage => "usage",
            Category::FreeTier => "free_tier",
        },
        price_key: charge.key.as_str(),
        sku: charge.price.sku.as_deref(),
        description: &charge.description,
        quantity: text(charge.quantity.expected),
        quantity_range: Range::decimal(&charge.quantity),
        unit: charge.unit.name(),
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

fn published(audit: &Audit) -> AuditJson<'_> {
    AuditJson {
        document: &audit.document,
        month: &audit.month,
        figures: audit.findings.iter().map(finding).collect(),
        cheapest: audit
            .winners
            .iter()
            .map(|winner| WinnerJson {
                traffic: &winner.traffic,
                published: &winner.stated,
                computed: &winner.computed,
                holds: winner.holds(),
            })
            .collect(),
    }
}

fn finding(finding: &AuditFinding) -> FindingJson<'_> {
    let figure = &finding.figure;
    let stated = |quantity: Spread<Decimal>| Range::decimal(&quantity);
    FindingJson {
        architecture: &figure.architecture,
        traffic: &figure.traffic,
        component: figure.component.as_deref(),
        price_key: figure.price_key.as_deref(),
        quote: figure.quote.as_deref(),
        published_quantity: figure.quantity.map(|q| stated(q.map(Measure::amount))),
        computed_quantity: finding.quantity.map(stated),
        published_monthly: figure.monthly.map(|m| stated(m.map(Measure::amount))),
        computed_monthly: Range::money(&finding.monthly),
        holds: finding.causes.is_empty(),
        causes: finding.causes.iter().map(cause).collect(),
    }
}

fn cause(cause: &Cause) -> CauseJson {
    let (cause, ratio) = match cause {
        Cause::Quantity(ratio) => ("quantity", Some(*ratio)),
        Cause::UnitPrice(ratio) => ("unit_price", Some(*ratio)),
        Cause::Cost(ratio) => ("cost", Some(*ratio)),
        Cause::OutsideRange => ("outside_range", None),
    };
    CauseJson {
        cause,
        ratio: ratio.map(text),
    }
}

#[derive(Serialize)]
struct PriceListJson<'r> {
    schema: &'static str,
    region: &'r str,
    currency: &'r str,
    prices: Prices<'r>,
    list: Vec<PriceJson<'r>>,
}

#[derive(Serialize)]
struct PriceJson<'r> {
    price_key: &'r str,
    service: &'static str,
    title: String,
    unit: &'static str,
    tiers: Vec<PriceTierJson>,
    sku: Option<&'r str>,
    rate_code: Option<&'r str>,
    as_of: &'r str,
    evidence: &'static str,
    sources: Vec<&'r str>,
    note: Option<&'r str>,
    pooled_over: &'static str,
    price_list: Vec<Condition>,
}

#[derive(Serialize)]
struct PriceTierJson {
    from: String,
    to: Option<String>,
    unit_price: String,
}

#[derive(Serialize)]
struct Condition {
    field: &'static str,
    value: String,
}

/// What `prices list` and `prices show` print with `--format json`: some prices of the catalog's
/// book.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn prices_json(catalog: &Catalog, prices: &[&Price]) -> Result<String, serde_json::Error> {
    list_json(catalog, prices.iter().copied())
}

fn list_json<'r>(
    catalog: &'r Catalog,
    prices: impl Iterator<Item = &'r Price>,
) -> Result<String, serde_json::Error> {
    let book = catalog.book();
    pretty(&PriceListJson {
        schema: "breakeven/prices/v1",
        region: book.region(),
        currency: book.currency(),
        prices: Prices {
            source: book.name(),
            as_of: book.as_of(),
            sha256: book.sha256(),
            overridden: catalog
                .overrides()
                .map(|price| price.key.as_str())
                .collect(),
        },
        list: prices.filter_map(|p| price(catalog, p)).collect(),
    })
}

fn price<'r>(catalog: &'r Catalog, price: &'r Price) -> Option<PriceJson<'r>> {
    let spec = key_spec(price.key.as_str())?;
    let variables = spec.variables(price.key.as_str())?;
    let service = service_of(spec)?;
    let tier = |tier: &crate::units::Tier| PriceTierJson {
        from: text(tier.from),
        to: tier.to.map(text),
        unit_price: text(tier.price.of_one()),
    };
    let source = |id: &'r String| catalog.book().source(id).unwrap_or(id);
    let conditions = spec.selector.conditions(&variables);
    Some(PriceJson {
        price_key: price.key.as_str(),
        service: service.name,
        title: spec.title_of(&price.key),
        unit: price.unit.name(),
        tiers: price.tiers.tiers().iter().map(tier).collect(),
        sku: price.sku.as_deref(),
        rate_code: price.rate_code.as_deref(),
        as_of: &price.as_of,
        evidence: price.evidence.name(),
        sources: price.sources.iter().map(source).collect(),
        note: price.note.as_deref(),
        pooled_over: spec.pooling.describe(),
        price_list: conditions
            .into_iter()
            .map(|(field, value)| Condition { field, value })
            .collect(),
    })
}
