//! Application Load Balancer: hours, capacity units, and the public addresses of its zones.
//!
//! A capacity unit (LCU) is the largest of four dimensions in each hour: 25 new connections a
//! second, 3,000 open connections, 1 GB processed (0.4 GB for Lambda targets, decimal gigabytes),
//! 1,000 rule evaluations a second beyond ten free rules. Parts of a unit are billed as parts;
//! hours begun are full hours. All four follow the requests, so their sum over the month does not
//! depend on the hour they come in. Where the units are known, from a bill or from the metric
//! `ConsumedLCUs`, they can be stated instead. Source: aws.amazon.com/elasticloadbalancing/pricing.

pub(super) mod capacity;

use super::public_ipv4::{self, IN_USE};
use super::{Context, Meter, MeterError, OpenQuestion, Service, Usage};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, count, largest, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Duration, Measure, Spread, Unit};
use crate::warning::WarningCode;
use crate::workload::{Granularity, Uptime};
use capacity::{CapacityUnit, Connections};
use rust_decimal::Decimal;

keyword_setting! {
    /// Who can reach the load balancer.
    pub enum Scheme {
        /// The internet.
        InternetFacing "internet-facing",
        /// The network it stands in.
        Internal "internal",
    }
}

keyword_setting! {
    /// The addresses of the load balancer, in AWS's words.
    pub enum AddressType {
        /// IPv4.
        Ipv4 "ipv4",
        /// IPv4 and IPv6.
        Dualstack "dualstack",
        /// IPv6 towards the internet, and no public IPv4 address.
        WithoutPublicIpv4 "dualstack-without-public-ipv4",
    }
}

keyword_setting! {
    /// What stands behind the load balancer.
    pub enum Target {
        /// Tasks, instances or addresses.
        Ip "ip" | "instance",
        /// Lambda functions.
        Lambda "lambda",
    }
}

settings! {
    /// An Application Load Balancer.
    pub struct Alb {
        /// Availability zones it stands in; AWS requires two.
        zones: Count = Count::of(Decimal::TWO),
        /// `internet-facing` or `internal`.
        scheme: Scheme = Scheme::InternetFacing,
        /// `ipv4`, `dualstack` or `dualstack-without-public-ipv4`.
        ip_address_type: AddressType = AddressType::Ipv4,
        /// `ip`, `instance` or `lambda`.
        target: Target = Target::Ip,
        /// Requests a client sends over one connection; as the request profile says, or 4, unless given.
        requests_per_connection: Option<Spread<Count>> = None,
        /// How long a connection stays open; as the request profile says, or 60 s, unless given.
        connection_time: Option<Spread<Duration>> = None,
        /// Rules evaluated for a request; ten are free.
        rules: Count = Count::of(Decimal::TEN),
        /// Capacity units in an average hour, where they are known; worked out from the requests
        /// unless given.
        capacity_units: Option<PerTraffic<Spread<Count>>> = None,
        /// How long it exists.
        running: Uptime = Uptime::Always,
    }
}

impl Check for Alb {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let zones = self.zones.amount();
        let problem = match (zones < Decimal::TWO, zones.fract().is_zero()) {
            (true, _) => Some("an ALB needs subnets in two zones"),
            (false, false) => Some("zones are whole"),
            (false, true) => None,
        };
        if let Some(problem) = problem {
            let message = format!("`zones: {}`: {problem}", self.zones);
            let help = Some("state two zones or more, each with an address of its own".to_owned());
            let place = fields.place("zones");
            reader.fault("invalid-configuration", place, message, help);
        }
        self.connections().check(fields, reader);
        if self.capacity_units.is_some() {
            capacity::check_stated(&["rules"], fields, reader);
        }
    }
}

/// The same usage types exist for the other load balancers and in a second offer.
const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AWSELB")
        .family("Load Balancer-Application")
        .usagetype(usagetype)
        .operation("LoadBalancing:Application")
}

const HOUR: KeySpec = KeySpec::regional(
    "alb.hour",
    "ALB hours",
    Unit::Hour,
    product("LoadBalancerUsage"),
);
const LCU: KeySpec = KeySpec::regional(
    "alb.lcu",
    "ALB capacity units",
    Unit::LcuHour,
    product("LCUUsage"),
);

impl Service for Alb {
    const NAME: &'static str = "alb";
    const TITLE: &'static str = "Load balancer (ALB)";
    const KEYS: &'static [KeySpec] = &[HOUR, LCU];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let hours = context.hours(&self.running, Granularity::WholeHours)?;
        meter.usage(&HOUR, hours.clone());
        let unit_hours = match &self.capacity_units {
            Some(units) => context.count(units, "capacity_units", "LCU")? * hours,
            None => self.unit_hours(context, meter)?,
        };
        meter.usage(&LCU, unit_hours);
        if self.scheme == Scheme::InternetFacing {
            let held = context.hours(&self.running, public_ipv4::METERED)?;
            let addresses = symbol(self.zones.amount(), "addresses") * held;
            match self.ip_address_type {
                AddressType::Ipv4 | AddressType::Dualstack => meter.usage(&IN_USE, addresses),
                AddressType::WithoutPublicIpv4 => ask_for_ipv4(addresses, context, meter),
            }
        }
        Ok(())
    }
}

/// Without public IPv4 addresses clients need IPv6, unless CloudFront stands between: it reaches
/// origins by IPv6 and viewers by both.
fn ask_for_ipv4(addresses: Formula, context: &Context<'_>, meter: &mut Meter) {
    if context.peers.iter().any(|peer| peer.is_distribution()) {
        return;
    }
    let name = context.name;
    let message = format!(
        "`{name}`: without public IPv4 addresses, clients that have no IPv6 can't reach it; the \
         amount is for one in each zone"
    );
    let settled_by = format!("`{name}.ip_address_type` or `{name}.scheme`");
    let question = OpenQuestion::new(name, WarningCode::NoPublicIpv4, message, settled_by);
    meter.ask(question.adding(vec![Usage::new(&IN_USE, &[], addresses)]));
}

impl Alb {
    fn connections(&self) -> Connections {
        Connections {
            requests: self.requests_per_connection,
            open: self.connection_time,
        }
    }

    /// Capacity-unit hours of the month, from the requests.
    fn unit_hours(&self, context: &Context<'_>, meter: &mut Meter) -> Result<Formula, MeterError> {
        let unit = CapacityUnit {
            hour: "LCU-hour",
            new: 25,
            active: 3_000,
            bytes: match self.target {
                Target::Ip => 1_000_000_000,
                Target::Lambda => 400_000_000,
            },
        };
        let why = "to count the bytes an ALB processes";
        let mut dimensions = unit.dimensions(&self.connections(), context, meter, why)?;
        let paid_rules = self.rules.amount().saturating_sub(Decimal::TEN);
        if paid_rules > Decimal::ZERO {
            let requests = context.workload.requests_in_billed_hours();
            let evaluations = requests * count(paid_rules, "rule");
            dimensions.push((
                "rules",
                evaluations / symbol(3_600_000, "evaluations/LCU-hour"),
            ));
        }
        Ok(largest(dimensions))
    }
}
