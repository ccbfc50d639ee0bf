//! The program as its users meet it: output, streams, exit codes, bad input.

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
    insta::assert_snapshot!(
        "prices-show",
        run(&["prices", "show", "lambda.duration.x86"]).stdout
    );
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
    // 0.009137392044067383 and 0.024656454722086589 more.
    assert_eq!(total(&["--free-tier", "none"]), "64.519715870766153972");
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
fn prices_of_ones_own_replace_those_of_the_book() {
    let folder = Folder::new("prices");
    let overlay = folder.file(
        "mine.yaml",
        "source: my contract\noverrides:\n  alb.hour: $0.02 per hour\n",
    );
    let args = [
        "compare",
        HABIT_TRACKER,
        "--prices",
        &overlay,
        "--format",
        "json",
    ];
    let compare = json(&args);
    assert_eq!(
        compare["prices"]["overridden"],
        serde_json::json!(["alb.hour"])
    );
    // A book of one's own: the embedded one, renamed.
    let book = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let path = folder.file("book.json", &book);
    let args = [
        "compare",
        HABIT_TRACKER,
        "--prices",
        &path,
        "--format",
        "json",
    ];
    let own = json(&args);
    let embedded = json(&["compare", HABIT_TRACKER, "--format", "json"]);
    assert_eq!(own["estimates"], embedded["estimates"]);
    assert_eq!(own["prices"]["source"], path.as_str());
    // A file that is no price book is invalid input; a book without the price needed is not.
    for (code, name, from, to) in [
        (2, "cut.json", "]\n}", ""),
        (2, "future.json", "price-book/v1", "price-book/v9"),
        (2, "zero.json", "\"price\": \"0.0225\"", "\"price\": \"0\""),
        (
            3,
            "unit.json",
            "\"unit\": \"LCU-hour\"",
            "\"unit\": \"hour\"",
        ),
        (
            3,
            "gone.json",
            "\"key\": \"alb.hour\"",
            "\"key\": \"alb.hoor\"",
        ),
    ] {
        let damaged = book.replacen(from, to, 1);
        assert_ne!(damaged, book);
        let path = folder.file(name, &damaged);
        let ran = run(&["compare", HABIT_TRACKER, "--prices", &path]);
        assert_eq!(ran.code, code, "{name}: {}", ran.stderr);
        assert!(ran.stderr.contains(name), "{name}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{name}");
    }
}

#[test]
fn prices_are_listed_and_shown() {
    let list = json(&["prices", "list", "--format", "json"]);
    assert_eq!(list["schema"], "breakeven/prices/v1");
    let one = json(&["prices", "show", "alb.hour", "--format", "json"]);
    assert_eq!(one["list"][0]["tiers"][0]["unit_price"], "0.0225");
    assert!(list["list"].as_array().unwrap().contains(&one["list"][0]));
    let csv = run(&["prices", "list", "--format", "csv"]).stdout;
    assert!(csv.contains("alb.hour,0,,0.0225,hour,37CUWUT8GSNQEPUV,"));
    let table = run(&["prices", "list"]);
    assert_eq!(table.code, 0);
    for service in breakeven::services::REGISTRY {
        // What the scenario prices itself is in no book.
        let listed = service.keys.iter().any(|spec| !spec.stated);
        assert_eq!(
            table.stdout.contains(&format!("`{}`, ", service.name)),
            listed
        );
    }
}

#[test]
fn every_price_of_the_book_is_listed_by_its_whole_key() {
    let book = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    let book: serde_json::Value = serde_json::from_str(&book).unwrap();
    let keys = book["prices"].as_array().unwrap().iter();
    let keys: Vec<&str> = keys.map(|price| price["key"].as_str().unwrap()).collect();
    assert!(keys.contains(&"reserved.rds.postgresql.m7g.xlarge.single.3yr.partial"));
    let table = run(&["prices", "list"]).stdout;
    let words: BTreeSet<&str> = table.split_whitespace().collect();
    let csv = run(&["prices", "list", "--format", "csv"]).stdout;
    let rows: BTreeSet<&str> = csv
        .lines()
        .filter_map(|row| row.split(',').next())
        .collect();
    let list = json(&["prices", "list", "--format", "json"]);
    let list = list["list"].as_array().unwrap().iter();
    let listed: BTreeSet<&str> = list
        .map(|price| price["price_key"].as_str().unwrap())
        .collect();
    for key in &keys {
        assert!(words.contains(key), "{key} in the table");
        assert!(rows.contains(key), "{key} in CSV");
        assert!(listed.contains(key), "{key} in JSON");
    }
}

#[test]
fn a_key_without_a_price_is_answered_with_what_helps() {
    let unknown = |key: &str| {
        let ran = run(&["prices", "show", key]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{key}");
        ran.stderr
    };
    for (key, near) in [
        ("alb.hours", "alb.hour"),
        ("fargate.linux.vcpu", "fargate.linux.x86.vcpu"),
        ("lamda.requests.x86", "lambda.requests.x86"),
    ] {
        let message = unknown(key);
        assert!(
            message.contains(&format!("did you mean `{near}`?")),
            "{message}"
        );
    }
    // Nothing of Fargate is alike, and what is alike of others is not meant.
    assert!(unknown("fargate.spot").contains("`breakeven prices list` shows them all"));
    // The price of what no service here prices stands in the scenario.
    for format in ["table", "json", "csv"] {
        let ran = run(&["prices", "show", "other.x", "--format", format]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert!(
            ran.stderr.contains("`other.x` is stated in the scenario"),
            "{}",
            ran.stderr
        );
        assert!(!ran.stderr.contains("aws pricing"), "{}", ran.stderr);
    }
}

#[test]
fn help_has_the_exit_codes_and_examples_that_run() {
    let exit_codes = "3  a price is missing, ambiguous or too old";
    assert!(run(&["--help"]).stdout.contains(exit_codes));
    // They may write files: they run beside a copy of the scenarios.
    let folder = Folder::new("examples");
    std::fs::create_dir_all(folder.0.join("scenarios")).unwrap();
    for entry in std::fs::read_dir("scenarios").unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(
            entry.path(),
            folder.0.join("scenarios").join(entry.file_name()),
        )
        .unwrap();
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

/// $16 over 730 hours has no end.
#[test]
fn unit_prices_without_end_are_cut_short_in_tables_alone() {
    const FILE: &str = "scenarios/habit-tracker-as-documented.yaml";
    const WHOLE: &str = "0.0219178082191780821917808219";
    let table = run(&["estimate", FILE]).stdout;
    assert!(table.contains(" 0.021917808219 ") && !table.contains(WHOLE));
    for args in [
        &["estimate", FILE, "--format", "json"][..],
        &["explain", FILE, "--component", "alb"],
    ] {
        assert!(run(args).stdout.contains(WHOLE), "{args:?}");
    }
}

/// The total of Apranova's Fargate is 124.50 after 3.70 of free tier, 128.20 as its document prices it.
#[test]
fn an_audit_names_the_terms_it_prices_with() {
    const FILE: &str = "scenarios/apranova.yaml";
    let shown = |args: &[&str]| {
        let ran = run(&[&["compare", FILE, "--architecture"], args].concat());
        ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    const MONTH: &str = "730 hours (30.4167 days)";
    let differs = "These are the terms of the document; the totals above are for";
    let text = shown(&["fargate"]);
    for part in [
        "Free tier -3.70",
        "Total 124.50",
        &format!(
            "priced again: list prices, no free tier, {MONTH} {differs} free tier: always free."
        ),
        "total $116.55 $128.20",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // Spot is no list price.
    let text = shown(&["optimised"]);
    assert!(
        text.contains(&format!("priced again: no free tier, {MONTH}")),
        "{text}"
    );
    let text = shown(&["fargate", "--set", "published.free_tier=always"]);
    let same = format!("priced again: free tier: always free, {MONTH} Where");
    assert!(text.contains(&same) && !text.contains(differs), "{text}");
    let text = shown(&[
        "fargate",
        "--set",
        "published.month=30 days",
        "--free-tier",
        "none",
    ]);
    let other = format!("720 hours (30 days) {differs} month: {MONTH}.");
    assert!(text.contains(&other), "{text}");
    let audit = &json(&["compare", FILE, "--format", "json"])["published"];
    assert_eq!(audit["free_tier"], "none");
}
