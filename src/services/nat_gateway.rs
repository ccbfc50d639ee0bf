//! NAT gateways: hours, gigabytes in either direction, and their public addresses.
//!
//! A zonal gateway stands in one zone, so availability takes one per zone. A regional gateway
//! (since 2025-11-19) is one object billed once per active zone. Hours begun are full hours. What
//! leaves to the internet is data transfer besides, and what comes from another zone crosses one.
//! Source: aws.amazon.com/vpc/pricing; the hourly price of a regional gateway per active zone from
//! a third party's reading of that page.

use super::public_ipv4::{self, IN_USE};
use super::{Context, Meter, MeterError, Service, Usage, data_transfer};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Measure, Spread, Unit};
use crate::workload::{Granularity, Uptime, Volume};
use rust_decimal::Decimal;

keyword_setting! {
    /// How a gateway spreads over zones.
    pub enum Availability {
        /// One gateway in one zone.
        Zonal "zonal",
        /// One gateway over several zones.
        Regional "regional",
    }
}

keyword_setting! {
    /// Where a gateway leads, in AWS's words.
    pub enum Connectivity {
        /// To the internet, with a public address.
        Public "public",
        /// To other networks, without one.
        Private "private",
    }
}

settings! {
    /// NAT gateways for what runs in private subnets.
    pub struct NatGateway {
        /// Zonal gateways, or active zones of a regional one; one unless given.
        gateways: Option<PerTraffic<Spread<Count>>> = None,
        /// Data that passes, both directions together.
        processed: PerTraffic<Volume>,
        /// What of it leaves to the internet, which is charged once more as data transfer.
        internet_out: Option<PerTraffic<Volume>> = None,
        /// `zonal` or `regional`.
        availability: Availability = Availability::Zonal,
        /// `public` or `private`; a private gateway has no public address.
        connectivity: Connectivity = Connectivity::Public,
        /// How long they exist.
        running: Uptime = Uptime::Always,
    }
}

impl Check for NatGateway {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.internet_out.is_some() && self.connectivity == Connectivity::Private {
            let message = "`internet_out` has no meaning for a private gateway".to_owned();
            let place = fields.place("internet_out");
            reader.fault("invalid-configuration", place, message, None);
        }
    }
}

const fn product(usagetype: &'static str, operation: &'static str) -> Selector {
    Selector::of("AmazonEC2")
        .family("NAT Gateway")
        .usagetype(usagetype)
        .operation(operation)
}

const HOUR: KeySpec = KeySpec::regional(
    "nat.hour",
    "NAT gateway hours",
    Unit::Hour,
    product("NatGateway-Hours", "NatGateway"),
);
const REGIONAL_HOUR: KeySpec = KeySpec::regional(
    "nat.regional.hour",
    "NAT gateway hours, regional",
    Unit::Hour,
    product("RegionalNatGateway-Hours", "RegionalNatGateway"),
);
const GB: KeySpec = KeySpec::regional(
    "nat.gb",
    "NAT gateway data",
    Unit::Gb,
    product("NatGateway-Bytes", "NatGateway"),
);

impl Service for NatGateway {
    const NAME: &'static str = "nat_gateway";
    const TITLE: &'static str = "NAT gateway";
    const KEYS: &'static [KeySpec] = &[HOUR, REGIONAL_HOUR, GB];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let gateways = match &self.gateways {
            Some(gateways) => context.at(gateways, "gateways")?.map(Measure::amount),
            None => Spread::exact(Decimal::ONE),
        };
        let hours = context.hours(&self.running, Granularity::WholeHours)?;
        let held = context.hours(&self.running, public_ipv4::METERED)?;
        let time = (hours, held);
        let running = gateways_for(gateways, self.availability, self.connectivity, time);
        meter.usage.extend(running);
        let processed = context.gigabytes(context.at(&self.processed, "processed")?);
        meter.usage(&GB, processed.clone());
        if let Some(out) = &self.internet_out {
            let out = context.gigabytes(context.at(out, "internet_out")?);
            let most = context.value(&processed, "processed")?.high;
            if context.value(&out, "internet_out")?.low > most {
                let message = "more leaves to the internet than passes";
                let help = "`processed` counts both directions together";
                return Err(MeterError::new("internet_out", message, help));
            }
            meter.usage(&data_transfer::OUT, out);
        }
        Ok(())
    }
}

/// What gateways, or active zones of a regional one, use whatever passes: the hours of a gateway, and
/// those its address is held.
pub(crate) fn gateways_for(
    gateways: Spread<Decimal>,
    availability: Availability,
    connectivity: Connectivity,
    (hours, held): (Formula, Formula),
) -> Vec<Usage> {
    let hourly = match availability {
        Availability::Zonal => &HOUR,
        Availability::Regional => &REGIONAL_HOUR,
    };
    let counted = spread(gateways, Label::Word("gateway".into()));
    let mut usage = vec![Usage::new(hourly, &[], counted * hours)];
    if connectivity == Connectivity::Public {
        let addresses = spread(gateways, Label::Symbol("addresses".into()));
        usage.push(Usage::new(&IN_USE, &[], addresses * held));
    }
    usage
}
