//! Which product is whose price: the traps of the Price List, each with the product that sprang it.

use crate::world::{product_of, region_name};
use crate::{read, renamed, with, world};
use breakeven::price_list::Finder;
use serde_json::Value;

/// The keys a product is taken for.
pub fn taken_for(region: &str, product: &Value) -> Vec<String> {
    let service = world::service(product);
    let finder = Finder::new(service, region_name(region)).unwrap();
    let entry = world::entry_of(product);
    let keys = finder.keys_of(&entry.product);
    keys.map(|(_, key)| key.to_string()).collect()
}

/// Each is the product of a key but for a few attributes, and must be nobody's.
#[test]
fn neighbours_are_not_taken_for_the_product() {
    type Changes = &'static [(&'static str, Option<&'static str>)];
    let cases: &[(&str, Changes)] = &[
        ("alb.hour", &[("usagetype", Some("TS-LoadBalancerUsage"))]),
        (
            "alb.hour",
            &[("usagetype", Some("Outposts-LoadBalancerUsage"))],
        ),
        ("alb.lcu", &[("usagetype", Some("TS-LCUUsage"))]),
        ("alb.lcu", &[("usagetype", Some("USE1-TS-LCUUsage"))]),
        ("alb.lcu", &[("usagetype", Some("Outposts-LCUUsage"))]),
        ("alb.lcu", &[("usagetype", Some("ReservedLCUUsage"))]),
        ("alb.lcu", &[("usagetype", Some("USE1-ReservedLCUUsage"))]),
        ("nlb.nlcu", &[("usagetype", Some("ReservedLCUUsage"))]),
        ("nat.gb", &[("usagetype", Some("NatGateway-Prvd-Bytes"))]),
        ("nat.hour", &[("usagetype", Some("NatGateway-Prvd-Gbps"))]),
        (
            "ec2.linux.m5.large",
            &[("capacitystatus", Some("UnusedCapacityReservation"))],
        ),
        (
            "ec2.linux.m5.large",
            &[("capacitystatus", Some("AllocatedCapacityReservation"))],
        ),
        ("ec2.linux.m5.large", &[("preInstalledSw", Some("SQL Web"))]),
        ("ec2.linux.m5.large", &[("tenancy", Some("Dedicated"))]),
        (
            "ec2.linux.m5.large",
            &[("operatingSystem", Some("Windows"))],
        ),
        (
            "ec2.linux.m5.large",
            &[("operation", Some("RunInstances:0002"))],
        ),
        (
            "ec2.linux.m5.large",
            &[("usagetype", Some("UnusedBox:m5.large"))],
        ),
        (
            "ec2.linux.m5.large",
            &[("usagetype", Some("DedicatedUsage:m5.large"))],
        ),
        (
            "rds.postgresql.m5.large.multi",
            &[("deploymentOption", Some("Multi-AZ (readable standbys)"))],
        ),
        (
            "rds.postgresql.m5.large.single",
            &[(
                "databaseEngine",
                Some("PostgreSQL (on-premise for Outpost)"),
            )],
        ),
        (
            "rds.postgresql.m5.large.single",
            &[("databaseEngine", Some("Oracle"))],
        ),
        (
            "rds.postgresql.m5.large.single",
            &[("licenseModel", Some("Bring your own license"))],
        ),
        (
            "rds.storage.gp3.single",
            &[("databaseEngine", Some("PostgreSQL"))],
        ),
        (
            "rds.backup",
            &[("usagetype", Some("RDSCustom:ChargedBackupUsage"))],
        ),
        (
            "s3.standard.storage",
            &[("volumeType", Some("INTAAS3ObjectOverhead"))],
        ),
        (
            "s3.standard.storage",
            &[("volumeType", Some("IntelligentTieringArchiveAccess"))],
        ),
        (
            "dt.interaz",
            &[("usagetype", Some("DataTransfer-xAZ-Out-Bytes"))],
        ),
        (
            "dt.out.internet",
            &[("transferType", Some("Accelerated Outbound"))],
        ),
        (
            "dt.out.internet",
            &[("toLocation", Some("Amazon CloudFront"))],
        ),
        ("ipv4.idle", &[("usagetype", Some("ElasticIP:IdleAddress"))]),
        ("waf.acl", &[("usagetype", Some("USE1-WebACL"))]),
        (
            "waf.acl",
            &[("usagetype", Some("USE1-ShieldProtected-WebACLV2"))],
        ),
        ("waf.acl", &[("usagetype", Some("Global-WebACLV2"))]),
        (
            "route53.queries",
            &[("usagetype", Some("USE1-DNS-Queries"))],
        ),
        (
            "route53.queries",
            &[("usagetype", Some("Intra-AWS-DNS-Queries"))],
        ),
        (
            "dynamodb.storage.standard",
            &[("volumeType", Some("Amazon DynamoDB - Replicated DataStore"))],
        ),
        (
            "dynamodb.ondemand.write",
            &[("usagetype", Some("ReplWriteRequestUnits-Else"))],
        ),
        (
            "kms.requests",
            &[("usagetype", Some("us-east-1-KMS-Requests-Asymmetric"))],
        ),
        (
            "eks.cluster",
            &[(
                "usagetype",
                Some("USE1-AmazonEKS-Hours-Outposts:perCluster"),
            )],
        ),
        (
            "elasticache.redis.m5.large",
            &[("cacheEngine", Some("Else"))],
        ),
        (
            "sns.delivery.http",
            &[("usagetype", Some("DeliveryAttempts-SQS"))],
        ),
        (
            "xray.recorded",
            &[("usagetype", Some("USE1-XRay-InsightsTracesStored"))],
        ),
        (
            "fargate.linux.x86.vcpu",
            &[("usagetype", Some("USE1-ECS-EC2-vCPU-Hours"))],
        ),
    ];
    for (key, changes) in cases {
        let product = product_of("us-east-1", key);
        assert_eq!(taken_for("us-east-1", &product), [*key]);
        let neighbour = with(product.clone(), changes);
        let none: [String; 0] = [];
        assert_eq!(
            taken_for("us-east-1", &neighbour),
            none,
            "{key} {changes:?}"
        );
        // Nor does it change what is read of the product.
        let service = world::service(&product);
        let alone = read("us-east-1", service, std::slice::from_ref(&product));
        let beside = read(
            "us-east-1",
            service,
            &[renamed(&neighbour, "BESIDE"), product.clone()],
        );
        assert_eq!(alone, beside, "{key} {changes:?}");
    }
}

/// These are taken for another key, and only for that.
#[test]
fn neighbours_that_are_priced_too_are_told_apart() {
    for (key, changes, other) in [
        (
            "nat.hour",
            [
                ("usagetype", Some("RegionalNatGateway-Hours")),
                ("operation", Some("RegionalNatGateway")),
            ],
            "nat.regional.hour",
        ),
        (
            "elasticache.redis.m5.large",
            [("cacheEngine", Some("Memcached")), ("operation", None)],
            "elasticache.memcached.m5.large",
        ),
        (
            "elasticache.redis.m5.large",
            [
                (
                    "usagetype",
                    Some("USE1-ExtendedSupportYr1_Yr2-NodeUsage:cache.m5.large"),
                ),
                ("operation", None),
            ],
            "elasticache.extsupport.m5.large.yr1-2",
        ),
        (
            "rds.postgresql.m5.large.single",
            [
                ("deploymentOption", Some("Multi-AZ")),
                ("usagetype", Some("Multi-AZUsage:db.m5.large")),
            ],
            "rds.postgresql.m5.large.multi",
        ),
        (
            "eventbridge.custom",
            [("eventType", Some("Partner Event")), ("operation", None)],
            "eventbridge.partner",
        ),
        (
            "xray.scanned",
            [
                ("operation", Some("XRay-Traces-Retrieved")),
                ("group", None),
            ],
            "xray.retrieved",
        ),
    ] {
        let product = with(product_of("us-east-1", key), &changes);
        assert_eq!(taken_for("us-east-1", &product), [other], "{key}");
    }
}

/// EKS has products of the same usage types as ECS, and other load balancers stand in EC2's offer.
#[test]
fn the_offer_a_product_stands_in_counts() {
    let mut product = product_of("us-east-1", "fargate.linux.x86.vcpu");
    assert_eq!(taken_for("us-east-1", &product), ["fargate.linux.x86.vcpu"]);
    product["serviceCode"] = "AmazonEKS".into();
    assert_eq!(taken_for("us-east-1", &product), ["eks.fargate.vcpu"]);
    let mut product = with(
        product_of("us-east-1", "alb.lcu"),
        &[("group", Some("ELB:Balancer"))],
    );
    product["serviceCode"] = "AmazonEC2".into();
    let none: [String; 0] = [];
    assert_eq!(taken_for("us-east-1", &product), none);
}

/// The region is in the codes, or in the name where an entry is older than the codes; never in the
/// prefix of the usage type.
#[test]
fn the_region_is_said_by_its_code_and_not_by_a_prefix() {
    let none: [String; 0] = [];
    for (key, prefixed, bare) in [
        ("alb.lcu", "USE1-LCUUsage", "LCUUsage"),
        (
            "vpce.interface.hour",
            "USE1-VpcEndpoint-Hours",
            "VpcEndpoint-Hours",
        ),
        (
            "s3.standard.storage",
            "USE1-TimedStorage-ByteHrs",
            "TimedStorage-ByteHrs",
        ),
    ] {
        for usagetype in [prefixed, bare] {
            let product = with(
                product_of("us-east-1", key),
                &[("usagetype", Some(usagetype))],
            );
            assert_eq!(taken_for("us-east-1", &product), [key], "{usagetype}");
            let elsewhere = with(
                product.clone(),
                &[
                    ("regionCode", Some("us-west-2")),
                    ("location", Some("US West (Oregon)")),
                ],
            );
            assert_eq!(taken_for("us-east-1", &elsewhere), none, "{usagetype}");
            let of_old = with(product, &[("regionCode", None)]);
            assert_eq!(taken_for("us-east-1", &of_old), [key], "{usagetype}");
            assert_eq!(taken_for("us-west-2", &of_old), none, "{usagetype}");
        }
    }
    // Outside us-east-1 every usage type has the prefix, Ireland's without a number.
    let london = product_of("eu-west-2", "alb.lcu");
    assert_eq!(
        london["product"]["attributes"]["usagetype"],
        "EUW2-LCUUsage"
    );
    assert_eq!(taken_for("eu-west-2", &london), ["alb.lcu"]);
    let ireland = product_of("eu-west-1", "alb.lcu");
    assert_eq!(ireland["product"]["attributes"]["usagetype"], "EU-LCUUsage");
    assert_eq!(taken_for("eu-west-1", &ireland), ["alb.lcu"]);
    // KMS writes the whole name of the region.
    let kms = product_of("eu-west-1", "kms.key");
    assert_eq!(
        kms["product"]["attributes"]["usagetype"],
        "eu-west-1-KMS-Keys"
    );
    assert_eq!(taken_for("eu-west-1", &kms), ["kms.key"]);
    let foreign = with(kms, &[("usagetype", Some("us-east-1-KMS-Keys"))]);
    assert_eq!(taken_for("eu-west-1", &foreign), none);
    // A row of all regions has none, and is of none.
    let product = product_of("us-east-1", "kms.requests");
    let of_all = [("location", Some("Any")), ("regionCode", None)];
    assert_eq!(taken_for("us-east-1", &with(product, &of_all)), none);
}

/// SQS and others renamed their usage types in us-east-1 only.
#[test]
fn usage_types_old_and_new_are_one_product() {
    for usagetype in ["Requests-RBP", "Requests-Tier1", "USE1-Requests-RBP"] {
        let product = product_of("us-east-1", "sqs.standard");
        let product = with(product, &[("usagetype", Some(usagetype))]);
        assert_eq!(taken_for("us-east-1", &product), ["sqs.standard"]);
    }
    // Spellings seen on bills of several regions.
    let secret = "AWSSecretsManager-Secret EU-AWSSecretsManager-Secrets";
    let call = "EU-AWSSecretsManagerAPIRequest AWSSecretsManagerAPIRequests \
                EU-AWSSecretsManager-APIRequest EU-AWSSecretsManager-APIRequests";
    let dashboard = "DashboardsUsageHour DashboardsUsageHour-Basic";
    for (key, usagetypes) in [
        ("secrets.secret", secret),
        ("secrets.api", call),
        ("cloudwatch.dashboard", dashboard),
        ("alb.lcu", "LCUUsage EU-LCUUsage"),
        ("ipv4.inuse", "EU-PublicIPv4:InUseAddress"),
    ] {
        for usagetype in usagetypes.split(' ').filter(|text| !text.is_empty()) {
            let product = product_of("eu-west-1", key);
            let product = with(product, &[("usagetype", Some(usagetype))]);
            assert_eq!(taken_for("eu-west-1", &product), [key], "{usagetype}");
        }
    }
    // Data transfer has the codes of both its ends since some years.
    let product = product_of("us-east-1", "dt.interregion.default");
    let of_old = with(product.clone(), &[("fromRegionCode", None)]);
    for product in [product, of_old] {
        assert_eq!(taken_for("us-east-1", &product), ["dt.interregion.default"]);
        let none: [String; 0] = [];
        assert_eq!(taken_for("us-west-2", &product), none);
    }
}

/// The list has classes and engines nothing here knows, and they are not looked at.
#[test]
fn classes_nobody_can_use_are_not_fetched() {
    let none: [String; 0] = [];
    let product = product_of("us-east-1", "ec2.linux.m5.large");
    let unknown = [
        ("instanceType", Some("zz9.huge")),
        ("usagetype", Some("BoxUsage:zz9.huge")),
    ];
    assert_eq!(
        taken_for("us-east-1", &with(product.clone(), &unknown)),
        none
    );
    // A class that is described is fetched though no book has its price yet.
    let known = [
        ("instanceType", Some("m5.4xlarge")),
        ("usagetype", Some("BoxUsage:m5.4xlarge")),
    ];
    assert_eq!(
        taken_for("us-east-1", &with(product, &known)),
        ["ec2.linux.m5.4xlarge"]
    );
}
