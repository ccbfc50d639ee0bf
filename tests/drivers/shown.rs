//! Drivers as the program shows them.

use crate::TEXT;
use crate::program::{Folder, json, run};

const HABIT_TRACKER: &str = "scenarios/habit-tracker.yaml";

#[test]
fn the_table_is_as_it_was_reviewed() {
    let ran = run(&["drivers", HABIT_TRACKER, "--traffic", "high"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!("habit-tracker", ran.stdout);
    let folder = Folder::new("drivers-table");
    let file = folder.file("test.yaml", TEXT);
    insta::assert_snapshot!("function-or-task", run(&["drivers", &file]).stdout);
}

#[test]
fn every_shipped_scenario_has_drivers_within_80_columns() {
    for name in ["habit-tracker", "apranova", "mycandidate", "small-api"] {
        let ran = run(&["drivers", &format!("scenarios/{name}.yaml")]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{name}");
        for line in ran.stdout.lines() {
            assert!(line.chars().count() <= 80, "{name}: {line}");
        }
    }
}

#[test]
fn json_has_exact_decimals_and_stable_names() {
    let folder = Folder::new("drivers-json");
    let file = folder.file("test.yaml", TEXT);
    let document = json(&["drivers", &file, "--format", "json"]);
    assert_eq!(document["schema"], "breakeven/drivers/v1");
    let level = &document["levels"][0];
    assert_eq!(level["between"], serde_json::json!(["function", "task"]));
    assert_eq!(level["difference"], "2.42002");
    let first = &level["drivers"][0];
    assert_eq!(first["input"], "traffic: requests");
    assert_eq!(first["paths"][0], "traffic.steady.requests");
    assert_eq!(first["range"], "assumed");
    assert_eq!(first["low"]["difference"], "10.220035");
    assert_eq!(first["turns"][0]["value"], "3465390 per month");
    assert_eq!(first["certainty"], "between");
}

#[test]
fn csv_has_a_row_for_each_input() {
    let folder = Folder::new("drivers-csv");
    let file = folder.file("test.yaml", TEXT);
    let csv = run(&["drivers", &file, "--format", "csv"]).stdout;
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows.len(), 4, "{csv}");
    assert!(
        rows[0].starts_with("traffic,architecture,against,input,path,range,"),
        "{csv}"
    );
    assert!(rows[3].contains("request.duration,request.duration,assumed,300 ms,150 ms,450 ms,2.42002,9.920035,-5.079995,15.00003,349 ms,USD"), "{csv}");
    let markdown = run(&["drivers", &file, "--format", "markdown"]).stdout;
    assert!(markdown.contains("| request.duration"), "{markdown}");
}

#[test]
fn what_is_wrong_ends_with_its_code() {
    let code = |args: &[&str]| {
        let ran = run(&[&["drivers", HABIT_TRACKER][..], args].concat());
        (ran.code, ran.stderr)
    };
    for (args, code_of, part) in [
        (&["--traffic", "nope"][..], 2, "no traffic level `nope`"),
        (&["--between", "nope"], 2, "no architecture `nope`"),
        (
            &["--between", "serverless", "--and", "serverless"],
            2,
            "compared with itself",
        ),
        (&["--region", "all"], 2, "--region all"),
        (&["--region", "us-gov-west-1"], 3, "no price"),
        (
            &["--set", "request.duratoin=1 s"],
            2,
            "did you mean `duration`?",
        ),
    ] {
        let (ended, said) = code(args);
        assert_eq!(ended, code_of, "{args:?}: {said}");
        assert!(said.contains(part), "{args:?}: {said}");
    }
}
