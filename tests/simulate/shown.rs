//! Simulations as the program shows them.

use super::program::{json, run};

const FILE: &str = "tests/fixtures/uncertain.yaml";

#[test]
fn a_simulation_as_a_table() {
    let ran = run(&["simulate", FILE, "--draws", "20000"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!("table", ran.stdout);
}

#[test]
fn a_simulation_as_json_and_csv() {
    let args = [
        "simulate",
        FILE,
        "--draws",
        "1000",
        "--traffic",
        "high",
        "--seed",
        "7",
    ];
    let document = json(&[&args[..], &["--format", "json"]].concat());
    assert_eq!(document["schema"], "breakeven/simulate/v1");
    assert_eq!(
        (&document["draws"], &document["seed"]),
        (&1_000.into(), &"7".into())
    );
    assert_eq!(document["inputs"].as_array().unwrap().len(), 3);
    let first = &document["levels"][0]["architectures"][0];
    assert!(first["p50"].is_string(), "{first}");
    let csv = run(&[&args[..], &["--format", "csv"]].concat());
    assert_eq!(csv.stdout.lines().count(), 3);
    assert!(
        csv.stdout
            .starts_with("traffic,architecture,draws,seed,expected,p10,p50,p90,mean")
    );
    let markdown = run(&[&args[..], &["--format", "markdown"]].concat());
    assert!(
        markdown.stdout.contains("| Functions |"),
        "{}",
        markdown.stdout
    );
}

#[test]
fn the_command_line_is_checked() {
    for args in [
        &["--draws", "0"][..],
        &["--draws", "10000001"],
        &["--traffic", "none"],
        &["--region", "all"],
    ] {
        let ran = run(&[&["simulate", FILE][..], args].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
    }
    let plain = run(&["simulate", "scenarios/spontime-poc.yaml", "--draws", "10"]);
    assert!(plain.stdout.contains("Nothing varies"), "{}", plain.stdout);
    let gap = run(&[
        "simulate",
        "scenarios/habit-tracker.yaml",
        "--region",
        "us-gov-west-1",
    ]);
    assert_eq!(gap.code, 3, "{}", gap.stderr);
}
