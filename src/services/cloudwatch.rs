//! Amazon CloudWatch: logs, metrics, alarms, dashboards, Container Insights and API requests.
//!
//! Logs of Lambda functions and of AWS services are vended logs with volume tiers (Lambda since
//! 2025-05-01); container logs are not. AWS services may also deliver their logs straight to S3 or
//! Firehose. Custom metrics, metrics of Container Insights with enhanced observability and alarms
//! are prorated by the hour: state their average over the month. Metrics requested with
//! GetMetricData are never free, other API requests are up to a million. An alarm is charged for each
//! metric it looks at, a composite alarm once. Dashboards are priced
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
use crate::formula::{count, symbol};
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
        /// functions, `vended` or `vended-infrequent-access` for those of other AWS services; `s3` or
        /// `firehose` for those that AWS delivers there.
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
        /// Metrics requested with GetMetricData, each time one is requested, whatever the number of
        /// data points: 500 metrics every minute are `500 per minute`.
        metrics_requested: Option<PerTraffic<Rate>> = None,
        /// Statistics requested of each of these metrics, such as average and maximum; up to five of
        /// a metric count as one.
        statistics: Option<PerTraffic<Spread<Count>>> = None,
        /// Other API requests, such as PutMetricData and ListMetrics.
        api_requests: Option<PerTraffic<Rate>> = None,
        /// Standard-resolution alarms on one metric each.
        alarms: Option<PerTraffic<Spread<Count>>> = None,
        /// Metrics that standard-resolution alarms on metric maths look at; each is charged like an
        /// alarm: an alarm on the ratio of two metrics counts 2.
        alarm_math_metrics: Option<PerTraffic<Spread<Count>>> = None,
        /// Standard-resolution alarms on anomalies of a metric, each charged as three: the metric and
        /// the two bounds of its band.
        anomaly_alarms: Option<PerTraffic<Spread<Count>>> = None,
        /// High-resolution alarms on one metric each, which look every 10 or 30 seconds.
        high_resolution_alarms: Option<PerTraffic<Spread<Count>>> = None,
        /// Metrics that high-resolution alarms on metric maths look at.
        high_resolution_alarm_math_metrics: Option<PerTraffic<Spread<Count>>> = None,
        /// High-resolution alarms on anomalies of a metric, each charged as three.
        high_resolution_anomaly_alarms: Option<PerTraffic<Spread<Count>>> = None,
        /// Composite alarms, made of other alarms.
        composite_alarms: Option<PerTraffic<Spread<Count>>> = None,
        /// Dashboards; automatic ones are free.
        dashboards: Option<PerTraffic<Spread<Count>>> = None,
    }
}

impl Check for CloudWatch {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        self.check_logs(fields, reader);
        if self.statistics.is_some() && self.metrics_requested.is_none() {
            reader.fault(
                "invalid-configuration",
                fields.place("statistics"),
                "`statistics` has no meaning without `metrics_requested`".to_owned(),
                Some("state how often metrics are requested, such as `500 per minute`".to_owned()),
            );
        }
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
        self.meter_alarms(context, meter)?;
        if let Some(rate) = &self.metrics_requested {
            let requested = context.events(context.at(rate, "metrics_requested")?, "metric");
            let counted = match &self.statistics {
                Some(statistics) => {
                    let statistics = context.count(statistics, "statistics", "statistic")?;
                    requested * (statistics / count(5, "statistic")).rounded_up()
                }
                None => requested,
            };
            meter.usage(&keys::METRICS_REQUESTED, counted);
        }
        if let Some(rate) = &self.api_requests {
            let requests = context.events(context.at(rate, "api_requests")?, "request");
            meter.usage(&keys::API_REQUESTS, requests);
        }
        Ok(())
    }
}

/// A number of alarms or metrics, where one is stated, with the name of its setting.
type Stated<'a> = (&'static str, &'a Option<PerTraffic<Spread<Count>>>);

impl CloudWatch {
    /// Alarms are charged by the metrics they look at.
    fn meter_alarms(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let resolutions: [(_, [Stated<'_>; 3]); 2] = [
            (
                &keys::ALARMS,
                [
                    ("alarms", &self.alarms),
                    ("alarm_math_metrics", &self.alarm_math_metrics),
                    ("anomaly_alarms", &self.anomaly_alarms),
                ],
            ),
            (
                &keys::HIGH_RESOLUTION_ALARMS,
                [
                    ("high_resolution_alarms", &self.high_resolution_alarms),
                    (
                        "high_resolution_alarm_math_metrics",
                        &self.high_resolution_alarm_math_metrics,
                    ),
                    (
                        "high_resolution_anomaly_alarms",
                        &self.high_resolution_anomaly_alarms,
                    ),
                ],
            ),
        ];
        for (spec, [(one_metric, alarms), (maths, metrics), (anomaly, bands)]) in resolutions {
            let mut parts = Vec::new();
            if let Some(alarms) = alarms {
                parts.push(context.count(alarms, one_metric, "alarm")?);
            }
            if let Some(metrics) = metrics {
                parts.push(context.count(metrics, maths, "metric")?);
            }
            if let Some(bands) = bands {
                let alarms = context.count(bands, anomaly, "anomaly alarm")?;
                parts.push(alarms * symbol(3, "metrics/alarm"));
            }
            if let Some(looked_at) = parts.into_iter().reduce(|sum, more| sum + more) {
                meter.usage(spec, looked_at);
            }
        }
        Ok(())
    }

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
