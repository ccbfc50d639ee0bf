//! Running the program and looking at how it ended.

#![allow(dead_code)] // each test file uses a part

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;

pub fn breakeven(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("breakeven").unwrap();
    command.args(args);
    // Whoever runs the tests may have prices of their own, and an account.
    command.env("BREAKEVEN_CACHE_DIR", "target/no-cache");
    for name in [
        "BREAKEVEN_PRICES",
        "AWS_PROFILE",
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_PRICING",
    ] {
        command.env_remove(name);
    }
    command
}

pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

pub fn run(args: &[&str]) -> Ran {
    run_with(args, "")
}

pub fn run_with(args: &[&str], stdin: &str) -> Ran {
    let output = breakeven(args).write_stdin(stdin).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

pub fn json(args: &[&str]) -> Value {
    let ran = run(args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Every command that does something, as its words: `["prices", "list"]`; as the program names them.
pub fn commands() -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(words) = open.pop() {
        let below = subcommands(&help(&words));
        match below.is_empty() {
            true => found.push(words),
            false => open.extend(below.into_iter().map(|name| [&words[..], &[name]].concat())),
        }
    }
    found.sort();
    found
}

/// What `--help` of a command prints.
pub fn help(command: &[String]) -> String {
    let words = command.iter().map(String::as_str).chain(["--help"]);
    let ran = run(&words.collect::<Vec<_>>());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{command:?}");
    ran.stdout
}

/// The names listed under `Commands:`, `help` left out.
fn subcommands(help: &str) -> Vec<String> {
    let mut lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = lines.by_ref().take_while(|line| !line.is_empty());
    // What is indented further goes on describing the command above it.
    let named = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = named.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// A folder that goes away with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("breakeven-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
