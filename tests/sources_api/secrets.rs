//! Credentials stay where they are.

use super::price_server::Fault;
use super::*;

/// Everything an error or a source shows of itself.
fn assert_nothing_shown(shown: &str) {
    let Keys { id, secret, token } = keys();
    for part in [
        id.as_str(),
        &secret,
        &token.unwrap(),
        "Signature=",
        "aws4_request",
    ] {
        assert!(!shown.contains(part), "{part} in {shown}");
    }
}

#[test]
fn no_error_holds_a_credential() {
    let faults = [
        Fault::Echo,
        Fault::throttled(),
        Fault::error(
            400,
            "InvalidSignatureException",
            "AKIAIOSFODNN7EXAMPLE is wrong",
        ),
        Fault::error(
            400,
            "UnrecognizedClientException",
            "AKIAIOSFODNN7EXAMPLE is wrong",
        ),
        Fault::error(400, "AccessDeniedException", "AKIAIOSFODNN7EXAMPLE may not"),
        Fault::error(400, "SomethingElse", "AKIAIOSFODNN7EXAMPLE is wrong"),
        Fault::error(
            500,
            "InternalErrorException",
            "AKIAIOSFODNN7EXAMPLE is wrong",
        ),
        Fault::Answer(200, "AKIAIOSFODNN7EXAMPLE".to_owned()),
        Fault::Answer(
            200,
            r#"{ "PriceList": "AKIAIOSFODNN7EXAMPLE FwoGZXIvYXdzEXAMPLEToken" }"#.to_owned(),
        ),
        Fault::Answer(
            200,
            r#"{ "PriceList": ["FwoGZXIvYXdzEXAMPLEToken"] }"#.to_owned(),
        ),
        Fault::Answer(404, "AKIAIOSFODNN7EXAMPLE".to_owned()),
        Fault::Redirect("http://AKIAIOSFODNN7EXAMPLE:x@127.0.0.1:9/".to_owned()),
        Fault::Truncated,
        Fault::Close,
    ];
    for fault in faults {
        let server = PriceApi::start(ecs()).always(fault);
        let mut ask = Ask::of("AmazonECS", "us-east-1");
        let mut api = api(&server.url);
        let error = ask.send(&mut api).unwrap_err();
        assert_nothing_shown(&format!("{error} {error:?} {error:#?} {:?}", ask.told));
        assert_nothing_shown(&format!("{api:?}"));
    }
}

#[test]
fn nothing_is_shown_of_requests_that_never_left() {
    for endpoint in [
        "http://127.0.0.1:9",
        "https://nonexistent.invalid",
        "not a url",
    ] {
        let mut ask = Ask::of("AmazonECS", "us-east-1");
        let error = ask.send(&mut api(endpoint)).unwrap_err();
        assert_nothing_shown(&format!("{error} {error:?} {:?}", ask.told));
    }
    // A key that can't be sent as a header.
    let mut odd = keys();
    odd.token = Some("line\nFwoGZXIvYXdzEXAMPLEToken".to_owned());
    let mut api = Api::with_keys(settings("http://127.0.0.1:9"), Some(odd)).unwrap();
    let error = Ask::of("AmazonECS", "us-east-1")
        .send(&mut api)
        .unwrap_err();
    assert_nothing_shown(&format!("{error} {error:?}"));
}

#[test]
fn keys_show_only_that_they_are_there() {
    assert_eq!(format!("{:?}", keys()), "Keys(..)");
}
