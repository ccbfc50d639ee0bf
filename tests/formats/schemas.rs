//! Published schemas: shipped as printed, true of every output, and not true of everything.

mod judged;
mod priced;

use crate::program::{Folder, run};
use crate::scenarios;
use breakeven::render::schema::{OUTPUTS, Output};
use serde_json::{Value, json};

/// The schema with no further fields allowed, so that a field nobody described is found.
fn closed(mut schema: Value) -> Value {
    fn close(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                if fields.contains_key("properties") {
                    fields.insert("additionalProperties".to_owned(), json!(false));
                }
                fields.values_mut().for_each(close);
            }
            Value::Array(items) => items.iter_mut().for_each(close),
            _ => {}
        }
    }
    close(&mut schema);
    schema
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::draft202012::meta::validate(schema).unwrap();
    jsonschema::draft202012::new(schema).unwrap()
}

fn faults(name: &str, document: &Value) -> Vec<String> {
    let schema = closed(Output::named(name).unwrap().schema());
    let validator = validator(&schema);
    let errors = validator.iter_errors(document);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .take(5)
        .collect()
}

#[test]
fn shipped_schemas_are_those_the_program_prints() {
    let mut shipped: Vec<String> = std::fs::read_dir("schemas")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    shipped.sort();
    let names = || OUTPUTS.iter().map(|output| output.name).chain(["policy"]);
    let mut expected: Vec<String> = names().map(|name| format!("{name}.schema.json")).collect();
    expected.sort();
    assert_eq!(shipped, expected);
    for name in names() {
        let path = format!("schemas/{name}.schema.json");
        let printed = run(&["schema", "--of", name]);
        assert_eq!((printed.code, printed.stderr.as_str()), (0, ""));
        assert!(
            std::fs::read_to_string(&path).unwrap() == printed.stdout,
            "run `breakeven schema --of {name} --output {path}`"
        );
    }
    // Without a name it is that of scenarios, as ever.
    let scenario = run(&["schema"]).stdout;
    assert_eq!(scenario, run(&["schema", "--of", "scenario"]).stdout);
    assert!(scenario.contains("breakeven scenario"));
    assert_eq!(run(&["schema", "--of", "nothing"]).code, 2);
}

#[test]
fn every_output_of_every_shipped_scenario_is_as_its_schema_says() {
    let commands: [(&str, &[&str]); 7] = [
        ("estimate", &["estimate"]),
        ("compare", &["compare"]),
        ("explain", &["explain"]),
        ("regions", &["compare", "--region", "all"]),
        ("project", &["project", "--months", "3"]),
        ("sweep", &["sweep", "--points", "4"]),
        ("simulate", &["simulate", "--draws", "50"]),
    ];
    for (name, command) in commands {
        let mut seen = 0;
        for scenario in scenarios() {
            let ran = run(&[command, &[&scenario, "--format", "json"]].concat());
            // Some have no ordinary month, or nothing that changes along the requests.
            if ran.code == 2 && matches!(name, "project" | "sweep") {
                continue;
            }
            assert_eq!(ran.code, 0, "{name} {scenario}: {}", ran.stderr);
            let document = serde_json::from_str(&ran.stdout).unwrap();
            assert_eq!(faults(name, &document), [""; 0], "{name} {scenario}");
            seen += 1;
        }
        assert!(seen >= 4, "{name}: {seen} seen");
    }
}

#[test]
fn so_are_the_outputs_that_take_longer_and_those_without_a_scenario() {
    let small = "scenarios/small-api.yaml";
    let outputs: [(&str, &[&str]); 12] = [
        (
            "portfolio",
            &["portfolio", "scenarios/services", "--by", "team"],
        ),
        ("drivers", &["drivers", small, "--traffic", "grown"]),
        (
            "optimize",
            &["optimize", small, "--traffic", "grown", "--top", "2"],
        ),
        (
            "sweep",
            &["sweep", small, "--over", "month", "--values", "720h,744h"],
        ),
        (
            "simulate",
            &["simulate", "tests/fixtures/uncertain.yaml", "--draws", "50"],
        ),
        (
            "estimate",
            &[
                "estimate",
                small,
                "--free-tier",
                "credits $140",
                "--as-of",
                "2026-11-21",
            ],
        ),
        ("regions", &["compare", small, "--region", "all"]),
        ("prices", &["prices", "list"]),
        ("prices", &["prices", "show", "alb.hour"]),
        (
            "diff",
            &[
                "diff",
                "scenarios/habit-tracker-as-documented.yaml",
                "scenarios/habit-tracker.yaml",
            ],
        ),
        (
            "diff",
            &[
                "diff",
                "tests/fixtures/baselines/estimate-v1-first.json",
                small,
            ],
        ),
        ("diff", &["diff", small, "scenarios/spontime-poc.yaml"]),
    ];
    for (name, command) in outputs {
        let ran = run(&[command, &["--format", "json"]].concat());
        assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
        let document = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(faults(name, &document), [""; 0], "{name}");
    }
    // Commitments and prices of one's own, which no shipped scenario has together.
    let folder = Folder::new("bought");
    let path = folder.file("bought.yaml", BOUGHT);
    let ran = run(&["estimate", &path, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(document["estimates"][0]["commitments"].is_array());
    assert!(document["prices"]["overridden"].is_array());
    assert_eq!(faults("estimate", &document), [""; 0]);
}

/// Everything bought otherwise than on demand.
pub(crate) const BOUGHT: &str = "
name: Bought
region: us-east-1
month: 2026-12
request: { duration: 120 ms, response: 4 KB }
traffic: { steady: { requests: 3M per month } }
architectures:
  containers:
    components:
      - fargate: { name: api, cpu: 1 vCPU, memory: 2 GB, tasks: 2..4 }
      - rds: { engine: postgres, class: db.t4g.medium, storage: 20 GB gp3 }
      - alb: {}
      - data_transfer: {}
purchase:
  fargate_spot: { share: 50%, discount: 68%, as_of: 2026-10-01 }
  savings_plans:
    - { kind: compute, commitment: $0.010 per hour, term: 1 year, payment: no upfront }
    - { kind: compute, commitment: $0.2 per hour, term: 1 year, payment: no upfront }
  reserved:
    - { engine: postgres, class: db.t4g.medium, count: 1, term: 1 year, payment: no upfront }
  discounts:
    - { service: alb, discount: 5%, source: agreement of 2026 }
prices:
  source: my contract
  overrides: { alb.hour: $0.02 per hour }
";

#[test]
fn a_wrong_type_or_a_missing_field_is_no_such_output() {
    let printed = run(&["compare", "scenarios/small-api.yaml", "--format", "json"]).stdout;
    let right: Value = serde_json::from_str(&printed).unwrap();
    let schema = Output::named("compare").unwrap().schema();
    let open = validator(&schema);
    assert!(open.is_valid(&right));
    let spoilt = |pointer: &str, value: Value| {
        let mut spoilt = right.clone();
        *spoilt.pointer_mut(pointer).unwrap() = value;
        spoilt
    };
    for (pointer, value) in [
        ("/schema", json!("breakeven/compare/v2")),
        ("/currency", json!("EUR")),
        ("/region", json!("mars")),
        ("/month/hours", json!(730)),
        ("/prices/sha256", json!("abc")),
        ("/estimates/0/monthly_cost/expected", json!(12.5)),
        ("/estimates/0/monthly_cost/expected", json!("1e-7")),
        ("/estimates/0/monthly_cost/expected", json!("12.50")),
        ("/estimates/0/monthly_cost/expected", json!("1,200")),
        ("/estimates/0/charges/0/category", json!("gift")),
        ("/estimates/0/charges/0/tiers", json!({})),
        ("/estimates/0/charges/0/tiers/0/cost", Value::Null),
        ("/estimates/0/warnings/0/code", json!("Not A Code")),
        ("/comparisons/0/ranges_overlap", json!("no")),
        ("/break_even/0/crossings", json!("none")),
    ] {
        assert!(!open.is_valid(&spoilt(pointer, value)), "{pointer}");
    }
    let mut missing = right.clone();
    missing.as_object_mut().unwrap().remove("estimates");
    assert!(!open.is_valid(&missing));
    // Fields may be added.
    let mut more = right.clone();
    more["estimates"][0]["added_later"] = json!(true);
    assert!(open.is_valid(&more));
    assert!(!faults("compare", &more).is_empty());
}
