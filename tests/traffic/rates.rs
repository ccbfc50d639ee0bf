//! Requests a second: the mean, the busiest hour, and what is provisioned.

use super::{Case, PLAIN, assert_near};
use breakeven::formula::{Conditions, Formula};
use breakeven::units;
use breakeven::workload::Workload;

fn workload(traffic: &str) -> Workload {
    let case = Case {
        traffic,
        components: "alb: {}",
        ..PLAIN
    };
    case.scenario().workload("t").unwrap()
}

fn a_second(workload: &Workload, rate: &Formula) -> rust_decimal::Decimal {
    let requests = workload.requests_per_month().unwrap().expected;
    let conditions = Conditions::at(requests, units::Case::Expected);
    rate.value(conditions).unwrap()
}

/// 100,000 ÷ 86,400 = 1.1574 on average. In an hour of twice the mean 2.3148, with bursts of one and a
/// half times its mean 3.4722.
#[test]
fn from_requests_a_day_to_the_rate_to_provision() {
    let day = "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]";
    let shape = format!("requests: 100000 per day, shape: {{ weights: {day} }}, burst");
    let plain = workload(&format!("{shape}: 1x"));
    assert_near(a_second(&plain, &plain.mean_rate()), "1.1574");
    assert_near(a_second(&plain, &plain.peak_rate()), "2.3148");
    let burst = workload(&format!("{shape}: 1.5x"));
    assert_near(a_second(&burst, &burst.peak_rate()), "3.4722");
    // The daily wave has 1.8 times the mean at its highest, and is what is taken unless stated.
    let wave = workload("requests: 100000 per day, burst: 1x");
    assert_near(a_second(&wave, &wave.peak_rate()), "2.0833");
    let usual = workload("requests: 100000 per day");
    assert_near(a_second(&usual, &usual.peak_rate()), "3.1250");
    assert_eq!(usual.defaults().len(), 2);
}

/// A peak of three times the mean on a wave of 1.8: the burst is 3 ÷ 1.8 = 1.6667, the rate 3 × 1.1574.
#[test]
fn a_peak_is_over_the_mean_and_not_below_the_busiest_hour() {
    let peak = workload("requests: 100000 per day, shape: diurnal, peak: 3x");
    assert_near(peak.burst_factor().unwrap(), "1.6667");
    assert_near(a_second(&peak, &peak.peak_rate()), "3.4722");
    let traffic = |shape: &str, peak: &str| {
        let traffic = format!("requests: 1 per day, shape: {shape}, peak: {peak}");
        Case {
            traffic: &traffic,
            components: "alb: {}",
            ..PLAIN
        }
        .refused()
    };
    let low = traffic("diurnal", "1.7x");
    assert!(low.contains("below the busiest hour of `diurnal`"), "{low}");
    assert!(low.contains("1.8x the mean"), "{low}");
    let business = traffic("business", "3x");
    assert!(business.contains("3.242x the mean"), "{business}");
}
