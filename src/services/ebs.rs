//! Amazon EBS: volumes by what is provisioned, and snapshots by what they hold.
//!
//! Storage, IOPS and throughput are billed per second from the creation of a volume to its end, 60
//! seconds at least, attached or not, full or empty. gp3 includes 3,000 IOPS and 125 MB/s with every
//! volume; throughput beyond is listed per GiB/s and month. gp2 includes its performance, io1 bills
//! every IOPS. A snapshot holds the blocks that changed since the one before. Sources:
//! aws.amazon.com/ebs/pricing; limits from the EC2 API reference, "CreateVolume", and the EBS user
//! guide, "Amazon EBS volume types" (gp3 as raised in September 2025).

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Measure, Size, Spread, Throughput, Unit, number};
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// A kind of volume.
    pub enum VolumeType {
        /// General purpose, third generation.
        Gp3 "gp3",
        /// General purpose, second generation.
        Gp2 "gp2",
        /// Provisioned IOPS, first generation.
        Io1 "io1",
    }
}

settings! {
    /// Block storage volumes.
    pub struct Ebs {
        /// `gp3`, `gp2` or `io1`.
        type_: VolumeType,
        /// Size of one volume.
        size: Spread<Size>,
        /// How many volumes there are.
        volumes: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// IOPS of one volume: required for io1; 3,000 for gp3 unless given.
        iops: Option<Count> = None,
        /// Throughput of one gp3 volume; 125 MB/s unless given.
        throughput: Option<Throughput> = None,
        /// How long the volumes exist, attached or not.
        running: Uptime = Uptime::Always,
        /// What snapshots hold, on average over the month: changed blocks only.
        snapshots: Option<PerTraffic<Spread<Size>>> = None,
    }
}

/// What every gp3 volume includes.
const INCLUDED_IOPS: u32 = 3_000;
const INCLUDED_MBPS: u32 = 125;

/// What AWS admits of one kind of volume.
struct Limits {
    gigabytes: (u32, u32),
    iops: Option<Iops>,
}

/// The IOPS that can be provisioned.
struct Iops {
    least: u32,
    most: u32,
    per_gb: u32,
}

impl VolumeType {
    fn limits(self) -> Limits {
        match self {
            VolumeType::Gp3 => Limits {
                gigabytes: (1, 65_536),
                iops: Some(Iops {
                    least: INCLUDED_IOPS,
                    most: 80_000,
                    per_gb: 500,
                }),
            },
            VolumeType::Gp2 => Limits {
                gigabytes: (1, 16_384),
                iops: None,
            },
            VolumeType::Io1 => Limits {
                gigabytes: (4, 16_384),
                iops: Some(Iops {
                    least: 100,
                    most: 64_000,
                    per_gb: 50,
                }),
            },
        }
    }
}

/// Throughput of a gp3 volume in MB/s: the most, and how many IOPS each takes.
const MOST_MBPS: u32 = 2_000;
const IOPS_PER_MBPS: u32 = 4;

impl Check for Ebs {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mut faults = Vec::new();
        self.check_size(&mut faults);
        self.check_iops(&mut faults);
        self.check_throughput(&mut faults);
        for (code, field, message) in faults {
            reader.fault(code, fields.place(field), message, None);
        }
    }
}

/// Code, setting and message of what AWS refuses.
type Refusals = Vec<(&'static str, &'static str, String)>;

impl Ebs {
    fn check_size(&self, faults: &mut Refusals) {
        let kind = self.type_;
        let (least, most) = kind.limits().gigabytes;
        let gigabytes = self.size.map(Size::gigabytes);
        if gigabytes.low < Decimal::from(least) || gigabytes.high > Decimal::from(most) {
            let most = number::grouped(most.into());
            let message = format!("{kind} volumes have {least} GB to {most} GB");
            faults.push(("no-such-size", "size", message));
        } else if !gigabytes.low.fract().is_zero() || !gigabytes.high.fract().is_zero() {
            let message = "volumes come in whole gigabytes".to_owned();
            faults.push(("no-such-size", "size", message));
        }
    }

    fn check_iops(&self, faults: &mut Refusals) {
        let kind = self.type_;
        let Some(limits) = kind.limits().iops else {
            if self.iops.is_some() {
                let message = format!("IOPS of {kind} volumes follow from their size");
                faults.push(("invalid-configuration", "iops", message));
            }
            return;
        };
        let Some(iops) = self.iops else {
            if kind == VolumeType::Io1 {
                let message = "io1 volumes need `iops`".to_owned();
                faults.push(("missing-key", "type", message));
            }
            return;
        };
        let iops = iops.amount();
        let (least, most) = (Decimal::from(limits.least), Decimal::from(limits.most));
        // Small volumes too have what is included. Never saturates: a size has 7.4e19 GB at most.
        let by_size = self.size.low.gigabytes();
        let by_size = by_size.saturating_mul(limits.per_gb.into()).max(least);
        let shown = number::grouped;
        if iops < least || iops > most || !iops.fract().is_zero() {
            let (least, most) = (shown(least), shown(most));
            let message = format!("{kind} volumes have {least} to {most} IOPS");
            faults.push(("no-such-size", "iops", message));
        } else if iops > by_size {
            let (per_gb, size, most) = (limits.per_gb, self.size.low, shown(by_size));
            let message =
                format!("{kind} volumes have at most {per_gb} IOPS per GB: {most} with {size}");
            faults.push(("no-such-size", "iops", message));
        }
    }

    fn check_throughput(&self, faults: &mut Refusals) {
        let Some(throughput) = self.throughput.map(Throughput::megabytes_per_second) else {
            return;
        };
        if self.type_ != VolumeType::Gp3 {
            let message = "only gp3 volumes have provisioned throughput".to_owned();
            faults.push(("invalid-configuration", "throughput", message));
            return;
        }
        let iops = self.iops.map_or(INCLUDED_IOPS.into(), Measure::amount);
        // Saturates far above the most throughput only, which is refused first.
        let needed = throughput.saturating_mul(IOPS_PER_MBPS.into());
        if throughput < INCLUDED_MBPS.into() || throughput > MOST_MBPS.into() {
            let message = format!("gp3 volumes have {INCLUDED_MBPS} MB/s to 2,000 MB/s");
            faults.push(("no-such-size", "throughput", message));
        } else if needed > iops {
            let (needed, iops) = (number::grouped(needed), number::grouped(iops));
            let message = format!(
                "gp3 volumes need {IOPS_PER_MBPS} IOPS for each MB/s: {needed} here, not {iops}"
            );
            faults.push(("no-such-size", "throughput", message));
        }
    }
}

const fn product(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AmazonEC2")
        .family(family)
        .usagetype(usagetype)
}

const GP3: KeySpec = KeySpec::regional(
    "ebs.gp3.storage",
    "EBS storage gp3",
    Unit::GbMonth,
    product("Storage", "EBS:VolumeUsage.gp3"),
);
const GP3_IOPS: KeySpec = KeySpec::regional(
    "ebs.gp3.iops",
    "EBS gp3 IOPS",
    Unit::IopsMonth,
    product("System Operation", "EBS:VolumeP-IOPS.gp3"),
);
const GP3_THROUGHPUT: KeySpec = KeySpec::regional(
    "ebs.gp3.throughput",
    "EBS gp3 throughput",
    Unit::GibpsMonth,
    product("Provisioned Throughput", "EBS:VolumeP-Throughput.gp3"),
);
const GP2: KeySpec = KeySpec::regional(
    "ebs.gp2.storage",
    "EBS storage gp2",
    Unit::GbMonth,
    product("Storage", "EBS:VolumeUsage.gp2"),
);
const IO1: KeySpec = KeySpec::regional(
    "ebs.io1.storage",
    "EBS storage io1",
    Unit::GbMonth,
    product("Storage", "EBS:VolumeUsage.piops"),
);
const IO1_IOPS: KeySpec = KeySpec::regional(
    "ebs.io1.iops",
    "EBS io1 IOPS",
    Unit::IopsMonth,
    product("System Operation", "EBS:VolumeP-IOPS.piops"),
);
const SNAPSHOT: KeySpec = KeySpec::regional(
    "ebs.snapshot",
    "EBS snapshots",
    Unit::GbMonth,
    product("Storage Snapshot", "EBS:SnapshotUsage"),
);

impl Service for Ebs {
    const NAME: &'static str = "ebs";
    const TITLE: &'static str = "EBS";
    const KEYS: &'static [KeySpec] = &[GP3, GP3_IOPS, GP3_THROUGHPUT, GP2, IO1, IO1_IOPS, SNAPSHOT];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let volumes = context.count(&self.volumes, "volumes", "volume")?;
        let hours = context.hours(&self.running, Granularity::Seconds { minimum: 60 })?;
        let of_all = |each: Formula| match self.running {
            Uptime::Always => volumes.clone() * each,
            Uptime::Part { .. } => {
                volumes.clone() * each * hours.clone() / context.workload.hours()
            }
        };
        let gigabytes = spread(self.size.map(Size::gigabytes), Label::Symbol("GB".into()));
        let storage = match self.type_ {
            VolumeType::Gp3 => &GP3,
            VolumeType::Gp2 => &GP2,
            VolumeType::Io1 => &IO1,
        };
        meter.usage(storage, of_all(gigabytes));
        if let Some((key, iops)) = self.charged_iops() {
            meter.usage(key, of_all(iops));
        }
        if let Some(extra) = self.charged_throughput() {
            let per_gibps = symbol(1_024, "MB/s per GB/s");
            meter.usage(&GP3_THROUGHPUT, of_all(extra) / per_gibps);
        }
        if let Some(snapshots) = &self.snapshots {
            meter.usage(&SNAPSHOT, context.stored(snapshots, "snapshots")?);
        }
        Ok(())
    }
}

impl Ebs {
    /// IOPS of one volume that are charged; none when it has what gp3 includes.
    fn charged_iops(&self) -> Option<(&'static KeySpec, Formula)> {
        let iops = self.iops?.amount();
        let provisioned = symbol(iops, "IOPS");
        match self.type_ {
            VolumeType::Gp3 if iops > INCLUDED_IOPS.into() => {
                let extra = provisioned.above(symbol(INCLUDED_IOPS, "IOPS"));
                Some((&GP3_IOPS, extra))
            }
            VolumeType::Gp3 | VolumeType::Gp2 => None,
            VolumeType::Io1 => Some((&IO1_IOPS, provisioned)),
        }
    }

    /// Throughput of one volume above what gp3 includes.
    fn charged_throughput(&self) -> Option<Formula> {
        let throughput = self.throughput?.megabytes_per_second();
        let included = symbol(INCLUDED_MBPS, "MB/s");
        (throughput > INCLUDED_MBPS.into()).then(|| symbol(throughput, "MB/s").above(included))
    }
}
