//! What other programs take from this one: shells, `man`, forges, hooks, containers.

#[path = "../program/mod.rs"]
mod program;

mod action;
mod container;
mod docs;
mod features;
mod github;
mod github_safe;
mod gitlab;
mod hooks;
#[cfg(unix)]
mod links;
mod manual;
mod repository;
mod shells;

use serde_json::Value;

/// A YAML file of this project.
fn yaml(path: &str) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether a program is on this machine; what needs it is left out otherwise, and says so.
fn is_there(program: &str) -> bool {
    let ran = std::process::Command::new(program)
        .arg("--version")
        .output();
    let is_there = ran.is_ok_and(|output| output.status.success());
    if !is_there {
        eprintln!("left out: there is no {program} here");
    }
    is_there
}
