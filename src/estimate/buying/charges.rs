//! The lines of what is bought other than on demand.

use super::terms::LineBought;
use crate::catalog::Currency;
use crate::estimate::bind::{Bound, Line};
use crate::estimate::charge::{Category, Charge, ChargedTier, CommitmentUse};
use crate::estimate::detail::Cases;
use crate::estimate::rate::Pool;
use crate::units::{ArithmeticError, Case, Measure, Money, Percent, Quantity, Spread, arithmetic};
use crate::warning::{Warning, WarningCode};
use rust_decimal::Decimal;
use std::sync::Arc;

/// A line that takes something off usage.
struct Off<'t> {
    category: Category,
    title: &'t str,
    formula: String,
}

impl Bound {
    /// What Spot, commitments and discounts take off one line.
    pub(in crate::estimate) fn bought_charges(
        &self,
        at: usize,
        (line, pool): (&Line, &Pool),
        found: &Cases,
    ) -> Result<Vec<Charge>, ArithmeticError> {
        let Some(buying) = &self.rating.buying else {
            return Ok(Vec::new());
        };
        let none = LineBought::default();
        let of = |case: Case| found.at(case).bought.lines.get(at).unwrap_or(&none);
        let mut charges = Vec::new();
        let mut add = |off: Off<'_>, amount: &dyn Fn(Case) -> (Decimal, Money)| {
            let taken = Spread::from_cases(amount);
            if taken != Spread::default() {
                charges.push(taken_off((line, pool), off, &taken));
            }
        };
        if let Some(spot) = &buying.spot {
            let off = Off {
                category: Category::Spot,
                title: &spot.title,
                formula: format!(
                    "{} of the cost on demand, for the part on Spot",
                    percent(spot.discount)
                ),
            };
            add(off, &|case| of(case).spot.unwrap_or_default());
        }
        for (number, commitment) in buying.commitments.iter().enumerate() {
            let off = Off {
                category: Category::Covered,
                title: &commitment.title,
                formula: "covered in the hours of its commitment, at its cost on demand".to_owned(),
            };
            add(off, &|case| {
                let covered = of(case).covered.iter().find(|(n, ..)| *n == number);
                covered.map_or_else(Default::default, |(_, quantity, value)| (*quantity, *value))
            });
        }
        for (number, discount) in buying.discounts.iter().enumerate() {
            let off = Off {
                category: Category::Discount,
                title: &discount.title,
                formula: format!("{} of what is billed on demand", percent(discount.fraction)),
            };
            add(off, &|case| {
                let less = of(case).discounts.iter().find(|(n, _)| *n == number);
                less.map_or_else(Default::default, |(_, value)| (Decimal::ZERO, *value))
            });
        }
        Ok(charges)
    }

    /// What became of each commitment.
    pub(in crate::estimate) fn commitments(
        &self,
        found: &Cases,
    ) -> Result<Vec<CommitmentUse>, ArithmeticError> {
        let Some(buying) = &self.rating.buying else {
            return Ok(Vec::new());
        };
        let mut uses = Vec::with_capacity(buying.commitments.len());
        for (at, commitment) in buying.commitments.iter().enumerate() {
            let outcome = |case: Case| {
                found
                    .at(case)
                    .bought
                    .outcomes
                    .get(at)
                    .copied()
                    .unwrap_or_default()
            };
            let spread = |pick: fn(&super::terms::Outcome) -> Money| {
                Spread::from_cases(|case| pick(&outcome(case)))
            };
            uses.push(CommitmentUse {
                title: commitment.title.clone(),
                fee: outcome(Case::Expected).fee,
                used: spread(|outcome| outcome.used),
                covered: spread(|outcome| outcome.covered),
                on_demand: spread(|outcome| outcome.on_demand),
                best_per_hour: outcome(Case::Expected).best_per_hour,
            });
        }
        Ok(uses)
    }

    /// The two lines of each fee: what was used of it, and what was not.
    pub(in crate::estimate) fn fee_charges(
        &self,
        uses: &[CommitmentUse],
    ) -> Result<Vec<Charge>, ArithmeticError> {
        let Some(buying) = &self.rating.buying else {
            return Ok(Vec::new());
        };
        let mut charges = Vec::new();
        for (commitment, used) in buying.commitments.iter().zip(uses) {
            let hours = arithmetic::mul(commitment.count, buying.month)?;
            let unused = Spread::try_from_cases(|case| used.fee.checked_sub(used.used.at(case)))?;
            let parts = [
                (Category::Commitment, used.used, "used"),
                (Category::UnusedCommitment, unused, "not used"),
            ];
            for (category, cost, word) in parts {
                if cost == Spread::exact(Money::ZERO) {
                    continue;
                }
                let part = |case: Case| match cost.at(case) == used.fee {
                    true => Ok(hours),
                    false => arithmetic::mul_div(hours, cost.at(case).amount(), used.fee.amount()),
                };
                let quantity = Spread::try_from_cases(part)?;
                let tier = commitment.price.tiers.tiers().first();
                let tiers = tier.map(|tier| ChargedTier {
                    from: tier.from,
                    to: tier.to,
                    quantity: quantity.expected,
                    unit_price: tier.price.of_one(),
                    cost: cost.expected,
                });
                charges.push(Charge {
                    component: commitment.title.clone(),
                    service: "commitment",
                    category,
                    key: commitment.key.clone(),
                    description: format!("commitment, {word}"),
                    quantity: Quantity {
                        amount: quantity,
                        unit: commitment.price.unit,
                    },
                    formula: format!(
                        "the part {word} of {} h × {} an hour",
                        crate::units::number::grouped(hours),
                        tier.map_or(Decimal::ZERO, |tier| tier.price.of_one())
                    ),
                    tiers: tiers.into_iter().collect(),
                    cost,
                    allowance: None,
                    price: Arc::clone(&commitment.price),
                    pooling: commitment.pooling,
                });
            }
        }
        Ok(charges)
    }
}

fn taken_off(
    (line, pool): (&Line, &Pool),
    off: Off<'_>,
    taken: &Spread<(Decimal, Money)>,
) -> Charge {
    let (quantity, cost) = (
        taken.map(|(quantity, _)| -quantity),
        taken.map(|(_, cost)| cost.negated()),
    );
    let tier = pool.price.tiers.tiers().first();
    // A discount has no quantity of its own, so no tier either.
    let tier = tier.filter(|_| off.category == Category::Covered);
    let tiers = tier.map(|tier| ChargedTier {
        from: tier.from,
        to: tier.to,
        quantity: quantity.expected,
        unit_price: tier.price.of_one(),
        cost: cost.expected,
    });
    Charge {
        component: line.component.clone(),
        service: line.service,
        category: off.category,
        key: line.usage.key.clone(),
        description: off.title.to_owned(),
        quantity: Quantity {
            amount: quantity,
            unit: line.usage.spec.unit,
        },
        formula: off.formula,
        tiers: tiers.into_iter().collect(),
        cost,
        allowance: None,
        price: Arc::clone(&pool.price),
        pooling: pool.pooling,
    }
}

fn percent(fraction: Decimal) -> String {
    Percent::of(fraction).to_string()
}

impl CommitmentUse {
    /// What its buyer should know: that part of it is lost in an architecture. Others may have the same
    /// commitment.
    pub(in crate::estimate) fn warning(
        &self,
        architecture: &str,
        currency: Currency,
    ) -> Option<Warning> {
        let unused = self.fee.checked_sub(self.used.expected).ok()?;
        if unused <= Money::ZERO {
            return None;
        }
        let share = unused.amount().checked_div(self.fee.amount())?;
        let share = share
            .saturating_mul(Decimal::ONE_HUNDRED)
            .round_dp(1)
            .normalize();
        let message = format!(
            "`{architecture}`: {}: {} of {} a month goes unused ({share} %)",
            self.title,
            currency.amount(unused.cents()),
            currency.amount(self.fee.cents())
        );
        Some(Warning::new(WarningCode::CommitmentUnused, message))
    }
}
