//! Which inputs decide between two architectures.
//!
//! Each input is moved through its range, one at a time with all others as expected: through the range the
//! scenario states, or for what it states as one number or leaves out, through a plausible range of ours.
//! What that does to the difference of two architectures, widest first, is a tornado; beside it stands the
//! value at which the other one becomes the cheaper, if there is one in the range. An input that never
//! turns the answer needs no better figure.

mod candidates;
mod inputs;
mod plausible;

use crate::compare::break_even::Certainty;
use crate::compare::parallel::side_by_side;
use crate::scenario::Template;
use crate::units::{ArithmeticError, Money};
use crate::vary::{Effort, Invalid, Point, Prices, Study, Sweep, VaryError, decide};
use candidates::{Candidate, candidates};
use rust_decimal::Decimal;
use std::num::NonZero;

/// What each input does to the difference of two architectures at one traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct Drivers {
    /// The traffic level.
    pub traffic: String,
    /// The two architectures by key, the one that is cheaper as expected first.
    pub between: [String; 2],
    /// Their names for readers.
    pub titles: [String; 2],
    /// What they are expected to cost in a month.
    pub costs: [Money; 2],
    /// What the second costs more than the first.
    pub difference: Money,
    /// The inputs that change the difference, widest first.
    pub drivers: Vec<Driver>,
    /// The inputs that change it nowhere in their range.
    pub without_effect: Vec<String>,
    /// The inputs that could not be moved, and why.
    pub left_out: Vec<(String, String)>,
}

/// An input and what it does to the difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// Its name for readers, such as `serverless: api.memory`.
    pub label: String,
    /// The paths of the settings that move together.
    pub paths: Vec<String>,
    /// Why it has this range; none where the scenario states it.
    pub assumed: Option<&'static str>,
    /// Its value as expected.
    pub expected: String,
    /// The first value of its range.
    pub low: End,
    /// The last.
    pub high: End,
    /// The values from which on another of the two is the cheaper, in order.
    pub flips: Vec<Flip>,
    /// Whether every value between was decided.
    pub certainty: Certainty,
    /// True for words, which have no order: the values are then the ones with the smallest and the
    /// largest difference.
    pub is_words: bool,
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The value, as the scenario would state it.
    pub text: String,
    /// What the architectures cost there.
    pub costs: [Money; 2],
    /// What the second costs more than the first there.
    pub difference: Money,
}

/// A value from which on another of the two is the cheaper; of words, the one it is the cheaper with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flip {
    /// The value, as the scenario would state it.
    pub text: String,
    /// The cheaper one before it; of words, as expected.
    pub below: String,
    /// The cheaper one from it on; of words, with it.
    pub above: String,
}

impl Driver {
    /// How far apart the differences at both ends are.
    #[must_use]
    pub fn width(&self) -> Decimal {
        let (low, high) = (self.low.difference.amount(), self.high.difference.amount());
        high.saturating_sub(low).abs()
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DriversError {
    /// There are not two architectures.
    #[error("there is nothing to decide between: the scenario has one architecture")]
    Alone,
    /// Both are the same.
    #[error("`{0}` can't be compared with itself: name two architectures")]
    Same(String),
    /// The scenario can't be priced, or an architecture is not there.
    #[error(transparent)]
    Vary(#[from] VaryError),
    /// A difference does not fit.
    #[error(transparent)]
    Arithmetic(#[from] ArithmeticError),
}

/// Of an input with more values than the first, as many stretches as the second are looked at.
const EFFORT: Effort = Effort {
    every: 48,
    stretches: 32,
};

/// What decides between two architectures at a traffic level: between those named, or else the two
/// cheapest. Where one is named, the other is the cheapest beside it.
///
/// # Errors
/// [`DriversError`].
pub fn drivers(
    template: &Template,
    prices: &Prices,
    traffic: &str,
    named: [Option<&str>; 2],
    threads: NonZero<usize>,
) -> Result<Drivers, DriversError> {
    let names: Vec<String> = named
        .iter()
        .flatten()
        .map(|name| (*name).to_owned())
        .collect();
    if let [one, other] = names.as_slice()
        && one == other
    {
        return Err(DriversError::Same(one.clone()));
    }
    // A name the scenario does not have is found here.
    Study::new(template, prices, traffic, &names)?;
    let study = Study::new(
        template,
        prices,
        traffic,
        if names.len() == 2 { &names } else { &[] },
    )?;
    let mut ranked: Vec<(&String, Money)> = study
        .architectures()
        .iter()
        .zip(study.base_costs().iter().copied())
        .collect();
    ranked.sort_by_key(|(name, cost)| (*cost, *name));
    // The one that is named stays; the other is the cheapest of the rest.
    if let [one] = names.as_slice() {
        let (mut own, others): (Vec<_>, Vec<_>) = ranked.into_iter().partition(|(n, _)| *n == one);
        own.extend(others.into_iter().take(1));
        own.sort_by_key(|(name, cost)| (*cost, *name));
        ranked = own;
    }
    let [(first, cost), (second, dearer), ..] = ranked.as_slice() else {
        return Err(DriversError::Alone);
    };
    let between = [(*first).clone(), (*second).clone()];
    let pair = study.of(&[first.as_str(), second.as_str()]);
    let candidates = candidates(&pair);
    let one = NonZero::<usize>::MIN;
    let decided = side_by_side(&candidates, threads, |candidate| {
        decide(
            &pair,
            &candidate.paths,
            &candidate.axis,
            EFFORT,
            Invalid::Skip,
            one,
        )
    });
    let mut found = Drivers {
        traffic: traffic.to_owned(),
        titles: between.clone().map(|name| title(&pair, &name)),
        between,
        costs: [*cost, *dearer],
        difference: dearer.checked_sub(*cost)?,
        drivers: Vec::new(),
        without_effect: Vec::new(),
        left_out: Vec::new(),
    };
    for (candidate, decided) in candidates.into_iter().zip(decided) {
        match decided {
            Ok(sweep) => {
                let same = |point: &Point| {
                    let first = sweep.points.first();
                    first.is_some_and(|first| difference(first) == difference(point))
                };
                match sweep.points.iter().all(same) {
                    true => found.without_effect.push(candidate.label),
                    false => found
                        .drivers
                        .push(driver(candidate, &sweep, &found.between)?),
                }
            }
            Err(error @ VaryError::TooFew { .. }) => {
                found.left_out.push((candidate.label, error.reason()));
            }
            Err(error) if error.is_about_the_value() => {
                found.left_out.push((candidate.label, error.reason()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    // Equal ones stay in the order of the scenario.
    found
        .drivers
        .sort_by_key(|driver| std::cmp::Reverse(driver.width()));
    Ok(found)
}

fn title(study: &Study<'_>, name: &str) -> String {
    let architectures = &study.template().scenario().architectures.0;
    let architecture = architectures.get(name);
    architecture
        .map_or(name, |known| known.title_or(name))
        .to_owned()
}

/// What the second architecture costs more than the first.
fn difference(point: &Point) -> Option<Money> {
    let [first, second] = point.costs.as_slice() else {
        return None;
    };
    second.checked_sub(*first).ok()
}

fn end(point: &Point) -> Result<End, ArithmeticError> {
    let cost = |at: usize| point.costs.get(at).copied().unwrap_or_default();
    Ok(End {
        text: point.text.clone(),
        costs: [cost(0), cost(1)],
        difference: cost(1).checked_sub(cost(0))?,
    })
}

fn driver(
    candidate: Candidate,
    sweep: &Sweep,
    between: &[String; 2],
) -> Result<Driver, DriversError> {
    let is_words = candidate.axis.is_list();
    let points = sweep.points.iter();
    let (low, high) = match is_words {
        true => (
            points.clone().min_by_key(|point| difference(point)),
            points.max_by_key(|point| difference(point)),
        ),
        false => (sweep.points.first(), sweep.points.last()),
    };
    // A sweep has two points at least.
    let (Some(low), Some(high)) = (low, high) else {
        return Err(DriversError::Alone);
    };
    let flips = match is_words {
        // The first of the two is the cheaper one as expected; with a word where it is not, that flips.
        true => {
            let beaten = |point: &&Point| difference(point).is_some_and(|d| d < Money::ZERO);
            let [first, second] = between;
            let flip = |point: &Point| Flip {
                text: point.text.clone(),
                below: first.clone(),
                above: second.clone(),
            };
            sweep.points.iter().filter(beaten).map(flip).collect()
        }
        false => {
            // Where both cost the same at first, neither has turned the answer yet.
            let [expected, _] = between;
            let turns = sweep.break_even.turns().into_iter();
            let turns = turns.filter(|turn| turn.below.is_some() || turn.above != expected);
            let flip = turns.map(|turn| Flip {
                text: candidate.axis.text(turn.at),
                below: turn.below.unwrap_or(expected).to_owned(),
                above: turn.above.to_owned(),
            });
            flip.collect()
        }
    };
    Ok(Driver {
        low: end(low)?,
        high: end(high)?,
        flips,
        certainty: sweep.break_even.certainty,
        is_words,
        label: candidate.label,
        paths: candidate.paths,
        assumed: candidate.assumed,
        expected: candidate.expected,
    })
}
