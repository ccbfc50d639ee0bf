//! Amazon DynamoDB: throughput on demand or provisioned, storage, backups, streams, replicas.
//!
//! A read unit carries 4 KB read strongly or 8 KB read eventually, a write unit 1 KB; a transaction
//! takes two. Storage is stated in the gigabytes DynamoDB bills, which include an overhead of at
//! least 100 bytes per item that the table's description leaves out. The free 25 units are of
//! provisioned capacity of standard tables only.
//!
//! A table of a global table pays replicated writes, for what is written to it and for what is
//! replicated to it, each region at its own prices; writes of its global secondary indexes stay
//! ordinary ones. The free 25 replicated units of tables in two regions are not taken off, and
//! whether a transaction takes two units in the regions it is replicated to was not found.
//!
//! Sources: aws.amazon.com/dynamodb/pricing and the DynamoDB developer guide, "Understanding your
//! AWS billing and usage reports" and "Understanding billing for global tables".

mod backup;
mod throughput;

pub use throughput::{Capacity, Consistency, TableClass};

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Label, spread};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Count, Measure, Size, Spread, Unit};
use crate::workload::{Rate, Volume};
use rust_decimal::Decimal;

settings! {
    /// A DynamoDB table.
    pub struct DynamoDb {
        /// `on-demand` or `provisioned`.
        capacity: Capacity = Capacity::OnDemand,
        /// `standard` or `standard-ia`, for data that is seldom read or written.
        class: TableClass = TableClass::Standard,
        /// Items read, on demand.
        reads: Option<PerTraffic<Rate>> = None,
        /// Items written, on demand.
        writes: Option<PerTraffic<Rate>> = None,
        /// Size of one item.
        item: Size = Size::of(Decimal::from(1024)),
        /// How consistent reads are.
        read_consistency: Consistency = Consistency::Eventual,
        /// Writes are part of transactions.
        transactional_writes: bool = false,
        /// Read units provisioned.
        read_capacity: Option<PerTraffic<Spread<Count>>> = None,
        /// Write units provisioned.
        write_capacity: Option<PerTraffic<Spread<Count>>> = None,
        /// The table is part of a global table: its writes, or write units, are those made here and
        /// those replicated from other regions.
        replicated: bool = false,
        /// Data stored, as DynamoDB bills it: with its overhead per item.
        storage: Option<PerTraffic<Spread<Size>>> = None,
        /// Point-in-time recovery, charged for the data stored.
        point_in_time_recovery: bool = false,
        /// Backups kept that were made on demand.
        backup: Option<PerTraffic<Spread<Size>>> = None,
        /// Data restored from backups of either kind.
        restored: Option<PerTraffic<Volume>> = None,
        /// Data exported to S3, at the size of the table each time.
        exported: Option<PerTraffic<Volume>> = None,
        /// Data imported from S3, uncompressed.
        imported: Option<PerTraffic<Volume>> = None,
        /// Calls that read the table's stream; those of Lambda triggers and replication are free.
        stream_reads: Option<PerTraffic<Rate>> = None,
    }
}

impl Check for DynamoDb {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let unused: &[&str] = match self.capacity {
            Capacity::OnDemand => &["read_capacity", "write_capacity"],
            Capacity::Provisioned => &["reads", "writes"],
        };
        for field in unused {
            if fields.get(field).is_some() {
                let message = format!("`{field}` has no meaning with {} capacity", self.capacity);
                let help = Some("set `capacity`, or leave the key out".to_owned());
                reader.fault("invalid-configuration", fields.place(field), message, help);
            }
        }
        if self.item > Size::of(Decimal::from(400 * 1024)) {
            let message = "an item has at most 400 KB".to_owned();
            reader.fault("no-such-size", fields.place("item"), message, None);
        }
        if self.item.amount().is_zero() {
            let message = "an item is not empty".to_owned();
            reader.fault("no-such-size", fields.place("item"), message, None);
        }
        if self.point_in_time_recovery && self.storage.is_none() {
            let message = "`point_in_time_recovery` needs `storage`, which it is charged for";
            let place = fields.place("point_in_time_recovery");
            let help = Some("state the size of the table".to_owned());
            reader.fault("missing-key", place, message.to_owned(), help);
        }
    }
}

/// A product told apart by its family and usage type.
const fn product(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AmazonDynamoDB")
        .family(family)
        .usagetype(usagetype)
}

const STORAGE: KeySpec = KeySpec::regional(
    "dynamodb.storage.standard",
    "DynamoDB storage",
    Unit::GbMonth,
    // us-east-1 has it twice, with the free gigabytes as a first tier and without.
    product("Database Storage", "TimedStorage-ByteHrs")
        .with(&[("volumeType", "Amazon DynamoDB - Indexed DataStore")])
        .twins(),
);
const STORAGE_IA: KeySpec = KeySpec::regional(
    "dynamodb.storage.ia",
    "DynamoDB storage, Standard-IA",
    Unit::GbMonth,
    product("Database Storage", "IA-TimedStorage-ByteHrs"),
);
const STREAMS: KeySpec = KeySpec::regional(
    "dynamodb.streams",
    "DynamoDB stream reads",
    Unit::ReadRequestUnit,
    product("API Request", "Streams-Requests").operation("GetRecords"),
);

impl Service for DynamoDb {
    const NAME: &'static str = "dynamodb";
    const TITLE: &'static str = "DynamoDB";
    const KEYS: &'static [KeySpec] = &[
        throughput::STANDARD.read,
        throughput::STANDARD.write,
        throughput::STANDARD.replicated_write,
        throughput::STANDARD.read_capacity,
        throughput::STANDARD.write_capacity,
        throughput::STANDARD.replicated_write_capacity,
        throughput::IA.read,
        throughput::IA.write,
        throughput::IA.replicated_write,
        throughput::IA.read_capacity,
        throughput::IA.write_capacity,
        throughput::IA.replicated_write_capacity,
        STORAGE,
        STORAGE_IA,
        backup::RECOVERY,
        backup::BACKUP,
        backup::RESTORED,
        backup::EXPORTED,
        backup::IMPORTED,
        STREAMS,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        match self.capacity {
            Capacity::OnDemand => self.on_demand(context, meter)?,
            Capacity::Provisioned => self.provisioned(context, meter)?,
        }
        if let Some(storage) = &self.storage {
            // DynamoDB's gigabytes are decimal; the number stated is the number billed.
            let gigabytes = context.at(storage, "storage")?.map(Size::gigabytes);
            let stored = spread(gigabytes, Label::Symbol("GB".into()));
            if self.point_in_time_recovery {
                meter.usage(&backup::RECOVERY, stored.clone());
            }
            meter.usage(
                match self.class {
                    TableClass::Standard => &STORAGE,
                    TableClass::StandardIa => &STORAGE_IA,
                },
                stored,
            );
        }
        self.backups(context, meter)?;
        if let Some(calls) = &self.stream_reads {
            let calls = context.events(context.at(calls, "stream_reads")?, "read");
            meter.usage(&STREAMS, calls);
        }
        Ok(())
    }
}
