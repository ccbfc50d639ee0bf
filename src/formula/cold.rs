//! Cold starts of one hour; the model is that of [`ColdStarts`].

use super::hours::{ColdStarts, ceil};
use crate::units::{ArithmeticError, arithmetic};
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};

/// Decimal places of a probability: enough for a cent in 10 billion requests, and the same everywhere.
const PLACES: u32 = 12;

/// From here on `exp(−x)` is zero at [`PLACES`].
const GONE: Decimal = Decimal::from_parts(29, 0, 0, false, 0);

/// 99 % of a Poisson distribution lie below its mean and so many standard deviations.
const DEVIATIONS: Decimal = Decimal::from_parts(233, 0, 0, false, 2);

/// The most of the requests of a busy hour that start an environment.
const MOST: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Environments that suffice for a mean in flight: ⌈L + 2.33·√L⌉.
///
/// # Errors
/// When a step overflows.
pub fn environments(in_flight: Decimal) -> Result<Decimal, ArithmeticError> {
    if in_flight.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let root = in_flight.sqrt().ok_or(ArithmeticError::Overflow)?;
    arithmetic::add(in_flight, arithmetic::mul(DEVIATIONS, root)?).map(ceil)
}

/// `exp(−x)`, rounded half to even to 12 places.
pub(crate) fn decay(x: Decimal) -> Decimal {
    if x >= GONE {
        return Decimal::ZERO;
    }
    // The error of the series stays far below the place that is kept.
    let tolerance = Decimal::from_parts(1, 0, 0, false, 20);
    let value = x
        .checked_exp_with_tolerance(tolerance)
        .unwrap_or(Decimal::MAX);
    let value = Decimal::ONE.checked_div(value).unwrap_or_default();
    value.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointNearestEven)
}

impl ColdStarts {
    /// Requests in flight, on average at the worst minute, for the requests of an hour.
    pub(crate) fn load(&self, requests: Decimal) -> Result<Decimal, ArithmeticError> {
        match requests.is_zero() {
            true => Ok(Decimal::ZERO),
            false => arithmetic::mul(requests, self.in_flight),
        }
    }

    /// Cold starts in an hour with so many requests, after one with so many.
    pub(crate) fn of(
        &self,
        requests: Decimal,
        before: Decimal,
    ) -> Result<Decimal, ArithmeticError> {
        if requests.is_zero() {
            return Ok(Decimal::ZERO);
        }
        let load = self.load(requests)?;
        let hour = Decimal::from(3_600);
        if load < Decimal::ONE {
            let idle = arithmetic::mul_div(requests, self.idle, hour)?;
            let chance = decay(idle);
            return match chance.is_zero() {
                true => Ok(Decimal::ZERO),
                false => arithmetic::mul(requests, chance),
            };
        }
        let now = environments(load)?;
        let earlier = environments(self.load(before)?)?;
        let rise = arithmetic::sub(now, earlier)?.max(Decimal::ZERO);
        let renewed = arithmetic::mul_div(now, hour, self.life)?;
        let started = arithmetic::add(rise, renewed)?;
        Ok(started.min(arithmetic::mul(requests, MOST)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// e^−0.41666… = 0.659 240 630 200; e^−10 = 0.000 045 399 930; e^−28 rounds to 0.000 000 000 001.
    #[test]
    fn decay_is_exact_to_twelve_places() {
        let x = Decimal::from(100) * Decimal::from(360) / Decimal::from(86_400);
        assert_eq!(decay(x).to_string(), "0.659240630200");
        assert_eq!(decay(Decimal::TEN).to_string(), "0.000045399930");
        assert_eq!(decay(Decimal::from(28)).to_string(), "0.000000000001");
        assert_eq!(decay(Decimal::from(29)), Decimal::ZERO);
        assert_eq!(decay(Decimal::ZERO), Decimal::ONE);
    }

    /// 1.7361 + 2.33 × √1.7361 = 4.806; nothing in flight needs nothing.
    #[test]
    fn environments_cover_all_but_one_in_a_hundred() {
        let count = |text: &str| environments(decimal(text)).unwrap().to_string();
        assert_eq!(count("1.7361"), "5");
        assert_eq!(count("0"), "0");
        // 1 + 2.33 = 3.33, and 100 + 23.3.
        assert_eq!(count("1"), "4");
        assert_eq!(count("100"), "124");
    }
}
