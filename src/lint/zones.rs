//! What running in several zones costs, where one of them was counted.

use super::{Present, names};
use crate::formula::{Formula, count, symbol};
use crate::services::data_transfer::DataTransfer;
use crate::services::nat_gateway::{Availability, gateways_for};
use crate::services::rds::Deployment;
use crate::services::{Component, OpenQuestion, Settings, Usage, data_transfer, public_ipv4};
use crate::units::{Measure, Size, Spread};
use crate::warning::WarningCode;
use crate::workload::Granularity;
use rust_decimal::Decimal;

/// One NAT gateway, as far as stated, for what runs in more than one zone.
pub(super) fn one_nat_gateway(present: &Present<'_>) -> Option<OpenQuestion> {
    let mut gateways =
        present
            .components
            .iter()
            .filter_map(|component| match &component.settings {
                Settings::NatGateway(gateway) => Some((component, gateway)),
                _ => None,
            });
    let (component, gateway) = gateways.next()?;
    if gateways.next().is_some() || gateway.gateways.is_some() || !is_in_several_zones(present) {
        return None;
    }
    let name = &component.name;
    let message = match gateway.availability {
        Availability::Zonal => format!(
            "`{name}`: one gateway in one zone serves what runs in several; the amount is for a \
             second gateway, without data"
        ),
        Availability::Regional => format!(
            "`{name}`: a regional gateway is billed in each zone it serves, and one is counted; the \
             amount is for a second zone, without data"
        ),
    };
    let month = present.workload.month;
    let hours = |granularity| gateway.running.hours(month, granularity);
    let time = (hours(Granularity::WholeHours), hours(public_ipv4::METERED));
    let one = Spread::exact(Decimal::ONE);
    let second = gateways_for(one, gateway.availability, gateway.connectivity, time);
    let settled_by = format!("`{name}.gateways`");
    let question = OpenQuestion::new(name, WarningCode::NatInOneZone, message, settled_by);
    Some(question.adding(second))
}

/// A standby or a reader in another zone, or several tasks behind a load balancer of several zones.
pub(super) fn is_in_several_zones(present: &Present<'_>) -> bool {
    let has_standby = |component: &&Component| match &component.settings {
        Settings::Rds(database) => database.deployment == Deployment::Multi,
        Settings::Aurora(cluster) => {
            let readers = cluster.readers.at(&present.workload.level);
            readers.is_some_and(|readers| !readers.high.amount().is_zero())
        }
        _ => false,
    };
    let several = present.components.iter().any(|c| present.is_several(c));
    let balanced = load_balancer_zones(present).is_some_and(|zones| zones > Decimal::ONE);
    present.components.iter().any(has_standby) || (several && balanced)
}

/// The most zones a load balancer of the architecture stands in.
fn load_balancer_zones(present: &Present<'_>) -> Option<Decimal> {
    let zones = present
        .components
        .iter()
        .filter_map(|component| match &component.settings {
            Settings::Alb(balancer) => Some(balancer.zones.amount()),
            Settings::Nlb(balancer) => Some(balancer.zones.amount()),
            _ => None,
        });
    zones.max()
}

/// The zones of an architecture that is in several: those of its load balancer, two unless it has one.
pub(super) fn counted(present: &Present<'_>) -> Decimal {
    let zones = load_balancer_zones(present).unwrap_or(Decimal::TWO);
    zones.max(Decimal::TWO)
}

fn transfers<'a>(present: &Present<'a>) -> impl Iterator<Item = (&'a Component, &'a DataTransfer)> {
    let components = present.components.iter();
    components.filter_map(|component| match &component.settings {
        Settings::DataTransfer(transfer) => Some((*component, &**transfer)),
        _ => None,
    })
}

/// True where what crosses zones is stated.
pub(super) fn states_traffic(present: &Present<'_>) -> bool {
    let is_stated =
        |transfer: &DataTransfer| transfer.inter_zone.is_some() || transfer.between_zones.is_some();
    transfers(present).any(|(_, transfer)| is_stated(transfer))
}

/// The name of the component that can state what crosses zones.
pub(super) fn transfer<'a>(present: &Present<'a>) -> &'a str {
    let first = transfers(present).next();
    first.map_or("data_transfer", |(component, _)| &component.name)
}

/// Tasks or functions in several zones reach a database or cache that stands in one of them, and
/// nothing says how much crosses. That traffic to a serverless cache is charged between zones like that
/// to nodes is from memory.
pub(super) fn traffic(present: &Present<'_>) -> Option<OpenQuestion> {
    if states_traffic(present) {
        return None;
    }
    // Functions run in every zone their subnets are in.
    let is_spread = |component: &&&Component| {
        matches!(component.settings, Settings::Lambda(_)) || present.is_several(component)
    };
    let is_store = |component: &&&Component| {
        matches!(
            component.settings,
            Settings::Aurora(_)
                | Settings::ElastiCache(_)
                | Settings::ElastiCacheServerless(_)
                | Settings::Rds(_)
        )
    };
    let users: Vec<&Component> = present
        .components
        .iter()
        .filter(is_spread)
        .copied()
        .collect();
    let stores: Vec<&Component> = present
        .components
        .iter()
        .filter(is_store)
        .copied()
        .collect();
    let (user, _) = (users.first()?, stores.first()?);
    let (charged, much) = match present.workload.request.response {
        Some(response) => (
            responses_that_cross(present, response),
            "as much data as the responses",
        ),
        None => (count(1, "GB") * symbol(2, "ends"), "each GB that crosses"),
    };
    let reach = match users.as_slice() {
        [_] => "reaches",
        _ => "reach",
    };
    let message = format!(
        "data between zones is not stated: where {} {reach} {} in another zone, each end is charged; \
         the amount is for {much}",
        names(&users),
        names(&stores)
    );
    let name = transfer(present);
    let settled_by = format!("`{name}.inter_zone` or `{name}.between_zones`");
    let code = WarningCode::ZoneTrafficNotStated;
    let question = OpenQuestion::new(&user.name, code, message, settled_by);
    Some(question.adding(vec![Usage::new(&data_transfer::ZONES, &[], charged)]))
}

/// Of an application spread evenly over n zones, all but one part in n reach a store in another.
fn responses_that_cross(present: &Present<'_>, response: Spread<Size>) -> Formula {
    let zones = counted(present);
    let gigabytes = data_transfer::all_responses(response);
    let others = count(zones.saturating_sub(Decimal::ONE), "other zone");
    gigabytes * others * symbol(2, "ends") / count(zones, "zone")
}
