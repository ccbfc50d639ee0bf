//! Amazon RDS for PostgreSQL, MySQL and MariaDB: instance hours, storage, IOPS, backups.
//!
//! Billed per second, ten minutes at least. Multi-AZ doubles instance and storage. gp3 storage has
//! 3,000 IOPS and 125 MB/s; from 400 GB on it includes 12,000 and 500, and can have more. Backups
//! are free up to the storage provisioned in the region. Source: aws.amazon.com/rds/postgresql/pricing
//! and the RDS user guide, "Amazon RDS DB instance storage".

mod storage;

pub use storage::{Storage, StorageType};

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{CatalogError, KeySpec, Selector, class};
use crate::formula::{Label, spread};
use crate::syntax::{Check, Fields, Reader, keyword_setting, settings};
use crate::units::{Count, Size, Spread, Throughput, Unit};
use crate::workload::{Granularity, Rate, Uptime};
use rust_decimal::Decimal;
use storage::{MULTI_STORAGE, SINGLE_STORAGE, StorageKeys, shared};

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
        self.check_storage(fields, reader);
    }
}

const fn instance(deployment: &'static [(&'static str, &'static str)]) -> Selector {
    Selector::of("AmazonRDS")
        .family("Database Instance")
        .with(deployment)
}

const SINGLE: KeySpec = KeySpec::regional(
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
const MULTI: KeySpec = KeySpec::regional(
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

const BACKUP: KeySpec = KeySpec::regional(
    "rds.backup",
    "RDS backups",
    Unit::GbMonth,
    shared("Storage Snapshot", "RDS:ChargedBackupUsage"),
);
const MAGNETIC_IO: KeySpec = KeySpec::regional(
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
        let class = [self.engine.key(), family, size];
        meter.usage_during(&hours, instance, &class, hours.clone());
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
}
