//! What decides between two architectures, as JSON.

use super::{Month, Prices, text};
use crate::catalog::Catalog;
use crate::compare::break_even::Certainty;
use crate::drivers::{Driver, Drivers, End};
use crate::report::origin;
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
    levels: Vec<LevelJson<'r>>,
}

#[derive(Serialize)]
struct LevelJson<'r> {
    traffic: &'r str,
    /// The two architectures, the cheaper one first.
    between: &'r [String; 2],
    costs: [String; 2],
    /// What the second costs more than the first.
    difference: String,
    drivers: Vec<DriverJson<'r>>,
    without_effect: &'r [String],
    left_out: Vec<LeftOutJson<'r>>,
}

#[derive(Serialize)]
struct DriverJson<'r> {
    input: &'r str,
    paths: &'r [String],
    /// `stated` by the scenario, or `assumed`, with the reason.
    range: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'r str>,
    expected: &'r str,
    low: EndJson<'r>,
    high: EndJson<'r>,
    width: String,
    turns: Vec<TurnJson<'r>>,
    /// `every` value was decided, or `between` those looked at a stretch may be missed.
    certainty: &'static str,
}

#[derive(Serialize)]
struct EndJson<'r> {
    value: &'r str,
    costs: [String; 2],
    difference: String,
}

#[derive(Serialize)]
struct TurnJson<'r> {
    value: &'r str,
    below: &'r str,
    above: &'r str,
}

#[derive(Serialize)]
struct LeftOutJson<'r> {
    input: &'r str,
    reason: &'r str,
}

/// What `drivers --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn drivers_json(
    scenario: &Scenario,
    catalog: &Catalog,
    levels: &[Drivers],
) -> Result<String, serde_json::Error> {
    let document = Document {
        schema: "breakeven/drivers/v1",
        scenario: &scenario.name,
        region: scenario.region.as_str(),
        currency: catalog.book().currency().code(),
        free_tier: scenario.free_tier.kind.word(),
        month: Month::of(scenario),
        prices: Prices::of(catalog),
        levels: levels.iter().map(level).collect(),
    };
    super::pretty(&document)
}

fn level(found: &Drivers) -> LevelJson<'_> {
    let left_out = found.left_out.iter();
    LevelJson {
        traffic: &found.traffic,
        between: &found.between,
        costs: found.costs.map(|cost| text(cost.amount())),
        difference: text(found.difference.amount()),
        drivers: found.drivers.iter().map(driver).collect(),
        without_effect: &found.without_effect,
        left_out: left_out
            .map(|(input, reason)| LeftOutJson { input, reason })
            .collect(),
    }
}

fn driver(driver: &Driver) -> DriverJson<'_> {
    let turns = driver.flips.iter().map(|flip| TurnJson {
        value: &flip.text,
        below: &flip.below,
        above: &flip.above,
    });
    DriverJson {
        input: &driver.label,
        paths: &driver.paths,
        range: origin(driver),
        reason: driver.assumed,
        expected: &driver.expected,
        low: end(&driver.low),
        high: end(&driver.high),
        width: text(driver.width()),
        turns: turns.collect(),
        certainty: match driver.certainty {
            Certainty::Every => "every",
            Certainty::Between { .. } => "between",
        },
    }
}

fn end(end: &End) -> EndJson<'_> {
    EndJson {
        value: &end.text,
        costs: end.costs.map(|cost| text(cost.amount())),
        difference: text(end.difference.amount()),
    }
}
