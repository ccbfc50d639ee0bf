//! A price book, sealed or not.
#![no_main]

use breakeven::catalog::{PriceBook, seal};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = PriceBook::parse("fuzz.json", text.to_owned());
        let _ = PriceBook::parse_sealed("fuzz.json", text.to_owned());
        let _ = PriceBook::parse_sealed("fuzz.json", seal(text));
    }
});
