//! The program with files, saved estimates and revisions of a real repository.

use super::common::dec;
use super::program::{Folder, breakeven, json, run, run_with};
use rust_decimal::Decimal;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const BASE: &str = "name: Measured
region: us-east-1
free_tier: none
traffic: { t: { requests: 3M per month, shape: { csv: hours.csv } } }
architectures:
  a: { components: [ fargate: { cpu: 0.5 vCPU, memory: 2 GB, tasks: 1 }, api_gateway: { kind: http } ] }
";

fn git(folder: &Path, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
}

/// A repository with the base committed, and twice the CPU in the folder.
fn repository(name: &str) -> Folder {
    let folder = Folder::new(name);
    std::fs::create_dir_all(folder.0.join("costs")).unwrap();
    folder.file("costs/api.yaml", BASE);
    let hours: Vec<String> = (1..=24).map(|hour| hour.to_string()).collect();
    folder.file("costs/hours.csv", &hours.join("\n"));
    git(&folder.0, &["init", "--quiet", "--initial-branch=main"]);
    git(&folder.0, &["add", "."]);
    git(&folder.0, &["commit", "--quiet", "--message=base"]);
    folder.file("costs/api.yaml", &BASE.replace("cpu: 0.5", "cpu: 1"));
    // The file of the revision is read with the scenario of the revision.
    std::fs::remove_file(folder.0.join("costs/hours.csv")).unwrap();
    folder
}

fn run_in(folder: &Folder, args: &[&str]) -> (i32, String, String) {
    let output = breakeven(args).current_dir(&folder.0).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn change(document: &Value) -> Decimal {
    dec(document["differences"][0]["change"]["expected"]
        .as_str()
        .unwrap())
}

#[test]
fn a_revision_is_a_side_with_its_measured_traffic() {
    let folder = repository("revision");
    let args = [
        "diff",
        "main:costs/api.yaml",
        "HEAD:./costs/api.yaml",
        "--format",
        "json",
    ];
    let (code, stdout, stderr) = run_in(&folder, &args);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(
        change(&serde_json::from_str(&stdout).unwrap()),
        Decimal::ZERO
    );

    // The scenario in the folder names a file that is gone.
    let (code, _, stderr) = run_in(&folder, &["diff", "main:costs/api.yaml", "costs/api.yaml"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("hours.csv"), "{stderr}");

    let hours = vec!["1"; 24].join("\n");
    folder.file("costs/hours.csv", &hours);
    let args = [
        "diff",
        "main:costs/api.yaml",
        "costs/api.yaml",
        "--format",
        "json",
    ];
    let (code, stdout, stderr) = run_in(&folder, &args);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let document: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(document["schema"], "breakeven/diff/v1");
    assert_eq!(document["base"]["name"], "main:costs/api.yaml");
    // Half a vCPU more: 0.04048 × 0.5 × 730.
    assert_eq!(change(&document), dec("14.7752"));
    let causes = &document["differences"][0]["causes"];
    assert_eq!(causes["usage"]["expected"], "14.7752");
    assert_eq!(causes["traffic"]["expected"], "0");

    // What is staged has no revision before the colon.
    git(&folder.0, &["add", "."]);
    let (code, stdout, _) = run_in(&folder, &["diff", ":costs/api.yaml", "costs/api.yaml"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("Nothing changed."), "{stdout}");
}

#[test]
fn what_git_does_not_have_is_a_wrong_input() {
    let folder = repository("missing");
    let refused = |base: &str, said: &str| {
        let (code, stdout, stderr) = run_in(&folder, &["diff", "--", base, "costs/api.yaml"]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{base}: {stderr}");
        assert!(stderr.contains(said), "{base}: {stderr}");
    };
    refused(
        "nowhere:costs/api.yaml",
        "nowhere:costs/api.yaml can't be read: git: invalid object name 'nowhere'",
    );
    refused(
        "main:costs/none.yaml",
        "main:costs/none.yaml can't be read: git: path 'costs/none.yaml' does not exist in 'main'",
    );
    refused(
        "main:costs",
        "it is a folder or another repository, not a file",
    );
    // A range would be a file without anything in it.
    refused("main..main:costs/api.yaml", "name a file as REVISION:PATH");
    refused("--output=stolen:x", "no revision starts with `-`");
    assert!(!folder.0.join("stolen").exists() && !folder.0.join("stolen:x").exists());
    // No shell reads what is given.
    refused("$(touch stolen):x", "can't be read: git: ");
    refused("main;touch stolen:x", "can't be read: git: ");
    assert!(!folder.0.join("stolen").exists());
}

#[test]
fn a_name_with_a_colon_is_a_file_where_there_is_one() {
    let folder = Folder::new("colon");
    let plain = BASE.replace(", shape: { csv: hours.csv }", "");
    folder.file("main:api.yaml", &plain);
    let (code, stdout, stderr) = run_in(&folder, &["diff", "main:api.yaml", "main:api.yaml"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains("Nothing changed."));
    // A drive is no revision: git is not asked.
    let (code, _, stderr) = run_in(&folder, &["diff", "C:\\api.yaml", "main:api.yaml"]);
    assert_eq!(code, 2);
    assert!(!stderr.contains("git"), "{stderr}");
}

#[test]
fn a_baseline_is_saved_and_compared_with() {
    let folder = Folder::new("baseline");
    let plain = BASE.replace(", shape: { csv: hours.csv }", "");
    let base = folder.file("base.yaml", &plain);
    let head = folder.file("head.yaml", &plain.replace("cpu: 0.5", "cpu: 1"));
    let baseline = folder.0.join("baseline.json").display().to_string();
    let ran = run(&["estimate", &base, "--save", &baseline]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("Fargate vCPU"));
    let written = std::fs::read_to_string(&baseline).unwrap();
    assert_eq!(
        written,
        run(&["estimate", &base, "--format", "json"]).stdout
    );

    let of_saved = json(&["diff", &baseline, &head, "--format", "json"]);
    assert_eq!(of_saved["base"]["origin"], "saved");
    assert_eq!(change(&of_saved), dec("14.7752"));
    assert_eq!(
        of_saved["differences"][0]["causes"]["usage"]["expected"],
        "14.7752"
    );
    // From standard input too, on one side.
    let ran = run_with(&["diff", "-", &head, "--format", "json"], &written);
    assert_eq!(
        change(&serde_json::from_str(&ran.stdout).unwrap()),
        dec("14.7752")
    );
    let ran = run(&["diff", "-", "-"]);
    assert_eq!(ran.code, 2);

    let newer = written.replace("breakeven/estimate/v1", "breakeven/estimate/v7");
    let newer = folder.file("newer.json", &newer);
    let ran = run(&["diff", &newer, &head]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("a newer breakeven wrote"),
        "{}",
        ran.stderr
    );
    // The scenario is no place to save its estimate to.
    assert_eq!(run(&["estimate", &base, "--save", &base]).code, 2);
    assert_eq!(std::fs::read_to_string(&base).unwrap(), plain);
}

#[test]
fn new_prices_alone_are_price_alone() {
    let folder = Folder::new("prices");
    let plain = BASE.replace(", shape: { csv: hours.csv }", "");
    let file = folder.file("api.yaml", &plain);
    let overlay = folder.file(
        "overlay.yaml",
        "source: me\noverrides: { fargate.linux.x86.vcpu: $0.05 per vCPU-hour }\n",
    );
    let args = [
        "diff",
        &file,
        &file,
        "--base-prices",
        "embedded",
        "--prices",
        &overlay,
    ];
    let document = json(&[&args[..], &["--format", "json"]].concat());
    // 365 vCPU-hours at 0.00952 more.
    assert_eq!(change(&document), dec("3.4748"));
    let causes = document["differences"][0]["causes"].as_object().unwrap();
    for (cause, part) in causes {
        let expected = if cause == "price" { "3.4748" } else { "0" };
        assert_eq!(part["expected"], expected, "{cause}");
    }
    let charge = &document["differences"][0]["components"][0]["charges"][0];
    assert_eq!(charge["base"]["unit_prices"][0], "0.04048");
    assert_eq!(charge["head"]["unit_prices"][0], "0.05");
}

#[test]
fn a_selection_may_be_on_either_side() {
    let folder = Folder::new("selection");
    let plain = BASE.replace(", shape: { csv: hours.csv }", "");
    let base = folder.file("base.yaml", &plain);
    let head = folder.file("head.yaml", &plain.replace("  a:", "  b:"));
    let document = json(&[
        "diff",
        &base,
        &head,
        "--architecture",
        "b",
        "--format",
        "json",
    ]);
    let differences = document["differences"].as_array().unwrap();
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0]["status"], "added");
    let ran = run(&["diff", &base, &head, "--architecture", "c"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`c`; there are b, a"), "{}", ran.stderr);
}
