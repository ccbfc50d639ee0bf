//! Amazon EFS: file systems, billed by what is stored, moved and provisioned.
//!
//! Storage is the average over the hours of the month, in binary gigabytes. A file in Infrequent
//! Access or Archive counts 128 KiB at least, in Archive for 90 days at least; state what EFS meters.
//! Throughput is paid for by its mode:
//!
//! * bursting: included in the price of Standard storage;
//! * provisioned: each MB/s above what the Standard storage includes, which is one for 20 GB in AWS's
//!   own example of the charge; the user guide states 50 KiB/s per GiB, 2.3 % less;
//! * elastic: each gigabyte read and written, in whichever class. Infrequent Access storage has a
//!   lower price of its own then, and Archive is available.
//!
//! Reads of Infrequent Access and Archive, and data moved into them or back, have a charge of their
//! own in every mode, beside that of elastic throughput. One Zone file systems have one price of
//! Infrequent Access whatever the mode. Transfer between zones is not covered.
//!
//! Sources: the EFS user guide, "Understanding billing and usage reports for Amazon EFS", and
//! aws.amazon.com/efs/pricing as third parties quoted it (the example in 2019, reads of cold classes
//! in 2023). That Archive costs the same in One Zone file systems is taken from the Price List, which
//! has no other row.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::symbol;
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Size, Spread, Throughput, Unit};
use crate::workload::Volume;
use rust_decimal::Decimal;

keyword_setting! {
    /// How many zones a file system lives in.
    pub enum FileSystemType {
        /// Several.
        Regional "regional",
        /// One.
        OneZone "one-zone",
    }
}

keyword_setting! {
    /// How throughput is paid for.
    pub enum ThroughputMode {
        /// With the storage.
        Bursting "bursting",
        /// By the gigabyte.
        Elastic "elastic",
        /// By the MB/s.
        Provisioned "provisioned",
    }
}

settings! {
    /// A file system.
    pub struct Efs {
        /// `regional` or `one-zone`.
        type_: FileSystemType = FileSystemType::Regional,
        /// `bursting`, `elastic` or `provisioned`.
        throughput_mode: ThroughputMode,
        /// Data in the Standard class, on average over the month.
        storage: PerTraffic<Spread<Size>>,
        /// Data in the Infrequent Access class.
        infrequent_access: Option<ColdClass> = None,
        /// Data in the Archive class, which needs elastic throughput.
        archive: Option<ColdClass> = None,
        /// Throughput in provisioned mode, what the storage includes among it.
        throughput: Option<Throughput> = None,
        /// Data read in elastic mode, from all classes together.
        read: Option<PerTraffic<Volume>> = None,
        /// Data written in elastic mode.
        written: Option<PerTraffic<Volume>> = None,
    }
}

settings! {
    /// Data in a storage class for what is seldom used.
    pub struct ColdClass {
        /// Data stored, on average over the month.
        storage: PerTraffic<Spread<Size>>,
        /// Data read from the class.
        read: Option<PerTraffic<Volume>> = None,
        /// Data moved into the class or back, by lifecycle rules.
        tiered: Option<PerTraffic<Volume>> = None,
    }
}

impl Check for ColdClass {}

/// Standard storage that includes one MB/s.
const GB_PER_MIBPS: u32 = 20;
/// The most throughput the API takes, in MB/s, from memory; the default quota is lower.
const MOST_MIBPS: u32 = 3_414;

impl Check for Efs {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mode = self.throughput_mode;
        let given = |field: &str| fields.get(field).is_some();
        let uses = [
            (ThroughputMode::Provisioned, "throughput"),
            (ThroughputMode::Elastic, "read"),
            (ThroughputMode::Elastic, "written"),
        ];
        for (its_mode, field) in uses {
            if mode == its_mode && !given(field) {
                let message = format!("{mode} throughput needs `{field}`");
                let place = fields.place("throughput_mode");
                reader.fault("missing-key", place, message, None);
            }
            if mode != its_mode && given(field) {
                let message = format!("`{field}` has no meaning with {mode} throughput");
                let help = Some(format!("only {its_mode} throughput is charged by it"));
                reader.fault("invalid-configuration", fields.place(field), message, help);
            }
        }
        if let Some(throughput) = self.throughput.map(Throughput::megabytes_per_second)
            && (throughput < Decimal::ONE || throughput > MOST_MIBPS.into())
        {
            let message = "provisioned throughput is 1 MB/s to 3,414 MB/s".to_owned();
            reader.fault("no-such-size", fields.place("throughput"), message, None);
        }
        if mode != ThroughputMode::Elastic && self.archive.is_some() {
            let message = "the Archive class needs elastic throughput".to_owned();
            let help = Some("use `throughput_mode: elastic`".to_owned());
            let place = fields.place("archive");
            reader.fault("invalid-configuration", place, message, help);
        }
    }
}

const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AmazonEFS").usagetype(usagetype)
}

const READ: &[(&str, &str)] = &[("accessType", "Read")];
const WRITE: &[(&str, &str)] = &[("accessType", "Write")];

const STANDARD: KeySpec = KeySpec::regional(
    "efs.standard.storage",
    "EFS Standard storage",
    Unit::GbMonth,
    product("TimedStorage-ByteHrs").family("Storage"),
);
const ONE_ZONE: KeySpec = KeySpec::regional(
    "efs.onezone.storage",
    "EFS Standard storage, One Zone",
    Unit::GbMonth,
    product("TimedStorage-Z-ByteHrs").family("Storage"),
);
const IA: KeySpec = KeySpec::regional(
    "efs.ia.storage",
    "EFS IA storage",
    Unit::GbMonth,
    product("IATimedStorage-ByteHrs").family("Storage"),
);
const IA_ELASTIC: KeySpec = KeySpec::regional(
    "efs.ia.et.storage",
    "EFS IA storage, elastic",
    Unit::GbMonth,
    product("IATimedStorage-ET-ByteHrs").family("Storage"),
);
const IA_ONE_ZONE: KeySpec = KeySpec::regional(
    "efs.onezone.ia.storage",
    "EFS IA storage, One Zone",
    Unit::GbMonth,
    product("IATimedStorage-Z-ByteHrs").family("Storage"),
);
const ARCHIVE: KeySpec = KeySpec::regional(
    "efs.archive.storage",
    "EFS Archive storage",
    Unit::GbMonth,
    product("ArchiveTimedStorage-ByteHrs").family("Storage"),
);
const IA_READ: KeySpec = KeySpec::regional(
    "efs.ia.read",
    "EFS IA reads",
    Unit::Gb,
    product("IADataAccess-Bytes").with(READ),
);
const IA_TIERED: KeySpec = KeySpec::regional(
    "efs.ia.write",
    "EFS IA tiering",
    Unit::Gb,
    product("IADataAccess-Bytes").with(WRITE),
);
const ARCHIVE_READ: KeySpec = KeySpec::regional(
    "efs.archive.read",
    "EFS Archive reads",
    Unit::Gb,
    product("ArchiveDataAccess-Bytes").with(READ),
);
const ARCHIVE_TIERED: KeySpec = KeySpec::regional(
    "efs.archive.write",
    "EFS Archive tiering",
    Unit::Gb,
    product("ArchiveDataAccess-Bytes").with(WRITE),
);
const ELASTIC_READ: KeySpec = KeySpec::regional(
    "efs.elastic.read",
    "EFS reads, elastic",
    Unit::Gb,
    product("ETDataAccess-Bytes").with(READ),
);
const ELASTIC_WRITE: KeySpec = KeySpec::regional(
    "efs.elastic.write",
    "EFS writes, elastic",
    Unit::Gb,
    product("ETDataAccess-Bytes").with(WRITE),
);
const PROVISIONED: KeySpec = KeySpec::regional(
    "efs.provisioned",
    "EFS provisioned throughput",
    Unit::MibpsMonth,
    product("ProvisionedTP-MiBpsHrs").family("Provisioned Throughput"),
);

impl Service for Efs {
    const NAME: &'static str = "efs";
    const TITLE: &'static str = "EFS";
    const KEYS: &'static [KeySpec] = &[
        STANDARD,
        ONE_ZONE,
        IA,
        IA_ELASTIC,
        IA_ONE_ZONE,
        ARCHIVE,
        IA_READ,
        IA_TIERED,
        ARCHIVE_READ,
        ARCHIVE_TIERED,
        ELASTIC_READ,
        ELASTIC_WRITE,
        PROVISIONED,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let elastic = self.throughput_mode == ThroughputMode::Elastic;
        let (standard, cold) = match self.type_ {
            FileSystemType::Regional if elastic => (&STANDARD, &IA_ELASTIC),
            FileSystemType::Regional => (&STANDARD, &IA),
            FileSystemType::OneZone => (&ONE_ZONE, &IA_ONE_ZONE),
        };
        let stored = context.stored(&self.storage, "storage")?;
        meter.usage(standard, stored.clone());
        if let Some(class) = &self.infrequent_access {
            let keys = [cold, &IA_READ, &IA_TIERED];
            class.meter(keys, "infrequent_access", context, meter)?;
        }
        if let Some(class) = &self.archive {
            let keys = [&ARCHIVE, &ARCHIVE_READ, &ARCHIVE_TIERED];
            class.meter(keys, "archive", context, meter)?;
        }
        if let Some(throughput) = self.throughput {
            let included = stored / symbol(GB_PER_MIBPS, "GB per MB/s");
            let throughput = symbol(throughput.megabytes_per_second(), "MB/s");
            meter.usage(&PROVISIONED, throughput.above(included));
        }
        let moved = [
            (&ELASTIC_READ, &self.read, "read"),
            (&ELASTIC_WRITE, &self.written, "written"),
        ];
        for (key, volume, field) in moved {
            if let Some(volume) = volume {
                meter.usage(key, context.gigabytes(context.at(volume, field)?));
            }
        }
        Ok(())
    }
}

impl ColdClass {
    /// States what is stored, read and moved, under these three keys.
    fn meter(
        &self,
        [stored, read, tiered]: [&'static KeySpec; 3],
        field: &'static str,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        meter.usage(stored, context.stored(&self.storage, field)?);
        for (key, volume) in [(read, &self.read), (tiered, &self.tiered)] {
            if let Some(volume) = volume {
                meter.usage(key, context.gigabytes(context.at(volume, field)?));
            }
        }
        Ok(())
    }
}
