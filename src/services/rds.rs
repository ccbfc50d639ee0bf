//! Amazon RDS for PostgreSQL, MySQL and MariaDB: instance hours, storage, IOPS, backups.
//!
//! Billed per second, ten minutes at least. Multi-AZ doubles instance and storage. gp3 storage has
//! 3,000 IOPS and 125 MB/s; from 400 GB on it includes 12,000 and 500, and can have more. Backups are free up to the storage
//! provisioned in the region. Source: aws.amazon.com/rds/postgresql/pricing and the RDS user
//! guide, "Amazon RDS DB instance storage".

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{CatalogError, KeySpec, Selector, class};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Check, Fields, Reader, keyword_setting, settings, text_setting};
use crate::units::{
    Count, Measure, Size, Spread, Throughput, Unit, ValueError, parse_spread, show_spread,
};
use crate::workload::{Granularity, Rate, Uptime};
use rust_decimal::Decimal;
use std::fmt;

keyword_setting! {
    /// A database engine.
    pub enum Engine {
        /// PostgreSQL.
        Postgres "postgres" | "postgresql",
        /// MySQL.
        Mysql "mysql",
        /// MariaDB.
        Mariadb "mariadb",
    }
}

impl Engine {
    /// The engine's word in price keys.
    fn key(self) -> &'static str {
        match self {
            Engine::Postgres => "postgresql",
            Engine::Mysql => "mysql",
            Engine::Mariadb => "mariadb",
        }
    }
}

keyword_setting! {
    /// How many zones the database lives in.
    pub enum Deployment {
        /// One instance.
        Single "single-az",
        /// An instance with a standby in another zone.
        Multi "multi-az",
    }
}

keyword_setting! {
    /// A kind of database storage.
    pub enum StorageType {
        /// General purpose, second generation.
        Gp2 "gp2",
        /// General purpose, third generation.
        Gp3 "gp3",
        /// Provisioned IOPS.
        Io1 "io1",
        /// Magnetic.
        Magnetic "magnetic",
    }
}

/// Database storage as written: `20 GB gp3`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Storage {
    /// How much.
    pub size: Spread<Size>,
    /// Of which kind.
    pub kind: StorageType,
}

impl Storage {
    /// What is accepted, for error messages and the editor schema.
    pub const ACCEPTED: &'static str =
        "a size and a storage type (gp2, gp3, io1, magnetic), such as `20 GB gp3`";

    /// Reads `20 GB gp3`.
    ///
    /// # Errors
    /// [`ValueError`] when the size or the type is missing or unknown.
    pub fn parse(text: &str) -> Result<Storage, ValueError> {
        let missing = || ValueError::new("the storage type is missing", Self::ACCEPTED);
        let (size, kind) = text.trim().rsplit_once(' ').ok_or_else(missing)?;
        let kind = match kind {
            "gp2" => StorageType::Gp2,
            "gp3" => StorageType::Gp3,
            "io1" => StorageType::Io1,
            "magnetic" => StorageType::Magnetic,
            _ => return Err(missing()),
        };
        let size = parse_spread(size)?;
        Ok(Storage { size, kind })
    }
}

impl fmt::Display for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", show_spread(&self.size), self.kind)
    }
}

text_setting!(Storage);

settings! {
    /// A relational database.
    pub struct Rds {
        /// `postgres`, `mysql` or `mariadb`.
        engine: Engine,
        /// Instance class, such as `db.t3.micro`.
        class: String,
        /// Size and type of the storage, such as `20 GB gp3`.
        storage: Storage,
        /// `single-az` or `multi-az`.
        deployment: Deployment = Deployment::Single,
        /// Provisioned IOPS: required for io1, beyond the included ones for gp3.
        iops: Option<Count> = None,
        /// Provisioned throughput of gp3 storage.
        throughput: Option<Throughput> = None,
        /// Requests to magnetic storage, which are charged there.
        io_requests: Option<Rate> = None,
        /// Backups kept; free up to the storage provisioned.
        backup: Option<Spread<Size>> = None,
        /// How long the instance runs; storage and backups are billed all the time.
        running: Uptime = Uptime::Always,
    }
}

impl Check for Rds {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.family_and_size().is_none() {
            let message = format!("`{}` is not an instance class", self.class);
            let help = Some("a class looks like `db.t3.micro`".to_owned());
            reader.fault("bad-value", fields.place("class"), message, help);
        }
        let mut fault = |field: &str, message: String| {
            reader.fault("invalid-configuration", fields.place(field), message, None);
        };
        let (kind, size) = (self.storage.kind, self.storage.size);
        let least = match kind {
            StorageType::Gp2 | StorageType::Gp3 => 20,
            StorageType::Io1 => 100,
            StorageType::Magnetic => 5,
        };
        if size.low.gigabytes() < Decimal::from(least) {
            fault("storage", format!("{kind} storage has at least {least} GB"));
        }
        match (kind, self.iops.map(Measure::amount)) {
            (StorageType::Io1, None) => fault("storage", "io1 storage needs `iops`".to_owned()),
            (StorageType::Io1, Some(iops)) if iops < Decimal::from(1_000) => {
                fault("iops", "io1 storage has at least 1,000 IOPS".to_owned());
            }
            (StorageType::Gp3, Some(iops)) if iops < Decimal::from(INCLUDED_IOPS) => {
                fault(
                    "iops",
                    format!("{INCLUDED_IOPS} IOPS are included; state more, or none"),
                );
            }
            (StorageType::Gp2 | StorageType::Magnetic, Some(_)) => {
                fault(
                    "iops",
                    "only io1 and gp3 storage have provisioned IOPS".to_owned(),
                );
            }
            _ => {}
        }
        if self.throughput.is_some() && kind != StorageType::Gp3 {
            fault(
                "throughput",
                "only gp3 storage has provisioned throughput".to_owned(),
            );
        }
        let performance = self.iops.is_some() || self.throughput.is_some();
        if kind == StorageType::Gp3
            && performance
            && size.low.gigabytes() < Decimal::from(STRIPED_GB)
        {
            let message = format!("gp3 storage below {STRIPED_GB} GB has fixed performance");
            fault("storage", message);
        }
        if self.io_requests.is_some() && kind != StorageType::Magnetic {
            fault(
                "io_requests",
                "only magnetic storage is charged per request".to_owned(),
            );
        }
    }
}

/// From this size on gp3 storage is striped over four volumes and its performance can be raised.
const STRIPED_GB: u32 = 400;
/// What striped gp3 storage includes.
const INCLUDED_IOPS: u32 = 12_000;
const INCLUDED_MBPS: u32 = 500;

const fn key(
    pattern: &'static str,
    title: &'static str,
    unit: Unit,
    selector: Selector,
) -> KeySpec {
    KeySpec::regional(pattern, title, unit, selector)
}

const fn instance(deployment: &'static [(&'static str, &'static str)]) -> Selector {
    Selector::of("AmazonRDS")
        .family("Database Instance")
        .with(deployment)
}

/// Several engines share a storage usage type; the row for `Any` engine has the common price.
const fn shared(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AmazonRDS")
        .family(family)
        .usagetype(usagetype)
        .with(&[("databaseEngine", "Any")])
}

const SINGLE: KeySpec = key(
    "rds.{engine}.{family}.{size}.single",
    "RDS {engine} db.{family}.{size}",
    Unit::Hour,
    instance(&[
        ("instanceType", "db.{family}.{size}"),
        ("databaseEngine", "{engine}"),
        ("deploymentOption", "Single-AZ"),
        ("licenseModel", "No license required"),
    ]),
);
const MULTI: KeySpec = key(
    "rds.{engine}.{family}.{size}.multi",
    "RDS {engine} db.{family}.{size}, Multi-AZ",
    Unit::Hour,
    instance(&[
        ("instanceType", "db.{family}.{size}"),
        ("databaseEngine", "{engine}"),
        ("deploymentOption", "Multi-AZ"),
        ("licenseModel", "No license required"),
    ]),
);

/// The keys of what is stored, for one deployment.
struct StorageKeys {
    gp2: KeySpec,
    gp3: KeySpec,
    io1: KeySpec,
    magnetic: KeySpec,
    gp3_iops: KeySpec,
    io1_iops: KeySpec,
    gp3_throughput: KeySpec,
}

macro_rules! storage_keys {
    ($deployment:literal, $prefix:literal, $note:literal) => {
        StorageKeys {
            gp2: key(
                concat!("rds.storage.gp2.", $deployment),
                concat!("RDS storage gp2", $note),
                Unit::GbMonth,
                shared("Database Storage", concat!("RDS:", $prefix, "GP2-Storage")),
            ),
            gp3: key(
                concat!("rds.storage.gp3.", $deployment),
                concat!("RDS storage gp3", $note),
                Unit::GbMonth,
                shared("Database Storage", concat!("RDS:", $prefix, "GP3-Storage")),
            ),
            io1: key(
                concat!("rds.storage.io1.", $deployment),
                concat!("RDS storage io1", $note),
                Unit::GbMonth,
                shared(
                    "Database Storage",
                    concat!("RDS:", $prefix, "PIOPS-Storage"),
                ),
            ),
            magnetic: key(
                concat!("rds.storage.magnetic.", $deployment),
                concat!("RDS storage magnetic", $note),
                Unit::GbMonth,
                shared("Database Storage", concat!("RDS:", $prefix, "StorageUsage")),
            ),
            gp3_iops: key(
                concat!("rds.iops.gp3.", $deployment),
                concat!("RDS gp3 IOPS", $note),
                Unit::IopsMonth,
                shared("Provisioned IOPS", concat!("RDS:", $prefix, "GP3-PIOPS")),
            ),
            io1_iops: key(
                concat!("rds.iops.io1.", $deployment),
                concat!("RDS io1 IOPS", $note),
                Unit::IopsMonth,
                shared("Provisioned IOPS", concat!("RDS:", $prefix, "PIOPS")),
            ),
            gp3_throughput: key(
                concat!("rds.throughput.gp3.", $deployment),
                concat!("RDS gp3 throughput", $note),
                Unit::MbpsMonth,
                shared(
                    "Provisioned Throughput",
                    concat!("RDS:", $prefix, "GP3-Throughput"),
                ),
            ),
        }
    };
}

const SINGLE_STORAGE: StorageKeys = storage_keys!("single", "", "");
const MULTI_STORAGE: StorageKeys = storage_keys!("multi", "Multi-AZ-", ", Multi-AZ");

const BACKUP: KeySpec = key(
    "rds.backup",
    "RDS backups",
    Unit::GbMonth,
    shared("Storage Snapshot", "RDS:ChargedBackupUsage"),
);
const MAGNETIC_IO: KeySpec = key(
    "rds.magnetic.io",
    "RDS magnetic storage requests",
    Unit::Request,
    shared("System Operation", "RDS:StorageIOUsage"),
);

impl Service for Rds {
    const NAME: &'static str = "rds";
    const TITLE: &'static str = "RDS";
    const KEYS: &'static [KeySpec] = &[
        SINGLE,
        MULTI,
        SINGLE_STORAGE.gp2,
        SINGLE_STORAGE.gp3,
        SINGLE_STORAGE.io1,
        SINGLE_STORAGE.magnetic,
        SINGLE_STORAGE.gp3_iops,
        SINGLE_STORAGE.io1_iops,
        SINGLE_STORAGE.gp3_throughput,
        MULTI_STORAGE.gp2,
        MULTI_STORAGE.gp3,
        MULTI_STORAGE.io1,
        MULTI_STORAGE.magnetic,
        MULTI_STORAGE.gp3_iops,
        MULTI_STORAGE.io1_iops,
        MULTI_STORAGE.gp3_throughput,
        BACKUP,
        MAGNETIC_IO,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let (family, size) = self.family_and_size().unwrap_or_default();
        let (instance, keys): (_, &'static StorageKeys) = match self.deployment {
            Deployment::Single => (&SINGLE, &SINGLE_STORAGE),
            Deployment::Multi => (&MULTI, &MULTI_STORAGE),
        };
        let hours = context.hours(&self.running, Granularity::Seconds { minimum: 600 })?;
        meter.usage_of(instance, &[self.engine.key(), family, size], hours);
        let storage = self.storage_formula();
        let storage_key = match self.storage.kind {
            StorageType::Gp2 => &keys.gp2,
            StorageType::Gp3 => &keys.gp3,
            StorageType::Io1 => &keys.io1,
            StorageType::Magnetic => &keys.magnetic,
        };
        meter.usage(storage_key, storage.clone());
        self.performance(keys, meter);
        if let Some(requests) = &self.io_requests {
            meter.usage(&MAGNETIC_IO, context.events(requests, "I/O request"));
        }
        if let Some(backup) = self.backup {
            let gigabytes = backup.map(Size::gigabytes);
            meter.usage(&BACKUP, spread(gigabytes, Label::Symbol("GB".into())));
            let title = "RDS: backups up to the storage provisioned";
            meter.include(&BACKUP, title, storage);
        }
        Ok(())
    }
}

impl Rds {
    /// `t3` and `micro` of `db.t3.micro`.
    fn family_and_size(&self) -> Option<(&str, &str)> {
        super::component::family_and_size(&self.class, "db.")
    }

    /// The vCPUs of one instance.
    ///
    /// # Errors
    /// [`CatalogError::UnknownClass`].
    pub fn vcpus(&self) -> Result<Decimal, CatalogError> {
        let unknown = || CatalogError::UnknownClass {
            class: self.class.clone(),
        };
        let class = class(&self.class)?.ok_or_else(unknown)?;
        Ok(Decimal::from(class.vcpu))
    }

    fn storage_formula(&self) -> Formula {
        let gigabytes = self.storage.size.map(Size::gigabytes);
        spread(gigabytes, Label::Symbol("GB".into()))
    }

    /// IOPS and throughput beyond what the storage includes.
    fn performance(&self, keys: &'static StorageKeys, meter: &mut Meter) {
        if let Some(iops) = self.iops {
            let iops = symbol(iops.amount(), "IOPS");
            match self.storage.kind {
                StorageType::Io1 => meter.usage(&keys.io1_iops, iops),
                _ => meter.usage(&keys.gp3_iops, iops.above(symbol(INCLUDED_IOPS, "IOPS"))),
            }
        }
        if let Some(throughput) = self.throughput {
            let throughput = symbol(throughput.megabytes_per_second(), "MB/s");
            let extra = throughput.above(symbol(INCLUDED_MBPS, "MB/s"));
            meter.usage(&keys.gp3_throughput, extra);
        }
    }
}
