//! The manual.

use super::program::{Folder, commands, help, run};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

/// The pages of the folder by their names.
fn pages(folder: &Folder) -> BTreeMap<String, String> {
    let path = folder.0.join("new").join("man1");
    let ran = run(&["man", "--output", &path.display().to_string()]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let entries = std::fs::read_dir(path).unwrap();
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    entries.map(read).collect()
}

fn whole() -> String {
    let ran = run(&["man"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    ran.stdout
}

/// Long options that stand at the start of their line in `--help`.
fn options(help: &str) -> Vec<String> {
    let lines = help.lines().map(str::trim_start);
    let lines = lines.filter(|line| line.starts_with('-'));
    let names = lines.filter_map(|line| line.split("--").nth(1));
    let end = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    names
        .map(|name| name.split(end).next().unwrap().to_owned())
        .collect()
}

/// What `man` shows; warnings are failures.
fn shown(page: &str) -> Option<String> {
    if !super::is_there("groff") {
        return None;
    }
    let mut groff = Command::new("groff")
        .args(["-man", "-ww", "-K", "utf8", "-T", "utf8", "-P", "-cbou"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = groff.stdin.take().unwrap();
    let page = page.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(page.as_bytes()).unwrap());
    let output = groff.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "", "groff warns");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_page_for_each_command_has_all_its_options() {
    let folder = Folder::new("plug-man");
    let pages = pages(&folder);
    let mut expected = vec!["breakeven.1".to_owned(), "breakeven-prices.1".to_owned()];
    expected.extend(
        commands()
            .iter()
            .map(|words| format!("breakeven-{}.1", words.join("-"))),
    );
    expected.sort();
    assert_eq!(pages.keys().cloned().collect::<Vec<_>>(), expected);
    let unescaped = |name: String| pages[&name].replace("\\-", "-");
    for command in commands() {
        let page = unescaped(format!("breakeven-{}.1", command.join("-")));
        let help = help(&command);
        let options = options(&help);
        assert!(!options.is_empty(), "{command:?}");
        for option in options {
            // At the head of its entry, not only in the synopsis.
            let is_entry = |line: &str| {
                line.starts_with("\\fB-") && line.contains(&format!("\\fB--{option}\\fR"))
            };
            assert!(page.lines().any(is_entry), "{command:?} --{option}");
        }
        assert!(page.contains(&format!("\\fBbreakeven {}\\fR", command.join(" "))));
        assert!(page.contains(".SH EXAMPLE\n"), "{command:?}");
    }
    assert!(pages["breakeven.1"].contains(".SH \"EXIT CODES\"\n"));
}

#[test]
fn one_page_has_every_command_and_option() {
    let page = whole().replace("\\-", "-");
    let mut rest = page.as_str();
    let mut sections = BTreeMap::new();
    while let Some((_, after)) = rest.split_once("\n.SH \"BREAKEVEN ") {
        let (name, text) = after.split_once("\"\n").unwrap();
        let text = text.split("\n.SH ").next().unwrap();
        sections.insert(name.to_lowercase(), text);
        rest = after;
    }
    assert_eq!(sections.len(), commands().len() + 1, "and `prices`");
    for command in commands() {
        let section = sections[&command.join(" ")];
        for option in options(&help(&command)) {
            let bold = format!("\\fB--{option}\\fR");
            assert!(section.contains(&bold), "{command:?} --{option}");
        }
        assert!(section.contains("\n.SS EXAMPLE\n"), "{command:?}");
    }
    for code in 0..=4 {
        assert!(page.contains(&format!("\n{code}  ")), "exit code {code}");
    }
}

#[test]
fn pages_have_a_version_and_no_date_and_never_change() {
    let page = whole();
    assert_eq!(page, whole());
    let version = env!("CARGO_PKG_VERSION");
    let title = format!(".TH breakeven 1 \"\" \"breakeven {version}\" \"breakeven manual\"");
    assert!(page.lines().any(|line| line == title));
    let (one, other) = (Folder::new("plug-man-1"), Folder::new("plug-man-2"));
    assert_eq!(pages(&one), pages(&other));
}

#[test]
fn pages_render_without_warnings() {
    let Some(text) = shown(&whole()) else { return };
    // Words, however they are spaced out.
    let words: Vec<&str> = text.split_whitespace().collect();
    let words = words.join(" ");
    assert!(words.contains("breakeven - What an AWS architecture costs per month"));
    assert!(words.contains("breakeven estimate scenarios/small-api.yaml --architecture functions"));
    for (name, page) in pages(&Folder::new("plug-man-groff")) {
        let text = shown(&page).unwrap();
        assert!(text.contains("SYNOPSIS"), "{name}");
        assert!(!text.contains("General Commands"), "{name}: {text}");
    }
}

#[test]
fn a_folder_that_can_t_be_made_is_a_failure() {
    let folder = Folder::new("plug-man-file");
    let file = folder.file("taken", "");
    let ran = run(&["man", "--output", &format!("{file}/below")]);
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""));
    assert!(ran.stderr.contains("taken"), "{}", ran.stderr);
}
