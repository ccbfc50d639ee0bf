//! Amazon EKS control planes, billed per cluster and hour; parts of an hour are not rounded up.
//!
//! A Kubernetes version in extended support costs a surcharge on top, for twelve months after its
//! fourteen of standard support; then AWS upgrades the control plane. A cluster that follows the
//! upgrade policy `STANDARD` is upgraded earlier and never pays it. Nodes, pods on Fargate, load
//! balancers and volumes are components of their own; provisioned control planes, Auto Mode, EKS
//! Capabilities and hybrid nodes are not priced here. Sources: aws.amazon.com/eks/pricing; AWS
//! containers blog, "Amazon EKS extended support for Kubernetes versions pricing"; the EKS user guide,
//! "Kubernetes version lifecycle"; parts of an hour as on a bill.

use super::extended_support::SupportedEngine;
use super::{Context, Meter, MeterError, Service, Usage};
use crate::catalog::{KeySpec, Selector};
use crate::syntax::{Check, Fields, PerTraffic, Reader, keyword_setting, settings};
use crate::units::{Count, Measure, Spread, Unit};
use crate::workload::{Granularity, Uptime};
use rust_decimal::Decimal;

keyword_setting! {
    /// Support of the Kubernetes version of a cluster.
    pub enum Support {
        /// The cluster is upgraded before extended support would be charged.
        Standard "standard",
        /// The version stays after its standard support, and is charged for.
        Extended "extended",
    }
}

settings! {
    /// Kubernetes control planes.
    pub struct Eks {
        /// How many clusters there are.
        clusters: PerTraffic<Spread<Count>> = PerTraffic::Same(Spread::exact(Count::of(Decimal::ONE))),
        /// Kubernetes version, such as `1.33`. With the `as_of` of the scenario it decides whether
        /// extended support is charged.
        version: Option<String> = None,
        /// `standard` where clusters are upgraded before extended support is charged (upgrade policy
        /// `STANDARD`), or `extended` where it is, and no `version` says since when.
        support: Option<Support> = None,
        /// How long they exist.
        running: Uptime = Uptime::Always,
    }
}

impl Check for Eks {
    fn check(&self, fields: &Fields<'_>, reader: &mut Reader) {
        self.kubernetes().check(fields, reader);
    }
}

impl Eks {
    fn kubernetes(&self) -> SupportedEngine<'_> {
        SupportedEngine {
            service: Eks::NAME,
            engine: "kubernetes",
            title: "Kubernetes",
            version: self.version.as_deref(),
            instead: None,
        }
    }
}

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
        match (self.support, &self.version) {
            (Some(Support::Standard), _) => {}
            (Some(Support::Extended), None) => meter.usage(&EXTENDED, cluster_hours),
            (None | Some(Support::Extended), _) => {
                let surcharge = |_| Ok(Usage::new(&EXTENDED, &[], cluster_hours.clone()));
                self.kubernetes().meter(context, meter, surcharge)?;
            }
        }
        Ok(())
    }
}
