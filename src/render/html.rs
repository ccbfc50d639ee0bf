//! Reports as pages: one file that needs nothing else, no script, no font, no picture beside it.
//!
//! The wording is that of the report. The template of the page is in `templates/`; whatever is put
//! into it is escaped, and browsers are told to load nothing and to run nothing.

use super::markdown::code_span;
use super::{cell_text, plain, svg};
use crate::report::{Cell, Column, Item, Report, Row, RowKind, Section, Table};
use askama::Template;

/// Headings from which on a page begins with a list of them.
const MANY_HEADINGS: usize = 4;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    title: String,
    subtitle: Vec<Text>,
    /// Where headings are, and what they say; empty where there are few.
    contents: Vec<(String, Text)>,
    blocks: Vec<Block>,
    footer: Vec<Text>,
}

enum Block {
    Heading {
        id: String,
        text: Text,
        remark: Text,
    },
    Table {
        label: String,
        /// Money stands in the last column alone, which stays in sight.
        is_sum: bool,
        columns: Vec<Head>,
        rows: Vec<Line>,
    },
    List {
        id: String,
        title: Text,
        items: Vec<(Option<&'static str>, Text)>,
    },
    Facts(Vec<(String, Text)>),
    Chart(String),
}

struct Head {
    title: String,
    numeric: bool,
}

struct Line {
    class: &'static str,
    cells: Vec<Shown>,
}

struct Shown {
    text: Text,
    class: &'static str,
    heads_row: bool,
}

/// Text in pieces, some of them code.
#[derive(Clone)]
struct Text(Vec<Piece>);

#[derive(Clone)]
struct Piece {
    text: String,
    is_code: bool,
}

/// A report as an HTML document of its own: no script, and nothing is loaded from anywhere.
///
/// # Errors
/// Never for memory; the writer's own error otherwise.
pub fn html(report: &Report) -> Result<String, askama::Error> {
    let blocks = blocks(report);
    let mut contents: Vec<(String, Text)> = Vec::new();
    for block in &blocks {
        match block {
            Block::Heading { id, text, .. } => contents.push((id.clone(), text.clone())),
            Block::List { id, title, .. } if !title.is_empty() => {
                contents.push((id.clone(), title.clone()));
            }
            _ => {}
        }
    }
    if contents.len() < MANY_HEADINGS {
        contents.clear();
    }
    let page = Page {
        title: plain(&report.title),
        subtitle: report.subtitle.iter().map(|line| Text::of(line)).collect(),
        contents,
        blocks,
        footer: report.footer.iter().map(|line| Text::of(line)).collect(),
    };
    page.render().map(|text| text + "\n")
}

/// The sections, each table labelled with the heading it stands under.
fn blocks(report: &Report) -> Vec<Block> {
    let mut label = plain(&report.title);
    let mut blocks = Vec::with_capacity(report.sections.len());
    for (number, section) in (1..).zip(&report.sections) {
        let id = format!("s{number}");
        blocks.push(match section {
            Section::Heading { text, remark } => {
                label = plain(text);
                Block::Heading {
                    id,
                    text: Text::of(text),
                    remark: Text::of(remark),
                }
            }
            Section::Table(table) => of_table(table, &label),
            Section::List { title, items } => {
                let item = |item: &Item| (item.code, Text::of(&item.text));
                Block::List {
                    id,
                    title: Text::of(title),
                    items: items.iter().map(item).collect(),
                }
            }
            Section::Facts(facts) => {
                let fact = |(name, value): &(String, String)| (plain(name), Text::of(value));
                Block::Facts(facts.iter().map(fact).collect())
            }
            Section::Chart(chart) => Block::Chart(svg(chart)),
        });
    }
    blocks
}

fn of_table(table: &Table, label: &str) -> Block {
    let columns = table.columns.iter().map(|column| Head {
        title: plain(&column.title),
        numeric: column.numeric,
    });
    let is_money = |cell: &Cell| matches!(cell, Cell::Money(_));
    let is_sum = table.rows.iter().all(|row| match row.cells.split_last() {
        Some((last, others)) => is_money(last) && !others.iter().any(is_money),
        None => false,
    });
    Block::Table {
        label: label.to_owned(),
        is_sum,
        columns: columns.collect(),
        rows: table.rows.iter().map(|row| line(row, table)).collect(),
    }
}

fn line(row: &Row, table: &Table) -> Line {
    let class = match row.kind {
        RowKind::Line => "",
        RowKind::Offset => "offset",
        RowKind::Subtotal => "subtotal",
        RowKind::Total => "total",
        RowKind::Remark => "aside",
    };
    let columns = table.columns.iter();
    let shown = |(at, (cell, column)): (usize, (&Cell, &Column))| Shown {
        text: Text::of(&cell_text(cell)),
        class: match cell {
            Cell::Best(_) if column.numeric => "num best",
            Cell::Best(_) => "best",
            _ if column.numeric => "num",
            _ if column.is_whole => "whole",
            _ => "",
        },
        // A cell without text heads nothing.
        heads_row: at == 0 && !cell_text(cell).is_empty(),
    };
    let cells = row.cells.iter().zip(columns).enumerate().map(shown);
    Line {
        class,
        cells: cells.collect(),
    }
}

impl Text {
    /// Text of a report; `code` in it is code.
    fn of(text: &str) -> Text {
        let text = plain(text);
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut rest = text.as_str();
        while let Some(c) = rest.chars().next() {
            if let Some(code) = code_span(rest) {
                let before = std::mem::take(&mut words);
                pieces.extend((!before.is_empty()).then_some(Piece {
                    text: before,
                    is_code: false,
                }));
                pieces.push(Piece {
                    text: code.trim_matches('`').to_owned(),
                    is_code: true,
                });
                rest = rest.get(code.len()..).unwrap_or_default();
                continue;
            }
            words.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
        pieces.extend((!words.is_empty()).then_some(Piece {
            text: words,
            is_code: false,
        }));
        Text(pieces)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_code_and_markup_is_text() {
        let report = Report {
            title: "<b>&".to_owned(),
            sections: vec![Section::List {
                title: "`x` \"quoted\"".to_owned(),
                items: vec![Item {
                    code: Some("a-code"),
                    text: "give `logs_stored` <script>".to_owned(),
                }],
            }],
            ..Report::default()
        };
        let page = html(&report).unwrap();
        assert!(page.contains("<h1>&#60;b&#62;&#38;</h1>"), "{page}");
        assert!(page.contains("<code>x</code> &#34;quoted&#34;"), "{page}");
        assert!(page.contains("give <code>logs_stored</code> &#60;script&#62;"));
        assert!(page.contains("<code class=\"code\">a-code</code>"));
    }
}
