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
        if let Some(init) = self.init {
            let what = format!("up to {MOST_SECONDS} s");
            range("init", init.high.seconds(), 0, MOST_SECONDS, what);
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
    if field == "init" { "s" } else { "MB" }
}

/// The longest a function runs.
const MOST_SECONDS: u32 = 900;

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
        let handler = self.handler_time(context)?;
        let memory = || symbol(self.memory.gigabytes(), "GB");
        meter.usage(&keys.requests, invocations.clone());
        let handled = self.provisioned(context, keys, &invocations, &handler, meter)?;
        if handled < Decimal::ONE {
            let on_demand = match handled.is_zero() {
                true => invocations.clone(),
                false => invocations.clone() * share(Decimal::ONE.saturating_sub(handled)),
            };
            let time = self.with_cold_starts(handler.clone());
            meter.usage(&keys.duration, on_demand * time * memory());
            self.note_cold_starts(context, meter);
        }
        if let Some(storage) = self.ephemeral_storage {
            let extra = symbol(storage.megabytes(), "MB").above(symbol(512, "MB"));
            let gigabytes = extra / symbol(1_024, "MB/GB");
            meter.usage(
                &keys.storage,
                invocations * self.with_cold_starts(handler) * gigabytes,
            );
        }
        if let Some(environments) = self.tenant_environments {
            let environments = symbol(environments.amount(), "environments");
            meter.usage(&TENANT, environments * memory());
        }
        if let Some(hours) = self.event_poller_hours {
            meter.usage(&POLLER, symbol(hours.amount(), "unit-hours"));
        }
        Ok(())
    }
}

impl Lambda {
    /// States what is kept ready, and returns the share of invocations it handles. Those have no
    /// INIT: their environments are initialised beforehand.
    fn provisioned(
        &self,
        context: &Context<'_>,
        keys: &'static Keys,
        invocations: &Formula,
        handler: &Formula,
        meter: &mut Meter,
    ) -> Result<Decimal, MeterError> {
        const FIELD: &str = "provisioned_concurrency";
        let Some(provisioned) = &self.provisioned_concurrency else {
            return Ok(Decimal::ZERO);
        };
        let kept = context.at(&provisioned.environments, FIELD)?;
        if kept.high.amount().is_zero() {
            return Ok(Decimal::ZERO);
        }
        if kept.low.amount().is_zero() {
            let message = "a range of environments can't start at zero";
            let help = "without environments every invocation runs on demand; state the two apart";
            return Err(MeterError::new(FIELD, message, help));
        }
        let environments = context.count(&provisioned.environments, FIELD, "environment")?;
        // Configured time counts from five minutes on.
        let hours = context.hours(&provisioned.running, Granularity::Seconds { minimum: 300 })?;
        let seconds_ready = environments * hours * symbol(3_600, "s/h");
        let memory = || symbol(self.memory.gigabytes(), "GB");
        meter.usage(&keys.provisioned, seconds_ready.clone() * memory());
        let handled = provisioned.handles.amount();
        let seconds_handled = invocations.clone() * share(handled) * handler.clone();
        meter.usage(
            &keys.provisioned_duration,
            seconds_handled.clone() * memory(),
        );

        let name = context.name;
        meter.assume(format!(
            "`{name}`: provisioned environments handle {} of the invocations (`handles`).",
            provisioned.handles
        ));
        if let (Some(ready), Some(needed)) = (
            context.expected(&seconds_ready),
            context.expected(&seconds_handled),
        ) && needed > ready
        {
            let message = format!(
                "`{name}`: the provisioned environments are ready for less time than the \
                 invocations they are said to handle take; lower `handles`"
            );
            meter.warn(WarningCode::ProvisionedTooSmall, message);
        }
        Ok(handled)
    }

    /// Seconds the handler of an average invocation is billed for, in whole milliseconds.
    fn handler_time(&self, context: &Context<'_>) -> Result<Formula, MeterError> {
        let stated = self.duration.or(context.workload.request.duration);
        let duration = stated.ok_or_else(|| {
            let help = "give the function a `duration`, or state it under `request`";
            MeterError::new("duration", "the time of an invocation is not given", help)
        })?;
        if duration.high.seconds() > Decimal::from(MOST_SECONDS) {
            let message = format!("a function runs for at most {MOST_SECONDS} s");
            let help = "shorten `duration`, or `request.duration` if it comes from there";
            return Err(MeterError::new("duration", message, help));
        }
        Ok(seconds(duration))
    }

    /// The time of an average invocation on demand: the handler, and INIT for the share of
    /// invocations that start a new environment.
    fn with_cold_starts(&self, handler: Formula) -> Formula {
        match (self.init, self.cold_starts) {
            (Some(init), Some(cold)) => {
                let percent = cold.map(|c| c.amount().saturating_mul(Decimal::ONE_HUNDRED));
                let percent = spread(percent, Label::Symbol("%".into())) / symbol(100, "%");
                handler + percent * seconds(init)
            }
            _ => handler,
        }
    }

    fn note_cold_starts(&self, context: &Context<'_>, meter: &mut Meter) {
        if self.cold_starts.is_none() {
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
