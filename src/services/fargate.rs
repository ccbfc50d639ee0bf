//! AWS Fargate: containers without servers, billed by the vCPU and GB a task asks for.
//!
//! Charged per second from the start of the image pull to the end of the task, one minute at least
//! (five on Windows). Pods of EKS have rates of the same amount and a component of their own. A task
//! in a public subnet takes a public address to pull its image; one in a private subnet takes a NAT
//! gateway or endpoints. Sources: aws.amazon.com/fargate/pricing; sizes from the ECS developer guide,
//! "Task CPU and memory"; networks from its "Fargate task networking".

mod busy;
mod capacity;
mod headroom;
mod open;
mod queue;
mod scaling;
pub(super) mod sizes;

pub use scaling::{Scaling, ScheduledMinimum};

use super::egress::{self, Subnets};
use super::public_ipv4::{IN_USE, of_each};
use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Duration, Measure, Size, Spread, Unit, Vcpu};
use crate::workload::{Granularity, Rate, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// The platform a task runs on.
    pub enum Platform {
        /// Linux on x86.
        LinuxX86 "linux-x86" | "x86",
        /// Linux on Graviton.
        LinuxArm "linux-arm" | "arm" | "arm64",
        /// Windows on x86, with the licence fee.
        Windows "windows",
    }
}

settings! {
    /// A service of Fargate tasks.
    pub struct Fargate {
        /// vCPU of one task.
        cpu: PerTraffic<Vcpu>,
        /// Memory of one task.
        memory: PerTraffic<Size>,
        /// How many tasks run, as a number or a range; one, unless `scaling` works it out from the traffic.
        /// A number given here wins over `scaling`.
        tasks: Option<PerTraffic<Spread<Count>>> = None,
        /// Task counts from the traffic of each hour: what a task carries, how few and how many there are.
        scaling: Option<Scaling> = None,
        /// Whether work waits in a queue until a task takes it, which levels the minutes of an hour: no
        /// `burst` then unless the traffic states one. As `scaling.external_metric` unless given.
        from_queue: Option<bool> = None,
        /// Connections a task opens to the database: workers × pool. One for each worker where `scaling`
        /// states them, and not looked at otherwise.
        connections: Option<Count> = None,
        /// How often a new version is deployed; old and new tasks run side by side for `deployment_time`.
        deployments: Option<Rate> = None,
        /// How long a deployment runs twice the tasks.
        deployment_time: Duration = Duration::of(Decimal::from(600_000)),
        /// Operating system and architecture.
        platform: Platform = Platform::LinuxX86,
        /// Ephemeral storage of one task; 20 GB are included.
        ephemeral_storage: Option<Size> = None,
        /// How long the tasks run.
        running: Uptime = Uptime::Always,
        /// Public IPv4 addresses of one task: 1 in a public subnet, 0 in a private one.
        public_ipv4: Option<Count> = None,
        /// `public`, where each task has an address; `private`, where the architecture needs a NAT
        /// gateway or endpoints; or `shared-egress`, private with a way out that is not part of the
        /// architecture.
        subnets: Option<Subnets> = None,
    }
}

/// Every size of Linux tasks, as vCPU and memory in GB, smallest first.
#[must_use]
pub(crate) fn sizes_sold() -> Vec<(Decimal, Decimal)> {
    sizes::linux()
}

/// Ephemeral storage that comes with every task.
const INCLUDED_STORAGE_GB: u32 = 20;

impl Check for Fargate {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let levels = reader.traffic_levels.clone();
        let each = levels
            .iter()
            .filter_map(|l| Some((self.cpu.at(l)?, self.memory.at(l)?)));
        let pairs: Vec<(Vcpu, Size)> = each.map(|(cpu, memory)| (*cpu, *memory)).collect();
        let sold = match self.platform {
            Platform::Windows => sizes::windows(),
            Platform::LinuxX86 | Platform::LinuxArm => sizes::linux(),
        };
        for (cpu, memory) in pairs {
            let (vcpu, gb) = (cpu.amount(), memory.gigabytes());
            if sold.contains(&(vcpu.normalize(), gb)) {
                continue;
            }
            let message = format!("Fargate has no task of {cpu} with {memory}");
            let above = sizes::smallest_with(&sold, vcpu, gb);
            let help = above.map(|(c, m)| format!("the next size above is {c} vCPU with {m} GB"));
            let place = match sold.iter().any(|(c, _)| *c == vcpu.normalize()) {
                true => "memory",
                false => "cpu",
            };
            reader.fault("no-such-size", fields.place(place), message, help);
        }
        self.check_scaling(fields, reader);
        if self
            .connections
            .is_some_and(|each| !each.amount().fract().is_zero())
        {
            let message = "connections are whole".to_owned();
            reader.fault("bad-value", fields.place("connections"), message, None);
        }
        if let Some(storage) = self.ephemeral_storage {
            let gb = storage.gigabytes();
            let place = fields.place("ephemeral_storage");
            if self.platform == Platform::Windows {
                let message = "Windows tasks have a fixed ephemeral storage".to_owned();
                reader.fault(
                    "no-such-size",
                    place,
                    message,
                    Some("leave it out".to_owned()),
                );
            } else if gb < Decimal::from(20) || gb > Decimal::from(200) {
                let message = format!("`{storage}`: ephemeral storage is out of range");
                let help = "AWS accepts 20 GB to 200 GB; 20 GB are included".to_owned();
                reader.fault("no-such-size", place, message, Some(help));
            }
        }
        let is_private = self
            .subnets
            .is_some_and(|subnets| subnets != Subnets::Public);
        if is_private && !self.addresses().amount().is_zero() {
            let message = "a public address leads nowhere in a private subnet".to_owned();
            let help =
                Some("leave `public_ipv4` out, or put the tasks in `public` subnets".to_owned());
            let place = fields.place("public_ipv4");
            reader.fault("invalid-configuration", place, message, help);
        }
    }
}

const SHARED: &[(&str, &str)] = &[("tenancy", "Shared")];

const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AmazonECS")
        .family("Compute")
        .usagetype(usagetype)
        .with(SHARED)
}

const X86_VCPU: KeySpec = KeySpec::regional(
    "fargate.linux.x86.vcpu",
    "Fargate vCPU, Linux x86",
    Unit::VcpuHour,
    product("Fargate-vCPU-Hours:perCPU"),
);
const X86_MEMORY: KeySpec = KeySpec::regional(
    "fargate.linux.x86.memory",
    "Fargate memory, Linux x86",
    Unit::GbHour,
    product("Fargate-GB-Hours"),
);
const ARM_VCPU: KeySpec = KeySpec::regional(
    "fargate.linux.arm.vcpu",
    "Fargate vCPU, Linux Arm",
    Unit::VcpuHour,
    product("Fargate-ARM-vCPU-Hours:perCPU"),
);
const ARM_MEMORY: KeySpec = KeySpec::regional(
    "fargate.linux.arm.memory",
    "Fargate memory, Linux Arm",
    Unit::GbHour,
    product("Fargate-ARM-GB-Hours"),
);
const WINDOWS_VCPU: KeySpec = KeySpec::regional(
    "fargate.windows.vcpu",
    "Fargate vCPU, Windows",
    Unit::VcpuHour,
    product("Fargate-Windows-vCPU-Hours:perCPU"),
);
const WINDOWS_MEMORY: KeySpec = KeySpec::regional(
    "fargate.windows.memory",
    "Fargate memory, Windows",
    Unit::GbHour,
    product("Fargate-Windows-GB-Hours"),
);
const WINDOWS_LICENCE: KeySpec = KeySpec::regional(
    "fargate.windows.os",
    "Fargate Windows licence",
    Unit::VcpuHour,
    product("Fargate-Windows-OS-Hours:perCPU"),
);
/// Ephemeral storage has no `tenancy` in the Price List.
const STORAGE: KeySpec = KeySpec::regional(
    "fargate.ephemeral",
    "Fargate ephemeral storage above 20 GB",
    Unit::GbHour,
    Selector::of("AmazonECS")
        .family("Compute")
        .usagetype("Fargate-EphemeralStorage-GB-Hours"),
);

impl Service for Fargate {
    const NAME: &'static str = "fargate";
    const TITLE: &'static str = "ECS Fargate";
    const KEYS: &'static [KeySpec] = &[
        X86_VCPU,
        X86_MEMORY,
        ARM_VCPU,
        ARM_MEMORY,
        WINDOWS_VCPU,
        WINDOWS_MEMORY,
        WINDOWS_LICENCE,
        STORAGE,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        if self.subnets == Some(Subnets::Private) && self.runs_at_all(context)? {
            let or_public = "; or state `subnets: public`";
            egress::check_way_out(context, "tasks", or_public)?;
        }
        let task_hours = self.task_hours(context, meter)?;
        self.meter_tasks(&task_hours, context, meter)?;
        self.note(&task_hours, context, meter)
    }
}

impl Fargate {
    /// Public addresses of one task.
    pub(crate) fn addresses(&self) -> Count {
        let default = match self.subnets {
            Some(Subnets::Public) => Count::of(Decimal::ONE),
            _ => Count::of(Decimal::ZERO),
        };
        self.public_ipv4.unwrap_or(default)
    }

    /// What so many hours of a task use.
    fn meter_tasks(
        &self,
        task_hours: &Formula,
        context: &Context<'_>,
        meter: &mut Meter,
    ) -> Result<(), MeterError> {
        let cpu = symbol(context.at(&self.cpu, "cpu")?.amount(), "vCPU");
        let memory = symbol(context.at(&self.memory, "memory")?.gigabytes(), "GB");
        let hours = self.running_hours(context)?;
        let (vcpu_key, memory_key) = match self.platform {
            Platform::LinuxX86 => (&X86_VCPU, &X86_MEMORY),
            Platform::LinuxArm => (&ARM_VCPU, &ARM_MEMORY),
            Platform::Windows => (&WINDOWS_VCPU, &WINDOWS_MEMORY),
        };
        let vcpu_hours = cpu.clone() * task_hours.clone();
        meter.usage_during(&hours, vcpu_key, &[], vcpu_hours);
        meter.usage_during(&hours, memory_key, &[], memory * task_hours.clone());
        if self.platform == Platform::Windows {
            meter.usage(&WINDOWS_LICENCE, cpu * task_hours.clone());
        }
        if let Some(storage) = self.ephemeral_storage {
            let included = symbol(INCLUDED_STORAGE_GB, "GB");
            let extra = symbol(storage.gigabytes(), "GB").above(included);
            meter.usage(&STORAGE, extra * task_hours.clone());
        }
        if !self.addresses().amount().is_zero() {
            let held = self.address_hours(task_hours, context)?;
            meter.usage(&IN_USE, of_each(self.addresses(), "task") * held);
        }
        Ok(())
    }

    /// Billed hours of the month in which tasks run.
    fn running_hours(&self, context: &Context<'_>) -> Result<Formula, MeterError> {
        let minimum = match self.platform {
            Platform::Windows => 300,
            Platform::LinuxX86 | Platform::LinuxArm => 60,
        };
        context.hours(&self.running, Granularity::Seconds { minimum })
    }
}
