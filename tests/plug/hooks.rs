//! The hook for pre-commit.

use super::repository::{API, Repository, grown};
use super::yaml;
use std::collections::BTreeMap;

#[test]
fn the_hook_has_the_shape_pre_commit_reads() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let [hook] = hooks.as_array().unwrap().as_slice() else {
        panic!("{hooks}");
    };
    for key in ["id", "name", "entry", "language"] {
        assert!(hook[key].is_string(), "{key}");
    }
    assert_eq!(hook["id"], "breakeven-check");
    assert_eq!(hook["language"], "rust");
    assert_eq!(hook["require_serial"], true);
    // It is built with the default features, which the program needs.
    let manifest = std::fs::read_to_string("Cargo.toml").unwrap();
    assert!(manifest.contains("default = [\"full\"]") && manifest.contains("full = [\"cli\""));
    let files = hook["files"].as_str().unwrap();
    assert_eq!(files, "(^|/)scenarios/");
    assert_eq!(hook["types"], serde_json::json!(["yaml"]));
}

#[test]
fn the_entry_runs_on_the_files_it_is_given() {
    let repository = Repository::new("hook", &[("scenarios/api.yaml", API)]);
    let hooks = yaml(".pre-commit-hooks.yaml");
    let entry = hooks[0]["entry"].as_str().unwrap();
    let (program, args) = entry.split_once(' ').unwrap();
    let run = |more: &[&str]| {
        let args: Vec<&str> = args.split(' ').chain(more.iter().copied()).collect();
        repository.run(program, &args, &BTreeMap::new())
    };
    // As pre-commit calls it: the words of the entry, `args`, the files.
    let ended = run(&["scenarios/api.yaml"]);
    assert_eq!(ended.code, 0, "{}", ended.log);
    repository.write(&[
        ("scenarios/api.yaml", &grown()),
        ("policy.yaml", "budgets: [{ name: p, monthly: $20 }]\n"),
    ]);
    let ended = run(&["--policy", "policy.yaml", "scenarios/api.yaml"]);
    assert_eq!(ended.code, 1, "{}", ended.log);
    assert!(
        ended.log.contains("2 budget checks failed"),
        "{}",
        ended.log
    );
}
