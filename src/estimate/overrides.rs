//! Prices of one's own that nothing in the scenario uses.

use super::EstimateError;
use crate::catalog::{Catalog, PriceKey};
use crate::scenario::Scenario;
use crate::services::key_spec;
use crate::warning::{Warning, WarningCode};
use std::collections::BTreeSet;

/// A warning for overridden prices that are the price of nothing in the whole scenario.
///
/// # Errors
/// [`EstimateError::PriceOfNothing`] when the price book does not know the key either: it is then
/// a misspelling, which would leave the list price in force without a word.
pub(super) fn unused(
    scenario: &Scenario,
    catalog: &Catalog,
) -> Result<Option<Warning>, EstimateError> {
    if catalog.overrides().next().is_none() {
        return Ok(None);
    }
    let used = used_keys(scenario);
    let mut unused = Vec::new();
    for price in catalog
        .overrides()
        .filter(|price| !used.contains(&price.key))
    {
        let book = catalog.book();
        // On another day something may use it; a key without a price in this region is no
        // misspelling.
        let spec = key_spec(price.key.as_str());
        let known = spec.is_some_and(|spec| spec.dated || book.is_gap(spec));
        if !known && !book.keys().any(|key| *key == price.key) {
            let near = catalog.nearest(price.key.as_str());
            return Err(EstimateError::PriceOfNothing {
                key: price.key.to_string(),
                suggestion: near.map_or_else(String::new, |n| format!("; did you mean `{n}`?")),
            });
        }
        unused.push(format!("`{}`", price.key));
    }
    if unused.is_empty() {
        return Ok(None);
    }
    let message = format!("prices were given that nothing uses: {}", unused.join(", "));
    let warning = Warning::new(WarningCode::UnusedOverride, message);
    Ok(Some(warning.settled_by("`prices.overrides`")))
}

/// Every price key some component uses at some traffic level.
fn used_keys(scenario: &Scenario) -> BTreeSet<PriceKey> {
    let mut used = BTreeSet::new();
    for level in scenario.traffic.0.names() {
        let Some(workload) = scenario.workload(level) else {
            continue;
        };
        for (_, architecture) in scenario.architectures.0.iter() {
            // What can't be metered is reported where it is priced.
            let stated = architecture.meter(&workload).unwrap_or_default();
            let usage = stated
                .into_iter()
                .flat_map(|component| component.metered.usage);
            let keys: Vec<PriceKey> = usage.map(|usage| usage.key).collect();
            let rates = scenario.purchase_of(architecture).rates(&keys);
            used.extend(rates.into_iter().map(|(_, key)| key));
            used.extend(keys);
        }
    }
    used
}
