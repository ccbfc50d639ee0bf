//! Pods of Amazon EKS on AWS Fargate, billed by the size Fargate gives a pod.
//!
//! AWS adds 256 MB for Kubernetes itself to the memory a pod asks for and rounds vCPU and memory up
//! to a size it sells, which may bring more vCPUs than asked for. Charged per second from the start
//! of the image pull to the end of the pod, one minute at least. Pods are Linux on x86, run in
//! private subnets, and are billed under EKS at the amounts of ECS; the cluster is an `eks`
//! component. Sources: EKS user guide, "Fargate Pod configuration"; aws.amazon.com/fargate/pricing.
//! Ephemeral storage beyond the 20 GB of each pod is not priced here.

use super::egress::{self, Subnets};
use super::fargate::sizes::{self, FargateSize};
use super::{Capacity, Context, Meter, MeterError, OpenQuestion, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, count, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Count, Measure, Size, Spread, Unit, Vcpu};
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

settings! {
    /// Pods of a Kubernetes cluster on Fargate.
    pub struct EksFargate {
        /// vCPU one pod asks for.
        cpu: PerTraffic<Vcpu>,
        /// Memory one pod asks for, without the 256 MB AWS adds.
        memory: PerTraffic<Size>,
        /// How many pods run, as a number or a range.
        pods: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// How long the pods run.
        running: Uptime = Uptime::Always,
        /// `private`, where the architecture needs a NAT gateway or endpoints, or `shared-egress`,
        /// private with a way out that is not part of the architecture. Pods run in no other.
        subnets: Option<Subnets> = None,
    }
}

/// What AWS adds to the memory of a pod for kubelet, kube-proxy and containerd, in GB.
const KUBERNETES_GB: Decimal = Decimal::from_parts(25, 0, 0, false, 2);

/// The size a pod runs as.
fn provisioned(cpu: Vcpu, memory: Size) -> Option<FargateSize> {
    let gb = memory.gigabytes().checked_add(KUBERNETES_GB)?;
    sizes::smallest_with(&sizes::pods(), cpu.amount(), gb)
}

const LARGEST: &str = "Fargate has no pod of so much";
const LARGEST_HELP: &str = "the largest has 16 vCPU and 120 GB, 256 MB of them for Kubernetes";

impl Check for EksFargate {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        for level in &reader.traffic_levels.clone() {
            let (Some(cpu), Some(memory)) = (self.cpu.at(level), self.memory.at(level)) else {
                continue;
            };
            if provisioned(*cpu, *memory).is_none() {
                let place = match provisioned(*cpu, Size::of(Decimal::ZERO)) {
                    Some(_) => "memory",
                    None => "cpu",
                };
                let message = format!("{LARGEST}: {cpu} with {memory}");
                let help = Some(LARGEST_HELP.to_owned());
                reader.fault("no-such-size", fields.place(place), message, help);
            }
        }
        if self.subnets == Some(Subnets::Public) {
            let message = "pods on Fargate run in private subnets only".to_owned();
            let help = Some("`private` or `shared-egress`".to_owned());
            let place = fields.place("subnets");
            reader.fault("invalid-configuration", place, message, help);
        }
    }
}

const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AmazonEKS")
        .family("Compute")
        .usagetype(usagetype)
}

const VCPU: KeySpec = KeySpec::regional(
    "eks.fargate.vcpu",
    "EKS Fargate vCPU",
    Unit::VcpuHour,
    product("Fargate-vCPU-Hours:perCPU"),
);
const MEMORY: KeySpec = KeySpec::regional(
    "eks.fargate.memory",
    "EKS Fargate memory",
    Unit::GbHour,
    product("Fargate-GB-Hours"),
);

impl Service for EksFargate {
    const NAME: &'static str = "eks_fargate";
    const TITLE: &'static str = "EKS Fargate";
    const KEYS: &'static [KeySpec] = &[VCPU, MEMORY];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let runs = !context.at(&self.pods, "pods")?.high.amount().is_zero();
        if runs && self.subnets == Some(Subnets::Private) {
            egress::check_way_out(context, "pods", "")?;
        }
        let pods = context.count(&self.pods, "pods", "pod")?;
        meter.capacity = Some(Capacity::AsStated);
        let (vcpu, gb) = self.meter_pods(pods, context, meter)?;
        let name = context.name;
        let (cpu, memory) = (
            context.at(&self.cpu, "cpu")?,
            context.at(&self.memory, "memory")?,
        );
        meter.assume(format!(
            "`{name}`: a pod that asks for {cpu} and {memory} runs with {vcpu} vCPU and {gb} GB \
             (256 MB more for Kubernetes, then the next size AWS sells)."
        ));
        let least = context.at(&self.pods, "pods")?.low.amount();
        if least == Decimal::ONE && self.running == Uptime::Always {
            let mut second = Meter::default();
            self.meter_pods(count(1, "pod"), context, &mut second)?;
            meter.ask(OpenQuestion::second_of(name, "pod", "pods", second.usage));
        }
        Ok(())
    }
}

impl EksFargate {
    /// What so many pods use, and the size they run as.
    fn meter_pods(
        &self,
        pods: Formula,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<FargateSize, MeterError> {
        let (cpu, memory) = (
            *context.at(&self.cpu, "cpu")?,
            *context.at(&self.memory, "memory")?,
        );
        let (vcpu, gb) = provisioned(cpu, memory)
            .ok_or_else(|| MeterError::new("memory", LARGEST, LARGEST_HELP))?;
        let hours = context.hours(&self.running, Granularity::Seconds { minimum: 60 })?;
        let pod_hours = pods * hours.clone();
        let vcpu_hours = symbol(vcpu, "vCPU") * pod_hours.clone();
        meter.usage_during(&hours, &VCPU, &[], vcpu_hours);
        meter.usage_during(&hours, &MEMORY, &[], symbol(gb, "GB") * pod_hours);
        Ok((vcpu, gb))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pod_runs_as_the_next_size_that_also_holds_kubernetes() {
        let size = |cpu: &str, memory: &str| {
            let found = provisioned(Vcpu::parse(cpu).unwrap(), Size::parse(memory).unwrap());
            found.map(|(cpu, gb)| format!("{cpu} {gb}"))
        };
        let runs_as = |cpu, memory, expected: &str| {
            assert_eq!(
                size(cpu, memory).as_deref(),
                Some(expected),
                "{cpu} {memory}"
            );
        };
        // The user guide's own example.
        runs_as("1 vCPU", "8 GB", "2 9");
        runs_as("0.1 vCPU", "256 MB", "0.25 0.5");
        runs_as("0.25 vCPU", "512 MB", "0.25 1");
        runs_as("0.25 vCPU", "768 MB", "0.25 1");
        runs_as("0.25 vCPU", "2 GB", "0.5 3");
        // 4 GB are the least beside 2 vCPU.
        runs_as("1.5 vCPU", "1 GB", "2 4");
        runs_as("8 vCPU", "16 GB", "8 20");
        runs_as("16 vCPU", "119.75 GB", "16 120");
        assert_eq!(size("16 vCPU", "120 GB"), None);
        assert_eq!(size("17 vCPU", "1 GB"), None);
    }
}
