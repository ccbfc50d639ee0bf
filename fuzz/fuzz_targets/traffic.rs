//! Measured traffic as CSV.
#![no_main]

use breakeven::workload::measured_profile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = measured_profile(text);
    }
});
