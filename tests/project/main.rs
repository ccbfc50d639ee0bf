//! Projections: hand-worked months and years, what lapses on the way, and laws.

mod cheapest;
#[path = "../common/mod.rs"]
mod common;
mod laws;
#[path = "../program/mod.rs"]
mod program;
mod shown;
mod terms;
mod traffic;

use breakeven::project::{Forecast, Plan, project};
use common::{catalog, scenario};
use rust_decimal::Decimal;

fn text(options: &str, components: &str) -> String {
    format!(
        "name: Test\nregion: us-east-1\n{options}\nrequest: {{ duration: 500 ms, response: 1 KB }}\n\
         traffic: {{ normal: {{ requests: 300000 per month }}, busy: {{ requests: 3M per month }} }}\n\
         architectures: {{ a: {{ components: {components} }} }}\n"
    )
}

fn plan(months: u32) -> Plan {
    Plan {
        months,
        traffic: Some("normal".to_owned()),
        ..Plan::default()
    }
}

fn forecast(options: &str, components: &str, plan: &Plan) -> Forecast {
    let scenario = scenario(&text(options, components));
    project(&scenario, &catalog(&scenario), plan).unwrap_or_else(|error| panic!("{error}"))
}

fn costs(forecast: &Forecast) -> Vec<Decimal> {
    let months = forecast.months.iter();
    months
        .map(|month| month.costs[0].cost.expected.amount())
        .collect()
}

/// An HTTP API at $1 per million: 300,000 requests cost 0.30, 3 million 3.00.
const HTTP: &str = "[api_gateway: { kind: http }]";
