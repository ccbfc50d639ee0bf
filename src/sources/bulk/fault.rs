//! What went wrong on the way, and whether it may go right another time.

use super::Settings;
use crate::price_list::OfferError;
use crate::sources::FetchFault;
use crate::sources::error::counted;
use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;

/// A failed attempt.
pub(super) struct Trouble {
    pub(super) fault: FetchFault,
    /// True when another attempt may succeed.
    pub(super) again: bool,
    /// How long the server asks to wait.
    pub(super) wait: Option<Duration>,
}

impl Trouble {
    /// Another attempt would fail the same way.
    pub(super) fn for_good(fault: FetchFault) -> Trouble {
        Trouble {
            fault,
            again: false,
            wait: None,
        }
    }

    /// Another attempt may succeed.
    pub(super) fn by_chance(fault: FetchFault) -> Trouble {
        Trouble {
            fault,
            again: true,
            wait: None,
        }
    }

    /// What happened, for whoever waits for the next attempt.
    pub(super) fn why(&self) -> String {
        match &self.fault {
            FetchFault::Throttled(_) => "asked to slow down".to_owned(),
            FetchFault::Server { status, .. } => format!("the server answers {status}"),
            FetchFault::Truncated(_) => "the answer ended early".to_owned(),
            FetchFault::Timeout(seconds) => {
                format!("no answer within {}", counted(*seconds, "second"))
            }
            FetchFault::Unreachable(host, why) => format!("`{host}` can't be reached ({why})"),
            other => other.to_string(),
        }
    }

    /// What the connection made of an attempt.
    pub(super) fn of_connection(
        error: &ureq::Error,
        host: &str,
        attempt: u32,
        settings: &Settings,
    ) -> Trouble {
        use ureq::{Error, Timeout};
        let unreachable = |why: &dyn ToString| {
            let why = one_line(&why.to_string());
            Trouble::by_chance(FetchFault::Unreachable(host.to_owned(), why))
        };
        let late = |time: Duration| FetchFault::Timeout(time.as_secs().max(1));
        let tls = |why: String| Trouble::for_good(FetchFault::Tls(host.to_owned(), one_line(&why)));
        match error {
            Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
                Trouble::by_chance(late(settings.connect))
            }
            Error::Timeout(Timeout::Global | Timeout::PerCall) => {
                Trouble::for_good(FetchFault::deadline(settings.total))
            }
            Error::Timeout(_) => Trouble::by_chance(late(settings.silence)),
            Error::HostNotFound => Trouble::for_good(FetchFault::UnknownHost(host.to_owned())),
            Error::Tls(why) => tls((*why).to_owned()),
            Error::Rustls(error) => tls(error.to_string()),
            Error::TlsRequired => tls(error.to_string()),
            Error::Io(io) => match io.kind() {
                ErrorKind::UnexpectedEof
                | ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe => Trouble::by_chance(FetchFault::Truncated(attempt)),
                ErrorKind::TimedOut | ErrorKind::WouldBlock => {
                    Trouble::by_chance(late(settings.silence))
                }
                ErrorKind::InvalidData => tls(io.to_string()),
                _ if is_unknown_host(io) => {
                    Trouble::for_good(FetchFault::UnknownHost(host.to_owned()))
                }
                _ => unreachable(io),
            },
            Error::ConnectionFailed | Error::ConnectProxyFailed(_) => unreachable(error),
            Error::InvalidProxyUrl => Trouble {
                again: false,
                ..unreachable(error)
            },
            other => Trouble::for_good(FetchFault::Invalid(one_line(&other.to_string()))),
        }
    }

    /// What reading made of an attempt whose connection held.
    pub(super) fn of_text(error: OfferError, attempt: u32) -> Trouble {
        match error {
            OfferError::EndsEarly
            | OfferError::Read {
                kind: ErrorKind::UnexpectedEof,
                ..
            } => Trouble::by_chance(FetchFault::Truncated(attempt)),
            other => Trouble::for_good(FetchFault::Invalid(one_line(&other.to_string()))),
        }
    }
}

/// The standard library has no kind for it.
fn is_unknown_host(error: &dyn Error) -> bool {
    error.to_string().contains("failed to lookup address")
}

/// What a refusal says: its message, where it is the XML that AWS's file servers write, or its
/// first line.
pub(super) fn refusal(body: &str) -> String {
    let message = body
        .split_once("<Message>")
        .and_then(|(_, rest)| rest.split_once("</Message>"))
        .map(|(message, _)| message);
    one_line(message.unwrap_or(body))
}

/// What somebody else wrote, fit for a line of a message.
pub(super) fn one_line(text: &str) -> String {
    let line = text.trim_start().lines().next().unwrap_or_default();
    line.chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect::<String>()
        .trim_end()
        .to_owned()
}
