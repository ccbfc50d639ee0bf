//! A user's desk: a home, a cache and the address of a server that stands for AWS.

use super::price_files::{Files, PriceFiles};
use super::price_server::PriceApi;
use super::price_world;
use super::program::{Folder, Ran};
use breakeven::purchase::PlanKind;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What no output and no file may ever hold.
pub const SECRET: &str = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";
pub const SESSION: &str = "FwoGZXIvYXdzEXAMPLESessionToken";
pub const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";

pub const COMPUTE: &str = "AWSComputeSavingsPlan";
pub const DATABASE: &str = "AWSDatabaseSavingsPlans";

/// The version the servers here publish, and the one after it.
pub const FIRST: &str = "20261120120000";
pub const SECOND: &str = "20261121120000";

/// A user with nothing in the cache.
pub struct Desk {
    pub folder: Folder,
    env: BTreeMap<String, String>,
}

impl Desk {
    /// One whose AWS is at an address.
    pub fn at(url: &str) -> Desk {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let desk = Desk {
            folder: Folder::new(&format!("desk-{count}")),
            env: BTreeMap::new(),
        };
        let home = desk.folder.0.display().to_string();
        let cache = desk.folder.0.join("cache").display().to_string();
        desk.set("HOME", &home)
            .set("BREAKEVEN_CACHE_DIR", &cache)
            .set("AWS_ENDPOINT_URL_PRICING", url)
            .set("AWS_ACCESS_KEY_ID", KEY_ID)
            .set("AWS_SECRET_ACCESS_KEY", SECRET)
            .set("AWS_SESSION_TOKEN", SESSION)
            .set("AWS_EC2_METADATA_DISABLED", "true")
    }

    /// The same with another variable in the environment.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Desk {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same without a variable.
    #[must_use]
    pub fn unset(mut self, name: &str) -> Desk {
        self.env.remove(name);
        self
    }

    /// A command with this environment and nothing of that of whoever runs the tests.
    pub fn dressed(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.env);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.dressed(env!("CARGO_BIN_EXE_breakeven"));
        command.args(args);
        command
    }

    /// Runs the program, and makes sure that it gave no secret away.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.finished(self.command(args))
    }

    pub fn finished(&self, mut command: Command) -> Ran {
        let output = command.output().unwrap();
        let ran = Ran {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        for secret in [SECRET, SESSION] {
            assert!(!ran.stdout.contains(secret), "{}", ran.stdout);
            assert!(!ran.stderr.contains(secret), "{}", ran.stderr);
        }
        ran
    }

    /// Runs what must succeed.
    pub fn ok(&self, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}\n{}\n{}", ran.stdout, ran.stderr);
        ran
    }

    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(args).stdout).unwrap()
    }

    pub fn cache(&self) -> PathBuf {
        self.folder.0.join("cache").join("prices-v1")
    }

    pub fn book(&self, region: &str) -> PathBuf {
        self.cache().join(format!("{region}.json"))
    }

    /// Every file of the cache but the lock, by name.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = std::fs::read_dir(self.cache()).into_iter().flatten();
        let entries = entries.map(|entry| entry.unwrap());
        entries
            .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
            .filter(|(name, _)| name != "lock")
            .map(|(name, path)| (name, std::fs::read(path).unwrap()))
            .collect()
    }

    /// Rewrites the cached book of a region by hand and seals it.
    pub fn edit(&self, region: &str, edit: impl FnOnce(String) -> String) {
        let path = self.book(region);
        let old = std::fs::read_to_string(&path).unwrap();
        let new = edit(old.clone());
        assert_ne!(old, new, "the edit changed nothing");
        std::fs::write(&path, breakeven::catalog::seal(&new)).unwrap();
    }
}

/// The products of a region, made once.
pub fn products(region: &str) -> Vec<Value> {
    static OF: [OnceLock<Vec<Value>>; 2] = [OnceLock::new(), OnceLock::new()];
    match region {
        "us-east-1" => OF[0].get_or_init(|| price_world::products(region)).clone(),
        "cn-north-1" => OF[1].get_or_init(|| price_world::products(region)).clone(),
        _ => price_world::products(region),
    }
}

/// The products of one service in us-east-1.
pub fn of_service(service: &str) -> Vec<Value> {
    let mut products = products("us-east-1");
    products.retain(|product| price_world::service(product) == service);
    products
}

/// True for products the bulk files have in the file of no region.
fn is_global(product: &Value) -> bool {
    let attributes = &product["product"]["attributes"];
    let has = |name: &str| attributes[name].as_str().is_some_and(|at| !at.is_empty());
    !has("regionCode") && !has("fromRegionCode")
}

/// Bulk files of some products, as a version.
pub fn files(region: &str, products: Vec<Value>, version: &str) -> Files {
    let mut files = Files::new();
    for (service, products) in price_world::by_service(products) {
        let (global, regional): (Vec<_>, Vec<_>) = products.into_iter().partition(is_global);
        files = files.offer(&service, region, version, &regional);
        if !global.is_empty() {
            files = files.offer(&service, "aws-other", version, &global);
        }
    }
    files
}

/// Everything the Price List has for a region, Savings Plans included.
pub fn whole(region: &str, version: &str) -> Files {
    let book = price_world::book(region);
    let mut files = files(region, products(region), version);
    for (plan, kind) in [(COMPUTE, PlanKind::Compute), (DATABASE, PlanKind::Database)] {
        let rates = price_world::plan_json(&book, kind);
        files = files.plan(plan, region, version, &rates);
    }
    files
}

/// A bulk server with some services of us-east-1.
pub fn bulk_of(services: &[&str]) -> PriceFiles {
    let products = services.iter().flat_map(|service| of_service(service));
    PriceFiles::start(files("us-east-1", products.collect(), FIRST))
}

/// An API server with some services of us-east-1.
pub fn api_of(services: &[&str]) -> PriceApi {
    PriceApi::start(services.iter().flat_map(|name| of_service(name)).collect())
}

/// A user with the prices of Fargate in the cache, and an AWS that is no more.
pub fn filled() -> Desk {
    let server = bulk_of(&["AmazonECS"]);
    let desk = Desk::at(&server.url);
    desk.ok(&["prices", "update", "--service", "AmazonECS"]);
    desk.unset("AWS_ENDPOINT_URL_PRICING")
}

/// Everything said, on one line.
pub fn said(ran: &Ran) -> String {
    let all = format!("{} {}", ran.stdout, ran.stderr);
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An update that comes to nothing: says this, ends with 4, leaves the cache byte for byte.
pub fn refused(desk: &Desk, args: &[&str], expected: &[&str]) -> Ran {
    let before = desk.files();
    let ran = desk.run(&[&["prices", "update", "--service", "AmazonECS"], args].concat());
    let all = said(&ran);
    for part in expected {
        assert!(all.contains(part), "`{part}` is not in:\n{all}");
    }
    assert_eq!(ran.code, 4, "{all}");
    assert!(
        all.contains("AmazonECS"),
        "what failed is not named:\n{all}"
    );
    assert!(desk.files() == before, "the cache changed:\n{all}");
    ran
}

impl Desk {
    /// The book in the cache, its seal checked.
    pub fn cached(&self, region: &str) -> breakeven::catalog::PriceBook {
        let text = std::fs::read_to_string(self.book(region)).unwrap();
        breakeven::catalog::PriceBook::parse_sealed("cache", text).unwrap()
    }

    /// The services brought up to date in the cache.
    pub fn offers(&self, region: &str) -> Vec<String> {
        self.cached(region).offers().keys().cloned().collect()
    }
}
