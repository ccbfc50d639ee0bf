//! What Lambda charges for, by CPU architecture and in general.

use super::Architecture;
use crate::catalog::{KeySpec, Pooling, Selector};
use crate::units::Unit;

const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AWSLambda")
        .family("Serverless")
        .usagetype(usagetype)
}

const fn key(
    pattern: &'static str,
    title: &'static str,
    unit: Unit,
    usagetype: &'static str,
) -> KeySpec {
    KeySpec::regional(pattern, title, unit, product(usagetype)).pooled_over(Pooling::Architecture)
}

/// The keys of one CPU architecture.
pub(super) struct Keys {
    pub(super) requests: KeySpec,
    pub(super) duration: KeySpec,
    pub(super) storage: KeySpec,
    pub(super) provisioned: KeySpec,
    pub(super) provisioned_duration: KeySpec,
    pub(super) streamed: KeySpec,
}

impl Keys {
    /// Those of one architecture.
    pub(super) fn of(architecture: Architecture) -> &'static Keys {
        match architecture {
            Architecture::X86 => &X86,
            Architecture::Arm => &ARM,
        }
    }
}

pub(super) const X86: Keys = Keys {
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
    streamed: key(
        "lambda.streaming.x86",
        "Lambda responses streamed above 6 MB, x86",
        Unit::Gb,
        "Lambda-Streaming-Response-Processed-Bytes",
    ),
};

pub(super) const ARM: Keys = Keys {
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
    streamed: key(
        "lambda.streaming.arm",
        "Lambda responses streamed above 6 MB, Arm",
        Unit::Gb,
        "Lambda-Streaming-Response-Processed-Bytes-ARM",
    ),
};

/// Snapshots have one price for both architectures.
pub(super) const SNAPSHOT_CACHE: KeySpec = KeySpec::regional(
    "lambda.snapstart.cache",
    "Lambda SnapStart snapshots kept",
    Unit::GbSecond,
    product("Lambda-SnapStart-Cached-GB-S"),
);
pub(super) const SNAPSHOT_RESTORE: KeySpec = KeySpec::regional(
    "lambda.snapstart.restore",
    "Lambda SnapStart restores",
    Unit::RestoredGb,
    product("Lambda-SnapStart-Restored-GB"),
);

/// The usage type was not seen in the Price List; the family alone does not tell it apart, so a live
/// look-up will report it as ambiguous rather than guess.
pub(super) const TENANT: KeySpec = KeySpec::regional(
    "lambda.tenant_isolation",
    "Lambda tenant isolation",
    Unit::Environment,
    Selector::of("AWSLambda").family("Serverless"),
)
.pooled_over(Pooling::Architecture);

/// Event pollers are told apart by the groups a public reader of the Price List API asks for; their
/// usage types were not seen there.
pub(super) const KAFKA_POLLER: KeySpec = KeySpec::regional(
    "lambda.esm.provisioned",
    "Lambda event poller units, Kafka",
    Unit::EventPollerUnitHour,
    Selector::of("AWSLambda")
        .family("Serverless")
        .with(&[("group", "AWS-Lambda-Event-Poller-Unit-Duration")]),
);
pub(super) const SQS_POLLER: KeySpec = KeySpec::regional(
    "lambda.esm.provisioned.sqs",
    "Lambda event poller units, SQS",
    Unit::EventPollerUnitHour,
    Selector::of("AWSLambda")
        .family("Serverless")
        .with(&[("group", "AWS-Lambda-SQS-Event-Poller-Unit-Duration")]),
);
