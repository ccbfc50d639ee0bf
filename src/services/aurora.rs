//! Amazon Aurora PostgreSQL and MySQL: Serverless v2 or provisioned instances, storage, I/O, backups.
//!
//! Serverless v2 bills the capacity each instance has, per second; it follows the load between a
//! least and a most capacity in half units, and stays at 0, paused, only where 0 is the least. What it
//! has on average can't be told from its limits, so it is stated. Provisioned instances are billed
//! per second, ten minutes at least; readers are instances like the writer. Storage is billed as
//! used, and each I/O request, unless the cluster is I/O-Optimized, which has dearer instances and
//! storage instead. Backups are free up to the storage of each cluster. A Data API request counts
//! once for each 32 KB it moves. Sources: aws.amazon.com/rds/aurora/pricing, the Aurora user guide,
//! "DB instance billing for Aurora", "Amazon RDS Extended Support charges", and the RDS API reference,
//! `ServerlessV2ScalingConfiguration`; from memory: backups per cluster, the 32 KB, the least value
//! of the most capacity, and that Serverless v2 takes PostgreSQL 13 and MySQL 8.0 or later.

mod capacity;
mod compute;
mod keys;

pub use capacity::CapacityRange;

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{CatalogError, KeySpec, class};
use crate::formula::{Label, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Acu, Count, Measure, Size, Spread};
use crate::warning::WarningCode;
use crate::workload::{Rate, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// A database engine Aurora is compatible with.
    pub enum Engine {
        /// PostgreSQL.
        Postgres "postgres" | "postgresql",
        /// MySQL.
        Mysql "mysql",
    }
}

impl Engine {
    /// The engine's word in price keys.
    fn key(self) -> &'static str {
        match self {
            Engine::Postgres => "postgresql",
            Engine::Mysql => "mysql",
        }
    }
}

keyword_setting! {
    /// How storage and I/O of a cluster are billed.
    pub enum StorageType {
        /// Storage, and each I/O request.
        Standard "standard",
        /// Dearer instances and storage, no I/O requests.
        IoOptimized "io-optimized",
    }
}

settings! {
    /// An Aurora cluster: a writer, its readers, and their common storage.
    pub struct Aurora {
        /// `postgres` or `mysql`.
        engine: Engine,
        /// Major version of the engine, such as `16` or `8.0`. With the `as_of` of the scenario it
        /// decides whether extended support is charged.
        version: Option<String> = None,
        /// Serverless v2: least and most capacity of each instance, such as `0.5..4 ACU`. From 0 on
        /// it pauses when idle.
        capacity: Option<CapacityRange> = None,
        /// Serverless v2: capacity the writer has on average while the cluster runs, pauses
        /// counted as 0; within `capacity`.
        average: Option<PerTraffic<Spread<Acu>>> = None,
        /// Provisioned: class of each instance, such as `db.r6g.large`.
        class: Option<String> = None,
        /// Provisioned: vCPUs of the class, where they are not known here.
        vcpu: Option<Count> = None,
        /// Instances beside the writer.
        readers: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ZERO))),
        /// Serverless v2: capacity of each reader on average; that of the writer unless given.
        reader_average: Option<PerTraffic<Spread<Acu>>> = None,
        /// `standard` or `io-optimized`.
        storage_type: StorageType = StorageType::Standard,
        /// Data stored by the cluster; its copies in three zones are included.
        storage: Option<PerTraffic<Spread<Size>>> = None,
        /// Reads and writes of the storage, which standard clusters are charged for.
        io_requests: Option<PerTraffic<Rate>> = None,
        /// Backups kept; free up to the storage of the cluster.
        backup: Option<Spread<Size>> = None,
        /// Requests to the Data API.
        data_api: Option<PerTraffic<Rate>> = None,
        /// Data one Data API request moves, statement and answer together.
        data_api_size: Option<Size> = None,
        /// How long the instances run; storage and backups are billed all the time.
        running: Uptime = Uptime::Always,
    }
}

/// More readers than a cluster takes.
const MOST_READERS: u32 = 15;

impl Check for Aurora {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        self.check_compute(fields, reader);
        self.supported_engine().check(fields, reader);
        let mut fault = |field: &str, message: &str| {
            let place = fields.place(field);
            reader.fault("invalid-configuration", place, message.to_owned(), None);
        };
        let most = Decimal::from(MOST_READERS);
        if self
            .readers
            .values()
            .any(|readers| readers.high.amount() > most)
        {
            fault("readers", "a cluster has at most 15 readers");
        }
        if self.io_requests.is_some() && self.storage_type == StorageType::IoOptimized {
            fault(
                "io_requests",
                "I/O-Optimized clusters are not charged per I/O request",
            );
        }
        if self.backup.is_some() && self.storage.is_none() {
            fault(
                "backup",
                "backups are free up to the storage; state `storage`",
            );
        }
        if self.data_api_size.is_some() && self.data_api.is_none() {
            fault("data_api_size", "`data_api_size` needs `data_api`");
        }
        if self.data_api.is_some() && self.is_burstable() {
            fault(
                "data_api",
                "the Data API does not work with burstable classes",
            );
        }
    }
}

impl Service for Aurora {
    const NAME: &'static str = "aurora";
    const TITLE: &'static str = "Aurora";
    const KEYS: &'static [KeySpec] = keys::ALL;

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        self.meter_compute(context, meter)?;
        self.meter_storage(context, meter)?;
        if let Some(requests) = &self.data_api {
            let requests = context.events(context.at(requests, "data_api")?, "request");
            let formula = match self.data_api_size {
                None => {
                    let name = context.name;
                    meter.assume(format!("`{name}`: a Data API request moves at most 32 KB."));
                    requests
                }
                Some(size) => {
                    let counted = symbol(size.kilobytes(), "KB") / symbol(32, "KB");
                    requests * counted.rounded_up()
                }
            };
            meter.usage(&keys::DATA_API, formula);
        }
        Ok(())
    }
}

impl Aurora {
    fn meter_storage(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let Some(storage) = &self.storage else {
            return Ok(());
        };
        let gigabytes =
            |size: &Spread<Size>| spread(size.map(Size::gigabytes), Label::Symbol("GB".into()));
        let stored = gigabytes(context.at(storage, "storage")?);
        meter.usage(&self.storage_type.keys().storage, stored.clone());
        match &self.io_requests {
            Some(requests) => {
                let requests = context.at(requests, "io_requests")?;
                meter.usage(&keys::IO_REQUESTS, context.events(requests, "I/O request"));
            }
            None if self.storage_type == StorageType::Standard => {
                let name = context.name;
                let message = format!(
                    "`{name}`: a standard cluster is charged for each I/O request, and none are \
                     stated; give `io_requests`"
                );
                meter.warn(WarningCode::IoRequestsNotCounted, message);
            }
            None => {}
        }
        if let Some(backup) = &self.backup {
            // Free for each cluster by itself, so that nothing is pooled with another's.
            meter.usage(&keys::BACKUP, gigabytes(backup).above(stored));
        }
        Ok(())
    }

    /// The vCPUs of one provisioned instance.
    pub(crate) fn vcpus(&self) -> Result<Decimal, CatalogError> {
        if let Some(vcpus) = self.vcpu {
            return Ok(vcpus.amount());
        }
        let name = self.class.as_deref().unwrap_or_default();
        let unknown = || CatalogError::UnknownClass {
            class: name.to_owned(),
        };
        let class = class(name)?.ok_or_else(unknown)?;
        Ok(Decimal::from(class.vcpu))
    }
}
