//! Lambda and Fargate.

use crate::{Example, PLAIN, decimal, examples, published_as};

examples! {
    lambda_aws_classic_ex1: Example {
        requests: "3M per month",
        components: "[lambda: { memory: 512 MB, duration: 1 s }]",
        prices: &[
            ("lambda.duration.x86", "$0.00001667 per GB-second"),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
        ],
        ..PLAIN
    };

    lambda_aws_mobile_backend: Example {
        requests: "3M per month",
        components: "[lambda: { memory: 1536 MB, duration: 120 ms }]",
        prices: &[
            ("lambda.duration.x86", "$0.0000166667 per GB-second"),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
        ],
        ..PLAIN
    };

    /// 10,000 vehicles report every hour.
    lambda_aws_telemetry: Example {
        month: "31 days",
        requests: "10000 per hour",
        components: "[lambda: { memory: 1 GB, duration: 2 s }]",
        prices: &[
            ("lambda.duration.x86", "$0.0000166667 per GB-second"),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
        ],
        ..PLAIN
    };

    lambda_aws_esm_kafka_1: Example {
        month: "30 days",
        requests: "1M per day",
        components: "[lambda: { memory: 1 GB, duration: 2 s, event_poller_hours: 800 }]",
        prices: &[
            ("lambda.duration.x86", "$0.0000166667 per GB-second"),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
            ("lambda.esm.provisioned", "$0.185 per event-poller-unit-hour"),
        ],
        ..PLAIN
    };

    lambda_aws_tenant_isolation: Example {
        requests: "10M per month",
        components: "[lambda: { memory: 1 GB, duration: 2 s, tenant_environments: 200000 }]",
        prices: &[
            ("lambda.duration.x86", "$0.0000166667 per GB-second"),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
            ("lambda.tenant_isolation", "$0.000167 per environment-GB"),
        ],
        ..PLAIN
    };

    lambda_infracost_x86_9b: Example {
        requests: "9B per month",
        components: "[lambda: { memory: 1 GB, duration: 1024 ms }]",
        prices: &[
            (
                "lambda.duration.x86",
                "[{ up_to: 6B, price: $0.0000166667 per GB-second },
                  { price: $0.000015 per GB-second }]",
            ),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
        ],
        ..PLAIN
    };

    lambda_infracost_pc_arm: Example {
        requests: "10M per month",
        components: "[lambda: {
            architecture: arm, memory: 512 MB, duration: 350 ms,
            provisioned_concurrency: { environments: 50, running: 100 h per month, handles: 100% } }]",
        prices: &[
            ("lambda.pc.arm", "$0.0000033334 per GB-second"),
            ("lambda.pc.duration.arm", "$0.0000077778 per GB-second"),
            ("lambda.requests.arm", "$0.20 per 1M requests"),
        ],
        ..PLAIN
    };

    lambda_aws_sportsbook: Example {
        requests: "4.5M per month",
        components: "[lambda: { memory: 256 MB, duration: 200 ms, ephemeral_storage: 512 MB }]",
        prices: &[
            ("lambda.duration.x86", "$0.0000166667 per GB-second"),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
        ],
        ..PLAIN
    };

    /// Per second $0.000011244, $0.000001235 and $0.0000000308.
    fargate_aws_ex1: Example {
        month: "30 days",
        components: "[fargate: {
            tasks: 5, cpu: 1 vCPU, memory: 2 GB, ephemeral_storage: 30 GB,
            running: 10 min per day }]",
        prices: &[
            ("fargate.linux.x86.vcpu", "$0.0404784 per vCPU-hour"),
            ("fargate.linux.x86.memory", "$0.004446 per GB-hour"),
            ("fargate.ephemeral", "$0.00011088 per GB-hour"),
        ],
        ..PLAIN
    };

    /// Per second $0.00001406 and $0.00000353, the prices of 2018.
    fargate_repo_4tasks_copyerror: Example {
        month: "30 days",
        components: "[fargate: { tasks: 4, cpu: 0.25 vCPU, memory: 1 GB }]",
        prices: &[
            ("fargate.linux.x86.vcpu", "$0.050616 per vCPU-hour"),
            ("fargate.linux.x86.memory", "$0.012708 per GB-hour"),
        ],
        ..PLAIN
    };

    /// The source charges all 20 GB of a task, which come with it; so do 20 GB beyond them.
    fargate_repo_spot_45: SPOT_WITH_40_GB;

    fargate_factualminds_quarter: Example {
        components: "[fargate: { cpu: 0.25 vCPU, memory: 512 MB }]",
        prices: LINUX,
        ..PLAIN
    };

    fargate_factualminds_4x16: Example {
        components: "[fargate: { cpu: 4 vCPU, memory: 16 GB }]",
        prices: LINUX,
        ..PLAIN
    };

    fargate_infracost_5tasks: Example {
        components: "[fargate: { tasks: 5, cpu: 1 vCPU, memory: 2 GB }]",
        prices: LINUX,
        ..PLAIN
    };
}

const LINUX: &[(&str, &str)] = &[
    ("fargate.linux.x86.vcpu", "$0.04048 per vCPU-hour"),
    ("fargate.linux.x86.memory", "$0.004445 per GB-hour"),
];

/// Spot tasks, at Spot prices under the keys of tasks on demand.
const SPOT_WITH_40_GB: Example = Example {
    month: "30 days",
    components: "[fargate: { tasks: 45, cpu: 2 vCPU, memory: 4 GB, ephemeral_storage: 40 GB }]",
    prices: &[
        ("fargate.linux.x86.vcpu", "$0.015168 per vCPU-hour"),
        ("fargate.linux.x86.memory", "$0.001659 per GB-hour"),
        ("fargate.ephemeral", "$0.000133 per GB-hour"),
    ],
    ..PLAIN
};

#[test]
fn the_storage_a_task_includes_costs_nothing() {
    let published = published_as("fargate-repo-spot-45");
    let components =
        "[fargate: { tasks: 45, cpu: 2 vCPU, memory: 4 GB, ephemeral_storage: 20 GB }]";
    let example = Example {
        components,
        ..SPOT_WITH_40_GB
    };
    // 64,800 vCPU-hours and 129,600 GB-hours.
    assert_eq!(
        published.total(&example),
        decimal("1197.8928"),
        "{published}"
    );
}

/// The 4 vCPU and 8 GB that the source must have priced instead.
#[test]
fn four_vcpu_with_eight_gigabytes_make_the_published_figure() {
    let published = published_as("fargate-factualminds-4x16");
    let components = "[fargate: { cpu: 4 vCPU, memory: 8 GB }]";
    let example = Example {
        components,
        prices: LINUX,
        ..PLAIN
    };
    // 2,920 vCPU-hours and 5,840 GB-hours; the source says about $145.
    assert_eq!(
        published.total(&example),
        decimal("144.1604"),
        "{published}"
    );
}
