//! Amazon CloudWatch: logs, metrics, alarms, dashboards, Container Insights and API requests.
//!
//! Logs of Lambda functions and of AWS services are vended logs with volume tiers (Lambda since
//! 2025-05-01); container logs are not. AWS services may also deliver their logs straight to S3 or
//! Firehose. Custom metrics, metrics of Container Insights with enhanced observability and alarms
//! are prorated by the hour: state their average over the month. Metrics requested with
//! GetMetricData are never free, other API requests are up to a million. Dashboards are priced
//! worldwide. Not modelled: metric streams, Contributor Insights, canaries, RUM, alarms on Metrics
//! Insights queries. Sources: aws.amazon.com/cloudwatch/pricing and the
//! CloudWatch user guide, "Analyzing, optimizing, and reducing CloudWatch costs".

mod keys;
mod logs;
mod written;

pub(crate) use keys::CONTAINER_INSIGHTS;
pub use logs::{LogClass, Retention};
pub use written::Logs;

use super::{Context, Meter, MeterError, Service};
use crate::catalog::KeySpec;
use crate::formula::symbol;
use crate::syntax::{Check, Fields, PerTraffic, Reader, settings};
use crate::units::{Count, Measure, Percent, Size, Spread};
use crate::workload::{Granularity, Rate, Uptime, Volume};
use rust_decimal::Decimal;

settings! {
    /// Logs, metrics, alarms and dashboards.
    pub struct CloudWatch {
        /// Logs written; `from requests` takes what the request profile says of each request, with the
        /// lines Lambda adds to it.
        logs: Option<PerTraffic<Logs>> = None,
        /// `standard` or `infrequent-access`; `lambda` or `lambda-infrequent-access` for logs of
        /// functions and AWS services; `s3` or `firehose` for those that AWS delivers there.
        log_class: LogClass = LogClass::Standard,
        /// How long logs are kept, such as `30 days`; the stored amount follows from it.
        retention: Option<Retention> = None,
        /// What is left of logs once stored, as a share of what was written. AWS compresses; 100%
        /// unless said otherwise.
        compressed_to: Spread<Percent> = Spread::exact(Percent::of(Decimal::ONE)),
        /// Logs kept, on average over the month, in place of `retention`.
        logs_stored: Option<PerTraffic<Spread<Size>>> = None,
        /// Logs scanned by queries.
        logs_queried: Option<PerTraffic<Volume>> = None,
        /// How long Live Tail sessions run.
        live_tail: Option<Uptime> = None,
        /// Custom and detailed-monitoring metrics.
        metrics: Option<PerTraffic<Spread<Count>>> = None,
        /// Metrics of ECS Container Insights with enhanced observability. Their number depends on
        /// clusters, services, tasks and containers.
        container_insights_metrics: Option<PerTraffic<Spread<Count>>> = None,
        /// Metrics requested with GetMetricData, each time one is requested.
        metrics_requested: Option<PerTraffic<Rate>> = None,
        /// Other API requests, such as PutMetricData and ListMetrics.
        api_requests: Option<PerTraffic<Rate>> = None,
        /// Standard-resolution alarms.
        alarms: Option<PerTraffic<Spread<Count>>> = None,
        /// High-resolution alarms, which look every 10 or 30 seconds.
        high_resolution_alarms: Option<PerTraffic<Spread<Count>>> = None,
        /// Composite alarms, made of other alarms.
        composite_alarms: Option<PerTraffic<Spread<Count>>> = None,
        /// Dashboards; automatic ones are free.
        dashboards: Option<PerTraffic<Spread<Count>>> = None,
    }
}

impl Check for CloudWatch {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        self.check_logs(fields, reader);
    }
}

impl Service for CloudWatch {
    const NAME: &'static str = "cloudwatch";
    const TITLE: &'static str = "CloudWatch";
    const KEYS: &'static [KeySpec] = keys::ALL;

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        self.meter_logs(context, meter)?;
        if let Some(time) = &self.live_tail {
            // The hours of a setting other than `running`: a fault about them is about this one.
            let hours = context.hours(time, Granularity::Seconds { minimum: 0 });
            let hours = hours.map_err(|error| MeterError {
                field: Some("live_tail"),
                ..error
            })?;
            meter.usage(&keys::LIVE_TAIL, hours * symbol(60, "min/h"));
        }
        self.meter_counted(context, meter)?;
        let rates = [
            (
                &keys::METRICS_REQUESTED,
                &self.metrics_requested,
                "metrics_requested",
                "metric",
            ),
            (
                &keys::API_REQUESTS,
                &self.api_requests,
                "api_requests",
                "request",
            ),
        ];
        for (spec, rate, field, word) in rates {
            if let Some(rate) = rate {
                meter.usage(spec, context.events(context.at(rate, field)?, word));
            }
        }
        Ok(())
    }
}

impl CloudWatch {
    /// What is charged by its number.
    fn meter_counted(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let counted = [
            (&keys::METRICS, &self.metrics, "metrics", "metric"),
            (
                &keys::CONTAINER_INSIGHTS,
                &self.container_insights_metrics,
                "container_insights_metrics",
                "metric",
            ),
            (&keys::ALARMS, &self.alarms, "alarms", "alarm"),
            (
                &keys::HIGH_RESOLUTION_ALARMS,
                &self.high_resolution_alarms,
                "high_resolution_alarms",
                "alarm",
            ),
            (
                &keys::COMPOSITE_ALARMS,
                &self.composite_alarms,
                "composite_alarms",
                "alarm",
            ),
            (
                &keys::DASHBOARDS,
                &self.dashboards,
                "dashboards",
                "dashboard",
            ),
        ];
        for (spec, number, field, word) in counted {
            if let Some(number) = number {
                meter.usage(spec, context.count(number, field, word)?);
            }
        }
        Ok(())
    }
}
