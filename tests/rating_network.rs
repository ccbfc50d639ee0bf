//! Load balancers, endpoints, DNS, firewall and transfer, against figures worked by hand or published
//! by AWS.

mod common;

use breakeven::estimate::{Estimate, EstimateError, Selection, estimate};
use common::{
    catalog, components, components_with, dec, free, only, refused, scenario, total, usage,
};

/// 100 requests a second of 1,000 bytes, each over a connection of its own, for 30 days.
fn nlb(settings: &str) -> Estimate {
    only(&scenario(&format!(
        "name: NLB\nregion: us-east-1\nfree_tier: none\nmonth: 30 days\n\
         request: {{ payload: 0 B, response: 1000 B }}\n\
         traffic: {{ t: {{ requests: 100 per second }} }}\n\
         architectures: {{ a: {{ components: [ nlb: {{ requests_per_connection: 1, {settings} }} ] }} }}\n"
    )))
}

/// AWS's example of TCP: 100 new connections a second that last 3 minutes, 0.36 GB an hour. Of 0.125,
/// 0.18 and 0.36 NLCU the bytes are billed, 1.55 a month: 0.36 × 720 h × 0.006 = 1.5552.
#[test]
fn nlb_units_of_the_example_of_aws() {
    let estimate = nlb("connection_time: 3 min");
    assert_eq!(usage(&estimate, "nlb.nlcu"), dec("1.5552"));
    assert_eq!(usage(&estimate, "nlb.hour"), dec("16.2"));
}

#[test]
fn nlb_units_hold_less_of_tls_and_udp() {
    let units = |settings: &str| usage(&nlb(settings), "nlb.nlcu");
    // Open: 100 × 180 s ÷ 3,000 = 6; × 720 × 0.006.
    assert_eq!(units("protocol: tls, connection_time: 3 min"), dec("25.92"));
    // New: 100 ÷ 50 = 2.
    assert_eq!(units("protocol: tls, connection_time: 1 s"), dec("8.64"));
    // Open: 100 × 300 s ÷ 50,000 = 0.6.
    assert_eq!(units("protocol: udp, connection_time: 5 min"), dec("2.592"));
    // Open: 100 × 500 s ÷ 100,000 = 0.5.
    assert_eq!(units("connection_time: 500 s"), dec("2.16"));
}

/// Without bytes: 100 ÷ 800 = 0.125 of TCP, 100 ÷ 400 = 0.25 of UDP; × 720 × 0.006.
#[test]
fn nlb_units_count_new_connections() {
    let units = |protocol: &str| {
        let text = format!(
            "name: NLB\nregion: us-east-1\nfree_tier: none\nmonth: 30 days\n\
             request: {{ payload: 0 B, response: 1 B }}\n\
             traffic: {{ t: {{ requests: 400 per second }} }}\n\
             architectures: {{ a: {{ components: [ nlb: {{ protocol: {protocol}, connection_time: 1 s }} ] }} }}\n"
        );
        usage(&only(&scenario(&text)), "nlb.nlcu")
    };
    assert_eq!(units("tcp"), dec("0.54"));
    assert_eq!(units("udp"), dec("1.08"));
}

/// One address in each zone: 3 × 720 × 0.005.
#[test]
fn an_nlb_has_an_address_in_each_zone_when_the_internet_reaches_it() {
    assert_eq!(usage(&nlb("zones: 3"), "ipv4.inuse"), dec("10.8"));
    let internal = nlb("zones: 3, scheme: internal");
    assert!(
        !internal
            .charges
            .iter()
            .any(|c| c.key.as_str() == "ipv4.inuse")
    );
    assert!(refused("[ nlb: { zones: 0 } ]").contains("at least one"));
    assert!(refused("[ nlb: { requests_per_connection: 0 } ]").contains("at least one request"));
}

/// 3 endpoints × 2 zones × 730 h × 0.01 = 43.80, and 10 GB × 0.01.
#[test]
fn interface_endpoints_are_paid_in_each_zone() {
    for which in ["services: [ecr.api, ecr.dkr, logs]", "endpoints: 3"] {
        let list = format!("[ vpc_endpoint: {{ {which}, zones: 2, processed: 10 GB per month }} ]");
        let estimate = only(&components(&list));
        assert_eq!(usage(&estimate, "vpce.interface.hour"), dec("43.8"));
        assert_eq!(usage(&estimate, "vpce.interface.gb"), dec("0.1"));
    }
    // Two zones are assumed, and said.
    let estimate = only(&components(
        "[ vpc_endpoint: { endpoints: 3, processed: 0 GB } ]",
    ));
    assert_eq!(total(&estimate), dec("43.8"));
    assert!(
        estimate
            .assumptions
            .iter()
            .any(|text| text.contains("two zones"))
    );
}

/// Ten minutes a day for 30 days are 30 hours begun: × 0.01.
#[test]
fn an_hour_of_an_endpoint_that_is_begun_is_a_full_hour() {
    let list = "[ vpc_endpoint: { services: [logs], zones: 1, processed: 0 GB, running: 10 min per day } ]";
    let estimate = only(&components_with(
        list,
        "free_tier: none\nmonth: 30 days",
        "0 per month",
    ));
    assert_eq!(total(&estimate), dec("0.3"));
}

/// 600 TB twice are 1,228,800 GB: 1,048,576 × 0.01 + 180,224 × 0.006 = 10,485.76 + 1,081.344.
#[test]
fn endpoints_reach_the_tiers_of_data_together() {
    let one = |name: &str| {
        format!("vpc_endpoint: {{ name: {name}, services: [s3], zones: 1, processed: 600 TB }}")
    };
    let estimate = only(&components(&format!("[ {}, {} ]", one("a"), one("b"))));
    assert_eq!(usage(&estimate, "vpce.interface.gb"), dec("11567.104"));
}

#[test]
fn gateway_endpoints_are_free_and_lead_to_two_services() {
    let estimate = only(&components(
        "[ vpc_endpoint: { kind: gateway, services: [s3, dynamodb] } ]",
    ));
    assert!(estimate.charges.is_empty());
    assert!(
        estimate
            .assumptions
            .iter()
            .any(|text| text.contains("free"))
    );
    for (settings, why) in [
        (
            "kind: gateway, services: [logs]",
            "no gateway endpoint for `logs`",
        ),
        (
            "kind: gateway, processed: 1 GB",
            "`processed` has no meaning",
        ),
        ("processed: 1 GB", "either `services` or `endpoints`"),
        (
            "services: [logs], endpoints: 2, processed: 1 GB",
            "either `services` or `endpoints`",
        ),
        ("services: [logs]", "`processed` is missing"),
        ("services: [logs, logs], processed: 1 GB", "named twice"),
        (
            "services: [logs], zones: 1.5, processed: 1 GB",
            "whole zones",
        ),
    ] {
        let faults = refused(&format!("[ vpc_endpoint: {{ {settings} }} ]"));
        assert!(faults.contains(why), "{faults}");
    }
}

/// 25 zones at 0.50 and 5 at 0.10; 1 billion queries at 0.40 per million and half a billion at 0.20.
#[test]
fn route53_has_tiers_of_zones_and_queries() {
    let estimate = only(&components(
        "[ route53: { zones: 30, queries: 1.5B per month } ]",
    ));
    assert_eq!(usage(&estimate, "route53.zone"), dec("13"));
    assert_eq!(usage(&estimate, "route53.queries"), dec("500"));
    // Saying nothing is not the same as being free.
    assert!(refused("[ route53: {} ]").contains("states nothing that is charged"));
    // A part of a month is charged as a month, so there is no half of a zone.
    assert!(refused("[ route53: { zones: 0.5 } ]").contains("whole numbers"));
}

/// 60 health checks, of which 50 are free: 60 × 0.50 − 50 × 0.50.
#[test]
fn fifty_health_checks_of_aws_endpoints_are_free_everywhere() {
    let text = |region: &str| {
        format!(
            "name: DNS\nregion: {region}\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: [ route53: {{ health_checks: 60 }} ] }} }}\n"
        )
    };
    for region in ["us-east-1", "ap-southeast-2"] {
        let estimate = only(&scenario(&text(region)));
        assert_eq!(usage(&estimate, "route53.healthcheck.aws"), dec("30"));
        assert_eq!(free(&estimate, "route53.healthcheck.aws"), dec("-25"));
    }
}

/// 5 + 4 × 1 + 300,000 × 0.60 per million.
#[test]
fn a_web_acl_inspects_every_request_unless_told_otherwise() {
    let estimate = only(&components("[ waf: { rules: 4 } ]"));
    assert_eq!(total(&estimate), dec("9.18"));
    let half = only(&components(
        "[ waf: { acls: 2, rules: 4, requests: 0.5 per request } ]",
    ));
    assert_eq!(total(&half), dec("14.09"));
}

/// 300,000 × 5 KB are 1.430511474609375 GB; half of them cross two zones and pay 0.01 at both ends.
#[test]
fn traffic_between_zones_is_a_share_charged_at_both_ends() {
    let cost = |settings: &str| {
        let list = format!("[ data_transfer: {{ internet_out: 0 GB, {settings} }} ]");
        usage(&only(&components(&list)), "dt.interaz")
    };
    let between = "between_zones: { traffic: 5 KB per request, zones: 2 }";
    assert_eq!(cost(between), dec("0.01430511474609375"));
    // Two thirds of 3 GB are exactly 2 GB.
    assert_eq!(
        cost("between_zones: { traffic: 3 GB, zones: 3 }"),
        dec("0.04")
    );
    // 10 GB moved are 20 GB charged; both may be stated.
    assert_eq!(cost("inter_zone: 10 GB"), dec("0.2"));
    assert_eq!(
        cost("inter_zone: 10 GB, between_zones: { traffic: 3 GB, zones: 3 }"),
        dec("0.24")
    );
    // What a bill shows counts both ends already.
    assert_eq!(cost("inter_zone: 10 GB as moved"), dec("0.2"));
    assert_eq!(cost("inter_zone: 20 GB as billed"), dec("0.2"));
    assert_eq!(
        cost("inter_zone: 512 MB per day as billed"),
        cost("inter_zone: 256 MB per day")
    );
    let faults = refused("[ data_transfer: { between_zones: { traffic: 1 GB, zones: 1 } } ]");
    assert!(faults.contains("at least two"), "{faults}");
}

/// 300,000 × 1 KB are 0.286102294921875 GB, of which a fifth leaves directly: × 0.09.
#[test]
fn what_leaves_through_cloudfront_is_not_sent_to_the_internet() {
    let estimate = only(&components(
        "[ data_transfer: { through_cloudfront: 80% } ]",
    ));
    assert_eq!(
        usage(&estimate, "dt.out.internet"),
        dec("0.00514984130859375")
    );
    assert_eq!(
        estimate.assumptions,
        [
            "`data_transfer`: 20% of the responses leave to the internet directly, 80% through CloudFront."
        ]
    );
    let faults = refused("[ data_transfer: { internet_out: 1 GB, through_cloudfront: 80% } ]");
    assert!(
        faults.contains("no meaning beside `internet_out`"),
        "{faults}"
    );
}

#[test]
fn some_regions_have_a_transfer_price_of_their_own() {
    let cost = |settings: &str| {
        let list =
            format!("[ data_transfer: {{ internet_out: 0 GB, inter_region: 100 GB{settings} }} ]");
        total(&only(&components(&list)))
    };
    assert_eq!(cost(""), dec("2"));
    assert_eq!(cost(", inter_region_to: us-east-2"), dec("1"));
    assert_eq!(cost(", inter_region_to: ap-southeast-7"), dec("8"));
    let faults = refused("[ data_transfer: { inter_region_to: us-east-2 } ]");
    assert!(
        faults.contains("no meaning without `inter_region`"),
        "{faults}"
    );
    // The price is known from us-east-1 only; from elsewhere it is missing, not taken for the same.
    let text = "name: Away\nregion: eu-west-1\ntraffic: { t: { requests: 1 per day } }\n\
        architectures: { a: { components: [ data_transfer: {
          internet_out: 0 GB, inter_region: 1 GB, inter_region_to: us-east-2 } ] } }\n";
    let away = scenario(text);
    let error = estimate(&away, &catalog(&away), &Selection::default()).unwrap_err();
    assert!(matches!(error, EstimateError::Prices(_)), "{error}");
}

#[test]
fn settings_are_written_as_they_were_read() {
    let read = components(
        "[ vpc_endpoint: { services: [ecr.api, logs], zones: 3, processed: 1 KB per request },
           vpc_endpoint: { name: s3, kind: gateway, services: [s3] },
           nlb: { protocol: udp, zones: 1, scheme: internal },
           route53: { zones: 2..3, queries: 2 per request, health_checks: 1 },
           waf: { acls: 2, rules: { t: 5 }, requests: 3M per month },
           cloudfront_plan: { plan: business, out: 2 TB, requests: 1 per request },
           data_transfer: { through_cloudfront: 12.5%, inter_region: 1 GB, inter_region_to: us-east-2,
             between_zones: { traffic: { t: 5 KB per request }, zones: 3 } } ]",
    );
    let again = scenario(&read.to_yaml());
    assert_eq!(read, again, "{}", read.to_yaml());
}

/// Known capacity units need no traffic: 1.5 × 730 × 0.008, and 2 × 730 × 0.006.
#[test]
fn capacity_units_can_be_stated() {
    let of = |list: &str| {
        only(&scenario(&format!(
            "name: T\nregion: us-east-1\nfree_tier: none\n\
             traffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: {list} }} }}\n"
        )))
    };
    let alb = of("[alb: { capacity_units: 1.5 }]");
    assert_eq!(usage(&alb, "alb.lcu"), dec("8.76"));
    assert!(alb.assumptions.is_empty(), "{:?}", alb.assumptions);
    let ranged = of("[alb: { capacity_units: { t: 0.5..1.5 }, running: 100 h per month }]");
    assert_eq!(usage(&ranged, "alb.lcu"), dec("0.8")); // 1 × 100 × 0.008
    let nlb = of("[nlb: { capacity_units: 2 }]");
    assert_eq!(usage(&nlb, "nlb.nlcu"), dec("8.76"));
    for (list, field) in [
        ("[alb: { capacity_units: 1, rules: 20 }]", "rules"),
        (
            "[alb: { capacity_units: 1, connection_time: 1 s }]",
            "connection_time",
        ),
        (
            "[nlb: { capacity_units: 1, requests_per_connection: 1 }]",
            "requests_per_connection",
        ),
    ] {
        let refusal = refused(list);
        let expected = format!("`{field}` has no meaning beside `capacity_units`");
        assert!(refusal.contains(&expected), "{refusal}");
    }
}

/// 10 GB charged less 1 GB, at 0.01; below 1 GB nothing.
#[test]
fn the_first_gigabyte_between_zones_is_free_for_every_account() {
    let text = |kind: &str, stated: &str| {
        let transfer = format!("data_transfer: {{ internet_out: 0 GB, inter_zone: {stated} }}");
        format!(
            "name: Zones\nregion: us-east-1\nfree_tier: {kind}\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
             architectures: {{ a: {{ components: [ {transfer} ] }} }}\n"
        )
    };
    for kind in ["always", "legacy-12-month", "credits $0"] {
        let estimate = only(&scenario(&text(kind, "5 GB as moved")));
        assert_eq!(total(&estimate), dec("0.09"), "{kind}");
        let little = only(&scenario(&text(kind, "1 GB as billed")));
        assert_eq!(total(&little), dec("0"), "{kind}");
    }
    let none = only(&scenario(&text("none", "5 GB as moved")));
    assert_eq!(total(&none), dec("0.1"));
}

#[test]
fn data_between_zones_is_written_as_it_was_read() {
    for form in ["10 GB", "10 GB per day as moved", "20 GB..30 GB as billed"] {
        let list = format!("[ data_transfer: {{ internet_out: 0 GB, inter_zone: {form} }} ]");
        let scenario = components(&list);
        assert!(scenario.to_yaml().contains(form), "{}", scenario.to_yaml());
    }
}
