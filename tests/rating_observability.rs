//! CloudWatch and X-Ray, against figures worked by hand. Without a rate of their own, things happen
//! with each of 300,000 requests a month.

mod common;

use breakeven::estimate::Estimate;
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use common::{components, components_with, dec, free, only, total, usage};
use rust_decimal::Decimal;

fn cloudwatch(settings: &str) -> Estimate {
    only(&components(&format!("[ cloudwatch: {{ {settings} }} ]")))
}

fn always_free(settings: &str) -> Estimate {
    let list = format!("[ cloudwatch: {{ {settings} }} ]");
    only(&components_with(
        &list,
        "free_tier: always",
        "300000 per month",
    ))
}

fn warnings(estimate: &Estimate) -> Vec<&str> {
    estimate.warnings.iter().map(|w| w.code.code()).collect()
}

/// 1 GB a day kept for 30 days is 30 GB at 0.03; AWS's own example has it compressed to 6 GB.
#[test]
fn a_retention_period_gives_the_stored_amount() {
    let stored = |settings: &str| usage(&cloudwatch(settings), "cloudwatch.logs.storage");
    let daily = "logs: 1 GB per day, retention: 30 days";
    assert_eq!(stored(daily).round_dp(10), dec("0.9"));
    let compressed = format!("{daily}, compressed_to: 20%");
    assert_eq!(stored(&compressed).round_dp(10), dec("0.18"));
    // 100 GB a month of 730 hours, for 365 days of 24 hours: twelve months.
    assert_eq!(stored("logs: 100 GB, retention: 365 days"), dec("36"));
    // 300,000 × 1 MB = 292.96875 GB, for 7 × 24 of 730 hours.
    let week = stored("logs: 1 MB per request, retention: 7 days");
    assert_eq!(week.round_dp(6), dec("2.022688"));
}

#[test]
fn the_stored_amount_is_said_to_be_that_of_a_steady_state() {
    let estimate = cloudwatch("logs: 1 GB per day, retention: 30 days, compressed_to: 15..20%");
    let said = "`cloudwatch`: logs are kept for 30 days and have been written at this rate for as \
                long; stored, they take 15%..20% of what was written.";
    assert!(
        estimate.assumptions.iter().any(|a| a == said),
        "{:?}",
        estimate.assumptions
    );
    let storage = estimate
        .sum_of(|c| c.key.as_str() == "cloudwatch.logs.storage")
        .unwrap();
    // 30 GB × 15 % and 20 % × 0.03.
    assert_eq!(storage.low.amount().round_dp(10), dec("0.135"));
    assert_eq!(storage.high.amount().round_dp(10), dec("0.18"));
}

#[test]
fn storage_that_is_not_counted_is_warned_about_where_logs_are_kept() {
    let code = "log-storage-not-counted";
    assert!(warnings(&cloudwatch("logs: 1 GB")).contains(&code));
    for counted in [
        "logs: 1 GB, retention: 1 days",
        "logs: 1 GB, logs_stored: 0 GB",
        "logs: 1 GB, log_class: s3",
        "logs: 1 GB, log_class: firehose",
    ] {
        assert!(!warnings(&cloudwatch(counted)).contains(&code), "{counted}");
    }
}

/// 20 TB: two tiers of 10 TB each for vended logs, one price for others.
#[test]
fn each_class_of_logs_has_its_price() {
    let of = |class: &str| total(&cloudwatch(&format!("logs: 20 TB, log_class: {class}")));
    assert_eq!(of("standard"), dec("10240"));
    assert_eq!(of("infrequent-access"), dec("5120"));
    assert_eq!(of("lambda"), dec("7680"));
    assert_eq!(of("vended"), dec("7680"));
    // 10,240 × (0.25 + 0.15).
    for class in ["lambda-infrequent-access", "s3", "firehose"] {
        assert_eq!(of(class), dec("4096"), "{class}");
    }
}

/// Logs of functions and of other services share a price and have their own names, with and without an
/// allowance: the doubt about it speaks of both.
#[test]
fn logs_are_called_what_was_stated() {
    for (class, expected) in [
        ("lambda", "CloudWatch log ingestion, Lambda"),
        (
            "lambda-infrequent-access",
            "CloudWatch log ingestion, Lambda, infrequent access",
        ),
        ("vended", "CloudWatch log ingestion, vended"),
        (
            "vended-infrequent-access",
            "CloudWatch log ingestion, vended, infrequent access",
        ),
        ("standard", "CloudWatch log ingestion"),
    ] {
        let stated = format!("logs: 20 GB, log_class: {class}, retention: 30 days");
        let estimate = always_free(&stated);
        let lines: Vec<&str> = estimate
            .charges
            .iter()
            .map(|c| c.description.as_str())
            .collect();
        assert!(lines.contains(&expected), "{class}: {lines:?}");
        let says_lambda = lines.iter().any(|line| line.contains("Lambda"));
        assert_eq!(
            says_lambda,
            class.starts_with("lambda"),
            "{class}: {lines:?}"
        );
    }
}

/// Lambda adds its lines to logs of functions, not to those of other services: 300,000 × 1 KB is
/// 0.2861 GB, with 400 bytes more 0.3979 GB.
#[test]
fn vended_logs_of_other_services_have_no_lines_of_lambda() {
    let written = |class: &str| {
        let function = "lambda: { memory: 128 MB, duration: 10 ms }";
        let logs = format!("cloudwatch: {{ logs: from requests, log_class: {class} }}");
        let list = format!("[ {function}, {logs} ]");
        let gigabytes = usage(&only(&components(&list)), "cloudwatch.logs.vended") / dec("0.5");
        gigabytes.round_dp(4)
    };
    assert_eq!(written("vended"), dec("0.2861"));
    assert_eq!(written("lambda"), dec("0.3979"));
}

/// One alarm, one on the maths of three metrics and one on an anomaly look at 1 + 3 + 3 metrics, at
/// 0.10 or, in high resolution, 0.30 each; ten standard ones are free.
#[test]
fn alarms_are_charged_by_the_metrics_they_look_at() {
    let list = "alarms: 1, alarm_math_metrics: 3, anomaly_alarms: 1";
    assert_eq!(total(&cloudwatch(list)), dec("0.7"));
    assert_eq!(total(&always_free(list)), dec("0"));
    let dozen = "alarms: 6, anomaly_alarms: 2";
    assert_eq!(total(&always_free(dozen)), dec("0.2"));
    let high = "high_resolution_alarms: 1, high_resolution_alarm_math_metrics: 3, \
                high_resolution_anomaly_alarms: 1, composite_alarms: 1";
    assert_eq!(total(&always_free(high)), dec("2.1") + dec("0.5"));
}

/// 500 metrics every minute of 730 hours are 21,900,000 at 0.01 per thousand; five statistics of each
/// cost no more, a sixth as much again.
#[test]
fn five_statistics_of_a_metric_are_requested_as_one() {
    let requested = |more: &str| {
        total(&cloudwatch(&format!(
            "metrics_requested: 500 per minute{more}"
        )))
    };
    assert_eq!(requested(""), dec("219"));
    assert_eq!(requested(", statistics: 1"), dec("219"));
    assert_eq!(requested(", statistics: 5"), dec("219"));
    assert_eq!(requested(", statistics: 6"), dec("438"));
}

#[test]
fn alarms_and_dashboards_have_their_prices_and_allowances() {
    let list = "alarms: 12, high_resolution_alarms: 2, composite_alarms: 3, dashboards: 5";
    // 12 × 0.10 + 2 × 0.30 + 3 × 0.50 + 5 × 3.00.
    assert_eq!(total(&cloudwatch(list)), dec("18.3"));
    let estimate = always_free(list);
    // Ten standard alarms and three dashboards are free, the dearer alarms are not.
    assert_eq!(
        total(&estimate),
        dec("0.2") + dec("0.6") + dec("1.5") + dec("6")
    );
    assert_eq!(free(&estimate, "cloudwatch.dashboard"), dec("-9"));
}

/// 1.5M of each: only the other requests have a free million.
#[test]
fn requested_metrics_are_never_free() {
    let estimate = always_free("api_requests: 5 per request, metrics_requested: 5 per request");
    assert_eq!(usage(&estimate, "cloudwatch.api.getmetricdata"), dec("15"));
    assert_eq!(total(&estimate), dec("15") + dec("5"));
}

/// Half an hour a day: 0.5 × 730 ÷ 24 × 60 × 0.01.
#[test]
fn live_tail_is_charged_by_the_minute() {
    assert_eq!(
        total(&cloudwatch("live_tail: 30 min per day")),
        dec("9.125")
    );
    // 1,800 minutes are free: an hour a day is 1,825 of them.
    let free_minutes = |time: &str| {
        let estimate = always_free(&format!("live_tail: {time}"));
        (
            free(&estimate, "cloudwatch.logs.livetail"),
            total(&estimate),
        )
    };
    assert_eq!(free_minutes("30 min per day"), (dec("-9.125"), dec("0")));
    assert_eq!(free_minutes("1 h per day"), (dec("-18"), dec("0.25")));
    // A fault points at the time itself.
    let text = "name: Test\nregion: us-east-1\ntraffic: { t: { requests: 1 per day } }\n\
                architectures: { a: { components: [ cloudwatch: {\n live_tail: 740 h per month } ] } }\n";
    let faults = Scenario::parse(Source::new("test.yaml", text)).unwrap_err();
    let faults = faults.to_string();
    let expected = "test.yaml:5:13: `740 h per month` is longer than the month";
    assert!(faults.starts_with(expected), "{faults}");
}

/// 50 metrics at 0.07; the ten free metrics are custom ones.
#[test]
fn container_insights_has_metrics_of_its_own() {
    let list = "[ cloudwatch: { container_insights_metrics: 50 } ]";
    let estimate = only(&components_with(list, "free_tier: always", "0 per month"));
    assert_eq!(total(&estimate), dec("3.5"));
}

#[test]
fn settings_of_logs_that_do_not_fit_are_refused() {
    for (settings, expected) in [
        (
            "retention: 30 days",
            "`retention` has no meaning without `logs`",
        ),
        (
            "log_class: lambda",
            "`log_class` has no meaning without `logs`",
        ),
        (
            "logs: 1 GB, retention: 31 days",
            "the next period above is 60 days",
        ),
        (
            "logs: 1 GB, retention: 12 h",
            "the shortest period is 1 day",
        ),
        (
            "logs: 1 GB, retention: 0 days",
            "the shortest period is 1 day",
        ),
        (
            "logs: 1 GB, retention: 4000 days",
            "the longest period is 3653 days",
        ),
        (
            "statistics: 2, alarms: 1",
            "no meaning without `metrics_requested`",
        ),
        (
            "logs: 1 GB, retention: 30 days, logs_stored: 1 GB",
            "given twice",
        ),
        (
            "logs: 1 GB, compressed_to: 20%",
            "no meaning without `retention`",
        ),
        (
            "logs: 1 GB, log_class: s3, retention: 30 days",
            "keeps no logs here",
        ),
        (
            "logs: 1 GB, log_class: firehose, logs_queried: 1 GB",
            "keeps no logs here",
        ),
    ] {
        let text = format!(
            "name: Test\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: [ cloudwatch: {{ {settings} }} ] }} }}\n"
        );
        let faults = Scenario::parse(Source::new("test.yaml", text)).expect_err(settings);
        let faults = faults.to_string();
        assert!(faults.contains(expected), "{settings}: {faults}");
    }
}

/// The example of the price page: 2,000 requests an hour for 31 days, a tenth of them recorded, are
/// 148,800 traces, 48,800 beyond the free ones; 620,000 scanned and 155,000 retrieved are free.
#[test]
fn a_share_of_the_requests_is_traced() {
    let traced = |sampled: &str, tier: &str| -> Estimate {
        let list = format!(
            "[ xray: {{ sampled: {sampled}, scanned: 20000 per day, retrieved: 5000 per day }} ]"
        );
        let options = format!("month: 31 days\nfree_tier: {tier}");
        only(&components_with(&list, &options, "2000 per hour"))
    };
    assert_eq!(total(&traced("10% of requests", "always")), dec("0.244"));
    assert_eq!(total(&traced("200 per hour", "always")), dec("0.244"));
    let listed = traced("10%", "none");
    assert_eq!(usage(&listed, "xray.recorded"), dec("0.744"));
    assert_eq!(usage(&listed, "xray.scanned"), dec("0.31"));
    assert_eq!(usage(&listed, "xray.retrieved"), dec("0.0775"));
}

/// 1.5M traces read of either sort share the free million in proportion: two thirds each.
#[test]
fn scanned_and_retrieved_traces_share_an_allowance() {
    let list = "[ xray: { sampled: 0%, scanned: 1M per month, retrieved: 500000 per month } ]";
    let estimate = only(&components_with(list, "free_tier: always", "1 per month"));
    let rest = |key: &str| -> Decimal { usage(&estimate, key) + free(&estimate, key) };
    assert_eq!(rest("xray.scanned").round_dp(6), dec("0.166667"));
    assert_eq!(rest("xray.retrieved").round_dp(6), dec("0.083333"));
}
