//! An offer file as long as that of AmazonEC2, against merely reading the same bytes.
//!
//! The file is written once to the folder for temporary files and deleted at the end: products with
//! about 40 attributes, one price on demand and ten reserved ones each, laid out as AWS does. What
//! is read of it are Linux instances of shared tenancy.
//!
//! Criterion times the readers in this process. Peak memory is of a process of its own for each:
//! this program again, told by its environment what to do, which reads `VmHWM` of itself at the end.
//! `wc -c` has to read as well, since its input is a pipe.

#[path = "../../tests/price_files/mod.rs"]
mod price_files;
mod synthetic;

use breakeven::catalog::Product;
use breakeven::price_list::{Entry, read_offer};
use breakeven::sources::bulk::{Bulk, Settings};
use breakeven::sources::{Answer, Request, Source};
use criterion::{Criterion, Throughput};
use price_files::{Files, PriceFiles};
use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use synthetic::{REGION, VERSION};

/// Names the variable that makes this program a reader: what, a blank, the file or the address.
const TASK: &str = "BREAKEVEN_BENCH_TASK";
/// Runs of each reader in a process of its own; the median is shown.
const RUNS: usize = 5;

fn main() {
    if let Ok(task) = std::env::var(TASK) {
        let (what, from) = task.split_once(' ').unwrap();
        return run_task(what, from);
    }
    let folder = Folder::new();
    let (plain, packed) = (folder.0.join("offer.json"), folder.0.join("offer.json.gz"));
    let products = synthetic::write_offer(&plain, &packed);
    let length = std::fs::metadata(&plain).unwrap().len();
    println!(
        "{products} products, {} MB, {} MB packed",
        length / 1_000_000,
        std::fs::metadata(&packed).unwrap().len() / 1_000_000
    );

    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    let mut group = criterion.benchmark_group("offer");
    group.throughput(Throughput::Bytes(length));
    group.warm_up_time(Duration::from_secs(1));
    group.bench_function("bytes counted", |b| b.iter(|| count(&plain)));
    group.bench_function("on demand only", |b| b.iter(|| read(&plain, false).len()));
    group.bench_function("with reserved", |b| b.iter(|| read(&plain, true).len()));
    group.finish();

    let server = PriceFiles::start(Files::new().offer_packed("AmazonEC2", REGION, VERSION, packed));
    let file = plain.to_str().unwrap();
    let counted = in_processes("count", file);
    let shown = |name: &str, run: &Run| {
        println!(
            "{name:32} {:>7} ms {:>6.2} x {:>5.1} MB peak, {} products",
            run.time.as_millis(),
            run.time.as_secs_f64() / counted.time.as_secs_f64(),
            run.peak_kib as f64 / 1024.0 * 1.048_576,
            run.kept
        );
    };
    println!("\nin processes of their own, median of {RUNS}; times those of counting bytes:");
    shown("bytes counted, 64 KiB at a time", &counted);
    shown("wc -c, through a pipe", &wc(&plain));
    for (name, what, from) in [
        ("on demand only", "on-demand", file),
        ("with reserved", "reserved", file),
        (
            "on demand only, gzip over HTTP",
            "http-on-demand",
            &server.url,
        ),
        (
            "with reserved, gzip over HTTP",
            "http-reserved",
            &server.url,
        ),
    ] {
        let run = in_processes(what, from);
        shown(name, &run);
        assert!(run.peak_kib < 64 * 1024, "{name}: {} KiB", run.peak_kib);
    }
}

/// A folder that goes away.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("breakeven-offer-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One reader's run.
#[derive(Clone)]
struct Run {
    time: Duration,
    peak_kib: u64,
    kept: usize,
}

/// Runs a reader in processes of its own, and takes the median by time.
fn in_processes(what: &str, from: &str) -> Run {
    let program = std::env::current_exe().unwrap();
    let runs = (0..RUNS).map(|_| {
        let output = Command::new(&program)
            .env(TASK, format!("{what} {from}"))
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        let numbers: Vec<u64> = text.split(' ').map(|n| n.trim().parse().unwrap()).collect();
        Run {
            time: Duration::from_micros(numbers[0]),
            peak_kib: numbers[1],
            kept: numbers[2] as usize,
        }
    });
    median(runs.collect())
}

fn median(mut runs: Vec<Run>) -> Run {
    runs.sort_by_key(|run| run.time);
    runs[runs.len() / 2].clone()
}

fn run_task(what: &str, from: &str) {
    let began = Instant::now();
    let kept = match what {
        "count" => usize::from(count(Path::new(from)) == 0),
        "on-demand" => read(Path::new(from), false).len(),
        "reserved" => read(Path::new(from), true).len(),
        "http-on-demand" => fetch(from, false).len(),
        "http-reserved" => fetch(from, true).len(),
        other => panic!("{other}"),
    };
    let time = began.elapsed().as_micros();
    println!("{time} {} {kept}", peak_kib());
}

/// The most memory this process ever held.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or_default()
}

fn count(file: &Path) -> u64 {
    let mut file = File::open(file).unwrap();
    let mut buffer = vec![0; 64 * 1024];
    let mut length = 0;
    loop {
        match file.read(&mut buffer).unwrap() {
            0 => return black_box(length),
            count => length += count as u64,
        }
    }
}

/// `wc` measures a file it knows by asking for its length; a pipe it has to read.
fn wc(file: &Path) -> Run {
    let runs = (0..RUNS).map(|_| {
        let began = Instant::now();
        let mut cat = Command::new("cat")
            .arg(file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let pipe = cat.stdout.take().unwrap();
        let done = Command::new("wc").arg("-c").stdin(pipe).output().unwrap();
        cat.wait().unwrap();
        assert!(done.status.success());
        Run {
            time: began.elapsed(),
            peak_kib: 0,
            kept: 0,
        }
    });
    median(runs.collect())
}

fn wanted(product: &Product) -> bool {
    let is = |name: &str, value: &str| product.attributes.get(name).is_some_and(|v| v == value);
    is("operatingSystem", "Linux")
        && is("tenancy", "Shared")
        && is("capacitystatus", "Used")
        && is("preInstalledSw", "NA")
}

fn read(file: &Path, reserved: bool) -> Vec<Entry> {
    read_offer(File::open(file).unwrap(), &wanted, reserved)
        .unwrap()
        .1
}

fn fetch(url: &str, reserved: bool) -> Vec<Entry> {
    let settings = Settings {
        base: Some(url.to_owned()),
        ..Settings::default()
    };
    let request = Request {
        service_code: "AmazonEC2",
        region: REGION,
        queries: &[],
        wanted: &wanted,
        reserved,
        known: None,
    };
    let answer = Bulk::new(settings).unwrap().products(&request, &mut |_| {});
    match answer.unwrap() {
        Answer::Read { entries, .. } => entries,
        Answer::Unchanged => panic!("unchanged"),
    }
}
