//! Findings of budgets as a report: of each scenario a table, then what fails and what is close.

use super::{Cell, Column, Item, Report, Row, RowKind, Section, Table};
use crate::budget::{Bound, Checked, Checks, Finding, Severity};
use crate::catalog::Currency;
use rust_decimal::Decimal;
use std::cmp::Reverse;

/// Every finding, scenario by scenario.
#[must_use]
pub fn checks(checks: &Checks) -> Report {
    let mut sections = Vec::new();
    for checked in &checks.checked {
        sections.push(heading(checked));
        sections.push(Section::Table(table(&checked.findings, checked.currency)));
        let one = std::slice::from_ref(checked);
        sections.extend(list(one, Severity::Failure, "Failures"));
        sections.extend(list(one, Severity::Warning, "Warnings"));
    }
    sections.extend(not_checked(checks));
    Report {
        title: title(checks),
        subtitle: vec![summary(checks)],
        sections,
        footer: Vec::new(),
    }
}

/// The same for where there is little room: what fails, what could not be checked and what is close
/// comes first, over all scenarios; the tables of the scenarios, those with failures first, are below
/// headings that fold them away.
#[must_use]
pub fn checks_comment(checks: &Checks) -> Report {
    let mut sections: Vec<Section> = [
        list(&checks.checked, Severity::Failure, "Failures"),
        not_checked(checks),
        list(&checks.checked, Severity::Warning, "Warnings"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut scenarios: Vec<&Checked> = checks.checked.iter().collect();
    // The sorts are stable: what is alike stays in the order it is written in.
    scenarios.sort_by_key(|checked| Reverse(checked.findings.iter().map(|f| f.severity).max()));
    for checked in scenarios {
        let mut findings = checked.findings.clone();
        findings.sort_by_key(|finding| Reverse(finding.severity));
        sections.push(heading(checked));
        sections.push(Section::Table(table(&findings, checked.currency)));
    }
    Report {
        title: title(checks),
        subtitle: vec![summary(checks)],
        sections,
        footer: Vec::new(),
    }
}

fn title(checks: &Checks) -> String {
    match checks.checked.as_slice() {
        [one] if checks.unchecked.is_empty() => format!("Budgets of {}", inert(&one.scenario)),
        all => {
            let files = all.len() + checks.unchecked.len();
            format!("Budgets of {files} scenarios")
        }
    }
}

/// Files whose budgets could not be judged.
fn not_checked(checks: &Checks) -> Option<Section> {
    let item = |file: &crate::budget::Unchecked| Item {
        code: None,
        text: inert(&format!("{}: {}", file.file, file.message)),
    };
    let items: Vec<Item> = checks.unchecked.iter().map(item).collect();
    (!items.is_empty()).then(|| Section::List {
        title: "Not checked".to_owned(),
        items,
    })
}

/// `1 failure, 2 warnings, 9 passed`.
fn summary(checks: &Checks) -> String {
    let counted = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let mut parts = vec![
        counted(checks.count(Severity::Failure), "failure", "failures"),
        counted(checks.count(Severity::Warning), "warning", "warnings"),
        counted(checks.count(Severity::Pass), "passed", "passed"),
    ];
    if !checks.unchecked.is_empty() {
        parts.push(counted(
            checks.unchecked.len(),
            "file not checked",
            "files not checked",
        ));
    }
    parts.join(", ")
}

fn heading(checked: &Checked) -> Section {
    let tags = checked
        .tags
        .iter()
        .map(|(name, text)| format!("{name}: {text}"));
    let parts: Vec<String> = std::iter::once(checked.file.clone()).chain(tags).collect();
    Section::Heading {
        text: inert(&checked.scenario),
        remark: inert(&parts.join(" · ")),
    }
}

fn table(findings: &[Finding], currency: Currency) -> Table {
    let row = |finding: &Finding| {
        let amount = |amount: Option<Decimal>| match amount {
            None => Cell::Empty,
            Some(amount) => Cell::text(finding.measured.show(amount, currency)),
        };
        let status = match finding.severity {
            Severity::Pass => "ok",
            Severity::Warning => "warning",
            Severity::Failure => "FAILS",
        };
        let cells = vec![
            Cell::text(status),
            Cell::text(inert(&finding.budget)),
            Cell::text(inert(&subject(finding))),
            limit(finding, currency),
            amount(finding.actual),
            amount(finding.headroom),
        ];
        Row::new(RowKind::Line, cells)
    };
    Table {
        columns: vec![
            Column::text(""),
            Column::text("Budget"),
            Column::text("Of"),
            Column::number("Limit"),
            Column::number("Actual"),
            Column::number("Headroom"),
        ],
        rows: findings.iter().map(row).collect(),
    }
}

/// A limit from below says so.
fn limit(finding: &Finding, currency: Currency) -> Cell {
    let Some(limit) = finding.limit else {
        return Cell::Empty;
    };
    let shown = finding.measured.show(limit, currency);
    Cell::text(match finding.bound {
        Bound::AtMost => shown,
        Bound::AtLeast => format!("from {shown}"),
    })
}

/// `fargate · steady · api`.
fn subject(finding: &Finding) -> String {
    let parts = [
        &finding.architecture,
        &finding.traffic,
        &finding.component,
        &finding.service,
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" · ")
}

/// The findings that end so. Where there are several scenarios, one of a policy names its own.
fn list(all: &[Checked], severity: Severity, title: &str) -> Option<Section> {
    let item = |checked: &Checked, finding: &Finding| {
        let place = &finding.place;
        let of = match all.len() > 1 && place.file != checked.file {
            true => format!("{}, ", checked.scenario),
            false => String::new(),
        };
        let place = format!("{}:{}:{}", place.file, place.line, place.column);
        Item {
            code: Some(finding.code.code()),
            text: inert(&format!("{} ({of}{place})", finding.message)),
        }
    };
    let found = all.iter().flat_map(|checked| {
        let findings = checked.findings.iter();
        let alike = findings.filter(|finding| finding.severity == severity);
        alike.map(|finding| item(checked, finding))
    });
    let items: Vec<Item> = found.collect();
    (!items.is_empty()).then(|| Section::List {
        title: title.to_owned(),
        items,
    })
}

/// Text in which a CI log reads no command: it takes a line that begins with `::` or `##[` for one, and
/// where a line begins is not known before it is laid out.
fn inert(text: &str) -> String {
    let mut text = text.replace("##[", "## [");
    while text.contains("::") {
        text = text.replace("::", ": :");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn no_command_of_a_log_is_left() {
        assert_eq!(inert("::error::x"), ": :error: :x");
        assert_eq!(inert(":::"), ": : :");
        assert_eq!(inert("##[error]"), "## [error]");
    }
}
