//! An offer file as long as that of AmazonEC2, against merely reading the same bytes.
//!
//! The file is written once to the folder for temporary files and deleted at the end: products with
//! about 40 attributes, one price on demand and ten reserved ones each, laid out as AWS does. What
//! is read of it are Linux instances of shared tenancy.
//!
//! Criterion times the readers in this process. Peak memory is of a process of its own for each:
//! this program again, told by its environment what to do, which reads `VmHWM` of itself at the end.
//! `wc -c` has to read as well, since its input is a pipe.

#[path = "../tests/price_files/mod.rs"]
mod price_files;

use breakeven::catalog::Product;
use breakeven::price_list::{Entry, read_offer};
use breakeven::sources::bulk::{Bulk, Settings};
use breakeven::sources::{Answer, Request, Source};
use criterion::{Criterion, Throughput};
use flate2::{Compression, write::GzEncoder};
use price_files::{Files, PriceFiles};
use std::fmt::Write as _;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Bytes of the file, at least.
const LENGTH: u64 = 310_000_000;
/// Names the variable that makes this program a reader: what, a blank, the file or the address.
const TASK: &str = "BREAKEVEN_BENCH_TASK";
const REGION: &str = "us-east-1";
const VERSION: &str = "20261007165408";
/// Runs of each reader in a process of its own; the median is shown.
const RUNS: usize = 5;

fn main() {
    if let Ok(task) = std::env::var(TASK) {
        let (what, from) = task.split_once(' ').unwrap();
        return run_task(what, from);
    }
    let folder = Folder::new();
    let (plain, packed) = (folder.0.join("offer.json"), folder.0.join("offer.json.gz"));
    let products = write_offer(&plain, &packed);
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

const SYSTEMS: [&str; 6] = [
    "Linux",
    "RHEL",
    "SUSE",
    "Windows",
    "Ubuntu Pro",
    "Red Hat HA",
];
const TENANCIES: [&str; 3] = ["Shared", "Dedicated", "Host"];
const CAPACITIES: [&str; 3] = [
    "Used",
    "UnusedCapacityReservation",
    "AllocatedCapacityReservation",
];
const SIZES: [&str; 8] = [
    "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge",
];

/// Writes the file, plain and packed, product by product; how many there are.
fn write_offer(plain: &Path, packed: &Path) -> u64 {
    // Terms stand after all products: what one product takes is known after the first few.
    let one = (product(0).len() + terms(0, 0..1).len() + terms(0, 1..11).len()) as u64;
    let products = LENGTH / one + 1;
    let mut plain = BufWriter::with_capacity(1 << 20, File::create(plain).unwrap());
    let file = BufWriter::with_capacity(1 << 20, File::create(packed).unwrap());
    let mut packer = GzEncoder::new(file, Compression::fast());
    let mut put = |text: &str| {
        plain.write_all(text.as_bytes()).unwrap();
        packer.write_all(text.as_bytes()).unwrap();
    };
    put(&format!(
        "{{\n  \"formatVersion\" : \"v1.0\",\n  \"disclaimer\" : \"For information only.\",\n  \
         \"offerCode\" : \"AmazonEC2\",\n  \"version\" : \"{VERSION}\",\n  \
         \"publicationDate\" : \"2026-10-07T16:54:08Z\",\n  \"products\" : {{"
    ));
    let comma = |n| if n == 0 { "" } else { "," };
    for n in 0..products {
        put(comma(n));
        put(&product(n));
    }
    put("\n  },\n  \"terms\" : {\n    \"OnDemand\" : {");
    for n in 0..products {
        put(comma(n));
        put(&terms(n, 0..1));
    }
    put("\n    },\n    \"Reserved\" : {");
    for n in 0..products {
        put(comma(n));
        put(&terms(n, 1..11));
    }
    put("\n    }\n  }\n}");
    plain.flush().unwrap();
    packer.finish().unwrap().flush().unwrap();
    products
}

/// Sixteen characters that look drawn.
fn sku(n: u64) -> String {
    let mut bits = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits ^= bits >> 31;
    let letter =
        |at: u32| char::from(b"23456789ABCDEFGHJKMNPQRSTUVWXYZ"[(bits >> (3 * at)) as usize % 31]);
    let tail: String = (0..11).map(letter).collect();
    format!("{n:05}{tail}")
}

fn product(n: u64) -> String {
    let pick = |from: &[&'static str], over: u64| from[(n / over) as usize % from.len()];
    let (system, tenancy) = (pick(&SYSTEMS, 1), pick(&TENANCIES, 6));
    let (capacity, size) = (pick(&CAPACITIES, 18), pick(&SIZES, 54));
    let kind = format!("m{}.{size}", 4 + n / 432);
    let attributes = [
        ("servicecode", "AmazonEC2"),
        ("location", "US East (N. Virginia)"),
        ("locationType", "AWS Region"),
        ("instanceType", &kind),
        ("currentGeneration", "Yes"),
        ("instanceFamily", "General purpose"),
        ("vcpu", "16"),
        (
            "physicalProcessor",
            "Intel Xeon Platinum 8259CL (Cascade Lake)",
        ),
        ("clockSpeed", "3.1 GHz"),
        ("memory", "64 GiB"),
        ("storage", "2 x 300 NVMe SSD"),
        ("networkPerformance", "Up to 25 Gigabit"),
        ("processorArchitecture", "64-bit"),
        ("tenancy", tenancy),
        ("operatingSystem", system),
        ("licenseModel", "No License required"),
        ("usagetype", &format!("BoxUsage:{kind}")),
        ("operation", "RunInstances:0010"),
        ("availabilityzone", "NA"),
        ("capacitystatus", capacity),
        ("classicnetworkingsupport", "false"),
        ("dedicatedEbsThroughput", "Up to 4750 Mbps"),
        ("ecu", "60"),
        ("enhancedNetworkingSupported", "Yes"),
        ("gpuMemory", "NA"),
        ("instancesku", &sku(n / 18)),
        ("intelAvxAvailable", "Yes"),
        ("intelAvx2Available", "Yes"),
        ("intelTurboAvailable", "Yes"),
        ("marketoption", "OnDemand"),
        ("normalizationSizeFactor", "32"),
        ("preInstalledSw", "NA"),
        (
            "processorFeatures",
            "Intel AVX; Intel AVX2; Intel AVX512; Intel Turbo",
        ),
        ("regionCode", REGION),
        ("servicename", "Amazon Elastic Compute Cloud"),
        ("vpcnetworkingsupport", "true"),
        ("abd", "4000"),
        ("ebsOptimized", "Yes"),
        ("networkCards", "1"),
        ("instanceCapacityMetal", "24"),
    ];
    let attributes: Vec<String> = attributes
        .iter()
        .map(|(name, value)| format!("        \"{name}\" : \"{value}\""))
        .collect();
    let (sku, attributes) = (sku(n), attributes.join(",\n"));
    format!(
        "\n    \"{sku}\" : {{\n      \"sku\" : \"{sku}\",\n      \"productFamily\" : \"Compute \
         Instance\",\n      \"attributes\" : {{\n{attributes}\n      }}\n    }}"
    )
}

/// The terms of a product with these numbers; those from 1 are reserved, half with a fee upfront.
fn terms(n: u64, which: std::ops::Range<usize>) -> String {
    const CODES: [&str; 11] = [
        "JRTCKXETXF",
        "4NA7Y494T4",
        "HU7G6KETJZ",
        "6QCMYABX3D",
        "38NPMPTW36",
        "NQ3QZPMQV9",
        "BPH4J8HBKS",
        "CUZHX8X6JH",
        "MZU6U2429S",
        "R5XV2EPZQZ",
        "VJWZNREJX2",
    ];
    let sku = sku(n);
    let mut text = format!("\n      \"{sku}\" : {{");
    for at in which.clone() {
        let term = format!("{sku}.{}", CODES[at]);
        let mut rates = format!(
            "\n            \"{term}.6YS6EN2CT7\" : {{\n              \"rateCode\" : \
             \"{term}.6YS6EN2CT7\",\n              \"description\" : \"$0.192 per On Demand Linux \
             m5.xlarge Instance Hour\",\n              \"beginRange\" : \"0\",\n              \
             \"endRange\" : \"Inf\",\n              \"unit\" : \"Hrs\",\n              \
             \"pricePerUnit\" : {{\n                \"USD\" : \"0.1920000000\"\n              \
             }},\n              \"appliesTo\" : [ ]\n            }}"
        );
        if at % 2 == 1 {
            let _ = write!(
                rates,
                ",\n            \"{term}.2TG2D8R56U\" : {{\n              \"rateCode\" : \
                 \"{term}.2TG2D8R56U\",\n              \"description\" : \"Upfront Fee\",\n              \
                 \"unit\" : \"Quantity\",\n              \"pricePerUnit\" : {{\n                \
                 \"USD\" : \"3373\"\n              }},\n              \"appliesTo\" : [ ]\n            }}"
            );
        }
        let attributes = match at {
            0 => String::new(),
            _ => "\n            \"LeaseContractLength\" : \"3yr\",\n            \"OfferingClass\" : \
                  \"convertible\",\n            \"PurchaseOption\" : \"Partial Upfront\"\n          "
                .to_owned(),
        };
        let _ = write!(
            text,
            "{}\n        \"{term}\" : {{\n          \"offerTermCode\" : \"{}\",\n          \"sku\" : \
             \"{sku}\",\n          \"effectiveDate\" : \"2026-10-01T00:00:00Z\",\n          \
             \"priceDimensions\" : {{{rates}\n          }},\n          \"termAttributes\" : \
             {{{attributes}}}\n        }}",
            if at == which.start { "" } else { "," },
            CODES[at],
        );
    }
    text.push_str("\n      }");
    text
}
