//! How the program ends, and what is reported when some files can't be priced.

use super::program::breakeven;
use super::{added, costs, folder, run, tasks};

/// CloudFront has no price in GovCloud.
fn unpriced() -> String {
    tasks("Unpriced", "team: shop", "1")
        .replace("us-east-1", "us-gov-west-1")
        .replace(
            "fargate: { cpu: 0.5 vCPU, memory: 1 GB, tasks: 1 }",
            "cloudfront: { out: 5 KB per request, requests: 1 per request }",
        )
}

#[test]
fn the_worst_of_several_files_counts_and_the_others_are_added_up() {
    let good = || tasks("Good", "team: shop", "1");
    let (_folder, root) = folder(
        "worst",
        &[
            ("1.yaml", good()),
            ("2.yaml", unpriced()),
            ("3.yaml", good()),
        ],
    );
    let (code, document) = added(&[&root, "--by", "team"]);
    assert_eq!((code, &document["complete"]), (3, &false.into()));
    assert_eq!(costs(&document["totals"][0])[1], "36.0401");
    let errors = document["errors"].as_array().unwrap();
    assert_eq!((errors.len(), &errors[0]["exit_code"]), (1, &3.into()));
    assert_eq!(errors[0]["file"], format!("{root}/2.yaml"));
    // A fault of a file is worse than it is wrong input, but less than a missing price.
    std::fs::write(
        format!("{root}/0.yaml"),
        "name: Broken\narchitectures: {}\n",
    )
    .unwrap();
    let ran = run(&["portfolio", &root]);
    assert_eq!(ran.code, 3);
    for part in ["0.yaml:1:1", "`region` is missing", "cloudfront"] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    for part in [
        "2 priced, 2 not",
        "Total of those",
        "Not priced, in no total",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    std::fs::remove_file(format!("{root}/2.yaml")).unwrap();
    assert_eq!(run(&["portfolio", &root]).code, 2);
    std::fs::remove_file(format!("{root}/0.yaml")).unwrap();
    assert_eq!(run(&["portfolio", &root]).code, 0);
    assert_eq!(
        run(&["portfolio", &root, "--output", "/no/such/folder/p"]).code,
        4
    );
}

#[test]
fn nothing_is_written_when_nothing_could_be_priced() {
    let (_folder, root) = folder("nothing", &[("1.yaml", unpriced())]);
    for format in ["table", "json", "focus", "csv"] {
        let ran = run(&["portfolio", &root, "--format", format]);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{format}");
    }
}

#[test]
fn a_tag_nobody_has_is_an_error_and_the_report_stays() {
    let (_folder, root) = folder("tag", &[("1.yaml", tasks("One", "team: shop", "1"))]);
    let ran = run(&["portfolio", &root, "--by", "taem"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.stderr,
        "error: no scenario has the tag `taem`; did you mean `team`?\n"
    );
    assert!(ran.stdout.contains("(none)"));
}

#[test]
fn a_file_is_added_up_once() {
    let (folder, root) = folder("once", &[("1.yaml", tasks("One", "team: shop", "1"))]);
    let file = format!("{root}/1.yaml");
    let ran = run(&["portfolio", &file, &file]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("would be added up twice"),
        "{}",
        ran.stderr
    );
    let ran = run(&["portfolio", &root, &format!("{root}/./1.yaml")]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("are one file"), "{}", ran.stderr);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&file, folder.0.join("2.yaml")).unwrap();
        assert_eq!(run(&["portfolio", &root]).code, 2);
    }
    drop(folder);
}

#[test]
fn output_is_the_same_bytes_on_one_thread_and_on_two() {
    // More than are priced at once, so that chunks meet; one of them broken, in the middle.
    let files: Vec<(String, String)> = (0..300)
        .map(|n| {
            let text = match n {
                150 => "name: Broken\n".to_owned(),
                n => tasks(&format!("Number {n}"), &format!("team: t{}", n % 7), "1..3"),
            };
            (format!("{n:03}.yaml"), text)
        })
        .collect();
    let files: Vec<(&str, String)> = files.iter().map(|(n, t)| (n.as_str(), t.clone())).collect();
    let (_folder, root) = folder("bytes", &files);
    for format in ["table", "json", "csv", "focus"] {
        let written = ["1", "2", "2"].map(|threads| {
            let mut command = breakeven(&["portfolio", &root, "--by", "team", "--format", format]);
            let output = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
            assert_eq!(output.status.code(), Some(2));
            (output.stdout, output.stderr)
        });
        assert!(written.iter().all(|text| *text == written[0]), "{format}");
        let text = String::from_utf8_lossy(&written[0].0);
        let places: Vec<usize> = ["Number 0", "Number 149", "Number 151", "Number 299"]
            .map(|name| text.find(name).unwrap_or_else(|| panic!("{name}")))
            .to_vec();
        assert!(places.is_sorted(), "{format}");
        if format == "focus" {
            assert_eq!(text.matches("AvailabilityZone").count(), 1, "one head");
        }
    }
}
