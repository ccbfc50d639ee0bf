//! Hours billed: of capacity units, running time and addresses.

use crate::common::{components_with, dec, only, scenario, usage};

/// A month that bills 730 hours and counts 30 days. 200 requests a second of 100 a connection are 2 new
/// connections a second, open for 60 s: 120 of 3,000; 15 rules are 5 above the free ten, 1,000 evaluations
/// a second: one LCU in every hour billed, 730 × 0.008 = 5.84. An NLB of TLS with one request a connection
/// of 15 s has 200 × 15 = 3,000 open: one NLCU, 730 × 0.006 = 4.38, and new ones of 200 ÷ 50 = 4.
#[test]
fn derived_and_stated_capacity_agree_in_a_mixed_month() {
    let units = |request: &str, balancer: &str, key: &str| {
        let text = format!(
            "name: units\nregion: us-east-1\nfree_tier: none\nmonth: {{ hours: 730 h, days: 30 days }}\n\
             request: {request}\ntraffic: {{ t: {{ requests: 200 per second, shape: flat }} }}\n\
             architectures: {{ a: {{ components: [ {balancer} ] }} }}\n"
        );
        usage(&only(&scenario(&text)), key)
    };
    let few = "{ payload: 0 KB, response: 0 KB, per_connection: 100 }";
    assert_eq!(units(few, "alb: { rules: 15 }", "alb.lcu"), dec("5.84"));
    assert_eq!(
        units(few, "alb: { capacity_units: 1 }", "alb.lcu"),
        dec("5.84")
    );
    // Connections: 200 ÷ 25 = 8 LCU; bytes: 200 × 3,600 × 5,000 B = 3.6 GB an hour.
    let new = "{ payload: 0 KB, response: 5000 B, per_connection: 1, connection_time: 15 s }";
    assert_eq!(units(new, "alb: {}", "alb.lcu"), dec("46.72"));
    assert_eq!(
        units(new, "alb: { capacity_units: 8 }", "alb.lcu"),
        dec("46.72")
    );
    // 4 NLCU of TLS: 4 × 730 × 0.006; of TCP the bytes, 3.6 × 730 × 0.006.
    assert_eq!(
        units(new, "nlb: { protocol: tls }", "nlb.nlcu"),
        dec("17.52")
    );
    assert_eq!(
        units(new, "nlb: { capacity_units: 4 }", "nlb.nlcu"),
        dec("17.52")
    );
    assert_eq!(units(new, "nlb: {}", "nlb.nlcu"), dec("15.768"));
}

/// Running time is metered by the hour as well: all of the week is all of the hours billed, half of each
/// day is half of them, 365 × 0.045 of a gateway.
#[test]
fn running_time_is_a_share_of_the_hours_billed() {
    let hours = |running: &str| {
        let month = "month: { hours: 730 h, days: 30 days }";
        let list = format!("[ nat_gateway: {{ processed: 0 GB, running: {running} }} ]");
        usage(
            &only(&components_with(&list, month, "1 per day")),
            "nat.hour",
        )
    };
    assert_eq!(hours("always"), dec("32.85"));
    assert_eq!(hours("168 h per week"), dec("32.85"));
    assert_eq!(hours("12 h per day"), dec("16.425"));
}

/// A bill shows 34.224444 h of an address: 123,208 s. × 0.005 = 0.17112222…. A gateway, a balancer and a
/// task that have one round their own hours up, or to a minute, and their addresses not.
#[test]
fn public_addresses_are_metered_to_the_second_whoever_has_them() {
    let address = |list: &str| {
        let estimate = only(&components_with(list, "month: 730 h", "1 per day"));
        let of = |c: &&breakeven::estimate::Charge| c.key.as_str() == "ipv4.inuse";
        let hours = estimate.charges.iter().find(of).unwrap().quantity.amount;
        hours.expected.round_dp(6).normalize()
    };
    let of_bill = "running: 123208 s per month";
    for list in [
        format!("[ public_ipv4: {{ addresses: 1, {of_bill} }} ]"),
        format!("[ nat_gateway: {{ processed: 0 GB, {of_bill} }} ]"),
        format!("[ nlb: {{ zones: 1, capacity_units: 1, {of_bill} }} ]"),
        format!("[ ec2: {{ class: t4g.nano, public_ipv4: 1, {of_bill} }} ]"),
        format!(
            "[ fargate: {{ cpu: 0.25 vCPU, memory: 512 MB, tasks: 1, public_ipv4: 1, {of_bill} }} ]"
        ),
    ] {
        assert_eq!(address(&list), dec("34.224444"), "{list}");
    }
    let two = format!("[ alb: {{ capacity_units: 1, {of_bill} }} ]");
    assert_eq!(address(&two), dec("68.448889"));
    // 36 s of a task are billed as a minute, and of its address as 36 s: 0.01 h.
    let short = "[ fargate: { cpu: 0.25 vCPU, memory: 512 MB, tasks: 1, public_ipv4: 1, running: 36 s per month } ]";
    assert_eq!(address(short), dec("0.01"));
    // 35 whole hours of the gateway.
    let gateway = format!("[ nat_gateway: {{ processed: 0 GB, {of_bill} }} ]");
    let estimate = only(&components_with(&gateway, "month: 730 h", "1 per day"));
    assert_eq!(usage(&estimate, "nat.hour"), dec("1.575"));
}
