//! The cache of a REST API: one of the sizes AWS sells, by the hour.
//!
//! Parts of an hour are not rounded up; a bill shows 743.93 hours of an August.

use crate::catalog::{KeySpec, Selector};
use crate::units::{Size, Unit};
use rust_decimal::Decimal;

macro_rules! caches {
    ($($name:ident $pattern:literal $gb:literal,)*) => {
        $(pub(super) const $name: KeySpec = KeySpec::regional(
            $pattern,
            concat!("API Gateway cache, ", $gb, " GB"),
            Unit::Hour,
            Selector::of("AmazonApiGateway")
                .family("Amazon API Gateway Cache")
                .with(&[("cacheMemorySizeGb", $gb)]),
        );)*

        /// Every size in GB with its key, smallest first.
        const SIZES: &[(&str, KeySpec)] = &[$(($gb, $name),)*];
    };
}

caches! {
    CACHE_0_5 "apigw.cache.0_5gb" "0.5",
    CACHE_1_6 "apigw.cache.1_6gb" "1.6",
    CACHE_6_1 "apigw.cache.6_1gb" "6.1",
    CACHE_13_5 "apigw.cache.13_5gb" "13.5",
    CACHE_28_4 "apigw.cache.28_4gb" "28.4",
    CACHE_58_2 "apigw.cache.58_2gb" "58.2",
    CACHE_118 "apigw.cache.118gb" "118",
    CACHE_237 "apigw.cache.237gb" "237",
}

/// The key of a size; `None` when AWS does not sell it.
pub(super) fn key(size: Size) -> Option<&'static KeySpec> {
    let gb = size.gigabytes();
    let sold = |text: &str| Decimal::from_str_exact(text).is_ok_and(|sold| sold == gb);
    let found = SIZES.iter().find(|(text, _)| sold(text));
    found.map(|(_, key)| key)
}

/// The sizes AWS sells, for messages.
pub(super) fn sizes() -> String {
    let sizes: Vec<&str> = SIZES.iter().map(|(gb, _)| *gb).collect();
    format!("AWS sells {} GB", sizes.join(", "))
}
