//! Network Load Balancers, VPC endpoints and Route 53.

use crate::{Example, PLAIN, examples};

examples! {
    /// 1,000 decimal gigabytes, the unit of an NLCU, in 1,000 requests: too few for connections to
    /// count.
    elb_infracost_nlb: Example {
        requests: "1000 per month",
        request: "{ payload: 0 B, response: 1000000000 B }",
        components: "[nlb: { scheme: internal }]",
        prices: &[
            ("nlb.hour", "$0.0225 per hour"),
            ("nlb.nlcu", "$0.006 per NLCU-hour"),
        ],
        ..PLAIN
    };

    vpce_infracost_1tb: Example {
        components: "[vpc_endpoint: { endpoints: 1, zones: 1, processed: 1000 GB }]",
        prices: &[
            ("vpce.interface.hour", "$0.01 per hour"),
            ("vpce.interface.gb", "$0.01 per GB"),
        ],
        ..PLAIN
    };

    route53_infracost_zone: Example {
        components: "[route53: { zones: 1 }]",
        prices: &[("route53.zone", "$0.50 per zone-month")],
        ..PLAIN
    };
}
