//! VPC endpoints: private ways to AWS services.
//!
//! An interface endpoint costs an hour for each zone it stands in, used or not, and the gigabytes
//! that pass in either direction; hours begun are full hours. The tiers of the gigabytes count all
//! endpoints of the region together. Gateway endpoints, which S3 and DynamoDB have, are free.
//! Source: aws.amazon.com/privatelink/pricing.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, count};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Measure, Spread, Unit};
use crate::workload::{Granularity, Uptime, Volume};
use rust_decimal::Decimal;

keyword_setting! {
    /// How an endpoint reaches its service.
    pub enum Kind {
        /// Through network interfaces in subnets.
        Interface "interface",
        /// Through a route; S3 and DynamoDB alone.
        Gateway "gateway",
    }
}

settings! {
    /// VPC endpoints of one kind.
    pub struct VpcEndpoint {
        /// `interface` or `gateway`; gateway endpoints are free.
        kind: Kind = Kind::Interface,
        /// The services they lead to, such as `[ecr.api, ecr.dkr, logs]`; each is one endpoint.
        services: Vec<String> = Vec::new(),
        /// How many interface endpoints, where `services` does not name them.
        endpoints: Option<PerTraffic<Spread<Count>>> = None,
        /// Availability zones each interface endpoint stands in; two unless given.
        zones: Option<Count> = None,
        /// Data that passes interface endpoints, both directions together.
        processed: Option<PerTraffic<Volume>> = None,
        /// How long they exist.
        running: Uptime = Uptime::Always,
    }
}

/// The services AWS has gateway endpoints for.
const GATEWAYS: &[&str] = &["s3", "dynamodb"];

impl Check for VpcEndpoint {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        for (i, service) in self.services.iter().enumerate() {
            if self.services.iter().take(i).any(|other| other == service) {
                let message = format!("`{service}` is named twice");
                let help = "give the number as `endpoints` where a service has several".to_owned();
                let place = fields.place("services");
                reader.fault("bad-value", place, message, Some(help));
            }
        }
        match self.kind {
            Kind::Interface => self.check_interface(fields, reader),
            Kind::Gateway => self.check_gateway(fields, reader),
        }
    }
}

impl VpcEndpoint {
    fn check_interface(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.services.is_empty() == self.endpoints.is_none() {
            let message = "interface endpoints need either `services` or `endpoints`".to_owned();
            let help = "`services: [ecr.api, logs]` names them, `endpoints: 2` counts them";
            reader.fault("missing-key", fields.span, message, Some(help.to_owned()));
        }
        if self.processed.is_none() {
            let message = "`processed` is missing".to_owned();
            let help = "`processed`: data that passes, such as `10 GB` a month".to_owned();
            reader.fault("missing-key", fields.span, message, Some(help));
        }
        let zones = self.zones().amount();
        if zones < Decimal::ONE || !zones.fract().is_zero() {
            let message = "an endpoint stands in whole zones, at least one".to_owned();
            let place = fields.place("zones");
            reader.fault("invalid-configuration", place, message, None);
        }
    }

    fn check_gateway(&self, fields: &Fields<'_>, reader: &mut Reader) {
        for service in &self.services {
            if !GATEWAYS.contains(&service.as_str()) {
                let message = format!("there is no gateway endpoint for `{service}`");
                let help = "S3 and DynamoDB have one; others need `kind: interface`".to_owned();
                let place = fields.place("services");
                reader.fault("invalid-configuration", place, message, Some(help));
            }
        }
        for field in ["endpoints", "zones", "processed", "running"] {
            if fields.get(field).is_some() {
                let message = format!("`{field}` has no meaning for gateway endpoints");
                let help = "they are free: leave it out".to_owned();
                let place = fields.place(field);
                reader.fault("invalid-configuration", place, message, Some(help));
            }
        }
    }

    fn zones(&self) -> Count {
        self.zones.unwrap_or(Count::of(Decimal::TWO))
    }

    fn endpoints(&self, context: &Context<'_>) -> Result<Formula, MeterError> {
        match &self.endpoints {
            Some(endpoints) => context.count(endpoints, "endpoints", "endpoint"),
            None => Ok(count(self.services.len(), "endpoint")),
        }
    }
}

const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AmazonVPC")
        .family("VpcEndpoint")
        .usagetype(usagetype)
}

pub(crate) const HOUR: KeySpec = KeySpec::regional(
    "vpce.interface.hour",
    "Interface endpoint hours",
    Unit::Hour,
    product("VpcEndpoint-Hours"),
);
const GB: KeySpec = KeySpec::regional(
    "vpce.interface.gb",
    "Interface endpoint data",
    Unit::Gb,
    product("VpcEndpoint-Bytes"),
);

impl Service for VpcEndpoint {
    const NAME: &'static str = "vpc_endpoint";
    const TITLE: &'static str = "VPC endpoints";
    const KEYS: &'static [KeySpec] = &[HOUR, GB];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let name = context.name;
        if self.kind == Kind::Gateway {
            meter.free(format!("`{name}`: gateway endpoints are free."));
            return Ok(());
        }
        if self.zones.is_none() {
            meter.assume(format!(
                "`{name}`: each endpoint stands in two zones (`zones` not given)."
            ));
        }
        let hours = context.hours(&self.running, Granularity::WholeHours)?;
        let zones = count(self.zones().amount(), "zone");
        meter.usage(&HOUR, self.endpoints(context)? * zones * hours);
        if let Some(volume) = &self.processed {
            meter.usage(&GB, context.gigabytes(context.at(volume, "processed")?));
        }
        Ok(())
    }
}
