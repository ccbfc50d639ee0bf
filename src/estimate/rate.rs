//! Rating: pooled usage → free allowances → tiers → money.

use super::buying::{Bought, Buying};
use crate::catalog::{Allowance, Pooling, Price};
use crate::formula::{Compiled, Formula};
use crate::units::{ArithmeticError, Case, Money, Spread, arithmetic};
use rust_decimal::Decimal;
use std::sync::Arc;

/// All usage of one key; what the free tier does not cover is a pool of its own, whose tiers are counted
/// apart.
#[derive(Debug, Clone)]
pub(super) struct Pool {
    pub price: Arc<Price>,
    pub pooling: Pooling,
    /// Whether the free tier covers it.
    pub free_tier: bool,
    pub quantity: Spread<Compiled>,
}

/// Where the quantities of a walk come from.
#[derive(Debug, Clone, Copy)]
pub(super) enum At<'v> {
    /// The requests of the month, every range at one end.
    Requests(Decimal, Case),
    /// They are given.
    Given(&'v Given),
}

/// Quantities for one draw of the inputs.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// Of each pool.
    pub pools: Vec<Decimal>,
    /// The amount of each grant.
    pub grants: Vec<Decimal>,
    /// Quantity and hours of each line, where something is bought.
    pub lines: Vec<(Decimal, Decimal)>,
}

impl Pool {
    /// What the first `quantity` units cost.
    pub fn cost(&self, quantity: Decimal) -> Result<Money, ArithmeticError> {
        self.price.tiers.cost(quantity).map(Money::new)
    }
}

pub(super) fn compiled(spread: &Spread<Compiled>, case: Case) -> &Compiled {
    match case {
        Case::Low => &spread.low,
        Case::Expected => &spread.expected,
        Case::High => &spread.high,
    }
}

/// Where an allowance comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum GrantOrigin {
    /// It comes with a resource.
    Included { title: String },
    /// It is part of the account's free tier.
    Allowance(Box<Allowance>),
}

impl GrantOrigin {
    pub fn is_included(&self) -> bool {
        matches!(self, GrantOrigin::Included { .. })
    }

    pub fn title(&self) -> &str {
        match self {
            GrantOrigin::Included { title } => title,
            GrantOrigin::Allowance(allowance) => &allowance.title,
        }
    }
}

/// A free amount shared by some pools.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    pub origin: GrantOrigin,
    /// The amounts that make it up; several when more than one resource brings some.
    pub amounts: Vec<Spread<Compiled>>,
    /// The formulas of the amounts.
    pub formulas: Vec<Formula>,
    pub pools: Vec<usize>,
}

impl Grant {
    /// The amount granted. What takes off is small where the result is to be large, so that the three
    /// cases are bounds: an inclusion with a range is looked at from its other end.
    fn amount(&self, requests: Decimal, case: Case) -> Result<Decimal, ArithmeticError> {
        let case = case.opposite();
        self.amounts.iter().try_fold(Decimal::ZERO, |sum, amount| {
            arithmetic::add(sum, compiled(amount, case).value(requests)?)
        })
    }

    fn is_fixed(&self) -> bool {
        let fixed = |amount: &Spread<Compiled>| {
            amount.low.is_fixed() && amount.expected.is_fixed() && amount.high.is_fixed()
        };
        self.amounts.iter().all(fixed)
    }
}

/// What rating finds on its way. One walk serves the total and the detailed estimate.
pub(super) trait Ledger {
    /// All usage of a pool at its price.
    fn usage(&mut self, pool: usize, quantity: Decimal, cost: Money)
    -> Result<(), ArithmeticError>;

    /// What a grant takes off a pool: the units from `start` on.
    fn offset(&mut self, offset: Offset) -> Result<(), ArithmeticError>;

    /// Whether to look for the best commitments too.
    fn wants_advice(&self) -> bool {
        false
    }

    /// What is bought other than on demand.
    fn bought(&mut self, bought: Bought) -> Result<(), ArithmeticError>;
}

/// A pool in the course of a walk.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Open {
    /// All usage.
    pub quantity: Decimal,
    /// Units covered by grants so far: the first ones.
    pub covered: Decimal,
}

/// What a grant takes off a pool.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offset {
    pub grant: usize,
    pub pool: usize,
    /// Units already covered by earlier grants.
    pub start: Decimal,
    /// Units this grant covers.
    pub covered: Decimal,
    /// What they would have cost.
    pub value: Money,
}

/// Pools and grants of an architecture, with what never changes added up beforehand.
#[derive(Debug, Clone)]
pub(super) struct Rating {
    pub pools: Vec<Pool>,
    pub grants: Vec<Grant>,
    /// How usage is bought, when not all of it is on demand.
    pub buying: Option<Box<Buying>>,
    /// Pools and grants that depend on traffic, and the total of all others.
    varying_pools: Vec<usize>,
    varying_grants: Vec<usize>,
    fixed_total: Spread<Money>,
}

impl Rating {
    pub fn new(
        pools: Vec<Pool>,
        grants: Vec<Grant>,
        buying: Option<Box<Buying>>,
    ) -> Result<Rating, ArithmeticError> {
        let mut varies: Vec<bool> = pools
            .iter()
            .map(|pool| {
                let quantity = &pool.quantity;
                let all = [&quantity.low, &quantity.expected, &quantity.high];
                // What is bought is settled over all lines together.
                buying.is_some() || !all.into_iter().all(Compiled::is_fixed)
            })
            .collect();
        // A pool that shares an allowance with a varying one varies too; so on until nothing moves.
        loop {
            let mut moved = false;
            for grant in &grants {
                let touched = !grant.is_fixed()
                    || grant
                        .pools
                        .iter()
                        .any(|at| varies.get(*at).copied().unwrap_or(true));
                for at in &grant.pools {
                    if let Some(flag) = varies.get_mut(*at)
                        && touched
                        && !*flag
                    {
                        *flag = true;
                        moved = true;
                    }
                }
            }
            if !moved {
                break;
            }
        }
        let split = |wanted: bool| {
            let flags = varies.iter().enumerate();
            flags
                .filter(|(_, varies)| **varies == wanted)
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        };
        let (fixed_pools, varying_pools) = (split(false), split(true));
        let (varying_grants, fixed_grants): (Vec<usize>, Vec<usize>) =
            (0..grants.len()).partition(|at| {
                let pools = grants.get(*at).map_or(&[][..], |grant| &grant.pools);
                pools.iter().any(|pool| varying_pools.contains(pool))
            });
        let mut rating = Rating {
            pools,
            grants,
            buying: None,
            varying_pools,
            varying_grants,
            fixed_total: Spread::exact(Money::ZERO),
        };
        rating.fixed_total = Spread::try_from_cases(|case| {
            let mut total = Total(Money::ZERO);
            let at = At::Requests(Decimal::ZERO, case);
            rating.walk(&fixed_pools, &fixed_grants, at, &mut total)?;
            Ok(total.0)
        })?;
        rating.buying = buying;
        Ok(rating)
    }

    /// The total for a number of requests in the month.
    pub fn total(&self, requests: Decimal, case: Case) -> Result<Money, ArithmeticError> {
        let mut total = Total(self.fixed_total.at(case));
        self.walk(
            &self.varying_pools,
            &self.varying_grants,
            At::Requests(requests, case),
            &mut total,
        )?;
        Ok(total.0)
    }

    /// The total of quantities that are given.
    pub fn total_of(&self, given: &Given) -> Result<Money, ArithmeticError> {
        let mut total = Total(Money::ZERO);
        self.walk_all(At::Given(given), &mut total)?;
        Ok(total.0)
    }

    /// Everything, for a ledger.
    pub fn walk_all(&self, at: At<'_>, ledger: &mut impl Ledger) -> Result<(), ArithmeticError> {
        let pools: Vec<usize> = (0..self.pools.len()).collect();
        let grants: Vec<usize> = (0..self.grants.len()).collect();
        self.walk(&pools, &grants, at, ledger)
    }

    fn walk(
        &self,
        pools: &[usize],
        grants: &[usize],
        at: At<'_>,
        ledger: &mut impl Ledger,
    ) -> Result<(), ArithmeticError> {
        let mut open = vec![Open::default(); self.pools.len()];
        let one =
            |values: &[Decimal], number: usize| values.get(number).copied().unwrap_or_default();
        for number in pools {
            let (Some(pool), Some(slot)) = (self.pools.get(*number), open.get_mut(*number)) else {
                continue;
            };
            let quantity = match at {
                At::Requests(requests, case) => compiled(&pool.quantity, case).value(requests)?,
                At::Given(given) => one(&given.pools, *number),
            };
            ledger.usage(*number, quantity, pool.cost(quantity)?)?;
            slot.quantity = quantity;
        }
        for number in grants {
            if let Some(grant) = self.grants.get(*number) {
                let amount = match at {
                    At::Requests(requests, case) => grant.amount(requests, case)?,
                    At::Given(given) => one(&given.grants, *number),
                };
                self.apply(*number, grant, amount, &mut open, ledger)?;
            }
        }
        if let Some(buying) = &self.buying {
            let advise = ledger.wants_advice();
            ledger.bought(buying.apply(&self.pools, &open, at, advise)?)?;
        }
        Ok(())
    }

    /// Shares an amount among the pools of a grant in proportion to what each has left uncovered,
    /// and takes it off the start of their tiers.
    fn apply(
        &self,
        number: usize,
        grant: &Grant,
        amount: Decimal,
        open: &mut [Open],
        ledger: &mut impl Ledger,
    ) -> Result<(), ArithmeticError> {
        // Most allowances are about one pool that no other allowance touches.
        if let [at] = grant.pools.as_slice()
            && let (Some(pool), Some(slot)) = (self.pools.get(*at), open.get_mut(*at))
            && slot.covered.is_zero()
        {
            let share = amount.min(slot.quantity);
            if share.is_zero() {
                return Ok(());
            }
            let value = pool.cost(share)?;
            slot.covered = share;
            return ledger.offset(Offset {
                grant: number,
                pool: *at,
                start: Decimal::ZERO,
                covered: share,
                value,
            });
        }
        let mut left = Decimal::ZERO;
        for at in &grant.pools {
            let slot = open.get(*at).copied().unwrap_or_default();
            left = arithmetic::add(left, arithmetic::sub(slot.quantity, slot.covered)?)?;
        }
        if left.is_zero() || amount.is_zero() {
            return Ok(());
        }
        let all_free = left <= amount;
        let granted = if all_free { left } else { amount };
        let (number_of_pools, mut passed_pools) = (grant.pools.len(), 0);
        // Cumulative shares, so that they add up to what is granted without a remainder.
        let (mut passed, mut given) = (Decimal::ZERO, Decimal::ZERO);
        for at in &grant.pools {
            let (Some(pool), Some(slot)) = (self.pools.get(*at), open.get_mut(*at)) else {
                continue;
            };
            let uncovered = arithmetic::sub(slot.quantity, slot.covered)?;
            passed = arithmetic::add(passed, uncovered)?;
            let until = match (all_free, number_of_pools == passed_pools + 1) {
                (true, _) => passed,
                (false, true) => granted,
                (false, false) => arithmetic::mul_div(granted, passed, left)?,
            };
            passed_pools += 1;
            let share = arithmetic::sub(until, given)?.min(uncovered);
            given = until;
            if share.is_zero() {
                continue;
            }
            let end = arithmetic::add(slot.covered, share)?;
            let value = match slot.covered.is_zero() {
                true => pool.cost(end)?,
                false => pool.cost(end)?.checked_sub(pool.cost(slot.covered)?)?,
            };
            ledger.offset(Offset {
                grant: number,
                pool: *at,
                start: slot.covered,
                covered: share,
                value,
            })?;
            slot.covered = end;
        }
        Ok(())
    }
}

/// A ledger that only adds up.
struct Total(Money);

impl Ledger for Total {
    fn usage(&mut self, _: usize, _: Decimal, cost: Money) -> Result<(), ArithmeticError> {
        self.0 = self.0.checked_add(cost)?;
        Ok(())
    }

    fn offset(&mut self, offset: Offset) -> Result<(), ArithmeticError> {
        self.0 = self.0.checked_sub(offset.value)?;
        Ok(())
    }

    fn bought(&mut self, bought: Bought) -> Result<(), ArithmeticError> {
        self.0 = self.0.checked_add(bought.change()?)?;
        Ok(())
    }
}
