//! Policies: budgets of their own file, for many scenarios.

use super::{Folder, Ran, TWO, figures, run};
use breakeven::budget::{FindingCode, Policy};
use breakeven::syntax::Source;
use serde_json::Value;

/// Runs with a policy over `Two`, and a copy of it in another environment named `Shop EU`.
fn with(policy: &str) -> Ran {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = Folder::new(&format!("check-policy-{number}"));
    let two = folder.file("two.yaml", TWO);
    let shop = TWO.replace("name: Two", "name: Shop EU");
    let shop = shop.replace("environment: prod", "environment: test");
    let shop = folder.file("shop.yaml", &shop.replace("  tasks:", "  jobs:"));
    let policy = folder.file("p.yaml", &format!("budgets:\n{policy}"));
    run(&[
        "check", &two, &shop, "--policy", &policy, "--format", "json",
    ])
}

/// Scenario, architecture and severity of each finding.
fn found(ran: &Ran) -> Vec<String> {
    let document: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    let findings = document["findings"].as_array().unwrap();
    let text = |f: &Value, key: &str| f[key].as_str().unwrap_or("-").to_owned();
    findings
        .iter()
        .map(|f| {
            [
                text(f, "scenario"),
                text(f, "architecture"),
                text(f, "severity"),
            ]
            .join("/")
        })
        .collect()
}

#[test]
fn a_budget_is_for_the_scenarios_its_name_and_tags_say() {
    let all = "  - { name: n, architecture: gateway, monthly: $36 }\n";
    let ran = with(all);
    assert_eq!(ran.code, 1);
    assert_eq!(
        found(&ran),
        ["Two/gateway/failure", "Shop EU/gateway/failure"]
    );
    let ran = with(&format!(
        "  - {{ name: n, monthly: $99 }}\n{}",
        all.replace("name: n", "name: n, scenario: \"shop*\"")
    ));
    assert_eq!(ran.code, 2, "a pattern is as exact as names are");
    let named = all.replace("name: n", "name: n, scenario: 'S?op *'");
    let ran = with(&format!(
        "  - {{ name: m, tags: {{ team: checkout }}, cheapest: gateway }}\n{named}"
    ));
    assert_eq!(ran.code, 1);
    let expected = [
        "Two/gateway/failure",
        "Shop EU/gateway/failure",
        "Shop EU/gateway/failure",
    ];
    assert_eq!(found(&ran), expected);
    let tagged = all.replace("name: n", "name: n, tags: { environment: prod }");
    let ran = with(&format!("  - {{ name: m, monthly: $99 }}\n{tagged}"));
    assert_eq!(ran.code, 1);
    let expected = [
        "Two/tasks/pass",
        "Two/gateway/pass",
        "Two/gateway/failure",
        "Shop EU/jobs/pass",
        "Shop EU/gateway/pass",
    ];
    assert_eq!(found(&ran), expected);
}

#[test]
fn a_budget_of_a_policy_must_be_about_something_in_one_of_the_scenarios() {
    // Only the first scenario has `tasks`: that is enough.
    let ran =
        with("  - { name: m, monthly: $99 }\n  - { name: n, architecture: tasks, monthly: $99 }\n");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // None has `task`. The names of both are known.
    let ran =
        with("  - { name: m, monthly: $99 }\n  - { name: n, architecture: task, monthly: $99 }\n");
    assert_eq!(ran.code, 2);
    for part in [
        "unknown architecture `task`",
        "did you mean `tasks`?",
        "jobs",
        "p.yaml:3:",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert_eq!(found(&ran).len(), 4, "what could be judged is reported");
}

#[test]
fn a_slip_in_the_only_budget_is_said_as_such() {
    let ran = with("  - { name: n, component: apy, monthly: $99 }\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr.contains("unknown component `apy`"),
        "{}",
        ran.stderr
    );
    let ran = with("  - { name: n, scenario: Nobody, monthly: $99 }\n");
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("`Two` has no budgets"),
        "{}",
        ran.stderr
    );
}

#[test]
fn baselines_belong_to_scenarios_by_name() {
    let folder = Folder::new("check-baselines");
    let saved = |name: &str| {
        let text = TWO.replace("name: Two", &format!("name: {name}"));
        let file = folder.file(&format!("{name}.yaml"), &text);
        let path = folder.0.join(format!("{name}.json")).display().to_string();
        assert_eq!(
            run(&["estimate", &file, "--format", "json", "--output", &path]).code,
            0
        );
        (file, path)
    };
    let ((one, one_before), (other, other_before)) = (saved("One"), saved("Other"));
    let policy = "budgets: [{ name: n, architecture: tasks, growth: { monthly: $0 } }]\n";
    let policy = folder.file("policy.yaml", policy);
    let args = [
        "check", &one, &other, "--policy", &policy, "--format", "json",
    ];
    let both = ["--baseline", &other_before, "--baseline", &one_before];
    let ran = run(&[&args[..], &both].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(figures(&document["findings"][1]), ["pass", "0", "0", "0"]);
    // With several scenarios, the baseline of one is not that of the other.
    let ran = run(&[&args[..], &["--baseline", &one_before]].concat());
    assert_eq!(ran.code, 2);
    let ran = run(&[
        &args[..],
        &["--baseline", &one_before, "--baseline", &one_before],
    ]
    .concat());
    assert!(
        ran.stderr.contains("are both baselines of `One`"),
        "{}",
        ran.stderr
    );
}

#[test]
fn policies_are_read_strictly_and_have_a_schema() {
    for (text, part) in [
        ("budgets: []\n", "no budgets"),
        ("name: x\n", "`budgets` is missing"),
        (
            "budgets: [{ name: n, monthly: $1 }]\nregion: us-east-1\n",
            "unknown key `region`",
        ),
        ("budgets: [", ""),
    ] {
        let faults = Policy::parse(Source::new("p.yaml", text))
            .unwrap_err()
            .to_string();
        assert!(faults.contains(part), "{part}: {faults}");
    }
    let validator = jsonschema::draft7::new(&Policy::json_schema()).unwrap();
    let sound = serde_json::json!({ "name": "x", "budgets": [{
        "name": "n", "monthly": "$120", "warn_at": "80%", "tags": { "environment": "prod" },
        "growth": { "percent": "10%" }, "price_age": "90 days", "unknown_prices": "none",
        "judge": "high", "warnings": ["single-task"],
    }] });
    assert!(validator.is_valid(&sound));
    for wrong in [
        serde_json::json!({ "budgets": [{ "name": "n", "montly": "$1" }] }),
        serde_json::json!({ "budgets": [{ "name": "n", "judge": "middle" }] }),
        serde_json::json!({ "region": "us-east-1", "budgets": [] }),
    ] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}

#[test]
fn the_readme_has_every_code() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    for code in FindingCode::ALL {
        let row = format!("| `{}` | {} |\n", code.code(), code.meaning());
        assert!(readme.contains(&row), "the README lacks:\n{row}");
    }
}
