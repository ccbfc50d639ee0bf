//! AWS Lambda: functions billed per request and per GB-second.
//!
//! Duration is rounded up to the millisecond and counts INIT for every kind of package since
//! 2025-08-01 (AWS compute blog, 2025-04-29). Memory is binary: 512 MB is 0.5 GB. Tiers are per
//! region and CPU architecture over the payer account; the free requests and GB-seconds are shared
//! by both architectures and do not apply to functions with provisioned concurrency. An event
//! poller unit is one poller for SQS, of which a mapping has two at least, and 20 MB/s for Kafka;
//! either is billed per second, one minute at least. Source: aws.amazon.com/lambda/pricing.

mod check;
mod cold_starts;
mod concurrency;
mod keys;
mod provisioned;
mod snap_start;
mod streaming;
mod traffic;

pub use provisioned::ProvisionedConcurrency;
pub use snap_start::{Runtime, SnapStart};

use super::{Context, Meter, MeterError, Service};
use crate::catalog::KeySpec;
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{keyword_setting, settings};
use crate::units::number::grouped;
use crate::units::{Count, Duration, Measure, Percent, Size, Spread};
use crate::workload::{Occurrence, Rate};
use keys::{ARM, KAFKA_POLLER, Keys, SNAPSHOT_CACHE, SNAPSHOT_RESTORE, SQS_POLLER, TENANT, X86};
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
        /// How often it runs, or on which schedule; once per request unless given.
        invocations: Occurrence = Occurrence::At(Rate::EVERY_REQUEST()),
        /// CPU architecture.
        architecture: Architecture = Architecture::X86,
        /// Time to initialise a new execution environment, or to restore it from a snapshot; billed
        /// with the first request.
        init: Option<Spread<Duration>> = None,
        /// Share of invocations that start a new execution environment; worked out from the traffic of
        /// each hour unless given, where `init` is.
        cold_starts: Option<Spread<Percent>> = None,
        /// How long an environment without requests lives, 360 s unless given; measured ones are 5 to 7
        /// minutes.
        idle_lifetime: Duration = Duration::of(Decimal::from_parts(360_000, 0, 0, false, 0)),
        /// How long an environment lives that is kept busy.
        environment_life: Duration = Duration::of(Decimal::from_parts(7_200_000, 0, 0, false, 0)),
        /// The most that may run of it at once, taken out of what the account has.
        reserved_concurrency: Option<Count> = None,
        /// The most the account may run at once in the region; new accounts have less.
        account_concurrency: Count = Count::of(Decimal::from_parts(1_000, 0, 0, false, 0)),
        /// Temporary storage; 512 MB are included.
        ephemeral_storage: Option<Size> = None,
        /// Execution environments kept ready.
        provisioned_concurrency: Option<ProvisionedConcurrency> = None,
        /// New environments start from a snapshot.
        snap_start: Option<SnapStart> = None,
        /// Whether it calls the internet, or AWS services without an endpoint, from a VPC, where a
        /// database or cache puts it; `false` too where the way out is not part of the architecture.
        calls_internet: Option<bool> = None,
        /// Responses are streamed; beyond 6 MB each they are charged by the gigabyte.
        response_streaming: bool = false,
        /// Size of a streamed response; that of the request unless given.
        response: Option<Spread<Size>> = None,
        /// Execution environments created in the month under tenant isolation.
        tenant_environments: Option<Count> = None,
        /// Event-poller-unit hours of a provisioned Kafka event source mapping.
        event_poller_hours: Option<Count> = None,
        /// Event-poller-unit hours of a provisioned SQS event source mapping.
        sqs_event_poller_hours: Option<Count> = None,
    }
}

/// The longest a function runs.
const MOST_SECONDS: u32 = 900;

impl Service for Lambda {
    const NAME: &'static str = "lambda";
    const TITLE: &'static str = "Lambda";
    const KEYS: &'static [KeySpec] = &[
        X86.requests,
        X86.duration,
        X86.storage,
        X86.provisioned,
        X86.provisioned_duration,
        X86.streamed,
        ARM.requests,
        ARM.duration,
        ARM.storage,
        ARM.provisioned,
        ARM.provisioned_duration,
        ARM.streamed,
        SNAPSHOT_CACHE,
        SNAPSHOT_RESTORE,
        TENANT,
        KAFKA_POLLER,
        SQS_POLLER,
    ];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let keys = Keys::of(self.architecture);
        let invocations = context.occurrences(&self.invocations, "invocation");
        let handler = self.handler_time(context)?;
        self.check_request(context)?;
        meter.usage(&keys.requests, invocations.clone());
        let kept = self.provisioned(context, keys, &invocations, &handler, meter)?;
        self.on_demand(&kept, &invocations, &handler, keys, context, meter)?;
        if !matches!(kept, provisioned::Kept::Nothing) {
            meter.without_free_tier(&[&keys.requests, &keys.duration]);
            meter.assume(format!(
                "`{}` has provisioned concurrency, so that the free tier covers none of its requests and \
                 duration, what runs on demand included.",
                context.name
            ));
        }
        self.snapshots(context, &invocations, meter)?;
        self.streamed(context, keys, invocations.clone(), meter)?;
        if let Some(storage) = self.ephemeral_storage {
            let extra = symbol(storage.megabytes(), "MB").above(symbol(512, "MB"));
            let gigabytes = extra / symbol(1_024, "MB/GB");
            let time = self.all_time(&kept, &invocations, &handler, context)?;
            meter.usage(&keys.storage, time * gigabytes);
        }
        self.check_concurrency(context, meter);
        if let Some(environments) = self.tenant_environments {
            let environments = symbol(environments.amount(), "environments");
            meter.usage(&TENANT, environments * self.memory_gb());
        }
        for (hours, poller) in [
            (self.event_poller_hours, &KAFKA_POLLER),
            (self.sqs_event_poller_hours, &SQS_POLLER),
        ] {
            if let Some(hours) = hours {
                meter.usage(poller, symbol(hours.amount(), "unit-hours"));
            }
        }
        Ok(())
    }

    fn cold_starts(&self, context: &Context<'_>) -> Result<Option<Decimal>, MeterError> {
        self.cold_share(context).map(Some)
    }
}

impl Lambda {
    /// True when it serves every request, and takes as long as the request profile says.
    pub(crate) fn serves_requests(&self) -> bool {
        self.invocations == Occurrence::At(Rate::EVERY_REQUEST()) && self.duration.is_none()
    }

    fn memory_gb(&self) -> Formula {
        symbol(self.memory.gigabytes(), "GB")
    }

    /// The time of an invocation.
    fn stated_duration(&self, context: &Context<'_>) -> Result<Spread<Duration>, MeterError> {
        let stated = self.duration.or(context.workload.request.duration);
        stated.ok_or_else(|| {
            let help = "give the function a `duration`, or state it under `request`";
            MeterError::new("duration", "the time of an invocation is not given", help)
        })
    }

    /// Seconds the handler of an average invocation is billed for, in whole milliseconds.
    fn handler_time(&self, context: &Context<'_>) -> Result<Formula, MeterError> {
        let duration = self.stated_duration(context)?;
        if duration.high.seconds() > Decimal::from(MOST_SECONDS) {
            let message = format!("a function runs for at most {MOST_SECONDS} s");
            let help = "shorten `duration`, or `request.duration` if it comes from there";
            return Err(MeterError::new("duration", message, help));
        }
        Ok(seconds(duration))
    }
}

/// A duration in seconds, rounded up to whole milliseconds as AWS bills it.
fn seconds(duration: Spread<Duration>) -> Formula {
    let billed = duration.map(|d| Duration::of(d.amount().ceil()).seconds());
    spread(billed, Label::Symbol("s".into()))
}

fn share(fraction: Decimal) -> Formula {
    percent(Spread::exact(Percent::of(fraction)))
}

fn percent(share: Spread<Percent>) -> Formula {
    let hundredths = |p: Percent| p.amount().saturating_mul(Decimal::ONE_HUNDRED).normalize();
    spread(share.map(hundredths), Label::Symbol("%".into())) / symbol(100, "%")
}

/// `66 %`, `1.55 %`, `0.042 %`: more digits where there are few.
fn percent_of_one(share: Decimal) -> String {
    format!("{} %", short(share.saturating_mul(Decimal::ONE_HUNDRED)))
}

/// Three significant digits or so, for sentences.
fn short(value: Decimal) -> String {
    let least = Decimal::from_parts(1, 0, 0, false, 3);
    if !value.is_zero() && value < least {
        return format!("under {least}");
    }
    let places = match (value >= Decimal::ONE_HUNDRED, value >= Decimal::ONE) {
        (true, _) => 0,
        (false, true) => 2,
        (false, false) => 3,
    };
    grouped(value.round_dp(places))
}
