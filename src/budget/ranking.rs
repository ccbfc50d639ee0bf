//! Limits on which architecture is the cheapest, and from what traffic on.

use super::finding::{Bound, Finding, FindingCode, Measured, Severity, shown};
use super::judged::{Draft, Judged, changes_text};
use super::scope::Scope;
use super::{CheckError, Context};
use crate::compare::break_even::{BreakEven, USUAL_RANGE, along_requests_within};
use crate::estimate::{Bound as BoundArchitecture, Estimate};
use crate::scenario::{BreakEvenLimit, RequestsPerDay};
use crate::units::ArithmeticError;
use crate::units::number::grouped;
use rust_decimal::Decimal;

/// Every finding about which is the cheapest, level by level.
pub(super) fn findings(
    judged: &Judged<'_>,
    scope: &Scope<'_>,
    context: &Context<'_>,
) -> Result<Vec<Finding>, CheckError> {
    let mut findings = Vec::new();
    for level in &scope.levels {
        if let Some(name) = &judged.budget.cheapest {
            let draft = cheapest(judged, name, level, context)?;
            findings.push(judged.finding(draft)?);
        }
    }
    for level in &scope.levels {
        if let Some(limit) = &judged.budget.break_even {
            for draft in break_even(limit, level, context)? {
                findings.push(judged.finding(draft)?);
            }
        }
    }
    Ok(findings)
}

/// Whether an architecture costs no more than any other at a level.
fn cheapest(
    judged: &Judged<'_>,
    name: &str,
    level: &str,
    context: &Context<'_>,
) -> Result<Draft, ArithmeticError> {
    let draft = Draft {
        code: FindingCode::Cheapest,
        key: "cheapest",
        severity: Severity::Pass,
        architecture: Some(name.to_owned()),
        traffic: Some(level.to_owned()),
        measured: Measured::Money,
        bound: Bound::AtMost,
        limit: None,
        actual: None,
        text: format!("`{name}` is the only architecture"),
        changes: Vec::new(),
    };
    let at_level: Vec<&Estimate> = context
        .estimates
        .iter()
        .filter(|e| e.traffic == level)
        .collect();
    let own = at_level.iter().find(|e| e.architecture == name);
    let unpriced = context
        .gaps
        .iter()
        .flat_map(|gap| &gap.architectures)
        .next();
    if let Some(unpriced) = unpriced {
        return Ok(Draft {
            severity: Severity::Failure,
            text: format!("which is the cheapest can't be told: `{unpriced}` lacks prices"),
            ..draft
        });
    }
    let cost = |estimate: &Estimate| estimate.monthly_cost.at(judged.case());
    let others = at_level.iter().filter(|e| e.architecture != name);
    let (Some(own), Some(other)) = (own, others.min_by_key(|e| cost(e))) else {
        return Ok(draft);
    };
    let (limit, actual) = (cost(other), cost(own));
    let currency = own.currency;
    let (own_cost, other_cost) = (
        shown(actual.amount(), currency),
        shown(limit.amount(), currency),
    );
    let rival = &other.architecture;
    let by = limit.checked_sub(actual)?.amount();
    let by_shown = shown(by.abs(), currency);
    let is_cheapest = actual <= limit;
    let changes = match is_cheapest {
        true => Vec::new(),
        false => judged.grown(own, context)?,
    };
    let text = match (is_cheapest, by.is_zero()) {
        (true, true) => format!(
            "`{name}` costs {own_cost} a month at `{level}`, as little as `{rival}`: none is cheaper"
        ),
        (true, false) => format!(
            "`{name}` is the cheapest at `{level}`: {own_cost} a month, {by_shown} less than `{rival}`"
        ),
        (false, _) => format!(
            "`{name}` is not the cheapest at `{level}`: {own_cost} a month, {by_shown} more than \
             `{rival}` at {other_cost}{}",
            changes_text(&changes, currency)
        ),
    };
    Ok(Draft {
        severity: match is_cheapest {
            true => Severity::Pass,
            false => Severity::Failure,
        },
        limit: Some(limit.amount()),
        actual: Some(actual.amount()),
        text,
        changes,
        ..draft
    })
}

/// Where the cheapest of two changes along the traffic, held against both limits there may be.
fn break_even(
    limit: &BreakEvenLimit,
    level: &str,
    context: &Context<'_>,
) -> Result<Vec<Draft>, ArithmeticError> {
    let limits = [(limit.above, Bound::AtLeast), (limit.below, Bound::AtMost)];
    let limits = limits
        .into_iter()
        .filter_map(|(limit, bound)| Some((limit?, bound)));
    let limits: Vec<(RequestsPerDay, Bound)> = limits.collect();
    let is_one = |bound: &&BoundArchitecture| {
        let name = bound.architecture();
        bound.traffic() == level && limit.between.iter().any(|wanted| wanted == name)
    };
    let bounds: Vec<&BoundArchitecture> = context.bounds.iter().filter(is_one).collect();
    let most = limits.iter().map(|(limit, _)| limit.count()).max();
    let to = USUAL_RANGE.1.max(most.unwrap_or_default());
    let found = match bounds.len() {
        2 => along_requests_within(&bounds, (USUAL_RANGE.0, to), context.effort)?,
        _ => None,
    };
    let pair = limit.between.iter().map(|name| format!("`{name}`"));
    let pair = pair.collect::<Vec<_>>().join(" and ");
    let draft = |(limit, bound): (RequestsPerDay, Bound)| {
        let (severity, actual, text) = match &found {
            None => (
                Severity::Failure,
                None,
                format!("where {pair} break even can't be told: prices are missing"),
            ),
            Some(found) => stand(found, limit, bound, &pair, level),
        };
        Draft {
            code: FindingCode::BreakEven,
            key: "break_even",
            severity,
            architecture: None,
            traffic: Some(level.to_owned()),
            measured: Measured::RequestsPerDay,
            bound,
            limit: Some(Decimal::from(limit.count())),
            actual,
            text,
            changes: Vec::new(),
        }
    };
    Ok(limits.into_iter().map(draft).collect())
}

/// How the first value at which the answer turns stands against a limit.
fn stand(
    found: &BreakEven,
    limit: RequestsPerDay,
    bound: Bound,
    pair: &str,
    level: &str,
) -> (Severity, Option<Decimal>, String) {
    let wanted = match bound {
        Bound::AtLeast => format!("no change below {limit}"),
        Bound::AtMost => format!("a change up to {limit}"),
    };
    let at = Decimal::from(limit.count());
    let turns = found.turns();
    let Some(turn) = turns.first() else {
        let to = grouped(found.to);
        let stretches = found.stretches();
        let mut soles = stretches
            .iter()
            .filter_map(|stretch| stretch.cheapest.sole());
        let always = match (soles.next(), found.crossings.is_empty()) {
            (Some(sole), true) => format!("`{sole}` is always the cheaper"),
            (Some(sole), false) => format!("`{sole}` never costs more"),
            (None, _) => "both always cost the same".to_owned(),
        };
        // A search that ended early has not looked everywhere.
        let is_decided = found.to >= at;
        let severity = match (bound, is_decided) {
            (Bound::AtLeast, true) => Severity::Pass,
            _ => Severity::Failure,
        };
        let text = match is_decided {
            true => format!(
                "{pair} do not break even at `{level}` up to {to} requests a day, {always}; wanted is \
                 {wanted}"
            ),
            false => format!(
                "where {pair} break even at `{level}` is not known beyond {to} requests a day; \
                 wanted is {wanted}"
            ),
        };
        return (severity, None, text);
    };
    let holds = match bound {
        Bound::AtLeast => turn.at >= at,
        Bound::AtMost => turn.at <= at,
    };
    let severity = match holds {
        true => Severity::Pass,
        false => Severity::Failure,
    };
    let below = match turn.below {
        Some(sole) => format!("`{sole}` is the cheaper"),
        None => "both cost the same".to_owned(),
    };
    let text = format!(
        "{pair} break even at {} requests a day at `{level}`, below it {below}; wanted is {wanted}",
        grouped(turn.at),
    );
    (severity, Some(turn.at), text)
}
