//! JUnit XML, as test reports of CI systems read it: a suite for each scenario, a case for each finding.

use crate::budget::{Bound, Checked, Checks, Finding, Severity, Unchecked};
use crate::render::plain;
use std::fmt::Write;

/// Every finding as a test case. Warnings pass, and say what they warn of as output.
#[must_use]
pub fn junit(checks: &Checks) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let findings: usize = checks.checked.iter().map(|c| c.findings.len()).sum();
    let errors = checks.unchecked.len();
    let _ = writeln!(
        out,
        "<testsuites name=\"breakeven check\" tests=\"{}\" failures=\"{}\" errors=\"{errors}\">",
        findings + errors,
        checks.count(Severity::Failure),
    );
    for checked in &checks.checked {
        suite(checked, &mut out);
    }
    for file in &checks.unchecked {
        unchecked(file, &mut out);
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(checked: &Checked, out: &mut String) {
    let file = text(&checked.file);
    let _ = writeln!(
        out,
        "  <testsuite name=\"{file}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
        checked.findings.len(),
        checked.count(Severity::Failure),
    );
    for finding in &checked.findings {
        let _ = write!(
            out,
            "    <testcase classname=\"{}\" name=\"{}\"",
            text(&checked.scenario),
            text(&name(finding)),
        );
        let place = &finding.place;
        let place = format!("{}:{}:{}", place.file, place.line, place.column);
        let message = text(&finding.message);
        let _ = match finding.severity {
            Severity::Pass => writeln!(out, "/>"),
            Severity::Warning => writeln!(
                out,
                ">\n      <system-out>warning: {message} ({})</system-out>\n    </testcase>",
                text(&place),
            ),
            Severity::Failure => writeln!(
                out,
                ">\n      <failure type=\"{}\" message=\"{message}\">{message} ({})</failure>\n    \
                 </testcase>",
                finding.code,
                text(&place),
            ),
        };
    }
    out.push_str("  </testsuite>\n");
}

fn unchecked(file: &Unchecked, out: &mut String) {
    let (name, message) = (text(&file.file), text(&file.message));
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    \
         <testcase classname=\"{name}\" name=\"not checked\">\n      \
         <error type=\"not-checked\" message=\"{message}\">{message}</error>\n    </testcase>\n  \
         </testsuite>"
    );
}

/// `steady stays under $120 [monthly-cost]: fargate, steady`.
fn name(finding: &Finding) -> String {
    let parts = [
        &finding.architecture,
        &finding.traffic,
        &finding.component,
        &finding.service,
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let of = match parts.is_empty() {
        true => String::new(),
        false => format!(": {}", parts.join(", ")),
    };
    // Both sides of a break-even may be limited by one budget.
    let side = match finding.bound {
        Bound::AtMost => "",
        Bound::AtLeast => ", at least",
    };
    format!("{} [{}]{of}{side}", finding.budget, finding.code)
}

/// Text that XML takes for text, in an element or between quotes.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // Neither is a character of XML.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn what_xml_can_not_hold_is_replaced() {
        assert_eq!(text("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&apos;");
        assert_eq!(
            text("\u{0}\u{8}\u{b}\u{ffff}x"),
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}x"
        );
        assert_eq!(text("a]]>b"), "a]]&gt;b");
    }
}
