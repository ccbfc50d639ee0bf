//! Limits on what figures rest on: prices that are known and fresh, warnings there must not be.

use super::Context;
use super::finding::{Bound, Finding, FindingCode, Measured, Severity};
use super::judged::{Draft, Judged, standing};
use super::scope::Scope;
use crate::catalog::Evidence;
use crate::estimate::{Charge, Estimate};
use crate::scenario::Days;
use crate::units::{ArithmeticError, Date};
use crate::warning::WarningCode;
use rust_decimal::Decimal;

/// Every finding about what figures rest on, limit by limit.
pub(super) fn findings(
    judged: &Judged<'_>,
    scope: &Scope<'_>,
    context: &Context<'_>,
) -> Result<Vec<Finding>, ArithmeticError> {
    let budget = judged.budget;
    let estimates: Vec<&Estimate> = context.estimates.iter().filter(|e| scope.has(e)).collect();
    let mut drafts = Vec::new();
    if let (Some(limit), Some(day)) = (budget.price_age, context.day()) {
        let is_fixed = context.subject.scenario.as_of.is_some();
        for estimate in &estimates {
            drafts.push(price_age(judged, estimate, limit, (day, is_fixed))?);
        }
    }
    if budget.unknown_prices.is_some() {
        let names = scope.architectures.iter();
        drafts.extend(names.map(|name| unknown_prices(name, context)));
    }
    for code in &budget.warnings {
        let of = |estimate: &&Estimate| unwanted(*code, estimate);
        drafts.extend(estimates.iter().map(of));
    }
    drafts
        .into_iter()
        .map(|draft| judged.finding(draft))
        .collect()
}

fn draft(code: FindingCode, key: &'static str, measured: Measured) -> Draft {
    Draft {
        code,
        key,
        severity: Severity::Pass,
        architecture: None,
        traffic: None,
        measured,
        bound: Bound::AtMost,
        limit: Some(Decimal::ZERO),
        actual: Some(Decimal::ZERO),
        text: String::new(),
        changes: Vec::new(),
    }
}

/// The age of the oldest price something is charged at. Prices the buyer sets have no date.
fn price_age(
    judged: &Judged<'_>,
    estimate: &Estimate,
    limit: Days,
    (day, is_fixed): (Date, bool),
) -> Result<Draft, ArithmeticError> {
    let (component, service) = (&judged.budget.component, &judged.budget.service);
    let wanted = |charge: &&Charge| {
        component
            .as_ref()
            .is_none_or(|name| *name == charge.component)
            && service.as_ref().is_none_or(|name| name == charge.service)
    };
    // What the buyer states has no date of AWS's.
    let stated = |charge: &&Charge| {
        let evidence = charge.price.evidence;
        matches!(evidence, Evidence::Override | Evidence::Commitment)
    };
    let charges = estimate.charges.iter().filter(wanted);
    let charges = charges.filter(|charge| !stated(charge));
    // A date that can't be read, or lies ahead by more than the time zones differ, is none.
    let age = |charge: &Charge| charge.price.age(day).filter(|age| *age >= -1);
    let ages = charges.map(|charge| (age(charge).map_or(i64::MAX, |age| age.max(0)), charge));
    let oldest = ages.max_by_key(|(age, _)| *age);
    let subject = judged.subject(&estimate.architecture, &estimate.traffic);
    let draft = Draft {
        architecture: Some(estimate.architecture.clone()),
        traffic: Some(estimate.traffic.clone()),
        limit: Some(Decimal::from(limit.count())),
        ..draft(FindingCode::PriceAge, "price_age", Measured::Days)
    };
    let Some((age, charge)) = oldest else {
        return Ok(Draft {
            actual: None,
            text: format!("{subject} rests on no price that has a date"),
            ..draft
        });
    };
    if age == i64::MAX {
        let (key, as_of) = (charge.key.as_str(), &charge.price.as_of);
        return Ok(Draft {
            severity: Severity::Failure,
            actual: None,
            text: format!(
                "a price of {subject}, `{key}` of {as_of}, has no age on {day}; refresh the price \
                 book, or give another"
            ),
            ..draft
        });
    }
    let age = Decimal::from(age);
    let allowed = Decimal::from(limit.count());
    let severity = standing(allowed, age, judged.budget.warn_at)?;
    let (key, as_of) = (charge.key.as_str(), &charge.price.as_of);
    let days = match age == Decimal::ONE {
        true => "1 day".to_owned(),
        false => format!("{age} days"),
    };
    // A date that is fixed never lets prices age: whoever relies on it should know.
    let whose = match is_fixed {
        true => ", the `as_of` of the scenario",
        false => "",
    };
    let allow = if limit.count() == 1 { "is" } else { "are" };
    let stands = match severity {
        Severity::Failure => {
            format!("{limit} {allow} allowed; refresh the price book, or give another")
        }
        Severity::Warning | Severity::Pass => format!("{limit} {allow} allowed"),
    };
    Ok(Draft {
        severity,
        actual: Some(age),
        text: format!(
            "the oldest price of {subject}, `{key}` of {as_of}, is {days} old on {day}{whose}; {stands}"
        ),
        ..draft
    })
}

/// Prices named of those that are missing.
const NAMED: usize = 3;

/// The prices an architecture lacks.
fn unknown_prices(name: &str, context: &Context<'_>) -> Draft {
    let lacks = context.gaps.iter();
    let lacks = lacks.filter(|gap| gap.architectures.iter().any(|lacking| lacking == name));
    let keys: Vec<&str> = lacks.map(|gap| gap.key.as_str()).collect();
    let draft = Draft {
        architecture: Some(name.to_owned()),
        text: format!("every price of `{name}` is known"),
        ..draft(FindingCode::UnknownPrice, "unknown_prices", Measured::Count)
    };
    let count = match keys.len() {
        0 => return draft,
        1 => "a price that is".to_owned(),
        count => format!("{count} prices that are"),
    };
    let named = keys.iter().take(NAMED).map(|key| format!("`{key}`"));
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match keys.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let region = context.subject.scenario.region.as_str();
    Draft {
        severity: Severity::Failure,
        actual: Some(Decimal::from(keys.len())),
        text: format!(
            "`{name}` needs {count} not known: {named}{more}; nothing else of it was judged; \
             `breakeven prices show KEY --region {region}` says how to get one"
        ),
        ..draft
    }
}

/// Warnings of a code. Those the scenario accepts are no failure: they are known.
fn unwanted(code: WarningCode, estimate: &Estimate) -> Draft {
    let subject = format!("`{}` at `{}`", estimate.architecture, estimate.traffic);
    let all = || {
        estimate
            .warnings
            .iter()
            .filter(|warning| warning.code == code)
    };
    let (open, accepted) = (
        all().filter(|warning| !warning.is_accepted).count(),
        all().filter(|warning| warning.is_accepted).count(),
    );
    let first = all().min_by_key(|warning| warning.is_accepted);
    let first = first.map_or("", |warning| warning.message.as_str());
    let more = match (open + accepted).saturating_sub(1) {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let (severity, text) = match (open, accepted) {
        (0, 0) => (Severity::Pass, format!("{subject} has no warning `{code}`")),
        (0, _) => (
            Severity::Warning,
            format!("{subject} has a warning `{code}` that the scenario accepts: {first}{more}"),
        ),
        _ => (
            Severity::Failure,
            format!("{subject} has the warning `{code}`: {first}{more}"),
        ),
    };
    Draft {
        severity,
        architecture: Some(estimate.architecture.clone()),
        traffic: Some(estimate.traffic.clone()),
        actual: Some(Decimal::from(open)),
        text,
        ..draft(FindingCode::UnwantedWarning, "warnings", Measured::Count)
    }
}
