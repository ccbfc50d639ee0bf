//! What an estimate rests on that its reader should know: prices and allowances in doubt.

use super::bind::Bound;
use super::charge::{Category, Charge, Estimate};
use super::rate::{GrantOrigin, Pool};
use crate::catalog::{AllowanceKind, Evidence, FreeTier, Partition};
use crate::units::{ArithmeticError, Money, arithmetic};
use crate::warning::{Warning, WarningCode};
use rust_decimal::Decimal;

impl Bound {
    /// Warnings and assumptions that follow from prices and allowances.
    ///
    /// # Errors
    /// On overflow.
    pub(super) fn note(&self, estimate: &mut Estimate) -> Result<(), ArithmeticError> {
        let mut warnings = Vec::new();
        let mut own = Vec::new();
        let mut warn = |code, message: String| warnings.push(Warning::new(code, message));
        for (at, pool) in self.rating.pools.iter().enumerate() {
            let earlier = self.rating.pools.iter().take(at);
            if earlier
                .clone()
                .any(|earlier| earlier.price.key == pool.price.key)
            {
                estimate
                    .assumptions
                    .extend(tiers_apart(pool, &estimate.charges)?);
                continue;
            }
            let of_pool = |charge: &&Charge| charge.key == pool.price.key;
            let mut charges = estimate.charges.iter().filter(of_pool);
            // A price of one's own matters even when it is zero.
            let used = match pool.price.evidence {
                Evidence::Override => charges.any(|c| !c.quantity.amount.high.is_zero()),
                _ => charges.any(|c| c.cost.high != Money::ZERO),
            };
            let key = &pool.price.key;
            if !used {
                continue;
            }
            if let Some(doubt) = pool.price.doubt() {
                let message = format!("the price of `{key}` {doubt}");
                warn(WarningCode::UnverifiedPrice, message);
            }
            if pool.price.evidence == Evidence::Override {
                own.push(format!("`{key}`"));
            }
        }
        if !own.is_empty() {
            let message = format!("prices of one's own: {}", own.join(", "));
            warn(WarningCode::OverriddenPrice, message);
        }
        for grant in &self.rating.grants {
            let GrantOrigin::Allowance(allowance) = &grant.origin else {
                continue;
            };
            let used = |charge: &&Charge| charge.allowance.as_ref() == Some(&allowance.id);
            let keys: Vec<_> = estimate
                .charges
                .iter()
                .filter(used)
                .map(|c| &c.key)
                .collect();
            if keys.is_empty() {
                continue;
            }
            if allowance.evidence.is_doubtful() {
                let message = format!("the allowance “{}” could not be verified", allowance.title);
                warn(WarningCode::UnverifiedAllowance, message);
            }
            if let Some(doubt) = &allowance.doubt
                && doubt.keys.iter().any(|key| keys.contains(&key))
                && !estimate.assumptions.contains(&doubt.text)
            {
                estimate.assumptions.push(doubt.text.clone());
            }
        }
        let (kind, partition) = (self.free_tier.kind, self.partition);
        if self.withheld
            && let Some(why) = withheld(partition)
        {
            estimate.assumptions.push(why.to_owned());
        }
        if kind == FreeTier::Credits && partition == Partition::GovCloud {
            let text =
                "Whether the credits of a new account may be spent in GovCloud is not known.";
            estimate.assumptions.push(text.to_owned());
        }
        // China's own twelve months are another offer.
        if kind == FreeTier::Legacy12Month && partition != Partition::China {
            warnings.push(self.legacy_free_tier(estimate)?);
        }
        if self.workload.month.is_mixed() {
            let message = format!("the month is {}", self.workload.month.describe());
            warnings.push(Warning::new(WarningCode::MixedMonth, message).settled_by("`month`"));
        }
        estimate.warnings.extend(warnings);
        let unused = estimate
            .commitments
            .iter()
            .filter_map(|used| used.warning(&self.architecture, self.currency));
        estimate.warnings.extend(unused.collect::<Vec<_>>());
        Ok(())
    }

    /// That the twelve-month free tier is over, or will be, with what it takes off here.
    fn legacy_free_tier(&self, estimate: &Estimate) -> Result<Warning, ArithmeticError> {
        let is_legacy = |id: &str| {
            self.rating.grants.iter().any(|grant| match &grant.origin {
                GrantOrigin::Allowance(allowance) => {
                    allowance.kind == AllowanceKind::Legacy12Month && allowance.id == id
                }
                GrantOrigin::Included { .. } => false,
            })
        };
        let is_of_it = |charge: &Charge| charge.allowance.as_deref().is_some_and(is_legacy);
        let taken_off = estimate.sum_of(is_of_it)?.expected.negated();
        let day = self.legacy_ends;
        let ends = match self.workload.as_of.is_some_and(|today| today < day) {
            true => "ends",
            false => "ended",
        };
        let mut message = format!("the twelve-month free tier {ends} for every account on {day}");
        let is_used = taken_off > Money::ZERO;
        if is_used {
            message.push_str("; the amount is what it takes off");
        }
        let warning = Warning::new(WarningCode::LegacyFreeTier, message);
        Ok(Warning {
            amount: is_used.then_some(taken_off),
            is_included: is_used,
            ..warning.settled_by("`free_tier`")
        })
    }
}

/// That the tiers of a key are counted apart for what the free tier does not cover, where that matters.
fn tiers_apart(pool: &Pool, charges: &[Charge]) -> Result<Option<String>, ArithmeticError> {
    let of_key =
        |charge: &&Charge| charge.category == Category::Usage && charge.key == pool.price.key;
    let amounts = charges
        .iter()
        .filter(of_key)
        .map(|c| c.quantity.amount.high);
    let all = amounts
        .into_iter()
        .try_fold(Decimal::ZERO, arithmetic::add)?;
    let first = pool.price.tiers.tiers().first().and_then(|tier| tier.to);
    let text = format!(
        "The tiers of `{}` are counted apart for what the free tier does not cover; together they are \
         a little cheaper.",
        pool.price.key
    );
    Ok(first.is_some_and(|to| all > to).then_some(text))
}

/// Why allowances were not taken off that would be elsewhere.
fn withheld(partition: Partition) -> Option<&'static str> {
    match partition {
        Partition::Commercial => None,
        Partition::China => Some(
            "No free allowance is taken off: China regions have offers of their own, whose amounts are \
             not known here.",
        ),
        Partition::GovCloud => Some(
            "No free allowance but Lambda's is taken off: the free tier is not available in GovCloud \
             otherwise.",
        ),
    }
}
