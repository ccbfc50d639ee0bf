//! Annotations of GitHub: commands a workflow's log is searched for.

use super::{problems, relative, sentence};
use crate::budget::{Checks, Severity};
use crate::render::plain;
use crate::render::plain::one_line;
use std::fmt::Write;

/// A line for each problem: `::error file=…,line=…,col=…,title=…::message`.
#[must_use]
pub fn github_annotations(checks: &Checks) -> String {
    let mut out = String::new();
    for (checked, finding, _) in problems(checks) {
        let command = match finding.severity {
            Severity::Failure => "error",
            Severity::Warning | Severity::Pass => "warning",
        };
        let place = &finding.place;
        let _ = writeln!(
            out,
            "::{command} file={},line={},col={},title={}::{}",
            property(&relative(&place.file)),
            place.line,
            place.column,
            property(finding.code.code()),
            data(&sentence(checked, finding)),
        );
    }
    for file in &checks.unchecked {
        let _ = writeln!(
            out,
            "::error file={},title=not-checked::{}",
            property(&relative(&file.file)),
            data(&file.message),
        );
    }
    out
}

/// What a command says. Line ends would end it, `%` begins what stands for one.
fn data(text: &str) -> String {
    let lines = text.lines().map(plain).collect::<Vec<_>>().join("\n");
    lines
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a command, which a comma or colon would end too.
fn property(text: &str) -> String {
    let text = one_line(text).replace('%', "%25");
    text.replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_command_or_begins_another() {
        assert_eq!(data("a%\r\n::error::b"), "a%25%0A: :error::b");
        assert_eq!(property("a,b:c%\n::x"), "a%2Cb%3Ac%25 %3A%3Ax");
        assert_eq!(data("\u{1b}[31m\u{202e}"), "\u{fffd}[31m\u{fffd}");
    }
}
