//! The code quality report of GitLab.

use super::{problems, relative, sentence};
use crate::budget::{Checks, Severity};
use crate::render::plain;
use crate::render::plain::one_line;
use serde::Serialize;

#[derive(Serialize)]
struct Problem {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// A list of problems.
///
/// # Errors
/// Never for these types; the serialiser's own error otherwise.
pub fn gitlab_code_quality(checks: &Checks) -> Result<String, serde_json::Error> {
    let found = problems(checks);
    let found = found
        .into_iter()
        .map(|(checked, finding, fingerprint)| Problem {
            description: sentence(checked, finding),
            check_name: finding.code.code(),
            fingerprint,
            severity: match finding.severity {
                Severity::Failure => "major",
                Severity::Warning | Severity::Pass => "minor",
            },
            location: at(&finding.place.file, finding.place.line),
        });
    let unchecked = checks.unchecked.iter().map(|file| Problem {
        description: plain(&file.message),
        check_name: "not-checked",
        fingerprint: super::digest(&format!("not-checked\0{}", relative(&file.file))),
        severity: "critical",
        location: at(&file.file, 1),
    });
    let all: Vec<Problem> = found.chain(unchecked).collect();
    serde_json::to_string_pretty(&all).map(|text| text + "\n")
}

fn at(file: &str, begin: usize) -> Location {
    Location {
        path: one_line(&relative(file)),
        lines: Lines { begin },
    }
}
