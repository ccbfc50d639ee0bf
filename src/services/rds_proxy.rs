//! RDS Proxy: billed by the vCPUs of the database it stands in front of, two at least.
//!
//! Source: aws.amazon.com/rds/proxy/pricing.

use super::{Context, Meter, MeterError, Service, Settings};
use crate::catalog::{KeySpec, Selector};
use crate::formula::symbol;
use crate::syntax::{Check, Fields, Reader, settings};
use crate::units::{Count, Measure, Unit};
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

settings! {
    /// A proxy that shares database connections.
    pub struct RdsProxy {
        /// The name of the `rds` component it stands in front of; its class gives the vCPUs.
        for_: Option<String> = None,
        /// vCPUs of the database, where it is not a component of the architecture.
        vcpu: Option<Count> = None,
        /// How long it exists.
        running: Uptime = Uptime::Always,
    }
}

/// AWS bills at least so many vCPUs.
pub(crate) const LEAST_VCPU: u32 = 2;

impl Check for RdsProxy {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.for_.is_some() == self.vcpu.is_some() {
            let message = "a proxy needs either `for` or `vcpu`".to_owned();
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

impl Service for RdsProxy {
    const NAME: &'static str = "rds_proxy";
    const TITLE: &'static str = "RDS Proxy";
    const KEYS: &'static [KeySpec] = &[VCPU_HOUR];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let vcpu = self.vcpus(context)?.max(Decimal::from(LEAST_VCPU));
        let hours = context.hours(&self.running, Granularity::Seconds { minimum: 600 })?;
        meter.usage(&VCPU_HOUR, symbol(vcpu, "vCPU") * hours);
        Ok(())
    }
}

impl RdsProxy {
    fn vcpus(&self, context: &Context<'_>) -> Result<Decimal, MeterError> {
        if let Some(vcpu) = self.vcpu {
            return Ok(vcpu.amount());
        }
        let name = self.for_.as_deref().unwrap_or_default();
        let database = context.peer(name).ok_or_else(|| {
            let message = format!("there is no component `{name}` in this architecture");
            MeterError::new("for", message, "name the `rds` component, or give `vcpu`")
        })?;
        let Settings::Rds(database) = &database.settings else {
            let message = format!("`{name}` is not an `rds` component");
            return Err(MeterError::new("for", message, "name the `rds` component"));
        };
        database.vcpus().map_err(|error| {
            MeterError::new("for", error.to_string(), "give `vcpu` instead of `for`")
        })
    }
}
