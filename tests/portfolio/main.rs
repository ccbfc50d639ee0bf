//! `portfolio`: several scenarios added up, by figures worked out by hand.

#[path = "../common/mod.rs"]
mod common;
#[path = "../program/mod.rs"]
mod program;

mod choice;
mod exits;
mod free_tier;
mod hostile;
mod laws;
mod shown;
mod sums;

use program::{Folder, run};
use serde_json::Value;
use std::sync::atomic::{AtomicU32, Ordering};

/// A scenario of Fargate tasks without free tier. One task of 0.5 vCPU and 1 GB costs 730 × (0.5 ×
/// 0.04048 + 0.004445) = 18.02005 a month.
fn tasks(name: &str, tags: &str, tasks: &str) -> String {
    format!(
        "name: {name}
region: us-east-1
free_tier: none
tags: {{ {tags} }}
traffic: {{ t: {{ requests: 1000 per day }} }}
architectures:
  a: {{ components: [ fargate: {{ cpu: 0.5 vCPU, memory: 1 GB, tasks: {tasks} }} ] }}
"
    )
}

/// A folder with these files, by name.
fn folder(name: &str, files: &[(&str, String)]) -> (Folder, String) {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = Folder::new(&format!("portfolio-{name}-{number}"));
    for (file, text) in files {
        folder.file(file, text);
    }
    let root = folder.0.display().to_string();
    (folder, root)
}

/// The exit code and the document.
fn added(args: &[&str]) -> (i32, Value) {
    let ran = run(&[&["portfolio", "--format", "json"], args].concat());
    let document: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr));
    assert_eq!(document["schema"], "breakeven/portfolio/v1");
    (ran.code, document)
}

/// Low, expected and high of a month, and the expected year.
fn costs(of: &Value) -> [&str; 4] {
    let text = |pointer: &str| of.pointer(pointer).and_then(Value::as_str).unwrap();
    [
        text("/monthly_cost/low"),
        text("/monthly_cost/expected"),
        text("/monthly_cost/high"),
        text("/yearly_cost/expected"),
    ]
}

/// Text of a tag, number of scenarios and expected month of each group.
fn groups(total: &Value, tag: usize) -> Vec<(Option<&str>, u64, &str)> {
    let groups = total["by"][tag]["groups"].as_array().unwrap().iter();
    groups
        .map(|group| {
            let scenarios = group["scenarios"].as_u64().unwrap();
            (group["value"].as_str(), scenarios, costs(group)[1])
        })
        .collect()
}
