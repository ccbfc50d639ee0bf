//! Amazon S3: storage, requests and retrieval of the Standard and Standard-IA classes.
//!
//! Storage is metered in binary gigabytes. `puts` are the requests AWS calls tier 1 (PUT, COPY,
//! POST, LIST), `gets` tier 2; DELETE is free. In Standard-IA an object is billed as 128 KB at least
//! and for 30 days at least, however small it is and however soon it is deleted. The number or the mean
//! size of the objects says how much that adds; without either, and for lifetimes, an assumption
//! says that none is below. Source:
//! aws.amazon.com/s3/pricing; the 128 KB from memory.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, largest, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Size, Spread, Unit};
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
        /// Data stored, on average over the month; or `objects` and `object_size`.
        storage: Option<PerTraffic<Spread<Size>>> = None,
        /// Objects stored, on average over the month. Standard-IA bills 128 KB for each at least.
        objects: Option<PerTraffic<Spread<Count>>> = None,
        /// The mean size of an object.
        object_size: Option<PerTraffic<Spread<Size>>> = None,
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
        let stated = [
            ("object_size", self.object_size.is_some()),
            ("objects", self.objects.is_some()),
            ("storage", self.storage.is_some()),
        ];
        let given: Vec<&str> = stated
            .iter()
            .filter_map(|(field, given)| given.then_some(*field))
            .collect();
        let problem = match given.as_slice() {
            [field] if *field != "storage" => Some((
                *field,
                format!("`{field}` alone does not say how much is stored"),
            )),
            [field, _, _] => Some((*field, "the stored amount is given twice".to_owned())),
            _ => None,
        };
        if let Some((field, message)) = problem {
            let help = "state two of `storage`, `objects` and `object_size`".to_owned();
            let place = fields.place(field);
            reader.fault("invalid-configuration", place, message, Some(help));
        }
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
        if let Some(stored) = self.stored(context)? {
            let billed = match self.class {
                Class::Standard => stored,
                Class::StandardIa => self.infrequent(stored, context, meter)?,
            };
            meter.usage(storage, billed);
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

impl S3 {
    /// Data stored, in gigabytes, where it is stated.
    fn stored(&self, context: &Context<'_>) -> Result<Option<Formula>, MeterError> {
        Ok(match (&self.storage, &self.objects, &self.object_size) {
            (Some(storage), ..) => Some(context.stored(storage, "storage")?),
            (None, Some(objects), Some(size)) => {
                let objects = context.count(objects, "objects", "object")?;
                Some(objects * kilobytes(context.at(size, "object_size")?) / gigabyte())
            }
            _ => None,
        })
    }

    /// Standard-IA storage as billed: 128 KB for each object at least.
    fn infrequent(
        &self,
        stored: Formula,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<Formula, MeterError> {
        let name = context.name;
        let at_least = match (&self.objects, &self.object_size) {
            (Some(objects), _) => {
                let objects = context.count(objects, "objects", "object")?;
                objects * symbol(MINIMUM_KB, "KB") / gigabyte()
            }
            (None, Some(size)) => {
                let size = kilobytes(context.at(size, "object_size")?);
                stored.clone() * symbol(MINIMUM_KB, "KB") / size
            }
            (None, None) => {
                meter.assume(format!(
                    "`{name}`: objects are 128 KB or larger and stay 30 days or longer; Standard-IA \
                     bills smaller and shorter-lived ones as if they were."
                ));
                return Ok(stored);
            }
        };
        meter.assume(format!(
            "`{name}`: objects are about the same size and stay 30 days or longer; Standard-IA bills \
             128 KB and 30 days for each at least."
        ));
        Ok(largest(vec![
            ("data", stored),
            ("128 KB an object", at_least),
        ]))
    }
}

/// What Standard-IA bills for an object at least.
const MINIMUM_KB: u32 = 128;

fn kilobytes(size: &Spread<Size>) -> Formula {
    spread(size.map(Size::kilobytes), Label::Symbol("KB".into()))
}

fn gigabyte() -> Formula {
    symbol(1_048_576, "KB/GB")
}
