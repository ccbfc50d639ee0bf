//! Updates that are killed, that meet each other, and disks that do not take what is written.

use super::desk::{Desk, FIRST, SECOND, bulk_of, files, filled, of_service, refused, said};
use super::price_files::{Fault, Files, PriceFiles};
use serde_json::Value;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::time::{Duration, Instant};

const UPDATE: &[&str] = &["prices", "update", "--service", "AmazonECS", "--anew"];

/// All prices of Fargate, and the same times two, as two versions.
fn versions() -> [Files; 2] {
    let products = of_service("AmazonECS");
    let mut dearer = products.clone();
    for product in &mut dearer {
        let Some(terms) = product["terms"]["OnDemand"].as_object_mut() else {
            continue;
        };
        for term in terms.values_mut() {
            for rate in term["priceDimensions"]
                .as_object_mut()
                .unwrap()
                .values_mut()
            {
                let price: rust_decimal::Decimal = rate["pricePerUnit"]["USD"]
                    .as_str()
                    .unwrap()
                    .parse()
                    .unwrap();
                let twice = price * rust_decimal::Decimal::TWO;
                rate["pricePerUnit"]["USD"] = Value::from(twice.to_string());
            }
        }
    }
    [
        files("us-east-1", products, FIRST),
        files("us-east-1", dearer, SECOND),
    ]
}

fn sha256(desk: &Desk) -> String {
    let list = desk.json(&["prices", "list", "--prices", "cache", "--format", "json"]);
    list["prices"]["sha256"].as_str().unwrap().to_owned()
}

fn left_over(desk: &Desk) -> usize {
    let names = desk.files().into_keys();
    names.filter(|name| name.starts_with(".making-")).count()
}

/// SplitMix64, from a fixed seed: the moments are the same each time, what happens then is not.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[test]
fn killed_at_any_moment_the_book_is_the_old_or_the_new_one() {
    const KILLED: u32 = 100;
    let versions = versions();
    let server = PriceFiles::start(versions[0].clone());
    let desk = Desk::at(&server.url);
    let mut took = Duration::ZERO;
    let mut books = Vec::new();
    for version in [1, 0] {
        server.publish(versions[version].clone());
        let start = Instant::now();
        desk.ok(UPDATE);
        took = took.max(start.elapsed());
        books.push(sha256(&desk));
    }
    books.reverse();
    assert_ne!(books[0], books[1]);

    let (mut killed, mut finished, mut seed) = (0, 0, 5);
    let mut micros = u64::try_from(took.as_micros()).unwrap();
    let mut now = 0;
    while killed < KILLED {
        assert!(finished < 20 * KILLED, "nothing can be killed in time");
        server.publish(versions[1 - now].clone());
        let mut update = desk.command(UPDATE).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(random(&mut seed) % micros));
        update.kill().unwrap();
        match update.wait().unwrap().signal() {
            // The moments follow how fast the machine is just now.
            Some(_) => {
                killed += 1;
                micros += micros / 20;
            }
            None => {
                finished += 1;
                micros -= micros / 4;
            }
        }
        let found = sha256(&desk);
        let at = books.iter().position(|book| *book == found);
        now = at.unwrap_or_else(|| panic!("a book that nobody wrote: {found}"));
        let temporary = desk.cache().join(".making-left");
        if killed % 10 == 0 {
            std::fs::write(&temporary, "half a book").unwrap();
        }
    }
    println!(
        "{killed} killed, {finished} came through, {} left over",
        left_over(&desk)
    );
    assert!(left_over(&desk) > 0);
    server.publish(versions[1 - now].clone());
    desk.ok(UPDATE);
    assert_eq!(sha256(&desk), books[1 - now]);
    assert_eq!(left_over(&desk), 0);
}

#[test]
fn killed_while_it_writes_the_book_is_the_old_or_the_new_one() {
    let versions = versions();
    let server = PriceFiles::start(versions[0].clone());
    let desk = Desk::at(&server.url);
    let offers = [FIRST, SECOND].map(|at| Files::offer_path("AmazonECS", "us-east-1", at));
    desk.ok(UPDATE);
    let mut seed = 7;
    for round in 1..=40 {
        let old = sha256(&desk);
        let next = usize::from(desk.cached("us-east-1").offers()["AmazonECS"].version == FIRST);
        server.publish(versions[next].clone());
        let before = server.hits(&offers[next]);
        let mut update = desk.command(UPDATE).spawn().unwrap();
        // The file has been asked for: what is left is to read it and to write the book.
        while server.hits(&offers[next]) == before && update.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(random(&mut seed) % 60_000));
        update.kill().unwrap();
        update.wait().unwrap();
        let found = sha256(&desk);
        let version = desk.cached("us-east-1").offers()["AmazonECS"]
            .version
            .clone();
        let is_new = version == [FIRST, SECOND][next];
        assert_eq!(
            found != old,
            is_new,
            "round {round}: another book, the same version"
        );
    }
}

#[test]
fn ctrl_c_says_a_word_and_leaves_the_cache() {
    let server = bulk_of(&["AmazonECS"]);
    let index = Files::index_path("AmazonECS");
    server.fail_always(&index, Fault::Hang);
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", &server.url);
    for command in [UPDATE, &["prices", "verify", "--service", "AmazonECS"]] {
        let before = desk.files();
        let hits = server.hits(&index);
        let running = desk.command(command).spawn().unwrap();
        while server.hits(&index) == hits {
            std::thread::sleep(Duration::from_millis(1));
        }
        let pid = running.id().to_string();
        let sent = Command::new("kill").args(["-INT", &pid]).status().unwrap();
        assert!(sent.success());
        let output = running.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains("note: interrupted; "), "{stderr}");
        // What a file in the making leaves is swept by the next update.
        let whole = |files: std::collections::BTreeMap<String, Vec<u8>>| {
            files
                .into_iter()
                .filter(|(name, _)| !name.starts_with(".making-"))
                .collect::<Vec<_>>()
        };
        assert_eq!(whole(desk.files()), whole(before));
    }
}

#[test]
fn two_updates_at_once_both_get_their_prices_in() {
    for _ in 0..10 {
        let server = bulk_of(&["AmazonECS", "AmazonECR", "AmazonSNS", "AmazonStates"]);
        let desk = Desk::at(&server.url);
        let services = ["AmazonECS", "AmazonECR", "AmazonSNS", "AmazonStates"];
        let running: Vec<_> = services
            .iter()
            .map(|service| {
                desk.command(&["prices", "update", "--service", service])
                    .spawn()
            })
            .collect();
        for update in running {
            let output = update.unwrap().wait_with_output().unwrap();
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        assert_eq!(
            desk.offers("us-east-1"),
            ["AmazonECR", "AmazonECS", "AmazonSNS", "AmazonStates"]
        );
        assert_eq!(left_over(&desk), 0);
    }
}

#[test]
fn a_full_disk() {
    let server = PriceFiles::start(versions()[1].clone());
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", &server.url);
    let before = desk.files();
    let mut command = desk.dressed("sh");
    // A file may have a few kilobytes, and who writes more is told so instead of killed.
    command.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh"]);
    command.arg(env!("CARGO_BIN_EXE_breakeven")).args(UPDATE);
    let ran = desk.finished(command);
    let all = said(&ran);
    assert_eq!(ran.code, 4, "{all}");
    assert!(
        all.contains("us-east-1.json can't be written: File too large"),
        "{all}"
    );
    assert!(desk.files() == before, "the cache changed");
}

#[test]
fn a_cache_that_can_t_be_written_is_told_before_anything_is_fetched() {
    let server = bulk_of(&["AmazonECS"]);
    let desk = Desk::at(&server.url);
    let file = desk.folder.file("file", "not a folder");
    let desk = desk.set("BREAKEVEN_CACHE_DIR", &format!("{file}/below"));
    let ran = desk.run(UPDATE);
    assert_eq!(ran.code, 4);
    assert!(
        ran.stderr.contains("can't be written: Not a directory"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("BREAKEVEN_CACHE_DIR"), "{}", ran.stderr);
    assert_eq!(server.all_hits(), 0);
    // Prices inside the program need no cache.
    let ran = desk.ok(&["estimate", "scenarios/small-api.yaml"]);
    assert!(
        ran.stderr.contains("the embedded ones are used"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_folder_that_may_only_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let server = PriceFiles::start(versions()[1].clone());
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", &server.url);
    let mode = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(desk.cache(), permissions).unwrap();
    };
    mode(0o555);
    let probe = desk.cache().join("probe");
    let is_root = std::fs::write(&probe, "").is_ok();
    if is_root {
        // Root may write everywhere; nothing can be said.
        std::fs::remove_file(probe).unwrap();
        mode(0o755);
        return;
    }
    let before = desk.files();
    let ran = desk.run(UPDATE);
    mode(0o755);
    assert_eq!(ran.code, 4);
    assert!(
        ran.stderr.contains("can't be written: Permission denied"),
        "{}",
        ran.stderr
    );
    assert_eq!(server.all_hits(), 0);
    assert!(desk.files() == before);
}

#[test]
fn a_damaged_book_in_the_cache_is_made_anew() {
    let server = bulk_of(&["AmazonECS"]);
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", &server.url);
    let path = desk.book("us-east-1");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, &text[..text.len() / 2]).unwrap();
    // A failed update does not touch it.
    server.fail(&Files::index_path("AmazonECS"), 1, Fault::Status(500));
    refused(
        &desk,
        &["--attempts", "1"],
        &["it is made anew from the embedded one"],
    );
    let ran = desk.ok(UPDATE);
    assert!(
        ran.stderr.contains("it is made anew from the embedded one"),
        "{}",
        ran.stderr
    );
    assert_eq!(desk.offers("us-east-1"), ["AmazonECS"]);
}
