//! Where a document sees the answer flip, beside where it does on the document's own terms.

use super::causes::is_near;
use crate::catalog::Catalog;
use crate::compare::Comparison;
use crate::compare::break_even::{BreakEven, USUAL_RANGE, at_levels};
use crate::estimate::{Bound, EstimateError, Terms, bind};
use crate::scenario::{Published, Scenario};
use crate::units::{Measure, Spread, arithmetic};
use rust_decimal::Decimal;

/// A published break-even at one traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEvenFinding {
    /// The traffic level whose shape it is searched with.
    pub traffic: String,
    /// What the document says, in its own words.
    pub stated: String,
    /// The same in requests a day.
    pub per_day: Spread<Decimal>,
    /// Where the cheapest changes, in requests a day: of several crossings the nearest to what is stated.
    /// `None` where it never does, as far as it was searched.
    pub computed: Option<Flip>,
    /// The last number of requests a day that was looked at.
    pub searched: Decimal,
    /// How many times the computed value the stated one is; `None` when it holds, or nothing crosses.
    pub off: Option<Decimal>,
}

/// Where another architecture becomes the cheapest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flip {
    /// Requests a day from which on it is.
    pub at: Decimal,
    /// The cheapest before; `None` where several cost the same.
    pub below: Option<String>,
    /// The cheapest from there on.
    pub above: String,
}

impl BreakEvenFinding {
    /// True when the document is right.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.computed.is_some() && self.off.is_none()
    }
}

/// Judges the published break-even among the architectures that are compared, under the month and free
/// tier of the document.
pub(super) fn claims(
    scenario: &Scenario,
    published: &Published,
    catalog: &Catalog,
    comparisons: &[Comparison],
    terms: Terms,
) -> Result<Vec<BreakEvenFinding>, EstimateError> {
    let Some(stated) = &published.break_even else {
        return Ok(Vec::new());
    };
    let unreadable = |error| EstimateError::Traffic {
        traffic: "published".to_owned(),
        formula: stated.to_string(),
        error,
    };
    let per_day = published.break_even_per_day(scenario.month);
    let Some(per_day) = per_day.map_err(unreadable)? else {
        return Ok(Vec::new());
    };
    let mut findings = Vec::new();
    for comparison in comparisons {
        let level = &comparison.traffic;
        let is_compared = |name: &str| comparison.ranking.iter().any(|r| r.architecture == name);
        let architectures = scenario.architectures.0.iter();
        let bounds = architectures
            .filter(|(name, _)| is_compared(name))
            .map(|(name, architecture)| bind(scenario, name, architecture, level, catalog, terms))
            .collect::<Result<Vec<Bound>, EstimateError>>()?;
        let searches = at_levels(&bounds, USUAL_RANGE).map_err(|error| EstimateError::Total {
            architecture: comparison_names(comparison),
            traffic: level.clone(),
            error,
        })?;
        if let Some(all) = searches.first() {
            let computed = nearest(&searches, &per_day);
            findings.push(BreakEvenFinding {
                traffic: level.clone(),
                stated: stated.to_string(),
                off: match &computed {
                    Some(flip) => {
                        let amount = stated.amount.map(Measure::amount);
                        let unit = (amount.expected, per_day.expected);
                        let at = arithmetic::mul_div(flip.at, unit.0, unit.1);
                        off(&amount, at.map_err(unreadable)?)
                    }
                    None => None,
                },
                per_day,
                computed,
                searched: all.to,
            });
        }
    }
    Ok(findings)
}

fn comparison_names(comparison: &Comparison) -> String {
    let names = comparison.ranking.iter().map(|r| r.architecture.as_str());
    names.collect::<Vec<_>>().join("`, `")
}

/// The crossing nearest to a published one: of all architectures, else of two of them.
fn nearest(searches: &[BreakEven], per_day: &Spread<Decimal>) -> Option<Flip> {
    let flips = |search: &BreakEven| {
        let turns = search.turns().into_iter().map(|turn| Flip {
            at: turn.at,
            below: turn.below.map(str::to_owned),
            above: turn.above.to_owned(),
        });
        turns.collect::<Vec<Flip>>()
    };
    let of = |flips: Vec<Flip>| {
        let distance = |flip: &Flip| flip.at.saturating_sub(per_day.expected).abs();
        flips.into_iter().min_by_key(distance)
    };
    let (all, pairs) = searches.split_first()?;
    of(flips(all)).or_else(|| of(pairs.iter().flat_map(flips).collect()))
}

/// How many times too high or low a published value is; `None` when it holds: inside the range, or equal
/// to so many digits as it is written with, two at least.
fn off(stated: &Spread<Decimal>, computed: Decimal) -> Option<Decimal> {
    let bound = match computed < stated.low {
        true => stated.low,
        false => stated.high,
    };
    if (stated.low..=stated.high).contains(&computed) || is_near(bound, computed) {
        return None;
    }
    let digits = bound.normalize().mantissa().unsigned_abs().to_string();
    let digits = u32::try_from(digits.trim_end_matches('0').len()).unwrap_or(u32::MAX);
    match computed.round_sf(digits.max(2)) == Some(bound) {
        true => None,
        false => arithmetic::div(bound, computed).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_even_is_as_exact_as_it_is_written() {
        let off = |stated: u32, computed: u32| {
            off(&Spread::exact(stated.into()), Decimal::from(computed)).map(|off| off.round_dp(2))
        };
        assert_eq!(off(280_000, 281_525), None);
        assert_eq!(off(300_000, 281_525), Some(Decimal::new(107, 2)));
        assert_eq!(off(2_000_000, 1_960_000), None);
        assert_eq!(off(2_000_000, 1_940_000), Some(Decimal::new(103, 2)));
        assert_eq!(off(2_000_000, 8_563_052), Some(Decimal::new(23, 2)));
    }
}
