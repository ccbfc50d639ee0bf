//! Thousands of scenario files in one run of the program, on one and on two threads: wall time, peak
//! memory, and how they grow. `cargo bench --bench many_files` prints a table; a number of files after
//! `--` measures that many only.
//!
//! The peak is what Linux says of the process while it runs (`VmHWM`), read every millisecond; elsewhere
//! there is none.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const COUNTS: [usize; 4] = [10, 100, 1_000, 10_000];
/// The middle one of so many runs counts.
const RUNS: usize = 3;

/// A scenario of a team: two architectures at two levels, no two alike.
fn scenario(number: usize) -> String {
    let environment = ["prod", "test", "dev"][number % 3];
    let (tasks, memory, requests) = (1 + number % 4, 256 << (number % 3), 1_000 + number * 37);
    format!(
        "name: Service {number}
region: us-east-1
as_of: 2026-11-21
tags: {{ environment: {environment}, team: team-{team} }}
request: {{ duration: 120 ms, response: 8 KB }}
traffic:
  steady: {{ requests: {requests} per day, shape: diurnal }}
  launch: {{ requests: {launch} per day, shape: diurnal, peak: 3x }}
architectures:
  containers:
    components:
      - fargate: {{ name: api, cpu: 0.5 vCPU, memory: 1 GB, tasks: {tasks}..{most}, public_ipv4: 1 }}
      - alb: {{}}
      - rds: {{ engine: postgres, version: 17, class: db.t3.micro, storage: 20 GB gp3 }}
      - data_transfer: {{}}
      - cloudwatch: {{ logs: 2 KB per request }}
  functions:
    components:
      - lambda: {{ name: api, memory: {memory} MB }}
      - api_gateway: {{ kind: http }}
      - rds: {{ engine: postgres, version: 17, class: db.t3.micro, storage: 20 GB gp3 }}
      - data_transfer: {{}}
      - cloudwatch: {{ logs: 2 KB per request, log_class: lambda }}
portfolio: {{ architecture: containers, traffic: steady }}
budgets:
  - {{ name: a month, monthly: $900000, warn_at: 80% }}
  - {{ name: the tasks, component: api, architecture: containers, monthly: $900000 }}
",
        team = number % 7,
        most = tasks + 2,
        launch = requests * 10,
    )
}

/// A folder of so many, in folders of a hundred each, as repositories have them.
fn write_scenarios(root: &Path, count: usize) -> PathBuf {
    let folder = root.join(count.to_string());
    for number in 0..count {
        let inside = folder.join(format!("team-{:03}", number / 100));
        std::fs::create_dir_all(&inside).expect("a folder");
        let path = inside.join(format!("service-{number:05}.yaml"));
        std::fs::write(path, scenario(number)).expect("a file");
    }
    folder
}

/// One run: how long it took, and the most memory it held.
struct Run {
    took: Duration,
    peak_kib: Option<u64>,
}

fn run(folder: &Path, arguments: &[&str], threads: &str) -> Run {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_breakeven"))
        .args(arguments)
        .arg(folder)
        .args(["--prices", "embedded"])
        .env("RAYON_NUM_THREADS", threads)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the program runs");
    let mut peak_kib = None;
    let status = loop {
        // It only grows, so that the last one read is the highest.
        peak_kib = peak(child.id()).or(peak_kib);
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let took = start.elapsed();
    assert!(status.success(), "{arguments:?} ended with {status}");
    Run { took, peak_kib }
}

fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn median(folder: &Path, arguments: &[&str], threads: &str) -> Run {
    let mut runs: Vec<Run> = (0..RUNS).map(|_| run(folder, arguments, threads)).collect();
    runs.sort_by_key(|run| run.took);
    runs.swap_remove(RUNS / 2)
}

fn main() {
    // Cargo adds `--bench`.
    let asked: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let counts = if asked.is_empty() {
        &COUNTS[..]
    } else {
        &asked
    };
    let root = std::env::temp_dir().join(format!("breakeven-many-{}", std::process::id()));
    let commands: [(&str, &[&str]); 4] = [
        ("check", &["check"]),
        ("check --format json", &["check", "--format", "json"]),
        ("portfolio --by team", &["portfolio", "--by", "team"]),
        (
            "portfolio --format focus",
            &["portfolio", "--format", "focus"],
        ),
    ];
    println!(" files  command                threads  wall time       of a file      peak");
    for count in counts {
        let folder = write_scenarios(&root, *count);
        for (name, arguments) in commands {
            for threads in ["1", "2"] {
                let Run { took, peak_kib } = median(&folder, arguments, threads);
                let each = took / u32::try_from(*count).unwrap_or(u32::MAX);
                let peak = peak_kib.map_or("–".to_owned(), |kib| (kib / 1024).to_string());
                println!(
                    "{count:>6}  {name:<24}  {threads}  {:>9.1} ms  {:>7} µs each  {peak:>5} MiB",
                    took.as_secs_f64() * 1e3,
                    each.as_micros(),
                );
            }
        }
    }
    let _ = std::fs::remove_dir_all(&root);
}
