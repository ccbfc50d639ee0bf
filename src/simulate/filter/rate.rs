//! Tiers and free amounts as steps of a program.

use super::compile::{Builder, Unfit};
use super::form::Form;
use super::node::{DECIMAL, Node, Op, ROUNDING, double};
use crate::estimate::Drawable;
use crate::units::{TierSchedule, arithmetic};

impl Builder<'_> {
    /// What a quantity costs.
    pub(super) fn cost(&mut self, quantity: &Form, tiers: &TierSchedule) -> Result<Form, Unfit> {
        if let Some(quantity) = quantity.fixed() {
            return Ok(Form::constant(tiers.cost(quantity)?));
        }
        let bounds = self.bounds(quantity);
        for tier in tiers.tiers().iter().rev() {
            let inside = bounds.low - bounds.error >= double(tier.from)
                && tier
                    .to
                    .is_none_or(|to| bounds.high + bounds.error <= double(to));
            if inside {
                let above = quantity.clone().minus(&Form::constant(tier.from))?;
                let cost = above.times(tier.price.amount())?.over(tier.price.per())?;
                return Ok(cost.plus(&Form::constant(tiers.cost(tier.from)?))?);
            }
        }
        let step = self.step_of(quantity);
        let mut table = Vec::new();
        let mut dearest = 0.0_f64;
        for tier in tiers.tiers() {
            let price = double(tier.price.of_one());
            dearest = dearest.max(price);
            table.push([double(tier.from), double(tiers.cost(tier.from)?), price]);
        }
        let high = dearest * bounds.size();
        let node = Node {
            op: Op::Tiers(step, table),
            low: 0.0,
            high,
            error: dearest * bounds.error + 8.0 * ROUNDING * high + DECIMAL,
        };
        Ok(Form::step(self.add(node)))
    }

    /// What free amounts cover of each pool, taken off in their order.
    pub(super) fn covered(
        &mut self,
        drawable: &Drawable<'_>,
        quantities: &[Form],
    ) -> Result<Vec<Form>, Unfit> {
        let mut covered = vec![Form::default(); quantities.len()];
        for (formulas, pools) in drawable.grants() {
            let amount = self.sum(formulas)?;
            let mut open = Vec::new();
            let mut left = Form::default();
            for pool in pools {
                let quantity = quantities.get(*pool).ok_or(Unfit::Step)?;
                let used = covered.get(*pool).ok_or(Unfit::Step)?;
                let uncovered = quantity.clone().minus(used)?;
                left = left.plus(&uncovered)?;
                open.push((*pool, uncovered));
            }
            let granted = self.smaller(&amount, &left)?;
            let (mut passed, mut given) = (Form::default(), Form::default());
            let last = open.len().saturating_sub(1);
            for (at, (pool, uncovered)) in open.into_iter().enumerate() {
                passed = passed.plus(&uncovered)?;
                let until = match at == last {
                    true => granted.clone(),
                    false => self.share(&amount, &passed, &left)?,
                };
                let share = self.smaller(&until.clone().minus(&given)?, &uncovered)?;
                given = until;
                let slot = covered.get_mut(pool).ok_or(Unfit::Step)?;
                *slot = slot.clone().plus(&share)?;
            }
        }
        Ok(covered)
    }

    fn share(&mut self, amount: &Form, passed: &Form, left: &Form) -> Result<Form, Unfit> {
        if let (Some(amount), Some(passed), Some(left)) =
            (amount.fixed(), passed.fixed(), left.fixed())
        {
            let share = match left <= amount {
                true => passed,
                false => arithmetic::mul_div(amount, passed, left)?,
            };
            return Ok(Form::constant(share));
        }
        let steps = [amount, passed, left].map(|form| self.step_of(form));
        let [amount, passed, left] = steps;
        // It changes by no more than each of the three does.
        let of = |step: usize| {
            self.nodes
                .get(step)
                .map_or(f64::INFINITY, |node| node.error)
        };
        let error = of(amount) + of(passed) + of(left);
        let high = self.nodes.get(passed).map_or(f64::INFINITY, Node::size);
        let node = Node {
            op: Op::Share {
                amount,
                passed,
                left,
            },
            low: 0.0,
            high,
            error: error + 4.0 * ROUNDING * high + DECIMAL,
        };
        Ok(Form::step(self.add(node)))
    }
}
