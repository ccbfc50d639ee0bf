//! Amazon EKS control planes, billed per cluster and hour; parts of an hour are not rounded up.
//!
//! A Kubernetes version in extended support costs a surcharge on top. Nodes, pods on Fargate, load
//! balancers and volumes are components of their own; provisioned control planes, Auto Mode, EKS
//! Capabilities and hybrid nodes are not priced here. Sources: aws.amazon.com/eks/pricing; AWS
//! containers blog, "Amazon EKS extended support for Kubernetes versions pricing"; parts of an hour
//! as on a bill.

use super::{Context, Meter, MeterError, Service};
use crate::catalog::{KeySpec, Selector};
use crate::syntax::{Check, PerTraffic, keyword_setting, settings};
use crate::units::{Count, Measure, Spread, Unit};
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// How AWS supports the Kubernetes version of a cluster.
    pub enum Support {
        /// The first 14 months of a version.
        Standard "standard",
        /// The twelve months after those.
        Extended "extended",
    }
}

settings! {
    /// Kubernetes control planes.
    pub struct Eks {
        /// How many clusters there are.
        clusters: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// `standard`, or `extended` for a Kubernetes version past its standard support.
        support: Support = Support::Standard,
        /// How long they exist.
        running: Uptime = Uptime::Always,
    }
}

impl Check for Eks {}

const fn product(usagetype: &'static str) -> Selector {
    Selector::of("AmazonEKS")
        .family("Compute")
        .usagetype(usagetype)
}

const CLUSTER: KeySpec = KeySpec::regional(
    "eks.cluster",
    "EKS clusters",
    Unit::ClusterHour,
    product("AmazonEKS-Hours:perCluster"),
);
const EXTENDED: KeySpec = KeySpec::regional(
    "eks.extended",
    "EKS extended support",
    Unit::ClusterHour,
    product("AmazonEKS-Hours:extendedSupport"),
);

impl Service for Eks {
    const NAME: &'static str = "eks";
    const TITLE: &'static str = "EKS";
    const KEYS: &'static [KeySpec] = &[CLUSTER, EXTENDED];

    fn meter(&self, context: &Context<'_>, meter: &mut Meter) -> Result<(), MeterError> {
        let clusters = context.count(&self.clusters, "clusters", "cluster")?;
        let hours = context.hours(&self.running, Granularity::Seconds { minimum: 1 })?;
        let cluster_hours = clusters * hours;
        meter.usage(&CLUSTER, cluster_hours.clone());
        if self.support == Support::Extended {
            meter.usage(&EXTENDED, cluster_hours);
        }
        Ok(())
    }
}
