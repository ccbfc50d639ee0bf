//! Reports as comments of a forge, which take so many bytes and no more.
//!
//! What stands before the first heading is shown, what follows each heading is folded away. What does
//! not fit is left out from the end, whole rows and sections at a time, and counted.

use super::markdown::{escaped, head_lines, is_reference, row_line, word};
use super::plain;
use crate::report::{Report, Row, RowKind, Section, Table};

/// The least bytes a comment is given: less would leave out everything.
pub const LEAST_BYTES: usize = 2_000;

/// Bytes kept for what closes a comment: the ends of a table and of a fold, and what was left out.
const CLOSING: usize = 400;

/// Most characters of a line of its own, which may hold the names and paths of users.
const LONGEST_LINE: usize = 500;

/// A report as Markdown of at most so many bytes, though never less than [`LEAST_BYTES`].
#[must_use]
pub fn comment(report: &Report, max_bytes: usize) -> String {
    let max_bytes = max_bytes.max(LEAST_BYTES);
    let footer = report.footer.iter();
    let footer: String = footer
        .map(|line| format!("\n_{}_\n", escaped(&clipped(line))))
        .collect();
    // A footer that would take the room of what it is below is left out.
    let footer = match footer.len() > max_bytes / 4 {
        true => String::new(),
        false => footer,
    };
    let mut page = Page {
        text: String::new(),
        room: max_bytes
            .saturating_sub(footer.len())
            .saturating_sub(CLOSING),
        rows_left_out: 0,
        sections_left_out: 0,
    };
    page.add(&format!("## {}\n", escaped(&clipped(&report.title))));
    for line in &report.subtitle {
        page.add(&format!("\n{}\n", escaped(&clipped(line))));
    }
    let mut sections = report.sections.as_slice();
    while let Some((first, rest)) = sections.split_first() {
        sections = rest;
        let Section::Heading { text, remark } = first else {
            page.section(first);
            continue;
        };
        let is_heading = |section: &Section| matches!(section, Section::Heading { .. });
        let until = sections.iter().position(is_heading);
        let (folded, rest) = sections.split_at(until.unwrap_or(sections.len()));
        sections = rest;
        page.fold(text, remark, folded);
    }
    let left_out = page.left_out();
    page.text + &left_out + &footer
}

/// What is written so far, and how much more may be.
struct Page {
    text: String,
    room: usize,
    rows_left_out: usize,
    sections_left_out: usize,
}

impl Page {
    fn fits(&self, text: &str) -> bool {
        self.text.len().saturating_add(text.len()) <= self.room
    }

    /// Adds a text, unless it does not fit or something before it was left out.
    fn add(&mut self, text: &str) -> bool {
        let fits = self.fits(text);
        if fits {
            self.text.push_str(text);
        }
        fits
    }

    fn section(&mut self, section: &Section) {
        match section {
            Section::Table(table) => self.table(table),
            Section::List { title, items } => {
                if !title.is_empty() && !self.add(&format!("\n**{}**\n", escaped(title))) {
                    self.sections_left_out = self.sections_left_out.saturating_add(1);
                    return;
                }
                self.add("\n");
                for item in items {
                    let code = item
                        .code
                        .map_or_else(String::new, |code| format!("`{code}` "));
                    if !self.add(&format!("- {code}{}\n", escaped(&clipped(&item.text)))) {
                        self.rows_left_out = self.rows_left_out.saturating_add(1);
                    }
                }
            }
            Section::Facts(facts) => {
                self.add("\n");
                for (name, value) in facts {
                    let line = format!("- **{}**: {}\n", escaped(name), escaped(&clipped(value)));
                    if !self.add(&line) {
                        self.rows_left_out = self.rows_left_out.saturating_add(1);
                    }
                }
            }
            // Charts are drawn where there is room for them.
            Section::Chart(_) | Section::Heading { .. } => {}
        }
    }

    /// A table as far as it fits; its total is kept, as it stands for the rows left out.
    fn table(&mut self, table: &Table) {
        let head = format!("\n{}", head_lines(table));
        let ends = |row: &&Row| matches!(row.kind, RowKind::Total | RowKind::Remark);
        let end: String = table.rows.iter().filter(ends).map(row_line).collect();
        let needed = head.len().saturating_add(end.len());
        if self.text.len().saturating_add(needed) > self.room {
            self.sections_left_out = self.sections_left_out.saturating_add(1);
            return;
        }
        self.text.push_str(&head);
        self.room = self.room.saturating_sub(end.len());
        let mut rows = table.rows.iter().filter(|row| !ends(row));
        let mut written = rows.by_ref().map(row_line);
        let first_out = written.find(|row| !self.add(row));
        if first_out.is_some() {
            let more = rows.count().saturating_add(1);
            self.rows_left_out = self.rows_left_out.saturating_add(more);
        }
        self.room = self.room.saturating_add(end.len());
        self.text.push_str(&end);
    }

    /// Sections under a heading that opens them.
    fn fold(&mut self, heading: &str, remark: &str, sections: &[Section]) {
        let remark = match remark.is_empty() {
            true => String::new(),
            false => format!(" · {}", in_html(&clipped(remark))),
        };
        let heading = in_html(&clipped(heading));
        let open = format!("\n<details><summary><b>{heading}</b>{remark}</summary>\n");
        let close = "\n</details>\n";
        // A fold that shows no row of its table is not worth its heading.
        let least = sections.iter().find_map(|section| match section {
            Section::Table(table) => {
                let first = table.rows.first().map_or(0, |row| row_line(row).len());
                Some(head_lines(table).len().saturating_add(first))
            }
            _ => None,
        });
        let needed = open
            .len()
            .saturating_add(close.len())
            .saturating_add(least.unwrap_or(0));
        let is_cut = self.rows_left_out > 0 || self.sections_left_out > 0;
        if is_cut || self.text.len().saturating_add(needed) > self.room {
            self.sections_left_out = self.sections_left_out.saturating_add(1);
            return;
        }
        self.text.push_str(&open);
        self.room = self.room.saturating_sub(close.len());
        for section in sections {
            self.section(section);
        }
        self.room = self.room.saturating_add(close.len());
        self.text.push_str(close);
    }

    /// What was left out, as a sentence.
    fn left_out(&self) -> String {
        let count = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 {what}")),
            many => Some(format!("{many} {}", crate::units::plural(what))),
        };
        let parts = [
            count(self.rows_left_out, "line"),
            count(self.sections_left_out, "section"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return String::new();
        }
        format!(
            "\n**{} left out** to keep this short, those that matter least first to go.\n",
            parts.join(" and ")
        )
    }
}

/// A line of a user, cut where it is too long to be read.
fn clipped(text: &str) -> String {
    match text.char_indices().nth(LONGEST_LINE) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// Text inside an HTML element, where nothing is Markdown, nothing may be HTML, and what a forge would
/// make a reference is code.
fn in_html(text: &str) -> String {
    let text = plain(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let word = word(rest);
        let is_code = is_reference(word);
        let length = word.len().max(c.len_utf8());
        if is_code {
            out.push_str("<code>");
        }
        let shown = rest.get(..length).unwrap_or_default();
        shown.chars().for_each(|c| as_html(c, &mut out));
        if is_code {
            out.push_str("</code>");
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

fn as_html(c: char, out: &mut String) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '@' => out.push_str("&#64;"),
        '#' => out.push_str("&#35;"),
        '"' => out.push_str("&quot;"),
        '*' => out.push_str("&#42;"),
        '_' => out.push_str("&#95;"),
        '`' => out.push_str("&#96;"),
        '[' => out.push_str("&#91;"),
        ']' => out.push_str("&#93;"),
        '~' => out.push_str("&#126;"),
        '\\' => out.push_str("&#92;"),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::in_html;

    #[test]
    fn a_heading_refers_to_nobody() {
        assert_eq!(
            in_html("ask @a, <b> of x.yaml:100:87"),
            "ask <code>&#64;a</code>, &lt;b&gt; of <code>x.yaml:100:87</code>"
        );
    }
}
