//! Overlays of prices and policies.
#![no_main]

use breakeven::{budget::Policy, scenario::parse_overlay, syntax::Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = parse_overlay(Source::new("fuzz.yaml", text));
        let _ = Policy::parse(Source::new("fuzz.yaml", text));
    }
});
