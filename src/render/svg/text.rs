//! Text in a picture: cleaned, escaped, cut to an estimate of its width.

use crate::render::plain;

/// Text of a user as XML may hold it, not yet escaped: on one line, without characters that XML
/// forbids or that would reorder the line.
pub(super) fn clean(text: &str) -> String {
    let is_legal = |c: &char| {
        let is_space = matches!(c, '\n' | '\r' | '\t');
        (is_space || !c.is_control()) && !matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    plain(&text.chars().filter(is_legal).collect::<String>())
}

/// Text for an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The width of a text in characters of Latin script. Fonts differ, so it is an estimate, on the
/// wide side.
pub(super) fn width(text: &str) -> i64 {
    text.chars().map(character).sum()
}

fn character(c: char) -> i64 {
    // Scripts from Hangul on, and pictures, are about twice as wide.
    if c < '\u{1100}' || ('\u{2000}'..'\u{2e80}').contains(&c) {
        1
    } else {
        2
    }
}

/// Text no wider than this; what is left out leaves an ellipsis.
pub(super) fn cut(text: &str, most: i64) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += character(*c);
        used <= most
    };
    let mut shown: String = text.chars().take_while(fits).collect();
    shown.push('…');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_removed() {
        let hostile = "a\u{0}b\u{1b}[31m\u{fffe}\u{ffff}\u{7f}\nc";
        assert_eq!(clean(hostile), "ab[31m c");
        assert_eq!(escaped("<a b='\"'>&"), "&lt;a b=&#39;&quot;&#39;&gt;&amp;");
    }

    #[test]
    fn text_is_cut_by_its_width() {
        for (text, most, shown) in [
            ("Lambda", 6, "Lambda"),
            ("Lambda", 5, "Lamb…"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
        ] {
            assert_eq!(cut(text, most), shown);
        }
    }
}
