//! Amazon DynamoDB, standard tables: on demand or provisioned, and storage.
//!
//! A read unit carries 4 KB read strongly or 8 KB read eventually, a write unit 1 KB; a
//! transaction takes two. Storage is stated in the gigabytes DynamoDB shows, which include its 100
//! bytes of overhead per item. The free 25 units are of provisioned capacity only. Source: aws.amazon.com/dynamodb/pricing.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, number, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Measure, Size, Spread, Unit};
use crate::workload::Rate;
use rust_decimal::Decimal;

keyword_setting! {
    /// How throughput is paid for.
    pub enum Capacity {
        /// Per request unit.
        OnDemand "on-demand",
        /// Per unit and hour, used or not.
        Provisioned "provisioned",
    }
}

keyword_setting! {
    /// How consistent a read is.
    pub enum Consistency {
        /// Half a unit per 4 KB.
        Eventual "eventual",
        /// One unit per 4 KB.
        Strong "strong",
        /// Two units per 4 KB.
        Transactional "transactional",
    }
}

settings! {
    /// A DynamoDB table.
    pub struct DynamoDb {
        /// `on-demand` or `provisioned`.
        capacity: Capacity = Capacity::OnDemand,
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
        /// Data stored, as DynamoDB counts it.
        storage: Option<PerTraffic<Spread<Size>>> = None,
    }
}

/// What one read unit and one write unit carry.
const READ_UNIT_KB: u32 = 4;
const WRITE_UNIT_KB: u32 = 1;

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
    }
}

const fn per_request(usagetype: &'static str) -> Selector {
    Selector::of("AmazonDynamoDB")
        .family("Amazon DynamoDB PayPerRequest Throughput")
        .usagetype(usagetype)
}

const fn provisioned(usagetype: &'static str) -> Selector {
    Selector::of("AmazonDynamoDB")
        .family("Provisioned IOPS")
        .usagetype(usagetype)
        .operation("CommittedThroughput")
}

const READ: KeySpec = KeySpec::regional(
    "dynamodb.ondemand.read",
    "DynamoDB reads, on demand",
    Unit::ReadRequestUnit,
    per_request("ReadRequestUnits"),
);
const WRITE: KeySpec = KeySpec::regional(
    "dynamodb.ondemand.write",
    "DynamoDB writes, on demand",
    Unit::WriteRequestUnit,
    per_request("WriteRequestUnits"),
);
const READ_CAPACITY: KeySpec = KeySpec::regional(
    "dynamodb.provisioned.read",
    "DynamoDB read capacity",
    Unit::RcuHour,
    provisioned("ReadCapacityUnit-Hrs"),
);
const WRITE_CAPACITY: KeySpec = KeySpec::regional(
    "dynamodb.provisioned.write",
    "DynamoDB write capacity",
    Unit::WcuHour,
    provisioned("WriteCapacityUnit-Hrs"),
);
const STORAGE: KeySpec = KeySpec::regional(
    "dynamodb.storage.standard",
    "DynamoDB storage",
    Unit::GbMonth,
    Selector::of("AmazonDynamoDB")
        .family("Database Storage")
        .usagetype("TimedStorage-ByteHrs")
        .with(&[("volumeType", "Amazon DynamoDB - Indexed DataStore")]),
);

impl Service for DynamoDb {
    const NAME: &'static str = "dynamodb";
    const TITLE: &'static str = "DynamoDB";
    const KEYS: &'static [KeySpec] = &[READ, WRITE, READ_CAPACITY, WRITE_CAPACITY, STORAGE];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        match self.capacity {
            Capacity::OnDemand => self.on_demand(context, meter)?,
            Capacity::Provisioned => self.provisioned(context, meter)?,
        }
        if let Some(storage) = &self.storage {
            // People state table sizes in the gigabytes DynamoDB shows, which are the ones it bills.
            let gigabytes = context.at(storage, "storage")?.map(Size::gigabytes);
            meter.usage(&STORAGE, spread(gigabytes, Label::Symbol("GB".into())));
        }
        Ok(())
    }
}

impl DynamoDb {
    fn on_demand(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        if self.reads.is_some() || self.writes.is_some() {
            let (name, item, reads) = (context.name, self.item, self.read_consistency);
            meter.assume(format!("`{name}`: an item is {item}; reads are {reads}."));
        }
        if let Some(reads) = &self.reads {
            let reads = context.events(context.at(reads, "reads")?, "read");
            let units = reads * self.units_per_item(READ_UNIT_KB, "KB/unit");
            meter.usage(
                &READ,
                match self.read_consistency {
                    Consistency::Eventual => units / number(2),
                    Consistency::Strong => units,
                    Consistency::Transactional => units * number(2),
                },
            );
        }
        if let Some(writes) = &self.writes {
            let writes = context.events(context.at(writes, "writes")?, "write");
            let units = writes * self.units_per_item(WRITE_UNIT_KB, "KB/unit");
            meter.usage(
                &WRITE,
                if self.transactional_writes {
                    units * number(2)
                } else {
                    units
                },
            );
        }
        Ok(())
    }

    fn provisioned(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let hours = context.workload.hours();
        if let Some(capacity) = &self.read_capacity {
            let units = context.count(capacity, "read_capacity", "RCU")?;
            meter.usage(&READ_CAPACITY, units * hours.clone());
        }
        if let Some(capacity) = &self.write_capacity {
            let units = context.count(capacity, "write_capacity", "WCU")?;
            meter.usage(&WRITE_CAPACITY, units * hours);
        }
        Ok(())
    }

    fn units_per_item(&self, unit_kb: u32, label: &'static str) -> Formula {
        (symbol(self.item.kilobytes(), "KB") / symbol(unit_kb, label)).rounded_up()
    }
}
