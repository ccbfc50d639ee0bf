//! The price keys of Aurora.

use super::StorageType;
use crate::catalog::{KeySpec, Selector};
use crate::units::Unit;

const fn capacity(usagetype: &'static str) -> Selector {
    Selector::of("AmazonRDS")
        .family("ServerlessV2")
        .usagetype(usagetype)
        .with(&[("databaseEngine", "Aurora {engine}")])
}

const CAPACITY: KeySpec = KeySpec::regional(
    "aurora.sv2.acu.{engine}",
    "Aurora Serverless v2 capacity, {engine}",
    Unit::AcuHour,
    capacity("Aurora:ServerlessV2Usage"),
);
const CAPACITY_IO: KeySpec = KeySpec::regional(
    "aurora.sv2.acu.io.{engine}",
    "Aurora Serverless v2 capacity, {engine}, I/O-Optimized",
    Unit::AcuHour,
    capacity("Aurora:ServerlessV2IOOptimizedUsage"),
);

// Usage types shorten sizes (`db.r6g.xl`), so attributes tell instances apart.
const INSTANCE: KeySpec = KeySpec::regional(
    "aurora.instance.{engine}.{family}.{size}",
    "Aurora {engine} db.{family}.{size}",
    Unit::Hour,
    Selector::of("AmazonRDS")
        .family("Database Instance")
        .with(&[
            ("instanceType", "db.{family}.{size}"),
            ("databaseEngine", "Aurora {engine}"),
            ("deploymentOption", "Single-AZ"),
            ("storage", "EBS Only"),
        ]),
);
const INSTANCE_IO: KeySpec = KeySpec::regional(
    "aurora.instance-io.{engine}.{family}.{size}",
    "Aurora {engine} db.{family}.{size}, I/O-Optimized",
    Unit::Hour,
    Selector::of("AmazonRDS")
        .family("Database Instance")
        .with(&[
            ("instanceType", "db.{family}.{size}"),
            ("databaseEngine", "Aurora {engine}"),
            ("deploymentOption", "Single-AZ"),
            ("storage", "Aurora IO Optimization Mode"),
        ]),
);

const STORAGE: KeySpec = KeySpec::regional(
    "aurora.storage.standard",
    "Aurora storage",
    Unit::GbMonth,
    Selector::of("AmazonRDS")
        .family("Database Storage")
        .usagetype("Aurora:StorageUsage")
        .with(&[("volumeType", "General Purpose-Aurora")]),
);
const STORAGE_IO: KeySpec = KeySpec::regional(
    "aurora.storage.io",
    "Aurora storage, I/O-Optimized",
    Unit::GbMonth,
    Selector::of("AmazonRDS")
        .family("Database Storage")
        .usagetype("Aurora:IO-OptimizedStorageUsage")
        .with(&[("volumeType", "IO Optimized-Aurora")]),
);
pub(super) const IO_REQUESTS: KeySpec = KeySpec::regional(
    "aurora.io",
    "Aurora I/O requests",
    Unit::Request,
    Selector::of("AmazonRDS")
        .family("System Operation")
        .usagetype("Aurora:StorageIOUsage")
        .with(&[("group", "Aurora I/O Operation")]),
);
pub(super) const BACKUP: KeySpec = KeySpec::regional(
    "aurora.backup",
    "Aurora backups",
    Unit::GbMonth,
    // Each engine has a row, at one price.
    Selector::of("AmazonRDS")
        .family("Storage Snapshot")
        .usagetype("Aurora:BackupUsage")
        .with(&[("databaseEngine", "Aurora PostgreSQL")]),
);
pub(super) const DATA_API: KeySpec = KeySpec::regional(
    "aurora.dataapi",
    "Aurora Data API requests",
    Unit::Request,
    Selector::of("AmazonRDS"), // its usage type is not known
);

pub(super) const CAPACITY_YEARS_1_AND_2: KeySpec = KeySpec::regional(
    "aurora.sv2.extsupport.yr1-2",
    "Aurora Serverless v2 extended support, years 1 and 2",
    Unit::AcuHour,
    Selector::of("AmazonRDS"), // a row for each version, spelled in several ways
)
.dated();
pub(super) const CAPACITY_YEAR_3: KeySpec = KeySpec::regional(
    "aurora.sv2.extsupport.yr3",
    "Aurora Serverless v2 extended support, year 3",
    Unit::AcuHour,
    Selector::of("AmazonRDS"), // as above
)
.dated();
pub(super) const INSTANCE_YEARS_1_AND_2: KeySpec = KeySpec::regional(
    "aurora.extsupport.{engine_version}.yr1-2",
    "Aurora extended support, {engine_version}, years 1 and 2",
    Unit::VcpuHour,
    Selector::of("AmazonRDS").usagetype("ExtendedSupport:Yr1-Yr2:Aurora{engine_version}"),
)
.dated();
pub(super) const INSTANCE_YEAR_3: KeySpec = KeySpec::regional(
    "aurora.extsupport.{engine_version}.yr3",
    "Aurora extended support, {engine_version}, year 3",
    Unit::VcpuHour,
    Selector::of("AmazonRDS").usagetype("ExtendedSupport:Yr3:Aurora{engine_version}"),
)
.dated();

/// The keys that differ by the storage of the cluster.
pub(super) struct StorageKeys {
    pub capacity: KeySpec,
    pub instance: KeySpec,
    pub storage: KeySpec,
}

static STANDARD: StorageKeys = StorageKeys {
    capacity: CAPACITY,
    instance: INSTANCE,
    storage: STORAGE,
};
static IO_OPTIMIZED: StorageKeys = StorageKeys {
    capacity: CAPACITY_IO,
    instance: INSTANCE_IO,
    storage: STORAGE_IO,
};

impl StorageType {
    pub(super) fn keys(self) -> &'static StorageKeys {
        match self {
            StorageType::Standard => &STANDARD,
            StorageType::IoOptimized => &IO_OPTIMIZED,
        }
    }
}

pub(super) const ALL: &[KeySpec] = &[
    CAPACITY,
    CAPACITY_IO,
    INSTANCE,
    INSTANCE_IO,
    STORAGE,
    STORAGE_IO,
    IO_REQUESTS,
    BACKUP,
    DATA_API,
    CAPACITY_YEARS_1_AND_2,
    CAPACITY_YEAR_3,
    INSTANCE_YEARS_1_AND_2,
    INSTANCE_YEAR_3,
];
