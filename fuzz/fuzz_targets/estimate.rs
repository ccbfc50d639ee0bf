//! A scenario that is read is priced without a panic.
#![no_main]

use breakeven::catalog::Catalog;
use breakeven::estimate::{Selection, estimate};
use breakeven::{scenario::Scenario, syntax::Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(scenario) = Scenario::parse(Source::new("fuzz.yaml", text)) else {
        return;
    };
    if let Ok(catalog) = Catalog::embedded(scenario.region.as_str()) {
        let _ = estimate(&scenario, &catalog, &Selection::default());
    }
});
