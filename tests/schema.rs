//! The JSON Schema of scenario files describes exactly what the reader accepts.

use breakeven::scenario::Scenario;
use breakeven::syntax::Source;
use serde_json::Value;
use std::path::PathBuf;

const HINT: &str = "# yaml-language-server: $schema=scenario.schema.json";

fn scenarios() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir("scenarios")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn validator() -> jsonschema::Validator {
    jsonschema::draft7::new(&Scenario::json_schema()).expect("a sound schema")
}

/// YAML as the JSON an editor validates, with its aliases resolved.
fn as_json(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

#[test]
fn the_shipped_schema_is_the_one_the_program_prints() {
    let shipped = std::fs::read_to_string("scenarios/scenario.schema.json").unwrap();
    let printed = serde_json::to_string_pretty(&Scenario::json_schema()).unwrap() + "\n";
    assert!(
        shipped == printed,
        "run `breakeven schema --output scenarios/scenario.schema.json`"
    );
}

#[test]
fn every_scenario_carries_the_editor_hint_and_validates() {
    let validator = validator();
    for path in scenarios() {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(HINT), "{}", path.display());
        let errors: Vec<String> = validator
            .iter_errors(&as_json(&text))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        let name = path.display().to_string();
        Scenario::parse(Source::new(name, text)).unwrap_or_else(|faults| panic!("{faults}"));
    }
}

const SMALL: &str = "
name: Small
region: us-east-1
traffic: { low: { requests: 100 per day } }
architectures: { one: { components: [ s3: { storage: 1 GB } ] } }
";

#[test]
fn schema_and_reader_refuse_the_same_mistakes() {
    let validator = validator();
    assert!(validator.is_valid(&as_json(SMALL)));
    assert!(Scenario::parse(Source::new("small", SMALL)).is_ok());
    for (right, wrong) in [
        ("region: us-east-1", "region: mars-1"),
        ("name: Small\n", "\n"),
        ("requests: 100 per day", "request: 100 per day"),
        ("s3: {", "s33: {"),
        ("storage: 1 GB", "store: 1 GB"),
        ("[ s3: { storage: 1 GB } ]", "{}"),
        ("one:", "a b:"),
        ("traffic: { low: { requests: 100 per day } }", "traffic: {}"),
    ] {
        let text = SMALL.replace(right, wrong);
        assert_ne!(text, SMALL);
        assert!(
            !validator.is_valid(&as_json(&text)),
            "the schema accepts {wrong}"
        );
        assert!(
            Scenario::parse(Source::new("small", text)).is_err(),
            "the reader takes {wrong}"
        );
    }
}
