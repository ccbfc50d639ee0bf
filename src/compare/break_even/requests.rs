//! Crossings along the requests of a day, every whole number decided.
//!
//! The curves are followed from corner to corner. On a straight piece the first number of requests at
//! which another architecture is cheaper is solved for; where a cost is no line, an interval is halved
//! until its bounds decide it, down to single numbers.

use super::{BreakEven, Crossing, Leader, Limit};
use crate::estimate::Bound;
use crate::estimate::curve::{Cost, CostLine, Curves, Stretch};
use crate::units::ArithmeticError;
use rust_decimal::Decimal;

/// The name of the traffic variable.
pub const REQUESTS_PER_DAY: &str = "requests_per_day";

/// Most requests a day that are looked at: 11.6 million a second.
pub const MOST_REQUESTS: u64 = 1_000_000_000_000;

/// Where traffic is searched unless a range is given.
pub const USUAL_RANGE: (u64, u64) = (1, 100_000_000);

/// The crossings of architectures bound at the same traffic level, between two numbers of requests a
/// day; `None` when there are no architectures.
///
/// Costs are the expected ones: of a range in the scenario, its expected value.
///
/// # Errors
/// When a cost in the range does not fit.
pub fn along_requests(
    bounds: &[&Bound],
    from: u64,
    to: u64,
) -> Result<Option<BreakEven>, ArithmeticError> {
    let mut search = Search {
        curves: Curves::new(bounds),
        crossings: Vec::new(),
    };
    let Some(first) = Leader::of(&search.costs(from)?) else {
        return Ok(None);
    };
    search.run(first, from, to)?;
    let name = |place: usize| {
        let bound = bounds.get(place);
        bound.map_or_else(String::new, |bound| bound.architecture().to_owned())
    };
    let crossings = search.crossings.iter().map(|(at, below, above)| Crossing {
        at: Decimal::from(*at),
        below: name(below.place()),
        above: name(above.place()),
    });
    Ok(Some(BreakEven {
        traffic: bounds
            .first()
            .map_or_else(String::new, |b| b.traffic().to_owned()),
        architectures: (0..bounds.len()).map(name).collect(),
        variable: REQUESTS_PER_DAY.to_owned(),
        unit: String::new(),
        from: Decimal::from(from),
        to: Decimal::from(to),
        step: Decimal::ONE,
        first: name(first.place()),
        crossings: crossings.collect(),
        limits: limits(bounds),
    }))
}

fn limits(bounds: &[&Bound]) -> Vec<Limit> {
    let of = |bound: &&Bound| {
        let architecture = bound.architecture().to_owned();
        let capacities = bound.capacities().iter();
        let limits = capacities.map(move |(component, capacity)| Limit {
            architecture: architecture.clone(),
            component: component.clone(),
            capacity: *capacity,
        });
        limits.collect::<Vec<_>>()
    };
    bounds.iter().flat_map(of).collect()
}

struct Search<'b> {
    curves: Curves<'b>,
    crossings: Vec<(u64, Leader, Leader)>,
}

impl Search<'_> {
    fn costs(&mut self, requests: u64) -> Result<Vec<Cost>, ArithmeticError> {
        let places = 0..self.curves.len();
        places.map(|at| self.curves.cost(at, requests)).collect()
    }

    fn cross(&mut self, at: u64, leader: &mut Leader, costs: &[Cost]) {
        let next = leader.next(costs);
        if next != *leader {
            self.crossings.push((at, *leader, next));
            *leader = next;
        }
    }

    fn run(&mut self, mut leader: Leader, from: u64, to: u64) -> Result<(), ArithmeticError> {
        let count = self.curves.len();
        let mut stretches = Vec::with_capacity(count);
        for at in 0..count {
            stretches.push(self.curves.stretch(at, from)?);
        }
        let mut n = from;
        loop {
            let mut end = to;
            let mut lines = Vec::with_capacity(count);
            for (at, stretch) in stretches.iter_mut().enumerate() {
                if until(stretch) < n {
                    *stretch = self.curves.stretch(at, n)?;
                }
                end = end.min(until(stretch));
                if let Stretch::Line { line, .. } = stretch {
                    lines.push(*line);
                }
            }
            if lines.len() == count {
                self.follow(&lines, &mut leader, n, end)?;
            } else {
                self.halve(&mut leader, n, end)?;
            }
            if end >= to {
                return Ok(());
            }
            n = end + 1;
        }
    }

    /// Straight lines from `n` to `end`.
    fn follow(
        &mut self,
        lines: &[CostLine],
        leader: &mut Leader,
        mut n: u64,
        end: u64,
    ) -> Result<(), ArithmeticError> {
        loop {
            let Some(own) = lines.get(leader.place()) else {
                return Ok(());
            };
            let mut first: Option<u64> = None;
            for (place, line) in lines.iter().enumerate() {
                if place == leader.place() {
                    continue;
                }
                if let Some(at) = line.first_below(*own, n)?
                    && at <= end
                {
                    first = Some(first.map_or(at, |first| first.min(at)));
                }
            }
            let Some(at) = first else { return Ok(()) };
            let costs = lines.iter().map(|line| line.at(at));
            let costs: Vec<Cost> = costs.collect::<Result<_, _>>()?;
            let before = *leader;
            self.cross(at, leader, &costs);
            if *leader == before {
                return Ok(()); // never: somebody is cheaper at `at`
            }
            n = at;
        }
    }

    /// Whatever the costs are from `from` to `to`: halves until bounds decide.
    fn halve(&mut self, leader: &mut Leader, from: u64, to: u64) -> Result<(), ArithmeticError> {
        let mut open = vec![(from, to)];
        while let Some((from, to)) = open.pop() {
            let costs = self.costs(from)?;
            self.cross(from, leader, &costs);
            if from == to || self.is_decided(*leader, from, to)? {
                continue;
            }
            // The first number is done; the nearer half comes first.
            let (next, middle) = (from + 1, from + (to - from) / 2);
            if middle < to {
                open.push((middle + 1, to));
            }
            if next <= middle {
                open.push((next, middle));
            }
        }
        Ok(())
    }

    /// True when nobody can be cheaper than the leader between two numbers of requests.
    fn is_decided(&mut self, leader: Leader, from: u64, to: u64) -> Result<bool, ArithmeticError> {
        let Some((_, most)) = self.curves.bounds(leader.place(), from, to)? else {
            return Ok(false);
        };
        for place in 0..self.curves.len() {
            if place == leader.place() {
                continue;
            }
            match self.curves.bounds(place, from, to)? {
                Some((least, _)) if least >= most => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }
}

fn until(stretch: &Stretch) -> u64 {
    match stretch {
        Stretch::Line { until, .. } | Stretch::Between { until, .. } => *until,
    }
}
