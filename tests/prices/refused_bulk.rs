//! The public files fail: the message, the exit code, the cache as it was.

use super::desk::{Desk, FIRST, SECOND, bulk_of, files, filled, of_service, refused};
use super::price_files::{Fault, Files, PriceFiles};
use std::net::TcpListener;

const ONCE: &[&str] = &["--attempts", "1", "--timeout", "2"];

fn at(server: &PriceFiles) -> Desk {
    filled().set("AWS_ENDPOINT_URL_PRICING", &server.url)
}

/// A newer version of the prices of Fargate than [`filled`] has, so that the file is read.
fn newer() -> PriceFiles {
    PriceFiles::start(files("us-east-1", of_service("AmazonECS"), SECOND))
}

fn index() -> String {
    Files::index_path("AmazonECS")
}

fn offer() -> String {
    Files::offer_path("AmazonECS", "us-east-1", SECOND)
}

/// The same fault in the index and in the file it names.
fn refuses(fault: &Fault, expected: &[&str]) {
    for path in [index(), offer()] {
        let server = newer();
        server.fail_always(&path, fault.clone());
        refused(&at(&server), ONCE, expected);
        assert_eq!(server.hits(&path), 1, "{expected:?}");
    }
}

#[test]
fn a_host_nobody_knows() {
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", "https://nonexistent.invalid");
    refused(
        &desk,
        ONCE,
        &["the host `nonexistent.invalid` is not known; check the network"],
    );
}

#[test]
fn connection_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    drop(listener);
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", &format!("http://{host}"));
    refused(
        &desk,
        ONCE,
        &[&format!("`{host}` can't be reached (Connection refused")],
    );
}

#[test]
fn no_encryption_where_it_is_expected() {
    let server = newer();
    let url = server.url.replace("http:", "https:");
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", &url);
    refused(&desk, ONCE, &["no trusted connection to"]);
}

#[test]
fn throttling_that_clears() {
    let server = newer();
    server.fail(&offer(), 2, Fault::RetryAfter(429, 0));
    let ran = at(&server).ok(&["prices", "update", "--service", "AmazonECS"]);
    assert!(
        ran.stderr.contains("attempt 3: asked to slow down"),
        "{}",
        ran.stderr
    );
    assert_eq!(server.hits(&offer()), 3);
}

#[test]
fn throttling_that_does_not_clear() {
    let server = newer();
    server.fail_always(&index(), Fault::Status(429));
    let expected = ["AWS asks to slow down, still after 2 attempts; try again later"];
    refused(&at(&server), &["--attempts", "2"], &expected);
}

#[test]
fn errors_of_the_server() {
    for status in [500, 503] {
        let expected = format!("the server answers {status}, still after 1 attempt; try again");
        refuses(&Fault::Status(status), &[&expected]);
    }
    refuses(
        &Fault::Status(403),
        &["the server refuses: 403 Access Denied"],
    );
}

#[test]
fn no_answer() {
    for path in [index(), offer()] {
        for fault in [Fault::Hang, Fault::HangAfter(40)] {
            let server = newer();
            server.fail_always(&path, fault);
            let short = ["--attempts", "1", "--timeout", "1"];
            let expected = ["no answer within 1 second; ", "`--timeout`"];
            refused(&at(&server), &short, &expected);
        }
    }
}

#[test]
fn an_answer_that_never_ends() {
    let server = newer();
    server.fail_always(&offer(), Fault::Drip(std::time::Duration::from_millis(5)));
    let short = ["--deadline", "1"];
    let expected = ["not everything came within 1 second; ", "`--deadline`"];
    refused(&at(&server), &short, &expected);
}

#[test]
fn half_an_answer() {
    for fault in [Fault::Close, Fault::CutAfter(40), Fault::CutUnannounced(40)] {
        refuses(
            &fault,
            &["the answer ended early, still after 1 attempt; try again"],
        );
    }
}

#[test]
fn an_answer_that_can_t_be_read() {
    let page = Fault::Body(b"<html>Sign in</html>".to_vec());
    refuses(&page, &["the answer can't be read: not JSON"]);
    refuses(
        &Fault::Encoding("br"),
        &["the answer can't be read: it is packed as `br`"],
    );
}

#[test]
fn sent_elsewhere() {
    let elsewhere = Fault::Redirect("http://elsewhere.invalid/x?token=1".to_owned());
    refuses(
        &elsewhere,
        &["sends on to `http://elsewhere.invalid/x`, which is not followed"],
    );
}

#[test]
fn no_such_service() {
    let server = PriceFiles::start(Files::new());
    refused(&at(&server), ONCE, &["the Price List has no"]);
}

#[test]
fn what_comes_is_kept_and_what_fails_is_named() {
    let server = bulk_of(&["AmazonECS", "AmazonSNS", "AmazonECR"]);
    let failing = Files::index_path("AmazonSNS");
    server.fail_always(&failing, Fault::Status(500));
    let desk = Desk::at(&server.url);
    let services = [
        "--service",
        "AmazonECS",
        "--service",
        "AmazonSNS",
        "--service",
        "AmazonECR",
    ];
    let update = [&["prices", "update", "--attempts", "1"], &services[..]].concat();
    let ran = desk.run(&update);
    assert_eq!(ran.code, 4);
    let text = super::desk::said(&ran);
    assert!(text.contains("AmazonSNS: the server answers 500"), "{text}");
    assert!(
        text.contains("not everything could be brought up to date"),
        "{text}"
    );
    assert_eq!(desk.offers("us-east-1"), ["AmazonECR", "AmazonECS"]);
    // The next update asks for what is lacking, and has all.
    server.fail(&failing, 0, Fault::Close);
    desk.ok(&update);
    assert_eq!(
        desk.offers("us-east-1"),
        ["AmazonECR", "AmazonECS", "AmazonSNS"]
    );
    let ecs = Files::offer_path("AmazonECS", "us-east-1", FIRST);
    assert_eq!(
        server.hits(&ecs),
        1,
        "what has not changed is not read again"
    );
}

#[test]
fn the_failure_is_in_every_format() {
    let server = newer();
    server.fail_always(&index(), Fault::Status(500));
    for format in ["table", "markdown", "json", "csv"] {
        let args = ["--attempts", "1", "--format", format];
        let ran = refused(&at(&server), &args, &["the server answers 500"]);
        assert!(
            ran.stdout.contains("the server answers 500"),
            "{}",
            ran.stdout
        );
    }
}
