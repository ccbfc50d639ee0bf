//! Costs along an input, as users meet them.

#[path = "../program/mod.rs"]
mod program;

use program::{Folder, json, run};

const PATH: &str = "scenarios/habit-tracker-break-even.yaml";
const PAIR: [&str; 4] = ["--architecture", "fargate", "--architecture", "rest"];

fn sweep(more: &[&str]) -> program::Ran {
    run(&[&["sweep", PATH], &PAIR[..], more].concat())
}

#[test]
fn a_point_of_a_sweep_costs_what_a_comparison_there_says() {
    let args = [
        "sweep", PATH, "--format", "json", "--from", "1000", "--to", "1000000",
    ];
    let document = json(&[&args[..], &PAIR[..], &["--points", "4"]].concat());
    assert_eq!(document["schema"], "breakeven/sweep/v1");
    assert_eq!(document["variable"], "requests_per_day");
    let points = document["points"].as_array().unwrap();
    assert_eq!(points.len(), 4);
    for point in points {
        let at = point["at"].as_str().unwrap();
        let set = format!("traffic.steady.requests={at} per day");
        let args = ["compare", PATH, "--format", "json", "--set", &set];
        let comparison = json(&[&args[..], &PAIR[..]].concat());
        for ranked in comparison["comparisons"][0]["ranking"].as_array().unwrap() {
            let name = ranked["architecture"].as_str().unwrap();
            let number = |text: &serde_json::Value| -> rust_decimal::Decimal {
                text.as_str().unwrap().parse().unwrap()
            };
            let (here, there) = (
                number(&point["costs"][name]),
                number(&ranked["monthly_cost"]),
            );
            // Money is rounded at its 18th place: there each charge, here the total.
            assert!(
                (here - there).abs() < rust_decimal::Decimal::new(1, 15),
                "{at} {name}"
            );
        }
    }
    let crossings = document["break_even"][0]["crossings"].as_array().unwrap();
    assert_eq!(crossings.len(), 3);
    assert_eq!(crossings[0]["at"], "760990");
}

#[test]
fn csv_has_a_column_for_the_input_and_one_for_each_architecture() {
    let ran = sweep(&[
        "--format", "csv", "--from", "1", "--to", "1000000", "--points", "1001",
    ]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!((ran.code, lines[0]), (0, "requests_per_day,fargate,rest"));
    assert_eq!(lines.len(), 1_002);
    assert!(lines[1].starts_with("1,") && lines[1_001].starts_with("1000000,"));
    // Written in several batches, the points are those of one.
    let few = sweep(&[
        "--format", "csv", "--from", "1", "--to", "1000000", "--points", "2",
    ]);
    assert_eq!(few.stdout.lines().last(), lines.last().copied());
}

#[test]
fn another_input_is_varied_by_its_path() {
    let args = [
        "--set",
        "traffic.steady.requests=1000000 per day",
        "--over",
        "request.duration",
        "--from",
        "400 ms",
        "--to",
        "500 ms",
        "--step",
        "50 ms",
    ];
    let ran = sweep(&[&args[..], &["--format", "csv"]].concat());
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines[0], "request.duration,fargate,rest");
    assert_eq!(lines.len(), 4);
    assert!(lines[2].starts_with("450 ms,"), "{lines:?}");
    let listed = [
        "--over",
        "architectures.rest.components.api_gateway.kind",
        "--values",
        "rest, http",
    ];
    let ran = sweep(&[&listed[..], &["--format", "csv"]].concat());
    assert_eq!(ran.stdout.lines().count(), 3, "{}", ran.stderr);
}

#[test]
fn a_range_in_which_nothing_changes_is_said_to_be_one() {
    let fixed = "
name: Fixed
region: us-east-1
traffic: { t: { requests: 10 per day } }
architectures: { a: { components: [ fargate: { cpu: 0.25 vCPU, memory: 512 MB, public_ipv4: 0 } ] } }
";
    let folder = Folder::new("nothing-changes");
    let path = folder.file("fixed.yaml", fixed);
    let ran = run(&["sweep", &path, "--from", "1", "--to", "100"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("nothing changes from 1 to 100 requests a day"),
        "{}",
        ran.stderr
    );
}

#[test]
fn bad_ranges_are_refused_with_what_is_wrong() {
    for (args, says) in [
        (
            &["--from", "10", "--to", "1"][..],
            "the range runs from 10 down to 1",
        ),
        (&["--from", "0", "--to", "10", "--log"], "can't start at 0"),
        (
            &["--from", "1.5", "--to", "10"],
            "a whole number of requests a day",
        ),
        (
            &["--from", "-5", "--to", "10"],
            "negative values make no sense",
        ),
        (&["--from", "1", "--to", "1e15"], "up to 1000000000000"),
        (
            &["--from", "1", "--to", "10", "--points", "1"],
            "two points at least",
        ),
        (&["--points", "2000000"], "CSV without a chart"),
        (&["--traffic", "stedy"], "no traffic level `stedy`"),
        (
            &[
                "--over",
                "request.duraton",
                "--from",
                "1 ms",
                "--to",
                "9 ms",
            ],
            "did you mean `duration`?",
        ),
        (
            &[
                "--over",
                "request.duration",
                "--from",
                "9 ms",
                "--to",
                "1 ms",
            ],
            "9 ms",
        ),
        (&["--over", "request.duration"], "give --from and --to"),
        (
            &["--over", "request.duration", "--points", "5"],
            "--step says how far apart",
        ),
    ] {
        let ran = sweep(args);
        assert_eq!(ran.code, 2, "{args:?} {}", ran.stderr);
        assert!(ran.stderr.contains(says), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn the_chart_is_drawn_for_the_terminal_for_markdown_and_as_svg() {
    let args = ["--from", "1000", "--to", "1000000", "--points", "20"];
    insta::assert_snapshot!("sweep-table", sweep(&args).stdout);
    for line in sweep(&args).stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let markdown = sweep(&[&args[..], &["--format", "markdown"]].concat());
    assert!(markdown.stdout.contains("~~~~~~text\n"));
    let folder = Folder::new("sweep-svg");
    let path = folder.0.join("curves.svg").display().to_string();
    let ran = sweep(&[&args[..], &["--svg", &path]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let svg = std::fs::read_to_string(&path).unwrap();
    let drawn = roxmltree::Document::parse(&svg).unwrap();
    let lines = drawn
        .descendants()
        .filter(|node| node.has_tag_name("polyline"));
    assert!(lines.count() >= 2);
}

#[test]
fn measured_traffic_is_read_beside_the_scenario() {
    let text = std::fs::read_to_string(PATH).unwrap();
    let text = text.replace(
        "shape: diurnal, peak: 3x",
        "shape: { csv: week.csv }, burst: 2x",
    );
    let folder = Folder::new("measured");
    let path = folder.file("scenario.yaml", &text);
    let without = run(&["compare", &path]);
    assert_eq!(without.code, 2);
    assert!(
        without.stderr.contains("bad-traffic-data"),
        "{}",
        without.stderr
    );
    folder.file("week.csv", &"5\n".repeat(168));
    // An even week is `flat`, with the same burst.
    let flat = text.replace("{ csv: week.csv }", "flat");
    let flat = folder.file("flat.yaml", &flat);
    let costs = |path: &str| json(&["compare", path, "--format", "json"])["comparisons"].clone();
    assert_eq!(costs(&path), costs(&flat));
    folder.file("week.csv", &format!("{}oops\n", "5\n".repeat(167)));
    let broken = run(&["compare", &path]);
    assert_eq!(broken.code, 2);
    assert!(
        broken.stderr.contains("line 168: `oops`"),
        "{}",
        broken.stderr
    );
}
