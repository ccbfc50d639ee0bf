//! The way out of private subnets: what tasks, pods and functions without a public address need to
//! reach the internet, or the AWS services they can't start without.
//!
//! A task pulls its image and writes its logs from its own network interface. Without a public
//! address it takes a NAT gateway, a NAT instance, or interface endpoints of ECR and CloudWatch Logs
//! beside the free gateway endpoint of S3, where layers lie. A function in a VPC never has a public
//! address, whatever its subnets. Sources: ECS developer guide, "Amazon ECS interface VPC
//! endpoints"; Lambda developer guide, "Enable internet access for VPC-connected Lambda functions".

use super::vpc_endpoint::Kind;
use super::{Component, MeterError, Settings};
use crate::syntax::keyword_setting;
use crate::units::Measure;

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

/// True when private subnets have a way to the internet: a NAT gateway, or an instance with a public
/// address, which may be a NAT instance.
pub(crate) fn has_nat(components: &[&Component]) -> bool {
    components
        .iter()
        .any(|component| match &component.settings {
            Settings::NatGateway(_) => true,
            Settings::Ec2(instance) => instance.public_ipv4.is_some_and(|n| !n.amount().is_zero()),
            _ => false,
        })
}

/// True when what has no public address can start: through NAT, or through interface endpoints that
/// may be those of ECR.
pub(crate) fn can_start_privately(components: &[&Component]) -> bool {
    let leads_to_images = |component: &&Component| match &component.settings {
        Settings::VpcEndpoint(endpoint) => {
            let named = &endpoint.services;
            let may_be = named.is_empty() || named.iter().any(|name| is_of_ecr(name));
            endpoint.kind == Kind::Interface && may_be
        }
        _ => false,
    };
    has_nat(components) || components.iter().any(leads_to_images)
}

/// True for `ecr.api`, `ecr.dkr` and their full names, not for `secretsmanager`.
fn is_of_ecr(service: &str) -> bool {
    service.split(['.', '-']).any(|part| part == "ecr")
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

/// Why something in private subnets can't start, and what to do; `or` is a further way.
pub(super) fn no_way_out(name: &str, what: &str, or: &str) -> MeterError {
    let message = format!(
        "{what} of `{name}` can't pull images or write logs from private subnets: the architecture \
         has no NAT gateway, NAT instance or endpoint"
    );
    let help = format!(
        "add `nat_gateway`, an `ec2` with `public_ipv4: 1` as a NAT instance, or `vpc_endpoint: {{ \
         services: [ecr.api, ecr.dkr, logs] }}`; state `subnets: shared-egress` where the way out is \
         not part of the architecture{or}"
    );
    MeterError::new("subnets", message, help)
}
