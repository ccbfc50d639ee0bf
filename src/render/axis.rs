//! Axes: where a value is drawn, and which round values are printed beside it.
//!
//! A position is a whole number of dots or of hundredths of a pixel, found with floats: it is
//! looked at, never read as a figure. Every printed value is a decimal.
#![allow(clippy::float_arithmetic, reason = "positions only, never a figure")]

use crate::report::Scale;
use crate::units::{arithmetic, number::group_digits};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The values from one end of a drawing to the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    scale: Scale,
    /// None when there is no value to show.
    ends: Option<(Decimal, Decimal)>,
}

/// A printed value of an axis.
#[derive(Debug, PartialEq)]
pub(super) struct Tick {
    /// Where it is.
    pub at: i64,
    /// Where its label starts, so that it is centred or at least inside.
    pub start: i64,
    /// What is printed.
    pub label: String,
}

/// The room for the labels of an axis, in the unit of its positions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// The position of the end of the axis; it starts at 0.
    pub end: i64,
    /// The first position a label may take, often left of the axis.
    pub from: i64,
    /// The position no label may reach.
    pub to: i64,
    /// What stays free between labels.
    pub gap: i64,
    /// The width of a character of a label.
    pub character: i64,
}

/// Labels longer than this are written with an exponent.
const LONGEST_LABEL: usize = "100,000,000,000".len();
/// More labels than this are a fence, not an axis.
const MOST_TICKS: usize = 9;

impl Axis {
    /// An axis that shows exactly these values and no more.
    pub(super) fn over(values: impl Iterator<Item = Decimal>, scale: Scale) -> Axis {
        let ends = ends(values.filter(|value| scale.has(*value)));
        Axis { scale, ends }
    }

    /// An axis from zero to a round value, with the round values on it: at most `most` intervals.
    /// Without any value there is nothing to print either.
    pub(super) fn from_zero(
        values: impl Iterator<Item = Decimal>,
        most: i64,
    ) -> (Axis, Vec<Decimal>) {
        let zero = Decimal::ZERO;
        let scale = Scale::Linear;
        let (low, high) = match ends(values) {
            None => return (Axis { scale, ends: None }, Vec::new()),
            Some((low, high)) if low == high && low.is_zero() => (zero, Decimal::ONE),
            Some((low, high)) => (low.min(zero), high.max(zero)),
        };
        let round = |step| {
            let first = quotient(low, step)?.floor().to_i64()?;
            let last = quotient(high, step)?.ceil().to_i64()?;
            (last.checked_sub(first)? <= most).then(|| multiples(first, last, step))
        };
        let ticks = round_steps().find_map(|(_, step)| round(step));
        let ticks = ticks.unwrap_or_default();
        // Next to the largest decimal there is no round value above.
        let ends = ends(ticks.iter().copied().chain([low, high]));
        (Axis { scale, ends }, ticks)
    }

    /// The position of a value on an axis that ends at `end`.
    pub(super) fn place(&self, value: Decimal, end: i64) -> Option<i64> {
        let (low, high) = self.ends?;
        let (low, high) = (self.mapped(low)?, self.mapped(high)?);
        let share = match high > low {
            true => (self.mapped(value)? - low) / (high - low),
            false => 0.5,
        };
        Some((share.clamp(0.0, 1.0) * end as f64).round() as i64)
    }

    fn mapped(&self, value: Decimal) -> Option<f64> {
        match self.scale {
            _ if !self.scale.has(value) => None,
            Scale::Linear => value.to_f64(),
            Scale::Log => value.to_f64().map(f64::log10),
        }
    }

    /// As many round values as have room for their labels.
    pub(super) fn labelled(&self, room: Room) -> Vec<Tick> {
        let width = |label: &str| room.character * label.chars().count() as i64;
        let ticks = |most| -> Vec<Tick> {
            let values: Vec<Decimal> = self.ticks(most);
            let labels = labels(&values, self.scale);
            let ticks = values.into_iter().zip(labels).filter_map(|(value, label)| {
                let at = self.place(value, room.end)?;
                let start = at - (width(&label) - room.character) / 2;
                let start = start.min(room.to - width(&label)).max(room.from);
                Some(Tick { at, start, label })
            });
            ticks.collect()
        };
        let fits = |ticks: &Vec<Tick>| {
            let mut free = room.from;
            ticks.iter().all(|tick| {
                let is_free = tick.start >= free;
                free = tick.start + width(&tick.label) + room.gap;
                is_free && free <= room.to + room.gap
            })
        };
        let fitting = (2..=MOST_TICKS).rev().map(ticks).find(fits);
        fitting.unwrap_or_else(|| {
            let only = ticks(2).into_iter().take(1).collect::<Vec<_>>();
            if fits(&only) { only } else { Vec::new() }
        })
    }

    /// Round values on the axis, `most` of them.
    fn ticks(&self, most: usize) -> Vec<Decimal> {
        match (self.ends, self.scale) {
            (None, _) => Vec::new(),
            (Some((low, high)), _) if low == high => vec![low],
            (Some((low, high)), Scale::Linear) => linear_ticks(low, high, most),
            (Some((low, high)), Scale::Log) => log_ticks(low, high, most),
        }
    }
}

fn linear_ticks(low: Decimal, high: Decimal, most: usize) -> Vec<Decimal> {
    let inside = |step| {
        let first = quotient(low, step)?.ceil().to_i64()?;
        let last = quotient(high, step)?.floor().to_i64()?;
        (last.checked_sub(first)? < most as i64).then(|| multiples(first, last, step))
    };
    let ticks = round_steps().find_map(|(_, step)| inside(step));
    ticks.unwrap_or_default()
}

/// Powers of ten, with twice and five times each where the axis is short, or some of the powers
/// where it is long.
fn log_ticks(low: Decimal, high: Decimal, most: usize) -> Vec<Decimal> {
    let inside = round_steps().filter(|(_, value)| (low..=high).contains(value));
    let (leading, all): (Vec<i128>, Vec<Decimal>) = inside.unzip();
    if all.len() < 3 {
        return linear_ticks(low, high, most);
    }
    if all.len() <= most {
        return all;
    }
    let powers = leading.iter().zip(&all).filter(|(digit, _)| **digit == 1);
    let powers: Vec<Decimal> = powers.map(|(_, power)| *power).collect();
    let some = if powers.len() > 1 { powers } else { all };
    let stride = some.len().div_ceil(most.max(1)).max(1);
    some.into_iter().step_by(stride).collect()
}

/// Ticks as text: thousands grouped, or with an exponent where that is too long. On a linear axis
/// all are written alike, with the same decimals.
pub(super) fn labels(ticks: &[Decimal], scale: Scale) -> Vec<String> {
    let decimals = ticks.iter().map(|tick| tick.normalize().scale());
    let decimals = decimals.max().unwrap_or(0);
    let long = |tick: &Decimal| {
        let mut shown = tick.normalize();
        if scale == Scale::Linear {
            shown.rescale(decimals);
        }
        group_digits(&shown.to_string())
    };
    let short = |tick: &Decimal| match tick.is_zero() {
        true => "0".to_owned(),
        false => format!("{:e}", tick.normalize()),
    };
    let is_long = |tick: &Decimal| long(tick).len() > LONGEST_LABEL;
    let any_is_long = scale == Scale::Linear && ticks.iter().any(is_long);
    let label = |tick: &Decimal| match any_is_long || is_long(tick) {
        true => short(tick),
        false => long(tick),
    };
    ticks.iter().map(label).collect()
}

/// Positions as near as can be to those given, in their order, and at least `gap` apart; closer
/// where there is no room for that. Neighbours that are in each other's way move by the same.
pub(super) fn pushed_apart(positions: &[i64], gap: i64, end: i64) -> Vec<i64> {
    let mut order: Vec<(usize, i64)> = positions.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, position)| *position);
    let between = i64::try_from(order.len()).unwrap_or(i64::MAX) - 1;
    let gap = match between {
        ..=0 => 0,
        _ => gap.min(end / between),
    };
    // Without the gaps the positions only have to ascend: those that do not share their mean.
    let mut groups: Vec<(i64, i64)> = Vec::new();
    for (rank, (_, position)) in (0..).zip(&order) {
        let mut group = (position - rank * gap, 1);
        while let Some((sum, count)) = groups.pop() {
            if sum * group.1 <= group.0 * count {
                groups.push((sum, count));
                break;
            }
            group = (group.0 + sum, group.1 + count);
        }
        groups.push(group);
    }
    let means = groups.iter().flat_map(|(sum, count)| {
        let mean = sum.div_euclid(*count).min(end - between * gap).max(0);
        (0..*count).map(move |_| mean)
    });
    let mut placed: Vec<(usize, i64)> = order
        .iter()
        .zip((0..).zip(means))
        .map(|((at, _), (rank, mean))| (*at, mean + rank * gap))
        .collect();
    placed.sort_by_key(|(at, _)| *at);
    placed.into_iter().map(|(_, position)| position).collect()
}

fn ends(values: impl Iterator<Item = Decimal>) -> Option<(Decimal, Decimal)> {
    values.fold(None, |ends, value| match ends {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// 1, 2 and 5 times every power of ten a decimal holds, ascending, each with that first digit.
fn round_steps() -> impl Iterator<Item = (i128, Decimal)> {
    (-28..=28_i32).flat_map(|exponent| {
        let step = move |digit: i128| {
            let power = 10_i128.pow(exponent.max(0).unsigned_abs());
            let scale = exponent.min(0).unsigned_abs();
            let step = Decimal::try_from_i128_with_scale(digit * power, scale);
            step.ok().map(|step| (digit, step))
        };
        [1, 2, 5].into_iter().filter_map(step)
    })
}

fn quotient(value: Decimal, step: Decimal) -> Option<Decimal> {
    match value.is_zero() {
        true => Some(value),
        false => arithmetic::div(value, step).ok(),
    }
}

fn multiples(first: i64, last: i64, step: Decimal) -> Vec<Decimal> {
    let multiple = |times: i64| arithmetic::mul(Decimal::from(times), step).ok();
    (first..=last).filter_map(multiple).collect()
}
