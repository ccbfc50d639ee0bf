//! The units of the Price List. They are not uniform: an hour is `Hrs`, `Hours` or `hours`, a
//! gigabyte-month `GB-Mo` or `GB-month`, and Fargate's vCPUs and gigabytes are both in `hours`.
//!
//! A price is taken only in a unit known to mean what the key is metered in, at the same scale. A unit
//! not listed here is a fault, not a guess: that is how a change from MiB/s to GiB/s, or from chunks of
//! 64 KB to chunks of 8 KB, is noticed. What means something else elsewhere (`hours` for gigabytes)
//! is listed for its service or its key only.

use crate::catalog::{KeySpec, Selector};
use crate::units::Unit;

/// How AWS spells a unit of ours, apart from case and wherever nothing else is said below.
///
/// Seen in offer files of 2015 and 2016 (KMS, Route 53, DynamoDB, S3), recorded answers of the Query
/// API of 2022 to 2026, and bills; the `Unit` values of the Savings Plans API are a list of their own
/// in AWS's documentation (`Hrs`, `ACU-Hr`, `Lambda-GB-Second`, `ElastiCacheProcessingUnit`,
/// `ReplicatedWriteRequestUnits`, `GB-Hours`). Plurals of what was seen are taken too.
fn general(unit: Unit) -> &'static [&'static str] {
    match unit {
        Unit::AclMonth => &["month", "months"],
        Unit::AcuHour => &["acu-hr", "acu-hrs", "acu-hour", "acu-hours"],
        Unit::AlarmMonth => &["alarms", "alarm"],
        Unit::Call => &["api requests", "api calls", "requests", "request"],
        // Route 53 prices a health check per `Mo`.
        Unit::CheckMonth => &["mo", "month", "months"],
        Unit::DashboardMonth => &["dashboards", "dashboard"],
        Unit::Ecpu => &[
            "elasticacheprocessingunit",
            "elasticacheprocessingunits",
            "ecpu",
            "ecpus",
        ],
        Unit::EventPollerUnitHour => &["event-poller-unit-hours", "event-poller-unit-hour"],
        Unit::Gb | Unit::RestoredGb => &["gb", "gigabyte", "gigabytes"],
        Unit::GbHour => &["gb-hours", "gb-hour", "gb-hrs", "gb-hr"],
        Unit::GbMonth => &[
            "gb-mo",
            "gb-month",
            "gb-months",
            "gigabyte month",
            "gigabytesmonth",
        ],
        Unit::GbSecond => &["gb-seconds", "gb-second"],
        // EBS throughput; pages state the price per MiB/s.
        Unit::GibpsMonth => &["gibps-mo", "gibps-month"],
        Unit::ClusterHour | Unit::Hour | Unit::NodeHour => {
            &["hrs", "hr", "hours", "hour", "hourly"]
        }
        Unit::Invocation => &[
            "invocations",
            "invocation",
            "executions",
            "requests",
            "request",
        ],
        Unit::IopsMonth => &["iops-mo", "iops-month"],
        Unit::KeyMonth => &["keys", "key"],
        // Reserved capacity is in `ReservedLCU-Hr`, which is another thing.
        Unit::LcuHour | Unit::NlcuHour => &["lcu-hrs", "lcu-hr", "lcu-hours", "lcu-hour"],
        Unit::Mau => &["cognitouserpoolsmau", "mau", "maus", "users", "user"],
        // RDS throughput.
        Unit::MbpsMonth => &["mbps-mo", "mbps-month"],
        Unit::Message => &["messages", "message"],
        Unit::MetricMonth | Unit::RequestedMetric => &["metrics", "metric"],
        // EFS throughput, for all its usage type says `MiBpsHrs`.
        Unit::MibpsMonth => &["mibps-mo", "mibps-month"],
        Unit::Minute => &["minutes", "minute"],
        Unit::Notification => &["notifications", "notification"],
        // Pages state the price of an advanced parameter per month.
        Unit::ParameterHour => &["hour", "hours", "hrs"],
        Unit::Query => &["queries", "query"],
        Unit::RcuHour => &["readcapacityunit-hrs", "readcapacityunit-hours"],
        Unit::ReadRequestUnit => &["readrequestunits", "readrequestunit"],
        Unit::ReplicatedWriteRequestUnit => {
            &["replicatedwriterequestunits", "replwriterequestunits"]
        }
        Unit::Request => &["requests", "request", "api requests", "api calls", "ios"],
        Unit::RuleMonth => &["month", "months", "rule", "rules"],
        Unit::RwcuHour => &[
            "replicatedwritecapacityunit-hrs",
            "replwritecapacityunit-hrs",
        ],
        Unit::SecretMonth => &["secrets", "secret"],
        Unit::Trace => &["traces", "trace"],
        Unit::Transition => &["statetransitions", "statetransition"],
        Unit::VcpuHour => &["vcpu-hours", "vcpu-hour", "vcpu-hrs"],
        Unit::WcuHour => &["writecapacityunit-hrs", "writecapacityunit-hours"],
        Unit::WriteRequestUnit => &["writerequestunits", "writerequestunit"],
        Unit::ZoneMonth => &["hostedzone", "hostedzones"],
        // Not in the Price List, or nobody has seen how.
        _ => &[],
    }
}

/// What is said beside that by one service (its code) or one key (its pattern).
const PARTICULAR: &[(&str, Unit, &[&str])] = &[
    ("AWSLambda", Unit::Gb, &["processed-gigabytes"]),
    (
        "AWSLambda",
        Unit::GbSecond,
        &["lambda-gb-second", "second", "seconds"],
    ),
    ("AmazonECS", Unit::GbHour, &["hours", "hrs"]),
    ("AmazonECS", Unit::VcpuHour, &["hours", "hrs"]),
    ("AmazonEKS", Unit::GbHour, &["hours", "hrs"]),
    ("AmazonEKS", Unit::VcpuHour, &["hours", "hrs"]),
    // Bills of several regions have the usage type of the request in place of a unit.
    (
        "AmazonApiGateway",
        Unit::Request,
        &[
            "apigatewayrequest",
            "apigatewayrequests",
            "amazonapigatewayrequest",
            "amazonapigatewayrequests",
            "amazonapigateway-request",
        ],
    ),
    (
        "dynamodb.streams",
        Unit::ReadRequestUnit,
        &["requests", "request"],
    ),
    // One unit is one chunk; chunks of another size are another unit.
    ("eventbridge.custom", Unit::Event, &["64k-chunks"]),
    ("eventbridge.discovery", Unit::Event, &["8k-chunks"]),
    ("eventbridge.partner", Unit::Event, &["64k-chunks"]),
    ("eventbridge.pipes", Unit::Request, &["64k-chunks"]),
    ("rds.proxy", Unit::VcpuHour, &["hrs", "hours"]),
];

/// The service whose way of writing a price has: a plan's rates are in the units of what it discounts.
fn service(selector: &Selector) -> &'static str {
    match selector.operation {
        Some(discounted) if selector.is_plan() => discounted,
        _ => selector.service_code,
    }
}

/// How AWS may spell the unit of a key, apart from case.
pub(super) fn spellings(spec: &KeySpec) -> Vec<&'static str> {
    let service = service(&spec.selector);
    let particular = PARTICULAR
        .iter()
        .filter(|(whose, unit, _)| {
            *unit == spec.unit && (*whose == service || *whose == spec.pattern)
        })
        .flat_map(|(_, _, spellings)| spellings.iter());
    general(spec.unit)
        .iter()
        .chain(particular)
        .copied()
        .collect()
}

/// Whether a unit of the Price List is the one of a key.
pub(super) fn is(spec: &KeySpec, theirs: &str) -> bool {
    let theirs = theirs.trim().to_ascii_lowercase();
    let ours = spellings(spec);
    // `USE2-AmazonApiGatewayRequest`: a usage type keeps the prefix of its region.
    let bare = match service(&spec.selector) {
        "AmazonApiGateway" => theirs.split_once('-').map(|(_, bare)| bare),
        _ => None,
    };
    let known = |text: &str| ours.contains(&text);
    known(&theirs) || bare.is_some_and(|bare| bare.contains("apigateway") && known(bare))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::key_spec;

    fn accepted(key: &str, theirs: &str) -> bool {
        is(key_spec(key).unwrap(), theirs)
    }

    #[test]
    fn units_seen_in_the_list_are_known() {
        for (key, theirs) in [
            ("alb.lcu", "LCU-Hrs"),
            ("apigw.http", "Requests"),
            ("apigw.rest", "USE2-AmazonApiGatewayRequest"),
            ("apigw.rest", "APN1-ApiGatewayRequest"),
            ("apigw.rest", "APS3-AmazonApiGateway-Request"),
            ("apigw.ws.messages", "Messages"),
            ("apigw.ws.minutes", "minutes"),
            ("aurora.io", "IOs"),
            ("aurora.sv2.acu.postgresql", "ACU-Hr"),
            ("cloudwatch.alarm.standard", "Alarms"),
            ("cloudwatch.api.getmetricdata", "Metrics"),
            ("cloudwatch.dashboard", "Dashboards"),
            ("cloudwatch.metrics", "Metrics"),
            ("cognito.legacy", "CognitoUserPoolsMAU"),
            ("dynamodb.ondemand.read", "ReadRequestUnits"),
            ("dynamodb.provisioned.write", "WriteCapacityUnit-Hrs"),
            ("ebs.gp3.throughput", "GiBps-mo"),
            ("ec2.credits.t4g", "vCPU-Hours"),
            ("efs.provisioned", "MiBps-Mo"),
            (
                "elasticache.serverless-ecpu.valkey",
                "ElastiCacheProcessingUnit",
            ),
            ("elasticache.serverless-gb.valkey", "GB-Hours"),
            ("eventbridge.custom", "64K-Chunks"),
            ("eventbridge.discovery", "8K-Chunks"),
            ("eventbridge.pipes", "64K-Chunks"),
            ("fargate.linux.x86.memory", "hours"),
            ("fargate.linux.x86.vcpu", "hours"),
            ("fargate.ephemeral", "GB-Hours"),
            ("kms.key", "Keys"),
            ("lambda.duration.x86", "Lambda-GB-Second"),
            ("lambda.duration.x86", "Second"),
            ("lambda.duration.x86", "seconds"),
            ("lambda.ephemeral.x86", "GB-Seconds"),
            ("lambda.esm.provisioned", "Event-Poller-Unit-Hours"),
            ("lambda.requests.x86", "Request"),
            ("lambda.streaming.x86", "Processed-Gigabytes"),
            ("rds.extsupport.postgresql13.yr3", "vCPU-hour"),
            ("rds.throughput.gp3.single", "MBPS-Mo"),
            ("route53.healthcheck.aws", "Mo"),
            ("route53.zone", "HostedZone"),
            ("secrets.api", "API Requests"),
            ("secrets.secret", "Secrets"),
            ("sfn.express.duration", "GB-Seconds"),
            ("sfn.standard", "StateTransitions"),
            ("sns.delivery.http", "Notifications"),
            ("sp.compute.fargate.x86.memory.1yr.no", "Hrs"),
            ("sp.compute.lambda.x86.duration.1yr.no", "Lambda-GB-Second"),
            ("sp.database.aurora.postgresql", "ACU-Hr"),
            ("ssm.advanced.param", "Hour"),
            ("waf.acl", "Month"),
            ("waf.rule", "rule"),
            ("xray.recorded", "traces"),
        ] {
            assert!(accepted(key, theirs), "{key} per {theirs}");
        }
    }

    #[test]
    fn units_of_another_scale_or_of_another_service_are_not() {
        for (key, theirs) in [
            ("alb.lcu", "ReservedLCU-Hr"),
            ("dynamodb.ondemand.read", "1M requests"),
            ("ebs.gp3.throughput", "MiBps-Mo"),
            ("ebs.gp3.throughput", "MBPS-Mo"),
            ("ec2.linux.t3.micro", "vCPU-Hours"),
            ("efs.provisioned", "GiBps-mo"),
            ("elasticache.serverless-gb.valkey", "hours"),
            ("eventbridge.custom", "8K-Chunks"),
            ("eventbridge.discovery", "64K-Chunks"),
            ("fargate.linux.x86.vcpu", "vCPU-Months"),
            ("kms.key", "Hours"),
            ("lambda.requests.x86", "USE1-ApiGatewayRequest"),
            ("rds.throughput.gp3.single", "GiBps-mo"),
            ("s3.standard.storage", "GB-Hours"),
            ("s3.standard.storage", "GB"),
            ("sfn.express.duration", "seconds"),
            ("ssm.advanced.param", "Month"),
            ("waf.acl", "Hrs"),
        ] {
            assert!(!accepted(key, theirs), "{key} per {theirs}");
        }
    }
}
