//! Costs along the requests of a day, as many points as wanted and never more in memory than a batch.

use super::break_even::BreakEven;
use crate::estimate::Bound;
use crate::estimate::curve::{Curves, MoneyLine, Stretch};
use crate::units::{ArithmeticError, Money};
use rust_decimal::Decimal;
use std::num::NonZero;
use std::thread;

/// What architectures cost along one input.
#[derive(Debug, Clone, PartialEq)]
pub struct Swept {
    /// The architectures, in the order of the costs of a point.
    pub architectures: Vec<String>,
    /// The points, in order.
    pub points: Vec<SweptPoint>,
    /// Values that can't stand in the scenario, each with the reason.
    pub skipped: Vec<(String, String)>,
    /// Where the cheapest changes.
    pub break_even: BreakEven,
}

/// One value of the input.
#[derive(Debug, Clone, PartialEq)]
pub struct SweptPoint {
    /// Its number.
    pub at: Decimal,
    /// As a scenario would state it.
    pub text: String,
    /// What each architecture costs in a month.
    pub costs: Vec<Money>,
}

/// Numbers of requests a day, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    from: u64,
    to: u64,
    points: u64,
    scale: GridScale,
}

/// How the points of a grid lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GridScale {
    /// At equal distances.
    Even,
    /// At equal ratios.
    Log,
}

/// Why there is no such grid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GridError {
    /// It ends before it starts.
    #[error("the range runs from {from} down to {to}; swap them")]
    Backwards {
        /// Its start.
        from: u64,
        /// Its end.
        to: u64,
    },
    /// There are too few points for both ends.
    #[error("a range takes two points at least; {0} was asked for")]
    Few(u64),
    /// Equal ratios never start at zero.
    #[error("a range with equal ratios can't start at 0; start at 1")]
    Zero,
}

impl Grid {
    /// A grid with so many points, the ends included. Points that would fall on the same number are one.
    ///
    /// # Errors
    /// [`GridError`] when there is no such grid.
    pub fn new(from: u64, to: u64, points: u64, scale: GridScale) -> Result<Grid, GridError> {
        if to < from {
            return Err(GridError::Backwards { from, to });
        }
        if points < 2 && from != to {
            return Err(GridError::Few(points));
        }
        if from == 0 && scale == GridScale::Log {
            return Err(GridError::Zero);
        }
        Ok(Grid {
            from,
            to,
            points,
            scale,
        })
    }

    /// Its first number.
    #[must_use]
    pub fn from(self) -> u64 {
        self.from
    }

    /// Its last number.
    #[must_use]
    pub fn to(self) -> u64 {
        self.to
    }

    /// The numbers, each once and in order.
    pub fn numbers(self) -> impl Iterator<Item = u64> {
        let last = self.points.saturating_sub(1);
        let mut before = None;
        // Equal distances by whole steps and what they leave over, without a division for each.
        let (step, left) = match last {
            0 => (0, 0),
            last => ((self.to - self.from) / last, (self.to - self.from) % last),
        };
        let (mut even, mut over) = (self.from, 0);
        let numbers = (0..=last).map(move |at| match (at, self.scale) {
            (0, _) => self.from,
            (at, _) if at == last => self.to,
            (_, GridScale::Even) => {
                even += step;
                over += left;
                if over >= last {
                    over -= last;
                    even += 1;
                }
                even
            }
            (at, GridScale::Log) => between(self.from, self.to, at, last),
        });
        numbers.filter(move |number| before.replace(*number) != Some(*number))
    }
}

/// `from × (to ÷ from)^(at ÷ last)`, rounded down, by halving the interval: whole numbers on every machine.
fn between(from: u64, to: u64, at: u64, last: u64) -> u64 {
    use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
    use rust_decimal::{Decimal, MathematicalOps};
    let decimal = |value: u64| Decimal::from_u64(value).unwrap_or_default();
    let part = decimal(at).checked_div(decimal(last)).unwrap_or_default();
    let (Some(low), Some(high)) = (decimal(from).checked_ln(), decimal(to).checked_ln()) else {
        return from;
    };
    let above = high.saturating_sub(low).saturating_mul(part);
    let value = low.saturating_add(above).checked_exp();
    // A power of ten is one, though its logarithm never ends.
    let value = value.unwrap_or_default().round_dp(6).floor();
    value.to_u64().unwrap_or(from).clamp(from, to)
}

/// Points a thread works on at a time: few at first, so that a short sweep is shared too; then more, for
/// threads wait for one another after each batch.
const BATCHES: (usize, usize) = (4_096, 65_536);

/// What every architecture costs at each number of requests a day, handed over in order.
///
/// # Errors
/// When a cost does not fit, or what `sink` returns.
pub fn sweep<E: From<ArithmeticError>>(
    bounds: &[&Bound],
    numbers: impl Iterator<Item = u64>,
    threads: NonZero<usize>,
    mut sink: impl FnMut(u64, &[Money]) -> Result<(), E>,
) -> Result<(), E> {
    // Each thread keeps its curves, so that they go on from where they stand.
    let mut workers = vec![Worker::new(Curves::new(bounds)); threads.get()];
    let mut numbers = numbers.peekable();
    let (mut batch, most) = BATCHES;
    while numbers.peek().is_some() {
        for worker in &mut workers {
            worker.numbers.clear();
            worker.numbers.extend(numbers.by_ref().take(batch));
            worker.outcome = None;
        }
        batch = most.min(batch * 2);
        run_all(&mut workers);
        for worker in &mut workers {
            worker.outcome.take().unwrap_or(Ok(()))?;
            let rows = worker.costs.chunks(bounds.len().max(1));
            for (number, row) in worker.numbers.iter().zip(rows) {
                sink(*number, row)?;
            }
        }
    }
    Ok(())
}

/// What one thread works with; two do not share a line of the cache.
#[derive(Debug, Clone)]
#[repr(align(128))]
struct Worker<'b> {
    curves: Curves<'b>,
    /// Where each architecture is, and up to where.
    lines: Vec<Option<(MoneyLine, u64, u64)>>,
    numbers: Vec<u64>,
    costs: Vec<Money>,
    /// None until it is done.
    outcome: Option<Result<(), ArithmeticError>>,
}

/// Lets every worker do its part; this thread is one of theirs.
fn run_all(workers: &mut [Worker<'_>]) {
    thread::scope(|scope| {
        let mut busy = workers.iter_mut().filter(|worker| worker.is_asked());
        let own = busy.next();
        for worker in busy {
            // Where there is no further thread, the work is left over.
            let _ = thread::Builder::new().spawn_scoped(scope, || worker.run());
        }
        if let Some(own) = own {
            own.run();
        }
    });
    for left in workers.iter_mut().filter(|worker| worker.is_asked()) {
        left.run();
    }
}

impl<'b> Worker<'b> {
    fn new(curves: Curves<'b>) -> Worker<'b> {
        Worker {
            lines: vec![None; curves.len()],
            curves,
            numbers: Vec::new(),
            costs: Vec::new(),
            outcome: None,
        }
    }

    fn is_asked(&self) -> bool {
        self.outcome.is_none() && !self.numbers.is_empty()
    }

    fn run(&mut self) {
        self.outcome = Some(self.work());
    }

    /// The costs of every architecture at each number, number by number.
    fn work(&mut self) -> Result<(), ArithmeticError> {
        let (curves, costs) = (&mut self.curves, &mut self.costs);
        costs.clear();
        costs.reserve(self.numbers.len() * curves.len());
        for number in &self.numbers {
            for (at, known) in self.lines.iter_mut().enumerate() {
                if let Some((line, from, until)) = known
                    && (*from..=*until).contains(number)
                {
                    costs.push(line.at(*number)?);
                    continue;
                }
                costs.push(match curves.stretch(at, *number)? {
                    Stretch::Line { line, until } => {
                        let before = known.as_ref().map(|(line, ..)| line);
                        let line = curves.ready(line, before);
                        let (line, ..) = known.insert((line, *number, until));
                        line.at(*number)?
                    }
                    Stretch::Between { cost, .. } => curves.money(cost)?,
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(from: u64, to: u64, points: u64, scale: GridScale) -> Vec<u64> {
        Grid::new(from, to, points, scale)
            .unwrap()
            .numbers()
            .collect()
    }

    #[test]
    fn grids_have_both_ends_and_no_number_twice() {
        assert_eq!(numbers(1, 10, 4, GridScale::Even), [1, 4, 7, 10]);
        assert_eq!(numbers(1, 3, 10, GridScale::Even), [1, 2, 3]);
        assert_eq!(numbers(1, 1_000, 4, GridScale::Log), [1, 10, 100, 1_000]);
        assert_eq!(numbers(5, 5, 1, GridScale::Even), [5]);
        let most = numbers(1, 1_000_000_000_000, 13, GridScale::Log);
        assert_eq!(most[12], 1_000_000_000_000);
        assert_eq!(most[7], 10_000_000);
    }

    #[test]
    fn impossible_grids_are_refused() {
        let refused = |from, to, points, scale| Grid::new(from, to, points, scale).unwrap_err();
        assert!(matches!(
            refused(2, 1, 5, GridScale::Even),
            GridError::Backwards { .. }
        ));
        assert_eq!(refused(1, 2, 1, GridScale::Even), GridError::Few(1));
        assert_eq!(refused(0, 2, 5, GridScale::Log), GridError::Zero);
    }
}
