//! Everything a report can warn about: stable code, what it means, what it would add to the month.

use crate::units::Money;
use std::fmt;

macro_rules! codes {
    ($($name:ident $code:literal $meaning:literal,)*) => {
        /// The stable code of a warning. Scripts may rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum WarningCode { $(#[doc = $meaning] $name,)* }

        impl WarningCode {
            /// Every code, in alphabetical order.
            pub const ALL: &'static [WarningCode] = &[$(WarningCode::$name,)*];

            /// The code as printed.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(WarningCode::$name => $code,)* }
            }

            /// What the code means.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(WarningCode::$name => $meaning,)* }
            }
        }
    };
}

codes! {
    AddressNotStated "address-not-stated"
        "Tasks or instances do not say whether they have public IPv4 addresses; none are charged.",
    AutoPausePrevented "auto-pause-prevented"
        "A serverless database may pause, but a proxy in front of it keeps it awake.",
    CapacitySaturated "capacity-saturated"
        "The traffic wants more tasks than there may be, so the cost is not that of carrying it.",
    ColdStartsNotCounted "cold-starts-not-counted"
        "A function states no cold starts, so its INIT time is not billed in the figure.",
    CommitmentExcludes "commitment-excludes"
        "A Savings Plan does not cover usage of a service it is for.",
    CommitmentUnused "commitment-unused"
        "Part of a commitment is paid for and not used.",
    ConcurrencyNearLimit "concurrency-near-limit"
        "The busiest minutes run as many functions at once as may run, or nearly.",
    ConnectionsNearLimit "connections-near-limit"
        "Functions and tasks may open as many connections to a database as it takes, or nearly.",
    ContainerInsightsNotStated "container-insights-not-stated"
        "Nothing says whether Container Insights is on, which is charged for each of its metrics.",
    EcrWithoutLifecycle "ecr-without-lifecycle"
        "A repository has no lifecycle rule: every push stays, and is stored for ever.",
    EgressCountedTwice "egress-counted-twice"
        "CloudFront carries responses that data transfer counts too, as all that leave.",
    EgressNotStated "egress-not-stated"
        "Responses leave to the internet, and neither data transfer nor CloudFront counts them.",
    EngineVersionNotStated "engine-version-not-stated"
        "A database, cache or cluster states no version, and an old one is charged extended support.",
    ExtendedSupportCharged "extended-support-charged"
        "An engine version past its standard support is charged for; a later one would not be.",
    ExtendedSupportEnded "extended-support-ended"
        "An engine version is past extended support; AWS upgrades it, and charges nothing for it.",
    ExtendedSupportSoon "extended-support-soon"
        "Extended support of an engine version, or its dearer third year, starts within a year.",
    FunctionEgressNotStated "function-egress-not-stated"
        "Functions in a VPC do not say whether they call the internet, which takes a NAT gateway.",
    IoRequestsNotCounted "io-requests-not-counted"
        "An Aurora cluster is charged for each I/O request, but none are stated.",
    LegacyFreeTier "legacy-free-tier"
        "The twelve-month free tier was chosen, which no account opened since 2025-07-15 has.",
    LogStorageNotCounted "log-storage-not-counted"
        "Logs are written but no stored amount is given; without a retention period it grows.",
    LowUtilisation "low-utilisation"
        "Tasks use less than a tenth of the vCPUs that are paid for.",
    MixedMonth "mixed-month"
        "Hours and days of the month follow two conventions.",
    NatEgressNotStated "nat-egress-not-stated"
        "Data passes a NAT gateway; what leaves to the internet is charged again, and is not stated.",
    NatInOneZone "nat-in-one-zone"
        "One NAT gateway in one zone serves what runs in several.",
    NatZoneTrafficNotStated "nat-zone-traffic-not-stated"
        "What runs in several zones reaches fewer NAT gateways; what crosses is not stated.",
    NoPublicIpv4 "no-public-ipv4"
        "An internet-facing load balancer has no public IPv4 address: IPv6 clients alone reach it.",
    OverriddenPrice "overridden-price"
        "A charge rests on a price given by the user.",
    PlanExceeded "plan-exceeded"
        "Usage exceeds, or may exceed, what a flat-rate plan includes; there is no charge for it.",
    PrivateWithoutEgress "private-without-egress"
        "What has no public address has no way out: no NAT gateway, nor all endpoints for images and logs.",
    ProvisionedTooSmall "provisioned-too-small"
        "Provisioned environments are ready for less time than what they are said to handle takes.",
    SingleTask "single-task"
        "A service runs a single task: no redundancy.",
    SpotSingleTask "spot-single-task"
        "A single task runs on Spot capacity, which AWS may take back with two minutes' notice.",
    StorageBelowMinimum "storage-below-minimum"
        "A database has less storage than RDS creates today; it is billed as stated.",
    SupportDatesNotChecked "support-dates-not-checked"
        "An engine version is stated, but no day to look its support dates up for.",
    UnusedOverride "unused-override"
        "A price given by the user is the price of nothing in the scenario.",
    UnverifiedAllowance "unverified-allowance"
        "A free allowance is known from memory or from third parties only.",
    UnverifiedPrice "unverified-price"
        "A charge rests on a price known from memory or from third parties only.",
    ZoneTrafficNotStated "zone-traffic-not-stated"
        "Tasks or functions in several zones reach a database or cache; what crosses is not stated.",
}

impl fmt::Display for WarningCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// Something the reader of a figure should know before relying on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// The stable code.
    pub code: WarningCode,
    /// What it is about here, as a sentence.
    pub message: String,
    /// What it would add to the month, as expected, at list prices on demand and before allowances;
    /// `None` where that is not known or nothing would be added.
    pub amount: Option<Money>,
    /// True when the amount is in the total already: charged or taken off now, and not if settled.
    pub is_included: bool,
    /// True when the scenario accepts warnings of its code.
    pub is_accepted: bool,
    /// The settings that settle it, as in `--set architectures.NAME.components.…`: `api.tasks`.
    pub settled_by: Option<String>,
}

impl Warning {
    /// A warning that adds nothing and that no setting settles.
    pub fn new(code: WarningCode, message: impl Into<String>) -> Warning {
        Warning {
            code,
            message: message.into(),
            amount: None,
            is_included: false,
            is_accepted: false,
            settled_by: None,
        }
    }

    /// With the settings that settle it.
    #[must_use]
    pub fn settled_by(mut self, settings: impl Into<String>) -> Warning {
        self.settled_by = Some(settings.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case_and_sorted() {
        let codes: Vec<&str> = WarningCode::ALL.iter().map(|c| c.code()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        for code in codes {
            assert!(
                code.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{code}"
            );
        }
    }
}
