//! Crossings along the requests of a day, every whole number decided.
//!
//! The curves are followed from corner to corner. On a straight piece the first number of requests at
//! which another architecture is cheaper is solved for; where a cost is no line, an interval is halved
//! until its bounds decide it, down to single numbers.

use super::{BreakEven, Certainty, Crossing, Leaders, Limit};
use crate::estimate::Bound;
use crate::estimate::curve::{Cost, CostLine, Curves, Stretch};
use crate::units::ArithmeticError;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The name of the traffic variable.
pub const REQUESTS_PER_DAY: &str = "requests_per_day";

/// Most requests a day that are looked at: 11.6 million a second.
pub const MOST_REQUESTS: u64 = 1_000_000_000_000;

/// Where traffic is searched unless a range is given.
pub const USUAL_RANGE: (u64, u64) = (1, 100_000_000);

/// How much a search may do, counted in work so that it ends at the same number of requests on every
/// machine: a piece of the costs takes one, an interval that is halved a hundred and more, a cost that is
/// evaluated as an estimate is some hundreds for each line.
///
/// Costs that are lines take a millisecond or so up to 100 million requests a day. What has no bounds, such
/// as cold starts under commitments, is evaluated number by number, and a trillion requests has many
/// pieces: a search that takes too long ends where it is, and says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort(pub u64);

impl Effort {
    /// For a section of a report: half a second at most.
    pub const QUICK: Effort = Effort(4_000_000);
    /// For an answer that was asked for: some seconds at most.
    pub const LONG: Effort = Effort(20_000_000);

    /// The part of it for each of several searches.
    #[must_use]
    pub fn shared(self, searches: usize) -> Effort {
        let searches = u64::try_from(searches).unwrap_or(u64::MAX);
        Effort(self.0.checked_div(searches).unwrap_or(self.0).max(1))
    }
}

/// What halving an interval takes, and more for each so many hours that are followed and for each line of
/// what is evaluated.
const HALVING: u64 = 100;
const HOURS_ALIKE: u64 = 2;
const EVALUATED_LINE: u64 = 400;

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
    along_requests_within(bounds, (from, to), Effort::LONG)
}

/// The same with no more effort than is given.
///
/// # Errors
/// When a cost in the range does not fit.
pub fn along_requests_within(
    bounds: &[&Bound],
    range: (u64, u64),
    effort: Effort,
) -> Result<Option<BreakEven>, ArithmeticError> {
    let all: Vec<usize> = (0..bounds.len()).collect();
    let found = contests_along_requests(bounds, &[all], range, effort)?;
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
        if let Some(first) = Leaders::of(&costs) {
            contests.push(Contest {
                places,
                first: first.clone(),
                leaders: first,
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
        let name = |place: usize| members.get(place).map(|bound| bound.architecture());
        let crossings = contest.crossings.iter().filter(|(at, ..)| *at <= decided);
        let crossings = crossings.map(|(at, below, above)| Crossing {
            at: Decimal::from(*at),
            below: below.named(name),
            above: above.named(name),
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
            first: contest.first.named(name),
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
    first: Leaders,
    leaders: Leaders,
    crossings: Vec<(u64, Leaders, Leaders)>,
}

impl Contest<'_> {
    fn cross(&mut self, at: u64, costs: &[Cost]) {
        if let Some(next) = Leaders::of(costs).filter(|next| *next != self.leaders) {
            let before = std::mem::replace(&mut self.leaders, next.clone());
            self.crossings.push((at, before, next));
        }
    }

    /// True when all are straight lines, those of the leaders lie on each other, and all others are above
    /// them at both ends: so they are between.
    fn is_held(&self, ends: &[Option<(Cost, Cost)>]) -> bool {
        let of = |place: usize| {
            let at = self.places.get(place)?;
            ends.get(*at).copied().flatten()
        };
        let Some((own_first, own_last)) = self.leaders.any().and_then(of) else {
            return false;
        };
        (0..self.places.len()).all(|place| match of(place) {
            None => false,
            Some(ends) if self.leaders.places().contains(&place) => ends == (own_first, own_last),
            Some((first, last)) => first > own_first && last > own_last,
        })
    }

    /// Straight lines from `n` to `end`.
    fn follow(&mut self, lines: &[CostLine], mut n: u64, end: u64) -> Result<(), ArithmeticError> {
        loop {
            let costs = lines.iter().map(|line| line.at(n));
            let costs: Vec<Cost> = costs.collect::<Result<_, _>>()?;
            self.cross(n, &costs);
            let own = self.leaders.any().and_then(|place| lines.get(place));
            let (Some(own), Some(next)) = (own, n.checked_add(1)) else {
                return Ok(());
            };
            let mut first: Option<u64> = None;
            for (place, line) in lines.iter().enumerate() {
                let at = match self.leaders.places().contains(&place) {
                    // Lines that meet here part at the next number.
                    true => (!line.is_same(*own)).then_some(next),
                    false => line.first_not_above(*own, next)?,
                };
                if let Some(at) = at {
                    first = Some(first.map_or(at, |first| first.min(at)));
                }
            }
            match first {
                Some(at) if at <= end => n = at,
                _ => return Ok(()),
            }
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
        let hours = self.curves.hours() / HOURS_ALIKE;
        let evaluated = self.curves.evaluated_lines().saturating_mul(EVALUATED_LINE);
        let halving = HALVING.saturating_add(hours).saturating_add(evaluated);
        let mut open = vec![(from, to, places)];
        while let Some((from, to, places)) = open.pop() {
            self.left = self.left.saturating_sub(halving);
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

    /// True when nothing can change between two numbers of requests: the leaders cost the same at all of
    /// them, everybody else more.
    fn is_decided(
        &mut self,
        contest: &Contest<'_>,
        from: u64,
        to: u64,
    ) -> Result<bool, ArithmeticError> {
        let leaders = contest.leaders.places();
        let any = contest.leaders.any();
        let Some(own) = any.and_then(|any| contest.places.get(any)) else {
            return Ok(false);
        };
        for (place, at) in contest.places.iter().enumerate() {
            let wanted = match leaders.contains(&place) {
                true => Ordering::Equal,
                false => Ordering::Greater,
            };
            if at != own && self.curves.compare(*at, *own, (from, to))? != Some(wanted) {
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
