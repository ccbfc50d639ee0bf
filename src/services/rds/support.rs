//! What a database costs beside instance and storage: extended support and surplus CPU credits.

use super::{Deployment, Engine, Rds};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, count, symbol};
use crate::services::burstable::most_above_baseline;
use crate::services::extended_support::{SupportedEngine, Years};
use crate::services::{Context, Meter, MeterError, Usage};
use crate::syntax::{Fields, Reader};
use crate::units::Unit;

pub(super) const YEARS_1_AND_2: KeySpec = KeySpec::regional(
    "rds.extsupport.{engine_version}.yr1-2",
    "RDS extended support, {engine_version}, years 1 and 2",
    Unit::VcpuHour,
    // Rows per capacity unit of Aurora stand beside those per vCPU.
    Selector::of("AmazonRDS").usagetype("ExtendedSupport:Yr1-Yr2:{engine_version}"),
)
.dated();
pub(super) const YEAR_3: KeySpec = KeySpec::regional(
    "rds.extsupport.{engine_version}.yr3",
    "RDS extended support, {engine_version}, year 3",
    Unit::VcpuHour,
    Selector::of("AmazonRDS").usagetype("ExtendedSupport:Yr3:{engine_version}"),
)
.dated();
pub(super) const CREDITS: KeySpec = KeySpec::regional(
    "rds.credits.{family}",
    "RDS surplus CPU credits, {family}",
    Unit::VcpuHour,
    // The engines have rows of their own at one price.
    Selector::of("AmazonRDS")
        .family("CPU Credits")
        .usagetype("CPUCredits:db.{family}")
        .with(&[("databaseEngine", "PostgreSQL")]),
);

impl Engine {
    fn title(self) -> &'static str {
        match self {
            Engine::Postgres => "PostgreSQL",
            Engine::Mysql => "MySQL",
            Engine::Mariadb => "MariaDB",
        }
    }
}

impl Rds {
    fn supported_engine(&self) -> SupportedEngine<'_> {
        SupportedEngine {
            service: "rds",
            engine: self.engine.key(),
            title: self.engine.title(),
            version: self.version.as_deref(),
            instead: None,
        }
    }

    pub(super) fn check_support(&self, fields: &Fields<'_>, reader: &mut Reader) {
        self.supported_engine().check(fields, reader);
        let burstable = self
            .family_and_size()
            .is_some_and(|(family, _)| matches!(family, "t3" | "t4g"));
        if self.surplus_credits.is_some() && !burstable {
            let message = "only the classes db.t3 and db.t4g have surplus CPU credits".to_owned();
            let place = fields.place("surplus_credits");
            reader.fault("invalid-configuration", place, message, None);
        }
    }

    /// Refuses more surplus credits than the class can spend while it runs.
    pub(super) fn check_credits(
        &self,
        spent: &Formula,
        hours: &Formula,
        context: &Context<'_>,
    ) -> Result<(), MeterError> {
        let (Some((family, size)), Ok(vcpus)) = (self.family_and_size(), self.vcpus()) else {
            return Ok(());
        };
        let Some(most) = most_above_baseline(family, size, vcpus) else {
            return Ok(());
        };
        let most = symbol(most, "vCPU") * hours.clone();
        let field = "surplus_credits";
        let most = context.value(&most, field)?.high.normalize();
        if context.value(spent, field)?.high <= most {
            return Ok(());
        }
        let message = format!(
            "`{}` can spend at most {most} vCPU-hours above its baseline in the month",
            self.class
        );
        Err(MeterError::new(field, message, "state at most that"))
    }

    /// Extended support of every vCPU, that of a standby too.
    pub(super) fn extended_support(
        &self,
        context: &Context<'_>,
        hours: &Formula,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        self.supported_engine().meter(context, meter, |surcharge| {
            let spec = match surcharge.years {
                Years::First => &YEARS_1_AND_2,
                Years::Third => &YEAR_3,
            };
            let vcpus = self.vcpus().map_err(|error| {
                MeterError::new("class", error.to_string(), "such as `vcpu: 2`")
            })?;
            let vcpus = symbol(vcpus, "vCPU");
            let vcpu_hours = match self.deployment {
                Deployment::Single => vcpus * hours.clone(),
                Deployment::Multi => vcpus * count(2, "instance") * hours.clone(),
            };
            let version = surcharge.key_part(self.engine.key());
            Ok(Usage::new(spec, &[&version], vcpu_hours))
        })
    }
}
