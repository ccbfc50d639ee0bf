//! Budgets judged: limits of a scenario and of policies → findings.
//!
//! A *finding* says how one limit stands for one architecture at one traffic level. A limit that holds
//! passes; one that is passed beyond fails; close to it, where the budget says so with `warn_at`, is a
//! warning. Ranges are judged by the case the budget names, the expected one unless it does. A budget
//! that is about nothing is an error: a limit nobody checks is worse than none.

mod baseline;
mod basis;
mod cost;
mod finding;
mod judged;
mod needs;
mod policy;
mod ranking;
mod scope;

pub use baseline::Baseline;
pub use finding::{Bound, Change, Finding, FindingCode, Measured, Place, Severity};
pub use policy::{Policy, PolicyFile};
pub use scope::Miss;

use crate::catalog::{Catalog, CatalogError, Currency};
use crate::compare::CompareError;
use crate::compare::break_even::Effort;
use crate::estimate::{Bound as BoundArchitecture, Estimate, EstimateError, Gap, Selection};
use crate::estimate::{bind_all, estimate_bound};
use crate::scenario::{Budget, Scenario};
use crate::syntax::{Faults, Placed, Reader, Source, Tags};
use crate::units::{ArithmeticError, Date};
use judged::Judged;
use needs::needs;
use scope::Scope;

/// Why the budgets of a scenario can't be judged.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// Budgets that are about nothing, or need what is not there.
    #[error(transparent)]
    Faults(Box<Faults>),
    /// The scenario has no budgets, and no policy has any for it.
    #[error(
        "`{scenario}` has no budgets, so that nothing was checked; state some under `budgets`, or \
         give a policy that is about it: --policy POLICY.yaml"
    )]
    NoBudgets {
        /// The name of the scenario.
        scenario: String,
    },
    /// The scenario can't be estimated.
    #[error(transparent)]
    Estimate(#[from] EstimateError),
    /// Estimates can't be compared.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// An amount does not fit.
    #[error(transparent)]
    Arithmetic(#[from] ArithmeticError),
}

/// A scenario to be checked.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'s> {
    /// The scenario.
    pub scenario: &'s Scenario,
    /// Its text, for the places of its budgets.
    pub source: &'s Source,
    /// The prices.
    pub catalog: &'s Catalog,
}

/// What the budgets are held against beside the estimates.
#[derive(Debug, Clone, Copy, Default)]
pub struct Against<'a> {
    /// What the scenario cost earlier.
    pub baseline: Option<&'a Baseline>,
    /// The day the age of prices is counted to, where the scenario states none.
    pub today: Option<Date>,
}

/// A scenario whose budgets were judged.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its name.
    pub scenario: String,
    /// Its file, as it was named.
    pub file: String,
    /// What it is sorted by.
    pub tags: Tags,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Its own budgets' findings, then those of each policy, in the order they are written.
    pub findings: Vec<Finding>,
    /// Of each policy, what its budgets miss here.
    misses: Vec<Vec<Option<Miss>>>,
}

impl Checked {
    /// How many findings end so.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// A file whose budgets could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchecked {
    /// The file, as it was named.
    pub file: String,
    /// Why.
    pub message: String,
    /// The exit code it leads to.
    pub exit: u8,
}

/// The outcome of several files, in their order.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// Those whose budgets were judged.
    pub checked: Vec<Checked>,
    /// Those whose budgets could not be.
    pub unchecked: Vec<Unchecked>,
}

impl Checks {
    /// How many findings end so.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.checked
            .iter()
            .map(|checked| checked.count(severity))
            .sum()
    }
}

/// What every limit is judged with.
struct Context<'c> {
    subject: Subject<'c>,
    estimates: Vec<Estimate>,
    bounds: Vec<BoundArchitecture>,
    /// Prices that are missing, where a budget has them as a limit.
    gaps: Vec<Gap>,
    against: Against<'c>,
    /// What each search for a break-even may do: all together what one alone might.
    effort: Effort,
}

impl Context<'_> {
    /// True when prices of an architecture are missing.
    fn is_unpriced(&self, architecture: &str) -> bool {
        let mut names = self.gaps.iter().flat_map(|gap| &gap.architectures);
        names.any(|name| name == architecture)
    }

    /// The day the age of prices is counted to.
    fn day(&self) -> Option<Date> {
        self.subject.scenario.as_of.or(self.against.today)
    }
}

/// Judges the budgets of a scenario and of policies.
///
/// # Errors
/// When a budget of the scenario is about nothing, needs a baseline or a day that is not given, when
/// there are no budgets, or when the scenario can't be estimated.
pub fn check(
    subject: Subject<'_>,
    policies: &[Policy],
    against: Against<'_>,
) -> Result<Checked, CheckError> {
    let scenario = subject.scenario;
    let own = (subject.source, scenario.budgets.as_slice());
    let of_policies = policies
        .iter()
        .map(|policy| (&policy.source, policy.budgets()));
    let lists: Vec<(&Source, &[Placed<Budget>])> =
        std::iter::once(own).chain(of_policies).collect();
    let context = context(subject, &lists, against)?;
    let mut reader = Reader::new(lists.iter().map(|(source, _)| (*source).clone()).collect());
    let mut findings = Vec::new();
    let mut misses: Vec<Vec<Option<Miss>>> = Vec::new();
    let mut judged_budgets = 0_usize;
    for (number, (source, budgets)) in (0_u32..).zip(&lists) {
        let mut missed = Vec::with_capacity(budgets.len());
        for budget in *budgets {
            let scope = match scope::of(budget, scenario, &context.estimates) {
                Ok(scope) => scope,
                Err(miss) => {
                    if number == 0 {
                        miss.note(budget, number, &mut reader);
                    }
                    missed.push(Some(miss));
                    continue;
                }
            };
            missed.push(None);
            judged_budgets += 1;
            if needs(budget, &scope, &context, number, &mut reader) {
                let judged = Judged::new(budget, source);
                findings.extend(judge(&judged, &scope, &context)?);
            }
        }
        misses.push(missed);
    }
    if judged_budgets == 0 {
        note_meant(&lists, &misses, &mut reader);
    }
    if let Err(faults) = reader.finish() {
        return Err(CheckError::Faults(Box::new(faults)));
    }
    if judged_budgets == 0 {
        return Err(CheckError::NoBudgets {
            scenario: scenario.name.clone(),
        });
    }
    Ok(Checked {
        scenario: scenario.name.clone(),
        file: subject.source.name.clone(),
        tags: scenario.tags.clone(),
        currency: subject.catalog.book().currency(),
        findings,
        misses: misses.into_iter().skip(1).collect(),
    })
}

/// Where nothing was judged: what budgets of policies miss that are about the scenario by name and tags.
fn note_meant(
    lists: &[(&Source, &[Placed<Budget>])],
    misses: &[Vec<Option<Miss>>],
    reader: &mut Reader,
) {
    for (number, ((_, budgets), misses)) in (0_u32..).zip(lists.iter().zip(misses)).skip(1) {
        for (budget, miss) in budgets.iter().zip(misses) {
            if let Some(miss) = miss.as_ref().filter(|miss| miss.is_inside()) {
                miss.note(budget, number, reader);
            }
        }
    }
}

/// What is wrong with policies after every scenario was checked: their budgets that are about none.
///
/// # Errors
/// Every such budget, with its place and what it might have meant.
pub fn unmatched(policies: &[Policy], checked: &[&Checked]) -> Result<(), Faults> {
    let sources = policies.iter().map(|policy| policy.source.clone());
    let mut reader = Reader::new(sources.collect());
    for (number, policy) in policies.iter().enumerate() {
        let source = u32::try_from(number).unwrap_or(u32::MAX);
        for (at, budget) in policy.budgets().iter().enumerate() {
            let of = |checked: &&Checked| checked.misses.get(number)?.get(at)?.clone();
            let misses: Vec<Miss> = checked.iter().filter_map(of).collect();
            if misses.len() < checked.len() {
                continue;
            }
            // What got furthest is what was meant; all that is known there may be it.
            let Some(mut best) = misses.iter().max_by_key(|miss| miss.step).cloned() else {
                continue;
            };
            let alike = misses.into_iter().filter(|miss| miss.step == best.step);
            best.known = alike.flat_map(|miss| miss.known).collect();
            best.note(budget, source, &mut reader);
        }
    }
    reader.finish()
}

/// Prices the scenario; without what is missing where budgets have that as a limit.
fn context<'c>(
    subject: Subject<'c>,
    lists: &[(&Source, &[Placed<Budget>])],
    against: Against<'c>,
) -> Result<Context<'c>, CheckError> {
    let (scenario, catalog) = (subject.scenario, subject.catalog);
    let all = Selection::default();
    let all_budgets = lists.iter().flat_map(|(_, budgets)| budgets.iter());
    let searches = all_budgets
        .filter(|budget| budget.break_even.is_some())
        .count();
    let mut context = Context {
        effort: Effort::LONG.shared(searches.saturating_mul(scenario.traffic.0.names().count())),
        subject,
        estimates: Vec::new(),
        bounds: Vec::new(),
        gaps: Vec::new(),
        against,
    };
    let price = |selection: &Selection| {
        let bounds = bind_all(scenario, catalog, selection)?;
        let estimates = estimate_bound(scenario, catalog, selection, &bounds)?;
        Ok((bounds, estimates))
    };
    let error = match price(&all) {
        Ok((bounds, estimates)) => {
            (context.bounds, context.estimates) = (bounds, estimates);
            return Ok(context);
        }
        Err(error) => error,
    };
    let EstimateError::Prices(missing) = error else {
        return Err(error.into());
    };
    let budgets = || lists.iter().flat_map(|(_, budgets)| budgets.iter());
    let is_limited = |architecture: &String| {
        budgets().any(|budget| {
            let named = budget.architecture.as_ref();
            budget.unknown_prices.is_some()
                && scope::of_scenario(budget, scenario).is_ok()
                && named.is_none_or(|name| name == architecture)
        })
    };
    let is_covered = |gap: &Gap| {
        matches!(gap.error, CatalogError::Missing(_)) && gap.architectures.iter().all(is_limited)
    };
    if !missing.gaps.iter().all(is_covered) {
        return Err(EstimateError::Prices(missing).into());
    }
    context.gaps = missing.gaps;
    let names = scenario.architectures.0.names();
    let priced: Vec<&str> = names.filter(|name| !context.is_unpriced(name)).collect();
    if !priced.is_empty() {
        let selection = Selection {
            architectures: priced.into_iter().map(str::to_owned).collect(),
            traffic: Vec::new(),
        };
        (context.bounds, context.estimates) = price(&selection)?;
    }
    Ok(context)
}

/// Every finding of one budget.
fn judge(
    judged: &Judged<'_>,
    scope: &Scope<'_>,
    context: &Context<'_>,
) -> Result<Vec<Finding>, CheckError> {
    let mut findings = cost::findings(judged, scope, context)?;
    findings.extend(ranking::findings(judged, scope, context)?);
    findings.extend(basis::findings(judged, scope, context)?);
    Ok(findings)
}
