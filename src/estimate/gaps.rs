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
                let Err(error) = catalog.price(&usage.key, usage.spec) else {
                    continue;
                };
                match gaps.iter_mut().find(|gap| gap.key == usage.key) {
                    Some(gap) if gap.architectures.iter().any(|known| known == name) => {}
                    Some(gap) => gap.architectures.push(name.to_owned()),
                    None => gaps.push(Gap {
                        key: usage.key.clone(),
                        architectures: vec![name.to_owned()],
                        component: component.clone(),
                        error,
                    }),
                }
            }
        }
    }
    Ok(gaps)
}
