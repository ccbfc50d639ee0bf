//! The storage of a database: its kinds, what they include, and their price keys.

use super::Rds;
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::services::{Meter, OpenQuestion};
use crate::syntax::{Fields, Reader, keyword_setting, text_setting};
use crate::units::number::grouped;
use crate::units::{Measure, Size, Spread, Unit, ValueError, parse_spread, show_spread};
use crate::warning::WarningCode;
use rust_decimal::Decimal;
use std::fmt;

/// Performance that comes with storage at no charge.
///
/// Source: RDS user guide, "Amazon RDS DB instance storage", gp3 for MariaDB, MySQL and PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Included {
    iops: Decimal,
    /// MiB/s; none where throughput is not stated apart.
    throughput: Option<Decimal>,
    /// Whether more than this can be bought.
    raisable: bool,
}

/// From this size on gp3 storage is striped over four volumes and its performance can be raised.
const STRIPED_GB: u32 = 400;
/// GB of the smallest gp2 databases that still run.
const OLDEST_LEAST_GB: u32 = 5;
/// IOPS of gp2 storage for each GB, its least and, striped over four volumes, its most.
const GP2_IOPS_PER_GB: u32 = 3;
const GP2_LEAST_IOPS: u32 = 100;
const GP2_MOST_IOPS: u32 = 64_000;

impl StorageType {
    /// GB of the smallest storage RDS creates for MariaDB, MySQL and PostgreSQL. Source: RDS API
    /// reference, `CreateDBInstance`, `AllocatedStorage`.
    fn least_gigabytes(self) -> u32 {
        match self {
            StorageType::Gp2 | StorageType::Gp3 => 20,
            StorageType::Io1 => 100,
            StorageType::Magnetic => 5,
        }
    }
}

impl Storage {
    /// Refusal of a stated performance the storage can't have, in words; `included` comes with it.
    fn refuses(&self, stated: Option<Decimal>, included: Decimal, unit: &str) -> Option<String> {
        let stated = stated?;
        let raisable = self.included().is_some_and(|included| included.raisable);
        if stated == included || (raisable && stated > included) {
            return None;
        }
        let (kind, included) = (self.kind, grouped(included));
        let size = self.size.low;
        Some(match kind {
            _ if raisable => format!(
                "{kind} storage of {STRIPED_GB} GB and more has at least {included} {unit}, which are \
                 included"
            ),
            StorageType::Gp3 => format!(
                "gp3 storage below {STRIPED_GB} GB has {included} {unit}, no more and no less; state \
                 {included}, or {STRIPED_GB} GB of storage"
            ),
            _ => format!(
                "{kind} storage of {size} has {included} {unit}, which follow its size; state \
                 {included}, or leave it out"
            ),
        })
    }

    /// Performance included in the price of a GB, of the smaller end of a range of sizes; none where
    /// all of it is bought, or not stated at all.
    fn included(&self) -> Option<Included> {
        let gigabytes = self.size.low.gigabytes();
        match self.kind {
            StorageType::Gp3 if gigabytes < Decimal::from(STRIPED_GB) => Some(Included {
                iops: Decimal::from(3_000),
                throughput: Some(Decimal::from(125)),
                raisable: false,
            }),
            StorageType::Gp3 => Some(Included {
                iops: Decimal::from(12_000),
                throughput: Some(Decimal::from(500)),
                raisable: true,
            }),
            StorageType::Gp2 => {
                let iops = gigabytes.checked_mul(Decimal::from(GP2_IOPS_PER_GB))?;
                let least = Decimal::from(GP2_LEAST_IOPS);
                let most = Decimal::from(GP2_MOST_IOPS);
                Some(Included {
                    iops: iops.clamp(least, most),
                    throughput: None,
                    raisable: false,
                })
            }
            StorageType::Io1 | StorageType::Magnetic => None,
        }
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
        let least = kind.least_gigabytes();
        // Databases of 5 GB from before the minimum are still billed: those are warned of.
        let billed = match kind {
            StorageType::Gp2 => OLDEST_LEAST_GB,
            _ => least,
        };
        if size.low.gigabytes() < Decimal::from(billed) {
            fault("storage", format!("{kind} storage has at least {least} GB"));
        }
        let iops = self.iops.map(Measure::amount);
        let throughput = self.throughput.map(|t| t.megabytes_per_second());
        match (kind, iops) {
            (StorageType::Io1, None) => fault("storage", "io1 storage needs `iops`".to_owned()),
            (StorageType::Io1, Some(iops)) if iops < Decimal::from(1_000) => {
                fault("iops", "io1 storage has at least 1,000 IOPS".to_owned());
            }
            (StorageType::Magnetic, Some(_)) => {
                fault(
                    "iops",
                    "magnetic storage has no provisioned IOPS".to_owned(),
                );
            }
            _ => {}
        }
        if throughput.is_some() && kind != StorageType::Gp3 {
            fault(
                "throughput",
                "only gp3 storage has provisioned throughput".to_owned(),
            );
        }
        if let Some(included) = self.storage.included() {
            if let Some(refusal) = self.storage.refuses(iops, included.iops, "IOPS") {
                fault("iops", refusal);
            }
            if let Some(mbps) = included.throughput
                && let Some(refusal) = self.storage.refuses(throughput, mbps, "MB/s")
            {
                fault("throughput", refusal);
            }
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
        let included = self.storage.included();
        if let Some(iops) = self.iops {
            let stated = iops.amount();
            let iops = symbol(stated, "IOPS");
            match included {
                None => meter.usage(&keys.io1_iops, iops),
                Some(included) if stated > included.iops => {
                    meter.usage(&keys.gp3_iops, iops.above(symbol(included.iops, "IOPS")));
                }
                // Stated as it is included, and free.
                Some(_) => {}
            }
        }
        if let Some(throughput) = self.throughput
            && let Some(mbps) = included.and_then(|included| included.throughput)
            && throughput.megabytes_per_second() > mbps
        {
            let throughput = symbol(throughput.megabytes_per_second(), "MB/s");
            let extra = throughput.above(symbol(mbps, "MB/s"));
            meter.usage(&keys.gp3_throughput, extra);
        }
    }

    /// Asks about storage smaller than RDS sells today.
    pub(super) fn ask_small_storage(&self, name: &str, meter: &mut Meter) {
        let (kind, least) = (self.storage.kind, self.storage.kind.least_gigabytes());
        if self.storage.size.low.gigabytes() >= Decimal::from(least) {
            return;
        }
        let message = format!(
            "`{name}`: RDS no longer creates {kind} storage below {least} GB; it is billed as stated, \
             as an existing database of that size is"
        );
        let code = WarningCode::StorageBelowMinimum;
        let settled_by = format!("`{name}.storage`");
        meter.ask(OpenQuestion::new(name, code, message, settled_by));
    }
}
