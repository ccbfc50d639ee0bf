//! Data that passes NAT gateways: what leaves to the internet, and what crosses zones on its way.
//!
//! A gigabyte out through a gateway is charged for processing, and as data transfer to the internet like any
//! other; one that comes from another zone is charged at each end. Source: aws.amazon.com/vpc/pricing.

use super::{Present, zones};
use crate::formula::{Formula, count, symbol};
use crate::services::nat_gateway::{Connectivity, NatGateway};
use crate::services::{Component, Context, OpenQuestion, Settings, Usage, data_transfer};
use crate::units::Measure;
use crate::warning::WarningCode;
use rust_decimal::Decimal;

/// What passes public gateways, where nothing says how much of it leaves.
pub(super) fn egress(present: &Present<'_>) -> Option<OpenQuestion> {
    let is_stated = |component: &&Component| match &component.settings {
        Settings::DataTransfer(transfer) => transfer.internet_out.is_some(),
        _ => false,
    };
    if present.components.iter().any(is_stated) {
        return None;
    }
    let is_open = |gateway: &NatGateway| {
        gateway.connectivity == Connectivity::Public && gateway.internet_out.is_none()
    };
    let (first, out) = processed(present, is_open)?;
    let message = format!(
        "`{first}`: what leaves to the internet is charged as data transfer too, and is not stated; the \
         amount is for all that passes"
    );
    let transfer = zones::transfer(present);
    let settled_by = format!("`{first}.internet_out` or `{transfer}.internet_out`");
    let question = OpenQuestion::new(first, WarningCode::NatEgressNotStated, message, settled_by);
    let out = Usage::new(&data_transfer::OUT, &[], out);
    (!out.is_nothing()).then(|| question.adding(vec![out]))
}

/// What passes fewer gateways than there are zones, where their number is stated: from the other zones it
/// crosses one.
pub(super) fn between_zones(present: &Present<'_>) -> Option<OpenQuestion> {
    if zones::states_traffic(present) || !zones::is_in_several_zones(present) {
        return None;
    }
    let zones = zones::counted(present);
    let stated = |gateway: &NatGateway| {
        let gateways = gateway.gateways.as_ref()?.at(&present.workload.level)?;
        Some(gateways.expected.amount())
    };
    let gateways = present.components.iter().filter_map(|c| nat(c));
    let gateways = gateways
        .map(stated)
        .try_fold(Decimal::ZERO, |sum, stated| {
            stated.map(|stated| sum.saturating_add(stated))
        })?;
    if gateways.is_zero() || gateways >= zones {
        return None;
    }
    let (first, passing) = processed(present, |_| true)?;
    let message = format!(
        "`{first}`: from zones without a gateway data crosses to one, charged at each end, and is not \
         stated; the amount is for traffic from {zones} zones alike"
    );
    let name = zones::transfer(present);
    let settled_by = format!("`{first}.gateways`, `{name}.inter_zone` or `{name}.between_zones`");
    let code = WarningCode::NatZoneTrafficNotStated;
    let others = count(zones.saturating_sub(gateways), "other zone");
    let charged = passing * others * symbol(2, "ends") / count(zones, "zone");
    let charged = Usage::new(&data_transfer::ZONES, &[], charged);
    let question = OpenQuestion::new(first, code, message, settled_by);
    (!charged.is_nothing()).then(|| question.adding(vec![charged]))
}

fn nat(component: &Component) -> Option<&NatGateway> {
    match &component.settings {
        Settings::NatGateway(gateway) => Some(gateway),
        _ => None,
    }
}

/// The first of some gateways, and the gigabytes that pass all of them.
fn processed<'a>(
    present: &Present<'a>,
    wanted: impl Fn(&NatGateway) -> bool,
) -> Option<(&'a str, Formula)> {
    let context = Context {
        workload: present.workload,
        name: "",
        peers: &present.components,
    };
    let gateways = present.components.iter().filter_map(|component| {
        let gateway = nat(component).filter(|gateway| wanted(gateway))?;
        let volume = gateway.processed.at(&present.workload.level)?;
        Some((component.name.as_str(), context.gigabytes(volume)))
    });
    gateways.reduce(|(first, sum), (_, more)| (first, sum + more))
}
