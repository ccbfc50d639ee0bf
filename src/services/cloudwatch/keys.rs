//! What CloudWatch charges for.

use crate::catalog::{KeySpec, Pooling, Selector};
use crate::units::Unit;

/// us-east-1 has some products twice, under their usage type with and without its prefix.
const fn product(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AmazonCloudWatch")
        .family(family)
        .usagetype(usagetype)
        .twins()
}

pub(super) const INGEST: KeySpec = KeySpec::regional(
    "cloudwatch.logs.ingest",
    "CloudWatch log ingestion",
    Unit::Gb,
    product("Data Payload", "DataProcessing-Bytes"),
);
pub(super) const INGEST_IA: KeySpec = KeySpec::regional(
    "cloudwatch.logs.ingest.ia",
    "CloudWatch log ingestion, infrequent access",
    Unit::Gb,
    product("Data Payload", "DataProcessingIA-Bytes"),
);
pub(super) const VENDED: KeySpec = KeySpec::regional(
    "cloudwatch.logs.vended",
    "CloudWatch log ingestion, vended",
    Unit::Gb,
    product("Data Payload", "VendedLog-Bytes"),
);
pub(super) const VENDED_IA: KeySpec = KeySpec::regional(
    "cloudwatch.logs.vended.ia",
    "CloudWatch log ingestion, vended, infrequent access",
    Unit::Gb,
    product("Data Payload", "VendedLogIA-Bytes"),
);
pub(super) const TO_S3: KeySpec = KeySpec::regional(
    "cloudwatch.logs.vended.s3",
    "CloudWatch log delivery to S3",
    Unit::Gb,
    product("Data Payload", "S3-Egress-Bytes"),
);
pub(super) const TO_FIREHOSE: KeySpec = KeySpec::regional(
    "cloudwatch.logs.vended.firehose",
    "CloudWatch log delivery to Firehose",
    Unit::Gb,
    product("Data Payload", "FH-Egress-Bytes"),
);
pub(super) const STORED: KeySpec = KeySpec::regional(
    "cloudwatch.logs.storage",
    "CloudWatch log storage",
    Unit::GbMonth,
    product("Storage Snapshot", "TimedStorage-ByteHrs"),
);
pub(super) const QUERIED: KeySpec = KeySpec::regional(
    "cloudwatch.logs.insights",
    "CloudWatch Logs Insights queries",
    Unit::Gb,
    product("Data Payload", "DataScanned-Bytes"),
);
pub(super) const LIVE_TAIL: KeySpec = KeySpec::regional(
    "cloudwatch.logs.livetail",
    "CloudWatch Live Tail",
    Unit::Minute,
    Selector::of("AmazonCloudWatch").usagetype("Logs-LiveTail"),
);
pub(super) const METRICS: KeySpec = KeySpec::regional(
    "cloudwatch.metrics",
    "CloudWatch metrics",
    Unit::MetricMonth,
    product("Metric", "CW:MetricMonitorUsage"),
);
/// The usage type reads like that of custom metrics, which is `CW:MetricMonitorUsage`.
pub(crate) const CONTAINER_INSIGHTS: KeySpec = KeySpec::regional(
    "cloudwatch.containerinsights.ecs",
    "CloudWatch Container Insights metrics",
    Unit::MetricMonth,
    product("Metric", "CW:MetricsUsage"),
);
pub(super) const METRICS_REQUESTED: KeySpec = KeySpec::regional(
    "cloudwatch.api.getmetricdata",
    "CloudWatch metrics requested",
    Unit::RequestedMetric,
    product("API Request", "CW:GMD-Metrics"),
);
pub(super) const API_REQUESTS: KeySpec = KeySpec::regional(
    "cloudwatch.api",
    "CloudWatch API requests",
    Unit::Request,
    product("API Request", "CW:Requests"),
);
pub(super) const ALARMS: KeySpec = KeySpec::regional(
    "cloudwatch.alarm.standard",
    "CloudWatch alarms",
    Unit::AlarmMonth,
    product("Alarm", "CW:AlarmMonitorUsage"),
);
pub(super) const HIGH_RESOLUTION_ALARMS: KeySpec = KeySpec::regional(
    "cloudwatch.alarm.highres",
    "CloudWatch high-resolution alarms",
    Unit::AlarmMonth,
    product("Alarm", "CW:HighResAlarmMonitorUsage"),
);
pub(super) const COMPOSITE_ALARMS: KeySpec = KeySpec::regional(
    "cloudwatch.alarm.composite",
    "CloudWatch composite alarms",
    Unit::AlarmMonth,
    product("Alarm", "CW:CompositeAlarmMonitorUsage"),
);
/// Bills name dashboards of up to 50 metrics by a usage type of their own, at the same price.
pub(super) const DASHBOARDS: KeySpec = KeySpec::regional(
    "cloudwatch.dashboard",
    "CloudWatch dashboards",
    Unit::DashboardMonth,
    product("Dashboard", "DashboardsUsageHour")
        .or_usagetypes(&["DashboardsUsageHour-Basic"])
        .global(),
)
.pooled_over(Pooling::Account);

pub(super) const ALL: &[KeySpec] = &[
    INGEST,
    INGEST_IA,
    VENDED,
    VENDED_IA,
    TO_S3,
    TO_FIREHOSE,
    STORED,
    QUERIED,
    LIVE_TAIL,
    METRICS,
    CONTAINER_INSIGHTS,
    METRICS_REQUESTED,
    API_REQUESTS,
    ALARMS,
    HIGH_RESOLUTION_ALARMS,
    COMPOSITE_ALARMS,
    DASHBOARDS,
];
