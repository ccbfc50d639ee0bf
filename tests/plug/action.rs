//! The action: what it passes on to its script, and which program it runs.

use super::github::{output, variables};
use super::repository::{API, Repository};
use super::yaml;
use std::collections::BTreeSet;

#[test]
fn the_action_passes_everything_on_as_data() {
    let action = yaml("action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    let script = std::fs::read_to_string("ci/github.sh").unwrap();
    let mut passed = BTreeSet::new();
    let mut used = String::new();
    for step in action["runs"]["steps"].as_array().unwrap() {
        used.push_str(&step.to_string());
        let Some(run) = step["run"].as_str() else {
            let (_, version) = step["uses"].as_str().unwrap().split_once('@').unwrap();
            // A tag may be moved to another commit; a commit stays what it is.
            let is_commit = version.len() == 40 && version.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(is_commit, "{step}");
            continue;
        };
        // Nothing is put into the text of a script.
        assert!(!run.contains("${{"), "{run}");
        let word = run
            .strip_prefix("\"$GITHUB_ACTION_PATH/ci/github.sh\" ")
            .unwrap();
        assert!(
            script.contains(&format!("\n    {word}) {word} ;;\n")),
            "{word}"
        );
        assert_eq!(step["shell"], "bash");
        passed.extend(step["env"].as_object().unwrap().keys().cloned());
    }
    for (name, input) in action["inputs"].as_object().unwrap() {
        assert!(
            input["description"].is_string() && input["default"].is_string(),
            "{name}"
        );
        assert!(used.contains(&format!("inputs.{name}")), "{name}");
    }
    let read: BTreeSet<String> = script
        .split(|c: char| !c.is_ascii_uppercase() && c != '_')
        .filter(|word| word.starts_with("INPUT_") || *word == "PR_NUMBER")
        .map(str::to_owned)
        .collect();
    assert!(read.is_subset(&passed), "{read:?} {passed:?}");
    for name in passed.iter().filter(|name| name.starts_with("INPUT_")) {
        assert!(read.contains(name), "{name} is not read");
    }
    for (name, output) in action["outputs"].as_object().unwrap() {
        assert_eq!(
            output["value"],
            format!("${{{{ steps.check.outputs.{name} }}}}")
        );
        assert!(script.contains(&format!("output {name} ")), "{name}");
    }
}

#[test]
fn a_program_that_is_there_is_taken() {
    let repository = Repository::new("install", &[("scenarios/api.yaml", API)]);
    let script = std::fs::canonicalize("ci/github.sh").unwrap();
    let binary = env!("CARGO_BIN_EXE_breakeven");
    let install = |binary: &str| {
        let variables = variables(&repository, &[("INPUT_BINARY", binary)]);
        repository.run("bash", &[script.to_str().unwrap(), "install"], &variables)
    };
    assert_eq!(install(binary).code, 0);
    assert_eq!(output(&repository, "binary"), binary);
    let ended = install("tools/none");
    assert_eq!(ended.code, 2);
    assert!(ended.log.contains("there is no program at tools/none"));
    // A key of what is built: the same twice.
    let key = || {
        let _ = std::fs::remove_file(repository.path("outputs"));
        let args = [script.to_str().unwrap(), "key"];
        let ended = repository.run("bash", &args, &variables(&repository, &[]));
        assert_eq!(ended.code, 0, "{}", ended.log);
        output(&repository, "key")
    };
    let first = key();
    assert!(first.len() >= 40 && first.ends_with("-cli"), "{first}");
    assert_eq!(first, key());
}
