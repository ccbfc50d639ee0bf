//! Amounts of money in a scenario: they must be in the currency its region is billed in, because no
//! exchange rate is assumed.

use super::Scenario;
use crate::catalog::{Currency, FreeTier, FreeTierTerms};
use crate::syntax::{Fields, Kind, Node, Reader, Span};

/// Notes amounts in another currency than that of the region: each price, and budgets, credits and
/// published costs once each.
pub(super) fn check(scenario: &Scenario, fields: &Fields<'_>, reader: &mut Reader) {
    let region = scenario.region.as_str();
    let billed = Currency::of_region(region);
    let mut fault = |what: String, stated: Currency, span: Span, help: String| {
        let message = format!("{what} in {stated}, but {region} is billed in {billed}");
        reader.fault("other-currency", span, message, Some(help));
    };
    let node = |keys: &[&str]| {
        let (first, rest) = keys.split_first()?;
        let start = fields.get(first)?;
        rest.iter().try_fold(start, |node, key| node.get(key))
    };
    let own_prices = scenario.prices.iter().flat_map(|own| &own.overrides.0);
    for (key, price) in own_prices.filter(|(_, price)| price.currency() != billed) {
        let given = node(&["prices", "overrides"])
            .and_then(Node::entries)
            .and_then(|entries| entries.iter().find(|entry| entry.key == key.as_str()));
        let span = given.map_or_else(|| fields.place("prices"), |entry| entry.value.span);
        let help = format!(
            "give it in {billed}, such as `{} per …`",
            billed.amount("0.35")
        );
        fault(
            format!("the price of `{key}` is"),
            price.currency(),
            span,
            help,
        );
    }
    if billed == Currency::Usd {
        return;
    }
    // What follows is always stated in dollars.
    let mut dollars = |what: &str, span: Span| {
        let help = "take this out, or price the scenario in a region billed in USD".to_owned();
        fault(what.to_owned(), Currency::Usd, span, help);
    };
    let credits = |terms: FreeTierTerms| terms.kind == FreeTier::Credits;
    if credits(scenario.free_tier) {
        dollars("the credits of new accounts are", fields.place("free_tier"));
    }
    if let Some(budget) = scenario.budgets.iter().find(|budget| budget.has_money()) {
        let amounts = ["monthly", "yearly", "per_request", "per_user", "growth"];
        let first = amounts.iter().map(|key| budget.place(key));
        let first = first.into_iter().find(|span| *span != budget.span());
        dollars("budgets are", first.unwrap_or(budget.span()));
    }
    if let Some(published) = &scenario.published {
        let of_published = |key: &str| node(&["published", key]);
        if credits(published.free_tier) {
            let span = of_published("free_tier").map_or(fields.span, |node| node.span);
            dollars("the credits of new accounts are", span);
        }
        if published.figures.iter().any(|f| f.monthly.is_some()) {
            let first = first_with(of_published("figures"), "monthly");
            dollars("published costs are", first.unwrap_or(fields.span));
        }
    }
}

/// Where the first item of a list that has a key states it.
fn first_with(list: Option<&Node>, key: &str) -> Option<Span> {
    match list.map(|list| &list.kind) {
        Some(Kind::Sequence(items)) => items
            .iter()
            .find_map(|item| item.get(key))
            .map(|node| node.span),
        _ => None,
    }
}
