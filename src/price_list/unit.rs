//! The units of the Price List. They are not uniform: an hour is `Hrs`, `Hours` or `hours`, a
//! gigabyte-month `GB-Mo` or `GB-month`, and Fargate's vCPUs and gigabytes are both in `hours`.
//!
//! A price is taken only in a unit known to mean what the key is metered in. A unit not listed here is
//! a fault, not a guess: that is how a change from MiB/s to GiB/s is noticed.

use crate::units::Unit;

/// How AWS spells a unit of ours, apart from case. Seen in copies of the Price List of 2015 to 2026.
pub(super) fn spellings(unit: Unit) -> &'static [&'static str] {
    match unit {
        Unit::AclMonth => &["month", "mo", "webacl-mo", "web acl"],
        Unit::AcuHour => &["acu-hr", "acu-hrs", "acu-hour", "acu-hours", "hrs", "hours"],
        Unit::AlarmMonth => &["alarms", "alarm", "alarm-mo"],
        Unit::Call => &[
            "api requests",
            "requests",
            "request",
            "api interactions",
            "count",
        ],
        Unit::CheckMonth => &["health check", "health checks", "healthcheck", "mo"],
        Unit::ClusterHour => &["hours", "hrs", "hour"],
        Unit::DashboardMonth => &["dashboards", "dashboard", "dashboards-month"],
        Unit::Ecpu => &["ecpu", "ecpus", "elasticacheprocessingunits", "count"],
        Unit::Event => &["events", "event", "64k chunks", "8k chunks"],
        Unit::EventPollerUnitHour => &["epu-hours", "epu-hour", "epu-hrs", "hours", "hrs"],
        Unit::Gb | Unit::RestoredGb => &["gb", "gigabyte", "gigabytes"],
        Unit::GbHour => &["gb-hours", "gb-hour", "gb-hrs", "gb-hr", "hours", "hrs"],
        Unit::GbMonth => &["gb-mo", "gb-month", "gb-months", "gb mo"],
        Unit::GbSecond => &[
            "lambda-gb-second",
            "gb-second",
            "gb-seconds",
            "gb-s",
            "second",
            "seconds",
        ],
        Unit::GibpsMonth => &["gibps-mo", "gibps-month"],
        Unit::Hour => &["hrs", "hours", "hour", "hr"],
        Unit::Invocation => &[
            "invocations",
            "invocation",
            "executions",
            "requests",
            "request",
        ],
        Unit::IopsMonth => &["iops-mo", "iops-month"],
        Unit::KeyMonth => &["keys", "key", "months", "month"],
        Unit::LcuHour | Unit::NlcuHour => &["lcu-hrs", "lcu-hours", "lcu-hour"],
        Unit::Mau => &["mau", "maus", "user", "users", "user-mo"],
        Unit::MbpsMonth => &["mbps-mo", "mbps-month"],
        Unit::Message => &["messages", "message"],
        Unit::MetricMonth => &["metrics", "metric"],
        Unit::MibpsMonth => &["mibps-mo", "mibps-month"],
        Unit::Minute => &["minutes", "minute"],
        Unit::NodeHour => &["hrs", "hours", "hour"],
        Unit::Notification => &["notifications", "notification", "requests", "request"],
        Unit::ParameterHour => &["parameter-hrs", "parameter-hours", "hrs", "hours", "hour"],
        Unit::Query => &["queries", "query"],
        Unit::RcuHour => &["readcapacityunit-hrs", "rcu-hrs", "hrs"],
        Unit::ReadRequestUnit => &["readrequestunits", "readrequestunit", "requests", "request"],
        Unit::ReplicatedWriteRequestUnit => &[
            "replicatedwriterequestunits",
            "replwriterequestunits",
            "replicated write request units",
        ],
        Unit::Request => &["requests", "request", "api requests", "api calls", "ios"],
        Unit::RequestedMetric => &["metrics", "metric", "requests"],
        Unit::RuleMonth => &["month", "mo", "rule", "rules"],
        Unit::RwcuHour => &[
            "replicatedwritecapacityunit-hrs",
            "replwritecapacityunit-hrs",
        ],
        Unit::SecretMonth => &["secrets", "secret"],
        Unit::Trace => &["traces", "trace"],
        Unit::Transition => &["statetransitions", "statetransition", "state transitions"],
        Unit::VcpuHour => &[
            "hours",
            "hour",
            "hrs",
            "vcpu-hours",
            "vcpu-hour",
            "vcpu-hrs",
        ],
        Unit::WcuHour => &["writecapacityunit-hrs", "wcu-hrs", "hrs"],
        Unit::WriteRequestUnit => &[
            "writerequestunits",
            "writerequestunit",
            "requests",
            "request",
        ],
        Unit::ZoneMonth => &["hostedzone", "hosted zone", "hostedzones", "month"],
        // Not in the Price List, or not known how.
        _ => &[],
    }
}

/// Whether a unit of the Price List is one of ours.
pub(super) fn is(unit: Unit, theirs: &str) -> bool {
    let theirs = theirs.trim().to_ascii_lowercase();
    spellings(unit).contains(&theirs.as_str())
}
