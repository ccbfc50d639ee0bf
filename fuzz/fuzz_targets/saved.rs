//! A saved estimate, as a side of a difference and as a baseline.
#![no_main]

use breakeven::budget::Baseline;
use breakeven::difference::{Side, difference};
use breakeven::estimate::Selection;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = Baseline::parse("fuzz.json", text);
        if let Ok(side) = Side::of_saved("fuzz.json", text) {
            let _ = difference(&side, &side, &Selection::default());
        }
    }
});
