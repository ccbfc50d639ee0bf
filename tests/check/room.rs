//! Markdown where there is little room: comments and step summaries.

use super::{Folder, TWO, run};
use std::fmt::Write;

/// What a comment of GitHub may have.
const MOST: usize = 65_536;

/// So many budgets that fail, that warn and that pass, in this order, with names of some length. A task
/// costs 18.02005 a month, a gateway 36.50.
fn many(fail: usize, warn: usize, pass: usize) -> String {
    let mut text = format!("{TWO}budgets:\n");
    let kinds = [
        (pass, "holds", "monthly: $100"),
        (warn, "is close", "monthly: $40, warn_at: 50%"),
        (fail, "is over", "monthly: $20"),
    ];
    for (count, what, limit) in kinds {
        for number in 1..=count {
            writeln!(
                text,
                "  - {{ name: what the gateway costs a month {what} {number:03}, architecture: gateway, {limit} }}"
            )
            .unwrap();
        }
    }
    text
}

fn markdown(text: &str, more: &[&str]) -> String {
    let folder = Folder::new(&format!("check-room-{:?}", std::thread::current().id()));
    let file = folder.file("s.yaml", text);
    let ran = run(&[&["check", &file, "--format", "markdown"], more].concat());
    ran.stdout
}

#[test]
fn hundreds_of_findings_stay_under_the_limit_with_failures_first() {
    for (fail, warn, pass) in [(300, 300, 300), (900, 0, 10), (5, 900, 900), (0, 3, 2_000)] {
        let text = markdown(&many(fail, warn, pass), &[]);
        let characters = text.chars().count();
        assert!(text.len() <= 60_000 && characters < MOST, "{}", text.len());
        // Not much of the room is wasted.
        assert!(text.len() > 55_000, "{}", text.len());
        let counts = format!("\n{}, {warn} warnings, {pass} passed\n", failures(fail));
        assert!(text.contains(&counts), "all are counted: {counts}");
        assert!(text.contains(" left out** to keep this short"));
        let first = |what: &str| text.find(what);
        assert_eq!(first("is over 001").is_some(), fail > 0);
        // As many failures as fit are said before any warning, those before anything that passes.
        let listed = |what: &str| {
            text.lines()
                .filter(|l| l.starts_with('-') && l.contains(what))
                .count()
        };
        assert!(listed("is over") == fail || listed("is close") == 0);
        assert_eq!(listed("holds"), 0);
        if let (Some(over), Some(close)) = (first("is over"), first("is close")) {
            assert!(over < close);
        }
        if let Some(passed) = first("holds") {
            assert!(first("<details>").is_some_and(|fold| fold < passed));
        }
        let count = |what: &str| text.matches(what).count();
        assert_eq!(count("<details>"), count("</details>"));
        assert_eq!(
            text,
            markdown(&many(fail, warn, pass), &[]),
            "the same again"
        );
    }
}

fn failures(count: usize) -> String {
    format!("{count} failures")
}

#[test]
fn few_findings_are_all_there() {
    let text = markdown(&many(2, 2, 2), &[]);
    assert!(!text.contains("left out"), "{text}");
    // Each in the table, those that fail and warn in a list too.
    for (what, times) in [("is over 001", 2), ("is close 002", 2), ("holds 001", 1)] {
        assert_eq!(text.matches(what).count(), times, "{what}: {text}");
    }
}

#[test]
fn the_room_is_what_is_asked_for() {
    let text = many(300, 300, 300);
    for most in [2_000, 10_000, 1_000_000] {
        let written = markdown(&text, &["--max-bytes", &most.to_string()]);
        assert!(written.len() <= most, "{} of {most}", written.len());
        assert_eq!(written.contains("left out"), most < 1_000_000);
        assert!(written.contains("is over 001"));
    }
    let folder = Folder::new("check-room-least");
    let file = folder.file("s.yaml", &text);
    let ran = run(&["check", &file, "--format", "markdown", "--max-bytes", "100"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn failures_of_every_scenario_come_before_the_tables_of_any() {
    let folder = Folder::new("check-room-several");
    folder.file("a.yaml", &many(0, 0, 3));
    folder.file(
        "b.yaml",
        &many(1, 0, 1).replace("name: Two", "name: Second"),
    );
    folder.file("c.yaml", "name: broken\n");
    let policy = "budgets: [{ name: of all, architecture: gateway, monthly: $30 }]\n";
    let policy = folder.file("policy.yaml", policy);
    let path = folder.0.display().to_string();
    let ran = run(&["check", &path, "--policy", &policy, "--format", "markdown"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let at = |what: &str| {
        ran.stdout
            .find(what)
            .unwrap_or_else(|| panic!("{what}: {}", ran.stdout))
    };
    // A limit of a policy says which scenario is over it.
    assert!(at("(Two, ") < at("is over 001"));
    assert!(at("(Second, ") < at("**Not checked**"));
    assert!(at("c.yaml: ") < at("<details>"));
    assert_eq!(ran.stdout.matches("<details>").count(), 2);
}

/// What the README puts into a workflow, run as it stands there.
#[test]
fn the_recipe_for_a_step_summary_does_what_it_says() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let (_, block) = readme
        .split_once("```sh\nbreakeven check scenarios/")
        .unwrap();
    let (rest, _) = block.split_once("```").unwrap();
    let script = format!("breakeven check scenarios/{rest}");
    assert!(script.contains("GITHUB_STEP_SUMMARY"), "{script}");
    for (fail, code) in [(2, 1), (0, 0)] {
        let folder = Folder::new(&format!("check-recipe-{fail}"));
        std::fs::create_dir_all(folder.0.join("scenarios")).unwrap();
        folder.file("scenarios/s.yaml", &many(fail, 1, 1));
        let summary = folder.file("summary.md", "before\n");
        let program = assert_cmd::cargo::cargo_bin!("breakeven");
        let path = std::env::var("PATH").unwrap();
        let output = std::process::Command::new("bash")
            .args(["-euo", "pipefail", "-c", &script])
            .current_dir(&folder.0)
            .env(
                "PATH",
                format!("{}:{path}", program.parent().unwrap().display()),
            )
            .env("GITHUB_STEP_SUMMARY", &summary)
            .env("BREAKEVEN_CACHE_DIR", folder.0.join("none"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code));
        let summary = std::fs::read_to_string(summary).unwrap();
        assert!(
            summary.starts_with("before\n## Budgets of Two\n"),
            "{summary}"
        );
        assert_eq!(summary.matches("- `monthly-cost` ").count(), fail + 1);
        let log = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            log.matches("::error file=scenarios/s.yaml,line=").count(),
            fail
        );
        assert_eq!(log.matches("::warning file=").count(), 1);
    }
}
