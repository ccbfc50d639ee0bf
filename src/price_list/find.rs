//! Which products of a service are whose price.

use super::query::{Condition, Query};
use crate::catalog::{
    CatalogError, Classes, KeySpec, PriceKey, Product, RESERVED, RegionName, Selector, classes,
    embedded_keys, sha256,
};
use crate::services::{key_groups, keys};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The keys of one service in one region, to be found among its products.
#[derive(Debug)]
pub struct Finder {
    service_code: String,
    region: RegionName<'static>,
    specs: Vec<&'static KeySpec>,
    known: &'static BTreeSet<&'static str>,
    classes: Classes,
}

/// Services of the Price List that have the price of some key, in alphabetical order; Savings Plans
/// are none, their rates stand in files of their own.
#[must_use]
pub fn service_codes() -> Vec<&'static str> {
    let codes = fetchable().map(|spec| spec.selector.service_code);
    codes.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Services of the Price List that have the prices of services of ours, by their names in scenarios
/// (`fargate`); a name of AWS's own (`AmazonECS`) stands for itself.
#[must_use]
pub fn service_codes_of(names: &BTreeSet<&str>) -> Vec<&'static str> {
    let has = |spec: &KeySpec, name: &str| {
        let groups = key_groups().filter(|group| group.name == name);
        groups
            .flat_map(|group| group.keys)
            .any(|of_group| of_group.pattern == spec.pattern)
    };
    let wanted = fetchable().filter(|spec| {
        let code = spec.selector.service_code;
        names
            .iter()
            .any(|name| code.eq_ignore_ascii_case(name) || has(spec, name))
    });
    let codes = wanted.map(|spec| spec.selector.service_code);
    codes.collect::<BTreeSet<_>>().into_iter().collect()
}

/// SHA-256 over the keys of a service and their selectors: what a book was read with.
#[must_use]
pub fn selectors_digest(service_code: &str) -> String {
    let of_service = fetchable().filter(|spec| spec.selector.service_code == service_code);
    let text: String = of_service
        .map(|spec| format!("{} {} {:?}\n", spec.pattern, spec.unit, spec.selector))
        .collect();
    sha256(&text)
}

/// Keys whose product can be told from its neighbours.
fn fetchable() -> impl Iterator<Item = &'static KeySpec> {
    keys().filter(|spec| {
        let selector = &spec.selector;
        !spec.stated && selector.is_selective() && !selector.is_plan() && !spec.is_reserved()
    })
}

/// Every key some embedded book has: looked up once, for many services and regions.
fn known() -> &'static BTreeSet<&'static str> {
    static KNOWN: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    KNOWN.get_or_init(embedded_keys)
}

impl Finder {
    /// The keys of a service.
    ///
    /// # Errors
    /// When the embedded data can't be read (a defect of the program).
    pub fn new(service_code: &str, region: RegionName<'static>) -> Result<Finder, CatalogError> {
        Ok(Finder {
            service_code: service_code.to_owned(),
            region,
            specs: fetchable()
                .filter(|spec| spec.selector.service_code == service_code)
                .collect(),
            known: known(),
            classes: classes()?,
        })
    }

    /// The service.
    #[must_use]
    pub fn service_code(&self) -> &str {
        &self.service_code
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> RegionName<'static> {
        self.region
    }

    /// What is known of the keys looked for.
    pub fn specs(&self) -> impl Iterator<Item = &'static KeySpec> {
        self.specs.iter().copied()
    }

    /// True when a key is one of those looked for.
    #[must_use]
    pub fn looks_for(&self, key: &PriceKey) -> bool {
        self.specs
            .iter()
            .any(|spec| spec.variables(key.as_str()).is_some())
    }

    /// True when a product may be the price of some key.
    #[must_use]
    pub fn wants(&self, product: &Product) -> bool {
        self.keys_of(product).next().is_some()
    }

    /// True when reserved terms of its products are prices too.
    #[must_use]
    pub fn has_reserved(&self) -> bool {
        self.reserved().next().is_some()
    }

    /// True when a key is one whose price stands in a reserved term of a product.
    #[must_use]
    pub fn looks_for_reserved(&self, key: &PriceKey) -> bool {
        key.as_str().starts_with(RESERVED)
            && self
                .reserved()
                .any(|spec| spec.variables(key.as_str()).is_some())
    }

    fn reserved(&self) -> impl Iterator<Item = &'static KeySpec> {
        keys().filter(|spec| spec.is_reserved() && spec.selector.service_code == self.service_code)
    }

    /// The keys a product is the price of.
    pub fn keys_of<'f>(
        &'f self,
        product: &'f Product,
    ) -> impl Iterator<Item = (&'static KeySpec, PriceKey)> + 'f {
        self.specs.iter().filter_map(|spec| {
            let key = spec.key_of(product, self.region)?;
            self.is_known(spec, &key).then_some((*spec, key))
        })
    }

    /// A key some book has, or one of an instance class that is described. The list has classes,
    /// engines and versions nothing here can use.
    fn is_known(&self, spec: &KeySpec, key: &PriceKey) -> bool {
        if self.known.contains(key.as_str()) {
            return true;
        }
        let Some(variables) = spec.variables(key.as_str()) else {
            return false;
        };
        let class = spec.selector.class_template();
        let described = |template: &str| self.classes.get(&variables.fill(template)).is_some();
        variables.engines_are_known() && class.is_some_and(described)
    }

    /// What to ask the Query API for: one query for each set of conditions.
    #[must_use]
    pub fn queries(&self) -> Vec<Query> {
        let queries = self
            .specs
            .iter()
            .map(|spec| query(&spec.selector, self.region));
        queries.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// The conditions of a selector, without what depends on the variables of a key: one query then brings
/// a whole family.
fn query(selector: &Selector, region: RegionName<'_>) -> Query {
    let mut conditions = Vec::new();
    let mut add = |field: &str, value: &str, contains: bool| {
        conditions.push(Condition {
            field: field.to_owned(),
            value: value.to_owned(),
            contains,
        });
    };
    if let Some(field) = selector.region_field() {
        add(field, region.code, false);
    }
    if let Some(family) = selector.family {
        add("productFamily", family, false);
    }
    if let Some(usagetype) = selector.shared_usagetype() {
        // A prefix of the region may stand in front; what follows a variable is left to the selector.
        let fixed = usagetype.split('{').next().unwrap_or_default();
        if !fixed.is_empty() {
            add("usagetype", fixed, true);
        }
    }
    if let Some(operation) = selector.operation {
        add("operation", operation, false);
    }
    for (name, value) in selector.attributes {
        if !value.contains('{') {
            add(name, value, false);
        }
    }
    Query(conditions)
}
