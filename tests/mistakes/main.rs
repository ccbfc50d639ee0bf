//! What the program does with mistakes: places, remedies, exit codes, and nothing worse.

mod files;
mod limits;
mod outputs;
#[path = "../program/mod.rs"]
mod program;

use program::{Folder, Ran, json, run, run_with};

const HABIT_TRACKER: &str = "scenarios/habit-tracker.yaml";

#[test]
fn several_faults_are_reported_together_with_their_places() {
    let ran = run(&["compare", "tests/fixtures/bad/many-faults.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    insta::assert_snapshot!("many-faults", ran.stderr);
}

/// A scenario with one line replaced.
fn broken(from: &str, to: &str) -> Ran {
    let text = "name: Small
region: us-east-1
request: { duration: 500 ms, response: 1 KB }
traffic:
  low: { requests: 100 per day }
architectures:
  one:
    components:
      - fargate: { cpu: 0.25 vCPU, memory: 512 MB }
      - alb: {}
      - lambda: { memory: 512 MB }
";
    let changed = text.replacen(from, to, 1);
    assert!(
        from.is_empty() || changed != text,
        "{from} is not in the scenario"
    );
    run_with(&["compare", "-"], &changed)
}

#[test]
fn each_mistake_ends_in_a_clear_error_and_exit_code_2() {
    assert_eq!(broken("", "").code, 0);
    for (from, to, expected) in [
        ("alb: {}", "albb: {}", "unknown service `albb`"),
        (
            "memory: 512 MB }\n",
            "memroy: 512 MB }\n",
            "unknown key `memroy`",
        ),
        ("duration: 500 ms", "duration: 500", "the unit is missing"),
        (
            "cpu: 0.25 vCPU",
            "cpu: 0.3 vCPU",
            "the next size above is 0.5 vCPU with 1 GB",
        ),
        (
            "lambda: { memory: 512 MB }",
            "lambda: { memory: 64 MB }",
            "128 MB to 10,240 MB",
        ),
        (
            "100 per day",
            "-100 per day",
            "negative values make no sense",
        ),
        (
            "100 per day",
            "1e30 per day",
            "too many digits or is too large",
        ),
        ("100 per day", "10,000 per day", "a comma ends a value"),
        (
            "alb: {}",
            "lambda: { memory: 128 MB }",
            "two components named `lambda`",
        ),
        (
            "region: us-east-1",
            "region: mars-1",
            "unknown region `mars-1`",
        ),
        (
            "name: Small",
            "name: Small\nname: Again",
            "`name` is given twice",
        ),
        (
            "response: 1 KB",
            "payload: 1 KB",
            "the size of a response is needed",
        ),
        (
            "duration: 500 ms, ",
            "",
            "the time of an invocation is not given",
        ),
        (
            "alb: {}",
            "rds_proxy: { for: rds }",
            "there is no component `rds`",
        ),
        (
            "alb: {}",
            "alb: { zones: 1 }",
            "an ALB needs subnets in two zones",
        ),
        ("alb: {}", "alb: { zones: 2.5 }", "zones are whole"),
        ("alb: {}", "alb: {", "not-yaml"),
        ("name: Small", "name: [a", "not-yaml"),
        (
            "name: Small",
            "name: Small\nprices: { source: me, overrides: { alb.hoor: $1 per hour } }",
            "there is no such price key",
        ),
        (
            "name: Small",
            "name: Small\nprices: { source: me, overrides: { alb.hour: $1 per GB } }",
            "metered per hour",
        ),
        (
            "alb: {}",
            "cloudwatch: { logs: 1 GB, retention: 1 year }",
            "a number of days, such as `30 days` or `365 days`",
        ),
        (
            "alb: {}",
            "cloudwatch: { logs: 1 GB, retention: 30 }",
            "a number of days, such as `30 days` or `365 days`",
        ),
    ] {
        let ran = broken(from, to);
        assert_eq!(ran.code, 2, "{to}: {}", ran.stderr);
        assert!(ran.stderr.contains(expected), "{to}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("<stdin>:"),
            "{to}: no place in {}",
            ran.stderr
        );
        assert_eq!(ran.stdout, "", "{to}");
    }
}

#[test]
fn names_can_not_reach_the_terminal_or_a_spreadsheet() {
    let text = "
name: \"evil \\e[31m \\u202e name | <b>\"
region: us-east-1
traffic: { t: { requests: 1 per day } }
architectures:
  a: { title: '=cmd|calc', components: [ s3: { name: '=1+1', storage: 1 GB } ] }
";
    let format = |format: &str| run_with(&["compare", "-", "--format", format], text).stdout;
    assert!(!format("table").contains(['\u{1b}', '\u{202e}']));
    let markdown = format("markdown");
    assert!(!markdown.contains(['\u{1b}', '\u{202e}']) && !markdown.contains("<b>"));
    assert!(format("csv").contains("'=1+1"));
    assert!(serde_json::from_str::<serde_json::Value>(&format("json")).is_ok());
}

#[test]
fn wrong_command_lines_end_with_2_and_missing_prices_with_3() {
    for args in [
        &["compare"][..],
        &["compare", "no-such-file.yaml"],
        &["compare", HABIT_TRACKER, "--format", "pdf"],
        &["compare", HABIT_TRACKER, "--traffic", "noon"],
        &["compare", HABIT_TRACKER, "--architecture", "mainframe"],
        &["compare", HABIT_TRACKER, "--set", "no-equals-sign"],
        &[
            "compare",
            HABIT_TRACKER,
            "--set",
            "traffic.low.requests=many",
        ],
        &["compare", HABIT_TRACKER, "--set", "nonsense.path=1"],
        &["compare", HABIT_TRACKER, "--free-tier", "platinum"],
        &["compare", HABIT_TRACKER, "--region", "mars-1"],
        &["explain", HABIT_TRACKER, "--component", "nothing"],
        &["prices", "show", "alb.hoor"],
        &["prices", "list", "--region", "mars-1"],
        &["unknown-command"],
    ] {
        let ran = run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(!ran.stderr.is_empty() && ran.stdout.is_empty(), "{args:?}");
    }
    for args in [
        &[
            "prices",
            "show",
            "cloudfront.functions",
            "--region",
            "us-gov-east-1",
        ][..],
        &["prices", "show", "rds.postgresql.x99.huge.single"],
        &["compare", HABIT_TRACKER, "--region", "us-gov-east-1"],
    ] {
        assert_eq!(run(args).code, 3, "{args:?}");
    }
}

#[test]
fn a_report_never_replaces_what_it_was_made_from() {
    let folder = Folder::new("replace");
    let text = std::fs::read_to_string(HABIT_TRACKER).unwrap();
    let path = folder.file("scenario.yaml", &text);
    for output in [path.clone(), path.replace("/scenario", "/./scenario")] {
        let ran = run(&["compare", &path, "--output", &output]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert!(
            ran.stderr.contains("would replace an input"),
            "{}",
            ran.stderr
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn arguments_can_not_reach_the_terminal() {
    for args in [
        &["prices", "show", "\u{1b}[31mX"][..],
        &["compare", "\u{1b}[31mX"],
        &["compare", HABIT_TRACKER, "--architecture", "\u{1b}[31mX"],
        &["compare", HABIT_TRACKER, "--set", "\u{1b}[31mX=1"],
    ] {
        let ran = run(args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
    }
}

#[test]
fn a_missing_price_names_the_place_and_the_nearest_price() {
    let ran = broken(
        "      - alb: {}",
        "      - rds: { engine: mysql, class: db.m8g.large, storage: 20 GB gp3 }",
    );
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains(":10:9"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("rds.mysql.m8g.large.single"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("rds.mysql.m7g.large.single"),
        "{}",
        ran.stderr
    );
}

#[test]
fn changes_reach_components_and_prices() {
    let price = "prices.overrides.alb.hour=$0.05 per hour";
    let args = [
        "compare",
        HABIT_TRACKER,
        "--format",
        "json",
        "--set",
        "prices.source=mine",
    ];
    let changed = json(&[&args[..], &["--set", price]].concat());
    assert_eq!(
        changed["prices"]["overridden"],
        serde_json::json!(["alb.hour"])
    );
    let ran = run(&[
        "compare",
        HABIT_TRACKER,
        "--set",
        "architectures.fargate.components.x.y=1",
    ]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("there is no `x` here; there are `api`"),
        "{}",
        ran.stderr
    );
    // A flag is called by its own name.
    let ran = run(&["compare", HABIT_TRACKER, "--region", "xx"]);
    assert!(ran.stderr.contains("--> --region"), "{}", ran.stderr);
}

#[test]
fn one_mistake_is_one_fault() {
    let ran = broken("  low: { requests: 100 per day }", "");
    assert!(!ran.stderr.contains("faults found"), "{}", ran.stderr);
    let ran = broken("      - alb: {}", "      - rds_proxy: {}");
    assert!(!ran.stderr.contains("faults found"), "{}", ran.stderr);
    for nothing in ["", "# only a remark\n", "~"] {
        let ran = run_with(&["compare", "-"], nothing);
        assert_eq!(ran.code, 2);
        assert!(
            ran.stderr.contains("there is nothing in this file"),
            "{}",
            ran.stderr
        );
    }
    let ran = run_with(&["compare", "-"], "name: a\n---\nname: b\n");
    assert!(
        ran.stderr.contains("more than one YAML document"),
        "{}",
        ran.stderr
    );
}
