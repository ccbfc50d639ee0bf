//! A git repository with a base and a branch, and a GitHub that only writes down what it is told.

use super::program::Folder;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A Fargate task of 0.5 vCPU and 2 GB: 730 × (0.5 × 0.04048 + 2 × 0.004445) = 21.2649. With 1 vCPU it
/// is 730 × (0.04048 + 2 × 0.004445) = 36.0401: 14.7752 more.
pub const API: &str = "name: Api
region: us-east-1
free_tier: none
as_of: 2026-11-21
traffic: { t: { requests: 1000 per day } }
architectures:
  a: { components: [ fargate: { name: api, cpu: 0.5 vCPU, memory: 2 GB, tasks: 1 } ] }
budgets:
  - { name: all of it, monthly: $30 }
";

pub fn grown() -> String {
    API.replace("cpu: 0.5", "cpu: 1")
}

pub struct Repository(pub Folder);

/// What a script printed and ended with.
pub struct Ended {
    pub code: i32,
    pub log: String,
}

impl Repository {
    /// `files` on `main`, which is there as `origin/main` too; a branch `work` is checked out.
    pub fn new(name: &str, files: &[(&str, &str)]) -> Repository {
        let repository = Repository(Folder::new(&format!("plug-{name}")));
        std::fs::create_dir_all(repository.path("tools")).unwrap();
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.write(files);
        repository.commit("base");
        repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
        repository.git(&["checkout", "--quiet", "-b", "work"]);
        repository
    }

    /// The root; tools and what they leave lie beside the folder that is checked out.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.0.join(name)
    }

    pub fn work(&self) -> PathBuf {
        let work = self.path("work");
        std::fs::create_dir_all(&work).unwrap();
        work
    }

    pub fn write(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            let path = self.work().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }

    pub fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(self.work())
            .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
            .args(args)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all", "."]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
    }

    /// A program that is found before all others.
    pub fn tool(&self, name: &str, text: &str) {
        let path = self.path("tools").join(name);
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// Runs a program here with these variables and no others that could change what it does.
    pub fn run(&self, program: &str, args: &[&str], variables: &BTreeMap<&str, String>) -> Ended {
        let binary = Path::new(env!("CARGO_BIN_EXE_breakeven"));
        let mut path = vec![self.path("tools"), binary.parent().unwrap().to_owned()];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        let output = Command::new(program)
            .args(args)
            .current_dir(self.work())
            .env_clear()
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("HOME", self.path("home"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("BREAKEVEN_CACHE_DIR", self.path("cache"))
            .envs(variables)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended {
            code: output.status.code().unwrap(),
            log: text(output.stdout) + &text(output.stderr),
        }
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_default()
    }
}
