//! What architectures cost at every number of requests a day, exactly.
//!
//! Between two corners the cost is a straight line in the requests: corners are where a task is added,
//! an allowance is used up, a tier begins. A curve is followed from corner to corner with whole numbers
//! over one common denominator, so that neither a cost nor a corner is ever rounded. Where rare requests
//! meet cold functions the cost is no line; there it is exact at each number of requests, with bounds in
//! between. Commitments, and allowances shared in changing proportions, are evaluated one number of
//! requests at a time, as an estimate is.

mod along;
mod chances;
mod crew;
mod drafts;
mod followed;
mod ints;
mod nodes;
mod pools;
mod quantity;
mod steps;
mod terms;

use super::bind::Bound;
use crate::units::exact::{Fraction, fraction, quotient};
use crate::units::{ArithmeticError, Case, Money, arithmetic};
use drafts::Draft;
use ethnum::I256;
use followed::Followed;
use ints::{Line, Ready, TooWide, Wide, to_decimal};
use num_bigint::BigInt;
use pools::{Pools, Stop};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// The costs of several architectures along the requests of a day, over one denominator.
#[derive(Debug, Clone)]
pub struct Curves<'b> {
    curves: Vec<Curve<'b>>,
    denominator: I256,
    /// What they use, each quantity once.
    followed: Followed,
    /// For each architecture and each other, which pools it has in common with that.
    shared: Vec<Vec<Vec<bool>>>,
}

#[derive(Debug, Clone)]
struct Curve<'b> {
    bound: &'b Bound,
    /// None where the architecture can only be evaluated.
    pools: Option<Pools>,
}

/// An amount of money over the common denominator of some [`Curves`]; two of the same curves compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost(I256);

/// One architecture from one number of requests a day on.
#[derive(Debug, Clone, Copy)]
pub enum Stretch {
    /// A straight line up to and with `until`.
    Line {
        /// The line.
        line: CostLine,
        /// The last number of requests on it.
        until: u64,
    },
    /// No line; bounds hold between any two numbers up to and with `until`.
    Between {
        /// The cost here.
        cost: Cost,
        /// The last number of requests up to which nothing else changes.
        until: u64,
    },
}

/// A cost as a line in the requests of a day.
#[derive(Debug, Clone, Copy)]
pub struct CostLine(Line);

impl CostLine {
    /// The cost at a number of requests a day.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn at(self, requests: u64) -> Result<Cost, ArithmeticError> {
        Ok(Cost(self.0.at(requests).map_err(overflow)?))
    }

    /// The first number of requests from `from` on at which this costs no more than another.
    ///
    /// # Errors
    /// When a step does not fit.
    pub fn first_not_above(
        self,
        other: CostLine,
        from: u64,
    ) -> Result<Option<u64>, ArithmeticError> {
        // Whole numbers: no more is less than one more.
        let gap = other.0.plus(Line::constant(I256::ONE));
        let gap = gap.and_then(|gap| gap.minus(self.0)).map_err(overflow)?;
        gap.first_above(from).map_err(overflow)
    }

    /// True when both cost the same at every number of requests.
    #[must_use]
    pub fn is_same(self, other: CostLine) -> bool {
        self.0 == other.0
    }
}

/// A cost in money as a line in the requests of a day.
#[derive(Debug, Clone, Copy)]
pub struct MoneyLine(Ready);

impl MoneyLine {
    /// The cost at a number of requests a day, rounded at the last place money keeps.
    ///
    /// # Errors
    /// When it does not fit.
    #[inline]
    pub fn at(&self, requests: u64) -> Result<Money, ArithmeticError> {
        self.0.at(requests).map(Money::new).map_err(overflow)
    }
}

fn overflow(_: TooWide) -> ArithmeticError {
    ArithmeticError::Overflow
}

impl<'b> Curves<'b> {
    /// The curves of some architectures, each bound at the same traffic level.
    #[must_use]
    pub fn new(bounds: &[&'b Bound]) -> Curves<'b> {
        let per_day: Vec<Fraction> = bounds.iter().map(|bound| per_day(bound)).collect();
        let drafts = bounds.iter().zip(&per_day);
        let drafts: Vec<Option<Draft>> = drafts
            .map(|(bound, per_day)| Draft::of(bound, per_day).ok())
            .collect();
        // Costs that are evaluated are decimals of so many places.
        let start = (BigInt::from(1), BigInt::from(10).pow(EVALUATED_PLACES));
        let (quantities, prices) = drafts
            .iter()
            .flatten()
            .fold(start, |common, draft| draft.common(common));
        let denominator = ints::of_big(&(&quantities * &prices));
        let mut followed = Followed::default();
        let mut made =
            |draft: &Draft| Pools::new(draft, (&quantities, &prices), &mut followed).ok();
        let with = |one: &Option<Draft>, other: &Option<Draft>| match (one, other) {
            (Some(one), Some(other)) => drafts::shared(one, other),
            _ => Vec::new(),
        };
        let all_with = |one| drafts.iter().map(|other| with(one, other)).collect();
        let shared = drafts.iter().map(all_with).collect();
        let curves = bounds.iter().zip(&drafts);
        let curves = curves.map(|(bound, draft)| Curve {
            bound,
            pools: draft
                .as_ref()
                .filter(|_| denominator.is_ok())
                .and_then(&mut made),
        });
        let curves = curves.collect();
        followed.close();
        Curves {
            shared,
            curves,
            followed,
            denominator: denominator.unwrap_or(I256::new(10).pow(EVALUATED_PLACES)),
        }
    }

    /// How many architectures there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.curves.len()
    }

    /// How many hours with a weight of their own are followed, in all quantities together.
    #[must_use]
    pub fn hours(&self) -> u64 {
        self.followed.hours()
    }

    /// How many lines the architectures have that can only be evaluated.
    #[must_use]
    pub fn evaluated_lines(&self) -> u64 {
        let evaluated = self.curves.iter().filter(|curve| curve.pools.is_none());
        let lines: usize = evaluated.map(|curve| curve.bound.lines.len()).sum();
        u64::try_from(lines).unwrap_or(u64::MAX)
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.curves.is_empty()
    }

    /// An architecture from a number of requests a day on.
    ///
    /// # Errors
    /// When its cost does not fit.
    pub fn stretch(&mut self, at: usize, requests: u64) -> Result<Stretch, ArithmeticError> {
        let denominator = self.denominator;
        let Some(curve) = self.curves.get(at) else {
            return Err(ArithmeticError::Overflow);
        };
        if let Some(pools) = &curve.pools {
            match pools.at(requests, &mut self.followed) {
                Ok(piece) => {
                    return Ok(match piece.smooth {
                        None => Stretch::Line {
                            line: CostLine(piece.line),
                            until: piece.until,
                        },
                        Some(until) => Stretch::Between {
                            cost: Cost(piece.line.at(requests).map_err(overflow)?),
                            until: until.max(requests),
                        },
                    });
                }
                Err(Stop::Shared | Stop::TooWide) => {}
            }
        }
        Ok(Stretch::Between {
            cost: curve.evaluated(requests, denominator)?,
            until: u64::MAX,
        })
    }

    /// What an architecture costs at a number of requests a day.
    ///
    /// # Errors
    /// When its cost does not fit.
    pub fn cost(&mut self, at: usize, requests: u64) -> Result<Cost, ArithmeticError> {
        match self.stretch(at, requests)? {
            Stretch::Line { line, .. } => line.at(requests),
            Stretch::Between { cost, .. } => Ok(cost),
        }
    }

    /// How the cost of an architecture compares with that of another at every number of requests a day
    /// between two; `None` where that is not known to be the same at all of them.
    ///
    /// What both have in common does not count: a cent of difference decides between two that rise and
    /// fall together.
    ///
    /// # Errors
    /// When a cost does not fit.
    pub fn compare(
        &mut self,
        at: usize,
        with: usize,
        (from, to): (u64, u64),
    ) -> Result<Option<Ordering>, ArithmeticError> {
        let own = self.bounds(at, with, from, to)?;
        let other = self.bounds(with, at, from, to)?;
        let (Some((least, most)), Some((other_least, other_most))) = (own, other) else {
            return Ok(None);
        };
        Ok(match (least > other_most, most < other_least) {
            (true, _) => Some(Ordering::Greater),
            (_, true) => Some(Ordering::Less),
            _ if least == other_most && most == other_least => Some(Ordering::Equal),
            _ => None,
        })
    }

    /// The least and the most of what an architecture costs beside what it has in common with another;
    /// `None` where nothing is known.
    fn bounds(
        &mut self,
        at: usize,
        other: usize,
        from: u64,
        to: u64,
    ) -> Result<Option<(I256, I256)>, ArithmeticError> {
        let (Some(curve), Some(rival)) = (self.curves.get(at), self.curves.get(other)) else {
            return Ok(None);
        };
        let without = self.shared.get(at).and_then(|shared| shared.get(other));
        // Pools in common are left out on both sides or on none.
        let without = match curve.pools.is_some() && rival.pools.is_some() {
            true => without.map_or(&[][..], Vec::as_slice),
            false => &[],
        };
        if let Some(pools) = &curve.pools {
            // Evaluated costs are rounded at their last place.
            let slack = self.denominator / I256::new(10).pow(EVALUATED_PLACES) + I256::ONE;
            match pools.bounds((from, to), without, slack, &mut self.followed) {
                Ok(bounds) => return Ok(Some(bounds)),
                Err(TooWide) if !without.is_empty() => return Ok(None),
                Err(TooWide) => {}
            }
        }
        if curve.bound.has_cold_starts() && from < to {
            return Ok(None);
        }
        // More traffic is never cheaper.
        let low = curve.evaluated(from, self.denominator)?;
        let high = curve.evaluated(to, self.denominator)?;
        Ok(Some((low.0, high.0)))
    }

    /// A line made ready for its costs as money at many numbers of requests; `before` is one of the same
    /// curves that was made ready already.
    #[must_use]
    pub fn ready(&self, line: CostLine, before: Option<&MoneyLine>) -> MoneyLine {
        let before = before.map(|before| &before.0);
        MoneyLine(Ready::new(line.0, self.denominator, before))
    }

    /// A cost as money, rounded at the last place money keeps.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn money(&self, cost: Cost) -> Result<Money, ArithmeticError> {
        let amount = to_decimal(cost.0, self.denominator).map_err(overflow)?;
        Ok(Money::new(amount))
    }
}

/// Places of a cost that is evaluated: far below any price, far above what divisions leave.
const EVALUATED_PLACES: u32 = 14;

impl Curve<'_> {
    /// The cost as an estimate has it.
    fn evaluated(&self, requests: u64, denominator: I256) -> Result<Cost, ArithmeticError> {
        let month = self.bound.requests_for(Decimal::from(requests))?;
        let cost = self.bound.monthly_cost(month, Case::Expected)?;
        // Divisions on the way leave their last digits; equal costs must stay equal.
        let cost = Money::new(cost.amount().round_dp(EVALUATED_PLACES));
        over(cost, denominator).map_err(overflow)
    }
}

/// An amount of money over a denominator, cut where it does not end.
fn over(cost: Money, denominator: I256) -> Wide<Cost> {
    let amount = cost.amount();
    let product = ints::mul(I256::from(amount.mantissa()), denominator)?;
    let ten = I256::new(10).checked_pow(amount.scale()).ok_or(TooWide)?;
    ints::floor(product, ten).map(Cost)
}

/// Requests of the month for one request a day.
fn per_day(bound: &Bound) -> Fraction {
    let hours = fraction(bound.workload.month.counted_hours());
    let day = fraction(Decimal::from(24));
    quotient(&hours, &day).unwrap_or_default()
}

impl Bound {
    /// Requests of the month for a number of requests a day, cut at 28 digits.
    ///
    /// # Errors
    /// When they do not fit.
    pub fn requests_for(&self, per_day: Decimal) -> Result<Decimal, ArithmeticError> {
        let hours = self.workload.month.counted_hours();
        match per_day.is_zero() {
            true => Ok(Decimal::ZERO),
            false => arithmetic::mul_div(per_day, hours, Decimal::from(24)),
        }
    }
}
