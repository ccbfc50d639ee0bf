//! What people see: tables, comments under the limits of a forge, records.

use super::common::dec;
use super::program::{Folder, run};
use super::{diff, side};
use breakeven::render::{comment, csv};
use breakeven::report;
use rust_decimal::Decimal;
use std::fmt::Write;

/// Services of so many tasks, each with a name of its own.
fn many(count: u32, cpu: impl Fn(u32) -> &'static str) -> String {
    let mut text = "name: Many\nregion: us-east-1\ntraffic: { t: { requests: 1 per month } }\n\
                    architectures:\n  a:\n    components:\n"
        .to_owned();
    for number in 1..=count {
        let cpu = cpu(number);
        writeln!(
            text,
            "      - fargate: {{ name: s{number:03}, cpu: {cpu} vCPU, memory: 2 GB, tasks: {number} }}"
        )
        .unwrap();
    }
    text
}

#[test]
fn a_comment_stays_under_its_limit_with_the_largest_change_first() {
    let base = side(&many(400, |_| "0.5"));
    let head = side(&many(400, |_| "1"));
    let report = report::difference(&diff(&base, &head));
    let whole = comment(&report, 1_000_000);
    assert!(whole.len() > 65_536, "{}", whole.len());
    assert!(!whole.contains("left out"));
    for limit in [2_000, 5_000, 60_000, 65_536] {
        let text = comment(&report, limit);
        assert!(text.len() <= limit, "{} of {limit}", text.len());
        // Not much of the room is wasted either, once the rows have a share of it.
        assert!(
            limit < 5_000 || text.len() > limit - 1_200,
            "{} of {limit}",
            text.len()
        );
        assert_eq!(
            text.matches("<details>").count(),
            text.matches("</details>").count()
        );
        assert!(text.contains("left out"));
        assert!(text.contains("| a | t |"), "the totals come first");
        // The service with the most tasks changed most.
        let first = text.find("s400");
        assert!(limit < 5_000 || first.is_some());
        if let (Some(first), Some(next)) = (first, text.find("s399")) {
            assert!(first < next);
        }
        assert!(!text.contains("s001"));
        // What is shown and what was left out are all there is: two rows of each component.
        let count = |text: &str| text.lines().filter(|line| line.starts_with('|')).count();
        if let Some(said) = text.split("**").find(|part| part.ends_with("left out")) {
            let left: usize = said.split(' ').next().unwrap().parse().unwrap();
            if said.contains("line") {
                assert_eq!(count(&text) + left, count(&whole));
            }
        }
    }
}

#[test]
fn sections_that_do_not_fit_are_counted() {
    let mut levels = String::new();
    for level in 1..=40 {
        write!(levels, "l{level}: {{ requests: {level}M per month }}, ").unwrap();
    }
    let text = |kind: &str| {
        format!(
            "name: Levels\nregion: us-east-1\ntraffic: {{ {levels} }}\n\
             architectures: {{ a: {{ components: [ api_gateway: {{ kind: {kind} }} ] }} }}\n"
        )
    };
    let report = report::difference(&diff(&side(&text("http")), &side(&text("rest"))));
    let text = comment(&report, 10_000);
    assert!(text.len() <= 10_000);
    let shown = text.matches("<details>").count();
    assert!(shown > 3, "{shown}");
    let left = 40 - shown;
    assert!(
        text.contains(&format!("{left} sections left out"))
            || text.contains(&format!(" {left} sections left out")),
        "{text}"
    );
}

#[test]
fn nothing_in_a_comment_is_markup_of_a_user() {
    let hostile = "</summary><img src=x> **b** @team #1 `c` [l](u) \u{202e}x\u{1b}[31m ::error::";
    let text = |title: &str| {
        format!(
            "name: '{title}'\nregion: us-east-1\ntraffic: {{ t: {{ requests: 1M per month }} }}\n\
             architectures: {{ a: {{ title: '{title}', components: [ api_gateway: {{ name: '{title}', \
             kind: http }} ] }} }}\n"
        )
    };
    let hostile = hostile.replace('\u{1b}', "");
    let base = side(&text(&hostile));
    let head = side(&text(&hostile).replace("kind: http", "kind: rest"));
    let text = comment(&report::difference(&diff(&base, &head)), 60_000);
    // As code it mentions nobody.
    assert!(text.contains("`@team`"), "{text}");
    let text = text.replace("`@team`", "");
    for markup in ["<img", "**b**", "@team", "`c`", "[l](", "\u{202e}"] {
        // Code spans of plain words are left as they are; they do nothing.
        assert!(
            markup == "`c`" || !text.contains(markup),
            "{markup} in {text}"
        );
    }
    assert_eq!(text.matches("</summary>").count(), 1);
}

#[test]
fn shown_parts_add_up_to_what_is_shown_of_their_sum() {
    let text = std::fs::read_to_string("scenarios/habit-tracker.yaml").unwrap();
    let head = text
        .replace("free_tier: always", "free_tier: none")
        .replace("month: 730 h", "month: 720 h");
    let report = report::difference(&diff(&side(&text), &side(&head)));
    let number = |cell: &str| -> Decimal {
        let cell = cell.trim_matches(['*', ' ']).replace(',', "");
        let first = cell.split(' ').next().unwrap_or_default();
        let small = first.contains("0.01") && (first.contains("&lt;") || first.contains("&gt;"));
        if small || first.is_empty() {
            Decimal::ZERO
        } else {
            dec(first.trim_start_matches('+'))
        }
    };
    let text = comment(&report, 1_000_000);
    let mut tables = 0;
    for fold in text.split("<details>").skip(1) {
        let rows: Vec<Vec<&str>> = fold
            .lines()
            .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"))
            .map(|line| line.trim_matches('|').split(" | ").collect())
            .collect();
        let (total, rows) = rows[1..].split_last().unwrap();
        let changes = |wanted: &dyn Fn(&str) -> bool| -> Decimal {
            rows.iter()
                .filter(|row| wanted(row[0].trim()))
                .map(|row| number(row[4]))
                .sum()
        };
        assert_eq!(
            changes(&|name| name.starts_with("**")),
            number(total[4]),
            "{fold}"
        );
        tables += 1;
    }
    assert!(tables >= 6, "{tables}");
}

#[test]
fn records_hold_every_change_exactly() {
    let base = side(&many(3, |_| "0.5"));
    let head = side(&many(3, |number| if number == 2 { "1" } else { "0.5" }));
    let records = report::difference_records(&diff(&base, &head));
    let text = csv(&records).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    // Two tasks with half a vCPU more: 730 hours of one vCPU at 0.04048.
    assert!(
        lines[1].starts_with("a,t,s002,usage,fargate.linux.x86.vcpu,"),
        "{text}"
    );
    assert!(
        lines[1].contains(",730,1460,29.5504,59.1008,29.5504,29.5504,29.5504,29.5504,0,"),
        "{text}"
    );
}

#[test]
fn the_table_and_the_comment_read_well() {
    let folder = Folder::new("shown");
    let base = folder.file("base.yaml", &many(2, |_| "0.5"));
    let head = many(2, |number| if number == 2 { "1" } else { "0.5" });
    let head = head.replace("name: s001", "name: first");
    let head = folder.file("head.yaml", &head);
    for (format, name) in [("table", "table"), ("markdown", "markdown")] {
        let ran = run(&["diff", &base, &head, "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let path = folder.0.display().to_string();
        insta::assert_snapshot!(name, ran.stdout.replace(&format!("{path}/"), ""));
    }
    let ran = run(&[
        "diff",
        &base,
        &head,
        "--format",
        "markdown",
        "--max-bytes",
        "100",
    ]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("2000"), "{}", ran.stderr);
}

#[test]
fn the_same_difference_is_the_same_text() {
    let args = [
        "diff",
        "scenarios/habit-tracker.yaml",
        "scenarios/habit-tracker-break-even.yaml",
    ];
    for format in ["table", "markdown", "json", "csv"] {
        let args = [&args[..], &["--format", format]].concat();
        let (first, second) = (run(&args), run(&args));
        assert_eq!((first.code, first.stderr.as_str()), (0, ""));
        assert!(first.stdout == second.stdout, "{format}");
    }
}
