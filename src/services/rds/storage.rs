//! The storage of a database: its kinds, what they include, and their price keys.

use super::Rds;
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::services::Meter;
use crate::syntax::{Fields, Reader, keyword_setting, text_setting};
use crate::units::{Measure, Size, Spread, Unit, ValueError, parse_spread, show_spread};
use rust_decimal::Decimal;
use std::fmt;

/// From this size on gp3 storage is striped over four volumes and its performance can be raised.
const STRIPED_GB: u32 = 400;
/// What striped gp3 storage includes.
const INCLUDED_IOPS: u32 = 12_000;
const INCLUDED_MBPS: u32 = 500;

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
        let unknown = || {
            let problem = format!("`{kind}` is no storage type");
            ValueError::new(problem, Self::ACCEPTED)
        };
        // `20 GB` ends in a unit.
        let unit_only = || parse_spread::<Size>(text).is_ok();
        let kind = match StorageType::from_word(kind) {
            Some(kind) => kind,
            None if unit_only() => return Err(missing()),
            None => return Err(unknown()),
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

/// Several engines share a storage usage type; the row for `Any` engine has the common price.
pub(super) const fn shared(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AmazonRDS")
        .family(family)
        .usagetype(usagetype)
        .with(&[("databaseEngine", "Any")])
}

/// The keys of what is stored, for one deployment.
pub(super) struct StorageKeys {
    pub(super) gp2: KeySpec,
    pub(super) gp3: KeySpec,
    pub(super) io1: KeySpec,
    pub(super) magnetic: KeySpec,
    pub(super) gp3_iops: KeySpec,
    pub(super) io1_iops: KeySpec,
    pub(super) gp3_throughput: KeySpec,
}

macro_rules! storage_keys {
    ($deployment:literal, $prefix:literal, $note:literal) => {
        StorageKeys {
            gp2: KeySpec::regional(
                concat!("rds.storage.gp2.", $deployment),
                concat!("RDS storage gp2", $note),
                Unit::GbMonth,
                shared("Database Storage", concat!("RDS:", $prefix, "GP2-Storage")),
            ),
            gp3: KeySpec::regional(
                concat!("rds.storage.gp3.", $deployment),
                concat!("RDS storage gp3", $note),
                Unit::GbMonth,
                shared("Database Storage", concat!("RDS:", $prefix, "GP3-Storage")),
            ),
            io1: KeySpec::regional(
                concat!("rds.storage.io1.", $deployment),
                concat!("RDS storage io1", $note),
                Unit::GbMonth,
                shared(
                    "Database Storage",
                    concat!("RDS:", $prefix, "PIOPS-Storage"),
                ),
            ),
            magnetic: KeySpec::regional(
                concat!("rds.storage.magnetic.", $deployment),
                concat!("RDS storage magnetic", $note),
                Unit::GbMonth,
                shared("Database Storage", concat!("RDS:", $prefix, "StorageUsage")),
            ),
            gp3_iops: KeySpec::regional(
                concat!("rds.iops.gp3.", $deployment),
                concat!("RDS gp3 IOPS", $note),
                Unit::IopsMonth,
                shared("Provisioned IOPS", concat!("RDS:", $prefix, "GP3-PIOPS")),
            ),
            io1_iops: KeySpec::regional(
                concat!("rds.iops.io1.", $deployment),
                concat!("RDS io1 IOPS", $note),
                Unit::IopsMonth,
                shared("Provisioned IOPS", concat!("RDS:", $prefix, "PIOPS")),
            ),
            gp3_throughput: KeySpec::regional(
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

pub(super) const SINGLE_STORAGE: StorageKeys = storage_keys!("single", "", "");
pub(super) const MULTI_STORAGE: StorageKeys = storage_keys!("multi", "Multi-AZ-", ", Multi-AZ");

impl Rds {
    /// What each kind of storage allows. Source: RDS user guide, "Amazon RDS DB instance storage".
    pub(super) fn check_storage(&self, fields: &Fields<'_>, reader: &mut Reader) {
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
            (StorageType::Gp3, Some(iops)) if iops <= Decimal::from(INCLUDED_IOPS) => {
                fault(
                    "iops",
                    "12,000 IOPS are included; state more, or none".to_owned(),
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
        match self.throughput.map(|t| t.megabytes_per_second()) {
            Some(_) if kind != StorageType::Gp3 => fault(
                "throughput",
                "only gp3 storage has provisioned throughput".to_owned(),
            ),
            Some(least) if least <= Decimal::from(INCLUDED_MBPS) => fault(
                "throughput",
                "500 MB/s are included; state more, or none".to_owned(),
            ),
            _ => {}
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

    pub(super) fn storage_formula(&self) -> Formula {
        let gigabytes = self.storage.size.map(Size::gigabytes);
        spread(gigabytes, Label::Symbol("GB".into()))
    }

    /// IOPS and throughput beyond what the storage includes.
    pub(super) fn performance(&self, keys: &'static StorageKeys, meter: &mut Meter) {
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
