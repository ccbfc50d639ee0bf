//! What API Gateway refuses, and settings that belong to another kind of API. Source: API Gateway developer
//! guide, "Quotas".

use super::{ApiGateway, Kind, LARGEST_REQUEST_KB, cache};
use crate::services::{Context, MeterError};
use crate::syntax::{Check, Fields, Reader};
use crate::units::{Duration, Measure};
use crate::workload::Rate;
use rust_decimal::Decimal;

/// Settings only some kind of API has.
const OF_REST: &[&str] = &["cache", "cache_running", "timeout"];
const OF_WEBSOCKET: &[&str] = &["messages", "connections", "connected"];

impl Check for ApiGateway {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let unused = match self.kind {
            Kind::Rest => OF_WEBSOCKET.to_vec(),
            Kind::Http => [OF_REST, OF_WEBSOCKET].concat(),
            Kind::WebSocket => [OF_REST, &["calls"]].concat(),
        };
        for field in unused {
            if fields.get(field).is_some() {
                let message = format!("`{field}` has no meaning with `kind: {}`", self.kind);
                let help = Some("change `kind`, or leave the key out".to_owned());
                reader.fault("invalid-configuration", fields.place(field), message, help);
            }
        }
        if self.kind == Kind::WebSocket {
            let required = [
                (self.messages.is_some(), "messages", "20 per request"),
                (self.connections.is_some(), "connections", "1000"),
            ];
            for (_, field, example) in required.into_iter().filter(|(given, ..)| !given) {
                let message = format!("a WebSocket API needs `{field}`");
                let help = Some(format!("such as `{field}: {example}`"));
                reader.fault("missing-key", fields.span, message, help);
            }
        }
        if let Some(size) = self.cache.filter(|size| cache::key(*size).is_none()) {
            let message = format!("there is no cache of {size}");
            let place = fields.place("cache");
            reader.fault("no-such-size", place, message, Some(cache::sizes()));
        }
        if self.timeout.is_some_and(|time| time.amount().is_zero()) {
            let message = "an API waits for some time".to_owned();
            reader.fault("bad-value", fields.place("timeout"), message, None);
        }
        if self.cache.is_none() && self.kind == Kind::Rest && fields.get("cache_running").is_some()
        {
            let message = "`cache_running` has no meaning without `cache`".to_owned();
            let place = fields.place("cache_running");
            reader.fault("invalid-configuration", place, message, None);
        }
    }
}

/// Milliseconds a REST and an HTTP API wait for an answer; of the first the quota can be raised.
const WAITS: (u32, u32) = (29_000, 30_000);

impl ApiGateway {
    /// Requests that take longer than the API waits, and responses it does not pass on. What is called
    /// otherwise than with each request has a time and a size of its own.
    pub(super) fn check_time(&self, context: &Context<'_>) -> Result<(), MeterError> {
        if self.kind == Kind::WebSocket || self.calls != Rate::EVERY_REQUEST() {
            return Ok(());
        }
        let request = &context.workload.request;
        let (waits, help) = match self.kind {
            Kind::Http => (
                Duration::of(Decimal::from(WAITS.1)),
                "shorten `request.duration`, or answer at once and work on it behind a queue",
            ),
            Kind::Rest | Kind::WebSocket => (
                self.timeout.unwrap_or(Duration::of(Decimal::from(WAITS.0))),
                "shorten `request.duration`, or state the `timeout` that AWS granted",
            ),
        };
        if let Some(duration) = request.duration.filter(|time| time.high > waits) {
            let message = format!(
                "a request takes {}, and API Gateway waits for {waits} at most",
                duration.high
            );
            return Err(MeterError::new("timeout", message, help));
        }
        let largest = Decimal::from(LARGEST_REQUEST_KB);
        if request
            .response
            .is_some_and(|response| response.high.kilobytes() > largest)
        {
            return Err(MeterError {
                field: None,
                message: "API Gateway passes responses of up to 10 MB on".to_owned(),
                help: "send larger ones past it, by way of S3, or lower `request.response`"
                    .to_owned(),
            });
        }
        Ok(())
    }
}
