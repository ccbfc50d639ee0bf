//! Amazon EventBridge: events, pipes, schedules, archives and schema discovery.
//!
//! Every 64 KB of a custom or partner event, and of a request of a pipe, is one more; schema
//! discovery counts in steps of 8 KB. Events of AWS services are free. Pipes are charged for what
//! their filter lets through. An archive is charged for the gigabytes that go in and the gigabytes
//! it keeps; what is replayed is published again, as custom events. Not modelled: API destinations,
//! deliveries to other accounts. Source: aws.amazon.com/eventbridge/pricing; 1 MB per event from
//! the AWS compute blog, "More room to build", 2026-01.

use super::chunks::{CHUNK_KB, in_chunks};
use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Label, spread};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Measure, Size, Spread, Unit, show_spread};
use crate::workload::{Occurrence, Rate, Volume};
use rust_decimal::Decimal;

settings! {
    /// EventBridge event buses, pipes and schedules.
    pub struct EventBridge {
        /// Events the application publishes, replays included. Events of AWS services are free.
        custom_events: Option<PerTraffic<Rate>> = None,
        /// Events of partners.
        partner_events: Option<PerTraffic<Rate>> = None,
        /// Requests of pipes, after their filters.
        pipe_requests: Option<PerTraffic<Rate>> = None,
        /// Size of one event, or of one request of a pipe. 1 KB unless said otherwise.
        payload: Spread<Size> = Spread::exact(Size::of(Decimal::from(1024))),
        /// Invocations of schedules of EventBridge Scheduler, at a rate or by the schedule itself.
        schedules: Option<PerTraffic<Occurrence>> = None,
        /// Data put into archives.
        archived: Option<PerTraffic<Volume>> = None,
        /// Data kept in archives, on average over the month.
        archive_stored: Option<PerTraffic<Spread<Size>>> = None,
        /// Events looked at by schema discovery.
        discovered_events: Option<PerTraffic<Rate>> = None,
    }
}

/// What schema discovery counts as one event.
const DISCOVERY_KB: u32 = 8;
/// The largest event.
const LARGEST_KB: u32 = 1_024;

impl Check for EventBridge {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.payload.high.kilobytes() > Decimal::from(LARGEST_KB) {
            let message = "an event has at most 1 MB".to_owned();
            reader.fault("no-such-size", fields.place("payload"), message, None);
        }
        let sized = [
            "custom_events",
            "partner_events",
            "pipe_requests",
            "discovered_events",
        ];
        let has_payload = sized.iter().any(|field| fields.get(field).is_some());
        if fields.get("payload").is_some() && !has_payload {
            let message = "`payload` has no meaning without events".to_owned();
            reader.fault(
                "invalid-configuration",
                fields.place("payload"),
                message,
                None,
            );
        }
    }
}

/// Custom and partner events share a usage type.
const fn event(usagetype: &'static str, kind: &'static [(&'static str, &'static str)]) -> Selector {
    Selector::of("AWSEvents")
        .family("EventBridge")
        .usagetype(usagetype)
        .with(kind)
}

const CUSTOM: KeySpec = KeySpec::regional(
    "eventbridge.custom",
    "EventBridge custom events",
    Unit::Event,
    event("Event-64K-Chunks", &[("eventType", "Custom Event")]),
);
const PARTNER: KeySpec = KeySpec::regional(
    "eventbridge.partner",
    "EventBridge partner events",
    Unit::Event,
    event("Event-64K-Chunks", &[("eventType", "Partner Event")]),
);
const DISCOVERY: KeySpec = KeySpec::regional(
    "eventbridge.discovery",
    "EventBridge schema discovery",
    Unit::Event,
    event("Event-8K-Chunks", &[("eventType", "Discovery Event")]),
);
const PIPES: KeySpec = KeySpec::regional(
    "eventbridge.pipes",
    "EventBridge Pipes requests",
    Unit::Request,
    Selector::of("AWSEvents").usagetype("Request-64K-Chunks"),
);
const SCHEDULER: KeySpec = KeySpec::regional(
    "eventbridge.scheduler",
    "EventBridge Scheduler invocations",
    Unit::Invocation,
    Selector::of("AWSEvents").usagetype("ScheduledInvocation"),
);
const ARCHIVED: KeySpec = KeySpec::regional(
    "eventbridge.archive.processing",
    "EventBridge archive processing",
    Unit::Gb,
    archive("ArchivedEvents-Bytes"),
);
const ARCHIVE_STORED: KeySpec = KeySpec::regional(
    "eventbridge.archive.storage",
    "EventBridge archive storage",
    Unit::GbMonth,
    archive("TimedStorage-ByteHrs"),
);

const fn archive(usagetype: &'static str) -> Selector {
    Selector::of("AWSEvents")
        .family("CloudWatch Events")
        .usagetype(usagetype)
}

impl Service for EventBridge {
    const NAME: &'static str = "eventbridge";
    const TITLE: &'static str = "EventBridge";
    const KEYS: &'static [KeySpec] = &[
        CUSTOM,
        PARTNER,
        PIPES,
        SCHEDULER,
        ARCHIVED,
        ARCHIVE_STORED,
        DISCOVERY,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let counted = [
            (&CUSTOM, &self.custom_events, "custom_events", CHUNK_KB),
            (&PARTNER, &self.partner_events, "partner_events", CHUNK_KB),
            (&PIPES, &self.pipe_requests, "pipe_requests", CHUNK_KB),
            (
                &DISCOVERY,
                &self.discovered_events,
                "discovered_events",
                DISCOVERY_KB,
            ),
        ];
        for (spec, rate, field, chunk_kb) in counted {
            if let Some(rate) = rate {
                let events = context.events(context.at(rate, field)?, "event");
                meter.usage(spec, in_chunks(events, self.payload, chunk_kb));
                let (name, payload) = (context.name, show_spread(&self.payload));
                meter.assume(format!("`{name}`: an event is {payload}."));
            }
        }
        if let Some(rate) = &self.schedules {
            let invocations = context.occurrences(context.at(rate, "schedules")?, "invocation");
            meter.usage(&SCHEDULER, invocations);
        }
        if let Some(volume) = &self.archived {
            let gigabytes = context.gigabytes(context.at(volume, "archived")?);
            meter.usage(&ARCHIVED, gigabytes);
        }
        if let Some(stored) = &self.archive_stored {
            let gigabytes = context.at(stored, "archive_stored")?.map(Size::gigabytes);
            meter.usage(
                &ARCHIVE_STORED,
                spread(gigabytes, Label::Symbol("GB".into())),
            );
        }
        Ok(())
    }
}
