//! Faults with the lines they stand in.

use super::{Terminal, plain};
use crate::syntax::Faults;
use annotate_snippets::{AnnotationKind, Element, Level, Renderer, Snippet};
use std::fmt::Write;

/// Every fault with its place in the text, as a terminal shows it. Quoted lines and help keep to the
/// width; a command to copy stands on a line of its own, however long.
#[must_use]
pub fn snippets(faults: &Faults, terminal: Terminal) -> String {
    let renderer = if terminal.styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let width = usize::from(terminal.width);
    let renderer = renderer.term_width(width);
    let mut out = String::new();
    for fault in faults.faults() {
        let message = plain(&fault.message);
        let mut group = Level::ERROR
            .primary_title(message.as_str())
            .id(fault.code)
            .elements(std::iter::empty::<Element<'_>>());
        let source = faults.source(fault.span);
        // Control characters would reach the terminal through the quoted line.
        let text = source.map(|source| quotable(&source.text));
        if let (Some(source), Some(text)) = (source, &text) {
            let range = fault.span.range(text.len());
            let annotation = AnnotationKind::Primary.span(whole_characters(text, range));
            let snippet = Snippet::source(text.as_str())
                .path(&source.name)
                .annotation(annotation);
            group = group.element(snippet);
        }
        let help = fault.help.as_deref().map(|help| wrapped(help, width));
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let _ = writeln!(out, "{}", renderer.render(&[group]));
        if let Some(command) = &fault.command {
            let _ = writeln!(out, "\n  {}", plain(command));
        }
        out.push('\n');
    }
    let count = faults.len();
    if count > 1 {
        let _ = writeln!(out, "{count} faults found");
    }
    if let Some(closing) = faults.closing() {
        let options = textwrap::Options::new(width.max(20))
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let _ = writeln!(out, "{}", textwrap::fill(&plain(closing), options));
    }
    out
}

/// What stands in front of a line of help: a line number's room, `= help: `.
const LABEL: usize = 12;

/// Help on lines that fit behind its label.
fn wrapped(help: &str, width: usize) -> String {
    let options = textwrap::Options::new(width.saturating_sub(LABEL).max(20))
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&plain(help), options)
}

/// The same text, byte for byte as long, without control characters but line ends and tabs.
fn quotable(text: &str) -> String {
    let harmless = |c: char| !c.is_control() || matches!(c, '\n' | '\t' | '\r');
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        match harmless(c) {
            true => quoted.push(c),
            // Some control characters take two bytes; places in the text must stay where they are.
            false => quoted.extend(std::iter::repeat_n('?', c.len_utf8())),
        }
    }
    quoted
}

/// A byte range moved outwards to whole characters.
fn whole_characters(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.ceil_char_boundary(range.end.max(start))
}
