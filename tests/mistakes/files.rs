//! Files that are none, and links that lead where nobody asked to look.

use super::program::{Folder, breakeven, json};
use std::path::Path;
use std::time::Duration;

const SECRET: &str = "hunter2 is the secret";

const PLAIN: &str = "name: Plain
region: us-east-1
free_tier: none
traffic: { t: { requests: 3M per month } }
architectures:
  a: { components: [ api_gateway: { kind: http } ] }
";

fn measured(csv: &str) -> String {
    let shape = format!("requests: 3M per month, shape: {{ csv: \"{csv}\" }}");
    PLAIN.replace("requests: 3M per month", &shape)
}

/// Ends by itself, in seconds, though nobody closes its standard input.
fn ended(folder: &Path, line: &str) -> (i32, String) {
    let args: Vec<&str> = line.split(' ').collect();
    let output = breakeven(&args)
        .current_dir(folder)
        .env("BREAKEVEN_CACHE_DIR", "no-cache")
        .write_stdin(SECRET)
        .timeout(Duration::from_secs(20))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let said = text(&output.stdout) + &text(&output.stderr);
    let code = output.status.code();
    (code.unwrap_or_else(|| panic!("{line} hangs")), said)
}

#[test]
fn standard_input_is_no_file() {
    let folder = Folder::new("files-stdin");
    folder.file("api.yaml", PLAIN);
    folder.file("measured.yaml", &measured("-"));
    for line in [
        "estimate measured.yaml",
        "check measured.yaml",
        "estimate api.yaml --prices -",
        "estimate api.yaml --price-lock -",
        "check api.yaml --policy -",
        "check api.yaml --baseline -",
        "prices list --prices -",
        "prices diff embedded -",
        "prices seal -",
    ] {
        let (code, said) = ended(&folder.0, line);
        assert_eq!(code, 2, "{line}: {said}");
        assert!(
            said.contains("only a scenario is read from"),
            "{line}: {said}"
        );
        assert!(!said.contains("hunter2"), "{line}: {said}");
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = Folder::new("files-pipe");
        folder.file("api.yaml", PLAIN);
        folder.file("measured.yaml", &measured("pipe"));
        let pipe = folder.0.join("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        for line in [
            "estimate measured.yaml",
            "diff api.yaml measured.yaml",
            "estimate api.yaml --prices pipe",
            "estimate api.yaml --price-lock pipe",
            "check api.yaml --policy pipe",
            "check api.yaml --baseline pipe",
            "prices list --prices pipe",
            "prices diff pipe embedded",
            "prices seal pipe",
            "estimate api.yaml --prices /dev/zero",
        ] {
            let (code, said) = ended(&folder.0, line);
            assert_eq!(code, 2, "{line}: {said}");
            assert!(said.contains("is a pipe or a device"), "{line}: {said}");
        }
        // Among the scenarios of a folder it is none, and neither is a link to it.
        std::fs::create_dir(folder.0.join("all")).unwrap();
        std::fs::rename(&pipe, folder.0.join("all/pipe.yaml")).unwrap();
        symlink("pipe.yaml", folder.0.join("all/link.yaml")).unwrap();
        folder.file("all/api.yaml", PLAIN);
        let (code, said) = ended(&folder.0, "portfolio all");
        assert_eq!(code, 0, "{said}");
    }

    #[test]
    fn a_link_shows_nothing_from_outside_its_folder() {
        let folder = Folder::new("files-links");
        folder.file("secret", SECRET);
        let inside = folder.0.join("scenarios");
        std::fs::create_dir_all(inside.join("deep")).unwrap();
        folder.file("scenarios/plain.yaml", PLAIN);
        folder.file("scenarios/measured.yaml", &measured("hours.csv"));
        folder.file("scenarios/deep/measured.yaml", &measured("folder/secret"));
        symlink("../secret", inside.join("hours.csv")).unwrap();
        symlink("../..", inside.join("deep/folder")).unwrap();
        for line in [
            "estimate scenarios/measured.yaml",
            "estimate scenarios/deep/measured.yaml",
            "check scenarios --format json",
            "portfolio scenarios",
            "diff scenarios/measured.yaml scenarios/plain.yaml",
            "sweep scenarios/measured.yaml",
        ] {
            let (code, said) = ended(&folder.0, line);
            assert_eq!(code, 2, "{line}: {said}");
            assert!(said.contains("leads out of the folder"), "{line}: {said}");
            assert!(!said.contains("hunter2"), "{line}: {said}");
        }
        // From within the folder too, where its name is empty.
        let (code, said) = ended(&inside, "estimate measured.yaml");
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("leads out of the folder"), "{said}");
    }

    #[test]
    fn a_link_among_scenarios_stays_among_them() {
        let folder = Folder::new("files-among");
        folder.file("secret", SECRET);
        std::fs::create_dir_all(folder.0.join("scenarios/deep")).unwrap();
        folder.file("scenarios/plain.yaml", PLAIN);
        let link = folder.0.join("scenarios/deep/link.yaml");
        symlink("../../secret", &link).unwrap();
        for line in [
            "check scenarios",
            "portfolio scenarios",
            "check ./scenarios/deep",
        ] {
            let (code, said) = ended(&folder.0, line);
            assert_eq!(code, 2, "{line}: {said}");
            assert!(
                said.contains("is a link that leads out of"),
                "{line}: {said}"
            );
            assert!(!said.contains("hunter2"), "{line}: {said}");
        }
        // To a scenario of the folder it is followed.
        std::fs::remove_file(&link).unwrap();
        symlink("../plain.yaml", &link).unwrap();
        let (code, said) = ended(&folder.0, "check scenarios --policy policy.yaml");
        assert_eq!(code, 2, "{said}");
        folder.file("policy.yaml", "budgets: [{ name: lax, monthly: $999 }]\n");
        let (code, said) = ended(&folder.0, "check scenarios --policy policy.yaml");
        assert_eq!(code, 0, "{said}");
    }
}

#[test]
fn a_variable_that_is_set_to_nothing_is_as_good_as_unset() {
    let folder = Folder::new("files-empty");
    let file = folder.file("api.yaml", PLAIN);
    let args = ["estimate", file.as_str(), "--format", "json"];
    let expected = json(&args);
    let output = breakeven(&args)
        .env("BREAKEVEN_PRICES", "")
        .env("BREAKEVEN_CACHE_DIR", "")
        .env("XDG_CACHE_HOME", folder.0.join("cache"))
        .env("AWS_ENDPOINT_URL", "")
        .env("AWS_ENDPOINT_URL_PRICING", "")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found, expected);
    // Set to something, it is still what counts.
    let output = breakeven(&args).env("BREAKEVEN_PRICES", "none").output();
    assert_eq!(output.unwrap().status.code(), Some(2));
}
