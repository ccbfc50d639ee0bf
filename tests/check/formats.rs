//! The formats of findings, against the schemas their readers publish.

use super::program::breakeven;
use super::{Folder, TWO, run, two};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The schema as it is published, but for one pattern that is no regular expression: its bracket has no
/// beginning.
pub fn sarif_schema() -> Value {
    let text = std::fs::read_to_string("tests/fixtures/schemas/sarif-schema-2.1.0.json").unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    for of in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][of]["properties"]["language"];
        assert!(
            language
                .as_object_mut()
                .unwrap()
                .remove("pattern")
                .is_some()
        );
    }
    schema
}

/// A pass, a warning, a failure and a limit from below.
fn mixed() -> String {
    two(&[
        "{ name: wide, architecture: gateway, monthly: $100 }",
        "{ name: near, architecture: gateway, monthly: $40, warn_at: 80% }",
        "{ name: over, monthly: $20 }",
        "{ name: flip, break_even: { between: [tasks, gateway], above: 1 per day, below: 2 per day } }",
    ])
}

/// What is written where the file lies, so that its name is a short one.
fn written(format: &str) -> String {
    let folder = Folder::new(&format!("check-{format}-{:?}", std::thread::current().id()));
    folder.file("s.yaml", &mixed());
    let mut command = breakeven(&["check", "s.yaml", "--format", format]);
    let output = command.current_dir(&folder.0).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn people_read_tables() {
    insta::assert_snapshot!("check-table", written("table"));
    insta::assert_snapshot!("check-markdown", written("markdown"));
}

#[test]
fn json_keeps_its_contract() {
    let document: Value = serde_json::from_str(&written("json")).unwrap();
    assert_eq!(document["schema"], "breakeven/check/v1");
    let findings = document["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 6);
    for finding in findings {
        for key in [
            "code",
            "severity",
            "budget",
            "architecture",
            "traffic",
            "limit",
            "actual",
            "message",
        ] {
            assert!(finding.get(key).is_some(), "{key}: {finding}");
        }
    }
    assert_eq!(
        findings[1],
        serde_json::json!({
            "code": "monthly-cost", "severity": "warning", "budget": "near", "scenario": "Two", "file": "s.yaml",
            "architecture": "gateway", "traffic": "t", "unit": "USD", "bound": "at_most",
            "limit": "40", "actual": "36.5", "headroom": "3.5",
            "message": "near: `gateway` at `t` costs $36.50 a month, above 80% of the limit of $40",
            "place": { "file": "s.yaml", "line": 12, "column": 51 },
        })
    );
    let summary = serde_json::json!({ "pass": 3, "warning": 1, "failure": 2 });
    assert_eq!(document["summary"], summary);
    assert_eq!(document["scenarios"][0]["tags"]["environment"], "prod");
}

#[test]
fn sarif_is_what_its_schema_says() {
    let validator = jsonschema::draft7::new(&sarif_schema()).unwrap();
    let log: Value = serde_json::from_str(&written("sarif")).unwrap();
    let errors: Vec<String> = validator.iter_errors(&log).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let levels: Vec<&str> = results
        .iter()
        .map(|r| r["level"].as_str().unwrap())
        .collect();
    assert_eq!(levels, ["warning", "error", "error"]);
    let prints: BTreeSet<&str> = results
        .iter()
        .map(|r| {
            r["partialFingerprints"]["breakevenBudget/v1"]
                .as_str()
                .unwrap()
        })
        .collect();
    assert_eq!(prints.len(), results.len());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
    }
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "s.yaml");
    assert_eq!(
        place["region"],
        serde_json::json!({ "startLine": 12, "startColumn": 51 })
    );
}

#[test]
fn junit_is_what_its_schema_says() {
    let text = written("junit");
    valid_junit(&text);
    let document = roxmltree::Document::parse(&text).unwrap();
    let suite = document
        .descendants()
        .find(|n| n.has_tag_name("testsuite"))
        .unwrap();
    assert_eq!(suite.attribute("name"), Some("s.yaml"));
    assert_eq!(
        (suite.attribute("tests"), suite.attribute("failures")),
        (Some("6"), Some("2"))
    );
    let cases: Vec<_> = suite
        .children()
        .filter(|n| n.has_tag_name("testcase"))
        .collect();
    let names: BTreeSet<&str> = cases.iter().map(|n| n.attribute("name").unwrap()).collect();
    assert_eq!(names.len(), 6, "each case has a name of its own: {names:?}");
    let inside: Vec<&str> = cases
        .iter()
        .map(|n| {
            n.first_element_child()
                .map_or("", |child| child.tag_name().name())
        })
        .collect();
    assert_eq!(inside, ["", "system-out", "", "failure", "", "failure"]);
}

/// Holds a document against the published schema: which elements there are, what they may contain, and
/// which attributes they have. With `xmllint` at hand, that judges too.
pub fn valid_junit(text: &str) {
    const XS: &str = "http://www.w3.org/2001/XMLSchema";
    let path = "tests/fixtures/schemas/junit-10.xsd";
    let schema = std::fs::read_to_string(path).unwrap();
    let schema = roxmltree::Document::parse(&schema).unwrap();
    let top = schema.root_element().children();
    let elements: BTreeMap<&str, roxmltree::Node<'_, '_>> = top
        .filter(|node| node.has_tag_name((XS, "element")))
        .map(|node| (node.attribute("name").unwrap(), node))
        .collect();
    let document = roxmltree::Document::parse(text).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "testsuites");
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        let declared = elements
            .get(name)
            .unwrap_or_else(|| panic!("no element `{name}`"));
        let below = |tag: &str| {
            let found: Vec<_> = declared
                .descendants()
                .filter(|n| n.has_tag_name((XS, tag)))
                .collect();
            found
        };
        let attributes = below("attribute");
        for attribute in node.attributes() {
            let known = attributes
                .iter()
                .any(|a| a.attribute("name") == Some(attribute.name()));
            assert!(known, "no attribute `{}` of `{name}`", attribute.name());
        }
        for required in attributes
            .iter()
            .filter(|a| a.attribute("use") == Some("required"))
        {
            let wanted = required.attribute("name").unwrap();
            assert!(node.has_attribute(wanted), "`{name}` lacks `{wanted}`");
        }
        let allowed: Vec<&str> = below("element")
            .iter()
            .filter_map(|e| e.attribute("ref"))
            .collect();
        for child in node.children().filter(roxmltree::Node::is_element) {
            let child = child.tag_name().name();
            assert!(allowed.contains(&child), "`{child}` inside `{name}`");
        }
        let is_text = declared.attribute("type") == Some("xs:string")
            || below("complexType")
                .iter()
                .any(|t| t.attribute("mixed") == Some("true"));
        let has_text = node
            .children()
            .any(|n| n.is_text() && !n.text().unwrap().trim().is_empty());
        assert!(is_text || !has_text, "text inside `{name}`");
    }
    let folder = Folder::new(&format!("junit-{:x}", text.len()));
    let file = folder.file("junit.xml", text);
    let linted = std::process::Command::new("xmllint")
        .args(["--noout", "--schema", path, &file])
        .output();
    if let Ok(output) = linted {
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn annotations_and_code_quality_are_at_the_budget() {
    let lines = written("github");
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        lines[0],
        "::warning file=s.yaml,line=12,col=51,title=monthly-cost::near: `gateway` at `t` costs \
         $36.50 a month, above 80%25 of the limit of $40"
    );
    assert!(lines[1].starts_with("::error file=s.yaml,line=13,col=28,title=monthly-cost::over: "));
    let problems: Value = serde_json::from_str(&written("gitlab")).unwrap();
    let problems = problems.as_array().unwrap();
    assert_eq!(problems.len(), 3);
    assert_eq!(problems[0]["severity"], "minor");
    assert_eq!(problems[1]["severity"], "major");
    assert_eq!(problems[1]["check_name"], "monthly-cost");
    let location = serde_json::json!({ "path": "s.yaml", "lines": { "begin": 13 } });
    assert_eq!(problems[1]["location"], location);
}

#[test]
fn fingerprints_stay_while_amounts_and_lines_change() {
    let folder = Folder::new("check-prints");
    let prints = |text: &str| {
        let file = folder.file("s.yaml", text);
        let ran = run(&["check", &file, "--format", "gitlab"]);
        let problems: Value = serde_json::from_str(&ran.stdout).unwrap();
        let problems = problems.as_array().unwrap().clone();
        problems
            .iter()
            .map(|p| p["fingerprint"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let before = prints(&two(&["{ name: n, monthly: $10 }"]));
    let moved = two(&["{ name: first, monthly: $99 }", "{ name: n, monthly: $11 }"]);
    assert_eq!(prints(&moved), before);
    // The same budget twice is two problems.
    let twice = prints(&two(&[
        "{ name: n, monthly: $10 }",
        "{ name: n, monthly: $10 }",
    ]));
    assert_eq!(twice.iter().collect::<BTreeSet<_>>().len(), 4);
    assert_eq!(twice[..2], before);
}

#[test]
fn files_that_can_not_be_checked_are_in_every_format() {
    let folder = Folder::new("check-unchecked");
    let sound = folder.file("sound.yaml", &mixed());
    let none = folder.file("none.yaml", TWO);
    for format in [
        "table", "markdown", "json", "junit", "sarif", "github", "gitlab",
    ] {
        let ran = run(&["check", &sound, &none, "--format", format]);
        assert_eq!(ran.code, 2, "{format}");
        let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains("has no budgets, so that nothing was checked"),
            "{format}: {words}"
        );
        match format {
            "junit" => valid_junit(&ran.stdout),
            "sarif" => {
                let log: Value = serde_json::from_str(&ran.stdout).unwrap();
                assert_eq!(
                    log["runs"][0]["invocations"][0]["executionSuccessful"],
                    false
                );
            }
            _ => {}
        }
    }
}
