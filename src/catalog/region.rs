//! The AWS regions, in both spellings of the Price List.

use super::selector::RegionName;

macro_rules! regions {
    ($($code:literal $location:literal,)*) => {
        /// Every commercial, GovCloud and China region known, by code.
        pub const REGIONS: &[RegionName<'static>] = &[
            $(RegionName { code: $code, location: $location },)*
        ];
    };
}

/// A group of regions with accounts, bills and free allowances of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    /// Every region but those below.
    Commercial,
    /// Beijing and Ningxia, operated by two Chinese companies: accounts of their own, bills in CNY.
    China,
    /// The two regions for the US government.
    GovCloud,
}

impl Partition {
    /// The partition of a region.
    #[must_use]
    pub fn of_region(code: &str) -> Partition {
        match code {
            code if code.starts_with("cn-") => Partition::China,
            code if code.starts_with("us-gov-") => Partition::GovCloud,
            _ => Partition::Commercial,
        }
    }
}

/// The region with this code.
#[must_use]
pub fn region(code: &str) -> Option<RegionName<'static>> {
    REGIONS.iter().find(|region| region.code == code).copied()
}

regions! {
    "af-south-1" "Africa (Cape Town)",
    "ap-east-1" "Asia Pacific (Hong Kong)",
    "ap-east-2" "Asia Pacific (Taipei)",
    "ap-northeast-1" "Asia Pacific (Tokyo)",
    "ap-northeast-2" "Asia Pacific (Seoul)",
    "ap-northeast-3" "Asia Pacific (Osaka)",
    "ap-south-1" "Asia Pacific (Mumbai)",
    "ap-south-2" "Asia Pacific (Hyderabad)",
    "ap-southeast-1" "Asia Pacific (Singapore)",
    "ap-southeast-2" "Asia Pacific (Sydney)",
    "ap-southeast-3" "Asia Pacific (Jakarta)",
    "ap-southeast-4" "Asia Pacific (Melbourne)",
    "ap-southeast-5" "Asia Pacific (Malaysia)",
    "ap-southeast-6" "Asia Pacific (New Zealand)",
    "ap-southeast-7" "Asia Pacific (Thailand)",
    "ca-central-1" "Canada (Central)",
    "ca-west-1" "Canada West (Calgary)",
    "cn-north-1" "China (Beijing)",
    "cn-northwest-1" "China (Ningxia)",
    "eu-central-1" "EU (Frankfurt)",
    "eu-central-2" "EU (Zurich)",
    "eu-north-1" "EU (Stockholm)",
    "eu-south-1" "EU (Milan)",
    "eu-south-2" "EU (Spain)",
    "eu-west-1" "EU (Ireland)",
    "eu-west-2" "EU (London)",
    "eu-west-3" "EU (Paris)",
    "il-central-1" "Israel (Tel Aviv)",
    "me-central-1" "Middle East (UAE)",
    "me-south-1" "Middle East (Bahrain)",
    "mx-central-1" "Mexico (Central)",
    "sa-east-1" "South America (Sao Paulo)",
    "us-east-1" "US East (N. Virginia)",
    "us-east-2" "US East (Ohio)",
    "us-gov-east-1" "AWS GovCloud (US-East)",
    "us-gov-west-1" "AWS GovCloud (US-West)",
    "us-west-1" "US West (N. California)",
    "us-west-2" "US West (Oregon)",
}
