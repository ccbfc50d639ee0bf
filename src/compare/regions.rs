//! Where a scenario is cheapest: the same usage at the prices of every region.

mod ranking;

use self::ranking::{AtLevel, rank};
use super::notes::{Note, merged, notes};
use super::parallel::side_by_side;
use super::{CompareError, Comparison, Ranked, compare};
use crate::catalog::{Catalog, CatalogError, Currency};
use crate::estimate::{EstimateError, Gap, Selection, estimate, price_dates};
use crate::scenario::Scenario;
use crate::units::{Money, Spread};
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
    /// Regions that can price some of the architectures only, in the order they were given.
    pub in_part: Vec<InPart>,
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
    /// The regions that can price every architecture, by what the cheapest is expected to cost; then
    /// by the next cheapest, and so on; equal ones in the order they were given.
    pub regions: Vec<RankedRegion>,
    /// Those that can price some only, never ranked with the others: first those that are compared
    /// with the own region, in the same order.
    pub in_part: Vec<RankedRegion>,
}

/// One region in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedRegion {
    /// The region, by its code.
    pub region: String,
    /// What the architectures that can be priced cost there, cheapest first.
    pub architectures: Vec<Ranked>,
    /// What the cheapest costs more than the cheapest in the scenario's own region, as expected;
    /// `None` when that one is not in this ranking, or the cheapest of one of them has no price in the
    /// other: what is missing might be cheaper.
    pub difference: Option<Money>,
    /// The same as a fraction of the cheapest in the own region; `None` when that costs nothing.
    pub difference_ratio: Option<Decimal>,
    /// True when every architecture priced in both costs the same as in the own region.
    pub is_same: bool,
}

impl RegionRanking {
    /// Its regions, those priced in part last.
    pub fn all(&self) -> impl Iterator<Item = &RankedRegion> {
        self.regions.iter().chain(&self.in_part)
    }
}

impl RankedRegion {
    /// The cheapest architectures there: several where they are expected to cost the same.
    #[must_use]
    pub fn cheapest(&self) -> &[Ranked] {
        super::cheapest(&self.architectures)
    }
}

/// A region that can price some of the architectures only.
#[derive(Debug, Clone, PartialEq)]
pub struct InPart {
    /// The region, by its code.
    pub region: String,
    /// The prices it can't give, with the architectures that need them.
    pub gaps: Vec<Gap>,
}

impl InPart {
    /// The architectures that can't be priced, each with the prices it lacks, in the order these were
    /// found in.
    #[must_use]
    pub fn unpriced(&self) -> Vec<(&str, Vec<&Gap>)> {
        let mut unpriced: Vec<(&str, Vec<&Gap>)> = Vec::new();
        for gap in &self.gaps {
            for name in &gap.architectures {
                match unpriced.iter_mut().find(|(known, _)| known == name) {
                    Some((_, gaps)) => gaps.push(gap),
                    None => unpriced.push((name, vec![gap])),
                }
            }
        }
        unpriced
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
/// in every region, like everything a scenario states. A region that misses a price is never ranked
/// with those that miss none: where some architectures can be priced, it follows apart with these, at
/// every traffic level the same ones; otherwise it is left out. The regions are priced on as many
/// threads as the caller gives; the result is the same on any number.
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
    let in_part = priced.iter().filter(|region| !region.gaps.is_empty());
    let in_part: Vec<InPart> = in_part
        .map(|region| InPart {
            region: region.region.clone(),
            gaps: region.gaps.clone(),
        })
        .collect();
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
            let ranked = rank(&own, &at_level).map_err(CompareError::from)?;
            let is_part = |ranked: &RankedRegion| in_part.iter().any(|p| p.region == ranked.region);
            let (mut part, full): (Vec<_>, Vec<_>) = ranked.into_iter().partition(is_part);
            // The sort is stable. What is not compared may only look cheap, or dear, by what is missing.
            part.sort_by_key(|ranked| ranked.difference.is_none());
            rankings.push(RegionRanking {
                traffic: level.to_owned(),
                requests_per_month: *requests_per_month,
                currency,
                regions: full,
                in_part: part,
            });
        }
    }
    let read = priced.iter().filter_map(|region| region.read.clone());
    Ok(RegionComparison {
        own,
        rankings,
        in_part,
        left_out,
        notes: merged(priced.iter().map(|region| {
            let level = region.levels.first();
            let ranking = level.iter().flat_map(|(level, _)| &level.ranking);
            let names = ranking.map(|ranked| ranked.architecture.as_str());
            (
                region.region.as_str(),
                region.notes.as_slice(),
                names.collect(),
            )
        })),
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
    /// The prices that other architectures lack.
    gaps: Vec<Gap>,
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
    let mut missing = Vec::new();
    let mut outcome = estimate(scenario, catalog, selection);
    if let Err(EstimateError::Prices(gaps)) = &outcome {
        missing.clone_from(&gaps.gaps);
        if let Some(rest) = without(scenario, selection, &missing)? {
            outcome = estimate(scenario, catalog, &rest);
        }
    }
    let estimates = match outcome {
        Ok(estimates) => estimates,
        Err(EstimateError::Prices(_)) => return Ok(left_out(Why::Prices(missing))),
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
        gaps: missing,
        notes: notes(&estimates),
        read: price_dates(&estimates).map(|(old, new)| (old.to_owned(), new.to_owned())),
    }))
}

/// What is selected without the architectures that lack prices; `None` when that leaves none of them,
/// or all.
fn without(
    scenario: &Scenario,
    selection: &Selection,
    gaps: &[Gap],
) -> Result<Option<Selection>, EstimateError> {
    let lacks = |name: &str| {
        let mut names = gaps.iter().flat_map(|gap| &gap.architectures);
        names.any(|lacking| lacking == name)
    };
    let selected = selection.architectures(scenario)?;
    let count = selected.len();
    let priced = selected.into_iter().filter(|(name, _)| !lacks(name));
    let priced: Vec<String> = priced.map(|(name, _)| name.to_owned()).collect();
    Ok(match priced.len() {
        0 => None,
        all if all == count => None,
        _ => Some(Selection {
            architectures: priced,
            traffic: selection.traffic.clone(),
        }),
    })
}
