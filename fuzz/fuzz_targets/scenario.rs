//! A scenario file.
#![no_main]

use breakeven::{scenario::Scenario, syntax::Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = Scenario::parse(Source::new("fuzz.yaml", text));
    }
});
