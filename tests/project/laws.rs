//! What holds for every projection.

use super::{forecast, plan, text};
use crate::common::{price, scenario};
use breakeven::units::{CalendarMonth, Money};
use proptest::prelude::*;
use rust_decimal::Decimal;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// The months sum to their years, and the years to the total, in every case and to the last digit;
    /// credits never exceed the bill or the balance.
    #[test]
    fn months_sum_to_years(months in 1_u32..60, growth in 0_u32..30, start in 0_u32..24, balance in 0_u32..500) {
        let options = format!(
            "free_tier: credits ${balance}\nprojection: {{ start: {}, growth: {growth}% per month, \
             events: [{{ traffic: busy, months: [3, 9] }}] }}",
            CalendarMonth::parse("2026-01").unwrap().plus(start)
        );
        let parts = "[lambda: { memory: 512 MB }, api_gateway: { kind: http }, fargate: { cpu: 0.25 vCPU, memory: 1 GB, tasks: 1..2 }]";
        let forecast = forecast(&options, parts, &plan(months));
        for pick in [
            |c: &breakeven::project::MonthCost| c.cost.low,
            |c: &breakeven::project::MonthCost| c.cost.high,
            |c: &breakeven::project::MonthCost| c.credits.expected,
        ] {
            let of_months = Money::sum(forecast.months.iter().map(|m| pick(&m.costs[0]))).unwrap();
            let of_years = Money::sum(forecast.years.iter().map(|y| pick(&y.costs[0]))).unwrap();
            prop_assert_eq!(of_months, of_years);
            prop_assert_eq!(of_years, pick(&forecast.total.costs[0]));
        }
        let credits = forecast.total.costs[0].credits;
        prop_assert!(credits.high.amount() <= Decimal::from(balance));
        for month in &forecast.months {
            prop_assert!(month.costs[0].credits.expected <= month.costs[0].cost.expected);
        }
        let counted: u32 = forecast.years.iter().map(|year| year.months).sum();
        prop_assert_eq!(counted, months);
    }

    /// An ordinary month without growth is the estimate of its traffic level.
    #[test]
    fn an_ordinary_month_is_the_estimate(tasks in 1_u32..5) {
        let parts = format!("[fargate: {{ cpu: 0.5 vCPU, memory: 1 GB, tasks: {tasks} }}, api_gateway: {{ kind: rest }}]");
        let forecast = forecast("", &parts, &plan(1));
        let scenario = scenario(&text("", &parts));
        let estimate = price(&scenario).into_iter().find(|e| e.traffic == "normal").unwrap();
        prop_assert_eq!(forecast.months[0].costs[0].cost, estimate.monthly_cost);
    }
}
