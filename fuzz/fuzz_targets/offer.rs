//! The bulk files of the Price List, read as a stream.
#![no_main]

use breakeven::price_list::{read_offer, read_plan, read_region_index};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = read_offer(data, &|_| true, true);
    let _ = read_plan(data, &|_| true);
    let _ = read_region_index(data);
});
