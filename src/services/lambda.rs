//! AWS Lambda: functions billed per request and per GB-second.
//!
//! Duration is rounded up to the millisecond and counts INIT for every kind of package since
//! 2025-08-01 (AWS compute blog, 2025-04-29). Memory is binary: 512 MB is 0.5 GB. Tiers are per
//! region and CPU architecture over the payer account; the free requests and GB-seconds are shared
//! by both architectures and do not apply to provisioned concurrency. Source:
//! aws.amazon.com/lambda/pricing.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Pooling, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Duration, Measure, Percent, Size, Spread, Unit};
use crate::warning::WarningCode;
use crate::workload::{Granularity, Rate, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// The CPU architecture of a function.
    pub enum Architecture {
        /// x86.
        X86 "x86" | "x86_64",
        /// Graviton.
        Arm "arm" | "arm64",
    }
}

settings! {
    /// A Lambda function.
    pub struct Lambda {
        /// Memory of the function, 128 MB to 10,240 MB.
        memory: Size,
        /// Time of one invocation; that of the request unless given.
        duration: Option<Spread<Duration>> = None,
        /// How often it runs; once per request unless given.
        invocations: Rate = Rate::EVERY_REQUEST(),
        /// CPU architecture.
        architecture: Architecture = Architecture::X86,
        /// Time to initialise a new execution environment, billed with the first request.
        init: Option<Spread<Duration>> = None,
        /// Share of invocations that start a new execution environment.
        cold_starts: Option<Spread<Percent>> = None,
        /// Temporary storage; 512 MB are included.
        ephemeral_storage: Option<Size> = None,
        /// Execution environments kept ready.
        provisioned_concurrency: Option<ProvisionedConcurrency> = None,
        /// Execution environments created in the month under tenant isolation.
        tenant_environments: Option<Count> = None,
        /// Event-poller-unit hours of a provisioned Kafka event source mapping.
        event_poller_hours: Option<Count> = None,
    }
}

settings! {
    /// Execution environments kept ready.
    pub struct ProvisionedConcurrency {
        /// How many are kept ready.
        environments: PerTraffic<Spread<Count>>,
        /// How long they are configured.
        running: Uptime = Uptime::Always,
        /// Share of invocations they handle; the rest runs on demand.
        handles: Percent = Percent::of(Decimal::ONE),
    }
}

impl Check for ProvisionedConcurrency {}

impl Check for Lambda {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        let mut range = |field: &str, value: Decimal, low: u32, high: u32, what: String| {
            if value < Decimal::from(low) || value > Decimal::from(high) {
                let help = Some(format!("AWS accepts {what}"));
                let message = format!("`{field}` is out of range: {value} {}", unit(field));
                reader.fault("no-such-size", fields.place(field), message, help);
            }
        };
        let megabytes = self.memory.megabytes();
        range(
            "memory",
            megabytes,
            128,
            10_240,
            "128 MB to 10,240 MB".to_owned(),
        );
        if let Some(storage) = self.ephemeral_storage {
            let what = "512 MB to 10,240 MB".to_owned();
            range("ephemeral_storage", storage.megabytes(), 512, 10_240, what);
        }
        if let Some(duration) = self.duration {
            range(
                "duration",
                duration.high.seconds(),
                0,
                900,
                "up to 900 s".to_owned(),
            );
        }
        if !megabytes.fract().is_zero() {
            let message = "memory comes in whole megabytes".to_owned();
            reader.fault("no-such-size", fields.place("memory"), message, None);
        }
        if self.cold_starts.is_some() && self.init.is_none() {
            let message = "`cold_starts` needs `init`, the time a cold start takes".to_owned();
            reader.fault("missing-key", fields.place("cold_starts"), message, None);
        }
    }
}

const fn key(
    pattern: &'static str,
    title: &'static str,
    unit: Unit,
    usagetype: &'static str,
) -> KeySpec {
    KeySpec::regional(
        pattern,
        title,
        unit,
        Selector::of("AWSLambda")
            .family("Serverless")
            .usagetype(usagetype),
    )
    .pooled_over(Pooling::Architecture)
}

fn unit(field: &str) -> &'static str {
    if field == "duration" { "s" } else { "MB" }
}

/// The keys of one CPU architecture.
struct Keys {
    requests: KeySpec,
    duration: KeySpec,
    storage: KeySpec,
    provisioned: KeySpec,
    provisioned_duration: KeySpec,
}

const X86: Keys = Keys {
    requests: key(
        "lambda.requests.x86",
        "Lambda requests",
        Unit::Request,
        "Request",
    ),
    duration: key(
        "lambda.duration.x86",
        "Lambda duration, x86",
        Unit::GbSecond,
        "Lambda-GB-Second",
    ),
    storage: key(
        "lambda.ephemeral.x86",
        "Lambda storage above 512 MB",
        Unit::GbSecond,
        "Lambda-Storage-GB-Second",
    ),
    provisioned: key(
        "lambda.pc.x86",
        "Lambda provisioned concurrency, x86",
        Unit::GbSecond,
        "Lambda-Provisioned-Concurrency",
    ),
    provisioned_duration: key(
        "lambda.pc.duration.x86",
        "Lambda duration on provisioned, x86",
        Unit::GbSecond,
        "Lambda-Provisioned-GB-Second",
    ),
};

const ARM: Keys = Keys {
    requests: key(
        "lambda.requests.arm",
        "Lambda requests, Arm",
        Unit::Request,
        "Request-ARM",
    ),
    duration: key(
        "lambda.duration.arm",
        "Lambda duration, Arm",
        Unit::GbSecond,
        "Lambda-GB-Second-ARM",
    ),
    storage: key(
        "lambda.ephemeral.arm",
        "Lambda storage above 512 MB, Arm",
        Unit::GbSecond,
        "Lambda-Storage-GB-Second-ARM",
    ),
    provisioned: key(
        "lambda.pc.arm",
        "Lambda provisioned concurrency, Arm",
        Unit::GbSecond,
        "Lambda-Provisioned-Concurrency-ARM",
    ),
    provisioned_duration: key(
        "lambda.pc.duration.arm",
        "Lambda duration on provisioned, Arm",
        Unit::GbSecond,
        "Lambda-Provisioned-GB-Second-ARM",
    ),
};

/// The usage types of the next two were not seen in the Price List; the family alone does not tell
/// them apart, so a live look-up will report them as ambiguous rather than guess.
const TENANT: KeySpec = KeySpec::regional(
    "lambda.tenant_isolation",
    "Lambda tenant isolation",
    Unit::Environment,
    Selector::of("AWSLambda").family("Serverless"),
);
const POLLER: KeySpec = KeySpec::regional(
    "lambda.esm.provisioned",
    "Lambda event poller units, Kafka",
    Unit::EventPollerUnitHour,
    Selector::of("AWSLambda").family("Serverless"),
);

impl Service for Lambda {
    const NAME: &'static str = "lambda";
    const TITLE: &'static str = "Lambda";
    const KEYS: &'static [KeySpec] = &[
        X86.requests,
        X86.duration,
        X86.storage,
        X86.provisioned,
        X86.provisioned_duration,
        ARM.requests,
        ARM.duration,
        ARM.storage,
        ARM.provisioned,
        ARM.provisioned_duration,
        TENANT,
        POLLER,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let keys: &'static Keys = match self.architecture {
            Architecture::X86 => &X86,
            Architecture::Arm => &ARM,
        };
        let invocations = context.events(&self.invocations, "invocation");
        let time = self.billed_time(context)?;
        let memory = || symbol(self.memory.gigabytes(), "GB");
        meter.usage(&keys.requests, invocations.clone());

        let mut on_demand = invocations.clone();
        if let Some(provisioned) = &self.provisioned_concurrency {
            let environments = context.count(
                &provisioned.environments,
                "provisioned_concurrency",
                "environment",
            )?;
            // Configured time counts from five minutes on.
            let granularity = Granularity::Seconds { minimum: 300 };
            let hours = context.hours(&provisioned.running, granularity);
            let capacity = environments * hours * symbol(3_600, "s/h") * memory();
            meter.usage(&keys.provisioned, capacity);
            let handled = provisioned.handles.amount();
            let covered = invocations.clone() * share(handled) * time.clone() * memory();
            meter.usage(&keys.provisioned_duration, covered);
            on_demand = on_demand * share(Decimal::ONE.saturating_sub(handled));
            if handled == Decimal::ONE {
                on_demand = symbol(0, "invocations");
            }
        }
        if self
            .provisioned_concurrency
            .as_ref()
            .is_none_or(|p| p.handles.amount() < Decimal::ONE)
        {
            meter.usage(&keys.duration, on_demand * time.clone() * memory());
        }
        if let Some(storage) = self.ephemeral_storage {
            let extra = symbol(storage.megabytes(), "MB").above(symbol(512, "MB"));
            let gigabytes = extra / symbol(1_024, "MB/GB");
            meter.usage(&keys.storage, invocations * time * gigabytes);
        }
        if let Some(environments) = self.tenant_environments {
            let environments = symbol(environments.amount(), "environments");
            meter.usage(&TENANT, environments * memory());
        }
        if let Some(hours) = self.event_poller_hours {
            meter.usage(&POLLER, symbol(hours.amount(), "unit-hours"));
        }
        self.note(context, meter);
        Ok(())
    }
}

impl Lambda {
    /// Seconds billed for an average invocation: whole milliseconds of the handler, and of INIT for
    /// the share of invocations that have one.
    fn billed_time(&self, context: &Context<'_>) -> Result<Formula, MeterError> {
        let stated = self.duration.or(context.workload.request.duration);
        let duration = stated.ok_or_else(|| {
            let help = "give the function a `duration`, or state it under `request`";
            MeterError::new("duration", "the time of an invocation is not given", help)
        })?;
        let handler = seconds(duration);
        Ok(match (self.init, self.cold_starts) {
            (Some(init), Some(cold)) => {
                let percent = cold.map(|c| c.amount().saturating_mul(Decimal::ONE_HUNDRED));
                let percent = spread(percent, Label::Symbol("%".into())) / symbol(100, "%");
                handler + percent * seconds(init)
            }
            _ => handler,
        })
    }

    fn note(&self, context: &Context<'_>, meter: &mut Meter) {
        if self.cold_starts.is_none() && self.provisioned_concurrency.is_none() {
            let message = format!(
                "`{}`: INIT time of cold starts is billed but not counted here; \
                 give `init` and `cold_starts`",
                context.name
            );
            meter.warn(WarningCode::ColdStartsNotCounted, message);
        }
    }
}

/// A duration in seconds, rounded up to whole milliseconds as AWS bills it.
fn seconds(duration: Spread<Duration>) -> Formula {
    let billed = duration.map(|d| Duration::of(d.amount().ceil()).seconds());
    spread(billed, Label::Symbol("s".into()))
}

fn share(fraction: Decimal) -> Formula {
    let percent = fraction.saturating_mul(Decimal::ONE_HUNDRED).normalize();
    symbol(percent, "%") / symbol(100, "%")
}
