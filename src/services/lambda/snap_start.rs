//! SnapStart: an initialised environment is kept as a snapshot and restored instead of initialised.
//!
//! Every published version has a snapshot, charged by the memory of the function for as long as the
//! version is active, three hours at least; each environment that starts from it is charged as
//! gigabytes restored. Java costs nothing extra. SnapStart excludes provisioned concurrency, EFS and
//! more than 512 MB of ephemeral storage. Sources: aws.amazon.com/lambda/pricing, "SnapStart
//! Pricing"; Lambda developer guide, "Improving startup performance with Lambda SnapStart".

use super::keys::{SNAPSHOT_CACHE, SNAPSHOT_RESTORE};
use super::{Lambda, percent};
use crate::formula::{Formula, symbol};
use crate::services::{Context, Meter, MeterError};
use crate::syntax::{Check, PerTraffic, keyword_setting, settings};
use crate::units::{Count, Measure, Spread};
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// A runtime that can start from a snapshot.
    pub enum Runtime {
        /// Python.
        Python "python",
        /// .NET.
        DotNet "dotnet",
        /// Java, which is not charged for.
        Java "java",
    }
}

settings! {
    /// Snapshots of initialised environments. `cold_starts` is the share of invocations that
    /// restore one.
    pub struct SnapStart {
        /// `python`, `dotnet` or `java`; Java costs nothing extra.
        runtime: Runtime,
        /// Published versions that are active, old ones not yet deleted included.
        versions: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// How long each version is active; less than three hours count as three.
        running: Uptime = Uptime::Always,
    }
}

impl Check for SnapStart {}

/// A snapshot is charged for at least so many seconds.
const LEAST_SECONDS: u32 = 3 * 3_600;

impl Lambda {
    /// States snapshots kept and restored.
    pub(super) fn snapshots(
        &self,
        context: &Context<'_>,
        invocations: &Formula,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        const FIELD: &str = "snap_start";
        let Some(snapshot) = &self.snap_start else {
            return Ok(());
        };
        if snapshot.runtime == Runtime::Java {
            let name = context.name;
            meter.assume(format!("`{name}`: SnapStart costs nothing extra for Java."));
            return Ok(());
        }
        let minimum = LEAST_SECONDS;
        let hours = context.hours(&snapshot.running, Granularity::Seconds { minimum })?;
        let versions = context.count(&snapshot.versions, FIELD, "version")?;
        let seconds = versions * hours * symbol(3_600, "s/h");
        meter.usage(&SNAPSHOT_CACHE, seconds * self.memory_gb());
        let restored = self.cold_starts.ok_or_else(|| {
            let message = "the share of invocations that restore a snapshot is not given";
            MeterError::new(FIELD, message, "state `cold_starts`, such as `1%`")
        })?;
        let restores = invocations.clone() * percent(restored);
        meter.usage(&SNAPSHOT_RESTORE, restores * self.memory_gb());
        Ok(())
    }
}
