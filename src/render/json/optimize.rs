//! What a search found as JSON.

use super::{Month, Prices, Range, text};
use crate::catalog::{Catalog, PriceKey};
use crate::optimize::{Configuration, Level, Optimum, Reason, Search, Searched};
use crate::scenario::{Quality, Scenario};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    scenario: &'r str,
    region: &'r str,
    currency: &'r str,
    free_tier: &'static str,
    month: Month,
    prices: Prices<'r>,
    qualities: Vec<&'static str>,
    levels: Vec<LevelJson<'r>>,
    assumptions: &'r [String],
}

#[derive(Serialize)]
struct LevelJson<'r> {
    traffic: &'r str,
    requests_per_month: Range,
    searched: Vec<SearchedJson<'r>>,
    cheapest: Vec<Found<'r>>,
    front: Vec<Found<'r>>,
}

#[derive(Serialize)]
struct SearchedJson<'r> {
    architecture: &'r str,
    title: &'r str,
    settings: Vec<SettingJson<'r>>,
    configurations: u64,
    valid: u64,
    impossible: Vec<ReasonJson<'r>>,
    excluded: Vec<ReasonJson<'r>>,
    /// Combinations priced one by one.
    priced: u64,
    cheapest: Option<Range>,
}

#[derive(Serialize)]
struct SettingJson<'r> {
    setting: &'r str,
    values: usize,
}

#[derive(Serialize)]
struct ReasonJson<'r> {
    code: &'r str,
    example: &'r str,
    /// Prices that are missing.
    missing: Vec<&'r str>,
    configurations: u64,
}

#[derive(Serialize)]
struct Found<'r> {
    architecture: &'r str,
    title: &'r str,
    region: &'r str,
    monthly_cost: Range,
    /// In units of their own: a part, a number, seconds, a part, bytes; `unlimited` or `unknown` else.
    qualities: BTreeMap<&'static str, String>,
    choices: Vec<ChoiceJson<'r>>,
    changes: Vec<ChangeJson<'r>>,
    yaml: &'r str,
}

#[derive(Serialize)]
struct ChoiceJson<'r> {
    setting: &'r str,
    value: &'r str,
}

#[derive(Serialize)]
struct ChangeJson<'r> {
    path: &'r str,
    value: &'r str,
}

/// What `optimize --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn optimize_json(
    scenario: &Scenario,
    catalog: &Catalog,
    search: &Search,
) -> Result<String, serde_json::Error> {
    let document = Document {
        schema: "breakeven/optimize/v1",
        scenario: &scenario.name,
        region: scenario.region.as_str(),
        currency: search.currency.code(),
        free_tier: scenario.free_tier.kind.word(),
        month: Month::of(scenario),
        prices: Prices::of(catalog),
        qualities: search.qualities.iter().map(|q| q.word()).collect(),
        levels: search.levels.iter().map(|l| level(l, search)).collect(),
        assumptions: &search.assumptions,
    };
    super::pretty(&document)
}

fn level<'r>(optimum: &'r Optimum, search: &'r Search) -> LevelJson<'r> {
    let all = |list: &'r [Configuration]| list.iter().map(|f| found(f, search)).collect();
    LevelJson {
        traffic: &optimum.traffic,
        requests_per_month: Range::decimal(&optimum.requests_per_month),
        searched: optimum.searched.iter().map(searched).collect(),
        cheapest: all(&optimum.best),
        front: all(&optimum.front),
    }
}

fn searched(searched: &Searched) -> SearchedJson<'_> {
    let settings = searched.varied.iter().map(|varied| SettingJson {
        setting: &varied.setting,
        values: varied.values,
    });
    let cheapest = searched.cheapest.as_ref();
    SearchedJson {
        architecture: &searched.architecture,
        title: &searched.title,
        settings: settings.collect(),
        configurations: searched.configurations,
        valid: searched.valid,
        impossible: searched.impossible.iter().map(reason).collect(),
        excluded: searched.excluded.iter().map(reason).collect(),
        priced: searched.priced,
        cheapest: cheapest.map(|found| Range::money(&found.monthly_cost)),
    }
}

fn reason(reason: &Reason) -> ReasonJson<'_> {
    ReasonJson {
        code: reason.code,
        example: &reason.example,
        missing: reason.missing.iter().map(PriceKey::as_str).collect(),
        configurations: reason.configurations,
    }
}

fn found<'r>(found: &'r Configuration, search: &Search) -> Found<'r> {
    let qualities = search.qualities.iter().zip(&found.qualities);
    let shown = |(quality, level): (&Quality, &Level)| {
        let value = match (quality, level) {
            (_, Level::Unknown) => "unknown".to_owned(),
            (_, Level::Unlimited) => "unlimited".to_owned(),
            // Kept with a minus, because less of it is better.
            (Quality::Latency | Quality::ColdStarts, Level::Known(value)) => text(value.abs()),
            (_, Level::Known(value)) => text(*value),
        };
        (quality.word(), value)
    };
    let choices = found.choices.iter().map(|choice| ChoiceJson {
        setting: &choice.setting,
        value: &choice.value,
    });
    let changes = found.changes.iter().map(|change| ChangeJson {
        path: &change.path,
        value: &change.value,
    });
    Found {
        architecture: &found.architecture,
        title: &found.title,
        region: &found.region,
        monthly_cost: Range::money(&found.monthly_cost),
        qualities: qualities.map(shown).collect(),
        choices: choices.collect(),
        changes: changes.collect(),
        yaml: &found.yaml,
    }
}
