//! AWS Secrets Manager: secrets by the month, and API calls.
//!
//! A secret that exists for part of the month is billed for that part, so an average over the month
//! may be a fraction; a replica in another region is a secret there. Calls are billed one by one.
//! Source: aws.amazon.com/secrets-manager/pricing. The proration is from memory.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::syntax::{Check, PerTraffic, settings};
use crate::units::{Count, Measure, Spread, Unit};
use crate::workload::Rate;
use rust_decimal::Decimal;

settings! {
    /// Secrets kept in Secrets Manager.
    pub struct SecretsManager {
        /// How many secrets, on average over the month; replicas are secrets of their own.
        secrets: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// API calls, such as reading a secret.
        calls: Option<PerTraffic<Rate>> = None,
    }
}

impl Check for SecretsManager {}

const fn product(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AWSSecretsManager")
        .family(family)
        .usagetype(usagetype)
}

/// Regions spell the usage types differently: bills of Virginia and London have `-Secrets`, those of
/// Singapore `-Secret`, those of Ireland `-APIRequests`.
const SECRET: KeySpec = KeySpec::regional(
    "secrets.secret",
    "Secrets Manager secrets",
    Unit::SecretMonth,
    product("Secret", "AWSSecretsManager-Secrets").or_usagetypes(&["AWSSecretsManager-Secret"]),
);
const CALL: KeySpec = KeySpec::regional(
    "secrets.api",
    "Secrets Manager API calls",
    Unit::Call,
    product("API Request", "AWSSecretsManagerAPIRequest").or_usagetypes(&[
        "AWSSecretsManagerAPIRequests",
        "AWSSecretsManager-APIRequest",
        "AWSSecretsManager-APIRequests",
    ]),
);

impl Service for SecretsManager {
    const NAME: &'static str = "secrets_manager";
    const TITLE: &'static str = "Secrets Manager";
    const KEYS: &'static [KeySpec] = &[SECRET, CALL];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        meter.usage(&SECRET, context.count(&self.secrets, "secrets", "secret")?);
        if let Some(calls) = &self.calls {
            meter.usage(&CALL, context.events(context.at(calls, "calls")?, "call"));
        }
        Ok(())
    }
}
