//! Amazon RDS for PostgreSQL, MySQL and MariaDB: instance hours, storage, IOPS, backups.
//!
//! Billed per second, ten minutes at least. Multi-AZ doubles instance and storage. gp3 storage has
//! 3,000 IOPS and 125 MB/s; from 400 GB on it includes 12,000 and 500, and can have more. Backups
//! are free up to the storage provisioned in the region. A version past its standard support is
//! charged per vCPU and hour, those of the standby too, while the instance runs (one user reports the
//! charge of a stopped instance as well; AWS's page does not say). Burstable classes are charged for
//! the CPU credits they spend beyond those they earn. Sources: aws.amazon.com/rds/postgresql/pricing
//! and the RDS user guide, "Amazon RDS DB instance storage", "Amazon RDS Extended Support charges".

mod storage;
mod support;

pub use storage::{Storage, StorageType};

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{CatalogError, KeySpec, Selector, class};
use crate::formula::{Label, spread};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Measure, Size, Spread, Throughput, Unit};
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
        /// Major version of the engine, such as `14` or `8.0`. With the `as_of` of the scenario it
        /// decides whether extended support is charged.
        version: Option<String> = None,
        /// Instance class, such as `db.t3.micro`.
        class: String,
        /// vCPUs of the class, where they are not known here.
        vcpu: Option<Count> = None,
        /// Size and type of the storage, such as `20 GB gp3`.
        storage: Storage,
        /// `single-az` or `multi-az`.
        deployment: Deployment = Deployment::Single,
        /// IOPS: bought for io1; for gp3 those included are free (3,000 below 400 GB, else 12,000)
        /// and from 400 GB on more can be bought; for gp2 they follow the size.
        iops: Option<Count> = None,
        /// Throughput of gp3 storage: 125 MB/s below 400 GB; from 400 GB on 500 MB/s are included and
        /// more can be bought.
        throughput: Option<Throughput> = None,
        /// Requests to magnetic storage, which are charged there.
        io_requests: Option<Rate> = None,
        /// Backups kept; free up to the storage provisioned.
        backup: Option<Spread<Size>> = None,
        /// vCPU-hours of surplus CPU credits a db.t3 or db.t4g instance spends.
        surplus_credits: Option<PerTraffic<Rate>> = None,
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
        self.check_support(fields, reader);
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
        support::YEARS_1_AND_2,
        support::YEAR_3,
        support::CREDITS,
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
        self.extended_support(context, &hours, meter)?;
        if let Some(credits) = &self.surplus_credits {
            let spent = context.events(context.at(credits, "surplus_credits")?, "vCPU-hour");
            self.check_credits(&spent, &hours, context)?;
            meter.usage_of(&support::CREDITS, &[family], spent);
        }
        let storage = self.storage_formula();
        let storage_key = match self.storage.kind {
            StorageType::Gp2 => &keys.gp2,
            StorageType::Gp3 => &keys.gp3,
            StorageType::Io1 => &keys.io1,
            StorageType::Magnetic => &keys.magnetic,
        };
        meter.usage(storage_key, storage.clone());
        self.performance(keys, meter);
        self.ask_small_storage(context.name, meter);
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
        if let Some(vcpus) = self.vcpu {
            return Ok(vcpus.amount());
        }
        let unknown = || CatalogError::UnknownClass {
            class: self.class.clone(),
        };
        let class = class(&self.class)?.ok_or_else(unknown)?;
        Ok(Decimal::from(class.vcpu))
    }
}
