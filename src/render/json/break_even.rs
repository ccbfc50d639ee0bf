//! Crossings as JSON.

use super::text;
use crate::compare::break_even::{BreakEven, Certainty};
use crate::services::Capacity;
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct BreakEvenJson<'r> {
    traffic: &'r str,
    architectures: &'r [String],
    variable: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'r str,
    from: String,
    to: String,
    /// The end that was asked for, where the search did not get there.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_to: Option<String>,
    step: String,
    /// The distance of the values that were looked at, where not every one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    coarse_step: Option<String>,
    cheapest_at_from: &'r str,
    /// Every architecture that costs as little there: with several, none is the cheapest, and the field
    /// for one has the first by name. So in each pair of fields.
    cheapest_at_from_all: &'r [String],
    cheapest_at_to: &'r str,
    cheapest_at_to_all: &'r [String],
    /// True where all cost the same everywhere.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    same_cost: bool,
    crossings: Vec<CrossingJson<'r>>,
    stretches: Vec<StretchJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixed_capacity: Vec<LimitJson<'r>>,
}

#[derive(Serialize)]
struct CrossingJson<'r> {
    at: String,
    below: &'r str,
    below_all: &'r [String],
    above: &'r str,
    above_all: &'r [String],
}

#[derive(Serialize)]
struct StretchJson {
    from: String,
    to: String,
    cheapest: String,
    cheapest_all: Vec<String>,
}

#[derive(Serialize)]
struct LimitJson<'r> {
    architecture: &'r str,
    component: &'r str,
    carries_requests_per_day: Option<String>,
}

/// A value: its number, or its text where the values are those of a list.
fn value(found: &BreakEven, at: Decimal) -> String {
    found.label(at).map_or_else(|| text(at), str::to_owned)
}

pub(super) fn break_even(found: &BreakEven) -> BreakEvenJson<'_> {
    let crossings = found.crossings.iter().map(|crossing| CrossingJson {
        at: value(found, crossing.at),
        below: crossing.below.first(),
        below_all: crossing.below.names(),
        above: crossing.above.first(),
        above_all: crossing.above.names(),
    });
    let stretches = found.stretches().into_iter().map(|stretch| StretchJson {
        from: value(found, stretch.from),
        to: value(found, stretch.to),
        cheapest: stretch.cheapest.first().to_owned(),
        cheapest_all: stretch.cheapest.names().to_vec(),
    });
    let fixed_capacity = found.limits.iter().map(|limit| LimitJson {
        architecture: &limit.architecture,
        component: &limit.component,
        carries_requests_per_day: match limit.capacity {
            Capacity::AtMost(requests) => Some(text(requests)),
            Capacity::AsStated => None,
        },
    });
    BreakEvenJson {
        traffic: &found.traffic,
        architectures: &found.architectures,
        variable: &found.variable,
        unit: &found.unit,
        from: value(found, found.from),
        to: value(found, found.to),
        asked_to: found.is_cut_short().then(|| text(found.asked)),
        step: text(found.step),
        coarse_step: match found.certainty {
            Certainty::Every => None,
            Certainty::Between { coarse } => Some(text(coarse)),
        },
        cheapest_at_from: found.first.first(),
        cheapest_at_from_all: found.first.names(),
        cheapest_at_to: found.last().first(),
        cheapest_at_to_all: found.last().names(),
        same_cost: found.is_even(),
        crossings: crossings.collect(),
        stretches: stretches.collect(),
        fixed_capacity: fixed_capacity.collect(),
    }
}
