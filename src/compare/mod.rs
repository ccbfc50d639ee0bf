//! Questions over several estimates: which is cheapest, by how much, where, and was a document right.

mod audit;
pub mod break_even;
mod notes;
pub(crate) mod parallel;
mod regions;
mod sweep;

pub use audit::{
    Audit, AuditFinding, Basis, BreakEvenFinding, Cause, Flip, UnitError, WinnerFinding, audit,
};
pub use notes::{Added, Note};
pub(crate) use parallel::side_by_side;
pub use regions::{
    InPart, LeftOut, RankedRegion, RegionComparison, RegionRanking, RegionsError, Why,
    compare_regions,
};
pub use sweep::{Grid, GridError, GridScale, Swept, SweptPoint, sweep};

use crate::catalog::Currency;
use crate::estimate::Estimate;
use crate::units::{ArithmeticError, Money, Spread, arithmetic};
use rust_decimal::Decimal;

/// Why estimates can't be ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// They are in different currencies, and no exchange rate is assumed.
    #[error("amounts in {one} and {other} can't be compared")]
    Currencies {
        /// One currency.
        one: Currency,
        /// Another.
        other: Currency,
    },
    /// A difference does not fit.
    #[error(transparent)]
    Arithmetic(#[from] ArithmeticError),
}

/// Architectures at one traffic level, cheapest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The traffic level.
    pub traffic: String,
    /// Every architecture, cheapest first; equal ones in the order of the scenario.
    pub ranking: Vec<Ranked>,
}

/// One architecture in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The architecture, by its key.
    pub architecture: String,
    /// Its name for readers.
    pub title: String,
    /// What it costs in a month.
    pub monthly_cost: Spread<Money>,
    /// What it costs more than the cheapest, as expected.
    pub difference: Money,
    /// The same as a fraction of the cheapest; `None` when that costs nothing.
    pub difference_ratio: Option<Decimal>,
}

impl Comparison {
    /// The cheapest architectures: several where they are expected to cost the same.
    #[must_use]
    pub fn cheapest(&self) -> &[Ranked] {
        cheapest(&self.ranking)
    }

    /// The cheapest architecture; `None` where several cost the same, for then none is.
    #[must_use]
    pub fn sole(&self) -> Option<&Ranked> {
        match self.cheapest() {
            [sole] => Some(sole),
            _ => None,
        }
    }

    /// True when another architecture may be the cheapest inside the stated ranges.
    #[must_use]
    pub fn is_close(&self) -> bool {
        let may_win = |first: &Ranked| {
            let mut others = self.ranking.iter();
            others.any(|other| {
                other.architecture != first.architecture
                    && other.monthly_cost.low < first.monthly_cost.high
            })
        };
        self.cheapest().iter().any(may_win)
    }
}

/// Those of a ranking that cost as little as its first.
fn cheapest(ranking: &[Ranked]) -> &[Ranked] {
    let least = ranking.first().map(|first| first.monthly_cost.expected);
    let count = ranking
        .iter()
        .take_while(|ranked| Some(ranked.monthly_cost.expected) == least)
        .count();
    ranking.get(..count).unwrap_or_default()
}

/// Ranks estimates, one comparison for each traffic level in the order they come.
///
/// # Errors
/// When they are in different currencies, or a difference does not fit.
pub fn compare(estimates: &[Estimate]) -> Result<Vec<Comparison>, CompareError> {
    let mut currencies = estimates.iter().map(|estimate| estimate.currency);
    if let Some(one) = currencies.next()
        && let Some(other) = currencies.find(|other| *other != one)
    {
        return Err(CompareError::Currencies { one, other });
    }
    let mut levels: Vec<&str> = Vec::new();
    for estimate in estimates {
        if !levels.contains(&estimate.traffic.as_str()) {
            levels.push(&estimate.traffic);
        }
    }
    levels
        .into_iter()
        .map(|level| rank(level, estimates).map_err(CompareError::from))
        .collect()
}

fn rank(level: &str, estimates: &[Estimate]) -> Result<Comparison, ArithmeticError> {
    let mut at_level: Vec<&Estimate> = estimates
        .iter()
        .filter(|estimate| estimate.traffic == level)
        .collect();
    // The sort is stable: a tie keeps the order of the scenario.
    at_level.sort_by_key(|estimate| estimate.monthly_cost.expected);
    let least = at_level
        .first()
        .map_or(Money::ZERO, |first| first.monthly_cost.expected);
    let ranking = at_level.into_iter().map(|estimate| {
        let difference = estimate.monthly_cost.expected.checked_sub(least)?;
        let difference_ratio = match least > Money::ZERO {
            true => Some(arithmetic::div(difference.amount(), least.amount())?),
            false => None,
        };
        Ok(Ranked {
            architecture: estimate.architecture.clone(),
            title: estimate.title.clone(),
            monthly_cost: estimate.monthly_cost,
            difference,
            difference_ratio,
        })
    });
    Ok(Comparison {
        traffic: level.to_owned(),
        ranking: ranking.collect::<Result<_, ArithmeticError>>()?,
    })
}
