//! Whole bills that print rows beyond the services here; those rows are stated as they stand.

use crate::{Example, PLAIN, examples};

examples! {
    /// Every row is rounded to half a dollar and has no unit price: only the sum can be checked.
    mixed_aws_prebid: Example {
        components: "[other: { name: fargate, title: ECS Fargate, monthly: $54.50, source: the table },
            other: { name: waf, title: WAF, monthly: $15, source: the table },
            other: { name: elb, title: ELB, monthly: $17, source: the table },
            other: { name: nat, title: NAT, monthly: $69, source: the table },
            other: { name: efs, title: EFS, monthly: $25, source: the table },
            other: { name: s3, title: S3, monthly: $4, source: the table },
            other: { name: cloudwatch, title: CloudWatch, monthly: $10, source: the table },
            other: { name: rest, title: other, monthly: $47, source: the table }]",
        ..PLAIN
    };
    /// The source prints 54 for five tasks that cost 5 × 730 × (0.5 × 0.04048 + 0.004445) = 90.10025;
    /// the other rows are as printed.
    mixed_aws_langgraph: Example {
        components: "[fargate: { tasks: 5, cpu: 0.5 vCPU, memory: 1 GB },
            other: { name: aurora, title: Aurora Serverless v2, monthly: $45, source: the table },
            other: { name: bedrock, title: Bedrock, monthly: $75, source: the table },
            other: { name: knowledge, title: Bedrock KB, monthly: $35, source: the table },
            other: { name: appsync, title: AppSync, monthly: $15, source: the table },
            other: { name: s3, title: S3, monthly: $2.50, source: the table },
            other: { name: cloudfront, title: CloudFront, monthly: $8, source: the table },
            other: { name: alb, title: ALB, monthly: $18, source: the table },
            other: { name: cloudwatch, title: CloudWatch, monthly: $12, source: the table }]",
        prices: &[
            ("fargate.linux.x86.vcpu", "$0.04048 per vCPU-hour"),
            ("fargate.linux.x86.memory", "$0.004445 per GB-hour"),
        ],
        ..PLAIN
    };
}
