//! Addresses, NAT gateways and data between zones.

use super::{
    CLUSTER, DATABASE, STANDBY, TASKS, added, adds, of_code, settled, three_gigabytes, warnings_of,
};
use crate::common::{components, dec, only, refused, scenario, usage};
use breakeven::scenario::Scenario;
use breakeven::syntax::Source;

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

/// 1,000 GB × 0.09, over what the gateway and its processing cost: 730 × (0.045 + 0.005) + 1,000 × 0.045.
#[test]
fn what_leaves_through_a_nat_gateway() {
    let code = "nat-egress-not-stated";
    let with = |stated: &str, others: &str| {
        let function = "lambda: { memory: 512 MB, duration: 1 s, calls_internet: true }";
        format!("[ {function}, nat_gateway: {{ name: nat, processed: 1000 GB{stated} }}{others} ]")
    };
    let open = of_code(&warnings_of(&with("", "")), code).unwrap();
    assert_eq!(open.amount.unwrap().to_string(), "90");
    let settings = "`nat.internet_out` or `data_transfer.internet_out`";
    assert_eq!(open.settled_by.as_deref(), Some(settings));
    // Responses do not pass the gateway; counting them says nothing of what does.
    assert_eq!(
        added(
            &warnings_of(&with("", ", data_transfer: {}")),
            code,
            &["`nat`"]
        ),
        "90"
    );
    settled(
        code,
        &[
            &with(", internet_out: 0 GB", ""),
            &with(", internet_out: 1000 GB", ""),
            &with(", connectivity: private", ""),
            &with("", ", data_transfer: { internet_out: 1000 GB }"),
            "[ nat_gateway: { processed: 0 GB } ]",
        ],
    );
    let half = three_gigabytes(&with(", internet_out: 500 GB", ""));
    assert_eq!(usage(&half, "dt.out.internet"), dec("45"));
    assert_eq!(usage(&half, "nat.gb"), dec("45"));
    let more = refused(&with(", internet_out: 1001 GB", ""));
    assert!(
        more.contains("more leaves to the internet than passes"),
        "{more}"
    );
    let private = with(", connectivity: private, internet_out: 1 GB", "");
    assert!(refused(&private).contains("no meaning for a private gateway"));
}

/// Half of 300 GB reaches a gateway in the other of two zones: 150 × 2 × 0.01. Of three zones with one
/// gateway two thirds do, with two gateways one third.
#[test]
fn what_reaches_a_nat_gateway_in_another_zone() {
    let code = "nat-zone-traffic-not-stated";
    let with = |gateways: &str, others: &str| {
        format!("[ nat_gateway: {{ name: nat, processed: 300 GB{gateways} }}, {others} ]")
    };
    let balanced = format!("alb: {{ zones: 3 }}, fargate: {{ {TASKS} }}");
    assert_eq!(adds(&with(", gateways: 1", STANDBY), code, &["`nat`"]), "3");
    assert_eq!(
        adds(&with(", gateways: 1", &balanced), code, &["3 zones"]),
        "4"
    );
    assert_eq!(adds(&with(", gateways: 2", &balanced), code, &[]), "2");
    settled(
        code,
        &[
            // Whether there is another is asked first.
            &with("", STANDBY),
            &with(", gateways: 2", STANDBY),
            &with(", gateways: 1", DATABASE),
            &with(
                ", gateways: 1",
                &format!("{STANDBY}, data_transfer: {{ internet_out: 1 GB, inter_zone: 0 GB }}"),
            ),
        ],
    );
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
