//! A projection as JSON.

use super::warnings::{WarningJson, warning};
use super::{Month, Prices, Range, text};
use crate::catalog::Catalog;
use crate::project::{Forecast, MonthCost, Period};
use crate::scenario::Scenario;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    scenario: &'r str,
    region: &'r str,
    currency: &'r str,
    free_tier: &'static str,
    month: Month,
    prices: Prices<'r>,
    months: Vec<MonthJson<'r>>,
    years: Vec<PeriodJson<'r>>,
    total: PeriodJson<'r>,
    milestones: Vec<MilestoneJson<'r>>,
    assumptions: &'r [String],
    warnings: Vec<DatedWarning<'r>>,
}

#[derive(Serialize)]
struct DatedWarning<'r> {
    /// The first month it is about.
    month: &'r str,
    #[serde(flatten)]
    warning: WarningJson<'r>,
}

#[derive(Serialize)]
struct MonthJson<'r> {
    month: String,
    traffic: &'r str,
    /// What growth and season multiply the requests by.
    factor: String,
    requests: Range,
    costs: Vec<CostJson<'r>>,
    /// Every architecture that costs least: with several, none is the cheapest.
    cheapest_all: &'r [String],
}

#[derive(Serialize)]
struct PeriodJson<'r> {
    period: &'r str,
    months: u32,
    costs: Vec<CostJson<'r>>,
}

#[derive(Serialize)]
struct CostJson<'r> {
    architecture: &'r str,
    cost: Range,
    credits: Range,
}

#[derive(Serialize)]
struct MilestoneJson<'r> {
    month: &'r str,
    text: &'r str,
    /// The cheapest from this month on, where these change.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    cheapest_all: &'r [String],
}

/// What `project --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn project_json(
    scenario: &Scenario,
    catalog: &Catalog,
    forecast: &Forecast,
) -> Result<String, serde_json::Error> {
    let costs = |costs: &[MonthCost]| -> Vec<CostJson<'_>> {
        let named = forecast.architectures.iter().zip(costs);
        let cost = named.map(|((name, _), cost)| CostJson {
            architecture: name,
            cost: Range::money(&cost.cost),
            credits: Range::money(&cost.credits),
        });
        cost.collect()
    };
    let months = forecast.months.iter().map(|month| MonthJson {
        month: month.planned.name(),
        traffic: &month.planned.traffic,
        factor: text(month.planned.factor),
        requests: Range::decimal(&month.requests),
        costs: costs(&month.costs),
        cheapest_all: &month.cheapest,
    });
    fn period<'r>(period: &'r Period, costs: Vec<CostJson<'r>>) -> PeriodJson<'r> {
        PeriodJson {
            period: &period.name,
            months: period.months,
            costs,
        }
    }
    let document = Document {
        schema: "breakeven/project/v1",
        scenario: &scenario.name,
        region: scenario.region.as_str(),
        currency: catalog.book().currency().code(),
        free_tier: scenario.free_tier.kind.word(),
        month: Month::of(scenario),
        prices: Prices::of(catalog),
        months: months.collect(),
        years: forecast
            .years
            .iter()
            .map(|year| period(year, costs(&year.costs)))
            .collect(),
        total: period(&forecast.total, costs(&forecast.total.costs)),
        milestones: forecast
            .milestones
            .iter()
            .map(|milestone| MilestoneJson {
                month: &milestone.month,
                text: &milestone.text,
                cheapest_all: &milestone.cheapest,
            })
            .collect(),
        assumptions: &forecast.assumptions,
        warnings: forecast
            .warnings
            .iter()
            .map(|(month, stated)| DatedWarning {
                month,
                warning: warning(stated),
            })
            .collect(),
    };
    super::pretty(&document)
}
