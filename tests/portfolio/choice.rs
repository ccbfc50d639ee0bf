//! Which architecture and which traffic level count.

use super::{added, costs, folder, run};

/// Tasks for 18.02005 or a NAT gateway for 730 × (0.045 + 0.005) = 36.50; twice the tasks at `peak`.
fn two(more: &str) -> String {
    format!(
        "name: Two
region: us-east-1
free_tier: none
traffic: {{ steady: {{ requests: 1000 per day }}, peak: {{ requests: 5000 per day }} }}
architectures:
  tasks: {{ components: [ fargate: {{ cpu: 0.5 vCPU, memory: 1 GB, tasks: {{ steady: 1, peak: 2 }} }} ] }}
  gateway: {{ components: [ nat_gateway: {{ gateways: 1, processed: 0 GB }} ] }}
{more}"
    )
}

/// What counts of a scenario, where that is said, and the expected month.
fn counts(more: &str, args: &[&str]) -> [String; 5] {
    let (_folder, root) = folder("choice", &[("s.yaml", two(more))]);
    let (code, document) = added(&[&[root.as_str()], args].concat());
    assert_eq!(code, 0);
    let part = &document["scenarios"][0];
    let text = |key: &str| part[key].as_str().unwrap().to_owned();
    [
        text("architecture"),
        text("architecture_from"),
        text("traffic"),
        text("traffic_from"),
        costs(part)[1].to_owned(),
    ]
}

#[test]
fn what_the_scenario_states_counts_and_not_the_cheapest() {
    let stated = "portfolio: { architecture: gateway, traffic: peak }\n";
    let expected = ["gateway", "scenario", "peak", "scenario", "36.5"];
    assert_eq!(counts(stated, &[]), expected);
    // Also where the command line has something for those that state nothing.
    assert_eq!(
        counts(stated, &["--architecture", "tasks", "--traffic", "steady"]),
        expected
    );
    // One value of every scenario is changed as ever.
    let changed = ["--set", "portfolio.architecture=tasks"];
    assert_eq!(
        counts(stated, &changed),
        ["tasks", "scenario", "peak", "scenario", "36.0401"]
    );
}

#[test]
fn then_what_the_command_line_gives_then_the_projection() {
    let asked = ["--architecture", "tasks", "--traffic", "peak"];
    let expected = ["tasks", "option", "peak", "option", "36.0401"];
    assert_eq!(counts("", &asked), expected);
    let projected = "projection: { traffic: steady }\n";
    assert_eq!(counts(projected, &asked), expected);
    assert_eq!(
        counts(projected, &["--architecture", "tasks"]),
        ["tasks", "option", "steady", "projection", "18.02005"]
    );
    assert_eq!(
        counts(
            "portfolio: { architecture: gateway }\n",
            &["--traffic", "peak"]
        ),
        ["gateway", "scenario", "peak", "option", "36.5"]
    );
}

#[test]
fn without_a_choice_nothing_is_priced_and_both_are_asked_for() {
    let (_folder, root) = folder("open", &[("s.yaml", two(""))]);
    let ran = run(&["portfolio", &root]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    for part in [
        "s.yaml: `Two` has several architectures (tasks, gateway)",
        "`portfolio: { architecture: tasks }`, or give --architecture",
        "s.yaml: `Two` has several traffic levels (steady, peak)",
        "`portfolio: { traffic: steady }`, or give --traffic",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    let ran = run(&[
        "portfolio",
        &root,
        "--traffic",
        "peak",
        "--architecture",
        "gatway",
    ]);
    assert_eq!(ran.code, 2);
    let message = "`Two` has no architecture `gatway`, but tasks, gateway; state the one that counts in \
                   the scenario, `portfolio: { architecture: gateway }`";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
}

#[test]
fn names_a_scenario_does_not_have_are_faults_with_their_places() {
    let text = two("portfolio: { architecture: tsaks, traffic: steady, level: x }\n");
    let (_folder, root) = folder("faults", &[("s.yaml", text)]);
    let ran = run(&["portfolio", &root]);
    assert_eq!(ran.code, 2);
    for part in [
        "unknown architecture `tsaks`",
        "s.yaml:8:28",
        "did you mean `tasks`?",
        "unknown key `level`",
        "2 faults found",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    // Wherever the scenario is read.
    let file = format!("{root}/s.yaml");
    assert_eq!(run(&["compare", &file]).code, 2);
}
