//! The units AWS prices things in.

use std::fmt;

/// The plural of an English noun, of the last word where it has several: `deliveries`, `web ACLs`.
#[must_use]
pub fn plural(noun: &str) -> String {
    let sibilant = ["s", "x", "z", "ch", "sh"];
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if sibilant.iter().any(|ending| noun.ends_with(ending)) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// The noun as it follows a number: `1 delivery`, `2 deliveries`.
#[must_use]
pub fn counted_noun(noun: &str, one: bool) -> String {
    match one {
        true => noun.to_owned(),
        false => plural(noun),
    }
}

macro_rules! units {
    ($($name:ident $text:literal,)*) => {
        /// What one unit of a price buys. A price and a usage must agree on it; a mismatch is an
        /// error, because a price per GiB/s taken for one per MiB/s is wrong by a factor of 1,024.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Unit {
            $(#[doc = concat!("`", $text, "`")] $name,)*
        }

        impl Unit {
            /// Every unit, in alphabetical order of its name.
            pub const ALL: &'static [Unit] = &[$(Unit::$name,)*];

            /// The name used in price books, scenarios and output.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Unit::$name => $text,)* }
            }
        }
    };
}

units! {
    AclMonth "ACL-month",
    AcuHour "ACU-hour",
    AlarmMonth "alarm-month",
    Call "call",
    CheckMonth "check-month",
    ClusterHour "cluster-hour",
    DashboardMonth "dashboard-month",
    Dollar "dollar",
    Ecpu "ECPU",
    Environment "environment-GB",
    Event "event",
    EventPollerUnitHour "event-poller-unit-hour",
    Gb "GB",
    GbHour "GB-hour",
    GbMonth "GB-month",
    GbSecond "GB-second",
    GibpsMonth "GiBps-month",
    Hour "hour",
    Invocation "invocation",
    IopsMonth "IOPS-month",
    KeyMonth "key-month",
    LcuHour "LCU-hour",
    Mau "MAU",
    MbpsMonth "MBps-month",
    Message "message",
    MetricMonth "metric-month",
    MibpsMonth "MiBps-month",
    Minute "minute",
    Month "month",
    NlcuHour "NLCU-hour",
    NodeHour "node-hour",
    Notification "notification",
    ObjectMonth "object-month",
    Operation "operation",
    ParameterHour "parameter-hour",
    Path "path",
    Query "query",
    RcuHour "RCU-hour",
    ReadRequestUnit "read request unit",
    ReplicatedWriteRequestUnit "replicated write request unit",
    Request "request",
    RequestedMetric "requested metric",
    ReservedLcuHour "reserved-LCU-hour",
    RestoredGb "restored GB",
    RuleMonth "rule-month",
    RwcuHour "rWCU-hour",
    SecretMonth "secret-month",
    Trace "trace",
    Transition "transition",
    VcpuHour "vCPU-hour",
    WcuHour "WCU-hour",
    WriteRequestUnit "write request unit",
    ZoneMonth "zone-month",
}

impl Unit {
    /// The name as it follows an amount: `1 request`, `300,000 requests`, `5 GB`.
    #[must_use]
    pub fn counted(self, one: bool) -> String {
        match self {
            Unit::Gb | Unit::Environment | Unit::RestoredGb => self.name().to_owned(),
            _ if one => self.name().to_owned(),
            _ => plural(self.name()),
        }
    }

    /// The unit with this name, also in the plural (`requests`, `vCPU-hours`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Unit> {
        let same = |unit: &&Unit| {
            let known = unit.name();
            name.eq_ignore_ascii_case(known)
                || name.eq_ignore_ascii_case(&unit.counted(false))
                || name
                    .strip_suffix('s')
                    .is_some_and(|singular| singular.eq_ignore_ascii_case(known))
        };
        Unit::ALL.iter().find(same).copied()
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_have_their_plural() {
        for (noun, several) in [
            ("delivery", "deliveries"),
            ("query", "queries"),
            ("address", "addresses"),
            ("batch", "batches"),
            ("box", "boxes"),
            ("gateway", "gateways"),
            ("day", "days"),
            ("empty receive", "empty receives"),
            ("web ACL", "web ACLs"),
            ("GET", "GETs"),
        ] {
            assert_eq!(plural(noun), several);
            assert_eq!(counted_noun(noun, true), noun);
        }
    }

    #[test]
    fn every_name_is_read_back_alone_and_in_the_plural() {
        for unit in Unit::ALL {
            assert_eq!(Unit::from_name(unit.name()), Some(*unit));
            assert_eq!(Unit::from_name(&format!("{unit}s")), Some(*unit));
            assert_eq!(Unit::from_name(&unit.counted(false)), Some(*unit));
        }
        assert!(Unit::ALL.is_sorted_by_key(|u| u.name().to_lowercase()));
    }
}
