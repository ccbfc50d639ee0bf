//! Amazon API Gateway: REST and HTTP APIs, billed per request.
//!
//! An HTTP API is metered in steps of 512 KB of the request; a REST API per call, whatever its
//! size. Tiers are per region and kind of API. Source: aws.amazon.com/api-gateway/pricing.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Label, spread, symbol};
use crate::syntax::{Check, keyword_setting, settings};
use crate::units::{Size, Spread, Unit};
use crate::workload::Rate;
use rust_decimal::Decimal;

keyword_setting! {
    /// The kind of API.
    pub enum Kind {
        /// A REST API.
        Rest "rest",
        /// An HTTP API.
        Http "http",
    }
}

settings! {
    /// An API Gateway API in front of functions or services.
    pub struct ApiGateway {
        /// `rest` or `http`; they differ in price and in how they meter.
        kind: Kind,
        /// How often it is called; once per request unless given.
        calls: Rate = Rate::EVERY_REQUEST(),
        /// Size of one call; that of the request unless given.
        payload: Option<Spread<Size>> = None,
    }
}

/// What one metered request of an HTTP API carries.
const STEP_KB: u32 = 512;
/// The largest request API Gateway accepts.
const LARGEST_MB: u32 = 10;

impl Check for ApiGateway {}

const fn product(usagetype: &'static str, operation: &'static str) -> Selector {
    Selector::of("AmazonApiGateway")
        .family("API Calls")
        .usagetype(usagetype)
        .operation(operation)
}

const REST: KeySpec = KeySpec::regional(
    "apigw.rest",
    "API Gateway REST calls",
    Unit::Request,
    product("ApiGatewayRequest", "ApiGatewayRequest"),
);
const HTTP: KeySpec = KeySpec::regional(
    "apigw.http",
    "API Gateway HTTP calls, per 512 KB",
    Unit::Request,
    product("ApiGatewayHttpRequest", "ApiGatewayHttpApi"),
);

impl Service for ApiGateway {
    const NAME: &'static str = "api_gateway";
    const TITLE: &'static str = "API Gateway";
    const KEYS: &'static [KeySpec] = &[REST, HTTP];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let calls = context.events(&self.calls, "call");
        let stated = self.payload.or(context.workload.request.payload);
        if stated.is_some_and(|p| p.high.megabytes() > Decimal::from(LARGEST_MB)) {
            let message = format!("API Gateway accepts requests of up to {LARGEST_MB} MB");
            let help = "send larger bodies past it, or lower `payload` (`request.payload`)";
            return Err(MeterError::new("payload", message, help));
        }
        if self.kind == Kind::Rest {
            meter.usage(&REST, calls);
            return Ok(());
        }
        let payload = self.payload.unwrap_or_else(|| context.payload(meter));
        let kilobytes = payload.map(Size::kilobytes);
        if kilobytes.high <= Decimal::from(STEP_KB) {
            meter.usage(&HTTP, calls);
        } else {
            // An empty call still counts as one step; sizes are positive from here on.
            let kilobytes = kilobytes.map(|kb| kb.max(Decimal::ONE));
            let kilobytes = spread(kilobytes, Label::Symbol("KB".into()));
            let steps = (kilobytes / symbol(STEP_KB, "KB")).rounded_up();
            meter.usage(&HTTP, calls * steps);
        }
        Ok(())
    }
}
