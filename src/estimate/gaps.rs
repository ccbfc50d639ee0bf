//! Prices that are needed and can't be given: all of them, not the first.

use super::EstimateError;
use super::bind::Binder;
use crate::architecture::ComponentUsage;
use crate::catalog::{CatalogError, PriceKey};
use crate::purchase::Purchase;
use std::fmt;

/// A price that is needed and can't be given.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The key.
    pub key: PriceKey,
    /// The architectures that need it, in the order of the scenario.
    pub architectures: Vec<String>,
    /// The first component that needs it.
    pub component: String,
    /// Why it can't be given.
    pub error: CatalogError,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let architecture = self.architectures.first().map_or("", String::as_str);
        let (component, error) = (&self.component, &self.error);
        write!(f, "component `{component}` of `{architecture}`: {error}")
    }
}

/// Every price that architectures need and a catalog can't give.
#[derive(Debug, Clone, PartialEq)]
pub struct Gaps {
    /// The region whose prices they are.
    pub region: String,
    /// Each price once, in the order in which they are first needed.
    pub gaps: Vec<Gap>,
    /// The architectures that have all their prices.
    pub priced: Vec<String>,
}

impl Gaps {
    pub(super) fn new(region: &str, gaps: Vec<Gap>) -> Gaps {
        Gaps {
            region: region.to_owned(),
            gaps,
            priced: Vec::new(),
        }
    }

    /// True when an architecture lacks a price.
    #[must_use]
    pub fn concern(&self, architecture: &str) -> bool {
        let mut names = self.gaps.iter().flat_map(|gap| &gap.architectures);
        names.any(|name| name == architecture)
    }

    /// Adds what another architecture, or the same one elsewhere, lacks.
    pub(crate) fn merge(&mut self, other: Gaps) {
        for gap in other.gaps {
            match self.gaps.iter_mut().find(|known| known.key == gap.key) {
                Some(known) => {
                    for name in gap.architectures {
                        if !known.architectures.contains(&name) {
                            known.architectures.push(name);
                        }
                    }
                }
                None => self.gaps.push(gap),
            }
        }
        self.priced_too(other.priced);
    }

    fn priced_too(&mut self, names: Vec<String>) {
        let mut priced = std::mem::take(&mut self.priced);
        for name in names {
            if !priced.contains(&name) {
                priced.push(name);
            }
        }
        priced.retain(|name| !self.concern(name));
        self.priced = priced;
    }
}

/// One after the other.
impl fmt::Display for Gaps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, gap) in self.gaps.iter().enumerate() {
            let between = if at > 0 { "; " } else { "" };
            write!(f, "{between}{gap}")?;
        }
        Ok(())
    }
}

impl Binder<'_> {
    /// Notes the rates of a purchase that can't be given.
    pub(super) fn look_up_rates(&mut self, purchase: &Purchase, stated: &[ComponentUsage<'_>]) {
        if *purchase == Purchase::ON_DEMAND {
            return;
        }
        let usage = stated.iter().flat_map(|stated| &stated.metered.usage);
        let used: Vec<PriceKey> = usage.map(|usage| usage.key.clone()).collect();
        for (spec, key) in purchase.rates(&used) {
            if let Err(error) = self.catalog.price(&key, spec) {
                self.lacks(&key, "purchase", error);
            }
        }
    }

    /// Notes a price that can't be given.
    pub(super) fn lacks(&mut self, key: &PriceKey, component: &str, error: CatalogError) {
        if !self.gaps.iter().any(|gap| gap.key == *key) {
            self.gaps.push(Gap {
                key: key.clone(),
                architectures: vec![self.architecture.to_owned()],
                component: component.to_owned(),
                error,
            });
        }
    }

    /// The error for the prices noted.
    pub(super) fn missing(&mut self) -> EstimateError {
        let gaps = std::mem::take(&mut self.gaps);
        EstimateError::Prices(Gaps::new(self.catalog.book().region(), gaps))
    }
}

/// The results of architectures, by name: all values, or every price that any of them lacks.
///
/// # Errors
/// The first error of another kind; otherwise [`EstimateError::Prices`].
pub(crate) fn every<'n, T>(
    results: impl IntoIterator<Item = (&'n str, Result<T, EstimateError>)>,
) -> Result<Vec<T>, EstimateError> {
    let mut values = Vec::new();
    let mut priced: Vec<String> = Vec::new();
    let mut missing: Option<Gaps> = None;
    for (name, result) in results {
        match (result, &mut missing) {
            (Ok(value), _) => {
                values.push(value);
                priced.push(name.to_owned());
            }
            (Err(EstimateError::Prices(gaps)), None) => missing = Some(gaps),
            (Err(EstimateError::Prices(gaps)), Some(known)) => known.merge(gaps),
            (Err(error), _) => return Err(error),
        }
    }
    match missing {
        None => Ok(values),
        Some(mut gaps) => {
            gaps.priced_too(priced);
            Err(EstimateError::Prices(gaps))
        }
    }
}
