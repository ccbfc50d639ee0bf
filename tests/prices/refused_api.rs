//! The Query API fails: the message, the exit code, the cache as it was.

use super::desk::{Desk, KEY_ID, api_of, filled, of_service, refused, said};
use super::price_server::{Fault, PriceApi};
use std::net::TcpListener;
use std::time::Duration;

const ONCE: &[&str] = &["--from", "api", "--attempts", "1", "--timeout", "2"];

fn at(server: &PriceApi) -> Desk {
    filled().set("AWS_ENDPOINT_URL_PRICING", &server.url)
}

fn refuses(fault: Fault, expected: &[&str]) {
    let server = api_of(&["AmazonECS"]).always(fault);
    refused(&at(&server), ONCE, expected);
}

#[test]
fn no_credentials() {
    let server = api_of(&["AmazonECS"]);
    let desk = at(&server)
        .unset("AWS_ACCESS_KEY_ID")
        .unset("AWS_SECRET_ACCESS_KEY")
        .unset("AWS_SESSION_TOKEN");
    refused(
        &desk,
        ONCE,
        &["no AWS credentials were found", "`--from bulk`"],
    );
    assert!(server.requests().is_empty());
}

#[test]
fn expired_credentials() {
    let expired = Fault::error(
        400,
        "ExpiredTokenException",
        "The security token is expired",
    );
    refuses(
        expired,
        &["the AWS credentials have expired; sign in again"],
    );
}

#[test]
fn credentials_nobody_knows() {
    let unknown = Fault::error(400, "UnrecognizedClientException", "The token is invalid");
    refuses(
        unknown,
        &["AWS does not accept the credentials", "check the profile"],
    );
}

#[test]
fn access_denied() {
    let denied = Fault::error(400, "AccessDeniedException", "not authorized");
    refuses(
        denied,
        &["access denied: the credentials lack `pricing:GetProducts`"],
    );
}

#[test]
fn a_host_nobody_knows() {
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", "http://nonexistent.invalid");
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
        &[&format!("`{host}` can't be reached (connection refused)")],
    );
}

#[test]
fn no_encryption_where_it_is_expected() {
    let server = api_of(&["AmazonECS"]);
    let url = server.url.replace("http:", "https:");
    let desk = filled().set("AWS_ENDPOINT_URL_PRICING", &url);
    refused(&desk, ONCE, &["no trusted connection to"]);
}

#[test]
fn throttling_that_clears() {
    let server = api_of(&["AmazonECS"])
        .once(Fault::throttled())
        .once(Fault::throttled());
    let ran = at(&server).ok(&[
        "prices",
        "update",
        "--service",
        "AmazonECS",
        "--from",
        "api",
    ]);
    assert!(ran.stderr.contains("attempt 2: "), "{}", ran.stderr);
    assert!(ran.stderr.contains("attempt 3: "), "{}", ran.stderr);
}

#[test]
fn throttling_that_does_not_clear() {
    let server = api_of(&["AmazonECS"]).always(Fault::throttled());
    let twice = ["--from", "api", "--attempts", "2"];
    refused(
        &at(&server),
        &twice,
        &["slow down, still after 2 attempts; try again later"],
    );
}

#[test]
fn an_error_of_the_server() {
    let error = Fault::error(500, "InternalErrorException", "oops");
    refuses(error, &["the server answers 500", "try again later"]);
}

#[test]
fn no_answer() {
    let server = api_of(&["AmazonECS"]).always(Fault::Hang(Duration::from_secs(60)));
    let short = ["--from", "api", "--attempts", "1", "--timeout", "1"];
    refused(
        &at(&server),
        &short,
        &["no answer within 1 second; ", "`--timeout`"],
    );
}

#[test]
fn half_an_answer() {
    refuses(Fault::Truncated, &["the answer ended early"]);
    refuses(Fault::Close, &["Not read AmazonECS: "]);
}

#[test]
fn an_answer_that_can_t_be_read() {
    refuses(Fault::BrokenOff, &["the answer"]);
    refuses(
        Fault::Answer(200, "<html>".to_owned()),
        &["the answer can't be read"],
    );
    let no_list = Fault::Answer(200, r#"{"PriceList": ["nonsense"]}"#.to_owned());
    refuses(no_list, &["the answer can't be read"]);
}

#[test]
fn pages_that_come_round() {
    let server = PriceApi::start(of_service("AmazonECS")).page(2);
    let server = server.always(Fault::SameToken);
    let anew = [ONCE, &["--anew"]].concat();
    refused(
        &at(&server),
        &anew,
        &["names a next page that was read before"],
    );
}

#[test]
fn an_answer_without_an_end() {
    refuses(Fault::Announced(1 << 40), &["the answer has more than"]);
    refuses(
        Fault::Endless,
        &["the answer has more than", "is `127.0.0.1:"],
    );
}

#[test]
fn sent_elsewhere() {
    let elsewhere = Fault::Redirect("http://elsewhere.invalid/prices".to_owned());
    refuses(
        elsewhere,
        &["sends on to `elsewhere.invalid`, which is not followed"],
    );
}

#[test]
fn no_secret_comes_out_or_is_kept() {
    let leaky = format!("{} and {KEY_ID} are wrong", super::desk::SESSION);
    let answer = Fault::Answer(400, format!(r#"{{"__type": "Odd", "message": "{leaky}"}}"#));
    for fault in [
        Fault::Echo,
        answer,
        Fault::Answer(200, leaky),
        Fault::Truncated,
    ] {
        let server = api_of(&["AmazonECS"]).always(fault);
        let desk = at(&server);
        for format in ["json", "csv", "table"] {
            // `run` looks for secrets in what comes out.
            let args = [
                "prices",
                "verify",
                "--service",
                "AmazonECS",
                "--format",
                format,
            ];
            let ran = desk.run(&[&args, ONCE].concat());
            assert_eq!(ran.code, 4);
            let args = [
                "prices",
                "update",
                "--service",
                "AmazonECS",
                "--format",
                format,
            ];
            let ran = desk.run(&[&args, ONCE].concat());
            assert!(!said(&ran).contains(KEY_ID), "{}", said(&ran));
        }
        let live = ["estimate", "scenarios/small-api.yaml", "--prices", "live"];
        assert_eq!(desk.run(&live).code, 4);
    }
    let server = api_of(&["AmazonECS"]);
    let desk = at(&server);
    desk.ok(&[
        "prices",
        "update",
        "--service",
        "AmazonECS",
        "--from",
        "api",
    ]);
    for (name, bytes) in desk.files() {
        let text = String::from_utf8(bytes).unwrap();
        for secret in [super::desk::SECRET, super::desk::SESSION, KEY_ID] {
            assert!(!text.contains(secret), "{name}");
        }
    }
}
