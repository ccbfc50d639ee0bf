//! A sweep as JSON.

use super::break_even::{BreakEvenJson, break_even};
use super::{Month, Prices, text};
use crate::catalog::Catalog;
use crate::compare::Swept;
use crate::scenario::Scenario;
use crate::units::Money;
use serde::{Serialize, Serializer};

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    scenario: &'r str,
    region: &'r str,
    currency: &'static str,
    free_tier: &'static str,
    month: Month,
    prices: Prices<'r>,
    traffic: &'r str,
    variable: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'r str,
    points: Vec<PointJson<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skipped: Vec<SkippedJson<'r>>,
    break_even: [BreakEvenJson<'r>; 1],
}

#[derive(Serialize)]
struct PointJson<'r> {
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'r str>,
    costs: Costs<'r>,
}

#[derive(Serialize)]
struct SkippedJson<'r> {
    value: &'r str,
    reason: &'r str,
}

/// Costs by architecture, in the order of the scenario.
struct Costs<'r>(&'r [String], &'r [Money]);

impl Serialize for Costs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let costs = self.1.iter().map(|cost| text(cost.amount()));
        serializer.collect_map(self.0.iter().zip(costs))
    }
}

/// What `sweep --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn sweep_json(
    scenario: &Scenario,
    catalog: &Catalog,
    swept: &Swept,
) -> Result<String, serde_json::Error> {
    let found = &swept.break_even;
    let points = swept.points.iter().map(|point| PointJson {
        at: text(point.at),
        value: Some(point.text.as_str()).filter(|text| !text.is_empty()),
        costs: Costs(&swept.architectures, &point.costs),
    });
    let skipped = swept.skipped.iter();
    let skipped = skipped.map(|(value, reason)| SkippedJson { value, reason });
    super::pretty(&Document {
        schema: "breakeven/sweep/v1",
        scenario: &scenario.name,
        region: scenario.region.as_str(),
        currency: catalog.book().currency().code(),
        free_tier: scenario.free_tier.kind.word(),
        month: Month::of(scenario),
        prices: Prices::of(catalog),
        traffic: &found.traffic,
        variable: &found.variable,
        unit: &found.unit,
        points: points.collect(),
        skipped: skipped.collect(),
        break_even: [break_even(found)],
    })
}
