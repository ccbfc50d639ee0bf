//! What comes when something fails: the fault, its words, and how often it was tried.

use super::price_files::{Fault, Files, PriceFiles, entry};
use super::{ask, bulk, settings};
use breakeven::sources::bulk::{Bulk, Settings};
use breakeven::sources::{Answer, FetchFault};
use std::net::TcpListener;
use std::time::Duration;

pub(super) const REGION: &str = "eu-west-1";
const VERSION: &str = "20260911124425";

pub(super) fn files() -> Files {
    let products: Vec<_> = (0..200)
        .map(|n| {
            let sku = format!("SKU{n:05}");
            entry(&sku, "Compute", &[("usagetype", &sku)], "hours", "0.04048")
        })
        .collect();
    Files::new().offer("AmazonECS", REGION, VERSION, &products)
}

fn index() -> String {
    Files::index_path("AmazonECS")
}

pub(super) fn offer() -> String {
    Files::offer_path("AmazonECS", REGION, VERSION)
}

/// A source that does not wait long for a server that says nothing.
fn source(server: &PriceFiles, fault: &Fault) -> Bulk {
    let mut settings = settings(server);
    if matches!(fault, Fault::Hang | Fault::HangAfter(_)) {
        settings.silence = Duration::from_millis(500);
    }
    Bulk::new(settings).unwrap()
}

/// What is told when a path fails always, and how often it was asked for.
fn always(path: &str, fault: Fault) -> (FetchFault, usize) {
    let server = PriceFiles::start(files());
    let mut source = source(&server, &fault);
    server.fail_always(path, fault);
    let error = ask(&mut source, REGION, None).0.unwrap_err();
    assert_eq!(error.what, "AmazonECS of eu-west-1");
    (error.fault, server.hits(path))
}

/// What is told of progress when a path fails twice and then not.
fn twice(path: &str, fault: Fault) -> Vec<String> {
    let server = PriceFiles::start(files());
    let mut source = source(&server, &fault);
    server.fail(path, 2, fault);
    let (answer, notes) = ask(&mut source, REGION, None);
    assert!(matches!(answer, Ok(Answer::Read { entries, .. }) if entries.len() == 200));
    assert_eq!(server.hits(path), 3);
    notes
}

#[test]
fn what_fails_by_chance_is_tried_again() {
    for path in [index(), offer()] {
        let half = Fault::Body(b"{\"regions\": {".to_vec());
        for (fault, why) in [
            (Fault::Status(500), "the server answers 500"),
            (Fault::Status(503), "the server answers 503"),
            (Fault::RetryAfter(429, 0), "asked to slow down"),
            (Fault::Close, "the answer ended early"),
            (Fault::Hang, "no answer within 1 second"),
            (Fault::HangAfter(40), "no answer within 1 second"),
            (Fault::CutAfter(40), "the answer ended early"),
            (Fault::CutUnannounced(40), "the answer ended early"),
            (half, "the answer ended early"),
        ] {
            let notes = twice(&path, fault);
            let again: Vec<&str> = notes
                .iter()
                .map(String::as_str)
                .filter(|note| note.starts_with("attempt"))
                .collect();
            let expected = [2, 3].map(|attempt| format!("attempt {attempt}: {why}"));
            assert_eq!(again, expected);
        }
    }
}

#[test]
fn attempts_end() {
    let server = |status| FetchFault::Server {
        status,
        attempts: 3,
    };
    for path in [index(), offer()] {
        assert_eq!(always(&path, Fault::Status(500)), (server(500), 3));
        assert_eq!(always(&path, Fault::Status(503)), (server(503), 3));
        let throttled = (FetchFault::Throttled(3), 3);
        assert_eq!(always(&path, Fault::Status(429)), throttled);
        let cut = (FetchFault::Truncated(3), 3);
        assert_eq!(always(&path, Fault::Close), cut);
        assert_eq!(always(&path, Fault::CutAfter(40)), cut);
        assert_eq!(always(&path, Fault::CutUnannounced(40)), cut);
        let silent = (FetchFault::Timeout(1), 3);
        assert_eq!(always(&path, Fault::Hang), silent);
        assert_eq!(always(&path, Fault::HangAfter(40)), silent);
    }
}

#[test]
fn what_fails_for_good_is_not_tried_again() {
    let refused = |status: u16| FetchFault::Refused(format!("{status} Access Denied"));
    for path in [index(), offer()] {
        assert_eq!(always(&path, Fault::Status(403)), (refused(403), 1));
        assert_eq!(always(&path, Fault::Status(400)), (refused(400), 1));
        let to = "http://elsewhere.example/index.json?token=secret".to_owned();
        let elsewhere = FetchFault::Redirect("http://elsewhere.example/index.json".to_owned());
        assert_eq!(always(&path, Fault::Redirect(to)), (elsewhere, 1));
        let (fault, hits) = always(&path, Fault::Body(b"<html>sign in</html>".to_vec()));
        assert!(
            matches!(&fault, FetchFault::Invalid(why) if why.starts_with("not JSON")),
            "{fault:?}"
        );
        assert_eq!(hits, 1);
        let (fault, hits) = always(&path, Fault::Body(b"[1, 2]".to_vec()));
        assert!(
            matches!(&fault, FetchFault::Invalid(why) if why.contains("invalid type: sequence")),
            "{fault:?}"
        );
        assert_eq!(hits, 1);
        let packed = FetchFault::Invalid("it is packed as `br`".to_owned());
        assert_eq!(always(&path, Fault::Encoding("br")), (packed, 1));
        let (fault, hits) = always(&path, Fault::Encoding("gzip"));
        assert!(matches!(fault, FetchFault::Invalid(_)), "{fault:?}");
        assert_eq!(hits, 1);
    }
}

#[test]
fn faults_say_what_to_do() {
    let said = |fault| always(&offer(), fault).0.to_string();
    assert_eq!(
        said(Fault::Status(429)),
        "AWS asks to slow down, still after 3 attempts; try again later"
    );
    assert_eq!(
        said(Fault::Status(502)),
        "the server answers 502, still after 3 attempts; try again later"
    );
    assert_eq!(
        said(Fault::CutAfter(40)),
        "the answer ended early, still after 3 attempts; try again"
    );
    assert_eq!(
        said(Fault::Hang),
        "no answer within 1 second; try again, or give it longer with `--timeout`"
    );
    assert_eq!(
        said(Fault::Redirect("/elsewhere".to_owned())),
        "the server sends on to `/elsewhere`, which is not followed"
    );
    assert_eq!(
        said(Fault::Body(b"<html>".to_vec())),
        "the answer can't be read: not JSON: expected value at line 1 column 1; was it changed on \
         the way?"
    );
    let large = said(Fault::Announce(5 << 30));
    assert!(large.starts_with("the answer has more than 4294967296 bytes; is `127.0.0.1:"));
}

#[test]
fn what_is_not_there_is_said() {
    let server = PriceFiles::start(files().listed(
        "/offers/v1.0/aws/AmazonECS",
        "eu-west-3",
        &Files::offer_path("AmazonECS", "eu-west-3", VERSION),
    ));
    let fault = |region| {
        let error = ask(&mut bulk(&server), region, None).0.unwrap_err();
        error.to_string()
    };
    assert_eq!(
        fault("eu-west-2"),
        "AmazonECS of eu-west-2: the Price List has no region `eu-west-2` of AmazonECS"
    );
    assert_eq!(
        fault("eu-west-3"),
        "AmazonECS of eu-west-3: the server refuses: the index names \
         `/offers/v1.0/aws/AmazonECS/20260911124425/eu-west-3/index.json`, which is not there; \
         try again later"
    );
    let nothing = PriceFiles::start(Files::new());
    let error = ask(&mut bulk(&nothing), REGION, None).0.unwrap_err();
    assert_eq!(
        error.to_string(),
        "AmazonECS of eu-west-1: the Price List has no `AmazonECS`"
    );
    // A name that would change the path is not asked for.
    let error = ask(&mut bulk(&nothing), "../eu-west-1", None)
        .0
        .unwrap_err();
    assert_eq!(
        error.fault,
        FetchFault::NotListed("`../eu-west-1`".to_owned())
    );
    assert_eq!(nothing.all_hits(), 1);
}

#[test]
fn an_index_leads_nowhere_else() {
    for path in [
        "http://elsewhere.example/index.json",
        "//elsewhere.example/index.json",
        "elsewhere.json",
        "@elsewhere.example/index.json",
        ".elsewhere.example/index.json",
        "/offers/../../secret/index.json",
        "/offers/./index.json",
        "/offers/%2e%2e/index.json",
        "/offers\\..\\index.json",
        "/offers/index.json?region=x",
        "/offers/index.json#x",
        "/offers/ /index.json",
        "/offers/\r\nHost: x/index.json",
        "",
    ] {
        let files = Files::new().listed("/offers/v1.0/aws/AmazonECS", REGION, path);
        let server = PriceFiles::start(files);
        let error = ask(&mut bulk(&server), REGION, None).0.unwrap_err();
        assert!(
            matches!(&error.fault, FetchFault::Refused(why) if why.contains("no path on the same host")),
            "{path}: {error}"
        );
        assert_eq!(server.all_hits(), 1, "{path}");
    }
}

#[test]
fn bodies_are_bounded() {
    let too_large = |path: &str, fault, limit| {
        let (told, hits) = always(path, fault);
        assert!(
            matches!(told, FetchFault::TooLarge(most, _) if most == limit),
            "{told:?}"
        );
        assert_eq!(hits, 1);
    };
    too_large(&index(), Fault::Announce(5 << 20), 4 << 20);
    too_large(&offer(), Fault::Announce(5 << 30), 4 << 30);
    // One text, one nest of brackets, one run of blanks: none has an end, none is waited for.
    for endless in [&b"\"aaaaaaaa"[..], b"[", b" ", b"{\"a\":"] {
        let (told, hits) = always(&offer(), Fault::Endless(endless));
        assert!(matches!(told, FetchFault::Invalid(_)), "{told:?}");
        assert_eq!(hits, 1);
    }
}

#[test]
fn an_index_without_an_end_is_given_up() {
    let server = PriceFiles::start(files());
    let many: String = (0..200_000)
        .map(|n| format!(",{{\"regionCode\":\"r{n}\",\"versionUrl\":\"/y\"}}"))
        .collect();
    let body = format!("{{\"regions\":[{}]}}", &many[1..]);
    server.fail_always(&index(), Fault::Body(body.into_bytes()));
    let error = ask(&mut bulk(&server), REGION, None).0.unwrap_err();
    assert!(
        matches!(error.fault, FetchFault::TooLarge(4_194_304, _)),
        "{error}"
    );
}

#[test]
fn retry_after_is_honoured_up_to_a_bound() {
    let server = PriceFiles::start(files());
    server.fail(&index(), 1, Fault::RetryAfter(429, 86_400));
    // The bound of `settings` is 5 ms: a day is not waited for.
    let (answer, _) = ask(&mut bulk(&server), REGION, None);
    assert!(matches!(answer, Ok(Answer::Read { .. })));
}

#[test]
fn nobody_at_the_address() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let server = PriceFiles::start(Files::new());
    let mut source = Bulk::new(Settings {
        base: Some(format!("http://{address}")),
        ..settings(&server)
    })
    .unwrap();
    let (answer, notes) = ask(&mut source, REGION, None);
    let error = answer.unwrap_err();
    assert!(
        matches!(&error.fault, FetchFault::Unreachable(host, why)
            if *host == address.to_string() && why.contains("refused")),
        "{error}"
    );
    assert_eq!(notes.len(), 2);
}

#[test]
fn a_host_nobody_knows() {
    // Behind a proxy it is the proxy that looks hosts up.
    let proxied = ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"];
    if proxied.iter().any(|name| {
        std::env::var_os(name)
            .or_else(|| std::env::var_os(name.to_lowercase()))
            .is_some()
    }) {
        return;
    }
    let server = PriceFiles::start(Files::new());
    let mut source = Bulk::new(Settings {
        // RFC 6761 keeps `invalid` from ever being known.
        base: Some("https://prices.invalid".to_owned()),
        ..settings(&server)
    })
    .unwrap();
    let error = ask(&mut source, REGION, None).0.unwrap_err();
    assert_eq!(
        error.to_string(),
        "AmazonECS of eu-west-1: the host `prices.invalid` is not known; check the network and the \
         name server"
    );
}

#[test]
fn encryption_is_not_given_up() {
    // A server that does not encrypt, where encryption is asked for.
    let server = PriceFiles::start(files());
    let mut source = Bulk::new(Settings {
        base: Some(server.url.replace("http://", "https://")),
        ..settings(&server)
    })
    .unwrap();
    let (answer, notes) = ask(&mut source, REGION, None);
    let error = answer.unwrap_err();
    assert!(matches!(error.fault, FetchFault::Tls(..)), "{error:?}");
    assert_eq!(notes, Vec::<String>::new());

    for (base, why) in [
        ("http://pricing.us-east-1.amazonaws.com", "not encrypted"),
        ("http://127.0.0.1.example.com", "not encrypted"),
        ("http://localhost.example.com", "not encrypted"),
        ("http://user:word@127.0.0.1", "more than a host"),
        ("http://127.0.0.1/?key=x", "more than a host"),
        ("file:///etc/passwd", "can't be read"),
        ("ftp://mirror.example", "over `https://` only"),
        ("mirror.example", "not complete"),
        ("", "can't be read"),
    ] {
        let error = Bulk::new(Settings {
            base: Some(base.to_owned()),
            ..Settings::default()
        })
        .unwrap_err();
        assert!(error.to_string().contains(why), "{base}: {error}");
        assert!(!error.to_string().contains("word"), "{error}");
    }
}

#[test]
fn another_service_s_file_is_refused() {
    let other = super::price_files::offer_text("AmazonEKS", VERSION, &[]);
    let files = Files::new().offer_file("AmazonECS", REGION, VERSION, &other);
    let server = PriceFiles::start(files);
    let error = ask(&mut bulk(&server), REGION, None).0.unwrap_err();
    assert_eq!(
        error.fault,
        FetchFault::Invalid("it is of `AmazonEKS`".to_owned())
    );
}
