//! Amazon Route 53: hosted zones, queries and health checks, at the same price everywhere.
//!
//! A hosted zone costs a whole month, whatever part of it exists, unless it is deleted within
//! twelve hours; the first 25 of the account cost more than the others. Health checks here are
//! plain ones of AWS endpoints, 50 of which are free; those of other endpoints, and options such as
//! HTTPS or string matching, are not priced. Source: aws.amazon.com/route53/pricing.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Pooling, Selector};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Count, Measure, Spread, Unit};
use crate::workload::Rate;

settings! {
    /// DNS: hosted zones, queries and health checks.
    pub struct Route53 {
        /// Hosted zones.
        zones: Option<PerTraffic<Spread<Count>>> = None,
        /// Standard queries. Those answered by an alias to an AWS resource are free: leave them out.
        queries: Option<PerTraffic<Rate>> = None,
        /// Health checks of AWS endpoints, without options.
        health_checks: Option<PerTraffic<Spread<Count>>> = None,
    }
}

impl Check for Route53 {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let whole = |zones: &Spread<Count>| {
            [zones.low, zones.high]
                .iter()
                .all(|count| count.amount().fract().is_zero())
        };
        let zones = self.zones.iter().flat_map(PerTraffic::values);
        if !zones.into_iter().all(whole) {
            let message = "hosted zones come in whole numbers".to_owned();
            let help = "AWS charges the whole month for a part of it".to_owned();
            let place = fields.place("zones");
            reader.fault("invalid-configuration", place, message, Some(help));
        }
    }
}

const fn product(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AmazonRoute53")
        .family(family)
        .usagetype(usagetype)
        .global()
}

const ZONE: KeySpec = KeySpec::regional(
    "route53.zone",
    "Route 53 hosted zones",
    Unit::ZoneMonth,
    product("DNS Zone", "HostedZone"),
)
.pooled_over(Pooling::Account);
const QUERIES: KeySpec = KeySpec::regional(
    "route53.queries",
    "Route 53 standard queries",
    Unit::Query,
    product("DNS Query", "DNS-Queries"),
)
.pooled_over(Pooling::Account);
const HEALTH_CHECK: KeySpec = KeySpec::regional(
    "route53.healthcheck.aws",
    "Route 53 health checks of AWS endpoints",
    Unit::CheckMonth,
    product("DNS Health Check", "Health-Check-AWS"),
)
.pooled_over(Pooling::Account);

impl Service for Route53 {
    const NAME: &'static str = "route53";
    const TITLE: &'static str = "Route 53";
    const KEYS: &'static [KeySpec] = &[ZONE, QUERIES, HEALTH_CHECK];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        if let Some(zones) = &self.zones {
            meter.usage(&ZONE, context.count(zones, "zones", "zone")?);
        }
        if let Some(queries) = &self.queries {
            let events = context.events(context.at(queries, "queries")?, "lookup");
            meter.usage(&QUERIES, events);
        }
        if let Some(checks) = &self.health_checks {
            let checks = context.count(checks, "health_checks", "health check")?;
            meter.usage(&HEALTH_CHECK, checks);
        }
        Ok(())
    }
}
