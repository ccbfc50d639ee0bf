//! Text of a user made harmless for whatever shows it.

/// Text of a user on one line, without characters that would move a cursor, change colours or
/// reorder the line, and without what a runner of pipelines takes for a command in a log.
#[must_use]
pub fn plain(text: &str) -> String {
    without_commands(&one_line(text))
}

/// The same for where no command can begin, such as the name of a file that has to stay its name.
pub(super) fn one_line(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() || reorders(c) || is_no_character(c) => '\u{fffd}',
        c => c,
    };
    text.trim().chars().map(shown).collect()
}

/// True for the marks and embeddings that turn the direction of text.
pub(super) fn reorders(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// True for the code points that XML may not hold and that stand for nothing.
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// How commands begin in the logs of GitHub and Azure, the first at the start of a line, where any word
/// may come to stand, the others anywhere; and with what they begin no command.
const COMMANDS: [(&str, &str); 2] = [("##[", "# #["), ("##vso[", "# #vso[")];

/// The text with a space inside whatever begins a command: `: :error`.
fn without_commands(text: &str) -> String {
    let mut out = text.to_owned();
    for (command, harmless) in COMMANDS {
        if out.contains(command) {
            out = out.replace(command, harmless);
        }
    }
    if !out.contains("::") {
        return out;
    }
    let mut shown = String::with_capacity(out.len() + 1);
    for (at, c) in out.char_indices() {
        let rest = out.get(at..).unwrap_or_default();
        let starts_word = shown.chars().next_back().is_none_or(char::is_whitespace);
        let named = rest.strip_prefix("::");
        let is_command = named.is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic()));
        shown.push(c);
        if starts_word && is_command {
            shown.push(' ');
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_a_cursor_or_reorders_a_line() {
        assert_eq!(
            plain(" a\nb\u{1b}[31m\u{85}c\t"),
            "a b\u{fffd}[31m\u{fffd}c"
        );
        assert_eq!(
            plain("\u{202e}x\u{61c}\u{ffff}"),
            "\u{fffd}x\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn nothing_is_a_command_of_a_pipeline() {
        for (text, shown) in [
            ("::error::boo", ": :error::boo"),
            ("a ::set-output name=x::y", "a : :set-output name=x::y"),
            ("a\u{2028}::error::b", "a : :error::b"),
            ("##[error]x ##vso[task.x]", "# #[error]x # #vso[task.x]"),
            ("::/0 and ::1", "::/0 and ::1"),
            ("std::fmt", "std::fmt"),
        ] {
            assert_eq!(plain(text), shown);
        }
    }
}
