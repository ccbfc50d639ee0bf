//! Amazon SQS: queues, billed per request.
//!
//! Every call is a request, also a receive that finds nothing, and every 64 KB of payload begun is
//! one more. A message takes a send, a receive and a delete; up to ten share a call, whose payload
//! is counted as a whole. A fair queue is a standard queue whose messages name a group; that its
//! surcharge falls on every request of the queue was not verified. The million free requests is
//! shared by all queues of the account. Calls of KMS for encrypted queues are not counted. Source:
//! aws.amazon.com/sqs/pricing; 1 MB per request from the SQS developer guide, "Amazon SQS message
//! quotas".

use super::chunks::Batch;
use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, count, spread};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Measure, Size, Spread, Unit, arithmetic, show_spread};
use crate::workload::Rate;
use rust_decimal::Decimal;

keyword_setting! {
    /// The kind of queue.
    pub enum Kind {
        /// Best-effort order.
        Standard "standard",
        /// First in, first out.
        Fifo "fifo",
        /// A standard queue that keeps one group of messages from delaying the others.
        Fair "fair",
    }
}

settings! {
    /// An SQS queue.
    pub struct Sqs {
        /// `standard`, `fifo`, or `fair` for a standard queue with message groups.
        kind: Kind = Kind::Standard,
        /// Messages sent through the queue.
        messages: Option<PerTraffic<Rate>> = None,
        /// Size of one message. 1 KB unless said otherwise.
        payload: Spread<Size> = Spread::exact(Size::of(Decimal::from(1024))),
        /// Messages in one request, up to 10.
        batch: Count = Count::of(Decimal::ONE),
        /// How often a message is received; each retry is one time more.
        receives: Spread<Count> = Spread::exact(Count::of(Decimal::ONE)),
        /// Receives that find nothing. A poller that waits 20 s makes 3 per minute when there is
        /// nothing.
        empty_receives: Option<PerTraffic<Rate>> = None,
        /// All requests as billed, in place of `messages`.
        requests: Option<PerTraffic<Rate>> = None,
    }
}

impl Check for Sqs {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        match (&self.messages, &self.requests) {
            (None, None) => {
                let message = "`messages` or `requests` is missing".to_owned();
                let help = Some("say how often the queue is used".to_owned());
                reader.fault("missing-key", fields.span, message, help);
            }
            (_, Some(_)) => {
                for field in ["messages", "payload", "batch", "receives", "empty_receives"] {
                    if fields.get(field).is_some() {
                        let message = format!("`{field}` has no meaning beside `requests`");
                        let help = Some("`requests` is all the queue is billed for".to_owned());
                        reader.fault("invalid-configuration", fields.place(field), message, help);
                    }
                }
            }
            _ => {}
        }
        if self.receives.low.amount() < Decimal::ONE {
            let message = "a message is received at least once".to_owned();
            let help = Some("for a queue that nobody reads, give `requests`".to_owned());
            reader.fault("bad-value", fields.place("receives"), message, help);
        }
        self.batch().check(fields, reader);
    }
}

/// us-east-1 and the other regions have different usage types; the kind of queue tells the products
/// apart everywhere.
const fn product(kind: &'static [(&'static str, &'static str)]) -> Selector {
    Selector::of("AWSQueueService")
        .family("API Request")
        .with(kind)
}

const STANDARD: KeySpec = KeySpec::regional(
    "sqs.standard",
    "SQS requests",
    Unit::Request,
    product(&[("queueType", "Standard")]),
);
const FIFO: KeySpec = KeySpec::regional(
    "sqs.fifo",
    "SQS requests, FIFO",
    Unit::Request,
    product(&[("queueType", "FIFO (first-in, first-out)")]),
);
const FAIR: KeySpec = KeySpec::regional(
    "sqs.fair",
    "SQS fair queue surcharge",
    Unit::Request,
    product(&[("queueType", "Fair")]),
);

impl Service for Sqs {
    const NAME: &'static str = "sqs";
    const TITLE: &'static str = "SQS";
    const KEYS: &'static [KeySpec] = &[STANDARD, FIFO, FAIR];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let requests = self.requests(context, meter)?;
        match self.kind {
            Kind::Standard => meter.usage(&STANDARD, requests),
            Kind::Fifo => meter.usage(&FIFO, requests),
            Kind::Fair => {
                meter.usage(&STANDARD, requests.clone());
                meter.usage(&FAIR, requests);
            }
        }
        Ok(())
    }
}

impl Sqs {
    fn batch(&self) -> Batch {
        Batch {
            messages: self.batch,
            payload: self.payload,
        }
    }

    /// Billed requests of the month.
    fn requests(&self, context: &Context<'_>, meter: &mut Meter) -> Result<Formula, MeterError> {
        if let Some(requests) = &self.requests {
            return Ok(context.events(context.at(requests, "requests")?, "request"));
        }
        let mut all = Vec::new();
        if let Some(messages) = &self.messages {
            let messages = context.events(context.at(messages, "messages")?, "message");
            self.assume(context, meter);
            all.push(self.batch().requests(messages * self.calls()?));
        }
        if let Some(empty) = &self.empty_receives {
            let rate = context.at(empty, "empty_receives")?;
            all.push(context.events(rate, "empty receive"));
        }
        Ok(match <[Formula; 1]>::try_from(all) {
            Ok([only]) => only,
            Err(several) => Formula::Sum(several),
        })
    }

    /// Billed requests of one batch: its messages go out with the send and come back with each
    /// receive, while a delete carries nothing.
    fn calls(&self) -> Result<Formula, MeterError> {
        let with = |more: Decimal, label: &'static str| {
            let receives = self.receives.map(Measure::amount);
            let times = Spread::try_from_cases(|case| arithmetic::add(receives.at(case), more));
            let mut times = times.map_err(|error| {
                MeterError::new("receives", error.to_string(), "state fewer receives")
            })?;
            times.input = receives.input;
            Ok(spread(times, Label::Symbol(label.into())))
        };
        match self.batch().chunks() {
            None if self.batch.amount() == Decimal::ONE => with(Decimal::TWO, "requests/message"),
            None => with(Decimal::TWO, "requests/batch"),
            Some(chunks) => {
                Ok(with(Decimal::ONE, "sends and receives")? * chunks + count(1, "delete"))
            }
        }
    }

    fn assume(&self, context: &Context<'_>, meter: &mut Meter) {
        let name = context.name;
        let payload = show_spread(&self.payload);
        let receives = show_spread(&self.receives);
        meter.assume(format!(
            "`{name}`: a message is {payload}; sends: 1, receives: {receives}, deletes: 1; \
             messages per request: {}.",
            self.batch
        ));
        if self.empty_receives.is_none() {
            meter.assume(format!(
                "`{name}`: receives that find nothing are not counted (`empty_receives` not given)."
            ));
        }
    }
}
