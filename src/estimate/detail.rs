//! The detailed estimate: what rating found, shared back to the components line by line.

use super::EstimateError;
use super::bind::{Bound, Line, total_error};
use super::buying::Bought;
use super::charge::{Category, Charge, ChargedTier, Estimate, INCLUDED};
use super::credits::CreditOutlook;
use super::rate::{At, GrantOrigin, Ledger, Offset, Pool};
use super::share::Share;
use crate::catalog::FreeTier;
use crate::formula::{Conditions, Formula};
use crate::units::{ArithmeticError, Case, Money, Quantity, Spread, arithmetic};
use rust_decimal::Decimal;
use std::sync::Arc;

/// What rating found at one end of the ranges.
#[derive(Default)]
pub(super) struct Found {
    usage: Vec<(Decimal, Money)>,
    offsets: Vec<Offset>,
    pub bought: Bought,
}

impl Ledger for Found {
    fn usage(&mut self, _: usize, quantity: Decimal, cost: Money) -> Result<(), ArithmeticError> {
        self.usage.push((quantity, cost));
        Ok(())
    }

    fn offset(&mut self, offset: Offset) -> Result<(), ArithmeticError> {
        self.offsets.push(offset);
        Ok(())
    }

    fn wants_advice(&self) -> bool {
        true
    }

    fn bought(&mut self, bought: Bought) -> Result<(), ArithmeticError> {
        self.bought = bought;
        Ok(())
    }
}

impl Bound {
    /// The estimate for the traffic the architecture was bound with.
    ///
    /// # Errors
    /// When a figure does not fit a decimal.
    pub fn estimate(&self) -> Result<Estimate, EstimateError> {
        let total = |error| total_error(&self.architecture, &self.workload, error);
        let find = |case: Case| {
            let mut found = Found::default();
            let requests = self.requests.at(case);
            self.rating
                .walk_all(At::Requests(requests, case), &mut found)
                .map_err(|error| self.culprit(requests, case).unwrap_or_else(|| total(error)))?;
            Ok(found)
        };
        // Without a range the three cases are one.
        let ranged = !self.requests.is_exact()
            || self.lines.iter().any(|line| {
                let hours = line.usage.hours.as_ref();
                line.usage.formula.has_range() || hours.is_some_and(Formula::has_range)
            });
        let found = Cases {
            ends: if ranged {
                Some((find(Case::Low)?, find(Case::High)?))
            } else {
                None
            },
            expected: find(Case::Expected)?,
        };
        let shares = self.shares()?;
        let mut charges = Vec::with_capacity(self.lines.len() * 2);
        for (at, (line, share)) in self.lines.iter().zip(&shares).enumerate() {
            // Lines and pools are built together: a line always has a pool.
            let Some(pool) = self.rating.pools.get(line.pool) else {
                continue;
            };
            let line = (line, pool);
            charges.push(self.usage_charge(line, share, &found).map_err(total)?);
            charges.extend(self.offset_charges(line, share, &found).map_err(total)?);
            charges.extend(self.bought_charges(at, line, &found).map_err(total)?);
        }
        let commitments = self.commitments(&found).map_err(total)?;
        charges.extend(self.fee_charges(&commitments).map_err(total)?);
        let monthly_cost = Spread::try_from_cases(|case| {
            Money::sum(charges.iter().map(|charge: &Charge| charge.cost.at(case)))
        });
        let monthly_cost = monthly_cost.map_err(total)?;
        let list_cost = Spread::try_from_cases(|case| {
            let listed = |c: &&Charge| c.category.is_listed();
            let usage = charges.iter().filter(listed);
            Money::sum(usage.map(|charge: &Charge| charge.cost.at(case)))
        });
        let mut estimate = Estimate {
            architecture: self.architecture.clone(),
            title: self.title.clone(),
            traffic: self.workload.level.clone(),
            month: self.workload.month,
            requests_per_month: self.requests,
            requests_formula: self.workload.derivation(),
            currency: self.currency,
            monthly_cost,
            list_cost: list_cost.map_err(total)?,
            charges,
            commitments,
            credits: None,
            assumptions: self.assumptions.clone(),
            warnings: self.warnings.clone(),
        };
        if self.free_tier.kind == FreeTier::Credits {
            let balance = self.free_tier.balance;
            let outlook = CreditOutlook::new(&self.credit_rules, balance, &monthly_cost);
            estimate.credits = Some(outlook);
        }
        self.note(&mut estimate).map_err(total)?;
        Ok(estimate)
    }

    /// The share of each line in its pool, in each case.
    fn shares(&self) -> Result<Vec<Spread<Share>>, EstimateError> {
        let value = |line: &Line, case: Case| {
            let requests = Spread::exact(self.requests.at(case));
            let conditions = Conditions {
                requests,
                case,
                draws: &[],
            };
            let failed = |error| EstimateError::Arithmetic {
                architecture: self.architecture.clone(),
                component: line.component.clone(),
                formula: line.usage.formula.show(&self.requests),
                error,
            };
            line.usage.formula.value(conditions).map_err(failed)
        };
        let mut passed = vec![Spread::exact(Decimal::ZERO); self.rating.pools.len()];
        let mut edges = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let Some(passed) = passed.get_mut(line.pool) else {
                continue;
            };
            let before = *passed;
            let until = Spread::try_from_cases(|case| {
                let failed = |error| total_error(&self.architecture, &self.workload, error);
                arithmetic::add(before.at(case), value(line, case)?).map_err(failed)
            })?;
            *passed = until;
            edges.push((line.pool, before, until));
        }
        let all = edges.into_iter().map(|(pool, before, until)| {
            let of = passed.get(pool).copied().unwrap_or_default();
            Spread::from_cases(|case| Share {
                before: before.at(case),
                until: until.at(case),
                of: of.at(case),
            })
        });
        Ok(all.collect())
    }

    fn usage_charge(
        &self,
        (line, pool): (&Line, &Pool),
        share: &Spread<Share>,
        found: &Cases,
    ) -> Result<Charge, ArithmeticError> {
        let pooled = |case: Case| {
            let usage = &found.at(case).usage;
            usage.get(line.pool).copied().unwrap_or_default()
        };
        let quantity = Spread::try_from_cases(|case| share.at(case).quantity(pooled(case).0))?;
        let cost = Spread::try_from_cases(|case| share.at(case).money(pooled(case).1))?;
        let slices = pool.price.tiers.slices(pooled(Case::Expected).0)?;
        let tier = |slice: &crate::units::Slice| {
            Ok(ChargedTier {
                from: slice.tier.from,
                to: slice.tier.to,
                quantity: share.expected.quantity(slice.quantity)?,
                unit_price: slice.tier.price.of_one(),
                cost: share.expected.money(Money::new(slice.cost))?,
            })
        };
        let mut tiers: Vec<ChargedTier> = slices
            .iter()
            .map(tier)
            .collect::<Result<_, ArithmeticError>>()?;
        settle(&mut tiers, quantity.expected, cost.expected)?;
        Ok(Charge {
            component: line.component.clone(),
            service: line.service,
            category: Category::Usage,
            key: line.usage.key.clone(),
            description: line.usage.title.clone(),
            quantity: Quantity {
                amount: quantity,
                unit: line.usage.spec.unit,
            },
            formula: line.usage.formula.show(&self.requests),
            tiers,
            cost,
            allowance: None,
            price: Arc::clone(&pool.price),
            pooling: pool.pooling,
        })
    }

    /// One negative line for every grant that takes something off this line's pool.
    fn offset_charges(
        &self,
        (line, pool): (&Line, &Pool),
        share: &Spread<Share>,
        found: &Cases,
    ) -> Result<Vec<Charge>, ArithmeticError> {
        let mut charges = Vec::new();
        for (number, grant) in self.rating.grants.iter().enumerate() {
            let offset = |case: Case| {
                let offsets = &found.at(case).offsets;
                offsets
                    .iter()
                    .find(|o| o.grant == number && o.pool == line.pool)
                    .copied()
            };
            if [Case::Low, Case::Expected, Case::High]
                .into_iter()
                .all(|c| offset(c).is_none())
            {
                continue;
            }
            let quantity = Spread::try_from_cases(|case| {
                let covered = offset(case).map_or(Decimal::ZERO, |offset| offset.covered);
                share.at(case).quantity(covered).map(|quantity| -quantity)
            })?;
            let cost = Spread::try_from_cases(|case| {
                let value = offset(case).map_or(Money::ZERO, |offset| offset.value);
                share.at(case).money(value).map(Money::negated)
            })?;
            if quantity == Spread::default() && cost == Spread::default() {
                continue;
            }
            let mut tiers = match offset(Case::Expected) {
                Some(offset) => offset_tiers(pool, offset, share.expected)?,
                None => Vec::new(),
            };
            settle(&mut tiers, quantity.expected, cost.expected)?;
            charges.push(Charge {
                component: line.component.clone(),
                service: line.service,
                category: match &grant.origin {
                    GrantOrigin::Included { .. } => Category::Included,
                    GrantOrigin::Allowance(_) => Category::FreeTier,
                },
                key: line.usage.key.clone(),
                description: grant.origin.title().to_owned(),
                quantity: Quantity {
                    amount: quantity,
                    unit: line.usage.spec.unit,
                },
                formula: self.offset_formula(grant, line.pool),
                tiers,
                cost,
                allowance: Some(match &grant.origin {
                    GrantOrigin::Included { .. } => INCLUDED.to_owned(),
                    GrantOrigin::Allowance(allowance) => allowance.id.clone(),
                }),
                price: Arc::clone(&pool.price),
                pooling: pool.pooling,
            });
        }
        Ok(charges)
    }

    /// How an allowance reaches a line, in words.
    fn offset_formula(&self, grant: &super::rate::Grant, pool: usize) -> String {
        let lines = self.lines.iter().filter(|line| line.pool == pool).count();
        let shared = match (grant.pools.len() > 1, lines > 1) {
            (false, false) => "",
            _ => ", shared by usage",
        };
        match &grant.origin {
            GrantOrigin::Included { title } => format!("{title}{shared}"),
            GrantOrigin::Allowance(allowance) => {
                let amount = crate::units::number::grouped(allowance.amount);
                let scope = match allowance.scope {
                    crate::catalog::AllowanceScope::Account => "a month in the account",
                    crate::catalog::AllowanceScope::Region => "a month in the region",
                };
                format!(
                    "the first {amount} {} {scope}{shared}",
                    allowance.unit.counted(false)
                )
            }
        }
    }
}

/// The tiers an offset falls into: the slices up to its end less those up to its start.
fn offset_tiers(
    pool: &Pool,
    offset: Offset,
    share: Share,
) -> Result<Vec<ChargedTier>, ArithmeticError> {
    let end = arithmetic::add(offset.start, offset.covered)?;
    let mut tiers = Vec::new();
    for slice in pool.price.tiers.slices(end)? {
        let from = slice.tier.from.max(offset.start);
        let until = arithmetic::add(slice.tier.from, slice.quantity)?;
        let inside = arithmetic::sub(until, from)?;
        if inside <= Decimal::ZERO {
            continue;
        }
        let cost = Money::new(slice.tier.price.cost(inside)?);
        tiers.push(ChargedTier {
            from: slice.tier.from,
            to: slice.tier.to,
            quantity: -share.quantity(inside)?,
            unit_price: slice.tier.price.of_one(),
            cost: share.money(cost)?.negated(),
        });
    }
    Ok(tiers)
}

/// Gives the last tier what the others leave, so that shares of tiers, which may never end, add up
/// to the line to the last digit.
fn settle(
    tiers: &mut [ChargedTier],
    quantity: Decimal,
    cost: Money,
) -> Result<(), ArithmeticError> {
    let Some((last, others)) = tiers.split_last_mut() else {
        return Ok(());
    };
    (last.quantity, last.cost) = (quantity, cost);
    for other in others {
        last.quantity = arithmetic::sub(last.quantity, other.quantity)?;
        last.cost = last.cost.checked_sub(other.cost)?;
    }
    Ok(())
}

/// What was found in each case.
pub(super) struct Cases {
    expected: Found,
    ends: Option<(Found, Found)>,
}

impl Cases {
    pub fn at(&self, case: Case) -> &Found {
        match (case, &self.ends) {
            (Case::Low, Some((low, _))) => low,
            (Case::High, Some((_, high))) => high,
            _ => &self.expected,
        }
    }
}
