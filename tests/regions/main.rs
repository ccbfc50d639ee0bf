//! Other regions: their prices, what is missing, and the ranking of all of them.

mod books;
#[path = "../common/mod.rs"]
mod common;
mod laws;
#[path = "../program/mod.rs"]
mod program;
mod ranking;
mod shown;

use program::{Ran, run};

const FUNCTION: &str = "[ lambda: { memory: 512 MB } ]";

#[test]
fn rankings_are_as_they_were_reviewed() {
    let small = ["compare", "scenarios/small-api.yaml", "--region", "all"];
    insta::assert_snapshot!("small-api", run(&small).stdout);
    let habit = [
        "compare",
        "scenarios/habit-tracker.yaml",
        "--region",
        "all",
        "--traffic",
        "steady",
    ];
    insta::assert_snapshot!("habit-tracker", run(&habit).stdout);
    for args in [&small[..], &habit] {
        let ran = run(args);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        for line in ran.stdout.lines() {
            assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
        }
        for format in ["table", "markdown", "json", "csv"] {
            let again = [args, &["--format", format]].concat();
            assert_eq!(run(&again).stdout, run(&again).stdout, "{format}");
        }
    }
}

/// A command stands on a line of its own, and nothing else of the message is wider than 80 columns.
fn assert_is_copyable(ran: &Ran, command: &str) {
    let mut lines = ran.stderr.lines();
    assert!(lines.any(|line| line.trim() == command), "{}", ran.stderr);
    for line in ran.stderr.lines() {
        let command = line.trim().starts_with("aws pricing get-products ");
        assert!(command || line.chars().count() <= 80, "{line}");
    }
}

/// What is printed, with single spaces between the words.
fn words(ran: &Ran) -> String {
    ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}
