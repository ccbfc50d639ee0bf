//! What a scenario leaves open: the warning, what the answer would add, and the setting that gives
//! it, against figures worked by hand from the price list of us-east-1.

mod common;
mod program;

use breakeven::catalog::{Catalog, PriceBook};
use breakeven::estimate::{Estimate, Selection, estimate};
use breakeven::report;
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use breakeven::warning::Warning;
use common::{
    components, components_with, dec, free, only, price, refused, scenario, shipped, usage,
};
use program::run;
use std::collections::BTreeSet;

/// A list of components as they are here, and the changes that answer what they leave open.
fn warnings(list: &str) -> Vec<Warning> {
    only(&components(list)).warnings
}

fn codes(list: &str) -> Vec<&'static str> {
    warnings(list).iter().map(|w| w.code.code()).collect()
}

fn of_code(warnings: &[Warning], code: &str) -> Option<Warning> {
    let mut found = warnings.iter().filter(|w| w.code.code() == code);
    let first = found.next().cloned();
    assert_eq!(found.next(), None, "{code} is warned of twice");
    first
}

/// What a warning of this code adds; the message must name all of `names`.
fn adds(list: &str, code: &str, names: &[&str]) -> String {
    added(&warnings(list), code, names)
}

fn added(warnings: &[Warning], code: &str, names: &[&str]) -> String {
    let warning = of_code(warnings, code);
    let warning = warning.unwrap_or_else(|| panic!("no {code} in {warnings:#?}"));
    for name in names {
        assert!(warning.message.contains(name), "{name}: {warning:#?}");
    }
    warning.amount.unwrap().to_string()
}

/// The code is gone once any of these lists is stated instead.
fn settled(code: &str, lists: &[&str]) {
    for list in lists {
        let found = of_code(&warnings(list), code);
        assert_eq!(found, None, "{list}");
    }
}

const TASKS: &str = "cpu: 0.25 vCPU, memory: 512 MB, tasks: 2";
const DATABASE: &str = "rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 }";
const CLUSTER: &str = "aurora: { engine: postgres, capacity: 1 ACU }";
const STANDBY: &str = "rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3, \
                       deployment: multi-az }";

/// 730 × 0.005 for each address.
#[test]
fn addresses_of_tasks_and_instances() {
    let code = "address-not-stated";
    assert_eq!(
        adds(&format!("[ fargate: {{ {TASKS} }} ]"), code, &["`fargate`"]),
        "7.3"
    );
    let ranged = "[ fargate: { cpu: 0.25 vCPU, memory: 512 MB, tasks: 2..3 } ]";
    assert_eq!(adds(ranged, code, &[]), "9.125");
    // 12 h × 730 ÷ 24 = 365 h.
    let half = format!("[ fargate: {{ {TASKS}, running: 12 h per day }} ]");
    assert_eq!(adds(&half, code, &[]), "3.65");
    let instances = "[ ec2: { name: web, class: t3.micro, instances: 3 } ]";
    assert_eq!(adds(instances, code, &["`web`"]), "10.95");
    settled(
        code,
        &[
            &format!("[ fargate: {{ {TASKS}, public_ipv4: 1 }} ]"),
            &format!("[ fargate: {{ {TASKS}, subnets: public }} ]"),
            &format!("[ fargate: {{ {TASKS}, subnets: shared-egress }} ]"),
            &format!("[ fargate: {{ {TASKS} }}, nat_gateway: {{ processed: 1 GB }} ]"),
            "[ ec2: { class: t3.micro, public_ipv4: 0 } ]",
            "[ fargate: { cpu: 0.25 vCPU, memory: 512 MB, tasks: 0 } ]",
        ],
    );
    // A public subnet brings the addresses.
    let public = only(&components(&format!(
        "[ fargate: {{ {TASKS}, subnets: public }} ]"
    )));
    assert_eq!(usage(&public, "ipv4.inuse"), dec("7.3"));
}

#[test]
fn the_addresses_of_a_load_balancer() {
    let code = "no-public-ipv4";
    let without = "ip_address_type: dualstack-without-public-ipv4, zones: 3";
    // 3 × 730 × 0.005.
    assert_eq!(
        adds(&format!("[ alb: {{ {without} }} ]"), code, &["`alb`"]),
        "10.95"
    );
    settled(
        code,
        &[
            "[ alb: { ip_address_type: dualstack } ]",
            &format!("[ alb: {{ {without}, scheme: internal }} ]"),
            &format!(
                "[ alb: {{ {without} }}, cloudfront: {{ out: 1 GB, requests: 1 per request }} ]"
            ),
        ],
    );
    assert!(refused("[ alb: { zones: 1 } ]").contains("an ALB needs subnets in two zones"));
}

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

/// A second zonal gateway and its address: 730 × (0.045 + 0.005).
#[test]
fn one_nat_gateway_for_several_zones() {
    let code = "nat-in-one-zone";
    let with = |gateway: &str, others: &str| {
        format!("[ nat_gateway: {{ name: nat, processed: 1 GB{gateway} }}, {others} ]")
    };
    let balanced = format!("alb: {{}}, fargate: {{ {TASKS} }}");
    assert_eq!(adds(&with("", STANDBY), code, &["`nat`"]), "36.5");
    assert_eq!(adds(&with("", &balanced), code, &[]), "36.5");
    // Without an address: 730 × 0.045.
    assert_eq!(
        adds(&with(", connectivity: private", STANDBY), code, &[]),
        "32.85"
    );
    let regional = with(", availability: regional", STANDBY);
    assert_eq!(adds(&regional, code, &["billed in each zone"]), "36.5");
    let one_task = "alb: {}, fargate: { cpu: 0.25 vCPU, memory: 512 MB }";
    let second = format!("nat_gateway: {{ name: b, processed: 1 GB }}, {STANDBY}");
    settled(
        code,
        &[
            &with(", gateways: 1", STANDBY),
            &with(", gateways: 2", STANDBY),
            &with("", DATABASE),
            &with("", one_task),
            &with("", &second),
        ],
    );
}

/// One scenario with 3 × 2^20 requests of 1 KB: 3 GB of responses.
fn three_gigabytes(list: &str) -> Estimate {
    only(&components_with(
        list,
        "free_tier: none",
        "3145728 per month",
    ))
}

#[test]
fn data_between_zones() {
    let code = "zone-traffic-not-stated";
    let cache = "elasticache: { engine: valkey, node: cache.t3.micro }";
    let list = |balancer: &str| format!("[ fargate: {{ name: api, {TASKS} }}, {cache}{balancer} ]");
    let added = |list: &str, names: &[&str]| added(&three_gigabytes(list).warnings, code, names);
    // Half of 3 GB crosses two zones: 1.5 × 2 × 0.01. Of three zones, two thirds: 2 × 2 × 0.01.
    assert_eq!(
        added(&list(""), &["`api`", "`elasticache`", "responses"]),
        "0.03"
    );
    assert_eq!(added(&list(", alb: { zones: 3 }"), &[]), "0.04");
    // Functions run in all zones of their subnets.
    let functions = format!("[ lambda: {{ memory: 512 MB }}, {DATABASE} ]");
    assert_eq!(added(&functions, &["`lambda`", "`rds`"]), "0.03");
    // Without the size of a response, each GB: 2 × 0.01.
    let unknown = "
name: Test
region: us-east-1
traffic: { t: { requests: 1 per day } }
architectures: { a: { components: [ fargate: { cpu: 1 vCPU, memory: 2 GB, tasks: 2 },
  rds: { engine: mysql, class: db.t3.micro, storage: 20 GB gp3 } ] } }";
    let warnings = only(&scenario(unknown)).warnings;
    assert_eq!(self::added(&warnings, code, &["each GB"]), "0.02");
    let transfer = |stated: &str| list(&format!(", data_transfer: {{ name: dt, {stated} }}"));
    let open = of_code(&warnings_of(&transfer("internet_out: 1 GB")), code).unwrap();
    let settings = "`dt.inter_zone` or `dt.between_zones`";
    assert_eq!(open.settled_by.as_deref(), Some(settings));
    settled(
        code,
        &[
            &transfer("inter_zone: 0 GB"),
            &transfer("between_zones: { traffic: 1 GB, zones: 2 }"),
            &format!("[ fargate: {{ cpu: 1 vCPU, memory: 2 GB }}, {cache} ]"),
            &format!("[ fargate: {{ {TASKS} }}, alb: {{}} ]"),
        ],
    );
}

fn warnings_of(list: &str) -> Vec<Warning> {
    three_gigabytes(list).warnings
}

/// 5 GB a month are 60 GB after twelve: 60 × 0.03.
#[test]
fn logs_without_retention() {
    let code = "log-storage-not-counted";
    assert_eq!(
        adds("[ cloudwatch: { logs: 5 GB } ]", code, &["twelfth month"]),
        "1.8"
    );
    settled(
        code,
        &[
            "[ cloudwatch: { logs: 5 GB, logs_stored: 1 GB } ]",
            "[ cloudwatch: { logs: 0 GB } ]",
        ],
    );
}

/// A quarter of 400 MB is 0.09765625 GB, at 0.10.
#[test]
fn repositories_without_a_lifecycle_rule() {
    let code = "ecr-without-lifecycle";
    let images = "images: { kept: 10, size: 400 MB, layer_change: 25% }";
    assert_eq!(
        adds(&format!("[ ecr: {{ {images} }} ]"), code, &["each push"]),
        "0.009765625"
    );
    let whole = "[ ecr: { images: { kept: 10, size: 512 MB } } ]";
    assert_eq!(adds(whole, code, &[]), "0.05");
    assert_eq!(
        adds("[ ecr: { storage: 12 GB } ]", code, &["each GB pushed"]),
        "0.1"
    );
    settled(
        code,
        &[&format!("[ ecr: {{ {images}, lifecycle: 10 images }} ]")],
    );
}

/// db.t3.micro has 1 GiB: 2^30 ÷ 9,531,392 = 112 connections of PostgreSQL, 80 % of them 89.6, and
/// 2^30 ÷ 12,582,880 = 85 of MySQL, 80 % of them 68. Requests take 0.5 s.
#[test]
fn functions_and_the_connections_of_their_database() {
    let code = "connections-near-limit";
    let at = |traffic: &str, list: &str| {
        only(&scenario(&format!(
            "name: Test\nregion: us-east-1\nfree_tier: none\n\
             request: {{ duration: 500 ms, response: 1 KB }}\ntraffic: {{ t: {{ {traffic} }} }}\n\
             architectures: {{ a: {{ components: {list} }} }}\n"
        )))
        .warnings
    };
    let list = |engine: &str, class: &str| {
        format!(
            "[ lambda: {{ name: f, memory: 512 MB }}, \
                 rds: {{ engine: {engine}, class: {class}, storage: 20 GB gp3 }} ]"
        )
    };
    let postgres = list("postgres", "db.t3.micro");
    // 180 × 0.5 = 90 at once. A proxy of two vCPU: 2 × 0.015 × 730.
    let near = at("requests: 180 per second", &postgres);
    assert_eq!(
        added(&near, code, &["`f`", "90 times", "takes 112"]),
        "21.9"
    );
    assert_eq!(
        of_code(&at("requests: 179 per second", &postgres), code),
        None
    );
    // A third of it, but provisioned for three times the mean.
    let peak = at("requests: 60 per second, peak: 3x", &postgres);
    assert_eq!(added(&peak, code, &["90 times"]), "21.9");
    let mysql = list("mysql", "db.t3.micro");
    assert!(of_code(&at("requests: 136 per second", &mysql), code).is_some());
    assert_eq!(of_code(&at("requests: 135 per second", &mysql), code), None);
    // 16 GiB are 1,802 connections; four vCPU: 4 × 0.015 × 730.
    let large = list("postgres", "db.m5.xlarge");
    let large_near = at("requests: 3000 per second", &large);
    assert_eq!(
        added(&large_near, code, &["1,500 times", "takes 1802"]),
        "43.8"
    );
    let proxied = postgres.replace(" ]", ", rds_proxy: { for: rds } ]");
    for settled in [&proxied, &large] {
        assert_eq!(
            of_code(&at("requests: 180 per second", settled), code),
            None
        );
    }
}

/// Another task with its address: 730 × (0.25 × 0.04048 + 0.5 × 0.004445 + 0.005). Another pod of
/// the same size has none.
#[test]
fn a_single_task_or_pod() {
    let code = "single-task";
    let tasks = |more: &str| format!("[ fargate: {{ cpu: 0.25 vCPU, memory: 512 MB{more} }} ]");
    assert_eq!(
        adds(&tasks(", public_ipv4: 1"), code, &["second task"]),
        "12.660025"
    );
    assert_eq!(
        adds(&tasks(", tasks: 1..3, public_ipv4: 0"), code, &[]),
        "9.010025"
    );
    let pods = |more: &str| format!("[ eks_fargate: {{ cpu: 0.25 vCPU, memory: 256 MB{more} }} ]");
    assert_eq!(adds(&pods(""), code, &["second pod"]), "9.010025");
    settled(
        code,
        &[
            &tasks(", tasks: 2"),
            &tasks(", running: 8 h per day"),
            &pods(", pods: 2"),
        ],
    );
}

/// 0.07 for each metric, however many there are.
#[test]
fn container_insights_may_be_on() {
    let code = "container-insights-not-stated";
    let tasks = format!("fargate: {{ {TASKS} }}");
    assert_eq!(
        adds(&format!("[ {tasks} ]"), code, &["each metric"]),
        "0.07"
    );
    let two = format!(
        "[ {tasks}, fargate: {{ name: b, {TASKS} }}, cloudwatch: {{ name: m, logs: 1 GB }} ]"
    );
    assert_eq!(adds(&two, code, &[]), "0.07");
    let open = of_code(&warnings(&two), code).unwrap();
    let settings = "`m.container_insights_metrics`";
    assert_eq!(open.settled_by.as_deref(), Some(settings));
    // EKS has another price, which is not known here.
    let pods = "eks_fargate: { cpu: 1 vCPU, memory: 1 GB }";
    for list in [format!("[ {pods} ]"), "[ eks: {} ]".to_owned()] {
        let open = of_code(&warnings(&list), code).unwrap();
        assert_eq!(open.amount, None);
        assert!(open.message.contains("observations"), "{open:?}");
    }
    let watched =
        |metrics: &str| format!("cloudwatch: {{ container_insights_metrics: {metrics} }}");
    settled(
        code,
        &[
            &format!("[ {tasks}, {} ]", watched("0")),
            &format!("[ {tasks}, {} ]", watched("40")),
            &format!("[ {pods}, {} ]", watched("0")),
            "[ fargate: { cpu: 0.25 vCPU, memory: 512 MB, tasks: 0 } ]",
            "[ lambda: { memory: 512 MB } ]",
        ],
    );
}

/// What stands in a VPC, in one zone of several, whatever serves it: 730 × (0.045 + 0.005), and half
/// of 3 GB at both ends.
#[test]
fn clusters_and_serverless_caches_are_stores_too() {
    let cache = "elasticache_serverless: { engine: valkey, data: 1 GB }";
    for store in [CLUSTER, cache] {
        let list = format!("[ lambda: {{ name: f, memory: 512 MB }}, {store} ]");
        assert_eq!(
            adds(&list, "function-egress-not-stated", &["`f`"]),
            "36.5",
            "{store}"
        );
        let zones = added(&warnings_of(&list), "zone-traffic-not-stated", &["`f`"]);
        assert_eq!(zones, "0.03", "{store}");
    }
    // The Data API is reached without a VPC.
    let over_http = CLUSTER.replace("1 ACU", "1 ACU, data_api: 1 per request");
    let over_http = format!("[ lambda: {{ memory: 512 MB }}, {over_http} ]");
    settled("function-egress-not-stated", &[&over_http]);
    // A reader stands in another zone than the writer.
    let with = |cluster: &str| format!("[ nat_gateway: {{ processed: 1 GB }}, {cluster} ]");
    let reader = CLUSTER.replace("1 ACU", "1 ACU, readers: 1");
    assert_eq!(adds(&with(&reader), "nat-in-one-zone", &[]), "36.5");
    settled("nat-in-one-zone", &[&with(CLUSTER)]);
}

/// db.r6g.large has 16 GiB, 1,802 connections, of which 80 % are 1,441.6: 2,884 requests a second of
/// 0.5 s. Its two vCPU: 2 × 0.015 × 730.
#[test]
fn functions_and_the_connections_of_a_cluster() {
    let code = "connections-near-limit";
    let at = |requests: &str, cluster: &str| {
        let prices = "prices: { source: s, overrides: { \
                      aurora.instance.postgresql.r6g.large: $0.26 per hour } }";
        let list = format!("[ lambda: {{ name: f, memory: 512 MB }}, aurora: {{ {cluster} }} ]");
        only(&components_with(&list, prices, requests)).warnings
    };
    let large = "name: db, engine: postgres, class: db.r6g.large";
    let near = at("2884 per second", large);
    assert_eq!(
        added(&near, code, &["`f`", "1,442 times", "takes 1802"]),
        "21.9"
    );
    assert_eq!(of_code(&at("2883 per second", large), code), None);
}

#[test]
fn what_no_price_belongs_to_is_settled_too() {
    let lambda = |more: &str| format!("[ lambda: {{ memory: 512 MB{more} }} ]");
    let cold = of_code(&warnings(&lambda("")), "cold-starts-not-counted").unwrap();
    assert_eq!(cold.amount, None);
    let settings = "`lambda.init` and `lambda.cold_starts`";
    assert_eq!(cold.settled_by.as_deref(), Some(settings));
    let counted = lambda(", init: 1 s, cold_starts: 1%");
    settled("cold-starts-not-counted", &[&counted]);
    let legacy = only(&components_with(
        &counted,
        "free_tier: legacy-12-month",
        "1 per day",
    ));
    let legacy = of_code(&legacy.warnings, "legacy-free-tier").unwrap();
    assert_eq!(legacy.settled_by.as_deref(), Some("`free_tier`"));
    // Functions have always-free allowances alone.
    assert_eq!((legacy.amount, legacy.is_included), (None, false));
    let mixed = "month: { hours: 730 h, days: 30 days }";
    let mixed = only(&components_with(&counted, mixed, "1 per day"));
    let mixed = of_code(&mixed.warnings, "mixed-month").unwrap();
    assert_eq!(mixed.settled_by.as_deref(), Some("`month`"));
}

/// Twelve months of a load balancer, beside a gigabyte of a table that is always free.
#[test]
fn the_twelve_month_tier_says_what_it_takes_off() {
    let at = |day: &str| {
        let list = "[ alb: {}, dynamodb: { storage: 1 GB, reads: 1 per request } ]";
        let under = format!("free_tier: legacy-12-month\n{day}");
        let estimate = only(&components_with(list, &under, "1 per day"));
        // 1 × 0.25 is always free.
        assert_eq!(free(&estimate, "dynamodb.storage.standard"), dec("-0.25"));
        of_code(&estimate.warnings, "legacy-free-tier").unwrap()
    };
    for (day, said) in [
        ("", "ended for every account on 2026-07-15"),
        ("as_of: 2026-07-14", "ends for every account on 2026-07-15"),
        ("as_of: 2026-07-15", "ended for every account on 2026-07-15"),
    ] {
        let warning = at(day);
        assert!(warning.message.contains(said), "{day}: {warning:?}");
        assert!(warning.is_included);
        // 730 × 0.0225 of hours; the capacity units of one request a day are far below a cent.
        assert_eq!(warning.amount.unwrap().cents(), dec("16.43"), "{day}");
    }
}

/// A price that is not known leaves the warning, or another way to settle it.
#[test]
fn a_missing_price_is_said_so() {
    let text = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let without = |keys: &[&str]| {
        let gone = keys.iter().fold(text.clone(), |text, key| {
            let key = format!("\"key\": \"{key}\"");
            assert!(text.contains(&key));
            text.replacen(&key, &key.replace(".hour", ".hoor"), 1)
        });
        Catalog::of_book(PriceBook::parse("cut", gone).unwrap()).unwrap()
    };
    let private = components(&format!("[ fargate: {{ {TASKS}, public_ipv4: 0 }} ]"));
    let warned = |keys: &[&str]| {
        let estimates = estimate(&private, &without(keys), &Selection::default()).unwrap();
        of_code(&estimates[0].warnings, "private-without-egress").unwrap()
    };
    let endpoints = warned(&["nat.hour"]);
    assert_eq!(endpoints.amount.unwrap().to_string(), "43.8");
    let neither = warned(&["nat.hour", "vpce.interface.hour"]);
    assert_eq!(neither.amount, None);
    assert!(
        neither
            .message
            .ends_with("its price is not known in this region"),
        "{neither:?}"
    );
    // A region without a sourced price of transfer between zones.
    let zurich = "
name: Test
region: eu-central-2
traffic: { t: { requests: 1 per day } }
architectures: { a: { components: [ fargate: { cpu: 1 vCPU, memory: 2 GB, tasks: 2, public_ipv4: 1 },
  rds: { engine: postgres, class: db.t3.micro, storage: 20 GB gp3 } ] } }";
    let warnings = only(&scenario(zurich)).warnings;
    let open = of_code(&warnings, "zone-traffic-not-stated").unwrap();
    assert!(
        open.message
            .ends_with("its price is not known in this region"),
        "{open:?}"
    );
    assert_eq!(open.amount, None);
}

#[test]
fn the_shipped_scenarios_leave_open_what_is_known() {
    let codes = |name: &str| {
        let estimates = price(&shipped(name));
        let of = |estimate: &Estimate| {
            let codes = estimate.warnings.iter().map(|w| w.code.code());
            let codes: Vec<&str> = codes.collect();
            let distinct: BTreeSet<&str> = codes.iter().copied().collect();
            assert_eq!(distinct.len(), codes.len(), "{name}: {codes:?}");
            distinct
        };
        estimates.iter().flat_map(of).collect::<BTreeSet<_>>()
    };
    let habit_tracker = [
        "cold-starts-not-counted",
        "container-insights-not-stated",
        "function-egress-not-stated",
        "log-storage-not-counted",
        "single-task",
        "zone-traffic-not-stated",
    ];
    assert_eq!(codes("habit-tracker"), BTreeSet::from(habit_tracker));
    let mut documented = BTreeSet::from(habit_tracker);
    documented.extend([
        // Its transfer is that of one level.
        "egress-not-stated",
        "mixed-month",
        "no-public-ipv4",
        "overridden-price",
        "private-without-egress",
    ]);
    assert_eq!(codes("habit-tracker-as-documented"), documented);
    assert_eq!(
        codes("small-api"),
        BTreeSet::from(["cold-starts-not-counted", "container-insights-not-stated"])
    );
}

/// 17 KB × 12 × 0.03 of each request: at 36,500 ÷ 12, 3,650,000 ÷ 12 and 36,500,000 ÷ 12 requests.
#[test]
fn a_warning_of_several_estimates_is_shown_once() {
    let estimates = price(&shipped("habit-tracker"));
    let shared = report::warnings(&estimates);
    let logs = shared
        .iter()
        .filter(|w| w.code.code() == "log-storage-not-counted");
    let logs: Vec<_> = logs.collect();
    assert_eq!(logs.len(), 1);
    let (least, most) = logs[0].amounts.unwrap();
    assert_eq!((least.cents(), most.cents()), (dec("0.02"), dec("17.75")));
    let text = run(&["compare", "scenarios/habit-tracker.yaml"]).stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(
        "(+$0.02 to +$17.75 a month; settled by `cloudwatch.retention` or `cloudwatch.logs_stored`)"
    ));
    assert!(text.contains("(up to +$1.02 a month; settled by `data_transfer.inter_zone`"));
}

#[test]
fn settings_of_networks_are_written_as_they_were_read() {
    let list = format!(
        "[ fargate: {{ {TASKS}, subnets: shared-egress }}, lambda: {{ memory: 512 MB, \
         calls_internet: false }}, nat_gateway: {{ gateways: 1, processed: 1 GB }} ]"
    );
    let scenario = components(&list);
    let again = Scenario::parse(Source::new("again", scenario.to_yaml())).unwrap();
    assert_eq!(scenario, again);
}
