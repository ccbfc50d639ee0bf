//! Buying the usage of a month: Spot, reservations, Savings Plans and discounts, taken off line by line
//! once allowances are.
//!
//! Only what lies in the first tier of a price, beyond the free allowances, can be covered by a
//! commitment: rates are stated for the first tier alone.

use super::terms::{Bought, Buying, Commitment, CommitmentKind, LineBought, Outcome};
use crate::estimate::rate::{At, Open, Pool, compiled};
use crate::estimate::share::Share;
use crate::purchase::{Curve, Part};
use crate::units::{ArithmeticError, Money, UnitPrice, arithmetic};
use rust_decimal::{Decimal, RoundingStrategy};

/// Less than this is left by a division, not used.
const RESIDUE: Decimal = Decimal::from_parts(1, 0, 0, false, 15);

impl Buying {
    /// Buys the usage of a month.
    pub fn apply(
        &self,
        pools: &[Pool],
        open: &[Open],
        at: At<'_>,
        advise: bool,
    ) -> Result<Bought, ArithmeticError> {
        let parts = self.parts(pools, open, at)?;
        let mut lines = vec![LineBought::default(); self.lines.len()];
        let on_demand = self.on_spot(pools, &parts, &mut lines)?;
        let mut curve = Curve::new(&on_demand, self.month)?;
        let mut outcomes = Vec::with_capacity(self.commitments.len());
        let mut eligible = Vec::with_capacity(self.commitments.len());
        for (number, commitment) in self.commitments.iter().enumerate() {
            let candidates = self.candidates(commitment, pools)?;
            let best_per_hour = match (&commitment.kind, advise) {
                // With several plans the best of one depends on the others.
                (CommitmentKind::Plan(_), true) if self.plans() == 1 => {
                    Some(self.best(&curve, &candidates, pools)?)
                }
                _ => None,
            };
            let (taken, spent) = curve.spend(commitment.per_hour, &candidates)?;
            let hours = arithmetic::mul(commitment.count, self.month)?;
            let fee = Money::new(commitment.price.tiers.cost(hours)?);
            let mut covered = Money::ZERO;
            for taken in taken {
                let value = self.on_demand_cost(taken.part, taken.quantity, pools)?;
                covered = covered.checked_add(value)?;
                if let Some(line) = lines.get_mut(taken.part) {
                    line.covered.push((number, taken.quantity, value));
                }
            }
            let budget = arithmetic::mul(commitment.per_hour, self.month)?;
            let used = match spent >= budget {
                true => fee,
                false => Money::new(arithmetic::mul_div(fee.amount(), spent, budget)?),
            };
            outcomes.push(Outcome {
                fee,
                used,
                covered,
                on_demand: Money::ZERO,
                best_per_hour,
            });
            eligible.push(candidates);
        }
        for (outcome, candidates) in outcomes.iter_mut().zip(&eligible) {
            for (part, _) in candidates {
                let left = self.on_demand_cost(*part, curve.open(*part), pools)?;
                outcome.on_demand = outcome.on_demand.checked_add(left)?;
            }
        }
        self.discount(pools, open, &parts, &mut lines)?;
        Ok(Bought { lines, outcomes })
    }

    fn plans(&self) -> usize {
        let plans = self.commitments.iter();
        plans
            .filter(|c| matches!(c.kind, CommitmentKind::Plan(_)))
            .count()
    }

    /// The hourly amount of a plan that saves most on what is left, in the steps AWS sells.
    ///
    /// What is saved most by is covered first, so each further cent saves no more than the one before:
    /// the saving is concave in the amount. It bends only where the budget of an hour reaches what some
    /// of the usage of a block of hours costs at the rates of the plan.
    fn best(
        &self,
        curve: &Curve,
        candidates: &[(usize, Decimal)],
        pools: &[Pool],
    ) -> Result<Money, ArithmeticError> {
        let saved = |per_hour: Decimal| {
            let (taken, _) = curve.clone().spend(per_hour, candidates)?;
            let mut saved = Money::new(-arithmetic::mul(per_hour, self.month)?);
            for taken in taken {
                let value = self.on_demand_cost(taken.part, taken.quantity, pools)?;
                saved = saved.checked_add(value)?;
            }
            Ok::<Money, ArithmeticError>(saved)
        };
        let levels = curve.levels(candidates)?;
        let level = |at: usize| levels.get(at).copied().unwrap_or_default();
        // The first level after which more does not save more.
        let (mut low, mut high) = (0, levels.len().saturating_sub(1));
        while low < high {
            let middle = low + (high - low) / 2;
            match saved(level(middle + 1))? > saved(level(middle))? {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        let mut best = (Money::ZERO, Decimal::ZERO);
        let below = level(low).round_dp_with_strategy(3, RoundingStrategy::ToZero);
        let above = level(low).round_dp_with_strategy(3, RoundingStrategy::AwayFromZero);
        for per_hour in [below, above] {
            let saved = saved(per_hour)?;
            if saved > best.0 {
                best = (saved, per_hour);
            }
        }
        Ok(Money::new(best.1))
    }

    /// By line: its share of the pool, and what a commitment may cover of it.
    fn parts(
        &self,
        pools: &[Pool],
        open: &[Open],
        at: At<'_>,
    ) -> Result<Vec<(Share, Part)>, ArithmeticError> {
        let mut passed = vec![Decimal::ZERO; pools.len()];
        let mut parts = Vec::with_capacity(self.lines.len());
        for (number, line) in self.lines.iter().enumerate() {
            let (quantity, hours) = match at {
                At::Requests(requests, case) => (
                    compiled(&line.quantity, case).value(requests)?,
                    compiled(&line.hours, case).value(requests)?,
                ),
                At::Given(given) => given.lines.get(number).copied().unwrap_or_default(),
            };
            let state = open.get(line.pool).copied().unwrap_or_default();
            let before = passed.get(line.pool).copied().unwrap_or_default();
            let until = arithmetic::add(before, quantity)?;
            if let Some(passed) = passed.get_mut(line.pool) {
                *passed = until;
            }
            let of = state.quantity;
            let first_tier = pools
                .get(line.pool)
                .and_then(|pool| pool.price.tiers.tiers().first()?.to);
            let billed = first_tier.map_or(of, |end| end.min(of));
            // A shared allowance leaves the last digit of a division, which is no usage.
            let billed = arithmetic::sub(billed, state.covered)?;
            let billed = if billed < RESIDUE {
                Decimal::ZERO
            } else {
                billed
            };
            let quantity = match (billed == of, of.is_zero()) {
                (true, _) => quantity,
                (false, true) => Decimal::ZERO,
                (false, false) => arithmetic::mul_div(billed, quantity, of)?,
            };
            parts.push((Share { before, until, of }, Part { quantity, hours }));
        }
        Ok(parts)
    }

    /// Takes what runs on Spot off the lines, and returns what is left on demand.
    fn on_spot(
        &self,
        pools: &[Pool],
        parts: &[(Share, Part)],
        lines: &mut [LineBought],
    ) -> Result<Vec<Part>, ArithmeticError> {
        let mut on_demand = Vec::with_capacity(parts.len());
        for (at, ((_, part), line)) in parts.iter().zip(&self.lines).enumerate() {
            let mut left = *part;
            if let (true, Some(spot)) = (line.spot, &self.spot) {
                let quantity = arithmetic::mul(part.quantity, spot.share)?;
                let cost = self.on_demand_cost(at, quantity, pools)?;
                let saved = Money::new(arithmetic::mul(cost.amount(), spot.discount)?);
                left.quantity = arithmetic::sub(part.quantity, quantity)?;
                if let Some(line) = lines.get_mut(at)
                    && !quantity.is_zero()
                {
                    line.spot = Some((quantity, saved));
                }
            }
            on_demand.push(left);
        }
        Ok(on_demand)
    }

    /// What a quantity of a line costs on demand.
    fn on_demand_cost(
        &self,
        line: usize,
        quantity: Decimal,
        pools: &[Pool],
    ) -> Result<Money, ArithmeticError> {
        let price = self.price_of(line, pools);
        price.map_or(Ok(Money::ZERO), |price| {
            price.cost(quantity).map(Money::new)
        })
    }

    fn price_of(&self, line: usize, pools: &[Pool]) -> Option<UnitPrice> {
        let pool = pools.get(self.lines.get(line)?.pool)?;
        Some(pool.price.tiers.tiers().first()?.price)
    }

    /// The lines a commitment covers, with what a unit takes of its budget, in AWS's order: a plan
    /// first covers what it saves most of, a reservation the smallest instances.
    fn candidates(
        &self,
        commitment: &Commitment,
        pools: &[Pool],
    ) -> Result<Vec<(usize, Decimal)>, ArithmeticError> {
        let mut found: Vec<(Decimal, usize, Decimal)> = Vec::new();
        match &commitment.kind {
            CommitmentKind::Plan(rates) => {
                for (line, rate) in rates.iter().enumerate() {
                    let (Some(rate), Some(price)) = (rate, self.price_of(line, pools)) else {
                        continue;
                    };
                    let (rate, price) = (rate.of_one(), price.of_one());
                    // A plan never covers at more than the price on demand.
                    if rate < price {
                        found.push((arithmetic::div(rate, price)?, line, rate));
                    }
                }
            }
            CommitmentKind::Reservation(units) => {
                for (line, units) in units.iter().enumerate() {
                    if let Some(units) = units {
                        found.push((*units, line, *units));
                    }
                }
            }
        }
        found.sort_by_key(|(order, line, cost)| (*order, *cost, *line));
        Ok(found
            .into_iter()
            .map(|(_, line, cost)| (line, cost))
            .collect())
    }

    /// Applies discounts to what each line still costs on demand, one after the other.
    fn discount(
        &self,
        pools: &[Pool],
        open: &[Open],
        parts: &[(Share, Part)],
        lines: &mut [LineBought],
    ) -> Result<(), ArithmeticError> {
        if self.discounts.is_empty() {
            return Ok(());
        }
        for (at, ((share, _), terms)) in parts.iter().zip(&self.lines).enumerate() {
            let (Some(line), Some(pool)) = (lines.get_mut(at), pools.get(terms.pool)) else {
                continue;
            };
            let state = open.get(terms.pool).copied().unwrap_or_default();
            // What is free are the first units.
            let free = share.money(pool.cost(state.covered)?)?;
            let mut cost = share.money(pool.cost(state.quantity)?)?.checked_sub(free)?;
            let spot = line.spot.iter().map(|(_, value)| *value);
            let covered = line.covered.iter().map(|(_, _, value)| *value);
            for value in spot.chain(covered) {
                cost = cost.checked_sub(value)?;
            }
            cost = cost.max(Money::ZERO);
            for (number, discount) in self.discounts.iter().enumerate() {
                let is_about = match discount.service {
                    Some(service) => service == terms.service,
                    // AWS agrees on its own services only.
                    None => !terms.stated,
                };
                if !is_about {
                    continue;
                }
                let less = Money::new(arithmetic::mul(cost.amount(), discount.fraction)?);
                if less > Money::ZERO {
                    cost = cost.checked_sub(less)?;
                    line.discounts.push((number, less));
                }
            }
        }
        Ok(())
    }
}
