//! The GitLab template: its script is run as GitLab runs it.

use super::repository::{API, Ended, Repository, grown};
use super::yaml;
use std::collections::BTreeMap;

const TEMPLATE: &str = "ci/breakeven.gitlab-ci.yml";

/// The lines of the job in one shell, as the runner has them: with the options it sets.
fn script() -> String {
    let template = yaml(TEMPLATE);
    let parts = template["breakeven"]["script"].as_array().unwrap();
    let parts = parts.iter().map(|part| part.as_str().unwrap());
    let parts: Vec<&str> = parts.collect();
    format!("set -e\n{}", parts.join("\n"))
}

fn run(repository: &Repository, shell: &[&str], more: &[(&'static str, &str)]) -> i32 {
    let ended = job(repository, shell, more);
    eprintln!("{}", ended.log);
    ended.code
}

/// The job of the template, run by a shell.
pub fn job(repository: &Repository, shell: &[&str], more: &[(&'static str, &str)]) -> Ended {
    let template = yaml(TEMPLATE);
    let defaults = template["variables"].as_object().unwrap();
    let default = |name: &str| defaults[name].as_str().unwrap().to_owned();
    let mut variables: BTreeMap<&str, String> =
        ["BREAKEVEN_FILES", "BREAKEVEN_POLICY", "BREAKEVEN_BASELINE"]
            .map(|name| (name, default(name)))
            .into();
    variables.extend(
        more.iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    let script = script();
    let args: Vec<&str> = shell[1..].iter().copied().chain(["-c", &script]).collect();
    repository.run(shell[0], &args, &variables)
}

fn merge_request(name: &str) -> (Repository, String) {
    let repository = Repository::new(name, &[("scenarios/api.yaml", API)]);
    repository.write(&[
        ("scenarios/api.yaml", &grown()),
        (
            "scenarios/limits.yaml",
            "budgets: [{ name: all, monthly: $900 }]\n",
        ),
    ]);
    repository.commit("twice the processor");
    let base = repository.git(&["merge-base", "main", "HEAD"]);
    (repository, base)
}

#[test]
fn a_merge_request_that_breaks_a_budget_fails_with_all_reports() {
    for shell in [&["sh"][..], &["bash", "-o", "pipefail"]] {
        let (repository, base) = merge_request(&format!("gitlab-{}", shell[0]));
        let code = run(
            &repository,
            shell,
            &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base)],
        );
        assert_eq!(code, 1);
        let junit = repository.read("work/breakeven-junit.xml");
        let junit = roxmltree::Document::parse(&junit).unwrap();
        let failures = junit
            .descendants()
            .filter(|node| node.has_tag_name("failure"));
        assert_eq!(failures.count(), 1);
        let quality = repository.read("work/breakeven-quality.json");
        let quality: serde_json::Value = serde_json::from_str(&quality).unwrap();
        assert_eq!(quality[0]["location"]["path"], "scenarios/api.yaml");
        assert_eq!(quality[0]["location"]["lines"]["begin"], 9);
        let report = repository.read("work/breakeven-report.md");
        assert!(report.contains("$6.04"), "{report}");
        assert!(report.contains("## Api: what changed"), "{report}");
        assert!(report.contains("+14.78"), "{report}");
        let variables = repository.read("work/breakeven.env");
        assert_eq!(variables, "BREAKEVEN_EXIT_CODE=1\n");
    }
}

#[test]
fn without_a_merge_request_budgets_alone_are_checked() {
    let (repository, _) = merge_request("gitlab-branch");
    repository.write(&[("lax.yaml", "budgets: [{ name: \"l\", monthly: $50 }]\n")]);
    let text = grown().replace("$30", "$40");
    repository.write(&[("scenarios/api.yaml", &text)]);
    assert_eq!(
        run(
            &repository,
            &["sh"],
            &[("BREAKEVEN_POLICY", "lax.yaml scenarios/limits.yaml")]
        ),
        0
    );
    assert!(
        !repository
            .read("work/breakeven-report.md")
            .contains("what changed")
    );
    assert_eq!(
        repository.read("work/breakeven.env"),
        "BREAKEVEN_EXIT_CODE=0\n"
    );
    // What is wrong is no broken budget.
    assert_eq!(run(&repository, &["sh"], &[("BREAKEVEN_FILES", "none")]), 2);
}

#[test]
fn a_branch_without_scenarios_is_compared_with_nothing() {
    let (repository, _) = merge_request("gitlab-docs");
    let base = repository.git(&["rev-parse", "HEAD"]);
    repository.write(&[("README.md", "text"), ("scenarios/api.yaml", &grown())]);
    repository.commit("words");
    let shell = ["bash", "-o", "pipefail"];
    let code = run(
        &repository,
        &shell,
        &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base)],
    );
    assert_eq!(code, 1, "of the budget, not of a pipe that found nothing");
    assert_eq!(
        repository.read("work/breakeven.env"),
        "BREAKEVEN_EXIT_CODE=1\n"
    );
}

#[test]
fn artifacts_are_what_the_script_writes() {
    let job = &yaml(TEMPLATE)["breakeven"];
    let script = script();
    let artifacts = &job["artifacts"];
    assert_eq!(artifacts["when"], "always");
    let reports = artifacts["reports"].as_object().unwrap();
    let names: Vec<&str> = reports.keys().map(String::as_str).collect();
    assert_eq!(names, ["codequality", "dotenv", "junit"]);
    let files = reports
        .values()
        .chain(artifacts["paths"].as_array().unwrap());
    for file in files {
        assert!(script.contains(file.as_str().unwrap()), "{file}");
    }
    assert_eq!(job["image"]["entrypoint"], serde_json::json!([""]));
}
