//! A path and a value of `--set`, a line each.
#![no_main]

use breakeven::scenario::{Change, Scenario};
use breakeven::syntax::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (path, value) = text.split_once('\n').unwrap_or((text, "1"));
    let change = Change {
        name: "--set".to_owned(),
        path: path.to_owned(),
        value: value.to_owned(),
    };
    let source = Source::new("fuzz.yaml", include_str!("../../scenarios/small-api.yaml"));
    let _ = Scenario::parse_with(source, &[change]);
});
