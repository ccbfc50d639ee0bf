//! Books compared: with AWS, with each other, line by line, and what it does to a scenario.

use super::desk::{Desk, SECOND, files, filled, of_service, said};
use super::price_files::{Fault, Files, PriceFiles};
use super::price_world::sku;
use serde_json::Value;

const VCPU: &str = "8CESGAFWKAJ98PME";

/// Fargate, with its vCPU on Linux at 0.05 instead of 0.04048.
fn dearer() -> Vec<Value> {
    let products = of_service("AmazonECS").into_iter();
    let change = |product: Value| match sku(&product) {
        VCPU => {
            let text = product.to_string();
            assert!(text.contains("\"0.0404800000\""), "{text}");
            serde_json::from_str(&text.replace("\"0.0404800000\"", "\"0.0500000000\"")).unwrap()
        }
        _ => product,
    };
    products.map(change).collect()
}

fn server(products: Vec<Value>) -> PriceFiles {
    PriceFiles::start(files("us-east-1", products, SECOND))
}

const VERIFY: &[&str] = &["prices", "verify", "--service", "fargate"];

#[test]
fn a_book_that_is_that_of_aws() {
    let server = server(of_service("AmazonECS"));
    let desk = Desk::at(&server.url);
    let ran = desk.ok(VERIFY);
    println!("{}", ran.stdout);
    assert!(desk.files().is_empty(), "nothing is written");
    let cached = filled().set("AWS_ENDPOINT_URL_PRICING", &server.url);
    let before = cached.files();
    cached.ok(&[VERIFY, &["--prices", "cache"]].concat());
    assert!(cached.files() == before);
    cached.ok(&[VERIFY, &["--prices", "pricing-data/us-east-1.json"]].concat());
}

#[test]
fn prices_that_changed_are_gone_or_ambiguous() {
    let mut gone = of_service("AmazonECS");
    gone.retain(|product| sku(product) != VCPU);
    let mut twice = of_service("AmazonECS");
    let ours = twice.iter().find(|product| sku(product) == VCPU).unwrap();
    let twin = ours.to_string().replace(VCPU, "ZZZZZZZZZZZZZZZZ");
    twice.push(serde_json::from_str(&twin).unwrap());
    for (products, word) in [(dearer(), "changed"), (gone, "gone"), (twice, "ambiguous")] {
        let server = server(products);
        let desk = Desk::at(&server.url);
        let ran = desk.run(VERIFY);
        println!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.code, 3, "{}", said(&ran));
        assert!(ran.stdout.to_lowercase().contains(word), "{}", ran.stdout);
        assert!(
            ran.stdout.contains("fargate.linux.x86.vcpu"),
            "{}",
            ran.stdout
        );
        assert!(
            said(&ran).contains("1 price is not that of AWS"),
            "{}",
            said(&ran)
        );
        for format in ["json", "csv", "markdown"] {
            let ran = desk.run(&[VERIFY, &["--format", format]].concat());
            assert_eq!(ran.code, 3);
            assert!(
                ran.stdout.contains("fargate.linux.x86.vcpu"),
                "{}",
                ran.stdout
            );
        }
        assert!(desk.files().is_empty());
    }
}

#[test]
fn a_book_that_can_t_be_compared() {
    let server = server(of_service("AmazonECS"));
    server.fail_always(&Files::index_path("AmazonECS"), Fault::Status(500));
    let ran = Desk::at(&server.url).run(&[VERIFY, &["--attempts", "1"]].concat());
    assert_eq!(ran.code, 4);
    assert!(
        said(&ran).contains("the server answers 500"),
        "{}",
        said(&ran)
    );
}

/// A scenario of one task of one vCPU and 2 GB, all month.
fn one_task(desk: &Desk) -> String {
    desk.folder.file(
        "fargate.yaml",
        "name: One task\nregion: us-east-1\nrequest: { duration: 100 ms }\n\
         traffic: { steady: { requests: 1000 per day } }\n\
         architectures:\n  one:\n    components:\n      - fargate: { cpu: 1 vCPU, memory: 2 GB, tasks: 1 }\n",
    )
}

#[test]
fn a_difference_and_what_it_costs() {
    let server = server(dearer());
    let desk = Desk::at(&server.url);
    desk.ok(&["prices", "update", "--service", "fargate"]);
    let scenario = one_task(&desk);
    let diff = ["prices", "diff", "embedded", "cache"];
    let ran = desk.ok(&[&diff[..], &["--scenario", &scenario]].concat());
    println!("{}", ran.stdout);
    assert!(
        ran.stdout.contains("fargate.linux.x86.vcpu"),
        "{}",
        ran.stdout
    );
    let json = desk.json(&[&diff[..], &["--scenario", &scenario, "--format", "json"]].concat());
    println!("{json:#}");
    let csv = desk.ok(&[&diff[..], &["--format", "csv"]].concat());
    println!("{}", csv.stdout);
    assert_eq!(csv.stdout.lines().count(), 2, "{}", csv.stdout);
    // 0.05 / 0.04048 − 1.
    for part in ["fargate.linux.x86.vcpu", "0.04048", "0.05", "0.235178"] {
        assert!(csv.stdout.contains(part), "{}", csv.stdout);
    }
    // 730 hours × 1 vCPU × (0.05 − 0.04048).
    assert!(ran.stdout.contains("6.95"), "{}", ran.stdout);
    assert!(json.to_string().contains("6.9496"), "{json:#}");
    let same = desk.ok(&["prices", "diff", "embedded", "pricing-data/us-east-1.json"]);
    assert!(!same.stdout.contains("fargate"), "{}", same.stdout);
}

#[test]
fn a_refresh_changes_the_lines_of_what_changed() {
    let server = server(dearer());
    let desk = Desk::at(&server.url);
    let old = std::fs::read_to_string("pricing-data/us-east-1.json").unwrap();
    desk.folder.file("us-east-1.json", &old);
    let folder = desk.folder.0.display().to_string();
    let refresh = [
        "prices",
        "refresh",
        "--dir",
        &folder,
        "--service",
        "fargate",
    ];
    desk.ok(&refresh);
    let path = desk.folder.0.join("us-east-1.json");
    let new = std::fs::read_to_string(&path).unwrap();
    let price = |line: &&str| line.starts_with("  {\"key\": \"fargate.");
    let other = |text: &str| -> Vec<String> {
        let rows = text.lines().filter(|line| line.starts_with("  {\"key\": "));
        rows.filter(|line| !price(line))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(
        other(&old),
        other(&new),
        "rows of other services stay as they are"
    );
    assert_eq!(
        old.lines().filter(price).count(),
        new.lines().filter(price).count()
    );
    breakeven::catalog::PriceBook::parse_sealed("refreshed", new.clone()).unwrap();
    // Once more, with the price as it was: of all prices, that line alone changes.
    server.publish(files(
        "us-east-1",
        of_service("AmazonECS"),
        "20261122120000",
    ));
    desk.ok(&refresh);
    let newest = std::fs::read_to_string(&path).unwrap();
    let changed: Vec<(&str, &str)> = new
        .lines()
        .zip(newest.lines())
        .filter(|(a, b)| a != b && a.contains("\"key\": "))
        .collect();
    assert_eq!(new.lines().count(), newest.lines().count());
    assert_eq!(changed.len(), 1, "{changed:#?}");
    assert!(changed[0].0.contains("\"price\": \"0.05\""), "{changed:#?}");
    assert!(
        changed[0].1.contains("\"price\": \"0.04048\""),
        "{changed:#?}"
    );
    // And nothing at all where nothing changed.
    desk.ok(&refresh);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), newest);
    // A failure leaves the file.
    server.fail_always(&Files::index_path("AmazonECS"), Fault::Status(500));
    let ran = desk.run(&[&refresh[..], &["--attempts", "1"]].concat());
    assert_eq!(ran.code, 4);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), newest);
}

#[test]
fn a_price_is_shown_with_all_that_is_known_of_it() {
    let desk = filled();
    let show = ["prices", "show", "fargate.linux.x86.vcpu"];
    let ran = desk.ok(&show);
    println!("{}", ran.stdout);
    for part in [VCPU, "0.04048", "20261120120000", "(today)", "AmazonECS"] {
        assert!(
            ran.stdout.contains(part),
            "`{part}` is not in {}",
            ran.stdout
        );
    }
    let embedded = desk.ok(&[&show[..], &["--prices", "embedded"]].concat());
    println!("{}", embedded.stdout);
    assert!(embedded.stdout.contains("days"), "{}", embedded.stdout);
}
