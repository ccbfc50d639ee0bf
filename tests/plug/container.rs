//! The image can't be built here; what it is built from can be looked at.

use std::collections::BTreeSet;
use std::path::Path;

fn instructions() -> Vec<String> {
    let text = std::fs::read_to_string("Dockerfile").unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    let joined: Vec<&str> = lines.collect();
    let joined = joined.join("\n").replace("\\\n", " ");
    let lines = joined.lines().filter(|line| !line.trim().is_empty());
    lines.map(str::to_owned).collect()
}

/// The sources of what is copied from the folder.
fn copied() -> BTreeSet<String> {
    let mut copied = BTreeSet::new();
    for line in instructions() {
        let Some(paths) = line
            .strip_prefix("COPY ")
            .filter(|p| !p.starts_with("--from"))
        else {
            continue;
        };
        let paths: Vec<&str> = paths.split_whitespace().collect();
        copied.extend(
            paths[..paths.len() - 1]
                .iter()
                .map(|path| (*path).to_owned()),
        );
    }
    copied
}

#[test]
fn what_is_copied_is_there_and_not_ignored() {
    let copied = copied();
    assert!(copied.len() >= 5);
    let ignored = std::fs::read_to_string(".dockerignore").unwrap();
    let kept: BTreeSet<String> = ignored
        .lines()
        .filter_map(|line| line.strip_prefix('!'))
        .map(str::to_owned)
        .collect();
    assert!(ignored.lines().any(|line| line == "*"));
    assert_eq!(kept, copied);
    for path in &copied {
        assert!(Path::new(path).exists(), "{path}");
    }
    // Everything the manifest names has to be there for cargo to read it.
    let manifest = std::fs::read_to_string("Cargo.toml").unwrap();
    for (at, _) in manifest.match_indices("path = \"") {
        let path = manifest[at + 8..].split('"').next().unwrap();
        let top = path.split('/').next().unwrap();
        assert!(copied.contains(top), "{path}");
    }
}

#[test]
fn the_image_is_pinned_small_and_without_rights() {
    let instructions = instructions();
    let from: Vec<&String> = instructions
        .iter()
        .filter(|l| l.starts_with("FROM "))
        .collect();
    assert_eq!(from.len(), 2);
    for image in from {
        let image = image.split_whitespace().nth(1).unwrap();
        let (image, digest) = image.split_once("@sha256:").unwrap();
        assert_eq!(digest.len(), 64, "{image}");
        let (_, tag) = image.split_once(':').unwrap();
        assert!(tag != "latest" && tag.contains("slim"), "{image}");
    }
    let manifest = std::fs::read_to_string("Cargo.toml").unwrap();
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "));
    let version = version.unwrap().trim_matches('"');
    assert!(
        instructions[0].contains(&format!("rust:{version}.")),
        "{}",
        instructions[0]
    );
    let at = |start: &str| instructions.iter().position(|line| line.starts_with(start));
    assert!(at("USER breakeven") < at("ENTRYPOINT [\"breakeven\"]"));
    assert!(at("USER breakeven").is_some());
    assert!(
        instructions
            .iter()
            .any(|line| line.contains("ca-certificates"))
    );
    let lock = instructions
        .iter()
        .find(|line| line.contains("cargo build"));
    assert!(lock.unwrap().contains("--locked"));
}

/// A repository that somebody else owns is read where the image expects it, and nowhere else.
#[test]
fn only_what_is_mounted_at_its_place_is_trusted() {
    let instructions = instructions().join("\n");
    assert!(instructions.contains("\nWORKDIR /work\n"));
    let trusted = instructions.split("safe.directory ").skip(1);
    let trusted: Vec<&str> = trusted
        .filter_map(|rest| rest.split_whitespace().next())
        .collect();
    assert_eq!(trusted, ["/work"]);
}

/// The package on a registry has what people plug in, and not what only this project runs.
#[test]
fn the_package_leaves_out_nothing_that_is_plugged_in() {
    let manifest = std::fs::read_to_string("Cargo.toml").unwrap();
    let exclude = manifest.lines().find(|line| line.starts_with("exclude = "));
    assert_eq!(exclude.unwrap(), "exclude = [\"/.ci\"]");
    for path in [
        "action.yml",
        "ci/github.sh",
        "ci/breakeven.gitlab-ci.yml",
        ".pre-commit-hooks.yaml",
        "Dockerfile",
        ".dockerignore",
        "docs/ci.md",
    ] {
        assert!(Path::new(path).is_file(), "{path}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata("ci/github.sh")
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o111, 0o111, "the action runs it");
    }
}
