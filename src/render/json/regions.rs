//! Regions ranked for a scenario, as JSON.

use super::comparison::names_of;
use super::{Month, Range, is_false, pretty, text};
use crate::catalog::{CatalogError, region};
use crate::compare::{
    Added, InPart, LeftOut, Note, RankedRegion, RegionComparison, RegionRanking, Why,
};
use crate::estimate::Gap;
use crate::scenario::Scenario;
use crate::units::Money;
use serde::Serialize;

#[derive(Serialize)]
struct RegionsJson<'r> {
    schema: &'static str,
    scenario: &'r str,
    /// The region of the scenario, which the others are compared with.
    region: &'r str,
    free_tier: &'static str,
    month: Month,
    rankings: Vec<RankingJson<'r>>,
    left_out: Vec<LeftOutJson<'r>>,
    assumptions: Vec<NoteJson<'r>>,
    warnings: Vec<NoteJson<'r>>,
    prices_read: Option<DatesJson<'r>>,
}

#[derive(Serialize)]
struct DatesJson<'r> {
    oldest: &'r str,
    newest: &'r str,
}

#[derive(Serialize)]
struct RankingJson<'r> {
    traffic: &'r str,
    currency: &'static str,
    requests_per_month: Range,
    regions: Vec<RegionJson<'r>>,
    /// Regions that lack prices of some architectures, never ranked with the others.
    in_part: Vec<RegionJson<'r>>,
}

#[derive(Serialize)]
struct RegionJson<'r> {
    region: &'r str,
    location: Option<&'static str>,
    /// None where several cost the same.
    cheapest: Option<&'r str>,
    /// Every architecture that costs as little.
    cheapest_all: Vec<&'r str>,
    monthly_cost: Option<String>,
    difference: Option<String>,
    difference_ratio: Option<String>,
    architectures: Vec<CostJson<'r>>,
}

#[derive(Serialize)]
struct CostJson<'r> {
    architecture: &'r str,
    monthly_cost: Option<String>,
    monthly_cost_range: Option<Range>,
    /// What is wrong other than missing prices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    /// The keys of the prices it lacks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<&'r str>,
}

#[derive(Serialize)]
struct LeftOutJson<'r> {
    region: &'r str,
    location: Option<&'static str>,
    currency: &'static str,
    /// What is wrong other than missing prices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    missing: Vec<MissingJson<'r>>,
}

#[derive(Serialize)]
struct MissingJson<'r> {
    price_key: &'r str,
    architectures: &'r [String],
    /// True when the book records it as a gap.
    recorded: bool,
    fetch: &'r str,
}

#[derive(Serialize)]
struct NoteJson<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    message: &'r str,
    /// The least and the most of the regions, by currency; left out where it is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    monthly_amount: Vec<AddedJson>,
    #[serde(skip_serializing_if = "is_false")]
    included: bool,
    #[serde(skip_serializing_if = "is_false")]
    accepted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_by: Option<&'r str>,
    /// Left out when it holds wherever an architecture it is about has its prices.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    regions: &'r [String],
}

#[derive(Serialize)]
struct AddedJson {
    currency: &'static str,
    low: String,
    high: String,
}

/// What `compare --region all --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn regions_json(
    scenario: &Scenario,
    comparison: &RegionComparison,
) -> Result<String, serde_json::Error> {
    let notes = |warnings: bool| {
        let wanted = comparison.notes.iter();
        let wanted = wanted.filter(move |note| note.code.is_some() == warnings);
        wanted.map(note).collect()
    };
    pretty(&RegionsJson {
        schema: "breakeven/regions/v1",
        scenario: &scenario.name,
        region: &comparison.own,
        free_tier: scenario.free_tier.kind.word(),
        month: Month::of(scenario),
        rankings: comparison
            .rankings
            .iter()
            .map(|r| ranking(comparison, r))
            .collect(),
        left_out: comparison.left_out.iter().map(left_out).collect(),
        assumptions: notes(false),
        warnings: notes(true),
        prices_read: comparison
            .read
            .as_ref()
            .map(|(oldest, newest)| DatesJson { oldest, newest }),
    })
}

fn location(code: &str) -> Option<&'static str> {
    region(code).map(|region| region.location)
}

fn ranking<'r>(comparison: &'r RegionComparison, ranking: &'r RegionRanking) -> RankingJson<'r> {
    let in_part = |region: &'r RankedRegion| {
        let mut parts = comparison.in_part.iter();
        ranked(region, parts.find(|part| part.region == region.region))
    };
    RankingJson {
        traffic: &ranking.traffic,
        currency: ranking.currency.code(),
        requests_per_month: Range::decimal(&ranking.requests_per_month),
        regions: ranking.regions.iter().map(|r| ranked(r, None)).collect(),
        in_part: ranking.in_part.iter().map(in_part).collect(),
    }
}

fn ranked<'r>(region: &'r RankedRegion, part: Option<&'r InPart>) -> RegionJson<'r> {
    let unpriced = part.map(InPart::unpriced).unwrap_or_default().into_iter();
    let cheapest = region.cheapest();
    RegionJson {
        region: &region.region,
        location: location(&region.region),
        cheapest: match cheapest {
            [sole] => Some(sole.architecture.as_str()),
            _ => None,
        },
        cheapest_all: names_of(cheapest),
        monthly_cost: cheapest
            .first()
            .map(|cheapest| text(cheapest.monthly_cost.expected.amount())),
        difference: region.difference.map(Money::amount).map(text),
        difference_ratio: region.difference_ratio.map(text),
        architectures: region
            .architectures
            .iter()
            .map(|ranked| CostJson {
                architecture: &ranked.architecture,
                monthly_cost: Some(text(ranked.monthly_cost.expected.amount())),
                monthly_cost_range: Some(Range::money(&ranked.monthly_cost)),
                reasons: Vec::new(),
                missing: Vec::new(),
            })
            .chain(unpriced.map(|(name, gaps)| without_price(name, &gaps)))
            .collect(),
    }
}

/// An architecture that can't be priced.
fn without_price<'r>(name: &'r str, gaps: &[&'r Gap]) -> CostJson<'r> {
    let (missing, other): (Vec<&Gap>, Vec<&Gap>) = gaps
        .iter()
        .partition(|gap| matches!(gap.error, CatalogError::Missing(_)));
    CostJson {
        architecture: name,
        monthly_cost: None,
        monthly_cost_range: None,
        reasons: other.iter().map(|gap| gap.error.to_string()).collect(),
        missing: missing.iter().map(|gap| gap.key.as_str()).collect(),
    }
}

fn left_out(left: &LeftOut) -> LeftOutJson<'_> {
    let (gaps, mut reasons) = match &left.why {
        Why::Prices(gaps) => (gaps.as_slice(), Vec::new()),
        Why::Currency(why) => (&[][..], vec![why.to_string()]),
    };
    let mut missing = Vec::with_capacity(gaps.len());
    for gap in gaps {
        match missing_price(gap) {
            Some(price) => missing.push(price),
            None => reasons.push(gap.error.to_string()),
        }
    }
    LeftOutJson {
        region: &left.region,
        location: location(&left.region),
        currency: left.currency.code(),
        reasons,
        missing,
    }
}

fn missing_price(gap: &Gap) -> Option<MissingJson<'_>> {
    let CatalogError::Missing(price) = &gap.error else {
        return None;
    };
    Some(MissingJson {
        price_key: gap.key.as_str(),
        architectures: &gap.architectures,
        recorded: price.known_gap,
        fetch: &price.fetch,
    })
}

fn note(note: &Note) -> NoteJson<'_> {
    NoteJson {
        code: note.code.map(|code| code.code()),
        message: &note.text,
        monthly_amount: note.amounts.iter().map(added).collect(),
        included: note.is_included,
        accepted: note.is_accepted,
        settled_by: note.settled_by.as_deref(),
        regions: &note.regions,
    }
}

fn added(added: &Added) -> AddedJson {
    AddedJson {
        currency: added.currency.code(),
        low: text(added.least.amount()),
        high: text(added.most.amount()),
    }
}
