//! Several scenarios and their totals as JSON.

use super::{Range, pretty, text};
use crate::portfolio::{CountedAgain, Group, Part, Portfolio, Sum, Total, Unpriced};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    /// False when some files are in no total.
    complete: bool,
    scenarios: Vec<PartJson<'r>>,
    totals: Vec<TotalJson<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorJson<'r>>,
}

#[derive(Serialize)]
struct PartJson<'r> {
    scenario: &'r str,
    file: &'r str,
    region: &'r str,
    currency: &'static str,
    tags: BTreeMap<&'r str, &'r str>,
    architecture: &'r str,
    architecture_from: &'static str,
    traffic: &'r str,
    traffic_from: &'static str,
    free_tier: &'r str,
    month: MonthJson,
    monthly_cost: Range,
    yearly_cost: Range,
    warnings: Vec<&'static str>,
}

#[derive(Serialize)]
struct MonthJson {
    hours: String,
    description: String,
}

#[derive(Serialize)]
struct TotalJson<'r> {
    currency: &'static str,
    #[serde(flatten)]
    sum: SumJson,
    by: Vec<TagJson<'r>>,
    free_tier_counted_again: Vec<AgainJson<'r>>,
}

#[derive(Serialize)]
struct SumJson {
    scenarios: usize,
    monthly_cost: Range,
    yearly_cost: Range,
}

#[derive(Serialize)]
struct TagJson<'r> {
    tag: &'r str,
    groups: Vec<GroupJson<'r>>,
}

#[derive(Serialize)]
struct GroupJson<'r> {
    /// Null for scenarios without the tag.
    value: Option<&'r str>,
    #[serde(flatten)]
    sum: SumJson,
}

#[derive(Serialize)]
struct AgainJson<'r> {
    allowance: &'r str,
    title: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'r str>,
    scenarios: usize,
    unit: String,
    granted: String,
    taken: String,
    worth: String,
}

#[derive(Serialize)]
struct ErrorJson<'r> {
    file: &'r str,
    message: &'r str,
    exit_code: u8,
}

/// What `portfolio --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn portfolio_json(
    portfolio: &Portfolio,
    totals: &[Total],
) -> Result<String, serde_json::Error> {
    pretty(&Document {
        schema: "breakeven/portfolio/v1",
        complete: portfolio.unpriced().is_empty(),
        scenarios: portfolio.parts().iter().map(part).collect(),
        totals: totals
            .iter()
            .map(|total| total_json(portfolio, total))
            .collect(),
        errors: portfolio.unpriced().iter().map(error).collect(),
    })
}

fn part(part: &Part) -> PartJson<'_> {
    PartJson {
        scenario: &part.scenario,
        file: &part.file,
        region: &part.region,
        currency: part.currency.code(),
        tags: part.tags.iter().collect(),
        architecture: &part.architecture.0,
        architecture_from: part.architecture.1.word(),
        traffic: &part.traffic.0,
        traffic_from: part.traffic.1.word(),
        free_tier: &part.free_tier,
        month: MonthJson {
            hours: text(part.month.hours()),
            description: part.month.describe(),
        },
        monthly_cost: Range::money(&part.monthly),
        yearly_cost: Range::money(&part.yearly),
        warnings: part.warnings.iter().map(|code| code.code()).collect(),
    }
}

fn total_json<'r>(portfolio: &'r Portfolio, total: &'r Total) -> TotalJson<'r> {
    let by = portfolio.by().iter().zip(&total.by);
    TotalJson {
        currency: total.currency.code(),
        sum: sum(&total.sum),
        by: by
            .map(|(tag, groups)| TagJson {
                tag,
                groups: groups.iter().map(group).collect(),
            })
            .collect(),
        free_tier_counted_again: total.counted_again.iter().map(again).collect(),
    }
}

fn sum(sum: &Sum) -> SumJson {
    SumJson {
        scenarios: sum.scenarios,
        monthly_cost: Range::money(&sum.monthly),
        yearly_cost: Range::money(&sum.yearly),
    }
}

fn group(group: &Group) -> GroupJson<'_> {
    GroupJson {
        value: group.text.as_deref(),
        sum: sum(&group.sum),
    }
}

fn again(again: &CountedAgain) -> AgainJson<'_> {
    AgainJson {
        allowance: &again.allowance,
        title: &again.title,
        region: again.region.as_deref(),
        scenarios: again.scenarios,
        unit: again.unit.to_string(),
        granted: text(again.granted),
        taken: text(again.taken),
        worth: text(again.worth.amount()),
    }
}

fn error(unpriced: &Unpriced) -> ErrorJson<'_> {
    ErrorJson {
        file: &unpriced.file,
        message: &unpriced.message,
        exit_code: unpriced.exit,
    }
}
