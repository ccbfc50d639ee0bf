//! The synthetic file.

use flate2::{Compression, write::GzEncoder};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

pub const REGION: &str = "us-east-1";
pub const VERSION: &str = "20261007165408";

/// Bytes of the file, at least.
const LENGTH: u64 = 310_000_000;

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
pub fn write_offer(plain: &Path, packed: &Path) -> u64 {
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
