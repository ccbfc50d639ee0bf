//! SARIF 2.1.0, as code scanning reads it.

use super::{problems, relative, sentence};
use crate::budget::{Checks, FindingCode, Place, Severity};
use crate::render::plain;
use serde_json::{Value, json};

/// A run whose rules are the codes and whose results are the problems, each at its budget.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn sarif(checks: &Checks) -> Result<String, serde_json::Error> {
    let rules = FindingCode::ALL.iter().map(|code| {
        json!({
            "id": code.code(),
            "shortDescription": { "text": code.meaning() },
            "defaultConfiguration": { "level": "error" },
        })
    });
    let results = problems(checks)
        .into_iter()
        .map(|(checked, finding, print)| {
            let rule = FindingCode::ALL
                .iter()
                .position(|code| *code == finding.code);
            json!({
                "ruleId": finding.code.code(),
                "ruleIndex": rule,
                "level": match finding.severity {
                    Severity::Failure => "error",
                    Severity::Warning => "warning",
                    Severity::Pass => "note",
                },
                "message": { "text": message(&sentence(checked, finding)) },
                "locations": [location(&finding.place)],
                "partialFingerprints": { "breakevenBudget/v1": print },
            })
        });
    let notifications = checks.unchecked.iter().map(|file| {
        let artifact = json!({ "artifactLocation": { "uri": uri(&relative(&file.file)) } });
        json!({
            "level": "error",
            "message": { "text": message(&plain(&file.message)) },
            "locations": [{ "physicalLocation": artifact }],
        })
    });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "breakeven",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<Value>>(),
            } },
            "invocations": [{
                "executionSuccessful": checks.unchecked.is_empty(),
                "toolExecutionNotifications": notifications.collect::<Vec<Value>>(),
            }],
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<Value>>(),
        }],
    });
    serde_json::to_string_pretty(&log).map(|text| text + "\n")
}

fn location(place: &Place) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&relative(&place.file)) },
        "region": { "startLine": place.line, "startColumn": place.column },
    } })
}

/// Text in which nothing is read as a link or a placeholder.
fn message(text: &str) -> String {
    let text = text
        .replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]");
    text.replace('{', "{{").replace('}', "}}")
}

/// A path as the reference of a URI: everything but letters, digits, `-._~/` is written in percents.
fn uri(path: &str) -> String {
    let mut out = match path.starts_with('/') {
        true => "file://".to_owned(),
        false => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references_and_messages_hold_no_links() {
        assert_eq!(uri("a b/c:d%.yaml"), "a%20b/c%3Ad%25.yaml");
        assert_eq!(uri("/tmp/ä"), "file:///tmp/%C3%A4");
        assert_eq!(message("[x](1) {0}"), "\\[x\\](1) {{0}}");
    }
}
