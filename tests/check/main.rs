//! `check`: budgets judged, by figures worked out by hand.

#[path = "../common/mod.rs"]
mod common;
#[path = "../program/mod.rs"]
mod program;

mod basis;
mod escaped;
mod exits;
mod formats;
mod kinds;
mod laws;
mod policies;
mod refused;
mod room;

use program::{Folder, Ran, run};
use serde_json::Value;

/// Two architectures without free tier. A Fargate task of 0.5 vCPU and 1 GB costs 730 × (0.5 × 0.04048
/// + 0.004445) = 18.02005; a NAT gateway with its address 730 × (0.045 + 0.005) = 36.50.
const TWO: &str = "name: Two
region: us-east-1
free_tier: none
as_of: 2026-11-21
tags: { environment: prod, team: checkout }
traffic: { t: { requests: 1000 users × 20 per day } }
architectures:
  tasks: { components: [ fargate: { name: api, cpu: 0.5 vCPU, memory: 1 GB, tasks: 1 } ] }
  gateway: { components: [ nat_gateway: { gateways: 1, processed: 0 GB } ] }
";

/// The same with budgets, each in braces.
fn two(budgets: &[&str]) -> String {
    let lines: String = budgets.iter().map(|b| format!("  - {b}\n")).collect();
    format!("{TWO}budgets:\n{lines}")
}

/// Checks a scenario file with further arguments.
fn check(text: &str, more: &[&str]) -> Ran {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = Folder::new(&format!("check-{number}"));
    let file = folder.file("s.yaml", text);
    run(&[&["check", &file], more].concat())
}

/// The exit code and the findings.
fn findings(text: &str, more: &[&str]) -> (i32, Vec<Value>) {
    let ran = check(text, &[more, &["--format", "json"]].concat());
    let document: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    assert_eq!(document["schema"], "breakeven/check/v1");
    (ran.code, document["findings"].as_array().unwrap().clone())
}

/// Severity, limit, actual and headroom of a finding; `-` for null.
fn figures(finding: &Value) -> [String; 4] {
    ["severity", "limit", "actual", "headroom"]
        .map(|key| finding[key].as_str().unwrap_or("-").to_owned())
}

/// The one finding of a budget that makes one.
fn one(budget: &str, more: &[&str]) -> Value {
    let (_, mut findings) = findings(&two(&[budget]), more);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.remove(0)
}
