//! Step Functions and EventBridge.

use crate::{Example, PLAIN, examples};

examples! {
    sfn_infracost_standard: Example {
        components: "[step_functions: {
            kind: standard, executions: 10000 per month, transitions: 1 }]",
        prices: &[("sfn.standard", "$0.025 per 1k transitions")],
        ..PLAIN
    };

    /// Each workflow has one transition; 4,000 of them are free.
    sfn_aws_sportsbook: Example {
        requests: "72000 per month",
        components: "[step_functions: { kind: standard, transitions: 1 }]",
        prices: &[("sfn.standard", "$0.025 per 1k transitions")],
        ..PLAIN
    };

    eventbridge_infracost: Example {
        components: "[eventbridge: {
            custom_events: 1M per month, partner_events: 2M per month,
            archived: 100 GB, archive_stored: 200 GB, discovered_events: 1M per month }]",
        prices: &[
            ("eventbridge.custom", "$1 per 1M events"),
            ("eventbridge.partner", "$1 per 1M events"),
            ("eventbridge.archive.processing", "$0.1 per GB"),
            ("eventbridge.archive.storage", "$0.023 per GB-month"),
            ("eventbridge.discovery", "$0.1 per 1M events"),
        ],
        ..PLAIN
    };
}
