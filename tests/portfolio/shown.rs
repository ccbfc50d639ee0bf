//! What people see.

use super::run;

const SERVICES: &str = "scenarios/services";

#[test]
fn the_table_is_as_it_was_reviewed() {
    let ran = run(&["portfolio", SERVICES, "--by", "team"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    for line in ran.stdout.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    insta::assert_snapshot!("portfolio-table", ran.stdout);
    let csv = run(&["portfolio", SERVICES, "--by", "team", "--format", "csv"]);
    insta::assert_snapshot!("portfolio-csv", csv.stdout);
    let args = [
        "portfolio",
        SERVICES,
        "--by",
        "environment",
        "--format",
        "markdown",
    ];
    insta::assert_snapshot!("portfolio-markdown", run(&args).stdout);
}

#[test]
fn rows_that_are_shown_add_up_to_the_totals_that_are_shown() {
    let args = [
        "portfolio",
        SERVICES,
        "--by",
        "team",
        "--format",
        "markdown",
    ];
    let text = run(&args).stdout;
    let (mut tables, mut sum) = (0, rust_decimal::Decimal::ZERO);
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let yearly = cells.iter().rev().find(|cell| !cell.contains('%'));
        let yearly = yearly.unwrap().trim_matches('*').replace(',', "");
        let Ok(yearly) = yearly.parse::<rust_decimal::Decimal>() else {
            continue;
        };
        match line.contains("**Total**") {
            false => sum += yearly,
            true => {
                assert_eq!(std::mem::take(&mut sum), yearly, "{line}");
                tables += 1;
            }
        }
    }
    assert_eq!(tables, 2);
}
