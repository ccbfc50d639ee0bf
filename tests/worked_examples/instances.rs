//! EC2, and EKS with its pods on Fargate.

use crate::{Example, PLAIN, examples};

examples! {
    ec2_repo_t2_medium: Example {
        month: "720 h",
        components: "[ec2: { class: t2.medium }]",
        prices: &[("ec2.linux.t2.medium", "$0.0464 per hour")],
        ..PLAIN
    };

    eks_infracost_standard: Example {
        components: "[eks: {}]",
        prices: &[("eks.cluster", "$0.10 per cluster-hour")],
        ..PLAIN
    };

    /// The sizes of the source are those the pods run with: 256 MB of the 1 GB are for Kubernetes.
    /// Without the control plane. Per second $0.000011244 and $0.000001235.
    fargate_aws_ex3_eks: Example {
        month: "30 days",
        components: "[eks_fargate: {
            pods: 10, cpu: 0.25 vCPU, memory: 768 MB, running: 1 h per day }]",
        prices: &[
            ("eks.fargate.vcpu", "$0.0404784 per vCPU-hour"),
            ("eks.fargate.memory", "$0.004446 per GB-hour"),
        ],
        ..PLAIN
    };
}
