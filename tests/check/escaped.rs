//! Names that are markup, commands or control characters somewhere are text everywhere.

use super::formats::{sarif_schema, valid_junit};
use super::{Folder, run};

/// YAML escapes of everything some format could take for more than text: colours, a line that is a
/// command of GitHub, control characters XML can't hold, right-to-left marks, HTML, Markdown, a link and
/// a placeholder of SARIF, a formula.
const EVIL: &str = r###""=cmd|x \e[31m\n::error file=x::boom\r\n##[error]y \x01\uFFFF \u202Ertl\u200F <b>&'\" ]]> |*[l](1) {0} %0A `""###;

fn hostile() -> String {
    let of = |rest: &str| format!("{{ name: {EVIL}, {rest} }}");
    format!(
        "name: {EVIL}\nregion: us-east-1\nfree_tier: none\ntags: {{ {EVIL}: {EVIL} }}\n\
         traffic: {{ t: {{ requests: 1000 per day }} }}\narchitectures:\n  \
         a: {{ title: {EVIL}, components: [ nat_gateway: {{ name: {EVIL}, gateways: 1, processed: 0 GB }} ] }}\n\
         budgets:\n  - {}\n  - {}\n  - {}\n",
        of("monthly: $1"),
        of("monthly: $40, warn_at: 10%"),
        of(&format!("monthly: $99, component: {EVIL}")),
    )
}

fn written(format: &str) -> String {
    let folder = Folder::new(&format!(
        "check-evil-{format}-{:?}",
        std::thread::current().id()
    ));
    // A policy too: its findings name the scenario.
    let file = folder.file("e,v:i%l ::error::.yaml", &hostile());
    let policy = format!("budgets: [{{ name: {EVIL}, monthly: $2 }}]\n");
    let policy = folder.file("p.yaml", &policy);
    let ran = run(&["check", &file, "--policy", &policy, "--format", format]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    ran.stdout
}

/// No control character but line ends, no mark that turns the line around.
fn assert_tame(text: &str, format: &str) {
    let wild = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    assert!(!text.contains(wild), "{format}: {text:?}");
}

#[test]
fn no_format_lets_control_characters_or_commands_through() {
    for format in [
        "table", "markdown", "html", "junit", "sarif", "github", "gitlab",
    ] {
        let text = written(format);
        assert_tame(&text, format);
        for line in text.lines() {
            let line = line.trim_start();
            let is_command = line.starts_with("::") || line.starts_with("##[");
            assert!(!is_command || format == "github", "{format}: {line}");
        }
    }
}

#[test]
fn annotations_are_one_command_each() {
    let text = written("github");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    for line in lines {
        let (head, message) = line[2..].split_once("::").unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        assert!(matches!(command, "error" | "warning"), "{line}");
        let keys: Vec<&str> = properties
            .split(',')
            .map(|property| property.split_once('=').unwrap().0)
            .collect();
        assert_eq!(keys, ["file", "line", "col", "title"], "{line}");
        assert!(
            message.contains(": :error file=x::boom"),
            "said, not done: {line}"
        );
        assert!(message.contains("%250A"), "a percent sign is one: {line}");
    }
    assert!(text.contains("e%2Cv%3Ai%25l %3A%3Aerror%3A%3A.yaml"));
}

#[test]
fn junit_and_sarif_stay_what_their_schemas_say() {
    let junit = written("junit");
    valid_junit(&junit);
    let document = roxmltree::Document::parse(&junit).unwrap();
    let failure = document
        .descendants()
        .find(|n| n.has_tag_name("failure"))
        .unwrap();
    let message = failure.attribute("message").unwrap();
    assert!(
        message.contains("<b>&'\" ]]> |*[l](1) {0} %0A"),
        "{message}"
    );
    assert!(!document.descendants().any(|n| n.has_tag_name("b")));
    let log: serde_json::Value = serde_json::from_str(&written("sarif")).unwrap();
    let schema = sarif_schema();
    assert!(jsonschema::draft7::new(&schema).unwrap().is_valid(&log));
    let message = log["runs"][0]["results"][0]["message"]["text"]
        .as_str()
        .unwrap();
    assert!(message.contains("\\[l\\](1) {{0}}"), "{message}");
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().unwrap();
    assert!(
        uri.ends_with("/e%2Cv%3Ai%25l%20%3A%3Aerror%3A%3A.yaml"),
        "{uri}"
    );
}

#[test]
fn markdown_is_text() {
    let text = written("markdown");
    // The heading of a fold is bold: that much is ours.
    assert_eq!(text.matches("<summary><b>").count(), 1);
    assert!(!text.replace("<summary><b>", "").contains("<b>"), "{text}");
    assert_eq!(text.matches("</details>").count(), 1);
    assert!(text.contains("&lt;b&gt;&amp;"), "{text}");
    assert!(text.contains("\\|\\*\\[l\\]"), "{text}");
}

#[test]
fn pages_are_text() {
    let text = written("html");
    assert!(text.starts_with("<!DOCTYPE html>"), "{text}");
    assert!(!text.contains("<b>&"), "{text}");
    assert!(text.contains("&#60;b&#62;&#38;"), "{text}");
}

#[test]
fn json_keeps_names_as_they_are() {
    let document: serde_json::Value = serde_json::from_str(&written("json")).unwrap();
    let budget = document["findings"][0]["budget"].as_str().unwrap();
    assert!(
        budget.contains("\u{1b}[31m\n::error file=x::boom\r\n"),
        "{budget:?}"
    );
    assert!(
        budget.contains('\u{202e}') && budget.contains('\u{1}'),
        "{budget:?}"
    );
    // The bytes themselves hold no control character.
    assert!(!written("json").contains(|c: char| c.is_control() && c != '\n'));
}
