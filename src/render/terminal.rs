//! Reports for a terminal.

use super::{cell_text, plain};
use crate::report::{Cell, Column, Item, Report, Row, RowKind, Section, Table};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};
use std::fmt::Write;
use textwrap::core::display_width;

/// The terminal a report is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Columns.
    pub width: u16,
    /// Whether to use bold and colours.
    pub styled: bool,
}

/// Stands in for a rule while the table is laid out; no text of a user can contain it.
const RULE: &str = "\u{1}";

/// A report as text.
#[must_use]
pub fn terminal(report: &Report, terminal: Terminal) -> String {
    let mut out = String::new();
    let style = Style(terminal.styled);
    let _ = writeln!(out, "{}", style.bold(&plain(&report.title)));
    for line in &report.subtitle {
        out.push_str(&wrapped(&plain(line), "", terminal.width));
    }
    for section in &report.sections {
        match section {
            Section::Heading { text, remark } => {
                let (text, remark) = (plain(text), plain(remark));
                let fits = text.chars().count() + remark.chars().count() + 2;
                let (gap, remark) = match fits <= usize::from(terminal.width) {
                    _ if remark.is_empty() => ("\n", String::new()),
                    true => ("  ", format!("{remark}\n")),
                    false => ("\n", wrapped(&remark, "", terminal.width)),
                };
                let _ = write!(out, "\n{}{gap}{remark}", style.bold(&text));
            }
            Section::Table(table) => out.push_str(&laid_out(table, terminal.width, style)),
            Section::List { title, items } => {
                if !title.is_empty() {
                    let _ = writeln!(out, "\n{}", style.bold(title));
                }
                for item in items {
                    out.push_str(&list_item(item, terminal.width, style));
                }
            }
            Section::Facts(facts) => out.push_str(&fact_lines(facts, terminal.width)),
            Section::Chart(chart) => {
                out.push('\n');
                out.push_str(&super::plot(chart, terminal));
            }
        }
    }
    if !report.footer.is_empty() {
        out.push('\n');
    }
    for line in &report.footer {
        out.push_str(&wrapped(&plain(line), "", terminal.width));
    }
    out
}

/// A word longer than this may be broken.
const LONGEST_WORD: usize = 40;
/// Characters of a cell that are shown.
const LONGEST_CELL: usize = 1_000;
/// What labels get before columns go to another table.
const LABELS: usize = 20;

/// A table that fits; columns of figures that do not fit together follow in a table of their own,
/// beside the labels of the first column alone.
fn laid_out(table: &Table, width: u16, style: Style) -> String {
    let least = least_widths(table);
    let figures = least.iter().skip(1).sum::<usize>() + least.first().copied().unwrap_or(0);
    if !is_comparable(table) || figures <= usize::from(width) {
        return grid(table, &least, width, style);
    }
    let labels = least.first().copied().unwrap_or(0).max(LABELS);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut used = 0;
    for (at, least) in least.iter().enumerate().skip(1) {
        match groups.last_mut() {
            Some(group) if used + least <= usize::from(width) => group.push(at),
            _ => {
                groups.push(vec![0, at]);
                used = labels;
            }
        }
        used += least;
    }
    let part = |group: &Vec<usize>| {
        let part = columns(table, group);
        grid(&part, &least_widths(&part), width, style)
    };
    groups.iter().map(part).collect::<Vec<_>>().join("\n")
}

/// True when rows are labelled by the first column, so that the others may stand apart: figures only,
/// or texts about the label followed by figures of which several are money.
fn is_comparable(table: &Table) -> bool {
    let (texts, figures): (Vec<&Column>, Vec<&Column>) = table
        .columns
        .iter()
        .skip(1)
        .partition(|column| !column.numeric);
    let is_money = |at: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        cells.any(|cell| matches!(cell, Cell::Money(_)))
    };
    let leading = table
        .columns
        .iter()
        .skip(1)
        .take_while(|column| !column.numeric);
    match texts.len() {
        0 => true,
        texts if texts != leading.count() => false,
        texts => {
            (1 + texts..1 + texts + figures.len())
                .filter(|at| is_money(*at))
                .count()
                > 1
        }
    }
}

/// Some columns of a table.
fn columns(table: &Table, wanted: &[usize]) -> Table {
    let rows = table.rows.iter().map(|row| {
        let cells = wanted.iter().filter_map(|at| row.cells.get(*at).cloned());
        Row {
            cells: cells.collect(),
            kind: row.kind,
        }
    });
    Table {
        columns: wanted
            .iter()
            .filter_map(|at| table.columns.get(*at).cloned())
            .collect(),
        rows: rows.collect(),
    }
}

/// The least width of each column, padding included, at which no figure and no word breaks.
fn least_widths(table: &Table) -> Vec<usize> {
    let word = |text: &str| {
        let words = text.split_whitespace().map(display_width);
        words.max().unwrap_or(0).min(LONGEST_WORD)
    };
    let column = |(at, column): (usize, &Column)| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        let widths = cells.map(|cell| match cell {
            Cell::Money(_) => display_width(&shown(cell)),
            cell if column.is_whole => display_width(&shown(cell)),
            // A quantity may part from its unit.
            _ => word(&shown(cell)),
        });
        let padding = if at == 0 { 1 } else { 2 };
        widths.max().unwrap_or(0).max(word(&column.title)) + padding
    };
    table.columns.iter().enumerate().map(column).collect()
}

/// The text of a cell; what is longer than a paragraph has no place in a table.
fn shown(cell: &Cell) -> String {
    let text = cell_text(cell);
    match text.char_indices().nth(LONGEST_CELL) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

fn grid(table: &Table, least: &[usize], width: u16, style: Style) -> String {
    let needed = u16::try_from(least.iter().sum::<usize>()).unwrap_or(u16::MAX);
    let mut grid = comfy_table::Table::new();
    grid.load_style(presets::NOTHING);
    grid.set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_width(width.max(needed));
    grid.set_header(table.columns.iter().map(|column| plain(&column.title)));
    let rule = || vec![RULE.to_owned(); table.columns.len()];
    grid.add_row(rule());
    for row in &table.rows {
        if row.kind == RowKind::Total {
            grid.add_row(rule());
        }
        grid.add_row(row.cells.iter().map(shown));
    }
    for (at, column) in table.columns.iter().enumerate() {
        if let Some(laid) = grid.column_mut(at) {
            laid.set_padding((if at == 0 { 0 } else { 1 }, 1));
            if column.numeric {
                laid.set_cell_alignment(CellAlignment::Right);
            }
            if let Some(Ok(least)) = least.get(at).map(|least| u16::try_from(*least)) {
                laid.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
        }
    }
    let lines: Vec<String> = grid
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    let is_rule = |line: &str| line.contains(RULE);
    let text = lines.iter().filter(|line| !is_rule(line));
    let longest = text.map(|line| line.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    let (mut after_total, mut rules) = (false, 0);
    for line in &lines {
        if is_rule(line) {
            rules += 1;
            after_total = rules > 1;
            let _ = writeln!(out, "{}", "─".repeat(longest));
        } else if after_total {
            let _ = writeln!(out, "{}", style.total(line, has_best(&table.rows)));
        } else {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

fn has_best(rows: &[Row]) -> Option<&str> {
    rows.iter()
        .flat_map(|row| &row.cells)
        .find_map(|cell| match cell {
            Cell::Best(text) => Some(text.as_str()),
            _ => None,
        })
}

fn list_item(item: &Item, width: u16, style: Style) -> String {
    let text = plain(&item.text);
    match item.code {
        Some(code) => {
            let text = wrapped(&format!("[{code}] {text}"), "  ", width);
            let marked = style.bold(&format!("[{code}]"));
            text.replacen(&format!("[{code}]"), &marked, 1)
        }
        None => wrapped(&text, "  ", width),
    }
}

fn fact_lines(facts: &[(String, String)], width: u16) -> String {
    let widest = facts
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    let mut last = "";
    for (name, value) in facts {
        let shown = if name == last { "" } else { name };
        last = name;
        let indent = " ".repeat(widest + 4);
        let text = wrapped(&plain(value), &indent, width);
        let first = format!("  {shown:widest$}  ");
        out.push_str(&first);
        out.push_str(text.get(indent.len()..).unwrap_or_default());
    }
    out
}

fn wrapped(text: &str, indent: &str, width: u16) -> String {
    let hanging = if indent.is_empty() {
        String::new()
    } else {
        format!("{indent}  ")
    };
    let hanging = if indent.len() > 2 {
        indent.to_owned()
    } else {
        hanging
    };
    let options = textwrap::Options::new(usize::from(width).max(20))
        // Dates and names with hyphens stay whole.
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent(indent)
        .subsequent_indent(&hanging);
    textwrap::fill(text, options) + "\n"
}

/// Bold and colours, or nothing.
#[derive(Clone, Copy)]
struct Style(bool);

impl Style {
    fn bold(self, text: &str) -> String {
        match self.0 {
            true => format!("\u{1b}[1m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }

    /// A line below the rule: the total bold, the cheapest green.
    fn total(self, line: &str, best: Option<&str>) -> String {
        if !self.0 {
            return line.to_owned();
        }
        if line.starts_with("Total") {
            return self.bold(line);
        }
        match best {
            Some(best) => line.replace(best, &format!("\u{1b}[1;32m{best}\u{1b}[0m")),
            None => line.to_owned(),
        }
    }
}
