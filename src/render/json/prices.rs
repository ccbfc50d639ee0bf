//! The price book as JSON.

use super::{Prices, Sources, pretty, sources, text};
use crate::catalog::{Catalog, Price};
use crate::services::{key_groups, key_spec};
use serde::Serialize;

#[derive(Serialize)]
struct PriceListJson<'r> {
    schema: &'static str,
    region: &'r str,
    currency: &'r str,
    prices: Prices<'r>,
    sources: Sources<'r>,
    list: Vec<PriceJson<'r>>,
    /// Keys the book records as gaps, as patterns.
    #[serde(skip_serializing_if = "Option::is_none")]
    unpriced: Option<Vec<&'r str>>,
}

#[derive(Serialize)]
struct PriceJson<'r> {
    price_key: &'r str,
    service: &'static str,
    title: String,
    unit: &'static str,
    tiers: Vec<PriceTierJson>,
    sku: Option<&'r str>,
    rate_code: Option<&'r str>,
    effective: Option<&'r str>,
    as_of: &'r str,
    evidence: &'static str,
    /// The descriptions of the sources.
    sources: Vec<&'r str>,
    /// Their ids, as charges name them.
    price_sources: &'r [String],
    note: Option<&'r str>,
    pooled_over: &'static str,
    price_list: Vec<Condition>,
}

#[derive(Serialize)]
struct PriceTierJson {
    from: String,
    to: Option<String>,
    unit_price: String,
}

#[derive(Serialize)]
struct Condition {
    field: &'static str,
    value: String,
}

/// What `prices list --format json` prints: the prices of the catalog, and the keys its book
/// records as gaps.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn price_list_json(catalog: &Catalog, prices: &[&Price]) -> Result<String, serde_json::Error> {
    let unpriced = catalog.book().unpriced().collect();
    list_json(catalog, prices.iter().copied(), Some(unpriced))
}

/// What `prices show --format json` prints: some prices of the catalog.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn prices_json(catalog: &Catalog, prices: &[&Price]) -> Result<String, serde_json::Error> {
    list_json(catalog, prices.iter().copied(), None)
}

fn list_json<'r>(
    catalog: &'r Catalog,
    prices: impl Iterator<Item = &'r Price>,
    unpriced: Option<Vec<&'r str>>,
) -> Result<String, serde_json::Error> {
    let book = catalog.book();
    let list: Vec<PriceJson<'r>> = prices.filter_map(|p| price(catalog, p)).collect();
    let named = list.iter().flat_map(|price| price.price_sources);
    pretty(&PriceListJson {
        schema: "breakeven/prices/v1",
        region: book.region(),
        currency: book.currency().code(),
        prices: Prices::of(catalog),
        sources: sources(catalog, named),
        list,
        unpriced,
    })
}

fn price<'r>(catalog: &'r Catalog, price: &'r Price) -> Option<PriceJson<'r>> {
    let spec = key_spec(price.key.as_str())?;
    let variables = spec.variables(price.key.as_str())?;
    let group = key_groups().find(|group| group.keys.contains(spec))?;
    let tier = |tier: &crate::units::Tier| PriceTierJson {
        from: text(tier.from),
        to: tier.to.map(text),
        unit_price: text(tier.price.of_one()),
    };
    let source = |id: &'r String| catalog.book().source(id).unwrap_or(id);
    let conditions = spec.selector.conditions(&variables);
    Some(PriceJson {
        price_key: price.key.as_str(),
        service: group.name,
        title: spec.title_of(&price.key),
        unit: price.unit.name(),
        tiers: price.tiers.tiers().iter().map(tier).collect(),
        sku: price.sku.as_deref(),
        rate_code: price.rate_code.as_deref(),
        effective: price.effective.as_deref(),
        as_of: &price.as_of,
        evidence: price.evidence.name(),
        sources: price.sources.iter().map(source).collect(),
        price_sources: &price.sources,
        note: price.note.as_deref(),
        pooled_over: spec.pooling.describe(),
        price_list: conditions
            .into_iter()
            .map(|(field, value)| Condition { field, value })
            .collect(),
    })
}
