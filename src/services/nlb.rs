//! Network Load Balancer: hours, capacity units, and the public addresses of its zones.
//!
//! A capacity unit (NLCU) is the largest of three dimensions in each hour. Of TCP: 800 new
//! connections a second, 100,000 open ones, 1 GB processed; of TLS: 50, 3,000 and 1 GB; of UDP,
//! where a flow is a connection: 400, 50,000 and 1 GB. Gigabytes are decimal. Parts of a unit are
//! billed as parts; hours begun are full hours. Bytes are those of requests and responses, without
//! TCP and IP headers, which AWS counts too. An internet-facing one has an address in each zone.
//! Between a balancer and targets in other zones data is charged as between zones, which the
//! component `data_transfer` states. Source: aws.amazon.com/elasticloadbalancing/pricing.

use super::alb::Scheme;
use super::alb::capacity::{self, CapacityUnit, Connections};
use super::{Context, Meter, MeterError, Service, public_ipv4};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{largest, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Duration, Measure, Spread, Unit};
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// What the listener speaks.
    pub enum Protocol {
        /// TCP, passed through.
        Tcp "tcp",
        /// TLS, ended at the load balancer.
        Tls "tls",
        /// UDP.
        Udp "udp",
    }
}

settings! {
    /// A Network Load Balancer.
    pub struct Nlb {
        /// `tcp`, `tls` or `udp`.
        protocol: Protocol = Protocol::Tcp,
        /// Availability zones it stands in.
        zones: Count = Count::of(Decimal::TWO),
        /// `internet-facing` or `internal`.
        scheme: Scheme = Scheme::InternetFacing,
        /// Requests a client sends over one connection; as the request profile says, or 4, unless given.
        requests_per_connection: Option<Spread<Count>> = None,
        /// How long a connection stays open; as the request profile says, or 60 s, unless given.
        connection_time: Option<Spread<Duration>> = None,
        /// Capacity units in an average hour, where they are known; worked out from the requests
        /// unless given.
        capacity_units: Option<PerTraffic<Spread<Count>>> = None,
        /// How long it exists.
        running: Uptime = Uptime::Always,
    }
}

impl Check for Nlb {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let zones = self.zones.amount();
        if zones < Decimal::ONE || !zones.fract().is_zero() {
            let message = format!(
                "`{}`: a load balancer stands in whole zones, at least one",
                self.zones
            );
            let place = fields.place("zones");
            reader.fault("invalid-configuration", place, message, None);
        }
        self.connections().check(fields, reader);
        if self.capacity_units.is_some() {
            capacity::check_stated(&[], fields, reader);
        }
    }
}

/// Application Load Balancers have the same usage types.
const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AWSELB")
        .family("Load Balancer-Network")
        .usagetype(usagetype)
        .operation("LoadBalancing:Network")
}

const HOUR: KeySpec = KeySpec::regional(
    "nlb.hour",
    "NLB hours",
    Unit::Hour,
    product("LoadBalancerUsage"),
);
const NLCU: KeySpec = KeySpec::regional(
    "nlb.nlcu",
    "NLB capacity units",
    Unit::NlcuHour,
    product("LCUUsage"),
);

impl Service for Nlb {
    const NAME: &'static str = "nlb";
    const TITLE: &'static str = "Load balancer (NLB)";
    const KEYS: &'static [KeySpec] = &[HOUR, NLCU];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let hours = context.hours(&self.running, Granularity::WholeHours)?;
        meter.usage(&HOUR, hours.clone());
        let unit_hours = match &self.capacity_units {
            Some(units) => context.count(units, "capacity_units", "NLCU")? * hours,
            None => {
                let why = "to count the bytes an NLB processes";
                let unit = self.protocol.capacity_unit();
                largest(unit.dimensions(&self.connections(), context, meter, why)?)
            }
        };
        meter.usage(&NLCU, unit_hours);
        if self.scheme == Scheme::InternetFacing {
            let held = context.hours(&self.running, public_ipv4::METERED)?;
            let addresses = symbol(self.zones.amount(), "addresses");
            meter.usage(&public_ipv4::IN_USE, addresses * held);
        }
        Ok(())
    }
}

impl Nlb {
    fn connections(&self) -> Connections {
        Connections {
            requests: self.requests_per_connection,
            open: self.connection_time,
        }
    }
}

impl Protocol {
    fn capacity_unit(self) -> CapacityUnit {
        let (new, active) = match self {
            Protocol::Tcp => (800, 100_000),
            Protocol::Tls => (50, 3_000),
            Protocol::Udp => (400, 50_000),
        };
        CapacityUnit {
            hour: "NLCU-hour",
            new,
            active,
            bytes: 1_000_000_000,
        }
    }
}
