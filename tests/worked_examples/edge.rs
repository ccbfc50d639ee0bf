//! API Gateway, CloudFront and CloudWatch.

use crate::{Example, PLAIN, decimal, examples, published_as, rounded_like};

examples! {
    /// 4.5 MB are nine steps of 512 KB.
    apigw_aws_http_ex2: Example {
        month: "30 days",
        requests: "25 per minute",
        components: "[api_gateway: { kind: http, payload: 4.5 MB }]",
        prices: &[("apigw.http", "$1 per 1M requests")],
        ..PLAIN
    };

    /// The source rounds the data sent to 14.3 GB before it prices it.
    apigw_aws_rest_5m: Example {
        components: "[api_gateway: { kind: rest }, data_transfer: { internet_out: 14.3 GB }]",
        ..REST_WITH_RESPONSES
    };

    apigw_infracost_http_1b: Example {
        requests: "1B per month",
        components: "[api_gateway: { kind: http, payload: 512 KB }]",
        prices: &[(
            "apigw.http",
            "[{ up_to: 300M, price: $1 per 1M requests }, { price: $0.9 per 1M requests }]",
        )],
        ..PLAIN
    };

    cloudfront_infracost_function: Example {
        components: "[cloudfront: { functions: 200000 per month }]",
        prices: &[("cloudfront.functions", "$0.10 per 1M invocations")],
        ..PLAIN
    };

    cloudfront_repo_5tb_error: Example {
        requests: "1M per month",
        components: "[s3: { storage: 500 GB },
            cloudfront: { out: 5000 GB, requests: 1 per request, protocol: http }]",
        prices: &[
            ("s3.standard.storage", "$0.023 per GB-month"),
            ("cloudfront.dt.us", "$0.085 per GB"),
            ("cloudfront.http.us", "$0.0075 per 10k requests"),
        ],
        ..PLAIN
    };

    /// Ten instances of seven metrics.
    cloudwatch_aws_detailed: Example {
        month: "30 days",
        components: "[cloudwatch: { metrics: 70 }]",
        prices: &[("cloudwatch.metrics", "$0.30 per metric-month")],
        ..PLAIN
    };

    /// What is stored is compressed to a fifth; the metrics are free.
    cloudwatch_aws_logs_30gb: Example {
        month: "30 days",
        components: "[cloudwatch: { logs: 1 GB per day, logs_stored: 6 GB, metrics: 3 }]",
        prices: &[
            ("cloudwatch.logs.ingest", "$0.50 per GB"),
            ("cloudwatch.logs.storage", "$0.03 per GB-month"),
            ("cloudwatch.metrics", "$0 per metric-month"),
        ],
        ..PLAIN
    };

    cloudwatch_infracost_logs: Example {
        components: "[cloudwatch: { logs: 1000 GB, logs_stored: 500 GB, logs_queried: 250 GB }]",
        prices: &[
            ("cloudwatch.logs.ingest", "$0.50 per GB"),
            ("cloudwatch.logs.storage", "$0.03 per GB-month"),
            ("cloudwatch.logs.insights", "$0.005 per GB"),
        ],
        ..PLAIN
    };
}

const REST_WITH_RESPONSES: Example = Example {
    requests: "5M per month",
    request: "{ response: 3 KB }",
    components: "[api_gateway: { kind: rest }, data_transfer: {}]",
    prices: &[
        ("apigw.rest", "$3.50 per 1M requests"),
        ("dt.out.internet", "$0.09 per GB"),
    ],
    ..PLAIN
};

#[test]
fn responses_of_three_kilobytes_cost_what_the_page_says_without_rounding_first() {
    let published = published_as("apigw-aws-rest-5m");
    let total = published.total(&REST_WITH_RESPONSES);
    // 15,000,000 KB are 14.30511474609375 GB.
    assert_eq!(total, decimal("18.7874603271484375"), "{published}");
    assert_eq!(
        rounded_like(total, decimal("0.00")),
        decimal("18.79"),
        "{published}"
    );
}
