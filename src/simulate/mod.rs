//! What architectures cost when some values are not known for sure: the same draws of the inputs for all
//! of them, quantiles of each cost, and how often each is the cheapest.
//!
//! A range `a..b` is drawn from a triangle with its expected value at the top, unless the section
//! `uncertainty` says otherwise. The draws are a scrambled Sobol' sequence: they fill the space of the
//! inputs more evenly than random numbers, and a seed gives the same ones everywhere. Every input is
//! drawn once for all architectures and independent of the others.
//!
//! Floating point puts draws in order, within bounds of its error; where these leave something open,
//! decimals decide. Every figure reported is the exact cost of the draw it belongs to, and every share is
//! a count of draws.

#[cfg(test)]
mod checks;
mod contender;
mod filter;
mod inputs;
mod law;
mod level;
mod normal;
mod places;
mod sequence;
mod threads;

use crate::catalog::Catalog;
use crate::estimate::{Bound, Drawable, EstimateError, Selection, bind_all};
use crate::scenario::{UncertainInput, UncertainScenario};
use crate::units::{ArithmeticError, Case, Money, Spread};
use contender::Contender;
use inputs::Inputs;
use law::Law;
use level::{Found, MEAN_OF, Run};
use rust_decimal::Decimal;
use sequence::Sequence;
use std::collections::BTreeSet;
use std::num::NonZero;

/// Most draws of a simulation: a million take eight megabytes for each architecture.
pub const MOST_DRAWS: u32 = 10_000_000;

/// How a scenario is simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draws {
    /// What to look at.
    pub selection: Selection,
    /// How many draws.
    pub count: u32,
    /// Which draws.
    pub seed: u64,
    /// On how many threads; the results do not depend on it.
    pub threads: NonZero<usize>,
    /// Whether decimals do all of the work, for tests and for doubts: the results are the same.
    pub decimals_only: bool,
}

impl Default for Draws {
    fn default() -> Draws {
        Draws {
            selection: Selection::default(),
            count: 100_000,
            seed: 1,
            threads: NonZero::<usize>::MIN,
            decimals_only: false,
        }
    }
}

/// What a simulation found.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// How many draws.
    pub draws: u32,
    /// Which ones.
    pub seed: u64,
    /// How many of them, the first, are in each mean.
    pub mean_of: u32,
    /// The inputs: those that enter a cost, and those of the section `uncertainty`.
    pub inputs: Vec<SimulatedInput>,
    /// By traffic level.
    pub levels: Vec<SimulatedLevel>,
}

/// An input of a simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedInput {
    /// The input.
    pub input: UncertainInput,
    /// Whether some cost depends on it.
    pub is_used: bool,
}

/// What a simulation found at a traffic level.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedLevel {
    /// The traffic level.
    pub traffic: String,
    /// Requests in the month.
    pub requests_per_month: Spread<Decimal>,
    /// The architectures, in the order of the scenario.
    pub architectures: Vec<SimulatedCost>,
    /// In how many draws several are the cheapest: each of them counts.
    pub ties: u64,
}

/// What the month of an architecture costs over all draws.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedCost {
    /// The architecture.
    pub architecture: String,
    /// Its title.
    pub title: String,
    /// With every input as expected.
    pub expected: Money,
    /// The least of all draws.
    pub least: Money,
    /// The smallest cost that a tenth of the draws do not exceed.
    pub p10: Money,
    /// The smallest cost that half of the draws do not exceed.
    pub p50: Money,
    /// The smallest cost that nine tenths of the draws do not exceed.
    pub p90: Money,
    /// The most of all draws.
    pub most: Money,
    /// The mean of the first draws, [`Simulation::mean_of`] of them.
    pub mean: Money,
    /// In how many draws it is the cheapest.
    pub cheapest: u64,
    /// True when every draw was worked out in decimals, which takes its time.
    pub in_decimals: bool,
}

impl Simulation {
    /// The share of the draws in which an architecture is the cheapest.
    #[must_use]
    pub fn probability(&self, cost: &SimulatedCost) -> Decimal {
        let share = Decimal::from(cost.cheapest).checked_div(Decimal::from(self.draws));
        share.unwrap_or_default()
    }
}

/// Why a scenario can't be simulated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SimulateError {
    /// An architecture can't be priced.
    #[error(transparent)]
    Estimate(#[from] EstimateError),
    /// There are no draws, or too many.
    #[error("{0} draws: there may be 1 to {MOST_DRAWS}")]
    Draws(u32),
    /// An input can't be drawn.
    #[error("the input `{path}`: {error}; check its range and its unit")]
    Input {
        /// The input.
        path: String,
        /// Why.
        error: ArithmeticError,
    },
}

/// Simulates every selected architecture at every selected traffic level. `progress` is told how many
/// more draws are done, of all levels together, from any thread.
///
/// # Errors
/// When an architecture can't be priced, an input can't be drawn, or a cost does not fit.
pub fn simulate(
    uncertain: &UncertainScenario,
    catalog: &Catalog,
    draws: &Draws,
    progress: &(dyn Fn(u32) + Sync),
) -> Result<Simulation, SimulateError> {
    if draws.count == 0 || draws.count > MOST_DRAWS {
        return Err(SimulateError::Draws(draws.count));
    }
    let scenario = &uncertain.scenario;
    let selection = &draws.selection;
    let mut bounds = bind_all(scenario, catalog, selection)?.into_iter();
    let architectures = selection.architectures(scenario)?.len();
    let levels = selection.levels(scenario)?.into_iter();
    let bound: Vec<(&str, Vec<Bound>)> = levels
        .map(|level| (level, bounds.by_ref().take(architectures).collect()))
        .collect();
    let drawable = bound.iter().map(|(_, all)| drawable(all));
    let drawable = drawable.collect::<Result<Vec<_>, _>>()?;
    let used: BTreeSet<usize> = drawable
        .iter()
        .flatten()
        .flat_map(|one| one.inputs())
        .copied()
        .collect();
    let laws = laws(&uncertain.inputs, &used)?;
    let sequence = Sequence::new(draws.seed);
    let mut levels = Vec::new();
    for ((level, _), drawable) in bound.iter().zip(drawable) {
        levels.push(simulate_level(
            level,
            drawable,
            &laws,
            &sequence,
            (draws, progress),
        )?);
    }
    let inputs = uncertain
        .inputs
        .iter()
        .enumerate()
        .map(|(number, input)| SimulatedInput {
            input: input.clone(),
            is_used: used.contains(&number),
        });
    Ok(Simulation {
        draws: draws.count,
        seed: draws.seed,
        mean_of: draws.count.min(MEAN_OF),
        inputs: inputs
            .filter(|one| one.is_used || one.input.is_listed)
            .collect(),
        levels,
    })
}

fn drawable(all: &[Bound]) -> Result<Vec<Drawable<'_>>, EstimateError> {
    all.iter()
        .map(|bound| bound.drawable().map_err(|error| bound.total_error(error)))
        .collect()
}

/// How each input that is used is drawn.
fn laws(
    inputs: &[UncertainInput],
    used: &BTreeSet<usize>,
) -> Result<Vec<Option<Law>>, SimulateError> {
    let law = |(number, input): (usize, &UncertainInput)| {
        if !used.contains(&number) {
            return Ok(None);
        }
        Law::new(input)
            .map(Some)
            .map_err(|error| SimulateError::Input {
                path: input.path.clone(),
                error,
            })
    };
    inputs.iter().enumerate().map(law).collect()
}

fn simulate_level(
    level: &str,
    drawable: Vec<Drawable<'_>>,
    laws: &[Option<Law>],
    sequence: &Sequence,
    (draws, progress): (&Draws, &(dyn Fn(u32) + Sync)),
) -> Result<SimulatedLevel, SimulateError> {
    let used: BTreeSet<usize> = drawable
        .iter()
        .flat_map(Drawable::inputs)
        .copied()
        .collect();
    let inputs = Inputs::new(used, laws, sequence);
    let contenders: Vec<Contender<'_>> = drawable
        .into_iter()
        .map(|one| Contender::new(one, &inputs, draws.decimals_only))
        .collect();
    let run = Run {
        contenders: &contenders,
        inputs: &inputs,
        draws: draws.count,
        threads: draws.threads,
        progress,
    };
    let bound = |at: usize| contenders.get(at).map(|one| one.drawable.bound());
    let (found, ties) = run.all().map_err(|(at, error)| match bound(at) {
        Some(bound) => SimulateError::Estimate(bound.total_error(error)),
        None => SimulateError::Draws(draws.count),
    })?;
    let costs = contenders
        .iter()
        .zip(found)
        .map(|(one, found)| cost(one, found));
    Ok(SimulatedLevel {
        traffic: level.to_owned(),
        requests_per_month: bound(0).map_or(Spread::exact(Decimal::ZERO), Bound::requests),
        architectures: costs.collect::<Result<_, _>>()?,
        ties,
    })
}

fn cost(contender: &Contender<'_>, found: Found) -> Result<SimulatedCost, SimulateError> {
    let bound = contender.drawable.bound();
    let expected = bound.monthly_cost(bound.requests().expected, Case::Expected);
    let [least, p10, p50, p90, most] = found.places;
    Ok(SimulatedCost {
        architecture: bound.architecture().to_owned(),
        title: bound.title().to_owned(),
        expected: expected.map_err(|error| bound.total_error(error))?,
        least,
        p10,
        p50,
        p90,
        most,
        mean: found.mean,
        cheapest: found.wins,
        in_decimals: contender.program.is_err() && !contender.drawable.inputs().is_empty(),
    })
}
