//! The units AWS prices things in.

use std::fmt;

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
    AlarmMonth "alarm-month",
    Environment "environment-GB",
    EventPollerUnitHour "event-poller-unit-hour",
    Gb "GB",
    GbHour "GB-hour",
    GbMonth "GB-month",
    GbSecond "GB-second",
    Hour "hour",
    Invocation "invocation",
    IopsMonth "IOPS-month",
    LcuHour "LCU-hour",
    MbpsMonth "MBps-month",
    MetricMonth "metric-month",
    NodeHour "node-hour",
    RcuHour "RCU-hour",
    ReadRequestUnit "read request unit",
    Request "request",
    VcpuHour "vCPU-hour",
    WcuHour "WCU-hour",
    WriteRequestUnit "write request unit",
}

impl Unit {
    /// The name as it follows an amount: `1 request`, `300,000 requests`, `5 GB`.
    #[must_use]
    pub fn counted(self, one: bool) -> String {
        match self {
            Unit::Gb | Unit::Environment => self.name().to_owned(),
            _ if one => self.name().to_owned(),
            _ => format!("{}s", self.name()),
        }
    }

    /// The unit with this name, also in the plural (`requests`, `vCPU-hours`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Unit> {
        let same = |unit: &&Unit| {
            let known = unit.name();
            name.eq_ignore_ascii_case(known)
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
    fn every_name_is_read_back_alone_and_in_the_plural() {
        for unit in Unit::ALL {
            assert_eq!(Unit::from_name(unit.name()), Some(*unit));
            assert_eq!(Unit::from_name(&format!("{unit}s")), Some(*unit));
        }
        assert!(Unit::ALL.is_sorted_by_key(|u| u.name().to_lowercase()));
    }
}
