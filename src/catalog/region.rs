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
