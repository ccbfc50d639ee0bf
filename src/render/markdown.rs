//! Reports as Markdown, for documents and comments.

use super::{cell_text, plain};
use crate::report::{Cell, Chart, Report, Row, RowKind, Section, Table};
use std::fmt::Write;

/// A report as Markdown.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "## {}", escaped(&report.title));
    for line in &report.subtitle {
        let _ = writeln!(out, "\n{}", escaped(line));
    }
    for section in &report.sections {
        out.push('\n');
        match section {
            Section::Heading { text, remark } => {
                let _ = write!(out, "### {}", escaped(text));
                if !remark.is_empty() {
                    let _ = write!(out, " · {}", escaped(remark));
                }
                out.push('\n');
            }
            Section::Table(table) => out.push_str(&written(table)),
            Section::List { title, items } => {
                if !title.is_empty() {
                    let _ = writeln!(out, "**{}**\n", escaped(title));
                }
                for item in items {
                    let code = item
                        .code
                        .map_or_else(String::new, |code| format!("`{code}` "));
                    let _ = writeln!(out, "- {code}{}", escaped(&item.text));
                }
            }
            Section::Chart(chart) => out.push_str(&drawn(chart)),
            Section::Facts(facts) => {
                for (name, value) in facts {
                    let _ = writeln!(out, "- **{}**: {}", escaped(name), escaped(value));
                }
            }
        }
    }
    for line in &report.footer {
        let _ = writeln!(out, "\n_{}_", escaped(line));
    }
    out
}

/// A chart as text: Markdown has no lines of its own.
#[cfg(feature = "terminal")]
fn drawn(chart: &Chart) -> String {
    let terminal = super::Terminal {
        width: 80,
        styled: false,
    };
    // A fence longer than any in the titles can't be closed by one.
    format!("~~~~~~text\n{}~~~~~~\n", super::plot(chart, terminal))
}

/// Without plots, its title; the points follow.
#[cfg(not(feature = "terminal"))]
fn drawn(chart: &Chart) -> String {
    format!("{}\n", escaped(&chart.title))
}

fn written(table: &Table) -> String {
    let rows = table.rows.iter().map(row_line);
    head_lines(table) + &rows.collect::<String>()
}

/// The two lines a table begins with.
pub(super) fn head_lines(table: &Table) -> String {
    let titles = table.columns.iter().map(|column| escaped(&column.title));
    let rule = |numeric: bool| if numeric { "---:" } else { "---" }.to_owned();
    let rules = table.columns.iter().map(|column| rule(column.numeric));
    line(titles) + &line(rules)
}

/// One row of a table.
pub(super) fn row_line(row: &Row) -> String {
    line(row.cells.iter().map(|cell| in_row(cell, row)))
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

fn in_row(cell: &Cell, row: &Row) -> String {
    let text = escaped(&cell_text(cell));
    let sum = matches!(row.kind, RowKind::Total | RowKind::Subtotal);
    let strong = sum || matches!(cell, Cell::Best(_));
    if strong && !text.is_empty() {
        format!("**{text}**")
    } else {
        text
    }
}

/// Text in which nothing is read as Markdown or HTML, but `code` stays code.
pub(super) fn escaped(text: &str) -> String {
    let text = plain(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        if let Some(code) = code_span(rest) {
            out.push_str(code);
            rest = rest.get(code.len()..).unwrap_or_default();
            continue;
        }
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

/// The code span a text begins with, if it holds nothing but what names and values are made of.
pub(super) fn code_span(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('`')?;
    let length = inside.find('`')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || " _-.,:/%+$*".contains(c);
    let content = inside.get(..length)?;
    let sound = !content.trim().is_empty() && content.chars().all(plain);
    sound.then(|| text.get(..length + 2)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_read_as_markup() {
        assert_eq!(
            escaped("a|b*c<img>`<x>`"),
            "a\\|b\\*c&lt;img&gt;\\`&lt;x&gt;\\`"
        );
        assert_eq!(escaped("a\nb\u{1b}[31m"), "a b\u{fffd}\\[31m");
    }

    #[test]
    fn code_stays_code() {
        assert_eq!(
            escaped("give `logs_stored` *now*"),
            "give `logs_stored` \\*now\\*"
        );
        assert_eq!(escaped("``x` y`z"), "\\``x` y\\`z");
    }
}
