//! Amazon CloudFront, pay as you go: transfer to viewers, requests, functions.
//!
//! Priced by where the viewers are. Fetches from AWS origins are free; what viewers upload is
//! charged on the way to the origin. Source: aws.amazon.com/cloudfront/pricing.

use super::data_transfer::through_cdn;
use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Pooling, Selector};
use crate::syntax::{Check, PerTraffic, keyword_setting, settings};
use crate::units::{Unit, show_spread};
use crate::workload::{Rate, Volume};

keyword_setting! {
    /// Where the viewers are.
    pub enum Viewers {
        /// United States, Mexico and Canada.
        Us "us",
        /// Europe and Israel.
        Eu "eu",
    }
}

keyword_setting! {
    /// The protocol of the requests.
    pub enum Protocol {
        /// HTTPS.
        Https "https",
        /// HTTP.
        Http "http",
    }
}

settings! {
    /// A CloudFront distribution.
    pub struct CloudFront {
        /// Where the viewers are: `us` or `eu`.
        viewers: Viewers = Viewers::Us,
        /// Data sent to viewers; the share of the responses that `request.cdn_share` states unless given.
        out: Option<PerTraffic<Volume>> = None,
        /// Requests of viewers.
        requests: Option<PerTraffic<Rate>> = None,
        /// `https` or `http`.
        protocol: Protocol = Protocol::Https,
        /// Data viewers upload, sent on to the origin.
        uploaded: Option<PerTraffic<Volume>> = None,
        /// Calls of CloudFront Functions.
        functions: Option<PerTraffic<Rate>> = None,
    }
}

impl Check for CloudFront {}

const fn key(
    pattern: &'static str,
    title: &'static str,
    unit: Unit,
    family: &'static str,
    usagetype: &'static str,
) -> KeySpec {
    KeySpec::regional(
        pattern,
        title,
        unit,
        Selector::of("AmazonCloudFront")
            .family(family)
            .usagetype(usagetype)
            .global(),
    )
    .pooled_over(Pooling::Account)
}

/// The keys of one group of viewers.
struct Keys {
    out: KeySpec,
    https: KeySpec,
    http: KeySpec,
    origin: KeySpec,
}

macro_rules! keys {
    ($code:literal, $prefix:literal, $name:literal) => {
        Keys {
            out: key(
                concat!("cloudfront.dt.", $code),
                concat!("CloudFront transfer out, ", $name),
                Unit::Gb,
                "Data Transfer",
                concat!($prefix, "-DataTransfer-Out-Bytes"),
            ),
            https: key(
                concat!("cloudfront.https.", $code),
                concat!("CloudFront HTTPS requests, ", $name),
                Unit::Request,
                "Request",
                concat!($prefix, "-Requests-Tier2-HTTPS"),
            ),
            http: key(
                concat!("cloudfront.http.", $code),
                concat!("CloudFront HTTP requests, ", $name),
                Unit::Request,
                "Request",
                concat!($prefix, "-Requests-Tier1"),
            ),
            origin: key(
                concat!("cloudfront.origin.", $code),
                concat!("CloudFront transfer to origin, ", $name),
                Unit::Gb,
                "Data Transfer",
                concat!($prefix, "-DataTransfer-Out-OBytes"),
            ),
        }
    };
}

const US: Keys = keys!("us", "US", "US");
const EU: Keys = keys!("eu", "EU", "Europe");
const FUNCTIONS: KeySpec = key(
    "cloudfront.functions",
    "CloudFront Functions",
    Unit::Invocation,
    "Request",
    "Executions-CloudFrontFunctions",
);

impl Service for CloudFront {
    const NAME: &'static str = "cloudfront";
    const TITLE: &'static str = "CloudFront";
    const KEYS: &'static [KeySpec] = &[
        US.out, US.https, US.http, US.origin, EU.out, EU.https, EU.http, EU.origin, FUNCTIONS,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let keys: &'static Keys = match self.viewers {
            Viewers::Us => &US,
            Viewers::Eu => &EU,
        };
        let (name, viewers, protocol) = (context.name, self.viewers, self.protocol);
        meter.assume(format!(
            "`{name}`: viewers are in the region `{viewers}` and use {protocol}."
        ));
        let out = match &self.out {
            Some(volume) => Some(context.gigabytes(context.at(volume, "out")?)),
            None => through_cdn(context)?,
        };
        if let Some(out) = out {
            meter.usage(&keys.out, out);
        }
        if let (None, Some(share)) = (&self.out, context.workload.request.cdn_share) {
            meter.assume(format!(
                "`{name}` sends {} of the responses (`request.cdn_share`).",
                show_spread(&share)
            ));
        }
        if let Some(rate) = &self.requests {
            let requests = match self.protocol {
                Protocol::Https => &keys.https,
                Protocol::Http => &keys.http,
            };
            let events = context.events(context.at(rate, "requests")?, "request");
            meter.usage(requests, events);
        }
        if let Some(volume) = &self.uploaded {
            meter.usage(
                &keys.origin,
                context.gigabytes(context.at(volume, "uploaded")?),
            );
        }
        if let Some(rate) = &self.functions {
            let events = context.events(context.at(rate, "functions")?, "call");
            meter.usage(&FUNCTIONS, events);
        }
        Ok(())
    }
}
