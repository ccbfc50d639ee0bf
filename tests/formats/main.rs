//! Reports in the formats other programs open, and what a hostile scenario does to them.

#[path = "../common/exact.rs"]
mod exact;
mod exact_rows;
mod focus;
mod hostile;
mod html;
#[path = "../program/mod.rs"]
mod program;
mod same;
mod schemas;
#[cfg(feature = "xlsx")]
mod workbook;

use std::process::Command;

/// Every shipped scenario.
fn scenarios() -> Vec<String> {
    let shipped = std::fs::read_dir("scenarios").unwrap();
    let paths = shipped.map(|entry| entry.unwrap().path());
    let yaml = paths.filter(|path| path.extension().is_some_and(|end| end == "yaml"));
    let mut names: Vec<String> = yaml.map(|path| path.display().to_string()).collect();
    names.sort();
    assert!(names.len() >= 5, "{names:?}");
    names
}

/// Whether a program of others is here to check what ours writes. Where it has to be, as where changes
/// are accepted, `BREAKEVEN_REQUIRE_TOOLS=1` makes its absence a failure.
fn has_tool(name: &str, probe: &[&str]) -> bool {
    let [program, arguments @ ..] = probe else {
        panic!("no program to look for");
    };
    let output = Command::new(program).args(arguments).output();
    let found = output.is_ok_and(|output| output.status.success());
    let required = std::env::var("BREAKEVEN_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
    assert!(
        found || !required,
        "{name} is required, but `{}` fails",
        probe.join(" ")
    );
    if !found {
        eprintln!("SKIPPED: {name} is not installed (`{}`)", probe.join(" "));
    }
    found
}
