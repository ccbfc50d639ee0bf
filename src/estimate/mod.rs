//! Metered usage × catalog → what an architecture costs in a month, line by line.
//!
//! Usage of the same key is added up over the whole architecture, free allowances are taken off
//! the start of the first tier, tiers are applied, and the result is shared back to the components
//! by usage. Binding does everything that does not depend on traffic once; after that another
//! request rate costs about a microsecond.

mod accepted;
mod bind;
mod bound;
mod buying;
mod charge;
mod credits;
pub mod curve;
mod detail;
mod drawn;
mod footprint;
mod gaps;
mod notes;
mod offers;
mod overrides;
mod questions;
mod rate;
mod share;

pub use bind::Bound;
pub use charge::{Category, Charge, ChargedTier, CommitmentUse, Estimate, INCLUDED, price_dates};
pub use credits::CreditOutlook;
pub use drawn::Drawable;
pub use footprint::{Footprint, Trace};
pub(crate) use gaps::every;
pub use gaps::{Gap, Gaps};

use crate::architecture::Architecture;
use crate::catalog::{Catalog, Currency, FreeTierTerms};
use crate::scenario::Scenario;
use crate::services::MeterError;
use crate::units::{ArithmeticError, Month};

/// Why an architecture can't be priced.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EstimateError {
    /// A component can't state its usage.
    #[error("component `{component}` of `{architecture}`: {error}; {help}", help = error.help)]
    Meter {
        /// The architecture.
        architecture: String,
        /// The component.
        component: String,
        /// Why.
        error: Box<MeterError>,
    },
    /// Prices can't be given.
    #[error("{0}")]
    Prices(Gaps),
    /// A figure does not fit a decimal.
    #[error(
        "component `{component}` of `{architecture}`: {formula}: {error}; check the settings it is made of"
    )]
    Arithmetic {
        /// The architecture.
        architecture: String,
        /// The component.
        component: String,
        /// The formula that does not fit.
        formula: String,
        /// Why.
        error: ArithmeticError,
    },
    /// The requests of a month do not fit a decimal.
    #[error("the requests of the traffic level `{traffic}`: {formula}: {error}; state fewer")]
    Traffic {
        /// The traffic level.
        traffic: String,
        /// The formula that does not fit.
        formula: String,
        /// Why.
        error: ArithmeticError,
    },
    /// A total does not fit a decimal.
    #[error("the total of `{architecture}` at `{traffic}`: {error}")]
    Total {
        /// The architecture.
        architecture: String,
        /// The traffic level.
        traffic: String,
        /// Why.
        error: ArithmeticError,
    },
    /// A price was given for a key nothing uses and the price book does not know.
    #[error(
        "the price given for `{key}` is the price of nothing: no component uses it, and the price \
         book does not know it{suggestion}"
    )]
    PriceOfNothing {
        /// The key.
        key: String,
        /// The nearest key that is known, as part of a sentence.
        suggestion: String,
    },
    /// A purchase does not fit the architecture.
    #[error("{what}, but {problem}")]
    Purchase {
        /// What it states.
        what: String,
        /// Why that can't be.
        problem: String,
    },
    /// An amount of the scenario is in another currency than the bills of the region.
    #[error("{what} are in USD, but {region} is billed in {currency}")]
    Currency {
        /// What is stated in dollars.
        what: &'static str,
        /// The region.
        region: String,
        /// The currency of its bills.
        currency: Currency,
    },
    /// There is no such architecture or traffic level.
    #[error("the scenario has no {what} `{name}`; it has {known}")]
    Unknown {
        /// `architecture` or `traffic level`.
        what: &'static str,
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}

/// Prices every selected architecture at every selected traffic level.
///
/// # Errors
/// Every price that is missing, the first other reason why an architecture can't be priced, or a
/// selection that does not exist.
pub fn estimate(
    scenario: &Scenario,
    catalog: &Catalog,
    selection: &Selection,
) -> Result<Vec<Estimate>, EstimateError> {
    let bounds = bind_all(scenario, catalog, selection)?;
    estimate_bound(scenario, catalog, selection, &bounds)
}

/// Binds every selected architecture at every selected traffic level, level by level.
///
/// # Errors
/// As [`estimate`].
pub fn bind_all(
    scenario: &Scenario,
    catalog: &Catalog,
    selection: &Selection,
) -> Result<Vec<Bound>, EstimateError> {
    let terms = Terms {
        month: scenario.month,
        free_tier: scenario.free_tier,
    };
    let architectures = selection.architectures(scenario)?;
    let levels = selection.levels(scenario)?;
    every(levels.into_iter().flat_map(|level| {
        let all = architectures.iter();
        all.map(move |(name, architecture)| {
            let bound = bind(scenario, name, architecture, level, catalog, terms);
            (*name, bound)
        })
    }))
}

/// The estimates of architectures that are bound already.
///
/// # Errors
/// As [`estimate`].
pub fn estimate_bound(
    scenario: &Scenario,
    catalog: &Catalog,
    selection: &Selection,
    bounds: &[Bound],
) -> Result<Vec<Estimate>, EstimateError> {
    let unused = overrides::unused(scenario, catalog)?;
    let mut estimates = Vec::with_capacity(bounds.len());
    for bound in bounds {
        let mut estimate = bound.estimate()?;
        estimate.warnings.extend(unused.clone());
        estimates.push(estimate);
    }
    accepted::mark(scenario, selection, &mut estimates);
    Ok(estimates)
}

/// The conventions an estimate is made under.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Length of the month.
    pub month: Month,
    /// Free allowances of the account.
    pub free_tier: FreeTierTerms,
}

/// Binds one architecture of a scenario at one traffic level.
///
/// # Errors
/// When a component can't state its usage or prices are missing.
pub fn bind(
    scenario: &Scenario,
    name: &str,
    architecture: &Architecture,
    level: &str,
    catalog: &Catalog,
    terms: Terms,
) -> Result<Bound, EstimateError> {
    let workload = scenario.workload_in(level, terms.month);
    let workload = workload.ok_or_else(|| EstimateError::Unknown {
        what: "traffic level",
        name: level.to_owned(),
        known: names(scenario.traffic.0.names()),
    })?;
    let purchase = scenario.purchase_of(architecture);
    Bound::new(
        name,
        architecture,
        &workload,
        catalog,
        terms.free_tier,
        purchase,
    )
}

/// Which architectures and traffic levels to look at; empty lists mean all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Names of architectures.
    pub architectures: Vec<String>,
    /// Names of traffic levels.
    pub traffic: Vec<String>,
}

impl Selection {
    /// The selected architectures, in the order of the scenario.
    ///
    /// # Errors
    /// [`EstimateError::Unknown`] for a name the scenario does not have.
    pub fn architectures<'s>(
        &self,
        scenario: &'s Scenario,
    ) -> Result<Vec<(&'s str, &'s Architecture)>, EstimateError> {
        let known: Vec<&str> = scenario.architectures.0.names().collect();
        check("architecture", &self.architectures, &known)?;
        let wanted = |name: &str| {
            self.architectures.is_empty() || self.architectures.iter().any(|a| a == name)
        };
        Ok(scenario
            .architectures
            .0
            .iter()
            .filter(|(name, _)| wanted(name))
            .collect())
    }

    /// The selected traffic levels, in the order of the scenario.
    ///
    /// # Errors
    /// [`EstimateError::Unknown`] for a name the scenario does not have.
    pub fn levels<'s>(&self, scenario: &'s Scenario) -> Result<Vec<&'s str>, EstimateError> {
        let known: Vec<&str> = scenario.traffic.0.names().collect();
        check("traffic level", &self.traffic, &known)?;
        let wanted =
            |name: &&str| self.traffic.is_empty() || self.traffic.iter().any(|t| t == name);
        Ok(known.into_iter().filter(wanted).collect())
    }
}

fn check(what: &'static str, asked: &[String], known: &[&str]) -> Result<(), EstimateError> {
    match asked.iter().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(EstimateError::Unknown {
            what,
            name: name.clone(),
            known: names(known.iter().copied()),
        }),
    }
}

fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
