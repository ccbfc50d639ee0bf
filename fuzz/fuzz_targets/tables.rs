//! Free tiers, dates of support and instance classes.
#![no_main]

use breakeven::catalog::{Allowances, Classes, FreeTierTerms, SupportTable};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = Allowances::parse("fuzz.json", text);
        let _ = SupportTable::parse("fuzz.json", text);
        let _ = Classes::parse("fuzz.json", text);
        let _ = FreeTierTerms::parse(text);
    }
});
