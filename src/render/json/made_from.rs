//! What an estimate was made from, so that a later one can tell why it differs.

use super::{Range, text};
use crate::catalog::Catalog;
use crate::difference::mark;
use crate::estimate::{Category, Estimate};
use crate::scenario::Scenario;
use serde::Serialize;
use std::collections::BTreeMap;

/// What all estimates of a document were made from.
#[derive(Serialize)]
pub(super) struct MadeFrom<'r> {
    traffic: Vec<Level<'r>>,
    /// By price key, the tiers of prices that have several: a charge shows those it reaches only.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    price_tiers: BTreeMap<&'r str, Vec<Tier>>,
}

#[derive(Serialize)]
struct Level<'r> {
    name: &'r str,
    requests_per_month: Range,
    /// Changes with the level and the request profile.
    mark: String,
}

#[derive(Serialize)]
struct Tier {
    from: String,
    to: Option<String>,
    price: String,
    per: String,
}

/// What one estimate was made from.
#[derive(Serialize)]
pub(super) struct Made<'r> {
    components: Vec<Component<'r>>,
    /// Changes with commitments, Spot and discounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    purchase_mark: Option<String>,
}

#[derive(Serialize)]
struct Component<'r> {
    component: &'r str,
    service: &'static str,
    /// Changes with the settings.
    mark: String,
}

pub(super) fn made_from<'r>(scenario: &'r Scenario, estimates: &'r [Estimate]) -> MadeFrom<'r> {
    let levels = scenario.traffic.0.names().filter_map(|name| {
        let estimate = estimates.iter().find(|of| of.traffic == name)?;
        Some(Level {
            name,
            requests_per_month: Range::decimal(&estimate.requests_per_month),
            mark: mark::of_traffic(scenario, name)?,
        })
    });
    let charges = estimates.iter().flat_map(|estimate| &estimate.charges);
    let used = charges.filter(|charge| charge.category == Category::Usage);
    let mut price_tiers = BTreeMap::new();
    for charge in used {
        let tiers = charge.price.tiers.tiers();
        if tiers.len() > 1 && !price_tiers.contains_key(charge.key.as_str()) {
            let tiers = tiers.iter().map(|tier| Tier {
                from: text(tier.from),
                to: tier.to.map(text),
                price: text(tier.price.amount()),
                per: text(tier.price.per()),
            });
            price_tiers.insert(charge.key.as_str(), tiers.collect());
        }
    }
    MadeFrom {
        traffic: levels.collect(),
        price_tiers,
    }
}

pub(super) fn made<'r>(scenario: &'r Scenario, catalog: &Catalog, estimate: &Estimate) -> Made<'r> {
    let name = &estimate.architecture;
    let architecture = scenario.architectures.0.get(name);
    let components = architecture.map_or(&[][..], |architecture| &architecture.components);
    let present = components
        .iter()
        .filter(|component| component.exists_at(&estimate.traffic));
    Made {
        components: present
            .map(|component| Component {
                component: &component.name,
                service: component.service(),
                mark: mark::of_component(component),
            })
            .collect(),
        purchase_mark: mark::of_purchase(scenario, name, catalog.discounts()),
    }
}
