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

/// Text in which nothing is read as Markdown or HTML, but `code` stays code, and what a forge would make
/// a mention, a reference, an emoji or a link becomes code: there alone it is left as it is, while
/// escapes and entities are undone before forges look for mentions
/// (<https://docs.gitlab.com/user/markdown/#gitlab-specific-references>,
/// <https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls>).
pub(super) fn escaped(text: &str) -> String {
    let text = plain(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    // Where the last code span ends: one right behind it would be read as part of it.
    let mut code_end = None;
    while let Some(c) = rest.chars().next() {
        let own = code_span(rest);
        let word = own.map_or_else(|| word(rest), |_| "");
        let length = match (own, is_reference(word)) {
            (None, false) => {
                let length = word.len().max(c.len_utf8());
                let text = rest.get(..length).unwrap_or_default();
                text.chars().for_each(|c| escape(c, &mut out));
                length
            }
            (own, _) => {
                if code_end == Some(out.len()) {
                    out.push(' ');
                }
                match own {
                    Some(code) => out.push_str(code),
                    None => {
                        out.push('`');
                        out.push_str(word);
                        out.push('`');
                    }
                }
                code_end = Some(out.len());
                own.unwrap_or(word).len()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

fn escape(c: char, out: &mut String) {
    match c {
        '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
            out.push('\\');
            out.push(c);
        }
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        c => out.push(c),
    }
}

/// The word a text begins with, if it begins with one: without what ends code or a cell, HTML, and the
/// punctuation of the sentence around it.
pub(super) fn word(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || "`|<>".contains(c);
    let whole = text.split(ends).next().unwrap_or_default();
    if whole.starts_with(['(', ',', ';', '.']) {
        return "";
    }
    let whole = whole.trim_end_matches([')', ',', ';', '.']);
    let bare = whole.trim_end_matches([')', ',', ';', '.', ':']);
    // The last colon may be that of an emoji.
    match is_reference(whole) && !is_reference(bare) {
        true => whole,
        false => bare,
    }
}

/// True for a word a forge makes more of than text: a mention or an address (`@name`), an issue, a merge
/// request, an epic (`#1`, `owner/name#1`, `!1`, `&1`, `[issue:1]`, `GH-1`, `ABC-1`), a label or a
/// milestone (`~name`, `%name`), a link, an emoji (`:100:`).
pub(super) fn is_reference(word: &str) -> bool {
    let links = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.contains("://") || text.contains("www.") || text.contains("mailto:")
    };
    let number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let name = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '"');
    let marks = word.char_indices().any(|(at, c)| {
        let rest = word.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '@' => true,
            '#' | '!' | '&' => number(rest),
            '~' | '%' => name(rest),
            '[' => rest.contains(':'),
            ':' => rest.split_once(':').is_some_and(|(inside, _)| {
                let short = |c: char| c.is_ascii_alphanumeric() || "_+-".contains(c);
                !inside.is_empty() && inside.chars().all(short)
            }),
            '-' if number(rest) => {
                let before = word.get(..at).unwrap_or_default();
                let key = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next();
                let key = key.unwrap_or_default();
                let upper = key.len() > 1 && key.chars().all(|c| c.is_ascii_uppercase());
                upper || key.eq_ignore_ascii_case("gh")
            }
            _ => false,
        }
    });
    marks || links(word)
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
    fn what_a_forge_would_make_more_of_is_code() {
        for (text, written) in [
            ("ask @octocat, now", "ask `@octocat`, now"),
            ("me@example.com", "`me@example.com`"),
            (
                "fixes #1 and owner/name#2.",
                "fixes `#1` and `owner/name#2`.",
            ),
            ("(!7, &8; GH-9)", "(`!7`, `&8`; `GH-9`)"),
            ("[issue:3] ~bug %v1", "`[issue:3]` `~bug` `%v1`"),
            (
                "see https://example.com/a_b",
                "see `https://example.com/a_b`",
            ),
            ("WWW.example.com", "`WWW.example.com`"),
            ("a.yaml:100:87: wrong", "`a.yaml:100:87`: wrong"),
            (":tada:", "`:tada:`"),
            // What would end the code stands outside of it.
            ("`@a`#1`", "\\``@a`\\``#1`\\`"),
            ("x@y`code`", "`x@y` `code`"),
            ("@a|@b<@c>", "`@a`\\|`@b`&lt;`@c`&gt;"),
            // Not these.
            (
                "C# at 5% of us-east-1, $5.00!",
                "C\\# at 5% of us-east-1, $5.00\\!",
            ),
            ("t4g.small 0.5x: 12:30", "t4g.small 0.5x: 12:30"),
        ] {
            assert_eq!(escaped(text), written, "{text}");
        }
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
