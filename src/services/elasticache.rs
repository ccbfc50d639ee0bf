//! Amazon ElastiCache nodes: Redis OSS, Valkey and Memcached, billed by the node-hour.
//!
//! Replicas and shards are nodes. A Redis OSS version past its standard support is charged per
//! node-hour beside the node: 80 % of the price of the node in years one and two, 160 % in the third,
//! which AWS lists as prices of each node type, rounded to a tenth of a cent; price books derive them
//! where the listed ones are not known, and mark them so. Sources: aws.amazon.com/elasticache/pricing
//! and the ElastiCache user guide, "ElastiCache Extended Support"; the percentages from a third party's
//! reading of that page.

use super::extended_support::{SupportedEngine, Years};
use super::{Context, Meter, MeterError, Service, Usage};
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

impl Engine {
    fn title(self) -> &'static str {
        match self {
            Engine::Redis => "Redis OSS",
            Engine::Valkey => "Valkey",
            Engine::Memcached => "Memcached",
        }
    }
}

settings! {
    /// Cache nodes.
    pub struct ElastiCache {
        /// `redis`, `valkey` or `memcached`.
        engine: Engine,
        /// Major version of the engine, such as `6`. With the `as_of` of the scenario it decides
        /// whether extended support of Redis OSS is charged.
        version: Option<String> = None,
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
        self.supported_engine().check(fields, reader);
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
const YEARS_1_AND_2: KeySpec = KeySpec::regional(
    "elasticache.extsupport.{family}.{size}.yr1-2",
    "ElastiCache extended support, cache.{family}.{size}, years 1 and 2",
    Unit::NodeHour,
    Selector::of("AmazonElastiCache")
        .family("Cache Instance")
        .usagetype("ExtendedSupportYr1_Yr2-NodeUsage:cache.{family}.{size}"),
)
.dated();
const YEAR_3: KeySpec = KeySpec::regional(
    "elasticache.extsupport.{family}.{size}.yr3",
    "ElastiCache extended support, cache.{family}.{size}, year 3",
    Unit::NodeHour,
    Selector::of("AmazonElastiCache")
        .family("Cache Instance")
        .usagetype("ExtendedSupportYr3-NodeUsage:cache.{family}.{size}"),
)
.dated();
/// Serverless caches have snapshots at the same price.
pub(super) const BACKUP: KeySpec = KeySpec::regional(
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
    const KEYS: &'static [KeySpec] = &[NODE_HOUR, BACKUP, YEARS_1_AND_2, YEAR_3];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let (family, size) = self.family_and_size().unwrap_or_default();
        let nodes = context.count(&self.nodes, "nodes", "node")?;
        let hours = context.hours(&self.running, Granularity::WholeHours)?;
        let node_hours = nodes * hours.clone();
        let node = [self.engine.word(), family, size];
        meter.usage_during(&hours, &NODE_HOUR, &node, node_hours.clone());
        self.supported_engine().meter(context, meter, |surcharge| {
            let spec = match surcharge.years {
                Years::First => &YEARS_1_AND_2,
                Years::Third => &YEAR_3,
            };
            Ok(Usage::new(spec, &[family, size], node_hours.clone()))
        })?;
        if let Some(backup) = self.backup {
            let gigabytes = backup.map(Size::gigabytes);
            meter.usage(&BACKUP, spread(gigabytes, Label::Symbol("GB".into())));
        }
        Ok(())
    }
}

impl ElastiCache {
    fn supported_engine(&self) -> SupportedEngine<'_> {
        SupportedEngine {
            service: "elasticache",
            engine: self.engine.word(),
            title: self.engine.title(),
            version: self.version.as_deref(),
            instead: Some("Valkey"),
        }
    }

    /// `t3` and `micro` of `cache.t3.micro`.
    fn family_and_size(&self) -> Option<(&str, &str)> {
        super::component::family_and_size(&self.node, "cache.")
    }
}
