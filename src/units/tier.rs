//! Tier schedules: what a quantity costs when the price per unit changes along the way.

use super::Money;
use super::arithmetic::{self, ArithmeticError};
use rust_decimal::Decimal;

/// A price for a number of units: 0.0225 per hour, or 0.20 per 1,000,000 requests.
///
/// Keeping the "per" means that `$16 per 730 hours` costs exactly 16 for 730 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnitPrice {
    amount: Decimal,
    /// `None` for one unit, which needs no division.
    per: Option<Decimal>,
}

impl UnitPrice {
    /// A price for one unit.
    #[must_use]
    pub fn per_unit(amount: Decimal) -> UnitPrice {
        UnitPrice { amount, per: None }
    }

    /// A price for `per` units; `None` unless `per` is positive.
    #[must_use]
    pub fn new(amount: Decimal, per: Decimal) -> Option<UnitPrice> {
        let per = per.normalize();
        let many = (per != Decimal::ONE).then_some(per);
        (per > Decimal::ZERO).then_some(UnitPrice { amount, per: many })
    }

    /// The amount for [`UnitPrice::per`] units.
    #[must_use]
    pub fn amount(self) -> Decimal {
        self.amount
    }

    /// How many units the amount pays for.
    #[must_use]
    pub fn per(self) -> Decimal {
        self.per.unwrap_or(Decimal::ONE)
    }

    /// The price of one unit; cut to 28 digits when it does not end.
    #[must_use]
    pub fn of_one(self) -> Decimal {
        self.amount.checked_div(self.per()).unwrap_or(self.amount)
    }

    /// What a quantity costs at this price.
    ///
    /// # Errors
    /// When the cost does not fit money.
    pub fn cost(self, quantity: Decimal) -> Result<Decimal, ArithmeticError> {
        let cost = match self.per {
            None => arithmetic::mul(quantity, self.amount)?,
            Some(per) => arithmetic::mul_div(quantity, self.amount, per)?,
        };
        Money::exactly(cost).map(|_| cost)
    }
}

/// One band of a schedule: quantities from `from` (included) to `to` (excluded).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// First quantity of the band.
    pub from: Decimal,
    /// First quantity beyond the band; `None` for the last one.
    pub to: Option<Decimal>,
    /// What one more unit costs inside the band.
    pub price: UnitPrice,
}

/// The part of a quantity that falls into one tier, with its cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The tier.
    pub tier: Tier,
    /// How much of the quantity falls into it.
    pub quantity: Decimal,
    /// What that part costs.
    pub cost: Decimal,
}

/// Why a list of tiers is not a schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TierError {
    /// There is no tier at all.
    #[error("there is no tier")]
    Empty,
    /// The first tier does not start at zero.
    #[error("the first tier starts at {0}, not at 0")]
    Start(Decimal),
    /// A tier ends at or before its start.
    #[error("the tier from {from} ends at {to}")]
    Backwards {
        /// Start of the tier.
        from: Decimal,
        /// Its end.
        to: Decimal,
    },
    /// Two neighbours do not touch.
    #[error("one tier ends at {end} and the next starts at {start}")]
    NotContiguous {
        /// End of the earlier tier.
        end: Decimal,
        /// Start of the later one.
        start: Decimal,
    },
    /// A tier other than the last has no end, or the last one has.
    #[error("only the last tier, and the last tier always, is open-ended")]
    OpenEnd,
    /// A price is below zero.
    #[error("the price {0} is negative")]
    NegativePrice(Decimal),
    /// The cost of the lower tiers does not fit a decimal.
    #[error("the tiers overflow: {0}")]
    Arithmetic(#[from] ArithmeticError),
}

/// Contiguous half-open tiers from zero to infinity.
///
/// ```
/// use breakeven::units::{Tier, TierSchedule, UnitPrice};
/// use rust_decimal::Decimal;
/// let price = |text: &str| UnitPrice::per_unit(text.parse().unwrap());
/// // Lambda duration on x86: 6 billion GB-seconds at one price, the next 9 billion at another.
/// let schedule = TierSchedule::new(vec![
///     Tier { from: 0.into(), to: Some(6_000_000_000_u64.into()), price: price("0.0000166667") },
///     Tier { from: 6_000_000_000_u64.into(), to: None, price: price("0.000015") },
/// ])?;
/// assert_eq!(schedule.cost(Decimal::from(9_216_000_000_u64))?.normalize().to_string(), "148240.2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierSchedule {
    tiers: Vec<Tier>,
    /// Cost of everything below each tier, so that a lookup is one multiplication.
    below: Vec<Decimal>,
}

impl TierSchedule {
    /// Checks that the tiers leave no gap, do not overlap and end in infinity.
    ///
    /// # Errors
    /// [`TierError`] naming the first fault.
    pub fn new(tiers: Vec<Tier>) -> Result<TierSchedule, TierError> {
        let mut expected_start = Some(Decimal::ZERO);
        let mut cost_below = Decimal::ZERO;
        let mut below = Vec::with_capacity(tiers.len());
        for (i, tier) in tiers.iter().enumerate() {
            let start = expected_start.ok_or(TierError::OpenEnd)?;
            if tier.from != start {
                return Err(if i == 0 {
                    TierError::Start(tier.from)
                } else {
                    TierError::NotContiguous {
                        end: start,
                        start: tier.from,
                    }
                });
            }
            if tier.price.amount() < Decimal::ZERO {
                return Err(TierError::NegativePrice(tier.price.amount()));
            }
            below.push(cost_below);
            if let Some(to) = tier.to {
                if to <= tier.from {
                    return Err(TierError::Backwards {
                        from: tier.from,
                        to,
                    });
                }
                let width = arithmetic::sub(to, tier.from)?;
                cost_below = arithmetic::add(cost_below, tier.price.cost(width)?)?;
            }
            expected_start = tier.to;
        }
        match (tiers.is_empty(), expected_start) {
            (true, _) => Err(TierError::Empty),
            (false, Some(_)) => Err(TierError::OpenEnd),
            (false, None) => Ok(TierSchedule { tiers, below }),
        }
    }

    /// One price for every quantity.
    ///
    /// # Errors
    /// [`TierError::NegativePrice`].
    pub fn flat(price: UnitPrice) -> Result<TierSchedule, TierError> {
        TierSchedule::new(vec![Tier {
            from: Decimal::ZERO,
            to: None,
            price,
        }])
    }

    /// The tiers, lowest first.
    #[must_use]
    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }

    /// What `quantity` units cost; a quantity of zero or less costs nothing.
    ///
    /// # Errors
    /// When the cost does not fit a decimal.
    pub fn cost(&self, quantity: Decimal) -> Result<Decimal, ArithmeticError> {
        if quantity.is_zero() || quantity.is_sign_negative() {
            return Ok(Decimal::ZERO);
        }
        // Most schedules have one tier and none has ten: a backward scan beats a binary search.
        let reached = self.tiers.iter().zip(&self.below).rev();
        for (tier, below) in reached {
            if tier.from.is_zero() {
                return tier.price.cost(quantity);
            }
            if quantity > tier.from {
                let inside = arithmetic::sub(quantity, tier.from)?;
                return arithmetic::add(*below, tier.price.cost(inside)?);
            }
        }
        Ok(Decimal::ZERO)
    }

    /// The quantity cut at the tier edges, each part with its cost. Empty for a quantity of zero.
    ///
    /// # Errors
    /// When a cost does not fit a decimal.
    pub fn slices(&self, quantity: Decimal) -> Result<Vec<Slice>, ArithmeticError> {
        let mut slices = Vec::new();
        for tier in &self.tiers {
            if quantity <= tier.from {
                break;
            }
            let end = tier.to.map_or(quantity, |to| to.min(quantity));
            // Nothing is subtracted where nothing needs to be: it could cost the last digit.
            let inside = match tier.from.is_zero() {
                true => end,
                false => arithmetic::sub(end, tier.from)?,
            };
            slices.push(Slice {
                cost: tier.price.cost(inside)?,
                quantity: inside,
                tier: tier.clone(),
            });
        }
        Ok(slices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(from: i64, to: Option<i64>, price: i64) -> Tier {
        Tier {
            from: from.into(),
            to: to.map(Decimal::from),
            price: UnitPrice::per_unit(price.into()),
        }
    }

    #[test]
    fn gaps_overlaps_and_closed_ends_are_refused() {
        let refused = |tiers| TierSchedule::new(tiers).is_err();
        assert!(refused(vec![]));
        assert!(refused(vec![tier(1, None, 1)]));
        assert!(refused(vec![tier(0, Some(10), 1)]));
        assert!(refused(vec![tier(0, Some(10), 1), tier(11, None, 1)]));
        assert!(refused(vec![tier(0, Some(10), 1), tier(9, None, 1)]));
        assert!(refused(vec![tier(0, None, 1), tier(10, None, 1)]));
        assert!(refused(vec![tier(0, Some(0), 1), tier(0, None, 1)]));
        assert!(refused(vec![tier(0, None, -1)]));
    }

    #[test]
    fn a_tier_includes_its_start_and_excludes_its_end() {
        let schedule = TierSchedule::new(vec![tier(0, Some(10), 2), tier(10, None, 1)]).unwrap();
        let cost = |q: i64| schedule.cost(q.into()).unwrap();
        assert_eq!(cost(0), Decimal::ZERO);
        assert_eq!(cost(10), 20.into());
        assert_eq!(cost(11), 21.into());
        let slices = schedule.slices(11.into()).unwrap();
        assert_eq!(slices.len(), 2);
        assert_eq!(
            slices.iter().map(|s| s.quantity).sum::<Decimal>(),
            11.into()
        );
    }
}
