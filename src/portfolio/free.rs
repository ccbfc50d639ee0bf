//! Free allowances of an account that scenarios are priced with one by one.

use super::PortfolioError;
use crate::catalog::{Allowance, AllowanceScope, Catalog, Partition};
use crate::estimate::{Category, Estimate};
use crate::scenario::Scenario;
use crate::units::{ArithmeticError, Money, Unit, arithmetic};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What a scenario takes of one allowance, as expected.
#[derive(Debug, Clone, PartialEq)]
pub struct FreeShare {
    /// The allowance, by its stable name.
    pub allowance: String,
    /// What the user reads.
    pub title: String,
    /// How much one account gets.
    pub granted: Decimal,
    /// Of what.
    pub unit: Unit,
    /// Over what it gets that once.
    pub scope: AllowanceScope,
    /// How much the scenario takes.
    pub taken: Decimal,
    /// What that would have cost.
    pub worth: Money,
}

/// An allowance of which several scenarios take more together than one account gets.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedAgain {
    /// The allowance, by its stable name.
    pub allowance: String,
    /// What the user reads.
    pub title: String,
    /// The region, where each region gets it.
    pub region: Option<String>,
    /// How many scenarios take some of it.
    pub scenarios: usize,
    /// How much one account gets.
    pub granted: Decimal,
    /// Of what.
    pub unit: Unit,
    /// How much all of them take.
    pub taken: Decimal,
    /// What one account would pay for what it does not get, at the average price of what was taken.
    pub worth: Money,
}

/// What an estimate takes of each allowance.
pub(super) fn shares(
    scenario: &Scenario,
    catalog: &Catalog,
    estimate: &Estimate,
) -> Result<Vec<FreeShare>, PortfolioError> {
    let mut shares: Vec<FreeShare> = Vec::new();
    let free = estimate.charges.iter();
    for charge in free.filter(|charge| charge.category == Category::FreeTier) {
        let id = charge.allowance.as_deref().unwrap_or_default();
        let (taken, worth) = (-charge.quantity.amount.expected, charge.cost.expected);
        if let Some(share) = shares.iter_mut().find(|share| share.allowance == id) {
            share.taken = arithmetic::add(share.taken, taken)?;
            share.worth = share.worth.checked_sub(worth)?;
            continue;
        }
        let mut granted = catalog.allowances().of(scenario.free_tier.kind);
        if let Some(allowance) = granted.find(|allowance: &&Allowance| allowance.id == id) {
            shares.push(FreeShare {
                allowance: allowance.id.clone(),
                title: allowance.title.clone(),
                granted: allowance.amount,
                unit: allowance.unit,
                scope: allowance.scope,
                taken,
                worth: worth.negated(),
            });
        }
    }
    Ok(shares)
}

/// What all scenarios take, by allowance and where it is granted once.
#[derive(Debug, Clone, Default)]
pub(super) struct Shares(BTreeMap<(Partition, String, Option<String>), (usize, FreeShare)>);

impl Shares {
    pub fn add(&mut self, region: &str, shares: Vec<FreeShare>) -> Result<(), ArithmeticError> {
        for share in shares {
            let own_region = match share.scope {
                AllowanceScope::Account => None,
                AllowanceScope::Region => Some(region.to_owned()),
            };
            let partition = Partition::of_region(region);
            let key = (partition, share.allowance.clone(), own_region);
            match self.0.get_mut(&key) {
                None => {
                    self.0.insert(key, (1, share));
                }
                Some((scenarios, sum)) => {
                    *scenarios += 1;
                    sum.taken = arithmetic::add(sum.taken, share.taken)?;
                    sum.worth = sum.worth.checked_add(share.worth)?;
                }
            }
        }
        Ok(())
    }

    /// Those of which more is taken than there is.
    pub fn counted_again(&self) -> Result<Vec<CountedAgain>, ArithmeticError> {
        let beyond =
            |((_, _, region), (scenarios, sum)): (&(_, _, Option<String>), &(usize, FreeShare))| {
                let excess = arithmetic::sub(sum.taken, sum.granted)?;
                if *scenarios < 2 || excess <= Decimal::ZERO {
                    return Ok(None);
                }
                let worth = arithmetic::mul_div(sum.worth.amount(), excess, sum.taken)?;
                Ok(Some(CountedAgain {
                    allowance: sum.allowance.clone(),
                    title: sum.title.clone(),
                    region: region.clone(),
                    scenarios: *scenarios,
                    granted: sum.granted,
                    unit: sum.unit,
                    taken: sum.taken,
                    worth: Money::new(worth),
                }))
            };
        self.0
            .iter()
            .map(beyond)
            .filter_map(Result::transpose)
            .collect()
    }
}
