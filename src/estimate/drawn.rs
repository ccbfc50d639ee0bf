//! What an architecture costs for one draw of its inputs.

use super::EstimateError;
use super::bind::{Bound, total_error};
use super::rate::Given;
use crate::formula::{Compiled, Conditions, Formula, number};
use crate::units::{ArithmeticError, Case, Draw, Money, Spread, TierSchedule, arithmetic};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// An architecture at one traffic level, ready to be priced for many draws of its inputs.
#[derive(Debug, Clone)]
pub struct Drawable<'b> {
    bound: &'b Bound,
    pools: Vec<Sum<'b>>,
    inputs: BTreeSet<usize>,
    /// The input the requests of the month are, if they are one.
    requests: Option<usize>,
}

/// The quantity of a pool: what no draw changes, and what is worked out for each.
#[derive(Debug, Clone)]
struct Sum<'b> {
    fixed: Compiled,
    drawn: Vec<&'b Formula>,
}

/// A pool as what builds on its quantity sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PoolView<'b> {
    pub key: &'b str,
    pub tiers: &'b TierSchedule,
}

impl Bound {
    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// That its total does not fit.
    pub(crate) fn total_error(&self, error: ArithmeticError) -> EstimateError {
        total_error(&self.architecture, &self.workload, error)
    }

    /// Makes the architecture ready to be priced for draws of its inputs.
    ///
    /// # Errors
    /// When a constant overflows.
    pub fn drawable(&self) -> Result<Drawable<'_>, ArithmeticError> {
        let stated = &self.workload.requests.amount;
        let requests = stated.input.number().filter(|_| !stated.is_exact());
        let mut drawable = Drawable {
            bound: self,
            pools: Vec::with_capacity(self.rating.pools.len()),
            inputs: BTreeSet::new(),
            requests,
        };
        for (at, pool) in self.rating.pools.iter().enumerate() {
            let lines = self.lines.iter().filter(|line| line.pool == at);
            let formulas: Vec<&Formula> = lines.map(|line| &line.usage.formula).collect();
            let (drawn, fixed): (Vec<&Formula>, Vec<&Formula>) =
                formulas.iter().partition(|formula| formula.has_range());
            let fixed = match drawn.is_empty() {
                true => pool.quantity.expected.clone(),
                false => {
                    let mut sum = Compiled::ZERO;
                    for formula in fixed {
                        sum.add(Compiled::new(formula, Case::Expected)?)?;
                    }
                    sum
                }
            };
            for formula in formulas {
                drawable.note(formula);
            }
            drawable.pools.push(Sum { fixed, drawn });
        }
        for grant in &self.rating.grants {
            grant
                .formulas
                .iter()
                .for_each(|formula| drawable.note(formula));
        }
        if drawable.is_bought() {
            let hours = self
                .lines
                .iter()
                .filter_map(|line| line.usage.hours.as_ref());
            hours.for_each(|formula| drawable.note(formula));
        }
        Ok(drawable)
    }
}

impl<'b> Drawable<'b> {
    fn note(&mut self, formula: &Formula) {
        self.inputs.extend(formula.inputs());
        if formula.follows_requests() {
            self.inputs.extend(self.requests);
        }
    }

    /// The numbers of the inputs its cost depends on.
    #[must_use]
    pub fn inputs(&self) -> &BTreeSet<usize> {
        &self.inputs
    }

    /// The architecture it is.
    #[must_use]
    pub fn bound(&self) -> &'b Bound {
        self.bound
    }

    /// What the month costs where each input lies where it was drawn, and everything else is as
    /// expected. Without inputs it is the expected cost of the estimate.
    ///
    /// # Errors
    /// When a figure does not fit.
    pub fn cost(&self, draws: &[Option<Draw>]) -> Result<Money, ArithmeticError> {
        let requests = self.requests_at(draws)?;
        if self.inputs.is_empty() {
            return self.bound.monthly_cost(requests, Case::Expected);
        }
        let conditions = Conditions {
            requests: Spread::exact(requests),
            case: Case::Expected,
            draws,
        };
        let rating = &self.bound.rating;
        let mut given = Given::default();
        for pool in &self.pools {
            let mut quantity = pool.fixed.value(requests)?;
            for formula in &pool.drawn {
                quantity = arithmetic::add(quantity, formula.value(conditions)?)?;
            }
            given.pools.push(quantity);
        }
        for grant in &rating.grants {
            let amounts = grant
                .formulas
                .iter()
                .map(|formula| formula.value(conditions));
            let sum = amounts
                .into_iter()
                .try_fold(Decimal::ZERO, |sum, amount| arithmetic::add(sum, amount?))?;
            given.grants.push(sum);
        }
        if self.is_bought() {
            let month = number(self.bound.workload.month.hours());
            for line in &self.bound.lines {
                let hours = line.usage.hours.as_ref().unwrap_or(&month);
                let quantity = line.usage.formula.value(conditions)?;
                given.lines.push((quantity, hours.value(conditions)?));
            }
        }
        rating.total_of(&given)
    }

    fn requests_at(&self, draws: &[Option<Draw>]) -> Result<Decimal, ArithmeticError> {
        let drawn = self
            .requests
            .and_then(|number| draws.get(number).copied().flatten());
        if drawn.is_none() {
            return Ok(self.bound.requests.expected);
        }
        let conditions = Conditions {
            draws,
            ..Conditions::at(Decimal::ZERO, Case::Expected)
        };
        self.requests_formula().value(conditions)
    }

    /// How the requests of the month come about.
    pub(crate) fn requests_formula(&self) -> Formula {
        let workload = &self.bound.workload;
        workload.requests.per_month(workload.month)
    }

    /// Whether the requests of the month are drawn.
    pub(crate) fn draws_requests(&self) -> bool {
        self.requests.is_some()
    }

    /// True when something is bought other than on demand, which is settled over all lines together.
    pub(crate) fn is_bought(&self) -> bool {
        self.bound.rating.buying.is_some()
    }

    /// The pools, each with the formulas whose sum is its quantity.
    pub(crate) fn pools(&self) -> impl Iterator<Item = (PoolView<'b>, Vec<&'b Formula>)> + '_ {
        let bound = self.bound;
        bound
            .rating
            .pools
            .iter()
            .enumerate()
            .map(move |(at, pool)| {
                let lines = bound.lines.iter().filter(move |line| line.pool == at);
                let view = PoolView {
                    key: pool.price.key.as_str(),
                    tiers: &pool.price.tiers,
                };
                (view, lines.map(|line| &line.usage.formula).collect())
            })
    }

    /// The free amounts in the order they are taken off, each with the numbers of its pools.
    pub(crate) fn grants(&self) -> impl Iterator<Item = (&'b [Formula], &'b [usize])> + '_ {
        let grants = self.bound.rating.grants.iter();
        grants.map(|grant| (grant.formulas.as_slice(), grant.pools.as_slice()))
    }
}
