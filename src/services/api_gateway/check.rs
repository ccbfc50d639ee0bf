//! What API Gateway refuses, and settings that belong to another kind of API.

use super::{ApiGateway, Kind, cache};
use crate::syntax::{Check, Fields, Reader};

/// Settings only some kind of API has.
const OF_REST: &[&str] = &["cache", "cache_running"];
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
        if self.cache.is_none() && self.kind == Kind::Rest && fields.get("cache_running").is_some()
        {
            let message = "`cache_running` has no meaning without `cache`".to_owned();
            let place = fields.place("cache_running");
            reader.fault("invalid-configuration", place, message, None);
        }
    }
}
