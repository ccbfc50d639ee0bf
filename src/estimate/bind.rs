//! Binding: an architecture at a traffic level, tied to its prices and allowances.

use super::rate::{Grant, GrantOrigin, Pool, Rating};
use super::{EstimateError, Gap};
use crate::architecture::{Architecture, ComponentUsage};
use crate::catalog::{Catalog, Currency, FreeTier, FreeTierTerms, Partition, PriceKey};
use crate::formula::{Compiled, Conditions, Formula, number};
use crate::lint;
use crate::purchase::Purchase;
use crate::services::{Capacity, Usage, service_of};
use crate::units::{ArithmeticError, Case, Date, Input, Money, Spread};
use crate::warning::Warning;
use crate::workload::Workload;
use rust_decimal::Decimal;
use std::sync::Arc;

/// An architecture at one traffic level with its prices found and its formulas compiled.
///
/// Evaluating it for another number of requests needs no further look-ups, so break-even searches
/// and simulations can do it millions of times.
#[derive(Debug, Clone)]
pub struct Bound {
    pub(super) architecture: String,
    pub(super) title: String,
    pub(super) workload: Workload,
    pub(super) requests: Spread<Decimal>,
    pub(super) lines: Vec<Line>,
    pub(super) rating: Rating,
    pub(super) currency: Currency,
    pub(super) free_tier: FreeTierTerms,
    pub(super) legacy_ends: Date,
    pub(super) credit_rules: crate::catalog::CreditRules,
    pub(super) partition: Partition,
    /// True when an allowance covers some of the usage that the partition does not grant.
    pub(super) withheld: bool,
    pub(super) assumptions: Vec<String>,
    pub(super) warnings: Vec<Warning>,
    /// Components whose capacity does not follow the traffic.
    pub(super) capacities: Vec<(String, Capacity)>,
}

/// One usage of one component, and the pool it is added to.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub component: String,
    pub service: &'static str,
    pub usage: Usage,
    pub pool: usize,
}

impl Bound {
    /// Meters an architecture under a workload and ties its usage to prices.
    ///
    /// # Errors
    /// When a component can't state its usage, prices are missing (all of them) or a constant overflows.
    pub fn new(
        name: &str,
        architecture: &Architecture,
        workload: &Workload,
        catalog: &Catalog,
        free_tier: FreeTierTerms,
        purchase: &Purchase,
    ) -> Result<Bound, EstimateError> {
        let currency = catalog.book().currency();
        if free_tier.kind == FreeTier::Credits && currency != Currency::Usd {
            return Err(EstimateError::Currency {
                what: "the credits of new accounts",
                region: catalog.book().region().to_owned(),
                currency,
            });
        }
        let stated = architecture.meter(workload).map_err(|(index, error)| {
            let component = architecture.components.get(index);
            EstimateError::Meter {
                architecture: name.to_owned(),
                component: component.map_or_else(String::new, |c| c.name.clone()),
                error: Box::new(error),
            }
        })?;
        let requests = workload
            .requests_per_month()
            .map_err(|error| EstimateError::Traffic {
                traffic: workload.level.clone(),
                formula: workload.derivation(),
                error,
            })?;
        let mut binder = Binder {
            architecture: name,
            traffic: &workload.level,
            catalog,
            requests,
            lines: Vec::new(),
            pools: Vec::new(),
            grants: Vec::new(),
            withheld: false,
            assumptions: Vec::new(),
            warnings: Vec::new(),
            gaps: Vec::new(),
        };
        binder.bind(&stated, free_tier)?;
        binder.look_up_rates(purchase, &stated);
        if !binder.gaps.is_empty() {
            return Err(binder.missing());
        }
        binder.note_offers(&stated, free_tier.kind);
        for question in lint::questions(&stated, workload) {
            binder.ask(&question)?;
        }
        let buying = binder.buying(purchase, &stated, workload.month)?;
        let rating = Rating::new(binder.pools.clone(), binder.grants, buying).map_err(|error| {
            let (lines, pools) = (&binder.lines, &binder.pools);
            [Case::Low, Case::Expected, Case::High]
                .into_iter()
                .find_map(|case| culprit(name, lines, pools, (&requests, case)))
                .unwrap_or_else(|| total_error(name, workload, error))
        })?;
        Ok(Bound {
            architecture: name.to_owned(),
            title: architecture.title_or(name).to_owned(),
            workload: workload.clone(),
            requests,
            rating,
            lines: binder.lines,
            currency,
            free_tier,
            legacy_ends: catalog.allowances().legacy_ends,
            credit_rules: catalog.allowances().credits.clone(),
            partition: catalog.partition(),
            withheld: binder.withheld,
            assumptions: binder.assumptions,
            warnings: binder.warnings,
            capacities: stated
                .iter()
                .filter_map(|stated| {
                    Some((stated.component.name.clone(), stated.metered.capacity?))
                })
                .collect(),
        })
    }

    /// The line whose cost does not fit, when rating fails on one of them.
    pub(super) fn culprit(&self, requests: Decimal, case: Case) -> Option<EstimateError> {
        let requests = Spread::exact(requests);
        let (name, pools) = (&self.architecture, &self.rating.pools);
        culprit(name, &self.lines, pools, (&requests, case))
    }

    /// What the month costs for a number of requests in the month, with every range at one end.
    ///
    /// # Errors
    /// When the total does not fit.
    pub fn monthly_cost(&self, requests: Decimal, case: Case) -> Result<Money, ArithmeticError> {
        self.rating.total(requests, case)
    }
}

/// The line whose cost does not fit, where there is one.
fn culprit(
    architecture: &str,
    lines: &[Line],
    pools: &[Pool],
    (requests, case): (&Spread<Decimal>, Case),
) -> Option<EstimateError> {
    let conditions = Conditions::at(requests.at(case), case);
    lines.iter().find_map(|line| {
        let pool = pools.get(line.pool)?;
        let quantity = line.usage.formula.value(conditions);
        let error = quantity.and_then(|q| pool.price.tiers.cost(q)).err()?;
        Some(EstimateError::Arithmetic {
            architecture: architecture.to_owned(),
            component: line.component.clone(),
            formula: line.usage.formula.show(requests),
            error,
        })
    })
}

pub(super) fn total_error(
    architecture: &str,
    workload: &Workload,
    error: ArithmeticError,
) -> EstimateError {
    EstimateError::Total {
        architecture: architecture.to_owned(),
        traffic: workload.level.clone(),
        error,
    }
}

pub(super) struct Binder<'b> {
    pub architecture: &'b str,
    pub traffic: &'b str,
    pub catalog: &'b Catalog,
    pub requests: Spread<Decimal>,
    pub lines: Vec<Line>,
    pub pools: Vec<Pool>,
    grants: Vec<Grant>,
    withheld: bool,
    pub assumptions: Vec<String>,
    pub warnings: Vec<Warning>,
    /// Prices that are missing.
    pub gaps: Vec<Gap>,
}

impl Binder<'_> {
    fn bind(
        &mut self,
        stated: &[ComponentUsage<'_>],
        free_tier: FreeTierTerms,
    ) -> Result<(), EstimateError> {
        for ComponentUsage {
            component, metered, ..
        } in stated
        {
            for usage in &metered.usage {
                // A zero that is stated settles a question, and needs no price where there is none.
                if usage.is_nothing() && usage.price_in(self.catalog).is_err() {
                    continue;
                }
                let Some(pool) = self.pool(&component.name, usage)? else {
                    continue;
                };
                self.lines.push(Line {
                    component: component.name.clone(),
                    service: service_of(usage.spec)
                        .map_or_else(|| component.service(), |service| service.name),
                    usage: usage.clone(),
                    pool,
                });
            }
            for assumption in &metered.assumptions {
                if !self.assumptions.contains(assumption) {
                    self.assumptions.push(assumption.clone());
                }
            }
            self.warnings.extend(metered.warnings.iter().cloned());
            for question in &metered.questions {
                self.ask(question)?;
            }
        }
        for ComponentUsage {
            component, metered, ..
        } in stated
        {
            for inclusion in &metered.inclusions {
                let origin = GrantOrigin::Included {
                    title: inclusion.title.clone(),
                };
                let amount = self.compile(&component.name, &inclusion.formula)?;
                let keys = std::slice::from_ref(&inclusion.key);
                self.grant(origin, (&inclusion.formula, amount), keys);
            }
        }
        let partition = self.catalog.partition();
        for allowance in self.catalog.allowances().of(free_tier.kind) {
            if !allowance.is_granted_in(partition) {
                self.withheld |= self.uses_any(&allowance.keys);
                continue;
            }
            let formula = number(allowance.amount);
            let amount = self.compile("free tier", &formula)?;
            let origin = GrantOrigin::Allowance(Box::new(allowance.clone()));
            self.grant(origin, (&formula, amount), &allowance.keys);
        }
        Ok(())
    }

    /// True when the free tier would cover some of the usage of these keys.
    fn uses_any(&self, keys: &[PriceKey]) -> bool {
        let mut covered = self.pools.iter().filter(|pool| pool.free_tier);
        covered.any(|pool| keys.contains(&pool.price.key))
    }

    /// The pool of a usage's key, with the usage added to it; `None` after noting that it has no price.
    fn pool(&mut self, component: &str, usage: &Usage) -> Result<Option<usize>, EstimateError> {
        let quantity = self.compile(component, &usage.formula)?;
        let at = match self
            .pools
            .iter()
            .position(|pool| pool.price.key == usage.key && pool.free_tier == usage.free_tier)
        {
            Some(at) => at,
            None => {
                let price = match usage.price_in(self.catalog) {
                    Ok(price) => Arc::clone(price),
                    Err(error) => {
                        self.lacks(&usage.key, component, error);
                        return Ok(None);
                    }
                };
                self.pools.push(Pool {
                    price,
                    pooling: usage.spec.pooling,
                    free_tier: usage.free_tier,
                    quantity: Spread {
                        low: Compiled::ZERO,
                        expected: Compiled::ZERO,
                        high: Compiled::ZERO,
                        input: Input::NONE,
                    },
                });
                self.pools.len() - 1
            }
        };
        if let Some(pool) = self.pools.get_mut(at) {
            let added = pool
                .quantity
                .low
                .add(quantity.low)
                .and_then(|()| pool.quantity.expected.add(quantity.expected))
                .and_then(|()| pool.quantity.high.add(quantity.high));
            added.map_err(|error| self.arithmetic(component, &usage.formula, error))?;
        }
        Ok(Some(at))
    }

    pub(super) fn compile(
        &self,
        component: &str,
        formula: &Formula,
    ) -> Result<Spread<Compiled>, EstimateError> {
        let compile = |case| {
            Compiled::new(formula, case).map_err(|error| self.arithmetic(component, formula, error))
        };
        let expected = compile(Case::Expected)?;
        if !formula.has_range() {
            return Ok(Spread {
                low: expected.clone(),
                high: expected.clone(),
                expected,
                input: Input::NONE,
            });
        }
        Ok(Spread {
            low: compile(Case::Low)?,
            expected,
            high: compile(Case::High)?,
            input: Input::NONE,
        })
    }

    pub(super) fn arithmetic(
        &self,
        component: &str,
        formula: &Formula,
        error: ArithmeticError,
    ) -> EstimateError {
        EstimateError::Arithmetic {
            architecture: self.architecture.to_owned(),
            component: component.to_owned(),
            formula: formula.show(&self.requests),
            error,
        }
    }

    /// Adds an allowance, unless nothing of it is used. The same inclusion of several resources is
    /// one allowance, as AWS pools them.
    fn grant(
        &mut self,
        origin: GrantOrigin,
        (formula, amount): (&Formula, Spread<Compiled>),
        keys: &[PriceKey],
    ) {
        let pools: Vec<usize> = (0..self.pools.len())
            .filter(|at| {
                self.pools.get(*at).is_some_and(|pool| {
                    let is_covered = pool.free_tier || origin.is_included();
                    is_covered && keys.contains(&pool.price.key)
                })
            })
            .collect();
        if pools.is_empty() {
            return;
        }
        let same = self.grants.iter_mut().find(|grant| {
            grant.pools == pools && grant.origin.is_included() && grant.origin == origin
        });
        match same {
            Some(grant) => {
                grant.amounts.push(amount);
                grant.formulas.push(formula.clone());
            }
            None => self.grants.push(Grant {
                formulas: vec![formula.clone()],
                origin,
                amounts: vec![amount],
                pools,
            }),
        }
    }
}
