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
      - cloudwatch: { logs: 5 GB }
      - ecr: { storage: 1 GB }
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
            let expected = "error: 1 warning with --strict: cold-starts-not-counted\n";
            assert_eq!(strict.stderr, expected, "{args:?}");
        }
    }
    let sets = |at: &str| format!("architectures.functions.components.lambda.{at}");
    let (init, cold) = (sets("init=1 s"), sets("cold_starts=1%"));
    let settled = ["compare", open, "--strict", "--set", &init, "--set", &cold];
    let ran = run(&settled);
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
        many.starts_with("error: 5 warnings with --strict: cold-starts-not-counted, "),
        "{many}"
    );
    // A wrong input stays a wrong input.
    assert_eq!(run(&["compare", "no-such-file.yaml", "--strict"]).code, 2);
}
