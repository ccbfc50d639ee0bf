//! Baselines: estimates that were saved earlier, to measure growth against.

use super::finding::Change;
use crate::estimate::Estimate;
use crate::saved::{Saved, SavedError, SavedEstimate};
use crate::units::{ArithmeticError, Case, Money, Spread};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What a scenario cost earlier.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// The file.
    pub name: String,
    /// The name of the scenario.
    pub scenario: String,
    /// The currency of its amounts, by its code.
    pub currency: String,
    /// Length of its month in hours.
    pub month_hours: Decimal,
    estimates: Vec<Earlier>,
}

/// What an architecture cost at a traffic level.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    architecture: String,
    traffic: String,
    monthly: Spread<Money>,
    parts: Vec<Part>,
}

/// What a component cost, by service.
#[derive(Debug, Clone)]
struct Part {
    component: String,
    service: String,
    cost: Spread<Money>,
}

impl Baseline {
    /// Reads a baseline: an estimate or a comparison that was saved.
    ///
    /// # Errors
    /// When the text is something else, is of a newer version, or does not add up.
    pub fn parse(name: &str, text: &str) -> Result<Baseline, SavedError> {
        let saved = Saved::parse(name, text)?;
        let estimates = saved.estimates.into_iter();
        let estimates: Result<Vec<Earlier>, ArithmeticError> = estimates.map(Earlier::of).collect();
        Ok(Baseline {
            estimates: estimates.map_err(|error| SavedError::Arithmetic {
                name: name.to_owned(),
                error,
            })?,
            name: saved.name,
            scenario: saved.scenario,
            currency: saved.currency,
            month_hours: saved.month_hours,
        })
    }

    /// What an architecture cost at a traffic level; `None` when it was not estimated.
    pub(super) fn of(&self, estimate: &Estimate) -> Option<&Earlier> {
        self.estimates.iter().find(|earlier| {
            earlier.architecture == estimate.architecture && earlier.traffic == estimate.traffic
        })
    }
}

impl Earlier {
    fn of(estimate: SavedEstimate) -> Result<Earlier, ArithmeticError> {
        let mut parts: BTreeMap<(String, String), Spread<Money>> = BTreeMap::new();
        for charge in estimate.charges {
            let cost = parts.entry((charge.component, charge.service)).or_default();
            let (before, more) = (*cost, charge.cost);
            *cost = Spread::try_from_cases(|case| before.at(case).checked_add(more.at(case)))?;
        }
        let parts = parts.into_iter();
        let parts = parts.map(|((component, service), cost)| Part {
            component,
            service,
            cost,
        });
        Ok(Earlier {
            architecture: estimate.architecture,
            traffic: estimate.traffic,
            monthly: estimate.monthly_cost,
            parts: parts.collect(),
        })
    }

    /// What a month cost; of a component or a service where one is given.
    pub(super) fn cost(
        &self,
        component: Option<&str>,
        service: Option<&str>,
        case: Case,
    ) -> Result<Money, ArithmeticError> {
        if component.is_none() && service.is_none() {
            return Ok(self.monthly.at(case));
        }
        let parts = self.parts_of(component, service);
        Money::sum(parts.map(|part| part.cost.at(case)))
    }

    fn parts_of(
        &self,
        component: Option<&str>,
        service: Option<&str>,
    ) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| {
            component.is_none_or(|name| name == part.component)
                && service.is_none_or(|name| name == part.service)
        })
    }

    /// The components that cost more now, most first.
    pub(super) fn grown(
        &self,
        estimate: &Estimate,
        component: Option<&str>,
        service: Option<&str>,
        case: Case,
    ) -> Result<Vec<Change>, ArithmeticError> {
        let mut changes: Vec<(Money, Change)> = Vec::new();
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for charge in &estimate.charges {
            let part = (charge.component.as_str(), charge.service);
            let is_wanted = component.is_none_or(|name| name == charge.component)
                && service.is_none_or(|name| name == charge.service);
            if !is_wanted || seen.contains(&part) {
                continue;
            }
            seen.push(part);
            let of_part = estimate
                .charges
                .iter()
                .filter(|other| (other.component.as_str(), other.service) == part);
            let after = Money::sum(of_part.map(|charge| charge.cost.at(case)))?;
            let mut earlier = self.parts_of(Some(part.0), Some(part.1));
            let before = earlier.next().map(|part| part.cost.at(case));
            let growth = after.checked_sub(before.unwrap_or(Money::ZERO))?;
            if growth > Money::ZERO {
                let change = Change {
                    component: part.0.to_owned(),
                    service: part.1.to_owned(),
                    before,
                    after,
                };
                changes.push((growth, change));
            }
        }
        // The sort is stable: equal ones stay in the order of the components.
        changes.sort_by_key(|(growth, _)| Reverse(*growth));
        Ok(changes.into_iter().map(|(_, change)| change).collect())
    }
}
