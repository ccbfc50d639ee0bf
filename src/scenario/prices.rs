//! Prices of one's own, in a scenario or as an overlay file.

use crate::catalog::{OwnPrices, PriceOverrides};
use crate::services::key_spec;
use crate::syntax::{Faults, Node, Reader, Setting, Source};

/// Notes every price that is about no key, or in another unit than its key. `node` is the `prices`
/// section.
pub(super) fn check(prices: &PriceOverrides, node: &Node, reader: &mut Reader) {
    super::purchase::check_discounts(&prices.discounts, node.get("discounts"), reader);
    let entries = node
        .get("overrides")
        .and_then(Node::entries)
        .unwrap_or_default();
    for (key, error) in prices.prices(key_spec).into_iter().filter_map(Result::err) {
        let entry = entries.iter().find(|entry| entry.key == key.as_str());
        let span = entry.map_or(node.span, |entry| entry.key_span);
        let message = format!("`{key}`: {}", error.problem);
        let help = format!(
            "expected {}; `breakeven prices list` shows the keys",
            error.accepted
        );
        reader.fault("bad-price", span, message, Some(help));
    }
}

/// Reads an overlay of prices: the `prices` section of a scenario as a document of its own.
///
/// # Errors
/// Everything wrong in the text, with places.
pub fn parse_overlay(source: Source) -> Result<OwnPrices, Faults> {
    let root = match Node::parse(&source, 0) {
        Ok(root) => root,
        Err(fault) => return Err(Faults::one(source, fault)),
    };
    let mut reader = Reader::new(vec![source]);
    let prices = PriceOverrides::read(&root, &mut reader);
    if let Some(prices) = &prices {
        check(prices, &root, &mut reader);
    }
    reader.finish()?;
    Ok(prices
        .map(|prices| prices.own(key_spec))
        .unwrap_or_default())
}
