//! Amazon SNS, standard topics: messages published, and deliveries by HTTP and e-mail.
//!
//! Every 64 KB of what is published or delivered is one request or delivery. Deliveries to SQS and
//! Lambda are free; the queue and the function have charges of their own. Up to ten messages share
//! a request, whose payload is counted as a whole. Above 256 KB a topic delivers to SQS, Lambda and
//! Firehose only. Not modelled: FIFO topics, SMS, mobile push, filters on the payload. Source:
//! aws.amazon.com/sns/pricing; sizes from the SNS developer guide, "Publishing large messages".

use super::chunks::{Batch, CHUNK_KB, in_chunks};
use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Count, Measure, Size, Spread, Unit, show_spread};
use crate::workload::Rate;
use rust_decimal::Decimal;

settings! {
    /// A standard SNS topic.
    pub struct Sns {
        /// Messages published to the topic.
        published: PerTraffic<Rate>,
        /// Size of one message. 1 KB unless said otherwise.
        payload: Spread<Size> = Spread::exact(Size::of(Decimal::from(1024))),
        /// Messages in one request, up to 10.
        batch: Count = Count::of(Decimal::ONE),
        /// Messages delivered to HTTP and HTTPS endpoints, retries included.
        http_deliveries: Option<PerTraffic<Rate>> = None,
        /// Messages delivered by e-mail.
        email_deliveries: Option<PerTraffic<Rate>> = None,
    }
}

/// The largest message a topic delivers to other than AWS services.
const MOST_DELIVERED_KB: u32 = 256;

impl Check for Sns {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        self.batch().check(fields, reader);
        let large = self.payload.high.kilobytes() > Decimal::from(MOST_DELIVERED_KB);
        for field in ["http_deliveries", "email_deliveries"] {
            if large && fields.get(field).is_some() {
                let message =
                    format!("messages above {MOST_DELIVERED_KB} KB go to AWS services only");
                let help = Some("lower `payload`, or leave the key out".to_owned());
                reader.fault("invalid-configuration", fields.place(field), message, help);
            }
        }
    }
}

const PUBLISH: KeySpec = KeySpec::regional(
    "sns.publish",
    "SNS publishes",
    Unit::Request,
    Selector::of("AmazonSNS")
        .family("API Request")
        .usagetype("Requests-Tier1"),
);
const HTTP: KeySpec = KeySpec::regional(
    "sns.delivery.http",
    "SNS deliveries by HTTP",
    Unit::Notification,
    delivery("DeliveryAttempts-HTTP"),
);
const EMAIL: KeySpec = KeySpec::regional(
    "sns.delivery.email",
    "SNS deliveries by e-mail",
    Unit::Notification,
    delivery("DeliveryAttempts-SMTP"),
);

const fn delivery(usagetype: &'static str) -> Selector {
    Selector::of("AmazonSNS")
        .family("Message Delivery")
        .usagetype(usagetype)
}

impl Service for Sns {
    const NAME: &'static str = "sns";
    const TITLE: &'static str = "SNS";
    const KEYS: &'static [KeySpec] = &[PUBLISH, HTTP, EMAIL];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let name = context.name;
        let payload = show_spread(&self.payload);
        meter.assume(format!(
            "`{name}`: a message is {payload}; messages per request: {}.",
            self.batch
        ));
        let published = context.events(context.at(&self.published, "published")?, "message");
        let published = match self.batch().chunks() {
            Some(chunks) => published * chunks,
            None => published,
        };
        meter.usage(&PUBLISH, self.batch().requests(published));
        let deliveries = [
            (&HTTP, &self.http_deliveries, "http_deliveries"),
            (&EMAIL, &self.email_deliveries, "email_deliveries"),
        ];
        for (spec, rate, field) in deliveries {
            if let Some(rate) = rate {
                let delivered = context.events(context.at(rate, field)?, "delivery");
                meter.usage(spec, in_chunks(delivered, self.payload, CHUNK_KB));
            }
        }
        Ok(())
    }
}

impl Sns {
    fn batch(&self) -> Batch {
        Batch {
            messages: self.batch,
            payload: self.payload,
        }
    }
}
