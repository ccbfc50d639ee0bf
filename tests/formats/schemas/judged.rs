//! Schemas of checks, of policies and of what was saved.

use super::{faults, validator};
use crate::program::{Folder, run};
use breakeven::budget::Policy;
use breakeven::render::schema::Output;
use breakeven::syntax::Source;
use serde_json::{Value, json};

const BUDGETS: &str = "
budgets:
  - { name: wide, architecture: functions, monthly: $100 }
  - { name: near, architecture: functions, traffic: grown, monthly: $4, warn_at: 80% }
  - { name: part, component: lambda, monthly: $1 }
  - { name: service, service: alb, monthly: $10 }
  - { name: flip, break_even: { between: [containers, functions], above: 1 per day } }
  - { name: fresh, price_age: 1 day }
  - { name: each, per_request: $0.000001 }
  - { name: known, unknown_prices: none }
  - { name: grow, growth: { monthly: $5 } }
";

#[test]
fn checks_are_as_their_schema_says() {
    let folder = Folder::new("schema-check");
    let small = std::fs::read_to_string("scenarios/small-api.yaml").unwrap();
    let before = folder.file("before.yaml", &small);
    let baseline = folder.0.join("baseline.json").display().to_string();
    assert_eq!(run(&["estimate", &before, "--save", &baseline]).code, 0);
    let after = small
        .replace("cpu: 0.25 vCPU", "cpu: 0.5 vCPU")
        .replace("512 MB", "1 GB");
    assert_ne!(after, small);
    let after = folder.file("after.yaml", &format!("{after}{BUDGETS}"));
    let broken = folder.file("broken.yaml", "name: x");
    let ran = run(&[
        "check",
        &after,
        &broken,
        "--baseline",
        &baseline,
        "--as-of",
        "2026-11-21",
        "--format",
        "json",
    ]);
    let document: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    assert_eq!(faults("check", &document), [""; 0]);
    // Whatever may be missing was there, and whatever may be null was null somewhere.
    let findings = document["findings"].as_array().unwrap();
    let some = |of: &dyn Fn(&Value) -> bool| findings.iter().any(of);
    for severity in ["pass", "warning", "failure"] {
        assert!(some(&|f| f["severity"] == severity), "{severity}");
    }
    for unit in ["USD", "days", "requests per day", "count"] {
        assert!(some(&|f| f["unit"] == unit), "{unit}");
    }
    for key in ["component", "service"] {
        assert!(some(&|f| f[key].is_string()), "{key}");
    }
    assert!(some(&|f| f["bound"] == "at_least"));
    assert!(some(&|f| f["changes"].is_array()));
    assert!(some(&|f| f["architecture"].is_null()));
    assert_eq!(document["errors"].as_array().unwrap().len(), 1);
    let mut spoilt = document.clone();
    spoilt["findings"][0]["severity"] = json!("error");
    assert!(!faults("check", &spoilt).is_empty());
}

/// What was saved before there were marks is an estimate of the same version still.
#[test]
fn documents_of_the_first_version_are_as_the_schema_of_today_says() {
    for kind in ["estimate", "compare"] {
        let path = format!("tests/fixtures/baselines/{kind}-v1-first.json");
        let document: Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert!(document.get("traffic").is_none(), "the first had no marks");
        let validator = validator(&Output::named(kind).unwrap().schema());
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0], "{kind}");
    }
}

/// A limit on growth holds a scenario against what was saved by the first version.
#[test]
fn baselines_of_the_first_version_are_read_by_check() {
    let folder = Folder::new("schema-old");
    for kind in ["estimate", "compare"] {
        let path = format!("tests/fixtures/baselines/{kind}-v1-first");
        let scenario = std::fs::read_to_string(format!("{path}.yaml")).unwrap();
        let budget = "budgets: [{ name: as before, growth: { monthly: $0 } }]\n";
        let file = folder.file("s.yaml", &format!("{scenario}{budget}"));
        let baseline = format!("{path}.json");
        let ran = run(&["check", &file, "--baseline", &baseline, "--format", "json"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{kind}");
        let document: Value = serde_json::from_str(&ran.stdout).unwrap();
        for finding in document["findings"].as_array().unwrap() {
            assert_eq!(finding["actual"], "0", "{finding}");
        }
    }
}

const POLICY: &str = "
name: Everywhere
budgets:
  - { name: production, tags: { environment: prod }, monthly: $500, warn_at: 80%, judge: high }
  - { name: known and fresh, unknown_prices: none, price_age: 365 days }
";

#[test]
fn the_schema_of_policies_and_their_reader_refuse_the_same_mistakes() {
    let schema: Value = serde_json::from_str(&run(&["schema", "--of", "policy"]).stdout).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let accepted = |text: &str| {
        let tree: Value = serde_yaml::from_str(text).unwrap();
        let read = Policy::parse(Source::new("p.yaml", text.to_owned())).is_ok();
        (validator.is_valid(&tree), read)
    };
    assert_eq!(accepted(POLICY), (true, true));
    for (right, wrong) in [
        ("budgets:", "limits:"),
        ("monthly: $500", "montly: $500"),
        ("name: production, ", ""),
        ("judge: high", "judge: highest"),
        ("tags: { environment: prod }", "tags: prod"),
    ] {
        let text = POLICY.replace(right, wrong);
        assert_ne!(text, POLICY);
        assert_eq!(accepted(&text), (false, false), "{wrong}");
    }
}
