//! Scenarios in between: some parts of the base, some of the head.

use super::Cause;
use super::side::Inputs;
use crate::architecture::Architecture;
use crate::catalog::{Catalog, CatalogError, Price};
use crate::scenario::{Architectures, Scenario};
use crate::services::Component;
use std::collections::BTreeMap;

/// Causes, as a set: the parts that are those of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Set(u8);

impl Set {
    pub fn has(self, cause: Cause) -> bool {
        self.0 & Set::bit(cause) != 0
    }

    pub fn with(self, cause: Cause) -> Set {
        Set(self.0 | Set::bit(cause))
    }

    /// The part of it a catalog depends on.
    pub fn of_catalog(self) -> Set {
        Set(self.0 & (Set::bit(Cause::Price) | Set::bit(Cause::Commitment)))
    }

    fn bit(cause: Cause) -> u8 {
        match cause {
            Cause::Price => 1,
            Cause::Traffic => 2,
            Cause::Usage => 4,
            Cause::Architecture => 8,
            Cause::FreeTier => 16,
            Cause::Commitment => 32,
        }
    }
}

/// The base with some of its parts as they are at the head.
pub(super) fn scenario(base: &Scenario, head: &Scenario, set: Set) -> Scenario {
    let mut mixed = base.clone();
    if set.has(Cause::Traffic) {
        mixed.traffic = head.traffic.clone();
        mixed.request = head.request.clone();
    }
    if set.has(Cause::Usage) {
        mixed.month = head.month;
        mixed.as_of = head.as_of;
    }
    if set.has(Cause::FreeTier) {
        mixed.free_tier = head.free_tier;
    }
    if set.has(Cause::Commitment) {
        mixed.purchase = head.purchase.clone();
    }
    mixed.architectures = architectures(base, head, set);
    mixed
}

fn architectures(base: &Scenario, head: &Scenario, set: Set) -> Architectures {
    // The components there are come from one side, their settings and purchases may from the other.
    let (shape, other) = match set.has(Cause::Architecture) {
        true => (head, base),
        false => (base, head),
    };
    let own_settings = set.has(Cause::Architecture) == set.has(Cause::Usage);
    let own_purchase = set.has(Cause::Architecture) == set.has(Cause::Commitment);
    let mixed = shape.architectures.0.iter().map(|(name, architecture)| {
        let mut mixed = architecture.clone();
        if let Some(other) = other.architectures.0.get(name) {
            if !own_settings {
                take_settings(&mut mixed, other);
            }
            if !own_purchase {
                mixed.purchase.clone_from(&other.purchase);
            }
        }
        (name.to_owned(), mixed)
    });
    Architectures(mixed.collect())
}

/// Gives components the settings of those with their name, as far as they are the same service.
fn take_settings(architecture: &mut Architecture, of: &Architecture) {
    for component in &mut architecture.components {
        if let Some(same) = of.components.iter().find(|other| is_same(component, other)) {
            component.settings = same.settings.clone();
        }
    }
}

fn is_same(a: &Component, b: &Component) -> bool {
    a.name == b.name && a.service() == b.service()
}

/// Components that only have another name at the head: those of the base that are gone, and are there
/// with the same settings under a name that is new. From the old name to the new one.
pub(super) fn renamed(base: &Architecture, head: &Architecture) -> BTreeMap<String, String> {
    let is_in = |name: &str, of: &Architecture| of.components.iter().any(|c| c.name == name);
    let gone = base.components.iter().filter(|c| !is_in(&c.name, head));
    let mut new: Vec<&Component> = head.components.iter().collect();
    new.retain(|component| !is_in(&component.name, base));
    let mut renamed = BTreeMap::new();
    for component in gone {
        let same = |other: &&Component| other.settings == component.settings;
        if let Some(at) = new.iter().position(same) {
            renamed.insert(component.name.clone(), new.remove(at).name.clone());
        }
    }
    renamed
}

/// Which parts of the two sides differ, in the order they are exchanged.
pub(super) fn changed(base: &Inputs, head: &Inputs, level: &str) -> Vec<Cause> {
    let mut changed = Cause::ALL.to_vec();
    changed.retain(|cause| differs(base, head, level, *cause));
    changed
}

fn differs(base: &Inputs, head: &Inputs, level: &str, cause: Cause) -> bool {
    let (a, b) = (&base.scenario, &head.scenario);
    match cause {
        Cause::Price => prices_differ(&base.catalog, &head.catalog),
        Cause::Traffic => {
            a.request != b.request || a.traffic.0.get(level) != b.traffic.0.get(level)
        }
        Cause::Usage => {
            a.month != b.month || a.as_of != b.as_of || any_architecture(a, b, settings_differ)
        }
        Cause::Architecture => {
            !a.architectures.0.names().eq(b.architectures.0.names())
                || any_architecture(a, b, components_differ)
        }
        Cause::FreeTier => a.free_tier != b.free_tier,
        Cause::Commitment => {
            let bought = |a: &Architecture, b: &Architecture| a.purchase != b.purchase;
            a.purchase != b.purchase
                || base.catalog.discounts() != head.catalog.discounts()
                || any_architecture(a, b, bought)
        }
    }
}

/// What one architecture uses may depend on another: functions bound the time of a request.
fn any_architecture(
    base: &Scenario,
    head: &Scenario,
    differ: fn(&Architecture, &Architecture) -> bool,
) -> bool {
    let mut both = base.architectures.0.iter();
    both.any(|(name, a)| {
        let b = head.architectures.0.get(name);
        b.is_some_and(|b| differ(a, b))
    })
}

fn settings_differ(a: &Architecture, b: &Architecture) -> bool {
    a.components.iter().any(|component| {
        let same = b.components.iter().find(|other| is_same(component, other));
        same.is_some_and(|same| same.settings != component.settings)
    })
}

fn components_differ(a: &Architecture, b: &Architecture) -> bool {
    let like = |a: &Component, b: &Component| is_same(a, b) && a.only_at == b.only_at;
    let same_length = a.components.len() == b.components.len();
    !same_length
        || !a
            .components
            .iter()
            .zip(&b.components)
            .all(|(a, b)| like(a, b))
}

fn prices_differ(base: &Catalog, head: &Catalog) -> bool {
    let (a, b) = (base.book(), head.book());
    a.sha256() != b.sha256() || a.region() != b.region() || !base.overrides().eq(head.overrides())
}

/// The prices of the head, with those of the base for what the head has no price for: it stops using
/// that, but not before its components go.
pub(super) fn catalog(base: &Catalog, head: &Catalog, set: Set) -> Result<Catalog, CatalogError> {
    let discounts = match set.has(Cause::Commitment) {
        true => head.discounts(),
        false => base.discounts(),
    };
    let prices = match set.has(Cause::Price) {
        false => base.clone(),
        true => {
            let same_book = base.book().sha256() == head.book().sha256();
            let known: Vec<&Price> = match same_book {
                true => base.overrides().collect(),
                false => base.prices()?,
            };
            let is_priced = |price: &&Price| {
                let in_book = head.book().price(&price.key).is_ok_and(|p| p.is_some());
                in_book || head.overrides().any(|own| own.key == price.key)
            };
            let lacking = known.into_iter().filter(|price| !is_priced(price));
            let lacking: Vec<Price> = lacking.cloned().collect();
            head.clone().with_overrides(lacking)
        }
    };
    Ok(prices.with_discounts(discounts.to_vec()))
}
