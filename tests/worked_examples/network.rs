//! Load balancers, NAT gateways, public addresses and data transfer.

use crate::{Example, PLAIN, examples};

examples! {
    /// 1,000 decimal gigabytes, the unit of an LCU, in 1,000 requests: too few for connections to
    /// count.
    elb_infracost_alb: Example {
        requests: "1000 per month",
        request: "{ payload: 0 B, response: 1000000000 B }",
        components: "[alb: { ip_address_type: dualstack-without-public-ipv4 }]",
        prices: &[
            ("alb.hour", "$0.0225 per hour"),
            ("alb.lcu", "$0.008 per LCU-hour"),
        ],
        ..PLAIN
    };

    /// Capacity units alone, at 30 decimal gigabytes an hour.
    elb_cloudhorizons_30lcu: Example {
        month: "30 days",
        requests: "30 per hour",
        request: "{ payload: 0 B, response: 1000000000 B }",
        components: "[alb: { ip_address_type: dualstack-without-public-ipv4 }]",
        prices: &[
            ("alb.hour", "$0 per hour"),
            ("alb.lcu", "$0.008 per LCU-hour"),
        ],
    };

    /// Of Ohio. Traffic to S3 in the same region has no charge of its own.
    nat_aws_1gb: Example {
        components: "[nat_gateway: {
            processed: 1 GB, connectivity: private, running: 1 h per month }]",
        prices: &[
            ("nat.hour", "$0.045 per hour"),
            ("nat.gb", "$0.045 per GB"),
        ],
        ..PLAIN
    };

    nat_infracost_100gb: Example {
        components: "[nat_gateway: { processed: 100 GB, connectivity: private }]",
        prices: &[
            ("nat.hour", "$0.045 per hour"),
            ("nat.gb", "$0.045 per GB"),
        ],
        ..PLAIN
    };

    ipv4_infracost_eip: Example {
        components: "[public_ipv4: { addresses: 1 }]",
        prices: &[("ipv4.inuse", "$0.005 per hour")],
        ..PLAIN
    };

    /// A year, taken as one long month.
    ipv4_techspace_year: Example {
        month: "365 days",
        components: "[public_ipv4: { addresses: 1 }]",
        prices: &[("ipv4.inuse", "$0.005 per hour")],
        ..PLAIN
    };

    /// Of Ireland.
    datatransfer_infracost_euw1: Example {
        components: "[data_transfer: {
            internet_out: 157000 GB, inter_zone: 1000 GB, inter_region: 750 GB }]",
        prices: &[
            (
                "dt.out.internet",
                "[{ up_to: 10240, price: $0.09 per GB },
                  { up_to: 51200, price: $0.085 per GB },
                  { up_to: 153600, price: $0.07 per GB },
                  { price: $0.05 per GB }]",
            ),
            ("dt.interaz", "$0.01 per GB"),
            ("dt.interregion.default", "$0.02 per GB"),
        ],
        ..PLAIN
    };
}
