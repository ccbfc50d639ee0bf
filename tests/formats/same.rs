//! The same bytes, whatever the run, the language, the time zone and the width of the terminal.

use crate::program::breakeven;

const FORMATS: [&str; 8] = [
    "table", "markdown", "json", "csv", "html", "focus", "xlsx", "explain",
];

fn bytes(args: &[&str], environment: &[(&str, &str)]) -> Vec<u8> {
    let mut command = breakeven(args);
    command.envs(environment.iter().copied());
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        (output.status.code(), errors.as_str()),
        (Some(0), ""),
        "{args:?}"
    );
    output.stdout
}

/// Languages with a comma for a decimal point, with letters of their own for `i`, and from right to left;
/// time zones a day apart; terminals of other widths.
const ELSEWHERE: [&[(&str, &str)]; 3] = [
    &[
        ("LC_ALL", "de_DE.UTF-8"),
        ("LANG", "de_DE.UTF-8"),
        ("LANGUAGE", "de"),
        ("TZ", "Pacific/Kiritimati"),
        ("COLUMNS", "40"),
        ("LINES", "10"),
    ],
    &[
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LANG", "tr_TR.UTF-8"),
        ("TZ", "America/Los_Angeles"),
        ("SOURCE_DATE_EPOCH", "0"),
        ("NO_COLOR", "1"),
    ],
    &[
        ("LC_ALL", "ar_EG.UTF-8"),
        ("LC_NUMERIC", "ar_EG.UTF-8"),
        ("COLUMNS", "200"),
        ("TERM", "dumb"),
    ],
];

#[test]
fn every_format_is_the_same_everywhere() {
    let scenario = "scenarios/habit-tracker.yaml";
    for format in FORMATS {
        if format == "xlsx" && cfg!(not(feature = "xlsx")) {
            continue;
        }
        for command in ["estimate", "compare"] {
            let args = match format {
                "explain" => vec!["explain", scenario],
                format => vec![command, scenario, "--format", format],
            };
            let here = bytes(&args, &[("LC_ALL", "C"), ("TZ", "UTC"), ("COLUMNS", "160")]);
            assert!(!here.is_empty());
            for environment in ELSEWHERE {
                let there = bytes(&args, environment);
                assert!(
                    here == there,
                    "{command} --format {format} with {environment:?}"
                );
            }
        }
    }
}

#[test]
fn so_are_the_pages_and_documents_of_other_commands() {
    let small = "scenarios/small-api.yaml";
    for command in [
        &["sweep", small][..],
        &["project", "scenarios/mycandidate.yaml"],
        &["drivers", small, "--traffic", "grown"],
        &["simulate", small, "--draws", "500"],
        &["prices", "list"],
        &["prices", "show", "alb.hour"],
        &["diff", small, "scenarios/spontime-poc.yaml"],
        &["compare", small, "--region", "all"],
    ] {
        for format in ["html", "json", "csv", "markdown"] {
            let args = [command, &["--format", format]].concat();
            let here = bytes(&args, &[]);
            assert!(here == bytes(&args, ELSEWHERE[0]), "{args:?}");
        }
    }
}

#[test]
fn a_file_has_the_bytes_of_the_pipe() {
    let folder = crate::program::Folder::new("same");
    for format in ["html", "focus", "json", "xlsx"] {
        if format == "xlsx" && cfg!(not(feature = "xlsx")) {
            continue;
        }
        let path = folder.0.join(format).display().to_string();
        let args = ["compare", "scenarios/small-api.yaml", "--format", format];
        let piped = bytes(&args, &[]);
        assert!(bytes(&[&args[..], &["--output", &path]].concat(), &[]).is_empty());
        assert!(std::fs::read(&path).unwrap() == piped, "{format}");
    }
}
