//! Budgets as they are shown beside the estimates.

mod common;
mod program;

use program::{Folder, run};

/// A NAT gateway with its address costs 36.50.
fn shown(budget: &str) -> String {
    let folder = Folder::new("budgets");
    let text = format!(
        "name: T\nregion: us-east-1\nfree_tier: none\ntraffic: {{ t: {{ requests: 1 per day }} }}\n\
         architectures: {{ a: {{ components: [nat_gateway: {{ gateways: 1, processed: 0 GB }}] }}, \
         b: {{ components: [secrets_manager: {{}}] }} }}\nbudgets: [{budget}]\n"
    );
    let ran = run(&["compare", &folder.file("b.yaml", &text)]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn a_budget_is_over_near_or_within() {
    let over = shown("{ name: small, monthly: $36, warn_at: 80% }");
    assert!(
        over.contains("small: over $36: a · t at $36.50\n"),
        "{over}"
    );
    // 80 % of 45 is 36.
    let near = shown("{ name: tight, monthly: $45, warn_at: 80%, architecture: a }");
    assert!(
        near.contains("tight: above 80% of $45: a · t at $36.50\n"),
        "{near}"
    );
    // Exactly at the limit is within it.
    let within = shown("{ name: enough, monthly: $36.50 }");
    assert!(within.contains("enough: within $36.50\n"), "{within}");
    let other = shown("{ name: other, monthly: $1, architecture: b }");
    assert!(other.contains("other: within $1\n"), "{other}");
}

#[test]
fn a_budget_of_what_is_not_shown_is_not_shown() {
    let file = "scenarios/free-tier-demo.yaml";
    let shown = run(&[
        "compare",
        file,
        "--architecture",
        "serverless",
        "--traffic",
        "idle",
    ])
    .stdout;
    assert!(shown.contains("demo serverless: within $10"), "{shown}");
    assert!(!shown.contains("demo off-hours:"), "{shown}");
}
