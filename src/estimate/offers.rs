//! What the free tier of an account grants or forbids that no allowance says.

use super::bind::Binder;
use crate::architecture::ComponentUsage;
use crate::catalog::{FreeTier, Partition};
use crate::formula::Conditions;
use crate::services::Settings;
use crate::services::public_ipv4::IN_USE;
use crate::units::Case;
use rust_decimal::Decimal;

impl Binder<'_> {
    /// Notes offers that are left out, and offers that take another account.
    pub(super) fn note_offers(&mut self, stated: &[ComponentUsage<'_>], kind: FreeTier) {
        for stated in stated {
            let name = &stated.component.name;
            let assumption = match (&stated.component.settings, kind) {
                // Of instances alone, as third parties read AWS and a bill of 2025-05 shows; usage of a
                // key is pooled whatever its component, so an allowance could not tell them apart.
                (Settings::Ec2(_), FreeTier::Legacy12Month)
                    if self.catalog.partition() == Partition::Commercial
                        && self.has_address_hours(stated) =>
                {
                    format!(
                        "`{name}`: its public addresses are charged in full; the twelve-month tier \
                         has 750 free hours of them, for EC2 instances alone."
                    )
                }
                (Settings::CloudFrontPlan(_), FreeTier::Credits) => format!(
                    "`{name}`: the account is on AWS's paid plan; accounts on its free plan can't \
                     subscribe to a CloudFront plan."
                ),
                _ => continue,
            };
            self.assumptions.push(assumption);
        }
    }

    fn has_address_hours(&self, stated: &ComponentUsage<'_>) -> bool {
        let conditions = Conditions {
            requests: self.requests,
            case: Case::High,
            draws: &[],
        };
        let of_addresses = |usage: &&crate::services::Usage| *usage.spec == IN_USE;
        let mut hours = stated.metered.usage.iter().filter(of_addresses);
        hours.any(|usage| {
            usage
                .formula
                .value(conditions)
                .is_ok_and(|hours| hours > Decimal::ZERO)
        })
    }
}
