//! Names that are commands, markup or options somewhere are data in the script of the action.

use super::github::check;
use super::repository::{API, Repository, grown};

/// The commands a runner of GitHub would take from a log: it stops at `stop-commands` until the token.
fn commands(log: &str) -> Vec<&str> {
    let mut taken = Vec::new();
    let mut stopped: Option<&str> = None;
    for line in log.lines() {
        let (second, first) = (line.trim_start(), line.find("##["));
        let command = match second
            .strip_prefix("::")
            .and_then(|rest| rest.split_once("::"))
        {
            Some((command, value)) => (command, value),
            None => match first {
                Some(at) => (&line[at..], ""),
                None => continue,
            },
        };
        match stopped {
            Some(token) if command.0 == token => stopped = None,
            Some(_) => {}
            None if command.0 == "stop-commands" => stopped = Some(command.1),
            None => taken.push(line),
        }
    }
    taken
}

/// Commands of runners, ends of comments, code, HTML, colours and marks that turn the line around.
const EVIL: &str = r###""a\n::error file=x::boom\n##[error]y ::set-output name=z::1 --> <!-- breakeven:check --> $(touch pwned) `touch pwned` </pre><b>@all \e[31m \u202E""###;

#[test]
fn hostile_names_in_scenarios_and_branches_are_text() {
    let hostile = |text: &str| {
        let text = text.replace("name: Api", &format!("name: {EVIL}"));
        let text = text.replace("name: all of it", &format!("name: {EVIL}"));
        text.replace("name: api", &format!("name: {EVIL}"))
    };
    let path = "scenarios/$(touch pwned);`touch pwned` & '\"\n::error::x.yaml";
    let repository = Repository::new("hostile", &[(path, &hostile(API))]);
    let branch = "x$(touch${IFS}pwned);'\"`id`&--";
    repository.git(&["branch", branch, "main"]);
    let remote = format!("refs/remotes/origin/{branch}");
    repository.git(&["update-ref", &remote, "main"]);
    repository.write(&[
        (path, &hostile(&grown())),
        ("scenarios/--help.yaml", &hostile(API)),
    ]);
    // A fault is quoted with its line.
    repository.write(&[(
        "scenarios/bad.yaml",
        "name: x\n\"##[error]boom\": 1\n\"::error::boom\": 2\n\"</pre><b>@all\": 3\n",
    )]);
    repository.commit("evil");
    let files = format!("scenarios\nscenarios/--help.yaml\n{}", "scenarios/bad.yaml");
    let more = [
        ("GITHUB_BASE_REF", branch),
        ("GITHUB_HEAD_REF", "$(touch pwned)"),
        ("INPUT_FILES", files.as_str()),
    ];
    let ended = check(&repository, &more);
    assert_eq!(ended.code, 2, "{}", ended.log);
    for line in commands(&ended.log) {
        let is_ours = line.starts_with("::error file=scenarios/") && !line.contains("##[");
        assert!(is_ours, "{line}\nin\n{}", ended.log);
        assert!(
            line.contains(",line=") || line.contains(",title="),
            "{line}"
        );
    }
    assert!(commands(&ended.log).len() >= 2, "{}", ended.log);
    for folder in [repository.work(), repository.path("")] {
        assert!(!folder.join("pwned").exists(), "{folder:?}");
    }
    let body = repository.read("body.md");
    assert!(body.starts_with("<!-- breakeven:check -->\n## "), "{body}");
    assert_eq!(body.matches("<!--").count(), 1, "{body}");
    assert_eq!(
        body.matches("</pre>").count(),
        body.matches("<pre>").count()
    );
    assert!(!body.contains("<b>@"), "{body}");
    assert!(body.contains("&lt;/pre&gt;&lt;b&gt;&#64;all"), "{body}");
    assert!(!body.contains(['\u{1b}', '\u{202e}']), "{body}");
    assert!(body.contains("+14.78"), "{body}");
    assert!(
        body.contains("`origin/x??touch??IFS?pwned?????id??--`"),
        "{body}"
    );
}

#[test]
fn paths_that_look_like_options_are_files() {
    let repository = Repository::new("options", &[("--format=json.yaml", API)]);
    repository.write(&[("--format=json.yaml", &grown()), ("--x/-y.yaml", &grown())]);
    repository.commit("more");
    let ended = check(&repository, &[("INPUT_FILES", "--format=json.yaml\n--x")]);
    assert_eq!(ended.code, 1, "{}", ended.log);
    let summary = repository.read("summary.md");
    assert!(summary.contains("+14.78"), "{summary}");
    assert!(summary.contains("New: `--x/-y.yaml`"), "{summary}");
}

#[test]
fn a_number_that_is_none_is_not_asked_for() {
    let repository = Repository::new("number", &[("scenarios/api.yaml", API)]);
    let ended = check(&repository, &[("PR_NUMBER", "7/../8")]);
    assert_eq!((ended.code, repository.read("gh.log")), (2, String::new()));
}

#[test]
fn comments_and_summaries_stay_under_the_limits() {
    // 60 scenarios, each with 30 components of which every one changes.
    let scenario = |number: usize, cpu: &str| {
        let component = |at: usize| {
            format!("fargate: {{ name: component-{at}, cpu: {cpu} vCPU, memory: 2 GB, tasks: 1 }}")
        };
        let components: Vec<String> = (0..30).map(component).collect();
        let text = API.replace("name: Api", &format!("name: Api {number}"));
        let (head, rest) = text.split_once("[ fargate").unwrap();
        let (_, rest) = rest.split_once(" ]").unwrap();
        format!("{head}[ {} ]{rest}", components.join(", "))
    };
    let name = |number: usize| format!("scenarios/{number:02}.yaml");
    let of = |cpu: &str| -> Vec<(String, String)> {
        (0..60).map(|n| (name(n), scenario(n, cpu))).collect()
    };
    fn texts(files: &[(String, String)]) -> Vec<(&str, &str)> {
        files
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect()
    }
    let repository = Repository::new("limits", &texts(&of("0.5")));
    repository.write(&texts(&of("1")));
    repository.commit("twice the processors");
    let ended = check(&repository, &[]);
    assert_eq!(ended.code, 1, "{}", ended.log);
    let body = repository.read("body.md");
    // GitHub refuses 65,537 characters.
    assert!((30_000..=65_536).contains(&body.len()), "{}", body.len());
    assert!(body.contains("more scenarios changed._"));
    let opened = body.matches("<details>").count();
    assert_eq!(opened, body.matches("</details>").count());
    let summary = repository.read("summary.md");
    assert!(summary.len() < 1 << 20, "{}", summary.len());
    assert_eq!(summary.matches(": what changed").count(), 60);
}
