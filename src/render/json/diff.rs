//! What two sides differ in, as JSON.

use super::{Range, pretty, text};
use crate::difference::{
    Causes, ChargeDifference, ComponentDifference, Described, Difference, Line, Merged,
    PairDifference, Presence,
};
use crate::units::{ArithmeticError, Money, Spread};
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    currency: &'r str,
    base: SideJson<'r>,
    head: SideJson<'r>,
    differences: Vec<PairJson<'r>>,
}

#[derive(Serialize)]
struct SideJson<'r> {
    name: &'r str,
    origin: &'static str,
    scenario: &'r str,
    region: &'r str,
    free_tier: &'r str,
    month: Month<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'r str>,
    prices: PricesJson<'r>,
}

#[derive(Serialize)]
struct Month<'r> {
    hours: String,
    description: &'r str,
}

#[derive(Serialize)]
struct PricesJson<'r> {
    source: &'r str,
    as_of: &'r str,
    sha256: &'r str,
}

#[derive(Serialize)]
struct PairJson<'r> {
    architecture: &'r str,
    title: &'r str,
    traffic: &'r str,
    status: &'static str,
    requests_per_month: BothJson,
    base: Option<Range>,
    head: Option<Range>,
    change: Range,
    /// Nothing where nothing was there before.
    change_ratio: Option<String>,
    causes: CausesJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    merged: Option<MergedJson<'r>>,
    /// Those of which anything changed; the others are added up in `unchanged`.
    components: Vec<ComponentJson<'r>>,
    unchanged: UnchangedJson,
}

#[derive(Serialize)]
struct BothJson {
    base: Option<Range>,
    head: Option<Range>,
}

#[derive(Serialize)]
struct CausesJson {
    usage: Range,
    price: Range,
    architecture: Range,
    traffic: Range,
    free_tier: Range,
    commitment: Range,
}

#[derive(Serialize)]
struct MergedJson<'r> {
    causes: Vec<&'static str>,
    counted_as: &'static str,
    reason: &'r str,
}

#[derive(Serialize)]
struct UnchangedJson {
    components: usize,
    cost: Range,
}

#[derive(Serialize)]
struct ComponentJson<'r> {
    component: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    renamed_from: Option<&'r str>,
    status: &'static str,
    services: ServicesJson<'r>,
    base: Range,
    head: Range,
    change: Range,
    causes: CausesJson,
    charges: Vec<ChargeJson<'r>>,
}

#[derive(Serialize)]
struct ServicesJson<'r> {
    base: &'r [String],
    head: &'r [String],
}

#[derive(Serialize)]
struct ChargeJson<'r> {
    price_key: &'r str,
    category: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'r str,
    description: &'r str,
    base: Option<LineJson<'r>>,
    head: Option<LineJson<'r>>,
    change: Range,
    causes: CausesJson,
}

#[derive(Serialize)]
struct LineJson<'r> {
    quantity: Range,
    unit: &'r str,
    formula: &'r str,
    /// The first and the last of the tiers reached.
    unit_prices: Option<[String; 2]>,
    cost: Range,
}

/// What `diff --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn diff_json(difference: &Difference) -> Result<String, serde_json::Error> {
    pretty(&Document {
        schema: "breakeven/diff/v1",
        currency: &difference.head.currency,
        base: side(&difference.base),
        head: side(&difference.head),
        differences: difference.pairs.iter().map(pair).collect(),
    })
}

fn side(side: &Described) -> SideJson<'_> {
    SideJson {
        name: &side.name,
        origin: side.origin.word(),
        scenario: &side.scenario,
        region: &side.region,
        free_tier: &side.free_tier,
        month: Month {
            hours: text(side.month_hours),
            description: &side.month,
        },
        as_of: side.as_of.as_deref(),
        prices: PricesJson {
            source: &side.prices.source,
            as_of: &side.prices.as_of,
            sha256: &side.prices.sha256,
        },
    }
}

fn status(presence: Presence, is_changed: bool) -> &'static str {
    match (presence, is_changed) {
        (Presence::Added, _) => "added",
        (Presence::Removed, _) => "removed",
        (Presence::Both, true) => "changed",
        (Presence::Both, false) => "unchanged",
    }
}

fn pair(pair: &PairDifference) -> PairJson<'_> {
    let decimal = |spread: &Option<Spread<Decimal>>| spread.as_ref().map(Range::decimal);
    let changed = pair.components.iter().filter(|of| of.is_changed());
    let unchanged = pair.components.iter().filter(|of| !of.is_changed());
    PairJson {
        architecture: &pair.architecture,
        title: &pair.title,
        traffic: &pair.traffic,
        status: status(pair.presence, pair.is_changed()),
        requests_per_month: BothJson {
            base: decimal(&pair.requests.0),
            head: decimal(&pair.requests.1),
        },
        base: pair.base.as_ref().map(Range::money),
        head: pair.head.as_ref().map(Range::money),
        change: Range::money(&pair.change),
        change_ratio: pair.change_ratio().map(text),
        causes: causes(&pair.causes),
        merged: pair.merged.as_ref().map(merged),
        components: changed.map(component).collect(),
        unchanged: UnchangedJson {
            components: unchanged.count(),
            cost: Range::money(&unchanged_cost(pair).unwrap_or_default()),
        },
    }
}

/// What components cost of which nothing changed.
fn unchanged_cost(pair: &PairDifference) -> Result<Spread<Money>, ArithmeticError> {
    let unchanged = pair.components.iter().filter(|of| !of.is_changed());
    let costs: Vec<Spread<Money>> = unchanged.map(|of| of.head).collect();
    Spread::try_from_cases(|case| Money::sum(costs.iter().map(|cost| cost.at(case))))
}

fn merged(merged: &Merged) -> MergedJson<'_> {
    MergedJson {
        causes: merged.causes.iter().map(|cause| cause.word()).collect(),
        counted_as: merged.counted_as.word(),
        reason: &merged.why,
    }
}

fn causes(causes: &Causes) -> CausesJson {
    use crate::difference::Cause;
    let part = |cause| Range::money(&causes.at(cause));
    CausesJson {
        usage: part(Cause::Usage),
        price: part(Cause::Price),
        architecture: part(Cause::Architecture),
        traffic: part(Cause::Traffic),
        free_tier: part(Cause::FreeTier),
        commitment: part(Cause::Commitment),
    }
}

fn component(of: &ComponentDifference) -> ComponentJson<'_> {
    let changed = of.charges.iter().filter(|charge| charge.is_changed());
    ComponentJson {
        component: &of.component,
        renamed_from: of.was.as_deref(),
        status: status(of.presence, true),
        services: ServicesJson {
            base: &of.services.0,
            head: &of.services.1,
        },
        base: Range::money(&of.base),
        head: Range::money(&of.head),
        change: Range::money(&of.change),
        causes: causes(&of.causes),
        charges: changed.map(charge).collect(),
    }
}

fn charge(charge: &ChargeDifference) -> ChargeJson<'_> {
    ChargeJson {
        price_key: &charge.key.key,
        category: charge.key.category.word(),
        label: &charge.key.label,
        description: charge.line().map_or("", |line| &line.description),
        base: charge.base.as_ref().map(line),
        head: charge.head.as_ref().map(line),
        change: Range::money(&charge.change),
        causes: causes(&charge.causes),
    }
}

fn line(line: &Line) -> LineJson<'_> {
    let prices = line.unit_prices;
    LineJson {
        quantity: Range::decimal(&line.quantity),
        unit: &line.unit,
        formula: &line.formula,
        unit_prices: prices.map(|(first, last)| [text(first), text(last)]),
        cost: Range::money(&line.cost),
    }
}
