//! A study along an axis.

use super::{Axis, Study, VaryError};
use crate::compare::break_even::{BreakEven, Certainty, Cheapest, Crossing, Leaders};
use crate::compare::parallel::side_by_side;
use crate::units::Money;
use rust_decimal::Decimal;
use std::num::NonZero;

/// What to do with a value that can't stand in the scenario, such as a size AWS does not sell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// It ends the sweep, with its reason.
    Refuse,
    /// It is left out and counted, as long as two are left. Of an axis with more than
    /// [`MOST_DECIDED`] values none can be left out.
    Skip,
}

/// One value of an axis, and what the architectures cost with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Its number; its place in a list.
    pub at: Decimal,
    /// As a scenario would state it.
    pub text: String,
    /// What each architecture of the study is expected to cost in a month.
    pub costs: Vec<Money>,
}

/// A value that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its number; its place in a list.
    pub at: Decimal,
    /// As a scenario would state it.
    pub text: String,
    /// Why it can't stand there.
    pub why: String,
}

/// What architectures cost along an axis, and where the cheapest changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// The values that were priced, in order: every one, or those looked at.
    pub points: Vec<Point>,
    /// The values that were left out, in order.
    pub skipped: Vec<Skipped>,
    /// Where the cheapest changes. Of a list its numbers are places; [`Axis::text`] gives the texts.
    pub break_even: BreakEven,
}

/// Most values of which every one is decided. Of more a coarse grid is priced, and between two of its
/// values with different winners the crossing is searched.
pub const MOST_DECIDED: usize = 20_000;

/// Stretches of the coarse grid.
const STRETCHES: usize = 10_000;

/// How many values are priced.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Most values of which every one is priced.
    pub every: usize,
    /// Of more, into how many stretches the axis is cut.
    pub stretches: usize,
}

/// Prices every value of an axis and says where the cheapest changes.
///
/// # Errors
/// A value that can't stand in the scenario or be priced, unless it may be left out; an axis along which
/// nothing changes.
pub fn sweep(
    study: &Study<'_>,
    axis: &Axis,
    invalid: Invalid,
    threads: NonZero<usize>,
) -> Result<Sweep, VaryError> {
    let effort = Effort {
        every: MOST_DECIDED,
        stretches: STRETCHES,
    };
    let paths = [axis.path().to_owned()];
    let found = decide(study, &paths, axis, effort, invalid, threads)?;
    let mut points = found.points.iter();
    let first = points.next();
    if points.all(|point| first.is_some_and(|first| first.costs == point.costs)) {
        let ends = first.zip(found.points.last());
        let (from, to) = ends.map_or_else(Default::default, |(from, to)| {
            (from.text.clone(), to.text.clone())
        });
        return Err(VaryError::NothingChanges {
            path: axis.path().to_owned(),
            from,
            to,
            traffic: study.traffic().to_owned(),
        });
    }
    Ok(found)
}

/// The same for several paths with one value, without asking whether anything changes.
pub(crate) fn decide(
    study: &Study<'_>,
    paths: &[String],
    axis: &Axis,
    effort: Effort,
    invalid: Invalid,
    threads: NonZero<usize>,
) -> Result<Sweep, VaryError> {
    let last = axis.count().saturating_sub(1);
    let is_coarse = axis.count() > effort.every;
    let stride = match is_coarse {
        true => last.div_ceil(effort.stretches.max(1)).max(1),
        false => 1,
    };
    let mut places: Vec<usize> = (0..last).step_by(stride).collect();
    places.push(last);
    let search = Search {
        study,
        paths,
        axis,
        is_coarse,
    };
    let fatal = |error: &VaryError| {
        let skips = invalid == Invalid::Skip && !is_coarse;
        !(skips && error.is_about_the_value())
    };
    // What is wrong with every value is seen at the first.
    if let Err(error) = search.point(0)
        && fatal(&error)
    {
        return Err(error);
    }
    let mut priced: Vec<(usize, Point)> = Vec::with_capacity(places.len());
    let mut skipped = Vec::new();
    for (place, point) in places
        .iter()
        .zip(side_by_side(&places, threads, |place| search.point(*place)))
    {
        match point {
            Ok(point) => priced.push((*place, point)),
            Err(error) if fatal(&error) => return Err(error),
            Err(error) => skipped.push(Skipped {
                at: axis.at(*place),
                text: axis.text(axis.at(*place)),
                why: error.reason(),
            }),
        }
    }
    if let (true, Some(first)) = (priced.len() < 2, skipped.first()) {
        return Err(VaryError::TooFew {
            path: axis.path().to_owned(),
            valid: priced.len(),
            all: axis.count(),
            text: first.text.clone(),
            why: first.why.clone(),
        });
    }
    let (points, crossings) = search.crossings(priced)?;
    let names = |leaders: &Leaders| {
        let names = study.architectures();
        leaders.named(|place| names.get(place).map(String::as_str))
    };
    let (first, last) = (points.first(), points.last());
    let leaders = first.and_then(|point| Leaders::of(&point.costs));
    let end = |point: Option<&Point>| point.map_or(Decimal::ZERO, |point| point.at);
    let break_even = BreakEven {
        traffic: study.traffic().to_owned(),
        architectures: study.architectures().to_vec(),
        variable: axis.path().to_owned(),
        unit: axis.unit(),
        labels: match axis.is_list() {
            true => (0..axis.count())
                .map(|place| axis.text(axis.at(place)))
                .collect(),
            false => Vec::new(),
        },
        from: end(first),
        to: end(last),
        asked: end(last),
        step: axis.step(),
        certainty: match is_coarse {
            true => Certainty::Between {
                coarse: axis.step().saturating_mul(Decimal::from(stride)),
            },
            false => Certainty::Every,
        },
        first: leaders.map_or_else(|| Cheapest::new([]), |leaders| names(&leaders)),
        crossings: crossings
            .into_iter()
            .map(|(at, below, above)| Crossing {
                at,
                below: names(&below),
                above: names(&above),
            })
            .collect(),
        limits: Vec::new(),
    };
    Ok(Sweep {
        points,
        skipped,
        break_even,
    })
}

/// A value, the leaders before it, and those from it on.
type Change = (Decimal, Leaders, Leaders);

struct Search<'s> {
    study: &'s Study<'s>,
    paths: &'s [String],
    axis: &'s Axis,
    /// Whether values lie between those that were priced.
    is_coarse: bool,
}

impl Search<'_> {
    fn point(&self, place: usize) -> Result<Point, VaryError> {
        let at = self.axis.at(place);
        let text = self.axis.text(at);
        let costs = self.study.costs_at(self.paths, &text)?;
        Ok(Point { at, text, costs })
    }

    /// The points in order, with those priced on the way, and the crossings between them.
    fn crossings(
        &self,
        priced: Vec<(usize, Point)>,
    ) -> Result<(Vec<Point>, Vec<Change>), VaryError> {
        let mut points: Vec<Point> = Vec::with_capacity(priced.len());
        let mut crossings = Vec::new();
        let mut so_far: Option<(usize, Leaders)> = None;
        for (place, point) in priced {
            let Some(last) = Leaders::of(&point.costs) else {
                continue;
            };
            let Some((mut before, mut leaders)) = so_far else {
                so_far = Some((place, last));
                points.push(point);
                continue;
            };
            // Several may lie between two values.
            while leaders != last {
                let (at, there) = self.first_crossing(&leaders, before, (place, &point))?;
                let Some(next) = Leaders::of(&there.costs) else {
                    break;
                };
                crossings.push((there.at, leaders, next.clone()));
                (before, leaders) = (at, next);
                if at != place {
                    points.push(there);
                }
            }
            points.push(point);
            so_far = Some((place, last));
        }
        Ok((points, crossings))
    }

    /// The first value above `before` at which others are the cheapest, given that they are not there and
    /// are at `changed`: by halving, so that of several changes between the two one is found.
    fn first_crossing(
        &self,
        leaders: &Leaders,
        before: usize,
        changed: (usize, &Point),
    ) -> Result<(usize, Point), VaryError> {
        let (mut low, mut high) = (before, (changed.0, changed.1.clone()));
        while self.is_coarse && high.0.saturating_sub(low) > 1 {
            let middle = low.midpoint(high.0);
            let point = self.point(middle)?;
            match Leaders::of(&point.costs).as_ref() == Some(leaders) {
                true => low = middle,
                false => high = (middle, point),
            }
        }
        Ok(high)
    }
}
