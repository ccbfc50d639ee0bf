//! The instances of a cluster: serverless capacity or provisioned classes, and their extended support.

use super::capacity::{CapacityRange, HALF};
use super::{Aurora, Engine, keys};
use crate::formula::{Formula, Label, count, largest, spread, symbol};
use crate::services::extended_support::{SupportedEngine, Surcharge, Years};
use crate::services::{Context, Meter, MeterError, Settings, Usage};
use crate::syntax::{Fields, Reader};
use crate::units::{Acu, Measure, Spread};
use crate::workload::Granularity;
use rust_decimal::Decimal;

impl Aurora {
    pub(super) fn supported_engine(&self) -> SupportedEngine<'_> {
        SupportedEngine {
            service: "aurora",
            engine: self.engine.key(),
            title: match self.engine {
                Engine::Postgres => "Aurora PostgreSQL",
                Engine::Mysql => "Aurora MySQL",
            },
            version: self.version.as_deref(),
            instead: None,
        }
    }

    /// `r6g` and `large` of `db.r6g.large`.
    fn family_and_size(&self) -> Option<(&str, &str)> {
        let class = self.class.as_deref()?;
        crate::services::component::family_and_size(class, "db.")
    }

    pub(super) fn is_burstable(&self) -> bool {
        self.family_and_size()
            .is_some_and(|(family, _)| family.starts_with('t'))
    }

    pub(super) fn check_compute(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let needs_one = "a cluster needs either `capacity` or `class`";
        match (&self.capacity, &self.class) {
            (None, None) => {
                let help =
                    "`capacity: 0.5..4 ACU` is Serverless v2, `class: db.r6g.large` provisioned";
                let (message, help) = (needs_one.to_owned(), Some(help.to_owned()));
                reader.fault("missing-key", fields.span, message, help);
            }
            (Some(_), Some(_)) => {
                let place = fields.place("class");
                reader.fault("invalid-configuration", place, needs_one.to_owned(), None);
            }
            (Some(capacity), None) => self.check_serverless(*capacity, fields, reader),
            (None, Some(class)) => {
                if self.family_and_size().is_none() {
                    let message = format!("`{class}` is not an instance class");
                    let help = Some("a class looks like `db.r6g.large`".to_owned());
                    reader.fault("bad-value", fields.place("class"), message, help);
                }
                unused(&["average", "reader_average"], "capacity", fields, reader);
            }
        }
    }

    fn check_serverless(&self, capacity: CapacityRange, fields: &Fields<'_>, reader: &mut Reader) {
        unused(&["vcpu"], "class", fields, reader);
        if self.average.is_none() && capacity.minimum != capacity.maximum {
            let message = "`average` is missing: what is billed lies between the limits".to_owned();
            let help = "state the capacity the writer has on average, such as `average: 1.5 ACU`";
            let place = fields.place("capacity");
            reader.fault("missing-key", place, message, Some(help.to_owned()));
        }
        let averages = [
            ("average", &self.average),
            ("reader_average", &self.reader_average),
        ];
        for (field, average) in averages {
            let values = || average.iter().flat_map(|average| average.values());
            let place = fields.place(field);
            if values().any(|average| average.high > capacity.maximum) {
                let most = capacity.maximum;
                let message = format!("the average is above the most capacity, {most}");
                reader.fault("invalid-configuration", place, message, None);
            }
            if values().any(|average| average.low < capacity.minimum) {
                let least = capacity.minimum;
                let message = format!("the average is below the least capacity, {least}");
                let help = "an instance never has less while it runs; only from 0 on it pauses";
                reader.fault(
                    "invalid-configuration",
                    place,
                    message,
                    Some(help.to_owned()),
                );
            }
        }
        let major = self.version.as_deref().and_then(|v| v.split('.').next());
        let too_old = match self.engine {
            Engine::Postgres => matches!(major, Some("11" | "12")),
            Engine::Mysql => major == Some("5"),
        };
        if too_old {
            let message = "Serverless v2 needs PostgreSQL 13 or MySQL 8.0 at least".to_owned();
            let place = fields.place("version");
            reader.fault("invalid-configuration", place, message, None);
        }
    }

    pub(super) fn meter_compute(
        &self,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let keys = self.storage_type.keys();
        let engine = self.engine.key();
        if self.capacity.is_some() {
            let hours = context.hours(&self.running, Granularity::Seconds { minimum: 1 })?;
            let acu_hours = self.allocated(context, self.has_proxy(context))? * hours;
            meter.usage_of(&keys.capacity, &[engine], acu_hours.clone());
            return self.supported_engine().meter(context, meter, |surcharge| {
                let spec = match surcharge.years {
                    Years::First => &keys::CAPACITY_YEARS_1_AND_2,
                    Years::Third => &keys::CAPACITY_YEAR_3,
                };
                Ok(Usage::new(spec, &[], acu_hours.clone()))
            });
        }
        let hours = context.hours(&self.running, Granularity::Seconds { minimum: 600 })?;
        let instance_hours = self.instances(context)? * hours.clone();
        let (family, size) = self.family_and_size().unwrap_or_default();
        meter.usage_of(&keys.instance, &[engine, family, size], instance_hours);
        self.supported_engine().meter(context, meter, |surcharge| {
            let spec = match surcharge.years {
                Years::First => &keys::INSTANCE_YEARS_1_AND_2,
                Years::Third => &keys::INSTANCE_YEAR_3,
            };
            let vcpu_hours = self.vcpus_of_instances(context)? * hours.clone();
            Ok(Usage::new(
                spec,
                &[&self.version_in_keys(&surcharge)],
                vcpu_hours,
            ))
        })
    }

    /// `mysql3` for Aurora MySQL 3: the Price List names Aurora's version, not that of MySQL.
    fn version_in_keys(&self, surcharge: &Surcharge) -> String {
        match (self.engine, surcharge.version) {
            (Engine::Mysql, "5.7") => "mysql2".to_owned(),
            (Engine::Mysql, "8.0") => "mysql3".to_owned(),
            _ => surcharge.key_part(self.engine.key()),
        }
    }

    /// A proxy stands in front of it, and keeps connections open.
    fn has_proxy(&self, context: &Context<'_>) -> bool {
        context.peers.iter().any(|peer| {
            matches!(&peer.settings, Settings::RdsProxy(proxy)
                if proxy.for_.as_deref() == Some(context.name))
        })
    }

    /// True when it may pause.
    pub(in crate::services) fn may_pause(&self) -> bool {
        self.capacity
            .is_some_and(|capacity| capacity.minimum.amount().is_zero())
    }

    /// The capacity of all instances together, on average while the cluster runs. A stated average is
    /// not below the least capacity; what is kept from pausing has half a unit at least.
    pub(in crate::services) fn allocated(
        &self,
        context: &Context<'_>,
        kept_awake: bool,
    ) -> Result<Formula, MeterError> {
        let capacity = self.capacity.ok_or_else(|| {
            MeterError::new(
                "capacity",
                "this cluster is not serverless",
                "give `capacity`",
            )
        })?;
        let least = match capacity.minimum.amount() {
            least if kept_awake => least.max(HALF),
            least => least,
        };
        let billed = |average: Spread<Acu>| {
            let acu = |value: Spread<Decimal>| spread(value, Label::Symbol("ACU".into()));
            let average = average.map(Measure::amount);
            match average.low < least {
                true => largest(vec![
                    ("average", acu(average)),
                    ("least", symbol(least, "ACU")),
                ]),
                false => acu(average),
            }
        };
        let writer = match &self.average {
            Some(average) => *context.at(average, "average")?,
            None => Spread::exact(capacity.maximum),
        };
        let reader = match &self.reader_average {
            Some(average) => *context.at(average, "reader_average")?,
            None => writer,
        };
        if !self.has_readers(context)? {
            return Ok(billed(writer));
        }
        let readers = context.count(&self.readers, "readers", "reader")?;
        Ok(billed(writer) + readers * billed(reader))
    }

    /// The provisioned instances.
    fn instances(&self, context: &Context<'_>) -> Result<Formula, MeterError> {
        if !self.has_readers(context)? {
            return Ok(count(1, "instance"));
        }
        Ok(count(1, "writer") + context.count(&self.readers, "readers", "reader")?)
    }

    /// The vCPUs of all provisioned instances together.
    pub(in crate::services) fn vcpus_of_instances(
        &self,
        context: &Context<'_>,
    ) -> Result<Formula, MeterError> {
        let vcpus = self
            .vcpus()
            .map_err(|error| MeterError::new("class", error.to_string(), "such as `vcpu: 2`"))?;
        Ok(symbol(vcpus, "vCPU") * self.instances(context)?)
    }

    fn has_readers(&self, context: &Context<'_>) -> Result<bool, MeterError> {
        Ok(!context
            .at(&self.readers, "readers")?
            .high
            .amount()
            .is_zero())
    }
}

/// Notes settings that mean nothing without another.
fn unused(names: &[&str], needed: &str, fields: &Fields<'_>, reader: &mut Reader) {
    for name in names.iter().filter(|name| fields.get(name).is_some()) {
        let message = format!("`{name}` has no meaning without `{needed}`");
        reader.fault("invalid-configuration", fields.place(name), message, None);
    }
}
