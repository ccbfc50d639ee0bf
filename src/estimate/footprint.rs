//! What of a price a change of settings could have touched: everything that enters the rating of a key.

use super::Bound;
use crate::catalog::{Price, PriceKey};
use crate::formula::Conditions;
use crate::units::{ArithmeticError, Case, Spread};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// By key, everything its rating starts from. Two bounds whose footprints agree in a key rate it alike.
pub type Footprint = BTreeMap<PriceKey, Trace>;

/// What the rating of one key starts from.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    price: Arc<Price>,
    /// Quantities, hours and what is granted, one after the other.
    amounts: Vec<Decimal>,
    /// True when some of it runs part of the month only, which commitments look at.
    pub is_part_time: bool,
}

impl Bound {
    /// Everything that is rated, by key, at the number of requests it was bound with.
    ///
    /// # Errors
    /// When a quantity does not fit.
    pub fn footprint(&self) -> Result<Footprint, ArithmeticError> {
        let mut footprint = Footprint::new();
        let month = self.workload.month.hours();
        for line in &self.lines {
            let Some(pool) = self.rating.pools.get(line.pool) else {
                continue;
            };
            let amounts = each_case(|case| line.usage.formula.value(self.conditions(case)))?;
            let trace = footprint
                .entry(pool.price.key.clone())
                .or_insert_with(|| Trace {
                    price: Arc::clone(&pool.price),
                    amounts: Vec::new(),
                    is_part_time: false,
                });
            trace.amounts.extend(amounts);
            if let Some(hours) = &line.usage.hours {
                let hours = each_case(|case| hours.value(self.conditions(case)))?;
                trace.is_part_time |= hours.iter().any(|hours| *hours != month);
                trace.amounts.extend(hours);
            }
        }
        for grant in &self.rating.grants {
            for at in &grant.pools {
                let Some(pool) = self.rating.pools.get(*at) else {
                    continue;
                };
                let Some(trace) = footprint.get_mut(&pool.price.key) else {
                    continue;
                };
                for amount in &grant.amounts {
                    let granted = each_case(|case| {
                        super::rate::compiled(amount, case).value(self.requests.at(case))
                    })?;
                    trace.amounts.extend(granted);
                }
            }
        }
        Ok(footprint)
    }

    fn conditions(&self, case: Case) -> Conditions<'_> {
        Conditions {
            requests: Spread::exact(self.requests.at(case)),
            case,
            draws: &[],
        }
    }
}

fn each_case(
    mut value: impl FnMut(Case) -> Result<Decimal, ArithmeticError>,
) -> Result<[Decimal; 3], ArithmeticError> {
    Ok([
        value(Case::Low)?,
        value(Case::Expected)?,
        value(Case::High)?,
    ])
}
