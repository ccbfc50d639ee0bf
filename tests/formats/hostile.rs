//! A scenario whose names are attacks on whatever shows them: each format escapes or neutralises them.

use crate::html::{is_sound, tree};
use crate::program::{Folder, json, run};

/// Markup, formulas, colours, commands of pipelines, what XML forbids, turned direction.
const ATTACKS: [&str; 13] = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&",
    "[click](javascript:alert(1)) **bold** `code` | # head ![i](http://x/y)",
    "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}31m",
    "::error file=x,line=1::boo",
    "##[error]boo ##vso[task.complete]",
    "bell\u{7} null\u{1} \u{fffe}\u{ffff} tab\tnew\nline",
    "\u{202e}evil\u{202c} \u{2066}x\u{2069} \u{200f}\u{61c}",
    "\n::set-output name=x::y\u{2028}::warning::z",
    "`@octocat` #1 owner/name#2 `x`@all` !3 :100: https://example.com/issues/4 ``#5",
];

/// An attack as a YAML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_ascii() && !c.is_ascii_control() => out.push(c),
            c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

fn scenario(attack: &str) -> String {
    let name = quoted(attack);
    format!(
        "name: {name}
description: {name}
region: us-east-1
request: {{ duration: 100 ms, response: 1 KB }}
traffic: {{ t: {{ requests: 1000 per day }} }}
projection: {{ traffic: t }}
architectures:
  a:
    title: {name}
    components:
      - other: {{ name: {name}, title: {name}, monthly: $5, source: {name} }}
      - alb: {{}}
      - data_transfer: {{}}
  b:
    title: {name}
    components: [ lambda: {{ name: {name}, memory: 256 MB }}, api_gateway: {{ kind: http }} ]
purchase:
  discounts: [ {{ service: alb, discount: 5%, source: {name} }} ]
prices: {{ source: {name}, overrides: {{ alb.hour: $0.02 per hour }} }}
budgets: [ {{ name: {name}, architecture: a, monthly: $10 }} ]
published:
  document: {name}
  figures: [ {{ architecture: a, traffic: t, monthly: $7, quote: {name} }} ]
"
    )
}

/// Runs the command in the format over every attack.
fn each(command: &str, format: &str, check: impl Fn(&str, &str)) {
    let folder = Folder::new(&format!("hostile-{command}-{format}"));
    for attack in ATTACKS {
        let path = folder.file("hostile.yaml", &scenario(attack));
        let ran = run(&[command, &path, "--format", format]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{attack:?}");
        check(&ran.stdout, attack);
        nothing_moves(&ran.stdout, attack);
    }
}

/// What no text on standard output holds, whatever the format.
fn nothing_moves(text: &str, attack: &str) {
    for c in text.chars() {
        let is_control = c.is_control() && c != '\n';
        let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!is_control && !turns, "{:?} of {attack:?}", c);
        assert!(
            !matches!(c, '\u{fffe}' | '\u{ffff}') || text.starts_with('{'),
            "{attack:?}"
        );
    }
    for line in text.lines() {
        let is_command = |line: &str| {
            let rest = line.trim_start().strip_prefix("::");
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        assert!(!is_command(line), "{line}");
        assert!(!line.contains("##[") && !line.contains("##vso["), "{line}");
    }
}

const COMMANDS: [&str; 4] = ["estimate", "compare", "explain", "project"];

#[test]
fn a_table_holds_no_command_and_no_escape() {
    for command in COMMANDS {
        each(command, "table", |_, _| {});
    }
}

/// What is left of Markdown without code, inline or fenced, and with what its escapes stand for or
/// without it.
fn outside_code(text: &str, with_escaped: bool) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.starts_with("~~~~~~") {
            fenced = !fenced;
        } else if !fenced {
            let mut chars = line.chars();
            while let Some(c) = chars.next() {
                match c {
                    '\\' => out.extend(chars.next().filter(|_| with_escaped)),
                    // All code is between single backticks, on one line.
                    '`' => assert!(chars.by_ref().any(|c| c == '`'), "{line}"),
                    c => out.push(c),
                }
            }
            out.push('\n');
        }
    }
    out
}

#[test]
fn markdown_holds_no_markup_of_others() {
    for command in COMMANDS {
        each(command, "markdown", |text, _| {
            // Forges look for these once escapes are undone.
            let seen = outside_code(text, true);
            for mark in ["@", "#1", "#2", "!3", ":100:", "://", "#5"] {
                assert!(!seen.contains(mark), "{mark}: {seen}");
            }
            let text = &outside_code(text, false);
            assert!(
                !text.contains("<script") && !text.contains("<img"),
                "{text}"
            );
            assert!(
                !text.contains("](javascript") && !text.contains("![i]"),
                "{text}"
            );
            assert!(
                !text.contains(" **bold**") && !text.contains("@SUM"),
                "{text}"
            );
            // A pipe of a name would be a cell of its own.
            let cells = |line: &str| line.matches('|').count();
            let mut columns = None;
            for line in text.lines() {
                match line.starts_with('|') {
                    true => assert_eq!(*columns.get_or_insert(cells(line)), cells(line), "{line}"),
                    false => columns = None,
                }
            }
        });
    }
}

#[test]
fn json_reads_as_it_was_written() {
    for command in COMMANDS {
        let folder = Folder::new(&format!("hostile-{command}-read"));
        each(command, "json", |text, attack| {
            let document: serde_json::Value = serde_json::from_str(text).unwrap();
            // Spaces around a name are none of it.
            assert_eq!(document["scenario"], attack.trim());
        });
        let path = folder.file("hostile.yaml", &scenario(ATTACKS[0]));
        assert_eq!(
            json(&[command, &path, "--format", "json"])["scenario"],
            ATTACKS[0]
        );
    }
}

#[test]
fn no_field_of_a_spreadsheet_is_a_formula() {
    for (command, format) in [
        ("estimate", "csv"),
        ("compare", "csv"),
        ("explain", "csv"),
        ("project", "csv"),
        ("estimate", "focus"),
        ("compare", "focus"),
    ] {
        each(command, format, |text, attack| {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let mut lines = 1;
            for record in reader.records() {
                let record = record.unwrap();
                lines += 1;
                for field in record.iter() {
                    let is_number = rust_decimal::Decimal::from_str_exact(field).is_ok();
                    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                    assert!(!formula || is_number, "{field:?} of {attack:?}");
                }
            }
            assert_eq!(text.lines().count(), lines, "a record is a line");
        });
    }
}

#[test]
fn a_page_holds_text_alone() {
    for command in COMMANDS {
        each(command, "html", |page, attack| {
            is_sound(page);
            let text = tree(page);
            let document = roxmltree::Document::parse(&text).unwrap();
            let is_title = |node: &roxmltree::Node<'_, '_>| node.tag_name().name() == "h1";
            let title = document.descendants().find(is_title).unwrap();
            let shown = title.text().unwrap();
            // Words are there, as words.
            if attack.starts_with('<') {
                assert_eq!(shown, attack);
            }
            assert!(
                !page.contains("<script") && !page.contains("<img"),
                "{page}"
            );
        });
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_holds_strings_alone() {
    let folder = Folder::new("hostile-xlsx");
    for attack in ATTACKS {
        let path = folder.file("hostile.yaml", &scenario(attack));
        let book = crate::workbook::read(&crate::workbook::write(&["compare", &path]));
        let mut met = 0;
        for (name, sheet) in &book.sheets {
            for cell in sheet.values() {
                if let Some(formula) = &cell.formula {
                    assert_eq!(name, "Summary");
                    assert!(
                        formula.starts_with("SUM") || formula.starts_with('$'),
                        "{formula}"
                    );
                    assert!(!formula.contains("cmd"), "{formula}");
                }
                met += usize::from(cell.is_text && cell.value.contains("calc"));
                let forbidden = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{202e}');
                assert!(!cell.value.contains(forbidden), "{:?}", cell.value);
            }
        }
        assert!(met > 0 || !attack.contains("calc"), "{attack}");
        for text in book.parts.values() {
            assert!(!text.contains("<hyperlink") && !text.contains("externalLink"));
        }
    }
}
