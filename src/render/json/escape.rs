//! JSON that is harmless where it is shown, and the same when it is read.

use crate::render::plain::reorders;
use std::fmt::Write;

/// A document in which what would turn the direction of text, or move a cursor, is written as its
/// escape, and what a runner of pipelines takes for a command is none. All of it can stand inside
/// strings only, where an escape means the same.
pub(super) fn harmless(text: String) -> String {
    let shows = |c: char| (c.is_control() && c != '\n') || reorders(c);
    if !text.contains(shows) && !text.contains("##") {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if shows(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            // `##[` and `##vso[` begin commands wherever they stand.
            '#' if out.ends_with('#') => out.push_str("\\u0023"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_as_it_was() {
        let hostile = "a\u{1b}[31m\u{9b}\u{202e}\u{7f}\u{61c}##[error]x ###vso[\u{2028}";
        let written = harmless(serde_json::to_string_pretty(&[hostile]).unwrap());
        assert!(
            written.is_ascii() || written.contains('\u{2028}'),
            "{written}"
        );
        assert!(!written.contains("##"), "{written}");
        let read: Vec<String> = serde_json::from_str(&written).unwrap();
        assert_eq!(read, [hostile]);
    }
}
