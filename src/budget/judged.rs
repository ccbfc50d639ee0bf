//! One budget being judged: from a limit and an actual amount to a finding.

use super::Context;
use super::finding::{Bound, Change, Finding, FindingCode, Measured, Place, Severity, shown};
use crate::catalog::Currency;
use crate::estimate::Estimate;
use crate::scenario::Budget;
use crate::services::service;
use crate::syntax::{Placed, Source};
use crate::units::{ArithmeticError, Case, Measure, Percent, arithmetic};
use rust_decimal::Decimal;

/// A budget, and where it is written.
pub(super) struct Judged<'b> {
    pub(super) budget: &'b Placed<Budget>,
    source: &'b Source,
}

/// A finding before its budget is written into it.
pub(super) struct Draft {
    pub(super) code: FindingCode,
    /// The key of the limit.
    pub(super) key: &'static str,
    pub(super) severity: Severity,
    pub(super) architecture: Option<String>,
    pub(super) traffic: Option<String>,
    pub(super) measured: Measured,
    pub(super) bound: Bound,
    pub(super) limit: Option<Decimal>,
    pub(super) actual: Option<Decimal>,
    pub(super) text: String,
    pub(super) changes: Vec<Change>,
}

impl<'b> Judged<'b> {
    pub(super) fn new(budget: &'b Placed<Budget>, source: &'b Source) -> Judged<'b> {
        Judged { budget, source }
    }

    pub(super) fn case(&self) -> Case {
        self.budget.judge.case()
    }

    /// The finding of a draft.
    pub(super) fn finding(&self, draft: Draft) -> Result<Finding, ArithmeticError> {
        let headroom = match (draft.limit, draft.actual, draft.bound) {
            (Some(limit), Some(actual), Bound::AtMost) => Some(arithmetic::sub(limit, actual)?),
            (Some(limit), Some(actual), Bound::AtLeast) => Some(arithmetic::sub(actual, limit)?),
            _ => None,
        };
        let budget = self.budget;
        Ok(Finding {
            code: draft.code,
            severity: draft.severity,
            budget: budget.name.clone(),
            architecture: draft.architecture,
            traffic: draft.traffic,
            component: budget.component.clone(),
            service: budget.service.clone(),
            measured: draft.measured,
            bound: draft.bound,
            limit: draft.limit,
            actual: draft.actual,
            headroom,
            message: format!("{}: {}", budget.name, draft.text),
            changes: draft.changes,
            place: self.place(draft.key),
        })
    }

    /// Where a limit stands; where its budget does when the command line states it, and the beginning of
    /// the file when that states the whole budget.
    fn place(&self, key: &str) -> Place {
        let spans = [self.budget.place(key), self.budget.span()];
        let in_file = spans.into_iter().find(|span| span.source == 0);
        let (line, column) =
            in_file.map_or((1, 1), |span| self.source.line_column(span.start as usize));
        Place {
            file: self.source.name.clone(),
            line,
            column,
        }
    }

    /// What the budget is about in an estimate: `` `a` at `t` ``, or a part of it.
    pub(super) fn subject(&self, architecture: &str, traffic: &str) -> String {
        let whole = format!("`{architecture}` at `{traffic}`");
        let title = self.budget.service.as_deref().map(service_title);
        match (&self.budget.component, title) {
            (None, None) => whole,
            (None, Some(title)) => format!("{title} of {whole}"),
            (Some(name), None) => format!("component `{name}` of {whole}"),
            (Some(name), Some(title)) => format!("{title} of component `{name}` of {whole}"),
        }
    }

    /// The components that cost more than in the baseline, if there is one.
    pub(super) fn grown(
        &self,
        estimate: &Estimate,
        context: &Context<'_>,
    ) -> Result<Vec<Change>, ArithmeticError> {
        let baseline = context.against.baseline;
        let Some(earlier) = baseline.and_then(|baseline| baseline.of(estimate)) else {
            return Ok(Vec::new());
        };
        let (component, service) = (&self.budget.component, &self.budget.service);
        earlier.grown(
            estimate,
            component.as_deref(),
            service.as_deref(),
            self.case(),
        )
    }
}

/// The name of a service for readers.
pub(super) fn service_title(name: &str) -> &str {
    match name {
        "commitment" => "Commitment",
        _ => service(name).map_or(name, |service| service.title),
    }
}

/// How an amount stands below a limit that may warn from a share of it on.
pub(super) fn standing(
    limit: Decimal,
    actual: Decimal,
    warn_at: Option<Percent>,
) -> Result<Severity, ArithmeticError> {
    if actual > limit {
        return Ok(Severity::Failure);
    }
    let near = match warn_at {
        Some(share) => arithmetic::mul(limit, share.amount())?,
        None => limit,
    };
    Ok(match actual > near {
        true => Severity::Warning,
        false => Severity::Pass,
    })
}

/// How it stands, in words that follow what it is: `, $0.50 over the limit of $36`.
pub(super) fn standing_text(
    severity: Severity,
    limit: &str,
    over: &str,
    warn_at: Option<Percent>,
) -> String {
    match (severity, warn_at) {
        (Severity::Failure, _) => format!(", {over} over the limit of {limit}"),
        (Severity::Warning, Some(share)) => format!(", above {share} of the limit of {limit}"),
        _ => format!(", within the limit of {limit}"),
    }
}

/// Components named of those that cost more.
const NAMED: usize = 3;

/// `; component `api` (Fargate) went from $18.02 to $36.04`, for the first of them.
pub(super) fn changes_text(changes: &[Change], currency: Currency) -> String {
    let mut text = String::new();
    for change in changes.iter().take(NAMED) {
        let (name, title) = (&change.component, service_title(&change.service));
        let after = shown(change.after.amount(), currency);
        text.push_str(&match change.before {
            Some(before) => {
                let before = shown(before.amount(), currency);
                format!("; component `{name}` ({title}) went from {before} to {after}")
            }
            None => format!("; component `{name}` ({title}) is new at {after}"),
        });
    }
    match changes.len().saturating_sub(NAMED) {
        0 => {}
        1 => text.push_str("; 1 more component costs more"),
        more => text.push_str(&format!("; {more} more components cost more")),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_limit_is_within_it_and_at_the_share_is_no_warning() {
        let standing = |limit: i64, actual: i64, share: Option<&str>| {
            let share = share.map(|share| Percent::parse(share).unwrap());
            standing(limit.into(), actual.into(), share).unwrap()
        };
        assert_eq!(standing(100, 100, None), Severity::Pass);
        assert_eq!(standing(100, 101, None), Severity::Failure);
        assert_eq!(standing(100, 80, Some("80%")), Severity::Pass);
        assert_eq!(standing(100, 81, Some("80%")), Severity::Warning);
        assert_eq!(standing(100, 101, Some("80%")), Severity::Failure);
    }
}
