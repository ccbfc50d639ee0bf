//! The way out of private subnets that nobody stated.

use super::{Present, keys, names};
use crate::formula::count;
use crate::services::egress::{
    Subnets, can_start_privately, has_nat, is_in_vpc, missing_endpoints,
};
use crate::services::nat_gateway::{Availability, Connectivity, gateways_for};
use crate::services::{Component, OpenQuestion, Settings, Usage, vpc_endpoint};
use crate::units::{Measure, Spread};
use crate::warning::WarningCode;
use rust_decimal::Decimal;

/// Zones an endpoint stands in unless stated.
const ZONES: u32 = 2;

/// Tasks and pods without an address that have nothing to reach the registry through.
pub(super) fn of_tasks(present: &Present<'_>) -> Option<OpenQuestion> {
    let is_open = |component: &&&Component| match &component.settings {
        Settings::Fargate(tasks) => {
            let is_private = tasks.public_ipv4.is_some() && tasks.addresses().amount().is_zero();
            is_private && tasks.subnets.is_none_or(|s| s == Subnets::Public)
        }
        Settings::EksFargate(pods) => pods.subnets.is_none(),
        _ => false,
    };
    let runs = |component: &&&Component| present.copies(component).is_some_and(|n| !n.is_zero());
    let components = present.components.iter().filter(is_open).filter(runs);
    let private: Vec<&Component> = components.copied().collect();
    let first = private.first()?;
    let level = &present.workload.level;
    if can_start_privately(&present.components, level) {
        return None;
    }
    let message = format!(
        "{}: without a public address there is no NAT gateway to pull images and write logs through, \
         nor all endpoints for it; the amount is for whichever of the two is cheaper, without data",
        names(&private)
    );
    let settled_by = format!(
        "`nat_gateway`, `vpc_endpoint` or {}",
        keys(&private, "subnets")
    );
    let hours = present.workload.hours();
    let missing = missing_endpoints(&present.components, level);
    let endpoints = count(missing, "endpoint") * count(ZONES, "zone") * hours;
    let code = WarningCode::PrivateWithoutEgress;
    let question = OpenQuestion::new(&first.name, code, message, settled_by)
        .adding(nat_gateway(present))
        .adding(vec![Usage::new(&vpc_endpoint::HOUR, &[], endpoints)]);
    Some(question)
}

/// Functions that use something in a VPC stand in it too, where only NAT leads to the internet.
pub(super) fn of_functions(present: &Present<'_>) -> Option<OpenQuestion> {
    let in_vpc = present.components.iter().filter(|c| is_in_vpc(&c.settings));
    let in_vpc: Vec<&Component> = in_vpc.copied().collect();
    if in_vpc.is_empty() || has_nat(&present.components, &present.workload.level) {
        return None;
    }
    let calling = |answer: Option<bool>| -> Vec<&Component> {
        let wanted = |component: &&&Component| match &component.settings {
            Settings::Lambda(function) => function.calls_internet == answer,
            _ => false,
        };
        present.components.iter().filter(wanted).copied().collect()
    };
    let (certain, open) = (calling(Some(true)), calling(None));
    let (code, functions, what, keys) = match (certain.is_empty(), open.is_empty()) {
        (false, _) => (
            WarningCode::PrivateWithoutEgress,
            certain,
            "calling the internet from there takes a NAT gateway",
            None,
        ),
        (true, false) => {
            let keys = keys(&open, "calls_internet");
            let what = "calling the internet, or AWS services without an endpoint, would take a NAT \
                        gateway";
            (WarningCode::FunctionEgressNotStated, open, what, Some(keys))
        }
        (true, true) => return None,
    };
    let message = format!(
        "{} in the VPC of {}: {what}; the amount is for one, without data",
        names(&functions),
        names(&in_vpc)
    );
    let keys = keys.map_or_else(String::new, |keys| format!(" or {keys}"));
    let first = functions.first()?;
    let question = OpenQuestion::new(&first.name, code, message, format!("`nat_gateway`{keys}"));
    Some(question.adding(nat_gateway(present)))
}

/// A gateway with its address, all the month.
fn nat_gateway(present: &Present<'_>) -> Vec<Usage> {
    gateways_for(
        Spread::exact(Decimal::ONE),
        Availability::Zonal,
        Connectivity::Public,
        (present.workload.hours(), present.workload.hours()),
    )
}
