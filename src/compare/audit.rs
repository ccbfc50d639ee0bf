//! Auditing published figures: the same inputs, priced again, and what explains the difference.

use crate::catalog::{Catalog, Currency};
use crate::estimate::{Category, Estimate, EstimateError, Terms, bind};
use crate::scenario::{Figure, Published, Scenario};
use crate::units::{Measure, Money, Spread, arithmetic};
use rust_decimal::Decimal;

/// The figures of one document, each beside what its inputs cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// The document.
    pub document: String,
    /// The month its figures were priced for.
    pub month: String,
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
}

/// What is wrong with a figure; none when it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The quantity is so many times the computed one.
    Quantity(Decimal),
    /// The price per unit is so many times the one used here.
    UnitPrice(Decimal),
    /// The cost is so many times the computed one.
    Cost(Decimal),
    /// The computed cost lies outside the published range.
    OutsideRange,
}

/// Who a document calls cheapest at a traffic level, beside who is.
#[derive(Debug, Clone, PartialEq)]
pub struct WinnerFinding {
    /// The traffic level.
    pub traffic: String,
    /// Who the document calls cheapest.
    pub stated: String,
    /// Who is.
    pub computed: String,
}

impl WinnerFinding {
    /// True when the document is right.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.stated == self.computed
    }
}

/// Differences below this share are rounding, not errors.
const ROUNDING: Decimal = Decimal::from_parts(15, 0, 0, false, 3);

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
            findings.push(finding(figure, estimate)?);
        }
    }
    Ok(Some(Audit {
        document: published.document.clone(),
        month: terms.month.describe(),
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
        Some(WinnerFinding {
            traffic: comparison.traffic.clone(),
            stated: stated(&comparison.traffic)?.clone(),
            computed: comparison.cheapest()?.architecture.clone(),
        })
    };
    comparisons.iter().filter_map(finding).collect()
}

fn finding(figure: &Figure, estimate: &Estimate) -> Result<AuditFinding, EstimateError> {
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
    let monthly = estimate.sum_of(|charge| about(&charge)).map_err(total)?;
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
    Ok(AuditFinding {
        causes: causes(figure, quantity, monthly, price),
        figure: figure.clone(),
        quantity,
        monthly,
    })
}

fn causes(
    figure: &Figure,
    quantity: Option<Spread<Decimal>>,
    monthly: Spread<Money>,
    price: Option<Decimal>,
) -> Vec<Cause> {
    let mut causes = Vec::new();
    let stated_quantity = figure.quantity.map(|stated| stated.map(Measure::amount));
    let stated_cost = figure.monthly.map(|stated| stated.map(Measure::amount));
    if let (Some(stated), Some(computed)) = (stated_quantity, quantity) {
        causes.extend(off(stated.expected, computed.expected).cause(Cause::Quantity));
        // Both given: the price per unit the document must have used, unless the cost is only
        // rounded to the cent.
        if let (Some(cost), Some(price)) = (stated_cost, price)
            && !is_rounded(cost.expected, arithmetic::mul(stated.expected, price).ok())
        {
            let implied = arithmetic::div(cost.expected, stated.expected);
            let off = implied.map_or(Off::Incomparable, |implied| off(implied, price));
            causes.extend(off.cause(Cause::UnitPrice));
        }
        return causes;
    }
    let Some(stated) = stated_cost else {
        return causes;
    };
    let computed = monthly.map(Money::amount);
    if within(stated, computed) || within(computed, stated) {
        return causes;
    }
    let both_exact = stated.is_exact() && computed.is_exact();
    match off(stated.expected, computed.expected) {
        // Two ranges that are merely elsewhere are not "1.2 times too high".
        Off::Times(ratio) if both_exact || ratio >= Decimal::TWO => {
            causes.push(Cause::Cost(ratio));
        }
        _ => causes.push(Cause::OutsideRange),
    }
    causes
}

/// True when a published cost is the exact one rounded to the cent.
fn is_rounded(published: Decimal, exact: Option<Decimal>) -> bool {
    let half_a_cent = Decimal::new(5, 3);
    exact.is_some_and(|exact| published.saturating_sub(exact).abs() <= half_a_cent)
}

/// True when a range lies inside another, rounding apart.
fn within(inner: Spread<Decimal>, outer: Spread<Decimal>) -> bool {
    let at_least = |a: Decimal, b: Decimal| a >= b || off(a, b) == Off::Agrees;
    at_least(inner.low, outer.low) && at_least(outer.high, inner.high)
}

/// How a published number relates to the computed one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Off {
    /// They agree but for rounding.
    Agrees,
    /// The published one is so many times the computed one.
    Times(Decimal),
    /// There is no ratio: one is nothing, or they are too far apart.
    Incomparable,
}

impl Off {
    fn cause(self, of: fn(Decimal) -> Cause) -> Option<Cause> {
        match self {
            Off::Agrees => None,
            Off::Times(ratio) => Some(of(ratio)),
            Off::Incomparable => Some(Cause::OutsideRange),
        }
    }
}

fn off(stated: Decimal, computed: Decimal) -> Off {
    if stated == computed {
        return Off::Agrees;
    }
    let ratio = arithmetic::div(stated, computed)
        .ok()
        .filter(|ratio| !ratio.is_zero());
    let distance = ratio.and_then(|ratio| arithmetic::sub(ratio, Decimal::ONE).ok());
    match (ratio, distance) {
        (Some(_), Some(distance)) if distance.abs() <= ROUNDING => Off::Agrees,
        (Some(ratio), Some(_)) => Off::Times(ratio),
        _ => Off::Incomparable,
    }
}
