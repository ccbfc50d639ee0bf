//! All draws of one traffic level.

use super::contender::{Contender, Exact};
use super::filter::{BLOCK, Block, Contest};
use super::inputs::Inputs;
use super::places::exact_places;
use super::threads::share_out;
use crate::units::{ArithmeticError, Money, arithmetic};
use rust_decimal::Decimal;
use std::num::NonZero;

/// Draws of a job: enough to forget the cost of handing it out.
const JOB: usize = 64 * BLOCK;

/// Draws whose exact mean is reported: a mean of all would be worked out in decimals for every one.
pub(super) const MEAN_OF: u32 = 1_024;

/// What a simulation found of one architecture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// Least, P10, P50, P90, most.
    pub places: [Money; 5],
    pub mean: Money,
    pub wins: u64,
}

/// An architecture, by its place, whose cost does not fit.
pub(super) type Failed = (usize, ArithmeticError);

/// Some draws, with room for the costs of each architecture.
struct Job<'c> {
    first: u32,
    costs: Vec<&'c mut [f64]>,
}

struct Outcome {
    wins: Vec<u64>,
    ties: u64,
}

/// How a level is simulated.
pub(super) struct Run<'r> {
    pub contenders: &'r [Contender<'r>],
    pub inputs: &'r Inputs<'r>,
    pub draws: u32,
    pub threads: NonZero<usize>,
    pub progress: &'r (dyn Fn(u32) + Sync),
}

impl Run<'_> {
    /// Draws, and finds the places, means and wins of each architecture, and in how many draws several
    /// are the cheapest.
    pub fn all(&self) -> Result<(Vec<Found>, u64), Failed> {
        let draws = self.draws as usize;
        let mut costs: Vec<Vec<f64>> = self.contenders.iter().map(|_| vec![0.0; draws]).collect();
        let same = self.same();
        let outcomes = share_out(jobs(&mut costs, draws), self.threads, |job| {
            self.job(job, &same)
        });
        let (mut wins, mut ties) = (vec![0; self.contenders.len()], 0);
        for outcome in outcomes {
            let outcome = outcome?;
            ties += outcome.ties;
            wins.iter_mut()
                .zip(outcome.wins)
                .for_each(|(sum, wins)| *sum += wins);
        }
        let work = self.contenders.iter().zip(&costs).zip(wins).enumerate();
        let found = share_out(
            work.collect(),
            self.threads,
            |(at, ((contender, costs), wins))| {
                self.found(contender, costs, wins)
                    .map_err(|error| (at, error))
            },
        );
        Ok((found.into_iter().collect::<Result<_, _>>()?, ties))
    }

    /// For each architecture the first that is the same.
    fn same(&self) -> Vec<usize> {
        let all = self.contenders;
        let first =
            |contender: &Contender<'_>| all.iter().position(|one| one.is_same_as(contender));
        all.iter()
            .enumerate()
            .map(|(at, contender)| first(contender).unwrap_or(at))
            .collect()
    }

    fn job(&self, mut job: Job<'_>, same: &[usize]) -> Result<Outcome, Failed> {
        let count = self.contenders.len();
        let mut outcome = Outcome {
            wins: vec![0; count],
            ties: 0,
        };
        let mut exact: Vec<Exact<'_>> = self
            .contenders
            .iter()
            .map(|one| Exact::new(one, self.inputs))
            .collect();
        let mut work: Vec<_> = self.contenders.iter().map(Contender::work).collect();
        let mut blocks: Vec<Block> = vec![[0.0; BLOCK]; count];
        let mut errors = vec![0.0; count];
        let mut drawn = self.inputs.room();
        let mut contest = Contest::new();
        let length = job.costs.first().map_or(0, |costs| costs.len());
        for offset in (0..length).step_by(BLOCK) {
            let lanes = BLOCK.min(length - offset);
            let first = job.first + u32::try_from(offset).unwrap_or_default();
            self.inputs.fill(first, &mut drawn);
            let each = exact.iter_mut().zip(&mut work).zip(&mut blocks).enumerate();
            for (at, ((exact, work), block)) in each {
                let ran = exact.block(&drawn, lanes, work, block);
                ran.map_err(|(_, error)| (at, error))?;
            }
            let each = self
                .contenders
                .iter()
                .zip(&blocks)
                .zip(&mut errors)
                .zip(&mut job.costs);
            for (((contender, block), error), costs) in each {
                let block = block.get(..lanes).unwrap_or_default();
                *error = contender.error(block);
                if let Some(costs) = costs.get_mut(offset..offset + lanes) {
                    costs.copy_from_slice(block);
                }
            }
            for lane in contest.judge(&blocks, &errors, lanes, &mut outcome.wins) {
                let rivals =
                    blocks
                        .iter()
                        .zip(&errors)
                        .enumerate()
                        .filter(|(_, (block, error))| {
                            block
                                .get(lane)
                                .is_some_and(|cost| contest.is_rival(lane, *cost, **error))
                        });
                let rivals: Vec<usize> = rivals.map(|(at, _)| at).collect();
                let cheapest = cheapest(&rivals, same, |at| {
                    let exact = exact.get_mut(at);
                    exact.map_or(Ok(Money::ZERO), |exact| {
                        exact.cost(|slot| drawn.step(slot, lane))
                    })
                })?;
                outcome.ties += u64::from(cheapest.len() > 1);
                for at in cheapest {
                    if let Some(wins) = outcome.wins.get_mut(at) {
                        *wins += 1;
                    }
                }
            }
        }
        (self.progress)(u32::try_from(length).unwrap_or_default());
        Ok(outcome)
    }

    fn found(
        &self,
        contender: &Contender<'_>,
        costs: &[f64],
        wins: u64,
    ) -> Result<Found, ArithmeticError> {
        let places = places(costs.len());
        let exact = exact_places(contender, self.inputs, costs, &places)?;
        let mut places = [Money::ZERO; 5];
        places
            .iter_mut()
            .zip(exact)
            .for_each(|(place, cost)| *place = cost);
        let mut exact = Exact::new(contender, self.inputs);
        let count = self.draws.min(MEAN_OF);
        let mut sum = Money::ZERO;
        for point in 0..count {
            let steps = self.inputs.steps_at(point);
            let cost = exact.cost(|slot| steps.get(slot).copied().unwrap_or_default())?;
            sum = sum.checked_add(cost)?;
        }
        Ok(Found {
            places,
            mean: Money::new(arithmetic::div(sum.amount(), Decimal::from(count))?),
            wins,
        })
    }
}

/// The places of the least, P10, P50, P90 and the most of so many draws, counted from zero: the smallest
/// cost that a tenth, half or nine tenths of the draws do not exceed.
fn places(draws: usize) -> [usize; 5] {
    let last = draws.saturating_sub(1);
    let tenths = |tenths: usize| (draws * tenths).div_ceil(10).saturating_sub(1);
    [0, tenths(1), tenths(5), tenths(9), last]
}

/// Those of the rivals that cost least, exactly.
fn cheapest(
    rivals: &[usize],
    same: &[usize],
    mut cost: impl FnMut(usize) -> Result<Money, ArithmeticError>,
) -> Result<Vec<usize>, Failed> {
    let first_of = |at: usize| same.get(at).copied().unwrap_or(at);
    let first = rivals.first().map(|at| first_of(*at));
    if rivals.iter().all(|at| Some(first_of(*at)) == first) {
        return Ok(rivals.to_vec());
    }
    let mut best: Option<Money> = None;
    let mut found = Vec::new();
    for at in rivals {
        let cost = cost(*at).map_err(|error| (*at, error))?;
        if best.is_none_or(|best| cost < best) {
            found.clear();
            best = Some(cost);
        }
        if best == Some(cost) {
            found.push(*at);
        }
    }
    Ok(found)
}

/// All draws in jobs.
fn jobs(costs: &mut [Vec<f64>], draws: usize) -> Vec<Job<'_>> {
    let mut parts: Vec<_> = costs
        .iter_mut()
        .map(|costs| costs.chunks_mut(JOB))
        .collect();
    let jobs = (0..draws.div_ceil(JOB)).map(|number| Job {
        first: u32::try_from(number * JOB).unwrap_or(u32::MAX),
        costs: parts.iter_mut().filter_map(Iterator::next).collect(),
    });
    jobs.collect()
}
