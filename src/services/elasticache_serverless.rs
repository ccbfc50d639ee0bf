//! Amazon ElastiCache Serverless: gigabyte-hours of data and processing units (ECPU) of commands.
//!
//! At least 0.1 GB of a Valkey cache is billed and 1 GB of a Redis OSS or Memcached cache, used or
//! not; a least usage one sets for oneself is billed in the same way. A simple command is one ECPU,
//! or one for each kilobyte it moves, fractions included; one that takes more processor time is as
//! many ECPUs as that time, if they are more. Usage is metered by the hour, so a set least usage is
//! a lower bound here: hours above it and hours below it do not level out on the bill. Snapshots
//! cost what those of nodes cost. Source: aws.amazon.com/elasticache/pricing; the least amount of
//! Valkey is also what a reading of the Price List of 2026-08 gives.

use super::elasticache::{BACKUP, Engine};
use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, largest, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Count, Measure, Size, Spread, Unit};
use crate::workload::{Granularity, Period, Rate, Uptime};
use rust_decimal::Decimal;

settings! {
    /// A serverless cache.
    pub struct ElastiCacheServerless {
        /// `redis`, `valkey` or `memcached`.
        engine: Engine,
        /// Data stored, on average.
        data: PerTraffic<Spread<Size>>,
        /// Commands sent to the cache.
        commands: Option<PerTraffic<Rate>> = None,
        /// Data one command moves, request and answer together.
        command_size: Option<PerTraffic<Spread<Size>>> = None,
        /// ECPUs of the processor time of one command; 1 for simple ones such as GET and SET.
        ecpu: Count = Count::of(Decimal::ONE),
        /// Least data storage one has set for the cache; billed even if unused.
        minimum_data: Option<Size> = None,
        /// Least ECPUs one has set for the cache, such as `1000 per second`; billed even if unused.
        minimum_ecpu: Option<Rate> = None,
        /// Snapshots kept.
        backup: Option<Spread<Size>> = None,
        /// How long the cache exists.
        running: Uptime = Uptime::Always,
    }
}

/// What AWS accepts as limits. Source: reference of the CDK, `CacheUsageLimits` of a serverless cache.
const DATA_LIMIT_GB: (u32, u32) = (1, 5_000);
const ECPU_LIMIT: (u32, u32) = (1_000, 15_000_000);

impl Check for ElastiCacheServerless {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mut fault = |field: &str, message: &str| {
            let message = message.to_owned();
            reader.fault("no-such-size", fields.place(field), message, None);
        };
        let within = |value: Decimal, (low, high): (u32, u32)| {
            (Decimal::from(low)..=Decimal::from(high)).contains(&value)
        };
        let minimum = self.minimum_data.map(Size::gigabytes);
        if minimum.is_some_and(|gb| !within(gb, DATA_LIMIT_GB)) {
            fault("minimum_data", "a set least storage is 1 GB to 5,000 GB");
        }
        let most = Decimal::from(DATA_LIMIT_GB.1);
        if self.data.values().any(|data| data.high.gigabytes() > most) {
            fault("data", "a serverless cache holds at most 5,000 GB");
        }
        if let Some(minimum) = self.minimum_ecpu {
            let amount = minimum.amount;
            if minimum.per != Period::Second {
                fault("minimum_ecpu", "a set least usage is stated per second");
            } else if !(within(amount.low.amount(), ECPU_LIMIT)
                && within(amount.high.amount(), ECPU_LIMIT))
            {
                let message = "a set least usage is 1,000 to 15,000,000 ECPUs per second";
                fault("minimum_ecpu", message);
            }
        }
        if self.ecpu.amount() < Decimal::ONE {
            fault("ecpu", "a command takes at least 1 ECPU");
        }
        for field in ["command_size", "ecpu"] {
            if fields.get(field).is_some() && self.commands.is_none() {
                let message = format!("`{field}` needs `commands`");
                reader.fault("missing-key", fields.place(field), message, None);
            }
        }
    }
}

const DATA: KeySpec = KeySpec::regional(
    "elasticache.serverless-gb.{engine}",
    "ElastiCache Serverless data, {engine}",
    Unit::GbHour,
    Selector::of("AmazonElastiCache")
        .family("ElastiCache Serverless")
        .usagetype("CachedData:{engine}")
        .with(&[("cacheEngine", "{engine}")]),
);
const ECPU: KeySpec = KeySpec::regional(
    "elasticache.serverless-ecpu.{engine}",
    "ElastiCache Serverless processing units, {engine}",
    Unit::Ecpu,
    Selector::of("AmazonElastiCache")
        .family("ElastiCache Serverless")
        .usagetype("ElastiCacheProcessingUnits:{engine}")
        .with(&[("cacheEngine", "{engine}")]),
);

impl Service for ElastiCacheServerless {
    const NAME: &'static str = "elasticache_serverless";
    const TITLE: &'static str = "ElastiCache Serverless";
    const KEYS: &'static [KeySpec] = &[DATA, ECPU];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let engine = self.engine.word();
        let hours = context.hours(&self.running, Granularity::WholeHours)?;
        let stored = self.billed_data(context)?;
        meter.usage_of(&DATA, &[engine], stored * hours.clone());
        let used = self.used_ecpus(context, meter)?;
        let set = self.minimum_ecpu.map(|minimum| {
            let per_second = minimum.amount.map(Measure::amount);
            spread(per_second, Label::Symbol("ECPU/s".into())) * symbol(3_600, "s/h") * hours
        });
        match (used, set) {
            (Some(used), Some(set)) => {
                let billed = largest(vec![("used", used), ("set minimum", set)]);
                meter.usage_of(&ECPU, &[engine], billed);
            }
            (Some(ecpus), None) | (None, Some(ecpus)) => meter.usage_of(&ECPU, &[engine], ecpus),
            (None, None) => {
                let name = context.name;
                meter.assume(format!(
                    "`{name}`: no commands are stated, so none are charged."
                ));
            }
        }
        if let Some(backup) = self.backup {
            let gigabytes = backup.map(Size::gigabytes);
            meter.usage(&BACKUP, spread(gigabytes, Label::Symbol("GB".into())));
        }
        Ok(())
    }
}

impl ElastiCacheServerless {
    /// The data billed: that stored, or the least amount if it is more.
    fn billed_data(&self, context: &Context<'_>) -> Result<Formula, MeterError> {
        let stored = context.at(&self.data, "data")?.map(Size::gigabytes);
        let of_engine = match self.engine {
            Engine::Valkey => Decimal::new(1, 1),
            Engine::Redis | Engine::Memcached => Decimal::ONE,
        };
        let set = self.minimum_data.map(Size::gigabytes).unwrap_or_default();
        let least = of_engine.max(set);
        let gigabytes = spread(stored, Label::Symbol("GB".into()));
        Ok(match stored.low < least {
            true => largest(vec![("stored", gigabytes), ("least", symbol(least, "GB"))]),
            false => gigabytes,
        })
    }

    /// The processing units of the commands.
    fn used_ecpus(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<Option<Formula>, MeterError> {
        let Some(commands) = &self.commands else {
            return Ok(None);
        };
        let commands = context.events(context.at(commands, "commands")?, "command");
        let time = symbol(self.ecpu.amount(), "ECPU");
        let Some(size) = &self.command_size else {
            let name = context.name;
            meter.assume(format!(
                "`{name}`: a command moves at most 1 KB for each of its ECPUs."
            ));
            return Ok(Some(commands * time));
        };
        let kilobytes = context.at(size, "command_size")?.map(Size::kilobytes);
        let moved = spread(kilobytes, Label::Symbol("KB".into()));
        let each = match kilobytes.high > self.ecpu.amount() {
            true => largest(vec![("time", time), ("moved", moved)]),
            false => time,
        };
        Ok(Some(commands * each))
    }
}
