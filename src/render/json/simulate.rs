//! A simulation as JSON.

use super::{Month, Prices, Range, text};
use crate::catalog::Catalog;
use crate::scenario::Scenario;
use crate::simulate::{SimulatedCost, Simulation};
use crate::units::Money;
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
    draws: u32,
    seed: String,
    /// How many of the draws, the first, are in each mean.
    mean_of_draws: u32,
    inputs: Vec<InputJson<'r>>,
    levels: Vec<LevelJson<'r>>,
}

#[derive(Serialize)]
struct InputJson<'r> {
    path: &'r str,
    range: &'r str,
    distribution: &'static str,
    /// All that is ever drawn, in the base unit of the measure: bytes, milliseconds, requests.
    drawn: Range,
    /// True when the scenario lists it under `uncertainty`.
    listed: bool,
    /// Whether a cost depends on it.
    used: bool,
}

#[derive(Serialize)]
struct LevelJson<'r> {
    traffic: &'r str,
    requests_per_month: Range,
    architectures: Vec<CostJson<'r>>,
    /// Draws in which several architectures are the cheapest; each of them counts.
    ties: u64,
}

#[derive(Serialize)]
struct CostJson<'r> {
    architecture: &'r str,
    title: &'r str,
    /// With every input as expected.
    expected: String,
    p10: String,
    p50: String,
    p90: String,
    mean: String,
    least: String,
    most: String,
    cheapest_draws: u64,
    probability_cheapest: String,
}

/// What `simulate --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn simulate_json(
    scenario: &Scenario,
    catalog: &Catalog,
    simulation: &Simulation,
) -> Result<String, serde_json::Error> {
    let money = |money: Money| text(money.amount());
    fn cost<'r>(
        simulation: &Simulation,
        cost: &'r SimulatedCost,
        money: impl Fn(Money) -> String,
    ) -> CostJson<'r> {
        CostJson {
            architecture: &cost.architecture,
            title: &cost.title,
            expected: money(cost.expected),
            p10: money(cost.p10),
            p50: money(cost.p50),
            p90: money(cost.p90),
            mean: money(cost.mean),
            least: money(cost.least),
            most: money(cost.most),
            cheapest_draws: cost.cheapest,
            probability_cheapest: text(simulation.probability(cost)),
        }
    }
    let inputs = simulation.inputs.iter().map(|one| InputJson {
        path: &one.input.path,
        range: &one.input.text,
        distribution: one.input.distribution.word(),
        drawn: Range::decimal(&one.input.range.ends),
        listed: one.input.is_listed,
        used: one.is_used,
    });
    let levels = simulation.levels.iter().map(|level| LevelJson {
        traffic: &level.traffic,
        requests_per_month: Range::decimal(&level.requests_per_month),
        architectures: level
            .architectures
            .iter()
            .map(|one| cost(simulation, one, money))
            .collect(),
        ties: level.ties,
    });
    super::pretty(&Document {
        schema: "breakeven/simulate/v1",
        scenario: &scenario.name,
        region: scenario.region.as_str(),
        currency: catalog.book().currency().code(),
        free_tier: scenario.free_tier.kind.word(),
        month: Month::of(scenario),
        prices: Prices::of(catalog),
        draws: simulation.draws,
        seed: simulation.seed.to_string(),
        mean_of_draws: simulation.mean_of,
        inputs: inputs.collect(),
        levels: levels.collect(),
    })
}
