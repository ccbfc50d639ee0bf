//! How the program ends: every exit code, and the worst of several files.

use super::program::run_with;
use super::{Folder, TWO, check, findings, run, two};

const HOLDS: &str = "{ name: n, architecture: gateway, monthly: $40 }";
const FAILS: &str = "{ name: n, architecture: gateway, monthly: $30 }";

#[test]
fn every_exit_code() {
    assert_eq!(check(&two(&[HOLDS]), &[]).code, 0);
    let warns = check(
        &two(&["{ name: n, architecture: gateway, monthly: $40, warn_at: 80% }"]),
        &[],
    );
    assert_eq!((warns.code, warns.stderr.as_str()), (0, ""));
    let fails = check(&two(&[FAILS]), &[]);
    assert_eq!(
        (fails.code, fails.stderr.as_str()),
        (1, "error: 1 budget check failed\n")
    );
    assert!(fails.stdout.contains("FAILS"));
    let none = check(TWO, &[]);
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
    assert!(
        none.stderr.contains("`Two` has no budgets"),
        "{}",
        none.stderr
    );
    let unpriced = TWO.replace("us-east-1", "us-gov-west-1").replace(
        "nat_gateway: { gateways: 1, processed: 0 GB }",
        "cloudfront: { out: 5 KB per request, requests: 1 per request }",
    );
    let missing = check(&format!("{unpriced}budgets: [{HOLDS}]\n"), &[]);
    assert_eq!((missing.code, missing.stdout.as_str()), (3, ""));
    let nowhere = check(&two(&[HOLDS]), &["--output", "/no/such/folder/report"]);
    assert_eq!(nowhere.code, 4);
}

#[test]
fn the_worst_of_several_files_counts_and_the_others_are_reported() {
    let folder = Folder::new("check-several");
    let holds = folder.file("holds.yaml", &two(&[HOLDS]));
    let fails = folder.file("fails.yaml", &two(&[FAILS]));
    let broken = folder.file("broken.yaml", "name: Broken\n");
    let missing = folder.0.join("missing.yaml").display().to_string();
    assert_eq!(run(&["check", &holds, &holds]).code, 0);
    let two = run(&["check", &fails, &holds, "--format", "json"]);
    assert_eq!(two.code, 1);
    let document: serde_json::Value = serde_json::from_str(&two.stdout).unwrap();
    let files: Vec<&str> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["place"]["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, [fails.as_str(), holds.as_str()]);
    let three = run(&["check", &fails, &broken, &holds, "--format", "json"]);
    assert_eq!(three.code, 2);
    let document: serde_json::Value = serde_json::from_str(&three.stdout).unwrap();
    assert_eq!(
        document["summary"],
        serde_json::json!({ "pass": 1, "warning": 0, "failure": 1 })
    );
    assert_eq!(document["errors"][0]["file"], broken);
    assert_eq!(document["errors"][0]["exit_code"], 2);
    assert!(
        three.stderr.contains("`region` is missing"),
        "{}",
        three.stderr
    );
    assert!(
        three.stderr.ends_with("error: 1 budget check failed\n"),
        "{}",
        three.stderr
    );
    assert_eq!(run(&["check", &missing]).code, 2);
}

#[test]
fn a_folder_is_its_scenarios() {
    let folder = Folder::new("check-folder");
    let inside = |name: &str| folder.0.join(name);
    for name in ["deep/er", ".hidden"] {
        std::fs::create_dir_all(inside(name)).unwrap();
    }
    folder.file("b.yaml", &two(&[HOLDS]));
    folder.file("a.yml", &two(&[HOLDS]));
    folder.file("deep/er/c.yaml", &two(&[HOLDS]));
    // None of these is a scenario.
    folder.file("notes.txt", "not: [");
    folder.file(".d.yaml", "not: [");
    folder.file(".hidden/e.yaml", "not: [");
    folder.file("policy.yaml", &format!("budgets: [{HOLDS}]\n"));
    folder.file(
        "prices.yaml",
        "source: s\noverrides: { alb.hour: $1 per hour }\n",
    );
    let root = folder.0.display().to_string();
    let ran = run(&["check", &root, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let files: Vec<&str> = document["scenarios"]
        .as_array()
        .unwrap()
        .iter()
        .map(|scenario| scenario["file"].as_str().unwrap())
        .collect();
    let expected =
        ["a.yml", "b.yaml", "deep/er/c.yaml"].map(|name| inside(name).display().to_string());
    assert_eq!(files, expected);
    // A slip in a scenario does not leave it unchecked.
    folder.file("slip.yaml", "nmae: Slip\narchitectures: {}\n");
    assert_eq!(run(&["check", &root]).code, 2);
    let empty = folder.0.join(".hidden").join("nothing");
    std::fs::create_dir_all(&empty).unwrap();
    let ran = run(&["check", &empty.display().to_string()]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("has no scenarios"), "{}", ran.stderr);
}

#[test]
fn a_report_never_replaces_an_input() {
    let folder = Folder::new("check-replace");
    let file = folder.file("s.yaml", &two(&[HOLDS]));
    let policy = folder.file("p.yaml", &format!("budgets: [{HOLDS}]\n"));
    let ran = run(&["check", &file, "--policy", &policy, "--output", &policy]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("would replace an input"),
        "{}",
        ran.stderr
    );
}

#[test]
fn output_is_the_same_bytes_every_time() {
    let folder = Folder::new("check-bytes");
    let files: Vec<String> = (0..20)
        .map(|n| {
            let text = two(&[HOLDS, FAILS]).replace("name: Two", &format!("name: Number {n}"));
            folder.file(&format!("{n:02}.yaml"), &text)
        })
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for format in [
        "table", "markdown", "json", "junit", "sarif", "github", "gitlab",
    ] {
        let args = [&["check", "--format", format], &files[..]].concat();
        let outputs: Vec<String> = (0..3).map(|_| run(&args).stdout).collect();
        assert!(
            outputs.iter().all(|output| *output == outputs[0]),
            "{format}"
        );
        assert!(!outputs[0].is_empty());
    }
}

#[test]
fn a_scenario_may_come_from_standard_input() {
    let ran = run_with(&["check", "-", "--format", "github"], &two(&[FAILS]));
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.starts_with("::error file=<stdin>,line=11,"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_limit_of_the_command_line_is_at_its_budget() {
    let text = two(&[HOLDS]);
    let (code, found) = findings(&text, &["--set", "budgets.0.monthly=$36"]);
    assert_eq!((code, found[0]["limit"].as_str()), (1, Some("36")));
    let place = &found[0]["place"];
    assert_eq!((&place["line"], &place["column"]), (&11.into(), &5.into()));
}

#[test]
fn a_reader_that_goes_away_does_not_make_budgets_hold() {
    let folder = Folder::new("check-pipe");
    let file = folder.file("s.yaml", &two(&[FAILS]));
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("breakeven"))
        .args(["check", &file])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn tags_are_no_inputs_of_anything_else() {
    let text = TWO.replace("team: checkout", "team: checkout, cost_center: 4..7");
    let folder = Folder::new("check-tags");
    let file = folder.file("s.yaml", &text);
    let ran = run(&["drivers", &file, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stdout.contains("cost_center"), "{}", ran.stdout);
}
