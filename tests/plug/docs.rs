//! The page about CI is true: its commands run, its settings exist.

use super::repository::{API, Repository};
use super::yaml;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn page() -> String {
    std::fs::read_to_string("docs/ci.md").unwrap()
}

fn blocks(language: &str) -> Vec<String> {
    let text = page();
    let open = format!("```{language}\n");
    let rest = text.split(open.as_str()).skip(1);
    rest.map(|block| block.split("```").next().unwrap().to_owned())
        .collect()
}

/// Writes down what it is called with.
const TOOL: &str = "#!/bin/sh
printf '%s\\n' \"${0##*/} $*\" >>\"$(dirname \"$0\")/../calls\"
";

#[test]
fn every_command_runs() {
    let scenario = API.replace("budgets:\n  - { name: all of it, monthly: $30 }\n", "");
    let policy = "budgets: [{ name: all of it, monthly: $30 }]\n";
    let growth = "budgets: [{ name: no jump, growth: { percent: 10% } }]\n";
    let repository = Repository::new(
        "docs",
        &[
            ("scenarios/api.yaml", &scenario),
            ("policy.yaml", policy),
            ("growth.yaml", growth),
        ],
    );
    for tool in ["gh", "curl"] {
        repository.tool(tool, TOOL);
    }
    repository.write(&[("breakeven-report.md", "## Report\n")]);
    let variables: BTreeMap<&str, String> = [
        ("BREAKEVEN_TOKEN", "t"),
        ("CI_API_V4_URL", "https://gitlab.example.com/api/v4"),
        ("CI_PROJECT_ID", "5"),
        ("CI_MERGE_REQUEST_IID", "6"),
        ("PR_NUMBER", "7"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into();
    let blocks = blocks("sh");
    assert!(blocks.len() >= 8);
    for block in &blocks {
        let args = ["-euo", "pipefail", "-c", block];
        let ended = repository.run("bash", &args, &variables);
        assert_eq!(ended.code, 0, "{block}\n{}", ended.log);
    }
    for written in [
        "junit.xml",
        "breakeven.sarif",
        "findings.json",
        "comment.md",
        "baseline.json",
        "prices.lock",
        "breakeven.bash",
        "man/breakeven-check.1",
    ] {
        assert!(page().contains(written), "{written}");
        assert!(repository.work().join(written).is_file(), "{written}");
    }
    let calls = repository.read("calls");
    let url = "https://gitlab.example.com/api/v4/projects/5/merge_requests/6/notes";
    assert!(calls.contains(url), "{calls}");
    assert!(
        calls.contains("gh pr comment 7 --body-file comment.md"),
        "{calls}"
    );
}

/// Words in backticks that start like a command are of this program.
#[test]
fn every_command_in_a_sentence_is_one() {
    let names: Vec<String> = super::program::commands()
        .into_iter()
        .map(|words| words.join(" "))
        .collect();
    let text = page();
    let mut found = 0;
    for code in text.split('`').skip(1).step_by(2) {
        let Some(command) = code.strip_prefix("breakeven ") else {
            continue;
        };
        found += 1;
        let is_it = |name: &String| command == name || command.starts_with(&format!("{name} "));
        assert!(names.iter().any(is_it), "{code}");
    }
    assert!(found >= 3);
    let check = super::program::help(&["check".to_owned()]);
    for option in [
        "--price-lock",
        "--max-price-age",
        "--baseline",
        "--policy",
        "--prices",
    ] {
        assert!(text.contains(option) && check.contains(option), "{option}");
    }
}

#[test]
fn the_settings_shown_are_settings_there_are() {
    let shown: Vec<Value> = blocks("yaml")
        .iter()
        .map(|block| serde_yaml::from_str(block).unwrap_or_else(|e| panic!("{block}{e}")))
        .collect();
    let [github, gitlab, pre_commit] = shown.as_slice() else {
        panic!("{shown:?}");
    };
    let inputs = &yaml("action.yml")["inputs"];
    let steps = github["jobs"]["breakeven"]["steps"].as_array().unwrap();
    let ours = steps.last().unwrap();
    assert_eq!(ours["uses"], "OWNER/breakeven@REVISION");
    for name in ours["with"].as_object().unwrap().keys() {
        assert!(inputs.get(name).is_some(), "{name}");
    }
    // The least that is enough.
    let permissions = serde_json::json!({ "contents": "read", "pull-requests": "write" });
    assert_eq!(github["permissions"], permissions);
    let variables = yaml("ci/breakeven.gitlab-ci.yml")["variables"].clone();
    for name in gitlab["variables"].as_object().unwrap().keys() {
        assert!(variables.get(name).is_some(), "{name}");
    }
    let included = gitlab["include"][0]["local"].as_str().unwrap();
    assert!(std::path::Path::new(included).is_file(), "{included}");
    let hook = &pre_commit["repos"][0]["hooks"][0]["id"];
    assert_eq!(*hook, yaml(".pre-commit-hooks.yaml")[0]["id"]);
}

#[test]
fn the_table_of_inputs_is_complete() {
    let text = page();
    let (_, table) = text.split_once("| input | is | unless given |\n").unwrap();
    let rows = table
        .lines()
        .take_while(|line| line.starts_with('|'))
        .skip(1);
    let cells = rows.map(|row| row.split('|').nth(1).unwrap());
    let names = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let listed: BTreeSet<String> = names.map(str::to_owned).collect();
    let inputs = yaml("action.yml")["inputs"].clone();
    let inputs: BTreeSet<String> = inputs.as_object().unwrap().keys().cloned().collect();
    assert_eq!(listed, inputs);
}
