//! A product of the Price List Query API.
#![no_main]

use breakeven::price_list::read_answer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = read_answer(text);
    }
});
