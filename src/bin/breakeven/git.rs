//! Files of a git revision, as `git cat-file` prints them.

use crate::exit::Failure;
use crate::files::{at_most, text};
use breakeven::syntax::Source;
use std::io;
use std::process::{Command, Stdio};
use std::thread;

/// The revision and path of `main:scenarios/api.yaml`; `None` for what names a file, as a Windows drive
/// does. Before the colon may be nothing, which is what is staged.
pub fn revision(side: &str) -> Option<(&str, &str)> {
    let (revision, path) = side.split_once(':')?;
    let is_drive = revision.len() == 1
        && revision.starts_with(|c: char| c.is_ascii_alphabetic())
        && (cfg!(windows) || path.starts_with(['/', '\\']));
    (!is_drive && !path.is_empty()).then_some((revision, path))
}

/// Git as a reader of what the repository holds and nothing else. The configuration of a repository may
/// come from anybody and can name programs: to watch its files, to fetch an object that is missing.
fn git(args: &[&str]) -> Command {
    let mut git = Command::new("git");
    // What stands on the command line goes before the configuration of the repository.
    for setting in [
        "core.fsmonitor=false",
        "core.hooksPath=/dev/null",
        "fetch.bundleURI=",
    ] {
        git.args(["-c", setting]);
    }
    git.arg("--no-pager")
        .args(args)
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        // A missing object is not fetched. Git before 2.44 tries all the same, and may use no transport
        // for it: unlike `protocol.allow`, this list is not widened by `protocol.ext.allow`.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    git
}

/// The file at `path` as it was at a revision, and no more of it than makes sense.
pub fn show(revision: &str, path: &str, most: usize) -> Result<Source, Failure> {
    let name = format!("{revision}:{path}");
    // Git would take it for an option.
    if revision.starts_with('-') {
        return Err(Failure::input(format!(
            "{name}: no revision starts with `-`"
        )));
    }
    let failed = |error: &io::Error| {
        let problem = match error.kind() {
            io::ErrorKind::NotFound => "git is not installed".to_owned(),
            _ => format!("git can't be run: {error}"),
        };
        Failure::system(format!("{name} can't be read: {problem}"))
    };
    // The bytes of a file and nothing else: no ranges, no folders, no submodules.
    let mut git = git(&["cat-file", "blob", &name])
        .spawn()
        .map_err(|error| failed(&error))?;
    // Both are read at once, so that git never waits for a reader of the other.
    let errors = git.stderr.take();
    let errors = thread::spawn(move || errors.map(|errors| at_most(errors, MOST_OF_ERRORS)));
    let shown = git.stdout.take().map(|shown| at_most(shown, most));
    let shown = shown.transpose().map_err(|error| failed(&error))?;
    let shown = shown.unwrap_or_default();
    if shown.len() > most {
        // It would go on writing to nobody.
        let _ = git.kill();
        let _ = git.wait();
        return text(name, shown, most);
    }
    let status = git.wait().map_err(|error| failed(&error))?;
    if !status.success() {
        let errors = errors.join().ok().flatten().and_then(Result::ok);
        let errors = String::from_utf8_lossy(&errors.unwrap_or_default()).into_owned();
        return Err(unread(&name, &errors));
    }
    text(name, shown, most)
}

/// Why there is no file of that name, from what git complained about.
fn unread(name: &str, errors: &str) -> Failure {
    let asked = |args: &[&str]| {
        let output = git(args).output().ok();
        let output = output.filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let remotes = r"^(extensions\.partialclone|remote\..*\.promisor)$";
    let partial = match asked(&["config", "--get-regexp", remotes]) {
        Some(_) => format!(
            "; this is a partial clone and nothing is fetched here: `git show {name}` fetches what is \
             missing, if you trust the remote"
        ),
        None => String::new(),
    };
    let is_other = asked(&["cat-file", "-t", name]).is_some();
    if !is_other && asked(&["rev-parse", "--verify", "--quiet", name]).is_some() {
        return Failure::system(format!(
            "{name} can't be read: the repository does not have its content{partial}"
        ));
    }
    let first = errors.lines().find(|line| !line.trim().is_empty());
    let problem = first.unwrap_or("git says nothing about why");
    let problem = problem.strip_prefix("fatal: ").unwrap_or(problem);
    let problem = match is_other {
        true => "it is a folder or another repository, not a file",
        false => problem,
    };
    Failure::input(format!(
        "{name} can't be read: git: {problem}; name a file as REVISION:PATH, the path from the root of \
         the repository, or from here with `./` in front{partial}"
    ))
}

/// Enough of what git complains about to quote the first line.
const MOST_OF_ERRORS: usize = 64 << 10;
