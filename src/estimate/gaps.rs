//! Every price a scenario needs and its catalog can't give: all of them, not the first.

use super::{EstimateError, Selection};
use crate::catalog::{Catalog, CatalogError, PriceKey};
use crate::scenario::Scenario;

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

/// Every price the selected architectures need at the selected traffic levels and the catalog can't
/// give, each once, in the order of the scenario.
///
/// # Errors
/// A selection that does not exist. What keeps a component from stating its usage is for
/// [`estimate`](super::estimate) to say.
pub fn gaps(
    scenario: &Scenario,
    catalog: &Catalog,
    selection: &Selection,
) -> Result<Vec<Gap>, EstimateError> {
    let mut gaps: Vec<Gap> = Vec::new();
    for level in selection.levels(scenario)? {
        let Some(workload) = scenario.workload(level) else {
            continue;
        };
        for (name, architecture) in selection.architectures(scenario)? {
            let stated = architecture.meter(&workload).unwrap_or_default();
            let usage = stated.iter().flat_map(|stated| {
                let component = &stated.component.name;
                stated.metered.usage.iter().map(move |u| (component, u))
            });
            for (component, usage) in usage {
                let Err(error) = usage.price_in(catalog) else {
                    continue;
                };
                if usage.is_nothing() {
                    continue;
                }
                note(&mut gaps, &usage.key, name, component, error);
            }
            let purchase = scenario.purchase_of(architecture);
            let usage = stated.iter().flat_map(|stated| &stated.metered.usage);
            let used: Vec<PriceKey> = usage.map(|usage| usage.key.clone()).collect();
            for (spec, key) in purchase.rates(&used) {
                if let Err(error) = catalog.price(&key, spec) {
                    note(&mut gaps, &key, name, "purchase", error);
                }
            }
        }
    }
    Ok(gaps)
}

fn note(
    gaps: &mut Vec<Gap>,
    key: &PriceKey,
    architecture: &str,
    component: &str,
    error: CatalogError,
) {
    match gaps.iter_mut().find(|gap| gap.key == *key) {
        Some(gap) if gap.architectures.iter().any(|known| known == architecture) => {}
        Some(gap) => gap.architectures.push(architecture.to_owned()),
        None => gaps.push(Gap {
            key: key.clone(),
            architectures: vec![architecture.to_owned()],
            component: component.to_owned(),
            error,
        }),
    }
}
