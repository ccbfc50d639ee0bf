//! Findings of budgets in the formats of the tools that gather them.
//!
//! SARIF, annotations and code quality are lists of problems: findings that pass are not in them.

mod github;
mod gitlab;
mod junit;
mod sarif;

pub use github::github_annotations;
pub use gitlab::gitlab_code_quality;
pub use junit::junit;
pub use sarif::sarif;

use crate::budget::{Checked, Checks, Finding, Severity};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Findings that are problems, with a fingerprint each that stays while amounts and lines change.
fn problems(checks: &Checks) -> Vec<(&Checked, &Finding, String)> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut found = Vec::new();
    for checked in &checks.checked {
        for finding in &checked.findings {
            // Counted among all findings, so that one that passes changes no other's.
            let print = identity(checked, finding);
            let count = seen.entry(print.clone()).or_default();
            *count += 1;
            if finding.severity != Severity::Pass {
                found.push((checked, finding, digest(&format!("{print}\0{count}"))));
            }
        }
    }
    found
}

fn identity(checked: &Checked, finding: &Finding) -> String {
    let parts = [
        Some(relative(&checked.file)),
        Some(relative(&finding.place.file)),
        Some(finding.code.code().to_owned()),
        Some(finding.budget.clone()),
        finding.architecture.clone(),
        finding.traffic.clone(),
        finding.component.clone(),
        finding.service.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().map(Option::unwrap_or_default).collect();
    parts.join("\0")
}

fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A path as repositories name it: forward slashes, no `./` in front.
fn relative(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut rest = path.as_str();
    while let Some(inside) = rest.strip_prefix("./") {
        rest = inside;
    }
    rest.to_owned()
}

/// The sentence of a finding, with its scenario where its budget stands in another file.
fn sentence(checked: &Checked, finding: &Finding) -> String {
    let text = match finding.place.file == checked.file {
        true => finding.message.clone(),
        false => format!("{} ({})", finding.message, checked.scenario),
    };
    super::plain(&text)
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_those_of_the_repository() {
        assert_eq!(relative("././a/b.yaml"), "a/b.yaml");
        assert_eq!(relative("a\\b.yaml"), "a/b.yaml");
        assert_eq!(relative("../b.yaml"), "../b.yaml");
    }
}
