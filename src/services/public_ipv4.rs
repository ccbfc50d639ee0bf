//! Public IPv4 addresses, billed by the hour since 2024-02-01, in use or idle.
//!
//! Addresses of load balancers, NAT gateways and tasks are stated by those services; this
//! component is for the others. Source: aws.amazon.com/vpc/pricing. An address is metered to the second
//! whatever it belongs to: bills show parts of an hour, such as 34.224444 h.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Check, PerTraffic, settings};
use crate::units::{Count, Measure, Spread, Unit, counted_noun};
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

settings! {
    /// Public IPv4 addresses that belong to no other component.
    pub struct PublicIpv4 {
        /// Addresses attached to something that runs.
        addresses: Option<PerTraffic<Spread<Count>>> = None,
        /// Addresses held but not attached.
        idle: Option<Count> = None,
        /// How long they are held.
        running: Uptime = Uptime::Always,
    }
}

impl Check for PublicIpv4 {}

const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AmazonVPC")
        .usagetype(usagetype)
        .with(&[("group", "VPCPublicIPv4Address")])
}

/// An address in use.
pub(crate) const IN_USE: KeySpec = KeySpec::regional(
    "ipv4.inuse",
    "Public IPv4 addresses",
    Unit::Hour,
    product("PublicIPv4:InUseAddress"),
);
const IDLE: KeySpec = KeySpec::regional(
    "ipv4.idle",
    "Public IPv4 addresses, idle",
    Unit::Hour,
    product("PublicIPv4:IdleAddress"),
);

/// How the time an address is held is metered, whatever holds it.
pub(crate) const METERED: Granularity = Granularity::Seconds { minimum: 1 };

/// Addresses of each task or instance.
pub(super) fn of_each(addresses: Count, of: &str) -> Formula {
    let one = addresses.amount() == Decimal::ONE;
    let word = counted_noun("address", one);
    let label = Label::Symbol(format!("{word}/{of}").into());
    spread(Spread::exact(addresses.amount()), label)
}

impl Service for PublicIpv4 {
    const NAME: &'static str = "public_ipv4";
    const TITLE: &'static str = "Public IPv4";
    const KEYS: &'static [KeySpec] = &[IN_USE, IDLE];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let hours = context.hours(&self.running, METERED)?;
        if let Some(addresses) = &self.addresses {
            let addresses = context.at(addresses, "addresses")?.map(Measure::amount);
            let addresses = spread(addresses, Label::Symbol("addresses".into()));
            meter.usage(&IN_USE, addresses * hours.clone());
        }
        if let Some(idle) = self.idle {
            meter.usage(&IDLE, symbol(idle.amount(), "addresses") * hours);
        }
        Ok(())
    }
}
