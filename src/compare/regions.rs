//! Where a scenario is cheapest: the same usage at the prices of every region.

use super::notes::{Note, merged, notes};
use super::parallel::side_by_side;
use super::{CompareError, Comparison, Ranked, compare};
use crate::catalog::{Catalog, CatalogError, Currency};
use crate::estimate::{EstimateError, Gap, Selection, estimate, gaps, price_dates};
use crate::scenario::Scenario;
use crate::units::{ArithmeticError, Money, Spread, arithmetic};
use rust_decimal::Decimal;
use std::num::NonZero;

/// A scenario priced in several regions.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionComparison {
    /// The region of the scenario, which the others are compared with.
    pub own: String,
    /// One ranking for each traffic level and currency: levels in the order of the scenario, dollars
    /// before other currencies.
    pub rankings: Vec<RegionRanking>,
    /// Regions that can't be priced, in the order they were given.
    pub left_out: Vec<LeftOut>,
    /// Assumptions and warnings, each once.
    pub notes: Vec<Note>,
    /// The oldest and newest date at which a price used was read.
    pub read: Option<(String, String)>,
}

/// Regions billed in one currency at one traffic level, cheapest first.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionRanking {
    /// The traffic level.
    pub traffic: String,
    /// Requests in the month.
    pub requests_per_month: Spread<Decimal>,
    /// The currency of every amount in it.
    pub currency: Currency,
    /// The regions, by what the cheapest architecture is expected to cost; equal ones in the order
    /// they were given.
    pub regions: Vec<RankedRegion>,
}

/// One region in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedRegion {
    /// The region, by its code.
    pub region: String,
    /// What the architectures cost there, cheapest first.
    pub architectures: Vec<Ranked>,
    /// What the cheapest costs more than the cheapest in the scenario's own region, as expected;
    /// `None` when that one is not in this ranking.
    pub difference: Option<Money>,
    /// The same as a fraction of the cheapest in the own region; `None` when that costs nothing.
    pub difference_ratio: Option<Decimal>,
}

impl RankedRegion {
    /// The cheapest architecture there.
    #[must_use]
    pub fn cheapest(&self) -> Option<&Ranked> {
        self.architectures.first()
    }
}

/// A region that can't be priced.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The region, by its code.
    pub region: String,
    /// The currency of its bills.
    pub currency: Currency,
    /// Why it is left out.
    pub why: Why,
}

/// Why a region is left out.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// Prices are needed that it can't give.
    Prices(Vec<Gap>),
    /// The scenario states an amount in another currency.
    Currency(EstimateError),
}

/// Why regions can't be compared.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RegionsError {
    /// A price book can't be opened.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// What keeps the scenario from being priced anywhere.
    #[error(transparent)]
    Estimate(#[from] EstimateError),
    /// What was priced can't be ranked.
    #[error(transparent)]
    Compare(#[from] CompareError),
}

/// Prices the selected part of a scenario in each of these regions and ranks them.
///
/// Usage is the same everywhere: only prices and free allowances differ. A price of one's own counts
/// in every region, like everything a scenario states. A region that misses a price is left out
/// whole, and is never ranked with what could be priced. The regions are priced on as many threads as
/// the caller gives; the result is the same on any number.
///
/// # Errors
/// What would keep the scenario from being priced in any region.
pub fn compare_regions(
    scenario: &Scenario,
    catalog: &Catalog,
    regions: &[&str],
    selection: &Selection,
    threads: NonZero<usize>,
) -> Result<RegionComparison, RegionsError> {
    let mut priced = Vec::new();
    let mut left_out = Vec::new();
    let outcomes = side_by_side(regions, threads, |region| {
        price(scenario, &catalog.in_region(region)?, selection)
    });
    for outcome in outcomes {
        match outcome? {
            Outcome::Priced(region) => priced.push(region),
            Outcome::LeftOut(region) => left_out.push(region),
        }
    }
    let own = scenario.region.as_str().to_owned();
    let mut rankings = Vec::new();
    for level in selection.levels(scenario)? {
        for currency in [Currency::Usd, Currency::Cny] {
            let of_currency = priced.iter().filter(|region| region.currency == currency);
            let at_level = of_currency.filter_map(|region| {
                let found = region.levels.iter().find(|(c, _)| c.traffic == level)?;
                Some((region.region.as_str(), found))
            });
            let at_level: Vec<AtLevel<'_>> = at_level.collect();
            let Some((_, (_, requests_per_month))) = at_level.first() else {
                continue;
            };
            rankings.push(RegionRanking {
                traffic: level.to_owned(),
                requests_per_month: *requests_per_month,
                currency,
                regions: rank(&own, &at_level).map_err(CompareError::from)?,
            });
        }
    }
    let read = priced.iter().filter_map(|region| region.read.clone());
    Ok(RegionComparison {
        own,
        rankings,
        left_out,
        notes: merged(
            priced
                .iter()
                .map(|region| (region.region.as_str(), region.notes.as_slice())),
        ),
        read: read.reduce(|(oldest, newest), (old, new)| (oldest.min(old), newest.max(new))),
    })
}

/// What one region comes to.
enum Outcome {
    Priced(Priced),
    LeftOut(LeftOut),
}

/// What is kept of a region's estimates.
struct Priced {
    region: String,
    currency: Currency,
    /// By traffic level: the architectures, and the requests in the month.
    levels: Vec<(Comparison, Spread<Decimal>)>,
    /// As notes, without the regions.
    notes: Vec<Note>,
    read: Option<(String, String)>,
}

fn price(
    scenario: &Scenario,
    catalog: &Catalog,
    selection: &Selection,
) -> Result<Outcome, RegionsError> {
    let (region, currency) = (catalog.book().region(), catalog.book().currency());
    let left_out = |why: Why| {
        let region = region.to_owned();
        Outcome::LeftOut(LeftOut {
            region,
            currency,
            why,
        })
    };
    let estimates = match estimate(scenario, catalog, selection) {
        Ok(estimates) => estimates,
        Err(EstimateError::Price { .. }) => {
            let gaps = gaps(scenario, catalog, selection)?;
            return Ok(left_out(Why::Prices(gaps)));
        }
        Err(error @ EstimateError::Currency { .. }) => {
            return Ok(left_out(Why::Currency(error)));
        }
        Err(error) => return Err(error.into()),
    };
    let requests = |comparison: &Comparison| {
        let of_level = estimates.iter().find(|e| e.traffic == comparison.traffic);
        of_level.map_or_else(Spread::default, |estimate| estimate.requests_per_month)
    };
    let comparisons = compare(&estimates)?;
    Ok(Outcome::Priced(Priced {
        region: region.to_owned(),
        currency,
        levels: comparisons
            .into_iter()
            .map(|comparison| {
                let requests = requests(&comparison);
                (comparison, requests)
            })
            .collect(),
        notes: notes(&estimates),
        read: price_dates(&estimates).map(|(old, new)| (old.to_owned(), new.to_owned())),
    }))
}

/// A region with its architectures and the requests of the month at one traffic level.
type AtLevel<'p> = (&'p str, &'p (Comparison, Spread<Decimal>));

fn rank(own: &str, at_level: &[AtLevel<'_>]) -> Result<Vec<RankedRegion>, ArithmeticError> {
    let least = |comparison: &Comparison| {
        let cheapest = comparison.cheapest();
        cheapest.map_or(Money::ZERO, |cheapest| cheapest.monthly_cost.expected)
    };
    let base = at_level
        .iter()
        .find(|(region, _)| *region == own)
        .map(|(_, (comparison, _))| least(comparison));
    let mut ranked = at_level.to_vec();
    // The sort is stable: regions that cost the same stay in the order they came.
    ranked.sort_by_key(|(_, (comparison, _))| least(comparison));
    let region = |(region, (comparison, _)): AtLevel<'_>| {
        let cost = least(comparison);
        let difference = base.map(|base| cost.checked_sub(base)).transpose()?;
        let difference_ratio = match (base, difference) {
            (Some(base), Some(difference)) if base > Money::ZERO => {
                Some(arithmetic::div(difference.amount(), base.amount())?)
            }
            _ => None,
        };
        Ok(RankedRegion {
            region: region.to_owned(),
            architectures: comparison.ranking.clone(),
            difference,
            difference_ratio,
        })
    };
    ranked.into_iter().map(region).collect()
}
