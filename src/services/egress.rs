//! The way out of private subnets: what tasks, pods and functions without a public address need to
//! reach the internet, or the AWS services they can't start without.
//!
//! A task pulls its image and writes its logs from its own network interface. Without a public
//! address it takes a NAT gateway, a NAT instance, or interface endpoints of ECR and CloudWatch Logs
//! beside the free gateway endpoint of S3, where layers lie. A function in a VPC never has a public
//! address, whatever its subnets. Sources: ECS developer guide, "Amazon ECS interface VPC
//! endpoints"; Lambda developer guide, "Enable internet access for VPC-connected Lambda functions".

use super::nat_gateway::Connectivity;
use super::vpc_endpoint::Kind;
use super::{Component, Context, MeterError, Settings};
use crate::syntax::{PerTraffic, keyword_setting};
use crate::units::{Count, Measure, Spread};
use rust_decimal::Decimal;

keyword_setting! {
    /// The subnets something runs in.
    pub enum Subnets {
        /// With a route to the internet; what has a public address uses it.
        Public "public",
        /// Without one: the way out is a NAT gateway, or endpoints, of the architecture.
        Private "private",
        /// Private, with a way out that is not part of the architecture.
        SharedEgress "shared-egress",
    }
}

/// What a task reaches to pull its image and write its logs, as interface endpoints name it. Layers lie
/// in S3, whose gateway endpoint is free.
const NEEDED: [&str; 3] = ["ecr.api", "ecr.dkr", "logs"];

/// True when private subnets have a way to the internet at a traffic level: a public NAT gateway, or an
/// instance with a public address, which may be a NAT instance. What there may be none of is no way.
pub(crate) fn has_nat(components: &[&Component], level: &str) -> bool {
    let leads_out = |component: &&Component| match &component.settings {
        Settings::NatGateway(nat) => {
            nat.connectivity == Connectivity::Public
                && nat
                    .gateways
                    .as_ref()
                    .is_none_or(|n| least(n, level) > Decimal::ZERO)
        }
        Settings::Ec2(instance) => {
            instance.public_ipv4.is_some_and(|n| !n.amount().is_zero())
                && least(&instance.instances, level) > Decimal::ZERO
        }
        _ => false,
    };
    components.iter().any(leads_out)
}

/// True when what has no public address can start: through NAT, or through the endpoints it needs.
pub(crate) fn can_start_privately(components: &[&Component], level: &str) -> bool {
    has_nat(components, level) || missing_endpoints(components, level).is_zero()
}

/// How many of the endpoints that images and logs need there are not. Endpoints that are counted, not
/// named, may be any.
pub(crate) fn missing_endpoints(components: &[&Component], level: &str) -> Decimal {
    let interfaces = || {
        let settings = components.iter().map(|component| &component.settings);
        settings.filter_map(|settings| match settings {
            Settings::VpcEndpoint(endpoint) if endpoint.kind == Kind::Interface => Some(endpoint),
            _ => None,
        })
    };
    let is_named = |needed: &&&str| {
        let mut named = interfaces().flat_map(|endpoint| &endpoint.services);
        named.any(|name| leads_to(name, needed))
    };
    let named = NEEDED.iter().filter(is_named).count();
    let counted = interfaces().filter_map(|endpoint| endpoint.endpoints.as_ref());
    let found = counted.fold(Decimal::from(named), |sum, endpoints| {
        sum.saturating_add(least(endpoints, level))
    });
    Decimal::from(NEEDED.len())
        .saturating_sub(found)
        .max(Decimal::ZERO)
}

/// True for `ecr.api` and its full name, `com.amazonaws.us-east-1.ecr.api`.
fn leads_to(service: &str, needed: &str) -> bool {
    let prefix = service.strip_suffix(needed);
    prefix.is_some_and(|prefix| prefix.is_empty() || prefix.ends_with('.'))
}

/// The least there is of something at a traffic level.
fn least(counts: &PerTraffic<Spread<Count>>, level: &str) -> Decimal {
    counts.at(level).map_or(Decimal::ZERO, |n| n.low.amount())
}

/// True for what stands in a VPC without a public address, so that functions that use it must be in
/// the VPC too. The Data API of a cluster is reached from anywhere.
pub(crate) fn is_in_vpc(settings: &Settings) -> bool {
    match settings {
        Settings::Aurora(cluster) => cluster.data_api.is_none(),
        Settings::ElastiCache(_)
        | Settings::ElastiCacheServerless(_)
        | Settings::Efs(_)
        | Settings::Rds(_)
        | Settings::RdsProxy(_) => true,
        _ => false,
    }
}

/// An error where something that runs in private subnets can't start; `or` is a further way out.
pub(super) fn check_way_out(context: &Context<'_>, what: &str, or: &str) -> Result<(), MeterError> {
    let level = &context.workload.level;
    if can_start_privately(context.peers, level) {
        return Ok(());
    }
    let message = format!(
        "{what} of `{}` can't pull images or write logs from private subnets: at the traffic level \
         `{level}` the architecture has no public NAT gateway, no NAT instance and not the endpoints of \
         ECR and CloudWatch Logs",
        context.name
    );
    let help = format!(
        "add `nat_gateway`, an `ec2` with `public_ipv4: 1` as a NAT instance, or `vpc_endpoint: {{ \
         services: [ecr.api, ecr.dkr, logs] }}`; state `subnets: shared-egress` where the way out is \
         not part of the architecture{or}"
    );
    Err(MeterError::new("subnets", message, help))
}
