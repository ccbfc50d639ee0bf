//! Limits on money: a month, a year, a request, a user, growth.

use super::Context;
use super::finding::{Bound, Finding, FindingCode, Measured, Severity, shown};
use super::judged::{Draft, Judged, changes_text, standing, standing_text};
use super::scope::{Scope, users};
use crate::estimate::Estimate;
use crate::units::{ArithmeticError, Dollars, Measure, Money, Percent, arithmetic};
use rust_decimal::Decimal;

/// Every finding about money, limit by limit.
pub(super) fn findings(
    judged: &Judged<'_>,
    scope: &Scope<'_>,
    context: &Context<'_>,
) -> Result<Vec<Finding>, ArithmeticError> {
    let budget = judged.budget;
    let growth = budget.growth.as_ref();
    let percent = growth.and_then(|growth| growth.percent);
    let limits = [
        (FindingCode::MonthlyCost, budget.monthly),
        (FindingCode::YearlyCost, budget.yearly),
        (FindingCode::CostPerRequest, budget.per_request),
        (FindingCode::CostPerUser, budget.per_user),
        (
            FindingCode::MonthlyGrowth,
            growth.and_then(|growth| growth.monthly),
        ),
    ];
    let estimates: Vec<&Estimate> = context.estimates.iter().filter(|e| scope.has(e)).collect();
    let mut findings = Vec::new();
    for (code, limit) in limits {
        let Some(limit) = limit else { continue };
        for estimate in &estimates {
            let draft = match code {
                FindingCode::MonthlyGrowth => {
                    let limit = Allowed {
                        code,
                        amount: |_| Ok(Dollars::amount(limit)),
                        shown: limit.to_string(),
                    };
                    Some(growth_of(judged, estimate, context, &limit)?)
                }
                _ => cost_of(judged, estimate, context, code, limit)?,
            };
            findings.extend(draft.map(|draft| judged.finding(draft)).transpose()?);
        }
    }
    if let Some(percent) = percent {
        for estimate in &estimates {
            let limit = Allowed {
                code: FindingCode::PercentGrowth,
                amount: |before: Money| arithmetic::mul(before.amount(), percent.amount()),
                shown: percent.to_string(),
            };
            let draft = growth_of(judged, estimate, context, &limit)?;
            findings.push(judged.finding(draft)?);
        }
    }
    Ok(findings)
}

/// What the budget is about costs in a month.
fn cost(judged: &Judged<'_>, estimate: &Estimate) -> Result<Money, ArithmeticError> {
    let (component, service) = (&judged.budget.component, &judged.budget.service);
    let cost = match component.is_none() && service.is_none() {
        true => estimate.monthly_cost,
        false => estimate.sum_of(|charge| {
            component
                .as_ref()
                .is_none_or(|name| *name == charge.component)
                && service.as_ref().is_none_or(|name| name == charge.service)
        })?,
    };
    Ok(cost.at(judged.case()))
}

/// A draft about money of one estimate.
fn draft(code: FindingCode, key: &'static str, estimate: &Estimate) -> Draft {
    Draft {
        code,
        key,
        severity: Severity::Pass,
        architecture: Some(estimate.architecture.clone()),
        traffic: Some(estimate.traffic.clone()),
        measured: Measured::Money,
        bound: Bound::AtMost,
        limit: None,
        actual: None,
        text: String::new(),
        changes: Vec::new(),
    }
}

/// What is limited of a month; `None` where the limit says nothing about the estimate.
fn cost_of(
    judged: &Judged<'_>,
    estimate: &Estimate,
    context: &Context<'_>,
    code: FindingCode,
    limit: Dollars,
) -> Result<Option<Draft>, ArithmeticError> {
    let monthly = cost(judged, estimate)?.amount();
    let subject = judged.subject(&estimate.architecture, &estimate.traffic);
    let (key, actual, what) = match code {
        FindingCode::YearlyCost => {
            let yearly = arithmetic::mul(monthly, Decimal::from(12))?;
            ("yearly", yearly, "a year")
        }
        FindingCode::CostPerRequest => {
            let requests = estimate.requests_per_month.at(judged.case());
            if requests.is_zero() {
                let text = format!("{subject} has no requests to share its cost");
                return Ok(Some(Draft {
                    severity: Severity::Warning,
                    measured: Measured::Each,
                    limit: Some(limit.amount()),
                    text,
                    ..draft(code, "per_request", estimate)
                }));
            }
            let each = arithmetic::div(monthly, requests)?;
            ("per_request", each, "a request")
        }
        FindingCode::CostPerUser => {
            let users = users(context.subject.scenario, &estimate.traffic);
            let Some(users) = users else {
                return Ok(None);
            };
            if users.is_zero() {
                let text = format!("{subject} has no users to share its cost");
                return Ok(Some(Draft {
                    severity: Severity::Warning,
                    measured: Measured::Each,
                    limit: Some(limit.amount()),
                    text,
                    ..draft(code, "per_user", estimate)
                }));
            }
            (
                "per_user",
                arithmetic::div(monthly, users)?,
                "a user a month",
            )
        }
        _ => ("monthly", monthly, "a month"),
    };
    let warn_at = judged.budget.warn_at;
    let severity = standing(limit.amount(), actual, warn_at)?;
    let changes = match severity {
        Severity::Failure => judged.grown(estimate, context)?,
        Severity::Pass | Severity::Warning => Vec::new(),
    };
    let over = arithmetic::sub(actual, limit.amount())?;
    let currency = estimate.currency;
    let measured = match code {
        FindingCode::CostPerRequest | FindingCode::CostPerUser => Measured::Each,
        _ => Measured::Money,
    };
    let shown = |amount| measured.show(amount, currency);
    let text = format!(
        "{subject} costs {} {what}{}{}",
        shown(actual),
        standing_text(severity, &limit.to_string(), &shown(over), warn_at),
        changes_text(&changes, currency),
    );
    Ok(Some(Draft {
        severity,
        measured,
        limit: Some(limit.amount()),
        actual: Some(actual),
        text,
        changes,
        ..draft(code, key, estimate)
    }))
}

/// A limit on growth.
struct Allowed<F> {
    code: FindingCode,
    /// The growth that is allowed over what the baseline cost.
    amount: F,
    /// As it is written.
    shown: String,
}

fn growth_of(
    judged: &Judged<'_>,
    estimate: &Estimate,
    context: &Context<'_>,
    allowed: &Allowed<impl Fn(Money) -> Result<Decimal, ArithmeticError>>,
) -> Result<Draft, ArithmeticError> {
    let subject = judged.subject(&estimate.architecture, &estimate.traffic);
    let draft = draft(allowed.code, "growth", estimate);
    let baseline = context.against.baseline;
    let Some(earlier) = baseline.and_then(|baseline| baseline.of(estimate)) else {
        return Ok(Draft {
            severity: Severity::Warning,
            text: format!("{subject} is not in the baseline, so that its growth is not known"),
            ..draft
        });
    };
    let (component, service) = (&judged.budget.component, &judged.budget.service);
    let before = earlier.cost(component.as_deref(), service.as_deref(), judged.case())?;
    let after = cost(judged, estimate)?;
    let growth = after.checked_sub(before)?.amount();
    let limit = (allowed.amount)(before)?;
    let warn_at: Option<Percent> = judged.budget.warn_at;
    let severity = standing(limit, growth, warn_at)?;
    let changes = match severity {
        Severity::Failure => judged.grown(estimate, context)?,
        Severity::Pass | Severity::Warning => Vec::new(),
    };
    let currency = estimate.currency;
    let more = match growth {
        growth if growth.is_sign_negative() && !growth.is_zero() => {
            format!("{} less", shown(growth.abs(), currency))
        }
        growth => format!("{} more", shown(growth, currency)),
    };
    let over = arithmetic::sub(growth, limit)?;
    let text = format!(
        "{subject} costs {} a month, {more} than the {} of the baseline{}{}",
        shown(after.amount(), currency),
        shown(before.amount(), currency),
        standing_text(severity, &allowed.shown, &shown(over, currency), warn_at),
        changes_text(&changes, currency),
    );
    Ok(Draft {
        severity,
        limit: Some(limit),
        actual: Some(growth),
        text,
        changes,
        ..draft
    })
}
