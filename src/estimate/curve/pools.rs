//! Rating along the traffic: pools, free allowances and tiers as lines, as [`super::super::rate`] does it
//! for one amount of traffic.

use super::drafts::{Draft, DraftGrant, DraftTier};
use super::followed::{Followed, Quantities};
use super::ints::{Line, TooWide, Wide, add, mul, mul_div, scaled, sub};
use super::nodes::{Piece, together};
use ethnum::I256;
use num_bigint::BigInt;

/// One architecture over the common denominators.
#[derive(Debug, Clone)]
pub(super) struct Pools {
    /// All of them as they are, for bounds.
    all: Group,
    /// The cost of everything at one price.
    plain: usize,
    /// What is left, each with what it shares an allowance with.
    groups: Vec<usize>,
}

/// Pools, and the allowances they share with no other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pools: Vec<PoolNode>,
    grants: Vec<GrantNode>,
}

#[derive(Debug, Clone, PartialEq)]
struct PoolNode {
    quantity: usize,
    tiers: Vec<TierNode>,
}

#[derive(Debug, Clone, PartialEq)]
struct TierNode {
    from: I256,
    to: Option<I256>,
    price: I256,
    /// Cost of everything below.
    below: I256,
}

#[derive(Debug, Clone, PartialEq)]
struct GrantNode {
    amount: Line,
    pools: Vec<usize>,
    parts: Option<Vec<I256>>,
}

/// A pool on the way through rating.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Open {
    quantity: Line,
    covered: Line,
}

/// Why a piece of the cost can't be given as a line.
#[derive(Debug, Clone, Copy)]
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
    pub fn new(draft: &Draft, scales: (&BigInt, &BigInt), followed: &mut Followed) -> Wide<Pools> {
        let (quantities, prices) = scales;
        let (plain, groups) = draft.parts();
        let mut places = Vec::with_capacity(groups.len());
        for pools in &groups {
            let group = Group::new(draft, pools, scales, followed)?;
            places.push(followed.group(group));
        }
        let all: Vec<usize> = (0..draft.pools.len()).collect();
        Ok(Pools {
            all: Group::new(draft, &all, scales, followed)?,
            plain: followed.place(&plain, &(quantities * prices))?,
            groups: places,
        })
    }

    /// The piece of the total cost at a value.
    pub fn at(&self, n: u64, followed: &mut Followed) -> Result<Piece, Stop> {
        let mut piece = followed.at(self.plain, n)?;
        for group in &self.groups {
            piece = piece.plus(followed.group_at(*group, n)?)?;
        }
        Ok(piece)
    }

    /// The least and the most the cost is between any two values, `without` some pools: more of anything is
    /// never cheaper. `slack` is what an evaluated cost may be off, where an allowance is shared in
    /// proportions that are rounded.
    pub fn bounds(
        &self,
        (from, to): (u64, u64),
        without: &[bool],
        slack: I256,
        followed: &mut Followed,
    ) -> Wide<(I256, I256)> {
        let mut ends = (Vec::new(), Vec::new());
        for (at, pool) in self.all.pools.iter().enumerate() {
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
        let (low, is_split) = self.all.rate_fixed(&mut ends.0, to, Rounded::Up)?;
        let low = if is_split { sub(low, slack)? } else { low };
        let (high, is_split) = self.all.rate_fixed(&mut ends.1, from, Rounded::Down)?;
        let high = if is_split { add(high, slack)? } else { high };
        Ok((low, high))
    }
}

/// How the shares of an allowance are rounded: up for the least cost, down for the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rounded {
    Up,
    Down,
}

impl Group {
    /// Some pools of a draft, with the allowances that all are theirs.
    fn new(
        draft: &Draft,
        places: &[usize],
        (quantities, prices): (&BigInt, &BigInt),
        followed: &mut Followed,
    ) -> Wide<Group> {
        let mut pools = Vec::with_capacity(places.len());
        for (quantity, tiers) in places.iter().filter_map(|at| draft.pools.get(*at)) {
            pools.push(PoolNode {
                quantity: followed.place(quantity, quantities)?,
                tiers: tier_nodes(tiers, quantities, prices)?,
            });
        }
        let mut grants = Vec::new();
        for grant in &draft.grants {
            let own = grant.pools.iter().map(|at| places.binary_search(at).ok());
            if let Some(own) = own.collect::<Option<Vec<usize>>>() {
                grants.push(GrantNode::new(grant, own, quantities)?);
            }
        }
        Ok(Group { pools, grants })
    }

    /// The piece of their cost at a value, given the pieces of the quantities.
    pub fn at(
        &self,
        n: u64,
        quantities: &mut Quantities,
        open: &mut Vec<Open>,
    ) -> Result<Piece, Stop> {
        let mut all = Piece::line(Line::ZERO, u64::MAX);
        open.clear();
        for pool in &self.pools {
            let piece = quantities.at(pool.quantity, n)?;
            all.smooth = together(all, piece);
            all.until = all.until.min(piece.until);
            open.push(Open {
                quantity: piece.line,
                covered: Line::ZERO,
            });
        }
        let (line, until) = self.rate(open, n)?;
        Ok(Piece {
            line,
            until: all.until.min(until),
            smooth: all.smooth,
        })
    }

    fn rate(&self, open: &mut [Open], n: u64) -> Result<(Line, u64), Stop> {
        let mut until = u64::MAX;
        for grant in &self.grants {
            until = until.min(grant.apply(open, n)?);
        }
        let (total, until_total) = self.total(open, n)?;
        Ok((total, until.min(until_total)))
    }

    /// What quantities that do not change cost at a value, and whether shares were rounded on the way.
    fn rate_fixed(&self, open: &mut [Open], n: u64, rounded: Rounded) -> Wide<(I256, bool)> {
        let mut is_split = false;
        for grant in &self.grants {
            match grant.apply(open, n) {
                Ok(_) => {}
                Err(Stop::TooWide) => return Err(TooWide),
                Err(Stop::Shared) => {
                    is_split = true;
                    grant.split(open, n, rounded)?;
                }
            }
        }
        Ok((self.total(open, n)?.0.at(n)?, is_split))
    }

    /// What is left to pay once allowances are taken off.
    fn total(&self, open: &[Open], n: u64) -> Wide<(Line, u64)> {
        let (mut total, mut until) = (Line::ZERO, u64::MAX);
        for (pool, slot) in self.pools.iter().zip(open) {
            let (all, until_all) = pool.cost(slot.quantity, n)?;
            total = total.plus(all)?;
            until = until.min(until_all);
            if slot.covered != Line::ZERO {
                let (free, until_free) = pool.cost(slot.covered, n)?;
                total = total.minus(free)?;
                until = until.min(until_free);
            }
        }
        Ok((total, until))
    }
}

fn tier_nodes(tiers: &[DraftTier], quantities: &BigInt, prices: &BigInt) -> Wide<Vec<TierNode>> {
    let mut below = I256::ZERO;
    let mut nodes = Vec::with_capacity(tiers.len());
    for tier in tiers {
        let from = scaled(&tier.from, quantities)?;
        let to = tier.to.as_ref().map(|to| scaled(to, quantities));
        let to = to.transpose()?;
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
    Ok(nodes)
}

impl GrantNode {
    fn new(grant: &DraftGrant, pools: Vec<usize>, scale: &BigInt) -> Wide<GrantNode> {
        let parts = grant.parts.as_ref().map(|parts| {
            let parts = parts.iter().map(|part| part * &grant.amount.fixed);
            parts.map(|part| scaled(&part, scale)).collect::<Wide<_>>()
        });
        Ok(GrantNode {
            amount: Line {
                a: scaled(&grant.amount.fixed, scale)?,
                b: scaled(&grant.amount.slope, scale)?,
            },
            pools,
            parts: parts.transpose()?,
        })
    }

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
                let is_covered = |at: &usize| open.get(*at).is_some_and(Open::is_covered);
                if pools.iter().any(is_covered) {
                    return Err(Stop::Shared);
                }
                for (at, part) in pools.iter().zip(parts) {
                    if let Some(slot) = open.get_mut(*at) {
                        slot.covered = Line::constant(*part);
                    }
                }
            }
            (_, None) if left.b == I256::ZERO && left.a == I256::ZERO => {}
            (_, None) => return Err(Stop::Shared),
        }
        Ok(until)
    }

    /// Takes the grant off quantities that do not change and exceed it, in proportion to what each has left.
    fn split(&self, open: &mut [Open], n: u64, rounded: Rounded) -> Wide<()> {
        let amount = self.amount.at(n)?;
        let left_of = |slot: &Open| sub(slot.quantity.at(n)?, slot.covered.at(n)?);
        let mut left = I256::ZERO;
        for at in &self.pools {
            left = add(left, left_of(open.get(*at).ok_or(TooWide)?)?)?;
        }
        for at in &self.pools {
            let slot = open.get_mut(*at).ok_or(TooWide)?;
            let own = left_of(slot)?;
            let mut share = mul_div(amount, own, left)?;
            if rounded == Rounded::Up {
                share = add(share, I256::ONE)?.min(own);
            }
            slot.covered = Line::constant(add(slot.covered.at(n)?, share)?);
        }
        Ok(())
    }
}

impl Open {
    fn is_covered(&self) -> bool {
        self.covered != Line::ZERO
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
