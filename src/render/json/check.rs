//! Findings of budgets as JSON.

use super::{pretty, text};
use crate::budget::{Bound, Change, Checked, Checks, Finding, Measured, Severity};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'r> {
    schema: &'static str,
    summary: Summary,
    scenarios: Vec<ScenarioJson<'r>>,
    findings: Vec<FindingJson<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorJson<'r>>,
}

#[derive(Serialize)]
struct Summary {
    pass: usize,
    warning: usize,
    failure: usize,
}

#[derive(Serialize)]
struct ScenarioJson<'r> {
    scenario: &'r str,
    file: &'r str,
    currency: &'static str,
    tags: BTreeMap<&'r str, &'r str>,
    summary: Summary,
}

#[derive(Serialize)]
struct FindingJson<'r> {
    code: &'static str,
    severity: &'static str,
    budget: &'r str,
    scenario: &'r str,
    /// The file of the scenario, which its name need not tell.
    file: &'r str,
    architecture: Option<&'r str>,
    traffic: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    component: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'r str>,
    /// What the amounts are: a currency, `days`, `requests per day`, `count`.
    unit: &'static str,
    /// The side of the limit that holds.
    bound: &'static str,
    limit: Option<String>,
    actual: Option<String>,
    headroom: Option<String>,
    message: &'r str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeJson<'r>>,
    place: PlaceJson<'r>,
}

#[derive(Serialize)]
struct ChangeJson<'r> {
    component: &'r str,
    service: &'r str,
    before: Option<String>,
    after: String,
}

#[derive(Serialize)]
struct PlaceJson<'r> {
    file: &'r str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct ErrorJson<'r> {
    file: &'r str,
    message: &'r str,
    exit_code: u8,
}

/// What `check --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn check_json(checks: &Checks) -> Result<String, serde_json::Error> {
    let findings = checks.checked.iter().flat_map(|checked| {
        let findings = checked.findings.iter();
        findings.map(move |found| finding(checked, found))
    });
    let errors = checks.unchecked.iter().map(|file| ErrorJson {
        file: &file.file,
        message: &file.message,
        exit_code: file.exit,
    });
    pretty(&Document {
        schema: "breakeven/check/v1",
        summary: summary(|severity| checks.count(severity)),
        scenarios: checks.checked.iter().map(scenario).collect(),
        findings: findings.collect(),
        errors: errors.collect(),
    })
}

fn summary(count: impl Fn(Severity) -> usize) -> Summary {
    Summary {
        pass: count(Severity::Pass),
        warning: count(Severity::Warning),
        failure: count(Severity::Failure),
    }
}

fn scenario(checked: &Checked) -> ScenarioJson<'_> {
    ScenarioJson {
        scenario: &checked.scenario,
        file: &checked.file,
        currency: checked.currency.code(),
        tags: checked.tags.iter().collect(),
        summary: summary(|severity| checked.count(severity)),
    }
}

fn finding<'r>(checked: &'r Checked, finding: &'r Finding) -> FindingJson<'r> {
    let amount = |amount: Option<Decimal>| amount.map(text);
    FindingJson {
        code: finding.code.code(),
        severity: finding.severity.word(),
        budget: &finding.budget,
        scenario: &checked.scenario,
        file: &checked.file,
        architecture: finding.architecture.as_deref(),
        traffic: finding.traffic.as_deref(),
        component: finding.component.as_deref(),
        service: finding.service.as_deref(),
        unit: match finding.measured {
            Measured::Money | Measured::Each => checked.currency.code(),
            measured => measured.word(),
        },
        bound: match finding.bound {
            Bound::AtMost => "at_most",
            Bound::AtLeast => "at_least",
        },
        limit: amount(finding.limit),
        actual: amount(finding.actual),
        headroom: amount(finding.headroom),
        message: &finding.message,
        changes: finding.changes.iter().map(change).collect(),
        place: PlaceJson {
            file: &finding.place.file,
            line: finding.place.line,
            column: finding.place.column,
        },
    }
}

fn change(change: &Change) -> ChangeJson<'_> {
    ChangeJson {
        component: &change.component,
        service: &change.service,
        before: change.before.map(|before| text(before.amount())),
        after: text(change.after.amount()),
    }
}
