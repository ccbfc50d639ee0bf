//! Pricing one combination of settings.

use super::found::Reason;
use super::limits::{self, Broken};
use super::quality::{self, Level};
use super::{Job, OptimizeError};
use crate::architecture::Architecture;
use crate::catalog::{Catalog, CatalogError};
use crate::estimate::{Bound, EstimateError, Footprint, Gaps, Terms, bind};
use crate::purchase::Purchase;
use crate::scenario::{Change, Scenario};
use crate::services::{Component, Context};
use crate::syntax::Faults;
use crate::units::{ArithmeticError, Case, Money};
use crate::workload::Workload;

/// Where combinations are priced: an architecture at a traffic level.
pub(super) struct Place<'p> {
    pub job: &'p Job<'p>,
    pub catalog: &'p Catalog,
    pub architecture: &'p str,
    pub level: &'p str,
    /// Changes every combination has.
    pub outer: Vec<Change>,
}

/// A combination with its price.
pub(super) struct Priced {
    pub cost: i128,
    pub footprint: Footprint,
    /// How good the components asked for are.
    pub levels: Vec<Level>,
    /// The first constraint they break.
    pub broken: Option<Broken>,
}

/// Why there is no price.
#[derive(Debug, Clone)]
pub(super) struct Impossible {
    pub reason: Reason,
    /// The components whose prices are missing.
    pub lacking: Vec<String>,
}

impl From<(&'static str, String)> for Impossible {
    fn from((code, example): (&'static str, String)) -> Impossible {
        Impossible {
            reason: Reason::new(code, example),
            lacking: Vec::new(),
        }
    }
}

/// Codes of faults that are slips of whoever wrote the values, and no part of a search.
const SLIPS: &[&str] = &[
    "bad-value",
    "unknown-name",
    "not-yaml",
    "bad-path",
    "bad-component",
];

/// Decimal places of the grid money is kept on.
const PLACES: u32 = 18;

/// A million billion: sums of some of these still fit.
const MOST: i128 = 1_000_000_000_000_000 * 1_000_000_000_000_000_000;

/// An amount as a whole number of 1e-18, in which sums are exact and quick.
pub(super) fn grid(money: Money) -> Result<i128, ArithmeticError> {
    let amount = money.amount();
    let missing = PLACES.checked_sub(amount.scale());
    let factor = missing.and_then(|places| 10_i128.checked_pow(places));
    let units = factor.and_then(|factor| amount.mantissa().checked_mul(factor));
    let units = units.filter(|units| units.checked_abs().is_some_and(|units| units < MOST));
    units.ok_or(ArithmeticError::Overflow)
}

/// A combination that was read, with what of it is looked at.
pub(super) struct Read {
    pub scenario: Scenario,
    pub workload: Workload,
}

impl Place<'_> {
    /// Reads the scenario with some changes.
    pub fn read(&self, changes: &[Change]) -> Result<Result<Read, Impossible>, OptimizeError> {
        let all: Vec<Change> = self
            .job
            .pinned
            .iter()
            .chain(&self.outer)
            .chain(changes)
            .cloned()
            .collect();
        let scenario = match self.job.template.with(&all) {
            Ok(scenario) => scenario,
            Err(faults) => return refused(faults).map(Err),
        };
        match scenario.workload(self.level) {
            Some(workload) => Ok(Ok(Read { scenario, workload })),
            None => {
                let message = format!("there is no level `{}`", self.level);
                Ok(Err(("unknown-name", message).into()))
            }
        }
    }

    /// Prices a combination, and looks at some of its components.
    pub fn price(
        &self,
        changes: &[Change],
        members: &[&str],
    ) -> Result<Result<Priced, Impossible>, OptimizeError> {
        let read = match self.read(changes)? {
            Ok(read) => read,
            Err(why) => return Ok(Err(why)),
        };
        let Some(architecture) = read.scenario.architectures.0.get(self.architecture) else {
            let message = format!("there is no `{}`", self.architecture);
            return Ok(Err(("unknown-name", message).into()));
        };
        let bound = match self.bind(&read, architecture) {
            Ok(bound) => bound,
            Err(error) => return Ok(Err(unpriced(&error))),
        };
        if let Some(why) = self.elsewhere(&read.scenario, architecture) {
            return Ok(Err(why));
        }
        let costs = || {
            let money = bound.monthly_cost(bound.requests().expected, Case::Expected)?;
            Ok::<_, ArithmeticError>((grid(money)?, bound.footprint()?))
        };
        let (cost, footprint) = match costs() {
            Ok(costs) => costs,
            Err(error) => return Ok(Err(("arithmetic", error.to_string()).into())),
        };
        let (levels, broken) = self.look(&read, architecture, members);
        Ok(Ok(Priced {
            cost,
            footprint,
            levels,
            broken,
        }))
    }

    /// True for the name of a component of the architecture as it is stated.
    pub fn has_component(&self, name: &str) -> bool {
        let architectures = &self.job.template.scenario().architectures.0;
        let architecture = architectures.get(self.architecture);
        architecture.is_some_and(|architecture| {
            let mut components = architecture.components.iter();
            components.any(|component| component.name == name)
        })
    }

    pub fn bind(&self, read: &Read, architecture: &Architecture) -> Result<Bound, EstimateError> {
        let terms = Terms {
            month: read.scenario.month,
            free_tier: read.scenario.free_tier,
        };
        let (name, level) = (self.architecture, self.level);
        bind(
            &read.scenario,
            name,
            architecture,
            level,
            self.catalog,
            terms,
        )
    }

    /// Why the architecture can't be metered at another traffic level: a scenario has to be sound as a
    /// whole to be read.
    fn elsewhere(&self, scenario: &Scenario, architecture: &Architecture) -> Option<Impossible> {
        let levels = scenario
            .traffic
            .0
            .names()
            .filter(|level| *level != self.level);
        for level in levels {
            let workload = scenario.workload(level)?;
            if let Err((_, error)) = architecture.meter(&workload) {
                return Some(("cannot-meter", format!("at `{level}`: {error}")).into());
            }
        }
        None
    }

    /// How good some components are, and what they break.
    pub fn look(
        &self,
        read: &Read,
        architecture: &Architecture,
        members: &[&str],
    ) -> (Vec<Level>, Option<Broken>) {
        let peers: Vec<&Component> = architecture
            .components
            .iter()
            .filter(|component| component.exists_at(self.level))
            .collect();
        let looked_at = || {
            let members = peers.iter().filter(|c| members.contains(&c.name.as_str()));
            members.map(|component| {
                let context = Context {
                    workload: &read.workload,
                    name: &component.name,
                    peers: &peers,
                };
                (component, context)
            })
        };
        let constraints = &self.job.rules.constraints;
        let broken = looked_at()
            .find_map(|(component, context)| limits::broken(constraints, component, &context));
        let worst = |quality| {
            let levels = looked_at().map(|(c, context)| quality::of(quality, c, &context));
            levels.min().unwrap_or(Level::Unlimited)
        };
        let levels = self.job.qualities.iter().map(|quality| worst(*quality));
        (levels.collect(), broken)
    }
}

/// A fault of a combination, or the error that ends the search where a value can't be read at all.
fn refused(faults: Faults) -> Result<Impossible, OptimizeError> {
    match faults.faults().first() {
        Some(fault) if !SLIPS.contains(&fault.code) => {
            Ok((fault.code, fault.message.clone()).into())
        }
        _ => Err(OptimizeError::Faults(faults)),
    }
}

fn unpriced(error: &EstimateError) -> Impossible {
    let code = match error {
        EstimateError::Prices(gaps) => return no_price(gaps),
        EstimateError::Meter { .. } => "cannot-meter",
        EstimateError::Purchase { .. } => "purchase",
        EstimateError::Currency { .. } => "other-currency",
        _ => "arithmetic",
    };
    (code, error.to_string()).into()
}

fn no_price(gaps: &Gaps) -> Impossible {
    let example = match gaps.gaps.first().map(|gap| &gap.error) {
        Some(CatalogError::Missing(price)) => match &price.update {
            Some(update) => format!("{}; `{update}` looks for it", price.summary()),
            None => price.summary(),
        },
        _ => gaps.to_string(),
    };
    let mut reason = Reason::new("no-price", example);
    reason.missing = gaps.gaps.iter().map(|gap| gap.key.clone()).collect();
    Impossible {
        reason,
        lacking: gaps.gaps.iter().map(|gap| gap.component.clone()).collect(),
    }
}

/// Why a whole way of buying is not allowed.
pub(super) fn commitments(purchase: &Purchase, allowed: bool) -> Option<Broken> {
    let has_some = !purchase.savings_plans.is_empty() || !purchase.reserved.is_empty();
    (has_some && !allowed).then(|| {
        let message = "there are Savings Plans or reservations, which are not allowed";
        ("commitments", message.to_owned())
    })
}
