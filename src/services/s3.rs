//! Amazon S3: storage, requests and retrieval of the Standard and Standard-IA classes.
//!
//! Storage is metered in binary gigabytes. `puts` are the requests AWS calls tier 1 (PUT, COPY,
//! POST, LIST), `gets` tier 2; DELETE is free. In Standard-IA an object is billed as 128 KB at least
//! and for 30 days at least, however small it is and however soon it is deleted; sizes and lifetimes
//! of objects are not settings, so an assumption says that none is below. Source:
//! aws.amazon.com/s3/pricing; the 128 KB from memory.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Label, spread};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Size, Spread, Unit};
use crate::workload::{Rate, Volume};

keyword_setting! {
    /// A storage class.
    pub enum Class {
        /// S3 Standard.
        Standard "standard",
        /// S3 Standard-Infrequent Access.
        StandardIa "standard-ia",
    }
}

settings! {
    /// An S3 bucket.
    pub struct S3 {
        /// `standard` or `standard-ia`.
        class: Class = Class::Standard,
        /// Data stored, on average over the month.
        storage: Option<PerTraffic<Spread<Size>>> = None,
        /// PUT, COPY, POST and LIST requests.
        puts: Option<PerTraffic<Rate>> = None,
        /// GET and other requests.
        gets: Option<PerTraffic<Rate>> = None,
        /// Data retrieved, which Standard-IA charges.
        retrieved: Option<PerTraffic<Volume>> = None,
    }
}

impl Check for S3 {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.retrieved.is_some() && self.class == Class::Standard {
            let message = "S3 Standard does not charge retrieval".to_owned();
            let help = Some("leave `retrieved` out, or use `class: standard-ia`".to_owned());
            reader.fault(
                "invalid-configuration",
                fields.place("retrieved"),
                message,
                help,
            );
        }
    }
}

const fn product(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AmazonS3").family(family).usagetype(usagetype)
}

/// The usage type alone is shared with a row for object overhead.
const STORAGE: KeySpec = KeySpec::regional(
    "s3.standard.storage",
    "S3 Standard storage",
    Unit::GbMonth,
    product("Storage", "TimedStorage-ByteHrs").with(&[("volumeType", "Standard")]),
);
const PUTS: KeySpec = KeySpec::regional(
    "s3.standard.tier1",
    "S3 PUT, COPY, POST, LIST",
    Unit::Request,
    product("API Request", "Requests-Tier1"),
);
const GETS: KeySpec = KeySpec::regional(
    "s3.standard.tier2",
    "S3 GET and other requests",
    Unit::Request,
    product("API Request", "Requests-Tier2"),
);
const IA_STORAGE: KeySpec = KeySpec::regional(
    "s3.ia.storage",
    "S3 Standard-IA storage",
    Unit::GbMonth,
    product("Storage", "TimedStorage-SIA-ByteHrs"),
);
const IA_PUTS: KeySpec = KeySpec::regional(
    "s3.ia.tier1",
    "S3 Standard-IA PUT, COPY, POST, LIST",
    Unit::Request,
    product("API Request", "Requests-SIA-Tier1"),
);
const IA_GETS: KeySpec = KeySpec::regional(
    "s3.ia.tier2",
    "S3 Standard-IA GET and other requests",
    Unit::Request,
    product("API Request", "Requests-SIA-Tier2"),
);
const IA_RETRIEVAL: KeySpec = KeySpec::regional(
    "s3.ia.retrieval",
    "S3 Standard-IA retrieval",
    Unit::Gb,
    product("Fee", "Retrieval-SIA"),
);

impl Service for S3 {
    const NAME: &'static str = "s3";
    const TITLE: &'static str = "S3";
    const KEYS: &'static [KeySpec] = &[
        STORAGE,
        PUTS,
        GETS,
        IA_STORAGE,
        IA_PUTS,
        IA_GETS,
        IA_RETRIEVAL,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let (storage, puts, gets) = match self.class {
            Class::Standard => (&STORAGE, &PUTS, &GETS),
            Class::StandardIa => (&IA_STORAGE, &IA_PUTS, &IA_GETS),
        };
        if let Some(stored) = &self.storage {
            let gigabytes = context.at(stored, "storage")?.map(Size::gigabytes);
            meter.usage(storage, spread(gigabytes, Label::Symbol("GB".into())));
            if self.class == Class::StandardIa {
                let name = context.name;
                meter.assume(format!(
                    "`{name}`: objects are 128 KB or larger and stay 30 days or longer; Standard-IA \
                     bills smaller and shorter-lived ones as if they were."
                ));
            }
        }
        if let Some(rate) = &self.puts {
            meter.usage(puts, context.events(context.at(rate, "puts")?, "PUT"));
        }
        if let Some(rate) = &self.gets {
            meter.usage(gets, context.events(context.at(rate, "gets")?, "GET"));
        }
        if let Some(volume) = &self.retrieved {
            meter.usage(
                &IA_RETRIEVAL,
                context.gigabytes(context.at(volume, "retrieved")?),
            );
        }
        Ok(())
    }
}
