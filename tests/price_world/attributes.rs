//! What AWS says about a product, apart from its price.

use breakeven::catalog::{KeySpec, RegionName};
use breakeven::units::Unit;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What usage types begin with, outside us-east-1 and for newer services there too. Those of the
/// regions opened last are made up after the pattern of the others.
pub const USAGE_PREFIXES: &[(&str, &str)] = &[
    ("af-south-1", "AFS1"),
    ("ap-east-1", "APE1"),
    ("ap-east-2", "APE2"),
    ("ap-northeast-1", "APN1"),
    ("ap-northeast-2", "APN2"),
    ("ap-northeast-3", "APN3"),
    ("ap-south-1", "APS3"),
    ("ap-south-2", "APS5"),
    ("ap-southeast-1", "APS1"),
    ("ap-southeast-2", "APS2"),
    ("ap-southeast-3", "APS4"),
    ("ap-southeast-4", "APS6"),
    ("ap-southeast-5", "APS7"),
    ("ap-southeast-6", "APS8"),
    ("ap-southeast-7", "APS9"),
    ("ca-central-1", "CAN1"),
    ("ca-west-1", "CAN2"),
    ("cn-north-1", "CNN1"),
    ("cn-northwest-1", "CNW1"),
    ("eu-central-1", "EUC1"),
    ("eu-central-2", "EUC2"),
    ("eu-north-1", "EUN1"),
    ("eu-south-1", "EUS1"),
    ("eu-south-2", "EUS2"),
    ("eu-west-1", "EU"),
    ("eu-west-2", "EUW2"),
    ("eu-west-3", "EUW3"),
    ("il-central-1", "ILC1"),
    ("me-central-1", "MEC1"),
    ("me-south-1", "MES1"),
    ("mx-central-1", "MXC1"),
    ("sa-east-1", "SAE1"),
    ("us-east-1", "USE1"),
    ("us-east-2", "USE2"),
    ("us-gov-east-1", "UGE1"),
    ("us-gov-west-1", "UGW1"),
    ("us-west-1", "USW1"),
    ("us-west-2", "USW2"),
];

/// A row of the fixtures: a product of us-east-1, or one that is none of ours and why.
#[derive(Debug, Clone, Deserialize)]
struct Row {
    key: Option<String>,
    #[serde(default)]
    why: Option<String>,
    service_code: String,
    family: Option<String>,
    attributes: BTreeMap<String, String>,
}

/// A product that is none of ours.
pub struct Decoy {
    pub why: String,
    pub service: String,
    pub family: Option<String>,
    pub attributes: BTreeMap<String, String>,
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let folder = std::fs::read_dir("tests/fixtures/price-list").unwrap();
        let mut files: Vec<_> = folder.map(|file| file.unwrap().path()).collect();
        files.sort();
        let read = |path| {
            let text = std::fs::read_to_string(path).unwrap();
            serde_json::from_str::<Vec<Row>>(&text).unwrap()
        };
        files.into_iter().flat_map(read).collect()
    })
}

fn row_of(key: &str) -> Option<&'static Row> {
    rows().iter().find(|row| row.key.as_deref() == Some(key))
}

/// The attributes of the product of a key: those of the fixtures, moved to the region, or those its
/// selector asks for and what products of its kind have beside.
pub fn of_key(region: RegionName<'_>, spec: &KeySpec, key: &str) -> BTreeMap<String, String> {
    let attributes = match row_of(key) {
        Some(row) => row.attributes.clone(),
        None => of_selector(spec, key),
    };
    match spec.selector.global {
        true => attributes,
        false => moved(attributes, region),
    }
}

pub fn family_of(spec: &KeySpec, key: &str) -> Option<String> {
    match row_of(key) {
        Some(row) => row.family.clone(),
        None => spec.selector.family.map(str::to_owned),
    }
}

/// What the selector asks for, in us-east-1.
fn of_selector(spec: &KeySpec, key: &str) -> BTreeMap<String, String> {
    let selector = &spec.selector;
    let variables = spec.variables(key).unwrap();
    let mut attributes = BTreeMap::new();
    let mut put = |name: &str, value: String| attributes.insert(name.to_owned(), value);
    put("servicecode", selector.service_code.to_owned());
    match selector.region_field() {
        Some("regionCode") => {
            put("location", String::new());
            put("locationType", "AWS Region".to_owned());
            put("regionCode", String::new());
        }
        Some(_) => {
            put("fromLocation", String::new());
            put("fromLocationType", "AWS Region".to_owned());
        }
        None => {}
    }
    if let Some(operation) = selector.operation {
        put("operation", operation.to_owned());
    }
    for (name, value) in selector.attributes {
        put(name, variables.fill(value));
    }
    if let Some(usagetype) = selector.usagetype {
        put("usagetype", variables.fill(usagetype));
    } else if let Some(class) = selector.class_template() {
        // RDS shortens the sizes in its usage types: `db.m5.2xl`.
        let class = variables.fill(class).replace("xlarge", "xl");
        let multi = key.ends_with(".multi");
        let kind = if multi {
            "Multi-AZUsage"
        } else {
            "InstanceUsage"
        };
        put("usagetype", format!("{kind}:{class}"));
    } else {
        put("usagetype", "Unknown".to_owned());
    }
    attributes
}

/// The same product in a region: its names, and its prefix in the usage type.
fn moved(
    mut attributes: BTreeMap<String, String>,
    region: RegionName<'_>,
) -> BTreeMap<String, String> {
    const HOME: &str = "US East (N. Virginia)";
    for name in ["location", "fromLocation", "toLocation"] {
        if let Some(value) = attributes.get_mut(name)
            && (value == HOME || value.is_empty())
        {
            region.location.clone_into(value);
        }
    }
    if attributes.contains_key("regionCode") {
        attributes.insert("regionCode".to_owned(), region.code.to_owned());
    }
    if attributes.contains_key("fromLocation") {
        // Data transfer has codes of its own, and no `regionCode`.
        attributes.insert("fromRegionCode".to_owned(), region.code.to_owned());
    }
    if region.code == "us-east-1" {
        return attributes;
    }
    let (_, prefix) = USAGE_PREFIXES
        .iter()
        .find(|(code, _)| *code == region.code)
        .unwrap();
    if let Some(usagetype) = attributes.get_mut("usagetype")
        && !usagetype.starts_with("Global-")
    {
        *usagetype = match usagetype.strip_prefix("us-east-1-") {
            Some(of_kms) => format!("{}-{of_kms}", region.code),
            None => format!("{prefix}-{}", usagetype.trim_start_matches("USE1-")),
        };
    }
    attributes
}

/// Products that have been taken for others, moved to a region. Those that stand for another region
/// stay where they are.
pub fn decoys(region: RegionName<'_>) -> Vec<Decoy> {
    let decoys = rows().iter().filter(|row| row.key.is_none());
    let elsewhere = |row: &&Row| {
        let code = row.attributes.get("regionCode").map(String::as_str);
        code.is_some_and(|code| code != "us-east-1")
    };
    decoys
        .filter(|row| !elsewhere(row) || row.attributes["regionCode"] != region.code)
        .map(|row| {
            let global = row.attributes.get("location").is_none_or(|at| at == "Any")
                && !row.attributes.contains_key("fromLocation");
            let stays = global || elsewhere(&row);
            Decoy {
                why: row.why.clone().unwrap_or_default(),
                service: row.service_code.clone(),
                family: row.family.clone(),
                attributes: match stays {
                    true => row.attributes.clone(),
                    false => moved(row.attributes.clone(), region),
                },
            }
        })
        .collect()
}

/// How the Price List spells the unit of a key, as far as it was seen.
pub fn unit_of(spec: &KeySpec) -> &'static str {
    let service = spec.selector.service_code;
    match (spec.unit, service, spec.pattern) {
        (_, "AmazonECS", "fargate.ephemeral") => "GB-Hours",
        (Unit::GbHour | Unit::VcpuHour, "AmazonECS" | "AmazonEKS", _) => "hours",
        (Unit::GbSecond, "AWSLambda", pattern) if pattern.contains("duration") => {
            "Lambda-GB-Second"
        }
        (Unit::GbSecond, ..) => "GB-Seconds",
        (Unit::Gb, "AWSLambda", _) => "Processed-Gigabytes",
        (Unit::ReadRequestUnit, _, "dynamodb.streams") => "Requests",
        (Unit::Event, _, "eventbridge.discovery") => "8K-Chunks",
        (Unit::Event, ..) | (Unit::Request, _, "eventbridge.pipes") => "64K-Chunks",
        (Unit::Request, "AmazonRDS", _) => "IOs",
        (Unit::AclMonth | Unit::RuleMonth, ..) => "Month",
        (Unit::AcuHour, ..) => "ACU-Hr",
        (Unit::AlarmMonth, ..) => "Alarms",
        (Unit::Call, ..) => "API Requests",
        (Unit::CheckMonth, ..) => "Mo",
        (Unit::ClusterHour | Unit::Hour | Unit::NodeHour, ..) => "Hrs",
        (Unit::DashboardMonth, ..) => "Dashboards",
        (Unit::Ecpu, ..) => "ElastiCacheProcessingUnits",
        (Unit::EventPollerUnitHour, ..) => "Event-Poller-Unit-Hours",
        (Unit::Gb | Unit::RestoredGb, ..) => "GB",
        (Unit::GbHour, ..) => "GB-Hours",
        (Unit::GbMonth, ..) => "GB-Mo",
        (Unit::GibpsMonth, ..) => "GiBps-mo",
        (Unit::Invocation, ..) => "Invocations",
        (Unit::IopsMonth, ..) => "IOPS-Mo",
        (Unit::KeyMonth, ..) => "Keys",
        (Unit::LcuHour | Unit::NlcuHour, ..) => "LCU-Hrs",
        (Unit::Mau, ..) => "CognitoUserPoolsMAU",
        (Unit::MbpsMonth, ..) => "MBPS-Mo",
        (Unit::Message, ..) => "Messages",
        (Unit::MetricMonth | Unit::RequestedMetric, ..) => "Metrics",
        (Unit::MibpsMonth, ..) => "MiBps-Mo",
        (Unit::Minute, ..) => "minutes",
        (Unit::Notification, ..) => "Notifications",
        (Unit::ParameterHour, ..) => "Hour",
        (Unit::Query, ..) => "Queries",
        (Unit::RcuHour, ..) => "ReadCapacityUnit-Hrs",
        (Unit::ReadRequestUnit, ..) => "ReadRequestUnits",
        (Unit::ReplicatedWriteRequestUnit, ..) => "ReplicatedWriteRequestUnits",
        (Unit::Request, ..) => "Requests",
        (Unit::RwcuHour, ..) => "ReplicatedWriteCapacityUnit-Hrs",
        (Unit::SecretMonth, ..) => "Secrets",
        (Unit::Trace, ..) => "traces",
        (Unit::Transition, ..) => "StateTransitions",
        (Unit::VcpuHour, ..) => "vCPU-Hours",
        (Unit::WcuHour, ..) => "WriteCapacityUnit-Hrs",
        (Unit::WriteRequestUnit, ..) => "WriteRequestUnits",
        (Unit::ZoneMonth, ..) => "HostedZone",
        (unit, ..) => panic!("nobody has seen how AWS spells {unit} of {}", spec.pattern),
    }
}
