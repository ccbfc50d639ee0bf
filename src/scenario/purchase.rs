//! What purchases name: components and services that must be there.

use super::Scenario;
use crate::architecture::Architecture;
use crate::catalog::Discount;
use crate::purchase::Purchase;
use crate::services::{REGISTRY, Settings, fargate};
use crate::syntax::{Fields, Kind, Node, Reader};

/// Notes every name in a purchase that is the name of nothing it could be about.
pub(super) fn check(scenario: &Scenario, fields: &Fields<'_>, reader: &mut Reader) {
    let architectures = || scenario.architectures.0.iter().map(|(_, a)| a);
    let shared: Vec<&Architecture> = architectures().filter(|a| a.purchase.is_none()).collect();
    if let Some(node) = fields.get("purchase") {
        check_one(&scenario.purchase, &shared, node, reader);
    }
    for (name, architecture) in scenario.architectures.0.iter() {
        let node = fields
            .get("architectures")
            .and_then(|node| node.get(name)?.get("purchase"));
        if let (Some(purchase), Some(node)) = (&architecture.purchase, node) {
            check_one(purchase, &[architecture], node, reader);
        }
    }
}

/// `scope` are the architectures bought this way.
fn check_one(purchase: &Purchase, scope: &[&Architecture], node: &Node, reader: &mut Reader) {
    if let Some(names) = purchase
        .fargate_spot
        .as_ref()
        .and_then(|spot| spot.components.as_ref())
    {
        let components = scope
            .iter()
            .flat_map(|architecture| &architecture.components);
        let on_spot = components.filter(|component| match &component.settings {
            Settings::Fargate(tasks) => tasks.platform != fargate::Platform::Windows,
            _ => false,
        });
        let known: Vec<&str> = on_spot.map(|component| component.name.as_str()).collect();
        let list = node
            .get("fargate_spot")
            .and_then(|spot| spot.get("components"));
        for (name, place) in names.iter().zip(items(list)) {
            if !known.contains(&name.as_str()) {
                reader.unknown("Linux `fargate` component", name, place.span, &known);
            }
        }
    }
    check_discounts(&purchase.discounts, node.get("discounts"), reader);
}

/// Notes discounts on services there are not.
pub(super) fn check_discounts(discounts: &[Discount], node: Option<&Node>, reader: &mut Reader) {
    let known: Vec<&str> = REGISTRY.iter().map(|service| service.name).collect();
    for (discount, place) in discounts.iter().zip(items(node)) {
        if let Some(name) = discount
            .service
            .as_deref()
            .filter(|name| !known.contains(name))
        {
            let place = place.get("service").unwrap_or(place);
            reader.unknown("service", name, place.span, &known);
        }
    }
}

fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.kind) {
        Some(Kind::Sequence(items)) => items,
        _ => &[],
    }
}
