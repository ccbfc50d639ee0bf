//! Repositories whose configuration names programs: none of them runs, and nothing is fetched.

use super::program::{Folder, breakeven};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const API: &str = "name: Api
region: us-east-1
free_tier: none
traffic: { t: { requests: 3M per month } }
architectures:
  a: { components: [ fargate: { cpu: 0.5 vCPU, memory: 2 GB, tasks: 1 } ] }
";

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
        .args(["-c", "core.fsmonitor=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A repository that lacks the content of `gone.yaml`, and a program that leaves a mark when it runs.
struct Trap {
    folder: Folder,
    program: PathBuf,
    mark: PathBuf,
}

impl Trap {
    fn new(name: &str) -> Trap {
        let folder = Folder::new(name);
        let mark = folder.0.join("mark");
        let program = folder.0.join("program");
        let script = format!("#!/bin/sh\ntouch '{}'\nexit 1\n", mark.display());
        std::fs::write(&program, script).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let runs = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(&program, runs).unwrap();
        }
        let trap = Trap {
            program,
            mark,
            folder,
        };
        let work = trap.work();
        std::fs::create_dir_all(work.join("deep")).unwrap();
        std::fs::write(work.join("deep/api.yaml"), API).unwrap();
        std::fs::write(work.join("api.yaml"), API).unwrap();
        std::fs::write(work.join("gone.yaml"), API.replace("Api", "Gone")).unwrap();
        git(&work, &["init", "--quiet", "--initial-branch=main"]);
        git(&work, &["add", "."]);
        git(&work, &["commit", "--quiet", "--message=base"]);
        trap.lose("main:gone.yaml");
        trap
    }

    fn lose(&self, name: &str) {
        let object = git(&self.work(), &["rev-parse", name]);
        let (two, rest) = object.split_at(2);
        let objects = self.work().join(".git/objects");
        std::fs::remove_file(objects.join(two).join(rest)).unwrap();
    }

    fn work(&self) -> PathBuf {
        self.folder.0.join("work")
    }

    fn set(&self, key: &str, value: &str) {
        let value = value.replace("PROGRAM", &self.program.display().to_string());
        git(&self.work(), &["config", key, &value]);
    }

    /// Everything that makes git run a program while it looks for an object.
    fn arm(&self, url: &str) {
        for (key, value) in [
            ("core.repositoryFormatVersion", "1"),
            ("core.fsmonitor", "PROGRAM"),
            ("core.sshCommand", "PROGRAM"),
            ("core.gitProxy", "PROGRAM"),
            ("core.pager", "PROGRAM"),
            ("alias.cat-file", "!PROGRAM"),
            ("credential.helper", "!PROGRAM"),
            ("protocol.allow", "always"),
            ("protocol.ext.allow", "always"),
            ("protocol.file.allow", "always"),
            ("remote.origin.url", url),
            ("remote.origin.uploadpack", "PROGRAM"),
        ] {
            self.set(key, value);
        }
        let hooks = self.work().join(".git/hooks");
        std::fs::create_dir_all(&hooks).unwrap();
        for hook in ["post-index-change", "reference-transaction"] {
            std::fs::copy(&self.program, hooks.join(hook)).unwrap();
        }
    }

    /// A git before 2.44, which fetches what is missing whatever it is told, before the git that is here.
    fn old_git(&self) -> OsString {
        let path = std::env::var_os("PATH").unwrap();
        let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let git = folders.iter().map(|folder| folder.join("git"));
        let git = git.into_iter().find(|git| git.is_file()).unwrap();
        let script = format!(
            "#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nexec '{}' \"$@\"\n",
            git.display()
        );
        let folder = self.folder.0.join("old");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::copy(&self.program, folder.join("git")).unwrap();
        std::fs::write(folder.join("git"), script).unwrap();
        folders.insert(0, folder);
        std::env::join_paths(folders).unwrap()
    }

    fn diff(&self, side: &str) -> (i32, String) {
        let found = self.diff_with(side, std::env::var_os("PATH").unwrap());
        // What it says may be worded otherwise.
        assert_eq!(found.0, self.diff_with(side, self.old_git()).0, "{side}");
        found
    }

    fn diff_with(&self, side: &str, path: OsString) -> (i32, String) {
        let output = breakeven(&["diff", side, "api.yaml"])
            .current_dir(self.work())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("PATH", path)
            .output()
            .unwrap();
        assert!(!self.mark.exists(), "{side}: a program ran");
        let stderr = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), stderr)
    }

    /// What git does unless it is held back, so that a trap that is no trap fails the test.
    fn springs(&self, name: &str) {
        let _ = Command::new("git")
            .current_dir(self.work())
            .args(["cat-file", "blob", name])
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert!(self.mark.exists(), "{name}: git runs nothing by itself");
        std::fs::remove_file(&self.mark).unwrap();
    }
}

#[test]
#[cfg(unix)]
fn a_missing_object_is_not_fetched_from_any_remote() {
    let here = "file:///nowhere/at-all";
    for (number, url) in ["/", here, "ext::PROGRAM", "ssh://nowhere.invalid/x"]
        .into_iter()
        .enumerate()
    {
        let trap = Trap::new(&format!("hostile-{number}"));
        trap.arm(url);
        trap.set("extensions.partialClone", "origin");
        trap.set("remote.origin.promisor", "true");
        trap.springs("main:gone.yaml");
        let (code, stderr) = trap.diff("main:gone.yaml");
        assert_eq!(code, 4, "{url}: {stderr}");
        for said in [
            "the repository does not have its content",
            "nothing is fetched here",
            "`git show main:gone.yaml`",
        ] {
            assert!(stderr.contains(said), "{url}: {stderr}");
        }
        assert_eq!(trap.diff("main:api.yaml"), (0, String::new()), "{url}");
    }
}

#[test]
#[cfg(unix)]
fn without_a_promised_remote_nothing_runs_either() {
    let trap = Trap::new("hostile-plain");
    trap.arm("ext::PROGRAM");
    let (code, stderr) = trap.diff("main:gone.yaml");
    assert_eq!(code, 4, "{stderr}");
    assert!(!stderr.contains("partial"), "{stderr}");
    // What is staged is looked up in the index, which a monitor of files is asked about.
    trap.springs(":api.yaml");
    assert_eq!(trap.diff(":api.yaml"), (0, String::new()));
    let (code, stderr) = trap.diff("main:none.yaml");
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("does not exist in 'main'"), "{stderr}");
}

#[test]
#[cfg(unix)]
fn a_missing_folder_of_a_partial_clone_is_told_from_a_slip() {
    let trap = Trap::new("hostile-tree");
    trap.lose("main:deep");
    trap.arm("/");
    trap.set("extensions.partialClone", "origin");
    trap.set("remote.origin.promisor", "true");
    let (code, stderr) = trap.diff("main:deep/api.yaml");
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("nothing is fetched here"), "{stderr}");
}
