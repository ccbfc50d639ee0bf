//! File systems, registries, secrets and parameters.

use crate::{Example, PLAIN, examples};

examples! {
    /// 100 GB for 15 days and 250 GB for 16: 132,000 GB-hours over 744 hours.
    efs_aws_march: Example {
        month: "31 days",
        components: "[efs: { throughput_mode: bursting, storage: 177.41935483871 GB }]",
        prices: &[("efs.standard.storage", "$0.30 per GB-month")],
        ..PLAIN
    };

    efs_infracost_standard_ia: Example {
        components: "[efs: { throughput_mode: bursting, storage: 230 GB,
            infrequent_access: { storage: 100 GB, read: 50 GB, tiered: 100 GB } }]",
        prices: &[
            ("efs.standard.storage", "$0.30 per GB-month"),
            ("efs.ia.storage", "$0.025 per GB-month"),
            ("efs.ia.read", "$0.01 per GB"),
            ("efs.ia.write", "$0.01 per GB"),
        ],
        ..PLAIN
    };

    /// Images that share no layers, of half a gigabyte where the source says 500 decimal megabytes.
    ecr_wring_250gb: Example {
        components: "[ecr: { images: { kept: 500, size: 0.5 GB, layer_change: 100% } }]",
        prices: &[("ecr.storage", "$0.10 per GB-month")],
        ..PLAIN
    };

    ecr_infracost_1gb: Example {
        components: "[ecr: { storage: 1 GB }]",
        prices: &[("ecr.storage", "$0.10 per GB-month")],
        ..PLAIN
    };

    secrets_infracost: Example {
        components: "[secrets_manager: { secrets: 1, calls: 100000 per month }]",
        prices: &[
            ("secrets.secret", "$0.40 per secret-month"),
            ("secrets.api", "$0.05 per 10k calls"),
        ],
        ..PLAIN
    };

    /// The source prices a month of 730 hours.
    ssm_infracost_advanced: Example {
        components: "[parameter_store: {
            advanced: 1, running: 600 h per month, advanced_calls: 100000 per month }]",
        prices: &[
            ("ssm.advanced.param", "$0.05 per 730 parameter-hours"),
            ("ssm.api.advanced", "$0.05 per 10k calls"),
        ],
        ..PLAIN
    };

    /// A proxy in front of two vCPUs, and the secret it reads.
    rdsproxy_repo_2vcpu: Example {
        components: "[rds_proxy: { vcpu: 2 }, secrets_manager: { secrets: 1 }]",
        prices: &[
            ("rds.proxy", "$0.015 per vCPU-hour"),
            ("secrets.secret", "$0.40 per secret-month"),
        ],
        ..PLAIN
    };
}
