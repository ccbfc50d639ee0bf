//! Amazon CloudWatch: logs, metrics and alarms.
//!
//! Logs of Lambda functions are vended logs with volume tiers since 2025-05-01; container logs are
//! not. Stored logs are taken as ingested, an upper bound, because AWS compresses before it
//! meters. Source: aws.amazon.com/cloudwatch/pricing.

use super::{Context, Meter, MeterError, OpenQuestion, Service, Usage};
use crate::catalog::{KeySpec, Selector};
use crate::formula::{Formula, Label, spread, symbol};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Size, Spread, Unit};
use crate::warning::WarningCode;
use crate::workload::Volume;

keyword_setting! {
    /// What writes the logs, or the class of their log group.
    pub enum LogClass {
        /// Containers, instances and other applications; standard class.
        Standard "standard",
        /// Lambda functions; standard class.
        Lambda "lambda",
        /// The infrequent-access class.
        InfrequentAccess "infrequent-access",
    }
}

settings! {
    /// Logs, metrics and alarms.
    pub struct CloudWatch {
        /// Logs written.
        logs: Option<PerTraffic<Volume>> = None,
        /// `standard`, `lambda` for logs written by functions, or `infrequent-access`.
        log_class: LogClass = LogClass::Standard,
        /// Logs kept, on average over the month.
        logs_stored: Option<PerTraffic<Spread<Size>>> = None,
        /// Logs scanned by queries.
        logs_queried: Option<PerTraffic<Volume>> = None,
        /// Custom and detailed-monitoring metrics.
        metrics: Option<PerTraffic<Spread<Count>>> = None,
        /// Standard-resolution alarms.
        alarms: Option<PerTraffic<Spread<Count>>> = None,
    }
}

impl Check for CloudWatch {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        if self.log_class != LogClass::Standard && self.logs.is_none() {
            let message = "`log_class` has no meaning without `logs`".to_owned();
            reader.fault(
                "invalid-configuration",
                fields.place("log_class"),
                message,
                None,
            );
        }
    }
}

const fn product(family: &'static str, usagetype: &'static str) -> Selector {
    Selector::of("AmazonCloudWatch")
        .family(family)
        .usagetype(usagetype)
}

const INGEST: KeySpec = KeySpec::regional(
    "cloudwatch.logs.ingest",
    "CloudWatch log ingestion",
    Unit::Gb,
    product("Data Payload", "DataProcessing-Bytes"),
);
const INGEST_IA: KeySpec = KeySpec::regional(
    "cloudwatch.logs.ingest.ia",
    "CloudWatch log ingestion, infrequent access",
    Unit::Gb,
    product("Data Payload", "DataProcessingIA-Bytes"),
);
const VENDED: KeySpec = KeySpec::regional(
    "cloudwatch.logs.vended",
    "CloudWatch log ingestion, Lambda",
    Unit::Gb,
    product("Data Payload", "VendedLog-Bytes"),
);
const STORED: KeySpec = KeySpec::regional(
    "cloudwatch.logs.storage",
    "CloudWatch log storage",
    Unit::GbMonth,
    product("Storage Snapshot", "TimedStorage-ByteHrs"),
);
const QUERIED: KeySpec = KeySpec::regional(
    "cloudwatch.logs.insights",
    "CloudWatch Logs Insights queries",
    Unit::Gb,
    product("Data Payload", "DataScanned-Bytes"),
);
const METRICS: KeySpec = KeySpec::regional(
    "cloudwatch.metrics",
    "CloudWatch metrics",
    Unit::MetricMonth,
    product("Metric", "CW:MetricMonitorUsage"),
);
const ALARMS: KeySpec = KeySpec::regional(
    "cloudwatch.alarm.standard",
    "CloudWatch alarms",
    Unit::AlarmMonth,
    product("Alarm", "CW:AlarmMonitorUsage"),
);

impl Service for CloudWatch {
    const NAME: &'static str = "cloudwatch";
    const TITLE: &'static str = "CloudWatch";
    const KEYS: &'static [KeySpec] = &[INGEST, INGEST_IA, VENDED, STORED, QUERIED, METRICS, ALARMS];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        if let Some(logs) = &self.logs {
            let key = match self.log_class {
                LogClass::Standard => &INGEST,
                LogClass::Lambda => &VENDED,
                LogClass::InfrequentAccess => &INGEST_IA,
            };
            let written = context.gigabytes(context.at(logs, "logs")?);
            meter.usage(key, written.clone());
            if self.logs_stored.is_none() {
                meter.ask(kept_for_ever(context.name, written));
            }
        }
        if let Some(stored) = &self.logs_stored {
            let gigabytes = context.at(stored, "logs_stored")?.map(Size::gigabytes);
            meter.usage(&STORED, spread(gigabytes, Label::Symbol("GB".into())));
        }
        if let Some(queried) = &self.logs_queried {
            meter.usage(
                &QUERIED,
                context.gigabytes(context.at(queried, "logs_queried")?),
            );
        }
        if let Some(metrics) = &self.metrics {
            meter.usage(&METRICS, context.count(metrics, "metrics", "metric")?);
        }
        if let Some(alarms) = &self.alarms {
            meter.usage(&ALARMS, context.count(alarms, "alarms", "alarm")?);
        }
        Ok(())
    }
}

/// Logs without a retention period: what is stored grows by what is written in each month.
fn kept_for_ever(name: &str, written: Formula) -> OpenQuestion {
    let message = format!(
        "`{name}`: storage of logs is not counted, and grows every month without a retention period; \
         the amount is that of the twelfth month"
    );
    let code = WarningCode::LogStorageNotCounted;
    let stored = written * symbol(12, "months");
    OpenQuestion::new(name, code, message, format!("`{name}.logs_stored`"))
        .adding(vec![Usage::new(&STORED, &[], stored)])
}
