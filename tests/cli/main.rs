//! The program as its users meet it: output, streams, exit codes, bad input.

mod missing;
mod prices;
#[path = "../program/mod.rs"]
mod program;

use program::{Folder, breakeven, commands, help, json, run, run_with};
use std::collections::BTreeSet;

const HABIT_TRACKER: &str = "scenarios/habit-tracker.yaml";

#[test]
fn the_comparison_goes_to_stdout_and_nothing_else_does() {
    let ran = run(&["compare", HABIT_TRACKER]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(!ran.stdout.contains('\u{1b}'), "colour only on a terminal");
    for line in ran.stdout.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
}

#[test]
fn every_shipped_scenario_is_within_80_columns() {
    let shipped = std::fs::read_dir("scenarios").unwrap();
    let paths = shipped.map(|entry| entry.unwrap().path());
    let scenarios: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    assert!(scenarios.len() >= 5, "{scenarios:?}");
    for path in scenarios {
        let path = path.display().to_string();
        for (command, part) in [("compare", "cheapest"), ("estimate", "Unit price")] {
            let ran = run(&[command, &path]);
            assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{path}");
            assert!(ran.stdout.contains(part), "{command} {path}");
            for line in ran.stdout.lines() {
                assert!(line.chars().count() <= 80, "{command} {path}: {line}");
            }
        }
    }
}

#[test]
fn the_table_is_as_it_was_reviewed() {
    insta::assert_snapshot!("compare-table", run(&["compare", HABIT_TRACKER]).stdout);
    let args = [
        "estimate",
        HABIT_TRACKER,
        "--architecture",
        "serverless",
        "--traffic",
        "high",
    ];
    insta::assert_snapshot!("estimate-table", run(&args).stdout);
    let args = [
        "explain",
        HABIT_TRACKER,
        "--architecture",
        "serverless",
        "--traffic",
        "high",
        "--component",
        "api",
    ];
    insta::assert_snapshot!("explain-table", run(&args).stdout);
    let shown = run(&["prices", "show", "lambda.duration.x86"]).stdout;
    // How long ago depends on the day.
    let (before, rest) = shown.split_once("  Read         2026-10 (").unwrap();
    let (age, rest) = rest.split_once(")\n").unwrap();
    assert!(age.ends_with(" days ago"), "{age}");
    let dated = format!("{before}  Read         2026-10\n{rest}");
    insta::assert_snapshot!("prices-show", dated);
}

#[test]
fn markdown_and_csv_are_as_they_were_reviewed() {
    let args = [
        "compare",
        HABIT_TRACKER,
        "--traffic",
        "high",
        "--format",
        "markdown",
    ];
    insta::assert_snapshot!("compare-markdown", run(&args).stdout);
    let args = [
        "estimate",
        HABIT_TRACKER,
        "--traffic",
        "high",
        "--architecture",
        "fargate",
        "--format",
        "csv",
    ];
    insta::assert_snapshot!("estimate-csv", run(&args).stdout);
}

#[test]
fn json_keeps_its_contract() {
    let compare = json(&["compare", HABIT_TRACKER, "--format", "json"]);
    assert_eq!(compare["schema"], "breakeven/compare/v1");
    assert_eq!(compare["scenario"], "Django Habit Tracker");
    assert_eq!(compare["region"], "us-east-1");
    assert_eq!(compare["currency"], "USD");
    assert_eq!(compare["free_tier"], "always");
    assert_eq!(compare["prices"]["source"], "embedded");
    assert!(
        compare["prices"]["as_of"]
            .as_str()
            .unwrap()
            .starts_with("2026-")
    );
    assert_eq!(compare["prices"]["sha256"].as_str().unwrap().len(), 64);
    assert!(compare["break_even"].is_array());
    let charge = compare["estimates"]
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["architecture"] == "fargate" && e["traffic"] == "low")
        .map(|e| &e["charges"][0])
        .unwrap();
    assert_eq!(charge["component"], "api");
    assert_eq!(charge["service"], "fargate");
    assert_eq!(charge["category"], "usage");
    assert_eq!(charge["price_key"], "fargate.linux.x86.vcpu");
    assert_eq!(charge["sku"], "8CESGAFWKAJ98PME");
    assert_eq!(charge["quantity"], "182.5");
    assert_eq!(charge["unit"], "vCPU-hour");
    assert_eq!(charge["formula"], "0.25 vCPU × 1 task × 730 h");
    let tier = serde_json::json!({
        "from": "0", "to": null, "quantity": "182.5", "unit_price": "0.04048", "cost": "7.3876",
    });
    assert_eq!(charge["tiers"], serde_json::json!([tier]));
    let cost = serde_json::json!({ "low": "7.3876", "expected": "7.3876", "high": "7.3876" });
    assert_eq!(charge["cost"], cost);
    for comparison in compare["comparisons"].as_array().unwrap() {
        assert_eq!(comparison["cheapest"], "serverless");
        assert_eq!(comparison["ranking"][0]["difference"], "0");
    }
    let estimate = json(&["estimate", HABIT_TRACKER, "--format", "json"]);
    assert_eq!(estimate["schema"], "breakeven/estimate/v1");
    assert_eq!(estimate["estimates"], compare["estimates"]);
}

/// Every id a price names, wherever it stands in a document.
fn ids<'v>(value: &'v serde_json::Value, found: &mut BTreeSet<&'v str>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match name.as_str() {
                    "price_sources" => {
                        found.extend(
                            value
                                .as_array()
                                .unwrap()
                                .iter()
                                .filter_map(|id| id.as_str()),
                        );
                    }
                    _ => ids(value, found),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| ids(item, found)),
        _ => {}
    }
}

#[test]
fn every_source_of_a_price_is_described() {
    let book = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let book: serde_json::Value = serde_json::from_str(&book).unwrap();
    for command in [
        &["estimate", HABIT_TRACKER][..],
        &["compare", HABIT_TRACKER],
        &["explain", HABIT_TRACKER, "--component", "api"],
        &["prices", "list"],
        &["prices", "show", "alb.hour"],
    ] {
        let document = json(&[command, &["--format", "json"]].concat());
        let mut named = BTreeSet::new();
        ids(&document, &mut named);
        assert!(!named.is_empty(), "{command:?}");
        let sources = document["sources"].as_object().unwrap();
        let described: BTreeSet<&str> = sources.keys().map(String::as_str).collect();
        assert_eq!(named, described, "{command:?}");
        for (id, description) in sources {
            assert_eq!(*description, book["sources"][id], "{id}");
        }
    }
    // A source of one's own needs no other description.
    let mine = "prices.overrides.alb.hour=$0.02 per hour";
    let args = [
        "estimate",
        HABIT_TRACKER,
        "--set",
        mine,
        "--set",
        "prices.source=my contract",
    ];
    let document = json(&[&args[..], &["--format", "json"]].concat());
    assert_eq!(document["sources"]["my contract"], "my contract");
}

#[test]
fn output_is_the_same_bytes_every_time() {
    for format in ["table", "markdown", "json", "csv"] {
        let args = ["compare", HABIT_TRACKER, "--format", format];
        assert_eq!(run(&args).stdout, run(&args).stdout, "{format}");
    }
}

#[test]
fn flags_select_and_change() {
    let ran = run(&[
        "compare",
        HABIT_TRACKER,
        "--traffic",
        "low",
        "--architecture",
        "serverless",
    ]);
    assert!(ran.stdout.contains("\nlow ") && !ran.stdout.contains("\nhigh "));
    let total = |args: &[&str]| {
        let fixed = [
            "estimate",
            HABIT_TRACKER,
            "--architecture",
            "fargate",
            "--traffic",
            "low",
            "--format",
            "json",
        ];
        json(&[&fixed, args].concat())["estimates"][0]["monthly_cost"]["expected"].clone()
    };
    let before = total(&[]);
    // Three tasks more at 730 × (0.25 × 0.04048 + 0.5 × 0.004445 + 0.005) = 12.660025 each.
    let path = "architectures.fargate.components.api.tasks=4";
    assert_eq!(before, "64.485922024");
    assert_eq!(total(&["--set", path]), "102.465997024");
    // Without allowances 36,500 ÷ 12 requests pay for 35 KB × 0.09 of egress and 17 KB × 0.50 of logs:
    // 0.0091373920440673828… and 0.0246564547220865885… more.
    assert_eq!(total(&["--free-tier", "none"]), "64.519715870766153971");
    let ran = run(&["estimate", HABIT_TRACKER, "--region", "us-gov-west-1"]);
    assert_eq!(ran.code, 3);
    for part in [
        "no price for `cloudfront.",
        "in us-gov-west-1",
        "aws pricing get-products",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
}

#[test]
fn a_scenario_may_come_from_standard_input_and_a_report_go_to_a_file() {
    let text = std::fs::read_to_string(HABIT_TRACKER).unwrap();
    let piped = run_with(&["compare", "-", "--format", "json"], &text);
    assert_eq!(
        piped.stdout,
        run(&["compare", HABIT_TRACKER, "--format", "json"]).stdout
    );
    let folder = Folder::new("output");
    let path = folder.0.join("report.md").display().to_string();
    let ran = run(&[
        "compare",
        HABIT_TRACKER,
        "--format",
        "markdown",
        "--output",
        &path,
    ]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        written,
        run(&["compare", HABIT_TRACKER, "--format", "markdown"]).stdout
    );
    let nowhere = folder.0.join("no/such/folder/report").display().to_string();
    assert_eq!(
        run(&["compare", HABIT_TRACKER, "--output", &nowhere]).code,
        4
    );
}

#[test]
fn help_has_the_exit_codes_and_examples_that_run() {
    let exit_codes = "3  a price is missing, ambiguous or too old";
    assert!(run(&["--help"]).stdout.contains(exit_codes));
    // They may write files: they run beside a copy of the scenarios.
    let folder = Folder::new("examples");
    for inside in ["scenarios", "scenarios/services"] {
        std::fs::create_dir_all(folder.0.join(inside)).unwrap();
        let entries = std::fs::read_dir(inside).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        for path in paths.filter(|path| path.is_file()) {
            std::fs::copy(&path, folder.0.join(&path)).unwrap();
        }
    }
    std::fs::create_dir_all(folder.0.join("pricing-data")).unwrap();
    for copy in ["pricing-data/us-east-1.json", "my-prices.json"] {
        std::fs::copy("pricing-data/us-east-1.json", folder.0.join(copy)).unwrap();
    }
    for command in commands() {
        let help = help(&command);
        let (_, examples) = help.split_once("Example:\n").unwrap();
        assert!(!examples.is_empty());
        for example in examples.trim_end().lines() {
            assert!(example.len() <= 80, "too wide to be copied: {example}");
            let words = example.strip_prefix("  breakeven ");
            let words: Vec<&str> = words
                .unwrap_or_else(|| panic!("{example}"))
                .split(' ')
                .collect();
            assert!(
                words.iter().zip(&command).all(|(word, name)| word == name),
                "{example}"
            );
            // What asks AWS runs in `tests/prices`, beside a server that stands for it.
            if let ["prices", "update" | "verify" | "refresh", ..] = words.as_slice() {
                continue;
            }
            let output = breakeven(&words).current_dir(&folder.0).output().unwrap();
            let errors = String::from_utf8(output.stderr).unwrap();
            assert_eq!(
                (output.status.code(), errors.as_str()),
                (Some(0), ""),
                "{example}"
            );
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("breakeven"))
        .args(["prices", "list"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
