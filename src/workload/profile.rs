//! The hours of a traffic profile: what each hour has of the traffic, on average and at its worst.
//!
//! A profile is a circle of hours, mostly the 168 of a week that starts on Monday at 00:00. Each hour
//! has a *mean*, its part of the traffic, and a *surge*, what capacity must carry in it. Both are
//! weights around one: the means of a profile average exactly one, so that a month of a profile has
//! the requests the traffic level states. Weights have 12 decimal places at most; those that never end
//! are rounded half to even, which keeps task counts the same on every machine.

use crate::units::{ArithmeticError, arithmetic};
use rust_decimal::{Decimal, RoundingStrategy};

/// Hours of a week.
pub const WEEK: usize = 168;

/// Decimal places of a weight.
const PLACES: u32 = 12;

/// Longest profile: the hours of a leap year.
pub const MOST_HOURS: usize = 8_784;

/// One hour of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hour {
    /// Its traffic, where one is the average of all hours.
    pub mean: Decimal,
    /// What capacity must carry in it before the burst factor of the traffic level, on the same scale.
    pub surge: Decimal,
}

/// A circle of hours whose means average one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    hours: Vec<Hour>,
}

/// Why numbers are no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// All weights are zero, so nothing says when traffic comes.
    #[error("the weights sum to zero")]
    Zero,
    /// A weight is below zero.
    #[error("weight {0} is negative")]
    Negative(usize),
    /// There are no whole days of hours, or more than those of a year.
    #[error("there are {0} weights; a day has 24, a week 168 and a year 8,760")]
    Length(usize),
    /// A weight is too large to be added up.
    #[error(transparent)]
    Arithmetic(#[from] ArithmeticError),
}

impl Profile {
    /// The same traffic in every hour.
    #[must_use]
    pub fn flat() -> Profile {
        Profile::of_day([Decimal::ONE; 24])
    }

    /// A week of equal days. The weights must average one.
    pub(super) fn of_day(day: [Decimal; 24]) -> Profile {
        Profile::exact(day.iter().cycle().take(WEEK).copied())
    }

    /// Hours whose weights average one already.
    pub(super) fn exact(weights: impl Iterator<Item = Decimal>) -> Profile {
        let hour = |mean| Hour { mean, surge: mean };
        Profile {
            hours: weights.map(hour).collect(),
        }
    }

    /// Hours with any weights, brought to an average of one. A single day is repeated to a week.
    ///
    /// What rounding leaves over goes to the largest weight, so that the average is exact.
    ///
    /// # Errors
    /// [`ProfileError`] for weights that say nothing.
    pub fn from_weights(weights: &[Decimal]) -> Result<Profile, ProfileError> {
        Profile::from_hours(weights, weights)
    }

    /// Hours with any weights and surges on the same scale, brought to an average of one.
    ///
    /// # Errors
    /// [`ProfileError`] for weights that say nothing.
    pub(super) fn from_hours(
        weights: &[Decimal],
        surges: &[Decimal],
    ) -> Result<Profile, ProfileError> {
        let count = weights.len();
        if count == 0 || !count.is_multiple_of(24) || count > MOST_HOURS {
            return Err(ProfileError::Length(count));
        }
        if let Some(at) = weights.iter().position(|weight| *weight < Decimal::ZERO) {
            return Err(ProfileError::Negative(at + 1));
        }
        let sum = arithmetic::sum(weights.iter().copied())?;
        if sum.is_zero() {
            return Err(ProfileError::Zero);
        }
        let whole = Decimal::from(count);
        let scaled = |weight: &Decimal| {
            let scaled = match weight.is_zero() {
                true => Decimal::ZERO,
                false => arithmetic::mul_div(*weight, whole, sum)?,
            };
            Ok::<_, ArithmeticError>(
                scaled.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointNearestEven),
            )
        };
        let mut means: Vec<Decimal> = weights.iter().map(scaled).collect::<Result<_, _>>()?;
        let left = arithmetic::sub(whole, arithmetic::sum(means.iter().copied())?)?;
        let largest = means.iter_mut().max();
        let mut surges: Vec<Decimal> = surges.iter().map(scaled).collect::<Result<_, _>>()?;
        if let Some(largest) = largest {
            *largest = arithmetic::add(*largest, left)?;
        }
        for (surge, mean) in surges.iter_mut().zip(&means) {
            *surge = (*surge).max(*mean);
        }
        let hours = means.iter().zip(&surges);
        let hours: Vec<Hour> = hours
            .map(|(mean, surge)| Hour {
                mean: mean.normalize(),
                surge: surge.normalize(),
            })
            .collect();
        // A single day stands for each day of the week.
        let length = if count == 24 { WEEK } else { count };
        Ok(Profile {
            hours: hours.iter().cycle().take(length).copied().collect(),
        })
    }

    /// The hours, in their order; after the last comes the first again.
    #[must_use]
    pub fn hours(&self) -> &[Hour] {
        &self.hours
    }

    /// How many hours there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hours.len()
    }

    /// Never true: a profile has at least a day.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }

    /// The traffic of the busiest hour over that of the average one.
    #[must_use]
    pub fn busiest(&self) -> Decimal {
        let means = self.hours.iter().map(|hour| hour.mean);
        means.max().unwrap_or(Decimal::ONE)
    }

    /// The largest surge of any hour.
    #[must_use]
    pub fn highest(&self) -> Decimal {
        let surges = self.hours.iter().map(|hour| hour.surge);
        surges.max().unwrap_or(Decimal::ONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimals(values: &[i64]) -> Vec<Decimal> {
        values.iter().copied().map(Decimal::from).collect()
    }

    #[test]
    fn weights_average_exactly_one_whatever_they_are() {
        // Thirds never end: each of 24 weights is rounded, and the largest takes what is left.
        let mut day = decimals(&[1; 24]);
        day[5] = Decimal::from(2);
        let profile = Profile::from_weights(&day).unwrap();
        let sum: Decimal = profile.hours().iter().map(|hour| hour.mean).sum();
        assert_eq!(profile.len(), WEEK);
        assert_eq!(sum, Decimal::from(WEEK));
        assert_eq!(profile.busiest().to_string(), "1.92");
        let thirds = Profile::from_weights(&decimals(&[1, 2, 4].repeat(8))).unwrap();
        let day: Decimal = thirds.hours().iter().take(24).map(|hour| hour.mean).sum();
        assert_eq!(day, Decimal::from(24));
    }

    #[test]
    fn weights_that_say_nothing_are_refused() {
        assert_eq!(
            Profile::from_weights(&decimals(&[0; 24])),
            Err(ProfileError::Zero)
        );
        assert_eq!(
            Profile::from_weights(&decimals(&[1; 23])),
            Err(ProfileError::Length(23))
        );
        let mut day = decimals(&[1; 24]);
        day[3] = Decimal::NEGATIVE_ONE;
        assert_eq!(Profile::from_weights(&day), Err(ProfileError::Negative(4)));
        let huge = vec![Decimal::MAX; 24];
        assert!(matches!(
            Profile::from_weights(&huge),
            Err(ProfileError::Arithmetic(_))
        ));
    }
}
