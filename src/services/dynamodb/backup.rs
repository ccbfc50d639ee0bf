//! Backups of a table, and its data on the way to and from S3.
//!
//! Point-in-time recovery is charged for the table and its local secondary indexes as long as it is
//! on; taking the whole storage for it overstates tables with global secondary indexes.

use super::{DynamoDb, product};
use crate::catalog::KeySpec;
use crate::formula::{Label, spread};
use crate::services::{Context, Meter, MeterError};
use crate::units::{Size, Unit};

pub(super) const RECOVERY: KeySpec = KeySpec::regional(
    "dynamodb.pitr",
    "DynamoDB point-in-time recovery",
    Unit::GbMonth,
    product("Database Storage", "TimedPITRStorage-ByteHrs"),
);
pub(super) const BACKUP: KeySpec = KeySpec::regional(
    "dynamodb.backup",
    "DynamoDB backups",
    Unit::GbMonth,
    product(
        "Amazon DynamoDB On-Demand Backup Storage",
        "TimedBackupStorage-ByteHrs",
    ),
);
pub(super) const RESTORED: KeySpec = KeySpec::regional(
    "dynamodb.restore",
    "DynamoDB restores",
    Unit::Gb,
    product("Amazon DynamoDB Restore Data Size", "RestoreDataSize-Bytes"),
);
pub(super) const EXPORTED: KeySpec = KeySpec::regional(
    "dynamodb.export",
    "DynamoDB exports to S3",
    Unit::Gb,
    product("Amazon DynamoDB Export Data Size", "ExportDataSize-Bytes"),
);
pub(super) const IMPORTED: KeySpec = KeySpec::regional(
    "dynamodb.import",
    "DynamoDB imports from S3",
    Unit::Gb,
    product("Amazon DynamoDB Import Data Size", "ImportDataSize-Bytes"),
);

impl DynamoDb {
    pub(super) fn backups(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        if self.point_in_time_recovery {
            meter.assume(format!(
                "`{}`: point-in-time recovery covers all of `storage`.",
                context.name
            ));
        }
        if let Some(kept) = &self.backup {
            let gigabytes = context.at(kept, "backup")?.map(Size::gigabytes);
            meter.usage(&BACKUP, spread(gigabytes, Label::Symbol("GB".into())));
        }
        let moved = [
            (&RESTORED, &self.restored, "restored"),
            (&EXPORTED, &self.exported, "exported"),
            (&IMPORTED, &self.imported, "imported"),
        ];
        for (spec, volume, field) in moved {
            if let Some(volume) = volume {
                meter.usage(spec, context.gigabytes(context.at(volume, field)?));
            }
        }
        Ok(())
    }
}
