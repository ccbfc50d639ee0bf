//! What an estimate rests on that its reader should know: prices and allowances in doubt.

use super::bind::Bound;
use super::charge::{Charge, CommitmentUse, Estimate};
use super::rate::GrantOrigin;
use crate::catalog::{Evidence, FreeTier};
use crate::units::Money;
use crate::warning::{Warning, WarningCode};

impl Bound {
    /// Warnings and assumptions that follow from prices and allowances.
    pub(super) fn note(&self, estimate: &mut Estimate) {
        let mut warnings = Vec::new();
        let mut own = Vec::new();
        let mut warn = |code, message: String| warnings.push(Warning::new(code, message));
        for pool in &self.rating.pools {
            let of_pool = |charge: &&Charge| charge.key == pool.price.key;
            let mut charges = estimate.charges.iter().filter(of_pool);
            // A price of one's own matters even when it is zero.
            let used = match pool.price.evidence {
                Evidence::Override => charges.any(|c| !c.quantity.amount.high.is_zero()),
                _ => charges.any(|c| c.cost.high != Money::ZERO),
            };
            let key = &pool.price.key;
            let sources = pool.price.sources.join(", ");
            match pool.price.evidence {
                _ if !used => {}
                Evidence::ThirdParty => warn(
                    WarningCode::UnverifiedPrice,
                    format!("the price of `{key}` is known from one third party only ({sources})"),
                ),
                Evidence::Memory => warn(
                    WarningCode::UnverifiedPrice,
                    format!("the price of `{key}` is from memory; no source was found"),
                ),
                Evidence::Override => own.push(format!("`{key}`")),
                Evidence::PriceList | Evidence::AwsPage | Evidence::Commitment => {}
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
        if self.free_tier.kind == FreeTier::Legacy12Month {
            let message = "the twelve-month free tier ended for every account on 2026-07-15";
            let warning = Warning::new(WarningCode::LegacyFreeTier, message);
            warnings.push(warning.settled_by("`free_tier`"));
        }
        if self.workload.month.is_mixed() {
            let message = format!("the month is {}", self.workload.month.describe());
            warnings.push(Warning::new(WarningCode::MixedMonth, message).settled_by("`month`"));
        }
        estimate.warnings.extend(warnings);
        let unused = estimate
            .commitments
            .iter()
            .filter_map(CommitmentUse::warning);
        estimate.warnings.extend(unused.collect::<Vec<_>>());
    }
}
