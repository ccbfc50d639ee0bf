//! Reads and writes: on demand or provisioned, of standard, Standard-IA and replicated tables.

use super::{DynamoDb, product};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, number, symbol};
use crate::services::{Context, Meter, MeterError};
use crate::syntax::keyword_setting;
use crate::units::Unit;

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
    /// The class of a table: dear storage or dear requests.
    pub enum TableClass {
        /// DynamoDB Standard.
        Standard "standard",
        /// DynamoDB Standard-Infrequent Access.
        StandardIa "standard-ia",
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

/// What one read unit and one write unit carry.
const READ_UNIT_KB: u32 = 4;
const WRITE_UNIT_KB: u32 = 1;

/// The keys of one class of table.
pub(super) struct Keys {
    pub(super) read: KeySpec,
    pub(super) write: KeySpec,
    pub(super) replicated_write: KeySpec,
    pub(super) read_capacity: KeySpec,
    pub(super) write_capacity: KeySpec,
    pub(super) replicated_write_capacity: KeySpec,
}

const fn per_request(usagetype: &'static str) -> Selector {
    product("Amazon DynamoDB PayPerRequest Throughput", usagetype)
}

const fn provisioned(usagetype: &'static str) -> Selector {
    product("Provisioned IOPS", usagetype).operation("CommittedThroughput")
}

/// Provisioned replicated writes have a family of their own.
const fn replicated(usagetype: &'static str) -> Selector {
    product("DDB-Operation-ReplicatedWrite", usagetype)
}

pub(super) const STANDARD: Keys = Keys {
    read: KeySpec::regional(
        "dynamodb.ondemand.read",
        "DynamoDB reads, on demand",
        Unit::ReadRequestUnit,
        per_request("ReadRequestUnits"),
    ),
    write: KeySpec::regional(
        "dynamodb.ondemand.write",
        "DynamoDB writes, on demand",
        Unit::WriteRequestUnit,
        per_request("WriteRequestUnits"),
    ),
    replicated_write: KeySpec::regional(
        "dynamodb.ondemand.write.replicated",
        "DynamoDB replicated writes, on demand",
        Unit::ReplicatedWriteRequestUnit,
        per_request("ReplWriteRequestUnits"),
    ),
    read_capacity: KeySpec::regional(
        "dynamodb.provisioned.read",
        "DynamoDB read capacity",
        Unit::RcuHour,
        provisioned("ReadCapacityUnit-Hrs"),
    ),
    write_capacity: KeySpec::regional(
        "dynamodb.provisioned.write",
        "DynamoDB write capacity",
        Unit::WcuHour,
        provisioned("WriteCapacityUnit-Hrs"),
    ),
    replicated_write_capacity: KeySpec::regional(
        "dynamodb.provisioned.write.replicated",
        "DynamoDB replicated write capacity",
        Unit::RwcuHour,
        replicated("ReplWriteCapacityUnit-Hrs"),
    ),
};

pub(super) const IA: Keys = Keys {
    read: KeySpec::regional(
        "dynamodb.ondemand.read.ia",
        "DynamoDB reads, on demand, Standard-IA",
        Unit::ReadRequestUnit,
        per_request("IA-ReadRequestUnits"),
    ),
    write: KeySpec::regional(
        "dynamodb.ondemand.write.ia",
        "DynamoDB writes, on demand, Standard-IA",
        Unit::WriteRequestUnit,
        per_request("IA-WriteRequestUnits"),
    ),
    replicated_write: KeySpec::regional(
        "dynamodb.ondemand.write.replicated.ia",
        "DynamoDB replicated writes, on demand, Standard-IA",
        Unit::ReplicatedWriteRequestUnit,
        per_request("IA-ReplWriteRequestUnits"),
    ),
    read_capacity: KeySpec::regional(
        "dynamodb.provisioned.read.ia",
        "DynamoDB read capacity, Standard-IA",
        Unit::RcuHour,
        provisioned("IA-ReadCapacityUnit-Hrs"),
    ),
    write_capacity: KeySpec::regional(
        "dynamodb.provisioned.write.ia",
        "DynamoDB write capacity, Standard-IA",
        Unit::WcuHour,
        provisioned("IA-WriteCapacityUnit-Hrs"),
    ),
    replicated_write_capacity: KeySpec::regional(
        "dynamodb.provisioned.write.replicated.ia",
        "DynamoDB replicated write capacity, Standard-IA",
        Unit::RwcuHour,
        replicated("IA-ReplWriteCapacityUnit-Hrs"),
    ),
};

impl DynamoDb {
    fn keys(&self) -> &'static Keys {
        match self.class {
            TableClass::Standard => &STANDARD,
            TableClass::StandardIa => &IA,
        }
    }

    pub(super) fn on_demand(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let keys = self.keys();
        if self.reads.is_some() || self.writes.is_some() {
            let (name, item, reads) = (context.name, self.item, self.read_consistency);
            meter.assume(format!("`{name}`: an item is {item}; reads are {reads}."));
        }
        if let Some(reads) = &self.reads {
            let reads = context.events(context.at(reads, "reads")?, "read");
            let units = reads * self.units_per_item(READ_UNIT_KB, "KB/unit");
            meter.usage(
                &keys.read,
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
                if self.replicated {
                    &keys.replicated_write
                } else {
                    &keys.write
                },
                if self.transactional_writes {
                    units * number(2)
                } else {
                    units
                },
            );
            self.note_replicas("writes", context, meter);
        }
        Ok(())
    }

    pub(super) fn provisioned(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let keys = self.keys();
        let hours = context.workload.hours();
        if let Some(capacity) = &self.read_capacity {
            let units = context.count(capacity, "read_capacity", "RCU")?;
            meter.usage(&keys.read_capacity, units * hours.clone());
        }
        if let Some(capacity) = &self.write_capacity {
            let (key, word) = match self.replicated {
                false => (&keys.write_capacity, "WCU"),
                true => (&keys.replicated_write_capacity, "rWCU"),
            };
            let units = context.count(capacity, "write_capacity", word)?;
            meter.usage(key, units * hours);
            self.note_replicas("write_capacity", context, meter);
        }
        Ok(())
    }

    fn note_replicas(&self, field: &str, context: &Context<'_>, meter: &mut Meter) {
        if self.replicated {
            meter.assume(format!(
                "`{}`: `{field}` are all replicated writes of this region; its replicas elsewhere \
                 and the transfer to them are not counted.",
                context.name
            ));
        }
    }

    fn units_per_item(&self, unit_kb: u32, label: &'static str) -> Formula {
        (symbol(self.item.kilobytes(), "KB") / symbol(unit_kb, label)).rounded_up()
    }
}
