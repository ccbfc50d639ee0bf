//! Names and tags that are markup, formulas or commands somewhere are text everywhere.

use super::{folder, run};

const EVIL: &str = r###""=cmd|x \e[31m\n::error file=x::boom\r\n##[error]y \x01\uFFFF \u202Ertl\u200F <b>&'\" |*[l](1) `""###;

fn written(format: &str) -> String {
    let text = format!(
        "name: {EVIL}\nregion: us-east-1\nfree_tier: none\ntags: {{ {EVIL}: {EVIL}, team: {EVIL} }}\n\
         traffic: {{ t: {{ requests: 1000 per day }} }}\narchitectures:\n  \
         a: {{ title: {EVIL}, components: [ nat_gateway: {{ name: {EVIL}, gateways: 1, processed: 0 GB }} ] }}\n"
    );
    let (_folder, root) = folder(&format!("evil-{format}"), &[("=e,v ::error::.yaml", text)]);
    let ran = run(&["portfolio", &root, "--by", "team", "--format", format]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    ran.stdout
}

#[test]
fn no_format_lets_control_characters_or_commands_through() {
    for format in ["table", "markdown", "html", "csv", "json", "focus"] {
        let text = written(format);
        let wild = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        };
        assert!(!text.contains(wild), "{format}: {text:?}");
        for line in text.lines().map(str::trim_start) {
            assert!(!line.starts_with("::error"), "{format}: {line}");
            assert!(!line.contains("##["), "{format}: {line}");
        }
    }
}

#[test]
fn markup_and_formulas_are_text() {
    let markdown = written("markdown");
    assert!(!markdown.contains("<b>") && !markdown.contains("|*[l]"));
    assert!(!written("html").contains("<b>&"));
    for format in ["csv", "focus"] {
        let text = written(format);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for record in reader.records() {
            for field in &record.unwrap() {
                assert!(!field.starts_with(['=', '@', '+']), "{format}: {field}");
            }
        }
    }
}

#[test]
fn json_keeps_names_as_they_are() {
    let document: serde_json::Value = serde_json::from_str(&written("json")).unwrap();
    let value = &document["totals"][0]["by"][0]["groups"][0]["value"];
    assert!(
        value
            .as_str()
            .unwrap()
            .contains("\u{1b}[31m\n::error file=x::boom")
    );
    assert!(
        document["scenarios"][0]["tags"]["team"]
            .as_str()
            .unwrap()
            .contains('\u{202e}')
    );
}
