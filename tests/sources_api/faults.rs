//! Everything a server can do wrong, each with what is said of it.

use super::price_server::Fault;
use super::*;

fn always(fault: Fault) -> FetchFault {
    fault_of(&PriceApi::start(ecs()).always(fault))
}

fn error(status: u16, code: &'static str) -> FetchFault {
    always(Fault::error(status, code, "A message."))
}

#[test]
fn no_credentials() {
    let server = PriceApi::start(ecs());
    let mut api = Api::with_keys(settings(&server.url), None).unwrap();
    let error = Ask::of("AmazonECS", "us-east-1")
        .send(&mut api)
        .unwrap_err();
    assert_eq!(error.fault, FetchFault::NoCredentials);
    assert!(
        server.requests().is_empty(),
        "nothing is asked without credentials"
    );
}

#[test]
fn credentials_that_are_not_good() {
    assert_eq!(
        error(400, "ExpiredTokenException"),
        FetchFault::ExpiredCredentials
    );
    for code in ["UnrecognizedClientException", "InvalidSignatureException"] {
        assert_eq!(
            error(400, code),
            FetchFault::BadCredentials(code.to_owned())
        );
    }
    let denied = FetchFault::AccessDenied("pricing:GetProducts".to_owned());
    assert_eq!(error(400, "AccessDeniedException"), denied);
}

#[test]
fn what_is_refused_is_asked_once() {
    let server = PriceApi::start(ecs()).always(Fault::error(400, "AccessDeniedException", "No."));
    fault_of(&server);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn throttling_that_clears() {
    let server = PriceApi::start(ecs())
        .once(Fault::throttled())
        .once(Fault::throttled());
    let mut ask = Ask::of("AmazonECS", "us-east-1");
    assert_eq!(ask.read(&mut api(&server.url)).2.len(), 9);
    let told = [
        "attempt 2: AWS asks to slow down",
        "attempt 3: AWS asks to slow down",
        "read 1",
    ];
    assert_eq!(ask.told[1..], told);
}

#[test]
fn throttling_that_does_not() {
    let server = PriceApi::start(ecs()).always(Fault::throttled());
    assert_eq!(fault_of(&server), FetchFault::Throttled(3));
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_server_that_fails() {
    for (status, code) in [(500, "InternalErrorException"), (503, "ServiceUnavailable")] {
        let fault = FetchFault::Server {
            status,
            attempts: 3,
        };
        assert_eq!(error(status, code), fault);
    }
    // A proxy that has nobody behind it speaks HTML.
    let page = Fault::Answer(502, "<html>Bad gateway</html>".to_owned());
    assert_eq!(
        always(page),
        FetchFault::Server {
            status: 502,
            attempts: 3
        }
    );
}

#[test]
fn a_server_that_fails_once() {
    for fault in [
        Fault::error(500, "InternalErrorException", "Oh."),
        Fault::Answer(503, String::new()),
        Fault::Truncated,
        Fault::BrokenOff,
        Fault::Close,
    ] {
        let server = PriceApi::start(ecs()).page(5).once(fault.clone());
        let mut ask = Ask::of("AmazonECS", "us-east-1");
        assert_eq!(ask.read(&mut api(&server.url)).2.len(), 9, "{fault:?}");
        assert!(ask.told[1].starts_with("attempt 2: the "), "{:?}", ask.told);
    }
}

#[test]
fn answers_that_end_early() {
    for fault in [Fault::Truncated, Fault::BrokenOff, Fault::Close] {
        assert_eq!(always(fault), FetchFault::Truncated(3));
    }
}

#[test]
fn a_server_that_hangs() {
    let server = PriceApi::start(ecs()).always(Fault::Hang(Duration::from_secs(30)));
    let settings = Settings {
        timeout: Duration::from_millis(300),
        attempts: 2,
        ..settings(&server.url)
    };
    let mut ask = Ask::of("AmazonECS", "us-east-1");
    let error = ask.send(&mut Api::with_keys(settings, Some(keys())).unwrap());
    assert_eq!(error.unwrap_err().fault, FetchFault::Timeout(1));
    assert_eq!(ask.told[1..], ["attempt 2: no answer in time"]);
}

#[test]
fn everything_together_takes_no_longer_than_it_may() {
    let server = PriceApi::start(ecs()).always(Fault::Hang(Duration::from_secs(30)));
    let patient = Settings {
        timeout: Duration::from_secs(60),
        total: Duration::from_millis(300),
        ..settings(&server.url)
    };
    let mut api = Api::with_keys(patient, Some(keys())).unwrap();
    for _ in 0..2 {
        let error = Ask::of("AmazonECS", "us-east-1").send(&mut api);
        assert_eq!(error.unwrap_err().fault, FetchFault::Deadline(1));
    }
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_hang_that_ends() {
    let server = PriceApi::start(ecs()).once(Fault::Hang(Duration::from_secs(30)));
    let settings = Settings {
        timeout: Duration::from_secs(1),
        ..settings(&server.url)
    };
    let mut api = Api::with_keys(settings, Some(keys())).unwrap();
    assert_eq!(Ask::of("AmazonECS", "us-east-1").read(&mut api).2.len(), 9);
}

#[test]
fn answers_that_are_none() {
    let said = |body: &str| match always(Fault::Answer(200, body.to_owned())) {
        FetchFault::Invalid(why) => why,
        other => panic!("{body}: {other:?}"),
    };
    let answers = [
        said("{ not JSON }"),
        said("<html>"),
        said("{}"),
        said(r#"{ "PriceList": [1] }"#),
        said(r#"{ "PriceList": ["{}"] }"#),
        said(r#"{ "PriceList": ["{\"product\":{\"sku\":7}}"] }"#),
    ];
    insta::assert_snapshot!(answers.join("\n"), @r"
    key must be a string at line 1 column 3
    expected value at line 1 column 1
    missing field `PriceList` at line 1 column 2
    invalid type: integer `1`, expected a product as text at line 1 column 17
    a product has no `product`
    `product.sku` of a product is a number where text is due
    ");
}

#[test]
fn a_product_of_another_service() {
    let mut product = sample("fargate-linux-x86-vcpu");
    product["serviceCode"] = "AmazonEKS".into();
    let page = serde_json::json!({ "PriceList": [product.to_string()] });
    let FetchFault::Invalid(why) = always(Fault::Answer(200, page.to_string())) else {
        panic!()
    };
    assert_eq!(
        why,
        "product 8CESGAFWKAJ98PME is of AmazonEKS, not of AmazonECS"
    );
}

#[test]
fn pages_that_never_end() {
    let server = PriceApi::start(ecs()).always(Fault::SameToken);
    assert_eq!(fault_of(&server), FetchFault::TokenLoop(2));
}

#[test]
fn more_pages_than_are_read() {
    let server = PriceApi::start(ecs()).page(3);
    let read = |pages| {
        let settings = Settings {
            pages,
            ..settings(&server.url)
        };
        let mut api = Api::with_keys(settings, Some(keys())).unwrap();
        Ask::of("AmazonECS", "us-east-1").send(&mut api)
    };
    assert!(read(3).is_ok());
    let why = "there are more than 2 pages of products for one query".to_owned();
    assert_eq!(read(2).unwrap_err().fault, FetchFault::Invalid(why));
}

#[test]
fn answers_that_are_too_large() {
    let of = |fault| {
        let server = PriceApi::start(ecs()).always(fault);
        let host = server.url.trim_start_matches("http://").to_owned();
        (
            fault_of(&server),
            FetchFault::TooLarge(64 << 20, host),
            server.requests().len(),
        )
    };
    for fault in [Fault::Announced(64 << 30), Fault::Endless] {
        let (found, expected, asked) = of(fault);
        assert_eq!((found, asked), (expected, 1));
    }
}

#[test]
fn redirects_are_not_followed() {
    let elsewhere = PriceApi::start(ecs());
    let server =
        PriceApi::start(ecs()).always(Fault::Redirect(format!("{}/path?q", elsewhere.url)));
    let host = elsewhere.url.trim_start_matches("http://").to_owned();
    assert_eq!(fault_of(&server), FetchFault::Redirect(host));
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn other_refusals_keep_what_the_server_says() {
    let listed = FetchFault::NotListed("service `AmazonECS`".to_owned());
    assert_eq!(error(400, "NotFoundException"), listed);
    let refused = FetchFault::Refused("InvalidParameterException: A message.".to_owned());
    assert_eq!(error(400, "InvalidParameterException"), refused);
    let page = Fault::Answer(404, "<html>".to_owned());
    assert_eq!(
        always(page),
        FetchFault::Refused("HTTP status 404".to_owned())
    );
}
