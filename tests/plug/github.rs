//! What the script of the action does in a repository.

use super::repository::{API, Ended, Repository, grown};
use std::collections::BTreeMap;

/// Lists comments as GitHub does, and keeps what it is told to write.
const GH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
printf '%s\n' "$*" >>"$root/gh.log"
[ ! -e "$root/gh.refuses" ] || { echo 'HTTP 403: Resource not accessible by integration' >&2; exit 1; }
case "$1 $2" in
    'pr view') [ ! -s "$root/comments.json" ] || jq -r "${@: -1}" <"$root/comments.json" ;;
    'pr comment') cat "${@: -1}" >"$root/body.md" ;;
    'api --method') cat "${6#body=@}" >"$root/body.md" ;;
    *) exit 9 ;;
esac
"#;

/// Where a run of the script left things, beside what it is given.
pub fn variables<'v>(
    repository: &Repository,
    more: &[(&'v str, &str)],
) -> BTreeMap<&'v str, String> {
    let at = |name: &str| repository.path(name).display().to_string();
    let mut variables: BTreeMap<&str, String> = [
        ("RUNNER_TEMP", at("")),
        ("GITHUB_STEP_SUMMARY", at("summary.md")),
        ("GITHUB_OUTPUT", at("outputs")),
        ("GITHUB_REPOSITORY", "o/r".to_owned()),
        ("GITHUB_BASE_REF", "main".to_owned()),
        ("PR_NUMBER", "7".to_owned()),
        ("INPUT_FILES", "scenarios".to_owned()),
    ]
    .into();
    variables.extend(
        more.iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    variables
}

/// Runs the script in a repository.
pub fn check(repository: &Repository, more: &[(&str, &str)]) -> Ended {
    repository.tool("gh", GH);
    for left in ["summary.md", "outputs", "gh.log", "body.md"] {
        let _ = std::fs::remove_file(repository.path(left));
    }
    let script = std::fs::canonicalize("ci/github.sh").unwrap();
    let args = [script.to_str().unwrap(), "check"];
    repository.run("bash", &args, &variables(repository, more))
}

pub fn output(repository: &Repository, name: &str) -> String {
    let outputs = repository.read("outputs");
    let start = format!("{name}=");
    let value = outputs.lines().find_map(|line| line.strip_prefix(&start));
    value.unwrap_or("-").to_owned()
}

fn changed(name: &str) -> Repository {
    let repository = Repository::new(name, &[("scenarios/api.yaml", API)]);
    repository.write(&[("scenarios/api.yaml", &grown())]);
    repository.commit("twice the processor");
    repository
}

#[test]
fn a_pull_request_that_breaks_a_budget_fails_and_is_told_why() {
    let repository = changed("fails");
    let ended = check(&repository, &[]);
    assert_eq!(ended.code, 1, "{}", ended.log);
    // The budget is in line 9.
    let annotation = "::error file=scenarios/api.yaml,line=9,";
    let says = "all of it: `a` at `t` costs $36.04 a month, $6.04 over the limit of $30";
    let is_it = |line: &str| line.starts_with(annotation) && line.contains(says);
    assert!(ended.log.lines().any(is_it), "{}", ended.log);
    let summary = repository.read("summary.md");
    for part in [
        "## Budgets of Api",
        "| FAILS | all of it | a · t | $30.00 | $36.04 | -$6.04 |",
        "Compared with `origin/main` (",
        "## Api: what changed",
        "| a | t | 21.26 | 36.04 | +14.78 | +69.5",
    ] {
        assert!(summary.contains(part), "{part} is not in\n{summary}");
    }
    let body = repository.read("body.md");
    assert_eq!(body, format!("<!-- breakeven:check -->\n{summary}"));
    assert_eq!(output(&repository, "exit-code"), "1");
    let report = std::fs::read_to_string(output(&repository, "report")).unwrap();
    assert_eq!(report, summary);
    assert_eq!(output(&repository, "sarif"), "-");
    let calls = repository.read("gh.log");
    assert!(
        calls.contains("pr comment 7 --repo o/r --body-file"),
        "{calls}"
    );
}

#[test]
fn one_that_keeps_its_budgets_passes() {
    let repository = changed("passes");
    let policy = "budgets: [{ name: more, monthly: $40 }]\n";
    let text = grown().replace("budgets:\n  - { name: all of it, monthly: $30 }\n", "");
    repository.write(&[("scenarios/api.yaml", &text), ("policy.yaml", policy)]);
    repository.commit("policy");
    let ended = check(&repository, &[("INPUT_POLICY", "\n  policy.yaml \n")]);
    assert_eq!(ended.code, 0, "{}", ended.log);
    assert_eq!(output(&repository, "exit-code"), "0");
    assert!(!ended.log.contains("::error"), "{}", ended.log);
    let body = repository.read("body.md");
    assert!(body.contains("+14.78"), "{body}");
    assert!(body.contains("0 failures"), "{body}");
}

#[test]
fn fail_on_decides_how_the_job_ends() {
    let repository = changed("fail-on");
    let ended = check(&repository, &[("INPUT_FAIL_ON", "never")]);
    assert_eq!(
        (ended.code, output(&repository, "exit-code")),
        (0, "1".into())
    );
    // Near its limit: 36.04 of 40 is above 80 %.
    let near = grown().replace("monthly: $30", "monthly: $40, warn_at: 80%");
    repository.write(&[("scenarios/api.yaml", &near)]);
    let ended = check(&repository, &[]);
    assert_eq!(ended.code, 0, "{}", ended.log);
    let ended = check(&repository, &[("INPUT_FAIL_ON", "warning")]);
    assert_eq!(
        (ended.code, output(&repository, "exit-code")),
        (1, "0".into())
    );
    let ended = check(&repository, &[("INPUT_FAIL_ON", "sometimes")]);
    assert_eq!(ended.code, 2);
    assert!(
        ended
            .log
            .contains("fail-on: one of failure, warning, never")
    );
    // A file that can't be read is no budget.
    repository.write(&[("scenarios/api.yaml", &grown().replace("memory", "memroy"))]);
    let ended = check(&repository, &[("INPUT_FAIL_ON", "never")]);
    assert_eq!(ended.code, 2);
    let summary = repository.read("summary.md");
    assert!(
        summary.contains("could not be completed (exit code 2)"),
        "{summary}"
    );
    assert!(summary.contains("did you mean `memory`?"), "{summary}");
}

#[test]
fn there_is_one_comment_and_it_is_ours() {
    if !super::is_there("jq") {
        return;
    }
    let repository = changed("comment");
    let comment = |id: u32, ours: bool, body: &str| {
        let url = format!("https://github.com/o/r/pull/7#issuecomment-{id}");
        serde_json::json!({ "viewerDidAuthor": ours, "body": body, "url": url })
    };
    let mark = "<!-- breakeven:check -->";
    let mut comments = vec![
        comment(40, true, "Thanks!"),
        comment(41, false, &format!("{mark}\nsomebody else's")),
        comment(42, true, "<!-- breakeven:other -->\nof another run"),
    ];
    let list = |comments: &[serde_json::Value]| {
        let text = serde_json::json!({ "comments": comments }).to_string();
        std::fs::write(repository.path("comments.json"), text).unwrap();
    };
    list(&comments);
    check(&repository, &[]);
    let calls = repository.read("gh.log");
    assert!(calls.contains("pr comment 7"), "{calls}");
    comments.push(comment(43, true, &format!("{mark}\n## Budgets of Api")));
    list(&comments);
    check(&repository, &[]);
    let calls = repository.read("gh.log");
    assert!(!calls.contains("pr comment 7"), "{calls}");
    let patched = "api --method PATCH repos/o/r/issues/comments/43 --field body=@";
    assert!(calls.contains(patched), "{calls}");
    assert!(repository.read("body.md").starts_with(mark));
    check(&repository, &[("INPUT_COMMENT_KEY", "other")]);
    let calls = repository.read("gh.log");
    assert!(calls.contains("issues/comments/42"), "{calls}");
}

#[test]
fn a_comment_that_is_refused_or_not_wanted_changes_nothing_else() {
    let repository = changed("refused");
    std::fs::write(repository.path("gh.refuses"), "").unwrap();
    let ended = check(&repository, &[]);
    assert_eq!(ended.code, 1);
    assert!(ended.log.contains("::warning title=breakeven::No comment"));
    assert!(repository.read("summary.md").contains("+14.78"));
    let ended = check(&repository, &[("INPUT_COMMENT", "false")]);
    assert_eq!((ended.code, repository.read("gh.log")), (1, String::new()));
    let ended = check(&repository, &[("PR_NUMBER", ""), ("GITHUB_BASE_REF", "")]);
    assert_eq!((ended.code, repository.read("gh.log")), (1, String::new()));
    assert!(!repository.read("summary.md").contains("Compared with"));
}

#[test]
fn a_shallow_checkout_fetches_its_base() {
    let repository = changed("shallow");
    repository.git(&["checkout", "--quiet", "work"]);
    let origin = repository.path("origin");
    std::fs::rename(repository.work(), &origin).unwrap();
    let from = format!("file://{}", origin.display());
    repository.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        "--single-branch",
        "--branch=work",
        &from,
        ".",
    ]);
    let remotes = repository.git(&["branch", "--remotes"]);
    assert!(!remotes.contains("origin/main"), "{remotes}");
    let ended = check(&repository, &[]);
    assert_eq!(ended.code, 1, "{}", ended.log);
    assert!(
        repository.read("summary.md").contains("+14.78"),
        "{}",
        ended.log
    );
    let ended = check(&repository, &[("GITHUB_BASE_REF", "gone")]);
    assert_eq!(ended.code, 1, "{}", ended.log);
    assert!(ended.log.contains("nothing is compared"), "{}", ended.log);
    // Asked for by name it is a mistake.
    let ended = check(&repository, &[("INPUT_BASE_REF", "gone")]);
    assert_eq!(ended.code, 2, "{}", ended.log);
    let ended = check(&repository, &[("INPUT_BASE_REF", "--upload-pack=x")]);
    assert_eq!(ended.code, 2, "{}", ended.log);
}

#[test]
fn what_the_base_went_on_with_is_no_change_of_the_branch() {
    let repository = changed("went-on");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write(&[("scenarios/other.yaml", &API.replace("Api", "Other"))]);
    repository.commit("another one");
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repository.git(&["checkout", "--quiet", "work"]);
    check(&repository, &[]);
    let summary = repository.read("summary.md");
    assert!(summary.contains("+14.78"), "{summary}");
    assert!(!summary.contains("Removed"), "{summary}");
}

#[test]
fn new_removed_and_unchanged_scenarios_and_measured_traffic() {
    let traffic = "traffic: { t: { requests: 3M per month, shape: { csv: hours.csv } } }";
    let measured = API.replace("traffic: { t: { requests: 1000 per day } }", traffic);
    let measured = measured.replace("fargate", "api_gateway: { kind: http }, fargate");
    let measured = measured.replace("$30", "$300");
    let hours: Vec<String> = (1..=24).map(|hour| hour.to_string()).collect();
    let repository = Repository::new(
        "kinds",
        &[
            ("scenarios/gone.yaml", API),
            ("scenarios/same.yaml", API),
            ("scenarios/traffic/api.yaml", &measured),
            ("scenarios/traffic/hours.csv", &hours.join("\n")),
            (
                "scenarios/limits.yaml",
                "budgets: [{ name: all, monthly: $900 }]\n",
            ),
            ("elsewhere/api.yaml", API),
        ],
    );
    let none = check(&repository, &[]);
    assert_eq!(none.code, 0, "{}", none.log);
    assert!(
        repository
            .read("summary.md")
            .ends_with("\n\nNo scenario changed.\n")
    );
    std::fs::remove_file(repository.work().join("scenarios/gone.yaml")).unwrap();
    let hours: Vec<String> = (1..=24).map(|hour| (25 - hour).to_string()).collect();
    repository.write(&[
        ("scenarios/new.yaml", API),
        ("scenarios/traffic/hours.csv", &hours.join("\n")),
        (
            "scenarios/limits.yaml",
            "budgets: [{ name: all, monthly: $901 }]\n",
        ),
        ("elsewhere/api.yaml", &grown()),
    ]);
    repository.commit("all kinds");
    let ended = check(&repository, &[]);
    assert_eq!(ended.code, 0, "{}", ended.log);
    let summary = repository.read("summary.md");
    assert!(
        summary.contains("\nNew: `scenarios/new.yaml`\n"),
        "{summary}"
    );
    assert!(
        summary.contains("\nRemoved: `scenarios/gone.yaml`\n"),
        "{summary}"
    );
    assert_eq!(summary.matches(": what changed").count(), 1, "{summary}");
    assert!(
        summary.contains(":scenarios/traffic/api.yaml → "),
        "{summary}"
    );
}

#[test]
fn a_folder_below_the_root_is_a_place_to_work_in() {
    let repository = Repository::new("below", &[("costs/scenarios/api.yaml", API)]);
    repository.write(&[("costs/scenarios/api.yaml", &grown())]);
    repository.commit("twice the processor");
    let script = std::fs::canonicalize("ci/github.sh").unwrap();
    repository.tool("gh", GH);
    let command = format!("cd costs && exec bash '{}' check", script.display());
    let variables = variables(&repository, &[("INPUT_SARIF", "true")]);
    let ended = repository.run("bash", &["-c", &command], &variables);
    assert_eq!(ended.code, 1, "{}", ended.log);
    assert!(repository.read("summary.md").contains("+14.78"));
    let sarif = std::fs::read_to_string(output(&repository, "sarif")).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}
