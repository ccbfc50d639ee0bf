//! Pools, free allowances and tiers of an architecture before everything has a common denominator.

use super::quantity::{NotFollowed, Quantity};
use crate::estimate::bind::Bound;
use crate::estimate::rate::{Grant, compiled};
use crate::units::exact::{Fraction, common_multiple, fraction, quotient};
use crate::units::{Case, UnitPrice};
use num_bigint::BigInt;
use num_traits::{Signed, Zero};

/// One architecture before everything has a common denominator.
pub(super) struct Draft {
    pub pools: Vec<(Quantity, Vec<DraftTier>)>,
    pub grants: Vec<DraftGrant>,
}

#[derive(PartialEq)]
pub(super) struct DraftTier {
    pub from: Fraction,
    pub to: Option<Fraction>,
    pub price: Fraction,
}

#[derive(PartialEq)]
pub(super) struct DraftGrant {
    pub amount: Quantity,
    pub pools: Vec<usize>,
    /// The part of it each pool gets, where all grow in proportion.
    pub parts: Option<Vec<Fraction>>,
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

impl Draft {
    /// What a pool costs, where that is its quantity at one price, whatever the traffic. No quantity but a
    /// fixed one is ever below zero.
    fn at_one_price(&self, at: usize) -> Option<Quantity> {
        let (quantity, tiers) = self.pools.get(at)?;
        let [tier] = tiers.as_slice() else {
            return None;
        };
        let is_granted = self.grants.iter().any(|grant| grant.pools.contains(&at));
        let is_negative = quantity.fixed.is_negative() || quantity.slope.is_negative();
        if is_granted || is_negative || tier.to.is_some() || !tier.from.is_zero() {
            return None;
        }
        quantity.clone().times(&tier.price).ok()
    }

    /// The cost of everything at one price, as one quantity; and the other pools, those that share an
    /// allowance together.
    pub fn parts(&self) -> (Quantity, Vec<Vec<usize>>) {
        let mut plain = Quantity::zero();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in 0..self.pools.len() {
            match self.at_one_price(at) {
                Some(cost) => plain.add(cost),
                None => groups.push(vec![at]),
            }
        }
        for grant in &self.grants {
            let is_touched = |group: &Vec<usize>| group.iter().any(|at| grant.pools.contains(at));
            let (touched, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_touched);
            groups = others;
            let mut together: Vec<usize> = touched.into_iter().flatten().collect();
            together.sort_unstable();
            groups.push(together);
        }
        plain.merge();
        (plain, groups)
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
            amount.fixed += fixed;
            amount.slope += slope * per_day;
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
