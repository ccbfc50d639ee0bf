//! Examples with a service that can't be a component yet.

use crate::{Example, PLAIN, decimal, published_as};

/// Examples that are not priced as a whole, and what they wait for.
pub const WAITING: &[(&str, &str)] = &[
    (
        "mixed-aws-prebid",
        "it prints rounded rows without their unit prices",
    ),
    (
        "mixed-aws-langgraph",
        "Bedrock and AppSync; the tasks are tested below",
    ),
];

/// Checks the part of an example that can be priced: with the other lines it makes the whole.
fn check_part(id: &str, example: &Example, other_lines: &[&str]) {
    assert!(
        WAITING.iter().any(|(waiting, _)| *waiting == id),
        "{id}: not waiting"
    );
    let published = published_as(id);
    let others = other_lines.iter().map(|line| decimal(line));
    let whole = others.fold(published.total(example), |sum, line| sum + line);
    assert_eq!(whole, decimal(&published.exact), "{published}");
}

/// $90.10025, where the source says $54. Half a vCPU and 1 GB at these prices are $0.024685 an hour;
/// the other lines are as printed.
#[test]
fn mixed_aws_langgraph_tasks() {
    let example = Example {
        components: "[fargate: { tasks: 5, cpu: 0.5 vCPU, memory: 1 GB }]",
        prices: &[
            ("fargate.linux.x86.vcpu", "$0.04048 per vCPU-hour"),
            ("fargate.linux.x86.memory", "$0.004445 per GB-hour"),
        ],
        ..PLAIN
    };
    let others = [
        "45.00", "75.00", "35.00", "15.00", "2.50", "8.00", "18.00", "12.00",
    ];
    check_part("mixed-aws-langgraph", &example, &others);
}
