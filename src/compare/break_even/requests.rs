//! Crossings along the requests of a day, every whole number decided.
//!
//! The curves are followed from corner to corner. On a straight piece the first number of requests at
//! which another architecture is cheaper is solved for; where a cost is no line, an interval is halved
//! until its bounds decide it, down to single numbers.

use super::{BreakEven, Certainty, Crossing, Leader, Limit};
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

/// How much a search may do: a piece of the costs takes one, an interval that is halved a hundred and more.
///
/// Costs that are lines take a millisecond or so up to 100 million requests a day. Commitments and the
/// like are evaluated one by one, and a trillion requests has many pieces: a search that takes too long
/// ends where it is, and says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort(pub u64);

impl Effort {
    /// For a section of a report: a second or two at most.
    pub const QUICK: Effort = Effort(500_000);
    /// For an answer that was asked for: a minute or two at most.
    pub const LONG: Effort = Effort(200_000_000);
}

/// What halving an interval takes, and more for each so many hours that are followed.
const HALVING: u64 = 100;
const HOURS_ALIKE: u64 = 2;

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
    let all: Vec<usize> = (0..bounds.len()).collect();
    let found = contests_along_requests(bounds, &[all], (from, to), Effort::LONG)?;
    Ok(found.into_iter().next())
}

/// The crossings of several selections of architectures, found in one walk along the traffic; of
/// selections with architectures, one each.
///
/// # Errors
/// When a cost in the range does not fit.
pub fn contests_along_requests(
    bounds: &[&Bound],
    selections: &[Vec<usize>],
    (from, to): (u64, u64),
    effort: Effort,
) -> Result<Vec<BreakEven>, ArithmeticError> {
    let mut search = Search {
        curves: Curves::new(bounds),
        left: effort.0,
    };
    let mut contests = Vec::with_capacity(selections.len());
    for places in selections {
        let costs = search.costs(places, from)?;
        if let Some(first) = Leader::of(&costs) {
            contests.push(Contest {
                places,
                first,
                leader: first,
                is_even: places.len() == 2,
                crossings: Vec::new(),
            });
        }
    }
    let decided = search.run(&mut contests, from, to)?;
    let found = contests.iter().map(|contest| {
        let members: Vec<&Bound> = contest
            .places
            .iter()
            .filter_map(|place| bounds.get(*place).copied())
            .collect();
        let name = |leader: Leader| {
            let bound = members.get(leader.place());
            bound.map_or_else(String::new, |bound| bound.architecture().to_owned())
        };
        let crossings = contest.crossings.iter().filter(|(at, ..)| *at <= decided);
        let crossings = crossings.map(|(at, below, above)| Crossing {
            at: Decimal::from(*at),
            below: name(*below),
            above: name(*above),
        });
        let level = members.first().map(|bound| bound.traffic().to_owned());
        let names = members.iter().map(|bound| bound.architecture().to_owned());
        BreakEven {
            traffic: level.unwrap_or_default(),
            architectures: names.collect(),
            variable: REQUESTS_PER_DAY.to_owned(),
            unit: String::new(),
            labels: Vec::new(),
            from: Decimal::from(from),
            to: Decimal::from(decided),
            asked: Decimal::from(to),
            step: Decimal::ONE,
            first: name(contest.first),
            is_even: contest.is_even,
            crossings: crossings.collect(),
            limits: limits(&members),
            certainty: Certainty::Every,
        }
    });
    Ok(found.collect())
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
    /// What it may still do.
    left: u64,
}

/// Architectures among which the cheapest is looked for; leaders are places among `places`.
struct Contest<'s> {
    places: &'s [usize],
    first: Leader,
    leader: Leader,
    /// True while two have cost the same everywhere.
    is_even: bool,
    crossings: Vec<(u64, Leader, Leader)>,
}

impl Contest<'_> {
    fn cross(&mut self, at: u64, costs: &[Cost]) {
        let next = self.leader.next(costs);
        if next != self.leader {
            self.crossings.push((at, self.leader, next));
            self.leader = next;
        }
    }

    /// True when all are straight lines that lie on each other.
    fn lies_even(&self, ends: &[Option<(Cost, Cost)>]) -> bool {
        let mut all = self
            .places
            .iter()
            .map(|place| ends.get(*place).copied().flatten());
        let first = all.next().flatten();
        first.is_some() && all.all(|ends| ends == first)
    }

    /// True when all are straight lines and none is below the leader's at either end: nor is it between.
    fn is_held(&self, ends: &[Option<(Cost, Cost)>]) -> bool {
        let of = |place: &usize| ends.get(*place).copied().flatten();
        let leader = self.places.get(self.leader.place());
        let Some((own_first, own_last)) = leader.and_then(of) else {
            return false;
        };
        let mut others = self.places.iter().map(of);
        others.all(|ends| ends.is_some_and(|(first, last)| first >= own_first && last >= own_last))
    }

    /// Straight lines from `n` to `end`.
    fn follow(&mut self, lines: &[CostLine], mut n: u64, end: u64) -> Result<(), ArithmeticError> {
        loop {
            let Some(own) = lines.get(self.leader.place()) else {
                return Ok(());
            };
            let mut first: Option<u64> = None;
            for (place, line) in lines.iter().enumerate() {
                if place == self.leader.place() {
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
            let before = self.leader;
            self.cross(at, &costs);
            if self.leader == before {
                return Ok(()); // never: somebody is cheaper at `at`
            }
            n = at;
        }
    }
}

impl Search<'_> {
    /// The costs of straight lines at both ends of a stretch.
    fn ends(
        stretches: &[Stretch],
        from: u64,
        to: u64,
        ends: &mut Vec<Option<(Cost, Cost)>>,
    ) -> Result<(), ArithmeticError> {
        ends.clear();
        for stretch in stretches {
            ends.push(match stretch {
                Stretch::Line { line, .. } => Some((line.at(from)?, line.at(to)?)),
                Stretch::Between { .. } => None,
            });
        }
        Ok(())
    }

    fn costs(&mut self, places: &[usize], requests: u64) -> Result<Vec<Cost>, ArithmeticError> {
        let costs = places.iter().map(|at| self.curves.cost(*at, requests));
        costs.collect()
    }

    fn run(
        &mut self,
        contests: &mut [Contest<'_>],
        from: u64,
        to: u64,
    ) -> Result<u64, ArithmeticError> {
        let count = self.curves.len();
        let mut stretches = Vec::with_capacity(count);
        for at in 0..count {
            stretches.push(self.curves.stretch(at, from)?);
        }
        let mut ends = Vec::with_capacity(count);
        let mut n = from;
        loop {
            if self.left == 0 {
                return Ok(n.saturating_sub(1).max(from));
            }
            self.left -= 1;
            let mut end = to;
            for (at, stretch) in stretches.iter_mut().enumerate() {
                if until(stretch) < n {
                    *stretch = self.curves.stretch(at, n)?;
                }
                end = end.min(until(stretch));
            }
            Self::ends(&stretches, n, end, &mut ends)?;
            let mut uneven = Vec::new();
            for (place, contest) in contests.iter_mut().enumerate() {
                contest.is_even = contest.is_even && contest.lies_even(&ends);
                if contest.is_held(&ends) {
                    continue;
                }
                let lines = contest.places.iter().map(|at| match stretches.get(*at) {
                    Some(Stretch::Line { line, .. }) => Some(*line),
                    _ => None,
                });
                match lines.collect::<Option<Vec<CostLine>>>() {
                    Some(lines) => contest.follow(&lines, n, end)?,
                    None => uneven.push(place),
                }
            }
            if !uneven.is_empty() {
                end = self.halve(contests, uneven, n, end)?;
            }
            if end >= to || self.left == 0 {
                return Ok(end.max(from));
            }
            n = end + 1;
        }
    }

    /// Whatever the costs are from `from` to `to`: halves until bounds decide. All contests go through the
    /// same numbers together, so that each is worked out once. Returns the last number that is decided.
    fn halve(
        &mut self,
        contests: &mut [Contest<'_>],
        places: Vec<usize>,
        from: u64,
        to: u64,
    ) -> Result<u64, ArithmeticError> {
        let mut open = vec![(from, to, places)];
        while let Some((from, to, places)) = open.pop() {
            let hours = self.curves.hours() / HOURS_ALIKE;
            self.left = self.left.saturating_sub(HALVING.saturating_add(hours));
            if self.left == 0 {
                return Ok(from.saturating_sub(1));
            }
            let mut undecided = Vec::with_capacity(places.len());
            for place in places {
                let Some(contest) = contests.get_mut(place) else {
                    continue;
                };
                let costs = self.costs(contest.places, from)?;
                contest.cross(from, &costs);
                if from < to && !self.is_decided(contest, from, to)? {
                    undecided.push(place);
                }
            }
            if undecided.is_empty() {
                continue;
            }
            // The first number is done; the nearer half comes first.
            let (next, middle) = (from + 1, from + (to - from) / 2);
            if middle < to {
                open.push((middle + 1, to, undecided.clone()));
            }
            if next <= middle {
                open.push((next, middle, undecided));
            }
        }
        Ok(to)
    }

    /// True when nobody can be cheaper than the leader between two numbers of requests.
    fn is_decided(
        &mut self,
        contest: &Contest<'_>,
        from: u64,
        to: u64,
    ) -> Result<bool, ArithmeticError> {
        let Some(leader) = contest.places.get(contest.leader.place()) else {
            return Ok(false);
        };
        for place in contest.places.iter().filter(|place| *place != leader) {
            if !self.curves.is_never_cheaper(*place, *leader, (from, to))? {
                return Ok(false);
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
