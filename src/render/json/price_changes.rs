//! Changes of prices as JSON.

use super::{pretty, text};
use crate::catalog::{Price, PriceBook, PriceChange};
use crate::report::TotalChange;
use serde::Serialize;

#[derive(Serialize)]
struct DiffJson<'r> {
    schema: &'static str,
    region: &'r str,
    currency: &'static str,
    before: BookJson<'r>,
    after: BookJson<'r>,
    changes: Vec<ChangeJson<'r>>,
    /// What the change does to a scenario, where one was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    totals: Vec<TotalJson<'r>>,
}

#[derive(Serialize)]
pub(super) struct BookJson<'r> {
    source: &'r str,
    as_of: &'r str,
    sha256: String,
}

#[derive(Serialize)]
pub(super) struct ChangeJson<'r> {
    price_key: &'r str,
    before: Option<SideJson<'r>>,
    after: Option<SideJson<'r>>,
}

#[derive(Serialize)]
struct SideJson<'r> {
    unit: &'static str,
    tiers: Vec<TierJson>,
    sku: Option<&'r str>,
    as_of: &'r str,
}

#[derive(Serialize)]
struct TierJson {
    from: String,
    to: Option<String>,
    unit_price: String,
}

#[derive(Serialize)]
struct TotalJson<'r> {
    architecture: &'r str,
    traffic: &'r str,
    before: String,
    after: String,
    change: String,
}

pub(super) fn book(book: &PriceBook) -> BookJson<'_> {
    BookJson {
        source: book.name(),
        as_of: book.as_of(),
        sha256: book.sha256(),
    }
}

pub(super) fn change(change: &PriceChange) -> ChangeJson<'_> {
    ChangeJson {
        price_key: change.key.as_str(),
        before: change.before.as_ref().map(side),
        after: change.after.as_ref().map(side),
    }
}

fn side(price: &Price) -> SideJson<'_> {
    let tier = |tier: &crate::units::Tier| TierJson {
        from: text(tier.from),
        to: tier.to.map(text),
        unit_price: text(tier.price.of_one()),
    };
    SideJson {
        unit: price.unit.name(),
        tiers: price.tiers.tiers().iter().map(tier).collect(),
        sku: price.sku.as_deref(),
        as_of: &price.as_of,
    }
}

/// What `prices diff --format json` prints.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn price_diff_json<'t>(
    before: &PriceBook,
    after: &PriceBook,
    changes: &[PriceChange],
    totals: &'t [TotalChange],
) -> Result<String, serde_json::Error> {
    let total = |total: &'t TotalChange| TotalJson {
        architecture: &total.architecture,
        traffic: &total.traffic,
        before: text(total.before.expected.amount()),
        after: text(total.after.expected.amount()),
        change: text(total.change()),
    };
    pretty(&DiffJson {
        schema: "breakeven/prices-diff/v1",
        region: before.region(),
        currency: before.currency().code(),
        before: book(before),
        after: book(after),
        changes: changes.iter().map(change).collect(),
        totals: totals.iter().map(total).collect(),
    })
}
