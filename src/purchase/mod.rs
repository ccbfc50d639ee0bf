//! How capacity is bought: Spot, Savings Plans, reservations, negotiated discounts.
//!
//! Everything is metered and priced on demand first; what is bought otherwise is taken off line by
//! line, so that list cost and effective cost both stay visible. The order is AWS's: Spot is usage
//! of its own and takes part in nothing else; reservations cover first, then Savings Plans, what is
//! left is on demand. A commitment is an hourly budget: an hour that does not use it loses it. Its
//! rates are prices with provenance, never an assumed percentage; only Fargate Spot, which no price
//! list states, is a percentage the user gives with its date.
//!
//! Sources: docs.aws.amazon.com/savingsplans, "How Savings Plans apply to your usage" (highest
//! percentage saved first); docs.aws.amazon.com/AmazonRDS, "Reserved DB instances" (size flexibility
//! by normalized units, Single-AZ and Multi-AZ); aws.amazon.com/savingsplans/database-pricing
//! (seventh generation and newer, Valkey only).

mod cover;
mod joined;
mod keys;
mod plan;
mod reservation;

pub use cover::{Curve, Part, Taken};
pub use joined::{plan_key, reserved_key};
pub use keys::KEYS;
pub use plan::{Payment, PlanKind, PlanRate, SavingsPlan, Term};
pub use reservation::{Reservation, Reserved};

use crate::catalog::{Discount, KeySpec, PriceKey};
use crate::syntax::{Check, Fields, Reader, settings};
use crate::units::{Date, Measure, Percent};

settings! {
    /// How the capacity of architectures is bought.
    pub struct Purchase {
        /// Part of the Fargate tasks on Spot capacity.
        fargate_spot: Option<FargateSpot> = None,
        /// Savings Plans, applied in this order.
        savings_plans: Vec<SavingsPlan> = Vec::new(),
        /// Reserved database instances and cache nodes, applied before Savings Plans.
        reserved: Vec<Reservation> = Vec::new(),
        /// Negotiated discounts on what is billed on demand.
        discounts: Vec<Discount> = Vec::new(),
    }
}

impl Check for Purchase {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let commitments = self.savings_plans.len().saturating_add(self.reserved.len());
        if commitments > MOST_COMMITMENTS || self.discounts.len() > MOST_COMMITMENTS {
            let message =
                format!("there can be {MOST_COMMITMENTS} commitments and discounts at most");
            reader.fault("too-many", fields.span, message, None);
        }
        if self
            .discounts
            .iter()
            .any(|discount| discount.source.is_none())
        {
            let message = "a discount needs its source".to_owned();
            let help =
                Some("`source: enterprise agreement of 2026`, or wherever it is agreed".to_owned());
            reader.fault("missing-key", fields.place("discounts"), message, help);
        }
    }
}

/// Most commitments, and most discounts, of an architecture.
const MOST_COMMITMENTS: usize = 50;

impl Purchase {
    /// Everything on demand.
    pub const ON_DEMAND: Purchase = Purchase {
        fargate_spot: None,
        savings_plans: Vec::new(),
        reserved: Vec::new(),
        discounts: Vec::new(),
    };
}

impl Purchase {
    /// The price keys of the commitments, given the keys of the usage they may cover.
    #[must_use]
    pub fn rates(&self, usage: &[PriceKey]) -> Vec<(&'static KeySpec, PriceKey)> {
        let reserved = self.reserved.iter().map(Reservation::rate);
        let plans = self.savings_plans.iter().flat_map(|plan| {
            usage
                .iter()
                .filter_map(|key| match plan.rate(key.as_str()) {
                    PlanRate::Covered(spec, rate) => Some((spec, rate)),
                    _ => None,
                })
        });
        reserved.chain(plans).collect()
    }
}

settings! {
    /// Fargate tasks on Spot capacity. No price list states the price, so discount and date are
    /// yours to give.
    pub struct FargateSpot {
        /// Share of the task hours that run on Spot.
        share: Percent,
        /// What Spot costs less than on demand.
        discount: Percent,
        /// The day the discount was looked up.
        as_of: Date,
        /// The `fargate` components it is about; all unless given.
        components: Option<Vec<String>> = None,
    }
}

impl Check for FargateSpot {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.discount.amount() > most_spot_discount() {
            let message = format!("`{}`: AWS states up to 70 % off", self.discount);
            let help = "look the discount up in the bill: it has been 67 % to 70 %".to_owned();
            reader.fault("bad-value", fields.place("discount"), message, Some(help));
        }
    }
}

impl FargateSpot {
    /// True for a component whose tasks may run on Spot.
    #[must_use]
    pub fn is_about(&self, component: &str) -> bool {
        let names = self.components.as_ref();
        names.is_none_or(|names| names.iter().any(|name| name == component))
    }
}

/// AWS: "up to 70 %" (aws.amazon.com/fargate/pricing).
fn most_spot_discount() -> rust_decimal::Decimal {
    rust_decimal::Decimal::new(70, 2)
}

/// Keys of tasks that can run on Spot: Linux, on both architectures; storage and Windows can't.
#[must_use]
pub fn has_spot(key: &str) -> bool {
    matches!(
        key,
        "fargate.linux.x86.vcpu"
            | "fargate.linux.x86.memory"
            | "fargate.linux.arm.vcpu"
            | "fargate.linux.arm.memory"
    )
}
