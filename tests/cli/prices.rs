//! The `prices` command, prices of one's own, and how audits price.

use super::HABIT_TRACKER;
use crate::program::{Folder, json, run};
use std::collections::BTreeSet;

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
        // What is cut off has a checksum that does not fit; what was edited on purpose is sealed.
        let damaged = match name {
            "cut.json" => damaged,
            _ => breakeven::catalog::seal(&damaged),
        };
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
