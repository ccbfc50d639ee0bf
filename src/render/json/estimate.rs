//! Estimates as JSON.

use super::commitment::{CommitmentJson, commitment};
use super::warnings::{WarningJson, warning};
use super::{Range, made_from, text};
use crate::estimate::{Charge, ChargedTier, Estimate};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct EstimateJson<'r> {
    architecture: &'r str,
    title: &'r str,
    traffic: &'r str,
    requests_per_month: Range,
    monthly_cost: Range,
    list_cost: Range,
    charges: Vec<ChargeJson<'r>>,
    #[serde(flatten)]
    made: made_from::Made<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    commitments: Vec<CommitmentJson<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits: Option<CreditsJson>,
    assumptions: &'r [String],
    warnings: Vec<WarningJson<'r>>,
}

#[derive(Serialize)]
struct ChargeJson<'r> {
    component: &'r str,
    service: &'r str,
    category: &'static str,
    price_key: &'r str,
    sku: Option<&'r str>,
    description: &'r str,
    quantity: String,
    quantity_range: Range,
    unit: &'static str,
    formula: &'r str,
    tiers: Vec<TierJson>,
    cost: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowance: Option<&'r str>,
    rate_code: Option<&'r str>,
    price_as_of: Option<&'r str>,
    price_evidence: &'static str,
    price_sources: &'r [String],
}

#[derive(Serialize)]
struct TierJson {
    from: String,
    to: Option<String>,
    quantity: String,
    unit_price: String,
    cost: String,
}

#[derive(Serialize)]
struct CreditsJson {
    balance: String,
    assumed: bool,
    runs_out_in_month: MonthRange,
    expire_after_months: u32,
    free_plan_ends_after_months: u32,
}

/// Months by case; the high case spends fastest.
#[derive(Serialize)]
struct MonthRange {
    low: Option<u64>,
    expected: Option<u64>,
    high: Option<u64>,
}

pub(super) fn estimate<'r>(estimate: &'r Estimate, made: made_from::Made<'r>) -> EstimateJson<'r> {
    EstimateJson {
        architecture: &estimate.architecture,
        title: &estimate.title,
        traffic: &estimate.traffic,
        requests_per_month: Range::decimal(&estimate.requests_per_month),
        monthly_cost: Range::money(&estimate.monthly_cost),
        list_cost: Range::money(&estimate.list_cost),
        charges: estimate.charges.iter().map(charge).collect(),
        made,
        commitments: estimate.commitments.iter().map(commitment).collect(),
        credits: estimate.credits.as_ref().map(|credits| CreditsJson {
            balance: text(credits.balance.amount()),
            assumed: credits.assumed,
            runs_out_in_month: MonthRange {
                low: credits.runs_out_in_month.low,
                expected: credits.runs_out_in_month.expected,
                high: credits.runs_out_in_month.high,
            },
            expire_after_months: credits.expire_after_months,
            free_plan_ends_after_months: credits.free_plan_ends_after_months,
        }),
        assumptions: &estimate.assumptions,
        warnings: estimate.warnings.iter().map(warning).collect(),
    }
}

fn charge(charge: &Charge) -> ChargeJson<'_> {
    let tier = |tier: &ChargedTier| TierJson {
        from: text(tier.from),
        to: tier.to.map(text),
        quantity: text(tier.quantity),
        unit_price: text(tier.unit_price),
        cost: text(tier.cost.amount()),
    };
    ChargeJson {
        component: &charge.component,
        service: charge.service,
        category: charge.category.word(),
        price_key: charge.key.as_str(),
        sku: charge.price.sku.as_deref(),
        description: &charge.description,
        quantity: text(charge.quantity.amount.expected),
        quantity_range: Range::decimal(&charge.quantity.amount),
        unit: charge.quantity.unit.name(),
        formula: &charge.formula,
        tiers: charge.tiers.iter().map(tier).collect(),
        cost: Range::money(&charge.cost),
        allowance: charge.allowance.as_deref(),
        rate_code: charge.price.rate_code.as_deref(),
        price_as_of: Some(charge.price.as_of.as_str()).filter(|date| !date.is_empty()),
        price_evidence: charge.price.evidence.name(),
        price_sources: &charge.price.sources,
    }
}
