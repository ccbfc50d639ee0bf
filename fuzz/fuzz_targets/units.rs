//! Numbers, amounts, rates, dates and hours.
#![no_main]

use breakeven::units::{
    Date, Dollars, Duration, Money, Month, Percent, Size, Throughput, Vcpu, number, parse_spread,
};
use breakeven::workload::{HoursOfWeek, Rate, RequestRate, Uptime, Volume};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let _ = number::parse(text, "a number");
    let _ = parse_spread::<Size>(text);
    let _ = parse_spread::<Duration>(text);
    let _ = parse_spread::<Percent>(text);
    let _ = parse_spread::<Vcpu>(text);
    let _ = parse_spread::<Throughput>(text);
    let _ = parse_spread::<Dollars>(text);
    let _ = Money::parse(text);
    let _ = Month::parse(text);
    let _ = Date::parse(text);
    let _ = RequestRate::parse(text);
    let _ = Rate::parse(text);
    let _ = Volume::parse(text);
    let _ = Uptime::parse(text);
    let _ = HoursOfWeek::parse(text);
});
