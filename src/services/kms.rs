//! AWS KMS: customer keys by the month, and requests.
//!
//! A customer key costs the same whatever its kind, prorated by the hour; each replica of a
//! multi-region key is a key of its own, and the first and second rotation of a key add a key-month
//! each. Keys that AWS manages cost nothing, but requests to them count. Requests here are those to
//! symmetric keys; asymmetric ones and data key pairs have prices of their own and are not covered.
//! Source: aws.amazon.com/kms/pricing.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::count;
use crate::syntax::{Check, PerTraffic, settings};
use crate::units::{Count, Measure, Spread, Unit};
use crate::workload::Rate;
use rust_decimal::Decimal;

settings! {
    /// Encryption keys.
    pub struct Kms {
        /// Customer keys, on average over the month, replicas included; 0 when AWS manages them.
        keys: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// How often each customer key has been rotated so far; from the third on it is free.
        rotations: Count = Count::of(Decimal::ZERO),
        /// Requests to symmetric keys, also those other services make and those to keys AWS manages.
        requests: Option<PerTraffic<Rate>> = None,
    }
}

impl Check for Kms {}

/// Rotations after these are not billed.
const BILLED_ROTATIONS: Decimal = Decimal::TWO;

/// KMS writes the whole name of the region in front of its usage types.
const fn product(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("awskms").family(family).usagetype(usagetype)
}

const KEY: KeySpec = KeySpec::regional(
    "kms.key",
    "KMS customer keys",
    Unit::KeyMonth,
    product("Encryption Key", "KMS-Keys"),
);
const REQUEST: KeySpec = KeySpec::regional(
    "kms.requests",
    "KMS requests",
    Unit::Request,
    product("API Request", "KMS-Requests"),
);

impl Service for Kms {
    const NAME: &'static str = "kms";
    const TITLE: &'static str = "KMS";
    const KEYS: &'static [KeySpec] = &[KEY, REQUEST];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let keys = context.count(&self.keys, "keys", "key")?;
        let rotations = self.rotations.amount().min(BILLED_ROTATIONS);
        meter.usage(
            &KEY,
            match rotations.is_zero() {
                true => keys,
                false => keys * (count(1, "version") + count(rotations, "rotation")),
            },
        );
        if let Some(requests) = &self.requests {
            let requests = context.at(requests, "requests")?;
            meter.usage(&REQUEST, context.events(requests, "KMS request"));
        }
        Ok(())
    }
}
