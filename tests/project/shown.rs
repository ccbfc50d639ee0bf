//! Projections as the program shows them.

use super::{forecast, plan, text};
use crate::program::{json, run};

/// Warnings come with the month they are first about, and support that ends is a milestone.
#[test]
fn a_projection_warns() {
    let database = "[rds: { engine: mysql, version: 8.0, class: db.t3.micro, storage: 20 GB gp2 }]";
    let forecast = forecast("projection: { start: 2029-06 }", database, &plan(4));
    let unverified = forecast
        .warnings
        .iter()
        .find(|(_, w)| w.code.code() == "unverified-price");
    assert_eq!(unverified.map(|(month, _)| month.as_str()), Some("2029-06"));
    let ended = forecast
        .milestones
        .iter()
        .find(|m| m.text.contains("no longer charged"));
    assert_eq!(ended.map(|m| m.month.as_str()), Some("2029-08"));
}

#[test]
fn the_program_projects_in_every_format() {
    let file = "scenarios/habit-tracker.yaml";
    let args = [
        "project",
        file,
        "--months",
        "3",
        "--start",
        "2027-01",
        "--traffic",
        "low",
    ];
    let table = run(&args);
    assert_eq!(table.code, 0, "{}", table.stderr);
    assert!(table.stdout.contains("2027-03"), "{}", table.stdout);
    let json = json(&[&args[..], &["--format", "json"]].concat());
    assert_eq!(json["schema"], "breakeven/project/v1");
    assert_eq!(json["months"].as_array().unwrap().len(), 3);
    let csv = run(&[&args[..], &["--format", "csv", "--architecture", "fargate"]].concat());
    assert_eq!(csv.stdout.lines().count(), 4);
    assert_eq!(
        run(&["project", file, "--months", "0", "--traffic", "low"]).code,
        2
    );
    assert_eq!(
        run(&["project", file, "--start", "soon", "--traffic", "low"]).code,
        2
    );
    // Prices that are missing are named together, in their place.
    let gap = run(&[&args[..], &["--region", "us-gov-west-1"]].concat());
    assert_eq!(gap.code, 3, "{}", gap.stderr);
    assert!(
        gap.stderr.matches("no price for").count() > 1,
        "{}",
        gap.stderr
    );
    assert!(gap.stderr.contains("habit-tracker.yaml:"), "{}", gap.stderr);
    assert_eq!(run(&[&args[..], &["--region", "all"]].concat()).code, 2);
}

/// With `--strict` a projection fails on what the scenario does not accept.
#[test]
fn a_projection_may_be_strict() {
    let folder = crate::program::Folder::new("strict-projection");
    let task = "[fargate: { cpu: 0.5 vCPU, memory: 1 GB, public_ipv4: 1 }, \
                cloudwatch: { container_insights_metrics: 0, metrics: 1 }, data_transfer: {}]";
    let open = folder.file("open.yaml", &text("", task));
    let accepted = folder.file(
        "accepted.yaml",
        &text("accepted_warnings: [single-task]", task),
    );
    let project = |file: &str| run(&["project", file, "--traffic", "normal", "--strict"]);
    let failed = project(&open);
    assert_eq!(failed.code, 1);
    assert!(failed.stderr.contains("single-task"), "{}", failed.stderr);
    assert_eq!(project(&accepted).code, 0, "{}", project(&accepted).stderr);
}

/// Three equal years are shown alike, however far the projection goes: 2,143.7816 each.
#[test]
fn a_year_is_rounded_on_its_own() {
    let file = "scenarios/mycandidate.yaml";
    let shown = run(&[
        "project",
        file,
        "--months",
        "36",
        "--architecture",
        "fargate",
    ])
    .stdout;
    assert_eq!(shown.matches(" 2,143.78").count(), 3, "{shown}");
    assert!(shown.contains(" 6,431.34"), "{shown}"); // 6,431.3448
}

/// What is bought otherwise is in the records too: list cost, and commitments used and not.
#[test]
fn records_have_what_finance_asks_for() {
    let options = "purchase: { savings_plans: [{ kind: compute, commitment: $0.10 per hour }] }";
    let task = "[fargate: { cpu: 0.5 vCPU, memory: 1 GB }]";
    let folder = crate::program::Folder::new("finance");
    let file = folder.file("bought.yaml", &text(options, task));
    let args = ["project", &file, "--months", "1", "--traffic", "normal"];
    let csv = run(&[&args[..], &["--format", "csv"]].concat()).stdout;
    let mut lines = csv.lines();
    let heads: Vec<&str> = lines.next().unwrap().split(',').collect();
    let fields: Vec<&str> = lines.next().unwrap().split(',').collect();
    let field = |name: &str| fields[heads.iter().position(|head| *head == name).unwrap()];
    assert_eq!(field("list_cost"), "18.02005");
    assert_eq!(field("commitment_used"), "14.41604"); // at 80 %
    assert_eq!(field("commitment_unused"), "58.58396");
    assert_eq!(field("currency"), "USD");
    let table = run(&args).stdout;
    assert!(
        table.contains("At list price") && table.contains("18.02"),
        "{table}"
    );
}

/// A projection that meets a missing price says how far it can go.
#[test]
fn a_gap_in_the_future_says_how_many_months_are_left() {
    let file = "scenarios/mycandidate.yaml";
    let ran = run(&["project", file, "--months", "40"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("--months 38"), "{}", ran.stderr);
    assert_eq!(run(&["project", file, "--months", "38"]).code, 0);
}

/// Titles too long for one table: the later ones repeat the months, and nothing else.
#[test]
fn wide_projections_are_split() {
    let mut text =
        "name: Wide\nregion: us-east-1\ntraffic: { normal: { requests: 10k per day } }\n\
        architectures:\n"
            .to_owned();
    for at in 1..=9 {
        text.push_str(&format!(
            "  a{at}: {{ title: Extraordinarily long-winded architecture {at}, components: \
             [fargate: {{ cpu: 0.5 vCPU, memory: 1 GB, tasks: {at}, public_ipv4: 0 }}] }}\n"
        ));
    }
    let folder = crate::program::Folder::new("wide-projection");
    let file = folder.file("wide.yaml", &text);
    let table = run(&["project", &file, "--traffic", "normal", "--months", "3"]).stdout;
    for line in table.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    let lines = |start: &str| table.lines().filter(|line| line.starts_with(start)).count();
    let blocks = lines("Month ");
    assert!(blocks > 1, "{table}");
    assert_eq!(table.matches("Traffic").count(), 1, "{table}");
    assert_eq!(table.matches("Requests").count(), 1, "{table}");
    // Three months of nine tasks: 3 × 9 × 18.02005 = 486.54135.
    assert_eq!(table.matches("486.54").count(), 1, "{table}");
}
