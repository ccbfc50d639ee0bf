//! What Lambda and API Gateway charge beside requests and duration.

use crate::{Example, PLAIN, examples};

examples! {
    lambda_aws_esm_sqs: Example {
        month: "30 days",
        requests: "1M per day",
        components: "[lambda: { memory: 1 GB, duration: 1 s, sqs_event_poller_hours: 8000 }]",
        prices: &[
            ("lambda.duration.x86", "$0.0000166667 per GB-second"),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
            ("lambda.esm.provisioned.sqs", "$0.00925 per event-poller-unit-hour"),
        ],
        ..PLAIN
    };

    /// 10,000 vehicles report every hour; one in a hundred reports restores a snapshot.
    lambda_aws_snapstart: Example {
        month: "31 days",
        requests: "10000 per hour",
        components: "[lambda: {
            memory: 1 GB, duration: 2 s, cold_starts: 1%, snap_start: { runtime: python } }]",
        prices: &[
            ("lambda.duration.x86", "$0.0000166667 per GB-second"),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
            ("lambda.snapstart.cache", "$0.0000015046 per GB-second"),
            ("lambda.snapstart.restore", "$0.0001397998 per restored GB"),
        ],
        ..PLAIN
    };

    /// Two million responses stay below 6 MB, one million have 7 MB.
    lambda_aws_streaming: Example {
        components: "[
            lambda: { name: small, memory: 1536 MB, duration: 500 ms, invocations: 2M per month,
                response_streaming: true, response: 100 KB },
            lambda: { name: large, memory: 1536 MB, duration: 500 ms, invocations: 1M per month,
                response_streaming: true, response: 7 MB }]",
        prices: &[
            ("lambda.duration.x86", "$0.0000166667 per GB-second"),
            ("lambda.requests.x86", "$0.20 per 1M requests"),
            ("lambda.streaming.x86", "$0.008 per GB"),
        ],
        ..PLAIN
    };

    apigw_aws_cache_day: Example {
        components: "[api_gateway: { kind: rest, cache: 1.6 GB, cache_running: 24 h per month }]",
        prices: &[("apigw.cache.1_6gb", "$0.038 per hour")],
        ..PLAIN
    };

    /// 1,000 users send 100 and receive 500 messages a day.
    apigw_aws_websocket: Example {
        month: "30 days",
        components: "[api_gateway: {
            kind: websocket, payload: 3 KB, messages: 600000 per day,
            connections: 1000, connected: 12 h per day }]",
        prices: &[
            ("apigw.ws.messages", "$1 per 1M messages"),
            ("apigw.ws.minutes", "$0.25 per 1M minutes"),
        ],
        ..PLAIN
    };
}
