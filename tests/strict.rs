//! Warnings at the command line: what settles them is what `--set` takes, and `--strict` fails on them.

mod program;

use program::{Folder, json, run};

/// Settings that answer a warning are paths `--set` takes.
#[test]
fn the_settings_named_can_be_set() {
    let text = "
name: Test
region: us-east-1
request: { duration: 500 ms, response: 1 KB }
traffic: { t: { requests: 1000 per day } }
architectures:
  a:
    components:
      - fargate: { name: api, cpu: 0.25 vCPU, memory: 512 MB }
      - cloudwatch: { logs: 5 GB, container_insights_metrics: 0 }
      - ecr: { storage: 1 GB }
      - data_transfer: {}
";
    let folder = Folder::new("lint");
    let path = folder.file("open.yaml", text);
    let of = |sets: &[&str]| {
        let mut args = vec!["estimate", path.as_str(), "--format", "json"];
        let sets: Vec<String> = sets
            .iter()
            .map(|s| format!("architectures.a.components.{s}"))
            .collect();
        args.extend(sets.iter().flat_map(|set| ["--set", set]));
        let printed = json(&args);
        printed["estimates"][0]["warnings"]
            .as_array()
            .unwrap()
            .clone()
    };
    let open = of(&[]);
    let by_code: Vec<_> = open
        .iter()
        .map(|w| {
            (
                w["code"].as_str().unwrap(),
                w["monthly_amount"].as_str().unwrap(),
            )
        })
        .collect();
    // 12 × 5 × 0.03; 0.10 a GB; 730 × (0.25 × 0.04048 + 0.5 × 0.004445); 730 × 0.005.
    let expected = [
        ("single-task", "9.010025"),
        ("address-not-stated", "3.65"),
        ("log-storage-not-counted", "1.8"),
        ("ecr-without-lifecycle", "0.1"),
    ];
    assert_eq!(by_code, expected);
    assert_eq!(open[0]["settled_by"], "`api.tasks`");
    let answers = [
        "api.tasks=2",
        "api.public_ipv4=1",
        "cloudwatch.logs_stored=60 GB",
        "ecr.lifecycle=10 images",
    ];
    for stated in 1..=answers.len() {
        assert_eq!(
            of(&answers[..stated]).len(),
            answers.len() - stated,
            "{stated}"
        );
    }
}

#[test]
fn strict_fails_on_any_warning_once_the_report_is_written() {
    let open = "scenarios/small-api.yaml";
    for command in ["estimate", "compare", "explain"] {
        for format in ["table", "markdown", "json", "csv"] {
            let args = [command, open, "--format", format];
            let (lenient, strict) = (run(&args), run(&[&args[..], &["--strict"]].concat()));
            assert_eq!((lenient.code, strict.code), (0, 1), "{args:?}");
            assert_eq!(lenient.stdout, strict.stdout, "{args:?}");
            assert_eq!(lenient.stderr, "");
            let expected = "error: 4 warnings with --strict: cold-starts-not-counted, \
                            container-insights-not-stated, low-utilisation\n";
            assert_eq!(strict.stderr, expected, "{args:?}");
        }
    }
    let sets = |at: &str| format!("architectures.functions.components.lambda.{at}");
    let init = sets("init=1 s");
    let accepted = "accepted_warnings=[container-insights-not-stated, low-utilisation]";
    let settled = ["compare", open, "--strict", "--set", &init];
    let one = run(&settled).stderr;
    let expected =
        "error: 3 warnings with --strict: container-insights-not-stated, low-utilisation\n";
    assert_eq!(one, expected);
    let ran = run(&[&settled[..], &["--set", accepted]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    // A report goes to its file before the warnings fail it.
    let folder = Folder::new("strict");
    let path = folder.0.join("report.md").display().to_string();
    let ran = run(&["compare", open, "--strict", "--output", &path]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("cold-starts-not-counted")
    );
    let many = run(&["compare", "scenarios/habit-tracker.yaml", "--strict"]).stderr;
    assert!(
        many.starts_with("error: 10 warnings with --strict: cold-starts-not-counted, "),
        "{many}"
    );
    // A wrong input stays a wrong input.
    assert_eq!(run(&["compare", "no-such-file.yaml", "--strict"]).code, 2);
}

/// What every ranked region's estimates warn of, each once.
#[test]
fn strict_fails_when_regions_are_ranked_too() {
    let ranked = ["compare", "scenarios/small-api.yaml", "--region", "all"];
    for format in ["table", "markdown", "json", "csv"] {
        let args = [&ranked[..], &["--format", format]].concat();
        let (lenient, strict) = (run(&args), run(&[&args[..], &["--strict"]].concat()));
        assert_eq!((lenient.code, strict.code), (0, 1), "{format}");
        assert_eq!(lenient.stdout, strict.stdout, "{format}");
        let named = "cold-starts-not-counted, container-insights-not-stated";
        assert!(strict.stderr.contains(named), "{}", strict.stderr);
    }
    let json = json(&[&ranked[..], &["--format", "json"]].concat());
    let warned = json["warnings"].as_array().unwrap();
    let codes: std::collections::BTreeSet<&str> =
        warned.iter().map(|w| w["code"].as_str().unwrap()).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let accepted = format!("accepted_warnings=[{}]", codes.join(", "));
    let all = [&ranked[..], &["--strict", "--set", &accepted]].concat();
    let ran = run(&all);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("(accepted; "), "{}", ran.stdout);
}

const ACCEPTING: &str = "
name: Test
region: us-east-1
request: { duration: 500 ms, response: 1 KB }
traffic: { t: { requests: 1000 per day } }
architectures:
  a:
    components:
      - fargate: { cpu: 0.25 vCPU, memory: 512 MB, public_ipv4: 1 }
      - cloudwatch: { container_insights_metrics: 0 }
      - data_transfer: {}
accepted_warnings: [single-task]
";

/// 730 × (0.25 × 0.04048 + 0.5 × 0.004445 + 0.005) = 12.66 for the second task.
#[test]
fn accepted_warnings_are_shown_and_do_not_fail() {
    let folder = Folder::new("accepted");
    let path = folder.file("accepting.yaml", ACCEPTING);
    let ran = run(&["estimate", &path, "--strict"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let text = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("(accepted; +$12.66 a month; settled by `fargate.tasks`)"),
        "{text}"
    );
    let warnings = |args: &[&str]| {
        let printed = json(&[&["estimate", &path, "--format", "json"], args].concat());
        printed["estimates"][0]["warnings"].clone()
    };
    let accepted = warnings(&[]);
    assert_eq!(accepted[0]["code"], "single-task");
    assert_eq!(accepted[0]["accepted"], true);
    let open = warnings(&["--set", "accepted_warnings=[]"]);
    assert_eq!(open[0]["code"], "single-task");
    assert_eq!(open[0].get("accepted"), None);
    let none = [
        "estimate",
        &path,
        "--strict",
        "--set",
        "accepted_warnings=[]",
    ];
    assert_eq!(run(&none).code, 1);
    // One accepted, another not.
    let hidden = "architectures.a.components.fargate.public_ipv4=0";
    let ran = run(&["estimate", &path, "--strict", "--set", hidden]);
    assert_eq!(
        ran.stderr,
        "error: 1 warning with --strict: private-without-egress\n"
    );
}

#[test]
fn what_is_accepted_and_not_warned_of_is_said() {
    let folder = Folder::new("accepted-unused");
    let path = folder.file("accepting.yaml", ACCEPTING);
    let sentence = "`single-task` is accepted, but nothing warns of it.";
    let two = "architectures.a.components.fargate.tasks=2";
    let ran = run(&["estimate", &path, "--strict", "--set", two]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains(sentence), "{}", ran.stdout);
    assert!(!run(&["estimate", &path]).stdout.contains(sentence));
    // A part of the scenario does not tell.
    let part = run(&["estimate", &path, "--set", two, "--traffic", "t"]);
    assert!(!part.stdout.contains(sentence));
}

#[test]
fn unknown_codes_are_refused_with_the_nearest() {
    let folder = Folder::new("accepted-unknown");
    let path = folder.file(
        "bad.yaml",
        &ACCEPTING.replace("[single-task]", "[single-tusk]"),
    );
    let ran = run(&["estimate", &path]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("unknown warning `single-tusk`"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("did you mean `single-task`?"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("bad.yaml:12:21"), "{}", ran.stderr);
}
