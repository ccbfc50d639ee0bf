//! Amazon ElastiCache nodes: Redis OSS, Valkey and Memcached, billed by the node-hour.
//!
//! Replicas and shards are nodes. Source: aws.amazon.com/elasticache/pricing.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Label, spread};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Measure, Size, Spread, Unit};
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// A cache engine.
    pub enum Engine {
        /// Redis OSS.
        Redis "redis",
        /// Valkey.
        Valkey "valkey",
        /// Memcached.
        Memcached "memcached",
    }
}

settings! {
    /// Cache nodes.
    pub struct ElastiCache {
        /// `redis`, `valkey` or `memcached`.
        engine: Engine,
        /// Node type, such as `cache.t3.micro`.
        node: String,
        /// How many nodes, replicas included.
        nodes: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// Snapshots kept beyond the free one.
        backup: Option<Spread<Size>> = None,
        /// How long the nodes run.
        running: Uptime = Uptime::Always,
    }
}

impl Check for ElastiCache {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.family_and_size().is_none() {
            let message = format!("`{}` is not a node type", self.node);
            let help = Some("a node type looks like `cache.t3.micro`".to_owned());
            reader.fault("bad-value", fields.place("node"), message, help);
        }
        if self.engine == Engine::Memcached && self.backup.is_some() {
            let message = "Memcached has no snapshots".to_owned();
            reader.fault(
                "invalid-configuration",
                fields.place("backup"),
                message,
                None,
            );
        }
    }
}

const NODE_HOUR: KeySpec = KeySpec::regional(
    "elasticache.{engine}.{family}.{size}",
    "ElastiCache {engine} cache.{family}.{size}",
    Unit::NodeHour, // One usage type serves all engines, and extended support has rows of its own.
    Selector::of("AmazonElastiCache")
        .family("Cache Instance")
        .usagetype("NodeUsage:cache.{family}.{size}")
        .with(&[("cacheEngine", "{engine}")]),
);
const BACKUP: KeySpec = KeySpec::regional(
    "elasticache.backup",
    "ElastiCache snapshots",
    Unit::GbMonth,
    Selector::of("AmazonElastiCache")
        .family("Storage Snapshot")
        .usagetype("ElastiCache:BackupUsage"),
);

impl Service for ElastiCache {
    const NAME: &'static str = "elasticache";
    const TITLE: &'static str = "ElastiCache";
    const KEYS: &'static [KeySpec] = &[NODE_HOUR, BACKUP];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let (family, size) = self.family_and_size().unwrap_or_default();
        let nodes = context.count(&self.nodes, "nodes", "node")?;
        let hours = context.hours(&self.running, Granularity::WholeHours)?;
        let node = [self.engine.word(), family, size];
        meter.usage_during(&hours, &NODE_HOUR, &node, nodes * hours.clone());
        if let Some(backup) = self.backup {
            let gigabytes = backup.map(Size::gigabytes);
            meter.usage(&BACKUP, spread(gigabytes, Label::Symbol("GB".into())));
        }
        Ok(())
    }
}

impl ElastiCache {
    /// `t3` and `micro` of `cache.t3.micro`.
    fn family_and_size(&self) -> Option<(&str, &str)> {
        super::component::family_and_size(&self.node, "cache.")
    }
}
