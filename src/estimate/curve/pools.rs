//! Rating along the traffic: pools, free allowances and tiers as lines, as [`super::super::rate`] does it
//! for one amount of traffic.

use super::ints::{Line, TooWide, Wide, add, mul, scaled, sub};
use super::nodes::{Node, Piece, together};
use super::quantity::{NotFollowed, Quantity};
use crate::estimate::bind::Bound;
use crate::estimate::rate::{Grant, compiled};
use crate::units::exact::{Fraction, common_multiple, fraction, quotient};
use crate::units::{Case, UnitPrice};
use ethnum::I256;
use num_bigint::BigInt;
use num_traits::Zero;

/// One architecture before everything has a common denominator.
pub(super) struct Draft {
    pools: Vec<(Quantity, Vec<DraftTier>)>,
    grants: Vec<DraftGrant>,
}

#[derive(PartialEq)]
struct DraftTier {
    from: Fraction,
    to: Option<Fraction>,
    price: Fraction,
}

#[derive(PartialEq)]
struct DraftGrant {
    amount: Quantity,
    pools: Vec<usize>,
    /// The part of it each pool gets, where all grow in proportion.
    parts: Option<Vec<Fraction>>,
}

fn price(price: UnitPrice) -> Result<Fraction, NotFollowed> {
    quotient(&fraction(price.amount()), &fraction(price.per())).ok_or(NotFollowed)
}

impl Draft {
    pub fn of(bound: &Bound, per_day: &Fraction) -> Result<Draft, NotFollowed> {
        if bound.rating.buying.is_some() {
            return Err(NotFollowed);
        }
        let mut pools = Vec::with_capacity(bound.rating.pools.len());
        for (at, pool) in bound.rating.pools.iter().enumerate() {
            let mut quantity = Quantity::zero();
            for line in bound.lines.iter().filter(|line| line.pool == at) {
                quantity.add(Quantity::of(&line.usage.formula, Case::Expected, per_day)?);
            }
            let mut tiers = Vec::new();
            for tier in pool.price.tiers.tiers() {
                tiers.push(DraftTier {
                    from: fraction(tier.from),
                    to: tier.to.map(fraction),
                    price: price(tier.price)?,
                });
            }
            pools.push((quantity, tiers));
        }
        let grants = bound.rating.grants.iter();
        let grants = grants.map(|grant| DraftGrant::of(grant, &pools, per_day));
        Ok(Draft {
            grants: grants.collect::<Result<_, _>>()?,
            pools,
        })
    }

    /// Numbers that clear the denominators of quantities and of prices.
    pub fn common(&self, (quantities, prices): (BigInt, BigInt)) -> (BigInt, BigInt) {
        let (mut quantities, mut prices) = (quantities, prices);
        for (quantity, tiers) in &self.pools {
            quantities = quantity.common(quantities);
            for tier in tiers {
                quantities = common_multiple(&quantities, &tier.from);
                prices = common_multiple(&prices, &tier.price);
            }
        }
        for grant in &self.grants {
            quantities = grant.amount.common(quantities);
            for part in grant.parts.iter().flatten() {
                quantities = common_multiple(&quantities, &(part * &grant.amount.fixed));
            }
        }
        (quantities, prices)
    }
}

/// The pools two architectures have in common, place by place in the first: equal usage at equal prices
/// under equal allowances, which costs both the same whatever the traffic.
pub(super) fn shared(one: &Draft, other: &Draft) -> Vec<bool> {
    let twin = |at: usize| {
        let pool = one.pools.get(at)?;
        other.pools.iter().position(|candidate| candidate == pool)
    };
    let twins: Vec<Option<usize>> = (0..one.pools.len()).map(twin).collect();
    let mut shared: Vec<bool> = twins.iter().map(Option::is_some).collect();
    // An allowance keeps its pools in common only with an equal one over the twins of all of them.
    let has_twin = |grant: &DraftGrant| {
        let pools = grant.pools.iter();
        let pools: Option<Vec<usize>> = pools.map(|at| twins.get(*at).copied().flatten()).collect();
        pools.is_some_and(|pools| {
            let mut grants = other.grants.iter();
            grants.any(|g| g.pools == pools && g.amount == grant.amount && g.parts == grant.parts)
        })
    };
    let touches = |grant: &DraftGrant, at: usize| grant.pools.contains(&at);
    loop {
        let mut changed = false;
        for grant in &one.grants {
            let keeps = has_twin(grant)
                && grant
                    .pools
                    .iter()
                    .all(|at| shared.get(*at).copied().unwrap_or(false));
            for at in &grant.pools {
                if let (false, Some(flag)) = (keeps, shared.get_mut(*at))
                    && *flag
                {
                    *flag = false;
                    changed = true;
                }
            }
        }
        for (at, twin) in twins.iter().enumerate() {
            let Some(twin) = twin else { continue };
            let of_one = one.grants.iter().filter(|grant| touches(grant, at)).count();
            let of_other = other
                .grants
                .iter()
                .filter(|grant| touches(grant, *twin))
                .count();
            if let (true, Some(flag)) = (of_one != of_other, shared.get_mut(at))
                && *flag
            {
                *flag = false;
                changed = true;
            }
        }
        if !changed {
            return shared;
        }
    }
}

impl DraftGrant {
    fn of(
        grant: &Grant,
        pools: &[(Quantity, Vec<DraftTier>)],
        per_day: &Fraction,
    ) -> Result<DraftGrant, NotFollowed> {
        let mut amount = Quantity::zero();
        for granted in &grant.amounts {
            let (fixed, slope) = compiled(granted, Case::Expected)
                .line()
                .ok_or(NotFollowed)?;
            amount.fixed += fraction(fixed);
            amount.slope += fraction(slope) * per_day;
        }
        let slopes = grant.pools.iter().map(|at| {
            let (quantity, _) = pools.get(*at)?;
            quantity.as_proportion().cloned()
        });
        let slopes: Option<Vec<Fraction>> = slopes.collect();
        let parts = slopes.and_then(|slopes| {
            let sum: Fraction = slopes.iter().sum();
            let parts = slopes.iter().map(|slope| quotient(slope, &sum));
            parts.collect::<Option<Vec<_>>>()
        });
        let is_fixed = amount.slope.is_zero();
        Ok(DraftGrant {
            amount,
            pools: grant.pools.clone(),
            parts: parts.filter(|_| is_fixed && grant.pools.len() > 1),
        })
    }
}

/// One architecture over the common denominators.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    pools: Vec<PoolNode>,
    grants: Vec<GrantNode>,
}

/// Every different quantity of some curves, with the piece it is on: what several architectures use alike
/// is followed once.
#[derive(Debug, Clone, Default)]
pub(super) struct Quantities(Vec<Followed>);

#[derive(Debug, Clone)]
struct Followed {
    quantity: Quantity,
    node: Node,
    piece: Option<(u64, Piece)>,
    bounds: Option<((u64, u64), (I256, I256))>,
}

impl Quantities {
    fn place(&mut self, quantity: &Quantity, scale: &BigInt) -> Wide<usize> {
        let known = self.0.iter().position(|known| known.quantity == *quantity);
        if let Some(known) = known {
            return Ok(known);
        }
        self.0.push(Followed {
            quantity: quantity.clone(),
            node: Node::new(quantity, scale)?,
            piece: None,
            bounds: None,
        });
        Ok(self.0.len() - 1)
    }

    fn at(&mut self, place: usize, n: u64) -> Wide<Piece> {
        let followed = self.0.get_mut(place).ok_or(TooWide)?;
        if let Some((from, piece)) = followed.piece
            && (from..=piece.until).contains(&n)
        {
            return Ok(piece);
        }
        let piece = followed.node.at(n)?;
        followed.piece = Some((n, piece));
        Ok(piece)
    }

    fn bounds(&mut self, place: usize, from: u64, to: u64) -> Wide<(I256, I256)> {
        let followed = self.0.get_mut(place).ok_or(TooWide)?;
        if let Some((ends, bounds)) = followed.bounds
            && ends == (from, to)
        {
            return Ok(bounds);
        }
        let bounds = followed.node.bounds(from, to)?;
        followed.bounds = Some(((from, to), bounds));
        Ok(bounds)
    }
}

#[derive(Debug, Clone)]
struct PoolNode {
    quantity: usize,
    tiers: Vec<TierNode>,
}

#[derive(Debug, Clone)]
struct TierNode {
    from: I256,
    to: Option<I256>,
    price: I256,
    /// Cost of everything below.
    below: I256,
}

#[derive(Debug, Clone)]
struct GrantNode {
    amount: Line,
    pools: Vec<usize>,
    parts: Option<Vec<I256>>,
}

/// A pool on the way through rating.
#[derive(Clone, Copy, Default)]
struct Open {
    quantity: Line,
    covered: Line,
}

/// Why a piece of the cost can't be given as a line.
pub(super) enum Stop {
    /// A figure has too many digits.
    TooWide,
    /// An allowance is shared in proportions that change with the traffic.
    Shared,
}

impl From<TooWide> for Stop {
    fn from(_: TooWide) -> Stop {
        Stop::TooWide
    }
}

impl Pools {
    pub fn new(
        draft: &Draft,
        (quantities, prices): (&BigInt, &BigInt),
        followed: &mut Quantities,
    ) -> Wide<Pools> {
        let mut pools = Vec::with_capacity(draft.pools.len());
        for (quantity, tiers) in &draft.pools {
            let mut below = I256::ZERO;
            let mut nodes = Vec::with_capacity(tiers.len());
            for tier in tiers {
                let from = scaled(&tier.from, quantities)?;
                let to = tier
                    .to
                    .as_ref()
                    .map(|to| scaled(to, quantities))
                    .transpose()?;
                let price = scaled(&tier.price, prices)?;
                nodes.push(TierNode {
                    from,
                    to,
                    price,
                    below,
                });
                if let Some(to) = to {
                    below = add(below, mul(sub(to, from)?, price)?)?;
                }
            }
            pools.push(PoolNode {
                quantity: followed.place(quantity, quantities)?,
                tiers: nodes,
            });
        }
        let grant = |grant: &DraftGrant| {
            let parts = grant.parts.as_ref().map(|parts| {
                let parts = parts.iter().map(|part| part * &grant.amount.fixed);
                parts
                    .map(|part| scaled(&part, quantities))
                    .collect::<Wide<_>>()
            });
            Ok(GrantNode {
                amount: Line {
                    a: scaled(&grant.amount.fixed, quantities)?,
                    b: scaled(&grant.amount.slope, quantities)?,
                },
                pools: grant.pools.clone(),
                parts: parts.transpose()?,
            })
        };
        Ok(Pools {
            grants: draft.grants.iter().map(grant).collect::<Wide<_>>()?,
            pools,
        })
    }

    /// The piece of the total cost at a value.
    pub fn at(&self, n: u64, followed: &mut Quantities) -> Result<Piece, Stop> {
        let mut all = Piece::line(Line::ZERO, u64::MAX);
        let mut open = Vec::with_capacity(self.pools.len());
        for pool in &self.pools {
            let piece = followed.at(pool.quantity, n)?;
            all.smooth = together(all, piece);
            all.until = all.until.min(piece.until);
            open.push(Open {
                quantity: piece.line,
                covered: Line::ZERO,
            });
        }
        let (line, until) = self.rate(&mut open, n)?;
        Ok(Piece {
            line,
            until: all.until.min(until),
            smooth: all.smooth,
        })
    }

    /// The least and the most the cost is between two values of one stretch, `without` some pools: more of
    /// anything is never cheaper.
    pub fn bounds(
        &self,
        (from, to): (u64, u64),
        without: &[bool],
        followed: &mut Quantities,
    ) -> Result<(I256, I256), Stop> {
        let mut ends = (Vec::new(), Vec::new());
        for (at, pool) in self.pools.iter().enumerate() {
            let (low, high) = match without.get(at) {
                Some(true) => (I256::ZERO, I256::ZERO),
                _ => followed.bounds(pool.quantity, from, to)?,
            };
            let open = |quantity| Open {
                quantity: Line::constant(quantity),
                covered: Line::ZERO,
            };
            ends.0.push(open(low));
            ends.1.push(open(high));
        }
        let (low, _) = self.rate(&mut ends.0, to)?;
        let (high, _) = self.rate(&mut ends.1, from)?;
        Ok((low.at(to)?, high.at(from)?))
    }

    fn rate(&self, open: &mut [Open], n: u64) -> Result<(Line, u64), Stop> {
        let mut until = u64::MAX;
        for grant in &self.grants {
            until = until.min(grant.apply(open, n)?);
        }
        let mut total = Line::ZERO;
        for (pool, slot) in self.pools.iter().zip(open.iter()) {
            let (all, until_all) = pool.cost(slot.quantity, n)?;
            let (free, until_free) = pool.cost(slot.covered, n)?;
            total = total.plus(all.minus(free)?)?;
            until = until.min(until_all).min(until_free);
        }
        Ok((total, until))
    }
}

impl GrantNode {
    /// Takes the grant off its pools; returns the last value up to which it does so in the same way.
    fn apply(&self, open: &mut [Open], n: u64) -> Result<u64, Stop> {
        let mut left = Line::ZERO;
        for at in &self.pools {
            let slot = open.get(*at).copied().unwrap_or_default();
            left = left.plus(slot.quantity.minus(slot.covered)?)?;
        }
        let beyond = left.minus(self.amount)?;
        if beyond.at(n)? <= I256::ZERO {
            for at in &self.pools {
                if let Some(slot) = open.get_mut(*at) {
                    slot.covered = slot.quantity;
                }
            }
            return Ok(beyond.last_not_above(n)?);
        }
        let back = Line::ZERO.minus(beyond)?;
        let until = match back.first_above(n)? {
            // Usage never falls as traffic grows, but for what is smooth.
            Some(first) => first.saturating_sub(1).max(n),
            None => u64::MAX,
        };
        match (self.pools.as_slice(), &self.parts) {
            ([at], _) => {
                if let Some(slot) = open.get_mut(*at) {
                    slot.covered = slot.covered.plus(self.amount)?;
                }
            }
            (pools, Some(parts)) => {
                for (at, part) in pools.iter().zip(parts) {
                    if let Some(slot) = open.get_mut(*at) {
                        if slot.covered != Line::ZERO {
                            return Err(Stop::Shared);
                        }
                        slot.covered = Line::constant(*part);
                    }
                }
            }
            (_, None) if left.b == I256::ZERO && left.a == I256::ZERO => {}
            (_, None) => return Err(Stop::Shared),
        }
        Ok(until)
    }
}

impl PoolNode {
    /// What the first units of the pool cost, and the last value up to which they end in the same tier.
    fn cost(&self, quantity: Line, n: u64) -> Wide<(Line, u64)> {
        let value = quantity.at(n)?;
        if value <= I256::ZERO {
            return Ok((Line::ZERO, quantity.last_not_above(n)?));
        }
        let reached = self.tiers.iter().rev().find(|tier| value > tier.from);
        let Some(tier) = reached else {
            return Ok((Line::ZERO, u64::MAX));
        };
        let inside = quantity.minus(Line::constant(tier.from))?;
        let cost = inside.times(tier.price)?.plus(Line::constant(tier.below))?;
        let mut until = u64::MAX;
        if let Some(to) = tier.to {
            let beyond = quantity.minus(Line::constant(to))?;
            until = until.min(beyond.last_not_above(n)?);
        }
        if quantity.b < I256::ZERO {
            // A quantity that falls leaves its tier at the lower end.
            let back = Line::constant(tier.from).minus(quantity)?;
            until = until.min(back.last_not_above(n)?);
        }
        Ok((cost, until))
    }
}
