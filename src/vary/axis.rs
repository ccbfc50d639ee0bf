//! The values one setting takes: a grid of numbers, or a list of texts.

use super::VaryError;
use super::quantity::{Quantity, one_unit};
use crate::units::arithmetic;
use crate::units::number::grouped;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A setting of a scenario and the values it takes, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    path: String,
    values: Values,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Values {
    /// `from + i × step`, for `count` values.
    Grid {
        from: Quantity,
        step: Decimal,
        count: usize,
    },
    List(Vec<String>),
}

/// Most values of an axis.
pub const MOST_VALUES: usize = 1_000_000;

impl Axis {
    /// The numbers from one value to another, each a step from the next: `100 ms` to `1 s` by `1 ms`.
    /// All in the finest unit given. Without a step it is one of the last place of both ends: 1 between
    /// `100 ms` and `1 s`, 0.01 between `$0.20` and `$0.5`. The last value is the largest on the grid that
    /// is not above `to`.
    ///
    /// # Errors
    /// [`VaryError::Axis`] for what is no number, or no range.
    pub fn grid(path: &str, from: &str, to: &str, step: Option<&str>) -> Result<Axis, VaryError> {
        let wrong = |problem: String| VaryError::Axis {
            path: path.trim().to_owned(),
            problem,
        };
        let read = [Some(from), Some(to), step].into_iter().flatten();
        let mut read: Vec<Quantity> = read
            .map(|text| Quantity::parse(text).map_err(wrong))
            .collect::<Result<_, _>>()?;
        one_unit(&mut read).map_err(wrong)?;
        let mut read = read.into_iter();
        let (Some(from), Some(to)) = (read.next(), read.next()) else {
            return Err(wrong("there are no values".to_owned()));
        };
        let own_step = from.last_place().min(to.last_place());
        let step = read.next().map_or(own_step, |step| step.number);
        Axis::between(path, &from, to.number, step)
    }

    /// The numbers from one value to another in its unit.
    ///
    /// # Errors
    /// [`VaryError::Axis`] for a range that runs backwards, a step of nothing, or too many values.
    pub fn between(
        path: &str,
        from: &Quantity,
        to: Decimal,
        step: Decimal,
    ) -> Result<Axis, VaryError> {
        let wrong = |problem: String| VaryError::Axis {
            path: path.trim().to_owned(),
            problem,
        };
        let range = || format!("from {from} to {}", from.with(to));
        if from.number > to {
            return Err(wrong(format!("{}: the range runs backwards", range())));
        }
        if from.number == to {
            return Err(wrong(format!("{}: this is one value only", range())));
        }
        if step <= Decimal::ZERO {
            return Err(wrong("the step is zero".to_owned()));
        }
        let width = arithmetic::sub(to, from.number)?;
        if step > width {
            let step = from.with(step);
            let problem = format!("{}: the step of {step} is larger than that", range());
            return Err(wrong(problem));
        }
        let steps = arithmetic::div(width, step)?.floor();
        let count = steps.to_usize().and_then(|steps| steps.checked_add(1));
        match count.filter(|count| *count <= MOST_VALUES) {
            Some(count) => Ok(Axis {
                path: path.trim().to_owned(),
                values: Values::Grid {
                    from: from.clone(),
                    step: step.normalize(),
                    count,
                },
            }),
            None => Err(wrong(format!(
                "{} in steps of {} are {} values; at most {} fit: take a larger step",
                range(),
                from.with(step),
                grouped(steps.saturating_add(Decimal::ONE)),
                grouped(MOST_VALUES.into()),
            ))),
        }
    }

    /// Some values, as they would stand in a scenario: `x86, arm`, or `1,024 MB; 2,048 MB` where they
    /// have commas of their own. Their numbers are those of their place, counted from zero.
    ///
    /// # Errors
    /// [`VaryError::Axis`] for fewer than two, or one given twice.
    pub fn list(path: &str, values: &str) -> Result<Axis, VaryError> {
        let separator = if values.contains(';') { ';' } else { ',' };
        let values: Vec<String> = values
            .split(separator)
            .map(|value| value.trim().to_owned())
            .collect();
        Axis::of_texts(path, values)
    }

    /// The same, with the values apart already.
    ///
    /// # Errors
    /// As [`Axis::list`].
    pub fn of_texts(path: &str, values: Vec<String>) -> Result<Axis, VaryError> {
        let wrong = |problem: String| VaryError::Axis {
            path: path.trim().to_owned(),
            problem,
        };
        if values.iter().any(String::is_empty) {
            return Err(wrong("one of the values is empty".to_owned()));
        }
        if values.len() < 2 {
            return Err(wrong("there is nothing to compare in one value".to_owned()));
        }
        if values.len() > MOST_LISTED {
            let problem = format!(
                "there are {} values; at most {MOST_LISTED} fit",
                values.len()
            );
            return Err(wrong(problem));
        }
        let twice = |(at, value): (usize, &String)| values.iter().take(at).any(|v| v == value);
        if let Some((_, value)) = values.iter().enumerate().find(|found| twice(*found)) {
            return Err(wrong(format!("`{value}` is given twice")));
        }
        Ok(Axis {
            path: path.trim().to_owned(),
            values: Values::List(values),
        })
    }

    /// The path of the setting.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How many values there are; at least two.
    #[must_use]
    pub fn count(&self) -> usize {
        match &self.values {
            Values::Grid { count, .. } => *count,
            Values::List(values) => values.len(),
        }
    }

    /// True for a list of texts, whose numbers are their places.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.values, Values::List(_))
    }

    /// The unit of its numbers, such as `ms`; empty for plain numbers and lists.
    #[must_use]
    pub fn unit(&self) -> String {
        match &self.values {
            Values::Grid { from, .. } => from.unit(),
            Values::List(_) => String::new(),
        }
    }

    /// The distance of two neighbours; one in a list.
    #[must_use]
    pub fn step(&self) -> Decimal {
        match &self.values {
            Values::Grid { step, .. } => *step,
            Values::List(_) => Decimal::ONE,
        }
    }

    /// The number of a value, counted from zero: of a list its place.
    #[must_use]
    pub fn at(&self, place: usize) -> Decimal {
        let place = Decimal::from(place);
        match &self.values {
            // Neither can overflow below the largest value, which was given.
            Values::Grid { from, step, .. } => step
                .saturating_mul(place)
                .saturating_add(from.number)
                .normalize(),
            Values::List(_) => place,
        }
    }

    /// A number of this axis as a scenario would state it: `237 ms`; of a list the text in that place.
    #[must_use]
    pub fn text(&self, at: Decimal) -> String {
        match &self.values {
            Values::Grid { from, .. } => from.with(at).to_string(),
            Values::List(values) => {
                let value = at.to_usize().and_then(|place| values.get(place));
                value.cloned().unwrap_or_default()
            }
        }
    }
}

/// Most values that are listed one by one.
const MOST_LISTED: usize = 1_000;
