//! Links in a branch under review: no forge shows what they lead to.

use super::github::check;
use super::gitlab::job;
use super::repository::{API, Repository};
use std::os::unix::fs::symlink;

const SECRET: &str = "hunter2: is the secret\narchitectures: {}\n";

/// A repository in which `link` of the branch leads to a secret beside it.
fn linked(name: &str, link: &str) -> Repository {
    let files = [
        ("scenarios/api.yaml", API),
        ("scenarios/b.yaml", API),
        ("lax/b.yaml", API),
    ];
    let repository = Repository::new(name, &files);
    let (secret, link) = (repository.path("secret"), repository.work().join(link));
    std::fs::create_dir(&secret).unwrap();
    std::fs::write(secret.join("api.yaml"), SECRET).unwrap();
    if link.is_dir() {
        std::fs::remove_dir_all(&link).unwrap();
        symlink(&secret, link).unwrap();
    } else {
        std::fs::remove_file(&link).unwrap();
        symlink(secret.join("api.yaml"), link).unwrap();
    }
    repository.commit("linked");
    repository
}

#[test]
fn the_action_follows_no_link() {
    let cases = [
        ("scenarios/api.yaml", "scenarios"),
        ("scenarios/api.yaml", "scenarios/api.yaml"),
        ("scenarios", "scenarios"),
        ("scenarios", "scenarios/"),
    ];
    for (number, (link, files)) in cases.into_iter().enumerate() {
        let repository = linked(&format!("github-link-{number}"), link);
        let ended = check(&repository, &[("INPUT_FILES", files)]);
        assert_eq!(ended.code, 2, "{link}: {}", ended.log);
        assert!(ended.log.contains("is a link"), "{link}: {}", ended.log);
        let shown = [
            ended.log,
            repository.read("summary.md"),
            repository.read("body.md"),
        ];
        assert!(!shown.concat().contains("hunter2"), "{link}");
    }
    let repository = linked("github-link-policy", "lax/b.yaml");
    let ended = check(&repository, &[("INPUT_POLICY", "lax/b.yaml")]);
    assert_eq!(ended.code, 2, "{}", ended.log);
    assert!(ended.log.contains("is a link") && !ended.log.contains("hunter2"));
}

#[test]
fn the_job_of_gitlab_follows_no_link() {
    for (link, files) in [
        ("scenarios/api.yaml", "scenarios"),
        ("scenarios/api.yaml", "scenarios/api.yaml"),
        ("scenarios", "scenarios"),
    ] {
        let name = format!("gitlab-link-{}-{}", link.len(), files.len());
        let repository = linked(&name, link);
        let base = repository.git(&["rev-parse", "main"]);
        let variables = [
            ("BREAKEVEN_FILES", files),
            ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.as_str()),
        ];
        let ended = job(&repository, &["sh"], &variables);
        assert_eq!(ended.code, 2, "{link}: {}", ended.log);
        let shown = ended.log + &repository.read("work/breakeven-report.md");
        assert!(!shown.contains("hunter2"), "{link}: {shown}");
    }
}
