//! The way out of private subnets.

use super::{DATABASE, TASKS, added, adds, codes, settled};
use crate::common::{components_with, only, refused};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;

/// A NAT gateway with its address is 730 × (0.045 + 0.005) = 36.50; three endpoints in two zones
/// are 3 × 2 × 730 × 0.01 = 43.80.
#[test]
fn private_tasks_need_a_way_out() {
    let code = "private-without-egress";
    let private = format!("fargate: {{ name: api, {TASKS}, public_ipv4: 0 }}");
    let worker = format!("fargate: {{ name: worker, {TASKS}, public_ipv4: 0 }}");
    let names = ["`api` and `worker`"];
    assert_eq!(
        adds(&format!("[ {private}, {worker} ]"), code, &names),
        "36.5"
    );
    let pods = "[ eks_fargate: { cpu: 1 vCPU, memory: 1 GB, pods: 2 } ]";
    assert_eq!(adds(pods, code, &["`eks_fargate`"]), "36.5");
    // What leads elsewhere is no way to the images; of what leads there the rest is missing, at 2 ×
    // 730 × 0.01 = 14.60 for each endpoint.
    for (way, added) in [
        ("vpc_endpoint: { kind: gateway, services: [s3] }", "36.5"),
        (
            "vpc_endpoint: { services: [secretsmanager], processed: 1 GB }",
            "36.5",
        ),
        (
            "vpc_endpoint: { services: [ecr.api], processed: 1 GB }",
            "29.2",
        ),
        (
            "vpc_endpoint: { services: [ecr.api, ecr.dkr], processed: 1 GB }",
            "14.6",
        ),
        ("vpc_endpoint: { endpoints: 2, processed: 1 GB }", "14.6"),
        (
            "nat_gateway: { connectivity: private, processed: 1 GB }",
            "36.5",
        ),
    ] {
        let list = format!("[ {private}, {way} ]");
        assert_eq!(adds(&list, code, &[]), added, "{way}");
    }
    // 730 × (0.06 + 0.005) = 47.45 is more than the endpoints.
    let dear = "prices: { source: mine, overrides: { nat.hour: $0.06 per hour } }";
    let dear = only(&components_with(
        &format!("[ {private} ]"),
        dear,
        "1 per day",
    ));
    assert_eq!(added(&dear.warnings, code, &[]), "43.8");
    settled(
        code,
        &[
            &format!("[ {private}, nat_gateway: {{ processed: 1 GB }} ]"),
            &format!("[ {private}, ec2: {{ class: t4g.nano, public_ipv4: 1 }} ]"),
            &format!(
                "[ {private}, vpc_endpoint: {{ services: [ecr.api, ecr.dkr, logs], processed: 1 GB }} ]"
            ),
            &format!("[ {private}, vpc_endpoint: {{ endpoints: 3, processed: 1 GB }} ]"),
            &format!("[ fargate: {{ {TASKS}, public_ipv4: 0, subnets: shared-egress }} ]"),
            &format!("[ fargate: {{ {TASKS}, public_ipv4: 1 }} ]"),
            "[ eks_fargate: { cpu: 1 vCPU, memory: 1 GB, subnets: shared-egress } ]",
        ],
    );
}

#[test]
fn tasks_said_to_be_private_are_refused_without_a_way_out() {
    let pods = "eks_fargate: { cpu: 1 vCPU, memory: 1 GB, subnets: private }";
    let tasks = format!("fargate: {{ {TASKS}, subnets: private }}");
    for private in [pods, &tasks] {
        let fault = refused(&format!("[ {private} ]"));
        for part in [
            "can't pull images or write logs",
            "`nat_gateway`",
            "ecr.dkr",
            "shared-egress",
        ] {
            assert!(fault.contains(part), "{part}: {fault}");
        }
        let with_nat = format!("[ {private}, nat_gateway: {{ processed: 1 GB }} ]");
        assert!(!codes(&with_nat).contains(&"private-without-egress"));
    }
    let useless = format!("[ fargate: {{ {TASKS}, subnets: private, public_ipv4: 1 }} ]");
    assert!(refused(&useless).contains("leads nowhere in a private subnet"));
    let public = "[ eks_fargate: { cpu: 1 vCPU, memory: 1 GB, subnets: public } ]";
    assert!(refused(public).contains("private subnets only"));
}

/// What there is none of at a traffic level, what leads elsewhere and a part of the endpoints are no way
/// out.
#[test]
fn a_way_out_leads_to_images_and_logs() {
    let pods = "eks_fargate: { cpu: 1 vCPU, memory: 1 GB, subnets: private }";
    let tasks = format!("fargate: {{ {TASKS}, subnets: private }}");
    let useless = [
        "nat_gateway: { gateways: 0, processed: 1 GB }",
        "nat_gateway: { gateways: 0..2, processed: 1 GB }",
        "nat_gateway: { connectivity: private, processed: 1 GB }",
        "ec2: { class: t4g.nano, instances: 0, public_ipv4: 1 }",
        "ec2: { class: t4g.nano, public_ipv4: 0 }",
        "vpc_endpoint: { endpoints: 0, processed: 1 GB }",
        "vpc_endpoint: { endpoints: 2, processed: 1 GB }",
        "vpc_endpoint: { services: [secretsmanager], processed: 1 GB }",
        "vpc_endpoint: { services: [ecr.api, ecr.dkr], processed: 1 GB }",
        "vpc_endpoint: { services: [ecr.api, ecr.dkr, catalogs], processed: 1 GB }",
        "vpc_endpoint: { kind: gateway, services: [s3] }",
    ];
    let ways = [
        "nat_gateway: { processed: 1 GB }",
        "nat_gateway: { gateways: 1..2, processed: 1 GB }",
        "ec2: { class: t4g.nano, public_ipv4: 1 }",
        "vpc_endpoint: { endpoints: 3, processed: 1 GB }",
        "vpc_endpoint: { services: [ecr.api, ecr.dkr, logs], processed: 1 GB }",
        "vpc_endpoint: { services: [com.amazonaws.us-east-1.ecr.api, ecr.dkr], processed: 1 GB }, \
         vpc_endpoint: { name: logs, services: [com.amazonaws.us-east-1.logs], processed: 1 GB }",
        "vpc_endpoint: { services: [ecr.api], processed: 1 GB }, \
         vpc_endpoint: { name: others, endpoints: 2, processed: 1 GB }",
    ];
    for private in [pods, &tasks] {
        for way in useless {
            let fault = refused(&format!("[ {private}, {way} ]"));
            assert!(
                fault.contains("can't pull images or write logs"),
                "{way}: {fault}"
            );
        }
        for way in ways {
            let list = format!("[ {private}, {way} ]");
            assert!(!codes(&list).contains(&"private-without-egress"), "{way}");
        }
    }
}

/// A NAT gateway is wanted where tasks run, and there alone.
#[test]
fn a_way_out_is_wanted_at_each_traffic_level() {
    let read = |tasks: &str, gateways: &str| {
        let text = format!(
            "name: Test\nregion: us-east-1\n\
             traffic: {{ idle: {{ requests: 0 per day }}, busy: {{ requests: 9 per day }} }}\n\
             architectures: {{ a: {{ components: [ fargate: {{ cpu: 1 vCPU, memory: 2 GB, tasks: {tasks}, \
             subnets: private }}, nat_gateway: {{ gateways: {gateways}, processed: 1 GB }} ] }} }}\n"
        );
        Scenario::parse(Source::new("test.yaml", text))
    };
    let off = "{ idle: 0, busy: 1 }";
    let faults = read("2", off).unwrap_err().to_string();
    assert!(faults.contains("at the traffic level `idle`"), "{faults}");
    assert!(!faults.contains("`busy`"), "{faults}");
    assert!(read("{ idle: 0, busy: 2 }", off).is_ok());
}

#[test]
fn functions_in_a_vpc_may_need_a_nat_gateway() {
    let list =
        |calls: &str| format!("[ lambda: {{ name: f, memory: 512 MB{calls} }}, {DATABASE} ]");
    let code = "function-egress-not-stated";
    assert_eq!(adds(&list(""), code, &["`f`", "`rds`"]), "36.5");
    let (no, yes) = (
        list(", calls_internet: false"),
        list(", calls_internet: true"),
    );
    let nat =
        format!("[ lambda: {{ memory: 512 MB }}, {DATABASE}, nat_gateway: {{ processed: 1 GB }} ]");
    settled(code, &[&no, &yes, &nat, "[ lambda: { memory: 512 MB } ]"]);
    assert_eq!(adds(&yes, "private-without-egress", &["`f`"]), "36.5");
    settled("private-without-egress", &[&no, &nat]);
    // One that leads to other networks, and an instance there is none of.
    for none in [
        "nat_gateway: { connectivity: private, processed: 1 GB }",
        "ec2: { class: t4g.nano, instances: 0, public_ipv4: 1 }",
    ] {
        let list = yes.replace(" ]", &format!(", {none} ]"));
        assert_eq!(adds(&list, "private-without-egress", &["`f`"]), "36.5");
    }
}
