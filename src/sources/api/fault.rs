//! What went wrong, as this crate names it.
//!
//! AWS says why it refuses by a code, not by the HTTP status
//! (<https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/CommonErrors.html>).

use crate::sources::FetchFault;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_pricing::config::http::HttpResponse;
use aws_sdk_pricing::error::{ConnectorError, ProvideErrorMetadata, SdkError};
use aws_sdk_pricing::operation::get_products::GetProductsError;
use std::error::Error;
use std::io;
use std::time::Duration;

/// The longest piece of a server's message that is repeated.
const LONGEST_MESSAGE: usize = 200;

/// The longest word; session tokens are longer.
const LONGEST_WORD: usize = 60;

/// Why a request ended without an answer.
pub(super) fn of_sdk(
    error: &SdkError<GetProductsError, HttpResponse>,
    service_code: &str,
    attempts: u32,
    timeout: Duration,
) -> FetchFault {
    if let Some(fault) = chain(error).find_map(<dyn Error>::downcast_ref) {
        return of_credentials(fault);
    }
    if let Some(fault) = chain(error).find_map(<dyn Error>::downcast_ref::<FetchFault>) {
        return match fault {
            FetchFault::Truncated(_) => FetchFault::Truncated(attempts),
            fault => fault.clone(),
        };
    }
    if let Some(response) = error.raw_response() {
        let (code, message) = match error.as_service_error() {
            Some(said) => (said.code(), said.message()),
            None => (None, None),
        };
        let status = response.status().as_u16();
        return of_answer(status, code, message, service_code, attempts);
    }
    match error {
        SdkError::TimeoutError(_) => FetchFault::Timeout(seconds(timeout)),
        // The text is left out: it may hold what was to be sent.
        _ => FetchFault::Unsupported(
            "the request can't be made; check the credentials and the endpoint".to_owned(),
        ),
    }
}

/// Why the standard chain gave nothing. The texts of its providers are left out: they may hold what a
/// `credential_process` printed.
fn of_credentials(error: &CredentialsError) -> FetchFault {
    let expired = || {
        chain(error).any(|cause| {
            let text = cause.to_string().to_ascii_lowercase();
            text.contains("expired")
        })
    };
    let unusable = |why: &str| FetchFault::UnusableCredentials(why.to_owned());
    match error {
        CredentialsError::CredentialsNotLoaded(_) => FetchFault::NoCredentials,
        // The last of the chain is the instance's role, which only instances can ask for.
        CredentialsError::ProviderTimedOut(_) => FetchFault::NoCredentials,
        _ if expired() => FetchFault::ExpiredCredentials,
        CredentialsError::InvalidConfiguration(_) => unusable("the profile or its source is wrong"),
        CredentialsError::ProviderError(_) => unusable("what should give them failed"),
        _ => unusable("what should give them gave something else"),
    }
}

/// Why the server said no.
fn of_answer(
    status: u16,
    code: Option<&str>,
    message: Option<&str>,
    service_code: &str,
    attempts: u32,
) -> FetchFault {
    let short = |text: &str| harmless(text.lines().next().unwrap_or_default());
    match code.unwrap_or_default() {
        "ThrottlingException"
        | "Throttling"
        | "ThrottledException"
        | "TooManyRequestsException"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "SlowDown"
        | "LimitExceededException" => FetchFault::Throttled(attempts),
        _ if status == 429 => FetchFault::Throttled(attempts),
        "ExpiredTokenException" | "ExpiredToken" | "TokenRefreshRequired" => {
            FetchFault::ExpiredCredentials
        }
        // Their messages may repeat what was signed.
        code @ ("UnrecognizedClientException"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "InvalidClientTokenId"
        | "InvalidAccessKeyId"
        | "IncompleteSignature"
        | "IncompleteSignatureException"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "NotAuthorized"
        | "AuthFailure"
        | "RequestExpired"
        | "OptInRequired"
        | "SubscriptionRequiredException") => FetchFault::BadCredentials(code.to_owned()),
        "AccessDeniedException" | "AccessDenied" => {
            FetchFault::AccessDenied("pricing:GetProducts".to_owned())
        }
        "NotFoundException" => FetchFault::NotListed(format!("service `{service_code}`")),
        _ if status >= 500 => FetchFault::Server { status, attempts },
        "InternalErrorException" | "InternalFailure" | "InternalServerError" => {
            FetchFault::Server { status, attempts }
        }
        "" => FetchFault::Refused(format!("HTTP status {status}")),
        code => FetchFault::Refused(match message.map(short).filter(|text| !text.is_empty()) {
            Some(message) => format!("{}: {message}", short(code)),
            None => short(code),
        }),
    }
}

/// Why the next attempt of a request is needed, where the status says so.
pub(super) fn of_status(status: u16) -> Option<FetchFault> {
    match status {
        // Throttling comes with 400; no other 400 is tried again.
        400 | 429 => Some(FetchFault::Throttled(0)),
        500.. => Some(FetchFault::Server {
            status,
            attempts: 0,
        }),
        _ => None,
    }
}

/// A fault on the way, in few words.
pub(super) fn in_short(fault: &FetchFault) -> String {
    match fault {
        FetchFault::Throttled(_) => "AWS asks to slow down".to_owned(),
        FetchFault::Server { status, .. } => format!("the server answers {status}"),
        FetchFault::Truncated(_) => "the answer ended early".to_owned(),
        FetchFault::Timeout(_) => "no answer in time".to_owned(),
        FetchFault::UnknownHost(host) => format!("the host `{host}` is not known"),
        FetchFault::Unreachable(host, why) => format!("`{host}` can't be reached ({why})"),
        fault => fault.to_string(),
    }
}

/// Why no answer came.
pub(super) fn of_connector(error: &ConnectorError, host: &str, timeout: Duration) -> FetchFault {
    let host = host.to_owned();
    if let Some(tls) = chain(error).find_map(<dyn Error>::downcast_ref::<rustls::Error>) {
        return FetchFault::Tls(host, harmless(&tls.to_string()));
    }
    if error.is_timeout() {
        return FetchFault::Timeout(seconds(timeout));
    }
    // Of name look-ups no type is left but their words.
    let words = |words: &str| chain(error).any(|cause| cause.to_string().contains(words));
    if words("dns error") || words("failed to lookup address") {
        let name = host
            .rsplit_once(':')
            .map_or(host.as_str(), |(name, _)| name);
        return FetchFault::UnknownHost(name.to_owned());
    }
    if words("handshake eof") {
        return FetchFault::Tls(host, "the connection ended during the handshake".to_owned());
    }
    if words("before message completed") {
        return FetchFault::Truncated(0);
    }
    let io = chain(error).filter_map(<dyn Error>::downcast_ref::<io::Error>);
    match io
        .map(io::Error::kind)
        .find(|kind| *kind != io::ErrorKind::Other)
    {
        Some(io::ErrorKind::TimedOut) => FetchFault::Timeout(seconds(timeout)),
        Some(kind) => FetchFault::Unreachable(host, kind.to_string()),
        None => FetchFault::Unreachable(host, "the connection failed".to_owned()),
    }
}

/// `host:port` of a URL; who logs in is left out.
pub(super) fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host)
}

/// What may be shown of a text from outside: one short line, without control characters, and without
/// words that may be part of a credential or of a signature.
pub(super) fn harmless(text: &str) -> String {
    let secret = |word: &str| {
        let key = [
            "AKIA",
            "ASIA",
            "Credential=",
            "Signature=",
            "SignedHeaders=",
        ];
        word.len() > LONGEST_WORD || key.iter().any(|part| word.contains(part))
    };
    let words = text.split_whitespace().map(|word| match secret(word) {
        true => "…".to_owned(),
        false => word.replace(char::is_control, ""),
    });
    let line = words.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Whole seconds, at least one.
pub(super) fn seconds(time: Duration) -> u64 {
    time.as_secs().max(1)
}

/// An error and its causes. Those of an [`io::Error`] begin with what it carries, which its `source`
/// leaves out.
fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>() {
            Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_without_logins_and_paths() {
        assert_eq!(
            host_of("https://api.pricing.us-east-1.amazonaws.com/"),
            "api.pricing.us-east-1.amazonaws.com"
        );
        assert_eq!(
            host_of("http://me:secret@127.0.0.1:80/x?y=@z"),
            "127.0.0.1:80"
        );
        assert_eq!(host_of("/elsewhere"), "");
    }

    #[test]
    fn what_a_server_says_is_shown_without_what_may_be_secret() {
        let said = "No AKIAIOSFODNN7EXAMPLE in\u{7} Credential=x/20261121/us-east-1 \u{1b}[31mhere";
        assert_eq!(harmless(said), "No … in … [31mhere");
        assert_eq!(
            harmless(&"ab ".repeat(100)).chars().count(),
            LONGEST_MESSAGE + 1
        );
        assert_eq!(harmless(&"x".repeat(61)), "…");
    }

    #[test]
    fn codes_decide_before_the_status() {
        let fault = |status, code| of_answer(status, code, Some("Why.\nMore."), "AmazonECS", 3);
        assert_eq!(
            fault(400, Some("ThrottlingException")),
            FetchFault::Throttled(3)
        );
        assert_eq!(fault(429, None), FetchFault::Throttled(3));
        assert_eq!(fault(503, Some("SlowDown")), FetchFault::Throttled(3));
        assert_eq!(
            fault(403, Some("ExpiredTokenException")),
            FetchFault::ExpiredCredentials
        );
        let bad = FetchFault::BadCredentials("InvalidSignatureException".to_owned());
        assert_eq!(fault(403, Some("InvalidSignatureException")), bad);
        let server = FetchFault::Server {
            status: 502,
            attempts: 3,
        };
        assert_eq!(fault(502, None), server);
        assert_eq!(
            fault(404, None),
            FetchFault::Refused("HTTP status 404".to_owned())
        );
        let refused = FetchFault::Refused("InvalidParameterException: Why.".to_owned());
        assert_eq!(fault(400, Some("InvalidParameterException")), refused);
        let unlisted = FetchFault::NotListed("service `AmazonECS`".to_owned());
        assert_eq!(fault(400, Some("NotFoundException")), unlisted);
    }
}
