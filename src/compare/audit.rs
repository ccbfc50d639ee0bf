//! Auditing published figures: the same inputs, priced again, and what explains the difference.

mod causes;
mod look_alike;

pub use causes::Cause;

use super::break_even::Cheapest;
use crate::catalog::{Catalog, Currency, FreeTier, PriceKey};
use crate::estimate::{Category, Estimate, EstimateError, Terms, bind};
use crate::scenario::{Figure, Published, Saving, Scenario};
use crate::units::{Money, Spread, arithmetic};
use rust_decimal::Decimal;

/// The figures of one document, each beside what its inputs cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// The document.
    pub document: String,
    /// The month its figures were priced for.
    pub month: String,
    /// The free tier they were priced with.
    pub free_tier: FreeTier,
    /// True when nothing was taken off list prices: no allowance, Spot, commitment or discount.
    pub at_list_prices: bool,
    /// Every figure, in the order of the scenario.
    pub findings: Vec<AuditFinding>,
    /// Who the document calls cheapest, and who is, in this scenario.
    pub winners: Vec<WinnerFinding>,
}

/// One published figure beside the computed one.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditFinding {
    /// What the document says.
    pub figure: Figure,
    /// The quantity computed, for a figure about a price key.
    pub quantity: Option<Spread<Decimal>>,
    /// The cost computed.
    pub monthly: Spread<Money>,
    /// What explains the difference.
    pub causes: Vec<Cause>,
    /// What has the price the document used instead; empty unless its unit price is wrong.
    pub price_of: Vec<PriceKey>,
}

/// Who a document calls cheapest at a traffic level, beside who is.
#[derive(Debug, Clone, PartialEq)]
pub struct WinnerFinding {
    /// The traffic level.
    pub traffic: String,
    /// Who the document calls cheapest.
    pub stated: String,
    /// Who is; several where they cost the same.
    pub computed: Cheapest,
}

impl WinnerFinding {
    /// True when the document is right.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.computed.sole() == Some(self.stated.as_str())
    }
}

/// Prices the published figures of a scenario again.
///
/// Only figures about what `comparisons` compare are looked at. They are priced under the document's
/// own month and free tier; the winners are those of `comparisons`, under the scenario's.
///
/// # Errors
/// When an architecture can't be priced.
pub fn audit(
    scenario: &Scenario,
    catalog: &Catalog,
    comparisons: &[super::Comparison],
) -> Result<Option<Audit>, EstimateError> {
    let Some(published) = &scenario.published else {
        return Ok(None);
    };
    let currency = catalog.book().currency();
    if currency != Currency::Usd && published.figures.iter().any(|f| f.monthly.is_some()) {
        return Err(EstimateError::Currency {
            what: "published costs",
            region: catalog.book().region().to_owned(),
            currency,
        });
    }
    let terms = Terms {
        month: published.month.unwrap_or(scenario.month),
        free_tier: published.free_tier,
    };
    let mut estimates: Vec<Estimate> = Vec::new();
    let mut findings = Vec::with_capacity(published.figures.len());
    for figure in published
        .figures
        .iter()
        .filter(|figure| is_compared(figure, comparisons))
    {
        let known = |estimate: &&Estimate| {
            estimate.architecture == figure.architecture && estimate.traffic == figure.traffic
        };
        if estimates.iter().find(known).is_none() {
            let Some(architecture) = scenario.architectures.0.get(&figure.architecture) else {
                continue;
            };
            let (name, level) = (&figure.architecture, &figure.traffic);
            let bound = bind(scenario, name, architecture, level, catalog, terms)?;
            estimates.push(bound.estimate()?);
        }
        if let Some(estimate) = estimates.iter().find(known) {
            findings.push(finding(figure, estimate, catalog)?);
        }
    }
    add_up(&mut findings, &estimates);
    Ok(Some(Audit {
        document: published.document.clone(),
        month: terms.month.describe(),
        free_tier: terms.free_tier.kind,
        at_list_prices: estimates.iter().all(|e| e.monthly_cost == e.list_cost),
        findings,
        winners: winners(published, comparisons),
    }))
}

/// True for a figure about an architecture and traffic level that were asked for.
fn is_compared(figure: &Figure, comparisons: &[super::Comparison]) -> bool {
    let level = comparisons
        .iter()
        .find(|comparison| comparison.traffic == figure.traffic);
    level.is_some_and(|level| {
        level
            .ranking
            .iter()
            .any(|ranked| ranked.architecture == figure.architecture)
    })
}

fn winners(published: &Published, comparisons: &[super::Comparison]) -> Vec<WinnerFinding> {
    let stated = |level: &str| {
        published
            .cheapest
            .as_ref()
            .and_then(|stated| stated.get(level))
    };
    let finding = |comparison: &super::Comparison| {
        let names = comparison.cheapest().iter().map(|one| &one.architecture);
        Some(WinnerFinding {
            traffic: comparison.traffic.clone(),
            stated: stated(&comparison.traffic)?.clone(),
            computed: Cheapest::new(names.cloned()),
        })
    };
    comparisons.iter().filter_map(finding).collect()
}

/// Notes the figures that are not the sum of the document's own figures for their parts.
fn add_up(findings: &mut [AuditFinding], estimates: &[Estimate]) {
    let sums: Vec<Option<Cause>> = findings
        .iter()
        .map(|finding| {
            let figure = &finding.figure;
            let of = |e: &&Estimate| {
                e.architecture == figure.architecture && e.traffic == figure.traffic
            };
            let estimate = estimates.iter().find(of)?;
            causes::addition(figure, findings, estimate)
        })
        .collect();
    for (finding, sum) in findings.iter_mut().zip(sums) {
        finding.causes.extend(sum);
    }
}

fn finding(
    figure: &Figure,
    estimate: &Estimate,
    catalog: &Catalog,
) -> Result<AuditFinding, EstimateError> {
    let about = |charge: &&crate::estimate::Charge| {
        let component = figure
            .component
            .as_ref()
            .is_none_or(|name| *name == charge.component);
        let key = figure
            .price_key
            .as_ref()
            .is_none_or(|key| key == charge.key.as_str());
        component && key
    };
    let total = |error| EstimateError::Total {
        architecture: figure.architecture.clone(),
        traffic: figure.traffic.clone(),
        error,
    };
    let counted = |charge: &crate::estimate::Charge| {
        let saving = figure.saving.map(saved_by);
        about(&charge) && saving.is_none_or(|categories| categories.contains(&charge.category))
    };
    let mut monthly = estimate.sum_of(counted).map_err(total)?;
    if figure.saving.is_some() {
        monthly = monthly.map(Money::negated);
    }
    let usage: Vec<_> = estimate
        .charges
        .iter()
        .filter(about)
        .filter(|charge| charge.category == Category::Usage)
        .collect();
    let quantity = match figure.price_key {
        None => None,
        Some(_) => Some(
            Spread::try_from_cases(|case| {
                arithmetic::sum(usage.iter().map(|charge| charge.quantity.amount.at(case)))
            })
            .map_err(total)?,
        ),
    };
    let price = usage
        .first()
        .and_then(|charge| charge.tiers.first())
        .map(|tier| tier.unit_price);
    let causes = causes::causes(figure, quantity, monthly, price);
    let is_price = |cause: &Cause| matches!(cause, Cause::UnitPrice(_));
    Ok(AuditFinding {
        price_of: match causes.iter().any(is_price) {
            true => look_alike::look_alikes(figure, catalog),
            false => Vec::new(),
        },
        causes,
        figure: figure.clone(),
        quantity,
        monthly,
    })
}

/// The lines a saving consists of, less what it takes to get it.
fn saved_by(saving: Saving) -> &'static [Category] {
    match saving {
        Saving::FreeTier => &[Category::FreeTier],
        Saving::Spot => &[Category::Spot],
        Saving::Commitments => &[
            Category::Covered,
            Category::Commitment,
            Category::UnusedCommitment,
        ],
        Saving::Discounts => &[Category::Discount],
    }
}
