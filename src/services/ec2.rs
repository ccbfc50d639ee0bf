//! Amazon EC2: Linux instances on demand, their public addresses and surplus CPU credits.
//!
//! Billed per second while running, one minute at least each time. Root and other volumes are `ebs`
//! components, which are charged whether the instance runs or not. A small instance with one
//! address, `{ class: t4g.nano, public_ipv4: 1 }`, also prices a NAT instance: it has no charge per
//! gigabyte. Instances of the T family in unlimited mode, the default of T3, T3a and T4g, pay for
//! CPU above their baseline, averaged over a day, per vCPU-hour. Spot, reserved and dedicated
//! instances and Windows are not priced here. Sources: aws.amazon.com/ec2/pricing/on-demand; EC2
//! API reference, "StartInstances"; EC2 user guide, "Unlimited mode for burstable performance
//! instances".

use super::burstable::{is_burstable, most_above_baseline};
use super::public_ipv4::{IN_USE, METERED, of_each};
use super::{Capacity, Context, Meter, MeterError, OpenQuestion, Service, Usage, egress};
use crate::catalog::{KeySpec, Selector, class};
use crate::formula::{Formula, Label, spread};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Count, Measure, Spread, Unit, Vcpu};
use crate::warning::WarningCode;
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

settings! {
    /// Linux instances on demand. A small one with an address also serves as a NAT instance.
    pub struct Ec2 {
        /// Instance type, such as `t4g.nano`.
        class: String,
        /// How many instances run, as a number or a range.
        instances: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// How long the instances run.
        running: Uptime = Uptime::Always,
        /// Public IPv4 addresses of one instance.
        public_ipv4: Option<Count> = None,
        /// CPU one instance of the T family uses above its baseline, on average while it runs, in
        /// unlimited mode.
        cpu_above_baseline: Option<PerTraffic<Spread<Vcpu>>> = None,
    }
}

impl Check for Ec2 {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let Some((family, size)) = self.family_and_size() else {
            let message = format!("`{}` is not an instance type", self.class);
            let help = Some("an instance type looks like `t4g.nano`".to_owned());
            reader.fault("bad-value", fields.place("class"), message, help);
            return;
        };
        let Some(above) = &self.cpu_above_baseline else {
            return;
        };
        let place = fields.place("cpu_above_baseline");
        if !is_burstable(family) {
            let message = format!("`{}` has no CPU baseline", self.class);
            let help = Some("only the T family has CPU credits; leave it out".to_owned());
            reader.fault("invalid-configuration", place, message, help);
            return;
        }
        // A class that is not described has a price or ends the estimate.
        let Some(vcpus) = class(&self.class).ok().flatten().map(|c| c.vcpu) else {
            return;
        };
        let vcpus = Decimal::from(vcpus);
        let most = most_above_baseline(family, size, vcpus).unwrap_or(vcpus);
        for level in &reader.traffic_levels.clone() {
            if above.at(level).is_some_and(|a| a.high.amount() > most) {
                let message = format!(
                    "`{}` can use at most {most} vCPU above its baseline, of {vcpus} vCPU",
                    self.class
                );
                let help = Some(format!("state at most `{most} vCPU`"));
                reader.fault("no-such-size", place, message, help);
            }
        }
    }
}

const INSTANCE: KeySpec = KeySpec::regional(
    "ec2.linux.{family}.{size}",
    "EC2 Linux {family}.{size}",
    Unit::Hour,
    Selector::of("AmazonEC2")
        .family("Compute Instance")
        .usagetype("BoxUsage:{family}.{size}")
        .operation("RunInstances")
        .with(&[
            ("operatingSystem", "Linux"),
            ("tenancy", "Shared"),
            ("preInstalledSw", "NA"),
            ("capacitystatus", "Used"),
        ]),
);
const CREDITS: KeySpec = KeySpec::regional(
    "ec2.credits.{family}",
    "EC2 surplus CPU credits",
    Unit::VcpuHour,
    Selector::of("AmazonEC2")
        .family("CPU Credits")
        .usagetype("CPUCredits:{family}")
        .with(&[("operatingSystem", "Linux")]),
);

impl Service for Ec2 {
    const NAME: &'static str = "ec2";
    const TITLE: &'static str = "EC2";
    const KEYS: &'static [KeySpec] = &[INSTANCE, CREDITS];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        meter.capacity = Some(Capacity::AsStated);
        let (family, size) = self.family_and_size().unwrap_or_default();
        let instances = context.count(&self.instances, "instances", "instance")?;
        let hours = context.hours(&self.running, Granularity::Seconds { minimum: 60 })?;
        let instance_hours = instances.clone() * hours.clone();
        meter.usage_during(&hours, &INSTANCE, &[family, size], instance_hours.clone());
        if let Some(above) = &self.cpu_above_baseline {
            let above = context
                .at(above, "cpu_above_baseline")?
                .map(Measure::amount);
            let above = spread(above, Label::Symbol("vCPU".into()));
            meter.usage_of(&CREDITS, &[family], above * instance_hours);
        }
        if let Some(addresses) = self.public_ipv4.filter(|count| !count.amount().is_zero()) {
            let address_hours = self.address_hours(addresses, &instances, context)?;
            meter.usage(&IN_USE, address_hours);
        }
        self.note(&instances, context, meter)
    }
}

impl Ec2 {
    /// `t4g` and `nano` of `t4g.nano`.
    fn family_and_size(&self) -> Option<(&str, &str)> {
        super::component::family_and_size(&self.class, "")
    }

    fn address_hours(
        &self,
        addresses: Count,
        instances: &Formula,
        context: &Context<'_>,
    ) -> Result<Formula, MeterError> {
        let hours = context.hours(&self.running, METERED)?;
        Ok(of_each(addresses, "instance") * instances.clone() * hours)
    }

    fn note(
        &self,
        instances: &Formula,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let name = context.name;
        match self.public_ipv4 {
            Some(_) => {}
            None if egress::has_nat(context.peers, &context.workload.level) => meter.assume(
                format!("`{name}`: instances have no public address (`public_ipv4` not given)."),
            ),
            None => {
                let one = self.address_hours(Count::of(Decimal::ONE), instances, context)?;
                let message = format!(
                    "`{name}`: instances are taken to have no public address; the amount is for \
                     one each"
                );
                let code = WarningCode::AddressNotStated;
                let settled_by = format!("`{name}.public_ipv4`");
                let question = OpenQuestion::new(name, code, message, settled_by);
                meter.ask(question.adding(vec![Usage::new(&IN_USE, &[], one)]));
            }
        }
        if !context.peers.iter().any(|peer| peer.service() == "ebs") {
            meter.assume(format!(
                "`{name}`: volumes, the root volume among them, are not counted (no `ebs` component)."
            ));
        }
        let unlimited = self
            .family_and_size()
            .is_some_and(|(family, _)| is_burstable(family));
        if unlimited && self.cpu_above_baseline.is_none() {
            meter.assume(format!(
                "`{name}`: CPU stays within the baseline (`cpu_above_baseline` not given)."
            ));
        }
        Ok(())
    }
}
