//! Months by their traffic: growth, seasons, events and the calendar.

use super::{HTTP, costs, forecast, plan};
use crate::common::dec;
use breakeven::project::Plan;
use rust_decimal::Decimal;

/// Ten ordinary months and two of an event: 10 × 0.30 + 2 × 3.00.
#[test]
fn a_year_mixes_ordinary_months_and_events() {
    let options = "projection: { start: 2027-01, traffic: normal, events: [{ traffic: busy, months: [4, 2027-11] }] }";
    let forecast = forecast(
        options,
        HTTP,
        &Plan {
            months: 12,
            ..Plan::default()
        },
    );
    let costs = costs(&forecast);
    let expected: Vec<Decimal> = (1..=12)
        .map(|month| {
            dec(if month == 4 || month == 11 {
                "3"
            } else {
                "0.3"
            })
        })
        .collect();
    assert_eq!(costs, expected);
    assert_eq!(forecast.total.costs[0].cost.expected.amount(), dec("9"));
    let [year] = forecast.years.as_slice() else {
        panic!()
    };
    assert_eq!((year.name.as_str(), year.months), ("2027", 12));
}

/// April comes every year, November 2027 once.
#[test]
fn a_month_of_every_year_comes_back() {
    let options = "projection: { start: 2027-01, traffic: normal, events: [{ traffic: busy, months: [4, 2027-11] }] }";
    let forecast = forecast(options, HTTP, &plan(24));
    let busy: Vec<String> = forecast
        .months
        .iter()
        .filter(|month| month.planned.traffic == "busy")
        .map(|month| month.planned.name())
        .collect();
    assert_eq!(busy, ["2027-04", "2027-11", "2028-04"]);
    let years: Vec<Decimal> = forecast
        .years
        .iter()
        .map(|year| year.costs[0].cost.expected.amount())
        .collect();
    assert_eq!(years, [dec("9"), dec("6.3")]); // 11 × 0.30 + 3.00
}

/// 10 % a month: 0.30, 0.33, 0.363, 0.3993. 20 % a year is a step every twelfth month.
#[test]
fn growth_compounds() {
    let monthly = forecast("projection: { growth: 10% per month }", HTTP, &plan(4));
    assert_eq!(
        costs(&monthly),
        [dec("0.3"), dec("0.33"), dec("0.363"), dec("0.3993")]
    );
    let yearly = forecast("projection: { growth: 20% per year }", HTTP, &plan(25));
    let costs = costs(&yearly);
    assert_eq!(
        (costs[0], costs[11], costs[12], costs[23]),
        (dec("0.3"), dec("0.3"), dec("0.36"), dec("0.36"))
    );
    assert_eq!(costs[24], dec("0.432"));
    // Without a start years are counted.
    let names: Vec<&str> = yearly.years.iter().map(|year| year.name.as_str()).collect();
    assert_eq!(names, ["year 1", "year 2", "year 3"]);
}

/// A season of 0.5 in January and 2 in December, from December on.
#[test]
fn a_season_multiplies_the_requests_of_its_months() {
    let season = "[0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]";
    let options = format!("projection: {{ start: 2026-12, season: {season} }}");
    let forecast = forecast(&options, HTTP, &plan(3));
    assert_eq!(costs(&forecast), [dec("0.6"), dec("0.15"), dec("0.3")]);
}

/// 744, 672 and 744 hours of a load balancer at 0.0225, by the calendar.
#[test]
fn months_may_have_their_real_length() {
    let nat = "[nat_gateway: { processed: 0 GB, connectivity: private }]";
    let options = "projection: { start: 2027-01, calendar: true }";
    let forecast = forecast(options, nat, &plan(3));
    // At 0.045 an hour.
    assert_eq!(costs(&forecast), [dec("33.48"), dec("30.24"), dec("33.48")]);
}

/// An event has its own traffic: 3.00 in April, not twice that; other months are seasonal.
#[test]
fn a_season_is_of_ordinary_months() {
    let season = "[2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]";
    let options = format!(
        "projection: {{ start: 2027-03, season: {season}, events: [{{ traffic: busy, months: [4] }}] }}"
    );
    let forecast = forecast(&options, HTTP, &plan(2));
    assert_eq!(costs(&forecast), [dec("0.6"), dec("3")]);
}

/// Requests may shrink: 0.30, 0.15, 0.075.
#[test]
fn traffic_may_shrink_and_more_than_double() {
    let less = forecast("projection: { growth: -50% per month }", HTTP, &plan(3));
    assert_eq!(costs(&less), [dec("0.3"), dec("0.15"), dec("0.075")]);
    let more = forecast("projection: { growth: 200% per month }", HTTP, &plan(2));
    assert_eq!(costs(&more), [dec("0.3"), dec("0.9")]);
}
