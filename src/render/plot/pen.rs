//! Signs and colours of series, and text that fits.

use super::canvas::Ink;
use textwrap::core::display_width;

/// One sign per series; from the eleventh on they repeat.
const SIGNS: [char; 10] = ['•', '+', 'x', 'o', '*', '#', '=', '@', '%', '&'];
/// One colour per series, of the palette a theme keeps readable on its background.
const COLOURS: [u8; 10] = [36, 33, 35, 32, 34, 31, 96, 93, 95, 92];
const BOLD: u8 = 1;
const DIM: u8 = 2;

/// Writes with colours, or without.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub styled: bool,
}

impl Pen {
    pub(super) fn bold(self, text: &str) -> String {
        self.painted(Some(BOLD), text)
    }

    /// The sign of a series.
    pub(super) fn sign(self, series: usize) -> String {
        self.painted(colour(series), &sign(series).to_string())
    }

    /// Cells of a row, those of one colour painted together.
    pub(super) fn cells(self, cells: impl Iterator<Item = Ink>) -> String {
        let (mut out, mut same, mut last) = (String::new(), String::new(), None);
        for ink in cells {
            let (colour, sign) = match ink {
                Ink::Blank => (None, ' '),
                Ink::Mark => (Some(DIM), '┊'),
                Ink::Series(series, dots) => (colour(series), self.dots(series, dots)),
            };
            if colour != last {
                out.push_str(&self.painted(last, &same));
                same.clear();
            }
            last = colour;
            same.push(sign);
        }
        out.push_str(&self.painted(last, &same));
        out
    }

    fn dots(self, series: usize, dots: u32) -> char {
        match self.styled {
            true => char::from_u32(0x2800 | dots).unwrap_or(' '),
            false => sign(series),
        }
    }

    fn painted(self, colour: Option<u8>, text: &str) -> String {
        match colour {
            Some(colour) if self.styled && !text.is_empty() => {
                format!("\u{1b}[{colour}m{text}\u{1b}[0m")
            }
            _ => text.to_owned(),
        }
    }
}

fn sign(series: usize) -> char {
    let sign = SIGNS.iter().cycle().nth(series % SIGNS.len());
    sign.copied().unwrap_or('•')
}

fn colour(series: usize) -> Option<u8> {
    COLOURS.iter().cycle().nth(series % COLOURS.len()).copied()
}

/// Text no wider than this; what is left out leaves an ellipsis.
pub(super) fn cut(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut shown = String::new();
    for c in text.chars() {
        shown.push(c);
        if display_width(&shown) >= width {
            shown.pop();
            break;
        }
    }
    shown + "…"
}

/// Entries of a legend, as many to a line as fit; each a sign of one column and a text.
pub(super) fn legend(entries: impl Iterator<Item = (String, String)>, width: usize) -> Vec<String> {
    const INDENT: usize = 2;
    const GAP: usize = 3;
    let mut lines: Vec<String> = Vec::new();
    let mut used = width;
    for (sign, text) in entries {
        let text = cut(&text, width.saturating_sub(INDENT + 2));
        let needed = 2 + display_width(&text);
        match lines.last_mut() {
            Some(line) if used + GAP + needed <= width => {
                used += GAP + needed;
                line.push_str(&format!("   {sign} {text}"));
            }
            _ => {
                used = INDENT + needed;
                lines.push(format!("  {sign} {text}"));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_its_width() {
        for (text, width, shown) in [
            ("Lambda", 6, "Lambda"),
            ("Lambda", 5, "Lamb…"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
        ] {
            assert_eq!(cut(text, width), shown);
        }
    }

    #[test]
    fn neighbours_of_one_colour_are_painted_together() {
        let cells = || {
            [
                Ink::Series(0, 1),
                Ink::Series(0, 2),
                Ink::Blank,
                Ink::Series(1, 4),
            ]
            .into_iter()
        };
        let styled = Pen { styled: true }.cells(cells());
        assert_eq!(
            styled,
            "\u{1b}[36m\u{2801}\u{2802}\u{1b}[0m \u{1b}[33m\u{2804}\u{1b}[0m"
        );
        assert_eq!(Pen { styled: false }.cells(cells()), "•• +");
    }
}
