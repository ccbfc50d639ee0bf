//! Baselines: what `breakeven estimate --format json` wrote earlier, to measure growth against.

use super::finding::Change;
use crate::estimate::Estimate;
use crate::units::{ArithmeticError, Case, Money, Spread};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::cmp::Reverse;

/// Why a text is no baseline.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// It is not the JSON of an estimate.
    #[error("{name} is no baseline: {problem}; {REMEDY}")]
    NotJson {
        /// The file.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// It is some other document.
    #[error(
        "{name} is no baseline: its schema is `{schema}`, not `breakeven/estimate/v1`; {REMEDY}"
    )]
    Schema {
        /// The file.
        name: String,
        /// The schema it names.
        schema: String,
    },
    /// An amount is no decimal.
    #[error("{name} is no baseline: `{amount}` is not a decimal; {REMEDY}")]
    Amount {
        /// The file.
        name: String,
        /// What stands in its place.
        amount: String,
    },
    /// A sum does not fit.
    #[error("{name}: {error}")]
    Arithmetic {
        /// The file.
        name: String,
        /// Why.
        error: ArithmeticError,
    },
}

const REMEDY: &str = "write one with `breakeven estimate FILE --format json --output PATH`";

/// The documents that begin with estimates.
const SCHEMAS: [&str; 2] = ["breakeven/estimate/v1", "breakeven/compare/v1"];

/// What a scenario cost earlier.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// The file.
    pub name: String,
    /// The name of the scenario.
    pub scenario: String,
    /// The currency of its amounts, by its code.
    pub currency: String,
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

#[derive(Deserialize)]
struct Document {
    scenario: String,
    currency: String,
    estimates: Vec<EstimateJson>,
}

#[derive(Deserialize)]
struct EstimateJson {
    architecture: String,
    traffic: String,
    monthly_cost: Range,
    charges: Vec<ChargeJson>,
}

#[derive(Deserialize)]
struct ChargeJson {
    component: String,
    service: String,
    cost: Range,
}

#[derive(Deserialize)]
struct Range {
    low: String,
    expected: String,
    high: String,
}

/// For a look at the schema before anything else has to be right.
#[derive(Deserialize)]
struct Head {
    schema: String,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// When the text is not the JSON of an estimate or a comparison.
    pub fn parse(name: &str, text: &str) -> Result<Baseline, BaselineError> {
        let wrong = |error: serde_json::Error| BaselineError::NotJson {
            name: name.to_owned(),
            problem: error.to_string(),
        };
        let head: Head = serde_json::from_str(text).map_err(wrong)?;
        if !SCHEMAS.contains(&head.schema.as_str()) {
            return Err(BaselineError::Schema {
                name: name.to_owned(),
                schema: head.schema,
            });
        }
        let document: Document = serde_json::from_str(text).map_err(wrong)?;
        let read = |estimate| Earlier::read(estimate, name);
        let estimates = document.estimates.into_iter().map(read);
        Ok(Baseline {
            name: name.to_owned(),
            scenario: document.scenario,
            currency: document.currency,
            estimates: estimates.collect::<Result<_, _>>()?,
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
    fn read(estimate: EstimateJson, name: &str) -> Result<Earlier, BaselineError> {
        let mut parts: Vec<Part> = Vec::new();
        for charge in estimate.charges {
            let cost = charge.cost.read(name)?;
            let is_same = |part: &&mut Part| {
                part.component == charge.component && part.service == charge.service
            };
            match parts.iter_mut().find(is_same) {
                Some(part) => {
                    let sum = Spread::try_from_cases(|case| {
                        part.cost.at(case).checked_add(cost.at(case))
                    });
                    part.cost = sum.map_err(|error| BaselineError::Arithmetic {
                        name: name.to_owned(),
                        error,
                    })?;
                }
                None => parts.push(Part {
                    component: charge.component,
                    service: charge.service,
                    cost,
                }),
            }
        }
        Ok(Earlier {
            architecture: estimate.architecture,
            traffic: estimate.traffic,
            monthly: estimate.monthly_cost.read(name)?,
            parts,
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

impl Range {
    fn read(self, name: &str) -> Result<Spread<Money>, BaselineError> {
        let amount = |text: String| match Decimal::from_str_exact(&text) {
            Ok(amount) => Ok(Money::new(amount)),
            Err(_) => Err(BaselineError::Amount {
                name: name.to_owned(),
                amount: text,
            }),
        };
        let (low, expected, high) = (
            amount(self.low)?,
            amount(self.expected)?,
            amount(self.high)?,
        );
        Ok(Spread {
            low,
            expected,
            high,
            ..Spread::exact(expected)
        })
    }
}
