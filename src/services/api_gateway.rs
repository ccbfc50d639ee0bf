//! Amazon API Gateway: REST, HTTP and WebSocket APIs.
//!
//! An HTTP API is metered in steps of 512 KB of the request; a REST API per call, whatever its
//! size, and per hour of its cache. A WebSocket API is metered per message sent or received, in
//! steps of 32 KB, and per minute each client is connected. Tiers are per region and kind of API.
//! Sources: aws.amazon.com/api-gateway/pricing; sizes from the API Gateway developer guide,
//! "Quotas".

mod cache;
mod check;

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{PerTraffic, keyword_setting, settings};
use crate::units::{Count, Duration, Size, Spread, Unit};
use crate::workload::{Granularity, Rate, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// The kind of API.
    pub enum Kind {
        /// A REST API.
        Rest "rest",
        /// An HTTP API.
        Http "http",
        /// A WebSocket API.
        WebSocket "websocket",
    }
}

settings! {
    /// An API Gateway API in front of functions or services.
    pub struct ApiGateway {
        /// `rest`, `http` or `websocket`; they differ in price and in how they meter.
        kind: Kind,
        /// How often it is called; once per request unless given.
        calls: Rate = Rate::EVERY_REQUEST(),
        /// Size of one call or message; that of the request unless given.
        payload: Option<Spread<Size>> = None,
        /// The longest a REST API waits for an answer, where the quota was raised; 29 s unless given. An
        /// HTTP API waits 30 s.
        timeout: Option<Duration> = None,
        /// Cache of a REST API, in one of the sizes AWS sells, such as `0.5 GB`.
        cache: Option<Size> = None,
        /// How long the cache exists.
        cache_running: Uptime = Uptime::Always,
        /// Messages of a WebSocket API, both directions together.
        messages: Option<PerTraffic<Rate>> = None,
        /// Clients of a WebSocket API.
        connections: Option<PerTraffic<Spread<Count>>> = None,
        /// How long each client is connected.
        connected: Uptime = Uptime::Always,
    }
}

/// What one metered request of an HTTP API carries.
const HTTP_STEP_KB: u32 = 512;
/// What one metered message of a WebSocket API carries.
const MESSAGE_STEP_KB: u32 = 32;
/// The largest request API Gateway accepts.
const LARGEST_REQUEST_KB: u32 = 10 * 1_024;
/// The largest message API Gateway accepts.
const LARGEST_MESSAGE_KB: u32 = 128;

const fn product(
    family: &'static str,
    usagetype: &'static str,
    operation: &'static str,
) -> Selector {
    Selector::of("AmazonApiGateway")
        .family(family)
        .usagetype(usagetype)
        .operation(operation)
}

const REST: KeySpec = KeySpec::regional(
    "apigw.rest",
    "API Gateway REST calls",
    Unit::Request,
    product("API Calls", "ApiGatewayRequest", "ApiGatewayRequest"),
);
const HTTP: KeySpec = KeySpec::regional(
    "apigw.http",
    "API Gateway HTTP calls, per 512 KB",
    Unit::Request,
    product("API Calls", "ApiGatewayHttpRequest", "ApiGatewayHttpApi"),
);
const MESSAGES: KeySpec = KeySpec::regional(
    "apigw.ws.messages",
    "API Gateway WebSocket messages, per 32 KB",
    Unit::Message,
    product("WebSocket", "ApiGatewayMessage", "ApiGatewayWebSocket"),
);
const MINUTES: KeySpec = KeySpec::regional(
    "apigw.ws.minutes",
    "API Gateway WebSocket connection minutes",
    Unit::Minute,
    product("WebSocket", "ApiGatewayMinute", "ApiGatewayWebSocket"),
);

impl Service for ApiGateway {
    const NAME: &'static str = "api_gateway";
    const TITLE: &'static str = "API Gateway";
    const KEYS: &'static [KeySpec] = &[
        REST,
        HTTP,
        MESSAGES,
        MINUTES,
        cache::CACHE_0_5,
        cache::CACHE_1_6,
        cache::CACHE_6_1,
        cache::CACHE_13_5,
        cache::CACHE_28_4,
        cache::CACHE_58_2,
        cache::CACHE_118,
        cache::CACHE_237,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        self.check_payload(context)?;
        self.check_time(context)?;
        match self.kind {
            Kind::Rest => meter.usage(&REST, context.events(&self.calls, "call")),
            Kind::Http => {
                let calls = context.events(&self.calls, "call");
                let steps = self.in_steps(calls, HTTP_STEP_KB, context, meter);
                meter.usage(&HTTP, steps);
            }
            Kind::WebSocket => self.websocket(context, meter)?,
        }
        if let Some(key) = self.cache.and_then(cache::key) {
            let hours = hours_of(&self.cache_running, "cache_running", context)?;
            meter.usage(key, hours);
        }
        Ok(())
    }
}

impl ApiGateway {
    fn check_payload(&self, context: &Context<'_>) -> Result<(), MeterError> {
        let (largest, message) = match self.kind {
            Kind::Rest | Kind::Http => (LARGEST_REQUEST_KB, "requests of up to 10 MB"),
            Kind::WebSocket => (LARGEST_MESSAGE_KB, "messages of up to 128 KB"),
        };
        let stated = self.payload.or(context.workload.request.payload);
        if stated.is_some_and(|p| p.high.kilobytes() > Decimal::from(largest)) {
            let message = format!("API Gateway accepts {message}");
            let help = "send larger bodies past it, or lower `payload` (`request.payload`)";
            return Err(MeterError::new("payload", message, help));
        }
        Ok(())
    }

    fn websocket(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        if let Some(messages) = &self.messages {
            let messages = context.events(context.at(messages, "messages")?, "message");
            let steps = self.in_steps(messages, MESSAGE_STEP_KB, context, meter);
            meter.usage(&MESSAGES, steps);
        }
        if let Some(connections) = &self.connections {
            let connections = context.count(connections, "connections", "connection")?;
            let hours = hours_of(&self.connected, "connected", context)?;
            meter.usage(&MINUTES, connections * hours * symbol(60, "min/h"));
        }
        Ok(())
    }

    /// Calls or messages, each counted once per step of its payload.
    fn in_steps(
        &self,
        events: Formula,
        step_kb: u32,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Formula {
        let payload = self.payload.unwrap_or_else(|| context.payload(meter));
        let kilobytes = payload.map(Size::kilobytes);
        if kilobytes.high <= Decimal::from(step_kb) {
            return events;
        }
        // An empty call still counts as one step; sizes are positive from here on.
        let kilobytes = kilobytes.map(|kb| kb.max(Decimal::ONE));
        let kilobytes = spread(kilobytes, Label::Symbol("KB".into()));
        events * (kilobytes / symbol(step_kb, "KB")).rounded_up()
    }
}

/// Hours, not rounded up, with an error that names the setting.
fn hours_of(
    uptime: &Uptime,
    field: &'static str,
    context: &Context<'_>,
) -> Result<Formula, MeterError> {
    let hours = context.hours(uptime, Granularity::Seconds { minimum: 1 });
    hours.map_err(|error| MeterError {
        field: Some(field),
        ..error
    })
}
