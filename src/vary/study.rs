//! What some architectures of a scenario cost at one traffic level, with any of its values changed.

use super::VaryError;
use crate::catalog::{Catalog, CatalogError, OwnPrices};
use crate::estimate::{EstimateError, Selection, Terms, bind, every};
use crate::scenario::{Change, Scenario, Template};
use crate::units::{Case, Money};

/// The prices that the variants of a scenario are priced with.
///
/// A variant may bring prices of its own (`prices.overrides.lambda.requests.x86`), so that each has a
/// catalog of its own; it shares everything with the others that it does not change.
#[derive(Debug, Clone)]
pub struct Prices {
    base: Catalog,
    overlay: OwnPrices,
}

impl Prices {
    /// A catalog without the prices of any scenario, and prices that go above those of a scenario.
    #[must_use]
    pub fn new(base: Catalog, overlay: OwnPrices) -> Prices {
        Prices { base, overlay }
    }

    /// The catalog of a scenario.
    ///
    /// # Errors
    /// When there is no price book of its region, or the book is one of another region.
    pub fn of(&self, scenario: &Scenario) -> Result<Catalog, CatalogError> {
        let base = self.base.in_region(scenario.region.as_str())?;
        let own = base.with_own(scenario.own_prices());
        Ok(own.with_own(self.overlay.clone()))
    }
}

/// Some architectures of a scenario at one traffic level, ready to be priced with changes.
#[derive(Debug)]
pub struct Study<'s> {
    template: &'s Template,
    prices: &'s Prices,
    traffic: String,
    architectures: Vec<String>,
    /// The catalog of the scenario as it stands, and what of its own is in it.
    catalog: Catalog,
    own: OwnPrices,
    /// What each architecture costs as the scenario stands; what a change does not touch costs the same.
    base: Vec<Money>,
}

impl<'s> Study<'s> {
    /// Some architectures at a traffic level; all when none is named.
    ///
    /// # Errors
    /// A name the scenario does not have, a price book that can't be used, or a scenario that can't be
    /// priced as it stands.
    pub fn new(
        template: &'s Template,
        prices: &'s Prices,
        traffic: &str,
        architectures: &[String],
    ) -> Result<Study<'s>, VaryError> {
        let scenario = template.scenario();
        let selection = Selection {
            architectures: architectures.to_vec(),
            traffic: vec![traffic.to_owned()],
        };
        selection.levels(scenario)?;
        let selected = selection.architectures(scenario)?.into_iter();
        let mut study = Study {
            template,
            prices,
            traffic: traffic.to_owned(),
            architectures: selected.map(|(name, _)| name.to_owned()).collect(),
            catalog: prices.of(scenario)?,
            own: scenario.own_prices(),
            base: Vec::new(),
        };
        study.base = study.priced(scenario)?;
        Ok(study)
    }

    /// The scenario whose values are changed.
    #[must_use]
    pub fn template(&self) -> &'s Template {
        self.template
    }

    /// The catalog of the scenario as it stands.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The traffic level.
    #[must_use]
    pub fn traffic(&self) -> &str {
        &self.traffic
    }

    /// The architectures by name, in the order of the scenario, which is that of their costs.
    #[must_use]
    pub fn architectures(&self) -> &[String] {
        &self.architectures
    }

    /// The same study of some of its architectures, in the order given.
    #[must_use]
    pub fn of(&self, architectures: &[&str]) -> Study<'s> {
        let known = self.architectures.iter().zip(&self.base);
        let part = architectures.iter().filter_map(|name| {
            let (name, cost) = known.clone().find(|(known, _)| known == name)?;
            Some((name.clone(), *cost))
        });
        let (architectures, base) = part.unzip();
        Study {
            architectures,
            base,
            traffic: self.traffic.clone(),
            catalog: self.catalog.clone(),
            own: self.own.clone(),
            ..*self
        }
    }

    /// What each architecture is expected to cost in a month as the scenario stands.
    #[must_use]
    pub fn base_costs(&self) -> &[Money] {
        &self.base
    }

    /// What each architecture is expected to cost in a month with one setting at another value. Of a
    /// setting that has a value for each traffic level, the one of this level changes.
    ///
    /// # Errors
    /// [`VaryError::Refused`] or [`VaryError::Estimate`], naming the value.
    pub fn costs(&self, path: &str, text: &str) -> Result<Vec<Money>, VaryError> {
        self.costs_at(&[path.to_owned()], text)
    }

    /// The same with several settings at one value.
    ///
    /// # Errors
    /// As [`Study::costs`].
    pub fn costs_at(&self, paths: &[String], text: &str) -> Result<Vec<Money>, VaryError> {
        let changes = self.changes(paths, text);
        let path = || paths.first().cloned().unwrap_or_default();
        let scenario = self.template.with(&changes);
        let scenario = scenario.map_err(|faults| VaryError::Refused {
            path: path(),
            text: text.to_owned(),
            faults: Box::new(faults),
        })?;
        self.priced(&scenario).map_err(|error| match error {
            VaryError::Scenario(error) => VaryError::Estimate {
                path: path(),
                text: text.to_owned(),
                error: Box::new(error),
            },
            error => error,
        })
    }

    fn changes(&self, paths: &[String], text: &str) -> Vec<Change> {
        let change = |path: &str, value: &str| Change {
            name: path.to_owned(),
            path: path.to_owned(),
            value: value.to_owned(),
        };
        let mut changes = Vec::with_capacity(paths.len());
        // Prices of one's own have a source; those that are varied come from whoever varies them.
        let own_price = |path: &String| path.starts_with("prices.overrides.");
        if paths.iter().any(own_price) && !self.template.has("prices.source") {
            changes.push(change("prices.source", "varied"));
        }
        changes.extend(paths.iter().map(|path| change(&self.at_level(path), text)));
        changes
    }

    /// The path of a setting at the traffic level of the study, where each level has a value of its own.
    pub(crate) fn at_level(&self, path: &str) -> String {
        let own = format!("{path}.{}", self.traffic);
        match self.template.value(&own) {
            Some(_) => own,
            None => path.to_owned(),
        }
    }

    fn priced(&self, scenario: &Scenario) -> Result<Vec<Money>, VaryError> {
        let same = scenario.region.as_str() == self.catalog.book().region()
            && scenario.own_prices() == self.own;
        let own = match same {
            true => None,
            false => Some(self.prices.of(scenario)?),
        };
        let catalog = own.as_ref().unwrap_or(&self.catalog);
        let terms = Terms {
            month: scenario.month,
            free_tier: scenario.free_tier,
        };
        let cost = |(at, name): (usize, &String)| {
            if same
                && let Some(cost) = self
                    .base
                    .get(at)
                    .filter(|_| self.is_untouched(name, scenario))
            {
                return Ok(*cost);
            }
            let architecture = scenario.architectures.0.get(name);
            let architecture = architecture.ok_or_else(|| EstimateError::Unknown {
                what: "architecture",
                name: name.clone(),
                known: scenario
                    .architectures
                    .0
                    .names()
                    .collect::<Vec<_>>()
                    .join(", "),
            })?;
            let bound = bind(scenario, name, architecture, &self.traffic, catalog, terms)?;
            let requests = bound.requests().expected;
            let cost = bound.monthly_cost(requests, Case::Expected);
            cost.map_err(|error| EstimateError::Total {
                architecture: name.clone(),
                traffic: self.traffic.clone(),
                error,
            })
        };
        let all = self.architectures.iter().enumerate();
        Ok(every(
            all.map(|(at, name)| (name.as_str(), cost((at, name)))),
        )?)
    }

    /// True when all that an architecture is priced from, but for the catalog, is as the scenario stands.
    fn is_untouched(&self, name: &str, scenario: &Scenario) -> bool {
        let base = self.template.scenario();
        let of = |scenario: &Scenario| {
            let architecture = scenario.architectures.0.get(name)?;
            Some((
                scenario.purchase_of(architecture).clone(),
                scenario.workload(&self.traffic)?,
                scenario.free_tier,
            ))
        };
        base.architectures.0.get(name) == scenario.architectures.0.get(name)
            && of(base) == of(scenario)
    }
}
