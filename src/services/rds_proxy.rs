//! RDS Proxy: billed by the vCPUs of the database it stands in front of, two at least, or by the
//! capacity units of an Aurora Serverless v2 database, eight at least.
//!
//! All instances of an Aurora cluster count. A proxy keeps connections open, so a database that may
//! pause does not. Sources: aws.amazon.com/rds/proxy/pricing; the eight units and the pausing from
//! third parties that agree with each other.

use super::{Context, Meter, MeterError, Service, Settings};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, largest, spread, symbol};
use crate::syntax::{Check, Fields, Reader, settings};
use crate::units::{Acu, Count, Measure, Spread, Unit};
use crate::warning::WarningCode;
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

settings! {
    /// A proxy that shares database connections.
    pub struct RdsProxy {
        /// The name of the `rds` or `aurora` component it stands in front of, which gives the vCPUs
        /// or the capacity.
        for_: Option<String> = None,
        /// vCPUs of the database, where it is not a component of the architecture.
        vcpu: Option<Count> = None,
        /// Capacity of an Aurora Serverless v2 database on average, where it is not a component.
        acu: Option<Spread<Acu>> = None,
        /// How long it exists.
        running: Uptime = Uptime::Always,
    }
}

/// AWS bills at least so many vCPUs, or so many capacity units.
pub(crate) const LEAST_VCPU: u32 = 2;
const LEAST_ACU: u32 = 8;

impl Check for RdsProxy {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let stated = [self.for_.is_some(), self.vcpu.is_some(), self.acu.is_some()];
        if stated.into_iter().filter(|stated| *stated).count() != 1 {
            let message = "a proxy needs one of `for`, `vcpu` and `acu`".to_owned();
            let help = "`for: rds` names the database component".to_owned();
            reader.fault("missing-key", fields.span, message, Some(help));
        }
    }
}

pub(crate) const VCPU_HOUR: KeySpec = KeySpec::regional(
    "rds.proxy",
    "RDS Proxy vCPUs",
    Unit::VcpuHour,
    Selector::of("AmazonRDS").usagetype("RDS:ProxyUsage"),
);
const ACU_HOUR: KeySpec = KeySpec::regional(
    "rds.proxy.acu",
    "RDS Proxy capacity units",
    Unit::AcuHour,
    // Each engine has a row, at one price.
    Selector::of("AmazonRDS")
        .family("RDSProxy")
        .usagetype("RDS:Proxy-ASv2-Usage")
        .with(&[("databaseEngine", "Aurora PostgreSQL")]),
);

impl Service for RdsProxy {
    const NAME: &'static str = "rds_proxy";
    const TITLE: &'static str = "RDS Proxy";
    const KEYS: &'static [KeySpec] = &[VCPU_HOUR, ACU_HOUR];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let (spec, size) = self.size(context, meter)?;
        let hours = context.hours(&self.running, Granularity::Seconds { minimum: 600 })?;
        meter.usage(spec, size * hours);
        Ok(())
    }
}

impl RdsProxy {
    /// What is billed every hour.
    fn size(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(&'static KeySpec, Formula), MeterError> {
        if let Some(vcpu) = self.vcpu {
            return Ok((&VCPU_HOUR, at_least_vcpu(vcpu.amount())));
        }
        if let Some(acu) = self.acu {
            let acu = spread(acu.map(Measure::amount), Label::Symbol("ACU".into()));
            return Ok((&ACU_HOUR, at_least_acu(acu)));
        }
        let name = self.for_.as_deref().unwrap_or_default();
        let help = "name the `rds` or `aurora` component";
        let database = context.peer(name).ok_or_else(|| {
            let message = format!("there is no component `{name}` in this architecture");
            MeterError::new("for", message, format!("{help}, or give `vcpu` or `acu`"))
        })?;
        match &database.settings {
            Settings::Rds(database) => {
                let vcpus = database.vcpus().map_err(|error| {
                    MeterError::new("for", error.to_string(), "give `vcpu` instead of `for`")
                })?;
                Ok((&VCPU_HOUR, at_least_vcpu(vcpus)))
            }
            Settings::Aurora(cluster) if cluster.capacity.is_some() => {
                if cluster.may_pause() {
                    let message = format!(
                        "`{name}` may pause at 0 ACU, but the proxy `{}` keeps it awake: at least \
                         0.5 ACU are billed",
                        context.name
                    );
                    meter.warn(WarningCode::AutoPausePrevented, message);
                }
                let acu = cluster.allocated(context, true)?;
                Ok((&ACU_HOUR, at_least_acu(acu)))
            }
            Settings::Aurora(cluster) => {
                // Every class of Aurora has two vCPUs at least.
                let vcpus = cluster.vcpus_of_instances(context).map_err(|error| {
                    MeterError::new("for", error.message, "give `vcpu` instead of `for`")
                })?;
                Ok((&VCPU_HOUR, vcpus))
            }
            _ => {
                let message = format!("`{name}` is not an `rds` or `aurora` component");
                Err(MeterError::new("for", message, help))
            }
        }
    }
}

fn at_least_vcpu(vcpus: Decimal) -> Formula {
    symbol(vcpus.max(Decimal::from(LEAST_VCPU)), "vCPU")
}

fn at_least_acu(acu: Formula) -> Formula {
    largest(vec![("database", acu), ("least", symbol(LEAST_ACU, "ACU"))])
}
