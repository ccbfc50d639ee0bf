//! Outputs: none takes the place of an input or of another, and each is replaced whole or not at all.

use super::program::{Folder, breakeven, run};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const MEASURED: &str = "name: Measured
region: us-east-1
free_tier: none
traffic: { t: { requests: 3M per month, shape: { csv: hours.csv } } }
architectures:
  a: { components: [ fargate: { cpu: 0.5 vCPU, memory: 2 GB, tasks: 2 }, api_gateway: { kind: http } ] }
  b: { components: [ fargate: { cpu: 1 vCPU, memory: 2 GB, tasks: 1 } ] }
budgets: [ { name: all, monthly: $999 } ]
";

/// A folder with every kind of input.
fn inputs(name: &str) -> Folder {
    let folder = Folder::new(name);
    let hours: Vec<String> = (1..=24).map(|hour| hour.to_string()).collect();
    folder.file("api.yaml", MEASURED);
    folder.file("hours.csv", &hours.join("\n"));
    folder.file("policy.yaml", "budgets: [{ name: lax, monthly: $999 }]\n");
    folder.file(
        "overlay.yaml",
        "source: me\noverrides: { fargate.linux.x86.vcpu: $0.05 per vCPU-hour }\n",
    );
    let book = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    folder.file("book.json", &book);
    let ran = in_folder(&folder, "estimate api.yaml --save saved.json -o /dev/null");
    assert_eq!(ran, (0, String::new()));
    let ran = in_folder(&folder, "prices lock --prices embedded -o prices.lock");
    assert_eq!(ran, (0, String::new()));
    folder
}

/// Runs a command line in a folder; its exit code and what it says on standard error.
fn in_folder(folder: &Folder, line: &str) -> (i32, String) {
    let args: Vec<&str> = line.split(' ').collect();
    let output = breakeven(&args)
        .current_dir(&folder.0)
        .env("BREAKEVEN_CACHE_DIR", "no-cache")
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), stderr)
}

/// Every file below a folder, by its path there.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap_or_default();
            found.insert(path.display().to_string(), bytes);
        }
    }
    found
}

fn refused(folder: &Folder, line: &str, said: &str) {
    let before = contents(&folder.0);
    let (code, stderr) = in_folder(folder, line);
    assert_eq!(code, 2, "{line}: {stderr}");
    assert!(stderr.contains(said), "{line}: {stderr}");
    assert!(before == contents(&folder.0), "{line} changed a file");
}

#[test]
fn no_output_replaces_an_input_of_any_kind() {
    let folder = inputs("outputs-inputs");
    let api = "api.yaml --prices overlay.yaml";
    for line in [
        "estimate api.yaml -o hours.csv",
        "estimate api.yaml --save hours.csv",
        "estimate api.yaml --save api.yaml -o report.txt",
        "estimate api.yaml --prices embedded --price-lock prices.lock -o prices.lock",
        "estimate api.yaml --prices embedded --price-lock prices.lock --save prices.lock",
        &format!("estimate {api} -o overlay.yaml"),
        &format!("compare {api} --format html -o overlay.yaml"),
        "compare api.yaml --format xlsx -o hours.csv",
        "explain api.yaml -o hours.csv",
        "diff saved.json api.yaml -o saved.json",
        "diff saved.json api.yaml -o hours.csv",
        "diff api.yaml api.yaml --base-prices overlay.yaml -o overlay.yaml",
        "check api.yaml --policy policy.yaml -o policy.yaml",
        "check api.yaml --baseline saved.json -o saved.json",
        "check . --policy policy.yaml -o hours.csv",
        "portfolio api.yaml --architecture a -o hours.csv",
        "portfolio api.yaml --architecture a --format focus -o api.yaml",
        "project api.yaml --start 2027-01 -o hours.csv",
        "sweep api.yaml --svg hours.csv",
        "sweep api.yaml --format csv -o hours.csv",
        "drivers api.yaml -o hours.csv",
        "optimize api.yaml -o hours.csv",
        "simulate api.yaml --draws 10 -o hours.csv",
        "prices list --prices overlay.yaml -o overlay.yaml",
        "prices diff embedded book.json -o book.json",
        "prices diff embedded book.json --scenario api.yaml -o hours.csv",
    ] {
        refused(&folder, line, "would replace an input");
    }
}

#[test]
fn an_output_is_known_by_the_file_and_not_by_its_path() {
    let folder = inputs("outputs-paths");
    let at = |name: &str| folder.0.join(name);
    std::fs::create_dir(at("deep")).unwrap();
    std::fs::hard_link(at("hours.csv"), at("second.csv")).unwrap();
    let mut paths = vec![
        "./deep/../hours.csv".to_owned(),
        "second.csv".to_owned(),
        at("hours.csv").display().to_string(),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("hours.csv", at("link.csv")).unwrap();
        std::os::unix::fs::symlink(".", at("here")).unwrap();
        paths.extend(["link.csv".to_owned(), "here/hours.csv".to_owned()]);
    }
    for path in paths {
        let line = format!("estimate api.yaml --save {path}");
        refused(&folder, &line, "would replace an input");
    }
}

#[test]
fn no_output_replaces_another() {
    let folder = inputs("outputs-two");
    folder.file("old.txt", "old");
    std::fs::hard_link(folder.0.join("old.txt"), folder.0.join("older.txt")).unwrap();
    let said = "would be written twice";
    for line in [
        "estimate api.yaml --save new.json -o new.json",
        "estimate api.yaml --save new.json -o ./new.json",
        "estimate api.yaml --save old.txt -o older.txt",
        "sweep api.yaml --svg new.svg -o new.svg",
        "sweep api.yaml --svg old.txt --format csv -o older.txt",
    ] {
        refused(&folder, line, said);
    }
    // What keeps nothing can be written twice.
    #[cfg(unix)]
    {
        let line = "estimate api.yaml --save /dev/null -o /dev/null";
        assert_eq!(in_folder(&folder, line), (0, String::new()));
    }
}

#[test]
fn configurations_are_not_saved_over_their_scenario() {
    let folder = Folder::new("outputs-optimize");
    let text = std::fs::read_to_string("scenarios/small-api.yaml").unwrap();
    folder.file("grown-cheapest-02.yaml", &text);
    let line = "optimize grown-cheapest-02.yaml --traffic grown --top 3 --save .";
    refused(&folder, line, "would replace an input");
    let line = "optimize grown-cheapest-02.yaml --traffic grown --top 3 --save new -o new.txt";
    assert_eq!(in_folder(&folder, line).0, 0);
    let line = "optimize grown-cheapest-02.yaml --traffic grown --top 3 --save new -o new/grown-cheapest-01.yaml";
    refused(&folder, line, "would be written twice");
}

/// A lock is the output that adds to what is there.
#[test]
fn a_lock_is_added_to() {
    let folder = inputs("outputs-lock");
    let line = "prices lock --prices embedded --region eu-west-1 -o prices.lock";
    assert_eq!(in_folder(&folder, line), (0, String::new()));
    let text = std::fs::read_to_string(folder.0.join("prices.lock")).unwrap();
    assert!(text.contains("us-east-1") && text.contains("eu-west-1"));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// Runs a command line in a folder after a line of shell.
    fn after(folder: &Folder, shell: &str, line: &str) -> (i32, String) {
        let script = format!("{shell}; exec \"$0\" {line}");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_breakeven")])
            .current_dir(&folder.0)
            .env("BREAKEVEN_CACHE_DIR", "no-cache")
            .env_remove("BREAKEVEN_PRICES")
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), stderr)
    }

    /// The shell opens such a file before the program starts.
    #[test]
    fn standard_output_may_be_a_file_of_the_run() {
        let folder = inputs("outputs-stdout");
        let line = "estimate api.yaml --save new.json >new.json";
        let (code, stderr) = after(&folder, "true", line);
        assert_eq!(code, 2);
        assert!(stderr.contains("would be written twice"), "{stderr}");
        let before = contents(&folder.0);
        for line in [
            "compare api.yaml >>hours.csv",
            "sweep api.yaml -o - >>api.yaml",
        ] {
            let (code, stderr) = after(&folder, "true", line);
            assert_eq!(code, 2, "{line}");
            assert!(
                stderr.contains("would replace an input"),
                "{line}: {stderr}"
            );
            assert!(before == contents(&folder.0), "{line} changed a file");
        }
    }

    /// A limit on the size of files ends a write as a full disk does.
    #[test]
    fn a_full_disk_leaves_the_old_file() {
        let folder = inputs("outputs-full");
        for name in ["out", "grown-cheapest-01.yaml", "breakeven.1"] {
            folder.file(name, "old");
        }
        let small = std::fs::read_to_string("scenarios/small-api.yaml").unwrap();
        folder.file("small.yaml", &small);
        let before = contents(&folder.0);
        for line in [
            "estimate api.yaml -o out",
            "estimate api.yaml --save out",
            "compare api.yaml --format xlsx -o out",
            "portfolio api.yaml --architecture a --set month=2027-01 --format focus -o out",
            "sweep api.yaml --svg out",
            "sweep api.yaml --format csv --points 5000 -o out",
            "optimize small.yaml --traffic grown --top 1 --save . -o /dev/null",
            "prices lock --prices embedded --region eu-west-1 -o prices.lock",
            "prices seal book.json",
            "schema -o out",
            "man -o .",
        ] {
            let (code, stderr) = after(&folder, "trap '' XFSZ; ulimit -f 0", line);
            assert_eq!(code, 4, "{line}: {stderr}");
            assert!(stderr.contains("can't be written"), "{line}: {stderr}");
            assert!(before == contents(&folder.0), "{line} changed a file");
        }
        #[cfg(target_os = "linux")]
        {
            let (code, stderr) = in_folder(&folder, "estimate api.yaml -o /dev/full");
            assert_eq!(code, 4);
            assert!(stderr.contains("/dev/full can't be written"), "{stderr}");
        }
    }

    #[test]
    fn an_interrupted_run_leaves_the_old_file_and_nothing_else() {
        let folder = inputs("outputs-interrupted");
        folder.file("out.csv", "old");
        let before = contents(&folder.0);
        let line = "sweep api.yaml --from 1 --to 900M --points 800000000 --format csv -o out.csv";
        let mut running = Command::new(env!("CARGO_BIN_EXE_breakeven"))
            .args(line.split(' '))
            .current_dir(&folder.0)
            .env("BREAKEVEN_CACHE_DIR", "no-cache")
            .env_remove("BREAKEVEN_PRICES")
            .spawn()
            .unwrap();
        let is_writing = || contents(&folder.0).len() > before.len();
        for _ in 0..400 {
            if is_writing() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        assert!(is_writing() && running.try_wait().unwrap().is_none());
        // The handler is set right after the file is there.
        std::thread::sleep(std::time::Duration::from_millis(200));
        let id = running.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(running.wait().unwrap().code(), Some(130));
        assert!(before == contents(&folder.0));
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn modes_follow_the_umask_and_then_stay() {
        let folder = inputs("outputs-modes");
        let lines = [
            ("estimate api.yaml -o new.1", "new.1"),
            ("estimate api.yaml -o /dev/null --save new.2", "new.2"),
            (
                "prices lock --prices embedded -o new.lock >/dev/null",
                "new.lock",
            ),
            ("sweep api.yaml --format csv -o new.csv", "new.csv"),
        ];
        for (line, name) in lines {
            let path = folder.0.join(name);
            // 0666 without 0027, and then as its owner wants it.
            assert_eq!(after(&folder, "umask 027", line), (0, String::new()));
            assert_eq!(mode(&path), 0o640, "{line}");
            let own = std::fs::Permissions::from_mode(0o604);
            std::fs::set_permissions(&path, own).unwrap();
            assert_eq!(after(&folder, "umask 077", line), (0, String::new()));
            assert_eq!(mode(&path), 0o604, "{line}");
        }
    }

    #[test]
    fn links_stay_links_and_streams_stay_streams() {
        let folder = inputs("outputs-streams");
        let expected = run(&["schema"]).stdout;
        std::fs::create_dir(folder.0.join("deep")).unwrap();
        folder.file("deep/real.json", "old");
        let link = folder.0.join("link.json");
        std::os::unix::fs::symlink("deep/real.json", &link).unwrap();
        assert_eq!(
            in_folder(&folder, "schema -o link.json"),
            (0, String::new())
        );
        assert!(link.is_symlink());
        let real = std::fs::read_to_string(folder.0.join("deep/real.json")).unwrap();
        assert_eq!(real, expected);

        let nowhere = folder.0.join("nowhere.json");
        std::os::unix::fs::symlink("gone/real.json", &nowhere).unwrap();
        let (code, stderr) = in_folder(&folder, "schema -o nowhere.json");
        assert_eq!(code, 4);
        assert!(stderr.contains("a link to nowhere"), "{stderr}");

        // Others write to the same standard output.
        let line = "schema -o /dev/stdout >>log";
        assert_eq!(after(&folder, "echo before >log", line), (0, String::new()));
        let log = std::fs::read_to_string(folder.0.join("log")).unwrap();
        assert_eq!(log, format!("before\n{expected}"));
        let output = breakeven(&["schema", "-o", "/dev/stdout"])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);

        let pipe = "mkfifo pipe; cat pipe >piped & ";
        let (code, stderr) = after(&folder, &format!("{pipe} true"), "schema -o pipe");
        assert_eq!((code, stderr.as_str()), (0, ""));
        for _ in 0..100 {
            let piped = std::fs::read_to_string(folder.0.join("piped")).unwrap();
            if piped == expected {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("the pipe got something else");
    }
}
